//! An export of a WordPress site (WXR). In: its XML. Out: a [`SourceDocument`] for each post and page, with the addresses at which
//! they stood. It must not know what the site makes of categories.

use std::{collections::BTreeMap, sync::LazyLock};

use quick_xml::{Reader, events::Event};
use regex::{Captures, Regex};

use super::{
    ImportRefusal, decode,
    document::{Block, ImportedBody, MetadataKind, SourceDocument, SourceFormat, Sure},
    front, html, leads,
    moments::pattern,
    plain::shown,
    receipt::{counted, was},
};
use crate::parse::reader::decoded;

static CAPTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)\[caption[^\]]*\](.*?)\[/caption\]"));
static EMBED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\[(?:embed|youtube|vimeo|video)[^\]]*?(?:\](https?://[^\[\s]+)\[/\w+\]|[ =\x22](https?://[^\s\]\x22]+)[^\]]*\](?:\[/\w+\])?)",
    )
});
static SHORT_CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[/?([a-z][a-z0-9_-]{2,30})(?:\s[^\]\n]*)?/?\]"));
static BLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!--.*?-->"));
static BLANK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\n[ \t]*\n\s*"));

/// Whether a text is an export of WordPress.
pub fn is(text: &str) -> bool {
    let head: String = text.chars().take(4000).collect();
    head.contains("wordpress.org/export/") || head.contains("<wp:wxr_version>")
}

/// One item of the export, field by field.
#[derive(Default)]
struct Item {
    fields: Vec<(String, String)>,
    categories: Vec<(String, String)>,
}

impl Item {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// Reads an export.
pub fn read(text: &str) -> Result<Vec<SourceDocument>, ImportRefusal> {
    let mut reader = Reader::from_str(text);
    let mut items: Vec<Item> = Vec::new();
    let mut hosts: Vec<String> = Vec::new();
    let mut language = String::new();
    let mut comments = 0;
    let (mut item, mut path, mut value) = (None::<Item>, Vec::<String>::new(), String::new());
    let mut domain = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                let name = element.name().as_ref().to_owned();
                if name == "item" {
                    item = Some(Item::default());
                }
                if name == "category" {
                    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == "domain");
                    domain = found.map(|found| found.value.into_owned()).unwrap_or_default();
                }
                if path.len() > 64 {
                    return Err(ImportRefusal::new("it is no export of WordPress: its elements are nested too deeply"));
                }
                path.push(name);
                value.clear();
            }
            Ok(Event::Text(text)) => value.push_str(&decoded_text(&text)),
            Ok(Event::GeneralRef(name)) => value.push_str(&decoded_text(&format!("&{};", &*name))),
            Ok(Event::CData(text)) => value.push_str(&text),
            Ok(Event::End(_)) => {
                let Some(name) = path.pop() else { continue };
                let value = std::mem::take(&mut value);
                match (&mut item, name.as_str()) {
                    (Some(_), "item") => items.extend(item.take()),
                    (Some(_), "wp:comment") => comments += 1,
                    (Some(item), "category") => item.categories.push((domain.clone(), value)),
                    (Some(item), _) => item.fields.push((name, value)),
                    (None, "language") => language = value,
                    (None, "link" | "wp:base_site_url" | "wp:base_blog_url") => {
                        hosts.extend(url::Url::parse(value.trim()).ok().map(|url| leads::host(&url)));
                    }
                    _ => {}
                }
            }
            Ok(Event::Eof) => break,
            Err(error) => return Err(ImportRefusal::new(format!("the export is damaged: {error}"))),
            Ok(_) => {}
        }
    }
    let shown: Vec<&Item> = items
        .iter()
        .filter(|item| matches!(item.get("wp:post_type"), Some("post" | "page") | None))
        .filter(|item| !matches!(item.get("wp:status"), Some("trash" | "auto-draft" | "inherit")))
        .collect();
    if shown.is_empty() {
        return Err(ImportRefusal::new("it is an export of WordPress without posts or pages"));
    }
    let mut documents: Vec<SourceDocument> = shown.iter().map(|item| document(item, &items, &language)).collect();
    let ids = shown.iter().enumerate().filter_map(|(number, item)| Some((item.get("wp:post_id")?.to_owned(), number)));
    leads::bind_export(&mut documents, &hosts, &ids.collect());
    if let Some(first) = documents.first_mut() {
        first.of_whole = passed_over(&items, comments);
    }
    Ok(documents)
}

