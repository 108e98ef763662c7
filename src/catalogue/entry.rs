//! What bulletins and pages have in common: title, summary, picture, metadata, addresses. In: a [`Document`].
//! Out: an [`Entry`] and problems. It must not know dates, areas or kinds.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    below,
    bulletin::Slug,
    fields::Field,
    given::Fields,
    held::{self, SaidLife},
    inside, page_life,
    rare::{Rare, Sparse},
    translation,
};
use crate::{
    address::{self, Address, BaseUrl, clash},
    language,
    markdown::{self, PageHtml},
    parse::{
        Document,
        reader::{Commas, Reader, flag, nearest, safe_address},
        tree::{self, Map, Node, TreeValue},
    },
    problem::wording::{self, AddressOrigin},
    settings::{FieldRule, FolderLevel, OnClose, Settings},
    source::{SourcePath, Span},
};

/// What a bulletin or a page says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// That of its reading, which keeps it.
    #[serde(skip)]
    pub path: SourcePath,
    /// The hash of its file (BLAKE3), kept by its reading.
    #[serde(skip)]
    pub hash: [u8; 32],
    /// Where its body begins in the file, in bytes.
    pub body: u32,
    pub title: String,
    /// Whether the body begins with the title as a heading, which the page then shows once.
    pub heading: HeadingRole,
    pub summary: String,
    pub more: Rare<RareEntryFields>,
    /// Its body as HTML, where it was read a moment ago and the site decides nothing in it. It is not kept.
    #[serde(skip)]
    pub html: Option<Arc<PageHtml>>,
}

/// The rare fields of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RareEntryFields {
    pub lang: Option<String>,
    /// The picture as written.
    pub image: Option<ImageName>,
    /// Open Graph properties as given, without the `og:`.
    pub og: Vec<(String, Vec<String>)>,
    pub aliases: Vec<Alias>,
    /// The id that its feeds have, where its author says so.
    pub id: Option<Id>,
    pub extra: Map,
    /// The publisher that a title taken from a web page names.
    pub publisher: Option<String>,
}

impl Sparse for RareEntryFields {
    const NONE: &'static Self = &Self {
        lang: None,
        image: None,
        og: Vec::new(),
        aliases: Vec::new(),
        id: None,
        extra: Map { entries: Vec::new(), span: Span { start: 0, end: 0 } },
        publisher: None,
    };
}

impl Entry {
    /// The first of the values given for an Open Graph property.
    pub fn og(&self, property: &str) -> Option<&str> {
        self.og_values(property)?.first().map(String::as_str)
    }

    /// All values given for an Open Graph property.
    pub fn og_values(&self, property: &str) -> Option<&[String]> {
        let (_, values) = self.more.og.iter().find(|(name, _)| name == property)?;
        Some(values)
    }

    /// The picture elsewhere that its author wants it to be shared with.
    pub fn share_picture(&self) -> Option<&str> {
        self.og("image").filter(|address| address.starts_with("http://") || address.starts_with("https://"))
    }
}

/// An old address that leads to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    pub address: Address,
    /// What followed its `?`: no static host looks at it, but it tells old addresses apart.
    pub query: String,
    pub span: Span,
}

/// The id that a bulletin has in feeds: an address on this site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Id {
    pub address: Address,
    pub span: Span,
}

/// Whether the body's first heading is the page's title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HeadingRole {
    Title,
    Own,
}

/// A picture as front matter names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageName {
    pub src: String,
    pub alt: Option<String>,
    pub span: Span,
}

/// A page: no date, no area, in no list or feed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PageDraft {
    pub entry: Arc<Entry>,
    pub slug: Slug,
    pub draft: bool,
}

/// The name that a document goes by: its file's, or its folder's for an `index.md`.
pub fn stem(path: &SourcePath) -> &str {
    let name = translation::without_txt(path.file_name());
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem =
        if translation::named(path).is_some() { stem.rsplit_once('.').map_or(stem, |(stem, _)| stem) } else { stem };
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    if stem.eq_ignore_ascii_case("index") && !matches!(folder, "content" | "pages" | "") { folder } else { stem }
}

