//! What is found is the same for everyone; what is said of it tells nobody a figure that is withheld from them.
//!
//! The checks run once more on what the asker may be told. What they find there in the same words is said so; of all else,
//! for which they need what is withheld, only what the check asks is said.

use heng_base::text::Lang;

use super::round::Break;
use super::{Described, Finding};

/// Findings, each with its numbers only where it is among `told`, which are made of what may be told.
pub fn findings(mut found: Vec<Finding>, told: &[Finding], checks: &[Described]) -> Vec<Finding> {
    for one in found.iter_mut().filter(|one| !told.contains(one)) {
        (one.message, one.message_en) = general(&one.check, checks);
    }
    found
}

/// The same of a round.
pub fn breaks(mut found: Vec<Break>, told: &[Break], checks: &[Described]) -> Vec<Break> {
    for one in found.iter_mut().filter(|one| !told.contains(one)) {
        (one.message, one.message_en) = general(&one.check, checks);
    }
    found
}

fn general(check: &str, checks: &[Described]) -> (String, String) {
    let asks = checks.iter().find(|held| held.code == check).map(|held| &held.words);
    let said = |lang| asks.map_or_else(String::new, |words| words.get(lang).to_owned());
    let (zh, en) = (said(Lang::Zh), said(Lang::En));
    (format!("{zh}（所比较的数不公布）"), format!("{en} (what it is compared with is not published)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Checks, described};
    use crate::sample;

    #[test]
    fn what_may_not_be_told_is_not_said() {
        let entries =
            [("PEOPLE", "600"), ("PATENTS", "999")].map(|(cell, value)| sample::entry(cell, Some(value), None));
        let found = sample::checked(&entries, &[("PEOPLE", "118")]);
        let told = sample::checked(&entries, &[]);
        let said = findings(found.clone(), &told, &described([&Checks::default()]));
        assert!(found[0].message.contains("118") && found.len() == told.len() + 1);
        assert_eq!(
            (&said[0].cell, &said[0].check, said[0].severity),
            (&found[0].cell, &found[0].check, found[0].severity)
        );
        assert!(said[0].message.starts_with("与上年相差") && said[0].message.ends_with("（所比较的数不公布）"));
        assert!(![&said[0].message, &said[0].message_en].iter().any(|text| text.contains("118")));
        assert_eq!(said[1..], found[1..]);
    }
}
