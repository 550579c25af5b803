//! Which planted problems of the demo the warnings find, and how many warnings there are beside them: the table of
//! `docs/methods/warnings.md`. `HENG_WARNINGS=write` writes it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::browser::Browser;
use crate::place::root;
use crate::world::PLAN;

const BEGIN: &str = "<!-- begin: planted -->\n";
const END: &str = "<!-- end: planted -->";

struct Planted {
    id: String,
    kind: String,
    unit: String,
    year: Option<i32>,
    item: String,
    shows: String,
}

fn planted() -> Vec<Planted> {
    let text = std::fs::read_to_string(root("demo/planted.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let read = |row: csv::StringRecord| Planted {
        id: row[0].to_owned(),
        kind: row[1].to_owned(),
        unit: row[2].to_owned(),
        year: row[3].parse().ok(),
        item: row[4].split('[').next().unwrap_or_default().to_owned(),
        shows: row[7].to_owned(),
    };
    reader.records().map(|row| read(row.unwrap())).collect()
}

/// Whether a warning tells of a planted problem: of its unit, its year where it has one, and its item where it has one.
fn tells(warning: &Value, one: &Planted, items: &BTreeSet<String>) -> bool {
    let of_unit = warning["units"].as_array().unwrap().iter().any(|unit| unit["code"] == one.unit.as_str());
    let text = |field: &str| warning[field].as_str().unwrap_or_default().to_owned();
    let span = |year: i32| text("since") <= year.to_string() && year.to_string() <= text("period").max(text("since"));
    let lasting = ["missed", "off_course", "at_risk", "missing", "outlier"].contains(&text("kind").as_str());
    let of_year = one.year.is_none_or(|year| if lasting { text("since") <= year.to_string() } else { span(year) });
    let of_item = one.item.is_empty()
        || text("subject").ends_with(&format!(":{}", one.item))
        || text("subject").ends_with(&format!("/{}", one.item))
        || items.contains(&text("indicator"));
    of_unit && of_year && of_item
}

/// The indicators that are computed from an item.
async fn computed_from(office: &mut Browser, item: &str) -> BTreeSet<String> {
    let rows = office.get(&format!("/api/plans/{PLAN}/indicators")).await.done();
    let mut found = BTreeSet::new();
    for row in rows.as_array().unwrap() {
        let code = row["code"].as_str().unwrap();
        let held = office.get(&format!("/api/plans/{PLAN}/indicators/{code}")).await.done();
        if held["items"].as_array().unwrap().iter().any(|held| held["code"] == item) {
            found.insert(code.to_owned());
        }
    }
    found
}

pub async fn told(office: &mut Browser) {
    let page = office.get(&format!("/api/plans/{PLAN}/warnings?per_page=500")).await.done();
    let warnings = page["rows"].as_array().unwrap();
    assert_eq!(page["total"], serde_json::json!(warnings.len()));
    let (mut lines, mut explained, mut found) = (Vec::new(), BTreeSet::new(), 0);
    let all = planted();
    for one in &all {
        let items = if one.item.is_empty() { BTreeSet::new() } else { computed_from(office, &one.item).await };
        let telling: Vec<&Value> = warnings.iter().filter(|warning| tells(warning, one, &items)).collect();
        explained.extend(telling.iter().map(|warning| warning["id"].as_i64().unwrap()));
        let kinds: BTreeSet<&str> = telling.iter().map(|warning| warning["kind_name"].as_str().unwrap()).collect();
        found += usize::from(!kinds.is_empty());
        let kinds = if kinds.is_empty() { "—".to_owned() } else { kinds.into_iter().collect::<Vec<_>>().join("、") };
        lines.push(format!("| {} | {} | {} | {kinds} |", one.id, one.kind, one.shows));
    }
    let mut by_kind: std::collections::BTreeMap<String, [usize; 2]> = Default::default();
    for warning in warnings {
        let beside = !explained.contains(&warning["id"].as_i64().unwrap());
        let counts = by_kind.entry(warning["kind_name"].as_str().unwrap().to_owned()).or_default();
        counts[0] += 1;
        counts[1] += usize::from(beside);
    }
    let beside = warnings.len() - explained.len();
    let kinds: Vec<_> = by_kind.iter().map(|(kind, [all, beside])| format!("| {kind} | {all} | {beside} |")).collect();
    let text = format!(
        "埋下的问题 {} 个，有预警指到的 {found} 个。预警共 {} 条，其中 {} 条指到埋下的问题，{beside} 条与它们无关。\n\n\
         | 种类 | 预警 | 与埋下的问题无关 |\n|---|---|---|\n{}\n\n\
         | 编号 | 种类 | 埋下的问题 | 指到它的预警 |\n|---|---|---|---|\n{}\n",
        all.len(),
        warnings.len(),
        explained.len(),
        kinds.join("\n"),
        lines.join("\n")
    );
    let path = root("docs/methods/warnings.md");
    let held = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = held.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    if std::env::var("HENG_WARNINGS").is_ok_and(|value| value == "write") {
        std::fs::write(&path, format!("{before}{BEGIN}{text}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(table, text, "HENG_WARNINGS=write writes docs/methods/warnings.md anew");
}
