//! Reports. In come a release's values and judgements and a report definition, out comes one document model and from
//! it a Word file. Open `facts/gather.rs` (what a report may say) and `build.rs` (how wording becomes blocks) first.
//!
//! Invariants: no I/O, clock or randomness, fonts are handed in as bytes; the same facts, definition and fonts give the
//! same bytes; a figure enters only as a [`facts::Fact`], which leads back to observations; wording is data in
//! `reports/`, never code; a renderer knows no word of the field.

pub mod blocks;
mod build;
pub mod charts;
pub mod definition;
pub mod document;
pub mod facts;
pub mod render;
mod typography;

pub use build::build;
