//! One row type a table.

pub mod audit_event;
pub mod confirmation;
pub mod entry;
pub mod entry_history;
pub mod import;
pub mod observation;
pub mod package;
pub mod release;
pub mod release_file;
pub mod report;
pub mod round;
pub mod save;
pub mod session;
pub mod setting;
pub mod submission;
pub mod submission_event;
pub mod user;
