//! The back-test: what would each method have said in each year of the published series about each later one? Its result
//! is `docs/methods/backtest.md`, which this test holds to the code; `make backtest` writes it.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use heng_base::codes::SourceCode;
use heng_monitoring::forecast::{CONFIDENCE, carried_on};
use heng_monitoring::judgement::{Judgement, State};
use heng_monitoring::methods::expected::{At, Expected};
use heng_monitoring::methods::{drift, linear, naive, theil_sen, theta, trend};
use heng_monitoring::monitor;
use heng_monitoring::scale::Scale;
use heng_monitoring::values::Values;
use heng_plan::model::{BeforeTargetYear, Catalogue, Indicator, Operator, Plan};
use rust_decimal::prelude::ToPrimitive;
use shipped::{dataset, national};

mod shipped;

type Expect = fn(&[At], f64) -> Option<Expected>;

const METHODS: [(&str, Expect); 5] = [
    ("theta", theta::expect),
    ("drift", drift::expect),
    ("theil_sen", theil_sen::expect),
    ("linear", linear::expect),
    ("naive", naive::expect),
];
const SPANS: [(i32, i32); 2] = [(1, 2), (3, 6)];
const POINTS: usize = 3;
const LONG: usize = 5;

/// One series of published figures.
struct Series<'a> {
    indicator: &'a Indicator,
    name: String,
    figures: Vec<At>,
}

/// One forecast of a figure that is known by now.
struct Told {
    ahead: i32,
    last: f64,
    true_figure: f64,
    centre: f64,
    held: bool,
    /// Where in the distribution the true figure lies, 0 to 1.
    place: f64,
    /// The chance that was given to a figure above the last one.
    rise: f64,
}

/// By source rank and figure.
type Years = BTreeMap<i32, (u32, f64)>;

/// The plan's own series, and what the catalogue holds of other places and years.
fn series<'a>(plan: &Plan, catalogue: &'a Catalogue) -> Vec<Series<'a>> {
    let rank = |source: &SourceCode| catalogue.sources.get(source).map_or(u32::MAX, |source| source.rank);
    let own = plan.series.iter().filter_map(|row| {
        Some((row.indicator.clone()?, row.area.clone(), row.breakdown.clone(), row.period, row.value, &row.source))
    });
    let others = catalogue.references.iter().map(|row| {
        (row.indicator.clone(), row.area.clone(), row.breakdown.clone(), row.period, row.value, &row.source)
    });
    let mut best: BTreeMap<_, Years> = BTreeMap::new();
    for (code, area, breakdown, period, value, source) in own.chain(others).filter(|row| row.3.is_year()) {
        let figure = (rank(source), value.to_f64().unwrap());
        let held = best.entry((code, area, breakdown)).or_default().entry(period.year).or_insert(figure);
        if figure.0 < held.0 {
            *held = figure;
        }
    }
    let long = best.into_iter().filter(|(_, years)| years.len() >= LONG);
    long.map(|((code, area, breakdown), years)| {
        let indicator = &catalogue.indicators[&code];
        let place = catalogue.areas.get(&area).filter(|_| area != plan.area).map(|area| area.name.zh.clone());
        let part = if breakdown.is_total() { String::new() } else { format!("({breakdown})") };
        let figures = years.into_iter().map(|(year, (_, figure))| (f64::from(year), figure)).collect();
        Series { indicator, name: format!("{code} {}{}{part}", place.unwrap_or_default(), indicator.name.zh), figures }
    })
    .collect()
}

