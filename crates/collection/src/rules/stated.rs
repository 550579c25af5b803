//! Checks that a package states in `checks.csv`: read once, then held against every form.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::{FormCode, IndicatorCode, ItemCode};
use heng_base::problem::{Problem, kinds};
use heng_base::text::{Lang, Text};
use heng_plan::model::{Catalogue, Check, Plan};
use heng_statistics::formula::check::{About, Test, fails, formulas, parse_test, units_and_dimensions};
use heng_statistics::formula::{Expr, indicators, items};

use super::message::Message;
use super::pattern::Pattern;
use super::{Beside, Described, Known, reserved};
use crate::form::{Cell, CellId, Form, Row};

/// The checks of a plan and its catalogue.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checks(Vec<Stated>);

/// A check, read.
#[derive(Debug, Clone, PartialEq)]
struct Stated {
    check: Check,
    test: Test,
    cells: Vec<Pattern>,
    zh: Message,
    en: Message,
    /// Asks whether there is a figure, so that a cell without one is looked at too.
    of_absence: bool,
}

const FILE: &str = "checks.csv";

impl Checks {
    /// The checks of a catalogue and of a plan with it. Those that cannot be read are left out; [`faults`] says why.
    pub fn read(plan: &Plan, catalogue: &Catalogue) -> Self {
        let all = catalogue.checks.iter().chain(&plan.checks);
        Self(all.filter_map(|check| Stated::read(check, &mut Vec::new())).collect())
    }

    pub(super) fn described(&self) -> impl Iterator<Item = Described> {
        self.0.iter().map(|stated| {
            let check = &stated.check;
            Described {
                code: check.code.to_string(),
                name: check.name.clone(),
                severity: check.severity,
                scope: check.scope,
                words: spoken(&check.message),
                example: check.example.clone(),
                expression: Some(check.expression.clone()),
                cells: check.cells.clone(),
                status: check.status,
            }
        })
    }

    /// Forms on which a check's cells stand, in the order of `rows`; none where the package has no such check.
    pub fn forms_of<'r>(&self, code: &str, rows: &'r [(FormCode, Row)]) -> Option<Vec<&'r FormCode>> {
        let stated = self.0.iter().find(|stated| stated.check.code.as_str() == code)?;
        let mut forms = Vec::new();
        for (form, row) in rows {
            let fits = |cell: &Cell| stated.cells.iter().any(|pattern| pattern.fits(row, cell));
            if !forms.contains(&form) && row.cells.iter().any(fits) {
                forms.push(form);
            }
        }
        Some(forms)
    }

    /// Code and name of the checks that name an indicator.
    pub fn of_indicator<'a>(&'a self, indicator: &'a IndicatorCode) -> impl Iterator<Item = (&'a str, &'a Text)> {
        let names = |stated: &&Stated| stated.exprs().into_iter().any(|expr| indicators(expr).contains(indicator));
        self.0.iter().filter(names).map(|stated| (stated.check.code.as_str(), &stated.check.name))
    }

    /// The code of each check with the items and indicators that its condition and its messages name.
    pub fn named(&self) -> impl Iterator<Item = (&str, BTreeSet<ItemCode>, BTreeSet<IndicatorCode>)> {
        self.0.iter().map(|stated| {
            let exprs = stated.exprs();
            let items = exprs.iter().flat_map(|expr| items(expr)).map(|(item, _)| item).collect();
            let indicators = exprs.iter().flat_map(|expr| indicators(expr)).collect();
            (stated.check.code.as_str(), items, indicators)
        })
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.0.iter().any(|stated| stated.check.code.as_str() == code)
    }

    /// What is broken on a form: check, cell and what to say.
    pub(super) fn broken<'a>(
        &'a self,
        form: &Form,
        beside: Beside<'_>,
        known: &Known<'_>,
    ) -> Vec<(&'a Check, CellId, Text)> {
        let mut broken = Vec::new();
        for stated in &self.0 {
            for (row, cell) in form.rows().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
                if let Some(text) = stated.breaks(row, cell, form, beside, known) {
                    broken.push((&stated.check, cell.id.clone(), text));
                }
            }
        }
        broken
    }
}

