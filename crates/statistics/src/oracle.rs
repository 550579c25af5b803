//! Result tables of outside programs in `tests/oracles/`, for the tests of the methods.

/// The rows below the head; an empty cell ends a row.
pub fn table(text: &str) -> Vec<Vec<f64>> {
    let row = |line: &str| line.split(',').take_while(|cell| !cell.is_empty()).map(|c| c.parse().unwrap()).collect();
    let rows: Vec<Vec<f64>> = text.lines().skip(1).map(row).collect();
    assert!(!rows.is_empty());
    rows
}

/// Equal to nine digits.
pub fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1e-9)
}
