//! Language tags (RFC 5646), such as `en-GB` or `cy`. In: a text. Out: the tag in its usual spelling, what it begins with,
//! and which way it is written. It must not know what a language says.

/// A tag in its usual spelling: `en_gb` is `en-GB`. None for a text that is no tag.
pub fn tag(text: &str) -> Option<String> {
    let text = text.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let good = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.clone().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !good {
        return None;
    }
    let mut out = first.to_ascii_lowercase();
    for part in parts {
        out.push('-');
        match part.len() {
            2 => out.push_str(&part.to_ascii_uppercase()),
            4 => {
                out.push_str(&part[..1].to_ascii_uppercase());
                out.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => out.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(out)
}

/// The language alone, without country and script.
pub fn first(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// `rtl` for what is written from right to left, by its script where the tag names one.
pub fn direction(tag: &str) -> &'static str {
    const SCRIPTS: &[&str] = &["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"];
    let right_to_left = match tag.split('-').skip(1).find(|part| part.len() == 4) {
        Some(script) => SCRIPTS.contains(&script),
        None => matches!(
            first(tag),
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi"
        ),
    };
    if right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_spelt_in_one_way() {
        let known = [("en_gb", "en-GB"), ("CY", "cy"), ("zh-hant-hk", "zh-Hant-HK"), ("cy_GB.UTF-8", "cy-GB")];
        for (text, expected) in known {
            assert_eq!(tag(text).as_deref(), Some(expected));
        }
        for text in ["", "x", "v1", "1.2", "welsh", "en-", "en--GB", "é"] {
            assert_eq!(tag(text), None, "{text}");
        }
    }

    #[test]
    fn scripts_say_which_way_is_written() {
        assert_eq!(["ar", "ar-EG", "ur", "he-IL", "ku-Arab", "pa-Arab"].map(direction), ["rtl"; 6]);
        assert_eq!(["en-GB", "cy", "ku", "ar-Latn", "pl"].map(direction), ["ltr"; 5]);
    }
}
