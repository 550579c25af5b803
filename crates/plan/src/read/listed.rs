//! Lists that run on in one line, and numbers of entries that a figure follows: 1.2025年, 6.5岁以下.

use super::fold::Folded;
use super::numbering::{Style, enclosed, marker};

// 主要目标：1.…, the list begins on the line of its heading.
expression!(
    RUN_IN_SECTION,
    r"^(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])?\s*(?:(?:(?:主要|发展|具体)目标|策略[与和]?措施|(?:主要|具体)措施)\s*[:。]|(?:目标|措施|对策)\s*:)\s*(?:[^\s:])"
);
expression!(
    NEXT,
    r"[。;]\s*(?P<mark>(?P<stop>\d{1,2})\s*[.、]\s*\S|[(〔]?\s*(?P<paren>\d{1,2})\s*[)〕]|[⒈-⒛①-⑳⑴-⒇❶-❿➀-➉])"
);
// What a number stands before, when it is no figure with decimals: a year, or more digits than those have.
expression!(YEAR_OR_LONG, r"^(?:[12]\d{3}\s*年|\d{5})");
// 1.5万 begins a sentence more often than it is the first entry.
expression!(LARGE, r"^\d+\s*(?:万|亿|倍)");

/// The number of an entry that a figure follows, and what follows it. By itself 6.5 is a figure: a number is known by
/// being due, by the year after it, or by a full-width stop, which no figure has.
pub(super) fn number_before_figure(text: &str, due: u32) -> Option<(u32, &str)> {
    let folded = Folded::new(text);
    let digits = folded.text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = folded.text.get(digits + 1..).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    if !(1..=2).contains(&digits) || !folded.text[digits..].starts_with('.') {
        return None;
    }
    let number: u32 = folded.text[..digits].parse().ok()?;
    // In a text of full-width digits the stop says nothing.
    let full_width = text.get(digits..).is_some_and(|rest| rest.starts_with('．'));
    let in_turn = number == due && number > 0 && !(number == 1 && LARGE.is_match(rest));
    (full_width || in_turn || YEAR_OR_LONG.is_match(rest)).then(|| (number, folded.exact_from(digits + 1)))
}

/// A line divided where a heading or the entry before runs into the next entry: 主要目标：1.甲。2.乙。
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let folded = Folded::new(text);
    let mut cuts = vec![0];
    if let Some(found) = RUN_IN_SECTION.find(&folded.text) {
        let last = found.as_str().chars().last().map_or(0, char::len_utf8);
        cuts.push(found.end() - last);
    }
    let listed = cuts.last().copied().unwrap_or(0);
    if let Some(first) = first_number(folded.exact_from(listed)) {
        cuts.extend(run_in_numbers(&folded.text, listed, first));
    }
    cuts.push(folded.text.len());
    cuts.windows(2).map(|cut| folded.exact(cut[0]..cut[1]).trim()).filter(|piece| !piece.is_empty()).collect()
}

fn first_number(list: &str) -> Option<(Style, u32)> {
    match marker(&Folded::new(list), list) {
        (Some(style @ (Style::Arabic | Style::ArabicParen)), first, _) => Some((style, first?)),
        _ => number_before_figure(list, 1).map(|(first, _)| (Style::Arabic, first)),
    }
}

