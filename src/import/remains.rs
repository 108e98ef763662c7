//! What may still tell of a private person in a text: reasons to keep it a draft. In: the plain text of a document and who
//! speaks in it. Out: warnings that hold it. It must not know formats.

use std::sync::LazyLock;

use regex::Regex;

use super::{document::SourceDocument, moments::pattern, receipt::masked, standing::Authority};

/// What a service says to one receiver about his own account or home.
static OF_RECEIVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\byour (?:\w+ ){0,2}(?:member(?:ship)?|account|customer|subscriber|user|registration) (?:number|no\.?|id) ?(?:is|:)\s*[\w/-]*\d|\byou(?: are|['’]re)? registered (?:at|to|under) [^.\n]{0,40}\d|\byour (?:registered |home )?(?:address|postcode) (?:is|:) ?[^.\n]{0,40}\d|\byour (?:doorbell|house|home|door|cctv|camera|garden|car|property|drive|shed) (?:\w+ )?at (?:number |no\.? ?)?\d",
    )
});
/// The line of a head that says who received it.
static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\s)(?:To|Cc): ?[^@\n]{0,80}<?[\w.+%-]+@[\w-]+\."));
/// Where somebody who speaks for nobody else can be reached or found.
static OF_WRITER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:ring|call|phone|text|message|whatsapp|contact|e-?mail) me\b|\b(?:came|come|called|knocked|been|turned up|drove) (?:to|on|at|past|for) (?:me|us|mine|ours)\b|\b(?:I|we) live at\b|\bmy (?:number|address|house|home|flat) (?:is|at)\b|\b(?:rang|phoned|told|texted|messaged|e-?mailed) me\b",
    )
});
/// A home by its number alone.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:at|from|next to|opposite|outside) (?:house )?(?:number|no\.?) ?\d{1,3}[a-d]?\b")
});

/// Holds a document whose text may still name a person or a home.
pub fn look(document: &mut SourceDocument, title: &str, plain: &str, standing: Authority) {
    let text = format!("{title}\n{plain}");
    let names: Vec<String> = document
        .private
        .iter()
        .filter(|name| name.chars().count() > 4 && text.contains(name.as_str()))
        .cloned()
        .collect();
    for name in names {
        document.hold(format!("it may still name somebody who passed it on ({})", masked(&name)));
    }
    let spoken_to = document.greeted.iter().find(|name| is_spoken_to(&text, name)).cloned();
    if let Some(name) = spoken_to {
        document.hold(format!("it still speaks to who received it ({}): take that sentence out", masked(&name)));
    }
    if TO.is_match(&text) {
        document.hold("it says who received it (“To:”): take that line out");
    }
    let is_private = standing == Authority::Unknown && document.is_told_privately();
    let mut hold = |found: Option<regex::Match>, why: &str| {
        if let Some(found) = found {
            let shown: Vec<&str> = found.as_str().split_whitespace().take(3).collect();
            let shown = shown.join(" ").replace(|c: char| c.is_ascii_digit(), "…");
            document.hold(format!("{why} (“{shown}”): take out what is for nobody else"));
        }
    };
    hold(OF_RECEIVER.find(&text), "it says something of who received it");
    if is_private {
        hold(OF_WRITER.find(&text), "a private person tells of himself or herself in it");
        hold(HOUSE.find(&text), "it says at which house something was");
    }
}

/// Whether a text speaks to somebody by this first name: at the start of a sentence, or with thanks.
fn is_spoken_to(text: &str, name: &str) -> bool {
    let name = regex::escape(name);
    let spoken = Regex::new(&format!(
        r"(?m)(?:^|[.!?]\s+){name}\s*[,–—-]\s|(?i:\b(?:thanks|thank you|hi|hello|dear|sorry|cheers)),?\s+{name}\b|,\s+{name}[.!?]"
    ));
    spoken.is_ok_and(|spoken| spoken.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::SourceFormat;

    fn held(text: &str, standing: Authority) -> bool {
        let mut document = SourceDocument::of(SourceFormat::Mail);
        document.greeted.push("Robin".into());
        look(&mut document, "Sheds", text, standing);
        document.warnings.iter().any(|warning| warning.holds)
    }

    #[test]
    fn what_tells_of_a_person_holds_and_other_text_does_not() {
        for text in [
            "Robin, thanks for the CCTV.",
            "Thank you Robin for the CCTV.",
            "The CCTV from your doorbell at number 12 shows a van.",
            "Your membership number is 558812. You are registered at 12 Mill Lane.",
        ] {
            assert!(held(text, Authority::Official), "{text}");
        }
        for text in ["Please ring me on 01632 960888.", "They came to me at 12 Mill Lane.", "Jean at no 12 rang me"] {
            assert!(held(text, Authority::Unknown), "{text}");
            assert!(!held(text, Authority::Official), "{text}");
        }
        for text in [
            "Robins nest here. Robin Hood's Bay is open.",
            "Never give your account number to a caller. Your account number is your own.",
            "Ring 101, quoting 46/100234/26. Contact us at number one Mill Lane.",
        ] {
            assert!(!held(text, Authority::Official), "{text}");
        }
        assert!(!held("A shed in Mill Lane was entered. Ring 101.", Authority::Unknown));
    }
}
