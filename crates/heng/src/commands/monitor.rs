//! `heng monitor`: what the figures say of a plan's targets in one year.

use clap::Args;
use heng_base::number::publish;
use heng_base::text::Lang;
use heng_monitoring::judgement::{Evidence, Forecast, Judgement, State};
use heng_monitoring::methods::likelihood::in_words;
use heng_monitoring::rate::{attainment_rate, percent};
use heng_server::cases::monitoring::{Monitored, monitor};

use crate::Context;
use crate::commands::{Format, json};
use crate::failure::Failure;
use crate::folder;

#[derive(Args)]
pub struct Command {
    /// 规划的代码
    #[arg(long)]
    plan: String,
    /// 监测年份
    #[arg(long)]
    year: i32,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub async fn run(context: &Context, command: &Command) -> Result<(), Failure> {
    let monitored = monitor(&context.app, &context.who, &command.plan, command.year).await?;
    folder::print(&match command.format {
        Format::Json => json(&monitored.judgements)?,
        Format::Table => table(&monitored, command.year),
    })
}

fn table(monitored: &Monitored, year: i32) -> String {
    let (plan, judgements) = (monitored.plan(), &monitored.judgements);
    let mut lines = vec![format!("{}  {year} 年", plan.title.zh)];
    if let Some(note) = &plan.text_note {
        lines.push(format!("注：{note}"));
    }
    for domain in &plan.domains {
        let of_domain: Vec<&Judgement> = judgements.iter().filter(|j| j.domain == domain.number).collect();
        if !of_domain.is_empty() {
            lines.push(format!("\n{} {}", domain.number, domain.title.zh));
            lines.extend(of_domain.into_iter().map(|judgement| row(monitored, judgement)));
        }
    }
    if !monitored.of_measures.is_empty() {
        lines.push("\n策略措施和重点工程中的目标（不计入达标率）".to_owned());
        lines.extend(monitored.of_measures.iter().map(|judgement| row(monitored, judgement)));
    }
    let rate = attainment_rate(judgements.iter());
    let share = |whole| percent(rate.attained, whole).map_or_else(|| "—".to_owned(), |share| format!("{share}%"));
    lines.push(format!(
        "\n达标率：可监测 {} 项中已达标 {} 项，{}；全部 {} 项中 {}（缺数据 {}，暂难判断 {}{}）",
        rate.monitorable,
        rate.attained,
        share(rate.monitorable),
        rate.all,
        share(rate.all),
        rate.no_data,
        rate.undetermined + rate.awaiting,
        if rate.awaiting > 0 {
            format!("，其中 {} 项已有数据、未到目标年，计入可监测", rate.awaiting)
        } else {
            String::new()
        }
    ));
    lines.join("\n")
}

fn row(monitored: &Monitored, judgement: &Judgement) -> String {
    let target = match monitored.target_words(judgement) {
        words if words.is_empty() => words,
        words => format!("目标 {words}"),
    };
    let indicator = judgement.indicator.as_ref().and_then(|code| monitored.catalogue().indicators.get(code));
    let name = indicator.map_or_else(|| "（未对应指标）".to_owned(), |indicator| indicator.name.zh.clone());
    let latest = judgement.latest.as_ref().map_or_else(
        || "—".to_owned(),
        |latest| format!("{}({})", publish(latest.value, latest.decimals), latest.period),
    );
    let reason = judgement.reason.as_ref().map_or("", |reason| reason.message.as_str());
    let name = if judgement.state == State::Qualitative { "（定性目标）".to_owned() } else { name };
    let decimals = judgement.latest.as_ref().map_or(0, |latest| latest.decimals);
    let ahead = judgement.forecast.as_ref().map_or_else(String::new, |ahead| forecast(ahead, decimals));
    format!(
        "  {:<5} {name}  {target}  最新 {latest}  {}  {reason}{ahead}{}",
        judgement.objective,
        judgement.state.name(Lang::Zh),
        marks(judgement)
    )
}

/// What stands beside the state and never changes it: how far chance reaches, the path from the base year, tolerance.
fn marks(judgement: &Judgement) -> String {
    let mut marks = Vec::new();
    if let Some(latest) = &judgement.latest
        && let (Some(low), Some(high)) = (latest.low, latest.high)
    {
        let cases = latest.numerator.map_or_else(String::new, |cases| format!("，{} 例", cases.normalize()));
        marks.push(format!("95% 区间 {}—{}{cases}", publish(low, latest.decimals), publish(high, latest.decimals)));
    }
    marks.extend(judgement.evidence.and_then(|evidence| match evidence {
        Evidence::Sound => None,
        Evidence::Chance => Some("可能出于偶然".to_owned()),
        Evidence::Few => Some("数据点少".to_owned()),
    }));
    marks.extend(judgement.on_path.map(|on| if on { "达到时间进度" } else { "落后于时间进度" }.to_owned()));
    marks.extend(judgement.nearly.then(|| "基本实现".to_owned()));
    if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join("；")) }
}

fn forecast(ahead: &Forecast, decimals: u32) -> String {
    let shown = |figure| publish(figure, decimals);
    let (value, low, high) = (shown(ahead.value), shown(ahead.low), shown(ahead.high));
    let likely = ahead.probability.map_or_else(String::new, |p| format!("，达标可能性{}", in_words(p)));
    format!("  预测 {} 年 {value}（{:.0}% 区间 {low}—{high}）{likely}", ahead.period, ahead.confidence * 100.0)
}
