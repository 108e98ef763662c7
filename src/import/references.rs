//! Crime and incident numbers in text, and never those of planning. In: text. Out: references. It must not know the site.

use std::sync::LazyLock;

use regex::Regex;

use super::moments::pattern;

/// A force's number in its usual shape: `46/322871/21`.
static SHAPED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{2}[A-Z]?/\d{4,7}/\d{2})\b"));
/// A number behind the words that say what it is.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:quot(?:e|ing)|ref(?:erence)?s?|incident|crime|log|cad|niche|occurrence|case|event|cyfeirnod|digwyddiad|dyfynn\w*)\b
          (?:\s+(?:the|our|reference|ref|number|numbers|no|nr|incident|crime|log|cad|police|code|following|id|is|of|with|y|gyfeirnod|cyfeirnod|rhif)\b\.?)*
          \s*(?:no\.?|nr\.?|\#|:)?\s*:?\s*\#?
          ((?:[A-Z]{1,4}[-/]?)?\d[\dA-Z]*(?:[-/]\w+)*(?:\s+(?:of|on)\s+\d{1,2}(?:[/.]\d{1,2}(?:[/.]\d{2,4})?|(?:st|nd|rd|th)?\s+[A-Z][a-z]+(?:\s+\d{4})?))?)",
    )
});
/// A planning application: `24/01234/FUL`, `P/2026/0123`, `NN/NNNNN/LETTERS`.
static PLANNING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)/\d+/[A-Z]{2,}$|^\d{2,4}/\d{2,6}/[A-Z]+$|^[A-Z]{1,4}/\d{4}/\d+|^[A-Z]+/\d+/\d+/[A-Z]+|/[A-Z]{2,}\d*$")
});
/// Letters before the digits that make a number of a body's own: `LP-88231`; and a road has them too, `B2091`.
static OWN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[A-Z]{2,}[-/]\d|[A-Z]+\d{5})"));
static ROAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[ABM]\d{1,4}$"));
/// Another number behind the first: `or 46/100235/26`, `and 4321`.
static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:,|and|or|&|/|;)\s*(\d{2}[A-Z]?/\d{4,7}/\d{2})\b"));

/// The references in a text, in their order.
pub fn find(text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for hit in SHAPED.captures_iter(text) {
        let Some(number) = hit.get(1) else { continue };
        let after = &text[number.end()..];
        let continues = after.starts_with('/') || after.starts_with(|c: char| c.is_alphanumeric());
        if !continues && !planning_near(text, number.start()) {
            found.push((number.start(), number.as_str().to_owned()));
        }
    }
    for hit in NAMED.captures_iter(text) {
        let Some(number) = hit.get(1) else { continue };
        let mut words = number.as_str().trim_end_matches(['.', ',', '-', '/']).to_owned();
        let after = &text[number.start() + words.len()..];
        let first = words.split_whitespace().next().unwrap_or_default().to_owned();
        let digits = first.chars().filter(char::is_ascii_digit).count();
        let log = hit[0].to_lowercase();
        let dated = words.contains(" of ") || words.contains(" on ");
        // A short number is a log of a day, and is one only with its day or the word.
        let long_enough =
            digits >= 6 || dated && digits >= 1 || digits >= 2 && (log.contains("cad") || log.contains("log"));
        let long_enough = (long_enough || digits >= 4 && OWN.is_match(&first)) && !ROAD.is_match(&first);
        let phone = first.starts_with('0') && (10..=11).contains(&digits) && !first.contains('/');
        let date =
            first.split('/').count() == 3 && first.split('/').all(|part| part.len() <= 2 || part.starts_with("20"));
        let unit = after.trim_start().starts_with(['%', '£']) || after.starts_with("pm") || after.starts_with("am");
        if !long_enough || phone || date || unit || PLANNING.is_match(&first) || planning_near(text, number.start()) {
            continue;
        }
        if log.contains("cad") && !words.to_lowercase().starts_with("cad") && dated {
            words = format!("CAD {words}");
        }
        found.push((number.start(), words));
        if let Some(next) = NEXT.captures(after) {
            found.push((number.end() + 1, next[1].to_owned()));
        }
    }
    found.sort();
    let mut references: Vec<String> = Vec::new();
    for (_, reference) in found {
        let inside = references.iter().any(|known| known.contains(&reference));
        if !inside {
            references.retain(|known| !reference.contains(known.as_str()));
            references.push(reference);
        }
    }
    references
}

/// Whether the line before a number speaks of planning.
fn planning_near(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(60));
    let before = text[start..at].rsplit(['\n', '.']).next().unwrap_or_default().to_lowercase();
    before.contains("planning") || before.contains("application")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_crimes_and_incidents_are_found() {
        for (text, want) in [
            ("call 101 quoting 46/100234/26.", vec!["46/100234/26"]),
            ("urged to call Kent Police on 01622 604100, quoting reference 46/322871/21.", vec!["46/322871/21"]),
            ("quote crime reference number 2100012345 please", vec!["2100012345"]),
            ("quoting incident 345 of 20 November", vec!["345 of 20 November"]),
            ("Ffoniwch 101 a dyfynnwch y cyfeirnod 2600123456.", vec!["2600123456"]),
            ("Ref: NP/12345/2026 and more", vec!["NP/12345/2026"]),
            ("Call 101 quoting CAD 1234 of 20/11/2026", vec!["CAD 1234 of 20/11/2026"]),
            ("Ring us quoting LP-88231 if one is out", vec!["LP-88231"]),
            ("crime ref: 46/100234/26 or 46/100235/26", vec!["46/100234/26", "46/100235/26"]),
        ] {
            assert_eq!(find(text), want, "{text}");
        }
    }

    #[test]
    fn planning_applications_and_telephones_are_none() {
        for text in [
            "Police were told of application 24/01234/FUL",
            "reference 24/01234/HOUSE",
            "Planning reference: 25/00456/OUT. The police",
            "ref P/2026/0123",
            "quoting 01632 960101",
            "incident on 12/11/2026",
            "an event on 12 May",
            "call 101 in case 2 men come",
            "Quote B2091 closure when you ring",
        ] {
            assert_eq!(find(text), Vec::<String>::new(), "{text}");
        }
    }
}
