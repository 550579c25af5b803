//! What rows can be chosen by: what some row has, in the catalogue's order and words.

use std::collections::BTreeSet;

use heng_base::text::Text;
use heng_plan::model::Catalogue;

use super::query::frequency;
use crate::cases::indicators::FREQUENCIES;
use crate::cases::{comparison, shown};
use crate::figures::Figures;
use crate::figures::rows::{Row, VALUE, name};
use crate::views::{Choice, DataChoices, DimensionChoice, DomainChoice, SubjectChoice};

pub fn of(rows: &[&Row], figures: &Figures) -> DataChoices {
    let (plan, catalogue) = (&figures.plan, &figures.catalogue);
    let of_domains: BTreeSet<u32> = rows.iter().flat_map(|row| &row.domains).copied().collect();
    let sources: BTreeSet<_> = rows.iter().filter_map(|row| row.source.as_ref()).collect();
    let periods: BTreeSet<_> = rows.iter().map(|row| row.key.period).collect();
    DataChoices {
        subjects: subjects(rows, catalogue),
        areas: areas(rows, catalogue),
        periods: periods.iter().map(ToString::to_string).collect(),
        frequencies: FREQUENCIES
            .iter()
            .filter(|(name, _)| periods.iter().any(|period| frequency(*period) == *name))
            .map(|(name, _)| (*name).to_owned())
            .collect(),
        compared: {
            let published: Vec<&Row> = rows
                .iter()
                .filter(|row| comparison::is_reference(row, figures) && row.value.is_some())
                .copied()
                .collect();
            areas(&published, catalogue)
        },
        boundaries: figures.boundaries.is_some(),
        dimensions: dimensions(rows, catalogue),
        domains: plan
            .domains
            .iter()
            .filter(|domain| of_domains.contains(&domain.number))
            .map(|domain| DomainChoice {
                number: domain.number,
                title: domain.title.zh.clone(),
                title_en: domain.title.en.clone(),
            })
            .collect(),
        sources: sources
            .into_iter()
            .map(|code| Choice {
                code: code.to_string(),
                name: shown::source(code, plan, catalogue).title,
                name_en: None,
            })
            .collect(),
        statuses: statuses(rows, catalogue),
        held: rows.iter().filter(|row| row.standing).count(),
    }
}

fn choice(code: &str, name: Option<&Text>) -> Choice {
    Choice {
        code: code.to_owned(),
        name: name.map_or_else(|| code.to_owned(), |name| name.zh.clone()),
        name_en: name.and_then(|name| name.en.clone()),
    }
}

/// Each once: the rows of another area come after those of the plan's own.
fn subjects(rows: &[&Row], catalogue: &Catalogue) -> Vec<SubjectChoice> {
    let mut at = std::collections::BTreeMap::new();
    let mut choices: Vec<SubjectChoice> = Vec::new();
    for row in rows {
        let place = *at.entry(&row.key.subject).or_insert_with(|| {
            let (kind, name_zh, unit) = super::subject(&row.key.subject, catalogue);
            choices.push(SubjectChoice {
                kind: kind.to_owned(),
                code: row.key.subject.code().to_owned(),
                name: name_zh,
                name_en: name(&row.key.subject, catalogue).and_then(|name| name.en.clone()),
                unit,
                domains: row.domains.clone(),
                figures: 0,
            });
            choices.len() - 1
        });
        choices[place].figures += usize::from(row.value.is_some());
    }
    choices
}

/// The plan's own first, as the rows have it.
fn areas(rows: &[&Row], catalogue: &Catalogue) -> Vec<Choice> {
    let mut areas = Vec::new();
    for row in rows {
        if areas.last() != Some(&&row.key.area) {
            areas.push(&row.key.area);
        }
    }
    let name = |code| catalogue.areas.get(code).map(|area| &area.name);
    areas.into_iter().map(|code| choice(code.as_str(), name(code))).collect()
}

fn dimensions(rows: &[&Row], catalogue: &Catalogue) -> Vec<DimensionChoice> {
    let held: BTreeSet<(&str, &str)> = rows.iter().flat_map(|row| row.key.breakdown.iter()).collect();
    let dimension = |(code, list): (&String, &Vec<heng_plan::model::CodeEntry>)| {
        let codes = list.iter().filter(|entry| held.contains(&(code, &entry.code)));
        let codes: Vec<Choice> = codes.map(|entry| choice(&entry.code, Some(&entry.name))).collect();
        let called = catalogue.list_names.get(code);
        (!codes.is_empty()).then(|| DimensionChoice {
            code: code.clone(),
            name: called.map(|name| name.zh.clone()),
            name_en: called.and_then(|name| name.en.clone()),
            codes,
        })
    };
    catalogue.codes.iter().filter_map(dimension).collect()
}

/// What has a number first.
fn statuses(rows: &[&Row], catalogue: &Catalogue) -> Vec<Choice> {
    let held: BTreeSet<&String> = rows.iter().flat_map(|row| &row.statuses).collect();
    let name = |code: &str| catalogue.missing.iter().find(|reason| reason.code == code).map(|reason| &reason.name);
    let mut choices: Vec<Choice> = held.into_iter().map(|code| choice(code, name(code))).collect();
    choices.sort_by_key(|choice| choice.code != VALUE);
    choices
}
