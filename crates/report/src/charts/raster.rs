//! SVG to PNG.

use std::sync::Arc;

use heng_base::problem::{Problem, kinds};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::LineChart;

/// Twice the size on paper at 96 dots per inch, sharp in print.
const SCALE: f32 = 2.0;

/// A font, read once, that charts are drawn with.
pub struct Canvas {
    options: Options<'static>,
    family: String,
}

/// A picture with its size in pixels.
pub struct Png {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

impl Canvas {
    /// Reads a TrueType or OpenType font, or a collection of them; of a collection the face for simplified Chinese is
    /// taken where its name tells.
    ///
    /// # Errors
    /// `report.font` for bytes that hold no usable face.
    pub fn new(font: &[u8]) -> Result<Self, Problem> {
        let mut faces = fontdb::Database::new();
        faces.load_font_data(font.to_vec());
        let names: Vec<String> =
            faces.faces().filter_map(|face| face.families.first()).map(|(name, _)| name.clone()).collect();
        let chosen = names.iter().find(|name| name.split(' ').any(|word| word == "SC")).or(names.first());
        let family = chosen.cloned().ok_or_else(|| Problem::new(&kinds::REPORT_FONT))?;
        let options = Options { fontdb: Arc::new(faces), font_family: family.clone(), ..Options::default() };
        Ok(Self { options, family })
    }

    /// Draws a chart.
    ///
    /// # Errors
    /// `system.failed`, should the picture not come about.
    pub fn draw(&self, chart: &LineChart) -> Result<Png, Problem> {
        let failed = || Problem::new(&kinds::SYSTEM_FAILED);
        let tree = Tree::from_str(&chart.svg(&self.family), &self.options).map_err(|_| failed())?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let mut pixels = Pixmap::new((width * SCALE) as u32, (height * SCALE) as u32).ok_or_else(failed)?;
        resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
        let bytes = pixels.encode_png().map_err(|_| failed())?;
        Ok(Png { bytes, width: pixels.width(), height: pixels.height() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_font_is_refused() {
        assert_eq!(Canvas::new(b"no font").err().map(|problem| problem.kind.code), Some("report.font"));
    }
}
