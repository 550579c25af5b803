//! The API as browsers and programs meet it: the whole router in process, with real cookies, each test on SQLite and,
//! where `HENG_TEST_POSTGRES` names a server, on PostgreSQL.
#![allow(clippy::unwrap_used)]

mod access;
mod audit;
mod bad;
mod browser;
mod data;
mod demo;
mod described;
mod flow;
mod forms;
mod leaks;
mod packages;
mod place;
mod rounds;
mod saves;
mod session;
mod towns;
mod world;
