//! Forms 报表: the items a plan asks of a unit, laid out in sections, rows and cells.

use std::fmt;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{FormCode, ItemCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{Catalogue, CodeEntry, FormItem, Frequency, Indicator, IndicatorKind, Item, Plan, ValueType};
use heng_statistics::formula::{Expr, Formulas, Part, Shape};
use heng_statistics::observation::{Key, Subject};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What one unit is asked for one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// Codes of the plan's forms it is made of, in the plan's order; empty when nothing is asked.
    pub codes: Vec<FormCode>,
    pub unit: UnitCode,
    /// The period asked about; the last where several stand side by side.
    pub period: Period,
    /// All periods asked about, earliest first.
    pub periods: Vec<Period>,
    pub sections: Vec<Section>,
    /// Parts and wholes that proportions are made of, where both are on the form.
    pub shares: Vec<Share>,
}

/// A cell that counts part of what another counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    pub part: CellId,
    pub whole: CellId,
    /// The proportion that they make.
    pub indicator: Text,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub form: FormCode,
    pub title: String,
    pub rows: Vec<Row>,
}

/// One item with its cells, the total first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub item: ItemCode,
    pub name: Text,
    /// 计量单位.
    pub unit: String,
    pub value_type: ValueType,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    pub definition: Option<String>,
    /// Shown as 口径待定.
    pub doubt: Option<String>,
    /// Whether the total must be given, or a reason.
    pub required: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub id: CellId,
    /// Name of the breakdown's code; 合计 for the total.
    pub label: Text,
    pub required: bool,
}

/// A cell of a form: an item, a breakdown and, where it is of another period than the form, that period, written `ITEM`,
/// `ITEM[sex=F]` or `ITEM[sex=F]@2021`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CellId {
    pub item: ItemCode,
    pub breakdown: Breakdown,
    pub period: Option<Period>,
}

impl CellId {
    pub fn total(item: ItemCode) -> Self {
        Self { item, breakdown: Breakdown::total(), period: None }
    }

    /// Reads the written form. `Err` holds the text that is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let bad = || text.to_owned();
        let (within, period) = match text.split_once('@') {
            Some((within, period)) => (within, Some(Period::parse(period).map_err(|_| bad())?)),
            None => (text, None),
        };
        let (item, breakdown) = match within.split_once('[') {
            Some((item, rest)) => (item, rest.strip_suffix(']').ok_or_else(bad)?),
            None => (within, ""),
        };
        Ok(Self {
            item: ItemCode::parse(item).map_err(|_| bad())?,
            breakdown: Breakdown::parse(breakdown).map_err(|_| bad())?,
            period,
        })
    }

    /// Whether an observation is what stands in this cell of a form of the period `own`.
    pub fn names(&self, key: &Key, own: Period) -> bool {
        let of_item = matches!(&key.subject, Subject::Item(item) if *item == self.item);
        of_item && key.breakdown == self.breakdown && key.period == self.period.unwrap_or(own)
    }

    /// The same item and breakdown of the form's own period.
    #[must_use]
    pub fn without_period(&self) -> Self {
        Self { period: None, ..self.clone() }
    }
}

impl fmt::Display for CellId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.breakdown.is_total() {
            true => write!(f, "{}", self.item)?,
            false => write!(f, "{}[{}]", self.item, self.breakdown)?,
        }
        self.period.map_or(Ok(()), |period| write!(f, "@{period}"))
    }
}

impl TryFrom<String> for CellId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<CellId> for String {
    fn from(id: CellId) -> String {
        id.to_string()
    }
}

impl Form {
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|s| &s.rows)
    }

    /// A form that asks nothing.
    pub(crate) fn nothing(unit: &UnitCode, period: Period) -> Self {
        let (codes, sections, shares) = Default::default();
        Self { codes, unit: unit.clone(), period, periods: vec![period], sections, shares }
    }

    /// The period that a cell's figure is of.
    pub fn period_of(&self, cell: &CellId) -> Period {
        cell.period.unwrap_or(self.period)
    }

    /// Whether several periods stand side by side 历史数据补录.
    pub fn is_history(&self) -> bool {
        self.periods.len() > 1
    }

    /// The period asked about as a code; of several the first and the last: `2020—2024`.
    pub fn span(&self) -> String {
        match self.periods.first() {
            Some(first) if self.is_history() => format!("{first}—{}", self.period),
            _ => self.period.to_string(),
        }
    }

    /// The period asked about in words; of several the first and the last: `2020—2024年`.
    pub fn period_in_words(&self) -> String {
        match self.periods.first() {
            Some(first) if self.is_history() => format!("{first}—{}", self.period.in_words()),
            _ => self.period.in_words(),
        }
    }

    /// What a cell is called within its row: its breakdown, after the period where several stand side by side.
    pub fn label(&self, cell: &Cell) -> String {
        match self.is_history() {
            true => format!("{} {}", self.period_of(&cell.id).in_words(), cell.label.zh),
            false => cell.label.zh.clone(),
        }
    }

    /// Puts a row at the end of its section.
    pub(crate) fn push(&mut self, form: &FormCode, title: &str, row: Row) {
        if !self.codes.contains(form) {
            self.codes.push(form.clone());
        }
        match self.sections.iter_mut().find(|s| (&s.form, s.title.as_str()) == (form, title)) {
            Some(section) => section.rows.push(row),
            None => self.sections.push(Section { form: form.clone(), title: title.to_owned(), rows: vec![row] }),
        }
    }

    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows().flat_map(|r| &r.cells)
    }

    /// The row and cell of an id.
    pub fn find(&self, id: &CellId) -> Option<(&Row, &Cell)> {
        let row = self.rows().find(|r| r.item == id.item)?;
        row.cells.iter().find(|c| c.id == *id).map(|cell| (row, cell))
    }
}

