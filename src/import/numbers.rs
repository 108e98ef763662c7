//! Whom readers of a text are asked to ring, matched to the site's contacts. In: text and settings. Out: contacts as front
//! matter has them. It must not know where the text is from.

use std::sync::LazyLock;

use regex::Regex;

use super::{house::Value, moments::pattern};
use crate::{
    moment::Moment,
    settings::{Contact, Settings},
    telephone::{Telephones, international},
};

/// The name of whom to ring, before a number.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:[Cc]all|[Cc]ontact|[Rr]ing|[Pp]hone|[Tt]elephone|[Ss]peak to|[Tt]ell|[Ee]mail|[Bb]ook with|[Aa]sk|[Rr]eport(?: it| this| them)? to)(?:ing)? (?:the |your |our )?([A-Z][\w'’&-]+(?: (?:of |and |& )?[A-Z][\w'’&-]+){0,5})(?:[^.\n]{0,30}?)(?: on| at|:|,)? ?(?:tel(?:ephone)?:? ?)?$",
    )
});

/// A place that is rung, where it is told by what it is: `ring the library on`.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    rung(
        "(?:village |parish |community |town )?(?:library|school|surgery|hall|church|shop|pub|hospital|museum|nursery|clinic|vet|charity|centre|post office)",
    )
});
/// A body that is rung, where it is told by what it is.
static BODY: LazyLock<Regex> =
    LazyLock::new(|| rung("(?:parish |town |borough |district |county |city )?council|police"));

/// Before a number, that somebody is to ring one of these.
fn rung(whom: &str) -> Regex {
    pattern(&format!(
        r"\b(?:[Cc]all|[Cc]ontact|[Rr]ing|[Pp]hone|[Tt]elephone|[Ss]peak to|[Tt]ell|[Ee]mail)(?:ing)? the ({whom})(?: on| at|:|,)? ?(?:tel(?:ephone)?:? ?)?$"
    ))
}
/// Short numbers behind a word that asks to ring them.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:call|ring|phone|dial|contact|telephone|on|ffoniwch|ffonio)(?:ing)?(?: the)?(?: police)?(?: on)? (101|999|105|111)\b",
    )
});

/// A telephone number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As it is written there.
    pub text: String,
    pub place: std::ops::Range<usize>,
    pub mobile: bool,
}

/// The telephone numbers of a text.
pub fn all(text: &str, settings: &Settings) -> Vec<Number> {
    let known = settings.contacts.iter().filter_map(|contact| contact.phone.as_deref());
    let found = Telephones::new(known, settings.numbering()).find(text).into_iter();
    let mut numbers: Vec<Number> = found
        .map(|found| Number {
            text: text[found.range.clone()].to_owned(),
            mobile: found.href.starts_with("tel:+447") && !found.href.starts_with("tel:+4470"),
            place: found.range,
        })
        .collect();
    // What nobody could take for a count, even where the words go on without a comma.
    for found in SHORT.captures_iter(text) {
        let Some(short) = found.get(1) else { continue };
        if !numbers.iter().any(|number| number.place.start <= short.start() && short.end() <= number.place.end) {
            numbers.push(Number { text: short.as_str().to_owned(), place: short.range(), mobile: false });
        }
    }
    numbers.sort_by_key(|number| number.place.start);
    numbers
}

/// The contacts that a text names; `publisher` is whose a number without a name is.
pub fn contacts(text: &str, publisher: Option<&str>, now: Moment, settings: &Settings) -> Vec<Value> {
    let mut contacts: Vec<Value> = Vec::new();
    let href =
        |phone: &str| international(phone).unwrap_or_else(|| phone.chars().filter(char::is_ascii_digit).collect());
    for number in all(text, settings) {
        let before = &text[text.floor_char_boundary(number.place.start.saturating_sub(140))..number.place.start];
        let same: Vec<&Contact> = settings
            .contacts
            .iter()
            .filter(|contact| contact.phone.as_deref().is_some_and(|phone| href(phone) == href(&number.text)))
            .collect();
        // Of two that had one number after another, the one that the text names, else the one of today.
        let matched = same
            .iter()
            .find(|contact| before.contains(&contact.name))
            .or_else(|| same.iter().find(|contact| contact.valid_at(now)))
            .or(same.first());
        let value = match matched {
            Some(contact) => Value::text(contact.name.as_str()),
            None if number.mobile => continue,
            None => {
                let named = NAME.captures(before).map(|found| found[1].to_owned());
                let named = named.or_else(|| PLACE.captures(before).map(|found| format!("The {}", &found[1])));
                // The council that somebody else tells to ring is not who speaks.
                let other = |body: &&str| {
                    let last = body.rsplit(' ').next().unwrap_or_default();
                    !publisher.is_some_and(|name| name.to_lowercase().contains(last))
                };
                let body = BODY.captures(before).and_then(|found| found.get(1)).map(|body| body.as_str()).filter(other);
                let named = named.or_else(|| body.map(|body| format!("The {body}")));
                // Without a name it is the number of who speaks.
                let Some(name) = named.or_else(|| publisher.map(str::to_owned)) else { continue };
                Value::Map(vec![("name".into(), Value::text(name)), ("phone".into(), Value::text(number.text))])
            }
        };
        let name = |value: &Value| value.as_text().or_else(|| value.get("name")?.as_text()).map(str::to_lowercase);
        if !contacts.iter().any(|known| name(known) == name(&value)) {
            contacts.push(value);
        }
    }
    contacts
}