/// The names of folders that a document lies in, one of them or all as a path; none where there is none.
pub fn folders(path: &SourcePath, wanted: FolderLevel) -> Option<String> {
    let below = path.below("content/pages").or_else(|| path.below("content"))?;
    let mut folders: Vec<&str> = below.split('/').collect();
    folders.pop();
    if is_folder(path) {
        folders.pop();
    }
    let name = match wanted {
        FolderLevel::At(number) => folders.get(number - 1).copied().map(str::to_owned),
        FolderLevel::Last => folders.last().copied().map(str::to_owned),
        FolderLevel::All => Some(folders.join("/")),
    };
    name.filter(|name| !name.is_empty())
}

/// Whether a document has a folder of its own.
pub fn is_folder(path: &SourcePath) -> bool {
    let named = translation::named(path);
    let name = named.as_ref().map_or(path.as_str(), |named| &*named.stem);
    let stem = if name.len() < path.as_str().len() {
        name
    } else {
        translation::without_txt(name).rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    stem.rsplit('/').next().is_some_and(|stem| stem.eq_ignore_ascii_case("index"))
}

/// Reads what bulletins and pages have in common; none without a title.
pub fn read(document: &Document, hash: [u8; 32], fields: &Fields, reader: &mut Reader) -> Option<Entry> {
    let (title, publisher) = title(document, fields, reader);
    let summary = fields.find("summary").and_then(|(node, name)| reader.markdown(node, name));
    let summary = summary.map(|text| markdown::plain_line(&text)).filter(|text| !text.is_empty());
    let summary = summary.unwrap_or_else(|| document.facts.excerpt.clone());
    let summary =
        if fields.settings.typographic_quotes { markdown::typographic(&summary).into_owned() } else { summary };
    let lang = super::meant::lang(fields, reader);
    let lang = lang.or_else(|| translation::named(&document.path).map(|named| named.tag));
    let image = fields.find("image").and_then(|(node, name)| super::files::image_name(node, name, reader));
    let og = fields.map.get("og").map(|node| open_graph(node, reader)).unwrap_or_default();
    let aliases = aliases(fields, reader);
    let id = fields.find("id").and_then(|(node, name)| id(node, name, fields.settings, reader));
    let extra = extra(fields);
    let title = title?;
    let language = lang.as_deref().unwrap_or(&fields.settings.language);
    let first = document.facts.heading.as_ref();
    let heading =
        if first.is_some_and(|heading| heading.text == title) { HeadingRole::Title } else { HeadingRole::Own };
    Some(Entry {
        path: document.path.clone(),
        hash,
        body: Span::new(document.body, document.body).start,
        title: in_direction(title, language, fields.settings),
        heading,
        summary: in_direction(summary, language, fields.settings),
        more: Rare::new(RareEntryFields { lang, image, og, aliases, id, extra, publisher }),
        html: document.html.clone(),
    })
}

/// A plain text as it is shown: between words that are written from right to left, numbers and addresses keep their own order.
fn in_direction(text: String, language: &str, settings: &Settings) -> String {
    if language::is_right_to_left(language) {
        markdown::isolated(&text, settings.telephones.places(&text)).into_owned()
    } else {
        text
    }
}

/// Reads a page.
pub fn read_page(document: &Document, hash: [u8; 32], settings: &Settings, reader: &mut Reader) -> Option<PageDraft> {
    let fields = Fields::of(document, settings)?;
    let before = reader.problems.len();
    let entry = read(document, hash, &fields, reader);
    let draft = super::bulletin::draft(&fields, reader);
    let slug = slug_of(&fields, stem(&document.path), reader);
    report_misspelt(&fields, reader);
    let said = SaidLife { draft, date: None, status: None, on_close: OnClose::Keep };
    held::report(&fields, &said, reader);
    inside::report(&fields, &said, reader);
    below::report(document, &fields, &said, reader);
    if !draft {
        page_life::report(&fields, reader);
    }
    let sound = !reader.problems[before..].iter().any(crate::problem::Problem::is_error);
    entry.filter(|_| sound).map(|entry| PageDraft { entry: Arc::new(entry), slug, draft })
}

fn title(document: &Document, fields: &Fields, reader: &mut Reader) -> (Option<String>, Option<String>) {
    let written = fields.find("title");
    if let Some((node, name)) = written {
        let Some(title) = reader.text(node, name).map(without_bold) else { return (None, None) };
        // A page's title in the web's habit, `Title | Publisher`, beside `og.title: Title`.
        if let Some(TreeValue::Text(shared)) = fields.map.find("og.title").map(|node| &node.value) {
            let shared = crate::parse::reader::decoded(shared);
            let publisher = title.strip_prefix(shared.as_str()).and_then(|rest| rest.trim_start().strip_prefix('|'));
            if let Some(publisher) = publisher.map(str::trim).filter(|name| !name.is_empty() && !shared.is_empty()) {
                return (Some(shared), Some(publisher.to_owned()));
            }
        }
        // Without that, the address of the source has to bear the publisher's name.
        if let Some((head, publisher)) = title.rsplit_once(" | ").filter(|(_, name)| is_source(name, fields)) {
            return (Some(head.trim_end().to_owned()), Some(publisher.trim().to_owned()));
        }
        return (Some(title), None);
    }
    let heading = document.facts.heading.as_ref().map(|heading| heading.text.clone()).filter(|text| !text.is_empty());
    if heading.is_none() {
        // What is taken back shows no title, and its author may have taken that out first.
        let status = fields.find("status").and_then(|(node, _)| match &node.value {
            TreeValue::Text(text) => fields.meaning("status", text.trim().to_owned()),
            _ => None,
        });
        if status.is_some_and(|status| status.text.eq_ignore_ascii_case("withdrawn")) {
            return (Some(String::new()), None);
        }
        let place = super::bulletin::place_of(&document.path, document.front_matter);
        reader.report(wording::title_missing(place));
    }
    (heading, None)
}

/// A title without the stars that make words bold in Markdown: all of it is bold, and readers would see them.
fn without_bold(title: String) -> String {
    let inner = || title.split("**").skip(1).step_by(2);
    let is_bold =
        title.matches("**").count().is_multiple_of(2) && inner().all(|bold| !bold.is_empty() && bold == bold.trim());
    if is_bold && title.contains("**") { title.replace("**", "").trim().to_owned() } else { title }
}

/// Whether the host of a document's source bears a name: `police.wrenvalley.example` that of the Wren Valley Police.
fn is_source(name: &str, fields: &Fields) -> bool {
    let Some(TreeValue::Text(address)) = fields.map.find("url").map(|node| &node.value) else { return false };
    let host = address.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words: Vec<String> = words.filter(|word| word.chars().count() > 2 && word != "the" && word != "and").collect();
    !words.is_empty() && words.iter().all(|word| host.contains(word.as_str()))
}

fn open_graph(node: &Node, reader: &mut Reader) -> Vec<(String, Vec<String>)> {
    let mut properties = Vec::new();
    if !matches!(node.value, TreeValue::Map(_)) {
        reader.report(wording::value_wrong(
            reader.place(node.span),
            "og",
            "lines such as `title: …`, indented below it",
        ));
    }
    let mut open = vec![(String::new(), node)];
    while let Some((prefix, node)) = open.pop() {
        let TreeValue::Map(map) = &node.value else { continue };
        for entry in map.entries.iter().rev() {
            let key = entry.key.trim().trim_start_matches("og:");
            let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}:{key}") };
            if matches!(entry.value.value, TreeValue::Map(_)) {
                open.push((name, &entry.value));
                continue;
            }
            let last = name.rsplit(':').next().unwrap_or_default();
            let an_address = matches!(last, "url" | "secure_url" | "image" | "audio" | "video");
            let mut values = Vec::new();
            for word in reader.words(&entry.value, &format!("og.{key}"), Commas::Belong) {
                if !an_address {
                    values.push(word.text);
                } else if let Some(address) = safe_address(&word.text) {
                    values.push(address);
                } else {
                    reader.report(wording::address_unsafe(reader.place(word.span), &format!("og.{key}"), &word.text));
                }
            }
            if !values.is_empty() {
                properties.push((name, values));
            }
        }
    }
    properties.reverse();
    properties
}

