//! One row type a table.

pub mod audit_event;
pub mod confirmation;
pub mod correction;
pub mod correction_event;
pub mod entry;
pub mod entry_history;
pub mod handover;
pub mod import;
pub mod leave;
pub mod look;
pub mod observation;
pub mod package;
pub mod question;
pub mod question_event;
pub mod release;
pub mod release_file;
pub mod report;
pub mod round;
pub mod round_plan;
pub mod second_factor;
pub mod session;
pub mod setting;
pub mod signature;
pub mod submission;
pub mod submission_event;
pub mod user;
