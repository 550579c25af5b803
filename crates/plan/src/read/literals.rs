//! Words without which an expression cannot match. Looking for them takes a hundredth of the time of a search, and they
//! are absent from nearly all clauses.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Classes and alternatives of more are not worth looking for one by one.
const MOST: usize = 12;

/// Each group holds words of which one stands in whatever the expression matches.
pub(super) struct Literals(Vec<Vec<String>>);

impl Literals {
    /// Of an expression that is known to compile.
    pub(super) fn of(expression: &str) -> Self {
        let hir = regex_syntax::parse(expression).expect("a valid expression");
        let mut groups = Vec::new();
        collect(&hir, &mut groups);
        // The group of fewest words is looked for first: it is mostly the rarest.
        groups.sort_by_key(Vec::len);
        Self(groups)
    }

    /// Whether the expression may match in a text.
    pub(super) fn in_text(&self, text: &str) -> bool {
        self.0.iter().all(|words| words.iter().any(|word| text.contains(word.as_str())))
    }
}

/// The groups of a part that every match goes through.
fn collect(hir: &Hir, groups: &mut Vec<Vec<String>>) {
    match hir.kind() {
        HirKind::Concat(parts) => parts.iter().for_each(|part| collect(part, groups)),
        HirKind::Capture(capture) => collect(&capture.sub, groups),
        HirKind::Repetition(repeated) if repeated.min > 0 => collect(&repeated.sub, groups),
        _ => groups.extend(one_of(hir).filter(|words| words.len() <= MOST)),
    }
}

/// Words of which one stands in whatever the part matches; none where it may match without any.
fn one_of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.ranges().iter().map(|range| range.len()).sum();
            let letters = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST).then(|| letters.map(String::from).collect())
        }
        HirKind::Capture(capture) => one_of(&capture.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => one_of(&repeated.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(one_of).min_by_key(Vec::len),
        HirKind::Alternation(parts) => Some(parts.iter().map(one_of).collect::<Option<Vec<_>>>()?.concat()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(expression: &str) -> Vec<Vec<String>> {
        Literals::of(expression).0
    }

    #[test]
    fn every_part_of_a_match_is_asked_for() {
        assert_eq!(groups("(?P<a>提高|上升)到?[0-2]+%"), [vec!["%"], vec!["提高", "上升"], vec!["0", "1", "2"]]);
        assert_eq!(groups("^(?:每|各)?[^,]{1,3}$"), Vec::<Vec<String>>::new());
        assert_eq!(groups("(?:翻.番|减半)"), [vec!["翻", "减半"]]);
        assert!(groups("(?:翻一番|.)").is_empty(), "one way needs no word");
    }
}
