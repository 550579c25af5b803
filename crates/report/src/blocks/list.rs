//! `kind = "list"`: `item` for each of `items`, which the template sees as `item`; `style` as of a paragraph.

use minijinja::value::Value;
use serde::Deserialize;

use super::{Fault, Scope};
use crate::document::{Block, Style, runs};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub(super) items: String,
    pub(super) item: String,
    #[serde(default)]
    style: Style,
}

impl List {
    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        let one = |item: Value| Ok(runs(&scope.field("item", &self.item, &scope.with("item", item))?));
        let items: Vec<_> = scope.list("items", &self.items)?.into_iter().map(one).collect::<Result<_, Fault>>()?;
        if !items.is_empty() {
            scope.body.push(Block::List { style: self.style, items });
        }
        Ok(())
    }
}
