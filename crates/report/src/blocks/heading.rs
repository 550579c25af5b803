//! `kind = "heading"`: `level` 1 to 3 and `text`.

use serde::Deserialize;

use super::{Fault, Scope};
use crate::document::Block;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    #[serde(deserialize_with = "level")]
    level: u8,
    pub(super) text: String,
}

fn level<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let level = u8::deserialize(deserializer)?;
    if (1..=3).contains(&level) { Ok(level) } else { Err(serde::de::Error::custom("level: 1, 2, 3")) }
}

impl Heading {
    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        let text = scope.runs("text", &self.text)?;
        scope.body.push(Block::Heading { level: self.level, text });
        Ok(())
    }
}
