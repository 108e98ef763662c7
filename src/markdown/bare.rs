//! Text in; where web and e-mail addresses stand in it, written bare, out.
//! One pass, linear in the length of the text. Knows nothing of Markdown.

use std::ops::Range;

/// A bare address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareAddress {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What must be put before it to make it an address that can be linked.
    pub prefix: &'static str,
}

/// Whether the renderer has put dashes and quotes into the text in the place of `--` and `'`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Punctuation {
    AsTyped,
    Replaced,
}

/// Finds the bare addresses in `text`, in order and apart, and appends them to `found`.
pub(super) fn find(text: &str, punctuation: Punctuation, found: &mut Vec<BareAddress>) {
    let bytes = text.as_bytes();
    let mut free = 0; // what lies before is spoken for
    for at in memchr::memchr3_iter(b':', b'@', b'.', bytes) {
        if at < free {
            continue;
        }
        let bare = match bytes[at] {
            b':' => web(text, at, free, punctuation),
            b'@' => mail(text, at, free),
            _ => www(text, at, free, punctuation),
        };
        if let Some(bare) = bare {
            free = bare.range.end;
            found.push(bare);
        }
    }
}

/// `http://…` or `https://…`, whose colon is at `colon`.
fn web(text: &str, colon: usize, free: usize, punctuation: Punctuation) -> Option<BareAddress> {
    let after = text[colon..].strip_prefix("://")?;
    let before = &text.as_bytes()[free..colon];
    let length = [5, 4].into_iter().find(|&length| {
        let name: &[u8] = if length == 5 { b"https" } else { b"http" };
        before.len() >= length && before[before.len() - length..].eq_ignore_ascii_case(name)
    })?;
    let start = colon - length;
    if !opens(text, start) || !after.starts_with(|first: char| first.is_alphanumeric() || first == '[') {
        return None;
    }
    let end = colon + 3 + extent(after, punctuation);
    (end > colon + 3).then_some(BareAddress { range: start..end, prefix: "" })
}

/// `www.name.…`, whose first full stop is at `stop`.
fn www(text: &str, stop: usize, free: usize, punctuation: Punctuation) -> Option<BareAddress> {
    let start = stop.checked_sub(3).filter(|start| *start >= free)?;
    if !text.as_bytes()[start..stop].eq_ignore_ascii_case(b"www") || !opens(text, start) {
        return None;
    }
    let rest = &text[start + 4..];
    let name = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '-')).unwrap_or(rest.len());
    let domain = rest[name..].strip_prefix('.')?;
    if name == 0 || !domain.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(BareAddress { range: start..start + 4 + extent(rest, punctuation), prefix: "https://" })
}

/// `name@domain`, whose `@` is at `sign`.
fn mail(text: &str, sign: usize, free: usize) -> Option<BareAddress> {
    let bytes = text.as_bytes();
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
    // The standard allows 64 bytes before the sign; looking no further keeps this linear.
    let local = bytes[free..sign].iter().rev().take(65).take_while(|byte| is_local(byte)).count();
    let mut start = sign - local;
    if local > 64 || text[..start].ends_with(['@', '/', '=']) {
        return None;
    }
    start += bytes[start..sign].iter().take_while(|&&byte| byte == b'.').count();
    if start == sign || bytes[sign - 1] == b'.' || !opens(text, start) {
        return None;
    }
    let length = bytes[sign + 1..]
        .iter()
        .take(254)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
        .count();
    let domain = text[sign + 1..sign + 1 + length].trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    let sound = length < 254
        && !name.is_empty()
        && !domain.contains("..")
        && !domain.starts_with(['.', '-'])
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    sound.then(|| BareAddress { range: start..sign + 1 + domain.len(), prefix: "mailto:" })
}

/// Whether an address may begin at `start`: not in the middle of a word or of another address.
fn opens(text: &str, start: usize) -> bool {
    !text[..start]
        .ends_with(|before: char| before.is_alphanumeric() || matches!(before, '/' | '@' | '.' | '-' | '_' | '='))
}

