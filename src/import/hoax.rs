//! Signs that a text is one of the known hoaxes that go round. In: what is known of it. Out: the signs, in words.
//! It must not know formats.

use std::sync::LazyLock;

use regex::Regex;

use super::moments::pattern;

static AGENCY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:police|constabulary|council|fire (?:and|&) rescue|fire service|ambulance|nhs|hospital|coastguard|environment agency|met office|trading standards|crimestoppers|action fraud|report fraud|neighbourhood watch|pcso|rspca|network rail|highways|101|government|ministry|school|parish)\b",
    )
});
static BUMP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bbump(?:ing)? (?:this|the)?\s*post|\bplease bump\b|\bbump this\b|\bflood your (?:feeds?|page|pages|timeline|walls?)\b|\bshare (?:far and wide|like mad|everywhere|with (?:everyone|everybody|all))\b|\b(?:forward|send|pass) (?:this |it )?(?:on )?to (?:everyone|everybody|all)\b|\bmake this go viral\b",
    )
});
static SILVER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:silver|amber) alert\b"));
static AMERICA: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:USA|U\.S\.|United States|Sheriff|Texas|Florida|California|Ohio)\b"));
static HASHTAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"#[A-Z]\w{2,}"));
static PRIVATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:pm|dm|inbox|message|msg) me\b|\bprivate message\b|\bcall me\b|\btext me\b"));
static SUPERLATIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:most dangerous|serial killer|extremely dangerous|worst ever|deadly|going around knocking out|abducting|gang (?:is|are) (?:targeting|stealing)|be(?:\s+very)?\s+careful everyone|urgent!+|warn everyone)\b|!!!",
    )
});

/// What is known of a text.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
pub struct HoaxFacts<'a> {
    pub text: &'a str,
    pub publisher: Option<&'a str>,
    pub dated: bool,
    /// Whether it names an area of the site, or a place in plain words.
    pub placed: bool,
    pub mobile: bool,
    pub other_contact: bool,
}

/// The signs, when there are at least two.
pub fn signs(known: HoaxFacts) -> Vec<&'static str> {
    let HoaxFacts { text, .. } = known;
    let tests = [
        (
            !AGENCY.is_match(text) && !known.publisher.is_some_and(|name| AGENCY.is_match(name)),
            "it names no police force, council or other agency",
        ),
        (!known.dated, "it has no date"),
        (BUMP.is_match(text), "it asks to be bumped or spread"),
        (
            SILVER.is_match(text) && !AMERICA.is_match(text),
            "it speaks of a “silver alert” or “amber alert”, which is American",
        ),
        (!known.placed && HASHTAG.is_match(text), "it names its place only by a hashtag"),
        (
            (known.mobile || PRIVATE.is_match(text)) && !known.other_contact,
            "a mobile number or a private message is the only contact",
        ),
        (SUPERLATIVE.is_match(text), "it is full of superlatives"),
    ];
    let signs: Vec<&str> = tests.into_iter().filter(|(holds, _)| *holds).map(|(_, sign)| sign).collect();
    if signs.len() >= 2 { signs } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, dated: bool) -> Vec<&str> {
        let (placed, mobile) = (text.contains("Wrenfield"), text.contains("077"));
        signs(HoaxFacts { text, publisher: None, dated, placed, mobile, other_contact: text.contains("101") })
    }

    #[test]
    fn two_signs_make_a_pattern() {
        let hoax = "SILVER ALERT! Please help find my grandfather, missing from #Wrenham. Let's flood our feeds, bump this post. Call 07700 900123";
        assert!(of(hoax, false).len() >= 4);
        assert!(of("Four sheds in Wrenfield were entered on Friday. Call police on 101.", true).is_empty());
    }
}
