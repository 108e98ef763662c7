//! Share cards: the picture that a chat program shows beside a link. In: a few texts, colours, a direction. Out: a PNG of
//! 1200 × 630 pixels. It must not know the disk, the catalogue or templates.
//! Everything stands in the middle, so that what is essential is still there where a program cuts a square out of it.

mod canvas;
mod clean;
mod fonts;
mod lines;
mod setting;

use tiny_skia::{PathBuilder, Rect};

use canvas::{Canvas, Pen};
use fonts::Family;
use lines::{TextBlock, TextBox};

/// The size of a card, in pixels: that which the large previews of chat programs and networks ask for.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Which way the language of a card runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScreenColour(pub [u8; 3]);

impl ScreenColour {
    /// This colour with so much of another in it.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes there is a byte")]
    fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |from: u8, to: u8| (f32::from(to) - f32::from(from)).mul_add(share, f32::from(from)).round() as u8;
        Self(std::array::from_fn(|at| mix(self.0[at], other.0[at])))
    }
}

/// The colours of a card. Each of the others must be readable on `paper`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colours {
    pub paper: ScreenColour,
    pub ink: ScreenColour,
    /// For what is said beside the rest.
    pub quiet: ScreenColour,
    pub brand: ScreenColour,
}

/// Which of its labels a card stresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stress {
    Kind,
    State,
}

/// What the date of a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardMoment {
    Published,
    /// When the thing itself happens: what people come to read, and larger than where.
    Happens,
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CardContent {
    pub site: String,
    pub kind: String,
    pub state: String,
    pub stress: Stress,
    pub title: String,
    pub place: String,
    pub date: String,
    pub moment: CardMoment,
    pub direction: Direction,
    pub colours: Colours,
}

/// From the edge to the rules and texts.
const MARGIN: f32 = 72.0;

/// The width of a card, and of what stands on it.
const WHOLE: f32 = 1200.0;
const INNER: f32 = WHOLE - 2.0 * MARGIN;

/// The box of the title, below the labels.
const TITLE: TextBox = TextBox {
    width: INNER,
    height: 296.0,
    most_lines: 5,
    sizes: &[104.0, 96.0, 88.0, 80.0, 72.0, 64.0, 58.0, 52.0, 47.0],
    family: Family::Serif,
    direction: Direction::LeftToRight,
};
const TITLE_TOP: f32 = 200.0;

/// Raised when the same card is drawn otherwise than before.
const DESIGN: u8 = 2;

impl CardContent {
    /// A hash of what stands on the card and how it is drawn, the same on every machine.
    pub fn key(&self) -> [u8; 32] {
        let Self { site, kind, state, stress, title, place, date, moment, direction, colours } = self;
        let Colours { paper, ink, quiet, brand } = colours;
        let mut hasher = blake3::Hasher::new();
        for text in [site, kind, state, title, place, date] {
            hasher.update(text.as_bytes());
            hasher.update(&[0]);
        }
        let stress = u8::from(*stress == Stress::State);
        hasher.update(&[DESIGN, stress, u8::from(*direction == Direction::RightToLeft)]);
        if *moment == CardMoment::Happens {
            hasher.update(b"happens, whole");
        }
        for colour in [paper, ink, quiet, brand] {
            hasher.update(&colour.0);
        }
        *hasher.finalize().as_bytes()
    }

    /// What can be drawn of it; texts in letters that no font has are empty.
    fn drawable(&self) -> Self {
        let shown = |text: &str| clean::drawable(text).unwrap_or_default();
        Self {
            site: shown(&self.site),
            kind: shown(&self.kind),
            state: shown(&self.state),
            title: clean::drawable_title(&self.title).unwrap_or_default(),
            place: shown(&self.place),
            date: shown(&self.date),
            ..self.clone()
        }
    }

    /// What the card says, in words, in the order in which one reads it.
    pub fn words(&self) -> String {
        let Self { site, kind, state, title, place, date, .. } = self.drawable();
        let parts = [kind, state, title, place, date, site];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(". ")
    }