/// How many bytes of `text` belong to the address that begins there: up to white space or a mark
/// that no address holds, without punctuation and brackets that belong to the sentence.
fn extent(text: &str, punctuation: Punctuation) -> usize {
    let is_ours = |letter| punctuation == Punctuation::Replaced && matches!(letter, '–' | '—' | '…' | '‘' | '’');
    let mut before = '/';
    let mut stops = |letter: char| {
        let stops = letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^')
            // Dashes, quotes, full stops and signs of every script: typed in a sentence, not in an address.
            || !letter.is_ascii() && !letter.is_alphanumeric() && !is_ours(letter)
            // Words without blanks between them go on behind an address; in one, they have a part of their own.
            || is_unspaced(letter) && before.is_ascii_alphanumeric();
        before = letter;
        stops
    };
    let mut address = &text[..text.find(&mut stops).unwrap_or(text.len())];
    // The mark of another program that closes.
    address = &address[..address.find("[/").unwrap_or(address.len())];
    let count = |mark: u8| address.bytes().filter(|&byte| byte == mark).count();
    let mut round = (count(b'('), count(b')'));
    let mut square = (count(b'['), count(b']'));
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if round.1 > round.0 => round.1 -= 1,
            ']' if square.1 > square.0 => square.1 -= 1,
            '(' => round.0 -= 1,
            '[' => square.0 -= 1,
            // What looks like an entity belongs to the text (GitHub's Markdown, autolinks).
            ';' if let Some(at) = entity(address) => {
                address = &address[..at];
                continue;
            }
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' => {}
            's' if address.ends_with("'s") || address.ends_with("’s") => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// Where the entity begins with which an address ends, `&copy;`.
fn entity(address: &str) -> Option<usize> {
    let end = address.len().checked_sub(1)?;
    let name = address.as_bytes()[..end].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (name > 0 && address[..end - name].ends_with('&')).then(|| end - name - 1)
}

/// Letters of scripts that put no blanks between an address and the word after it.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, Punctuation::AsTyped, &mut found);
        found.into_iter().map(|bare| &text[bare.range]).collect()
    }

    #[test]
    fn addresses_are_found() {
        assert_eq!(
            found("see https://a.uk/b?c=d#e, HTTP://A.UK and www.met.police.uk."),
            ["https://a.uk/b?c=d#e", "HTTP://A.UK", "www.met.police.uk"]
        );
        assert_eq!(found("mail a.b+c@kent.police.uk, or d@e.org."), ["a.b+c@kent.police.uk", "d@e.org"]);
        assert_eq!(found("*https://a.uk*"), ["https://a.uk"]);
    }

    #[test]
    fn the_sentence_keeps_its_punctuation() {
        assert_eq!(found("(https://a.uk/x)"), ["https://a.uk/x"]);
        assert_eq!(found("https://a.uk/x_(y)"), ["https://a.uk/x_(y)"]);
        assert_eq!(found("(see https://a.uk/x_(y)).”"), ["https://a.uk/x_(y)"]);
        assert_eq!(found("https://a.uk/?! “https://b.uk”"), ["https://a.uk/", "https://b.uk"]);
        for after in [
            "—see",
            "–see",
            "’s page",
            "'s page",
            "'s",
            "。这一版",
            "）です",
            "（x）",
            "를 보라",
            "です",
            "[/caption]",
            "…",
            "©",
            "&copy;",
            "&hl;",
            "™",
            "・",
            "、",
            "»",
            "’",
            "“x",
            "🔥",
            "ให้",
            "」",
        ] {
            assert_eq!(found(&format!("https://a.uk/b?c=1{after}")), ["https://a.uk/b?c=1"], "{after}");
            assert_eq!(found(&format!("www.a.uk{after}")), ["www.a.uk"], "{after}");
        }
        for whole in [
            "https://a.uk/über",
            "https://a.uk/東京/駅",
            "https://bücher.uk/",
            "https://a.uk/?b[]=1&copy=2",
            "https://a.uk/?q=東京",
        ] {
            assert_eq!(found(whole), [whole]);
        }
    }

    #[test]
    fn what_is_no_address_stays() {
        for text in [
            "http://",
            "xhttp://a.uk",
            "www.",
            "www.a",
            "wwww.a.b",
            "a@b",
            "@b.uk",
            "a@.uk",
            "a@b.c1",
            "@a@b.social",
            "http:// a",
            "x@y..uk",
            "javascript://a.uk",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_address_within_an_address_is_not_found_again() {
        assert_eq!(found("https://a.uk/?u=https://b.uk&m=c@d.uk"), ["https://a.uk/?u=https://b.uk&m=c@d.uk"]);
    }

    #[test]
    fn a_megabyte_takes_no_time() {
        for part in ["http://", "www.", "a@", "https://a.uk)", "@a.", "a.", "https://a.uk/(((", ":", "http://a))))"] {
            found(&part.repeat(1_000_000 / part.len()));
        }
        let mut brackets = "https://a.uk/".to_owned();
        brackets.push_str(&")".repeat(1_000_000));
        assert_eq!(found(&brackets), ["https://a.uk/"]);
    }
}
