//! Which sizes of a picture are published. In: what its header says. Out: [`Variant`]s. A picture is never made larger.

use super::{DRAWS, Picture, PictureFormat};

/// One size of a picture in one format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    pub format: PictureFormat,
    pub width: u32,
    pub height: u32,
}

/// The widths for readers: a small telephone, a large one or a tablet, and a fine screen at a page's measure.
const WIDTHS: [u32; 3] = [480, 960, 1440];
/// The most pixels at the picture's own address. Counted in pixels, a long screenshot stays readable.
const MOST_PIXELS: u64 = 2400 * 1800;
/// What programs want that show one picture beside a link (Open Graph).
const SHARED: (u32, u32) = (1200, 630);
/// A PNG of so many pixels is taken for a sign or a screenshot, and left as it is where one picture has to do.
const SMALL_PNG: u64 = 640 * 640;

impl Picture {
    /// Whether nothing is made from it: all its frames would be needed, or this program was built without that.
    fn is_left(&self) -> bool {
        !DRAWS || self.moves || self.format == PictureFormat::Gif
    }

    /// Whether it is made smaller at its own address.
    pub fn is_scaled(&self) -> bool {
        let whole = self.whole();
        (whole.width, whole.height) != (self.width, self.height)
    }

    /// What is written at the picture's own address.
    pub fn whole(&self) -> Variant {
        let own = Variant { format: self.format, width: self.width, height: self.height };
        let pixels = u64::from(self.width) * u64::from(self.height);
        if self.is_left() || pixels <= MOST_PIXELS {
            return own;
        }
        own.scaled((as_float(MOST_PIXELS) / as_float(pixels)).sqrt())
    }

    /// The sizes that a browser chooses from, narrow ones first.
    pub fn choice(&self) -> Vec<Variant> {
        let whole = Variant { format: PictureFormat::Webp, ..self.whole() };
        let narrow = WIDTHS[0];
        if self.is_left() || whole.width <= narrow {
            return Vec::new();
        }
        let most = whole.width.min(WIDTHS[WIDTHS.len() - 1]);
        let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|width| *width < most).collect();
        // One that is hardly wider than the one before is not worth its making.
        if widths.last().is_none_or(|last| most > last + last / 8) {
            widths.push(most);
        }
        widths.into_iter().map(|width| whole.of_width(width)).collect()
    }

    /// The size for whoever takes one picture and nothing modern: programs that share a link, readers of feeds, browsers
    /// without WebP. It may be the whole.
    pub fn plain(&self) -> Variant {
        let whole = self.whole();
        if self.is_left() {
            return whole;
        }
        let ratio = |wanted: u32, is: u32| f64::from(wanted) / f64::from(is);
        let scale = ratio(SHARED.0, whole.width).max(ratio(SHARED.1, whole.height));
        let fits = match self.format {
            PictureFormat::Jpeg => scale >= 1.0,
            PictureFormat::Png => u64::from(whole.width) * u64::from(whole.height) <= SMALL_PNG,
            PictureFormat::Gif | PictureFormat::Webp => false,
        };
        if fits { whole } else { Variant { format: PictureFormat::Jpeg, ..whole }.scaled(scale.min(1.0)) }
    }

    /// Everything that stands beside the whole.
    pub fn beside(&self) -> Vec<Variant> {
        let whole = self.whole();
        // A WebP of one of the usual widths is its own choice.
        self.choice().into_iter().chain([self.plain()]).filter(|variant| *variant != whole).collect()
    }
}

impl Variant {
    fn of_width(self, width: u32) -> Self {
        Self { width, ..self.scaled(f64::from(width) / f64::from(self.width)) }
    }

    fn scaled(self, scale: f64) -> Self {
        Self { width: pixels(f64::from(self.width) * scale), height: pixels(f64::from(self.height) * scale), ..self }
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels are fewer than a float counts")]
fn as_float(pixels: u64) -> f64 {
    pixels as f64
}

/// Whole pixels, one at least.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is cut to what fits")]
fn pixels(length: f64) -> u32 {
    length.round().clamp(1.0, f64::from(u32::MAX)) as u32
}

#[cfg(all(test, feature = "pictures"))]
mod tests {
    use super::{super::Orientation, *};

    fn picture(format: PictureFormat, width: u32, height: u32) -> Picture {
        Picture { format, width, height, turn: Orientation::UPRIGHT, moves: false, depth: 3 }
    }

    fn sizes(format: PictureFormat, width: u32, height: u32) -> String {
        let picture = picture(format, width, height);
        let show = |variant: &Variant| format!("{}x{}.{}", variant.width, variant.height, variant.format.ending());
        let choice: Vec<String> = picture.choice().iter().map(show).collect();
        format!("{} | {} | {}", show(&picture.whole()), choice.join(" "), show(&picture.plain()))
    }

    #[test]
    fn no_size_beside_a_picture_is_the_picture_itself() {
        for format in [PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Gif, PictureFormat::Webp] {
            for width in 1..=2_000 {
                let picture = picture(format, width, 700);
                let mut beside = picture.beside();
                assert!(!beside.contains(&picture.whole()), "{format:?} {width}");
                let count = beside.len();
                beside.sort_unstable();
                beside.dedup();
                assert_eq!(beside.len(), count, "{format:?} {width}");
            }
        }
    }

    #[test]
    fn a_picture_has_the_sizes_that_its_readers_need() {
        for (format, width, height, want) in [
            (
                PictureFormat::Jpeg,
                4000,
                3000,
                "2400x1800.jpg | 480x360.webp 960x720.webp 1440x1080.webp | 1200x900.jpg",
            ),
            (
                PictureFormat::Jpeg,
                3000,
                4000,
                "1800x2400.jpg | 480x640.webp 960x1280.webp 1440x1920.webp | 1200x1600.jpg",
            ),
            (PictureFormat::Jpeg, 8000, 1500, "4800x900.jpg | 480x90.webp 960x180.webp 1440x270.webp | 3360x630.jpg"),
            (PictureFormat::Png, 1080, 6000, "882x4899.png | 480x2666.webp 882x4899.webp | 882x4899.jpg"),
            (PictureFormat::Jpeg, 1000, 700, "1000x700.jpg | 480x336.webp 960x672.webp | 1000x700.jpg"),
            (PictureFormat::Webp, 1000, 700, "1000x700.webp | 480x336.webp 960x672.webp | 1000x700.jpg"),
            (PictureFormat::Png, 500, 500, "500x500.png | 480x480.webp | 500x500.png"),
            (PictureFormat::Jpeg, 480, 300, "480x300.jpg |  | 480x300.jpg"),
            (PictureFormat::Gif, 4000, 3000, "4000x3000.gif |  | 4000x3000.gif"),
            (PictureFormat::Png, 60000, 1, "60000x1.png | 480x1.webp 960x1.webp 1440x1.webp | 60000x1.png"),
        ] {
            assert_eq!(sizes(format, width, height), want);
        }
    }

    #[test]
    fn what_moves_is_left_as_it_is() {
        let moving = Picture { moves: true, ..picture(PictureFormat::Webp, 4000, 3000) };
        assert!(!moving.is_scaled() && moving.beside().is_empty() && moving.plain() == moving.whole());
    }
}
