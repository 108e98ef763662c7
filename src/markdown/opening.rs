//! The words that a body begins with; whether they say what it is about. In: text on one line. Out: an [`Opening`]. Must not
//! know Markdown.

/// What the first words of a body are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// They say something by themselves.
    Whole,
    /// A few words: what follows belongs to them.
    Few,
    /// A greeting or a date, which says nothing of it.
    Salutation,
}

/// Fewer characters say little.
const FEW: usize = 40;
/// A greeting or a date is no longer.
const LONGEST: usize = 90;

const GREETINGS: &[&str] =
    &["annwyl", "bore", "dear", "good", "greetings", "hello", "helo", "hey", "hi", "noswaith", "prynhawn", "shwmae"];

const OF_DATES: &[&str] = &[
    "am",
    "at",
    "by",
    "date",
    "dated",
    "from",
    "in",
    "last",
    "of",
    "on",
    "pm",
    "posted",
    "published",
    "the",
    "to",
    "updated",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "dydd",
    "llun",
    "mawrth",
    "mercher",
    "iau",
    "gwener",
    "sadwrn",
    "sul",
    "ionawr",
    "chwefror",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
    "am",
    "ar",
    "y",
];

impl Opening {
    /// Of all words so far, and of the last paragraph of them.
    pub fn of(text: &str, last: &str) -> Self {
        let few = is_shorter(text, FEW);
        match () {
            () if is_shorter(last, LONGEST + 1) && (is_greeting(last) || is_date(last)) => Self::Salutation,
            () if few => Self::Few,
            () => Self::Whole,
        }
    }
}

/// Whether a text has fewer characters, each of which takes up to four bytes.
fn is_shorter(text: &str, characters: usize) -> bool {
    text.len() < characters || (text.len() < characters * 4 && text.chars().count() < characters)
}

/// One sentence at most, which begins as a letter does.
fn is_greeting(text: &str) -> bool {
    let first: String = text.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let ends = text.ends_with([',', '!', ':']) || text.ends_with('.') && !text.contains(". ");
    GREETINGS.contains(&first.as_str())
        && ends
        && !text.trim_end_matches(['.', '!', ',', ':']).contains(['.', '!', '?'])
}

fn is_date(text: &str) -> bool {
    let of_a_date = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let number = word.trim_end_matches(|c: char| c.is_alphabetic());
        let rest = &word[number.len()..];
        let numbered =
            !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '/' | '-'));
        word.is_empty()
            || numbered
                && matches!(rest, "" | "st" | "nd" | "rd" | "th" | "am" | "pm" | "h" | "af" | "ain" | "eg" | "fed")
            || OF_DATES.contains(&word.as_str())
    };
    text.contains(|c: char| c.is_ascii_digit()) && text.split_whitespace().all(of_a_date)
}

/// A text without the marks of other programs' templates that it begins with.
pub(super) fn without_marks(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let marks = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}")];
        let end = marks.iter().find_map(|(open, close)| {
            let inner = rest.strip_prefix(open)?;
            Some(rest.len() - inner.len() + inner.find(close)? + close.len())
        });
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return rest,
        }
    }
}
