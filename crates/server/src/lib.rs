//! The server: what people and programs ask for, done under policy.
//!
//! `cases/` holds a public function a use case; `api/` turns requests into cases and views into answers; `heng`'s commands
//! call the same cases. Invariants: the only HTTP, clock and randomness; every case asks the policy before it reads or
//! writes; a case answers with views, never with rows of the database; nothing that the store has not committed is
//! acknowledged.

mod api;
mod app;
mod assets;
mod blank;
mod calendar;
pub mod cases;
mod clock;
pub mod config;
mod csv_file;
mod demo;
mod failure;
mod figures;
mod fonts;
mod password;
mod policy;
mod protection;
mod router;
#[cfg(test)]
mod sample;
mod serve;
mod sessions;
mod tls;
pub mod views;

pub use app::App;
pub use failure::{Failure, Result};
pub use policy::Principal;
pub use router::{openapi, router};
pub use serve::serve;
pub use tls::Tls;
