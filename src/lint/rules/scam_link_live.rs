//! The address of a fraud that readers are warned of, as a link that they can follow.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ScamLinkLive,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["http", "www."],
    asks: "Do not use https://pay-your-fine.example, which takes your card details.",
    silent: "Do not use pay-your-fine[.]example, which takes your card details.",
    look,
};

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:https?://|www\.)(?P<host>[\w.-]+)[^\s<>()\x22“”]*").expect("it is a sound expression")
});
/// The words before an address that warn of it, with nothing between that could lead elsewhere.
static WARNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)(?:\b(?:do\ not|don['’]t|never|avoid|please\ do\ not)\ (?:click|clicking|open|opening|visit|visiting|use|using|follow|following|tap|go\ to|log\ ?in(?:to)?|enter)
            |\b(?:fake|false|bogus|fraudulent|copycat|cloned|phishing|scam|malicious|counterfeit)\ (?:\w+\ )?(?:web\ ?sites?|web\ ?pages?|sites?|pages?|links?|address(?:es)?|urls?|domains?|forms?|shops?|stores?)
            |\b(?:scammers?|fraudsters?|criminals?|conmen)\b[^.!?]{0,50}\b(?:web\ ?sites?|web\ ?pages?|sites?|pages?|links?|address(?:es)?)
          )(?:\W|\b(?:on|at|in|is|to|the|a|an|any|this|these|that|link|links|site|website|page|address|web|called|named|was|were|are|such|as|like|it|reads?|looks?|goes|leads?|pointing|takes?|you|people|them|with|of|or|your|details)\b)*$",
    )
    .expect("it is a sound expression")
});
/// Those that a fraud pretends to be, and to whom readers may go.
static TRUSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|\.)(?:gov\.uk|police\.uk|nhs\.uk|gov\.wales|gov\.scot|parliament\.uk|reportfraud\.police\.uk|actionfraud\.police\.uk|ncsc\.gov\.uk|citizensadvice\.org\.uk|crimestoppers-uk\.org)$")
        .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let text = copy.text();
        for address in ADDRESS.captures_iter(text) {
            let (Some(all), Some(host)) = (address.get(0), address.name("host")) else { continue };
            let from = text.floor_char_boundary(all.start().saturating_sub(160));
            let before = &text[from..all.start()];
            let sentence = before.rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
            if copy.passage.is_code(all.start()) || TRUSTED.is_match(host.as_str()) || !WARNED.is_match(sentence) {
                continue;
            }
            let shown = all.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']);
            let host = host.as_str().trim_end_matches('.');
            found.add(
                copy.span(all.start()..all.start() + shown.len()),
                format!("the address of which readers are warned is a link: `{shown}`"),
                format!(
                    "write it so that nobody can follow it, `{}`, or leave it out",
                    host.trim_start_matches("www.").replace('.', "[.]")
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

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
                "title: Do not visit www.parcel.example\n---\nIt is a fraud.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nDo not open https://parcel.example/a.".into(),
            ],
        );
        quiet(
            "scam-link-live",
            &[
                body("Do not use pay-your-fine[.]example, which takes your card details."),
                body("Do not use hxxps://pay-your-fine.example."),
                body("Do not use `https://pay-your-fine.example`."),
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
