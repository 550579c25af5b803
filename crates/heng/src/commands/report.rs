//! `heng report`: monitoring reports as files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use heng_server::cases::reports;

use crate::Context;
use crate::failure::Failure;
use crate::folder;

#[derive(Subcommand)]
pub enum Command {
    /// 年度监测报告
    Annual(Written),
    /// 终期监测报告
    Final(Written),
}

#[derive(Args)]
pub struct Written {
    /// 规划的代码
    #[arg(long)]
    plan: String,
    /// 报告的年份
    #[arg(long)]
    year: i32,
    /// 所用的数据版本;默认最新的
    #[arg(long)]
    release: Option<i64>,
    /// 文件的格式
    #[arg(long, value_enum, default_value = "docx")]
    format: Format,
    /// 写到哪个文件;默认按规划、年份和数据版本命名,放在当前文件夹
    #[arg(short, long)]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Word
    Docx,
}

pub async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    let Context { app, who, .. } = context;
    let (kind, written) = match command {
        Command::Annual(written) => ("annual", written),
        Command::Final(written) => ("final", written),
    };
    let Format::Docx = written.format;
    context.note("正在编写报告……", "writing the report…");
    let report = reports::create(app, who, &written.plan, kind, written.year, written.release).await?;
    let (name, bytes) = reports::file(app, who, report.id).await?;
    let path = written.output.unwrap_or_else(|| name.into());
    folder::write_file(&path, &bytes)?;
    let (path, release) = (path.display(), report.release);
    folder::print(
        &context.lang.pick(format!("{path}（据数据版本第 {release} 号）"), format!("{path} (from release {release})")),
    )
}
