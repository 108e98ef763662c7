//! A page of the web. In: its HTML and address. Out: a [`SourceDocument`]: the text without what every page of that site has round
//! it, and what the page says of itself. It must not know where the HTML was read from.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value as Json;
use url::Url;

use super::{
    document::{Block, ImportedBody, MetadataKind, SourceDocument, SourceFormat, Sure, block_words},
    front,
    html::{self, Element, HtmlReader},
    moments::pattern,
    plain,
    standing::{self, Authority},
};
use crate::{
    markdown::tags::{HtmlToken, HtmlTokens},
    parse::reader::decoded,
};

/// What a page has round its text, by the words of classes, ids and roles: in the order in which they are tried.
static ROUND: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    [
        (r"cookie|consent|gdpr|onetrust|\bccc\b", "a notice about cookies"),
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
        (r"sidebar|side-bar|\bwidget|secondary-nav|menu|navigation|\bnavbar\b|masthead|site-header|site-footer|global-(?:header|footer)", "the menu"),
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
/// A line that only says when the page was published.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:first |last )?(?:published|posted|updated|created|date|release date|added)(?: on| at| date)?:?\s*)?((?:\d{1,2}:\d{2}(?:am|pm)?,?\s+)?(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? \d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d|[a-z]{3,9} \d{1,2},? \d{4})(?:,?\s+(?:at )?\d{1,2}[:.]\d{2}\s*(?:am|pm)?)?)\.?$",
    )
});
/// A day in an address: `/2026/11/20/` or `/2611/`.
static PATH_DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"/(20\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)"));

/// Where the title in a page's head is said to be from.
pub const TITLE: &str = "the title of the page";

/// Whether a text is a page rather than anything else.
pub fn is(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(2000).collect::<String>().to_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.contains("<html") && head.contains("<head")
        || head.starts_with("<body")
        || head.starts_with("<article")
        || head.starts_with("<div")
        || head.starts_with("<p>")
        || head.starts_with("<h1")
}

/// Reads a page.
pub fn read(text: &str, address: Option<&str>) -> SourceDocument {
    let mut document = SourceDocument::of(SourceFormat::Page);
    let said = head(text, &mut document);
    if let Some(address) = address {
        document.add(MetadataKind::Address, address, "the address that was given", Sure::Likely);
    }
    let base = said.or_else(|| address.map(str::to_owned)).and_then(|base| Url::parse(&base).ok());
    if let Some(found) = document.best(MetadataKind::Address).and_then(|address| {
        PATH_DAY.captures(&address.value).map(|found| format!("{}-{}-{}", &found[1], &found[2], &found[3]))
    }) {
        document.add(MetadataKind::Date, found, "the address", Sure::Guessed);
    }
    let (mut body, deep) = html::tree(text);
    if deep {
        document.warn("its elements were nested so deeply that some were left out: compare it with the page");
    }
    if let Some(heading) = body.find(&|element| element.name == "h1").map(Element::text) {
        document.add(MetadataKind::Title, heading, "the heading of the page", Sure::Likely);
    }
    visible_date(&mut body, &mut document);
    prune(&mut body, &mut document);
    let main = main(&body).clone();
    let mut reading = HtmlReader { base, ..HtmlReader::default() };
    let blocks = html::blocks(&main, &mut reading);
    let blocks = plain::framed(&mut document, blocks);
    let blocks = headed(&mut document, blocks);
    if reading.trackers > 0 {
        document.remove(format!("{} tracking pictures", reading.trackers), "they tell somebody who reads");
    }
    for (src, _) in reading.pictures {
        front::picture(&mut document, &src, "the page");
    }
    document.body = ImportedBody::Blocks(without_leads(blocks));
    document
}

