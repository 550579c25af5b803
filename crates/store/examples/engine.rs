//! Measures the engine: `engine make ROWS FILE` writes observations from a fixed seed as a release does, `engine run FILE`
//! computes all indicators for all areas and years from it, `engine city PLANS` a whole plan from 200,000 observations and
//! corrected figures. Prints JSON; `bench/engine.py` compares.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_monitoring::monitor;
use heng_monitoring::values::{Values, keys};
use heng_monitoring::warnings::rounds::Rounds;
use heng_monitoring::warnings::{Grounds, assess};
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula, IndicatorKind, Item, Plan, ValueType};
use heng_plan::package::{self, Files, Package};
use heng_statistics::dataset::Dataset;
use heng_statistics::engine::Engine;
use heng_statistics::formula::Formulas;
use heng_statistics::indicator::{Basis, compute};
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use heng_store::release::{decode_observations, encode_observations};
use rust_decimal::Decimal;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ITEMS: usize = 60;
const YEARS: std::ops::RangeInclusive<i32> = 2011..=2025;
const BREAKDOWNS: [&str; 3] = ["", "sex=F", "sex=M"];
const OF_CITY: [&str; 5] = ["", "sex=F", "sex=M", "urban_rural=U", "urban_rural=R"];
const CITY: usize = 200_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", rows, file] => Ok(std::fs::write(file, encode_observations(&made(rows.parse()?)?)?)?),
        ["run", file] => run(file),
        ["city", plans] => city(Path::new(plans)),
        _ => Err("make ROWS FILE, run FILE or city PLANS".into()),
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Seed(u64);

impl Seed {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// The first `rows` figures of the items, in each area, breakdown and year.
fn figures(
    items: &[ItemCode],
    areas: impl Iterator<Item = AreaCode>,
    breakdowns: &[&str],
    years: &[i32],
    rows: usize,
) -> Result<Vec<Observation>> {
    let (mut seed, mut all, source) = (Seed(1), Vec::with_capacity(rows), SourceCode::parse("s")?);
    let breakdowns: Vec<Breakdown> = breakdowns.iter().filter_map(|by| Breakdown::parse(by).ok()).collect();
    for area in areas {
        for item in items {
            for breakdown in &breakdowns {
                for year in years {
                    if all.len() == rows {
                        return Ok(all);
                    }
                    all.push(Observation {
                        id: all.len() as i64 + 1,
                        key: Key {
                            subject: Subject::Item(item.clone()),
                            area: area.clone(),
                            period: Period::year(*year),
                            breakdown: breakdown.clone(),
                        },
                        value: Some(Decimal::from(1 + seed.below(100_000))),
                        missing: None,
                        obs_status: "A".to_owned(),
                        conf_status: "F".to_owned(),
                        source: source.clone(),
                        provenance: Provenance::Import { import: 1 },
                        revision: 1,
                    });
                }
            }
        }
    }
    Ok(all)
}

fn made(rows: usize) -> Result<Vec<Observation>> {
    let items: Vec<ItemCode> = (0..ITEMS).filter_map(|n| ItemCode::parse(&format!("A{n}")).ok()).collect();
    let areas = (100_000..).filter_map(|n: u32| AreaCode::parse(&n.to_string()).ok());
    figures(&items, areas, &BREAKDOWNS, &YEARS.collect::<Vec<_>>(), rows)
}

/// Half of the indicators are shares of women, half rates of one item in the next.
fn catalogue() -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    for n in 0..ITEMS {
        let code = ItemCode::parse(&format!("A{n}"))?;
        let item = Item {
            breakdowns: vec!["sex".to_owned()],
            ..Item::yearly(code.clone(), Text::zh(code.as_str()), "人", ValueType::Integer)
        };
        catalogue.items.insert(code, item);
        let (numerator, denominator, factor) = if n % 2 == 0 {
            (format!("item('A{n}', sex => 'F')"), format!("item('A{n}')"), 100)
        } else {
            (format!("item('A{n}')"), format!("item('A{}')", (n + 1) % ITEMS), 1000)
        };
        let code = IndicatorCode::parse(&format!("I{n}"))?;
        let formula =
            IndicatorFormula::Fraction { numerator, denominator: Some(denominator), factor: Decimal::from(factor) };
        let yearly = Indicator::yearly(code.clone(), Text::zh(code.as_str()), IndicatorKind::Proportion, "%");
        catalogue.indicators.insert(code, Indicator { formula, ..yearly });
    }
    Ok(catalogue)
}

