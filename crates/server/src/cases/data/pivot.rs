//! A cross table 交叉表 of the database: any axis down or across, every figure in a cell of its own.
//!
//! Nothing is summed here: what is added up is the engine's to say. An axis in which the figures differ and that was put
//! nowhere is put down the side, so that no two figures ever share a cell.

use std::collections::BTreeSet;

use heng_base::codes::{AreaCode, SourceCode};
use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_plan::model::Catalogue;
use heng_statistics::observation::Subject;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::cases::{comparison, shown};
use crate::figures::Figures;
use crate::figures::rows::{Row, code_name, name};
use crate::views::{PivotAxis, PivotCell, PivotHead, PivotMember, PivotView};

/// Most columns that a table takes: beyond, nobody reads it, and it belongs down the side.
const MOST_COLUMNS: usize = 120;
/// Most cells that are held at once, whether there is a figure in them or not.
const MOST_CELLS: usize = 500_000;
/// The total over a dimension, SDMX's code.
const TOTAL: &str = "_T";

/// Which axes go where; those of `rows` and `columns` are separated by commas, the outer first.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PivotQuery {
    /// subject, area, period, source or a dimension's code; `subject` where absent.
    pub rows: Option<String>,
    /// The same; `period` where absent.
    pub columns: Option<String>,
}

/// What figures differ in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Axis {
    Subject,
    Area,
    Dimension(String),
    Source,
    Period,
}

impl Axis {
    fn code(&self) -> &str {
        match self {
            Self::Subject => "subject",
            Self::Area => "area",
            Self::Period => "period",
            Self::Source => "source",
            Self::Dimension(code) => code,
        }
    }

    fn read(code: &str, catalogue: &Catalogue) -> Option<Self> {
        Some(match code {
            "subject" => Self::Subject,
            "area" => Self::Area,
            "period" => Self::Period,
            "source" => Self::Source,
            _ => Self::Dimension(catalogue.codes.contains_key(code).then(|| code.to_owned())?),
        })
    }
}

/// Where a figure stands on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Member<'a> {
    Subject(&'a Subject),
    Area(&'a AreaCode),
    Period(Period),
    /// A source's code; empty for a computed value.
    Source(&'a str),
    Code(&'a str),
}

fn member<'a>(row: &'a Row, axis: &Axis) -> Member<'a> {
    match axis {
        Axis::Subject => Member::Subject(&row.key.subject),
        Axis::Area => Member::Area(&row.key.area),
        Axis::Period => Member::Period(row.key.period),
        Axis::Source => Member::Source(row.source.as_ref().map(SourceCode::as_str).unwrap_or_default()),
        Axis::Dimension(code) => Member::Code(row.key.breakdown.get(code).unwrap_or(TOTAL)),
    }
}

/// The axes as asked for.
pub struct Layout {
    rows: Vec<Axis>,
    columns: Vec<Axis>,
}

impl PivotQuery {
    /// Reads the axes; all faults at once.
    pub fn read(self, figures: &Figures) -> Result<Layout, Vec<Problem>> {
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        let mut axes = |field: &str, text: Option<String>, usual: &str| {
            let text = text.unwrap_or_else(|| usual.to_owned());
            let codes = text.split(',').map(str::trim).filter(|code| !code.is_empty());
            let mut fault = |problem: Problem| {
                faults.push(problem.field(field));
                None
            };
            let read = |code: &str| match Axis::read(code, &figures.catalogue) {
                None => {
                    let dimensions: Vec<&str> = figures.catalogue.codes.keys().map(String::as_str).collect();
                    fault(Problem::input(code, format!("subject, area, period, source, {}", dimensions.join(", "))))
                }
                Some(axis) if !seen.insert(axis.clone()) => {
                    fault(Problem::expected(code, "行和列中每一项只出现一次", "each once among rows and columns"))
                }
                Some(axis) => Some(axis),
            };
            codes.filter_map(read).collect::<Vec<_>>()
        };
        let layout =
            Layout { rows: axes("rows", self.rows, "subject"), columns: axes("columns", self.columns, "period") };
        if faults.is_empty() { Ok(layout) } else { Err(faults) }
    }
}

/// Members of an axis in order, and the place of each row's.
struct Places<'a> {
    members: Vec<Member<'a>>,
    of_row: Vec<usize>,
}