impl Stated {
    fn read(check: &Check, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut at = |problem: Problem, field: &str| problems.push(placed(problem, check, field));
        let cells: Vec<_> = check.cells.iter().map(|text| (text, Pattern::read(text))).collect();
        for (text, _) in cells.iter().filter(|(_, pattern)| pattern.is_none()) {
            let expected = "写 ITEM、ITEM[sex=F]、ITEM[*]、integer:* 或 integer:*[sex=F]";
            at(Problem::input(text, expected), "cells");
        }
        let test = parse_test(&check.expression).map_err(|problem| at(problem, "expression")).ok();
        let zh = Message::read(&check.message.zh).map_err(|problem| at(problem, "message_zh")).ok();
        let en = Message::read(check.message.get(Lang::En)).map_err(|problem| at(problem, "message_en")).ok();
        let test = test?;
        Some(Self {
            of_absence: asks_absence(&test),
            cells: cells.into_iter().map(|(_, pattern)| pattern).collect::<Option<_>>()?,
            check: check.clone(),
            test,
            zh: zh?,
            en: en?,
        })
    }

    /// What to say where the cell is one of its cells and the condition does not hold. A condition that cannot be decided is
    /// not applicable and says nothing.
    fn breaks(&self, row: &Row, cell: &Cell, form: &Form, beside: Beside<'_>, known: &Known<'_>) -> Option<Text> {
        if !self.cells.iter().any(|pattern| pattern.fits(row, cell)) {
            return None;
        }
        let about = About {
            plan: known.plan,
            catalogue: known.catalogue,
            formulas: known.formulas,
            data: known.data,
            answers: beside.answers,
            periods: beside.periods,
            unit: &form.unit,
            period: form.period,
            item: &cell.id.item,
            breakdown: &cell.id.breakdown,
        };
        if !self.of_absence && about.answered().is_none() {
            return None;
        }
        let broken = fails(&self.test, &self.check.expression, &about);
        broken.then(|| Text::new(self.zh.say(&about), Some(self.en.say(&about))))
    }

    fn exprs(&self) -> Vec<&Expr> {
        formulas(&self.test).into_iter().chain(self.zh.formulas()).chain(self.en.formulas()).collect()
    }
}

fn asks_absence(test: &Test) -> bool {
    match test {
        Test::Missing(_) | Test::Reported(_) => true,
        Test::And(left, right) | Test::Or(left, right) => asks_absence(left) || asks_absence(right),
        Test::Not(inner) => asks_absence(inner),
        Test::Compare(_) => false,
    }
}

fn placed(problem: Problem, check: &Check, field: &str) -> Problem {
    problem.file(FILE).line(check.line).field(field)
}

/// A message with its formulas taken out: what it says of any break.
fn spoken(message: &Text) -> Text {
    let plain = |text: &str| {
        let mut said = String::new();
        let mut rest = text;
        while let Some((before, inner)) = rest.split_once('{') {
            let after = inner.split_once('}').map_or("", |(_, after)| after);
            said = said + before + "…";
            rest = after;
        }
        said + rest
    };
    Text::new(plain(&message.zh), message.en.as_deref().map(plain))
}

/// Everything that is wrong with the checks of a package. Those of a plan are held against its catalogue's too.
pub fn faults(checks: &[Check], plan: Option<&Plan>, catalogue: Option<&Catalogue>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut taken: BTreeMap<String, String> = reserved().map(|code| (code.to_owned(), "Heng".to_owned())).collect();
    if plan.is_some() {
        let of_catalogue = catalogue.iter().flat_map(|catalogue| &catalogue.checks);
        taken.extend(of_catalogue.map(|check| (check.code.to_string(), "catalogue".to_owned())));
    }
    for check in checks {
        if taken.contains_key(check.code.as_str()) {
            let problem = Problem::new(&kinds::CHECK_CODE_TAKEN).with("value", &check.code);
            problems.push(placed(problem, check, "code"));
        }
        if let Some(stated) = Stated::read(check, &mut problems) {
            foreign(&stated, plan, catalogue, &mut problems);
        }
    }
    problems
}