fn aliases(fields: &Fields, reader: &mut Reader) -> Vec<Alias> {
    let mut aliases: Vec<Alias> = Vec::new();
    let given = fields.all("aliases").flat_map(|(node, name)| reader.words(node, name, Commas::Separate));
    for word in given.collect::<Vec<_>>() {
        let (address, query) = old_address(&word.text, &fields.settings.base);
        if address.as_str() == "/" {
            reader.report(wording::alias_of_front_page(reader.place(word.span), &word.text));
        } else if let Err(refused) = clash::may_be_given(&address) {
            reader.report(wording::address_refused(
                reader.place(word.span),
                address.as_str(),
                refused.words(),
                AddressOrigin::Alias,
            ));
        } else if !aliases.iter().any(|known| known.address == address && known.query == query) {
            aliases.push(Alias { address, query, span: word.span });
        }
    }
    aliases
}

fn id(node: &Node, name: &str, settings: &Settings, reader: &mut Reader) -> Option<Id> {
    let text = reader.text(node, name)?;
    // The number or the short name that other programs give to what they export.
    if !text.contains('/') {
        reader.report(wording::part_unread(reader.place(node.span), name, &text, &["/2026/11/roof/"], None));
        return None;
    }
    let is_address = text.starts_with('/') || url::Url::parse(&text).is_ok_and(|url| settings.base.has_host(&url));
    let (address, query) = old_address(&text, &settings.base);
    if !is_address || !query.is_empty() || address.as_str() == "/" {
        let expected = "the first public address of the bulletin, such as `/2026/11/roof/`";
        reader.report(wording::value_wrong(reader.place(node.span), "id", expected));
        return None;
    }
    Some(Id { address, span: node.span })
}

