//! Values and targets as views.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{SourceCode, UnitCode};
use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_monitoring::absence;
use heng_monitoring::judgement::{Comparison, Forecast, Judgement, Latest, Method};
use heng_plan::model::{Catalogue, Indicator, Plan, Target};
use heng_report::facts::words;
use heng_statistics::indicator::{IndicatorValue, Rival};
use heng_statistics::reason::{Reason, not_applicable};
use rust_decimal::Decimal;

use super::word;
use crate::figures::Figures;
use crate::figures::rows::code_name;
use crate::views::{
    ComparisonView, FigureIntervalView, FigureView, ForecastView, IntervalView, JudgementView, MethodView, PointView,
    PooledView, PreviousFigure, RivalView, SeriesPoint, ShareView, SourceView, TargetView,
};

pub fn source(code: &SourceCode, plan: &Plan, catalogue: &Catalogue) -> SourceView {
    let known = catalogue.sources.get(code);
    let reported = code.as_str().strip_prefix("unit-").and_then(|unit| UnitCode::parse(unit).ok());
    let title = match (known, reported) {
        (Some(source), _) => source.title.clone(),
        (None, Some(unit)) => format!("{}报送", unit_name(&unit, plan)),
        (None, None) => code.to_string(),
    };
    SourceView {
        code: code.to_string(),
        title,
        url: known.and_then(|source| source.url.clone()),
        publisher: known.and_then(|source| source.publisher.clone()),
    }
}

/// What is withheld from figures: nothing, what disclosure control says, or, as long as that is not decided, all that it
/// could.
pub fn protection(figures: &Figures) -> &'static str {
    match &figures.shown {
        None => "none",
        Some(shown) if shown.pending => "pending",
        Some(_) => "applied",
    }
}

/// The unit's name; its code where the plan has no such unit any more.
pub fn unit_name(unit: &UnitCode, plan: &Plan) -> String {
    plan.units.get(unit).map_or_else(|| unit.to_string(), |unit| unit.name.zh.clone())
}

pub fn breakdown_label(breakdown: &Breakdown, catalogue: &Catalogue) -> String {
    let name = |(dimension, code): (&str, &str)| {
        code_name(dimension, code, catalogue).map_or_else(|| code.to_owned(), |name| name.zh.clone())
    };
    let names: Vec<_> = breakdown.iter().map(name).collect();
    if names.is_empty() { "合计".to_owned() } else { names.join("、") }
}

pub fn breakdown_label_en(breakdown: &Breakdown, catalogue: &Catalogue) -> String {
    let name = |(dimension, code): (&str, &str)| {
        code_name(dimension, code, catalogue).map_or_else(|| code.to_owned(), |name| name.get(Lang::En).to_owned())
    };
    let names: Vec<_> = breakdown.iter().map(name).collect();
    if names.is_empty() { "Total".to_owned() } else { names.join(", ") }
}

pub fn point(value: &IndicatorValue, indicator: &Indicator, figures: &Figures) -> SeriesPoint {
    let Figures { plan, catalogue, .. } = figures;
    let differs = |rival: &&Rival| rival.value.is_some_and(|other| Some(other) != value.value);
    let rivals = value.rivals.iter().filter(differs).map(|rival| RivalView {
        source: source(&rival.source, plan, catalogue),
        display: rival.value.map(|value| publish(value, indicator.decimals)),
        observation: rival.observation,
    });
    let rounded_to = figures.rounded_to(&value.inputs).filter(|_| value.value.is_some());
    SeriesPoint {
        period: value.period.to_string(),
        value: value.value.map(|value| value.normalize().to_string()),
        display: value.value.map(|value| publish(value, indicator.decimals)),
        numerator: value.numerator.map(|value| value.normalize().to_string()),
        denominator: value.denominator.map(|value| value.normalize().to_string()),
        carried_from: value.carried_from.map(|period| period.to_string()),
        defined_in: value.defined_in,
        estimated: value.obs_status == "E" && rounded_to.is_none(),
        rounded_to,
        method: value.method.clone(),
        source: value.source.as_ref().map(|code| source(code, plan, catalogue)),
        rivals: rivals.collect(),
        reason: absent(&value.reasons, catalogue, Lang::Zh),
        reason_en: absent(&value.reasons, catalogue, Lang::En),
        inputs: value.inputs.clone(),
        confidential: confidential(&value.reasons),
        not_applicable: not_applicable(&value.reasons),
        break_note: break_note(value, indicator, figures, Lang::Zh),
        break_note_en: break_note(value, indicator, figures, Lang::En),
    }
}

