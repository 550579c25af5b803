//! Breakdown values of an observation: dimension → code, e.g. sex → F. Empty is the total.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The breakdown of one value. Dimensions are kept in alphabetical order, so the written form
/// (`sex=F;urban_rural=R`) is the same for the same breakdown and serves as a key. Shared where it is cloned.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Breakdown(pub Arc<BTreeMap<String, String>>);

impl Breakdown {
    /// The total over all dimensions.
    pub fn total() -> Self {
        Self::default()
    }

    pub fn is_total(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, dimension: &str) -> Option<&str> {
        self.0.get(dimension).map(String::as_str)
    }

    /// The same breakdown with one dimension set. `_T` (total) leaves the dimension out.
    #[must_use]
    pub fn with(mut self, dimension: &str, code: &str) -> Self {
        if code != "_T" {
            Arc::make_mut(&mut self.0).insert(dimension.to_owned(), code.to_owned());
        } else if self.0.contains_key(dimension) {
            Arc::make_mut(&mut self.0).remove(dimension);
        }
        self
    }

    /// Reads `sex=F;urban_rural=R`; the empty string is the total. `Err` holds the part that is no `dimension=code`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut result = Self::default();
        for part in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
            match part.split_once('=') {
                Some((dimension, code)) if !dimension.trim().is_empty() && !code.trim().is_empty() => {
                    result = result.with(dimension.trim(), code.trim());
                }
                _ => return Err(part.to_owned()),
            }
        }
        Ok(result)
    }
}

impl From<BTreeMap<String, String>> for Breakdown {
    fn from(codes: BTreeMap<String, String>) -> Self {
        Self(Arc::new(codes))
    }
}

impl From<Breakdown> for BTreeMap<String, String> {
    fn from(breakdown: Breakdown) -> Self {
        Arc::unwrap_or_clone(breakdown.0)
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (dimension, code)) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(";")?;
            }
            write!(f, "{dimension}={code}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_form_is_canonical() {
        let read = Breakdown::parse("urban_rural=R; sex=F").expect("two dimensions");
        assert_eq!(read.to_string(), "sex=F;urban_rural=R");
        assert_eq!(Breakdown::parse(""), Ok(Breakdown::total()));
        assert_eq!(Breakdown::parse("sex=_T"), Ok(Breakdown::total()));
        assert_eq!(Breakdown::parse("sex"), Err("sex".to_owned()));
    }
}
