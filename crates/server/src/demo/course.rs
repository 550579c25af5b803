//! Who does what when, from the first round to the last: a list of deeds in the order of time.

use heng_base::codes::UnitCode;
use heng_base::period::Period;
use heng_collection::entry::Typed;
use heng_collection::form::{Form, generate};
use heng_collection::submission::{Action, State};
use heng_plan::model::{Catalogue, Demo, Plan, Planted, PlantedKind};
use heng_statistics::formula::Formulas;
use jiff::civil::Date;

use super::calendar::{later, moment, on, working};
use super::chance::pick;
use super::figures::Invented;

/// A round of the demo: the year's own, or one in which a unit corrects what was accepted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub year: i32,
    /// The id of the planted problem that is corrected; empty for the year's own round.
    pub correction: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Office,
    Reporter,
    Reviewer,
}

#[derive(Debug, Clone)]
pub enum Deed {
    Confirm(UnitCode),
    Open {
        round: Key,
        title: String,
        due: Date,
        units: Vec<UnitCode>,
    },
    Save {
        round: Key,
        unit: UnitCode,
        typed: Vec<Typed>,
    },
    Act {
        round: Key,
        unit: UnitCode,
        by: By,
        action: Action,
        reason: Option<String>,
    },
    Close {
        round: Key,
        reason: &'static str,
    },
    /// `preliminary` or `final`.
    Release {
        status: &'static str,
    },
}

#[derive(Debug, Clone)]
pub struct Step {
    pub at: String,
    pub deed: Deed,
}

/// All that happens, in the order of time.
pub fn course(demo: &Demo, plan: &Plan, catalogue: &Catalogue) -> Vec<Step> {
    let mut course = Course { demo, plan, catalogue, formulas: Formulas::read(catalogue), steps: Vec::new() };
    let mut invented = Invented::new(demo, plan, catalogue);
    course.confirmations();
    for year in plan.base_year..=demo.until {
        course.year(year, &mut invented);
    }
    // Stable: what a unit does in one minute keeps its order.
    course.steps.sort_by(|a, b| a.at.cmp(&b.at));
    course.steps
}

/// The day on which the store was made.
pub fn founded(plan: &Plan) -> Date {
    day(plan.base_year + 1, 1, 4)
}

fn day(year: i32, month: i8, day: i8) -> Date {
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    working(Date::new(year, month, day).unwrap_or(Date::MIN))
}

struct Course<'a> {
    demo: &'a Demo,
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    formulas: Formulas,
    steps: Vec<Step>,
}

