//! The text of a PDF: glyphs with their places, made lines, made paragraphs.

mod furniture;
mod reflow;
mod rows;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

/// Paragraphs of a PDF, and what was taken off its pages.
pub(super) struct Pages {
    pub(super) lines: Vec<String>,
    pub(super) furniture: Vec<String>,
    /// More glyphs than not have no character: their font says only how they are drawn.
    pub(super) nameless: bool,
    /// A page has more than two columns.
    pub(super) many_columns: bool,
}

/// A plan has no more pages; what follows is not read.
const MOST_PAGES: usize = 1000;

/// None for bytes that are no PDF, or one that is locked.
pub(super) fn lines(bytes: &[u8]) -> Option<Pages> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let cache = InterpreterCache::new();
    let pages = pdf.pages().iter().take(MOST_PAGES);
    let glyphs: Vec<Collector> = pages.map(|page| glyphs(&pdf, page, &cache)).collect();
    let count = |of: fn(&Collector) -> usize| glyphs.iter().map(of).sum::<usize>();
    let nameless = count(|page| page.nameless) > count(|page| page.glyphs.len());
    let mut pages: Vec<Vec<rows::Row>> = glyphs.iter().map(|page| rows::rows(&page.glyphs)).collect();
    let furniture = furniture::take_off(&mut pages);
    let many_columns = pages.iter().flatten().any(|row| row.column > 1);
    Some(Pages { lines: reflow::paragraphs(&pages), furniture, nameless, many_columns })
}

/// A character and where its baseline begins, in points from the lower left.
#[derive(Debug, Clone)]
struct Placed {
    text: String,
    x: f64,
    y: f64,
    size: f64,
}

fn glyphs<'a>(pdf: &'a Pdf, page: &'a Page<'a>, cache: &'a InterpreterCache<'a>) -> Collector {
    let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
    // As the page is shown, so that a turned page reads from left to right.
    let shown = page.initial_transform(false).to_kurbo();
    let mut context = Context::new(shown, whole, cache, pdf.xref(), InterpreterSettings::default());
    let mut collector = Collector::default();
    interpret_page(page, &mut context, &mut collector);
    collector
}

#[derive(Default)]
struct Collector {
    glyphs: Vec<Placed>,
    nameless: usize,
}

impl Device<'_> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => {
                    self.nameless += 1;
                    continue;
                }
            };
            let transform = props.transform * glyph.transform();
            let at = transform * Point::ZERO;
            // Glyphs are drawn in thousandths of the size of the font.
            let up = transform * Point::new(0.0, 1000.0) - at;
            let size = Vec2::hypot(up);
            if at.is_finite() && size.is_finite() && size > 0.0 {
                self.glyphs.push(Placed { text, x: at.x, y: at.y, size });
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