    /// The card as a PNG.
    pub fn png(&self) -> Vec<u8> {
        let Self { site, kind, state, stress, title, place, date, moment, direction, colours } = self.drawable();
        let Colours { paper, ink, quiet, brand } = colours;
        let mut canvas = Canvas::new(WIDTH, HEIGHT, paper);
        let (dark, soft, bright) = (canvas.pen(ink, paper), canvas.pen(quiet, paper), canvas.pen(brand, paper));
        let (on_bright, on_dark) = (canvas.pen(paper, brand), canvas.pen(paper, ink));
        let one_line = |text: &str, sizes: &[f32], family| {
            let frame = TextBox { width: INNER, height: 100.0, most_lines: 1, sizes, family, direction };
            lines::fit(text, &frame)
        };

        // Without a title the kind is what the card says; without that, the site is.
        let (headline, kind, site) = match (title.is_empty(), kind.is_empty()) {
            (false, _) => (title, kind, site),
            (true, false) => (kind, String::new(), site),
            (true, true) => (site, String::new(), String::new()),
        };
        write(&mut canvas, &one_line(&site, &[34.0, 30.0, 26.0], Family::Serif), 74.0, dark);
        bar(&mut canvas, MARGIN, 98.0, INNER, 4.0, dark);
        bar(&mut canvas, MARGIN, 107.0, INNER, 4.0, dark);
        let labels = match stress {
            Stress::Kind => [(kind, bright, Some(on_bright)), (state, bright, None)],
            Stress::State => [(kind, dark, None), (state, dark, Some(on_dark))],
        };
        let labels = labels.into_iter().filter(|(text, ..)| !text.is_empty());
        let labels = labels.map(|(text, frame, inside)| Label { block: fit_label(&text, direction), frame, inside });
        draw_labels(&mut canvas, labels.collect(), direction);
        let (above, below) = match moment {
            CardMoment::Published => ((place, [36.0, 32.0, 28.0]), (date, [32.0, 28.0, 28.0])),
            CardMoment::Happens => ((date, [42.0, 36.0, 30.0]), (place, [32.0, 28.0, 28.0])),
        };
        // When and where is said whole, on two lines if need be.
        let two = TextBox {
            width: INNER,
            height: 90.0,
            most_lines: 2,
            sizes: &above.1[2..],
            family: Family::Sans,
            direction,
        };
        let two = Some(lines::fit(&above.0, &two)).filter(|two| moment == CardMoment::Happens && two.lines.len() > 1);
        let pitch = two.as_ref().map_or(0.0, TextBlock::pitch);
        let direction_of_title = setting::direction(&headline, direction);
        let frame = TextBox { direction: direction_of_title, height: TITLE.height - pitch, ..TITLE };
        let block = lines::fit(&headline, &frame);
        #[expect(clippy::cast_precision_loss, reason = "it has a few lines")]
        let room = (frame.height - block.pitch() * block.lines.len() as f32) / 2.0;
        // Capitals are .7 of an em high; they stand in the middle of their line.
        let baseline = TITLE_TOP + room + block.pitch() / 2.0 + 0.35 * block.size;
        write(&mut canvas, &block, baseline, dark);
        let above = two.unwrap_or_else(|| one_line(&above.0, &above.1, Family::Sans));
        write(&mut canvas, &above, 541.0 - pitch, dark);
        write(&mut canvas, &one_line(&below.0, &below.1, Family::Sans), 586.0, soft);
        bar(&mut canvas, 0.0, 616.0, WHOLE, 14.0, bright);
        canvas.png()
    }
}

/// Writes lines one below another, each in the middle.
fn write(canvas: &mut Canvas, block: &TextBlock, baseline: f32, pen: Pen) {
    let mut baseline = baseline;
    for line in &block.lines {
        canvas.write(line, block.size, (WHOLE - line.width * block.size) / 2.0, baseline, pen);
        baseline += block.pitch();
    }
}

fn bar(canvas: &mut Canvas, left: f32, top: f32, width: f32, height: f32, pen: Pen) {
    if let Some(rect) = Rect::from_xywh(left, top, width, height) {
        canvas.fill(&PathBuilder::from_rect(rect), pen);
    }
}

/// A word in a frame; `inside` writes on a frame that is filled.
struct Label {
    block: TextBlock,
    frame: Pen,
    inside: Option<Pen>,
}

fn fit_label(text: &str, direction: Direction) -> TextBlock {
    let sizes = &[28.0, 25.0, 22.0];
    let frame = TextBox { width: 480.0, height: 60.0, most_lines: 1, sizes, family: Family::Sans, direction };
    lines::fit(text, &frame)
}

/// Draws labels side by side in the middle, in the order of the language.
fn draw_labels(canvas: &mut Canvas, mut labels: Vec<Label>, direction: Direction) {
    const TOP: f32 = 136.0;
    const TALL: f32 = 50.0;
    const GAP: f32 = 16.0;
    const PADDING: f32 = 20.0;
    if direction == Direction::RightToLeft {
        labels.reverse();
    }
    let text = |label: &Label| label.block.lines.first().map_or(0.0, |line| line.width) * label.block.size;
    let wide: f32 = labels.iter().map(|label| text(label) + 2.0 * PADDING).sum();
    #[expect(clippy::cast_precision_loss, reason = "there are two at most")]
    let gaps = labels.len().saturating_sub(1) as f32 * GAP;
    let mut left = ((WHOLE - wide - gaps) / 2.0).round();
    for label in &labels {
        let width = (text(label) + 2.0 * PADDING).round();
        let Some(rect) = Rect::from_xywh(left, TOP, width, TALL) else { continue };
        let path = match label.inside {
            Some(_) => canvas::rounded(rect, 8.0),
            None => canvas::frame(rect, 8.0, 3.0),
        };
        if let Some(path) = path {
            canvas.fill(&path, label.frame);
        }
        for line in &label.block.lines {
            let baseline = TOP + TALL / 2.0 + 0.35 * label.block.size;
            canvas.write(line, label.block.size, left + PADDING, baseline, label.inside.unwrap_or(label.frame));
        }
        left += width + GAP;
    }
}
