//! The colours of share cards, as a theme gives them: `card` in its `theme.yaml`. In: the settings of themes, the last one
//! winning. Out: colours that can be read on one another, and problems. It must not know how a card is drawn.

use crate::{
    parse::{
        reader::{Reader, nearest},
        tree::{self, Node, TreeValue},
    },
    problem::{Problem, wording},
    source::Text,
};

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// The colours of a share card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardColours {
    pub paper: Rgb,
    pub ink: Rgb,
    /// For what is said beside the rest: ink with some paper in it.
    pub quiet: Rgb,
    pub brand: Rgb,
    /// In the place of `brand`, where something is urgent.
    pub urgent: Rgb,
}

/// How much lighter one colour must be than another to be read on it (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;

/// The keys of a theme's file: its colours, and what people want to know of it.
const THEME_KEYS: &[&str] =
    &["name", "title", "description", "card", "author", "authors", "version", "licence", "license", "url"];

const KEYS: &[&str] = &["paper", "ink", "brand", "urgent"];

impl CardColours {
    fn new(paper: Rgb, ink: Rgb, brand: Rgb, urgent: Rgb) -> Self {
        let softened = std::array::from_fn(|at| {
            let (ink, paper) = (u16::from(ink[at]), u16::from(paper[at]));
            u8::try_from((ink * 3 + paper) / 4).unwrap_or(u8::MAX)
        });
        let quiet = if contrast(softened, paper) >= READABLE { softened } else { ink };
        Self { paper, ink, quiet, brand, urgent }
    }
}

impl Default for CardColours {
    /// Those of the default theme.
    fn default() -> Self {
        Self::new([0xfb, 0xfa, 0xf7], [0x16, 0x19, 0x1d], [0x12, 0x3f, 0x5f], [0x9b, 0x1c, 0x1c])
    }
}

/// Reads the colours out of the settings of themes.
pub fn read<'a>(themes: impl Iterator<Item = &'a Text>) -> (CardColours, Vec<Problem>) {
    let mut colours = CardColours::default();
    let mut problems = Vec::new();
    for theme in themes {
        let offset = if theme.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let map = tree::read(&theme.text[offset..], offset, &theme.path, tree::SETTINGS, &mut problems);
        let mut reader = Reader::new(&theme.path);
        for entry in map.iter().flat_map(|map| &map.entries) {
            if !THEME_KEYS.iter().any(|known| entry.key.eq_ignore_ascii_case(known)) {
                let near = nearest(&entry.key, THEME_KEYS.iter().copied());
                reader.report(wording::theme_key_unknown(reader.place(entry.key_span), &entry.key, near));
            }
        }
        if let Some(node) = map.as_ref().and_then(|map| map.get("card")) {
            colours = of_theme(node, colours, &mut reader);
        }
        problems.extend(reader.problems);
    }
    (colours, problems)
}

fn of_theme(node: &Node, under: CardColours, reader: &mut Reader) -> CardColours {
    let TreeValue::Map(map) = &node.value else {
        reader.report(wording::value_wrong(reader.place(node.span), "card", "colours: `{paper, ink, brand, urgent}`"));
        return under;
    };
    let CardColours { mut paper, mut ink, quiet: _, mut brand, mut urgent } = under;
    for entry in &map.entries {
        let colour = match entry.key.as_str() {
            "paper" => &mut paper,
            "ink" => &mut ink,
            "brand" => &mut brand,
            "urgent" => &mut urgent,
            other => {
                let near = nearest(other, KEYS.iter().copied());
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
                continue;
            }
        };
        let read = match &entry.value.value {
            TreeValue::Text(text) => rgb(text),
            _ => None,
        };
        match read {
            Some(read) => *colour = read,
            None => {
                let expected = "a colour in quotes, such as `\"#123f5f\"`";
                reader.report(wording::value_wrong(reader.place(entry.value.span), &entry.key, expected));
            }
        }
    }
    if map.get("urgent").is_none() && contrast(urgent, paper) < READABLE {
        urgent = brand;
    }
    for (name, colour) in [("ink", ink), ("brand", brand), ("urgent", urgent)] {
        if contrast(colour, paper) < READABLE {
            let place = reader.place(map.get(name).unwrap_or(node).span);
            let expected = "a colour that can be read on `paper`: with a contrast of 4.5 to 1";
            reader.report(wording::value_wrong(place, name, expected));
            return under;
        }
    }
    CardColours::new(paper, ink, brand, urgent)
}

/// `#123f5f`, `#fff`, or the same without the hash, which begins a comment in YAML.
fn rgb(text: &str) -> Option<Rgb> {
    let digits: Vec<u8> = text.trim().trim_start_matches('#').chars().map(digit).collect::<Option<_>>()?;
    match digits.len() {
        3 => Some(std::array::from_fn(|at| digits[at] * 17)),
        6 => Some(std::array::from_fn(|at| digits[2 * at] * 16 + digits[2 * at + 1])),
        _ => None,
    }
}

fn digit(character: char) -> Option<u8> {
    character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_specification() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.001);
        assert!((contrast([0x76, 0x76, 0x76], [255; 3]) - 4.54).abs() < 0.01);
        let CardColours { paper, ink, quiet, brand, urgent } = CardColours::default();
        for colour in [ink, quiet, brand, urgent] {
            assert!(contrast(colour, paper) >= READABLE);
        }
    }

    #[test]
    fn colours_are_read_as_style_sheets_write_them() {
        assert_eq!(rgb("#123f5f"), Some([0x12, 0x3f, 0x5f]));
        assert_eq!(rgb("FFF"), Some([255; 3]));
        for text in ["", "#12", "#12345g", "red", "#1234567", "＃fff", "é"] {
            assert_eq!(rgb(text), None, "{text}");
        }
    }
}
