//! `heng serve`: the web interface and the API.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use heng_base::text::Lang;
use heng_server::cases::users;
use heng_server::{Tls, serve};
use tracing_subscriber::EnvFilter;

use crate::Context;
use crate::failure::Failure;

#[derive(Args)]
pub struct Command {
    /// 监听的地址和端口
    #[arg(long, env = "HENG_LISTEN", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
    /// HTTPS 的证书（PEM，本站证书在前）；与 --tls-key 同用
    #[arg(long, env = "HENG_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// HTTPS 的私钥（PEM，不加口令）
    #[arg(long, env = "HENG_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl Command {
    fn tls(&self) -> Result<Option<Tls>, Failure> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Ok(Some(Tls::read(certificate, key)?)),
            _ => Ok(None),
        }
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "应为 IP 地址:端口，如 127.0.0.1:8080".to_owned())
}

pub async fn run(context: Context, command: &Command, verbose: bool) -> Result<(), Failure> {
    let level = if verbose { "info,tower_http=debug" } else { "info" };
    tracing_subscriber::fmt().json().with_env_filter(EnvFilter::new(level)).with_writer(std::io::stderr).init();
    let (tls, lang) = (command.tls()?, context.lang);
    if tls.is_none() && !context.app.config().secure() && !command.listen.ip().is_loopback() {
        let zh =
            "没有启用 HTTPS：口令和数据在网络上不加密，浏览器的多标签页协调不可用。用 --tls-cert 和 --tls-key 启用";
        let en = "without HTTPS passwords and figures cross the network in the clear, and tabs of a browser cannot \
                  agree on who sends. Give --tls-cert and --tls-key";
        eprintln!("{}", lang.pick(zh, en));
    }
    if let Some(first) = users::first(&context.app, &context.who).await? {
        let zh = "首次启动，已建立管理员账号。口令只显示这一次，登录后须修改：";
        let en = "First start: an administrator was made. The password is shown this once and has to be changed:";
        println!("{}", lang.pick(zh, en));
        println!("    {}  {}", lang.pick("用户名", "user name"), first.user.name);
        println!("    {}  {}", lang.pick("口令  ", "password "), first.password);
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    let ready = move |address| match lang {
        Lang::Zh => println!("Heng 衡已启动：{scheme}://{address}（按 Ctrl-C 停止）"),
        Lang::En => println!("Heng is up: {scheme}://{address} (Ctrl-C stops it)"),
    };
    Ok(serve(context.app, command.listen, tls, ready).await?)
}
