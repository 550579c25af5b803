//! Figures of many units in one table, a line a figure: unit, period, item, breakdown, value, reason, note. From .csv, .xlsx
//! and Parquet alike; which submission a line belongs to is the server's to find.

use heng_base::problem::{Problem, kinds};

use super::address::Address;
use super::identity::MARK;
use super::workbook::{self, Content, Workbook};
use super::{number, parquet};

/// The columns by the names that head them, in the order of the sample; the first three are needed.
pub const COLUMNS: [(&str, &str); 8] = [
    ("unit", "责任单位"),
    ("period", "填报期"),
    ("item", "数据项"),
    ("breakdown", "分组"),
    ("value", "数值"),
    ("reason", "缺数原因"),
    ("note", "说明"),
    // For people: what the codes mean. It is not read.
    ("name", "名称"),
];
const NEEDED: usize = 3;
/// So many lines at most: a prefecture's units with all their items come to some ten thousand.
const LINES: usize = 20_000;
/// So many columns are looked at: ours, and what others keep beside them.
pub(super) const WIDTH: usize = 4 * COLUMNS.len();
/// So many faults of a table are told at once.
const FAULTS: usize = 1_000;

/// A line as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LongRow {
    /// Counted from 1, the head is the first.
    pub line: u64,
    /// Code or name.
    pub unit: String,
    pub period: String,
    /// Code, or the upper level's code.
    pub item: String,
    /// `sex=F;urban_rural=R`; empty is the total.
    pub breakdown: String,
    /// As a number is written; empty where a reason is given.
    pub value: String,
    pub reason: String,
    pub note: String,
}

impl LongRow {
    /// Nothing was filled in: the line of a sample that was left as it came.
    pub fn is_blank(&self) -> bool {
        self.value.is_empty() && self.reason.is_empty() && self.note.is_empty()
    }
}

/// Reads a file by its first bytes and its name. What cannot be read is told of each line, all at once.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<LongRow>, Vec<Problem>> {
    let table = match bytes {
        _ if bytes.starts_with(b"PAR1") => parquet::read(bytes, LINES)?,
        _ if bytes.starts_with(b"PK") || is_named(name, ".xlsx") || is_named(name, ".xls") => {
            of_workbook(&workbook::read(bytes).map_err(|problem| vec![problem])?)?
        }
        _ => of_csv(bytes)?,
    };
    rows(name, table)
}

fn is_named(name: &str, end: &str) -> bool {
    name.to_lowercase().ends_with(end)
}

/// Cells as texts, the head first; each line with the number it has in the file.
pub(super) type Table = Vec<(u64, Vec<String>)>;

fn rows(name: &str, table: Table) -> Result<Vec<LongRow>, Vec<Problem>> {
    let (_, head) = table.first().ok_or_else(|| {
        let known = COLUMNS.map(|(code, _)| code).join(", ");
        vec![Problem::new(&kinds::TABLE_EMPTY).with("known", known).file(name)]
    })?;
    let columns = columns(name, head)?;
    if table.len() - 1 > LINES {
        return Err(vec![Problem::new(&kinds::IMPORT_LONG).with("most", LINES).file(name)]);
    }
    let cell = |cells: &[String], at: usize| {
        columns[at].and_then(|column| cells.get(column)).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let filled = table[1..].iter().filter(|(_, cells)| cells.iter().any(|text| !text.trim().is_empty()));
    let rows = filled.map(|(line, cells)| LongRow {
        line: *line,
        unit: cell(cells, 0),
        period: cell(cells, 1),
        item: cell(cells, 2),
        breakdown: cell(cells, 3),
        value: cell(cells, 4),
        reason: cell(cells, 5),
        note: cell(cells, 6),
    });
    Ok(rows.collect())
}

/// Where each of [`COLUMNS`] stands.
fn columns(name: &str, head: &[String]) -> Result<[Option<usize>; 8], Vec<Problem>> {
    let mut found = [None; 8];
    let mut problems = Vec::new();
    for (at, text) in head.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let text = text.trim().trim_start_matches('\u{feff}');
        match COLUMNS.iter().position(|(code, zh)| *code == text || *zh == text) {
            Some(column) if found[column].is_some() => {
                problems.push(Problem::new(&kinds::TABLE_COLUMN_TWICE).with("column", text));
            }
            Some(column) => found[column] = Some(at),
            None => {
                let known = COLUMNS.map(|(code, zh)| format!("{code}（{zh}）")).join("、");
                problems.push(Problem::new(&kinds::TABLE_COLUMN_UNKNOWN).with("column", text).with("known", known));
            }
        }
    }
    let absent = (0..NEEDED).chain([4]).filter(|column| found[*column].is_none());
    problems.extend(absent.map(|column| {
        let (code, zh) = COLUMNS[column];
        Problem::new(&kinds::TABLE_COLUMN_MISSING).with("column", format!("{code}（{zh}）"))
    }));
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems.into_iter().map(|problem| problem.file(name).line(1)).collect())
    }
}

