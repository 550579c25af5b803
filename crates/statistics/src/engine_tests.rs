use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode};
use heng_plan::model::{Indicator, IndicatorFormula};

use super::*;
use crate::indicator::{Basis, compute};
use crate::sample::{catalogue, expression, fraction, indicator, indicator_key, key, observed};

const AREAS: [&str; 3] = ["000000", "110101", "110102"];
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2020;
const BREAKDOWNS: [&str; 3] = ["", "sex=F", "sex=M"];

/// Everything that a value may hang on: a part of a whole, the year before, parts of a sum, other indicators, figures
/// that stand, a choice, what is published beside the formula.
fn sample() -> Arc<Catalogue> {
    let standing = |code: &str, formula| Indicator { carry_years: Some(2), ..indicator(code, formula) };
    Arc::new(catalogue(vec![
        indicator("I1", fraction("item('A', sex => 'F')", "item('A')", 100)),
        indicator("I2", expression("indicator('I1') - prev(indicator('I1'))")),
        indicator("I3", fraction("sum_over(item('A'), 'sex')", "item('B')", 1)),
        standing("I4", fraction("item('C')", "item('B')", 1)),
        indicator("I5", expression("CASE WHEN item('A') > 50 THEN item('B') ELSE indicator('I4') END")),
        standing("I6", IndicatorFormula::Published),
        indicator("I7", expression("indicator('I6') + prev(prev(item('C')))")),
    ]))
}

fn all_keys(catalogue: &Catalogue) -> Vec<Key> {
    let mut keys = Vec::new();
    for code in catalogue.indicators.keys() {
        for area in AREAS {
            for year in YEARS {
                for by in BREAKDOWNS {
                    keys.push(placed(indicator_key(code.as_str(), year), area, by));
                }
            }
        }
    }
    keys
}

fn placed(key: Key, area: &str, by: &str) -> Key {
    Key { area: AreaCode::parse(area).unwrap(), breakdown: Breakdown::parse(by).unwrap(), ..key }
}

/// Numbers that only look like chance, the same on every run (SplitMix64; Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A figure, an empty cell of either kind or a confidential one, of any key and source; each the next revision.
    fn observation(&mut self, id: i64, catalogue: &Catalogue) -> Observation {
        let year = 2015 + self.below(6) as i32;
        let at = match self.pick(&["A", "A", "B", "C", "I1", "I6", "I6"]) {
            code if code.starts_with('I') => indicator_key(code, year),
            code => key(code, "", year),
        };
        let source = self.pick(&["a", "b"]);
        let number = self.below(100).to_string();
        let held = observed(id, "A", "", year, &number, source);
        let (missing, obs_status, conf_status) = match self.below(10) {
            0 => (Some("not_counted"), "O", "F"),
            1 => (Some("none"), "M", "F"),
            2 => (Some("confidential"), "Q", "C"),
            3 => (None, "A", "C"),
            4 => (None, "E", "F"),
            _ => (None, "A", "F"),
        };
        assert!(!catalogue.indicators.is_empty());
        Observation {
            key: placed(at, self.pick(&AREAS), self.pick(&BREAKDOWNS)),
            value: held.value.filter(|_| missing.is_none()),
            missing: missing.map(str::to_owned),
            obs_status: obs_status.to_owned(),
            conf_status: conf_status.to_owned(),
            revision: u32::try_from(id).unwrap(),
            ..held
        }
    }
}

#[test]
fn after_a_thousand_corrections_it_is_as_computed_from_nothing() {
    let catalogue = sample();
    let formulas = Arc::new(Formulas::read(&catalogue));
    let keys = all_keys(&catalogue);
    let mut chance = Chance(7);
    let mut said: Vec<Observation> = (1..=300).map(|id| chance.observation(id, &catalogue)).collect();
    let mut engine = Engine::new(catalogue.clone(), formulas.clone(), said.clone());
    keys.iter().for_each(|key| drop(engine.value(key)));
    let mut computed = 0;
    for id in 301..=1300 {
        let correction = chance.observation(id, &catalogue);
        said.push(correction.clone());
        let before: Vec<_> = keys.iter().map(|key| engine.value(key).unwrap()).collect();
        let change = engine.observe(vec![correction]);
        computed += change.computed;
        let other = keys.iter().zip(before).filter(|(key, before)| *before != engine.value(key).unwrap());
        let mut other: Vec<Key> = other.map(|(key, _)| key.clone()).collect();
        let mut told = change.values;
        told.sort_unstable();
        other.sort_unstable();
        assert_eq!(told, other, "what changed is told, and nothing else");
        if id % 100 == 0 {
            let data = Dataset::new(said.clone(), |source| rank(&catalogue, source));
            let basis = Basis { catalogue: &catalogue, formulas: &formulas, data: &data };
            for key in &keys {
                let indicator = &catalogue.indicators[&IndicatorCode::parse(key.subject.code()).unwrap()];
                let fresh = compute(indicator, basis, &key.area, key.period, &key.breakdown);
                assert_eq!(*engine.value(key).unwrap(), fresh, "{key:?}");
            }
        }
    }
    assert!(computed < 1000 * keys.len() / 20, "{computed} of {} values", 1000 * keys.len());
}

#[test]
fn what_hangs_on_what_is_told_both_ways() {
    let catalogue = sample();
    let formulas = Arc::new(Formulas::read(&catalogue));
    let rows = vec![observed(1, "A", "", 2019, "4", "s"), observed(2, "A", "sex=F", 2019, "1", "s")];
    let mut engine = Engine::new(catalogue.clone(), formulas, rows);
    for key in all_keys(&catalogue).iter().filter(|key| ["I1", "I2"].contains(&key.subject.code())) {
        engine.value(key);
    }
    let named = |keys: Vec<&Key>| {
        let words = |key: &&Key| format!("{} {}", key.subject.code(), key.period);
        keys.iter().filter(|key| key.breakdown.is_total()).map(words).collect::<Vec<_>>()
    };
    let dependents = engine.dependents(&key("A", "", 2019)).collect();
    assert_eq!(named(dependents), ["I1 2019", "I2 2019", "I2 2020"]);
    let reads = engine.depends_on(&indicator_key("I1", 2019)).iter().collect();
    assert_eq!(named(reads), ["A 2019"]);
    // The corrected year of women in one area touches their share there, and its changes to and from that year.
    let corrected = Observation { revision: 2, ..observed(3, "A", "sex=F", 2019, "2", "s") };
    let change = engine.observe(vec![corrected]);
    let mut told: Vec<_> = change.values.iter().map(|key| format!("{} {}", key.subject.code(), key.period)).collect();
    told.dedup();
    assert_eq!(told, ["I1 2019", "I2 2019", "I2 2020"]);
    assert!(engine.value(&key("A", "", 2019)).is_none(), "an item is no indicator");
}
