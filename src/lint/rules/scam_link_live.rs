//! The address of a fraud that readers are warned of, as a link that they can follow.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::ScamLinkLive,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &["http", "www."],
    asks: "Do not use https://pay-your-fine.example, which takes your card details.",
    silent: "Do not use pay-your-fine[.]example, which takes your card details.",
    look,
};

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:https?://|www\.)(?P<host>[\w.-]+)[^\s<>()\x22“”]*").expect("it is a sound expression")
});
/// What may stand between a warning and its address, so that nothing leads elsewhere.
const BETWEEN: &str = r"(?:\W|\b(?:on|at|in|is|to|the|a|an|any|this|these|that|link|links|site|website|page|address|web|called|named|was|were|are|such|as|like|it|reads?|looks?|goes|leads?|pointing|takes?|you|people|them|with|of|and|or|nor|your|details)\b)*$";
/// The words before an address that ask nobody to follow it.
static FORBIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?:do not|don['’]t|never|avoid|please do not) (?:click|clicking|open|opening|visit|visiting|use|using|follow|following|tap|go to|log ?in(?:to)?|enter){BETWEEN}"
    ))
    .expect("it is a sound expression")
});
/// The words before an address that say that it is one of a fraud.
static FALSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?:\b(?:an?|the|this|that|one|their|his|her) (?:fake|false|bogus|fraudulent|copycat|cloned|phishing|scam|malicious|counterfeit) (?:\w+ )?(?:web ?site|web ?page|site|page|link|address|url|domain|form|shop|store)|\b(?:scammers?|fraudsters?|criminals?|conmen)\b[^.!?]{{0,30}}\b(?:set(?:ting)? up|made|built|created|copied|cloned|registered)\b[^.!?]{{0,40}}\b(?:web ?sites?|web ?pages?|sites?|pages?)){BETWEEN}"
    ))
    .expect("it is a sound expression")
});
/// A sentence with these speaks of frauds and leads to help.
static HELPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:report(?:ed|ing|s)?|spot(?:ting)?|check(?:ed|ing)?|recogni[sz]e|real|genuine|official|advice|our (?:own )?web ?site)\b")
        .expect("it is a sound expression")
});
/// What a link is called that readers are asked not to follow.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:links?|web ?site|site|address|url|here)\b").expect("it is a sound expression")
});
/// Those that a fraud pretends to be, and to whom readers may go.
static TRUSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|\.)(?:gov\.uk|police\.uk|nhs\.uk|nhs\.wales|gov\.wales|llyw\.cymru|gov\.scot|parliament\.uk|citizensadvice\.org\.uk|crimestoppers-uk\.org)$")
        .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let text = copy.text();
        for address in ADDRESS.captures_iter(text) {
            let (Some(all), Some(host)) = (address.get(0), address.name("host")) else { continue };
            if copy.passage.is_code(all.start()) || TRUSTED.is_match(host.as_str()) || !is_warned_of(text, all.start())
            {
                continue;
            }
            let shown = bare(all.as_str());
            tell(found, copy.span(all.start()..all.start() + shown.len()), shown, host.as_str());
        }
    }
    links(subject, found);
}

/// The links whose words hide the address: `Do not click on [this link](https://pay-your-fine.example)`.
fn links(subject: &Subject, found: &mut Findings) {
    for anchor in subject.anchors.iter().filter(|anchor| !anchor.image && LINK.is_match(&anchor.text)) {
        let Some(address) = ADDRESS.captures(&anchor.destination) else { continue };
        let host = &address["host"];
        let is_own = anchor.destination.starts_with(subject.settings.base.root().as_str());
        if is_own || TRUSTED.is_match(host) || ADDRESS.is_match(&anchor.text) {
            continue;
        }
        if subject.said_at(anchor).is_some_and(|(copy, at)| is_warned_of(copy.text(), at)) {
            tell(found, Span::from(anchor.range.clone()), bare(&anchor.destination), host);
        }
    }
}

/// Whether the sentence before an address warns of it.
fn is_warned_of(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(160));
    // Of two, the first does not end the sentence by its points.
    let before =
        ADDRESS.replace_all(&text[from..at], |found: &Captures| format!("it{}", &found[0][bare(&found[0]).len()..]));
    let sentence = before.rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
    FORBIDDEN.is_match(sentence) || FALSE.is_match(sentence) && !HELPS.is_match(sentence)
}

/// An address in running text, without the mark that ends the sentence.
fn bare(address: &str) -> &str {
    address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’'])
}

fn tell(found: &mut Findings, span: Span, shown: &str, host: &str) {
    let host = host.trim_end_matches('.').trim_start_matches("www.");
    found.add(
        span,
        format!("the address of which readers are warned is a link: `{shown}`"),
        format!("write it so that nobody can follow it, `{}`, or leave it out", host.replace('.', "[.]")),
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, count, kind, quiet, trips};

    #[test]
    fn addresses_of_frauds() {
        trips(
            "scam-link-live",
            &[
                body("Do not use https://pay-your-fine.example/now, which takes your card details."),
                kind("warning", "The fake website is at www.pay-your-fine.example."),
                kind("warning", "A text with the scam link <https://parcel.example/a> is going round."),
                kind("warning", "Don’t click on the link https://parcel.example/a!"),
                kind("warning", "Fraudsters set up a copy of the council's website at https://wren-pay.example."),
                body("Do not click on [this link](https://pay-your-fine.example/now)."),
                "title: Do not visit www.parcel.example\n---\nIt is a fraud.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nDo not open https://parcel.example/a.".into(),
            ],
        );
        // Of two that are named together, each is told of.
        assert_eq!(count("scam-link-live", &body("Do not use www.a.example or www.b.example.")), 2);
        quiet(
            "scam-link-live",
            &[
                body("Do not use pay-your-fine[.]example, which takes your card details."),
                body("Do not use hxxps://pay-your-fine.example."),
                body("Do not use `https://pay-your-fine.example`."),
                body("Learn how to spot fake websites at https://www.getsafeonline.org/check."),
                body("Report fraudsters on our website at https://www.wren.example/fraud."),
                body("You can check for fake shops on www.getsafeonline.org."),
                body("Scammers pretend to be Royal Mail, whose real website is www.royalmail.com."),
                body("Criminals sell stolen bikes on sites such as www.gumtree.com."),
                body("Do not use the [car park](https://www.tanfold.example/park)."),
                body("Do not click on links in texts. Read [our site](https://www.wren.example)."),
                body("Do not click on links in texts. Read more at https://www.wren.example/scams."),
                body("Do not open the link, but report it at https://report.example."),
                body("The fake site looks like https://www.gov.uk/pay, so look twice."),
                body("Beware of fake websites: see https://www.wren.example/advice."),
                body("Do not ring us: use https://www.wren.example/form."),
                body("Do not use your car; go to https://www.bus.example for times."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nDo not open https://parcel.example/a.".into(),
            ],
        );
    }
}
