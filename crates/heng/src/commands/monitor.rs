//! `heng monitor`: what the published figures of a package say of its targets in one year.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use heng_base::codes::SourceCode;
use heng_base::number::publish;
use heng_base::text::Lang;
use heng_monitoring::judgement::{Judgement, State};
use heng_monitoring::monitor;
use heng_monitoring::rate::{attainment_rate, percent};
use heng_monitoring::values::Values;
use heng_plan::model::{Catalogue, Plan, SeriesRow};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};

use crate::failure::Failure;
use crate::folder;

#[derive(Args)]
pub struct Command {
    /// 规划包的文件夹;所用数据是其中的 series.csv(公布数)
    #[arg(long)]
    package: PathBuf,
    /// 监测年份
    #[arg(long)]
    year: i32,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// 指标目录的文件夹;默认在规划包旁边寻找
    #[arg(long)]
    catalogue: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

pub fn run(command: &Command) -> Result<(), Failure> {
    let (plan, catalogue) = folder::read_plan(&command.package, command.catalogue.as_deref())?;
    in_period(&plan, command.year, &command.package)?;
    let values = Values::compute(&plan, &catalogue, &dataset(&plan, &catalogue));
    let judgements = monitor(&plan, &catalogue, &values, command.year);
    folder::print(&match command.format {
        Format::Json => serde_json::to_string_pretty(&judgements).map_err(|e| Failure::System(e.to_string()))?,
        Format::Table => table(&plan, &catalogue, &judgements, command.year),
    })
}

fn in_period(plan: &Plan, year: i32, dir: &Path) -> Result<(), Failure> {
    if (plan.base_year..=plan.end).contains(&year) {
        return Ok(());
    }
    let expected = format!("应在 {}—{} 之间", plan.base_year, plan.end);
    let problem = heng_base::problem::Problem::new(&heng_base::problem::kinds::INPUT_INVALID)
        .with("value", year)
        .with("expected", expected)
        .file(dir.display().to_string())
        .field("--year");
    Err(Failure::Input(vec![problem]))
}

/// The package's published values as observations, numbered by their row.
fn dataset(plan: &Plan, catalogue: &Catalogue) -> Dataset {
    let observations = (1..).zip(&plan.series).filter_map(|(id, row)| observation(id, row)).collect();
    let rank = |source: &SourceCode| catalogue.sources.get(source).map_or(u32::MAX, |source| source.rank);
    Dataset::new(observations, rank)
}

fn observation(id: i64, row: &SeriesRow) -> Option<Observation> {
    let subject = match (&row.indicator, &row.item) {
        (Some(code), _) => Subject::Indicator(code.clone()),
        (None, Some(code)) => Subject::Item(code.clone()),
        (None, None) => return None,
    };
    let key = Key { subject, area: row.area.clone(), period: row.period, breakdown: row.breakdown.clone() };
    Some(Observation {
        id,
        key,
        value: Some(row.value),
        missing: None,
        obs_status: row.obs_status.clone().unwrap_or_else(|| "A".to_owned()),
        conf_status: "F".to_owned(),
        source: row.source.clone(),
        provenance: Provenance::Import { import: 0 },
        revision: 1,
    })
}

fn table(plan: &Plan, catalogue: &Catalogue, judgements: &[Judgement], year: i32) -> String {
    let mut lines = vec![format!("{}  {year} 年", plan.title.zh)];
    if let Some(note) = &plan.text_note {
        lines.push(format!("注:{note}"));
    }
    for domain in &plan.domains {
        let of_domain: Vec<&Judgement> = judgements.iter().filter(|j| j.domain == domain.number).collect();
        if !of_domain.is_empty() {
            lines.push(format!("\n{} {}", domain.number, domain.title.zh));
            lines.extend(of_domain.into_iter().map(|judgement| row(catalogue, judgement)));
        }
    }
    let rate = attainment_rate(judgements);
    let share = |whole| percent(rate.attained, whole).map_or_else(|| "—".to_owned(), |share| format!("{share}%"));
    lines.push(format!(
        "\n达标率:可监测 {} 项中已达标 {} 项,{};全部 {} 项中 {}(缺数据 {},暂难判断 {})",
        rate.monitorable,
        rate.attained,
        share(rate.monitorable),
        rate.all,
        share(rate.all),
        rate.no_data,
        rate.undetermined
    ));
    lines.join("\n")
}

fn row(catalogue: &Catalogue, judgement: &Judgement) -> String {
    let indicator = judgement.indicator.as_ref().and_then(|code| catalogue.indicators.get(code));
    let name = indicator.map_or_else(|| "(未对应指标)".to_owned(), |indicator| indicator.name.zh.clone());
    let target = judgement.target.as_ref().map_or_else(String::new, |target| {
        let value = target.value.map_or_else(String::new, |value| format!(" {value}"));
        format!("目标 {}{value} {}", target.operator.as_str(), target.unit.as_deref().unwrap_or(""))
    });
    let latest = judgement.latest.as_ref().map_or_else(
        || "—".to_owned(),
        |latest| format!("{}({})", publish(latest.value, latest.decimals), latest.period),
    );
    let reason = judgement.reason.as_ref().map_or("", |reason| reason.message.as_str());
    let name = if judgement.state == State::Qualitative { "(定性目标)".to_owned() } else { name };
    format!(
        "  {:<5} {name}  {target}  最新 {latest}  {}  {reason}",
        judgement.objective,
        judgement.state.name(Lang::Zh)
    )
}
