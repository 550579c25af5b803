//! The reader scored against keys that people made of texts: `tests/cases/plans/keys` by someone who had not seen
//! the reader, `tests/cases/plans/written` before the patterns that were to read them. The scores published in
//! `tests/cases/plans/scores.csv` and `docs/plan-reader.md` are the real ones, so none can fall unseen.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use heng_plan::read::{ReadPlan, ReadTarget, read_plan};
use rust_decimal::Decimal;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// Half-width, without spaces and brackets, dashes alike: how a key writes a unit or quote is not what is scored.
fn plain(text: &str) -> String {
    let half = |c: char| if ('！'..='～').contains(&c) { char::from_u32(c as u32 - 0xfee0).unwrap_or(c) } else { c };
    text.chars()
        .map(half)
        .filter(|c| !c.is_whitespace() && !"()《》".contains(*c))
        .collect::<String>()
        .replace(['-', '–', '～', '~'], "—")
}

/// Where an item stands: a kind of entry, the place of its domain in the text, the number printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Place {
    kind: &'static str,
    domain: usize,
    number: String,
}

impl Place {
    /// A key leaves the number empty where none is printed.
    fn holds(&self, read: &Place) -> bool {
        self.kind == read.kind && self.domain == read.domain && (self.number.is_empty() || self.number == read.number)
    }
}

/// What a key names or the reader read, in one shape.
#[derive(Debug, Clone, Default)]
struct Item {
    kind: &'static str,
    place: Place,
    operator: String,
    value: Option<Decimal>,
    unit: String,
    /// A key has a year only where the sentence has one; the reader then takes the last of the period.
    year: Option<i32>,
    quote: String,
}

const FIELDS: [&str; 5] = ["operator", "value", "unit", "year", "place"];

impl Item {
    fn found(&self, read: &Item) -> bool {
        let (key, quote) = (plain(&self.quote), plain(&read.quote));
        self.kind == read.kind && !key.is_empty() && (key.contains(&quote) || quote.contains(&key))
    }

    /// The fields that agree, for an item of which the quote was found.
    fn agreeing(&self, read: &Item, end: Option<i32>) -> BTreeSet<&'static str> {
        let near = |(a, b): (Decimal, Decimal)| (a - b).abs() <= Decimal::new(1, 2);
        let value = self.value.zip(read.value).map_or(self.value == read.value, near);
        let promise = self.kind == "target" || self.kind.ends_with("direction");
        let year = !promise || read.year == self.year.or(end);
        let same = [self.operator == read.operator, value, self.unit == read.unit, year, self.place.holds(&read.place)];
        FIELDS.into_iter().zip(same).filter(|(_, same)| *same).map(|(field, _)| field).collect()
    }
}

/// The reader writes a change as `up 3`, a key as `>= 3` from the base year: both say the same.
fn operator(written: &str, value: Option<Decimal>) -> String {
    match (written, value) {
        ("up", Some(_)) => ">=".to_owned(),
        ("down", Some(_)) => "<=".to_owned(),
        _ => written.to_owned(),
    }
}

fn key(path: &str) -> Vec<Item> {
    let mut place = Place::default();
    let mut items = Vec::new();
    for row in rows(path) {
        let cell = |column: &str| row[column].trim();
        let kind = match cell("kind") {
            "title" | "area" | "period" => "front",
            "domain" => "domain",
            "objective" => "objective",
            "measure" => "measure",
            "project" => "project",
            "target" => "target",
            "direction" if place.kind == "measure" => "measure_direction",
            "direction" => "direction",
            other => panic!("{path}: kind {other}"),
        };
        let own = Place { kind, domain: cell("domain").parse().unwrap_or(0), number: cell("number").to_owned() };
        if ["domain", "objective", "measure", "project"].contains(&kind) {
            place = own;
        }
        let value = cell("value").parse().ok();
        items.push(Item {
            kind,
            place: place.clone(),
            operator: operator(cell("operator"), value),
            value,
            unit: plain(cell("unit")),
            year: cell("year").parse().ok(),
            quote: cell("quote").to_owned(),
        });
    }
    items
}

fn read_target(target: &ReadTarget, place: &Place) -> Item {
    let kind = match (target.value, place.kind) {
        (Some(_), _) => "target",
        (None, "measure") => "measure_direction",
        (None, _) => "direction",
    };
    Item {
        kind,
        place: place.clone(),
        operator: operator(target.operator.as_str(), target.value),
        value: target.value,
        unit: plain(target.unit.as_deref().unwrap_or("")),
        year: target.year,
        quote: target.quote.clone(),
    }
}

