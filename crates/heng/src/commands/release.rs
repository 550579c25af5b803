//! `heng release`: figures frozen under a number.

use clap::{Subcommand, ValueEnum};
use heng_server::cases::releases;
use heng_server::views::ReleaseView;

use crate::Context;
use crate::commands::{Format, json};
use crate::failure::Failure;
use crate::folder;

#[derive(Subcommand)]
pub enum Command {
    /// 把已接收的数据冻结成一个版本
    Create {
        #[arg(long)]
        plan: String,
        #[arg(long, value_enum, default_value = "preliminary")]
        status: Status,
    },
    /// 列出数据版本
    List {
        #[arg(long)]
        plan: Option<String>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// 重新计算一个版本各文件的校验和
    Verify { number: i64 },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Status {
    /// 初步
    Preliminary,
    /// 正式
    Final,
}

pub async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    let Context { app, who, .. } = context;
    match command {
        Command::Create { plan, status } => {
            let status = if let Status::Final = status { "final" } else { "preliminary" };
            let release = releases::create(app, who, &plan, status).await?;
            folder::print(&line(&release))
        }
        Command::List { plan, format } => {
            let all = releases::list(app, who, plan.as_deref()).await?;
            folder::print(&match format {
                Format::Json => json(&all)?,
                Format::Table if all.is_empty() => "还没有数据版本".to_owned(),
                Format::Table => all.iter().map(line).collect::<Vec<_>>().join("\n"),
            })
        }
        Command::Verify { number } => verify(context, number).await,
    }
}

fn line(release: &ReleaseView) -> String {
    let status = if release.status == "final" { "正式" } else { "初步" };
    let supersedes = release.supersedes.map_or_else(String::new, |number| format!("，代替第 {number} 号"));
    format!(
        "数据版本第 {} 号（{status}）{}：观测值 {} 个，指标值 {} 个{supersedes}；{} {}",
        release.number,
        release.plan,
        release.observations,
        release.indicator_values,
        release.created_at,
        release.created_by
    )
}

async fn verify(context: &Context, number: i64) -> Result<(), Failure> {
    let verdict = releases::verify(&context.app, &context.who, number).await?;
    for file in &verdict.files {
        let mark = match (file.ok, &file.found) {
            (true, _) => "相符".to_owned(),
            (false, Some(found)) => format!("不符，现为 {found}"),
            (false, None) => "文件不在".to_owned(),
        };
        folder::print(&format!("{:<22} {}  {mark}", file.name, file.expected))?;
    }
    if verdict.ok {
        folder::print("全部相符")
    } else {
        Err(Failure::System(format!("数据版本第 {number} 号已被改动")))
    }
}
