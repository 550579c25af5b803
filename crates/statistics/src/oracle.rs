//! Result tables of outside programs in `tests/oracles/`, for the tests of the methods.

/// The rows below the head; an empty cell ends a row.
pub fn table(text: &str) -> Vec<Vec<f64>> {
    let row = |line: &str| line.split(',').take_while(|cell| !cell.is_empty()).map(|c| c.parse().unwrap()).collect();
    let rows: Vec<Vec<f64>> = text.lines().skip(1).map(row).collect();
    assert!(!rows.is_empty());
    rows
}

/// Bounds of two sides beside each other, each as what was counted and among how many; the confidence comes last.
pub type OfTwo<'a> = &'a dyn Fn((f64, f64), (f64, f64), f64) -> Option<(f64, f64)>;

/// Holds a method against rows of counts of both sides, confidence and bounds.
pub fn agrees_on_two(rows: &str, method: OfTwo) {
    for row in table(rows) {
        let [cases, of, other, of_other, confidence, low, high] = row[..] else { panic!("seven columns: {row:?}") };
        let found = method((cases, of), (other, of_other), confidence).unwrap();
        assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
    }
}

/// Equal to nine digits.
pub fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1e-9)
}
