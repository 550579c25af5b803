//! Page headers and page numbers: what stands at the same edge of page after page.

use std::collections::HashMap;

use super::rows::Row;
use crate::read::fold::fold;

/// So many rows at the top and at the bottom of a page may be furniture.
const EDGE: usize = 2;

/// Takes them off and tells each once.
pub(super) fn take_off(pages: &mut [Vec<Row>]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        for index in edges(page) {
            *seen.entry(shape(&page[index].text)).or_default() += 1;
        }
    }
    // Of many pages half may have a header for even pages only; on few, headings of the text repeat by chance.
    let often = (pages.len() / 3).max(3);
    let mut told: Vec<String> = Vec::new();
    for page in pages.iter_mut() {
        let mut gone: Vec<usize> = edges(page)
            .into_iter()
            .filter(|index| {
                let text = &page[*index].text;
                let named = ["目标", "措施"].iter().any(|word| shape(text).trim_end_matches(':').ends_with(word));
                is_page_number(text) || !named && seen.get(&shape(text)).is_some_and(|count| *count >= often)
            })
            .collect();
        gone.sort_unstable();
        for index in gone.into_iter().rev() {
            let text = page.remove(index).text;
            if !told.iter().any(|known| shape(known) == shape(&text)) {
                told.push(text);
            }
        }
    }
    told
}

/// The highest and the lowest rows.
fn edges(page: &[Row]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*b].y.total_cmp(&page[*a].y));
    let lowest = order.len().saturating_sub(EDGE).max(EDGE.min(order.len()));
    let mut edges = order[..EDGE.min(order.len())].to_vec();
    edges.extend(&order[lowest..]);
    edges
}

/// The text without its digits: a header that counts pages is the same on each.
fn shape(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

fn is_page_number(text: &str) -> bool {
    let folded = fold(text);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let rest: String = shape(text).chars().filter(|c| !"-—–―·.|/第共页()".contains(*c)).collect();
    rest.is_empty() && (1..=7).contains(&digits) && folded.chars().count() <= 16 && !folded.trim_end().ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, y: f64) -> Row {
        Row { text: text.to_owned(), y, ..Row::default() }
    }

    #[test]
    fn headers_and_page_numbers_go() {
        let page = |number: u32| {
            vec![
                row("某办公室编", 800.0),
                row(&"甲乙丙丁"[..3 * number as usize], 700.0),
                row(&"戊己庚辛"[..3 * number as usize], 695.0),
                row("正文的第二行。", 690.0),
                row(&"子丑寅卯"[..3 * number as usize], 60.0),
                row(&format!("— {number} —"), 40.0),
            ]
        };
        let mut pages = vec![page(1), page(2), page(3)];
        assert_eq!(take_off(&mut pages), ["— 1 —", "某办公室编"]);
        assert!(pages.iter().all(|page| page.len() == 4), "{pages:?}");
    }

    #[test]
    fn page_numbers() {
        for text in ["- 12 -", "第３页 共10页", "12", "3/20"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["1.", "2021年", "一", "12万人"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
