//! What is the same in every language, and in a summary as in its text: numbers, references, addresses and dates. In: texts.
//! Out: facts, each a short text of its own. It must not know which texts are compared.

use std::sync::LazyLock;

use regex::Regex;

use crate::moment::{DateOrder, month_name};

/// What begins a date among the facts.
const DATE: &str = "date:";

/// What begins facts that a text may leave out: the year of a date, a time, a sum of money, a number with three digits.
const LOOSE: [&str; 4] = ["year:", "time:", "sum:", "short:"];

/// The beginnings by which each month is known in English and in Welsh, where the first letter changes.
const MONTHS: [&str; 12] = [
    "jan|ionawr",
    "feb|chwefror",
    "mar|mawrth|fawrth",
    "apr|ebrill",
    "may|mai|fai",
    "jun|mehefin|fehefin",
    "jul|gorffennaf|orffennaf",
    "aug|awst",
    "sep|medi|fedi",
    "oct|hydref",
    "nov|tachwedd|dachwedd|thachwedd",
    "dec|rhagfyr|ragfyr",
];

static FACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{2}/\d{3,}(?:/\d{2})?|\+?\(?\d[\d ()]{3,}\d|https?://[^\s)>\]]+").expect("it is a sound expression")
});
/// A reference that begins with letters: `WV/10482/26`, `CAD/1234/26`.
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[A-Z]{1,5}[/-]\d{1,8}[/-]\d{2,4}\b").expect("it is a sound expression"));
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|[mf]awrth|ebrill|[mf]ai|[mf]ehefin|g?orffennaf|awst|[mf]edi|hydref|th?achwedd|dachwedd|rh?agfyr)";
    let other = month.replace("<month>", "<month2>");
    let end = "(?:st|nd|rd|th|af|il|ydd|fed|ed|eg|ain)?";
    Regex::new(&format!(
        r"(?i)\b(?:(?P<first>\d{{1,2}}){end}\s*(?:-|–|to|and|a|i|tan|until|&|,)\s*)?(?P<day>\d{{1,2}}){end}\s+(?:of\s+|o\s+)?{month}\b|\b{other}\s+(?P<day2>\d{{1,2}}){end}\b|\b(?P<figure>\d{{1,2}})/(?P<figure2>\d{{1,2}})/\d{{2,4}}\b"
    ))
    .expect("it is a sound expression")
});

/// A time by the clock, in English and in Welsh: `10.30am`, `10yb`, `3 y prynhawn`.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^\d.:/£])(?P<hour>1[0-2]|[1-9])(?:[.:](?P<minute>[0-5]\d))?\s?(?:(?P<am>a\.?m|yb|y bore)|p\.?m|yp|yh|y prynhawn|yr hwyr|y nos)\b")
        .expect("it is a sound expression")
});
static SUM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"£\s?\d[\d,]*(?:\.\d\d)?").expect("it is a sound expression"));
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s(])(?P<number>101|105|111|112|116|119|159|999)(?:$|[\s.,;:)!?]+(?:\D|$))")
        .expect("it is a sound expression")
});
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^,?\s+(?P<year>(?:19|20)\d\d)\b").expect("it is a sound expression"));

/// The facts of some texts, sorted, each once; `order` is that of dates in figures.
pub fn of<'t>(texts: impl Iterator<Item = &'t str>, order: DateOrder) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for text in texts {
        facts.extend(numbers(text));
        facts.extend(REFERENCE.find_iter(text).map(|found| found.as_str().to_owned()));
        facts.extend(dates(text, order));
        facts.extend(loose(text));
    }
    facts.sort_unstable();
    facts.dedup();
    facts
}

