//! One file a command.

pub mod audit;
pub mod data;
pub mod demo;
pub mod monitor;
pub mod openapi;
pub mod plan;
pub mod release;
pub mod report;
pub mod serve;
pub mod user;

use clap::ValueEnum;

use crate::failure::Failure;

/// For people or for programs.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Table,
    Json,
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::System(error.to_string()))
}
