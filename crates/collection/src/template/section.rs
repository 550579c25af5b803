//! The sheet of a section: heads as on the form, cells to fill in, last year's figures beside them.

use heng_plan::model::ValueType;
use rust_xlsxwriter::{Format, Note, Worksheet, XlsxError};

use super::hints;
use super::identity::ROWS_MARK;
use super::layout::{
    DASH, FACTS, FIRST_ROW, FIRST_VALUE, HEAD, KEY, KEYS, NAME, NAME_HEAD, NOTE_KEY, NUMBER, REASON_KEY, SAID,
    SheetPlan, TITLE, UNIT, VALUE_KEY,
};
use super::looks::Looks;
use super::number;
use super::write::{Mark, NO_SECRETS, Part, Shown, Template, lock};
use crate::form::{Cell, Row};

/// Widths in characters.
const VALUE_WIDTH: u32 = 13;

pub fn write(
    sheet: &mut Worksheet,
    template: &Template,
    plan: &SheetPlan<'_>,
    marks: &[Mark],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(&plan.name)?;
    heads(sheet, template, plan, looks)?;
    for (at, row) in plan.section.rows.iter().enumerate() {
        let pen = Pen { template, plan, marks, looks, row, at: FIRST_ROW + at as u32 };
        pen.write(sheet, at)?;
    }
    keys(sheet, plan)?;
    widths(sheet, plan)?;
    sheet.set_freeze_panes(FIRST_ROW, FIRST_VALUE as u16)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?;
    let invented = template.invented.as_deref().map_or_else(String::new, |text| format!("  {text}"));
    sheet.set_footer(format!("&L{NO_SECRETS}{invented}&R第 &P 页，共 &N 页"));
    lock(sheet);
    Ok(())
}

/// What the sheet is, and the names of its columns.
fn heads(sheet: &mut Worksheet, template: &Template, plan: &SheetPlan<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let form = template.titles.iter().find(|(code, _)| *code == plan.section.form);
    let title =
        form.map_or_else(|| plan.section.title.clone(), |(_, title)| format!("{title} · {}", plan.section.title));
    let identity = &template.identity;
    let facts = format!("填报单位：{}    填报期：{}", identity.unit_name, template.form.period_in_words());
    let more = format!("    填报批次：{}    截止日期：{}", identity.round_title, template.due);
    sheet.write_string_with_format(TITLE, NUMBER as u16, title, &looks.title)?.set_row_height(TITLE, 26)?;
    sheet.write_string_with_format(FACTS, NUMBER as u16, facts + &more, &looks.fact)?;
    sheet.write_string_with_format(SAID, NUMBER as u16, NO_SECRETS, &looks.said)?;
    if let Some(invented) = &template.invented {
        sheet.write_string_with_format(SAID, FIRST_VALUE as u16, invented, &looks.invented)?;
    }
    let mut head =
        |column: u32, text: &str| sheet.write_string_with_format(HEAD, column as u16, text, &looks.head).map(|_| ());
    for (column, text) in [(NUMBER, "序号"), (NAME, NAME_HEAD), (UNIT, "计量单位")] {
        head(column, text)?;
    }
    for (at, column) in plan.columns.iter().enumerate() {
        let of = |what: &str| match plan.columns.len() {
            1 => what.to_owned(),
            _ => format!("{what}：{}", column.label),
        };
        head(plan.value(at), &column.label)?;
        head(plan.note(at), &of("说明"))?;
        head(plan.last_year(at), &of(&template.past_name))?;
        if let Some(reason) = plan.reason(at) {
            head(reason, &of("缺数原因"))?;
        }
    }
    head(plan.definition(), "指标解释")?;
    sheet.set_row_height(HEAD, 34)?;
    Ok(())
}

/// The hidden row by which columns are known.
fn keys(sheet: &mut Worksheet, plan: &SheetPlan<'_>) -> Result<(), XlsxError> {
    sheet.write_string(KEYS, KEY as u16, ROWS_MARK)?;
    for (at, column) in plan.columns.iter().enumerate() {
        let key = &column.key;
        sheet.write_string(KEYS, plan.value(at) as u16, format!("{VALUE_KEY}{key}"))?;
        sheet.write_string(KEYS, plan.note(at) as u16, format!("{NOTE_KEY}{key}"))?;
        if let Some(reason) = plan.reason(at) {
            sheet.write_string(KEYS, reason as u16, format!("{REASON_KEY}{key}"))?;
        }
    }
    sheet.set_row_hidden(KEYS)?;
    sheet.set_column_hidden(KEY as u16)?;
    Ok(())
}

fn widths(sheet: &mut Worksheet, plan: &SheetPlan<'_>) -> Result<(), XlsxError> {
    let mut width = |column: u32, width: u32| sheet.set_column_width(column as u16, width).map(|_| ());
    width(NUMBER, 5)?;
    width(NAME, 34)?;
    width(UNIT, 10)?;
    for at in 0..plan.columns.len() {
        width(plan.value(at), VALUE_WIDTH)?;
        width(plan.note(at), 22)?;
        width(plan.last_year(at), VALUE_WIDTH)?;
        if let Some(reason) = plan.reason(at) {
            width(reason, 14)?;
        }
    }
    width(plan.definition(), 60)
}

