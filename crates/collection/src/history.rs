//! 历史数据补录: a form with several periods side by side is checked period by period, each as the plain form of its own
//! period, so that every check there is holds for it. The figure of the year before stands in the grid itself; where that
//! cell is empty, what is on record stands in.

use heng_base::period::Period;
use heng_base::text::Lang;

use crate::entry::Entry;
use crate::form::{CellId, Form, Row, Section};
use crate::rules::{Finding, LastYear, Severity, other_than_known};

/// The plain form of one of its periods.
fn slice(form: &Form, period: Period) -> Form {
    let row = |row: &Row| {
        let mut cells: Vec<_> = row.cells.iter().filter(|c| form.period_of(&c.id) == period).cloned().collect();
        cells.iter_mut().for_each(|cell| cell.id.period = None);
        (!cells.is_empty()).then(|| Row { cells, ..row.clone() })
    };
    let section = |s: &Section| Section { rows: s.rows.iter().filter_map(row).collect(), ..s.clone() };
    let sections = form.sections.iter().map(section).collect();
    let mut plain = Form { period, periods: vec![period], sections, ..form.clone() };
    let there = |cell: &CellId| plain.find(cell).is_some();
    let shares = form.shares.iter().filter(|share| there(&share.part) && there(&share.whole)).cloned().collect();
    plain.shares = shares;
    plain
}

/// The entries of one period, by the cells of its plain form.
fn of_period(form: &Form, entries: &[Entry], period: Period) -> Vec<Entry> {
    let own = entries.iter().filter(|entry| form.period_of(&entry.cell) == period);
    own.map(|entry| Entry { cell: entry.cell.without_period(), ..entry.clone() }).collect()
}

/// The text of a missing figure names its item, so here it names the year too; before the others people see the cell's name.
fn dated(finding: Finding, period: Period) -> Finding {
    match finding.check.as_str() {
        "required" => Finding { message: format!("{period}年：{}", finding.message), ..finding },
        _ => finding,
    }
}

/// What `check` finds period by period, in the order of the form. `on_record` holds figures of the year before each cell's
/// own, by cell, `known` those of its own year.
pub fn check(
    form: &Form,
    entries: &[Entry],
    on_record: &LastYear,
    known: &LastYear,
    check: impl Fn(&Form, &[Entry], &LastYear) -> Vec<Finding>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for period in &form.periods {
        let plain = slice(form, *period);
        let here = |id: &CellId| CellId { period: Some(*period).filter(|p| *p != form.period), ..id.clone() };
        let mut before: LastYear =
            plain.cells().filter_map(|cell| Some((cell.id.clone(), *on_record.get(&here(&cell.id))?))).collect();
        let given = of_period(form, entries, period.shifted(-1));
        before.extend(given.into_iter().filter_map(|entry| Some((entry.cell, entry.value?))));
        let found = check(&plain, &of_period(form, entries, *period), &before);
        findings
            .extend(found.into_iter().map(|finding| Finding { cell: here(&finding.cell), ..dated(finding, *period) }));
    }
    for (cell, text) in other_than_known::differing(entries, known) {
        let noted =
            |entry: &Entry| entry.cell == cell && entry.note.as_deref().is_some_and(|note| !note.trim().is_empty());
        findings.push(Finding {
            explained: entries.iter().any(noted),
            cell,
            check: other_than_known::CODE.to_owned(),
            severity: Severity::Query,
            message_en: text.get(Lang::En).to_owned(),
            message: text.zh,
        });
    }
    let order: Vec<&CellId> = form.cells().map(|cell| &cell.id).collect();
    findings.sort_by_key(|finding| order.iter().position(|id| **id == finding.cell));
    findings
}

#[cfg(test)]
mod tests {
    use heng_base::codes::AreaCode;

    use super::*;
    use crate::entry::observations;
    use crate::sample;

