use heng_base::breakdown::Breakdown;
use heng_base::codes::{ItemCode, SourceCode};
use heng_base::period::Period;
use heng_collection::rules::Checks;
use heng_plan::package::{self, Package};
use heng_statistics::formula::Formulas;
use heng_statistics::observation::Provenance;
use heng_store::tables::packages;

use super::*;
use crate::figures::InForce;
use crate::sample::files;

fn in_force() -> InForce {
    let read = |package| package::read(&files(&format!("plans/{package}"))).0.unwrap();
    let (Package::Catalogue(mut catalogue), Package::Plan(plan)) = (read("catalogue"), read("national-women-2011"))
    else {
        unreachable!()
    };
    // As if the provinces of the catalogue were all that there are.
    catalogue.areas.get_mut(&plan.area).unwrap().adds_up = true;
    let held = |code: &str| packages::Package {
        id: 1,
        kind: String::new(),
        code: code.to_owned(),
        version: String::new(),
        digest: String::new(),
        files: String::new(),
        imported_by: String::new(),
        imported_at: String::new(),
    };
    InForce {
        formulas: Arc::new(Formulas::read(&catalogue)),
        checks: Arc::new(Checks::read(&plan, &catalogue)),
        uppers: Arc::default(),
        boundaries: None,
        plan: Arc::new(*plan),
        catalogue: Arc::new(*catalogue),
        packages: Arc::new([held("catalogue"), held("plan")]),
    }
}

/// The published series as they were imported.
fn published(held: &InForce) -> Vec<Observation> {
    let of = |(id, row): (i64, &heng_plan::model::SeriesRow)| Observation {
        id,
        key: Key {
            subject: match (&row.indicator, &row.item) {
                (Some(code), _) => Subject::Indicator(code.clone()),
                (None, item) => Subject::Item(item.clone().unwrap()),
            },
            area: row.area.clone(),
            period: row.period,
            breakdown: row.breakdown.clone(),
        },
        value: Some(row.value),
        missing: None,
        obs_status: row.obs_status.clone().unwrap_or_else(|| "A".to_owned()),
        conf_status: "F".to_owned(),
        source: row.source.clone(),
        provenance: Provenance::Import { import: 1 },
        revision: 1,
    };
    (1..).zip(&held.plan.series).map(of).collect()
}

/// Parts of a total of the plan's area that nothing is reported of, and then the total, with another figure.
fn parts(held: &InForce, from: i64) -> Vec<Observation> {
    let item = held
        .catalogue
        .items
        .values()
        .find(|item| item.adds_up_over("sex") && item.breakdowns == ["sex"] && item.valid_from.is_none());
    let key = Key {
        subject: Subject::Item(item.unwrap().code.clone()),
        area: held.plan.area.clone(),
        period: Period::year(2015),
        breakdown: Breakdown::total(),
    };
    let source = SourceCode::parse("unit-other").unwrap();
    let of = |(id, (by, value)): (i64, (&str, i64))| Observation {
        id,
        key: Key { breakdown: Breakdown::parse(by).unwrap(), ..key.clone() },
        value: Some(value.into()),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: source.clone(),
        provenance: Provenance::Import { import: 1 },
        revision: 1,
    };
    let mut found: Vec<Observation> = (from..).zip([("sex=F", 3), ("sex=M", 4), ("", 8)]).map(of).collect();
    // And the parts of another, by areas, in a year later than any that was observed of the whole.
    let year = Period::year(held.plan.end);
    for area in held.catalogue.areas.values().filter(|area| area.parent.as_ref() == Some(&held.plan.area)) {
        let id = from + i64::try_from(found.len()).unwrap();
        let at = Key { area: area.code.clone(), period: year, ..key.clone() };
        found.push(Observation { id, key: at, ..of((id, ("", 5))) });
    }
    found
}

/// What one area within the plan's reports of an indicator of its own: the whole, the part, in another year, a part
/// corrected, and one that may not be told.
fn of_an_area(held: &InForce, from: i64) -> Vec<Observation> {
    let area = held.catalogue.areas.values().find(|area| area.parent.as_ref() == Some(&held.plan.area)).unwrap();
    let rows =
        [("", 2014, 50, 1, "F"), ("sex=F", 2014, 20, 1, "F"), ("", 2016, 40, 1, "F"), ("sex=F", 2016, 9, 1, "F")];
    let later = [("sex=F", 2014, 30, 2, "F"), ("sex=F", 2016, 9, 2, "C")];
    let of = |(id, (by, year, value, revision, status)): (i64, (&str, i32, i64, u32, &str))| Observation {
        id,
        key: Key {
            subject: Subject::Item(ItemCode::parse("VC").unwrap()),
            area: area.code.clone(),
            period: Period::year(year),
            breakdown: Breakdown::parse(by).unwrap(),
        },
        value: Some(value.into()),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: status.to_owned(),
        source: SourceCode::parse("unit-other").unwrap(),
        provenance: Provenance::Import { import: 1 },
        revision,
    };
    (from..).zip(rows.into_iter().chain(later)).map(of).collect()
}

