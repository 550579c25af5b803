//! `heng plan`: plan documents and packages.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_plan::draft::draft;
use heng_plan::package::{Files, Package};
use heng_plan::read::{ReadPlan, ReadTarget, read_document};
use heng_server::cases::imports;

use crate::Context;
use crate::commands::{Format, json};
use crate::failure::Failure;
use crate::folder;

#[derive(Subcommand)]
pub enum Command {
    /// 读规划文本(.txt、.html、.docx、带文字的 .pdf),列出领域、目标、措施、工程和目标值
    Read {
        /// 规划文本
        file: PathBuf,
        /// 印出的格式
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// 由规划文本起草规划包;每个目标值带原文引文和行号,指标待确认
    Draft {
        /// 规划文本
        file: PathBuf,
        /// 规划包的新文件夹
        #[arg(short, long)]
        output: PathBuf,
    },
    /// 一次列出规划包或指标目录的全部错误
    Check {
        /// 规划包或指标目录的文件夹
        dir: PathBuf,
        /// 指标目录的文件夹;默认在规划包旁边寻找
        #[arg(long)]
        catalogue: Option<PathBuf>,
    },
    /// 把规划包或指标目录导入数据库;规划包旁边的指标目录一并导入
    Import {
        /// 规划包或指标目录的文件夹
        dir: PathBuf,
    },
}

pub async fn run(
    command: Command,
    lang: Lang,
    open: impl AsyncFnOnce() -> Result<Context, Failure>,
) -> Result<(), Failure> {
    match command {
        Command::Read { file, format } => {
            let read = read(&file)?;
            let text = match format {
                Format::Table => table(&read, lang),
                Format::Json => json(&read)?,
            };
            folder::print(&text)
        }
        Command::Draft { file, output } => {
            let read = read(&file)?;
            for notice in &read.notices {
                eprintln!("{}{}: {}", file.display(), at(notice.line), lang.pick(&notice.message, &notice.message_en));
            }
            folder::write_new(&output, &draft(&read))?;
            folder::print(&format!("{} {}", lang.pick("已起草到", "draft written to"), output.display()))
        }
        Command::Check { dir, catalogue } => check(&dir, catalogue.as_deref(), lang),
        Command::Import { dir } => import(&dir, &open().await?, lang).await,
    }
}

/// The plan of a file. One that holds no text at all is wrong input: a person has to bring another.
fn read(file: &Path) -> Result<ReadPlan, Failure> {
    let read = read_document(&folder::read_bytes(file)?, &file.to_string_lossy());
    match read.unread() {
        Some(notice) => {
            let problem =
                Problem::new(&kinds::DOCUMENT_UNREAD).with("zh", &notice.message).with("en", &notice.message_en);
            Err(Failure::Input(vec![problem.file(file.display().to_string())]))
        }
        None => Ok(read),
    }
}

/// The plan as an indented list.
fn table(read: &ReadPlan, lang: Lang) -> String {
    let no_title = lang.pick("（没有读出标题）", "(no title was found)");
    let mut lines = vec![read.title.clone().unwrap_or_else(|| no_title.to_owned())];
    let [objectives, measures, projects, notices] = [
        lang.pick("目标", "objective"),
        lang.pick("措施", "measure"),
        lang.pick("工程", "project"),
        lang.pick("注意", "notice"),
    ];
    let target = |read: &ReadTarget| target(read, lang);
    if let Some(period) = &read.period {
        lines.push(format!("{}  {}—{}", read.area.as_deref().unwrap_or(""), period.start, period.end));
    }
    for domain in &read.domains {
        lines.push(format!("\n({}) {}", domain.number, domain.title));
        for objective in &domain.objectives {
            lines.push(format!("  {objectives} {} {}", objective.number, objective.text));
            lines.extend(objective.targets.iter().map(target));
        }
        for measure in &domain.measures {
            lines.push(format!("  {measures} {} {}", measure.number, measure.title));
            lines.extend(measure.targets.iter().map(target));
        }
    }
    for project in &read.projects {
        lines.push(format!("\n{projects} {} {}", project.number, project.title));
        lines.extend(project.targets.iter().map(target));
    }
    lines.extend(
        read.notices
            .iter()
            .map(|notice| format!("{notices}{} {}", at(notice.line), lang.pick(&notice.message, &notice.message_en))),
    );
    lines.join("\n")
}

/// `:12` for a known line.
fn at(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(":{line}"))
}

fn target(target: &ReadTarget, lang: Lang) -> String {
    let value = target.value.map(|value| value.to_string()).or_else(|| target.standard.clone()).unwrap_or_default();
    let year = target.year.map_or_else(String::new, |year| year.to_string());
    let name = target.indicator.as_deref().unwrap_or("");
    let unit = target.unit.as_deref().unwrap_or("");
    let words = lang.pick("原文：", "text: ");
    format!("      {name} {} {value} {unit} {year} {words}{}", target.operator.as_str(), target.quote)
}

fn check(dir: &Path, catalogue: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    // A catalogue's own faults are found by checking it, not the plan.
    let (_, problems) = folder::checked(dir, catalogue)?;
    if problems.is_empty() {
        return folder::print(&format!("{}{}", dir.display(), lang.pick("：没有错误", ": no faults")));
    }
    Err(Failure::Input(problems))
}

/// Everything is checked before anything is written, the catalogue beside a plan too.
async fn import(dir: &Path, context: &Context, lang: Lang) -> Result<(), Failure> {
    let ((read, beside), mut problems) = folder::checked(dir, None)?;
    let mut packages = vec![folder::read_package(dir)?];
    if let (Some(Package::Plan(_)), Some(catalogue)) = (&read, folder::catalogue_beside(dir)) {
        problems.extend(beside.into_iter().flat_map(|(_, faults)| faults));
        packages.insert(0, folder::read_package(&catalogue)?);
    }
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    for files in &packages {
        folder::print(&imported(context, files, lang).await?)?;
    }
    Ok(())
}

async fn imported(context: &Context, files: &Files, lang: Lang) -> Result<String, Failure> {
    let package = imports::package(&context.app, &context.who, files, None).await?;
    if lang == Lang::En {
        let what = if package.title.is_some() { "plan package" } else { "catalogue" };
        let done = if package.fresh { "imported" } else { "the same as in the store, unchanged" };
        return Ok(format!("{what} {} (version {}): {done}", package.code, package.version));
    }
    let what = if package.title.is_some() { "规划包" } else { "指标目录" };
    let title = package.title.map_or_else(String::new, |title| format!("《{title}》"));
    let done = if package.fresh { "已导入" } else { "与库中的相同，未变" };
    Ok(format!("{what} {}（第 {} 版）{title}：{done}", package.code, package.version))
}
