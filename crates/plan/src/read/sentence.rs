//! What the clauses of a sentence hand on to those after them.

use super::ReadTarget;
use super::phrases::{is_part, names_figure, of_part, whole_name, without_part};

#[derive(Default)]
pub(super) struct Sentence {
    pub(super) year: Option<i32>,
    /// Several years named before the figures that they belong to.
    pub(super) years: Vec<i32>,
    /// The base year set by 以某年为基数.
    pub(super) base: Option<String>,
    /// The last figure named, without its part.
    pub(super) named: Option<String>,
    /// The last clause told how things were or are.
    pub(super) fact: bool,
    /// The figures named so far, each once.
    names: Vec<String>,
    /// Those of what stands before a semicolon: 到2025年，…；到2030年，分别达到….
    before: Vec<String>,
}

impl Sentence {
    /// What goes on after a semicolon.
    pub(super) fn after_semicolon(self) -> Self {
        let before = if self.names.is_empty() { self.before } else { self.names };
        Self { before, ..Self::default() }
    }

    /// A name that the words leave out or of which they say only the part, from before the semicolon where it is the
    /// only one there.
    pub(super) fn name(&self, phrase: Option<String>) -> Option<String> {
        let part = phrase.as_deref().filter(|phrase| is_part(phrase));
        if phrase.is_some() && part.is_none() {
            return phrase;
        }
        let mut wholes: Vec<&str> = self.before.iter().map(|name| whole_name(without_part(name))).collect();
        wholes.dedup();
        match (part, self.before.as_slice()) {
            (None, [only]) => Some(only.clone()),
            (Some(part), _) if wholes.len() == 1 => wholes.first().map(|whole| of_part(whole, part)),
            _ => phrase,
        }
    }

    /// As many figures as were named before, and none of their own name: 分别达到98%和99%.
    pub(super) fn name_in_turn(&self, targets: &mut [ReadTarget]) {
        let alike = targets.windows(2).all(|pair| pair[0].indicator == pair[1].indicator);
        let names = [&self.names, &self.before].into_iter().find(|names| names.len() == targets.len());
        if let Some(names) = names.filter(|names| alike && names.len() > 1) {
            targets.iter_mut().zip(names).for_each(|(target, name)| target.indicator = Some(name.clone()));
        }
    }

    pub(super) fn remember(&mut self, targets: &[ReadTarget]) {
        for name in targets.iter().filter_map(|target| target.indicator.as_ref()) {
            if names_figure(without_part(name)) && !self.names.contains(name) {
                self.names.push(name.clone());
            }
        }
    }
}
