//! The areas right below the plan's beside each other 镇街比较: which differ from all together by more than chance.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_base::text::Lang;
use heng_plan::model::{Indicator, IndicatorKind};
use heng_statistics::funnel::{Against, CurvePoint, Funnel, Placed, Standing, funnel};
use heng_statistics::indicator::{Basis, IndicatorValue, compute};
use heng_statistics::interval::Interval;
use heng_statistics::methods::pooled::pooled;
use heng_statistics::observation::Subject;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde::Deserialize;
use utoipa::IntoParams;

use super::comparison::area_name;
use super::data::Seen;
use super::shown;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::figures::rows::Says;
use crate::policy::Principal;
use crate::views::{Choice, FunnelAbsent, FunnelAgainst, FunnelAll, FunnelArea, FunnelPoint, FunnelView, IntervalView};

/// Fewer areas are no comparison.
const LEAST: usize = 3;
/// Years that may be taken together.
const YEARS: [i32; 2] = [1, 3];
/// Name and version of the method of several years as one.
const POOLED: &str = "pooled 1";

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FunnelQuery {
    /// The year; where absent the last of which there is something to compare.
    pub period: Option<String>,
    /// `sex=F`; where absent the total.
    pub breakdown: Option<String>,
    /// 1, or 3 for the year and the two before it as one, where a year has few cases.
    pub years: Option<i32>,
    /// The day, `2026-06-01`, of which it is asked what was known at its end; else what is known now.
    pub as_of: Option<String>,
}

/// Of an indicator that counts cases; of any other there is nothing to compare.
pub async fn of_indicator(
    app: &App,
    who: &Principal,
    plan: &str,
    code: &str,
    query: FunnelQuery,
) -> Result<FunnelView> {
    let figures = app.plan_as_of(who, plan, query.as_of.as_deref()).await?;
    let seen = Seen::new(app, who, &figures)?;
    let found = figures.catalogue.indicators.values().find(|indicator| indicator.code.as_str() == code);
    let indicator = found.ok_or_else(|| Failure::absent("指标", "indicator", code))?;
    let years = query.years.unwrap_or(1);
    if !YEARS.contains(&years) {
        return Err(Problem::input(years, "1, 3").field("years").into());
    }
    let areas = Areas::new(&figures, indicator, &seen);
    let breakdowns = areas.breakdowns();
    let asked = query.breakdown.unwrap_or_default();
    let Some(breakdown) = breakdowns.iter().find(|held| held.to_string() == asked).or(breakdowns.first()) else {
        return Ok(nothing(indicator));
    };
    let periods = areas.periods(breakdown);
    let asked = query.period.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let period = match asked {
        Some(text) => periods.iter().find(|period| period.to_string() == text).copied().ok_or_else(|| {
            let known: Vec<String> = periods.iter().map(ToString::to_string).collect();
            Problem::input(text, known.join(", ")).field("period")
        })?,
        None => *periods.last().ok_or_else(|| Failure::absent("时期", "period", code))?,
    };
    Ok(areas.view(breakdown, &breakdowns, period, &periods, years))
}

fn nothing(indicator: &Indicator) -> FunnelView {
    FunnelView {
        unit: indicator.unit.clone(),
        periods: Vec::new(),
        breakdowns: Vec::new(),
        period: None,
        since: None,
        breakdown: String::new(),
        all: None,
        areas: Vec::new(),
        curve: Vec::new(),
        absent: Vec::new(),
        methods: Vec::new(),
    }
}

/// The areas right below the plan's, with what the asker may see of them.
struct Areas<'a> {
    figures: &'a Figures,
    indicator: &'a Indicator,
    codes: Vec<&'a AreaCode>,
    /// Observations whose figure the asker may see: nothing is computed for them of any other.
    visible: BTreeSet<i64>,
    /// Years of which something was observed in these areas.
    years: BTreeSet<Period>,
}

/// Why an area is left out.
type Absence = [String; 2];

impl<'a> Areas<'a> {
    fn new(figures: &'a Figures, indicator: &'a Indicator, seen: &Seen) -> Self {
        let counts = matches!(indicator.kind, IndicatorKind::Proportion | IndicatorKind::Rate);
        let below = figures.catalogue.areas.values().filter(|area| area.parent.as_ref() == Some(&figures.plan.area));
        let codes: Vec<&AreaCode> = below.map(|area| &area.code).filter(|_| counts).collect();
        let items: BTreeSet<Subject> = figures.items(&indicator.code).iter().cloned().map(Subject::Item).collect();
        let (mut visible, mut years) = (BTreeSet::new(), BTreeSet::new());
        let of_parts = seen.rows(figures).filter(|row| items.contains(&row.key.subject) && row.value.is_some());
        // An area's figure may be made of those of areas within it.
        let within = |area: &AreaCode| codes.iter().any(|code| figures.catalogue.lies_in(area, code));
        for row in of_parts {
            if let Says::Observation(observation) = &row.says {
                visible.insert(observation.id);
                if within(&row.key.area) {
                    years.insert(Period::year(row.key.period.year));
                }
            }
        }
        Self { figures, indicator, codes, visible, years }
    }

