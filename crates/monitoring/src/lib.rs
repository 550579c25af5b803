//! Indicator values and targets in, judgements out: one per target and year.
//!
//! Invariants: the year is handed in, no clock is read; the state is the plain reading of the official definition, and
//! the marks beside it (evidence, path, 基本实现) never change it; a target without data is counted apart, never as missed;
//! a proposed value is never judged.

pub mod absence;
pub mod effect;
mod evidence;
pub mod forecast;
pub mod judgement;
pub mod methods;
mod monitor;
mod path;
pub mod rate;
pub mod scale;
pub mod values;
pub mod warnings;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod sample;

pub use monitor::{monitor, monitor_measures};
