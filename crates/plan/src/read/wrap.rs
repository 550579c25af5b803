//! Lines broken in mid-sentence, as in a text copied from a page, made paragraphs again.

use super::fold::fold;
use super::notice::{Notice, NoticeCode};

// How an entry or heading begins.
expression!(
    pub(super) NUMBERED,
    r"^(?:第[一二三四五六七八九十百]{1,4}[章节篇编]|第[一二三四五六七八九十百]{1,5}条\s|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][、.]|(?:项目|工程)[一二三四五六七八九十]{1,3}[:、]|\d{1,2}(?:\.\d{1,2}){2}\D|\d{1,2}\.\d{1,2}\s|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、][^\d]|\(\d{1,2}\)|[①-⑳⑴-⒇⒈-⒛]|——|--|(?:主要目标|策略措施):?$)"
);

// A heading, which goes on only where it fills its line.
expression!(
    pub(super) HEADING,
    r"^(?:第[一二三四五六七八九十百]{1,4}[章节篇编]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^。,;:]*$"
);

/// A broken text has no longer line than this, in half-width columns: paragraphs that are whole have.
const WIDEST: usize = 120;
const NARROWEST: usize = 24;

/// A line that falls short by no more reaches the margin: a sign may not begin a line, a number is not divided.
const SHORT_OF_THE_MARGIN: usize = 5;
/// In a text that is broken more may be missing: a long figure or word went to the next line.
const SHORT_IN_A_SENTENCE: usize = 12;

/// So many lines must reach the margin in mid-sentence, and one in so many of all.
const FEWEST_BROKEN: usize = 3;
const ONE_IN: usize = 6;

/// Joins the lines of a text that is broken throughout; a paragraph keeps the number of its first line.
pub(super) fn join(lines: Vec<(usize, String)>, notices: &mut Vec<Notice>) -> Vec<(usize, String)> {
    let margin = lines.iter().map(|(_, line)| width(line)).max().unwrap_or(0);
    let broken =
        |short| lines.windows(2).map(|pair| goes_on(&pair[0].1, &pair[1].1, margin, short)).collect::<Vec<_>>();
    let count = broken(SHORT_OF_THE_MARGIN).iter().filter(|broken| **broken).count();
    let filled = lines.iter().filter(|(_, line)| !line.trim().is_empty()).count();
    if !(NARROWEST..=WIDEST).contains(&margin) || count < FEWEST_BROKEN || count * ONE_IN < filled {
        return lines;
    }
    let broken = broken(SHORT_IN_A_SENTENCE);
    let count = broken.iter().filter(|broken| **broken).count();
    let first = broken.iter().position(|broken| *broken).and_then(|index| lines.get(index)).map(|(number, _)| *number);
    notices.push(Notice::new(NoticeCode::LinesJoined, first, &count.to_string()));
    let mut joined: Vec<(usize, String)> = Vec::with_capacity(lines.len());
    for (index, (number, line)) in lines.into_iter().enumerate() {
        match joined.last_mut().filter(|_| index > 0 && broken[index - 1]) {
            Some((_, paragraph)) => append(paragraph, &line),
            None => joined.push((number, line)),
        }
    }
    joined
}

/// Whether a line reaches the margin in mid-sentence, and the next begins nothing new.
fn goes_on(line: &str, next: &str, margin: usize, short: usize) -> bool {
    let (end, start) = (line.trim_end(), fold(next));
    let ended = end.is_empty() || end.ends_with(['。', '；', ';', '！', '!', '？', '?', '：', ':']);
    let begins = start.trim().is_empty() || start.starts_with(' ') || NUMBERED.is_match(&start);
    let short = if HEADING.is_match(&fold(end)) { SHORT_OF_THE_MARGIN.min(short) } else { short };
    !ended && !begins && width(line) + short >= margin
}

/// Half-width columns of a line.
fn width(line: &str) -> usize {
    line.trim_end().chars().map(|c| if c < '\u{2000}' { 1 } else { 2 }).sum()
}

/// Chinese is joined as it stands, Western words with a space.
pub(super) fn append(paragraph: &mut String, next: &str) {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    paragraph.truncate(paragraph.trim_end().len());
    if word(paragraph.chars().last()) && word(next.chars().next()) {
        paragraph.push(' ');
    }
    paragraph.push_str(next);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> (Vec<(usize, String)>, usize) {
        let mut notices = Vec::new();
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned())).collect();
        (join(lines, &mut notices), notices.len())
    }

    #[test]
    fn a_broken_text_is_joined() {
        let text = "1.村民委员会成员中女性比例达到\n30%以上，居民委员会成员中女性\n比例保持在50%左右，村民代表中\n女性比例达到三分之一。\n2.其他。";
        let (lines, notices) = joined(text);
        assert_eq!(notices, 1);
        assert_eq!(lines.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 5]);
        assert!(lines[0].1.contains("达到30%以上，居民委员会成员中女性比例保持在50%左右"), "{lines:?}");
    }

    #[test]
    fn whole_paragraphs_and_lists_stay() {
        let long = "筛查率".repeat(60);
        let texts = [
            format!("{long}\n{long}\n{long}\n{long}\n"),
            "省卫生厅\n省教育厅\n省公安厅\n省住建厅\n1.降低儿童死亡率，减少伤害。\n".to_owned(),
            "1.甲甲甲甲甲甲甲甲甲甲甲甲\n2.乙乙乙乙乙乙乙乙乙乙乙乙\n3.丙丙丙丙丙丙丙丙丙丙丙丙\n4.丁丁丁丁丁丁"
                .to_owned(),
        ];
        for text in texts {
            let (lines, notices) = joined(&text);
            assert_eq!((lines.len(), notices), (text.lines().count(), 0), "{text}");
        }
    }
}
