//! Which cell of which submission a line of a file means.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_collection::form::{Cell, CellId, Row};
use heng_collection::submission::{Action, Role, State, next};
use heng_collection::template::long::LongRow;

use super::bulk::{Filling, cell_parts};

/// A cell that was found, by the place of its submission in the list.
pub struct Found {
    pub at: usize,
    pub cell: CellId,
}

/// A submission by what lines call it and its cells.
pub struct Place<'a> {
    one: &'a Filling,
    /// Periods in which it has cells.
    periods: Vec<String>,
    /// Codes, upper codes and names of its items.
    items: BTreeMap<String, &'a Row>,
}

impl<'a> Place<'a> {
    pub fn of(one: &'a Filling) -> Self {
        let (mut periods, mut items) = (Vec::new(), BTreeMap::new());
        for row in one.held.form.rows() {
            let upper = one.held.figures.catalogue.items.get(&row.item).and_then(|item| item.upper_code.clone());
            // A code goes before a name that happens to read the same.
            for name in [Some(row.name.zh.clone()), upper] {
                items.extend(name.map(|name| (name, row)));
            }
            for cell in &row.cells {
                let (_, period) = cell_parts(&cell.id, &one.held.submission.period);
                if !periods.contains(&period) {
                    periods.push(period);
                }
            }
        }
        items.extend(one.held.form.rows().map(|row| (row.item.to_string(), row)));
        Self { one, periods, items }
    }

    fn is_of(&self, unit: &str) -> bool {
        self.one.held.submission.unit == unit || self.one.unit_name == unit
    }

    fn state(&self) -> Option<State> {
        State::parse(&self.one.held.submission.state)
    }

    /// Nothing may be entered in the state that it is in.
    fn locked(&self) -> Option<Problem> {
        let state = self.state()?;
        let locked = next(state, Action::Save, Role::Reporter).is_err();
        locked.then(|| {
            let problem = Problem::new(&kinds::IMPORT_STATE).with("unit", &self.one.unit_name);
            problem.with("state_zh", state.name(Lang::Zh)).with("state_en", state.name(Lang::En)).field("unit")
        })
    }

    fn cell(&self, row: &Row, breakdown: &str, period: &str) -> Option<CellId> {
        let fits = |text: &str| {
            row.cells
                .iter()
                .find(|cell| {
                    let (id, of) = cell_parts(&cell.id, &self.one.held.submission.period);
                    of == period && (id.breakdown.to_string() == text || (!text.is_empty() && cell.label.zh == text))
                })
                .map(|cell| cell.id.clone())
        };
        let written = Breakdown::parse(breakdown).ok().map(|breakdown| breakdown.to_string());
        written.and_then(|text| fits(&text)).or_else(|| fits(breakdown))
    }
}

/// The cell that a line means, or what of the line is wrong first: unit, period, item, breakdown.
pub fn find(line: &LongRow, places: &[Place<'_>]) -> Result<Found, Problem> {
    let of_unit: Vec<(usize, &Place<'_>)> =
        places.iter().enumerate().filter(|(_, place)| place.is_of(&line.unit)).collect();
    let Some((_, first)) = of_unit.first() else {
        return Err(Problem::new(&kinds::IMPORT_UNIT).with("unit", &line.unit).field("unit"));
    };
    let name = &first.one.unit_name;
    let in_period: Vec<_> = of_unit.iter().filter(|(_, place)| place.periods.contains(&line.period)).collect();
    if in_period.is_empty() {
        let known = of_unit.iter().flat_map(|(_, place)| place.periods.clone()).collect::<Vec<_>>().join("、");
        let problem = Problem::new(&kinds::IMPORT_PERIOD).with("period", &line.period).with("known", known);
        return Err(problem.field("period"));
    }
    let with_item = in_period.iter().find_map(|(at, place)| Some((*at, *place, *place.items.get(line.item.as_str())?)));
    let Some((at, place, row)) = with_item else {
        let problem = Problem::new(&kinds::IMPORT_ITEM).with("unit", name).with("item", &line.item);
        return Err(problem.field("item"));
    };
    if let Some(problem) = place.locked() {
        return Err(problem);
    }
    match place.cell(row, &line.breakdown, &line.period) {
        Some(cell) => Ok(Found { at, cell }),
        None => {
            let of_period = |cell: &&Cell| cell_parts(&cell.id, &place.one.held.submission.period).1 == line.period;
            let known = row.cells.iter().filter(of_period).map(|cell| match cell.id.breakdown.is_total() {
                true => "（留空）".to_owned(),
                false => format!("{}（{}）", cell.id.breakdown, cell.label.zh),
            });
            let known = known.collect::<Vec<_>>().join("、");
            let problem = Problem::new(&kinds::IMPORT_CELL).with("unit", name).with("item", &row.name.zh);
            Err(problem.with("known", known).field("breakdown"))
        }
    }
}
