//! What a round asks of a unit: the forms of one plan or several, about one period or several side by side.

use std::collections::BTreeSet;

use heng_base::codes::{FormCode, ItemCode, PlanCode, UnitCode};
use heng_base::period::Period;
use heng_plan::model::{Catalogue, Plan};
use heng_statistics::formula::Formulas;

use crate::form::{CellId, Form, Row, counted, generate_of, shares};

/// What a round asks. Plans of one catalogue, so that an item is the same in all.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// The leading plan first.
    pub plans: Vec<&'a Plan>,
    pub catalogue: &'a Catalogue,
    /// Those of the catalogue.
    pub formulas: &'a Formulas,
    /// The period asked about; the last where there are several.
    pub period: Period,
    /// The first of several periods, a year like `period`.
    pub since: Option<Period>,
    /// Forms of the plans that are asked; all where none is named.
    pub forms: &'a [(PlanCode, FormCode)],
}

/// An item of a unit's forms that the round does not ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub plan: PlanCode,
    pub form: FormCode,
    pub item: ItemCode,
    pub why: Why,
}

/// Why an item is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its form is not among those of the round.
    FormNotChosen,
    /// The catalogue does not define it in any year asked about.
    NotDefined,
    /// It is counted less often than the period is long.
    NotCounted,
    /// Another plan's form asks for it; one figure answers both.
    AskedOnce,
}

impl Asking<'_> {
    /// The periods asked about, earliest first.
    pub fn periods(&self) -> Vec<Period> {
        let first = self.since.map_or(self.period.year, |since| since.year.min(self.period.year));
        (first..=self.period.year).map(|year| self.period.shifted(year - self.period.year)).collect()
    }

    /// The form of a unit: each item once, whichever plans ask for it, with the cells of every period.
    pub fn form(&self, unit: &UnitCode) -> Form {
        let periods = self.periods();
        let mut form = self.of_period(unit, self.period);
        for period in periods.iter().rev().skip(1) {
            let mut earlier = self.of_period(unit, *period);
            let cells = earlier.sections.iter_mut().flat_map(|s| &mut s.rows).flat_map(|r| &mut r.cells);
            cells.for_each(|cell| cell.id.period = Some(*period));
            merge(&mut form, earlier);
        }
        if periods.len() > 1 {
            form.sections.iter_mut().flat_map(|s| &mut s.rows).for_each(|row| side_by_side(row, self.period));
        }
        form.periods = periods;
        form.shares = shares(self.catalogue, self.formulas, &form);
        form
    }

    fn of_period(&self, unit: &UnitCode, period: Period) -> Form {
        let of = |plan: &Plan| {
            let wanted = |form: &FormCode| self.asks(&plan.code, form);
            generate_of(plan, self.catalogue, unit, period, wanted)
        };
        let mut forms = self.plans.iter().map(|plan| of(plan));
        let mut form = forms.next().unwrap_or_else(|| Form::nothing(unit, period));
        forms.for_each(|other| merge(&mut form, other));
        form
    }

    fn asks(&self, plan: &PlanCode, form: &FormCode) -> bool {
        self.forms.is_empty() || self.forms.iter().any(|(of, code)| (of, code) == (plan, form))
    }

    /// The items of the unit's forms that are not asked for, or not a second time, in the order of the forms.
    pub fn left_out(&self, unit: &UnitCode) -> Vec<LeftOut> {
        let mut seen = BTreeSet::new();
        let mut left = Vec::new();
        for plan in &self.plans {
            for asked in plan.asked_of(unit) {
                let why = match self.catalogue.items.get(&asked.item) {
                    _ if !self.asks(&plan.code, &asked.form) => Some(Why::FormNotChosen),
                    Some(item) if !self.periods().iter().any(|period| item.in_year(period.year).is_some()) => {
                        Some(Why::NotDefined)
                    }
                    Some(item) if !counted(item.frequency, self.period) => Some(Why::NotCounted),
                    Some(_) if !seen.insert(&asked.item) => Some(Why::AskedOnce),
                    _ => None,
                };
                let (plan, form, item) = (plan.code.clone(), asked.form.clone(), asked.item.clone());
                left.extend(why.map(|why| LeftOut { plan, form, item, why }));
            }
        }
        left
    }
}

/// Adds what another form asks: the cells of an item that is there already to its row, others as rows of their own.
fn merge(into: &mut Form, other: Form) {
    for section in other.sections {
        for row in section.rows {
            match into.sections.iter_mut().flat_map(|s| &mut s.rows).find(|held| held.item == row.item) {
                Some(held) => join(held, row),
                None => into.push(&section.form, &section.title, row),
            }
        }
    }
}

fn join(held: &mut Row, row: Row) {
    held.required |= row.required;
    for cell in row.cells {
        match held.cells.iter_mut().find(|known| known.id == cell.id) {
            Some(known) => known.required |= cell.required,
            None => held.cells.push(cell),
        }
    }
}

