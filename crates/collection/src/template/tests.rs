//! Templates out and back: what comes back unchanged is no difference, and everything that people do to workbooks has its
//! answer. The files under `tests/cases/workbooks` were filled in and saved by other programs; see its README.

mod closed;
mod history;
mod stray;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use heng_base::problem::Problem;

use super::address::{Address, Block};
use super::compare::{Difference, Version, compare};
use super::identity::Identity;
use super::read::{Filled, read};
use super::workbook::{self, Cell, Content, Workbook};
use super::write::{Shown, Template, write, write_marked};
use crate::entry::Entry;
use crate::form::CellId;
use crate::sample;

fn identity() -> Identity {
    Identity {
        store: "0123456789abcdef".to_owned(),
        plan: "sample".to_owned(),
        round: 7,
        round_title: "年报".to_owned(),
        submission: 42,
        unit: "health".to_owned(),
        unit_name: "卫健局".to_owned(),
        period: "2025".to_owned(),
        version: 3,
        made_at: "2026-03-01T08:00:00.000Z".to_owned(),
    }
}

/// People 10 of whom 4 women with a note, patents with a reason; nothing else was entered.
fn entries() -> Vec<Entry> {
    let noted = Entry { note: Some("含驻外".to_owned()), ..sample::entry("PEOPLE[sex=F]", Some("4"), None) };
    let reason = sample::entry("PATENTS", None, Some("not_counted"));
    let part = sample::entry("PEOPLE[sex=M]", None, Some("confidential"));
    vec![sample::entry("PEOPLE", Some("10"), None), noted, part, reason, sample::entry("SPENT", Some("0.1"), None)]
}

pub fn template() -> Template {
    let entries = entries();
    Template {
        identity: identity(),
        form: sample::form(),
        titles: Vec::new(),
        due: "2026-03-31".to_owned(),
        instructions: vec!["按年末数填报。".to_owned()],
        missing: sample::missing(),
        shown: entries.iter().map(|entry| (entry.cell.to_string(), Shown::from(entry))).collect(),
        versions: entries.iter().map(|entry| (entry.cell.to_string(), 2)).collect(),
        open: None,
        past: BTreeMap::from([(id("PEOPLE"), 9.into())]),
        past_name: "上年数".to_owned(),
        invented: None,
    }
}

fn id(text: &str) -> CellId {
    CellId::parse(text).unwrap()
}

fn book() -> Workbook {
    workbook::read(&write(&template()).unwrap()).unwrap()
}

fn filled(book: &Workbook) -> Filled {
    read(book, &identity(), &sample::form(), &sample::missing()).unwrap()
}

fn refused(book: &Workbook, here: &Identity) -> Problem {
    read(book, here, &sample::form(), &sample::missing()).unwrap_err()
}

fn now() -> BTreeMap<CellId, Version> {
    entries().into_iter().map(|entry| (entry.cell.clone(), Version { entry, version: 2 })).collect()
}

fn made() -> BTreeMap<CellId, Entry> {
    entries().into_iter().map(|entry| (entry.cell.clone(), entry)).collect()
}

fn differences(book: &Workbook) -> Vec<Difference> {
    compare(&filled(book), &made(), &now())
}

/// `CELL value|reason|note` of each difference.
fn told(found: &[Difference]) -> Vec<String> {
    let word = |text: &Option<String>| text.clone().unwrap_or_default();
    let line = |d: &Difference| {
        let value = d.becomes.value.map(|value| value.to_string());
        format!("{} {}|{}|{}", d.cell, word(&value), word(&d.becomes.missing), word(&d.becomes.note))
    };
    found.iter().map(line).collect()
}

/// `place code` of each remark; `!` before what is wrong.
fn remarks(book: &Workbook) -> Vec<String> {
    let line = |r: &super::read::Remark| {
        let place = r.problem.place.to_string();
        format!("{}{place} {}", if r.wrong { "!" } else { "" }, r.problem.kind.code)
    };
    filled(book).remarks.iter().map(line).collect()
}

