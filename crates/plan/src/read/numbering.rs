//! What each line is, by its numbering and wording alone.

use regex::Regex;

use super::clean::Document;
use super::fold::Folded;
use super::listed::{number_before_figure, pieces};

/// How a line is numbered, from the highest level down: the order is that in which plans use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 第一部分, 第一篇
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Division,
    /// 一、
    Chinese,
    /// Ⅰ、 II.
    Roman,
    /// （一）
    ChineseParen,
    /// 第一条
    Article,
    /// 项目一：
    Named,
    /// 1. 1、 ⒈
    Arabic,
    /// 1.1
    Decimal,
    /// 1.1.1
    Decimals,
    /// a. A、
    Letter,
    /// （1） 1） ⑴ ①
    ArabicParen,
    /// —— -- •
    Dash,
    /// 【…】 […] around the whole line
    Bracket,
    /// A heading known by its words alone.
    Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Objectives,
    Measures,
    Projects,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text says that part of it is left out: `[...]`, 略.
    Gap,
    /// 主要目标, 策略措施; sometimes with the domain's title before it.
    Section {
        section: Section,
        domain: Option<String>,
    },
    /// A short numbered line without a sentence in it, or one whose words make it a heading.
    Heading {
        title: String,
    },
    /// A numbered line with text.
    Item,
    Plain,
}

/// A line that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Number in the input, from 1.
    pub(super) number: usize,
    /// The whole line, trimmed.
    pub(super) text: &'a str,
    pub(super) style: Option<Style>,
    pub(super) count: Option<u32>,
    /// The line without its number.
    pub(super) rest: &'a str,
    pub(super) kind: Kind,
}

expression!(PART, r"^第([一二三四五六七八九十百]{1,4}|\d{1,2})(?:篇|编|部分)[、.:]?\s*");
expression!(CHAPTER, r"^第([一二三四五六七八九十百]{1,4}|\d{1,2})章[、.:]?\s*");
expression!(DIVISION, r"^第([一二三四五六七八九十百]{1,4}|\d{1,2})节[、.:]?\s*");
expression!(ARTICLE, r"^第([一二三四五六七八九十百]{1,5}|\d{1,3})条(?:[、.:]\s*|\s+|$)");
expression!(ROMAN, r"^([IVX]{1,5})\s*[.、]\s*");
expression!(
    NAMED,
    r"^(?:项目|工程|行动|任务|目标|措施|专栏)\s*([一二三四五六七八九十]{1,3}|\d{1,2})(?:\s*[:、.]\s*|\s+)"
);
// 1.1 by itself may be a figure: a blank or sign tells the number, or a word that counts nothing.
expression!(DECIMAL, r"^\d{1,2}\.(\d{1,2})(?:[、.]\s*|\s+|$)?");
expression!(COUNTS, r"^\s*(?:@COUNTED@|@BUILT@|\d|[万亿倍%‰/:比百千多余—–~至-]|以上|以下|左右)");
expression!(DECIMALS, r"^\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2}\.(\d{1,2})[、.]?\s*[^\d\s%‰.、]");
expression!(LETTER, r"^\(?([A-Za-z])[.、)]\s*[^\x00-\x7f]");
expression!(CHINESE, r"^([一二三四五六七八九十]{1,3})\s*[、.,:]\s*");
expression!(CHINESE_PAREN, r"^[(〔\[]\s*([一二三四五六七八九十]{1,3})\s*[)〕\]]\s*[、.]?\s*");
expression!(ARABIC, r"^(\d{1,2})\s*(?:[.、]\s*(?:[^\d\s]|$)|[.、]\s+\d)");
expression!(ARABIC_PAREN, r"^[(〔]?\s*(\d{1,2})\s*[)〕]\s*[、.]?\s*");
// One sign of a dash may be a minus; two are a dash, as are the bullets of word processors.
expression!(DASH, r"^(?:[—–―─-]{1,3}|[·•●■◆○▪◇★☆▲△])\s*");
expression!(BRACKET, r"^[\[【](.+)[\]】]$");
expression!(GAP, r"^(?:[\[(【<〔]?\s*(?:\.{3,6}|…{1,2}|(?:此处|以下|下|中|上)?(?:省?略|从略))\s*[\])】>〕]?)$");
expression!(OBJECTIVES, r"^(?:主要|发展|具体|工作|预期|量化|阶段性?|约束性|预期性|重点)?(?:目标|指标)(?:任务|要求)?$");
expression!(
    MEASURES,
    r"^(?:主要|具体|工作|支持|实施|行动|推进|重点|政策|对策)?(?:策略|措施|对策|举措|任务)(?:[与和及、]?(?:措施|策略|对策|举措|行动))?$"
);
expression!(PROJECTS, r"^(?:重点|重大|主要)?(?:工程|项目|实施项目|实施工程|实事项目|工程项目)$");
expression!(INLINE_SECTION, r"^(.{2,20}?)(?:\s+|\s*[—:-]+\s*)(主要目标|发展目标|策略措施|策略和措施|策略与措施)$");
expression!(
    CHAPTER_WORDS,
    r"^(?:前\s*言|序\s*言|总体?目标|总体要求|指导思想|基本原则|(?:发展领域、?)?主要目标[与和、]策略措施|组织[与和]?实施|组织保障|监测[与和]?评估|保障措施|附\s*则)$"
);

