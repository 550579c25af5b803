//! Blank forms as a document to be printed: one form a sheet, with head and foot; the forms of a plan with their list
//! before them.

use heng_base::codes::FormCode;
use heng_base::period::Period;
use heng_collection::entry::Entry;
use heng_collection::form::{Cell, Form, Row, Section};
use heng_plan::model::{Frequency, MissingReason, Plan, Status};
use heng_report::document::{Align, Block, Column, Cover, Document, Look, Run, Style, Table, runs};

/// Where the issuing office has still to write.
const LINE: &str = "____________";

/// One form of a plan and who fills it in.
pub struct Sheet<'a> {
    pub plan: &'a Plan,
    pub form: &'a Form,
    /// The one of the form's codes that is printed.
    pub code: &'a FormCode,
    pub of: String,
    /// Whether that is one unit, whose name then stands on the sheet.
    pub of_one: bool,
    pub missing: &'a [MissingReason],
    /// What stands in its cells; none of a blank form.
    pub answers: Option<Answers<'a>>,
}

/// What a unit filled in, and who signs it.
#[derive(Clone, Copy)]
pub struct Answers<'a> {
    pub entries: &'a [Entry],
    pub signers: &'a Signers,
}

/// Who signs; what is not known is left to be written.
#[derive(Default)]
pub struct Signers {
    /// 单位负责人.
    pub head: Option<String>,
    /// 统计负责人.
    pub statistician: Option<String>,
    /// 填表人.
    pub filler: Option<String>,
    pub phone: Option<String>,
    /// 报出日期.
    pub date: Option<String>,
}

/// The sheets alone, each on a page of its own.
pub fn sheets(title: String, sheets: &[Sheet]) -> Document {
    let mut body = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        body.extend((at > 0).then_some(Block::PageBreak));
        sheet.write(&mut body);
    }
    Document { title, created_at: String::new(), cover: None, body, header: None, footer: None }
}

/// Cover, list of the forms, then the sheets.
pub fn whole(plan: &Plan, period: Period, all: &[Sheet]) -> Document {
    let title = format!("{}监测统计报表表式", plan.title.zh);
    let sheets = sheets(title, all);
    let mut body = vec![Block::Paragraph { style: Style::Subtitle, text: runs("报表目录") }, list(all)];
    body.extend(all.iter().any(Sheet::drafted).then(|| note("表号为拟定，以制定机关确定的为准。")));
    body.push(Block::PageBreak);
    body.extend(sheets.body);
    let cover = Cover {
        title: vec![plain(&plan.title.zh)],
        subtitle: vec!["监测统计报表表式".to_owned()],
        lines: vec![plain(&format!("填报期：{}", period.in_words())), plain(&format!("报表：{}张", all.len()))],
        foot: vec![format!("制定机关：{LINE}")],
    };
    Document { cover: Some(cover), body, ..sheets }
}

fn list(sheets: &[Sheet]) -> Block {
    let columns = [("表号", 29, Align::Left), ("表名", 60, Align::Left), ("报告期别", 20, Align::Center)];
    let columns = columns.into_iter().chain([
        ("填报单位", 40, Align::Left),
        ("数据项", 15, Align::Right),
        ("报送时间", 22, Align::Left),
    ]);
    let row = |sheet: &Sheet| {
        let head = sheet.plan.head_of(sheet.code);
        let frequency = head.map_or("", |head| period_of(head.frequency));
        let items = sheet.sections().map(|section| section.rows.len()).sum::<usize>();
        let due = head.and_then(|head| head.due.clone()).unwrap_or_default();
        vec![
            runs(sheet.number()),
            runs(&sheet.title()),
            runs(frequency),
            runs(&sheet.of),
            runs(&items.to_string()),
            runs(&due),
        ]
    };
    let rows = sheets.iter().map(row).collect();
    Block::Table(Table { caption: Vec::new(), columns: columns.map(column).collect(), rows, look: Look::Ruled })
}

fn column((head, width, align): (&str, u32, Align)) -> Column {
    Column { head: plain(head), width, align }
}

/// Text with the punctuation of print.
fn plain(text: &str) -> String {
    runs(text).into_iter().map(|run| run.text).collect()
}

fn note(text: &str) -> Block {
    Block::Paragraph { style: Style::Note, text: runs(text) }
}

