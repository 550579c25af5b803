//! The attainment rate 达标率.

use crate::judgement::{AttainmentRate, Judgement, State};

/// Counts judgements. The national practice divides what is attained by what can be monitored; the rate over all
/// targets stands beside it, and targets without data are counted apart.
pub fn attainment_rate<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> AttainmentRate {
    let mut rate = AttainmentRate::default();
    for judgement in judgements {
        match judgement.state {
            State::Qualitative | State::NotJudged => continue,
            State::NoData => rate.no_data += 1,
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

/// `part` of `whole` in per cent with two places, as reports print it; nothing of nothing is no rate.
pub fn percent(part: u32, whole: u32) -> Option<String> {
    use rust_decimal::Decimal;
    let share = (Decimal::from(part) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))?;
    Some(heng_base::number::publish(share, 2))
}

#[cfg(test)]
mod tests {
    use super::percent;

    /// Published rates: 国家统计局 2016 (44 of 54), 昭通市 2018 (60 of 78), 江门市 2011 (35 of 36).
    #[test]
    fn agrees_with_published_rates() {
        assert_eq!(percent(44, 54).as_deref(), Some("81.48"));
        assert_eq!(percent(60, 78).as_deref(), Some("76.92"));
        assert_eq!(percent(35, 36).as_deref(), Some("97.22"));
        assert_eq!(percent(0, 0), None);
    }
}
