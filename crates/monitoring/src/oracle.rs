//! Result tables of outside programs in `tests/oracles/`, for the tests of the methods.

use crate::methods::expected::At;

/// The rows below the head: the name of a series, and numbers.
pub fn table(text: &str) -> Vec<(String, Vec<f64>)> {
    let row = |line: &str| {
        let (name, numbers) = line.split_once(',').unwrap();
        (name.to_owned(), numbers.split(',').map(|cell| cell.parse().unwrap()).collect())
    };
    let rows: Vec<_> = text.lines().skip(1).map(row).collect();
    assert!(!rows.is_empty());
    rows
}

/// The series of that name, with which the tables were made.
pub fn series(name: &str) -> Vec<At> {
    let rows = table(include_str!("../../../tests/oracles/series.csv"));
    rows.into_iter().filter(|(held, _)| held == name).map(|(_, row)| (row[0], row[1])).collect()
}

/// Equal to nine digits; what is 0 but for rounding is 0.
pub fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3)
}
