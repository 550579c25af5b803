//! How far a round has come: by unit, and by domain of its plans.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::{ItemCode, PlanCode};
use heng_base::text::Lang;
use heng_collection::form::Form;
use heng_collection::submission::{Action, State};
use heng_store::tables::courses::{self, Leave};
use heng_store::tables::entries;
use heng_store::tables::rounds::Round;
use heng_store::tables::submissions::{self as table, Change, Filter, Submission};

use super::asked::Asked;
use super::{rounds, submissions};
use crate::app::App;
use crate::clock;
use crate::csv_file::{CsvFile, text};
use crate::failure::Result;
use crate::policy::{Principal, Resource};
use crate::views::{DomainProgress, ProgressView, UnitProgress};

/// A domain of a plan, or what is of none.
type Domain = (PlanCode, Option<u32>);

/// A submission with all that its progress is reckoned from.
struct Held {
    submission: Submission,
    form: Form,
    /// Cells with a value or a reason, as written.
    answered: BTreeSet<String>,
    /// Those of them that are confidential.
    confidential: BTreeSet<String>,
    changes: Vec<Change>,
}

pub async fn get(app: &App, who: &Principal, id: i64) -> Result<ProgressView> {
    app.require(who, "round.read", Resource::Office)?;
    let round = rounds::find(app, id).await?;
    let asked = Asked::of(app, &round).await?;
    let held = held(app, who, &asked, id).await?;
    let leaves = courses::leaves(app.store(), id).await?;
    let today = clock::local_day(&app.now());
    let mut units = Vec::new();
    for one in &held {
        let leave = leaves.iter().rfind(|leave| leave.unit == one.submission.unit);
        units.push(unit(&asked, &round, one, leave, &today)?);
    }
    let domains = domains(&asked, &held, &units)?;
    Ok(ProgressView { round: rounds::view(app, who, round).await?, today, units, domains })
}