/// Why a figure is not to be compared with those before it: it says so itself (OBS_STATUS `B`), or a definition of the
/// indicator, or of an item or indicator that it is made of, has begun since the figure before. A figure that only stands
/// broke with nothing.
fn break_note(value: &IndicatorValue, indicator: &Indicator, figures: &Figures, lang: Lang) -> Option<String> {
    if value.value.is_none() || value.carried_from.is_some() {
        return None;
    }
    let [zh, en] = if value.obs_status == "B" {
        ["来源注明口径变动，与以前不可直接比较", "the source says that the series breaks here"].map(str::to_owned)
    } else {
        let from = begun(value, indicator, figures)?;
        [format!("指标或数据项的口径自 {from} 年起"), format!("its definition begins in {from}")]
    };
    Some(if lang == Lang::Zh { zh } else { en })
}

/// The year in which the newest definition behind a figure began, where that was after the figure before it.
fn begun(value: &IndicatorValue, indicator: &Indicator, figures: &Figures) -> Option<i32> {
    let Figures { catalogue, formulas, .. } = figures;
    let (year, length) = (value.period.year, value.period.months());
    let from = formulas.defined_from(indicator, catalogue, year)?;
    let earlier = |one: &&IndicatorValue| one.period < value.period && one.period.months() == length;
    let own = |one: &&IndicatorValue| one.value.is_some() && one.carried_from.is_none();
    let before = match value.area == figures.plan.area {
        true => {
            figures.values.series(&value.indicator, &value.breakdown).filter(earlier).filter(own).last()?.period.year
        }
        // A town's figures are each by themselves.
        false => year - 1,
    };
    (before < from && from <= year).then_some(from)
}

fn confidential(reasons: &[Reason]) -> bool {
    reasons.iter().any(Reason::is_confidential)
}

/// A figure as published, or which sort of none it is by why there is none.
pub(super) fn figure(published: Option<String>, reasons: &[Reason]) -> FigureView {
    FigureView { value: published, confidential: confidential(reasons), not_applicable: not_applicable(reasons) }
}

/// Why there is no number, in words; none where there is one.
pub(super) fn absent(reasons: &[Reason], catalogue: &Catalogue, lang: Lang) -> Option<String> {
    (!reasons.is_empty()).then(|| absence::in_words(reasons, catalogue, lang))
}

/// A target with its judgement of a year; of none where the asker may not read figures.
pub fn target(target: &Target, figures: &Figures, year: Option<i32>) -> TargetView {
    let catalogue = &figures.catalogue;
    let indicator = target.indicator.as_ref().and_then(|code| catalogue.indicators.get(code));
    let judgement = year.and_then(|year| figures.judgement(target, year));
    TargetView {
        id: target.id.clone(),
        set: word(target.set),
        indicator: target.indicator.as_ref().map(ToString::to_string),
        name: name(target, catalogue),
        unit: target.unit.clone().or_else(|| indicator.map(|indicator| indicator.unit.clone())),
        doubt: indicator.and_then(|indicator| indicator.doubt.clone()),
        operator: target.operator.as_str().to_owned(),
        value: target.value.map(|value| value.normalize().to_string()),
        target_text: words::target_short(target, catalogue, Lang::Zh),
        year: target.year,
        status: word(target.status),
        indicator_confirmed: target.indicator_confirmed,
        quote: target.quote.clone(),
        line: target.line,
        note: target.note.clone(),
        judgement: judgement.map(|judgement| self::judgement(&judgement, indicator)),
    }
}