impl Course<'_> {
    fn step(&mut self, at: String, deed: Deed) {
        self.steps.push(Step { at, deed });
    }

    fn confirmations(&mut self) {
        for (at, unit) in (0..).zip(self.plan.units.values()) {
            if unit.status == heng_plan::model::Status::Proposed {
                self.step(moment(on(founded(self.plan), 1), at), Deed::Confirm(unit.code.clone()));
            }
        }
    }

    fn form(&self, unit: &UnitCode, year: i32) -> Form {
        generate(self.plan, self.catalogue, &self.formulas, unit, Period::year(year))
    }

    fn year(&mut self, year: i32, invented: &mut Invented<'_>) {
        let round = Key { year, correction: String::new() };
        let (opened, due) = (day(year + 1, 1, 8), day(year + 1, 3, 31));
        let forms: Vec<Form> = self.plan.units.keys().map(|unit| self.form(unit, year)).collect();
        let forms: Vec<Form> = forms.into_iter().filter(|form| !form.codes.is_empty()).collect();
        let title = match year == self.plan.base_year {
            true => format!("{year}年基期数据填报"),
            false => format!("{year}年度监测数据填报"),
        };
        let units = forms.iter().map(|form| form.unit.clone()).collect();
        self.step(moment(opened, 0), Deed::Open { round: round.clone(), title, due, units });
        for form in &forms {
            self.submission(&round, form, opened, due, invented);
            for planted in invented.of(&form.unit, year, &[PlantedKind::Revised]) {
                self.correction(form, planted, invented);
            }
        }
        if year == self.demo.until {
            self.step(moment(day(year + 1, 6, 10), 60), Deed::Release { status: "preliminary" });
            return;
        }
        self.step(moment(day(year + 1, 5, 20), 420), Deed::Close { round, reason: "本期填报结束" });
        if year > self.plan.base_year {
            self.step(moment(day(year + 1, 6, 10), 60), Deed::Release { status: "final" });
        }
    }

    /// A number that hangs on the unit, the year and what it is for.
    fn pick(&self, form: &Form, what: &str, below: u32) -> u32 {
        pick(&self.demo.seed, &format!("{} {} {what}", form.unit, form.period), below)
    }

    /// What a unit does in the year's round: enters, hands in, is sent back where that is planted, and is accepted.
    fn submission(&mut self, round: &Key, form: &Form, opened: Date, due: Date, invented: &mut Invented<'_>) {
        use PlantedKind::{Late, Returned, ReturnedTwice, ReviewerReturned, Revised, Silent, Stops};
        let year = round.year;
        let planted = |kinds: &[PlantedKind]| invented.of(&form.unit, year, kinds).into_iter().next();
        let (silent, late, stops) = (planted(&[Silent]), planted(&[Late]), planted(&[Stops]));
        let sent_back = planted(&[Returned, ReviewerReturned, ReturnedTwice]);
        if silent.is_some() {
            return;
        }
        let handed_in = match late.and_then(number) {
            Some(days) => working(later(due, days)),
            None => on(opened, 5 + self.pick(form, "submit", 46)),
        };
        let stop = stops.and_then(|planted| State::parse(planted.value.as_deref()?));
        let mut pen = Pen { day: handed_in, minute: 20 + self.pick(form, "minute", 400), round, form };
        let mut first = invented.mistyped(form, &[Returned, ReviewerReturned, ReturnedTwice, Revised]);
        if stop == Some(State::Draft) {
            first.truncate(first.len() / 2);
        }
        self.save(&mut pen, first);
        if stop == Some(State::Draft) {
            return;
        }
        self.act(&mut pen, By::Reporter, Action::Submit, None);
        let times = match sent_back.map(|planted| planted.kind) {
            Some(ReturnedTwice) => 2,
            Some(_) => 1,
            None => 0,
        };
        for time in 1..=times {
            let by_reviewer = sent_back.is_some_and(|planted| planted.kind == ReviewerReturned);
            if !by_reviewer {
                self.reviewed(&mut pen);
            }
            pen.on(1);
            let by = if by_reviewer { By::Reviewer } else { By::Office };
            let reason = sent_back.and_then(|planted| planted.note.clone());
            self.act(&mut pen, by, Action::Return, reason);
            pen.on(1 + self.pick(form, "correct", 3));
            if time == times {
                let right = invented.mistyped(form, &[Revised]);
                self.save(&mut pen, right);
            }
            self.act(&mut pen, By::Reporter, Action::Submit, None);
        }
        match stop {
            Some(State::Submitted) => {}
            Some(State::Reviewed) => self.reviewed(&mut pen),
            Some(State::Returned) => {
                self.reviewed(&mut pen);
                pen.on(1);
                let reason = stops.and_then(|planted| planted.note.clone()).unwrap_or_else(|| "请核实".to_owned());
                self.act(&mut pen, By::Office, Action::Return, Some(reason));
            }
            _ => {
                self.reviewed(&mut pen);
                self.accepted(&mut pen, None);
            }
        }
    }

    /// A round of its own in which a unit corrects what was accepted.
    fn correction(&mut self, form: &Form, planted: &Planted, invented: &mut Invented<'_>) {
        let year = form.period.year;
        let (opened, due, closed) = (day(year + 1, 9, 5), day(year + 1, 9, 20), day(year + 1, 9, 30));
        let round = Key { year, correction: planted.id.clone() };
        let title = format!("{year}年度监测数据更正");
        let units = vec![form.unit.clone()];
        self.step(moment(opened, 30), Deed::Open { round: round.clone(), title, due, units });
        let mut pen = Pen { day: on(opened, 3), minute: 60, round: &round, form };
        self.save(&mut pen, invented.typed(form));
        self.act(&mut pen, By::Reporter, Action::Submit, None);
        self.reviewed(&mut pen);
        self.accepted(&mut pen, planted.note.clone());
        self.step(moment(closed, 420), Deed::Close { round: round.clone(), reason: "更正完成" });
    }

    fn reviewed(&mut self, pen: &mut Pen<'_>) {
        pen.on(1 + self.pick(pen.form, "review", 2));
        self.act(pen, By::Reviewer, Action::Review, None);
    }

    fn accepted(&mut self, pen: &mut Pen<'_>, reason: Option<String>) {
        pen.on(1 + self.pick(pen.form, "accept", 3));
        self.act(pen, By::Office, Action::Accept, reason);
    }

    fn save(&mut self, pen: &mut Pen<'_>, typed: Vec<Typed>) {
        let (round, unit) = (pen.round.clone(), pen.form.unit.clone());
        self.step(pen.next(), Deed::Save { round, unit, typed });
    }

    fn act(&mut self, pen: &mut Pen<'_>, by: By, action: Action, reason: Option<String>) {
        let (round, unit) = (pen.round.clone(), pen.form.unit.clone());
        self.step(pen.next(), Deed::Act { round, unit, by, action, reason });
    }
}