impl Row {
    /// Dimensions asked for, each with its cells: `sex` → F, M.
    pub fn dimensions(&self) -> Vec<(&str, Vec<&CellId>)> {
        let mut found: Vec<(&str, Vec<&CellId>)> = Vec::new();
        for id in self.cells.iter().map(|c| &c.id) {
            let Some(dimension) = id.breakdown.dimensions().next() else { continue };
            match found.iter_mut().find(|(name, _)| *name == dimension) {
                Some((_, cells)) => cells.push(id),
                None => found.push((dimension, vec![id])),
            }
        }
        found
    }
}

/// The form of a unit for a period: all its form items that are defined in the year and counted often enough for the
/// period; those of its type among them. Each asked dimension is asked for by itself; two dimensions are never crossed.
pub fn generate(plan: &Plan, catalogue: &Catalogue, formulas: &Formulas, unit: &UnitCode, period: Period) -> Form {
    let form = generate_of(plan, catalogue, unit, period, |_| true);
    Form { shares: shares(catalogue, formulas, &form), ..form }
}

/// The same with those of the plan's forms alone that are wanted, without its shares: these are looked for once, when the
/// form is whole.
pub(crate) fn generate_of(
    plan: &Plan,
    catalogue: &Catalogue,
    unit: &UnitCode,
    period: Period,
    wanted: impl Fn(&FormCode) -> bool,
) -> Form {
    let mut form = Form::nothing(unit, period);
    for (asked, item) in asked_of(plan, catalogue, unit, period).into_iter().filter(|(asked, _)| wanted(&asked.form)) {
        form.push(&asked.form, &asked.section, row(asked, item, catalogue, Some(period.year)));
    }
    form
}

/// Every row of a plan's forms with its form, whatever the year.
pub fn rows_asked(plan: &Plan, catalogue: &Catalogue) -> Vec<(FormCode, Row)> {
    let of = |asked: &FormItem| {
        let item = catalogue.items.get(&asked.item)?;
        Some((asked.form.clone(), row(asked, item, catalogue, None)))
    };
    plan.form_items.iter().filter_map(of).collect()
}

/// The proportions of one item in another. Of an item in itself, such as women among all, there is a rule of its own.
pub(crate) fn shares(catalogue: &Catalogue, formulas: &Formulas, form: &Form) -> Vec<Share> {
    let share = |indicator: &Indicator| {
        let Shape::Fraction { numerator, denominator: Some(denominator), .. } =
            &formulas.of_definition(indicator.in_year(form.period.year)?)?.shape
        else {
            return None;
        };
        let (part, whole) = (single(numerator)?, single(denominator)?);
        let both = part.item != whole.item && form.find(&part).is_some() && form.find(&whole).is_some();
        both.then(|| Share { part, whole, indicator: indicator.name.clone() })
    };
    catalogue.indicators.values().filter(|i| i.kind == IndicatorKind::Proportion).filter_map(share).collect()
}

/// The cell of a formula that is one item and nothing else.
fn single(formula: &Part) -> Option<CellId> {
    match formula.expr.as_ref()? {
        Expr::Item(item) => {
            Some(CellId { breakdown: item.within(&Breakdown::total()), item: item.code.clone(), period: None })
        }
        _ => None,
    }
}

/// Form items of the unit with their items: forms in the package's order, within a form by `order`.
fn asked_of<'a>(
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    unit: &'a UnitCode,
    period: Period,
) -> Vec<(&'a FormItem, &'a Item)> {
    let mut forms: Vec<&FormCode> = Vec::new();
    let mut asked: Vec<_> = plan
        .asked_of(unit)
        .filter_map(|f| Some((f, catalogue.items.get(&f.item)?.in_year(period.year)?)))
        .filter(|(_, item)| counted(item.frequency, period))
        .collect();
    for (form_item, _) in &asked {
        if !forms.contains(&&form_item.form) {
            forms.push(&form_item.form);
        }
    }
    asked.sort_by_key(|(f, _)| (forms.iter().position(|form| *form == &f.form), f.order));
    asked
}

