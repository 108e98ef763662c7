//! The fonts in the binary, read once. In: nothing. Out: [`FONTS`]: which face has a character, shapes of text, outlines.
//! No font of the machine is ever used, so that a card has the same bytes everywhere.

use std::sync::LazyLock;

use harfrust::{BufferFlags, GlyphBuffer, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlineGlyphCollection, OutlinePen},
};

/// Which letters a text is set in, where its script has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Serif,
    Sans,
}

/// The place of a face among [`FONTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(usize);

/// One font.
pub struct Face {
    font: FontRef<'static>,
    characters: Charmap<'static>,
    outlines: OutlineGlyphCollection<'static>,
    shaping: ShaperData,
    /// How much larger it is set, so that its letters look as large as Latin ones.
    pub scale: f32,
    /// From line to line, in ems.
    pub pitch: f32,
}

/// Every font; [`Family::Serif`] begins with the first, [`Family::Sans`] with the second.
pub struct Fonts(Vec<Face>);

/// The units of an em, in all of them.
pub const EM: f32 = 1000.0;

/// Each font, how much larger it is set, and from line to line in ems: what stands above and below the letters is taller
/// in some scripts.
const FILES: &[(&[u8], f32, f32)] = &[
    (include_bytes!("fonts/serif.ttf"), 1.0, 1.2),
    (include_bytes!("fonts/sans.ttf"), 1.0, 1.2),
    (include_bytes!("fonts/arabic.ttf"), 1.15, 1.6),
    (include_bytes!("fonts/hebrew.ttf"), 1.0, 1.25),
    (include_bytes!("fonts/devanagari.ttf"), 1.0, 1.35),
    (include_bytes!("fonts/bengali.ttf"), 1.0, 1.35),
    (include_bytes!("fonts/gurmukhi.ttf"), 1.0, 1.35),
    (include_bytes!("fonts/gujarati.ttf"), 1.0, 1.35),
    (include_bytes!("fonts/tamil.ttf"), 1.0, 1.3),
];

/// The fonts.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let face = |&(bytes, scale, pitch): &(&'static [u8], f32, f32)| {
        let font = FontRef::new(bytes).expect("the fonts in the binary are sound");
        Face {
            characters: font.charmap(),
            outlines: font.outline_glyphs(),
            shaping: ShaperData::new(&font),
            font,
            scale,
            pitch,
        }
    };
    Fonts(FILES.iter().map(face).collect())
});

impl Fonts {
    pub fn get(&self, id: FaceId) -> &Face {
        &self.0[id.0]
    }

    /// The first face of a family that has a character.
    pub fn find(&self, character: char, family: Family) -> Option<FaceId> {
        let first = match family {
            Family::Serif => 0,
            Family::Sans => 1,
        };
        let mut ids = std::iter::once(first).chain(2..self.0.len()).map(FaceId);
        ids.find(|id| self.get(*id).has(character))
    }
}

impl Face {
    pub fn has(&self, character: char) -> bool {
        self.characters.map(character).is_some()
    }

    /// The glyphs of a text of one direction, with their places in units of the em.
    pub fn shape(&self, text: &str, direction: harfrust::Direction) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(direction);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
        buffer.guess_segment_properties();
        self.shaping.shaper(&self.font).build().shape(buffer, ShapeOptions::new())
    }

    /// Draws the outline of a glyph, in units of the em, `y` upwards.
    pub fn draw(&self, glyph: u32, pen: &mut impl OutlinePen) {
        if let Some(outline) = self.outlines.get(GlyphId::new(glyph)) {
            // A glyph whose outline cannot be read is left blank; the fonts are ours and have none.
            let _ = outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), pen);
        }
    }
}