fn number(planted: &Planted) -> Option<u32> {
    planted.value.as_deref()?.parse().ok()
}

/// Where the course of one submission stands in time.
struct Pen<'a> {
    day: Date,
    minute: u32,
    round: &'a Key,
    form: &'a Form,
}

impl Pen<'_> {
    fn on(&mut self, days: u32) {
        self.day = on(self.day, days);
    }

    /// The moment of the next deed, a quarter of an hour after the last.
    fn next(&mut self) -> String {
        self.minute += 15;
        moment(self.day, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use heng_plan::package::{DemoHead, Files, Package, read, read_demo, read_demo_head};
    use heng_store::files::sha256;

    use super::*;
    use crate::sample::files;

    fn shipped(change: impl FnOnce(&mut DemoHead, &mut Files)) -> (Vec<Step>, Plan, Demo) {
        let mut held = files("demo");
        let mut head = read_demo_head(&held).unwrap();
        let plan_folder = Path::new("demo").join(&head.plan);
        change(&mut head, &mut held);
        let plan = read(&files(plan_folder.to_str().unwrap())).0;
        let catalogue = read(&files(plan_folder.join("../catalogue").to_str().unwrap())).0;
        let (Some(Package::Plan(plan)), Some(Package::Catalogue(catalogue))) = (plan, catalogue) else { panic!() };
        let (demo, problems) = read_demo(&head, &held, &plan, &catalogue);
        assert_eq!(problems, []);
        (course(&demo, &plan, &catalogue), *plan, demo)
    }

    /// Everything that is entered, a cell a line.
    fn entered(steps: &[Step]) -> Vec<String> {
        let mut lines = Vec::new();
        for step in steps {
            if let Deed::Save { round, unit, typed } = &step.deed {
                let line = |t: &Typed| format!("{} {unit} {} {:?} {:?}", round.year, t.cell, t.value, t.missing);
                lines.extend(typed.iter().map(line));
            }
        }
        lines
    }

    fn hash(steps: &[Step]) -> String {
        sha256(format!("{}\n{}", entered(steps).join("\n"), times(steps).join("\n")).as_bytes())
    }

    fn times(steps: &[Step]) -> Vec<String> {
        steps.iter().map(|step| step.at.clone()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_figures_everywhere() {
        let (steps, ..) = shipped(|_, _| ());
        assert_eq!(hash(&steps), hash(&shipped(|_, _| ()).0));
        let (other, ..) = shipped(|head, _| head.seed.push('x'));
        assert_ne!(entered(&steps), entered(&other));
        insta::assert_snapshot!(format!("{} cells, {} steps, {}", entered(&steps).len(), steps.len(), hash(&steps)));
    }

    #[test]
    fn time_never_goes_back_and_every_unit_is_asked_every_year() {
        let (steps, plan, demo) = shipped(|_, _| ());
        assert!(times(&steps).is_sorted());
        let mut asked: BTreeMap<i32, usize> = BTreeMap::new();
        for step in &steps {
            if let Deed::Open { round, units, .. } = &step.deed
                && round.correction.is_empty()
            {
                *asked.entry(round.year).or_default() += units.len();
            }
        }
        let years: Vec<i32> = (plan.base_year..=demo.until).collect();
        assert_eq!(
            asked.into_iter().collect::<Vec<_>>(),
            years.iter().map(|y| (*y, plan.units.len())).collect::<Vec<_>>()
        );
    }

    /// The last figure entered in each cell of the year's own round or its correction.
    fn settled(steps: &[Step]) -> BTreeMap<(i32, String, String), f64> {
        let mut held = BTreeMap::new();
        for step in steps {
            if let Deed::Save { round, unit, typed } = &step.deed {
                for typed in typed {
                    if let Some(value) = typed.value.as_deref().and_then(|value| value.parse().ok()) {
                        held.insert((round.year, unit.to_string(), typed.cell.clone()), value);
                    }
                }
            }
        }
        held
    }

    #[test]
    fn towns_add_up_to_the_whole_where_nothing_is_planted() {
        let (steps, plan, demo) = shipped(|_, _| ());
        let held = settled(&steps);
        let year = 2023;
        assert!(demo.planted.iter().all(|p| p.year != Some(year) || p.kind != PlantedKind::Silent));
        let towns: Vec<_> = plan.units.values().filter(|unit| unit.area.is_some()).collect();
        let mut checked = 0;
        for asked in plan.asked_of(&towns[0].code) {
            let of_towns =
                towns.iter().filter_map(|town| held.get(&(year, town.code.to_string(), asked.item.to_string())));
            let whole = held.iter().find(|((y, unit, cell), _)| {
                *y == year && cell == asked.item.as_str() && towns.iter().all(|town| town.code.as_str() != unit)
            });
            let Some((_, whole)) = whole else { panic!("{} is asked of no department", asked.item) };
            assert_eq!(of_towns.sum::<f64>(), *whole, "{}", asked.item);
            checked += 1;
        }
        assert!(checked > 20);
    }

    #[test]
    fn a_table_that_names_what_is_not_is_refused_whole() {
        let mut held = files("demo");
        let head = read_demo_head(&held).unwrap();
        let planted = "id,kind,unit,year,cell,value,note,shows\n1,late,nobody,2022,,,,x\n2,wrong,health,2022,,,,x\n";
        held.insert("planted.csv".to_owned(), planted.as_bytes().to_vec());
        let plan = read(&files(&format!("demo/{}", head.plan))).0;
        let catalogue = read(&files(&format!("demo/{}/../catalogue", head.plan))).0;
        let (Some(Package::Plan(plan)), Some(Package::Catalogue(catalogue))) = (plan, catalogue) else { panic!() };
        held.insert(format!("{}.csv", plan.code), b"item,name_zh,of,start\nPOP,x,NONE,1\n".to_vec());
        let (_, problems) = read_demo(&head, &held, &plan, &catalogue);
        let codes: Vec<_> = problems.iter().map(|problem| (problem.kind.code, problem.place.line)).collect();
        assert!(
            codes.contains(&("package.reference", Some(2))) || codes.contains(&("package.reference_near", Some(2))),
            "{codes:?}"
        );
        assert!(codes.contains(&("table.cell_empty", Some(2))), "a late one without days: {codes:?}");
        assert!(codes.iter().any(|(code, line)| code.starts_with("table.not_one_of") && *line == Some(3)), "{codes:?}");
        assert!(codes.iter().filter(|(code, _)| *code == "input.invalid").count() > 200, "items without a row");
    }
}
