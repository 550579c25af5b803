//! The catalogue: what several plans share.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::{Lang, Text};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Check, DisclosureRule, Operator, RubricLevel};

/// Items, indicators, code lists, areas, sources, references and standards of one catalogue version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    pub code: String,
    pub version: String,
    pub items: IndexMap<ItemCode, Item>,
    pub indicators: IndexMap<IndicatorCode, Indicator>,
    /// Code lists by name; a dimension's list has the dimension's name.
    pub codes: BTreeMap<String, Vec<CodeEntry>>,
    /// What the lists that have a title are called.
    #[serde(default)]
    pub list_names: BTreeMap<String, Text>,
    /// Codes of a list that group others beside its tree of parents: list → code → the codes that it is made of.
    #[serde(default)]
    pub groupings: BTreeMap<String, BTreeMap<String, Vec<GroupMember>>>,
    pub missing: Vec<MissingReason>,
    pub areas: IndexMap<AreaCode, Area>,
    pub sources: IndexMap<SourceCode, Source>,
    pub references: Vec<Reference>,
    pub standards: Vec<Standard>,
    /// Checks that hold for every plan with this catalogue.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Which small figures are not shown.
    #[serde(default)]
    pub disclosure: Vec<DisclosureRule>,
    /// By what scale qualitative objectives are rated, the lowest level first.
    #[serde(default)]
    pub rubric: Vec<RubricLevel>,
    /// English of the units of measure that have one.
    #[serde(default)]
    pub units_en: BTreeMap<String, String>,
}

/// The unit of what is done or not.
pub const FACT_UNIT: &str = "0/1";

/// What a number says of something that is done or not; none of any other unit.
pub fn done(number: &str, unit: &str, lang: Lang) -> Option<&'static str> {
    match (unit, number) {
        (FACT_UNIT, "1") => Some(lang.pick("已完成", "done")),
        (FACT_UNIT, "0") => Some(lang.pick("未完成", "not done")),
        _ => None,
    }
}

impl Catalogue {
    /// A number with its unit of measure: in Chinese `8%`, `8/10万`, `8 人`, in English `8%`, `8 per 100,000`, `8 persons`.
    pub fn measured(&self, number: &str, unit: &str, lang: Lang) -> String {
        if let Some(done) = done(number, unit, lang) {
            return done.to_owned();
        }
        let english = self.units_en.get(unit).filter(|_| lang == Lang::En);
        match (unit, english, unit.strip_prefix("1/")) {
            ("%" | "‰", ..) => format!("{number}{unit}"),
            (_, Some(english), _) => format!("{number} {english}"),
            (_, None, Some(per)) => format!("{number}/{per}"),
            _ => format!("{number} {unit}").trim_end().to_owned(),
        }
    }

    /// The codes that a code of a dimension is made of in a year, one level down: by a grouping of its own, else by the tree
    /// of parents; of `_T` the codes at the top of the tree. Each part of the whole is in once: 不适用, groups beside the
    /// tree and codes that do not hold in the year are none.
    pub fn parts_of_code(&self, dimension: &str, code: &str, year: i32) -> Vec<&str> {
        if !self.code_holds(dimension, code, year) {
            return Vec::new();
        }
        let groups = self.groupings.get(dimension);
        if let Some(made_of) = groups.and_then(|groups| groups.get(code)) {
            let holds = |part: &&GroupMember| part.holds_in(year) && self.code_holds(dimension, &part.code, year);
            return made_of.iter().filter(holds).map(|part| part.code.as_str()).collect();
        }
        let parent = Some(code).filter(|code| *code != "_T");
        let list = self.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
        let is_part = |entry: &&CodeEntry| {
            !matches!(entry.code.as_str(), "_T" | "_Z")
                && entry.holds_in(year)
                && groups.is_none_or(|groups| !groups.contains_key(&entry.code))
                && entry.parent.as_deref().filter(|parent| *parent != "_T") == parent
        };
        list.iter().filter(is_part).map(|entry| entry.code.as_str()).collect()
    }

    /// Whether a code of a dimension holds in a year; one that is in no list is bound to none.
    pub fn code_holds(&self, dimension: &str, code: &str, year: i32) -> bool {
        let list = self.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
        list.iter().find(|entry| entry.code == code).is_none_or(|entry| entry.holds_in(year))
    }

    /// The areas directly below, where they make up the whole of it.
    pub fn parts_of_area(&self, whole: &AreaCode) -> Vec<&AreaCode> {
        if !self.areas.get(whole).is_some_and(|area| area.adds_up) {
            return Vec::new();
        }
        self.areas.values().filter(|area| area.parent.as_ref() == Some(whole)).map(|area| &area.code).collect()
    }