/// What a text may leave out, each fact with its kind.
fn loose(text: &str) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(TIME.captures_iter(text).filter_map(|time| {
        let hour = time["hour"].parse::<u8>().ok()? % 12 + if time.name("am").is_some() { 0 } else { 12 };
        Some(format!("time:{hour}.{}", time.name("minute").map_or("00", |minute| minute.as_str())))
    }));
    facts.extend(SUM.find_iter(text).map(|sum| {
        let sum: String = sum.as_str().chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        format!("sum:{}", sum.strip_suffix(".00").unwrap_or(&sum))
    }));
    facts.extend(SHORT.captures_iter(text).map(|number| format!("short:{}", &number["number"])));
    facts.extend(DAY.find_iter(text).filter_map(|day| {
        let year = YEAR.captures(&text[day.end()..])?;
        Some(format!("year:{}", &year["year"]))
    }));
    facts
}

fn numbers(text: &str) -> impl Iterator<Item = String> {
    FACT.find_iter(text)
        // The end of a date is no reference.
        .filter(|found| !text[..found.start()].ends_with('/'))
        .map(|found| found.as_str().chars().filter(|c| !matches!(c, ' ' | '(' | ')')).collect::<String>())
        .filter(|fact| fact.chars().filter(char::is_ascii_digit).count() >= 5 || fact.starts_with("http"))
        .map(|fact| fact.trim_end_matches(['.', ',', '/']).to_owned())
}

/// Days with their months: `5 and 6 December` are two.
fn dates(text: &str, order: DateOrder) -> Vec<String> {
    let mut dates = Vec::new();
    for found in DAY.captures_iter(text) {
        let part = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
        let (day_in_figures, month_in_figures) = match order {
            DateOrder::DayFirst => ("figure", "figure2"),
            DateOrder::MonthFirst => ("figure2", "figure"),
        };
        let Some(month) = part(&["month", "month2", month_in_figures]).map(str::to_lowercase) else { continue };
        let month = month_named(&month).or_else(|| month.parse().ok());
        let Some(month) = month.filter(|month| (1..=12).contains(month)) else { continue };
        let days = [found.name("first").map(|day| day.as_str()), part(&["day", "day2", day_in_figures])];
        let days = days.into_iter().flatten().filter_map(|day| day.parse::<u8>().ok());
        dates.extend(days.filter(|day| (1..=31).contains(day)).map(|day| format!("{DATE}{day}-{month}")));
    }
    dates
}

/// The number of a month by its name in English or in Welsh, in small letters.
pub fn month_named(name: &str) -> Option<usize> {
    MONTHS.iter().position(|names| names.split('|').any(|known| name.starts_with(known))).map(|at| at + 1)
}

/// Whether a fact is a date.
pub fn is_date(fact: &str) -> bool {
    fact.starts_with(DATE)
}

/// Whether a fact is of those that a text may leave out.
pub fn is_loose(fact: &str) -> bool {
    LOOSE.iter().any(|kind| fact.starts_with(kind))
}

/// The fact of an original instead of which another text gives one of the same kind that the original does not give.
pub fn unlike<'f>(original: &'f [String], other: &[String], dated: bool) -> Option<&'f String> {
    // Times are read in the languages in which dates are.
    LOOSE.iter().filter(|kind| dated || !matches!(**kind, "time:" | "year:")).find_map(|kind| {
        let lacks = |here: &[String], fact: &&String| fact.starts_with(kind) && here.binary_search(fact).is_err();
        other.iter().any(|fact| lacks(original, &fact)).then(|| original.iter().find(|fact| lacks(other, fact)))?
    })
}

/// A fact as a person reads it.
pub fn words(fact: &str) -> String {
    if let Some(kind) = LOOSE.iter().find(|kind| fact.starts_with(*kind)) {
        let value = &fact[kind.len()..];
        return match *kind {
            "sum:" => format!("£{value}"),
            "time:" => clock(value),
            _ => value.to_owned(),
        };
    }
    let date = fact.strip_prefix(DATE).and_then(|date| date.split_once('-'));
    let month = date.and_then(|(_, month)| month.parse().ok()).map(month_name);
    date.zip(month).map_or_else(|| fact.to_owned(), |((day, _), month)| format!("{day} {month}"))
}

