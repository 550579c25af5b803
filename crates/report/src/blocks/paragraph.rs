//! `kind = "paragraph"`: `text` and, for other than body text, `style` (`note`, `title`).

use serde::Deserialize;

use super::{Fault, Scope};
use crate::document::{Block, Style};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    pub(super) text: String,
    #[serde(default)]
    style: Style,
}

impl Paragraph {
    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        let text = scope.runs("text", &self.text)?;
        if !text.is_empty() {
            scope.body.push(Block::Paragraph { style: self.style, text });
        }
        Ok(())
    }
}