    /// Whether figures of an area may go into those of another: it is that one, or each area above it up to that one is
    /// made up of the areas directly below.
    pub fn counts_into(&self, area: &AreaCode, whole: &AreaCode) -> bool {
        let up = |code: &&AreaCode| {
            let parent = self.areas.get(*code).and_then(|area| area.parent.as_ref());
            parent.filter(|parent| self.areas.get(*parent).is_some_and(|parent| parent.adds_up))
        };
        std::iter::successors(Some(area), up).take(self.areas.len() + 1).any(|code| code == whole)
    }

    /// Whether an area is another or a part of it, by the tree of areas.
    pub fn lies_in(&self, area: &AreaCode, whole: &AreaCode) -> bool {
        // A tree that comes back to itself is a fault of its own and never followed further than it is long.
        let up = |code: &&AreaCode| self.areas.get(*code).and_then(|area| area.parent.as_ref());
        std::iter::successors(Some(area), up).take(self.areas.len() + 1).any(|code| code == whole)
    }
}

/// A data item: what a unit counts and reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub code: ItemCode,
    pub name: Text,
    /// 计量单位, e.g. 人, 个, 元.
    pub unit: String,
    pub value_type: ValueType,
    /// Dimensions by which it may be broken down.
    pub breakdowns: Vec<String>,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    pub frequency: Frequency,
    /// Years for which the last figure stands.
    pub carry_years: Option<u32>,
    pub definition: Option<String>,
    /// Shown as 口径待定 beside the figure.
    pub doubt: Option<String>,
    pub valid_from: Option<i32>,
    pub valid_to: Option<i32>,
    /// Where its figures come from, unless a form asks for them.
    pub feed: Option<Feed>,
    /// Dimensions, and `area`, over which its figures add up; by default a count adds up over all, anything else over none.
    #[serde(default)]
    pub additive: Option<Vec<String>>,
    /// How the figure of a longer period comes from those of its parts; by default it does not.
    #[serde(default)]
    pub annual: Option<Annual>,
    pub upper_code: Option<String>,
    /// What held in other years, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Item>,
}

/// The name under which an item's `additive` lists the tree of areas.
pub const OVER_AREAS: &str = "area";

impl Item {
    /// An item that is asked for every year, with nothing said of it beyond what must be.
    pub fn yearly(code: ItemCode, name: Text, unit: &str, value_type: ValueType) -> Self {
        Self {
            code,
            name,
            unit: unit.to_owned(),
            value_type,
            breakdowns: Vec::new(),
            min: None,
            max: None,
            frequency: Frequency::Year,
            carry_years: None,
            definition: None,
            doubt: None,
            valid_from: None,
            valid_to: None,
            feed: None,
            additive: None,
            annual: None,
            upper_code: None,
            earlier: Vec::new(),
        }
    }

    /// The definition that holds in a year; none where the item is not defined in it.
    pub fn in_year(&self, year: i32) -> Option<&Self> {
        std::iter::once(self).chain(&self.earlier).find(|item| holds_in(item.valid_from, item.valid_to, year))
    }

    /// Whether the figures of the parts make up that of the whole, over a dimension or [`OVER_AREAS`].
    pub fn adds_up_over(&self, dimension: &str) -> bool {
        match &self.additive {
            Some(named) => named.iter().any(|held| held == dimension),
            None => self.value_type == ValueType::Integer,
        }
    }
}

/// How a year is made of its months, quarters or halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Annual {
    /// A flow: what happened in all parts.
    Sum,
    /// A stock: what stood at the end of the last part.
    Last,
}

/// How figures of an item come in without a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feed {
    /// Computed from other items.
    Computed,
    /// Imported from published figures.
    Series,
    /// Counted from a register 台账.
    Register,
    /// Estimated from a survey.
    Survey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    Integer,
    Decimal,
    /// 0 or 1.
    Boolean,
    /// A step on a fixed ladder, 0 upward.
    Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frequency {
    #[serde(rename = "month")]
    Month,
    #[serde(rename = "quarter")]
    Quarter,
    #[serde(rename = "half")]
    Half,
    #[serde(rename = "year")]
    Year,
    #[serde(rename = "2y")]
    TwoYears,
    #[serde(rename = "3y")]
    ThreeYears,
    #[serde(rename = "5y")]
    FiveYears,
    /// At each election (换届).
    #[serde(rename = "term")]
    Term,
}

