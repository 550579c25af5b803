//! The numbers that Word counts itself: `numbering.xml` read, and the counters while a document is gone through.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::{is, value};

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`, with the number of a level in place of each `%n`.
    text: String,
}

#[derive(Default)]
struct List {
    /// Lists of one abstract list count on together.
    base: String,
    /// Levels that this list begins anew.
    restarts: HashMap<usize, u32>,
}

#[derive(Default)]
pub(super) struct Numbering {
    levels: HashMap<String, HashMap<usize, Level>>,
    lists: HashMap<String, List>,
}

/// Word has nine levels.
const LEVELS: usize = 9;

fn of<'a>(node: Node<'a, 'a>, name: &str) -> Option<&'a str> {
    node.children().find(|child| is(*child, name)).and_then(|child| value(child, "val"))
}

impl Numbering {
    pub(super) fn read(root: Node<'_, '_>) -> Self {
        let mut read = Self::default();
        for node in root.children().filter(|node| node.is_element()) {
            if let ("abstractNum", Some(id)) = (node.tag_name().name(), value(node, "abstractNumId")) {
                let levels = node.children().filter(|child| is(*child, "lvl")).filter_map(read_level).collect();
                read.levels.insert(id.to_owned(), levels);
            } else if let ("num", Some(id)) = (node.tag_name().name(), value(node, "numId")) {
                let base = of(node, "abstractNumId").unwrap_or("").to_owned();
                let overrides = node.children().filter(|child| is(*child, "lvlOverride"));
                let restarts = overrides
                    .filter_map(|over| {
                        let start = of(over, "startOverride")?.parse().ok()?;
                        Some((value(over, "ilvl")?.parse().ok()?, start))
                    })
                    .collect();
                read.lists.insert(id.to_owned(), List { base, restarts });
            }
        }
        read
    }
}

fn read_level(node: Node<'_, '_>) -> Option<(usize, Level)> {
    let start = of(node, "start").and_then(|start| start.parse().ok()).unwrap_or(0);
    let (format, text) = (of(node, "numFmt").unwrap_or("decimal"), of(node, "lvlText").unwrap_or(""));
    let level = value(node, "ilvl")?.parse().ok().filter(|level| *level < LEVELS)?;
    Some((level, Level { start, format: format.to_owned(), text: text.to_owned() }))
}

/// Where each abstract list has got to.
#[derive(Default)]
pub(super) struct Counters {
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl Counters {
    /// The number of the next paragraph at a place of a list; none for a bullet or a list that is not there.
    pub(super) fn next(&mut self, numbering: &Numbering, list: &str, level: usize) -> Option<String> {
        let found = numbering.lists.get(list)?;
        let levels = numbering.levels.get(&found.base)?;
        let this = levels.get(&level)?;
        let counts = self.counts.entry(found.base.clone()).or_default();
        let restart = found.restarts.get(&level).filter(|_| self.begun.insert((list.to_owned(), level)));
        let next = match (restart, counts[level]) {
            (Some(start), _) => *start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => this.start,
        };
        counts[level] = Some(next);
        counts[level + 1..].fill(None);
        if this.format == "bullet" {
            return Some("——".to_owned());
        }
        let mut text = this.text.clone();
        let empty = Level::default();
        for (index, count) in counts.iter().enumerate() {
            let level = levels.get(&index).unwrap_or(&empty);
            let count = count.unwrap_or(level.start);
            text = text.replace(&format!("%{}", index + 1), &written(&level.format, count));
        }
        Some(text)
    }
}

/// A number as Word writes it in the given format.
fn written(format: &str, number: u32) -> String {
    let one = |base: char, last: u32| {
        let found = (1..=last).contains(&number).then(|| char::from_u32(base as u32 + number - 1)).flatten();
        found.map_or_else(|| number.to_string(), String::from)
    };
    match format {
        "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => one('①', 20),
        "decimalEnclosedParen" => one('⑴', 20),
        "decimalEnclosedFullstop" => one('⒈', 20),
        "ideographEnclosedCircle" => one('㊀', 10),
        "upperLetter" => one('A', 26),
        "lowerLetter" => one('a', 26),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_ascii_lowercase(),
        _ => number.to_string(),
    }
}

fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |place: u32| DIGITS[(number / place % 10) as usize];
    match number {
        0 => "〇".to_owned(),
        1..=9 => digit(1).to_owned(),
        10..=19 => format!("十{}", digit(1)),
        20..=99 => format!("{}十{}", digit(10), digit(1)),
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let (mut left, mut text) = (number.min(399), String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_word_writes_them() {
        let cases = [
            ("chineseCounting", 12, "十二"),
            ("chineseCounting", 30, "三十"),
            ("decimalEnclosedCircle", 3, "③"),
            ("lowerRoman", 9, "ix"),
            ("decimal", 7, "7"),
        ];
        for (format, number, text) in cases {
            assert_eq!(written(format, number), text);
        }
    }

    #[test]
    fn lists_count_on_and_begin_anew() {
        let xml = r#"<n xmlns:w="w"><w:abstractNum w:abstractNumId="1">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
            </w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
            <w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num></n>"#;
        let xml = roxmltree::Document::parse(xml).expect("valid XML");
        let numbering = Numbering::read(xml.root_element());
        let mut counters = Counters::default();
        let steps = [
            ("5", 0, "一、"),
            ("5", 1, "一.1"),
            ("5", 1, "一.2"),
            ("6", 1, "一.1"),
            ("6", 1, "一.2"),
            ("5", 0, "二、"),
        ];
        for (list, level, text) in steps {
            assert_eq!(counters.next(&numbering, list, level).as_deref(), Some(text));
        }
        assert_eq!(counters.next(&numbering, "7", 0), None);
    }
}