/// What of an export is no post and no page, for who has to look after it.
fn passed_over(items: &[Item], comments: usize) -> Vec<String> {
    // What WordPress and its builders keep for themselves.
    let is_inner = |kind: &str| {
        matches!(
            kind,
            "post"
                | "page"
                | "attachment"
                | "nav_menu_item"
                | "revision"
                | "custom_css"
                | "oembed_cache"
                | "user_request"
        ) || ["wp_", "customize_", "elementor_", "acf-", "et_", "jp_", "fl-"]
            .iter()
            .any(|start| kind.starts_with(start))
    };
    let mut kinds: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for item in items.iter().filter(|item| item.get("wp:status") != Some("trash")) {
        if let Some(kind) = item.get("wp:post_type").filter(|kind| !is_inner(kind)) {
            kinds.entry(kind).or_insert((0, item.get("title").unwrap_or("Untitled"))).0 += 1;
        }
    }
    let mut says: Vec<String> = kinds
        .into_iter()
        .map(|(kind, (count, title))| {
            format!(
                "{} of the kind `{kind}` {} passed over, the first of them {}: open each page on the old site, and import its address",
                counted(count, "item"),
                was(count),
                shown(&decoded(title))
            )
        })
        .collect();
    let trash = items.iter().filter(|item| {
        item.get("wp:status") == Some("trash") && matches!(item.get("wp:post_type"), Some("post" | "page"))
    });
    let trash = trash.count();
    if trash > 0 {
        says.push(format!(
            "{} in the old site's trash {} passed over: to have them, take them out of the trash there and export anew",
            counted(trash, "post"),
            was(trash)
        ));
    }
    if comments > 0 {
        says.push(format!(
            "{} of readers {} left out: they name people, and a bulletin has none",
            counted(comments, "comment"),
            was(comments)
        ));
    }
    says
}

