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
fn runs(section: &Section, by: isize, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    let mut run: Vec<(&Row, usize)> = Vec::new();
    for (at, row) in section.rows.iter().enumerate() {
        let beside = at.checked_add_signed(by).and_then(|at| section.rows.get(at));
        match beside.and_then(|beside| fitting(row, beside, answers)) {
            Some(cells) => run.push((row, cells)),
            None => found.extend(told(&std::mem::take(&mut run), by)),
        }
    }
    found.extend(told(&run, by));
    found
}

fn told(run: &[(&Row, usize)], by: isize) -> Option<(CellId, Text)> {
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
    use heng_base::codes::ItemCode;

    use heng_statistics::formula::Formulas;

    use super::*;
    use crate::entry::Entry;
    use crate::rules::{Checks, Known};
    use crate::sample;

    /// What is asked of a section with a row a figure of last year and of now.
    fn asked(rows: &[(i64, i64)]) -> Vec<String> {
        let (plan, catalogue) = sample::plan();
        let mut form = sample::form();
        let plain = form.sections[1].rows[0].clone();
        let id = |at: usize| CellId::total(ItemCode::parse(&format!("R{at}")).unwrap());
        form.sections[1].rows = (0..rows.len())
            .map(|at| {
                let mut row = Row { item: id(at).item, ..plain.clone() };
                row.cells[0].id = id(at);
                row
            })
            .collect();
        let value = |at, value: i64| Entry { cell: id(at), value: Some(value.into()), missing: None, note: None };
        let now: Vec<_> = rows.iter().enumerate().map(|(at, (_, now))| value(at, *now)).collect();
        let (checks, data) = (Checks::default(), sample::settled(&[]));
        let known = Known {
            plan: &plan,
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            checks: &checks,
            data: &data,
        };
        let mut answers = Answers::new(&form, &now, &known);
        answers.last_year = rows.iter().enumerate().map(|(at, (before, _))| (id(at), (*before).into())).collect();
        check(&form, &answers).into_iter().map(|(cell, _)| cell.to_string()).collect()
    }

    #[test]
    fn figures_one_line_off_are_asked_about_once() {
        let down = [(120, 118), (4500, 121), (860, 4480), (31, 870), (77, 78)];
        assert_eq!(asked(&down), ["R1"]);
        let up = [(120, 4480), (4500, 870), (860, 31), (31, 30)];
        assert_eq!(asked(&up), ["R0"]);
    }

    #[test]
    fn what_fits_its_own_year_is_left_alone() {
        assert_eq!(asked(&[(120, 118), (4500, 4520), (860, 900), (31, 30)]), Vec::<String>::new());
        assert_eq!(asked(&[(120, 4480), (4500, 130), (860, 850)]), Vec::<String>::new(), "two rows say too little");
        assert_eq!(asked(&[(3, 9), (9, 4), (4, 8), (8, 3)]), Vec::<String>::new(), "small numbers");
    }
}