/// Units and dimensions that a check names exist; a catalogue, which several plans share, names no unit.
fn foreign(stated: &Stated, plan: Option<&Plan>, catalogue: Option<&Catalogue>, problems: &mut Vec<Problem>) {
    let exprs = stated.exprs();
    let (units, dimensions) = units_and_dimensions(&exprs);
    let mut absent = |what_zh: &str, what_en: &str, table: &str, value: &str| {
        let problem = Problem::new(&kinds::PACKAGE_REFERENCE).with("what_zh", what_zh).with("what_en", what_en);
        let problem = problem.with("value", value).with("table", table);
        problems.push(placed(problem, &stated.check, "expression"));
    };
    for unit in units.into_iter().filter(|unit| plan.is_none_or(|plan| !plan.units.keys().any(|u| u.as_str() == *unit)))
    {
        absent("责任单位", "unit", "units.csv", unit);
    }
    let is_type = |word: &str| plan.is_none_or(|plan| plan.units.values().any(|unit| unit.unit_type == word));
    let is_list = |word: &str| catalogue.is_some_and(|catalogue| catalogue.codes.contains_key(word));
    for dimension in dimensions.into_iter().filter(|word| !is_list(word) && !is_type(word)) {
        absent("分组或单位类型", "dimension or type of units", "codes/、units.csv", dimension);
    }
}

#[cfg(test)]
mod tests {
    use heng_base::codes::CheckCode;
    use heng_plan::model::{CheckScope, Severity, Status};
    use heng_statistics::dataset::Dataset;

    use heng_statistics::formula::Formulas;

    use super::*;
    use crate::rules::tests::shown;
    use crate::rules::{Finding, check, check_beside, round};
    use crate::sample;

    fn stated(code: &str, cells: &str, expression: &str) -> Check {
        Check {
            code: CheckCode::parse(code).unwrap(),
            name: Text::zh(code),
            severity: Severity::Query,
            scope: CheckScope::Form,
            cells: cells.split('|').map(str::to_owned).collect(),
            expression: expression.to_owned(),
            message: Text::new("{cell()}，上年{prev(cell())}", Some("{cell()} after {prev(cell())}".to_owned())),
            example: Text::zh("例"),
            status: Status::Proposed,
            line: 2,
        }
    }

    fn found(checks: Vec<Check>, entries: &[(&str, &str)], last_year: &[(&str, &str)]) -> Vec<Finding> {
        let (mut plan, catalogue) = sample::plan();
        plan.checks = checks;
        let read = Checks::read(&plan, &catalogue);
        let entries: Vec<_> = entries.iter().map(|(cell, value)| sample::entry(cell, Some(value), None)).collect();
        let data = sample::settled(last_year);
        let known = Known {
            plan: &plan,
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            checks: &read,
            data: &data,
        };
        check(&sample::form(), &entries, &[known])
    }

    #[test]
    fn a_condition_that_does_not_hold_is_told_with_its_numbers() {
        let checks = || vec![stated("jump", "PEOPLE[*]", "cell() <= 2 * prev(cell())")];
        let entries = [("PEOPLE", "30"), ("PATENTS", "1"), ("PEOPLE[sex=F]", "9")];
        let broken = found(checks(), &entries, &[("PEOPLE", "10"), ("PEOPLE[sex=F]", "8")]);
        assert_eq!(shown(&broken), ["PEOPLE jump Query"]);
        assert_eq!((broken[0].message.as_str(), broken[0].message_en.as_str()), ("30，上年10", "30 after 10"));
        assert_eq!(found(checks(), &entries, &[]), [], "without last year it says nothing");
        assert_eq!(found(checks(), &[("PEOPLE", "20"), ("PATENTS", "1")], &[("PEOPLE", "10")]), []);
    }