/// Every forecast of one method over one series, from each origin with enough figures before it.
fn told(series: &Series, method: Expect, own_scale: bool) -> Vec<Told> {
    let mut all = Vec::new();
    for origin in POINTS..series.figures.len() {
        let (known, later) = series.figures.split_at(origin);
        let last = known[origin - 1];
        let scale = if own_scale { Scale::of(series.indicator) } else { Scale::Plain };
        let scale = scale.holding(known.iter().map(|at| at.1));
        for (year, true_figure) in later {
            let ahead = (year - last.0) as i32;
            if !(1..=6).contains(&ahead) {
                continue;
            }
            let expected = carried_on(method, known, *year as i32, scale, series.indicator.decimals).unwrap();
            let (low, high) = expected.interval(CONFIDENCE).unwrap();
            let below = |figure: f64| scale.to(figure).map_or(1.0, |scaled| expected.at_most(scaled).unwrap());
            all.push(Told {
                ahead,
                last: last.1,
                true_figure: *true_figure,
                centre: scale.back(expected.centre),
                held: scale.back(low) <= *true_figure && *true_figure <= scale.back(high),
                place: below(*true_figure),
                rise: 1.0 - below(last.1),
            });
        }
    }
    all
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count)
}

fn error(told: &[&Told]) -> f64 {
    mean(told.iter().map(|one| (one.centre - one.true_figure).abs()))
}

fn within(told: &[Told], (from, to): (i32, i32)) -> Vec<&Told> {
    told.iter().filter(|one| (from..=to).contains(&one.ahead)).collect()
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// Table of methods and scales: coverage, error against the last figure, place of the truth, Brier score of a rise.
fn methods(all: &[Series]) -> String {
    let mut text = String::new();
    for span in SPANS {
        let _ = writeln!(text, "\n### 提前 {}—{} 年\n", span.0, span.1);
        text += "| 方法 | 尺度 | 预测数 n | 80% 区间覆盖率 | 误差比 | 胜过 naive 的序列 | 真值低于 10% 分位 | 低于中位 | 高于 90% 分位 | 布赖尔分 |\n";
        text += "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n";
        for (name, method) in METHODS {
            for own_scale in [true, false] {
                text += &method_row(all, span, name, method, own_scale);
            }
        }
    }
    text
}

fn method_row(all: &[Series], span: (i32, i32), name: &str, method: Expect, own_scale: bool) -> String {
    let (mut together, mut ratios, mut better) = (Vec::new(), Vec::new(), 0);
    for series in all {
        let (mine, naive) = (told(series, method, own_scale), told(series, naive::expect, own_scale));
        let (mine_in, naive_in) = (within(&mine, span), within(&naive, span));
        if !mine_in.is_empty() {
            let (one, other) = (error(&mine_in), error(&naive_in));
            better += usize::from(one < other);
            if one > 0.0 && other > 0.0 {
                ratios.push((one / other).ln());
            }
        }
        together.extend(mine);
    }
    let told = within(&together, span);
    let share =
        |is: &dyn Fn(&Told) -> bool| percent(told.iter().filter(|one| is(one)).count() as f64 / told.len() as f64);
    let moved: Vec<_> = told.iter().filter(|one| one.true_figure != one.last).collect();
    let brier = mean(moved.iter().map(|one| (one.rise - f64::from(u8::from(one.true_figure > one.last))).powi(2)));
    // Of so few it would say nothing.
    let brier = if moved.len() < 30 { "—".to_owned() } else { format!("{brier:.3}") };
    format!(
        "| {name} | {} | {} | {} | {:.2} | {better}/{} | {} | {} | {} | {brier}(n={}) |\n",
        if own_scale { "按类别" } else { "原值" },
        told.len(),
        share(&|one| one.held),
        mean(ratios.iter().copied()).exp(),
        ratios.len(),
        share(&|one| one.place < 0.1),
        share(&|one| one.place < 0.5),
        share(&|one| one.place > 0.9),
        moved.len(),
    )
}

/// Table of series: the method that is used, against the last figure and the line.
fn by_series(all: &[Series]) -> String {
    let mut text =
        "| 序列 | 数字 | 预测数 n | 覆盖率 | 平均误差 theta | naive | linear |\n|---|---:|---:|---:|---:|---:|---:|\n"
            .to_owned();
    for series in all {
        let mine = told(series, theta::expect, true);
        if mine.is_empty() {
            continue;
        }
        let by = |method: Expect| error(&told(series, method, true).iter().collect::<Vec<_>>());
        let covered = mine.iter().filter(|one| one.held).count() as f64 / mine.len() as f64;
        let unit = &series.indicator.unit;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.2} {unit} | {:.2} | {:.2} |",
            series.name,
            series.figures.len(),
            mine.len(),
            percent(covered),
            by(theta::expect),
            by(naive::expect),
            by(linear::expect),
        );
    }
    text
}

