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
    let (lang, events, head) = (context.lang, verdict.events, verdict.head);
    match verdict.first_bad {
        None => folder::print(&lang.pick(
            format!("审计链完整：{events} 条，链头 {head}"),
            format!("the audit chain is whole: {events} links, head {head}"),
        )),
        Some(bad) => Err(Failure::System(lang.pick(
            format!("审计链在第 {bad} 条断开（共 {events} 条）"),
            format!("the audit chain breaks at link {bad} (of {events})"),
        ))),
    }
}