/// What the head of a page says, and the address that addresses in it are relative to.
fn head(html: &str, document: &mut SourceDocument) -> Option<String> {
    let mut base = None;
    let mut drawing = 0_usize;
    let mut in_title = false;
    let mut in_json = false;
    let mut json: Vec<String> = Vec::new();
    let mut metas: Vec<(String, String)> = Vec::new();
    for token in HtmlTokens::of(html) {
        match token {
            HtmlToken::Open(tag) => {
                let name = tag.lower_name(html);
                let attribute = |wanted: &str| {
                    tag.attributes(html)
                        .find(|attribute| html[attribute.name.clone()].eq_ignore_ascii_case(wanted))
                        .and_then(|attribute| attribute.value)
                        .map(|value| decoded(&html[value]))
                };
                match &*name {
                    // Drawings have titles of their own.
                    "svg" => drawing += 1,
                    "title" => in_title = drawing == 0,
                    "script" => in_json = attribute("type").is_some_and(|kind| kind.contains("ld+json")),
                    "html" => {
                        if let Some(language) = attribute("lang") {
                            document.add(MetadataKind::Language, language, "the page", Sure::Likely);
                        }
                    }
                    "base" => base = base.or_else(|| attribute("href")),
                    "link" => {
                        let rel = attribute("rel").unwrap_or_default().to_lowercase();
                        let href = attribute("href").filter(|href| href.starts_with("http"));
                        match (rel.as_str(), href) {
                            ("canonical", Some(href)) => {
                                document.add(MetadataKind::Address, href, "the page's own address", Sure::Said);
                            }
                            ("license", Some(href)) => {
                                document.add(MetadataKind::Licence, licence(&href), "the page", Sure::Said);
                            }
                            _ => {}
                        }
                    }
                    "meta" => {
                        let key = attribute("property").or_else(|| attribute("name")).or_else(|| attribute("itemprop"));
                        if let (Some(key), Some(content)) = (key, attribute("content")) {
                            metas.push((key.to_lowercase(), content));
                        }
                    }
                    _ => {}
                }
            }
            HtmlToken::Close(tag) => match &*tag.lower_name(html) {
                "svg" => drawing = drawing.saturating_sub(1),
                "title" => in_title = false,
                "script" => in_json = false,
                _ => {}
            },
            HtmlToken::RawText(range) if in_title => {
                document.add(MetadataKind::Title, decoded(&html[range]), TITLE, Sure::Likely);
                in_title = false;
            }
            HtmlToken::RawText(range) if in_json && json.len() < 20 => json.push(html[range].to_owned()),
            _ => {}
        }
    }
    for text in json {
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        if let Ok(value) = serde_json::from_str::<Json>(text) {
            json_ld(&value, document, 0);
        }
    }
    metadata(&metas, document);
    let own = document.best(MetadataKind::Address).map(|address| address.value.clone());
    base.filter(|base| base.contains("://")).or(own)
}