/// One row being written.
struct Pen<'a> {
    template: &'a Template,
    plan: &'a SheetPlan<'a>,
    marks: &'a [Mark],
    looks: &'a Looks,
    row: &'a Row,
    at: u32,
}

impl Pen<'_> {
    fn write(&self, sheet: &mut Worksheet, number: usize) -> Result<(), XlsxError> {
        let Self { plan, looks, row, at, .. } = *self;
        sheet.write_string(at, KEY as u16, row.item.as_str())?;
        sheet.write_number_with_format(at, NUMBER as u16, (number + 1) as f64, &looks.middle)?;
        let name = format!("{}{}", row.name.zh, if row.required { " *" } else { "" });
        sheet.write_string_with_format(at, NAME as u16, name, &looks.item)?;
        sheet.write_string_with_format(at, UNIT as u16, &row.unit, &looks.middle)?;
        for column in 0..plan.columns.len() {
            match plan.cell(row, column) {
                Some(cell) => self.cell(sheet, cell, column)?,
                None => self.dashes(sheet, column)?,
            }
        }
        let said = [row.definition.as_deref(), row.doubt.as_deref()];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join("；口径待定：");
        sheet.write_string_with_format(at, plan.definition() as u16, said, &looks.definition)?;
        hints::colours(sheet, plan, row, at, looks)
    }

    fn dashes(&self, sheet: &mut Worksheet, column: usize) -> Result<(), XlsxError> {
        let Self { plan, looks, at, .. } = *self;
        let columns = [plan.value(column), plan.note(column), plan.last_year(column)];
        for column in columns.into_iter().chain(plan.reason(column)) {
            sheet.write_string_with_format(at, column as u16, DASH, &looks.dash)?;
        }
        Ok(())
    }

    fn cell(&self, sheet: &mut Worksheet, cell: &Cell, column: usize) -> Result<(), XlsxError> {
        let Self { template, plan, looks, row, at, .. } = *self;
        let id = cell.id.to_string();
        let nothing = Shown::default();
        let shown = template.shown.get(&id).unwrap_or(&nothing);
        let open = template.is_open(&cell.id);
        let input = |look: &Format| if open { look.clone() } else { Looks::closed(look) };
        let look = input(if row.value_type == ValueType::Decimal { &looks.decimal } else { &looks.whole });
        let reason = shown.missing.as_ref().map(|code| self.reason(code));
        let place = (at, plan.value(column) as u16);
        let look = self.marked(sheet, place, &id, Part::Value, &look)?;
        match (&shown.unread, shown.value, &reason) {
            (Some(text), ..) => sheet.write_string_with_format(place.0, place.1, text, &look)?,
            (None, Some(value), _) => match number::to_float(value) {
                Some(float) => sheet.write_number_with_format(place.0, place.1, float, &look)?,
                None => sheet.write_string_with_format(place.0, place.1, number::show(value), &look)?,
            },
            (None, None, Some(name)) if plan.reason(column).is_none() => {
                sheet.write_string_with_format(place.0, place.1, name, &look)?
            }
            _ => sheet.write_blank(place.0, place.1, &look)?,
        };
        if open {
            sheet.add_data_validation(place.0, place.1, place.0, place.1, &hints::value(row, place.0, place.1)?)?;
        }
        if let Some(column) = plan.reason(column) {
            let place = (at, column as u16);
            let look = self.marked(sheet, place, &id, Part::Reason, &input(&looks.choice))?;
            sheet.write_string_with_format(place.0, place.1, reason.unwrap_or_default(), &look)?;
            if open {
                sheet.add_data_validation(place.0, place.1, place.0, place.1, &hints::reason()?)?;
            }
        }
        let place = (at, plan.note(column) as u16);
        let look = self.marked(sheet, place, &id, Part::Note, &input(&looks.note))?;
        sheet.write_string_with_format(place.0, place.1, shown.note.as_deref().unwrap_or_default(), &look)?;
        let past = template.past.get(&cell.id).and_then(|value| number::to_float(*value));
        let place = (at, plan.last_year(column) as u16);
        match past {
            Some(value) => sheet.write_number_with_format(place.0, place.1, value, &looks.past)?,
            None => sheet.write_blank(place.0, place.1, &looks.past)?,
        };
        Ok(())
    }

    /// Name of a reason, which people choose by; the code where the catalogue has dropped it.
    fn reason(&self, code: &str) -> String {
        let known = self.template.missing.iter().find(|reason| reason.code == code);
        known.map_or_else(|| code.to_owned(), |reason| reason.name.zh.clone())
    }

    /// The look of a place, coloured where something is to be said there, which then stands in a comment.
    fn marked(
        &self,
        sheet: &mut Worksheet,
        place: (u32, u16),
        cell: &str,
        part: Part,
        look: &Format,
    ) -> Result<Format, XlsxError> {
        let here: Vec<&Mark> = self.marks.iter().filter(|mark| mark.cell == cell && mark.part == part).collect();
        if here.is_empty() {
            return Ok(look.clone());
        }
        let text = here.iter().map(|mark| mark.text.as_str()).collect::<Vec<_>>().join("\n");
        let note = Note::new(text).set_author("审核").add_author_prefix(false).set_width(260);
        sheet.insert_note(place.0, place.1, &note)?;
        Ok(Looks::marked(look, here.iter().any(|mark| mark.wrong)))
    }
}
