//! Methods for uncertainty, one a file: pure functions over `f64`.

pub mod benjamini_hochberg;
pub mod binomial_exact;
pub mod clopper_pearson;
pub mod funnel;
pub mod garwood;
pub mod mid_p;
pub mod mover;
pub mod newcombe;
pub mod poisson_exact;
pub mod poisson_pair;
pub mod pooled;
pub mod root;
pub mod score_ratio;
pub mod two_proportions;
pub mod wilson;

/// Of every interval that Heng prints: 95 %, as is usual in vital statistics.
pub const CONFIDENCE: f64 = 0.95;

/// Both tails of an exact test: twice the smaller, so that it rejects what the interval of equal tails leaves out.
fn two_sided(fewer: f64, more: f64) -> f64 {
    (2.0 * fewer.min(more)).min(1.0)
}