/// A heading has no more characters than this.
const HEADING_LENGTH: usize = 30;

/// All lines that are not blank, told apart.
pub(super) fn classify(document: &Document) -> Vec<Line<'_>> {
    let numbered = document.lines().iter().map(|(number, line)| (*number, line.trim()));
    let filled = numbered.filter(|(_, text)| !text.is_empty());
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut last = 0;
    for (number, text) in filled {
        for piece in pieces(text) {
            let mut line = classify_line(number, piece);
            // A sentence that was broken off goes on with its figure.
            let due = if lines.last().is_some_and(|before| breaks_off(before.text)) { 0 } else { last + 1 };
            if let Some((count, rest)) = number_before_figure(piece, due).filter(|_| line.style.is_none()) {
                line = Line { style: Some(Style::Arabic), count: Some(count), rest, kind: Kind::Item, ..line };
            }
            match (&line.kind, line.style) {
                (Kind::Section { .. } | Kind::Heading { .. }, _) => last = 0,
                (_, Some(Style::Arabic)) => last = line.count.unwrap_or(0),
                _ => {}
            }
            lines.push(line);
        }
    }
    lines
}

fn breaks_off(text: &str) -> bool {
    text.ends_with(['到', '至', '在', '于', '过', '达', '为', '、', '，', ','])
}

fn classify_line(number: usize, text: &str) -> Line<'_> {
    let folded = Folded::new(text);
    if GAP.is_match(&folded.text) {
        return Line { number, text, style: None, count: None, rest: text, kind: Kind::Gap };
    }
    let (style, count, rest) = marker(&folded, text);
    let kind = kind_of(style, rest);
    let style = if style.is_none() && matches!(kind, Kind::Heading { .. }) { Some(Style::Words) } else { style };
    Line { number, text, style, count, rest, kind }
}

pub(super) fn marker<'a>(folded: &Folded<'a>, text: &'a str) -> (Option<Style>, Option<u32>, &'a str) {
    if let Some((style, count, rest)) = enclosed(text) {
        return (Some(style), Some(count), rest);
    }
    if let Some(found) = BRACKET.captures(&folded.text) {
        let inner = found.get(1).map_or(0..0, |group| group.range());
        return (Some(Style::Bracket), None, folded.exact(inner).trim());
    }
    if let Some((style, count, end)) = lettered(&folded.text) {
        return (Some(style), count, folded.exact_from(end).trim());
    }
    let numbered: [(&Regex, Style); 9] = [
        (&PART, Style::Part),
        (&CHAPTER, Style::Chapter),
        (&DIVISION, Style::Division),
        (&ARTICLE, Style::Article),
        (&NAMED, Style::Named),
        (&CHINESE, Style::Chinese),
        (&CHINESE_PAREN, Style::ChineseParen),
        (&ARABIC, Style::Arabic),
        (&ARABIC_PAREN, Style::ArabicParen),
    ];
    for (expression, style) in numbered {
        let Some(found) = expression.captures(&folded.text) else { continue };
        let count = found.get(1).and_then(|digits| count(digits.as_str()));
        let end =
            if style == Style::Arabic { after_dot(&folded.text) } else { found.get(0).map_or(0, |all| all.end()) };
        return (Some(style), count, folded.exact_from(end).trim());
    }
    match DASH.find(&folded.text) {
        Some(found) => (Some(Style::Dash), None, folded.exact_from(found.end()).trim()),
        None => (None, None, text),
    }
}

/// A line of an entry without the dash or number before it.
pub(super) fn without_number(text: &str) -> &str {
    match marker(&Folded::new(text), text) {
        (None, _, _) => number_before_figure(text, 0).map_or(text, |(_, rest)| rest),
        (Some(_), _, rest) => rest,
    }
}

