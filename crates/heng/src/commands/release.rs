//! `heng release`: figures frozen under a number.

use clap::{Subcommand, ValueEnum};
use heng_base::text::Lang;
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
        /// 规划的代码
        #[arg(long)]
        plan: String,
        /// 初步的或最终的
        #[arg(long, value_enum, default_value = "preliminary")]
        status: Status,
    },
    /// 列出数据版本
    List {
        /// 规划的代码;默认全部
        #[arg(long)]
        plan: Option<String>,
        /// 印出的格式
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// 重新计算一个版本各文件的校验和
    Verify {
        /// 数据版本的序号
        number: i64,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Status {
    /// 初步
    Preliminary,
    /// 正式
    Final,
}

pub async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    let Context { app, who, lang, .. } = context;
    let lang = *lang;
    match command {
        Command::Create { plan, status } => {
            let status = if let Status::Final = status { "final" } else { "preliminary" };
            let release = releases::create(app, who, &plan, status).await?;
            folder::print(&line(&release, lang))
        }
        Command::List { plan, format } => {
            let all = releases::list(app, who, plan.as_deref()).await?;
            folder::print(&match format {
                Format::Json => json(&all)?,
                Format::Table if all.is_empty() => lang.pick("还没有数据版本", "no releases yet").to_owned(),
                Format::Table => all.iter().map(|release| line(release, lang)).collect::<Vec<_>>().join("\n"),
            })
        }
        Command::Verify { number } => verify(context, number).await,
    }
}

fn line(release: &ReleaseView, lang: Lang) -> String {
    let status =
        if release.status == "final" { lang.pick("正式", "final") } else { lang.pick("初步", "preliminary") };
    let supersedes = release.supersedes.map_or_else(String::new, |number| {
        lang.pick(format!("，代替第 {number} 号"), format!(", in place of release {number}"))
    });
    let ReleaseView { number, plan, observations, indicator_values, created_at, created_by, .. } = release;
    lang.pick(
        format!(
            "数据版本第 {number} 号（{status}）{plan}：观测值 {observations} 个，指标值 {indicator_values} 个{supersedes}；\
             {created_at} {created_by}"
        ),
        format!(
            "release {number} ({status}) {plan}: {observations} observations, {indicator_values} indicator values\
             {supersedes}; {created_at} {created_by}"
        ),
    )
}

async fn verify(context: &Context, number: i64) -> Result<(), Failure> {
    let lang = context.lang;
    let verdict = releases::verify(&context.app, &context.who, number).await?;
    for file in &verdict.files {
        let mark = match (file.ok, &file.found) {
            (true, _) => lang.pick("相符", "as made").to_owned(),
            (false, Some(found)) => lang.pick(format!("不符，现为 {found}"), format!("changed, now {found}")),
            (false, None) => lang.pick("文件不在", "missing").to_owned(),
        };
        folder::print(&format!("{:<22} {}  {mark}", file.name, file.expected))?;
    }
    if verdict.ok {
        folder::print(lang.pick("全部相符", "all as made"))
    } else {
        Err(Failure::System(
            lang.pick(format!("数据版本第 {number} 号已被改动"), format!("release {number} has been changed")),
        ))
    }
}