    fn filled(changed: &[(&str, &str)]) -> Vec<Entry> {
        let mut values: Vec<(&str, &str)> = vec![
            ("PEOPLE@2020", "100"),
            ("PEOPLE@2021", "110"),
            ("PEOPLE", "120"),
            ("PATENTS@2020", "1"),
            ("PATENTS@2021", "2"),
            ("PATENTS", "3"),
        ];
        values.retain(|(cell, _)| !changed.iter().any(|(other, _)| other == cell));
        values.extend(changed.iter().filter(|(_, value)| !value.is_empty()));
        values.iter().map(|(cell, value)| sample::entry(cell, Some(value), None)).collect()
    }

    fn found(changed: &[(&str, &str)], on_record: &[(&str, &str)]) -> Vec<String> {
        let on_record: LastYear =
            on_record.iter().map(|(cell, v)| (CellId::parse(cell).unwrap(), v.parse().unwrap())).collect();
        let rules = |form: &Form, entries: &[Entry], before: &LastYear| sample::checked_after(form, entries, before);
        let findings = check(&sample::history(), &filled(changed), &on_record, &LastYear::new(), rules);
        findings.iter().map(|f| format!("{} {}", f.cell, f.check)).collect()
    }

    #[test]
    fn every_year_is_checked_by_itself() {
        assert_eq!(found(&[], &[]), Vec::<String>::new());
        let wrong = [("PEOPLE@2021", ""), ("PATENTS@2020", "101"), ("PATENTS@2021", "99")];
        assert_eq!(found(&wrong, &[]), ["PEOPLE@2021 required", "PATENTS@2020 range", "PATENTS change_from_last_year"]);
        let parts = [("PEOPLE[sex=F]@2020", "40"), ("PEOPLE[sex=M]@2020", "50")];
        assert_eq!(found(&parts, &[]), ["PEOPLE@2020 parts_to_total"]);
        let parts = [("PEOPLE[sex=F]@2020", "40"), ("PEOPLE[sex=M]@2021", "60")];
        assert_eq!(found(&parts, &[]), Vec::<String>::new(), "parts of two years are no sum");
    }

    #[test]
    fn the_year_before_stands_in_the_grid() {
        let times_ten = ["PEOPLE@2021 digit_slip", "PEOPLE digit_slip"];
        assert_eq!(found(&[("PEOPLE@2021", "1100")], &[]), times_ten);
        assert_eq!(
            found(&[("PEOPLE@2020", "1000")], &[("PEOPLE@2021", "100")])[0],
            times_ten[0],
            "not what is on record"
        );
        assert_eq!(found(&[], &[("PEOPLE@2020", "10")]), ["PEOPLE@2020 digit_slip"], "before the first year");
    }

    #[test]
    fn another_figure_than_the_one_on_record_is_to_be_explained() {
        let known: LastYear = [("PEOPLE@2020", "99"), ("PEOPLE@2021", "110.0"), ("PATENTS", "4")]
            .map(|(cell, value)| (CellId::parse(cell).unwrap(), value.parse().unwrap()))
            .into();
        let mut entries = filled(&[]);
        entries.iter_mut().find(|entry| entry.cell.to_string() == "PATENTS").unwrap().note = Some("复核".to_owned());
        let found = check(&sample::history(), &entries, &LastYear::new(), &known, |_, _, _| Vec::new());
        let shown: Vec<_> =
            found.iter().map(|one| (one.cell.to_string(), one.message.as_str(), one.explained)).collect();
        assert_eq!(
            shown,
            [
                ("PEOPLE@2020".to_owned(), "与该年已有的数 99 不同，改动须写明原因", false),
                ("PATENTS".to_owned(), "与该年已有的数 4 不同，改动须写明原因", true),
            ]
        );
    }

    #[test]
    fn each_year_becomes_observations_of_its_own() {
        let area = AreaCode::parse("110000").unwrap();
        let found = observations(&sample::history(), &filled(&[]), &sample::missing(), &area, Period::year(2022));
        let shown: Vec<_> =
            found.iter().map(|o| (o.key.subject.code(), o.key.period.year, o.value.unwrap().to_string())).collect();
        let people = [(2020, "100"), (2021, "110"), (2022, "120")].map(|(year, v)| ("PEOPLE", year, v.to_owned()));
        assert_eq!(shown[..3], people);
        assert_eq!(shown.len(), 6);
    }
}
