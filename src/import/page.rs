//! A page of the web. In: its HTML and address. Out: a [`SourceDocument`]: the text without what every page of that site has round
//! it, and what the page says of itself. It must not know where the HTML was read from.

use std::sync::LazyLock;

use regex::Regex;
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

mod json_ld;
mod main_part;
mod round;

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
    round::prune(&mut body, &mut document);
    let main = main_part::of(&body);
    if let Some(beside) = main_part::beside(&body, main).first() {
        document.remove(
            format!("what stands beside the main text, among it {}", plain::shown(beside)),
            "the page has it in another part: see whether it belongs to the text",
        );
    }
    let mut reading = HtmlReader { base, ..HtmlReader::default() };
    let blocks = html::blocks(main, &mut reading);
    let blocks = plain::framed(&mut document, blocks);
    let blocks = headed(&mut document, blocks);
    if reading.trackers > 0 {
        document.remove(format!("{} tracking pictures", reading.trackers), "they tell somebody who reads");
    }
    pictures(&mut document, reading, "the page");
    document.body = ImportedBody::Blocks(without_leads(blocks));
    document
}

/// Says what pictures stood in a text, and the words that belong to them.
fn pictures(document: &mut SourceDocument, reading: HtmlReader, from: &'static str) {
    const LEFT: &str = "its picture does not come along: if you add that, give it these words";
    for (src, alt) in reading.pictures {
        front::picture(document, &src, from);
        if !alt.is_empty() {
            document.remove(format!("the words of a picture, {}", plain::shown(&alt)), LEFT);
        }
    }
    for caption in reading.captions {
        document.remove(format!("what stands below a picture, {}", plain::shown(&caption)), LEFT);
    }
    for src in reading.unplaced {
        document.warn(format!(
            "a picture stands in it at `{src}`, and nothing says of which site: ask its owner whether you may show it, then add it with `image: {{src, alt}}`"
        ));
    }
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
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
            json_ld::read(&value, document);
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

/// Takes the line that says when it was published, and learns from it. A day among the text says when something else is.
fn visible_date(body: &mut Element, document: &mut SourceDocument) {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)^(?:first |last )?(?:published|posted|updated|created|date|release date|added)\b")
    });
    let mut found: Vec<(String, Sure)> = Vec::new();
    let mut is_in_text = false;
    body.prune(&mut |element| {
        // The heading stands above the text, and notices above that.
        is_in_text &= element.name != "h1";
        if let Some(moment) = element.attribute("datetime").filter(|_| element.name == "time") {
            found.push((moment.to_owned(), Sure::Likely));
        }
        let small = matches!(element.name.as_str(), "p" | "div" | "span" | "time" | "li" | "dd" | "small");
        if !small || element.children.len() > 8 {
            return false;
        }
        let text = element.text();
        let Some(stamp) = (text.len() < 80).then(|| STAMP.captures(&text)).flatten() else {
            is_in_text |= element.name == "p" && text.len() >= 25;
            return false;
        };
        let is_marked = element.name == "time" || element.labels().contains("date") || SAID.is_match(&text);
        if is_in_text && !is_marked {
            return false;
        }
        found.push((stamp[1].to_owned(), Sure::Likely));
        true
    });
    for (text, sure) in found.into_iter().take(3) {
        document.add(MetadataKind::Date, text, "a date on the page", sure);
    }
}

/// Learns the title from the one heading of the text, and takes off who wrote it and headings with nothing below them.
fn headed(document: &mut SourceDocument, mut blocks: Vec<Block>) -> Vec<Block> {
    static BYLINE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:By|Words by) \p{Lu}[\w'’-]+(?: \p{Lu}[\w'’-]+){1,2}(?:\s*[,|–-].{0,60})?$"));
    while let Some(last @ Block::Heading(..)) = blocks.last().filter(|_| blocks.len() > 1) {
        document.remove(plain::shown(&block_words(last)), "it is a heading, and nothing stands below it");
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
    blocks.into_iter().filter(|block| !round::leads(block_words(block).trim())).collect()
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
    if reading.trackers > 0 {
        document.remove("tracking pictures", "they tell somebody who reads");
    }
    pictures(document, reading, "the text");
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