impl<'a> Places<'a> {
    /// In the order of the catalogue; periods ascending, totals first.
    fn of(rows: &[&'a Row], axis: &Axis, catalogue: &Catalogue) -> Self {
        let mut met: Vec<Member> = Vec::new();
        let mut at: FxHashMap<Member, usize> = FxHashMap::default();
        let mut last = None;
        let mut met_of_row = Vec::with_capacity(rows.len());
        for row in rows {
            let member = member(row, axis);
            // Rows that stand together mostly have the same: thousands of them are asked for at once.
            let known = last.filter(|(held, _)| *held == member).map(|(_, number)| number);
            let number = known.unwrap_or_else(|| {
                *at.entry(member).or_insert_with(|| {
                    met.push(member);
                    met.len() - 1
                })
            });
            last = Some((member, number));
            met_of_row.push(number);
        }
        let list = catalogue.codes.get(axis.code()).map(Vec::as_slice).unwrap_or_default();
        let mut order: Vec<usize> = (0..met.len()).collect();
        order.sort_by_cached_key(|number| match met[*number] {
            // Rows come in the order of the database, which is the catalogue's.
            Member::Subject(_) | Member::Area(_) => (*number, None),
            Member::Code(TOTAL) => (0, None),
            Member::Code(code) => {
                let place = list.iter().position(|entry| entry.code == code).map_or(usize::MAX, |at| at + 1);
                (place, Some(met[*number]))
            }
            Member::Period(_) | Member::Source(_) => (0, Some(met[*number])),
        });
        let mut place = vec![0; met.len()];
        order.iter().enumerate().for_each(|(to, number)| place[*number] = to);
        Self {
            members: order.into_iter().map(|number| met[number]).collect(),
            of_row: met_of_row.into_iter().map(|number| place[number]).collect(),
        }
    }
}

/// Axes with their members, as they stand down or across.
struct Side<'a> {
    axes: Vec<(Axis, Places<'a>)>,
}

impl<'a> Side<'a> {
    fn of(axes: Vec<Axis>, found: &[&'a Row], catalogue: &Catalogue) -> Self {
        let placed = |axis: Axis| {
            let places = Places::of(found, &axis, catalogue);
            (axis, places)
        };
        Self { axes: axes.into_iter().map(placed).collect() }
    }

    /// Where each row stands: its places on all axes as one number, in the order of the outer axis first.
    fn places(&self, rows: usize) -> Vec<u128> {
        let mut places = vec![0; rows];
        for (_, axis) in &self.axes {
            for (place, on_axis) in places.iter_mut().zip(&axis.of_row) {
                *place = *place * axis.members.len() as u128 + *on_axis as u128;
            }
        }
        places
    }

    /// The places on each axis that a number stands for.
    fn head(&self, mut place: u128) -> PivotHead {
        let mut members = Vec::with_capacity(self.axes.len());
        for (_, axis) in self.axes.iter().rev() {
            let length = axis.members.len().max(1) as u128;
            members.push((place % length) as usize);
            place /= length;
        }
        members.reverse();
        PivotHead { members }
    }

    fn views(&self, figures: &Figures) -> Vec<PivotAxis> {
        self.axes.iter().map(|(axis, places)| view(axis, places, figures)).collect()
    }
}

/// Puts down the side every axis in which figures differ and that was put nowhere; gives those with one member alone.
fn complete(layout: &mut Layout, found: &[&Row], figures: &Figures) -> Vec<PivotAxis> {
    let dimensions: BTreeSet<&str> = found.iter().flat_map(|row| row.key.breakdown.dimensions()).collect();
    let all = [Axis::Subject, Axis::Area].into_iter();
    let all = all
        .chain(dimensions.into_iter().map(|dimension| Axis::Dimension(dimension.to_owned())))
        .chain([Axis::Source, Axis::Period]);
    let mut fixed = Vec::new();
    for axis in all {
        if layout.rows.contains(&axis) || layout.columns.contains(&axis) {
            continue;
        }
        let places = Places::of(found, &axis, &figures.catalogue);
        // A value has one source; several are shown side by side only where they say different things of one figure.
        if places.members.len() > 1 && (axis != Axis::Source || found.iter().any(|row| !row.standing)) {
            layout.rows.push(axis);
        } else if axis != Axis::Source {
            fixed.push(view(&axis, &places, figures));
        }
    }
    fixed
}

/// Each once, in order.
fn distinct(places: &[u128]) -> Vec<u128> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    places
}

/// The cross table of the rows found, a page of its lines.
pub fn of(
    found: &[&Row],
    mut layout: Layout,
    figures: &Figures,
    page: usize,
    per_page: usize,
) -> Result<PivotView, Problem> {
    let fixed = complete(&mut layout, found, figures);
    let down = Side::of(layout.rows, found, &figures.catalogue);
    let across = Side::of(layout.columns, found, &figures.catalogue);
    let (line_of, head_of) = (down.places(found.len()), across.places(found.len()));
    let (lines, heads) = (distinct(&line_of), distinct(&head_of));
    if heads.len() > MOST_COLUMNS {
        let zh = format!("最多 {MOST_COLUMNS} 列；把一项移到行，或缩小条件");
        let en = format!("at most {MOST_COLUMNS} columns: move one to the rows, or narrow the conditions");
        return Err(Problem::expected(heads.len(), zh, en).field("columns"));
    }
    let skipped = (page - 1).saturating_mul(per_page);
    let shown: Vec<u128> = lines.iter().skip(skipped).take(per_page).copied().collect();
    if shown.len() * heads.len() > MOST_CELLS {
        let zh = format!("最多 {MOST_CELLS} 格；请缩小条件");
        let en = format!("at most {MOST_CELLS} cells: narrow the conditions");
        return Err(Problem::expected(shown.len() * heads.len(), zh, en).field("rows"));
    }
    let mut cells: Vec<Vec<Option<PivotCell>>> = shown.iter().map(|_| vec![None; heads.len()]).collect();
    for (row, (line, head)) in found.iter().zip(line_of.iter().zip(&head_of)) {
        let line = shown.binary_search(line).ok().and_then(|line| cells.get_mut(line));
        if let (Some(line), Ok(at)) = (line, heads.binary_search(head)) {
            line[at] = Some(figure(row, figures));
        }
    }
    Ok(PivotView {
        rows: down.views(figures),
        columns: across.views(figures),
        fixed,
        row_heads: shown.iter().map(|place| down.head(*place)).collect(),
        column_heads: heads.iter().map(|place| across.head(*place)).collect(),
        cells,
        page,
        per_page,
        total: lines.len(),
        figures: found.len(),
        protection: shown::protection(figures).to_owned(),
    })
}

fn figure(row: &Row, figures: &Figures) -> PivotCell {
    let point = super::point(row, figures);
    PivotCell {
        series: row.series.clone(),
        period: point.period,
        value: point.value,
        display: point.display,
        carried_from: point.carried_from,
        estimated: point.estimated,
        rounded_to: point.rounded_to,
        break_note: point.break_note,
        rivals: !point.rivals.is_empty(),
        confidential: point.confidential,
        not_applicable: point.not_applicable,
        reason: point.reason,
        reason_en: point.reason_en,
        source: point.source.filter(|_| comparison::is_reference(row, figures)).map(|source| source.title),
    }
}

fn view(axis: &Axis, places: &Places, figures: &Figures) -> PivotAxis {
    let called = figures.catalogue.list_names.get(axis.code());
    PivotAxis {
        code: axis.code().to_owned(),
        name: called.map(|name| name.zh.clone()),
        name_en: called.and_then(|name| name.en.clone()),
        members: places.members.iter().map(|member| named(*member, axis, figures)).collect(),
    }
}

fn named(member: Member<'_>, axis: &Axis, figures: &Figures) -> PivotMember {
    let (plan, catalogue) = (&figures.plan, &figures.catalogue);
    let of = |code: &str, text: Option<&heng_base::text::Text>| PivotMember {
        code: code.to_owned(),
        name: text.map_or_else(|| code.to_owned(), |text| text.zh.clone()),
        name_en: text.and_then(|text| text.en.clone()),
        kind: None,
        unit: None,
        parent: None,
        tile: None,
        reference: false,
    };
    match member {
        Member::Subject(subject) => {
            let (kind, _, unit) = super::subject(subject, catalogue);
            let named = of(subject.code(), name(subject, catalogue));
            PivotMember { kind: Some(kind.to_owned()), unit: Some(unit), ..named }
        }
        Member::Area(code) => {
            let area = catalogue.areas.get(code);
            let parent = area.and_then(|area| area.parent.as_ref()).map(ToString::to_string);
            let tile = area.and_then(|area| area.tile).map(|(across, down)| [across, down]);
            let reference = comparison::is_above(code, figures);
            PivotMember { parent, tile, reference, ..of(code.as_str(), area.map(|area| &area.name)) }
        }
        Member::Period(period) => of(&period.to_string(), None),
        Member::Source(code) => match SourceCode::parse(code) {
            Ok(source) => PivotMember { name: shown::source(&source, plan, catalogue).title, ..of(code, None) },
            Err(_) => {
                PivotMember { name: "计算值".to_owned(), name_en: Some("computed".to_owned()), ..of(code, None) }
            }
        },
        Member::Code(TOTAL) => {
            PivotMember { name: "合计".to_owned(), name_en: Some("Total".to_owned()), ..of(TOTAL, None) }
        }
        Member::Code(code) => of(code, code_name(axis.code(), code, catalogue)),
    }
}
