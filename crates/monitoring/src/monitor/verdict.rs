//! What is said of a figure that stands in the year judged: which method speaks, and the marks beside its state.

use heng_base::number::publish;
use heng_plan::model::{BeforeTargetYear, Indicator, Operator, Plan};
use rust_decimal::Decimal;

use crate::evidence::evidence;
use crate::forecast::forecast;
use crate::judgement::{Evidence, Explanation, Forecast, Latest, Method, State};
use crate::methods::threshold::{BEFORE_TARGET_YEAR, meets, moved};
use crate::methods::{Inputs, gap, growth_ratio, likelihood, progress_chart, theta, threshold, trend};
use crate::path::{course, keeps};

pub(super) struct Verdict {
    pub state: State,
    pub reason: Option<Explanation>,
    /// The method that gave the state; none for what is not judged.
    pub method: Option<Method>,
    pub nearly: bool,
    pub evidence: Option<Evidence>,
    pub on_path: Option<bool>,
    pub forecast: Option<Forecast>,
}

/// Name, version, and points that it needs.
type Named = (&'static str, u32, usize);

/// The plain reading first: it alone says attained and missed. Where it must wait for the target's year, the method that
/// the plan picks says what is ahead; where that cannot tell, a figure within the plan's tolerance is on course all the
/// same.
///
/// A `rare` figure is not carried on: the last one would be taken for a level.
pub(super) fn verdict(inputs: &Inputs<'_>, latest: &Latest, plan: &Plan, indicator: &Indicator, rare: bool) -> Verdict {
    let (mut state, mut reason) = threshold::judge(inputs);
    let mut method = (threshold::NAME, threshold::VERSION, threshold::needs(inputs.operator));
    if inputs.due
        && let Some(against) = trend::against(inputs, state)
    {
        state = State::Undetermined;
        reason = reason.map(|said| said.and(&against)).or(Some(against));
    }
    let waits = reason.as_ref().is_some_and(|reason| reason.code == BEFORE_TARGET_YEAR);
    let forecast = forecast(inputs, indicator).filter(|_| !rare);
    if let Some((said, by)) = ahead(inputs, plan.before_target_year, forecast.as_ref(), waits) {
        (state, reason) = said;
        method = by;
    }
    let within = waits && within_tolerance(inputs, plan);
    if within && state == State::Undetermined {
        state = State::OnCourse;
        method = (threshold::NAME, threshold::VERSION, threshold::needs(inputs.operator));
        reason = inputs.value.map(|value| {
            let [zh, en] = gap(inputs, value);
            Explanation::new(
                "nearly",
                format!("{zh}，在基本实现的范围内"),
                format!("{en}, within what counts as nearly met"),
            )
        });
    }
    let (name, version, needs) = method;
    let points = u32::try_from(inputs.points.len()).unwrap_or(u32::MAX);
    let since = inputs.points.first().map(|point| point.period);
    let judged = state != State::NotJudged;
    Verdict {
        nearly: within && state == State::OnCourse,
        evidence: evidence(inputs, latest, state, needs).filter(|_| judged),
        on_path: inputs.base.and_then(|base| keeps(&course(inputs, base)?)),
        method: judged.then(|| Method { name: name.to_owned(), version, points, since }),
        state,
        reason,
        forecast,
    }
}

/// What the method that the plan picks says before the target's year; none where it has nothing to say or none is picked.
fn ahead(
    inputs: &Inputs<'_>,
    picked: BeforeTargetYear,
    forecast: Option<&Forecast>,
    waits: bool,
) -> Option<((State, Option<Explanation>), Named)> {
    if picked == BeforeTargetYear::Threshold || inputs.due {
        return None;
    }
    if trend::reads(inputs.operator) {
        return Some((trend::judge(inputs), (trend::NAME, trend::VERSION, 0)));
    }
    if !waits {
        return None;
    }
    let by_ratio = growth_ratio::NEEDS;
    Some(match picked {
        BeforeTargetYear::GrowthRatio => {
            (growth_ratio::judge(inputs)?, (growth_ratio::NAME, growth_ratio::VERSION, by_ratio))
        }
        BeforeTargetYear::ProgressChart => {
            (progress_chart::judge(inputs)?, (progress_chart::NAME, progress_chart::VERSION, by_ratio))
        }
        BeforeTargetYear::Likelihood => {
            (likelihood::judge(inputs, forecast)?, (likelihood::NAME, likelihood::VERSION, theta::NEEDS))
        }
        BeforeTargetYear::Threshold => return None,
    })
}

/// 基本实现: not met, but within the plan's tolerance. 左右 has a tolerance of its own.
fn within_tolerance(inputs: &Inputs<'_>, plan: &Plan) -> bool {
    let limit = inputs.value.filter(|_| inputs.operator.needs_value() && inputs.operator != Operator::About);
    let within = |value: Decimal| {
        let allowed = plan.nearly_tolerance?.checked_mul(value.abs())?;
        Some(inputs.latest.value.checked_sub(value)?.abs() <= allowed)
    };
    limit.and_then(within) == Some(true)
}

fn rounded(value: Decimal, places: u32) -> Option<Decimal> {
    publish(value, places).parse().ok()
}

/// Places to publish: more than `usual`, by at most three, where the figure as printed would tell another verdict than
/// the full one.
pub(super) fn decimals(inputs: &Inputs<'_>, usual: u32) -> u32 {
    let base = inputs.base.map(|base| base.value);
    let verdict = |shown: Decimal, places: u32| match (inputs.value, base) {
        (Some(value), _) if inputs.operator.needs_value() => Some(meets(inputs.operator, shown, value)),
        (_, Some(base)) => moved(inputs.operator, shown, rounded(base, places)?, inputs.parity),
        _ => None,
    };
    let full = verdict(inputs.latest.value, Decimal::MAX_SCALE);
    let agrees =
        |places: &u32| rounded(inputs.latest.value, *places).is_some_and(|shown| verdict(shown, *places) == full);
    (usual..=usual + 3).find(agrees).unwrap_or(usual + 3)
}
