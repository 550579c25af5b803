//! Rows of a catalogue as they are written, and the same package with some of them changed, added or taken out.
//!
//! A change names the row in whose place it stands, so that it can be put upon a newer package as long as nobody else has
//! changed that row meanwhile.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use serde::{Deserialize, Serialize};

use super::editable::{self, SINCE, columns, file_of, subject_key};
use super::{Files, descriptor, lists};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Cells by column; an empty one is left out.
pub type Cells = BTreeMap<String, String>;

/// A row put in the place of another, added, or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// One of the tables of [`editable`].
    pub table: String,
    /// The first year of the row of the same code that it takes the place of, as it is written there; empty where rows of
    /// the table are not told apart by it. None adds a row.
    pub replaces: Option<String>,
    /// Of a row that is taken out, at least those of the key.
    pub cells: Cells,
    /// Nothing takes the place of the row.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

impl RowChange {
    pub(super) fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    pub fn code(&self) -> &str {
        self.cell("code")
    }

    /// What it changes, whatever the years: the cells of the key, ` · ` between them.
    pub fn subject(&self) -> String {
        subject_key(&self.table).map(|column| self.cell(column)).collect::<Vec<_>>().join(" · ")
    }

    pub fn file(&self) -> String {
        file_of(&self.table)
    }

    fn is_of(&self, row: &Cells) -> bool {
        subject_key(&self.table).all(|column| row.get(column).map_or("", String::as_str) == self.cell(column))
    }

    /// Whether it takes the place of a row, or takes it out.
    pub fn is_before(&self, row: &Cells) -> bool {
        let since = row.get(SINCE).map_or("", String::as_str);
        let told_apart = editable::key(&self.table).contains(&SINCE);
        self.is_of(row) && self.replaces.as_deref().is_some_and(|year| !told_apart || since == year)
    }
}

/// The rows of a table as they are written, in their order.
pub fn written(files: &Files, table: &str) -> Vec<Cells> {
    if table == lists::TABLE {
        return lists::written(files);
    }
    rows_in(files.get(&file_of(table)).map(Vec::as_slice).unwrap_or_default())
}

/// The rows of a file of a table.
pub fn rows_in(bytes: &[u8]) -> Vec<Cells> {
    let (columns, rows) = grid(bytes);
    rows.iter().map(|row| cells(&columns, row)).collect()
}

fn cells(columns: &[String], row: &[String]) -> Cells {
    let filled = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    filled.map(|(column, cell)| (column.clone(), cell.clone())).collect()
}

fn grid(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let cells = |record: csv::StringRecord| record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut rows = reader.records().filter_map(Result::ok).map(cells);
    let columns = rows.next().unwrap_or_default();
    (columns, rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect())
}

/// The package with the changes made in it; or every change that finds no row to take the place of, or whose table or
/// columns are none.
pub fn amend(files: &Files, changes: &[RowChange]) -> Result<Files, Vec<Problem>> {
    let mut amended = files.clone();
    let mut problems = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if change.table == lists::TABLE {
            let faults = lists::put(&mut amended, change).into_iter();
            problems.extend(faults.map(|problem| {
                let column = problem.place.field.as_ref().map_or_else(String::new, |column| format!(".{column}"));
                problem.field(format!("changes[{at}]{column}"))
            }));
            continue;
        }
        // A list may have come with an earlier change.
        let faults = unknown(&amended, change);
        if !faults.is_empty() {
            problems.extend(faults.into_iter().map(|problem| problem.field(format!("changes[{at}]"))));
            continue;
        }
        if let Err(problem) = put(&mut amended, change) {
            problems.push(problem);
        }
    }
    if problems.is_empty() {
        return Ok(amended);
    }
    problems.extend(lists::lacking(changes));
    Err(problems)
}