    /// Those in which three areas at least have a figure in some year, the total first.
    fn breakdowns(&self) -> Vec<Breakdown> {
        let of_dimension = |dimension: &String| {
            let list = self.figures.catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
            let codes = list.iter().filter(|entry| entry.code != "_T");
            codes.map(|entry| Breakdown::total().with(dimension, &entry.code)).collect::<Vec<_>>()
        };
        let all = [Breakdown::total()].into_iter().chain(self.indicator.breakdowns.iter().flat_map(of_dimension));
        all.filter(|breakdown| !self.periods(breakdown).is_empty()).collect()
    }

    fn periods(&self, breakdown: &Breakdown) -> Vec<Period> {
        let enough = |period: &&Period| {
            let found = self.codes.iter().filter(|area| self.counts(area, **period, breakdown).is_ok());
            found.take(LEAST).count() == LEAST
        };
        self.years.iter().filter(enough).copied().collect()
    }

    /// The figure of an area in a year, a count among a number, or why there is nothing to compare.
    fn counts(
        &self,
        area: &AreaCode,
        period: Period,
        breakdown: &Breakdown,
    ) -> std::result::Result<IndicatorValue, Absence> {
        let Figures { catalogue, formulas, data, .. } = self.figures;
        let value = compute(self.indicator, Basis { catalogue, formulas, data }, area, period, breakdown);
        if value.value.is_some() && !value.inputs.iter().all(|id| self.visible.contains(id)) {
            return Err(["按保密规则不显示", "kept confidential"].map(str::to_owned));
        }
        if let Some(from) = value.carried_from {
            return Err([format!("沿用 {from} 年的数，不作比较"), format!("the figure of {from} still stands")]);
        }
        match (value.numerator, value.denominator) {
            (Some(numerator), Some(denominator)) if value.value.is_some() => {
                let whole = numerator.is_integer() && denominator.is_integer();
                if !whole || denominator <= Decimal::ZERO || numerator < Decimal::ZERO || self.above(&value) {
                    return Err(
                        ["分子、分母不是整数计数", "numerator and denominator are no counts"].map(str::to_owned)
                    );
                }
                Ok(value)
            }
            _ => Err([Lang::Zh, Lang::En].map(|lang| self.reason(&value, lang))),
        }
    }

    /// A share of more than all.
    fn above(&self, value: &IndicatorValue) -> bool {
        self.indicator.kind == IndicatorKind::Proportion && value.numerator > value.denominator
    }

    fn reason(&self, value: &IndicatorValue, lang: Lang) -> String {
        let other = if lang == Lang::Zh { "没有分子、分母" } else { "numerator and denominator are not known" };
        shown::absent(&value.reasons, &self.figures.catalogue, lang).unwrap_or_else(|| other.to_owned())
    }

    /// The same of several years as one, whose figure is left to who compares them; each must have its own.
    fn together(
        &self,
        area: &AreaCode,
        periods: &[Period],
        breakdown: &Breakdown,
    ) -> std::result::Result<IndicatorValue, Absence> {
        let of_year = |period: &Period| {
            let said = |[zh, en]: Absence| [format!("{period} 年：{zh}"), format!("{period}: {en}")];
            self.counts(area, *period, breakdown).map_err(|why| if periods.len() > 1 { said(why) } else { why })
        };
        let years = periods.iter().map(of_year).collect::<std::result::Result<Vec<_>, _>>()?;
        let sums: Vec<_> = years.iter().filter_map(|year| year.numerator.zip(year.denominator)).collect();
        // What is said of one of the years is said of all together.
        let marked = |mark: &&str| years.iter().any(|year| year.obs_status == **mark);
        let status = ["B", "E"].iter().find(|mark| marked(mark)).map(|mark| (*mark).to_owned());
        let inputs = years.iter().flat_map(|year| year.inputs.iter().copied()).collect();
        match (pooled(&sums), years.last().cloned()) {
            (Some(_), Some(year)) if years.len() == 1 => Ok(year),
            (Some((numerator, denominator)), Some(last)) => Ok(IndicatorValue {
                numerator: Some(numerator),
                denominator: Some(denominator),
                inputs,
                rivals: Vec::new(),
                method: POOLED.to_owned(),
                obs_status: status.unwrap_or_else(|| last.obs_status.clone()),
                ..last
            }),
            _ => Err(["分母为零", "the denominator is zero"].map(str::to_owned)),
        }
    }

