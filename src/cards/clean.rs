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

/// A title as it can be drawn: the whole, or else the part in a script that a font has, where the title says its thing in two
/// scripts one after the other. A part of one word says too little, and one with a hole in it something else.
pub fn drawable_title(text: &str) -> Option<String> {
    let whole = drawable(text);
    if whole.is_some() {
        return whole;
    }
    let words: Vec<&str> = text.split_whitespace().take(LOOKED_AT).collect();
    let has_letters = |word: &&&str| word.chars().any(char::is_alphanumeric);
    let is_drawn = |word: &&str| drawable(word).is_some();
    let first = words.iter().position(|word| word.chars().any(char::is_alphanumeric) && !is_drawn(word))?;
    let last = words.iter().rposition(|word| word.chars().any(char::is_alphanumeric) && !is_drawn(word))?;
    let foreign = &words[first..=last];
    let (before, after) = (&words[..first], &words[last + 1..]);
    let one_stretch = !foreign.iter().filter(has_letters).any(is_drawn);
    let part = match (before.iter().filter(has_letters).count(), after.iter().filter(has_letters).count()) {
        (2.., 0) if one_stretch => before,
        (0, 2..) if one_stretch => after,
        _ => return None,
    };
    let part = part.join(" ");
    let between = |letter: char| letter.is_whitespace() || "/|·•:;,-–—()[]".contains(letter);
    drawable(part.trim_matches(between))
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
    fn a_title_in_two_scripts_is_drawn_in_the_one_that_there_is() {
        for (title, drawn) in [
            ("Road closed at Mill Lane 磨坊巷道路封閉", Some("Road closed at Mill Lane")),
            ("磨坊巷 道路封閉 / Road closed at Mill Lane", Some("Road closed at Mill Lane")),
            ("Water off until 6pm – 停水 至 下午", Some("Water off until 6pm")),
            ("Road closed", Some("Road closed")),
            ("Fire at 東京 hall tonight", None),
            ("Warning: 电话", None),
            ("电话诈骗警告", None),
            ("停水 Water off 停水", None),
        ] {
            assert_eq!(drawable_title(title).as_deref(), drawn, "{title}");
        }
    }

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
