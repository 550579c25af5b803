//! Templates in which years stand side by side.

use super::*;

fn own() -> Identity {
    Identity { round_title: "历史数据补录".to_owned(), period: "2022".to_owned(), ..identity() }
}

/// People 10 in 2021; why there is no figure of 2020.
fn held() -> Vec<Entry> {
    let noted = Entry { note: Some("旧年".to_owned()), ..sample::entry("PEOPLE@2020", None, Some("confidential")) };
    vec![noted, sample::entry("PEOPLE@2021", Some("10"), None)]
}

fn made() -> BTreeMap<CellId, Entry> {
    held().into_iter().map(|entry| (entry.cell.clone(), entry)).collect()
}

fn now() -> BTreeMap<CellId, Version> {
    made().into_iter().map(|(cell, entry)| (cell, Version { entry, version: 2 })).collect()
}

fn book() -> Workbook {
    let held = held();
    let template = Template {
        identity: own(),
        form: sample::history(),
        shown: held.iter().map(|entry| (entry.cell.to_string(), Shown::from(entry))).collect(),
        versions: held.iter().map(|entry| (entry.cell.to_string(), 2)).collect(),
        past: BTreeMap::from([(id("PEOPLE@2021"), 9.into())]),
        past_name: "已有数".to_owned(),
        ..template()
    };
    workbook::read(&write(&template).unwrap()).unwrap()
}

fn filled(book: &Workbook) -> Filled {
    read(book, &own(), &sample::history(), &sample::missing()).unwrap()
}

fn changes(book: &Workbook) -> Vec<String> {
    let found = filled(book);
    assert_eq!(found.remarks, []);
    told(&compare(&found, &made(), &now()))
}

/// Where the column of a key crosses the row of an item.
fn place(book: &Workbook, name: &str, item: &str, key: &str) -> String {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == name).unwrap();
    Address::new(sheet.find(item).unwrap().row, sheet.find(key).unwrap().column).to_string()
}

/// The head of a column of a key.
fn head(book: &Workbook, name: &str, key: &str) -> String {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == name).unwrap();
    let row = sheet.find("数据项").unwrap().row;
    sheet.text(Address::new(row, sheet.find(key).unwrap().column)).unwrap()
}

#[test]
fn every_column_says_its_year() {
    let book = book();
    for (key, said) in [
        ("value@2020", "2020年 合计"),
        ("value", "2022年 合计"),
        ("value[sex=F]@2021", "2021年 女"),
        ("note[sex=F]", "说明：2022年 女"),
        ("reason@2020", "缺数原因：2020年 合计"),
        ("reason", "缺数原因：2022年 合计"),
    ] {
        assert_eq!(head(&book, PEOPLE, key), said);
    }
    let sheet = book.sheets.iter().find(|sheet| sheet.name == PEOPLE).unwrap();
    let heads: Vec<String> =
        sheet.cells.keys().filter(|at| at.row == 4).map(|at| sheet.text(*at).unwrap_or_default()).collect();
    let mut once = heads.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), heads.len(), "no two columns are called the same: {heads:?}");
    let past = sheet.find("已有数：2021年 合计").unwrap();
    assert_eq!(sheet.cells[&Address::new(5, past.column)].content, Content::Number(9.0));
}

#[test]
fn the_years_asked_about_are_told() {
    let book = book();
    let said = |sheet: &workbook::Sheet| -> String {
        sheet.cells.keys().filter_map(|at| sheet.text(*at)).collect::<Vec<_>>().join("\n")
    };
    let guide = said(&book.sheets[0]);
    assert!(guide.contains("卫健局2020—2022年填报模板") && guide.contains("年份写在列头"), "{guide}");
    let people = said(book.sheets.iter().find(|sheet| sheet.name == PEOPLE).unwrap());
    assert!(people.contains("填报期：2020—2022年"), "{people}");
}

#[test]
fn each_year_comes_back_with_its_reason_and_note() {
    let mut book = book();
    assert_eq!(changes(&book), Vec::<String>::new());
    let reason = place(&book, PEOPLE, "PEOPLE", "reason@2020");
    let sheet = book.sheets.iter().find(|sheet| sheet.name == PEOPLE).unwrap();
    assert_eq!(sheet.text(Address::parse(&reason).unwrap()).as_deref(), Some("涉密"));
    for (name, item, key, content) in [
        (PEOPLE, "PEOPLE", "reason@2020", text("未统计")),
        (PEOPLE, "PEOPLE", "value@2021", Content::Number(11.0)),
        (PEOPLE, "PEOPLE", "note@2021", text("核实")),
        (PEOPLE, "PEOPLE", "value[sex=F]", Content::Number(6.0)),
        (OTHER, "PATENTS", "reason", text("涉密")),
    ] {
        let at = place(&book, name, item, key);
        set(&mut book, name, &at, content, None);
    }
    assert_eq!(
        changes(&book),
        ["PEOPLE@2020 |not_counted|旧年", "PEOPLE@2021 11||核实", "PEOPLE[sex=F] 6||", "PATENTS |confidential|"]
    );
}

#[test]
fn a_template_with_one_column_of_reasons_is_understood() {
    let mut book = book();
    // As it was written before: reasons of former years stood in the cells of the values.
    for name in [PEOPLE, OTHER] {
        for key in ["reason@2020", "reason@2021"] {
            let column = sheet(&mut book, name).find(key).unwrap().column;
            moved(&mut book, name, |at| (at.column != column).then_some(at));
        }
    }
    let at = place(&book, PEOPLE, "PEOPLE", "value@2020");
    set(&mut book, PEOPLE, &at, text("涉密"), None);
    assert_eq!(changes(&book), Vec::<String>::new());
    let at = place(&book, PEOPLE, "PEOPLE", "value@2021");
    set(&mut book, PEOPLE, &at, text("未统计"), None);
    assert_eq!(changes(&book), ["PEOPLE@2021 |not_counted|"]);
}

#[test]
fn a_figure_of_a_year_that_is_not_asked_for_is_told() {
    let mut book = book();
    let at = place(&book, OTHER, "CENTRE", "value@2020");
    set(&mut book, OTHER, &at, Content::Number(5.0), None);
    let found = filled(&book);
    let said: Vec<_> =
        found.remarks.iter().map(|said| (said.problem.kind.code, said.problem.place.to_string())).collect();
    assert_eq!(said, [("template.stray", format!("{OTHER}!{at}"))]);
}
