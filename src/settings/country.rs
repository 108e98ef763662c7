//! The country of a site, from which follow its emergency number, whom its readers can usually ring, and how numbers are
//! written there. In: `country`, `language` and `timezone` of the settings. Out: a code of two letters, and numbers. It must
//! not know bulletins.

use crate::{
    language,
    parse::{reader::Reader, tree::Map},
    problem::wording,
    telephone::Numbering,
};

/// The languages of the United Kingdom, as a site names them that says no country.
const BRITISH: &[&str] = &["en", "cy", "gd", "sco", "kw", "gv"];
/// The time zones in which such a site is one of the United Kingdom.
const BRITISH_ZONES: &[&str] = &["Europe/London", "Europe/Belfast", "GB", "GB-Eire"];

/// The country of a site (ISO 3166-1): the one that it names, else that of its language, else, where its language and its
/// clock are those of the United Kingdom, that. None where nothing tells.
pub fn read(map: &Map, reader: &mut Reader) -> Option<String> {
    if let Some(node) = map.get("country") {
        let code = reader.text(node, "country").map(|text| text.to_ascii_uppercase());
        let code = code.map(|code| if code == "UK" { "GB".to_owned() } else { code });
        let sound = code.as_ref().is_some_and(|code| is_code(code));
        if !sound {
            let expected = "the two letters of a country, such as `GB`";
            reader.report(wording::value_wrong(reader.place(node.span), "country", expected));
        }
        return code.filter(|_| sound);
    }
    let said = |key: &str| map.get(key).and_then(|node| Reader::new(reader.path).text(node, key));
    let tag = said("language").and_then(|text| language::tag(&text));
    let region = tag.as_deref().and_then(|tag| tag.split('-').skip(1).find(|part| is_code(part)).map(str::to_owned));
    region.or_else(|| {
        let zone =
            said("timezone").is_none_or(|zone| BRITISH_ZONES.iter().any(|known| known.eq_ignore_ascii_case(&zone)));
        let speaks = tag.is_none_or(|tag| BRITISH.contains(&language::first(&tag)));
        (zone && speaks).then(|| "GB".to_owned())
    })
}

fn is_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// The number for emergencies in a country, where that is known (ITU-T E.161.1 recommends 112 and 911; these are the numbers
/// that the countries themselves give).
pub fn emergency(country: &str) -> Option<&'static str> {
    match country {
        "GB" | "GG" | "IM" | "JE" | "GI" => Some("999"),
        "US" | "CA" | "MX" | "PR" | "PH" | "AR" | "CR" | "EC" | "UY" => Some("911"),
        "AU" => Some("000"),
        "NZ" => Some("111"),
        "AT" | "BE" | "BG" | "CY" | "CZ" | "DE" | "DK" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "HU" | "IE"
        | "IT" | "LT" | "LU" | "LV" | "MT" | "NL" | "PL" | "PT" | "RO" | "SE" | "SI" | "SK" | "IS" | "LI" | "NO"
        | "CH" | "UA" | "TR" | "IN" | "RS" | "GE" | "MD" => Some("112"),
        _ => None,
    }
}

/// How telephone numbers are written in a country.
pub fn numbering(country: Option<&str>) -> Numbering {
    match country {
        Some("GB" | "GG" | "IM" | "JE") => Numbering::British,
        _ => Numbering::Other,
    }
}