fn decoded_text(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

fn document(item: &Item, all: &[Item], language: &str) -> SourceDocument {
    let mut document = SourceDocument::of(SourceFormat::WordPress);
    document.page = item.get("wp:post_type") == Some("page");
    document.draft = !matches!(item.get("wp:status"), Some("publish" | "future") | None);
    if item.get("wp:post_password").is_some() {
        document.draft = true;
        document.warn("only who had a password could read it: see whether everybody may");
    }
    let title = decode::mend(item.get("title").unwrap_or("Untitled").to_owned());
    document.add(MetadataKind::Title, decoded(&title), "the export", Sure::Said);
    let local = item.get("wp:post_date").filter(|date| !date.starts_with("0000"));
    if let Some(date) = local.or_else(|| item.get("pubDate")).filter(|_| !document.page) {
        document.add(MetadataKind::Date, date, "the export", Sure::Said);
    }
    if let Some(id) = item.get("guid") {
        document.add(MetadataKind::Id, id, "the export", Sure::Said);
    }
    if let Some(link) = item.get("link") {
        document.add(MetadataKind::OldAddress, link, "the export", Sure::Said);
    }
    if document.all(MetadataKind::OldAddress).all(|address| address.value.contains('?'))
        && let Some(name) = item.get("wp:post_name")
    {
        document.add(MetadataKind::OldAddress, format!("/{name}/"), "the name in the export", Sure::Likely);
    }
    document.stem = item.get("wp:post_name").map(str::to_owned);
    document.add(MetadataKind::Language, language, "the export", Sure::Likely);
    for (domain, name) in &item.categories {
        let name = decoded(&decode::mend(name.clone()));
        if matches!(domain.as_str(), "category" | "post_tag")
            && !matches!(name.as_str(), "Uncategorized" | "Uncategorised" | "News")
        {
            document.add(MetadataKind::Tag, name, "the export", Sure::Said);
        }
    }
    if let Some(excerpt) = item.get("excerpt:encoded") {
        let excerpt = decode::mend(excerpt.to_owned());
        document.add(MetadataKind::Summary, html::tree(&excerpt).0.text(), "the export", Sure::Said);
    }
    let thumbnail = item.fields.iter().any(|(key, value)| key == "wp:meta_key" && value == "_thumbnail_id");
    let number = item
        .fields
        .iter()
        .skip_while(|(key, value)| !(key == "wp:meta_key" && value == "_thumbnail_id"))
        .find(|(key, _)| key == "wp:meta_value");
    let picture = number
        .filter(|_| thumbnail)
        .and_then(|(_, number)| all.iter().find(|other| other.get("wp:post_id") == Some(number.trim())));
    if let Some(address) = picture.and_then(|picture| picture.get("wp:attachment_url").or_else(|| picture.get("guid")))
    {
        front::picture(&mut document, address, "the export");
    }
    let raw = item.get("content:encoded").unwrap_or_default();
    let content = decode::mend(raw.to_owned());
    if content != raw || title != item.get("title").unwrap_or("Untitled") {
        document.warn(decode::MENDED);
    }
    let blocks = body(&content, item.get("link"), &mut document);
    document.body = ImportedBody::Blocks(blocks);
    document
}

/// The content of a post as blocks.
fn body(content: &str, link: Option<&str>, document: &mut SourceDocument) -> Vec<Block> {
    let blocks = content.contains("<!-- wp:");
    let text = CAPTION.replace_all(content, "$1");
    let text = EMBED.replace_all(&text, |found: &Captures| {
        let address = found.get(1).or(found.get(2)).map_or("", |address| address.as_str());
        format!("<p><a href=\"{address}\">Video</a></p>")
    });
    let mut codes: Vec<String> = Vec::new();
    let text = SHORT_CODE.replace_all(&text, |found: &Captures| {
        let known = found[0].contains('=')
            || found[0].starts_with("[/")
            || found[1].contains(['_', '-'])
            || matches!(&found[1], "gallery" | "contact" | "audio" | "playlist" | "caption");
        if !known {
            return found[0].to_owned();
        }
        if !codes.contains(&found[1].to_owned()) {
            codes.push(found[1].to_owned());
        }
        String::new()
    });
    for code in codes {
        document.remove(format!("the short code `{code}`"), "only WordPress knows what it stands for");
        document
            .warn(format!("a short code `{code}` was taken out of the body: see whether something is missing there"));
    }
    let text = BLOCK.replace_all(&text, "");
    // The old editor kept paragraphs as blank lines.
    let text = if blocks || text.contains("<p") {
        text.into_owned()
    } else {
        let parts = BLANK.split(text.trim()).map(|part| {
            let block = ["<ul", "<ol", "<h", "<blockquote", "<table", "<div", "<figure"]
                .iter()
                .any(|mark| part.trim_start().starts_with(mark));
            if block { part.to_owned() } else { format!("<p>{}</p>", part.replace('\n', "<br>")) }
        });
        parts.collect::<Vec<_>>().join("\n")
    };
    let (mut tree, _) = html::tree(&text);
    tree.prune(&mut |element| element.is_hidden());
    let base = link.and_then(|link| url::Url::parse(link).ok());
    let mut reading = html::HtmlReader { base, in_place: true, ..html::HtmlReader::default() };
    let blocks = html::blocks(&tree, &mut reading);
    for (src, _) in reading.pictures.iter().filter(|(_, alt)| alt.is_empty()) {
        document.warn(format!("the picture {src} has no words for who cannot see it"));
    }
    blocks
}