fn read_items(read: &ReadPlan) -> Vec<Item> {
    let front = |quote: String| Item { kind: "front", quote, ..Item::default() };
    let period = read.period.map(|period| format!("{}—{}年", period.start, period.end));
    let mut items: Vec<Item> =
        [read.title.clone(), read.area.clone(), period].into_iter().flatten().map(front).collect();
    let mut entry = |kind, domain, number: &str, quote: &str, targets: &[ReadTarget]| {
        let place = Place { kind, domain, number: number.to_owned() };
        items.push(Item { kind, place: place.clone(), quote: quote.to_owned(), ..Item::default() });
        items.extend(targets.iter().map(|target| read_target(target, &place)));
    };
    let last = |number: &str| number.rsplit(['.', 'M', 'P']).next().unwrap_or("").to_owned();
    for (index, domain) in read.domains.iter().enumerate() {
        entry("domain", index + 1, &domain.number, &domain.title, &[]);
        for objective in &domain.objectives {
            entry("objective", index + 1, &last(&objective.number), &objective.text, &objective.targets);
        }
        for measure in &domain.measures {
            entry("measure", index + 1, &last(&measure.number), &measure.text, &measure.targets);
        }
    }
    for project in &read.projects {
        entry("project", 0, &last(&project.number), &project.text, &project.targets);
    }
    items
}

/// How many rows a key has, how many were read, and how many of these are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Score {
    key: usize,
    read: usize,
    right: usize,
}

const KINDS: [&str; 6] = ["front", "domain", "entry", "target", "direction", "measure_direction"];

fn score_kind(kind: &str) -> &str {
    if ["objective", "measure", "project"].contains(&kind) { "entry" } else { kind }
}

/// Every item read is used once, by the row of the key with which it agrees in most fields.
fn score(name: &str, key: &[Item], read: &ReadPlan, scores: &mut BTreeMap<(String, String), Score>) {
    let end = read.period.map(|period| period.end);
    let mut left = read_items(read);
    let mut add = |kind: &str, score: Score| {
        let sum = scores.entry((name.to_owned(), kind.to_owned())).or_default();
        *sum = Score { key: sum.key + score.key, read: sum.read + score.read, right: sum.right + score.right };
    };
    KINDS.iter().for_each(|kind| add(kind, Score::default()));
    for item in &left {
        add(score_kind(item.kind), Score { read: 1, ..Score::default() });
    }
    for row in key.iter().filter(|row| !row.quote.is_empty()) {
        let found = left.iter().enumerate().filter(|(_, read)| row.found(read));
        let best = found.max_by_key(|(index, read)| (row.agreeing(read, end).len(), usize::MAX - index));
        let agreeing = best.map(|(_, read)| row.agreeing(read, end)).unwrap_or_default();
        let right = agreeing.len() == FIELDS.len() || (best.is_some() && row.kind == "front");
        add(score_kind(row.kind), Score { key: 1, read: 0, right: usize::from(right) });
        if row.kind == "target" {
            add("target.quote", Score { key: 1, read: 0, right: usize::from(best.is_some()) });
            for field in FIELDS {
                add(&format!("target.{field}"), Score { key: 1, read: 0, right: agreeing.contains(field).into() });
            }
        }
        match best.map(|(index, _)| index) {
            Some(index) => {
                let read = left.remove(index);
                if !right {
                    println!("{name} partly: {row:?}\n  {read:?}");
                }
            }
            None => println!("{name} missed: {} {}", row.kind, row.quote),
        }
    }
    left.iter().for_each(|item| println!("{name} wrong: {} {} {}", item.kind, item.operator, item.quote));
}

/// The keys of a folder, each with its text.
fn scores_of(folder: &str, texts: &str) -> BTreeMap<(String, String), Score> {
    let mut scores = BTreeMap::new();
    let files = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let text = std::fs::read_to_string(root().join(texts).join(format!("{name}.txt"))).unwrap();
        score(&name, &key(&format!("{folder}/{name}.csv")), &read_plan(&text), &mut scores);
    }
    scores
}

fn all_scores() -> BTreeMap<(String, String), Score> {
    let mut scores = scores_of("tests/cases/plans/keys", "tests/cases/plans");
    scores.extend(scores_of("tests/cases/plans/written", "tests/cases/plans/written"));
    scores
}

/// A line of `scores.csv`: as first read, before a pattern was changed for it, and as read now.
fn published() -> Vec<BTreeMap<String, String>> {
    rows("tests/cases/plans/scores.csv")
}

