//! `heng serve`: the web interface and the API.

use std::net::SocketAddr;

use clap::Args;
use heng_server::cases::users;
use heng_server::serve;
use tracing_subscriber::EnvFilter;

use crate::Context;
use crate::failure::Failure;

#[derive(Args)]
pub struct Command {
    /// 监听的地址和端口
    #[arg(long, env = "HENG_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

pub async fn run(context: Context, command: &Command, verbose: bool) -> Result<(), Failure> {
    let level = if verbose { "info,tower_http=debug" } else { "info" };
    tracing_subscriber::fmt().json().with_env_filter(EnvFilter::new(level)).with_writer(std::io::stderr).init();
    if let Some(first) = users::first(&context.app, &context.who).await? {
        println!("首次启动，已建立管理员账号。口令只显示这一次，登录后须修改：");
        println!("    用户名  {}", first.user.name);
        println!("    口令    {}", first.password);
    }
    let ready = |address| println!("Heng 衡已启动：http://{address}（按 Ctrl-C 停止）");
    Ok(serve(context.app, command.listen, ready).await?)
}
