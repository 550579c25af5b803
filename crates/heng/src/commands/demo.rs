//! `heng demo`: a store of invented figures.

use std::path::PathBuf;

use clap::Args;
use heng_plan::package::read_demo_head;
use heng_server::cases::demo::{self, Making};

use crate::failure::Failure;
use crate::folder;
use crate::settings::Settings;

#[derive(Args)]
pub struct Command {
    /// 演示包的文件夹:数据怎样编成,埋了哪些问题
    #[arg(default_value = "demo")]
    dir: PathBuf,
    /// 所有演示用户共用的口令;默认随机生成,只显示一次
    #[arg(long, env = "HENG_DEMO_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// 换一个种子,编出另一套数据
    #[arg(long)]
    seed: Option<String>,
}

pub async fn run(settings: &Settings, command: Command) -> Result<(), Failure> {
    let config = settings.demo()?;
    let lang = settings.lang.unwrap_or_default();
    let place = config.data.display().to_string();
    if demo::held(&config).await? {
        return folder::print(&lang.pick(
            format!("演示库已在 {place}，没有改动；口令在建立时显示过，要换口令或重做，删去文件夹再运行"),
            format!(
                "the demo store is in {place} already, nothing was changed; its password was shown when it was made: to \
                 have another, remove the folder and run this again"
            ),
        ));
    }
    let files = folder::read_package(&command.dir)?;
    let mut head = read_demo_head(&files).map_err(|problem| {
        let file = command.dir.join(problem.place.file.clone().unwrap_or_default());
        Failure::Input(vec![problem.file(file.display().to_string())])
    })?;
    head.seed = command.seed.unwrap_or(head.seed);
    let plan = command.dir.join(&head.plan);
    let catalogue = folder::catalogue_beside(&plan).unwrap_or_else(|| plan.join("../catalogue"));
    let making = Making {
        head,
        demo: files,
        plan: folder::read_package(&plan)?,
        catalogue: folder::read_package(&catalogue)?,
        password: command.password,
    };
    let note = |text: &str| {
        if !settings.quiet {
            eprintln!("{text}……");
        }
    };
    let made = demo::create(config, making, note).await?;
    let (people, password) = (made.people, made.password);
    folder::print(&lang.pick(
        format!("演示库已建在 {place}，数据均为虚构；用户 {people} 个，口令都是 {password}"),
        format!(
            "the demo store is in {place}, all figures are invented; {people} users, each with the password {password}"
        ),
    ))?;
    folder::print(lang.pick(
        "管理员 office、bureau，领导 leader，评估组成员 evaluator，审计员 auditor；各单位 <单位代码>-reporter、<单位代码>-reviewer，如 health-reporter",
        "administrators office and bureau, leader leader, evaluation group evaluator, auditor auditor; of each unit <unit>-reporter and \
         <unit>-reviewer, as health-reporter",
    ))
}
