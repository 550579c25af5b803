//! Observations in, indicator values out: formulas over data items, exact, strict about what is missing.
//!
//! Invariants: an indicator value has a number or the reasons why it has none, never a silent zero; a submission, an
//! import and an upper level's figure are equal inputs; nothing here knows rounds, forms or databases.

pub mod dataset;
pub mod difference;
pub mod disclosure;
pub mod engine;
pub mod formula;
pub mod funnel;
pub mod indicator;
pub mod interval;
pub mod methods;
pub mod observation;
pub mod reason;
pub mod total;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod sample;