/// Puts the cells of a breakdown side by side, earliest first; the breakdowns stay in their order.
fn side_by_side(row: &mut Row, own: Period) {
    let mut breakdowns: Vec<_> = Vec::new();
    for cell in &row.cells {
        if !breakdowns.contains(&cell.id.breakdown) {
            breakdowns.push(cell.id.breakdown.clone());
        }
    }
    let place = |id: &CellId| breakdowns.iter().position(|known| *known == id.breakdown);
    row.cells.sort_by_key(|cell| (place(&cell.id), cell.id.period.unwrap_or(own)));
}

#[cfg(test)]
mod tests {
    use heng_base::text::Text;
    use heng_plan::model::{Plan, Status};

    use super::*;
    use crate::form::generate;
    use crate::sample;

    fn unit() -> UnitCode {
        UnitCode::parse("health").unwrap()
    }

    /// The sample plan under another code, asking for people by sex alone, on a form of its own, and for one item more.
    fn second(first: &Plan) -> Plan {
        let mut plan =
            Plan { code: PlanCode::parse("second").unwrap(), title: Text::zh("另一规划"), ..first.clone() };
        plan.form_items.retain(|asked| ["PEOPLE", "CENTRE"].contains(&asked.item.as_str()));
        for asked in &mut plan.form_items {
            asked.form = FormCode::parse("G-health").unwrap();
            asked.required = asked.item.as_str() == "CENTRE";
            asked.status = Status::Proposed;
        }
        plan
    }

    fn ids(form: &Form) -> Vec<String> {
        form.cells().map(|cell| cell.id.to_string()).collect()
    }

    #[test]
    fn one_plan_and_one_period_is_the_plain_form() {
        let (plan, catalogue) = sample::plan();
        let (period, forms) = (Period::year(2025), []);
        let asking = Asking {
            plans: vec![&plan],
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            period,
            since: None,
            forms: &forms,
        };
        assert_eq!(asking.form(&unit()), generate(&plan, &catalogue, &Formulas::read(&catalogue), &unit(), period));
        assert_eq!(asking.left_out(&unit()), []);
    }

    #[test]
    fn two_plans_ask_for_an_item_once() {
        let (mut plan, catalogue) = sample::plan();
        plan.form_items.retain(|asked| asked.item.as_str() != "LADDER");
        let other = second(&plan);
        let (period, forms) = (Period::year(2025), []);
        let asking = Asking {
            plans: vec![&plan, &other],
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            period,
            since: None,
            forms: &forms,
        };
        let form = asking.form(&unit());
        let alone = generate(&plan, &catalogue, &Formulas::read(&catalogue), &unit(), period);
        assert_eq!(ids(&form), ids(&alone), "nothing is asked twice");
        let required = |form: &Form| form.find(&CellId::parse("CENTRE").unwrap()).unwrap().1.required;
        assert_eq!((required(&alone), required(&form)), (false, true), "what one plan must have is required");
        let left: Vec<_> =
            asking.left_out(&unit()).into_iter().map(|l| (l.plan.to_string(), l.item.to_string())).collect();
        assert_eq!(left, [("second".to_owned(), "PEOPLE".to_owned()), ("second".to_owned(), "CENTRE".to_owned())]);
        let chosen = [(other.code.clone(), FormCode::parse("G-health").unwrap())];
        let asking = Asking { forms: &chosen, ..asking };
        assert_eq!(asking.form(&unit()).codes, [FormCode::parse("G-health").unwrap()]);
        let not_chosen = asking.left_out(&unit()).into_iter().filter(|l| l.why == Why::FormNotChosen);
        assert!(not_chosen.clone().count() == 4 && not_chosen.clone().all(|l| l.plan == plan.code));
    }

    #[test]
    fn years_stand_side_by_side_from_where_an_item_is_defined() {
        let (plan, catalogue) = sample::plan();
        let (period, forms) = (Period::year(2022), []);
        let since = Some(Period::year(2020));
        let asking = Asking {
            plans: vec![&plan],
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            period,
            since,
            forms: &forms,
        };
        let form = asking.form(&unit());
        assert_eq!(form.periods, [2020, 2021, 2022].map(Period::year));
        let of = |item: &str| ids(&form).into_iter().filter(|id| id.starts_with(item)).collect::<Vec<_>>();
        assert_eq!(of("PATENTS"), ["PATENTS@2020", "PATENTS@2021", "PATENTS"]);
        assert_eq!(of("CENTRE"), ["CENTRE@2021", "CENTRE"], "defined from 2021 only");
        assert_eq!(of("PEOPLE")[..4], ["PEOPLE@2020", "PEOPLE@2021", "PEOPLE", "PEOPLE[sex=F]@2020"]);
        assert!(form.cells().all(|cell| form.find(&cell.id).is_some()));
        assert_eq!(
            form.rows().count(),
            generate(&plan, &catalogue, &Formulas::read(&catalogue), &unit(), period).rows().count()
        );
    }
}