/// The indicator with its breakdown, else the plan's own words, else the note of who drafted it.
fn name(target: &Target, catalogue: &Catalogue) -> String {
    let indicator = target.indicator.as_ref().and_then(|code| catalogue.indicators.get(code));
    match indicator {
        Some(indicator) => words::indicator_name(indicator, &target.breakdown, catalogue),
        None => target.quote.clone().or_else(|| target.note.clone()).unwrap_or_else(|| target.id.clone()),
    }
}

pub fn judgement(judgement: &Judgement, indicator: Option<&Indicator>) -> JudgementView {
    let decimals = indicator.map_or(0, |indicator| indicator.decimals);
    let shown = |period: Period, display, carried| PointView { period: period.to_string(), display, carried };
    let latest = |latest: &Latest| shown(latest.period, publish(latest.value, latest.decimals), latest.carried);
    JudgementView {
        state: judgement.state.code().to_owned(),
        state_name: judgement.state.name(Lang::Zh).to_owned(),
        nearly: judgement.nearly,
        base: judgement.base.as_ref().map(|base| shown(base.period, publish(base.value, decimals), false)),
        latest: judgement.latest.as_ref().map(latest),
        interval: judgement.latest.as_ref().and_then(interval),
        evidence: judgement.evidence.map(word),
        on_path: judgement.on_path,
        reason: judgement.reason.as_ref().map(|reason| reason.message.clone()),
        reason_en: judgement.reason.as_ref().map(|reason| reason.message_en.clone()),
        method: judgement.method.as_ref().map(method),
        forecast: judgement.forecast.as_ref().map(|ahead| forecast(ahead, decimals)),
        comparison: judgement.comparison.as_ref().and_then(|beside| comparison(beside, decimals)),
    }
}

fn method(method: &Method) -> MethodView {
    MethodView {
        name: method.name.clone(),
        version: method.version,
        points: method.points,
        since: method.since.map(|since| since.to_string()),
    }
}

fn forecast(ahead: &Forecast, decimals: u32) -> ForecastView {
    ForecastView {
        period: ahead.period.to_string(),
        display: publish(ahead.value, decimals),
        low: publish(ahead.low, decimals),
        high: publish(ahead.high, decimals),
        confidence: ahead.confidence,
        probability: ahead.probability,
        method: method(&ahead.method),
    }
}

/// Below which a difference is more than chance.
pub const SIGNIFICANT: f64 = 0.05;

fn comparison(beside: &Comparison, decimals: u32) -> Option<ComparisonView> {
    let pooled = beside.pooled.as_ref().map(|years| PooledView {
        from: years.from.to_string(),
        to: years.to.to_string(),
        display: publish(years.value, decimals),
        interval: IntervalView {
            low: publish(years.low, decimals + 1),
            high: publish(years.high, decimals + 1),
            numerator: years.numerator.normalize().to_string(),
            denominator: years.denominator.normalize().to_string(),
        },
    });
    let previous = beside.previous.as_ref().map(|before| PreviousFigure {
        period: before.period.to_string(),
        display: publish(before.value, decimals),
        chance: before.adjusted >= SIGNIFICANT,
    });
    (pooled.is_some() || previous.is_some()).then_some(ComparisonView { pooled, previous })
}

/// The bounds as published, with one place more than the figure so that they do not fall on it.
fn interval(latest: &Latest) -> Option<FigureIntervalView> {
    let shown = |bound| publish(bound, latest.decimals + 1);
    let counts = |numerator: Decimal, denominator: Decimal| ShareView {
        numerator: numerator.normalize().to_string(),
        denominator: denominator.normalize().to_string(),
    };
    let own = latest.numerator.zip(latest.denominator).filter(|_| latest.shares.is_empty());
    let both = latest.shares.iter().map(|share| counts(share.numerator, share.denominator));
    Some(FigureIntervalView {
        low: shown(latest.low?),
        high: shown(latest.high?),
        method: latest.interval_method.as_deref().and_then(|said| said.split(' ').next()).map(str::to_owned),
        counts: own.map(|(numerator, denominator)| counts(numerator, denominator)).into_iter().chain(both).collect(),
    })
}