/// `article:*` and Open Graph, in this order.
fn metadata(metas: &[(String, String)], document: &mut SourceDocument) {
    let rows: &[(&str, MetadataKind, Sure, &str)] = &[
        ("article:published_time", MetadataKind::Date, Sure::Said, "`article:published_time`"),
        ("article:modified_time", MetadataKind::Updated, Sure::Said, "`article:modified_time`"),
        ("og:title", MetadataKind::Title, Sure::Likely, "Open Graph"),
        ("og:site_name", MetadataKind::Publisher, Sure::Likely, "Open Graph"),
        ("og:url", MetadataKind::Address, Sure::Likely, "Open Graph"),
        ("og:description", MetadataKind::Summary, Sure::Likely, "Open Graph"),
        ("og:updated_time", MetadataKind::Updated, Sure::Likely, "Open Graph"),
        ("og:locale", MetadataKind::Language, Sure::Likely, "Open Graph"),
        ("description", MetadataKind::Summary, Sure::Likely, "the description of the page"),
        ("dc.title", MetadataKind::Title, Sure::Likely, "Dublin Core"),
        ("dc.date", MetadataKind::Date, Sure::Likely, "Dublin Core"),
        ("dcterms.issued", MetadataKind::Date, Sure::Likely, "Dublin Core"),
        ("dcterms.created", MetadataKind::Date, Sure::Guessed, "Dublin Core"),
        ("dcterms.publisher", MetadataKind::Publisher, Sure::Likely, "Dublin Core"),
        ("datepublished", MetadataKind::Date, Sure::Likely, "`datePublished`"),
        ("pubdate", MetadataKind::Date, Sure::Likely, "the page"),
        ("date", MetadataKind::Date, Sure::Likely, "the page"),
        ("application-name", MetadataKind::Publisher, Sure::Guessed, "the page"),
        ("twitter:title", MetadataKind::Title, Sure::Guessed, "the page"),
    ];
    for (key, piece, sure, from) in rows {
        for (_, content) in metas.iter().filter(|(name, _)| name == key) {
            document.add(*piece, content.as_str(), from, *sure);
        }
    }
    for (_, content) in metas.iter().filter(|(name, _)| name == "og:image") {
        front::picture(document, content, "Open Graph");
    }
}

/// Structured data about an article.
fn json_ld(value: &Json, document: &mut SourceDocument, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Json::Array(list) => list.iter().take(50).for_each(|item| json_ld(item, document, depth + 1)),
        Json::Object(map) => {
            if let Some(graph) = map.get("@graph") {
                json_ld(graph, document, depth + 1);
            }
            let kinds: Vec<&str> = match map.get("@type") {
                Some(Json::String(kind)) => vec![kind],
                Some(Json::Array(list)) => list.iter().filter_map(Json::as_str).collect(),
                _ => Vec::new(),
            };
            let article = kinds.iter().any(|kind| {
                kind.ends_with("Article")
                    || matches!(*kind, "BlogPosting" | "Report" | "SpecialAnnouncement" | "GovernmentService" | "Event")
            });
            let page = kinds.iter().any(|kind| kind.ends_with("Page"));
            if !article && !page {
                return;
            }
            let sure = if article { Sure::Said } else { Sure::Likely };
            let mut add = |key: &str, piece: MetadataKind| {
                if let Some(text) = map.get(key).and_then(name_of) {
                    document.add(piece, decoded(&text), "structured data", sure);
                }
            };
            add("headline", MetadataKind::Title);
            add("datePublished", MetadataKind::Date);
            add("dateModified", MetadataKind::Updated);
            add("description", MetadataKind::Summary);
            add("inLanguage", MetadataKind::Language);
            add("publisher", MetadataKind::Publisher);
            add("sourceOrganization", MetadataKind::Publisher);
            add("mainEntityOfPage", MetadataKind::Address);
            if let Some(licence_of) = map.get("license").and_then(name_of) {
                document.add(MetadataKind::Licence, licence(&licence_of), "structured data", sure);
            }
            // A person's name is nobody's publisher.
            if let Some(author) = map.get("author")
                && author.to_string().contains("Organization")
                && let Some(name) = name_of(author)
            {
                document.add(MetadataKind::Publisher, decoded(&name), "structured data", Sure::Likely);
            }
        }
        _ => {}
    }
}

/// A text, or the name of what stands there.
fn name_of(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Array(list) => list.first().and_then(name_of),
        Json::Object(map) => map.get("name").or_else(|| map.get("@id")).or_else(|| map.get("url")).and_then(name_of),
        _ => None,
    }
}

/// A licence by its usual short name.
fn licence(address: &str) -> String {
    if address.contains("open-government-licence") {
        let version = if address.contains("/2") { "2.0" } else { "3.0" };
        return format!("OGL-UK-{version}");
    }
    if let Some(rest) = address.split("creativecommons.org/licenses/").nth(1) {
        let mut parts = rest.trim_end_matches('/').split('/');
        let (kind, version) = (parts.next().unwrap_or_default(), parts.next().unwrap_or("4.0"));
        return format!("CC-{}-{version}", kind.to_uppercase());
    }
    address.to_owned()
}

