//! `kind = "page_break"`: what follows begins a new page.

use serde::Deserialize;

use super::{Fault, Scope};
use crate::document::Block;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageBreak {}

impl PageBreak {
    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        scope.body.push(Block::PageBreak);
        Ok(())
    }
}