/// Columns of text side by side.
fn beside(widths: &[u32], rows: Vec<Vec<String>>) -> Block {
    let columns = widths.iter().map(|width| column(("", *width, Align::Left))).collect();
    let cells = |row: Vec<String>| row.iter().map(|text| runs(text)).collect();
    Block::Table(Table { caption: Vec::new(), columns, rows: rows.into_iter().map(cells).collect(), look: Look::Plain })
}

impl Sheet<'_> {
    fn sections(&self) -> impl Iterator<Item = &Section> {
        self.form.sections.iter().filter(|section| section.form == *self.code)
    }

    fn title(&self) -> String {
        let head = self.plan.head_of(self.code);
        head.map_or_else(|| format!("{}填报报表", self.of), |head| head.title.zh.clone())
    }

    fn number(&self) -> &str {
        self.plan.head_of(self.code).and_then(|head| head.number.as_deref()).unwrap_or_default()
    }

    /// Whether the number is a draft of ours.
    fn drafted(&self) -> bool {
        let head = self.plan.head_of(self.code);
        head.is_some_and(|head| head.number.is_some() && head.status == Status::Proposed)
    }

    fn write(&self, body: &mut Vec<Block>) {
        body.push(Block::Paragraph { style: Style::Subtitle, text: runs(&self.title()) });
        body.push(self.head());
        let mut first = 1;
        for section in self.sections() {
            body.push(self.table(section, first));
            first += section.rows.len();
        }
        body.extend(self.remarks());
        body.extend([note("补充资料："), self.foot(), note("填报说明：")]);
        let numbered = self.notes().into_iter().enumerate();
        body.extend(numbered.map(|(at, text)| note(&format!("{}.{text}", at + 1))));
    }

    /// The legal marks stand at the upper right.
    fn head(&self) -> Block {
        let head = self.plan.head_of(self.code);
        let said = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| LINE.to_owned());
        let marks = [
            ("表　　号", Some(format!("{}{}", self.number(), if self.drafted() { "（拟定）" } else { "" }))),
            ("制定机关", head.and_then(|head| head.issuer.clone())),
            ("批准（备案）机关", head.and_then(|head| head.approver.clone())),
            ("批准（备案）文号", head.and_then(|head| head.approval.clone())),
            ("有效期至", head.and_then(|head| head.valid_until.clone())),
        ];
        let left = [
            "",
            "",
            "",
            &format!("填报单位（盖章）：{}", if self.of_one { &self.of } else { LINE }),
            &format!("填报期：{}", self.form.period_in_words()),
        ];
        let row = |(left, (name, text)): (&str, (&str, Option<String>))| {
            vec![left.to_owned(), format!("{name}:{}", said(text))]
        };
        beside(&[92, 64], left.into_iter().zip(marks).map(row).collect())
    }

    /// What is to be known when it is filled in.
    fn notes(&self) -> Vec<String> {
        let head = self.plan.head_of(self.code);
        let mut notes = head.map(|head| head.instructions.clone()).unwrap_or_default();
        notes.extend(head.and_then(|head| head.due.as_ref()).map(|due| format!("报送时间：{due}。")));
        notes.push("带*的数据项必须填报；画“—”的格不填。".to_owned());
        let reasons: Vec<&str> = self.missing.iter().map(|reason| reason.name.zh.as_str()).collect();
        notes.push(format!("没有发生的填0；没有数的，在“缺数原因”栏写明：{}。", reasons.join("、")));
        let rows = self.sections().flat_map(|section| &section.rows);
        notes.extend(rows.filter_map(|row| Some(format!("{}：口径待定，{}。", row.name.zh, row.doubt.as_ref()?))));
        let unsaid = head.is_none_or(|head| {
            [&head.issuer, &head.approver, &head.approval, &head.valid_until].iter().any(|part| part.is_none())
        });
        notes.extend(unsaid.then(|| "表头画线处待制定机关填写。".to_owned()));
        notes
    }

    /// A column for the total and for each code that any row of the section is broken down by.
    fn table(&self, section: &Section, first: usize) -> Block {
        let mut values: Vec<&Cell> = Vec::new();
        for cell in section.rows.iter().flat_map(|row| &row.cells) {
            if !values.iter().any(|held| same(held, cell)) {
                values.push(cell);
            }
        }
        let row = |(at, row): (usize, &Row)| {
            let mark = if row.required { "*" } else { "" };
            let name = format!("{}{mark}", row.name.zh);
            let mut cells = vec![runs(&(first + at).to_string()), runs(&name), runs(&row.unit)];
            let asked = |value: &Cell| row.cells.iter().find(|cell| same(cell, value));
            cells.extend(values.iter().map(|value| asked(value).map_or_else(dash, |cell| self.value(cell))));
            cells.push(self.reasons(row));
            cells
        };
        let fixed = [("序号", 11, Align::Center), ("数据项", 46, Align::Left), ("计量单位", 13, Align::Center)];
        let labels: Vec<String> = values.iter().map(|cell| self.form.label(cell)).collect();
        let of_values = labels.iter().map(|label| (label.as_str(), 16, Align::Center));
        let columns = fixed.into_iter().chain(of_values).chain([("缺数原因", 18, Align::Left)]).map(column).collect();
        let rows = section.rows.iter().enumerate().map(row).collect();
        Block::Table(Table { caption: runs(&section.title), columns, rows, look: Look::Ruled })
    }

    fn entry(&self, cell: &Cell) -> Option<&Entry> {
        self.answers.and_then(|answers| answers.entries.iter().find(|entry| entry.cell == cell.id))
    }

    fn value(&self, cell: &Cell) -> Vec<Run> {
        let value = self.entry(cell).and_then(|entry| entry.value);
        value.map_or_else(Vec::new, |value| vec![Run { text: value.normalize().to_string(), ..Run::default() }])
    }

    /// Why cells of a row have no figure: one reason of all of them by itself, several with their cells.
    fn reasons(&self, row: &Row) -> Vec<Run> {
        let said = row.cells.iter().filter_map(|cell| Some((cell, self.entry(cell)?.missing.as_ref()?)));
        let named = |code: &String| {
            let known = self.missing.iter().find(|reason| reason.code == *code);
            known.map_or_else(|| code.clone(), |reason| reason.name.zh.clone())
        };
        let said: Vec<_> = said.map(|(cell, code)| (cell, named(code))).collect();
        match said.first() {
            Some((_, first)) if said.len() == row.cells.len() && said.iter().all(|(_, name)| name == first) => {
                runs(first)
            }
            _ => {
                let each: Vec<_> =
                    said.iter().map(|(cell, name)| format!("{}：{name}", self.form.label(cell))).collect();
                runs(&each.join("；"))
            }
        }
    }

    /// The notes at the cells.
    fn remarks(&self) -> Vec<Block> {
        let rows = self.sections().flat_map(|section| &section.rows);
        let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
        let said = cells.filter_map(|(row, cell)| {
            let text = self.entry(cell)?.note.as_ref()?;
            Some(note(&format!("{} {}：{text}", row.name.zh, self.form.label(cell))))
        });
        let said: Vec<Block> = said.collect();
        if said.is_empty() { said } else { std::iter::once(note("单元格说明：")).chain(said).collect() }
    }

    /// Who signs.
    fn foot(&self) -> Block {
        let unknown = Signers::default();
        let Signers { head, statistician, filler, phone, date } =
            self.answers.map_or(&unknown, |answers| answers.signers);
        let said = |name: &str, text: &Option<String>| format!("{name}：{}", text.as_deref().unwrap_or_default());
        let date = date.as_deref().unwrap_or("20　　年　　月　　日");
        let names = vec![said("单位负责人", head), said("统计负责人", statistician), said("填表人", filler)];
        let last = vec![said("联系电话", phone), format!("报出日期：{date}"), "（盖章）".to_owned()];
        let room = || vec![String::new(); 3];
        let sign = vec![format!("签字：{LINE}"); 3];
        beside(&[52, 52, 52], vec![names, room(), sign, room(), last])
    }
}

/// Of one column: of one breakdown and, where several years stand side by side, of one year.
fn same(one: &Cell, other: &Cell) -> bool {
    (&one.id.breakdown, one.id.period) == (&other.id.breakdown, other.id.period)
}

fn dash() -> Vec<Run> {
    vec![Run { text: "—".to_owned(), ..Run::default() }]
}

fn period_of(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Month => "月报",
        Frequency::Quarter => "季报",
        Frequency::Half => "半年报",
        Frequency::Year => "年报",
        Frequency::TwoYears => "两年一报",
        Frequency::ThreeYears => "三年一报",
        Frequency::FiveYears => "五年一报",
        Frequency::Term => "换届年报",
    }
}