fn run(file: &str) -> Result<()> {
    let began = Instant::now();
    let observations = decode_observations(std::fs::read(file)?)?;
    let read = began.elapsed();
    let catalogue = catalogue()?;
    let formulas = Formulas::read(&catalogue);
    let data = Dataset::new(observations, |_| 1);
    let held = began.elapsed();
    let mut areas: Vec<&AreaCode> = data.series().map(|(_, area, _, _)| area).collect();
    areas.sort_unstable();
    areas.dedup();
    let basis = Basis { catalogue: &catalogue, formulas: &formulas, data: &data };
    let (mut values, mut sum) = (0_u64, Decimal::ZERO);
    for indicator in catalogue.indicators.values() {
        for area in &areas {
            for year in YEARS {
                let found = compute(indicator, basis, area, Period::year(year), &Breakdown::total());
                if let Some(value) = found.value {
                    values += 1;
                    sum += value.round_dp(6);
                }
            }
        }
    }
    let whole = began.elapsed();
    println!(
        r#"{{"values": {values}, "sum": {sum}, "read": {}, "hold": {}, "compute": {}, "whole": {}}}"#,
        read.as_secs_f64(),
        (held - read).as_secs_f64(),
        (whole - held).as_secs_f64(),
        whole.as_secs_f64()
    );
    Ok(())
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for below in ["", "codes/"] {
        for entry in std::fs::read_dir(folder.join(below)).into_iter().flatten() {
            let path = entry?.path();
            if let (true, Some(name)) = (path.is_file(), path.file_name().and_then(|name| name.to_str())) {
                files.insert(format!("{below}{name}"), std::fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// A shipped county's plan and catalogue, with a figure of every item for its area and those below, by group and year.
fn city(plans: &Path) -> Result<()> {
    let mut folders: Vec<_> = std::fs::read_dir(plans)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    let (mut catalogue, mut plan) = (None, None);
    for folder in folders {
        match package::read(&files(&folder)?).0 {
            Some(Package::Catalogue(read)) => catalogue = Some(*read),
            Some(Package::Plan(read)) if !read.form_items.is_empty() && plan.is_none() => plan = Some(*read),
            _ => {}
        }
    }
    let (Some(catalogue), Some(plan)) = (catalogue, plan) else { return Err("no packages there".into()) };
    let catalogue = Arc::new(catalogue);
    let items: Vec<ItemCode> = catalogue.items.keys().cloned().collect();
    let areas: Vec<AreaCode> =
        catalogue.areas.keys().filter(|area| catalogue.lies_in(area, &plan.area)).cloned().collect();
    let years: Vec<i32> = (plan.base_year..=plan.end).collect();
    let observations = figures(&items, areas.into_iter(), &OF_CITY, &years, CITY)?;
    let (count, year) = (observations.len(), plan.end - 1);
    // A figure of each item: what hangs on it differs.
    let mut corrected = std::collections::BTreeMap::new();
    for one in observations.iter().filter(|o| o.key.area == plan.area && o.key.period == Period::year(year)) {
        corrected.entry(one.key.subject.code().to_owned()).or_insert_with(|| one.clone());
    }

    let began = Instant::now();
    let formulas = Arc::new(Formulas::read(&catalogue));
    let known = formulas.clone();
    let mut engine = Engine::new(catalogue.clone(), formulas, observations);
    let mut values = Values::default();
    for (code, breakdown) in keys(&plan, engine.data()) {
        for key in periods(&plan, &code, &breakdown) {
            engine.value(&key).into_iter().for_each(|value| values.put(value));
        }
    }
    let mut all = 0;
    for code in catalogue.indicators.keys() {
        for by in OF_CITY {
            all += periods(&plan, code, &Breakdown::parse(by)?).filter_map(|key| engine.value(&key)).count();
        }
    }
    let judgements: std::collections::BTreeMap<i32, _> =
        (plan.start..=year).map(|year| (year, monitor(&plan, &catalogue, &known, &values, year))).collect();
    let judged: usize = judgements.values().map(Vec::len).sum();
    let judging = began.elapsed();
    let grounds = Grounds {
        plan: &plan,
        catalogue: &catalogue,
        formulas: &known,
        data: engine.data(),
        values: &values,
        judged: &judgements,
        rounds: &Rounds::default(),
        year: Some(year),
    };
    let warned = assess(&grounds).len();
    let full = began.elapsed();

    let mut spent = Vec::new();
    for (n, held) in (0_u32..).zip(corrected.into_values()) {
        let id = held.id + 1_000_000 + i64::from(n);
        let new = Observation { id, revision: 2, value: Some(Decimal::from(1000 + n)), ..held };
        let began = Instant::now();
        let change = engine.observe(vec![new]);
        for key in &change.values {
            let value = engine.value(key).filter(|value| values.has(&value.indicator, &value.breakdown));
            value.into_iter().for_each(|value| values.put(value));
        }
        monitor(&plan, &catalogue, &known, &values, year);
        spent.push((began.elapsed(), change.computed));
    }
    spent.sort_unstable();
    let (median, slowest) = (spent[spent.len() / 2].0, spent.last().copied().unwrap_or_default());
    println!(
        r#"{{"observations": {count}, "values": {all}, "judged": {judged}, "warned": {warned}, "judging": {}, "full": {}, "corrections": {}, "median": {}, "slowest": {}, "computed": {}}}"#,
        judging.as_secs_f64(),
        full.as_secs_f64(),
        spent.len(),
        median.as_secs_f64(),
        slowest.0.as_secs_f64(),
        spent.iter().map(|(_, computed)| computed).max().copied().unwrap_or_default()
    );
    Ok(())
}

fn periods(plan: &Plan, code: &IndicatorCode, breakdown: &Breakdown) -> impl Iterator<Item = Key> {
    let (subject, area, breakdown) = (Subject::Indicator(code.clone()), plan.area.clone(), breakdown.clone());
    (plan.base_year..=plan.end).map(move |year| Key {
        subject: subject.clone(),
        area: area.clone(),
        period: Period::year(year),
        breakdown: breakdown.clone(),
    })
}
