//! What is asked of a unit and what it answers: in come plan, catalogue and the entries of a submission, out come the
//! form, the findings of the checks, the next state and the observations to record.
//!
//! Invariants: no I/O and no clock; computes no indicator; 0 is a value, an empty cell has a reason; a check whose
//! inputs are missing says nothing, it never passes or fails a figure that is not there.

pub mod asking;
pub mod entry;
pub mod form;
pub mod history;
pub mod question;
pub mod rules;
pub mod schedule;
pub mod submission;
pub mod template;
pub mod terms;

#[cfg(test)]
mod sample;
