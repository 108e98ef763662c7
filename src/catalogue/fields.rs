//! The fields of a bulletin: their names, the other names that are read, and what they take. In: nothing.
//! Out: [`FIELDS`], which the reading, the typo hints, the schema and the reference share.

use std::sync::LazyLock;

use crate::parse::{
    mend::KeyName,
    tree::{self, Map},
};
use crate::source::Span;

/// One field of the front matter.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    /// Other names that are read, in order; a dot leads into a map.
    pub others: &'static [&'static str],
    /// What it takes, in words.
    pub takes: &'static str,
    /// What holds when it is absent, in words.
    pub absent: &'static str,
}

const fn field(
    name: &'static str,
    others: &'static [&'static str],
    takes: &'static str,
    absent: &'static str,
) -> Field {
    Field { name, others, takes, absent }
}

/// Every field, in the order of the reference.
pub const FIELDS: &[Field] = &[
    field("title", &["og.title"], "text", "the body's first heading, when it is a first-level one; else an error"),
    field(
        "date",
        &["publish.date", "published", "pubDate", "publishDate", "create", "created", "created_at"],
        "moment",
        "the date before the file's name; else an error",
    ),
    field(
        "area",
        &["areas"],
        "name, path such as `Kent/Maidstone`, or list of these",
        "in no area's list, with a warning",
    ),
    field("kind", &[], "one of the site's kinds", "`default_kind` of the settings"),
    field(
        "summary",
        &["description", "og.description", "excerpt"],
        "text",
        "the first paragraph, cut near 200 characters",
    ),
    field("status", &[], "`open`, `resolved` or `withdrawn`", "`open`"),
    field(
        "closed",
        &[],
        "moment since when it is resolved or withdrawn",
        "the newest of the other dates that has come, with a warning",
    ),
    field("severity", &[], "`extreme`, `severe`, `moderate`, `minor` or `unknown`", "`unknown`"),
    field(
        "updated",
        &["lastmod", "last_modified_at", "update", "modified", "updated_at"],
        "moment",
        "the newest of `updates`, else `date`",
    ),
    field(
        "expires",
        &["expiryDate", "unpublishDate"],
        "moment; a day alone means through the end of that day",
        "the end of `when`, else the kind's usual life, else never",
    ),
    field(
        "when",
        &["event", "starts", "ends"],
        "`{start, end, place}` or a moment: when the thing itself happens",
        "none; an event without it is a warning",
    ),
    field("updates", &[], "list of `{date, text}`", "none"),
    field("reference", &["references"], "text or list", "none"),
    field("source", &["url"], "`{name, url, licence}`, a name, or an address", "the site itself"),
    field(
        "contacts",
        &[],
        "list of names from the settings, or of `{name, phone, url, note}`",
        "the kind's usual contacts",
    ),
    field("coverage", &[], "list of `{title, url, publisher}`", "none"),
    field("attachments", &["attachment"], "name of a file of the site, `{src, title}`, or list of these", "none"),
    field(
        "image",
        &["og.image", "images", "featured_image", "thumbnail"],
        "path, address, or `{src, alt}`",
        "the share card",
    ),
    field("og", &[], "any Open Graph properties, which win over those derived", "derived"),
    field("tags", &["categories", "category", "tag"], "text with commas, or list", "none"),
    field("lang", &["og.locale", "language", "locale"], "language tag", "the site's language"),
    field("slug", &["permalink"], "text; one with a slash is the whole address", "the file's name"),
    field(
        "id",
        &[],
        "the bulletin's id in feeds for good: its first public address",
        "the first address at which it was published",
    ),
    field("aliases", &["redirect_from"], "list of old addresses", "none"),
    field("draft", &[], "true or false; `published: false` and `publish: false` mean true", "false"),
    field("pinned", &["pin", "sticky"], "true or false", "false"),
    field("author", &["authors"], "text or list", "none"),
    field("allow", &[], "codes of checks that have nothing to ask here, such as `plate-given`", "every check asks"),
    field("reason", &[], "why `allow` is there, for whoever looks later", "none"),
];

impl Field {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.others.iter().copied())
    }
}

/// A name of a field, or the first part of one: `og` of `og.title`.
struct KeyPart {
    text: &'static str,
    field: &'static Field,
    /// Whether it can be a key at the margin: no dot leads into it.
    is_first: bool,
    /// Whether it is the name, not just the beginning of it.
    is_whole: bool,
}

impl KeyPart {
    fn of(name: &'static str, field: &'static Field) -> impl Iterator<Item = Self> {
        let first = first_part(name);
        let whole = Self { text: name, field, is_first: first == name, is_whole: true };
        let part = (first != name).then_some(Self { text: first, field, is_first: true, is_whole: false });
        std::iter::once(whole).chain(part)
    }
}

