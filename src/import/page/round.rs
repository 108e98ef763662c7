//! What every page of a site has round its text: menus, buttons, other news. In: a page as a tree. Out: the same without them,
//! and what a receipt says of each. It must not know what the text says.

use std::sync::LazyLock;

use regex::Regex;

use super::main_part;
use crate::import::{document::SourceDocument, html::Element, moments::pattern, plain::shown};

const COOKIES: &str = "a notice about cookies";
const HIDDEN: &str = "what the page hides";

/// What a page has round its text, by the words of classes, ids and roles: in the order in which they are tried.
static ROUND: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    [
        (r"cookie|consent|gdpr|onetrust|\bccc\b", COOKIES),
        (r"\b(?:quick-?)?(?:exit|escape)\b|leave-?(?:this-?)?site|hide-?(?:this-?)?page", "the way out of the page"),
        (r"\bshare\b|sharing|social|addthis|follow-us|[-_]share\b|share[-_]", "buttons to share"),
        (r"breadcrumb|\bcrumbs?\b", "the trail of pages"),
        (r"related|more-(?:news|stories|from)|recommend|most-(?:read|popular)|popular|trending|latest-news|read-?next|outbrain|taboola|also-read|you-may", "other news"),
        (r"newsletter|subscri|sign-?up|register-for|email-alert", "an invitation to subscribe"),
        (r"\bad(?:s|vert|vertisement|-slot|-unit|-container)?\b|advert|sponsor|promo|teaser|banner-ad", "advertising"),
        (r"comment(?:s|-list|-form)|disqus|respond\b", "comments"),
        (r"skip-?(?:link|to|nav)|\bskip\b|back-to-top|screen-reader-only|visually-hidden|sr-only", "help to move about the page"),
        (r"pagination|pager|prev-next|post-navigation|nav-links", "links to other pages"),
        (r"feedback|was-this-(?:page|helpful)|page-rating|satisfaction|is-this-page", "a question about the page"),
        (r"sidebar|side-bar|\bwidget-?area|widgets?-?(?:nav|menu|archives|categories|recent|meta|calendar|tag)|\bwidget_(?:archive|categories|meta|nav|pages|recent|rss|search|tag|calendar|block_recent)|secondary-nav|menu|navigation|\bnavbar\b|masthead|site-header|site-footer|location-(?:header|footer)|global-(?:header|footer)", "the menu"),
        (r"print-?(?:this|page|button)|\btoolbar\b|page-actions", "buttons of the page"),
        (r"byline|author-bio|about-the-author", "who wrote it"),
        (r"\btags?-list|post-tags|article-tags|topic-list", "labels"),
    ]
    .into_iter()
    .map(|(words, what)| (pattern(&format!("(?i){words}")), what))
    .collect()
});
/// Texts of links and buttons that lead about a page.
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:quick(?:ly)? exit.*|leave this site.*|hide this page|exit (?:this )?site|skip to .*|back to top|print(?: this page)?|share(?: (?:on|via|by|this).*)?|tweet(?: this)?|email this.*|accept(?: all)?(?: cookies)?|reject.*cookies|copy link|whatsapp|facebook|twitter|x|linkedin|menu|search)$",
    )
});
/// Takes out what every page of a site has round its text.
pub fn prune(body: &mut Element, document: &mut SourceDocument) {
    let whole = own_words(body);
    let mut gone: Vec<(&'static str, Option<String>)> = Vec::new();
    body.prune(&mut |element| {
        let is_hidden =
            element.is_hidden() || element.attribute("aria-hidden") == Some("true") && element.name != "body";
        let Some(what) = round(element, whole).or(is_hidden.then_some(HIDDEN)) else { return false };
        let said = main_part::paragraphs(element).into_iter().next();
        match gone.iter_mut().find(|(known, _)| *known == what) {
            Some((_, first)) => *first = first.take().or(said),
            None if what == HIDDEN && said.is_none() || element.text().is_empty() => {}
            None => gone.push((what, said)),
        }
        true
    });
    for (what, said) in gone {
        // Of what says something it is told what.
        let told = said
            .filter(|_| what != COOKIES)
            .map_or_else(|| what.to_owned(), |said| format!("{what}, among it {}", shown(&said)));
        let why = if what == HIDDEN {
            "the page shows it to nobody before a click, or never: see whether it belongs to the text"
        } else {
            "it belongs to the page and not to the text"
        };
        document.remove(told, why);
    }
}

/// How much of an element is no link, in bytes.
fn own_words(element: &Element) -> usize {
    element.text().len().saturating_sub(main_part::linked(element))
}

/// Whether a text of a link or button only leads about the page.
pub fn leads(text: &str) -> bool {
    LEADS.is_match(text)
}

/// What an element is, when it is none of the text.
fn round(element: &Element, whole: usize) -> Option<&'static str> {
    let heading = || element.find(&|inner| inner.name == "h1").is_some();
    match element.name.as_str() {
        "nav" | "search" => return Some("the menu"),
        "footer" if !heading() => return Some("the foot of the page"),
        "aside" => return Some("what stands beside the text"),
        // Some programs put all of a page into one form.
        "form" if !heading() && own_words(element) * 2 < whole => return Some("a form"),
        "dialog" => return Some("a notice over the page"),
        "header" if !heading() => return Some("the head of the page"),
        "a" | "button" | "label" if LEADS.is_match(&element.text()) => return Some("links that lead about the page"),
        "body" | "main" | "article" | "h1" | "p" | "a" | "strong" | "em" | "b" | "i" | "td" | "tr" | "tbody"
        | "table" => return None,
        _ => {}
    }
    match element.attribute("role") {
        Some("navigation") => return Some("the menu"),
        Some("contentinfo") => return Some("the foot of the page"),
        Some("complementary") => return Some("what stands beside the text"),
        Some("banner") if !heading() => return Some("the head of the page"),
        Some("main" | "article") => return None,
        _ => {}
    }
    let labels = element.labels();
    if labels.is_empty() {
        return None;
    }
    let what = ROUND.iter().find(|(words, _)| words.is_match(&labels)).map(|(_, what)| *what)?;
    // Some sites name everything by one word: what holds the heading and most of the text is no menu.
    let text = element.text();
    let holds_text = heading()
        || own_words(element) * 2 > whole && !text_round(&labels)
        || text.len() > 1200 && element.find(&|inner| inner.name == "p" && inner.text().len() > 200).is_some();
    (!holds_text || what == "comments" || what == COOKIES).then_some(what)
}

/// Whether labels name what is round the text however much it says.
fn text_round(labels: &str) -> bool {
    ["footer", "masthead", "navigation", "sidebar"].iter().any(|word| labels.contains(word))
}
