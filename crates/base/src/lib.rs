//! What every crate of Heng shares: typed codes, periods, breakdowns, exact numbers, texts in two
//! languages and the one table of problems.
//!
//! Invariants: no I/O, no clock; a thing is admitted only when three crates need it.

pub mod breakdown;
pub mod codes;
pub mod number;
pub mod period;
pub mod problem;
pub mod text;
pub mod workday;
