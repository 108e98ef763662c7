//! Where a text tells of a fraud: what is written there is what fraudsters write, and no advice of the author. In: a text
//! and a place in it. Out: yes or no. It must not know any rule.

use std::sync::LazyLock;

use regex::Regex;

use super::subject::{PlacedPassage, before};

/// Those who lie, and how.
static ACTORS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:scammers?|(?:the|a|this|these|any) (?:scam|hoax)|fraudsters?|con ?m[ae]n|criminals?|thieves|crooks|spoof\w*|fake[ds]?|bogus|phishing|smishing|impersonat\w+|pretend\w*|posing|suspicious|claim(?:s|ed|ing)? to be|sa(?:id|ys?) (?:that )?(?:he|she|they) (?:was|were|is|are)|(?:do not|don['’]t|never) (?:click|open|tap|follow|ring|call|answer|reply|trust|use|visit)|twyllwyr|sgamwyr)\b")
        .expect("it is a sound expression")
});
/// A sentence with these leads to help.
static HELPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:report(?:ed|ing)?(?: (?:it|them|this|that|any|all|the|to|scams?|suspicious))|to report|report (?:\w+ ){0,3}(?:to|on|at)|please report|real|genuine|official|advice|instead|help|contact|if (?:you|they|it|in)|tell us|let us know)\b")
        .expect("it is a sound expression")
});
/// What is said to stand in a message: `The text reads`.
static SAYS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:texts?|messages?|e-?mails?|letters?|callers?|calls?|posts?|scam|links?|tells? (?:you|people|them|victims)|asks? (?:you|people|them|victims)|told (?:\w+ )?to)\b[^.!?]{0,30}\b(?:says?|saying|said|reads?|reading|asks?|asked|claims?|contains?|tells?|invites?|urges?|is|was|to|with a link)\b[^.!?]{0,40}$")
        .expect("it is a sound expression")
});
/// From where somebody rang, which the telephone shows and anybody can forge.
static CALLED_FROM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:rang|rings?|ringing|called|calls?|calling|phoned|texts?|texted|coming|came|comes|sent|messages?|numbers?)\b[^.!?]{0,60}\b(?:from|shows?|showed|displayed|appears? as|appeared as)\s+(?:the\s+)?(?:number\s+)?$")
        .expect("it is a sound expression")
});

/// Whether a place of a text stands in what is told of a fraud.
pub fn is_told_at(copy: &PlacedPassage, at: usize) -> bool {
    let (said, whole) = (before_in_sentence(copy, at), copy.words_around(at));
    (ACTORS.is_match(whole) && !HELPS.is_match(whole)) || SAYS.is_match(said) || is_quoted(before(copy.text(), at))
}

/// Whether a number is the one that a caller was seen to ring from, or one of a fraud.
pub fn is_shown_by_caller(copy: &PlacedPassage, at: usize) -> bool {
    let whole = copy.words_around(at);
    CALLED_FROM.is_match(before_in_sentence(copy, at)) || (ACTORS.is_match(whole) && !HELPS.is_match(whole))
}

fn before_in_sentence(copy: &PlacedPassage, at: usize) -> &str {
    let said = before(copy.text(), at);
    &said[said.len().saturating_sub(at - copy.sentence_at(at).start)..]
}

/// Whether a quotation begins in a text and does not end there.
pub fn is_quoted(before: &str) -> bool {
    let count = |marks: &[char]| before.matches(marks).count();
    let single = before.rfind('‘').is_some_and(|at| !before[at..].contains('’'));
    count(&['“']) > count(&['”']) || count(&['"']) % 2 == 1 || single
}
