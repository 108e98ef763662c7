//! What a telephone number is: its digits go in, the address that rings it comes out.
//! The rules are those of Ofcom's National Telephone Numbering Plan and, for other countries, ITU-T E.164.
//! Must not know the text in which a number stands.

/// Three-digit numbers that anyone in the United Kingdom may call, and the `116` numbers, which are the same all over Europe.
const SHORT: [&str; 11] = ["999", "112", "101", "111", "105", "119", "116000", "116006", "116111", "116117", "116123"];

/// Area codes under which some local numbers have five digits, so that the whole has ten (National Telephone Numbering Plan, appendix A).
/// `016977`, whose numbers have four digits or five, comes on its own.
const FIVE_DIGIT_AREAS: [&str; 40] = [
    "01204", "01208", "01254", "01276", "01297", "01298", "01363", "01364", "01384", "01386", "01404", "01420",
    "01460", "01461", "01480", "01488", "01524", "01527", "01562", "01566", "01606", "01629", "01635", "01647",
    "01659", "01695", "01726", "01744", "01750", "01768", "01827", "01837", "01884", "01900", "01905", "01935",
    "01946", "01949", "01963", "01995",
];

/// A number by itself, as an address that rings it: `01622 604100` gives `tel:+441622604100`, `+44 (0)1622 604100` and
/// `00 44 1622 604100` the same, `999` gives `tel:999`, a foreign number in full keeps its `+`, `ext 12` or `x12` at the end
/// gives `;ext=12` (RFC 3966). Spaces, hyphens, dots and brackets may stand anywhere between the digits.
/// `None` when it is no number of the United Kingdom's plan, no short number, and no `+` number of 8 to 15 digits.
pub fn international(number: &str) -> Option<String> {
    let (number, extension) = split_extension(number.trim());
    let plus = number.trim_start_matches(['(', ' ']).starts_with('+');
    let mut digits = String::with_capacity(16);
    for character in number.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '+' if digits.is_empty() => {}
            '(' | ')' | '-' | '.' | '\u{2010}'..='\u{2013}' => {}
            space if space.is_whitespace() => {}
            _ => return None,
        }
    }
    let mut address = from_digits(plus, &digits)?;
    if let Some(extension) = extension {
        address.push_str(";ext=");
        address.push_str(extension);
    }
    Some(address)
}

/// The address for bare digits, with or without a `+` before them.
pub(super) fn from_digits(plus: bool, digits: &str) -> Option<String> {
    if !plus && SHORT.contains(&digits) {
        return Some(format!("tel:{digits}"));
    }
    if plus || digits.starts_with("00") {
        let digits = if plus { digits } else { &digits[2..] };
        if let Some(national) = digits.strip_prefix("44") {
            // `+44 (0)1622`, and the slip `+44 01622`.
            let national = national.strip_prefix('0').unwrap_or(national);
            return is_british(&format!("0{national}")).then(|| format!("tel:+44{national}"));
        }
        return is_foreign(digits).then(|| format!("tel:+{digits}"));
    }
    is_british(digits).then(|| format!("tel:+44{}", &digits[1..]))
}

/// Whether `digits`, which begin with the 0 that is dialled inside the country, are a number of the United Kingdom's plan.
pub(super) fn is_british(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let second = |allowed: &[u8]| bytes.get(2).is_some_and(|digit| allowed.contains(digit));
    match (bytes.get(1), digits.len()) {
        _ if bytes.first() != Some(&b'0') => false,
        (Some(b'1'), 11) => second(b"123456789"),
        (Some(b'1'), 10) => is_short_geographic(digits),
        (Some(b'2'), 11) => second(b"03489"),
        (Some(b'3'), 11) => second(b"0347"),
        (Some(b'5'), 11) => second(b"56"),
        (Some(b'7'), 11) => second(b"012345789") || digits.starts_with("076"),
        (Some(b'8'), 11) => second(b"0247"),
        (Some(b'9'), 11) => second(b"018"),
        // Freephone numbers of the old kind, and Childline.
        (Some(b'5' | b'8'), 10) => digits.starts_with("0800") || digits.starts_with("0500"),
        (Some(b'8'), 8) => digits == "08001111",
        _ => false,
    }
}

