//! `heng data`: figures from files.

use std::path::PathBuf;

use clap::Subcommand;
use heng_server::cases::imports::{File, figures};

use crate::Context;
use crate::failure::Failure;
use crate::folder;

#[derive(Subcommand)]
pub enum Command {
    /// 导入 .csv(列与规划包的 series.csv 相同);已有的数跳过,改数须写明原因
    Import {
        /// 数据文件 .csv
        file: PathBuf,
        /// 文件从哪里来,如“国家统计局监测报告”
        #[arg(long)]
        source: String,
        /// 按哪个规划的指标目录核对;默认任一
        #[arg(long)]
        plan: Option<String>,
        /// 修订已有数据的原因
        #[arg(long)]
        reason: Option<String>,
    },
}

pub async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    let Command::Import { file, source, plan, reason } = command;
    let bytes = folder::read_bytes(&file)?;
    let named = File { name: file.display().to_string(), bytes, source, reason };
    let work = figures(&context.app, &context.who, plan.as_deref(), named);
    let import = context.told("正在核对和导入……", "checking and importing…", work).await?;
    let (id, recorded, skipped, source) = (import.id, import.recorded, import.skipped, import.source);
    folder::print(&context.lang.pick(
        format!("导入第 {id} 号：记录 {recorded} 个数，跳过已有的 {skipped} 个（{source}）"),
        format!("import {id}: {recorded} figures recorded, {skipped} skipped as known ({source})"),
    ))
}