/// What may come after: a corrected figure, one of another source, a new year, a new breakdown, an empty cell, one that
/// is not published.
fn later(first: &[Observation], held: &InForce) -> Vec<Observation> {
    let base = i64::try_from(first.len()).unwrap();
    let at = |n: usize| first[n * 37 % first.len()].clone();
    let other = SourceCode::parse("unit-other").unwrap();
    let woman = |key: Key| Key { breakdown: key.breakdown.with("sex", "F"), ..key };
    let corrected = Observation { value: at(1).value.map(|value| value + rust_decimal::Decimal::ONE), ..at(1) };
    let rows = vec![
        Observation { revision: 2, ..corrected },
        Observation { source: other.clone(), ..at(2) },
        Observation { key: woman(at(3).key), ..at(3) },
        Observation { key: Key { period: at(4).key.period.shifted(1), ..at(4).key }, ..at(4) },
        Observation { value: None, missing: Some("not_counted".to_owned()), revision: 2, ..at(5) },
        Observation { conf_status: "C".to_owned(), revision: 3, ..at(6) },
        Observation { key: Key { area: held.plan.area.clone(), ..at(7).key }, source: other, ..at(7) },
    ];
    (base + 1..).zip(rows).map(|(id, row)| Observation { id, ..row }).collect()
}

#[test]
fn figures_after_new_observations_are_as_computed_from_all() {
    let first = published(&in_force());
    let mut later = later(&first, &in_force());
    later.extend(parts(&in_force(), later.last().unwrap().id + 1));
    later.extend(of_an_area(&in_force(), later.last().unwrap().id + 1));
    let mut figures = Figures::of(in_force(), first.clone(), (1, 0));
    let judged = |figures: &Figures| [2014, 2016, 2020].map(|year| figures.judgements(year));
    judged(&figures);
    let (mut known, mut made, mut differ, mut below) = (first, 0, 0, Vec::new());
    for new in later {
        known.push(new.clone());
        let stamp = (1, new.id);
        let engine = figures.engine.lock().unwrap().take().unwrap();
        figures = figures.with(engine, vec![new.clone()], stamp);
        let whole = Figures::of(in_force(), known.clone(), stamp);
        assert_eq!(figures.rows.len(), whole.rows.len(), "{new:?}");
        for (after, whole) in figures.rows.iter().zip(whole.rows.iter()) {
            assert_eq!(after, whole, "{new:?}");
        }
        made += figures.rows.iter().filter(|row| matches!(row.says, rows::Says::Total(_))).count();
        differ += figures.rows.iter().filter(|row| !row.differences.is_empty()).count();
        assert_eq!((&figures.series, &figures.below), (&whole.series, &whole.below));
        below.push(shares_below(&figures));
        below.dedup();
        assert!(figures.values.all().eq(whole.values.all()));
        assert_eq!(judged(&figures), judged(&whole));
        assert_eq!((figures.open, figures.latest_year), (whole.open, whole.latest_year));
    }
    // The total is made once its last part is there, and gives way to the reported one, which differs from then on; that
    // of the areas is made in the end.
    assert_eq!((made, differ), (8, 9));
    // 20 and 30 of 50, 9 of 40; the last is withheld in the end.
    let told = below.iter().map(|shares| shares.iter().map(String::as_str).collect::<Vec<_>>());
    let expected = [vec![], vec!["40"], vec!["40", "22.5"], vec!["60", "22.5"], vec!["60"]];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// The figures of indicators within the plan's area, as rows tell them.
fn shares_below(figures: &Figures) -> Vec<String> {
    let of_area = figures.rows.iter().filter(|row| row.key.area != figures.plan.area);
    let values = of_area.filter(|row| matches!(row.says, rows::Says::Value(_)));
    values.filter_map(|row| Some(row.value?.normalize().to_string())).collect()
}

#[test]
fn a_year_before_the_correction_keeps_its_judgements() {
    let first = published(&in_force());
    let figures = Figures::of(in_force(), first.clone(), (1, 0));
    let used: BTreeSet<i64> = figures.values.all().flat_map(|value| value.inputs.clone()).collect();
    let used = first.into_iter().filter(|observation| used.contains(&observation.id));
    let last = used.max_by_key(|observation| observation.key.period).unwrap();
    let year = last.key.period.year;
    let (before, now) = (figures.judgements(year - 1), figures.judgements(year));
    let engine = figures.engine.lock().unwrap().take().unwrap();
    let corrected = Observation { id: 100_000, revision: 2, value: Some(1.into()), ..last };
    let figures = figures.with(engine, vec![corrected], (1, 100_000));
    assert!(Arc::ptr_eq(&before, &figures.judgements(year - 1)));
    assert!(!Arc::ptr_eq(&now, &figures.judgements(year)));
}
