//! The API as browsers and programs meet it: the whole router in process, with real cookies, each test on SQLite and,
//! where `HENG_TEST_POSTGRES` names a server, on PostgreSQL.
#![allow(clippy::unwrap_used)]

mod access;
mod bad;
mod browser;
mod demo;
mod described;
mod flow;
mod leaks;
mod place;
mod session;
mod towns;
mod world;
