//! Methods of attainment, one a file.

pub mod threshold;
