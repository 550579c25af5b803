//! Catalogues, rules and tables for the tests. An area lies in the area whose code is its own without the last letter.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, ItemCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{Area, Catalogue, CodeEntry, DisclosureRule, PrimaryRule, Status, Zeros};
use rust_decimal::Decimal;

use super::super::{Cell, Protected, protect};
use crate::observation::{Key, Subject};
use crate::sample::item;

pub const SEX: &[(&str, &str)] = &[("F", ""), ("M", "")];
pub const AGE: &[(&str, &str)] = &[("Y", ""), ("Y1", "Y"), ("Y2", "Y"), ("W", ""), ("W1", "W"), ("W2", "W"), ("X", "")];
pub const PLACE: &[(&str, &str)] = &[("U", ""), ("R", "")];

/// Item `N` by sex, age group and urban/rural, over areas.
pub fn catalogue(areas: &[String]) -> Catalogue {
    let list = |codes: &[(&str, &str)]| {
        let code = |(code, parent): &(&str, &str)| {
            CodeEntry::new(code, Text::zh(*code), Some(*parent).filter(|parent| !parent.is_empty()))
        };
        codes.iter().map(code).collect::<Vec<_>>()
    };
    let area = |code: &String| {
        let parent = &code[..code.len() - 1];
        let area = Area {
            code: AreaCode::parse(code).unwrap(),
            name: Text::zh(code.as_str()),
            area_type: "area".to_owned(),
            parent: AreaCode::parse(parent).ok().filter(|_| areas.iter().any(|area| area == parent)),
            tile: None,
            adds_up: false,
        };
        (area.code.clone(), area)
    };
    let counted = item("N", "人数", None);
    Catalogue {
        items: [(counted.code.clone(), counted)].into_iter().collect(),
        areas: areas.iter().map(area).collect(),
        codes: BTreeMap::from([
            ("age".to_owned(), list(AGE)),
            ("place".to_owned(), list(PLACE)),
            ("sex".to_owned(), list(SEX)),
        ]),
        ..Catalogue::default()
    }
}

pub fn areas(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

pub fn rule(rule: PrimaryRule, width: u32) -> DisclosureRule {
    DisclosureRule {
        code: "r".to_owned(),
        items: vec![ItemCode::parse("N").unwrap()],
        units: Vec::new(),
        except: Vec::new(),
        rule,
        width,
        status: Status::Proposed,
        note: None,
    }
}

pub fn threshold(limit: u32, zeros: Zeros, width: u32) -> DisclosureRule {
    rule(PrimaryRule::Threshold { limit, zeros }, width)
}

pub fn key(area: &str, breakdown: &str) -> Key {
    Key {
        subject: Subject::Item(ItemCode::parse("N").unwrap()),
        area: AreaCode::parse(area).unwrap(),
        period: Period::year(2020),
        breakdown: Breakdown::parse(breakdown).unwrap(),
    }
}

pub fn cell(area: &str, breakdown: &str, value: i64) -> Cell {
    Cell::figure(key(area, breakdown), Decimal::from(value))
}

/// Regions A to D by sex: the 100 persons of `microdata1` of sdcTable (data-raw/microdata1.R), 15 cells.
pub fn sdc_table() -> Vec<Cell> {
    let rows = [("TA", 2, 18), ("TB", 19, 14), ("TC", 10, 12), ("TD", 14, 11), ("T", 45, 55)];
    let row = |(area, women, men): &(&str, i64, i64)| {
        [cell(area, "", women + men), cell(area, "sex=F", *women), cell(area, "sex=M", *men)]
    };
    rows.iter().flat_map(row).collect()
}

pub fn sdc_areas() -> Catalogue {
    catalogue(&areas(&["T", "TA", "TB", "TC", "TD"]))
}

/// The keys that are hidden, in words.
pub fn hidden(found: &Protected) -> Vec<String> {
    let hidden = found.marks.iter().filter(|(_, mark)| mark.hidden());
    hidden.map(|(key, _)| format!("{} {}", key.area, key.breakdown).trim_end().to_owned()).collect()
}

pub fn made(cells: &[Cell], rules: &[DisclosureRule], catalogue: &Catalogue) -> Protected {
    let found = protect(cells, rules, catalogue, &[]);
    assert!(found.passed(), "{:?}", found.exposed().collect::<Vec<_>>());
    found
}

/// Numbers that only look random: xorshift64* of Vigna (2016).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }
}

/// Every cell of areas × sex × age, and areas × urban/rural as a second table that shares the totals of the areas. All
/// sums hold; most counts are small.
pub fn linked(areas: &[String], seed: u64) -> Vec<Cell> {
    let mut numbers = Numbers::new(seed);
    let mut counts: BTreeMap<Key, i64> = BTreeMap::new();
    let leaves =
        areas.iter().filter(|area| !areas.iter().any(|other| other.len() > area.len() && other.starts_with(*area)));
    for leaf in leaves {
        let up: Vec<&String> = areas.iter().filter(|area| leaf.starts_with(*area)).collect();
        let mut add = |parts: &[(&str, &[&str])], count: i64| {
            let mut breakdowns = vec![Breakdown::total()];
            for (dimension, codes) in parts {
                let with =
                    |code: &&str| breakdowns.iter().map(|held| held.clone().with(dimension, code)).collect::<Vec<_>>();
                breakdowns = codes.iter().flat_map(with).collect();
            }
            for area in &up {
                for breakdown in &breakdowns {
                    *counts.entry(key(area, &breakdown.to_string())).or_default() += count;
                }
            }
        };
        let mut total = 0;
        for sex in ["F", "M"] {
            for age in
                [&["Y1", "Y", "_T"][..], &["Y2", "Y", "_T"], &["W1", "W", "_T"], &["W2", "W", "_T"], &["X", "_T"]]
            {
                let count = match numbers.below(10) {
                    0..=1 => 0,
                    2..=3 => numbers.below(5),
                    _ => 3 + numbers.below(60),
                };
                let count = i64::try_from(count).unwrap();
                total += count;
                add(&[("sex", &[sex, "_T"]), ("age", age)], count);
            }
        }
        let urban = i64::try_from(numbers.below(u64::try_from(total + 1).unwrap())).unwrap();
        add(&[("place", &["U"])], urban);
        add(&[("place", &["R"])], total - urban);
    }
    counts.into_iter().map(|(key, count)| Cell::figure(key, count.into())).collect()
}

/// A county with `districts` of `towns` each.
pub fn county(districts: u8, towns: u8) -> Vec<String> {
    let letter = |at: u8| char::from(b'a' + at);
    let mut areas = vec!["T".to_owned()];
    for district in 0..districts {
        areas.push(format!("T{}", letter(district)));
        areas.extend((0..towns).map(|town| format!("T{}{}", letter(district), letter(town))));
    }
    areas
}
