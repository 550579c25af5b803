//! The store as its callers use it, each test on SQLite or, where `HENG_TEST_POSTGRES` names a server, on
//! PostgreSQL.
#![allow(clippy::unwrap_used)]

mod append_only;
mod audit;
mod courses;
mod observations;
mod packages;
mod place;
mod proposals;
mod releases;
mod reviews;
mod saves;
mod settings;
mod submissions;
mod users;
mod warnings;
mod world;
mod writers;