    fn view(
        &self,
        breakdown: &Breakdown,
        breakdowns: &[Breakdown],
        period: Period,
        periods: &[Period],
        years: i32,
    ) -> FunnelView {
        let taken: Vec<Period> = (period.year - years + 1..=period.year).map(Period::year).collect();
        let (mut counts, mut values, mut absent) = (Vec::new(), BTreeMap::new(), Vec::new());
        for area in &self.codes {
            match self.together(area, &taken, breakdown) {
                Ok(value) => {
                    if let Some((numerator, denominator)) = value.numerator.zip(value.denominator) {
                        let area = AreaCode::clone(area);
                        values.insert(area.clone(), value);
                        counts.push(heng_statistics::funnel::Counts { area, numerator, denominator });
                    }
                }
                Err([reason, reason_en]) => {
                    let (name, name_en) = area_name(area, self.figures);
                    absent.push(FunnelAbsent { area: area.to_string(), name, name_en, reason, reason_en });
                }
            }
        }
        let found = funnel(self.indicator, counts, self.figures.plan.intervals);
        let catalogue = &self.figures.catalogue;
        FunnelView {
            periods: periods.iter().map(ToString::to_string).collect(),
            breakdowns: breakdowns
                .iter()
                .map(|held| Choice {
                    code: held.to_string(),
                    name: shown::breakdown_label(held, catalogue),
                    name_en: Some(shown::breakdown_label_en(held, catalogue)),
                })
                .collect(),
            period: Some(period.to_string()),
            since: taken.first().map(ToString::to_string),
            breakdown: breakdown.to_string(),
            all: found.as_ref().map(|found| self.all(found)),
            areas: found
                .iter()
                .flat_map(|found| &found.areas)
                .filter_map(|placed| self.area(placed, &values))
                .collect(),
            curve: found.iter().flat_map(|found| &found.curve).map(curve_point).collect(),
            absent,
            methods: self.methods(),
            ..nothing(self.indicator)
        }
    }

    fn methods(&self) -> Vec<String> {
        let test = if self.indicator.kind == IndicatorKind::Rate { "poisson_exact" } else { "binomial_exact" };
        ["funnel", test, "benjamini_hochberg"].map(|name| format!("{name} 1")).to_vec()
    }

    fn all(&self, found: &Funnel) -> FunnelAll {
        FunnelAll {
            value: found.value.normalize().to_string(),
            display: publish(found.value, self.indicator.decimals),
            interval: self.interval(found.bounds, found.numerator, found.denominator),
        }
    }

    fn area(&self, placed: &Placed, values: &BTreeMap<AreaCode, IndicatorValue>) -> Option<FunnelArea> {
        let value = IndicatorValue { value: Some(placed.value), ..values.get(&placed.counts.area)?.clone() };
        let (name, name_en) = area_name(&placed.counts.area, self.figures);
        Some(FunnelArea {
            area: placed.counts.area.to_string(),
            name,
            name_en,
            point: shown::point(&value, self.indicator, self.figures),
            interval: self.interval(placed.bounds, placed.counts.numerator, placed.counts.denominator),
            against: placed.against.map(|against| self.against(&against)),
        })
    }

    fn against(&self, against: &Against) -> FunnelAgainst {
        FunnelAgainst {
            expected: written(against.expected, 1),
            low_95: self.limit(against.limits_95.low),
            high_95: self.limit(against.limits_95.high),
            low_998: self.limit(against.limits_998.low),
            high_998: self.limit(against.limits_998.high),
            standing: match against.standing {
                Standing::Within => "within",
                Standing::Low95 => "low_95",
                Standing::High95 => "high_95",
                Standing::Low998 => "low_998",
                Standing::High998 => "high_998",
            }
            .to_owned(),
            p: places(against.p),
            adjusted: places(against.adjusted),
        }
    }

    fn limit(&self, limit: f64) -> String {
        written(limit, self.indicator.decimals)
    }

    /// With one place more than the figure, so that the bounds do not fall on it.
    fn interval(&self, bounds: Interval, numerator: Decimal, denominator: Decimal) -> IntervalView {
        IntervalView {
            low: publish(bounds.low, self.indicator.decimals + 1),
            high: publish(bounds.high, self.indicator.decimals + 1),
            numerator: numerator.normalize().to_string(),
            denominator: denominator.normalize().to_string(),
        }
    }
}

fn curve_point(point: &CurvePoint) -> FunnelPoint {
    FunnelPoint {
        denominator: point.denominator,
        low_95: places(point.limits_95.low),
        high_95: places(point.limits_95.high),
        low_998: places(point.limits_998.low),
        high_998: places(point.limits_998.high),
    }
}

fn written(number: f64, decimals: u32) -> String {
    Decimal::from_f64(number).map_or_else(String::new, |number| publish(number, decimals))
}

/// To four places: more digits say nothing.
fn places(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}
