//! What is the same in every language, and in a summary as in its text: numbers, references, addresses and dates. In: texts.
//! Out: facts, each a short text of its own. It must not know which texts are compared.

use std::sync::LazyLock;

use regex::Regex;

use crate::moment::{DateOrder, month_name};

/// What begins a date among the facts.
const DATE: &str = "date:";

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

/// The facts of some texts, sorted, each once; `order` is that of dates in figures.
pub fn of<'t>(texts: impl Iterator<Item = &'t str>, order: DateOrder) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for text in texts {
        facts.extend(numbers(text));
        facts.extend(REFERENCE.find_iter(text).map(|found| found.as_str().to_owned()));
        facts.extend(dates(text, order));
    }
    facts.sort_unstable();
    facts.dedup();
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
        let by_name = MONTHS.iter().position(|names| names.split('|').any(|name| month.starts_with(name)));
        let month = by_name.map(|at| at + 1).or_else(|| month.parse().ok());
        let Some(month) = month.filter(|month| (1..=12).contains(month)) else { continue };
        let days = [found.name("first").map(|day| day.as_str()), part(&["day", "day2", day_in_figures])];
        let days = days.into_iter().flatten().filter_map(|day| day.parse::<u8>().ok());
        dates.extend(days.filter(|day| (1..=31).contains(day)).map(|day| format!("{DATE}{day}-{month}")));
    }
    dates
}

/// Whether a fact is a date.
pub fn is_date(fact: &str) -> bool {
    fact.starts_with(DATE)
}

/// A fact as a person reads it.
pub fn words(fact: &str) -> String {
    let date = fact.strip_prefix(DATE).and_then(|date| date.split_once('-'));
    let month = date.and_then(|(_, month)| month.parse().ok()).map(month_name);
    date.zip(month).map_or_else(|| fact.to_owned(), |((day, _), month)| format!("{day} {month}"))
}

/// The fact among some that another was probably meant to be: the same day in another month, another day of the month, or a
/// number that differs by a slip or two.
pub fn nearly<'f>(fact: &str, among: &'f [String]) -> Option<&'f String> {
    let parts = |fact: &str| {
        fact.strip_prefix(DATE).and_then(|date| date.split_once('-')).map(|(d, m)| (d.to_owned(), m.to_owned()))
    };
    among.iter().find(|other| match (parts(fact), parts(other)) {
        (Some((day, month)), Some((other_day, other_month))) => day == other_day || month == other_month,
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
    fn facts_are_the_same_in_english_and_in_welsh() {
        let english = "Ring 01632 960001, quoting 46/322871/26, by Friday 27th November 2026, or on 5 and 6 December.";
        let welsh = "Ffoniwch 01632 960 001, gan ddyfynnu 46/322871/26, erbyn dydd Gwener 27ain o Dachwedd 2026, neu ar 5 a 6 Rhagfyr.";
        assert_eq!(of([english].into_iter()), of([welsh].into_iter()));
        assert_eq!(of(["On 27/11/2026."].into_iter()), of(["November 27, 2026"].into_iter()));
        assert_eq!(of(["In March 2026, 40 came, and May did not."].into_iter()), Vec::<String>::new());
        assert_eq!(words("date:27-11"), "27 November");
        assert_eq!(words("01632960001"), "01632960001");
    }
}
