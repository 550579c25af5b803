//! `heng openapi`: the description of the API, from which clients are generated.

use crate::commands::json;
use crate::failure::Failure;
use crate::folder;

pub fn run() -> Result<(), Failure> {
    folder::print(&json(&heng_server::openapi())?)
}
