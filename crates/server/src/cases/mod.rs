//! What can be done, a noun a file, a public function a use case. Each takes who asks, asks the policy first, and answers
//! with a view.

pub mod amending;
pub mod audit;
pub mod bulk;
pub mod checks;
pub mod code_lists;
mod comparison;
pub mod corrections;
pub mod courses;
pub mod data;
pub mod demo;
pub mod effects;
pub mod factors;
pub mod forms;
pub mod funnel;
pub mod handovers;
pub mod imports;
pub mod indicators;
pub mod monitoring;
pub mod openings;
pub mod packages;
pub mod plans;
pub mod progress;
pub mod proposals;
pub mod ratings;
pub mod receiving;
pub mod references;
pub mod releases;
pub mod reports;
pub mod reviews;
pub mod revisions;
pub mod rounds;
pub mod saved_views;
pub mod saves;
pub mod schemes;
pub mod session;
pub mod sheets;
pub mod submissions;
pub mod tasks;
pub mod templates;
pub mod trail;
pub mod translations;
pub mod units;
pub mod uppers;
pub mod users;
mod uses;
pub mod versions;
pub mod warnings;

mod asked;
mod bulk_lines;
mod conditions;
mod dependents;
mod form_views;
mod names;
mod shown;
mod subjects;

use serde::Serialize;

/// The written form of a code that serializes as a string: `gross_rate`, `2y`.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
