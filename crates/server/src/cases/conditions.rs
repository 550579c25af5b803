//! Conditions of lists as an address gives them: codes separated by commas, pages; all faults are gathered.

use std::collections::BTreeSet;

use heng_base::problem::Problem;

/// Most rows of a page, and as many as it has where nothing is said.
pub const MOST: usize = 500;
pub const USUAL: usize = 50;

/// Each code once: all of them are compared with every row.
pub fn codes(list: Option<String>) -> Vec<String> {
    let list = list.unwrap_or_default();
    let once: BTreeSet<&str> = list.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
    once.into_iter().map(str::to_owned).collect()
}

/// Words that are all to occur.
pub fn words(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default().to_lowercase().split_whitespace().map(str::to_owned).collect()
}

pub const YES_NO: [&str; 2] = ["yes", "no"];

/// What is wrong with the conditions so far.
#[derive(Default)]
pub struct Faults(pub Vec<Problem>);

impl Faults {
    /// `expected` in Chinese and English.
    pub fn unless(&mut self, fine: bool, field: &str, value: &str, [zh, en]: [&str; 2]) {
        if !fine {
            self.0.push(Problem::expected(value, zh, en).field(field));
        }
    }

    pub fn unless_one_of(&mut self, fine: bool, field: &str, value: &str, known: &[&str]) {
        self.unless(fine, field, value, [&known.join("、"), &known.join(", ")]);
    }

    /// Codes of which all stand in a list.
    pub fn codes_of(&mut self, field: &str, list: Option<String>, known: &[&str]) -> Vec<String> {
        self.codes(field, list, [&known.join("、"), &known.join(", ")], |code| known.contains(&code))
    }

    pub fn codes(
        &mut self,
        field: &str,
        list: Option<String>,
        what: [&str; 2],
        known: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let codes = codes(list);
        for code in &codes {
            self.unless(known(code), field, code, what);
        }
        codes
    }

    pub fn within(&mut self, field: &str, number: usize, most: usize) -> usize {
        self.unless(
            (1..=most).contains(&number),
            field,
            &number.to_string(),
            [&format!("1 到 {most}"), &format!("1 to {most}")],
        );
        number
    }
}

/// The rows of a page, from 1.
pub fn page<T>(rows: Vec<T>, page: usize, per_page: usize) -> Vec<T> {
    rows.into_iter().skip((page - 1).saturating_mul(per_page)).take(per_page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_blanks_and_gaps() {
        assert_eq!(codes(Some(" H01, ,H02,H01".to_owned())), ["H01", "H02"]);
        assert!(codes(None).is_empty());
    }

    #[test]
    fn a_page_beyond_the_last_is_empty() {
        assert_eq!(page(vec![1, 2, 3], 2, 2), [3]);
        assert!(page(vec![1, 2, 3], usize::MAX, 2).is_empty());
    }
}
