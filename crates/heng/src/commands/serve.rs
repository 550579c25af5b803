//! `heng serve`: the web interface and the API.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use heng_server::cases::users;
use heng_server::{Tls, serve};
use tracing_subscriber::EnvFilter;

use crate::Context;
use crate::failure::Failure;

#[derive(Args)]
pub struct Command {
    /// 监听的地址和端口
    #[arg(long, env = "HENG_LISTEN", default_value = "127.0.0.1:8080")]
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

pub async fn run(context: Context, command: &Command, verbose: bool) -> Result<(), Failure> {
    let level = if verbose { "info,tower_http=debug" } else { "info" };
    tracing_subscriber::fmt().json().with_env_filter(EnvFilter::new(level)).with_writer(std::io::stderr).init();
    let tls = command.tls()?;
    if tls.is_none() && !context.app.config().secure() && !command.listen.ip().is_loopback() {
        eprintln!(
            "没有启用 HTTPS：口令和数据在网络上不加密，浏览器的多标签页协调不可用。用 --tls-cert 和 --tls-key 启用"
        );
    }
    if let Some(first) = users::first(&context.app, &context.who).await? {
        println!("首次启动，已建立管理员账号。口令只显示这一次，登录后须修改：");
        println!("    用户名  {}", first.user.name);
        println!("    口令    {}", first.password);
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    let ready = |address| println!("Heng 衡已启动：{scheme}://{address}（按 Ctrl-C 停止）");
    Ok(serve(context.app, command.listen, tls, ready).await?)
}