/// An old address on this site: a path, or the path of a whole address, and its query. It is percent-encoded, as every
/// address that people write. One without an ending is a folder's.
fn old_address(text: &str, base: &BaseUrl) -> (Address, String) {
    let (text, _) = text.split_once('#').unwrap_or((text, ""));
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let path = match url::Url::parse(path) {
        // Of this site, it may stand below the path that every address has.
        Ok(url) if base.has_host(&url) => {
            format!("/{}", url.path().strip_prefix(base.path()).unwrap_or(url.path()))
        }
        Ok(url) if !matches!(url.scheme(), "http" | "https") => String::new(),
        Ok(url) => url.path().to_owned(),
        Err(_) => path.to_owned(),
    };
    let path = address::decode(&path);
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = if last.is_empty() || last.contains('.') { path } else { format!("{path}/") };
    (Address::new(&path), query.to_owned())
}

/// The slug that the front matter gives, or else one made from the file's name.
pub fn slug_of(fields: &Fields, stem: &str, reader: &mut Reader) -> Slug {
    let otherwise = || part(stem);
    let Some((node, name)) = fields.find("slug") else { return otherwise() };
    let Some(text) = reader.text(node, name) else { return otherwise() };
    if text.contains("{{") || text.contains("{%") {
        reader.report(wording::permalink_template(reader.place(node.span), name, &text));
        return otherwise();
    }
    // A page that is to have no address is told of as a draft.
    if name.eq_ignore_ascii_case("permalink") && flag(node) == Some(false) {
        return otherwise();
    }
    let text = fields.settings.own_path(&text).unwrap_or(text);
    if text.contains(':') {
        reader.report(wording::permalink_pattern(reader.place(node.span), name, &text));
        return otherwise();
    }
    if text.trim_matches('/').contains('/') || text.starts_with('/') {
        let (address, _) = old_address(&text, &fields.settings.base);
        return match clash::may_be_given(&address) {
            _ if address.as_str() == "/" => otherwise(),
            Ok(()) => Slug::Whole(address),
            Err(refused) => {
                let place = reader.place(node.span);
                reader.report(wording::address_refused(place, address.as_str(), refused.words(), AddressOrigin::Slug));
                otherwise()
            }
        };
    }
    part(&text)
}