/// An indicator: how items become one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    pub code: IndicatorCode,
    pub name: Text,
    pub kind: IndicatorKind,
    pub unit: String,
    pub formula: IndicatorFormula,
    pub direction: Direction,
    /// Decimal places of publication.
    pub decimals: u32,
    pub breakdowns: Vec<String>,
    pub frequency: Frequency,
    pub carry_years: Option<u32>,
    pub definition: Option<String>,
    pub doubt: Option<String>,
    pub source_note: Option<String>,
    pub valid_from: Option<i32>,
    pub valid_to: Option<i32>,
    pub upper_code: Option<String>,
    /// What held in other years, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Indicator>,
}

/// Whether what is valid from one year to another, both included, holds in a year.
pub fn holds_in(valid_from: Option<i32>, valid_to: Option<i32>, year: i32) -> bool {
    valid_from.is_none_or(|from| from <= year) && valid_to.is_none_or(|to| year <= to)
}

impl Indicator {
    /// The definition that holds in a year; none where the indicator is not defined in it.
    pub fn in_year(&self, year: i32) -> Option<&Self> {
        self.definitions().find(|one| holds_in(one.valid_from, one.valid_to, year))
    }

    /// Every definition, the latest first.
    pub fn definitions(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.earlier)
    }

    /// A published figure of each year with one decimal, better the higher it is; nothing more is said of it.
    pub fn yearly(code: IndicatorCode, name: Text, kind: IndicatorKind, unit: &str) -> Self {
        Self {
            code,
            name,
            kind,
            unit: unit.to_owned(),
            formula: IndicatorFormula::Published,
            direction: Direction::Up,
            decimals: 1,
            breakdowns: Vec::new(),
            frequency: Frequency::Year,
            carry_years: None,
            definition: None,
            doubt: None,
            source_note: None,
            valid_from: None,
            valid_to: None,
            upper_code: None,
            earlier: Vec::new(),
        }
    }
}

/// Where an indicator's value comes from. The texts are formulas in the syntax of `statistics::formula`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum IndicatorFormula {
    /// numerator / denominator × factor; a count or fact has the numerator alone.
    Fraction { numerator: String, denominator: Option<String>, factor: Decimal },
    /// One expression, for gap and index.
    Expression { text: String },
    /// Only published values are known.
    Published,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    Count,
    Proportion,
    Rate,
    /// May pass 100 %.
    GrossRate,
    Ratio,
    Gap,
    Index,
    Fact,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
    Hold,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodeEntry {
    pub code: String,
    pub name: Text,
    pub parent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<i32>,
}

impl CodeEntry {
    /// A code of every year.
    pub fn new(code: &str, name: Text, parent: Option<&str>) -> Self {
        Self { code: code.to_owned(), name, parent: parent.map(str::to_owned), valid_from: None, valid_to: None }
    }

    pub fn holds_in(&self, year: i32) -> bool {
        holds_in(self.valid_from, self.valid_to, year)
    }
}

/// A code that goes into a group of codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupMember {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<i32>,
}

impl GroupMember {
    /// A part of the group in every year.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), valid_from: None, valid_to: None }
    }

    pub fn holds_in(&self, year: i32) -> bool {
        holds_in(self.valid_from, self.valid_to, year)
    }
}

/// A reason why a cell is empty, with the SDMX codes that it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MissingReason {
    pub code: String,
    pub name: Text,
    pub obs_status: String,
    pub conf_status: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub code: AreaCode,
    pub name: Text,
    #[serde(rename = "type")]
    pub area_type: String,
    pub parent: Option<AreaCode>,
    /// Column and row of its tile where the areas are drawn as tiles, from 0, the west and the north first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tile: Option<(u8, u8)>,
    /// The areas directly below make up the whole of it, so that counts add up.
    #[serde(default)]
    pub adds_up: bool,
}

/// A source of published figures; `rank` 1 is the best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub code: SourceCode,
    pub title: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub rank: u32,
}

/// A published figure of another area to compare with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    pub indicator: IndicatorCode,
    pub area: AreaCode,
    pub period: Period,
    pub breakdown: Breakdown,
    pub value: Decimal,
    pub unit: String,
    pub source: SourceCode,
}

/// A limit set by a document outside the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standard {
    pub code: String,
    pub indicator: IndicatorCode,
    pub issuer: String,
    pub document: String,
    pub operator: Operator,
    pub value: Decimal,
    pub unit: String,
    pub valid_from: i32,
    pub valid_to: Option<i32>,
    pub source_url: Option<String>,
}