fn sheet<'a>(book: &'a mut Workbook, name: &str) -> &'a mut workbook::Sheet {
    book.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap()
}

fn set(book: &mut Workbook, sheet_name: &str, at: &str, content: Content, formula: Option<&str>) {
    let cell = Cell { content, formula: formula.map(str::to_owned) };
    sheet(book, sheet_name).cells.insert(Address::parse(at).unwrap(), cell);
}

fn text(text: &str) -> Content {
    Content::Text(text.into())
}

/// Puts every cell of a sheet elsewhere.
fn moved(book: &mut Workbook, name: &str, to: impl Fn(Address) -> Option<Address>) {
    let sheet = sheet(book, name);
    let cells = std::mem::take(&mut sheet.cells);
    sheet.cells = cells.into_iter().filter_map(|(at, cell)| Some((to(at)?, cell))).collect();
}

const PEOPLE: &str = "1 人口";
const OTHER: &str = "2 其他";

/// The parts of the file as they are written.
fn parts(bytes: &[u8], of: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().filter(|name| name.starts_with(of)).map(str::to_owned).collect();
    names.iter().map(|name| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()).collect()
}

#[test]
fn excel_guards_sheets_and_offers_lists_and_colours() {
    let bytes = write(&template()).unwrap();
    let sheets = parts(&bytes, "xl/worksheets/sheet");
    let count = |of: &str| sheets.matches(of).count();
    assert_eq!(count("<sheetProtection"), count("<worksheet "), "a sheet that is not protected");
    let cells = sample::form().cells().count();
    assert_eq!(count(r#"type="custom""#), cells, "a number that does not fit is refused in each cell");
    // One list for all cells below each other.
    assert!(count(r#"type="list""#) > 0, "no list of reasons");
    assert!(count("<cfRule") > 0, "no colour where a rule is broken");
}

#[test]
fn last_years_figure_stands_beside_the_cell() {
    let mut book = book();
    let sheet = sheet(&mut book, PEOPLE);
    let column = sheet.cells.iter().find(|(_, cell)| cell.content == text("上年数：合计")).unwrap().0.column;
    let row = sheet.find("PEOPLE").unwrap().row;
    assert_eq!(sheet.cells[&Address::new(row, column)].content, Content::Number(9.into()));
}

#[test]
fn what_comes_back_untouched_changes_nothing() {
    assert_eq!(told(&differences(&book())), Vec::<String>::new());
    assert_eq!(remarks(&book()), Vec::<String>::new());
    let back = filled(&book());
    assert_eq!(back.identity, identity());
    assert_eq!(back.versions["PEOPLE"], 2);
    assert_eq!(back.answers.len(), sample::form().cells().count());
}

#[test]
fn the_same_template_has_the_same_bytes() {
    assert_eq!(write(&template()).unwrap(), write(&template()).unwrap());
}

#[test]
fn every_sheet_says_what_may_not_be_kept_and_what_is_invented() {
    let template = Template { invented: Some("演示数据，均为虚构".to_owned()), ..template() };
    let book = workbook::read(&write(&template).unwrap()).unwrap();
    for said in [super::write::NO_SECRETS, "演示数据，均为虚构"] {
        let without: Vec<_> =
            book.sheets.iter().filter(|s| !s.hidden && s.find(said).is_none()).map(|s| s.name.clone()).collect();
        assert_eq!(without, Vec::<String>::new());
    }
}

#[test]
fn what_was_filled_in_is_told() {
    let mut book = book();
    set(&mut book, PEOPLE, "E6", Content::Number(12.0), None);
    set(&mut book, PEOPLE, "F6", text("未统计"), None);
    set(&mut book, OTHER, "E6", Content::Number(3.0), None);
    sheet(&mut book, OTHER).cells.remove(&Address::parse("F6").unwrap());
    set(&mut book, OTHER, "G7", text("估计数"), None);
    assert_eq!(remarks(&book), Vec::<String>::new());
    assert_eq!(
        told(&differences(&book)),
        ["PEOPLE 12||", "PEOPLE[sex=F] |not_counted|含驻外", "PATENTS 3||", "SPENT 0.1||估计数"]
    );
}

#[test]
fn rows_columns_and_sheets_may_be_moved_and_renamed() {
    let mut book = book();
    set(&mut book, PEOPLE, "E6", Content::Number(12.0), None);
    // Two rows and a column are put in before everything.
    moved(&mut book, PEOPLE, |at| Some(Address::new(at.row + 2, at.column + 1)));
    // The rows of the other sheet change places.
    moved(&mut book, OTHER, |at| Some(Address::new(if at.row >= 5 { 20 - at.row } else { at.row }, at.column)));
    sheet(&mut book, PEOPLE).name = "人口（改）".to_owned();
    book.sheets.reverse();
    assert_eq!(told(&differences(&book)), ["PEOPLE 12||"]);
    assert_eq!(differences(&book)[0].place, "人口（改）!F8");
    assert_eq!(remarks(&book), Vec::<String>::new());
}

#[test]
fn rows_and_sheets_that_are_gone_are_told_and_change_nothing() {
    let mut book = book();
    moved(&mut book, OTHER, |at| (at.row != 6).then_some(at));
    assert_eq!(remarks(&book), [" template.row_gone"]);
    assert_eq!(told(&differences(&book)), Vec::<String>::new());
    book.sheets.retain(|sheet| sheet.name != OTHER);
    assert_eq!(remarks(&book), [" template.sheet_gone"]);
    assert_eq!(told(&differences(&book)), Vec::<String>::new());
    let mut book = self::book();
    moved(&mut book, OTHER, |at| (at.column != 0 || at.row < 5).then_some(at));
    assert_eq!(remarks(&book), ["!2 其他!A1 template.sheet_keys"], "what cannot be told is not gone");
    for deleted in [|at: Address| at.column != 0, |at: Address| at.row != 0] {
        let mut book = self::book();
        moved(&mut book, OTHER, |at| deleted(at).then_some(at));
        assert_eq!(remarks(&book), ["! template.sheet_keys"], "the hidden column, or row, was deleted");
    }
}

#[test]
fn a_row_that_stands_twice_must_say_the_same() {
    let mut book = book();
    let row: Vec<_> =
        sheet(&mut book, PEOPLE).cells.iter().filter(|(at, _)| at.row == 5).map(|(at, c)| (*at, c.clone())).collect();
    for (at, cell) in row {
        sheet(&mut book, PEOPLE).cells.insert(Address::new(9, at.column), cell);
    }
    assert_eq!(remarks(&book), Vec::<String>::new());
    set(&mut book, PEOPLE, "E10", Content::Number(11.0), None);
    assert_eq!(remarks(&book), ["!1 人口!E10 template.row_twice"]);
}

#[test]
fn of_a_row_that_stands_more_often_no_third_is_read() {
    let mut book = book();
    let row: Vec<_> =
        sheet(&mut book, PEOPLE).cells.iter().filter(|(at, _)| at.row == 5).map(|(at, c)| (*at, c.clone())).collect();
    for (line, (at, cell)) in (9..4_000).flat_map(|line| row.iter().map(move |cell| (line, cell))) {
        sheet(&mut book, PEOPLE).cells.insert(Address::new(line, at.column), cell.clone());
    }
    assert_eq!(remarks(&book), ["!1 人口!A11 template.row_many"]);
    // Rows that the form does not ask for, however many.
    for line in 9..4_000_u32 {
        let item = Content::Text(format!("GONE{line}").into());
        set(&mut book, PEOPLE, &format!("A{}", line + 1), item, None);
    }
    assert!(remarks(&book).len() <= 2_000);
}

#[test]
fn each_kind_of_wrong_content_has_its_answer() {
    for (content, formula, answer) in [
        (text("12人"), None, "!1 人口!E6 template.not_number"),
        (text("1.234,5"), None, "!1 人口!E6 template.foreign_number"),
        (text("3,5"), None, "!1 人口!E6 template.foreign_number"),
        (text("50%"), None, "!1 人口!E6 template.percent"),
        (text("１２"), None, "1 人口!E6 template.read_as"),
        (text("1,200"), None, "1 人口!E6 template.read_as"),
        (Content::Percent(0.785), None, "!1 人口!E6 template.percent"),
        (Content::Percent(0.5), Some("F6/G6"), "!1 人口!E6 template.percent"),
        (Content::Date(45000.0), None, "!1 人口!E6 template.date"),
        (Content::Bool(true), None, "!1 人口!E6 template.logical"),
        (Content::Error("#DIV/0!".to_owned()), Some("1/0"), "!1 人口!E6 template.error"),
        (Content::Empty, Some("F6+G6"), "!1 人口!E6 template.formula_empty"),
        (Content::Number(12.0), Some("F6+G6"), "1 人口!E6 template.formula_taken"),
    ] {
        let mut book = book();
        set(&mut book, PEOPLE, "E6", content.clone(), formula);
        assert_eq!(remarks(&book), [answer], "{content:?}");
        let changes = told(&differences(&book));
        if answer.starts_with('!') {
            assert_eq!(changes, Vec::<String>::new(), "{content:?}");
        } else {
            assert_eq!(changes.len(), 1, "{content:?}");
        }
    }
}

#[test]
fn all_faults_are_told_at_once_and_marked() {
    let mut book = book();
    set(&mut book, PEOPLE, "E6", text("十二"), None);
    set(&mut book, PEOPLE, "J6", text("丢了"), None);
    set(&mut book, OTHER, "E6", Content::Number(3.0), None);
    set(&mut book, OTHER, "G6", text(&"长".repeat(501)), None);
    sheet(&mut book, OTHER).merged.push(Block::parse("E8:E9").unwrap());
    assert_eq!(
        remarks(&book),
        [
            "!1 人口!E6 template.not_number",
            "!1 人口!J6 template.reason",
            "!2 其他!F6 entry.both",
            "!2 其他!G6 template.note_long",
            "!2 其他!E8 template.merged",
            "!2 其他!E9 template.merged",
        ]
    );
    let filled = filled(&book);
    let marks = super::marks(&filled, &[], ToString::to_string);
    assert_eq!(marks.lines.len(), 6);
    let template = Template { shown: super::shown(&filled, &now(), None), ..template() };
    let marked = workbook::read(&write_marked(&template, &marks).unwrap()).unwrap();
    let list = marked.sheets.iter().find(|sheet| sheet.name == "问题清单").unwrap();
    assert_eq!(list.text(Address::parse("A4").unwrap()).as_deref(), Some("1 人口!E6 PEOPLE"));
    // What was written stands in the copy, so that it can be put right there.
    let people = marked.sheets.iter().find(|sheet| sheet.name == PEOPLE).unwrap();
    assert_eq!(people.text(Address::parse("E6").unwrap()).as_deref(), Some("十二"));
    let again = read(&marked, &identity(), &sample::form(), &sample::missing()).unwrap();
    assert!(again.remarks.iter().any(|remark| remark.problem.kind.code == "template.not_number"));
}

#[test]
fn what_others_changed_meanwhile_is_told() {
    let mut book = book();
    set(&mut book, PEOPLE, "E6", Content::Number(12.0), None);
    let mut now = now();
    let theirs = |cell: &str, value: &str| Version { entry: sample::entry(cell, Some(value), None), version: 3 };
    now.insert(id("PEOPLE"), theirs("PEOPLE", "11"));
    // Changed by somebody else and not by the template's writer: none of the template's business.
    now.insert(id("SPENT"), theirs("SPENT", "0.7"));
    let found = compare(&filled(&book), &made(), &now);
    assert_eq!(told(&found), ["PEOPLE 12||"]);
    assert_eq!((found[0].overtaken, found[0].seen), (true, 3));
    // Both made the same of it.
    now.insert(id("PEOPLE"), theirs("PEOPLE", "12"));
    assert_eq!(told(&compare(&filled(&book), &made(), &now)), Vec::<String>::new());
}

#[test]
fn another_units_template_is_refused_naming_both() {
    let here = Identity { unit: "police".to_owned(), unit_name: "公安局".to_owned(), submission: 43, ..identity() };
    let problem = refused(&book(), &here);
    assert_eq!(problem.kind.code, "template.other");
    assert!(problem.to_string().contains("卫健局") && problem.to_string().contains("公安局"), "{problem}");
    let here = Identity { store: "other".to_owned(), ..identity() };
    assert_eq!(refused(&book(), &here).kind.code, "template.other_store");
}

#[test]
fn formats_that_are_not_known_are_refused() {
    for (format, code) in [(0.0, "template.older"), (99.0, "template.newer")] {
        let mut book = book();
        set(&mut book, "_heng", "B1", Content::Number(format), None);
        assert_eq!(refused(&book, &identity()).kind.code, code);
    }
    let mut book = book();
    book.sheets.retain(|sheet| !sheet.hidden);
    assert_eq!(refused(&book, &identity()).kind.code, "template.identity");
}

#[test]
fn a_template_of_an_older_form_is_understood() {
    let mut form = sample::form();
    let gone = form.sections[1].rows.remove(0);
    form.sections[0].rows[0].cells.pop();
    let mut book = book();
    set(&mut book, PEOPLE, "E6", Content::Number(12.0), None);
    let filled = read(&book, &identity(), &form, &sample::missing()).unwrap();
    let codes: Vec<_> = filled.remarks.iter().map(|remark| remark.problem.kind.code).collect();
    // Of the row that is gone nothing but a reason was filled in.
    assert_eq!(codes, Vec::<&str>::new(), "{}", gone.item);
    set(&mut book, OTHER, "E6", Content::Number(3.0), None);
    let filled = read(&book, &identity(), &form, &sample::missing()).unwrap();
    assert_eq!(filled.remarks[0].problem.kind.code, "template.cell_gone");
    assert_eq!(told(&compare(&filled, &made(), &now())), ["PEOPLE 12||"]);
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/workbooks")
}

/// Writes the template that the committed files were made from; `HENG_FIXTURES=write`, then `make.py` beside them.
#[test]
fn the_committed_template_is_this_one() {
    let path = fixtures().join("template.xlsx");
    if std::env::var_os("HENG_FIXTURES").is_some() {
        std::fs::write(&path, write(&template()).unwrap()).unwrap();
    }
    let held = workbook::read(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(read(&held, &identity(), &sample::form(), &sample::missing()).unwrap(), filled(&book()));
}

#[test]
fn files_that_other_programs_saved_are_read_alike() {
    let mut values = BTreeMap::new();
    for name in ["openpyxl.xlsx", "libreoffice.xlsx"] {
        let book = workbook::read(&std::fs::read(fixtures().join(name)).unwrap()).unwrap();
        let found = filled(&book);
        assert!(!found.faulty(), "{name}: {:?}", found.remarks);
        values.insert(name, told(&compare(&found, &made(), &now())));
    }
    let expected = [
        "PEOPLE 1234||全口径",
        "PEOPLE[sex=F] 600||含驻外",
        "PEOPLE[sex=M] 634||",
        "PEOPLE[urban_rural=U] |not_counted|",
        "PATENTS 7||",
        "SPENT 0.07||",
        "CENTRE 1||",
        "LADDER |confidential|",
    ];
    assert_eq!(values["openpyxl.xlsx"], expected);
    assert_eq!(values["libreoffice.xlsx"], expected);
}

#[test]
fn no_bytes_make_it_panic() {
    let whole = write(&template()).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        if let Ok(book) = workbook::read(&broken) {
            let _ = read(&book, &identity(), &sample::form(), &sample::missing());
        }
        let _ = workbook::read(&whole[..at]);
    }
}
