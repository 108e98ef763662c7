//! Links through a service that hides where they lead.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, fraud},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::LinkShortened,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[
        "goo.gl/",
        "bit.ly/",
        "t.co/",
        "tinyurl.com/",
        "ow.ly/",
        "buff.ly/",
        "is.gd/",
        "tiny.cc/",
        "rb.gy/",
        "cutt.ly/",
        "shorturl.at/",
        "dlvr.it/",
        "fb.me/",
        "lnkd.in/",
        "tiny.one/",
        "t.ly/",
        "bitly.com/",
        "trib.al/",
        "amzn.to/",
        "v.gd/",
        "rebrand.ly/",
        "qrco.de/",
        "shorturl.com/",
        "tinyurl.co/",
    ],
    asks: "https://bit.ly/3abcDEF",
    silent: "https://www.council.example/scams",
    look,
};

static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    let hosts: Vec<String> = RULE.triggers.iter().map(|host| regex::escape(host)).collect();
    Regex::new(&format!(r"(?i)(?:^|[\s(<@]|//(?:www\.)?)(?P<link>(?:{})[\w-]+)", hosts.join("|")))
        .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    let mut told: HashSet<u32> = HashSet::new();
    for anchor in subject.anchors.iter().filter(|anchor| SHORT.is_match(&anchor.destination)) {
        let span = Span::from(anchor.range.clone());
        told.extend(span.start..span.end);
        let is_of_fraud = subject.said_at(anchor).is_some_and(|(copy, at)| fraud::is_told_at(copy, at));
        if !is_of_fraud {
            tell(found, span, &anchor.destination);
        }
    }
    for copy in &subject.copies {
        for link in SHORT.captures_iter(copy.text()) {
            let Some(link) = link.name("link") else { continue };
            let span = copy.span(link.range());
            if copy.passage.is_code(link.start()) || told.contains(&span.start) || fraud::is_told_at(copy, link.start())
            {
                continue;
            }
            tell(found, span, link.as_str());
        }
    }
    for (address, span) in subject.addresses() {
        if SHORT.is_match(address) {
            tell(found, span, address);
        }
    }
}

fn tell(found: &mut Findings, span: Span, link: &str) {
    found.add(
        span,
        format!("`{link}` hides where it leads, as the links of fraudsters do"),
        "open it to see where it leads, if you know whose it is, and put the whole address here",
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn short_links() {
        trips(
            "link-shortened",
            &[
                body("See https://bit.ly/3abcDEF for more."),
                body("See [the form](http://tinyurl.com/watch-form)."),
                body("Follow bit.ly/abc."),
                kind("warning", "See <https://t.co/AbCdEf12>."),
                "updates:\n  - date: 2026-11-03\n    text: See https://ow.ly/abc.\n---\nA van.".into(),
                "title: See bit.ly/abc for more\n---\nA van.".into(),
                "source: https://bit.ly/abc\n---\nA van.".into(),
                "coverage: [{title: A, url: https://bit.ly/abc, publisher: B}]\n---\nA van.".into(),
                "updates:\n  - date: 2026-11-03\n    text: See [the form](https://ow.ly/abc).\n---\nA van.".into(),
                kind("warning", "Report scams to us at https://bit.ly/abc."),
            ],
        );
        quiet(
            "link-shortened",
            &[
                body("See https://reddit.co/abc and https://habit.ly/abc."),
                body("The company is bit.ly, they say."),
                kind("warning", "Do not open bit.ly/abc: scammers sent it."),
                kind("warning", "The text says: https://bit.ly/abc"),
                kind("warning", "The scam text reads “pay at bit.ly/abc”."),
                kind("warning", "Do not follow [the link](https://bit.ly/abc) of the text."),
                body("See https://www.that.co/abc, https://at.co/x and https://adobe.ly.example/x."),
                body("Write to tom@t.co or see `bit.ly/abc`."),
                "status: resolved\nclosed: 2026-11-03\n---\nSee https://bit.ly/3abcDEF.".into(),
                body("See https://example.org/t.co/abc-def?x."),
            ],
        );
    }
}
