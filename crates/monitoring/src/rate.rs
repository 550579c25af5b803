//! The attainment rate 达标率.

use crate::judgement::{AttainmentRate, Judgement, State};
use crate::methods::threshold::BEFORE_TARGET_YEAR;
use crate::methods::{growth_ratio, likelihood, progress_chart};

/// Counts judgements. The national practice divides what is attained by what can be monitored; the rate over all
/// targets stands beside it, and targets without data are counted apart. A target that is not met yet, and of which no
/// forecast is made, has its figure: it can be monitored, or a mid-term rate would be one of the targets met alone.
/// What is no target, such as an objective without one, is not counted.
pub fn attainment_rate<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> AttainmentRate {
    let mut rate = AttainmentRate::default();
    for judgement in judgements.into_iter().filter(|judgement| judgement.target_id.is_some()) {
        match judgement.state {
            State::Qualitative | State::NotJudged => continue,
            State::NoData => rate.no_data += 1,
            State::Undetermined if awaits_its_year(judgement) => rate.awaiting += 1,
            State::Undetermined => rate.undetermined += 1,
            State::Attained => rate.attained += 1,
            State::OnCourse | State::Missed | State::AtRisk | State::OffCourse => {}
        }
        if judgement.nearly && judgement.state != State::Attained {
            rate.nearly += 1;
        }
        rate.all += 1;
    }
    rate.monitorable = rate.all - rate.no_data - rate.undetermined;
    rate
}

/// A target value that is not met, its year not reached, of which nothing more can be said: no forecast is made, or none
/// can be made for want of a base value or of figures.
pub fn awaits_its_year(judgement: &Judgement) -> bool {
    let waits = judgement.reason.as_ref().is_some_and(|reason| reason.code == BEFORE_TARGET_YEAR);
    let ahead = [growth_ratio::NAME, likelihood::NAME, progress_chart::NAME];
    let by_pace = judgement.method.as_ref().is_some_and(|method| ahead.contains(&method.name.as_str()));
    judgement.state == State::Undetermined && (waits || by_pace)
}

/// `part` of `whole` in per cent with two places, as reports print it; nothing of nothing is no rate.
pub fn percent(part: u32, whole: u32) -> Option<String> {
    use rust_decimal::Decimal;
    let share = (Decimal::from(part) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))?;
    Some(heng_base::number::publish(share, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::{Explanation, Method};
    use crate::sample::judged;

    fn by_pace(judgement: Judgement) -> Judgement {
        Judgement {
            method: Some(Method { name: growth_ratio::NAME.to_owned(), version: 1, points: 2, since: None }),
            ..judgement
        }
    }

    #[test]
    fn counts_apart_what_cannot_be_judged() {
        let yet = |code: &str| Some(Explanation::new(code, "", ""));
        let judgements = [
            judged(State::Attained, None, false),
            judged(State::Attained, None, true),
            judged(State::OnCourse, None, true),
            judged(State::Missed, yet("gap"), false),
            judged(State::Undetermined, yet(BEFORE_TARGET_YEAR), false),
            judged(State::Undetermined, yet("no_base"), false),
            by_pace(judged(State::Undetermined, yet("no_base"), false)),
            by_pace(judged(State::OffCourse, yet("away"), false)),
            judged(State::NoData, yet("stale"), false),
            judged(State::Qualitative, None, false),
            judged(State::NotJudged, None, false),
        ];
        let expected =
            AttainmentRate { attained: 2, nearly: 1, monitorable: 7, all: 9, no_data: 1, undetermined: 1, awaiting: 2 };
        assert_eq!(attainment_rate(&judgements), expected);
    }

    /// Published rates: 国家统计局 2016 (44 of 54), 昭通市 2018 (60 of 78), 江门市 2011 (35 of 36).
    #[test]
    fn agrees_with_published_rates() {
        assert_eq!(percent(44, 54).as_deref(), Some("81.48"));
        assert_eq!(percent(60, 78).as_deref(), Some("76.92"));
        assert_eq!(percent(35, 36).as_deref(), Some("97.22"));
        assert_eq!(percent(0, 0), None);
    }
}
