//! Rows made paragraphs: a row that reaches the margin goes on in the next.

use super::rows::Row;
use crate::read::fold::fold;
use crate::read::wrap::{HEADING, NUMBERED, append};

/// A row that ends within so many characters of the margin may go on: a sign may not stand at the beginning of a
/// row, and a number is not divided.
const SHORT_OF_THE_MARGIN: f64 = 2.2;

/// In mid-sentence more may be missing: a word in quotation marks or a long figure went to the next row. Half of
/// the row is filled all the same.
const SHORT_IN_A_SENTENCE: f64 = 8.0;

/// A row that begins so far from the margin begins a paragraph.
const INDENT: f64 = 1.2;

/// A step to the next row that is so much longer than usual divides paragraphs.
const WIDE_STEP: f64 = 1.35;

/// Left and right margin of the rows of a column.
struct Column {
    left: f64,
    right: f64,
}

pub(super) fn paragraphs(pages: &[Vec<Row>]) -> Vec<String> {
    let step = usual_step(pages);
    let indented = uses_indents(pages);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut last: Option<(usize, &Row, Column)> = None;
    for (page_number, page) in pages.iter().enumerate() {
        for row in page {
            let column = column_of(page, row);
            let goes_on = last.as_ref().is_some_and(|(last_page, before, last_column)| {
                let same_place = *last_page == page_number && before.column == row.column;
                goes_on(before, last_column, row, &column, indented)
                    && !(same_place && before.y - row.y > step * WIDE_STEP)
            });
            match paragraphs.last_mut().filter(|_| goes_on) {
                Some(paragraph) => append(paragraph, &row.text),
                None => paragraphs.push(row.text.clone()),
            }
            last = Some((page_number, row, column));
        }
    }
    paragraphs
}

fn goes_on(before: &Row, last: &Column, row: &Row, column: &Column, indented: bool) -> bool {
    let size = before.size.max(row.size);
    let alike = (before.size - row.size).abs() < 0.15 * size;
    let indent = row.left - column.left > INDENT * size;
    let ended = before.text.ends_with(['。', '；', ';', '！', '：', ':', '!', '.']);
    let heading = HEADING.is_match(&fold(&before.text));
    let short = if ended || heading { SHORT_OF_THE_MARGIN } else { SHORT_IN_A_SENTENCE };
    let missing = last.right - before.right;
    let full = missing < SHORT_OF_THE_MARGIN * size || missing < (short * size).min((last.right - last.left) / 2.0);
    let begins = NUMBERED.is_match(&fold(&row.text)) && (ended || indent);
    full && alike && !begins && !(indented && indent)
}

/// The margins of a row's column, leaving out the few rows that stick out.
fn column_of(page: &[Row], row: &Row) -> Column {
    let rows: Vec<&Row> = page.iter().filter(|other| other.column == row.column).collect();
    let left = rows.iter().map(|row| row.left).min_by(f64::total_cmp).unwrap_or(row.left);
    let mut rights: Vec<f64> = rows.iter().map(|row| row.right).collect();
    rights.sort_by(f64::total_cmp);
    let right = rights.get(rights.len() * 9 / 10).copied().unwrap_or(row.right);
    Column { left, right }
}

/// Whether the text marks paragraphs by an indent: a fair share of its rows has one.
fn uses_indents(pages: &[Vec<Row>]) -> bool {
    let (mut indents, mut all) = (0_usize, 0_usize);
    for page in pages {
        for row in page {
            let offset = (row.left - column_of(page, row).left) / row.size.max(1.0);
            indents += usize::from((INDENT..=4.5).contains(&offset));
            all += 1;
        }
    }
    indents * 20 > all
}

/// The step between rows that occurs most.
fn usual_step(pages: &[Vec<Row>]) -> f64 {
    let mut steps: Vec<f64> = Vec::new();
    for page in pages {
        let pairs = page.windows(2).filter(|pair| pair[0].column == pair[1].column);
        steps.extend(pairs.map(|pair| pair[0].y - pair[1].y).filter(|step| *step > 1.0));
    }
    steps.sort_by(f64::total_cmp);
    // Paragraphs of one row make long steps, so the shorter half tells.
    steps.get(steps.len() / 4).copied().unwrap_or(f64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a page as wide as ten characters, `　` for an indent.
    fn page(texts: &[&str]) -> Vec<Row> {
        let row = |(index, text): (usize, &&str)| {
            let indent = text.chars().take_while(|c| *c == '　').count();
            let right = 10.0 * text.chars().count() as f64;
            let left = 10.0 * indent as f64;
            Row { text: text.trim().to_owned(), left, right, y: 700.0 - 15.0 * index as f64, size: 10.0, column: 0 }
        };
        texts.iter().enumerate().map(row).collect()
    }

    #[test]
    fn rows_go_on_until_one_is_short_or_indented() {
        let first = page(&[
            "　　甲甲甲甲甲甲甲甲",
            "乙乙乙乙乙乙乙乙乙乙",
            "丙丙。",
            "　　丁丁丁丁丁丁丁。",
            "　　戊戊戊戊戊戊戊达",
        ]);
        let second = page(&["到９５％以上，完成。", "　　己。"]);
        let expected = [
            "甲甲甲甲甲甲甲甲乙乙乙乙乙乙乙乙乙乙丙丙。",
            "丁丁丁丁丁丁丁。",
            "戊戊戊戊戊戊戊达到９５％以上，完成。",
            "己。",
        ];
        assert_eq!(paragraphs(&[first, second]), expected);
    }

    #[test]
    fn a_number_begins_a_paragraph_after_a_sentence() {
        let rows = page(&["１．甲甲甲甲甲甲甲。", "２．乙乙乙乙乙乙乙乙", "1.5万人。", "（一）丙"]);
        assert_eq!(paragraphs(&[rows]), ["１．甲甲甲甲甲甲甲。", "２．乙乙乙乙乙乙乙乙1.5万人。", "（一）丙"]);
    }
}