/// Where the numbers that follow the first one by one, in its style, stand after the end of a sentence.
fn run_in_numbers(folded: &str, from: usize, (style, first): (Style, u32)) -> Vec<usize> {
    let mut expected = first.saturating_add(1);
    let mut cuts = Vec::new();
    for found in NEXT.captures_iter(&folded[from..]) {
        let Some(mark) = found.name("mark") else { continue };
        let number = |group| found.name(group).and_then(|digits| digits.as_str().parse().ok());
        let stop = number("stop").map(|number| (Style::Arabic, number));
        let written = stop.or_else(|| number("paren").map(|number| (Style::ArabicParen, number)));
        let written = written.or_else(|| enclosed(mark.as_str()).map(|(style, number, _)| (style, number)));
        if written == Some((style, expected)) {
            cuts.push(from + mark.start());
            expected = expected.saturating_add(1);
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::numbering::classify;

    #[test]
    fn a_number_before_a_figure_is_known_by_its_turn() {
        let mut notices = Vec::new();
        let text = "主要目标\n1.甲。\n2.5岁以下儿童死亡率。\n1.5岁以下。\n3.0—6岁儿童。";
        let document = crate::read::clean::clean(text, &mut notices);
        let lines: Vec<_> = classify(&document).into_iter().map(|line| (line.count, line.rest)).collect();
        let expected = [
            (None, "主要目标"),
            (Some(1), "甲。"),
            (Some(2), "5岁以下儿童死亡率。"),
            (None, "1.5岁以下。"),
            (Some(3), "0—6岁儿童。"),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_figure_begins_an_entry() {
        let cases = [
            ("1.2025年毛入园率达到95%。", 7, Some((1, "2025年毛入园率达到95%。"))),
            ("２．２０３０年达到98%。", 7, Some((2, "２０３０年达到98%。"))),
            ("1．2025年毛入园率达到95%。", 7, Some((1, "2025年毛入园率达到95%。"))),
            ("5．1所及以上的机构达到标准。", 7, Some((5, "1所及以上的机构达到标准。"))),
            ("3.12338热线接通率达到95%。", 7, Some((3, "12338热线接通率达到95%。"))),
            ("4.90%以上的妇女享有基本保健。", 4, Some((4, "90%以上的妇女享有基本保健。"))),
            ("1.1所综合医院设产科门诊。", 1, Some((1, "1所综合医院设产科门诊。"))),
            ("2.5%以上。", 4, None),
            ("0.5%以上。", 0, None),
            ("1.5万人接受培训。", 1, None),
            ("１．５万人接受培训。", 3, None),
            ("20.25", 3, None),
            ("2025.1", 3, None),
        ];
        for (text, due, expected) in cases {
            assert_eq!(number_before_figure(text, due), expected, "{text}");
        }
    }

    #[test]
    fn a_figure_after_a_broken_sentence_is_no_number() {
        let document = crate::read::clean::clean("1.甲率达到\n2.5%以上。", &mut Vec::new());
        assert_eq!(classify(&document)[1].count, None);
    }

    #[test]
    fn a_list_that_runs_on_in_one_line() {
        let cases: [(&str, &[&str]); 12] = [
            ("目标：①甲率达到95%；②乙。③丙。", &["目标：", "①甲率达到95%；", "②乙。", "③丙。"]),
            ("（1）甲；（2）乙；(4)丙。", &["（1）甲；", "（2）乙；(4)丙。"]),
            ("1）甲。2）乙。", &["1）甲。", "2）乙。"]),
            ("⒈甲。⒉乙。", &["⒈甲。", "⒉乙。"]),
            ("1.甲：（1）乙；（2）丙。2.丁。", &["1.甲：（1）乙；（2）丙。", "2.丁。"]),
            ("措施：加强服务。", &["措施：", "加强服务。"]),
            ("主要目标：1.2025年达到95%。2.5岁以下。", &["主要目标：", "1.2025年达到95%。", "2.5岁以下。"]),
            ("1．2025年达到95%。2．2030年达到98%。", &["1．2025年达到95%。", "2．2030年达到98%。"]),
            ("主要目标：1.甲率达到95%。2.乙率达到1.5%。", &["主要目标：", "1.甲率达到95%。", "2.乙率达到1.5%。"]),
            ("３．甲。４．乙；6.丙。", &["３．甲。", "４．乙；6.丙。"]),
            ("（二）策略措施。加强工作。", &["（二）策略措施。", "加强工作。"]),
            ("甲。1.乙。2.丙。", &["甲。1.乙。2.丙。"]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
