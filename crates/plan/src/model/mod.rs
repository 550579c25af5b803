//! The plan and the catalogue as the rest of Heng reads them: one struct a table of the package format.

mod boundaries;
mod catalogue;
mod check;
mod demo;
mod disclosure;
mod plan;
mod rubric;
mod scheme;
mod target;
mod upper;
mod warning;

pub use boundaries::Boundaries;
pub use catalogue::{
    Annual, Area, Catalogue, CodeEntry, Direction, FACT_UNIT, Feed, Frequency, GroupMember, Indicator,
    IndicatorFormula, IndicatorKind, Item, MissingReason, OVER_AREAS, Reference, Source, Standard, ValueType, done,
};
pub use check::{Check, CheckScope, Severity};
pub use demo::{Demo, DemoLevel, DemoSpread, DemoValue, Planted, PlantedKind};
pub use disclosure::{DisclosureRule, PrimaryRule, Zeros};
pub use plan::{
    AskedOf, BeforeTargetYear, Domain, FormHead, FormItem, Intervals, Level, Measure, Objective, ObjectiveKind, Plan,
    Project, ProportionInterval, RateInterval, Responsibility, Role, SeriesRow, Status, Unit,
};
pub use rubric::RubricLevel;
pub use scheme::{Scheme, Signature};
pub use target::{Operator, Side, Target, TargetSet, TargetStatus};
pub use upper::{UpperCell, UpperFigure, UpperReport};
pub use warning::{INDICATORS, ITEMS, PARTS, TARGETS, UNITS, WarningKind, WarningRule, WarningSeverity};