/// The first sheet that is shown.
fn of_workbook(book: &Workbook) -> Result<Table, Vec<Problem>> {
    if book.sheets.iter().any(|sheet| sheet.find(MARK).is_some()) {
        return Err(vec![Problem::new(&kinds::IMPORT_TEMPLATE)]);
    }
    let Some(sheet) = book.sheets.iter().find(|sheet| !sheet.hidden) else { return Ok(Vec::new()) };
    let wrong = |at: &Address, problem: Problem| super::read::at(problem, sheet, *at);
    let (mut table, mut problems): (Table, Vec<Problem>) = Default::default();
    for (at, cell) in &sheet.cells {
        if at.column as usize >= WIDTH {
            continue;
        }
        if problems.len() >= FAULTS || table.len() > LINES + 1 {
            break;
        }
        let text = match (&cell.content, &cell.formula) {
            (Content::Empty, Some(formula)) => {
                problems.push(wrong(at, Problem::new(&kinds::TEMPLATE_FORMULA_EMPTY).with("value", formula)));
                continue;
            }
            (Content::Error(text), _) => {
                problems.push(wrong(at, Problem::new(&kinds::TEMPLATE_ERROR).with("value", text)));
                continue;
            }
            (Content::Date(_), _) => {
                problems.push(wrong(at, Problem::new(&kinds::TEMPLATE_DATE)));
                continue;
            }
            (Content::Percent(_), _) => {
                let shown = sheet.text(*at).unwrap_or_default();
                problems.push(wrong(at, Problem::new(&kinds::TEMPLATE_PERCENT).with("value", shown)));
                continue;
            }
            _ => sheet.text(*at).unwrap_or_default(),
        };
        let line = u64::from(at.row) + 1;
        if table.last().is_none_or(|(last, _)| *last != line) {
            table.push((line, Vec::new()));
        }
        if let Some((_, cells)) = table.last_mut() {
            cells.resize(at.column as usize, String::new());
            cells.push(text);
        }
    }
    if problems.is_empty() { Ok(table) } else { Err(problems) }
}

/// Comma, semicolon or tab between cells; UTF-8, or GB 18030 as Chinese Excel writes it.
fn of_csv(bytes: &[u8]) -> Result<Table, Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
            if broken || text.contains('\0') {
                return Err(vec![Problem::new(&kinds::IMPORT_KIND)]);
            }
            text
        }
    };
    let head = text.lines().next().unwrap_or_default();
    let between = [',', ';', '\t'].into_iter().max_by_key(|sign| head.matches(*sign).count()).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between as u8)
        .from_reader(text.as_bytes());
    let mut table = Table::new();
    for record in reader.records() {
        let record = record.map_err(|error| vec![Problem::new(&kinds::TABLE_UNREADABLE).with("error", error)])?;
        let line = record.position().map_or(0, csv::Position::line);
        table.push((line, record.iter().take(WIDTH).map(str::to_owned).collect()));
        if table.len() > LINES + 1 {
            break;
        }
    }
    Ok(table)
}

/// The value of a line as it is saved, with what it was taken for where it was not written plainly.
pub fn value(row: &LongRow) -> Result<Option<(rust_decimal::Decimal, bool)>, Problem> {
    use number::Reading;
    if row.value.is_empty() {
        return Ok(None);
    }
    match number::read(&row.value) {
        Reading::Plain(value) => Ok(Some((value, false))),
        Reading::Formed(value) => Ok(Some((value, true))),
        Reading::Foreign(meant) => {
            let problem = Problem::new(&kinds::TEMPLATE_FOREIGN).with("value", &row.value);
            Err(problem.with("meant", number::show(meant)))
        }
        Reading::Percent => Err(Problem::new(&kinds::TEMPLATE_PERCENT).with("value", &row.value)),
        Reading::Not => Err(Problem::new(&kinds::IMPORT_NOT_NUMBER).with("value", &row.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        read("x.csv", bytes).unwrap_err().iter().map(|problem| problem.kind.code).collect()
    }

    #[test]
    fn csv_comes_in_any_dress() {
        let expected = LongRow {
            line: 2,
            unit: "卫健局".to_owned(),
            period: "2025".to_owned(),
            item: "X".to_owned(),
            breakdown: "sex=F".to_owned(),
            value: "12".to_owned(),
            ..LongRow::default()
        };
        let comma = "unit,period,item,breakdown,value\n卫健局,2025,X,sex=F,12\n";
        assert_eq!(read("x.csv", comma.as_bytes()).unwrap(), std::slice::from_ref(&expected));
        assert_eq!(
            read("x.csv", format!("\u{feff}{comma}\n,,,,\n").as_bytes()).unwrap(),
            std::slice::from_ref(&expected)
        );
        let chinese = "责任单位;填报期;数据项;分组;数值;缺数原因;说明\n卫健局;2025;X;sex=F;12;;\n";
        let (gbk, ..) = encoding_rs::GB18030.encode(chinese);
        assert_eq!(read("x.csv", &gbk).unwrap(), [expected]);
    }

    #[test]
    fn a_head_is_told_all_its_faults() {
        assert_eq!(codes(b""), ["table.empty"]);
        assert_eq!(
            codes(b"unit,unit,colour\n"),
            [
                "table.column_twice",
                "table.column_unknown",
                "table.column_missing",
                "table.column_missing",
                "table.column_missing"
            ]
        );
        assert_eq!(codes(b"\x00\x01\x02\xff\xfe"), ["import.kind"]);
    }
}
