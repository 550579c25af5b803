//! Chance from a seed. Each draw has a name and depends on seed and name alone, so that a row added to a table changes no
//! other figure.

use heng_store::files::sha256;
use rust_decimal::Decimal;

/// A draw between −1 and 1.
pub fn swing(seed: &str, name: &str) -> Decimal {
    let share = Decimal::from(draw(seed, name)) / Decimal::from(u32::MAX);
    share * Decimal::TWO - Decimal::ONE
}

/// A draw of 0 up to, and without, `below`.
pub fn pick(seed: &str, name: &str, below: u32) -> u32 {
    draw(seed, name) % below.max(1)
}

fn draw(seed: &str, name: &str) -> u32 {
    let hash = sha256(format!("{seed}\u{1f}{name}").as_bytes());
    hash.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_hang_on_seed_and_name_and_fill_their_range() {
        assert_eq!(swing("1", "a"), swing("1", "a"));
        assert_ne!(swing("1", "a"), swing("2", "a"));
        assert_ne!(swing("1", "a"), swing("1", "b"));
        let all: Vec<Decimal> = (0..1000).map(|at| swing("1", &at.to_string())).collect();
        assert!(all.iter().all(|draw| draw.abs() <= Decimal::ONE));
        let mean = all.iter().sum::<Decimal>() / Decimal::from(all.len());
        assert!(mean.abs() < Decimal::new(1, 1), "{mean}");
        assert!((0..1000).all(|at| pick("1", &at.to_string(), 7) < 7));
    }
}
