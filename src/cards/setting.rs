//! The setting of one line: which glyphs stand where. In: a text that can be drawn, letters and a direction.
//! Out: a [`GlyphLine`] in ems. It must not know sizes or places.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::char::is_combining_mark;

use super::{
    Direction,
    fonts::{EM, FONTS, FaceId, Family},
};

/// A glyph and where it stands from the line's beginning, in ems, `y` upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub face: FaceId,
    pub id: u32,
    pub x: f32,
    pub y: f32,
}

/// One line of glyphs, in ems.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GlyphLine {
    pub glyphs: Vec<Glyph>,
    pub width: f32,
    /// From line to line.
    pub pitch: f32,
}

/// The direction of a text: that of its first letter that has one.
pub fn direction(text: &str, otherwise: Direction) -> Direction {
    match unicode_bidi::get_base_direction(text) {
        unicode_bidi::Direction::Ltr => Direction::LeftToRight,
        unicode_bidi::Direction::Rtl => Direction::RightToLeft,
        unicode_bidi::Direction::Mixed => otherwise,
    }
}

/// Sets a line.
pub fn line(text: &str, family: Family, direction: Direction) -> GlyphLine {
    let level = match direction {
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    let mut line = GlyphLine::default();
    let bidi = BidiInfo::new(text, Some(level));
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let rtl = levels[run.start].is_rtl();
            let mut parts = by_face(text, run, family);
            if rtl {
                parts.reverse();
            }
            for (face, part) in parts {
                line.push(face, &text[part], if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
            }
        }
    }
    line
}

impl GlyphLine {
    /// Appends a text of one direction that one face has.
    fn push(&mut self, face: FaceId, text: &str, direction: Direction) {
        let direction = match direction {
            Direction::LeftToRight => harfrust::Direction::LeftToRight,
            Direction::RightToLeft => harfrust::Direction::RightToLeft,
        };
        let font = FONTS.get(face);
        let shaped = font.shape(text, direction);
        self.pitch = self.pitch.max(font.pitch);
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let [x, y, advance] =
                [place.x_offset, place.y_offset, place.x_advance].map(|units| ems(units) * font.scale);
            self.glyphs.push(Glyph { face, id: info.glyph_id, x: self.width + x, y });
            self.width += advance;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "units of an em are far below what a float holds exactly")]
fn ems(units: i32) -> f32 {
    units as f32 / EM
}

/// The parts of a run that one face has. Marks, spaces and punctuation go with the letters before them where they can.
fn by_face(text: &str, run: Range<usize>, family: Family) -> Vec<(FaceId, Range<usize>)> {
    let mut parts: Vec<(FaceId, Range<usize>)> = Vec::new();
    for (at, character) in text[run.clone()].char_indices() {
        let (start, end) = (run.start + at, run.start + at + character.len_utf8());
        let follows = is_combining_mark(character) || !character.is_alphanumeric();
        let last = parts.last_mut().filter(|(face, _)| follows && FONTS.get(*face).has(character));
        if let Some((_, part)) = last {
            part.end = end;
            continue;
        }
        let Some(face) = FONTS.find(character, family) else { continue };
        match parts.last_mut().filter(|(known, part)| *known == face && part.end == start) {
            Some((_, part)) => part.end = end,
            None => parts.push((face, start..end)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Titles in the scripts that the fonts have.
    const TITLES: &[&str] = &[
        "Shed break-ins at Loose: “lock it, or lose it” – £250 & more",
        "Dŵr ar y ffordd: rhybudd yng Nghwm Ystwyth, ŵ ŷ â î ô",
        "Zażółć gęślą jaźń: kradzież rowerów w Łodzi",
        "Cảnh báo lừa đảo qua điện thoại",
        "Προειδοποίηση για απάτες στο τηλέφωνο, Ώρα 10:30",
        "Попередження про шахрайство: їжак, ґанок, є",
        "تحذير من الاحتيال عبر الهاتف في 12 مارس",
        "فون پر دھوکہ دہی سے ہوشیار رہیں، ٹیلی فون ڈاکخانہ",
        "هشدار: کلاهبرداری تلفنی می\u{200c}شود",
        "אזהרה: הונאה בטלפון",
        "फ़ोन पर धोखाधड़ी की चेतावनी, क्षेत्र में",
        "ফোনে প্রতারণা সম্পর্কে সতর্কতা, ক্ষুদ্র",
        "ਫ਼ੋਨ ਧੋਖਾਧੜੀ ਬਾਰੇ ਚੇਤਾਵਨੀ",
        "ફોન છેતરપિંડી અંગે ચેતવણી, ક્ષેત્ર",
        "தொலைபேசி மோசடி எச்சரிக்கை",
    ];

    #[test]
    fn no_script_of_ours_has_a_glyph_missing() {
        for title in TITLES {
            let shown = super::super::clean::drawable(title);
            assert_eq!(shown.as_deref(), Some(*title));
            for family in [Family::Serif, Family::Sans] {
                let line = line(title, family, direction(title, Direction::LeftToRight));
                assert!(line.glyphs.iter().all(|glyph| glyph.id != 0), "{title}");
                assert!(line.width > 3.0, "{title}");
            }
        }
    }

    #[test]
    fn arabic_joins_and_runs_from_the_right() {
        let shape = |text: &str| line(text, Family::Serif, Direction::RightToLeft).glyphs;
        // Apart, the two letters have other shapes than together.
        let (together, apart) = (shape("بب"), shape("ب ب"));
        assert_eq!((together.len(), apart.len()), (2, 3));
        assert_ne!(together[0].id, apart[0].id);
        // What is said first stands at the right; numbers keep their own order.
        let mixed = shape("ب 12");
        let (one, two) = (shape("1")[0].id, shape("2")[0].id);
        assert_eq!((mixed[0].id, mixed[1].id), (one, two));
        assert!(mixed.windows(2).all(|pair| pair[0].x <= pair[1].x));
    }
}
