//! Methods for uncertainty, one a file: pure functions over `f64`.

pub mod garwood;
pub mod wilson;

/// Of every interval that Heng prints: 95 %, as is usual in vital statistics.
pub const CONFIDENCE: f64 = 0.95;