async fn held(app: &App, who: &Principal, asked: &Asked, round: i64) -> Result<Vec<Held>> {
    let filter = Filter { round: Some(round), ..Filter::default() };
    let units = asked.units().into_iter().map(|unit| &unit.code);
    let mut changes: BTreeMap<i64, Vec<Change>> = BTreeMap::new();
    for change in table::changes_in(app.store(), round).await? {
        changes.entry(change.submission_id).or_default().push(change);
    }
    let mut all = Vec::new();
    let found = submissions::within(app, who, units, &filter).await?;
    let mut filled = entries::of_all(app.store(), &found.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    for submission in found {
        let rows = filled.remove(&submission.id).unwrap_or_default();
        let closed = |row: &&entries::Row| submissions::is_confidential(&asked.lead.catalogue, row.missing.as_deref());
        let answered = |row: &&entries::Row| row.value.is_some() || row.missing.is_some();
        all.push(Held {
            form: asked.form(&submission.unit()?),
            confidential: rows.iter().filter(closed).map(|row| row.cell.clone()).collect(),
            answered: rows.iter().filter(answered).map(|row| row.cell.clone()).collect(),
            changes: changes.remove(&submission.id).unwrap_or_default(),
            submission,
        });
    }
    Ok(all)
}

fn unit(asked: &Asked, round: &Round, held: &Held, leave: Option<&Leave>, today: &str) -> Result<UnitProgress> {
    let Held { submission, form, answered, confidential, changes } = held;
    let (code, state) = (submission.unit()?, submission.state()?);
    let handed_in = changes.iter().find(|change| change.action == Action::Submit.code());
    let day = handed_in.map(|change| clock::local_day(&change.at));
    let days_late = days_between(&round.due, day.as_deref().unwrap_or(today)).max(0);
    let timeliness = match (day.is_some(), days_late > 0) {
        (true, false) => "on_time",
        (true, true) => "late",
        (false, false) => "waiting",
        (false, true) => "overdue",
    };
    let filled = form.cells().filter(|cell| answered.contains(&cell.id.to_string())).count();
    let open = form.cells().filter(|cell| cell.required && !answered.contains(&cell.id.to_string()));
    let area = asked.unit(&code).and_then(|unit| unit.area.as_ref());
    let area =
        area.map(|area| asked.lead.catalogue.areas.get(area).map_or_else(|| area.to_string(), |a| a.name.zh.clone()));
    Ok(UnitProgress {
        submission: submission.id,
        unit_name: asked.unit_name(&code),
        r#type: asked.unit(&code).map_or_else(String::new, |unit| unit.unit_type.clone()),
        unit: code.to_string(),
        area_name: area,
        state: submission.state.clone(),
        state_name: state.name(Lang::Zh).to_owned(),
        handed_in: handed_in.map(|change| change.at.clone()),
        timeliness: timeliness.to_owned(),
        days_late,
        leave_until: leave.map(|leave| leave.until.clone()),
        returns: changes.iter().filter(|change| change.action == Action::Return.code()).count(),
        cells: form.cells().count(),
        filled,
        confidential: form.cells().filter(|cell| confidential.contains(&cell.id.to_string())).count(),
        empty: form.cells().count() - filled,
        required_open: open.count(),
    })
}

/// Days of the calendar from one day to another; days that cannot be read are no days apart.
fn days_between(from: &str, to: &str) -> i64 {
    let days = || Some(i64::from((clock::day(to)? - clock::day(from)?).get_days()));
    days().unwrap_or_default()
}

/// Every domain of the plans that something is asked of, in their order, what is of none last.
fn domains(asked: &Asked, held: &[Held], units: &[UnitProgress]) -> Result<Vec<DomainProgress>> {
    let of_items = items(asked);
    let mut rows = Vec::new();
    for figures in asked.all() {
        let plan = &figures.plan;
        let numbers = plan.domains.iter().map(|domain| (Some(domain.number), Some(domain.title.zh.clone())));
        for (number, title) in numbers.chain([(None, None)]) {
            let mut row = DomainProgress {
                plan: plan.code.to_string(),
                plan_title: plan.title.zh.clone(),
                number,
                title,
                units: 0,
                on_time: 0,
                late: 0,
                overdue: 0,
                returns: 0,
                cells: 0,
                filled: 0,
                confidential: 0,
                empty: 0,
                accepted: 0,
            };
            let here = (plan.code.clone(), number);
            for (one, unit) in held.iter().zip(units) {
                add(&mut row, one, unit, |item| of_items.get(item).is_some_and(|domains| domains.contains(&here)))?;
            }
            if row.cells > 0 {
                rows.push(row);
            }
        }
    }
    Ok(rows)
}

fn add(row: &mut DomainProgress, held: &Held, unit: &UnitProgress, within: impl Fn(&ItemCode) -> bool) -> Result<()> {
    let cells: Vec<_> = held.form.cells().filter(|cell| within(&cell.id.item)).collect();
    if cells.is_empty() {
        return Ok(());
    }
    let of = |set: &BTreeSet<String>| cells.iter().filter(|cell| set.contains(&cell.id.to_string())).count();
    let filled = of(&held.answered);
    row.units += 1;
    match unit.timeliness.as_str() {
        "on_time" => row.on_time += 1,
        "late" => row.late += 1,
        "overdue" => row.overdue += 1,
        _ => {}
    }
    row.returns += unit.returns;
    row.confidential += of(&held.confidential);
    row.cells += cells.len();
    row.filled += filled;
    row.empty += cells.len() - filled;
    if held.submission.state()? == State::Accepted {
        row.accepted += cells.len();
    }
    Ok(())
}

/// The domains of each item that the plans' forms ask for: those of the objectives and measures whose targets are computed
/// from it. An item of no domain stands under its plan alone.
fn items(asked: &Asked) -> BTreeMap<ItemCode, BTreeSet<Domain>> {
    let mut found: BTreeMap<ItemCode, BTreeSet<Domain>> = BTreeMap::new();
    for figures in asked.all() {
        let plan = &figures.plan;
        let domain_of = |number: &str| {
            let objective = plan.objectives.iter().find(|o| o.number == number).map(|o| o.domain);
            objective.or_else(|| plan.measures.iter().find(|m| m.number == number).map(|m| m.domain))
        };
        for target in &plan.targets {
            let place = target.objective.as_deref().unwrap_or(&target.reference);
            let (Some(domain), Some(indicator)) = (domain_of(place), &target.indicator) else { continue };
            for item in figures.items(indicator) {
                found.entry(item.clone()).or_default().insert((plan.code.clone(), Some(domain)));
            }
        }
        for item in plan.form_items.iter().map(|asked| &asked.item) {
            let domains = found.entry(item.clone()).or_default();
            if !domains.iter().any(|(of, _)| *of == plan.code) {
                domains.insert((plan.code.clone(), None));
            }
        }
    }
    found
}

const UNIT_HEADS: [&str; 15] = [
    "单位代码 unit",
    "责任单位 name",
    "类型 type",
    "地区 area",
    "状态 state",
    "首次提交 handed in",
    "及时性 timeliness",
    "迟报天数 days late",
    "准许迟报至 leave until",
    "退回次数 returns",
    "单元格 cells",
    "已填 filled",
    "其中涉密 confidential",
    "未填 empty",
    "必填未填 required open",
];
const DOMAIN_HEADS: [&str; 13] = [
    "规划 plan",
    "领域 domain",
    "名称 title",
    "涉及单位 units",
    "按时 on time",
    "迟报 late",
    "逾期未报 overdue",
    "退回次数 returns",
    "单元格 cells",
    "已填 filled",
    "其中涉密 confidential",
    "未填 empty",
    "已接收 accepted",
];

/// The progress as a file: by unit, or by domain.
pub async fn export(app: &App, who: &Principal, id: i64, by_domain: bool) -> Result<Vec<u8>> {
    let ProgressView { units, domains, .. } = get(app, who, id).await?;
    if by_domain {
        let mut file = CsvFile::new(app, &DOMAIN_HEADS)?;
        for row in domains {
            let number = row.number.map_or_else(String::new, |number| number.to_string());
            let title = row.title.unwrap_or_else(|| "其他数据项".to_owned());
            let of_units = [row.units, row.on_time, row.late, row.overdue, row.returns];
            let of_cells = [row.cells, row.filled, row.confidential, row.empty, row.accepted];
            let counts = of_units.into_iter().chain(of_cells).map(|count| count.to_string());
            let cells = [row.plan, number, title].into_iter().chain(counts);
            file.row(cells.map(|cell| text(&cell).into_owned()).collect::<Vec<_>>().iter().map(String::as_str))?;
        }
        return file.done();
    }
    let mut file = CsvFile::new(app, &UNIT_HEADS)?;
    for row in units {
        let handed_in = row.handed_in.as_deref().map(clock::local_day).unwrap_or_default();
        let words = [row.unit, row.unit_name, row.r#type, row.area_name.unwrap_or_default(), row.state_name, handed_in];
        let words = words.into_iter().chain([in_words(&row.timeliness).to_owned(), row.days_late.to_string()]);
        let words = words.chain([row.leave_until.unwrap_or_default(), row.returns.to_string()]);
        let counts =
            [row.cells, row.filled, row.confidential, row.empty, row.required_open].map(|count| count.to_string());
        let cells: Vec<String> = words.chain(counts).map(|cell| text(&cell).into_owned()).collect();
        file.row(cells.iter().map(String::as_str))?;
    }
    file.done()
}

fn in_words(timeliness: &str) -> &str {
    match timeliness {
        "on_time" => "按时",
        "late" => "迟报",
        "overdue" => "逾期未报",
        _ => "未到期",
    }
}
