//! Breakdown values of an observation: dimension → code, e.g. sex → F. Empty is the total.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The breakdown of one value. Dimensions are kept in alphabetical order, so the written form
/// (`sex=F;urban_rural=R`) is the same for the same breakdown and serves as a key. Shared where it is cloned; a map of one
/// or two would take ten times the memory, and every figure has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Breakdown(Arc<[(String, String)]>);

impl Breakdown {
    /// The total over all dimensions.
    pub fn total() -> Self {
        Self::default()
    }

    pub fn is_total(&self) -> bool {
        self.0.is_empty()
    }

    /// How many dimensions it has.
    #[expect(clippy::len_without_is_empty, reason = "one without any is the total")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Each dimension with its code, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(dimension, code)| (dimension.as_str(), code.as_str()))
    }

    pub fn dimensions(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.0.iter().map(|(dimension, _)| dimension.as_str())
    }

    fn at(&self, dimension: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(held, _)| held.as_str().cmp(dimension))
    }

    pub fn get(&self, dimension: &str) -> Option<&str> {
        self.at(dimension).ok().map(|at| self.0[at].1.as_str())
    }

    /// The same breakdown with one dimension set. `_T` (total) leaves the dimension out.
    #[must_use]
    pub fn with(self, dimension: &str, code: &str) -> Self {
        let at = self.at(dimension);
        if at.is_err() && code == "_T" {
            return self;
        }
        let mut codes = self.0.to_vec();
        match at {
            Ok(at) if code == "_T" => drop(codes.remove(at)),
            Ok(at) => code.clone_into(&mut codes[at].1),
            Err(at) => codes.insert(at, (dimension.to_owned(), code.to_owned())),
        }
        Self(codes.into())
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
        Self(codes.into_iter().collect())
    }
}

impl From<Breakdown> for BTreeMap<String, String> {
    fn from(breakdown: Breakdown) -> Self {
        breakdown.0.iter().cloned().collect()
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (dimension, code)) in self.iter().enumerate() {
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

    #[test]
    fn a_dimension_is_set_changed_and_left_out() {
        let both = Breakdown::total().with("urban_rural", "R").with("sex", "F");
        assert_eq!(both.iter().collect::<Vec<_>>(), [("sex", "F"), ("urban_rural", "R")]);
        assert_eq!((both.get("sex"), both.get("area"), both.len()), (Some("F"), None, 2));
        assert_eq!(both.clone().with("sex", "M").to_string(), "sex=M;urban_rural=R");
        assert_eq!(both.clone().with("sex", "_T").dimensions().collect::<Vec<_>>(), ["urban_rural"]);
        assert_eq!(both.clone().with("age", "_T"), both);
        assert!(both.with("sex", "_T").with("urban_rural", "_T").is_total());
    }
}