fn first_part(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// What a key may be, in the order of the fields, in capitals or not.
fn parts(key: &str) -> impl Iterator<Item = &'static KeyPart> {
    /// By their first letters.
    static PARTS: LazyLock<[Vec<KeyPart>; 26]> = LazyLock::new(|| {
        let mut parts = [const { Vec::new() }; 26];
        let names = FIELDS.iter().flat_map(|field| field.names().map(move |name| (name, field)));
        for part in names.flat_map(|(name, field)| KeyPart::of(name, field)) {
            parts[letter(part.text).expect("names begin with a letter")].push(part);
        }
        parts
    });
    fn letter(key: &str) -> Option<usize> {
        let first = key.bytes().next()?.to_ascii_lowercase();
        first.is_ascii_lowercase().then(|| usize::from(first - b'a'))
    }
    let near = letter(key).map(|letter| PARTS[letter].as_slice()).unwrap_or_default();
    near.iter().filter(move |part| part.text.eq_ignore_ascii_case(key))
}

/// Keys that belong to a field by one of its other names: the first part of each.
pub fn known_keys() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().flat_map(Field::names).map(first_part)
}

/// Whether a key is one of [`known_keys`].
pub fn is_known(key: &str) -> bool {
    parts(key).any(|part| part.is_first)
}

/// The fields that a key may give, by a whole name or by the first part of one.
pub fn begun_by(key: &str) -> impl Iterator<Item = &'static Field> {
    parts(key).map(|part| part.field)
}

/// The field that a key gives by its own or another name, in capitals or not. Where two share a name, it is the first one's.
pub fn of_key(key: &str) -> Option<&'static Field> {
    parts(key).find(|part| part.is_whole).map(|part| part.field)
}

/// What the reading of lines has to know of a key in small letters.
pub fn name(key: &str) -> KeyName {
    const TEXT: &[&str] = &["title", "summary", "description", "excerpt", "source", "place"];
    const TEXTS: &[&str] =
        &["area", "areas", "tags", "categories", "reference", "references", "author", "authors", "contacts"];
    const INNER: &[&str] = &[
        "name",
        "phone",
        "note",
        "text",
        "src",
        "alt",
        "publisher",
        "licence",
        "license",
        "path",
        "start",
        "end",
        "locale",
        "site_name",
        "type",
    ];
    if TEXT.contains(&key) {
        KeyName::Text
    } else if TEXTS.contains(&key) {
        KeyName::Texts
    } else if is_known(key) {
        KeyName::Typed
    } else if INNER.contains(&key) {
        KeyName::Inner
    } else {
        KeyName::Unknown
    }
}

/// The field that people mean by a name that is none of its own.
pub fn meant(key: &str) -> Option<&'static str> {
    const MEANT: &[(&str, &[&str])] = &[
        ("title", &["headline", "heading", "subject"]),
        ("date", &["posted", "issued", "date posted", "date published", "date issued", "published on"]),
        ("area", &["location", "where", "town", "village", "parish", "place", "area affected", "areas affected"]),
        ("when", &["time", "times", "date and time", "event date", "start date", "start time"]),
        (
            "contacts",
            &[
                "contact",
                "phone",
                "telephone",
                "tel",
                "mobile",
                "email",
                "e-mail",
                "phone number",
                "contact number",
                "contact details",
                "ring",
                "call",
            ],
        ),
        (
            "reference",
            &[
                "ref",
                "ref no",
                "reference number",
                "crime",
                "crime number",
                "crime no",
                "crime ref",
                "crime reference",
                "crime reference number",
                "incident",
                "incident number",
                "incident no",
                "log number",
                "police reference",
            ],
        ),
        ("image", &["photo", "picture", "pic", "photograph"]),
        ("severity", &["priority", "urgency"]),
        ("author", &["by", "writer", "written by", "posted by"]),
    ];
    let key = key.trim().trim_end_matches('.').to_lowercase().replace('_', " ");
    MEANT.iter().find(|(_, names)| names.contains(&&*key)).map(|(field, _)| *field)
}

/// The fields that take the words of all their names together.
pub const JOINED: &[&str] = &["tags", "reference", "aliases", "author"];

/// The codes that front matter switches off under `allow`.
pub fn allow(fields: &Map) -> impl Iterator<Item = &str> {
    allow_at(fields).map(|(code, _)| code)
}

/// The same with where they stand. Commas and blanks part them.
pub fn allow_at(fields: &Map) -> impl Iterator<Item = (&str, Span)> {
    let texts = fields.find("allow").map(tree::texts).unwrap_or_default();
    let codes = texts.into_iter().flat_map(|(text, span)| text.split([',', ' ']).map(move |code| (code.trim(), span)));
    codes.filter(|(code, _)| !code.is_empty())
}

/// The field of a name.
pub fn of_name(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}
