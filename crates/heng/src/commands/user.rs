//! `heng user`: accounts by command.

use clap::Subcommand;
use heng_server::cases::users::{self, Joining};

use crate::Context;
use crate::failure::Failure;
use crate::folder;

#[derive(Subcommand)]
pub enum Command {
    /// 新建用户,显示一次性口令
    Add {
        /// 登录用的用户名
        name: String,
        /// 姓名
        #[arg(long)]
        display_name: String,
        /// administrator、auditor、evaluator、leader、reporter 或 reviewer
        #[arg(long)]
        role: String,
        /// 填报员、审核员所在责任单位的代码
        #[arg(long)]
        unit: Option<String>,
    },
    /// 重置口令并解除锁定,显示一次性口令
    Reset {
        /// 登录用的用户名
        name: String,
    },
}

pub async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    let Context { app, who, .. } = context;
    let made = match command {
        Command::Add { name, display_name, role, unit } => {
            users::create(app, who, Joining { name, display_name, role, unit }).await?
        }
        Command::Reset { name } => users::reset_by_name(app, who, &name).await?,
    };
    let (name, password) = (made.user.name, made.password);
    folder::print(&context.lang.pick(
        format!("用户 {name}，一次性口令 {password}（首次登录须修改）"),
        format!("user {name}, one-time password {password} (to be changed at the first sign-in)"),
    ))
}
