//! Charts: data in, SVG out, and SVG to PNG with the fonts handed in. One kind a file.

mod line;
mod raster;

pub use line::{ChartPoint, LineChart};
pub use raster::{Canvas, Png};
