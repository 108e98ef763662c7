//! Lines of front matter in which nothing can be wrong, told at a glance. In: a line. Out: whether it is one. It must not
//! know other lines, nor what a field means.

/// Whether a line is a key of one word and a value in which nothing can be wrong, as nearly all are.
pub(super) fn is_sound(line: &str) -> bool {
    let bytes = line.as_bytes();
    let key = length_of_key(bytes);
    let Some([first, rest @ ..]) = bytes[key..].strip_prefix(b": ").filter(|_| key > 1) else { return false };
    match (first, rest) {
        (b'"', [inner @ .., b'"']) => {
            inner.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
        }
        (b'[', [inner @ .., b']']) => is_sound_list(inner),
        (b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z', _) => {
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" ,.-/()".contains(byte);
            let sound = |(at, byte)| plain(byte) || (*byte == b':' && rest.get(at + 1).is_some_and(u8::is_ascii_digit));
            rest.iter().enumerate().all(sound) && rest.last() != Some(&b' ')
        }
        _ => false,
    }
}

/// Whether a line begins with a key of one word, so that it does not go on with the line above.
pub(super) fn is_key(line: &str) -> bool {
    let bytes = line.as_bytes();
    let key = length_of_key(bytes);
    key > 1 && bytes.get(key) == Some(&b':') && matches!(bytes.get(key + 1), None | Some(b' '))
}

fn length_of_key(line: &[u8]) -> usize {
    line.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count()
}

/// Whether what stands in the brackets of a list is nothing, or words with commas between.
fn is_sound_list(inner: &[u8]) -> bool {
    let mut begins = true;
    let sound = inner.iter().all(|byte| match byte {
        b' ' => true,
        b',' => !std::mem::replace(&mut begins, true),
        b'-' | b'/' | b'_' => !begins,
        byte => {
            begins = false;
            byte.is_ascii_alphanumeric()
        }
    });
    sound && (!begins || inner.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::mend::{Dialect, KeyName, mends};

    #[test]
    fn what_is_sound_is_told_from_what_has_to_be_looked_at() {
        for sound in
            ["title: Gate open (2)", "date: 2026-11-22 10:30", "area: [mill-end, Hill]", "tags: []", "a_b: \"C: #d\""]
        {
            assert!(is_sound(sound), "{sound}");
        }
        for other in
            ["title: a: b", "title: Gate ", "title:  Gate", "Title: x", "t: x", "title: #x", "area: [a", "area: [a,,b]"]
        {
            assert!(!is_sound(other), "{other}");
        }
    }

    proptest::proptest! {
        // Above an empty line, one is looked at whole.
        #[test]
        fn nothing_is_mended_in_what_is_sound(value in "[ -~]{1,12}|\\[[ -~]{0,10}\\]|\"[ -~]{0,10}\"") {
            let line = format!("title: {value}");
            if is_sound(&line) {
                let text = format!("{line}\n\n");
                let found = mends(&text, Dialect::Bulletin, |_| KeyName::Text);
                proptest::prop_assert!(found.mends.is_empty() && found.strange.is_empty() && found.notes.is_empty());
            }
        }
    }
}
