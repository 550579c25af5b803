//! `heng audit`: the chain of what was done.

use clap::Subcommand;
use heng_server::cases::audit;

use crate::Context;
use crate::failure::Failure;
use crate::folder;

#[derive(Subcommand)]
pub enum Command {
    /// 重新计算整条审计链
    Verify,
}

pub async fn run(context: &Context, command: &Command) -> Result<(), Failure> {
    let Command::Verify = command;
    let verdict = audit::verify(&context.app, &context.who).await?;
    match verdict.first_bad {
        None => folder::print(&format!("审计链完整：{} 条，链头 {}", verdict.events, verdict.head)),
        Some(bad) => Err(Failure::System(format!("审计链在第 {bad} 条断开（共 {} 条）", verdict.events))),
    }
}