/// A time of day as people say it.
fn clock(time: &str) -> String {
    let (hour, minute) = time.split_once('.').unwrap_or((time, "00"));
    let hour: u8 = hour.parse().unwrap_or_default();
    let half = if hour < 12 { "am" } else { "pm" };
    let minute = if minute == "00" { String::new() } else { format!(".{minute}") };
    format!("{}{minute}{half}", if hour.is_multiple_of(12) { 12 } else { hour % 12 })
}

/// The fact among some that another was probably meant to be: the same day in another month, another day of the month, or a
/// number that differs by a slip or two.
pub fn nearly<'f>(fact: &str, among: &'f [String]) -> Option<&'f String> {
    let parts = |fact: &str| {
        fact.strip_prefix(DATE).and_then(|date| date.split_once('-')).map(|(d, m)| (d.to_owned(), m.to_owned()))
    };
    among.iter().find(|other| match (parts(fact), parts(other)) {
        (Some((day, month)), Some((other_day, other_month))) => day == other_day || month == other_month,
        (None, None) if is_loose(fact) || is_loose(other) => LOOSE.iter().any(|kind| {
            let of_kind = |fact: &str| fact.strip_prefix(kind).map(str::to_owned);
            of_kind(fact).zip(of_kind(other)).is_some_and(|(fact, other)| {
                matches!(*kind, "year:") || (*kind == "sum:" && strsim::osa_distance(&fact, &other) == 1)
            })
        }),
        (None, None) => !fact.starts_with("http") && strsim::osa_distance(fact, other) <= 2,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
        super::of(texts, DateOrder::DayFirst)
    }

    #[test]
    fn dates_in_figures_are_read_as_the_site_writes_them() {
        let month_first = super::of(["On 11/27/2026."].into_iter(), DateOrder::MonthFirst);
        assert_eq!(month_first, of(["On 27/11/2026."].into_iter()));
        assert_eq!(of(["On 11/27/2026, and on 1/0/2026."].into_iter()), Vec::<String>::new());
    }

    #[test]
    fn what_may_be_left_out_is_not_told_otherwise() {
        let english = of(["Ring 101 by 10.30am on 5 December 2026, with £1,200."].into_iter());
        let unlike = |welsh: &str| unlike(&english, &of([welsh].into_iter()), true).map(|fact| words(fact));
        assert_eq!(unlike("Ffoniwch 101 erbyn 10.30yb ar 5 Rhagfyr 2026, gyda £1200."), None);
        assert_eq!(unlike("Ffoniwch erbyn 5 Rhagfyr."), None);
        assert_eq!(unlike("Ffoniwch 111."), Some("101".into()));
        assert_eq!(unlike("Ar 5 Rhagfyr 2027."), Some("2026".into()));
        assert_eq!(unlike("Gyda £1,300."), Some("£1200".into()));
        assert_eq!(unlike("Am 10.30 y nos."), Some("10.30am".into()));
    }

    #[test]
    fn facts_are_the_same_in_english_and_in_welsh() {
        let english = "Ring 01632 960001, quoting 46/322871/26, by Friday 27th November 2026, or on 5 and 6 December.";
        let welsh = "Ffoniwch 01632 960 001, gan ddyfynnu 46/322871/26, erbyn dydd Gwener 27ain o Dachwedd 2026, neu ar 5 a 6 Rhagfyr.";
        assert_eq!(of([english].into_iter()), of([welsh].into_iter()));
        assert_eq!(of(["On 27/11/2026."].into_iter()), of(["November 27"].into_iter()));
        assert_eq!(of(["In March 2026, 40 came, and May did not."].into_iter()), Vec::<String>::new());
        assert_eq!(words("date:27-11"), "27 November");
        assert_eq!(words("01632960001"), "01632960001");
    }
}