fn unknown(files: &Files, change: &RowChange) -> Vec<Problem> {
    let Some(known) = columns(&change.table).filter(|_| editable::holds(files, &change.table)) else {
        return vec![Problem::input(&change.table, editable::tables(files).join(", "))];
    };
    let names: Vec<&str> = known.iter().map(|column| column.name).collect();
    let strange = change.cells.keys().filter(|name| !names.contains(&name.as_str()));
    let mut problems: Vec<Problem> = strange.map(|name| Problem::input(name, names.join(", "))).collect();
    if change.removed && change.replaces.is_none() {
        problems.push(Problem::input("removed", "replaces"));
    }
    problems
}

fn put(files: &mut Files, change: &RowChange) -> Result<(), Problem> {
    let file = change.file();
    let held = files.get(&file).map(Vec::as_slice);
    let (mut columns, mut rows) = grid(held.unwrap_or_default());
    let filled = change.cells.iter().filter(|(_, cell)| !cell.trim().is_empty()).map(|(name, _)| name.clone());
    let needed = self::columns(&change.table).into_iter().flatten().filter(|column| column.required);
    for name in needed.map(|column| column.name.to_owned()).chain(filled) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    let row: Vec<String> = columns.iter().map(|column| change.cell(column).to_owned()).collect();
    if change.replaces.is_some() {
        let Some(at) = rows.iter().position(|held| change.is_before(&cells(&columns, held))) else {
            let since = change.replaces.iter().filter(|year| !year.is_empty()).map(String::as_str);
            let row: Vec<&str> = subject_key(&change.table).map(|column| change.cell(column)).chain(since).collect();
            let problem = Problem::new(&kinds::PROPOSAL_ROW_GONE).with("code", row.join(" · "));
            return Err(problem.file(file).field("code"));
        };
        if change.removed {
            rows.remove(at);
        } else {
            rows[at] = row;
        }
    } else {
        // Beside the other definitions of the same code.
        let at = rows.iter().rposition(|held| change.is_of(&cells(&columns, held))).map_or(rows.len(), |last| last + 1);
        rows.insert(at, row);
    }
    let marked = held.is_none_or(|bytes| bytes.starts_with(MARK));
    descriptor::list(files, &file, &columns);
    files.insert(file, written_out(&columns, &rows, marked));
    Ok(())
}

