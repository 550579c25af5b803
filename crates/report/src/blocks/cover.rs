//! `kind = "cover"`: `title`, `subtitle`, `lines` and `foot`; each line of the wording is a line of the page.

use serde::Deserialize;

use super::{Fault, Scope};
use crate::document;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    title: String,
    #[serde(default)]
    subtitle: String,
    #[serde(default)]
    lines: String,
    #[serde(default)]
    foot: String,
}

impl Cover {
    pub(super) fn templates(&self) -> Vec<(String, &str)> {
        let fields =
            [("title", &self.title), ("subtitle", &self.subtitle), ("lines", &self.lines), ("foot", &self.foot)];
        fields.into_iter().map(|(name, text)| (name.to_owned(), text.as_str())).collect()
    }

    pub(super) fn build(&self, scope: &mut Scope) -> Result<(), Fault> {
        scope.cover = Some(document::Cover {
            title: scope.lines("title", &self.title)?,
            subtitle: scope.lines("subtitle", &self.subtitle)?,
            lines: scope.lines("lines", &self.lines)?,
            foot: scope.lines("foot", &self.foot)?,
        });
        Ok(())
    }
}