fn part(name: &str) -> Slug {
    let (part, whole) = (address::slug(name), address::whole_slug(name));
    let cut = whole.len() > part.len() && clash::may_be_given(&Address::new(&whole)).is_ok();
    if cut { Slug::Cut { part, whole } } else { Slug::Part(part) }
}

/// The fields that the program does not know, and those that it passes over, whole.
fn extra(fields: &Fields) -> Map {
    // Each stands where it stands; together they are nowhere.
    let entries = fields.map.entries.iter().filter(|entry| is_unknown(entry, fields) || is_passed_over(entry, fields));
    Map { entries: entries.cloned().collect(), span: Span::default() }
}

/// Whether nothing, or not all, is made of a field: it stands behind another name of the same field, or holds more than
/// one value where one is taken.
fn is_passed_over(entry: &tree::MapEntry, fields: &Fields) -> bool {
    let key = entry.key.as_str();
    let is = |name: &str| key.eq_ignore_ascii_case(name);
    if entry.value.is_blank() {
        return false;
    }
    if fields.is_page() && super::fields::is_known(key) && !is_of_pages(key) {
        return true;
    }
    if is("og") || is("url") {
        return false;
    }
    if is("publish") || is_claimed_in_vain(entry, fields) {
        return true;
    }
    if claims(entry, fields).next().is_some() {
        return false;
    }
    let field = super::fields::of_key(key);
    // Its own name comes before all others.
    let is_taken = |field: &Field| is(field.name) || super::fields::JOINED.contains(&field.name);
    let taken = |field: &Field| if is_taken(field) { Some(&entry.value) } else { Some(fields.find(field.name)?.0) };
    let Some(node) = field.and_then(taken) else {
        return is("published") && flag(&entry.value).is_none();
    };
    let more = match (&entry.value.value, field.map(|field| field.name)) {
        (TreeValue::List(list), Some("image" | "kind" | "status" | "severity" | "lang")) => list.len() > 1,
        // A word such as `English` is no tag.
        (TreeValue::Text(text), Some("lang")) if !is("lang") => {
            language::tag(text).is_none_or(|tag| !language::is_known(&tag))
        }
        (TreeValue::Map(_), Some("author")) => true,
        (TreeValue::List(list), Some("author")) => list.iter().any(|item| matches!(item.value, TreeValue::Map(_))),
        _ => false,
    };
    more || (node.span != entry.value.span && !(is("published") && flag(&entry.value).is_some()))
}

/// Whether a page makes something of a key.
fn is_of_pages(key: &str) -> bool {
    const FIELDS: &[&str] = &["title", "summary", "image", "og", "lang", "slug", "aliases", "draft", "allow", "reason"];
    let known = FIELDS.iter().filter_map(|name| super::fields::of_name(name));
    ["published", "publish"].iter().any(|name| key.eq_ignore_ascii_case(name))
        || known
            .flat_map(|field| std::iter::once(&field.name).chain(field.others))
            .any(|name| name.eq_ignore_ascii_case(key))
}

fn is_unknown(entry: &tree::MapEntry, fields: &Fields) -> bool {
    !super::fields::is_known(&entry.key) && claims(entry, fields).next().is_none()
}

/// Whether nothing reads a field, or only as something else than it may be meant as.
pub fn may_be_misread(entry: &tree::MapEntry, fields: &Fields) -> bool {
    let read_otherwise = ["publish", "published", "permalink"].iter().any(|name| entry.key.eq_ignore_ascii_case(name));
    is_unknown(entry, fields) || (read_otherwise && claims(entry, fields).next().is_none())
}

/// The settings' rules that read a key.
fn claims<'f>(entry: &'f tree::MapEntry, fields: &'f Fields) -> impl Iterator<Item = &'f FieldRule> {
    let reads = |rule: &&FieldRule| rule.keys.iter().any(|key| key.eq_ignore_ascii_case(&entry.key));
    fields.settings.fields.iter().filter(reads)
}