/// Whether ten digits are a number of an area where some are one digit shorter.
pub(super) fn is_short_geographic(digits: &str) -> bool {
    let is_one = |area: &str| FIVE_DIGIT_AREAS.contains(&area);
    digits.len() == 10 && (digits.get(..5).is_some_and(is_one) || digits.starts_with("016977"))
}

/// Whether digits can be a number of another country: 8 to 15 of them, not beginning with 0, and, where the plan is
/// strict, of the right length.
fn is_foreign(digits: &str) -> bool {
    match digits.as_bytes() {
        [b'1', area, ..] => digits.len() == 11 && (b'2'..=b'9').contains(area),
        [b'7', ..] => digits.len() == 11,
        [b'2'..=b'9', ..] => (8..=15).contains(&digits.len()),
        _ => false,
    }
}

/// Parts `01622 604100 ext. 12` into the number and the extension's digits.
fn split_extension(number: &str) -> (&str, Option<&str>) {
    let before = number.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = &number[before.len()..];
    let rest = before.trim_end().trim_end_matches('.').trim_end();
    let word = rest.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let is_extension =
        ["extension", "extn", "ext", "x"].iter().any(|known| rest[word.len()..].eq_ignore_ascii_case(known));
    if is_extension && (1..=7).contains(&digits.len()) {
        (word.trim_end().trim_end_matches(',').trim_end(), Some(digits))
    } else {
        (number, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_in_every_dress() {
        for number in [
            "01622 604100",
            "01622604100",
            "(01622) 604100",
            "01622-604-100",
            "+44 1622 604100",
            "+44 (0)1622 604100",
            "(+44) 1622 604100",
            "00 44 1622 604100",
            "0044 (0) 1622 604100",
            " 01622\u{a0}604100 ",
        ] {
            assert_eq!(international(number).as_deref(), Some("tel:+441622604100"), "{number}");
        }
    }

    #[test]
    fn every_kind_of_number() {
        for (number, address) in [
            ("020 7946 0123", "tel:+442079460123"),
            ("0300 123 2040", "tel:+443001232040"),
            ("07700 900123", "tel:+447700900123"),
            ("07624 400123", "tel:+447624400123"),
            ("0800 555111", "tel:+44800555111"),
            ("0800 555 111", "tel:+44800555111"),
            ("0800 1111", "tel:+448001111"),
            ("0808 157 0123", "tel:+448081570123"),
            ("0909 879 0123", "tel:+449098790123"),
            ("015242 12345", "tel:+441524212345"),
            ("01204 12345", "tel:+44120412345"),
            ("01995 12345", "tel:+44199512345"),
            ("016977 2345", "tel:+44169772345"),
            ("999", "tel:999"),
            ("101", "tel:101"),
            ("116 123", "tel:116123"),
            ("+353 1 234 5678", "tel:+35312345678"),
            ("+1 202 555 0123", "tel:+12025550123"),
            ("01622 604100 ext. 12", "tel:+441622604100;ext=12"),
            ("01622 604100, extension 12", "tel:+441622604100;ext=12"),
            ("01622 604100x12", "tel:+441622604100;ext=12"),
        ] {
            assert_eq!(international(number).as_deref(), Some(address), "{number}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for number in [
            "",
            "+",
            "0",
            "123",
            "01622 60410",
            "01622 12345",
            "01622 6041000",
            "04000 123456",
            "0800 11112",
            "46/322871/21",
            "01/03/2021",
            "£01234 567890",
            "+1 123 456 7890",
            "+44 999",
            "+0123456789",
            "ext 12",
            "call 999",
            "0800 FLOWERS",
        ] {
            assert_eq!(international(number), None, "{number}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_a_sound_address_or_none(text in "\\PC*") {
            let _ = international(&text);
        }

        #[test]
        fn digits_give_a_sound_address_or_none(text in "[+(]?0{0,2}[0-9 )(-]{0,20}( ?x ?[0-9]{1,8})?") {
            if let Some(address) = international(&text) {
                let rest = address.strip_prefix("tel:").unwrap();
                let rest = rest.strip_prefix('+').unwrap_or(rest);
                let (number, extension) = rest.split_once(";ext=").unwrap_or((rest, "0"));
                for digits in [number, extension] {
                    prop_assert!(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", address);
                }
            }
        }
    }
}