#[test]
fn scores_are_those_published() {
    let mut first: BTreeMap<(String, String), [String; 2]> = BTreeMap::new();
    for row in published() {
        let name = (row["text"].clone(), row["kind"].clone());
        first.insert(name, [row["first_read"].clone(), row["first_right"].clone()]);
    }
    let mut due = "text,kind,key,first_read,first_right,read,right\n".to_owned();
    for ((text, kind), Score { key, read, right }) in all_scores() {
        let new = [read.to_string(), right.to_string()];
        let [first_read, first_right] = first.get(&(text.clone(), kind.clone())).unwrap_or(&new);
        writeln!(due, "{text},{kind},{key},{first_read},{first_right},{read},{right}").unwrap();
    }
    let path = root().join("tests/cases/plans/scores.csv");
    if std::env::var_os("PUBLISH_SCORES").is_some() {
        std::fs::write(&path, &due).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    let differ: Vec<&str> = due.lines().filter(|line| !written.lines().any(|known| known == *line)).collect();
    assert!(
        written == due,
        "scores are not those published; PUBLISH_SCORES=1 writes them. They are:\n{}",
        differ.join("\n")
    );
}

/// `答案/读出/读对` of some kinds together, as first read and now.
fn cells(rows: &[&BTreeMap<String, String>], kinds: &[&str]) -> String {
    let sum = |column: &str| -> u32 {
        let of_kinds = rows.iter().filter(|row| kinds.contains(&row["kind"].as_str()));
        of_kinds.map(|row| row[column].parse::<u32>().unwrap()).sum()
    };
    let key = sum("key");
    let [first_read, first_right, read, right] = ["first_read", "first_right", "read", "right"].map(sum);
    format!("{key}/{first_read}/{first_right} | {key}/{read}/{right}")
}

/// Recall and precision of the targets as read now; a dash where there is nothing to find or nothing was read.
fn rates(rows: &[&BTreeMap<String, String>]) -> String {
    let of_targets = rows.iter().filter(|row| row["kind"] == "target");
    let sum = |column: &str| of_targets.clone().map(|row| row[column].parse::<u32>().unwrap()).sum::<u32>();
    let rate = |whole: u32| match whole {
        0 => "—".to_owned(),
        whole => format!("{:.1} %", f64::from(sum("right")) * 100.0 / f64::from(whole)),
    };
    format!("{} | {}", rate(sum("key")), rate(sum("read")))
}

/// A text of our own, whose key was made before it was read.
fn is_written(text: &str) -> bool {
    root().join("tests/cases/plans/written").join(format!("{text}.csv")).exists()
}

/// The rows of the manual: each text, then all of its folder together.
fn manual_rows(written: bool, all: &str) -> Vec<String> {
    let published = published();
    let of: Vec<_> = published.iter().filter(|row| is_written(&row["text"]) == written).collect();
    let names: BTreeSet<&str> = of.iter().map(|row| row["text"].as_str()).collect();
    let row = |name: &str, rows: &[&BTreeMap<String, String>]| {
        let kinds: [&[&str]; 4] = [&["front", "domain", "entry"], &["target"], &["direction"], &["measure_direction"]];
        format!("| {name} | {} | {} |", kinds.map(|kinds| cells(rows, kinds)).join(" | "), rates(rows))
    };
    let of_text = |name: &&str| of.iter().copied().filter(|row| row["text"] == **name).collect::<Vec<_>>();
    let mut rows: Vec<String> = names.iter().map(|name| row(name, &of_text(name))).collect();
    rows.push(row(all, &of));
    rows
}

/// Of the targets of the answer keys, in how many each field agrees.
fn manual_fields() -> String {
    let fields = ["quote", "operator", "value", "unit", "year", "place"];
    let published = published();
    let count = |field: &str| {
        let kind = format!("target.{field}");
        let rows = published.iter().filter(|row| row["kind"] == kind);
        let (own, blind): (Vec<_>, Vec<_>) = rows.partition(|row| is_written(&row["text"]));
        let sum = |rows: &[&BTreeMap<String, String>], column: &str| -> u32 {
            rows.iter().map(|row| row[column].parse::<u32>().unwrap()).sum()
        };
        let told = |rows: &[&BTreeMap<String, String>]| format!("{}/{}", sum(rows, "right"), sum(rows, "key"));
        format!("{}、{}", told(&blind), told(&own))
    };
    format!("| {} |", fields.map(count).join(" | "))
}

#[test]
fn the_manual_has_the_scores() {
    let manual = std::fs::read_to_string(root().join("docs/plan-reader.md")).unwrap();
    let mut rows = manual_rows(false, "合计（答案）");
    rows.extend(manual_rows(true, "合计（自拟）"));
    rows.push(manual_fields());
    let missing: Vec<_> = rows.iter().filter(|row| !manual.lines().any(|line| line == row.as_str())).collect();
    assert!(missing.is_empty(), "docs/plan-reader.md lacks rows; all as they should be:\n{}", rows.join("\n"));
}
