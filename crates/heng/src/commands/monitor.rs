//! `heng monitor`: what the figures say of a plan's targets in one year.

use clap::Args;
use heng_base::number::publish;
use heng_base::text::Lang;
use heng_monitoring::judgement::{Evidence, Forecast, Judgement, State};
use heng_monitoring::methods::likelihood::in_words;
use heng_monitoring::rate::{attainment_rate, percent};
use heng_plan::model::WarningSeverity;
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
    /// 印出的格式
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub async fn run(context: &Context, command: &Command) -> Result<(), Failure> {
    let monitored = monitor(&context.app, &context.who, &command.plan, command.year).await?;
    folder::print(&match command.format {
        Format::Json => json(&monitored.judgements)?,
        Format::Table => Table { monitored: &monitored, lang: context.lang }.print(command.year),
    })
}

/// The judgements of a year as lines to read, in one language.
struct Table<'a> {
    monitored: &'a Monitored,
    lang: Lang,
}

impl Table<'_> {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        self.lang.pick(zh.into(), en.into())
    }

    fn print(&self, year: i32) -> String {
        let (plan, judgements) = (self.monitored.plan(), &self.monitored.judgements);
        let mut lines =
            vec![format!("{}  {}", plan.title.get(self.lang), self.say(format!("{year} 年"), year.to_string()))];
        if let Some(note) = &plan.text_note {
            lines.push(self.say(format!("注：{note}"), format!("Note: {note}")));
        }
        for domain in &plan.domains {
            let of_domain: Vec<&Judgement> = judgements.iter().filter(|j| j.domain == domain.number).collect();
            if !of_domain.is_empty() {
                lines.push(format!("\n{} {}", domain.number, domain.title.get(self.lang)));
                lines.extend(of_domain.into_iter().flat_map(|judgement| self.told(judgement)));
            }
        }
        if !self.monitored.of_measures.is_empty() {
            let (zh, en) =
                ("策略措施和重点工程中的目标（不计入达标率）", "Targets in measures and projects (not in the rate)");
            lines.push(format!("\n{}", self.say(zh, en)));
            lines.extend(self.monitored.of_measures.iter().flat_map(|judgement| self.told(judgement)));
        }
        lines.push(format!("\n{}", self.rate()));
        lines.join("\n")
    }

    fn rate(&self) -> String {
        let rate = attainment_rate(self.monitored.judgements.iter());
        let share = |whole| percent(rate.attained, whole).map_or_else(|| "—".to_owned(), |share| format!("{share}%"));
        let awaiting = match rate.awaiting {
            0 => String::new(),
            n => self.say(
                format!("，其中 {n} 项已有数据、未到目标年，计入可监测"),
                format!(", {n} of them with data before their year, counted as monitorable"),
            ),
        };
        let (monitorable, attained, all, no_data) = (rate.monitorable, rate.attained, rate.all, rate.no_data);
        let undetermined = rate.undetermined + rate.awaiting;
        let (of_monitorable, of_all) = (share(monitorable), share(all));
        self.say(
            format!(
                "达标率：可监测 {monitorable} 项中已达标 {attained} 项，{of_monitorable}；全部 {all} 项中 {of_all}\
                 （缺数据 {no_data}，暂难判断 {undetermined}{awaiting}）"
            ),
            format!(
                "Attainment: {attained} of {monitorable} monitorable, {of_monitorable}; of all {all}, {of_all} \
                 (no data {no_data}, undetermined {undetermined}{awaiting})"
            ),
        )
    }

    /// A judgement, and below it the warnings that concern it; the slight ones, of single years without data mostly, as a
    /// number.
    fn told(&self, judgement: &Judgement) -> Vec<String> {
        let graded = judgement.warnings.iter().filter_map(|one| Some((WarningSeverity::parse(&one.severity)?, one)));
        let (slight, grave): (Vec<_>, Vec<_>) = graded.partition(|(severity, _)| *severity == WarningSeverity::Low);
        let mut lines = vec![self.row(judgement)];
        lines.extend(grave.into_iter().map(|(severity, one)| {
            let (severity, message) = (severity.name(self.lang), self.say(&one.message, &one.message_en));
            self.say(
                format!("        预警（{severity}）：{message}"),
                format!("        warning ({severity}): {message}"),
            )
        }));
        if !slight.is_empty() {
            let count = slight.len();
            lines.push(self.say(format!("        一般预警 {count} 条"), format!("        slight warnings: {count}")));
        }
        lines
    }

    fn row(&self, judgement: &Judgement) -> String {
        let target = match self.monitored.target_words(judgement, self.lang) {
            words if words.is_empty() => words,
            words => self.say(format!("目标 {words}"), format!("target {words}")),
        };
        let indicator = judgement.indicator.as_ref().and_then(|code| self.monitored.catalogue().indicators.get(code));
        let name = match indicator {
            _ if judgement.state == State::Qualitative => self.say("（定性目标）", "(qualitative)"),
            None => self.say("（未对应指标）", "(no indicator yet)"),
            Some(indicator) => indicator.name.get(self.lang).to_owned(),
        };
        let latest = judgement.latest.as_ref().map_or_else(
            || "—".to_owned(),
            |latest| format!("{}({})", publish(latest.value, latest.decimals), latest.period),
        );
        let reason = judgement.reason.as_ref().map(|reason| self.say(&reason.message, &reason.message_en));
        let decimals = judgement.latest.as_ref().map_or(0, |latest| latest.decimals);
        let ahead = judgement.forecast.as_ref().map_or_else(String::new, |ahead| self.forecast(ahead, decimals));
        format!(
            "  {:<5} {name}  {target}  {} {latest}  {}  {}{ahead}{}",
            judgement.objective,
            self.say("最新", "latest"),
            judgement.state.name(self.lang),
            reason.unwrap_or_default(),
            self.marks(judgement)
        )
    }

    /// What stands beside the state and never changes it: how far chance reaches, the path from the base year, tolerance.
    fn marks(&self, judgement: &Judgement) -> String {
        let mut marks = Vec::new();
        if let Some(latest) = &judgement.latest
            && let (Some(low), Some(high)) = (latest.low, latest.high)
        {
            let (low, high) = (publish(low, latest.decimals), publish(high, latest.decimals));
            let cases = latest.numerator.map_or_else(String::new, |cases| {
                let cases = cases.normalize();
                self.say(format!("，{cases} 例"), format!(", {cases} cases"))
            });
            marks.push(
                self.say(format!("95% 区间 {low}—{high}{cases}"), format!("95% interval {low} to {high}{cases}")),
            );
        }
        marks.extend(judgement.evidence.and_then(|evidence| match evidence {
            Evidence::Sound => None,
            Evidence::Chance => Some(self.say("可能出于偶然", "may be chance")),
            Evidence::Few => Some(self.say("数据点少", "few points")),
        }));
        marks.extend(judgement.on_path.map(|on| match on {
            true => self.say("达到时间进度", "on its path"),
            false => self.say("落后于时间进度", "behind its path"),
        }));
        marks.extend(judgement.nearly.then(|| self.say("基本实现", "nearly attained")));
        if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(&self.say("；", "; "))) }
    }

    fn forecast(&self, ahead: &Forecast, decimals: u32) -> String {
        let [value, low, high] = [ahead.value, ahead.low, ahead.high].map(|figure| publish(figure, decimals));
        let (year, sure) = (ahead.period, ahead.confidence * 100.0);
        let likely = ahead.probability.map_or_else(String::new, |p| {
            let likely = in_words(p, self.lang);
            self.say(format!("，达标可能性{likely}"), format!(", probability of attainment {likely}"))
        });
        self.say(
            format!("  预测 {year} 年 {value}（{sure:.0}% 区间 {low}—{high}）{likely}"),
            format!("  forecast {value} in {year} ({sure:.0}% interval {low} to {high}){likely}"),
        )
    }
}
