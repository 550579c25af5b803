//! Roots of rising functions, to the last digit.

/// Where a rising function crosses zero between two bounds, by halving until the bounds are neighbours.
pub fn root(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if rising(middle) < 0.0 { low = middle } else { high = middle }
    }
}
