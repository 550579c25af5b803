//! `rows_shifted`: figures that fit last year's of the row above or below, one row after the other.
//!
//! What happens when a block is pasted or typed one line off. Asked once for each run, on its first cell; a query, for rows
//! may come to resemble one another.

use heng_base::text::Text;
use heng_plan::model::ValueType;
use rust_decimal::Decimal;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form, Row, Section};

/// Fits a figure: no further from it, as a share.
const FITS: Decimal = Decimal::from_parts(15, 0, 0, false, 2);
/// Does not fit it: further from it.
const MISSES: Decimal = Decimal::from_parts(3, 0, 0, false, 1);
/// Smaller figures fit one another too easily.
const LEAST: Decimal = Decimal::from_parts(10, 0, 0, false, 0);

pub(super) static RULE: Rule = Rule {
    code: "rows_shifted",
    severity: Severity::Query,
    name: Said { zh: "疑似错行", en: "Rows shifted" },
    words: Said {
        zh: "接连几行（三行以上，或两行而各分组都如此）的数与本行上年相差三成以上，却与上一行或下一行的上年数相近，疑似填错了行。",
        en: "Several rows on end (three, or two with all their groups) are 30 % and more from their own figures of last year and near those of the row above or below.",
    },
    example: Said {
        zh: "三行上年为 120、4,500、860，本年填成 4,480、870、31。",
        en: "Last year 120, 4,500 and 860; now 4,480, 870 and 31.",
    },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let runs = form.sections.iter().flat_map(|section| [-1, 1].map(|by| runs(section, by, answers)));
    let mut found: Vec<(CellId, Text)> = Vec::new();
    for run in runs.flatten() {
        // Two rows that changed places fit both ways.
        if !found.iter().any(|(cell, _)| *cell == run.0) {
            found.push(run);
        }
    }
    found
}

/// Runs of rows that fit the row `by` lines away.
fn runs(section: &Section, by: i32, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    let mut run: Vec<(&Row, usize)> = Vec::new();
    for (at, row) in section.rows.iter().enumerate() {
        let beside = at.checked_add_signed(by as isize).and_then(|at| section.rows.get(at));
        match beside.and_then(|beside| fitting(row, beside, answers)) {
            Some(cells) => run.push((row, cells)),
            None => found.extend(told(&std::mem::take(&mut run), by)),
        }
    }
    found.extend(told(&run, by));
    found
}

fn told(run: &[(&Row, usize)], by: i32) -> Option<(CellId, Text)> {
    let cells: usize = run.iter().map(|(_, cells)| cells).sum();
    if run.len() < 3 && (run.len() < 2 || cells < 2 * run.len()) {
        return None;
    }
    let ((first, _), (last, _)) = (run.first()?, run.last()?);
    let (zh, en) = if by < 0 { ("上一行", "above") } else { ("下一行", "below") };
    let text = both(
        format!("从“{}”到“{}”共 {} 行，各数与{zh}的上年数相近，疑似错行", first.name.zh, last.name.zh, run.len()),
        format!("{} rows from here are near last year's figures of the row {en}; perhaps a line off", run.len()),
    );
    Some((CellId::total(first.item.clone()), text))
}

/// How many cells of a row fit last year's figures of another row; none where one does not, or where the total fits its own.
fn fitting(row: &Row, beside: &Row, answers: &Answers<'_>) -> Option<usize> {
    if !row.counted() || !beside.counted() {
        return None;
    }
    let (now, own) = answers.pair(&CellId::total(row.item.clone()))?;
    if now < LEAST || (now - own).abs() <= own.abs() * MISSES {
        return None;
    }
    let mut cells = 0;
    for cell in &row.cells {
        let same = CellId { item: beside.item.clone(), ..cell.id.clone() };
        let (Some(now), Some(other)) = (answers.value(&cell.id), answers.last_year.get(&same)) else { continue };
        if (now - other).abs() > other.abs() * FITS {
            return None;
        }
        cells += 1;
    }
    let total = CellId::total(beside.item.clone());
    answers.last_year.contains_key(&total).then_some(cells).filter(|cells| *cells > 0)
}

impl Row {
    fn counted(&self) -> bool {
        matches!(self.value_type, ValueType::Integer | ValueType::Decimal)
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found_after;

    #[test]
    fn figures_one_line_off_are_asked_about() {
        // The sample has PATENTS and SPENT in one section, both without groups: two rows alone say too little.
        let before = [("PATENTS", "90"), ("SPENT", "40")];
        assert_eq!(found_after(&[("PATENTS", "41"), ("SPENT", "11")], &before), Vec::<String>::new());
    }
}