/// Whether a count of this frequency exists for a period of this length: a year's form asks for everything (in a year
/// without survey or election the cell is answered with its reason), a quarter's for what is counted by quarter or month.
pub(crate) fn counted(frequency: Frequency, period: Period) -> bool {
    let months = match frequency {
        Frequency::Month => 1,
        Frequency::Quarter => 3,
        Frequency::Half => 6,
        _ => 12,
    };
    period.is_year() || months <= length(period)
}

/// Months of a period, by its written form.
fn length(period: Period) -> u32 {
    match period.to_string() {
        text if text.contains('S') => 6,
        text if text.contains('Q') => 3,
        text if text.contains('-') => 1,
        _ => 12,
    }
}

/// With the codes that hold in the year, or with all of them.
fn row(asked: &FormItem, item: &Item, catalogue: &Catalogue, year: Option<i32>) -> Row {
    let total = Cell {
        id: CellId::total(item.code.clone()),
        label: Text::new("合计", Some("Total".to_owned())),
        required: asked.required,
    };
    let mut cells = vec![total];
    for dimension in &asked.breakdowns {
        let held = |entry: &&CodeEntry| entry.code != "_T" && year.is_none_or(|year| entry.holds_in(year));
        for entry in catalogue.codes.get(dimension).into_iter().flatten().filter(held) {
            let breakdown = Breakdown::total().with(dimension, &entry.code);
            let id = CellId { item: item.code.clone(), breakdown, period: None };
            cells.push(Cell { id, label: entry.name.clone(), required: false });
        }
    }
    Row {
        item: item.code.clone(),
        name: item.name.clone(),
        unit: item.unit.clone(),
        value_type: item.value_type,
        min: item.min,
        max: item.max,
        definition: item.definition.clone(),
        doubt: item.doubt.clone(),
        required: asked.required,
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn ids(form: &Form) -> Vec<String> {
        form.cells().map(|c| c.id.to_string()).collect()
    }

    #[test]
    fn cells_are_the_total_and_the_margins() {
        let form = sample::form();
        assert_eq!(
            ids(&form),
            [
                "PEOPLE",
                "PEOPLE[sex=F]",
                "PEOPLE[sex=M]",
                "PEOPLE[urban_rural=U]",
                "PEOPLE[urban_rural=R]",
                "PATENTS",
                "SPENT",
                "CENTRE",
                "LADDER"
            ]
        );
        assert_eq!(form.sections.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["人口", "其他"]);
        let labels: Vec<_> = form.rows().next().unwrap().cells.iter().map(|c| c.label.zh.as_str()).collect();
        assert_eq!(labels, ["合计", "女", "男", "城市", "农村"]);
        assert_eq!(form.cells().filter(|c| c.required).count(), 2);
    }

    #[test]
    fn asks_only_what_is_defined_and_counted() {
        let (plan, catalogue) = sample::plan();
        let unit = UnitCode::parse("health").unwrap();
        let on = |period: &str| {
            ids(&generate(&plan, &catalogue, &Formulas::read(&catalogue), &unit, Period::parse(period).unwrap()))
        };
        assert!(on("2019").iter().all(|id| id != "CENTRE"), "defined from 2021 only");
        assert_eq!(on("2025-Q1"), ["SPENT"], "only the quarterly item");
        assert_eq!(on("2025-06"), Vec::<String>::new());
        let nobody = UnitCode::parse("nobody").unwrap();
        assert_eq!(generate(&plan, &catalogue, &Formulas::read(&catalogue), &nobody, Period::year(2025)).codes, []);
    }

    #[test]
    fn asks_for_codes_in_their_years_only() {
        let (plan, mut catalogue) = sample::plan();
        let town = catalogue.codes.get_mut("urban_rural").unwrap().iter_mut().find(|code| code.code == "U").unwrap();
        town.valid_to = Some(2024);
        let unit = UnitCode::parse("health").unwrap();
        let on = |year| {
            let form = generate(&plan, &catalogue, &Formulas::read(&catalogue), &unit, Period::year(year));
            ids(&form).iter().any(|id| id == "PEOPLE[urban_rural=U]")
        };
        assert!(on(2024) && !on(2025));
        let all = rows_asked(&plan, &catalogue);
        assert!(all.iter().any(|(_, row)| row.cells.iter().any(|cell| cell.id.to_string() == "PEOPLE[urban_rural=U]")));
    }

    #[test]
    fn id_reads_what_it_writes() {
        for text in ["X", "X[sex=F]", "X[sex=F;urban_rural=R]", "X@2021", "X[sex=F]@2021-Q1"] {
            assert_eq!(CellId::parse(text).map(|id| id.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "X[sex=F", "X[sex]", "X Y", "X]", "[sex=F]", "X@", "X@21", "X@2021[sex=F]", "@2021"] {
            assert_eq!(CellId::parse(text), Err(text.to_owned()));
        }
    }
}