/// Where the text after `1.` begins; the expression itself looks one character further.
fn after_dot(folded: &str) -> usize {
    folded.char_indices().find(|(_, c)| matches!(c, '.' | '、')).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Numbers of several places, Roman ones and letters: style, count, and where the text begins.
fn lettered(folded: &str) -> Option<(Style, Option<u32>, usize)> {
    if let Some(found) = ROMAN.captures(folded) {
        return Some((Style::Roman, roman(&found[1]), found.get(0)?.end())).filter(|(_, count, _)| count.is_some());
    }
    if let Some(found) = DECIMALS.captures(folded) {
        let last = found.get(0)?.as_str().chars().next_back().map_or(0, char::len_utf8);
        return Some((Style::Decimals, found[1].parse().ok(), found.get(0)?.end() - last));
    }
    if let Some(found) = DECIMAL.captures(folded) {
        let end = found.get(0)?.end();
        return (!COUNTS.is_match(&folded[end..])).then(|| (Style::Decimal, found[1].parse().ok(), end));
    }
    let found = LETTER.captures(folded)?;
    let letter = found[1].to_ascii_lowercase().bytes().next()?;
    let sign = found.get(1)?.end();
    Some((Style::Letter, Some(u32::from(letter - b'a') + 1), sign + folded[sign..].chars().next()?.len_utf8()))
}

/// I to XXX.
fn roman(digits: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let ones = digits.trim_start_matches('X');
    let tens = u32::try_from(digits.len() - ones.len()).ok()?;
    Some(tens * 10 + u32::try_from(ONES.iter().position(|written| *written == ones)?).ok()?)
}

/// Numbers that are one character: ① ⑴ ⒈ ㈠.
pub(super) fn enclosed(text: &str) -> Option<(Style, u32, &str)> {
    let first = text.chars().next()?;
    let (style, base) = match first {
        '①'..='⑳' => (Style::ArabicParen, '①'),
        '⑴'..='⒇' => (Style::ArabicParen, '⑴'),
        '⒈'..='⒛' => (Style::Arabic, '⒈'),
        '❶'..='❿' => (Style::ArabicParen, '❶'),
        '➀'..='➉' => (Style::ArabicParen, '➀'),
        'Ⅰ'..='Ⅻ' => (Style::Roman, 'Ⅰ'),
        'ⅰ'..='ⅻ' => (Style::Roman, 'ⅰ'),
        '㊀'..='㊉' => (Style::ChineseParen, '㊀'),
        '㈠'..='㈩' => (Style::ChineseParen, '㈠'),
        _ => return None,
    };
    let rest = text[first.len_utf8()..].trim_start_matches(['.', '．', '、', ' ']);
    // ⅠA型 is a name.
    if style == Style::Roman && rest.len() == text.len() - first.len_utf8() {
        return None;
    }
    Some((style, first as u32 - base as u32 + 1, rest))
}

fn kind_of(style: Option<Style>, rest: &str) -> Kind {
    let folded = super::fold::fold(rest);
    let words = folded.trim_end_matches([':', '。', ' ']);
    let tight: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(section) = section(style, &tight) {
        return Kind::Section { section, domain: None };
    }
    if let Some(found) = INLINE_SECTION.captures(words) {
        let section = if found[2].ends_with("目标") { Section::Objectives } else { Section::Measures };
        return Kind::Section { section, domain: Some(found[1].trim().to_owned()) };
    }
    if CHAPTER_WORDS.is_match(&tight) && style.is_none() {
        return Kind::Heading { title: tight };
    }
    let heading = style.is_some_and(|style| style <= Style::ChineseParen || style == Style::Bracket);
    if heading && is_short_title(words) {
        return Kind::Heading { title: rest.trim_end_matches([':', '：', '。', ' ']).to_owned() };
    }
    if style.is_some() { Kind::Item } else { Kind::Plain }
}

fn section(style: Option<Style>, words: &str) -> Option<Section> {
    if OBJECTIVES.is_match(words) {
        Some(Section::Objectives)
    } else if MEASURES.is_match(words) {
        Some(Section::Measures)
    } else if PROJECTS.is_match(words) && style.is_none_or(|style| style > Style::Chinese) {
        Some(Section::Projects)
    } else {
        None
    }
}

pub(super) fn is_short_title(words: &str) -> bool {
    let length = words.chars().count();
    length > 0 && length <= HEADING_LENGTH && !words.contains(['。', ';', ',', '%', '《'])
}

/// `十二` or `12` as a number; `一百二` is 120, as people say it.
pub(super) fn count(digits: &str) -> Option<u32> {
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    // What a digit counts that stands last: after 百 with no 零 between them, tens.
    let (mut total, mut last, mut place) = (0_u32, 0_u32, 1_u32);
    for c in digits.chars() {
        match c {
            '百' | '千' | '十' => {
                let scale = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                total = total.checked_add(last.max(1).checked_mul(scale)?)?;
                (last, place) = (0, if scale > 10 { scale / 10 } else { 1 });
            }
            '零' => (last, place) = (0, 1),
            _ => last = "〇一二三四五六七八九".chars().position(|d| d == c).or((c == '两').then_some(2))? as u32,
        }
    }
    total.checked_add(last.checked_mul(place)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_chinese() {
        let small = [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十六", 36), ("两", 2), ("9", 9)];
        let large = [("一百", 100), ("一百二", 120), ("一百零二", 102), ("一百二十三", 123), ("一千五", 1500)];
        for (text, number) in small.into_iter().chain(large) {
            assert_eq!(count(text), Some(number), "{text}");
        }
        assert_eq!(count("若干"), None);
    }

    #[test]
    fn tells_numbering_apart() {
        let cases = [
            ("一、总体要求", Some(Style::Chinese), Some(1), "总体要求"),
            ("（十一）其他", Some(Style::ChineseParen), Some(11), "其他"),
            ("⒉坚持男女平等。", Some(Style::Arabic), Some(2), "坚持男女平等。"),
            ("10.提高比例。", Some(Style::Arabic), Some(10), "提高比例。"),
            ("3、提高比例。", Some(Style::Arabic), Some(3), "提高比例。"),
            ("1.5万人接受培训。", None, None, "1.5万人接受培训。"),
            ("（2）提高比例。", Some(Style::ArabicParen), Some(2), "提高比例。"),
            ("——提高比例。", Some(Style::Dash), None, "提高比例。"),
            ("[妇女与健康]", Some(Style::Bracket), None, "妇女与健康"),
            ("第二部分 目标", Some(Style::Part), Some(2), "目标"),
            ("第三章　目标", Some(Style::Chapter), Some(3), "目标"),
            ("〔一〕目标", Some(Style::ChineseParen), Some(1), "目标"),
            ("３．提高比例。", Some(Style::Arabic), Some(3), "提高比例。"),
            ("第四条 城市管理率提高。", Some(Style::Article), Some(4), "城市管理率提高。"),
            ("第十二条　城市管理率提高。", Some(Style::Article), Some(12), "城市管理率提高。"),
            ("Ⅰ、总体要求", Some(Style::Roman), Some(1), "总体要求"),
            ("Ⅱ．总体要求", Some(Style::Roman), Some(2), "总体要求"),
            ("ＩＶ、总体要求", Some(Style::Roman), Some(4), "总体要求"),
            ("Ⅰ型糖尿病减少。", None, None, "Ⅰ型糖尿病减少。"),
            ("1.1 提高比例。", Some(Style::Decimal), Some(1), "提高比例。"),
            ("１．２提高比例。", Some(Style::Decimal), Some(2), "提高比例。"),
            ("1.1.3 提高比例。", Some(Style::Decimals), Some(3), "提高比例。"),
            ("5. 5岁以下儿童。", Some(Style::Arabic), Some(5), "5岁以下儿童。"),
            ("2.5岁以下儿童。", None, None, "2.5岁以下儿童。"),
            ("1.5 万人接受培训。", None, None, "1.5 万人接受培训。"),
            ("a.提高比例。", Some(Style::Letter), Some(1), "提高比例。"),
            ("Ｂ、提高比例。", Some(Style::Letter), Some(2), "提高比例。"),
            ("A、B两类机构。", None, None, "A、B两类机构。"),
            ("项目一：母婴室建设。", Some(Style::Named), Some(1), "母婴室建设。"),
            ("工程2 母婴室建设。", Some(Style::Named), Some(2), "母婴室建设。"),
            ("项目一期建设。", None, None, "项目一期建设。"),
        ];
        for (text, style, count, rest) in cases {
            let line = classify_line(1, text);
            assert_eq!((line.style, line.count, line.rest), (style, count, rest), "{text}");
        }
    }

    #[test]
    fn tells_headings_apart() {
        let kind = |text| classify_line(1, text).kind;
        assert_eq!(kind("主 要 目 标"), Kind::Section { section: Section::Objectives, domain: None });
        assert_eq!(kind("(二)策略措施。"), Kind::Section { section: Section::Measures, domain: None });
        let inline = Kind::Section { section: Section::Measures, domain: Some("妇女与经济".to_owned()) };
        assert_eq!(kind("妇女与经济 策略措施"), inline);
        assert_eq!(
            kind("二、发展领域、主要目标和策略措施"),
            Kind::Heading { title: "发展领域、主要目标和策略措施".to_owned() }
        );
        assert_eq!(kind("三、重点工程"), Kind::Heading { title: "重点工程".to_owned() });
        assert_eq!(kind("(一)健康工程。实施项目。"), Kind::Item);
        assert_eq!(kind("[...]"), Kind::Gap);
    }
}