/// Takes the line that says when it was published, and learns from it.
fn visible_date(body: &mut Element, document: &mut SourceDocument) {
    let mut found: Vec<(String, Sure)> = Vec::new();
    body.prune(&mut |element| {
        if let Some(moment) = element.attribute("datetime").filter(|_| element.name == "time") {
            found.push((moment.to_owned(), Sure::Likely));
        }
        let small = matches!(element.name.as_str(), "p" | "div" | "span" | "time" | "li" | "dd" | "small");
        if !small || element.children.len() > 8 {
            return false;
        }
        let text = element.text();
        let Some(stamp) = (text.len() < 80).then(|| STAMP.captures(&text)).flatten() else { return false };
        found.push((stamp[1].to_owned(), Sure::Likely));
        true
    });
    for (text, sure) in found.into_iter().take(3) {
        document.add(MetadataKind::Date, text, "a date on the page", sure);
    }
}

/// Takes out what every page of a site has round its text.
fn prune(body: &mut Element, document: &mut SourceDocument) {
    let mut gone: Vec<&'static str> = Vec::new();
    body.prune(&mut |element| {
        let what = round(element);
        if let Some(what) = what
            && !element.text().is_empty()
            && !gone.contains(&what)
        {
            gone.push(what);
        }
        what.is_some()
            || element.is_hidden()
            || element.attribute("aria-hidden") == Some("true") && element.name != "body"
    });
    for what in gone {
        document.remove(what, "it belongs to the page and not to the text");
    }
}

/// What an element is, when it is none of the text.
fn round(element: &Element) -> Option<&'static str> {
    let heading = || element.find(&|inner| inner.name == "h1").is_some();
    match element.name.as_str() {
        "nav" | "search" => return Some("the menu"),
        "footer" if !heading() => return Some("the foot of the page"),
        "aside" => return Some("what stands beside the text"),
        "form" if !heading() => return Some("a form"),
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
        || text.len() > 1200 && element.find(&|inner| inner.name == "p" && inner.text().len() > 200).is_some();
    (!holds_text || what == "comments" || what == "a notice about cookies").then_some(what)
}

/// The element that holds the text.
fn main(body: &Element) -> &Element {
    let long = |element: &&Element| element.text().len() > 80;
    let marked = body.find(&|element| element.attribute("itemprop") == Some("articleBody"));
    let mut articles = Vec::new();
    collect(
        body,
        &mut |element| element.name == "article" || element.attribute("role") == Some("article"),
        &mut articles,
    );
    articles.retain(long);
    let within = body.find(&|element| element.name == "main" || element.attribute("role") == Some("main")).filter(long);
    if let Some(marked) = marked.filter(long) {
        return marked;
    }
    // One article is the text; many are a list of others.
    if let [article] = articles[..] {
        return article;
    }
    let base = within.unwrap_or(body);
    if let Some(first) = articles.first().filter(|first| first.text().len() * 2 > base.text().len()) {
        return first;
    }
    if within.is_some() { base } else { densest(base) }
}

fn collect<'e>(element: &'e Element, holds: &mut dyn FnMut(&Element) -> bool, found: &mut Vec<&'e Element>) {
    for inner in element.elements() {
        if holds(inner) {
            found.push(inner);
        } else {
            collect(inner, holds, found);
        }
    }
}