/// Table of verdicts on the way against the verdict of the last year, for the outline's targets.
fn verdicts(plan: &Plan, catalogue: &Catalogue) -> String {
    let values = Values::compute(plan, catalogue, &dataset(plan, catalogue));
    let last = monitor(plan, catalogue, &heng_statistics::formula::Formulas::read(catalogue), &values, plan.end);
    let final_of =
        |judgement: &Judgement| last.iter().find(|held| held.target_id == judgement.target_id).unwrap().state;
    let mut text = "| 方法 | 目标 | 结论数 n | 预计达标→达标 | 预计达标→未达标 | 有风险→达标 | 有风险→未达标 | 难以达标→达标 | 难以达标→未达标 | 暂难判断 | 有概率的 n |\n".to_owned();
    text += "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (name, picked) in [
        ("growth_ratio", BeforeTargetYear::GrowthRatio),
        ("progress_chart", BeforeTargetYear::ProgressChart),
        ("likelihood", BeforeTargetYear::Likelihood),
        ("threshold", BeforeTargetYear::Threshold),
    ] {
        let plan = Plan { before_target_year: picked, ..plan.clone() };
        for directions in [false, true] {
            let mut seen: BTreeMap<(State, State), usize> = BTreeMap::new();
            let (mut targets, mut unsure, mut likely) = (BTreeSet::new(), 0, 0);
            for year in plan.start..plan.end {
                for judgement in
                    monitor(&plan, catalogue, &heng_statistics::formula::Formulas::read(catalogue), &values, year)
                {
                    let Some(target) = &judgement.target else { continue };
                    let ended = final_of(&judgement);
                    let known =
                        matches!(ended, State::Attained | State::Missed) && target.operator != Operator::Observe;
                    if !known || trend::reads(target.operator) != directions {
                        continue;
                    }
                    match judgement.state {
                        State::OnCourse | State::AtRisk | State::OffCourse => {
                            targets.insert(judgement.target_id.clone());
                            *seen.entry((judgement.state, ended)).or_default() += 1;
                            likely += usize::from(judgement.forecast.is_some_and(|ahead| ahead.probability.is_some()));
                        }
                        State::Undetermined => unsure += 1,
                        _ => {}
                    }
                }
            }
            let n = |state, ended| seen.get(&(state, ended)).copied().unwrap_or(0);
            let _ = writeln!(
                text,
                "| {name} | {} | {}（{} 个目标） | {} | {} | {} | {} | {} | {} | {unsure} | {likely} |",
                if directions { "方向" } else { "定值" },
                seen.values().sum::<usize>(),
                targets.len(),
                n(State::OnCourse, State::Attained),
                n(State::OnCourse, State::Missed),
                n(State::AtRisk, State::Attained),
                n(State::AtRisk, State::Missed),
                n(State::OffCourse, State::Attained),
                n(State::OffCourse, State::Missed),
            );
        }
    }
    text
}

#[test]
fn the_document_says_what_the_methods_did() {
    let (plan, catalogue) = national();
    let all = series(&plan, &catalogue);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/methods/backtest.md");
    let held = std::fs::read_to_string(&page).unwrap();
    let mut made = held.clone();
    for (mark, table) in
        [("methods", methods(&all)), ("verdicts", verdicts(&plan, &catalogue)), ("series", by_series(&all))]
    {
        let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
        let (before, rest) = made.split_once(&begin).unwrap();
        let (_, after) = rest.split_once(&end).unwrap();
        made = format!("{before}{begin}{table}{end}{after}");
    }
    if std::env::var_os("HENG_BACKTEST").is_some() {
        std::fs::write(&page, made).unwrap();
    } else {
        assert!(held == made, "docs/methods/backtest.md is of another state of the methods: run make backtest");
    }
}
