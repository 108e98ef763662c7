//! Regular expressions of the schemas, in what ECMA-262 and other dialects share. In: words. Out: patterns.
//! They stand for the reading of the program, which is the judge: what a pattern cannot say is let through.

use crate::address::folded;

/// A text in which letters match in either case, and with or without their accents.
pub fn any_case(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let folded = folded(&c.to_string());
        let mut class: Vec<char> = c.to_lowercase().chain(c.to_uppercase()).chain(folded.chars()).collect();
        class.extend(folded.to_uppercase().chars());
        class.retain(|c| c.is_alphabetic());
        class.sort_unstable();
        class.dedup();
        match class.len() {
            _ if c.is_whitespace() => out.push_str("\\s+"),
            0 | 1 if c.is_alphanumeric() => out.push(c),
            0 | 1 => out.push_str(&format!(
                "[{}]",
                if matches!(c, '\\' | ']' | '^' | '[') { format!("\\{c}") } else { c.to_string() }
            )),
            _ => out.push_str(&format!("[{}]", class.into_iter().collect::<String>())),
        }
    }
    out
}

/// One of several words in any case, with blanks around it; or nothing but blanks, which is as if absent.
pub fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    format!("^\\s*(?:{})?\\s*$", alternatives(words))
}

/// Several words in any case, parted by commas; or nothing.
pub fn some_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let word = alternatives(words);
    format!("^\\s*(?:(?:{word})\\s*(?:,\\s*(?:{word})?\\s*)*)?$")
}

/// Paths of several words, such as `Kent/Maidstone`, parted by commas; or nothing.
pub fn some_paths_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let word = alternatives(words);
    let path = format!("(?:{word})(?:\\s*/\\s*(?:{word}))*");
    format!("^\\s*(?:{path}\\s*(?:,\\s*(?:{path})?\\s*)*)?$")
}

fn alternatives<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    words.into_iter().map(any_case).collect::<Vec<_>>().join("|")
}

/// A moment in one of the forms that are read (docs/reference.md, "Moments"); or nothing. Whether there is such a day is
/// for the program to say.
pub fn moment() -> String {
    let month =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map(any_case).join("|");
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(any_case).join("|");
    let half = r"\s*[AaPp]\.?\s*[Mm]\.?";
    let noon = ["noon", "midday", "midnight"].map(any_case).join("|");
    let time = format!(
        r"(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?(?:{half})?|[0-9]{{1,2}}(?:\.[0-9]{{2}})?{half}|(?:12\s*)?(?:{noon}))"
    );
    let offset = r"(?:\s*(?:[Zz]|[+-][0-9]{1,2}:?(?:[0-9]{2})?|[A-Z]{2,3})(?:\s*\([A-Za-z]+\))?)?";
    let weekday = format!(r"(?:(?:{weekday})[A-Za-z]*[.,]*\s*)?");
    let day = r"[0-3]?[0-9](?:\s*(?:st|nd|rd|th|ST|ND|RD|TH))?";
    let month = format!(r"(?:{month})[A-Za-z]*\.?");
    let date = format!(
        r"(?:[12][0-9]{{3}}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])|[0-3]?[0-9][/.-][0-3]?[0-9][/.-](?:[0-9]{{4}}|[0-9]{{2}})|{day}\s*(?:of\s+)?{month},?\s*[0-9]{{4}}|{month}\s*{day},?\s*[0-9]{{4}})"
    );
    format!(
        r"^\s*(?:{weekday}(?:{time}{offset},?\s*(?:on\s+)?{weekday}{date}|{date},?\s*(?:(?:[Tt]|at)?\s*{time}{offset})?))?\s*$"
    )
}

/// What is one slip away from one of several words: a letter wrong, missing, too many, or two in the wrong order.
pub fn slips_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let mut slips = Vec::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        let text = |letters: &[char]| letters.iter().collect::<String>();
        for at in 0..=letters.len() {
            slips.push(format!("{}[a-z_]{}", text(&letters[..at]), text(&letters[at..])));
            if at < letters.len() {
                slips.push(format!("{}[a-z_]?{}", text(&letters[..at]), text(&letters[at + 1..])));
            }
            if at + 1 < letters.len() {
                let turned = [&letters[..at], &[letters[at + 1], letters[at]], &letters[at + 2..]].concat();
                slips.push(text(&turned));
            }
        }
    }
    slips.sort();
    slips.dedup();
    format!("^(?:{})$", slips.join("|"))
}
