//! One file a command.

pub mod monitor;
pub mod plan;