pub(super) fn written_out(columns: &[String], rows: &[Vec<String>], marked: bool) -> Vec<u8> {
    let start = if marked { MARK.to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(start);
    for row in std::iter::once(columns).chain(rows.iter().map(Vec::as_slice)) {
        let cells = (0..columns.len()).map(|at| row.get(at).map_or("", String::as_str));
        // Writing to memory does not fail.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// On which line of its file each change stands in a package that has it; what is taken out stands on none.
pub fn lines(amended: &Files, changes: &[RowChange]) -> Vec<Option<u64>> {
    let line = |change: &RowChange| {
        let own = |row: &super::row::Row| {
            editable::key(&change.table).iter().all(|column| row.text(column) == change.cell(column))
        };
        let rows = editable::rows(amended, &change.table);
        rows.iter().filter(|_| !change.removed).find(|row| own(row)).map(|row| row.line)
    };
    changes.iter().map(line).collect()
}

/// The rows that the changes would replace and that are other in `now` than they were in `base`, or the rows that they
/// would add and that somebody has added meanwhile: file and code of each.
pub fn conflicts(base: &Files, now: &Files, changes: &[RowChange]) -> Vec<(String, String)> {
    let of = |files: &Files, change: &RowChange| -> Vec<Cells> {
        written(files, &change.table).into_iter().filter(|row| change.is_of(row)).collect()
    };
    let row = |files: &Files, change: &RowChange| of(files, change).into_iter().find(|row| change.is_before(row));
    let differs = |change: &&RowChange| match change.replaces {
        Some(_) => row(base, change) != row(now, change),
        None => of(base, change) != of(now, change),
    };
    changes.iter().filter(differs).map(|change| (change.file(), change.subject())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "\u{feff}code,name_zh,kind,unit,numerator,direction,decimals,frequency,valid_from\r\n";

    fn files(rows: &str) -> Files {
        Files::from([
            ("indicators.csv".to_owned(), format!("{HEAD}{rows}").into_bytes()),
            ("a.txt".to_owned(), vec![1]),
        ])
    }

    fn change(replaces: Option<&str>, cells: &[(&str, &str)]) -> RowChange {
        RowChange {
            table: "indicators".to_owned(),
            replaces: replaces.map(str::to_owned),
            cells: cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect(),
            removed: false,
        }
    }

    #[test]
    fn a_row_takes_the_place_of_another_and_nothing_else_changes() {
        let before =
            files("A,甲,count,人,\"item('X', sex => 'F')\",up,0,year,\r\nB,乙,count,人,item('Y'),up,0,year,2020\n");
        let after =
            amend(&before, &[change(Some("2020"), &[("code", "B"), ("name_zh", "丙, \"丁\""), ("unit", " 个 ")])]);
        let after = after.unwrap();
        let rows = written(&after, "indicators");
        assert_eq!(rows[0], written(&before, "indicators")[0]);
        assert_eq!((rows.len(), rows[1]["name_zh"].as_str(), rows[1]["unit"].as_str()), (2, "丙, \"丁\"", "个"));
        assert!(after["indicators.csv"].starts_with(MARK) && after["a.txt"] == [1]);
        assert_eq!(lines(&after, &[change(None, &[("code", "B")])]), [Some(3)]);
    }

    #[test]
    fn a_new_definition_stands_beside_the_older_one() {
        let before = files("A,甲,count,人,,up,0,year,\nB,乙,count,人,,up,0,year,\n");
        let ended = change(Some(""), &[("code", "A"), ("valid_to", "2024")]);
        let begun = change(None, &[("code", "A"), ("valid_from", "2025")]);
        let after = amend(&before, &[ended, begun, change(None, &[("code", "C")])]).unwrap();
        let codes: Vec<(String, String)> = written(&after, "indicators")
            .iter()
            .map(|row| (row["code"].clone(), row.get("valid_from").cloned().unwrap_or_default()))
            .collect();
        let told: Vec<(&str, &str)> = codes.iter().map(|(code, year)| (code.as_str(), year.as_str())).collect();
        assert_eq!(told, [("A", ""), ("A", "2025"), ("B", ""), ("C", "")]);
        assert_eq!(written(&after, "indicators")[0]["valid_to"], "2024");
    }

    #[test]
    fn what_names_nothing_is_refused_all_at_once() {
        let before = files("A,甲,count,人,,up,0,year,\n");
        let table = RowChange { table: "sources".to_owned(), ..change(None, &[("code", "A")]) };
        let gone = change(Some("1999"), &[("code", "A")]);
        let problems =
            amend(&before, &[table, change(Some(""), &[("code", "A"), ("colour", "red")]), gone]).unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|problem| problem.kind.code).collect();
        assert_eq!(codes, ["input.invalid", "input.invalid", "proposal.row_gone"]);
    }

    const AGES: &str = "\u{feff}code,name_zh,name_en,parent\nY0,幼,,\nY18,青,,\nY35,中,,\n";

    /// A catalogue with a list of codes, one of which a formula names.
    fn listed() -> Files {
        let text = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        let head = r#"{"heng":{"kind":"catalogue","code":"c","version":"1"},"resources":["#;
        let paths =
            ["areas", "codes/age", "codes/missing", "indicators", "items", "references", "sources", "standards"];
        let listed = paths.map(|path| {
            let fields = if path == "codes/age" { r#","schema":{"fields":[{"name":"code"}]}"# } else { "" };
            format!(r#"{{"name":"x","path":"{path}.csv","encoding":"utf-8"{fields}}}"#)
        });
        Files::from([
            text("datapackage.json", &format!("{head}{}]}}", listed.join(","))),
            text("areas.csv", "code,name_zh,type,parent\n01,甲,county,\n0101,乙,town,01\n"),
            text("codes/age.csv", AGES),
            text("codes/missing.csv", "code,name_zh,obs_status,conf_status\nnone,无,M,F\n"),
            text("indicators.csv", &format!("{HEAD}A,甲,count,人,\"item('X', age => 'Y18')\",up,0,year,\n")),
            text("items.csv", "code,name_zh,unit,value_type,breakdowns,frequency\nX,某,人,integer,age,year\n"),
            text("references.csv", "indicator,area,period,breakdown,value,unit,source\n"),
            text("sources.csv", "code,title,rank\n"),
            text("standards.csv", "code,indicator,issuer,document,operator,value,unit,valid_from\n"),
        ])
    }

    fn of(table: &str, replaces: Option<&str>, cells: &[(&str, &str)]) -> RowChange {
        RowChange { table: table.to_owned(), ..change(replaces, cells) }
    }

    fn taken_out(table: &str, cells: &[(&str, &str)]) -> RowChange {
        RowChange { removed: true, ..of(table, Some(""), cells) }
    }

    /// Codes of the faults of a package with their places.
    fn faults(files: &Files) -> Vec<String> {
        let (read, mut problems) = crate::package::read(files);
        problems.extend(crate::package::check(&read.unwrap(), None, files));
        problems.iter().map(|problem| format!("{}@{}", problem.kind.code, problem.place)).collect()
    }

    #[test]
    fn codes_groups_and_areas_are_changed_as_all_tables_are() {
        let before = listed();
        assert_eq!(faults(&before), [] as [&str; 0]);
        let changes = [
            of("codes.age", Some(""), &[("code", "Y0"), ("name_zh", "少"), ("valid_to", "2024")]),
            of("codes.age", None, &[("code", "Y60"), ("name_zh", "老"), ("valid_from", "2025")]),
            of("codes.age", None, &[("code", "Y18T59"), ("name_zh", "青中")]),
            of("codes.age.groups", None, &[("group", "Y18T59"), ("code", "Y18")]),
            of("codes.age.groups", None, &[("group", "Y18T59"), ("code", "Y35"), ("valid_from", "2022")]),
            of("areas", None, &[("code", "0102"), ("name_zh", "丙"), ("type", "town"), ("parent", "01")]),
        ];
        let after = amend(&before, &changes).unwrap();
        assert_eq!(faults(&after), [] as [&str; 0], "and datapackage.json lists what is new");
        let Some(crate::package::Package::Catalogue(catalogue)) = crate::package::read(&after).0 else { panic!() };
        let parts = |code: &str, year: i32| catalogue.parts_of_code("age", code, year).join(" ");
        assert_eq!((parts("_T", 2024), parts("_T", 2025)), ("Y0 Y18 Y35".to_owned(), "Y18 Y35 Y60".to_owned()));
        assert_eq!((parts("Y18T59", 2021), parts("Y18T59", 2022)), ("Y18".to_owned(), "Y18 Y35".to_owned()));
        assert_eq!(catalogue.areas.len(), 3);
        assert_eq!(lines(&after, &changes), [Some(2), Some(5), Some(6), Some(2), Some(3), Some(4)]);
        let listed: serde_json::Value = serde_json::from_slice(&after["datapackage.json"]).unwrap();
        let fields: Vec<_> = listed["resources"][1]["schema"]["fields"].as_array().unwrap().iter().collect();
        assert_eq!(fields.len(), 6, "{fields:?}");
        assert_eq!(conflicts(&before, &after, &changes).len(), changes.len());
    }

    #[test]
    fn what_nothing_uses_is_taken_out_and_each_use_of_what_is_used_is_told() {
        let before = listed();
        let after = amend(&before, &[taken_out("codes.age", &[("code", "Y35")])]).unwrap();
        assert_eq!((written(&after, "codes.age").len(), faults(&after).len()), (2, 0));
        let child = of("codes.age", None, &[("code", "Y18T24"), ("name_zh", "小青"), ("parent", "Y18")]);
        let both = amend(&before, &[child, taken_out("codes.age", &[("code", "Y18")])]).unwrap();
        let told = faults(&both);
        assert_eq!(
            told.iter().map(|fault| fault.split_once('@').unwrap().1).collect::<Vec<_>>(),
            ["codes/age.csv:4 parent", "indicators.csv:2 numerator:11"],
            "{told:?}"
        );
        let gone = taken_out("codes.age.groups", &[("group", "Y18"), ("code", "Y0")]);
        assert_eq!(amend(&before, &[gone]).unwrap_err()[0].kind.code, "proposal.row_gone");
        let adds = RowChange { replaces: None, ..taken_out("codes.age", &[("code", "Y35")]) };
        assert_eq!(amend(&before, &[adds]).unwrap_err()[0].kind.code, "input.invalid");
        assert_eq!(conflicts(&before, &after, &[taken_out("codes.age", &[("code", "Y35")])]).len(), 1);
    }

    #[test]
    fn the_faults_of_a_list_are_told_all_at_once_at_line_and_column() {
        let changes = [
            of("codes.age", Some(""), &[("code", "Y0"), ("name_zh", "幼"), ("parent", "Y18"), ("valid_to", "2024")]),
            of("codes.age", Some(""), &[("code", "Y18"), ("name_zh", "青"), ("parent", "Y0")]),
            of("codes.age", Some(""), &[("code", "Y35"), ("valid_from", "2026"), ("valid_to", "2025")]),
            of("codes.age", None, &[("code", "Y60"), ("name_zh", "老"), ("parent", "Y6"), ("valid_from", "x")]),
            of("codes.age.groups", None, &[("group", "Y35"), ("code", "Y35")]),
            of("codes.age.groups", None, &[("group", "Y35"), ("code", "Y99")]),
        ];
        let told = faults(&amend(&listed(), &changes).unwrap());
        assert_eq!(
            told,
            [
                "table.cell_empty@codes/age.csv:4 name_zh",
                "table.not_integer@codes/age.csv:5 valid_from",
                "package.cycle@codes/age.csv:2 parent",
                "package.code_parent_years@codes/age.csv:3 valid_to",
                "package.order@codes/age.csv:4 valid_from",
                "package.reference_list@codes/age.csv:5 parent",
                "package.cycle@codes/age.groups.csv:2 code",
                "package.reference_list@codes/age.groups.csv:3 code",
            ]
        );
    }

    #[test]
    fn tables_are_told_by_name() {
        let files = listed();
        assert_eq!(editable::lists(&files), ["codes.age", "codes.missing", "areas"]);
        let holds = |table: &str| editable::holds(&files, table);
        assert!(holds("items") && holds("codes.missing") && holds("codes.age.groups"));
        for none in ["sources", "codes.sex", "codes.sex.groups", "codes.missing.groups", "codes.", "codes./x", "codes"]
        {
            assert!(!holds(none), "{none}");
        }
        assert_eq!((editable::dimension_of("codes.age"), editable::dimension_of("codes.missing")), (Some("age"), None));
    }

    #[test]
    fn a_change_that_was_kept_before_rows_were_taken_out_is_read() {
        let kept = r#"{"table":"items","replaces":"2020","cells":{"code":"X"}}"#;
        let read: RowChange = serde_json::from_str(kept).unwrap();
        assert!(!read.removed && serde_json::to_string(&read).unwrap() == kept);
    }

    #[test]
    fn a_row_that_somebody_else_changed_is_a_conflict() {
        let base = files("A,甲,count,人,,up,0,year,\nB,乙,count,人,,up,0,year,\n");
        let now = files("A,甲,count,人,,up,0,year,\nB,乙,count,户,,up,0,year,\nC,丙,count,人,,up,0,year,\n");
        let of = |code: &str, replaces| conflicts(&base, &now, &[change(replaces, &[("code", code)])]).len();
        assert_eq!((of("A", Some("")), of("B", Some("")), of("C", None), of("D", None)), (0, 1, 1, 0));
    }
}
