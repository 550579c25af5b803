//! What Heng keeps: packages, people, rounds, entries, observations, releases, files and the chain of what was done.
//!
//! The only SQL. Values come in and go out as the domain crates' types or as plain rows.
//! Invariants: the same code and schema on SQLite and PostgreSQL; one writer at a time on both; a change of state and
//! its audit event are one transaction; times and actors are handed in; no rule of the office beyond integrity.

pub mod audit;
pub mod engine;
pub mod error;
pub mod files;
pub mod release;
pub mod tables;

mod entities;
mod migrations;
