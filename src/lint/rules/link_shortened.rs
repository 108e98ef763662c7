//! Links through a service that hides where they lead.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
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
    let mut told: Vec<Span> = Vec::new();
    for anchor in subject.anchors.iter().filter(|anchor| SHORT.is_match(&anchor.destination)) {
        let span = Span::from(anchor.range.clone()).shifted(subject.body);
        told.push(span);
        tell(found, span, &anchor.destination);
    }
    for copy in &subject.copies {
        for link in SHORT.captures_iter(copy.text()) {
            let Some(link) = link.name("link") else { continue };
            if copy.passage.is_code(link.start()) {
                continue;
            }
            let span = copy.span(link.range());
            if told.iter().all(|known| span.start < known.start || known.end < span.end) {
                tell(found, span, link.as_str());
            }
        }
    }
}

fn tell(found: &mut Findings, span: Span, link: &str) {
    found.add(
        span,
        format!("`{link}` hides where it leads, as the links of fraudsters do"),
        "follow it yourself, and put the whole address here",
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
            ],
        );
        quiet(
            "link-shortened",
            &[
                body("See https://reddit.co/abc and https://habit.ly/abc."),
                body("The company is bit.ly, they say."),
                body("See https://www.that.co/abc, https://at.co/x and https://adobe.ly.example/x."),
                body("Write to tom@t.co or see `bit.ly/abc`."),
                "status: resolved\nclosed: 2026-11-03\n---\nSee https://bit.ly/3abcDEF.".into(),
                body("See https://example.org/t.co/abc-def?x."),
            ],
        );
    }
}
