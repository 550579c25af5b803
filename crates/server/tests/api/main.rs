//! The API as browsers and programs meet it: the whole router in process, with real cookies, each test on SQLite or,
//! where `HENG_TEST_POSTGRES` names a server, on PostgreSQL.
#![allow(clippy::unwrap_used)]

mod absent;
mod access;
mod attack;
mod audit;
mod bad;
mod below;
mod browser;
mod checks;
mod code_lists;
mod compare;
mod corrections;
mod courses;
mod data;
mod demo;
mod described;
mod disclosure;
mod disclosure_later;
mod flow;
mod forms;
mod handovers;
mod leaks;
mod packages;
mod place;
mod planted;
mod proposals;
mod ratings;
mod reviews;
mod rounding;
mod rounds;
mod saves;
mod session;
mod sheets;
mod templates;
mod templates_in_part;
mod towns;
mod two_servers;
mod warnings;
mod world;
