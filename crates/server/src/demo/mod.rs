//! A demo store: invented figures of several years, taken through the real use cases by invented people.
//!
//! `figures` makes the figures and `course` says who does what when, both from a package and its seed alone; `play` does
//! it. The same package gives the same store, to the last link of the audit chain.

pub mod calendar;
pub mod chance;
pub mod course;
pub mod figures;
pub mod play;
