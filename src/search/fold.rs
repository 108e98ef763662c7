//! Letters as words are compared: without case, accents and marks that only help reading. In: text. Out: the same folded.
//! It must not know words. `search.js` has the same as `fold`; `tests/outside/lib/terms.json` holds both to one list.

use unicode_normalization::UnicodeNormalization;

/// Folds a text. What is not a letter or digit stays, for [`tokens`](super::tokens()) to split at.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        // A word that ends in other letters is folded as a whole: an accent may follow its letter.
        let plain = if plain == rest.len() {
            plain
        } else {
            rest[..plain].rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1)
        };
        let (ascii, other) = rest.split_at(plain);
        let start = out.len();
        ascii.split('\'').for_each(|part| out.push_str(part));
        out[start..].make_ascii_lowercase();
        let word = other.char_indices().skip(1).find(|(_, c)| c.is_whitespace()).map_or(other.len(), |(at, _)| at);
        out.extend(letters(&other[..word]).nfc());
        rest = &other[word..];
    }
    out
}

/// The letters of a text, decomposed and folded.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_left_out(*c)).flat_map(|c| {
        let (one, more) = other_letters(c);
        std::iter::once(one).chain(more)
    })
}

/// Letters that Unicode does not take apart, as people without them on their keys write them.
fn other_letters(c: char) -> (char, Option<char>) {
    match c {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ł' => ('l', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        // Arabic: forms of one letter that keyboards and habits differ in.
        'ى' | 'ی' => ('ي', None),
        'ک' => ('ك', None),
        'ة' => ('ه', None),
        c => (c, None),
    }
}

/// Apostrophes, which join (`neighbour’s`), accents, vowel points, and signs that nobody sees.
fn is_left_out(c: char) -> bool {
    matches!(c,
        '\'' | '‘' | '’' | 'ʼ'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        | '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
    )
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_apostrophes_fall_away() {
        for (text, want) in [
            ("Tŷ’r Wŷdd", "tyr wydd"),
            ("Kradzież w ŁODZI", "kradziez w lodzi"),
            ("Neighbour's  don’t", "neighbours  dont"),
            ("ΟΔΌΣ Αθήνα", "οδοσ αθηνα"),
            ("الشُّرطة", "الشرطه"),
            ("e\u{301}x cafe\u{301}", "ex cafe"),
            ("ﬁne Ｆｕｌｌ ½", "fine full 1⁄2"),
            ("が ガ 경찰", "が ガ 경찰"),
            ("-\u{301}a", "-a"),
        ] {
            assert_eq!(fold(text), want, "{text}");
        }
    }
}
