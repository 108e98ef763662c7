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

/// `rtl` for what is written from right to left, else `ltr`.
pub fn direction(tag: &str) -> &'static str {
    if is_right_to_left(tag) { "rtl" } else { "ltr" }
}

/// Whether a language is written from right to left, by its script where the tag names one.
pub fn is_right_to_left(tag: &str) -> bool {
    const SCRIPTS: &[&str] = &["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"];
    match tag.split('-').skip(1).find(|part| part.len() == 4) {
        Some(script) => SCRIPTS.contains(&script),
        None => matches!(
            first(tag),
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi"
        ),
    }
}

/// Whether a tag begins with a language that the names of files may end in: one of two letters (ISO 639-1), or one of the
/// few of three that are written here. `roof.old.md` is no Newari.
pub fn is_known(tag: &str) -> bool {
    let first = first(tag);
    TWO_LETTERS.split(' ').any(|known| known == first) || NAMES.iter().any(|(known, _)| *known == first)
}

/// What a language calls itself; the tag where that is not known.
pub fn name(tag: &str) -> &str {
    let of = |wanted: &str| NAMES.iter().find(|(known, _)| *known == wanted).map(|(_, name)| *name);
    let with_script = tag.match_indices('-').nth(1).map(|(end, _)| &tag[..end]);
    of(tag).or_else(|| of(with_script?)).or_else(|| of(first(tag))).unwrap_or(tag)
}

const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv \
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn \
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg \
    th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The names of languages in themselves.
const NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("br", "Brezhoneg"),
    ("ca", "Català"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gu", "ગુજરાતી"),
    ("gv", "Gaelg"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("ku", "Kurdî"),
    ("kw", "Kernewek"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mt", "Malti"),
    ("nb", "Norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sco", "Scots"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("yo", "Yorùbá"),
    ("yue", "粵語"),
    ("zh", "中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

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
    fn languages_call_themselves_by_their_own_names() {
        assert_eq!(["cy-GB", "en", "zh-Hant-HK", "tlh"].map(name), ["Cymraeg", "English", "繁體中文", "tlh"]);
        assert!(["cy", "pt-BR", "sco", "en-GB"].into_iter().all(is_known));
        assert!(!["old", "new", "pdf", "xx"].into_iter().any(is_known));
    }

    #[test]
    fn scripts_say_which_way_is_written() {
        assert_eq!(["ar", "ar-EG", "ur", "he-IL", "ku-Arab", "pa-Arab"].map(direction), ["rtl"; 6]);
        assert_eq!(["en-GB", "cy", "ku", "ar-Latn", "pl"].map(direction), ["ltr"; 5]);
    }
}
