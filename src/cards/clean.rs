//! What of a text can be drawn. In: a text as somebody wrote it. Out: that text without what cannot be shown, or none.
//! It must not know sizes or places.

use unicode_normalization::{
    UnicodeNormalization,
    char::{decompose_compatible, is_combining_mark},
};

use super::fonts::{FONTS, Family};

/// The most characters of a text that are drawn: more than a card has room for, even of narrow ones.
const MOST: usize = 500;

/// The most that are looked at for them.
const LOOKED_AT: usize = 2_000;

/// The most marks that one letter bears; no language needs more.
const MARKS: usize = 4;

/// A text as it can be drawn: white space made one, what is invisible or a mere picture (an emoji) taken out. None when
/// nothing is left, or when a letter or digit is in no font: a text with holes in it would say something else.
pub fn drawable(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut drawn, mut marks) = (0, 0);
    let mut space = false;
    for character in text.nfc().take(LOOKED_AT) {
        if drawn >= MOST {
            break;
        }
        if character.is_whitespace() && !is_no_break(character) {
            space = !out.is_empty();
            continue;
        }
        let mark = is_combining_mark(character);
        marks = if mark { marks + 1 } else { 0 };
        if (mark && (marks > MARKS || space || out.is_empty())) || is_dropped(character, out.chars().next_back()) {
            continue;
        }
        let mut draw = |characters: &[char]| {
            if space {
                out.push(' ');
                space = false;
            }
            out.extend(characters);
            drawn += characters.len();
        };
        if has(character) {
            draw(&[character]);
            continue;
        }
        // A letter that is the look of another, such as a full-width one.
        let mut plain = Vec::new();
        decompose_compatible(character, |part| plain.push(part));
        if plain.iter().all(|part| has(*part)) {
            draw(&plain);
        } else if character.is_alphanumeric() && !is_picture(character) {
            return None;
        }
    }
    Some(telephones(&out)).filter(|out| !out.is_empty())
}

/// The groups of a telephone number kept together, on one line and in their order even within Arabic or Hebrew.
fn telephones(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut number = false;
    for (at, word) in text.split(' ').enumerate() {
        let digits = word.bytes().any(|b| b.is_ascii_digit())
            && word
                .trim_end_matches(['.', ',', ':', ';', '!', '?'])
                .bytes()
                .all(|b| b.is_ascii_digit() || b"+()-".contains(&b));
        if at > 0 {
            // A no-break space between digits belongs to the number (UAX 9, W4).
            out.push(if number && digits { '\u{a0}' } else { ' ' });
        }
        // A plus sign stands before its number if something of that direction stands before it.
        if digits && !number && word.starts_with('+') {
            out.push('\u{200e}');
        }
        out.push_str(word);
        number =
            digits && (number || word.starts_with(['0', '+', '('])) && !word.ends_with(['.', ',', ':', ';', '!', '?']);
    }
    out
}

fn has(character: char) -> bool {
    FONTS.find(character, Family::Serif).is_some()
}

fn is_no_break(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}')
}

/// Emoji and other pictures, a few of which count as letters.
fn is_picture(character: char) -> bool {
    matches!(character, '\u{1f000}'..='\u{1ffff}')
}

/// What has no look of its own: controls, overrides of the direction, selectors of variants, hidden hyphens and spaces.
/// Joiners stay between letters that join.
fn is_dropped(character: char, before: Option<char>) -> bool {
    match character {
        '\u{200c}' | '\u{200d}' => !before.is_some_and(|before| matches!(before, '\u{590}'..='\u{dff}')),
        '\u{ad}'
        | '\u{34f}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffd}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        let same = |text: &str, shown: &str| assert_eq!(drawable(text).as_deref(), Some(shown), "{text:?}");
        same("  Roof \t\n theft ", "Roof theft");
        same("🚨 Scam warning 🚨", "Scam warning");
        same("Family 👨‍👩‍👧 day", "Family day");
        same("A\u{202e}evil\u{202c}\u{200b}\u{feff}\u{ad}\u{1b}[1m", "Aevil[1m");
        same("Ｆｕｌｌ 𝐁𝐨𝐥𝐝 ﬁre ①", "Full Bold ﬁre 1");
        same("w\u{302}", "ŵ");
        same("Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}a", "Z\u{300}\u{301}\u{302}\u{303}a");
        same("\u{301}a", "a");
        same("Ring 01632 960 001 or 101 12 times", "Ring 01632\u{a0}960\u{a0}001 or 101 12 times");
        same("Ring +44 1632 960001, 24 hours", "Ring \u{200e}+44\u{a0}1632\u{a0}960001, 24 hours");
        // A joiner means something in Persian, and nothing in English.
        same("می\u{200c}شود a\u{200d}b", "می\u{200c}شود ab");
    }

    #[test]
    fn a_text_with_letters_that_no_font_has_is_none() {
        for text in ["警告", "Warning: 警告", "ភាសា", "   ", "", "🚨", "\u{200b}", "\u{301}", "\u{10ffff}"]
        {
            assert_eq!(drawable(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_looked_at_for_as_much_as_there_is_room() {
        let drawn = |text: &str| drawable(text).map_or(0, |text| text.chars().filter(|c| *c != ' ').count());
        assert_eq!(drawn(&"ab ".repeat(100_000)), MOST);
        assert_eq!(drawn(&"🚨".repeat(100_000)), 0);
        // One character that is written as eighteen.
        assert!(drawn(&"ﷺ".repeat(100_000)) < MOST + 18);
    }
}