/// Whether the field that the settings read a key for takes its value from elsewhere, or only one of its words.
fn is_claimed_in_vain(entry: &tree::MapEntry, fields: &Fields) -> bool {
    let mut claims = claims(entry, fields).peekable();
    claims.peek().is_some()
        && claims.all(|rule| {
            let one_word = matches!(rule.field.as_str(), "kind" | "status" | "severity" | "lang");
            let field = super::fields::of_name(&rule.field).and_then(|field| fields.find(field.name));
            one_word || field.is_none_or(|(node, _)| node.span != entry.value.span)
        })
}

fn unknown<'f>(fields: &'f Fields) -> impl Iterator<Item = &'f tree::MapEntry> {
    fields.map.entries.iter().filter(|entry| is_unknown(entry, fields))
}

/// Reports keys that are within a slip of a known one, or that people write for one, and those that are a sentence.
pub fn report_misspelt(fields: &Fields, reader: &mut Reader) {
    for entry in unknown(fields).filter(|entry| !held::knows(entry, fields)) {
        if super::updates::report_at_margin(entry, fields, reader) {
            continue;
        }
        // What people call a field comes before what only looks like one.
        let near = super::fields::meant(&entry.key).filter(|field| fields.find(field).is_none());
        let near = near.or_else(|| nearest(&entry.key, super::fields::known_keys()));
        if let Some(near) = near {
            reader.report(wording::key_misspelt(reader.place(entry.key_span), &entry.key, near));
        } else if entry.key.contains(' ') {
            reader.report(wording::key_of_words(reader.place(entry.key_span), &entry.key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_are_folders_unless_they_have_an_ending() {
        let base = BaseUrl::parse("https://watch.example/kent/").expect("it is an address");
        for (text, want, query) in [
            ("2019/roof", "/2019/roof/", ""),
            ("/old.html#top", "/old.html", ""),
            ("https://old.example/a/b/?x=1#y", "/a/b/", "x=1"),
            ("news.php?id=7", "/news.php", "id=7"),
            ("/caf%C3%A9/", "/café/", ""),
            ("/caf\u{e9}/", "/café/", ""),
            ("https://old.example/caf%C3%A9", "/café/", ""),
            ("/100%25.html", "/100%.html", ""),
            ("https://watch.example/kent/old/", "/old/", ""),
            ("http://watch.example/kent/old/", "/old/", ""),
            ("https://watch.example/elsewhere/", "/elsewhere/", ""),
            ("https://old.example/kent/old/", "/kent/old/", ""),
            ("/", "/", ""),
        ] {
            let (address, asked) = old_address(text, &base);
            assert_eq!((address.as_str(), &*asked), (want, query), "{text}");
        }
    }

    #[test]
    fn an_index_goes_by_its_folders_name() {
        assert_eq!(stem(&SourcePath::new("content/kent/2021-03-01-roof/index.md")), "2021-03-01-roof");
        assert_eq!(stem(&SourcePath::new("content/kent/roof.md")), "roof");
        assert_eq!(stem(&SourcePath::new("content/index.md")), "index");
        assert_eq!(stem(&SourcePath::new("content/kent/roof/index.cy.md")), "roof");
        assert_eq!(stem(&SourcePath::new("content/kent/roof.cy.md")), "roof");
        assert_eq!(stem(&SourcePath::new("content/kent/v1.2.md")), "v1.2");
        let folder = |path: &str| is_folder(&SourcePath::new(path));
        assert!(folder("content/a/index.md") && folder("content/a/INDEX.cy.md"));
        assert!(folder("content/a/index.txt") && folder("content/a/index.cy.txt") && folder("content/a/index.md.txt"));
        assert_eq!(stem(&SourcePath::new("content/kent/No. 5 closed.txt")), "No. 5 closed");
        assert_eq!(stem(&SourcePath::new("content/kent/roof.cy.txt")), "roof");
        assert!(!folder("content/a/roof.md") && !folder("content/index/roof.cy.md"));
    }
}