/// The element whose own paragraphs hold the most text.
fn densest(body: &Element) -> &Element {
    fn own(element: &Element) -> usize {
        let text: usize = element.elements().filter(|inner| inner.name == "p").map(|inner| inner.text().len()).sum();
        let deeper: usize = element
            .elements()
            .filter(|inner| matches!(inner.name.as_str(), "div" | "section" | "blockquote"))
            .map(|inner| {
                inner.elements().filter(|inner| inner.name == "p").map(|inner| inner.text().len()).sum::<usize>() / 2
            })
            .sum();
        text + deeper
    }
    fn best<'e>(element: &'e Element, most: &mut (usize, &'e Element)) {
        let score = own(element);
        if score > most.0 {
            *most = (score, element);
        }
        element.elements().for_each(|inner| best(inner, most));
    }
    let mut most = (200, body);
    best(body, &mut most);
    most.1
}

/// Learns the title from the one heading of the text, and takes off who wrote it and headings with nothing below them.
fn headed(document: &mut SourceDocument, mut blocks: Vec<Block>) -> Vec<Block> {
    static BYLINE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:By|Words by) \p{Lu}[\w'’-]+(?: \p{Lu}[\w'’-]+){1,2}(?:\s*[,|–-].{0,60})?$"));
    while matches!(blocks.last(), Some(Block::Heading(..))) && blocks.len() > 1 {
        blocks.pop();
    }
    let first = blocks.iter().take(3).position(|block| BYLINE.is_match(block_words(block).trim()));
    if let Some(at) = first {
        blocks.remove(at);
        document.remove("who wrote it", "a person's name is no source");
    }
    let ones = blocks.iter().filter(|block| matches!(block, Block::Heading(1, _))).count();
    let heading = match blocks.first() {
        Some(Block::Heading(1, _)) if ones == 1 => true,
        // Where every page is called by the name of its site, the first heading says what it is about.
        Some(Block::Heading(..)) => {
            let name = document.best(MetadataKind::Title).map(|title| title.value.clone()).unwrap_or_default();
            let is_name = standing::of(Some(&name), None, "") == Authority::Official && name.split(' ').count() <= 5;
            let whole = is_name && !name.contains([':', '|', '–']);
            if whole {
                document.add(MetadataKind::Publisher, name, "the title of the page", Sure::Likely);
            }
            whole
        }
        _ => false,
    };
    if let Some(block) = blocks.first().filter(|_| heading) {
        document.add(MetadataKind::Title, block_words(block), "the heading of the text", Sure::Said);
    }
    blocks
}

/// Blocks without those that hold nothing but a link about the page.
fn without_leads(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter(|block| !LEADS.is_match(block_words(block).trim())).collect()
}

/// Whether a body holds nothing; a page that a program draws in the browser.
pub fn is_empty(document: &SourceDocument) -> bool {
    matches!(&document.body, ImportedBody::Blocks(blocks) if blocks.iter().all(|block| block_words(block).trim().is_empty()))
}

/// A fragment of HTML as blocks: the content of a feed's entry or a post.
pub fn fragment(html: &str, base: Option<&str>, document: &mut SourceDocument) -> Vec<Block> {
    let (mut body, _) = html::tree(html);
    body.prune(&mut |element| element.is_hidden());
    let mut reading = HtmlReader { base: base.and_then(|base| Url::parse(base).ok()), ..HtmlReader::default() };
    let blocks = html::blocks(&body, &mut reading);
    for (src, _) in reading.pictures {
        front::picture(document, &src, "the text");
    }
    if reading.trackers > 0 {
        document.remove("tracking pictures", "they tell somebody who reads");
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks::markdown;

    #[test]
    fn the_title_of_a_drawing_is_none() {
        let html = "<html><body><svg><title>Age</title></svg><main><h1>Gate open</h1><p>The gate at Mill End is open until further notice, the council says.</p></main></body></html>";
        let document = read(html, None);
        assert!(document.all(MetadataKind::Title).all(|title| title.value == "Gate open"));
        let ImportedBody::Blocks(blocks) = &document.body else { panic!("it has blocks") };
        assert_eq!(
            markdown(blocks),
            "# Gate open\n\nThe gate at Mill End is open until further notice, the council says."
        );
    }
}
