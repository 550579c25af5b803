//! The national outline 2011–2020 through every year of its period, on published figures: what was said along the way,
//! and what its last year said of it.
#![allow(clippy::unwrap_used)]

use heng_base::number::publish;
use heng_monitoring::judgement::{Judgement, State};
use heng_monitoring::monitor;
use heng_monitoring::rate::{attainment_rate, percent};
use heng_monitoring::values::Values;
use shipped::{dataset, national};

mod shipped;

fn line(judgement: &Judgement) -> String {
    let latest = judgement.latest.as_ref().map_or_else(String::new, |latest| latest.value.to_string());
    let path = judgement.on_path.map_or("-", |on| if on { "on path" } else { "behind" });
    let method = judgement.method.as_ref().map_or("-", |method| &method.name);
    let evidence = judgement.evidence.map_or(String::new(), |mark| format!(" {mark:?}"));
    let why = judgement.reason.as_ref().map_or("", |reason| &reason.message);
    let id = judgement.target_id.as_deref().unwrap_or_default();
    let forecast = judgement.forecast.as_ref().map_or_else(String::new, |ahead| {
        let figure = |value| publish(value, 1);
        let likely = ahead.probability.map_or_else(String::new, |p| format!(" p {p:.2}"));
        format!(" → {} ({}–{}){likely}", figure(ahead.value), figure(ahead.low), figure(ahead.high))
    });
    format!("{id} {latest} {} [{method}, {path}{evidence}{forecast}] {why}", judgement.state.code())
}

#[test]
fn every_year_of_the_outline() {
    let (plan, catalogue) = national();
    let values = Values::compute(&plan, &catalogue, &dataset(&plan, &catalogue));
    let mut lines = Vec::new();
    for year in plan.start..=plan.end {
        let judgements =
            monitor(&plan, &catalogue, &heng_statistics::formula::Formulas::read(&catalogue), &values, year);
        let rate = attainment_rate(&judgements);
        let share = percent(rate.attained, rate.monitorable).unwrap_or_default();
        lines.push(format!("{year}: {} of {} {share}%, no data {}", rate.attained, rate.monitorable, rate.no_data));
        let silent = [State::NoData, State::Qualitative];
        lines.extend(judgements.iter().filter(|j| !silent.contains(&j.state) && j.indicator.is_some()).map(line));
    }
    insta::assert_snapshot!(lines.join("\n"));
}
