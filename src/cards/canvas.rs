//! A picture of few colours: paths and lines of glyphs in, a PNG with a palette out. Each pen draws one colour on another, so
//! that a pixel is a pen and how much of it covers the pixel. It must not know what is drawn.

use skrifa::outline::OutlinePen;
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Rect, Transform};

use super::{
    ScreenColour,
    fonts::{EM, FONTS},
    setting::GlyphLine,
};

/// How much of a pixel is covered, in steps: enough for smooth edges, and few enough for small files.
const STEPS: u8 = 16;

/// One colour on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    first: u8,
}

/// A picture in the making.
pub struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    palette: Vec<u8>,
}

impl Canvas {
    /// A picture of one colour.
    pub fn new(width: u32, height: u32, paper: ScreenColour) -> Self {
        let pixels = vec![0; width as usize * height as usize];
        Self { width, height, pixels, palette: paper.0.to_vec() }
    }

    /// A pen that draws a colour on another.
    pub fn pen(&mut self, colour: ScreenColour, on: ScreenColour) -> Pen {
        let first = u8::try_from(self.palette.len() / 3).expect("a card needs fewer pens than fill a palette");
        for step in 1..=STEPS {
            self.palette.extend(on.mixed(colour, f32::from(step) / f32::from(STEPS)).0);
        }
        Pen { first }
    }

    /// Fills a path.
    pub fn fill(&mut self, path: &Path, pen: Pen) {
        let Some(bounds) = path.bounds().round_out() else { return };
        let (left, top) = (clamped(bounds.left(), self.width), clamped(bounds.top(), self.height));
        let (right, bottom) = (clamped(bounds.right(), self.width), clamped(bounds.bottom(), self.height));
        let Some(mut mask) = Mask::new(right.saturating_sub(left), bottom.saturating_sub(top)) else { return };
        #[expect(clippy::cast_precision_loss, reason = "a picture is a few thousand pixels wide")]
        let into = Transform::from_translate(-(left as f32), -(top as f32));
        mask.fill_path(path, FillRule::Winding, true, into);
        let width = mask.width() as usize;
        for (covered, row) in mask.data().chunks_exact(width).zip(top..) {
            let from = (row * self.width + left) as usize;
            for (covered, pixel) in covered.iter().zip(&mut self.pixels[from..from + width]) {
                // Rounded, so that a pixel that is all but covered counts as covered.
                let step = (u16::from(*covered) * u16::from(STEPS) + 127) / 255;
                if let Some(step) = u8::try_from(step).ok().and_then(|step| step.checked_sub(1)) {
                    *pixel = pen.first + step;
                }
            }
        }
    }

    /// Draws a line of glyphs from a point on its baseline.
    pub fn write(&mut self, line: &GlyphLine, size: f32, x: f32, baseline: f32, pen: Pen) {
        let mut outline = Outline(PathBuilder::new());
        let mut path = PathBuilder::new();
        for glyph in &line.glyphs {
            let face = FONTS.get(glyph.face);
            face.draw(glyph.id, &mut outline);
            let drawn = std::mem::replace(&mut outline.0, PathBuilder::new()).finish();
            let scale = size * face.scale / EM;
            let place = Transform::from_row(scale, 0.0, 0.0, -scale, x + glyph.x * size, baseline - glyph.y * size);
            if let Some(drawn) = drawn.and_then(|path| path.transform(place)) {
                path.push_path(&drawn);
            }
        }
        if let Some(path) = path.finish() {
            self.fill(&path, pen);
        }
    }

    /// The picture as a PNG.
    pub fn png(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 * 1024);
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.palette.as_slice());
        // The quickest way: half as large again as the smallest way makes it, in a fifth of its time.
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Adaptive);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.pixels));
        written.expect("memory takes all, and the pixels are as many as the header says");
        out
    }
}

#[expect(clippy::cast_sign_loss, reason = "it is not below nought")]
fn clamped(edge: i32, most: u32) -> u32 {
    (edge.max(0) as u32).min(most)
}

/// A rectangle with rounded corners.
pub fn rounded(rect: Rect, radius: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    corners(&mut path, rect, radius);
    path.finish()
}

/// The frame of a rectangle with rounded corners, so thick.
pub fn frame(rect: Rect, radius: f32, thick: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    corners(&mut path, rect, radius);
    let mut inner = PathBuilder::new();
    corners(&mut inner, rect.inset(thick, thick)?, radius - thick);
    // Turned round, it cuts a hole.
    let inner = inner.finish()?.transform(Transform::from_row(-1.0, 0.0, 0.0, 1.0, rect.left() + rect.right(), 0.0))?;
    path.push_path(&inner);
    path.finish()
}

fn corners(path: &mut PathBuilder, rect: Rect, radius: f32) {
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.quad_to(right, top, right, top + radius);
    path.line_to(right, bottom - radius);
    path.quad_to(right, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.quad_to(left, bottom, left, bottom - radius);
    path.line_to(left, top + radius);
    path.quad_to(left, top, left + radius, top);
    path.close();
}

/// Takes the outline of a glyph into a path.
struct Outline(PathBuilder);

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        self.0.cubic_to(cx, cy, dx, dy, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