    #[test]
    fn each_plan_that_asks_for_the_unit_brings_its_checks_once() {
        let (mut plan, catalogue) = sample::plan();
        let (mut read, data) = (Vec::new(), Dataset::default());
        for own in ["least", "most"] {
            plan.checks = vec![stated("shared", "PEOPLE", "cell() > 50"), stated(own, "PEOPLE", "cell() > 40")];
            read.push(Checks::read(&plan, &catalogue));
        }
        let formulas = Formulas::read(&catalogue);
        let plans: Vec<_> = read
            .iter()
            .map(|checks| Known { plan: &plan, catalogue: &catalogue, formulas: &formulas, checks, data: &data })
            .collect();
        let entries = [("PEOPLE", "30"), ("PATENTS", "1")].map(|(cell, value)| sample::entry(cell, Some(value), None));
        let told = |plans: &[Known<'_>]| shown(&check(&sample::form(), &entries, plans));
        assert_eq!(told(&plans[..1]), ["PEOPLE shared Query", "PEOPLE least Query"]);
        assert_eq!(told(&plans), ["PEOPLE shared Query", "PEOPLE least Query", "PEOPLE most Query"]);
    }

    #[test]
    fn the_year_before_stands_in_a_grid_of_years() {
        let (mut plan, catalogue) = sample::plan();
        plan.checks = vec![stated("jump", "PEOPLE", "cell() <= 2 * prev(cell())")];
        let (read, data) = (Checks::read(&plan, &catalogue), sample::settled(&[("PEOPLE", "1")]));
        let known = Known {
            plan: &plan,
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            checks: &read,
            data: &data,
        };
        let form = sample::form();
        let years = [form.period.shifted(-1), form.period];
        let told = |before: &str| {
            let earlier = Form { period: years[0], ..form.clone() };
            let mut answers = round::observed(&earlier, &[sample::entry("PEOPLE", Some(before), None)], &known);
            let own = [("PEOPLE", "30"), ("PATENTS", "1")].map(|(cell, value)| sample::entry(cell, Some(value), None));
            answers.extend(round::observed(&form, &own, &known));
            let answers = Dataset::new(answers, |_| 1);
            let beside = Beside { answers: &answers, periods: &years, before: &BTreeMap::new() };
            check_beside(&form, &own, beside, &[known]).iter().any(|found| found.check == "jump")
        };
        assert_eq!([told("20"), told("10")], [false, true], "not the figure on record, which is 1");
    }

    #[test]
    fn an_absent_figure_is_looked_at_only_where_it_is_asked_for() {
        let given = [("PEOPLE", "10"), ("PATENTS", "1")];
        let checks = vec![
            stated("with", "SPENT", "not reported(item('PATENTS')) or reported(cell())"),
            stated("least", "SPENT", "item('PATENTS') > 5"),
        ];
        assert_eq!(shown(&found(checks, &given, &[])), ["SPENT with Query"]);
    }

    #[test]
    fn what_a_check_names_is_told() {
        let mut one = stated("share", "PEOPLE", "indicator('K') <= item('PATENTS')");
        one.message = Text::zh("{item('SPENT')}");
        let (mut plan, catalogue) = sample::plan();
        plan.checks = vec![one];
        let checks = Checks::read(&plan, &catalogue);
        let (code, items, indicators) = checks.named().next().unwrap();
        let items: Vec<&str> = items.iter().map(ItemCode::as_str).collect();
        let indicators: Vec<&str> = indicators.iter().map(IndicatorCode::as_str).collect();
        assert_eq!((code, items, indicators), ("share", vec!["PATENTS", "SPENT"], vec!["K"]));
    }

    #[test]
    fn faults_name_line_field_and_character() {
        let (plan, catalogue) = sample::plan();
        let mut checks = vec![
            stated("required", "PEOPLE", "cell() > 0"),
            stated("a", "PEOPLE[", "cell() >"),
            stated("b", "PEOPLE", "unit(cell(), 'nobody') > sum_over(cell(), 'galaxy')"),
            stated("c", "PEOPLE", "cell() > 0 and PEOPLE"),
        ];
        checks[3].message = Text::new("大于{x}", Some("{cell()".to_owned()));
        let told: Vec<String> = faults(&checks, Some(&plan), Some(&catalogue))
            .iter()
            .map(|p| {
                let column = p.details.get("column").map_or(String::new(), |column| format!("@{column}"));
                format!("{} {}{column}", p.kind.code, p.place.field.as_deref().unwrap())
            })
            .collect();
        assert_eq!(
            told,
            [
                "check.code_taken code",
                "input.invalid cells",
                "formula.syntax expression@9",
                "package.reference expression",
                "package.reference expression",
                "formula.forbidden expression@16",
                "formula.forbidden message_zh@4",
                "formula.syntax message_en@1",
            ]
        );
        assert_eq!(faults(&[stated("d", "PEOPLE", "cell() > 0")], Some(&plan), Some(&catalogue)), []);
    }
}
