//! Rate pooled over years, version 1.

use rust_decimal::Decimal;

/// Cases and number exposed of several years together, exact; none where a year has none exposed.
///
/// The sum of the cases over the sum of those exposed, never the mean of the rates: each birth weighs the same, so a year
/// with few births does not count as much as one with many.
///
/// Domain: counts of years without overlap; three years are usual where a single year has few cases.
///
/// Source: the rate as cases over person-time, which adds up over years: K. J. Rothman, S. Greenland, Modern Epidemiology,
/// 2nd ed. (1998), ch. 3; in use for small areas in Association of Public Health Observatories, Technical briefing 3:
/// commonly used public health statistics and their confidence intervals (2008).
///
/// ```
/// use rust_decimal::Decimal;
/// let years = [(1, 4000), (0, 4100), (0, 3900)].map(|(cases, of)| (Decimal::from(cases), Decimal::from(of)));
/// let all = heng_statistics::methods::pooled::pooled(&years);
/// assert_eq!(all, Some((Decimal::from(1), Decimal::from(12_000))));
/// ```
pub fn pooled(years: &[(Decimal, Decimal)]) -> Option<(Decimal, Decimal)> {
    let mut sum = (Decimal::ZERO, Decimal::ZERO);
    for (cases, of) in years {
        if *of <= Decimal::ZERO || *cases < Decimal::ZERO {
            return None;
        }
        sum = (sum.0.checked_add(*cases)?, sum.1.checked_add(*of)?);
    }
    (!years.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_year_without_exposure_pools_nothing() {
        assert_eq!(pooled(&[(Decimal::ONE, Decimal::ZERO)]), None);
        assert_eq!(pooled(&[]), None);
    }

    proptest! {
        #[test]
        fn the_pooled_rate_lies_between_the_rates(years in prop::collection::vec((0u32..100, 1u32..10_000), 1..6)) {
            let decimals: Vec<_> = years.iter().map(|(k, n)| (Decimal::from(*k), Decimal::from(*n))).collect();
            let (cases, of) = pooled(&decimals).unwrap();
            let rates: Vec<Decimal> = decimals.iter().map(|(k, n)| k / n).collect();
            let rate = cases / of;
            let near = Decimal::new(1, 20);
            prop_assert!(*rates.iter().min().unwrap() <= rate + near && rate <= *rates.iter().max().unwrap() + near);
        }
    }
}
