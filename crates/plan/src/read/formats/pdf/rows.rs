//! Glyphs made rows of text, in the order in which the page is read.

use super::Placed;

/// A row of text within a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// Column of the page, from the left.
    pub(super) column: usize,
}

/// Rows are told apart by so much of the size of the font.
const SAME_ROW: f64 = 0.45;

/// A gap so wide, in sizes of the font, is a space in Western text; a wider one is a space anywhere.
const WORD_GAP: f64 = 0.4;
const WIDE_GAP: f64 = 1.2;

/// What is so far apart stands in another column or cell.
const COLUMN_GAP: f64 = 3.0;

/// The writer's order of glyphs is followed: it is that of the text in all programs that write one. Rows are
/// then put in the order of columns.
pub(super) fn rows(glyphs: &[Placed]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for glyph in glyphs {
        let width = width(&glyph.text) * glyph.size;
        match rows.last_mut().filter(|row| continues(row, glyph)) {
            Some(row) => {
                add_gap(row, glyph);
                row.text.push_str(&glyph.text);
                row.right = row.right.max(glyph.x + width);
                row.size = row.size.max(glyph.size);
            }
            None => rows.push(Row {
                text: glyph.text.clone(),
                left: glyph.x,
                right: glyph.x + width,
                y: glyph.y,
                size: glyph.size,
                column: 0,
            }),
        }
    }
    for row in &mut rows {
        // A row indented by spaces begins where its text does.
        let spaces = row.text.chars().take_while(|c| c.is_whitespace()).map(|c| width_of(c) * row.size).sum::<f64>();
        row.left += spaces;
        row.text = row.text.trim().to_owned();
    }
    rows.retain(|row| !row.text.is_empty());
    in_columns(&mut rows);
    rows
}

fn continues(row: &Row, glyph: &Placed) -> bool {
    let size = row.size.max(glyph.size);
    let ahead = glyph.x - row.right;
    (row.y - glyph.y).abs() < SAME_ROW * size && ahead > -size && ahead < COLUMN_GAP * size
}

fn add_gap(row: &mut Row, glyph: &Placed) {
    let gap = (glyph.x - row.right) / glyph.size;
    let western = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let words = western(row.text.chars().last()) && western(glyph.text.chars().next());
    let spaced = row.text.ends_with(' ') || glyph.text.starts_with(' ');
    if !spaced && (gap > WIDE_GAP || (words && gap > WORD_GAP)) {
        row.text.push(' ');
    }
}

fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

/// Width of a character in sizes of the font, near enough to tell a gap.
fn width_of(c: char) -> f64 {
    match c {
        'A'..='Z' | 'm' | 'w' | '%' => 0.7,
        _ if c < '\u{2000}' => 0.5,
        _ => 1.0,
    }
}

/// Divides a page of columns at the gaps between them; the left is read before the right.
fn in_columns(rows: &mut [Row]) {
    let gaps = gaps(rows);
    if gaps.is_empty() {
        return;
    }
    let mut section = 0;
    let mut keys = Vec::with_capacity(rows.len());
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| rows[*b].y.total_cmp(&rows[*a].y));
    // A row across columns, such as a title, comes after what stands above it.
    keys.resize(rows.len(), (0, 0));
    for index in order {
        let row = &mut rows[index];
        let across = gaps.iter().any(|gap| row.left < *gap && row.right > *gap);
        section += usize::from(across);
        row.column = if across { 0 } else { gaps.iter().filter(|gap| row.left >= **gap).count() };
        keys[index] = (section, row.column);
        section += usize::from(across);
    }
    let mut keyed: Vec<_> = keys.into_iter().zip(rows.iter().cloned()).collect();
    keyed.sort_by_key(|(key, _)| *key);
    for (row, (_, sorted)) in rows.iter_mut().zip(keyed) {
        *row = sorted;
    }
}

/// All gaps between columns, from the left.
fn gaps(rows: &[Row]) -> Vec<f64> {
    let Some(gap) = gap_between_columns(rows) else { return Vec::new() };
    let side = |keep: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| keep(row)).cloned().collect::<Vec<_>>();
    let (left, right) = (side(&|row| row.right <= gap), side(&|row| row.left >= gap));
    [gaps(&left), vec![gap], gaps(&right)].concat()
}

/// Where nearly no row crosses, with rows enough on both sides of it.
fn gap_between_columns(rows: &[Row]) -> Option<f64> {
    const CROSSING: usize = 8;
    const FEWEST_ROWS: usize = 8;
    let left = rows.iter().map(|row| row.left).min_by(f64::total_cmp)?;
    let right = rows.iter().map(|row| row.right).max_by(f64::total_cmp)?;
    let steps = (30..=70).map(|percent| left + (right - left) * f64::from(percent) / 100.0);
    let crossing = |x: f64| rows.iter().filter(|row| row.left < x && row.right > x).count();
    let gap = steps.min_by_key(|x| crossing(*x))?;
    let (before, after) =
        (rows.iter().filter(|r| r.right <= gap).count(), rows.iter().filter(|r| r.left >= gap).count());
    let wide = |row: &&Row| (row.right - row.left) > (right - left) * 0.2;
    let filled = rows.iter().filter(wide).filter(|row| row.left >= gap).count() * 3 >= after;
    let apart = crossing(gap) * CROSSING <= rows.len() && before.min(after) >= FEWEST_ROWS;
    (apart && filled).then_some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, x: f64, y: f64) -> Vec<Placed> {
        let at = |(index, c): (usize, char)| Placed { text: c.to_string(), x: x + 10.0 * index as f64, y, size: 10.0 };
        text.chars().enumerate().map(at).collect()
    }

    #[test]
    fn glyphs_of_a_baseline_are_a_row() {
        let glyphs = [written("甲乙丙", 50.0, 700.0), written("丁", 105.0, 700.0), written("戊", 50.0, 685.0)].concat();
        let texts: Vec<String> = rows(&glyphs).into_iter().map(|row| row.text).collect();
        assert_eq!(texts, ["甲乙丙 丁", "戊"]);
    }

    #[test]
    fn three_columns_are_read_from_the_left() {
        let mut glyphs = Vec::new();
        for line in 0..10 {
            for (column, text) in
                ["左左左左左左左左左左", "中中中中中中中中中中", "右右右右右右右右右右"].iter().enumerate()
            {
                glyphs.extend(written(text, 50.0 + 150.0 * column as f64, 700.0 - 15.0 * f64::from(line)));
            }
        }
        let rows = rows(&glyphs);
        let columns: Vec<usize> = rows.iter().map(|row| row.column).collect();
        assert_eq!(columns, [[0; 10], [1; 10], [2; 10]].concat());
        assert!(rows[..10].iter().all(|row| row.text.starts_with('左')));
    }

    #[test]
    fn the_left_column_is_read_first() {
        let mut glyphs = Vec::new();
        for line in 0..10 {
            let y = 700.0 - 15.0 * f64::from(line);
            glyphs.extend(written("左左左左左左左左左左", 50.0, y));
            glyphs.extend(written("右右右右右右右右右右", 200.0, y));
        }
        let texts: Vec<String> = rows(&glyphs).into_iter().map(|row| row.text).collect();
        assert!(texts[..10].iter().all(|text| text.starts_with('左')), "{texts:?}");
        assert_eq!(texts.len(), 20);
    }
}
