//! `site.yaml` to [`Settings`], field by field, so that every wrong one is reported. In: the text of the settings.
//! Out: settings and problems. It must not know bulletins.

use std::collections::BTreeSet;

use super::{
    Canonical, CardColours, FeedFormat, KEYS, OutputGroup, Outputs, PermalinkPart, Publish, Settings, TagFeeds, alerts,
    areas, contacts, country, fields, kinds, links, people, publish, security,
};
use crate::{
    address::BaseUrl,
    catalogue::FIELDS,
    markdown::RawHtml,
    moment::{DateOrder, Zone},
    parse::{
        reader::{Commas, MomentRules, Reader, flag, nearest},
        tree::{self, Map, Node, TreeValue},
    },
    problem::{Code, Problem, wording},
    source::{Place, Text},
    telephone::{Numbering, Telephones},
};

/// The shortest time within which a site can promise to be looked at: timetables start every hour.
const HOUR: u32 = 60 * 60;

fn defaults(folder_name: &str) -> Settings {
    let kinds = kinds::built_in();
    let title = if folder_name.is_empty() { "Noticeboard" } else { folder_name };
    Settings {
        title: title.to_owned(),
        tagline: None,
        description: None,
        base: BaseUrl::parse("http://localhost:8080/").expect("the default is an address"),
        home: BaseUrl::parse("http://localhost:8080/").expect("the default is an address"),
        language: "en-GB".into(),
        zone: Zone::new("Europe/London").expect("the zone is in the built-in database"),
        date_order: DateOrder::DayFirst,
        country: Some("GB".into()),
        theme: "default".into(),
        card: CardColours::default(),
        permalink: permalink("/:year/:month/:slug/").expect("the default is a pattern"),
        canonical: Canonical::Source,
        per_page: 20,
        feed_items: 50,
        areas: Vec::new(),
        default_kind: kinds.iter().position(|kind| kind.name == "notice").unwrap_or(0),
        kinds,
        telephones: Telephones::new([], Numbering::British),
        contacts: contacts::of_country("GB"),
        raw_html: RawHtml::Clean,
        allow: Vec::new(),
        typographic_quotes: false,
        fields: Vec::new(),
        outputs: Outputs {
            groups: OutputGroup::ALL.iter().map(|(_, group)| *group).collect(),
            feeds: FeedFormat::ALL.iter().copied().collect(),
            tag_feeds: TagFeeds { formats: None, from: 3 },
        },
        hub: None,
        alerts: None,
        security: None,
        quick_exit: "https://www.bbc.co.uk/weather".into(),
        menu: Vec::new(),
        social: Vec::new(),
        subscribe: Vec::new(),
        logo: None,
        publisher: None,
        notice_of_authority: None,
        licence: None,
        analytics: None,
        fresh_within: None,
        publish: Publish::default(),
        extra: Map::default(),
    }
}

/// Reads the settings; without any, or where one is wrong, the defaults stand.
pub fn read(source: Option<&Text>, folder_name: &str) -> (Settings, Vec<Problem>) {
    let mut settings = defaults(folder_name);
    let problems = source.map(|source| read_into(&mut settings, source)).unwrap_or_default();
    let numbers = settings.contacts.iter().filter_map(|contact| contact.phone.as_deref());
    settings.telephones = Telephones::new(numbers, settings.numbering());
    (settings, problems)
}

fn read_into(settings: &mut Settings, source: &Text) -> Vec<Problem> {
    let mut problems = Vec::new();
    let offset = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let map =
        tree::read(&source.text[offset..], offset, &source.path, tree::SETTINGS, &mut problems).unwrap_or_default();
    let mut reader = Reader { problems, ..Reader::new(&source.path) };

    // Where and when comes first: other settings are read by it.
    if let Some(node) = map.get("timezone")
        && let Some(name) = reader.text(node, "timezone")
    {
        match Zone::new(&name) {
            Ok(zone) => settings.zone = zone,
            Err(_) => {
                let expected = "the name of a time zone, such as `Europe/London`";
                reader.report(wording::value_wrong(reader.place(node.span), "timezone", expected));
            }
        }
    }
    if let Some(node) = map.get("date_order") {
        let known = [("dmy", DateOrder::DayFirst), ("mdy", DateOrder::MonthFirst)];
        settings.date_order = reader.choice(node, "date_order", &known).unwrap_or(settings.date_order);
    }
    settings.country = country::read(&map, &mut reader);
    let only = map.get("contacts_only").and_then(|node| reader.flag(node, "contacts_only")).unwrap_or(false);
    let usual = settings.country.as_deref().filter(|_| !only);
    settings.contacts = usual.map(contacts::of_country).unwrap_or_default();
    for entry in &map.entries {
        if entry.value.value == TreeValue::Null {
            if !KEYS.contains(&entry.key.as_str()) {
                unknown(entry, &mut reader);
            }
            continue;
        }
        set(settings, entry, &mut reader);
    }
    kinds(settings, &map, &mut reader);
    default_kind(settings, &map, &mut reader);
    reader.problems
}

/// Where the value of a setting stands, for what is found wrong with it later on; the whole file where it is not given.
pub fn place_of(source: &Text, key: &str) -> Place {
    value_of(source, key).map_or_else(|| Place::whole(&source.path), |node| Place::at(&source.path, node.span))
}

/// The value of a setting as it is written; none where it is not given.
fn value_of(source: &Text, key: &str) -> Option<Node> {
    let offset = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // What is wrong with the file was said when it was read.
    let map = tree::read(&source.text[offset..], offset, &source.path, tree::SETTINGS, &mut Vec::new());
    map?.get(key).cloned()
}

/// Says so when the title of a site that has settings is the name of its folder, as machines write names.
pub fn unset_title(source: Option<&Text>, folder_name: &str, settings: &Settings) -> Option<Problem> {
    let is_unset = settings.title == folder_name && !folder_name.contains(' ') && !settings.allows(Code::TitleUnset);
    let source = source.filter(|_| is_unset)?;
    // One that is no text was told of.
    let is_text = value_of(source, "title").is_none_or(|node| matches!(node.value, TreeValue::Text(_)));
    is_text.then(|| wording::title_unset(place_of(source, "title"), folder_name))
}

fn unknown(entry: &tree::MapEntry, reader: &mut Reader) {
    let near = nearest(&entry.key, KEYS.iter().copied());
    reader.report(wording::setting_unknown(reader.place(entry.key_span), &entry.key, near));
}

fn set(settings: &mut Settings, entry: &tree::MapEntry, reader: &mut Reader) {
    let (key, node) = (entry.key.as_str(), &entry.value);
    match key {
        "timezone" | "date_order" | "country" | "default_kind" | "kinds" | "kinds_only" | "contacts_only" => {}
        "title" => settings.title = reader.text(node, key).unwrap_or(std::mem::take(&mut settings.title)),
        "tagline" => settings.tagline = reader.text(node, key),
        "description" => settings.description = reader.text(node, key),
        "base_url" => match reader.text(node, key).as_deref().and_then(BaseUrl::parse) {
            Some(base) => (settings.base, settings.home) = (base.clone(), base),
            None => {
                let expected = "the address where the site will stand, such as `https://example.org/`";
                reader.report(wording::value_wrong(reader.place(node.span), key, expected));
            }
        },
        "language" => settings.language = language(node, key, reader).unwrap_or(std::mem::take(&mut settings.language)),
        "theme" => settings.theme = reader.text(node, key).unwrap_or(std::mem::take(&mut settings.theme)),
        "permalink" => match reader.text(node, key).as_deref().and_then(permalink) {
            Some(pattern) => settings.permalink = pattern,
            None => {
                let expected = "a pattern of `:year`, `:month`, `:day`, `:slug`, `:area`, `:kind` and `:categories` with `:slug` in it";
                reader.report(wording::value_wrong(reader.place(node.span), key, expected));
            }
        },
        "canonical" => {
            let known = [("source", Canonical::Source), ("self", Canonical::Here)];
            settings.canonical = reader.choice(node, key, &known).unwrap_or(settings.canonical);
        }
        "per_page" => settings.per_page = reader.count(node, key).unwrap_or(settings.per_page),
        "feed_items" => settings.feed_items = reader.count(node, key).unwrap_or(settings.feed_items),
        "areas" => settings.areas = areas::read(node, reader),
        "contacts" => {
            let calendar = MomentRules { zone: &settings.zone, order: settings.date_order };
            settings.contacts = contacts::read(node, std::mem::take(&mut settings.contacts), calendar, reader);
        }
        "allow" => {
            let words = reader.words(node, key, Commas::Separate);
            for word in &words {
                reader.unless_code(&word.text, word.span);
            }
            settings.allow = words.into_iter().map(|word| word.text).collect();
        }
        "raw_html" => {
            let known = [("clean", RawHtml::Clean), ("escape", RawHtml::Escape), ("trust", RawHtml::Trust)];
            settings.raw_html = reader.choice(node, key, &known).unwrap_or(settings.raw_html);
        }
        "typographic_quotes" => settings.typographic_quotes = reader.flag(node, key).unwrap_or(false),
        "fields" => {
            let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
            settings.fields = fields::read(node, &known, reader);
        }
        "outputs" => outputs(&mut settings.outputs, node, reader),
        "hub" => {
            let expected = "the address of a WebSub hub, such as `https://hub.example/`";
            settings.hub = elsewhere(node, key, expected, reader);
        }
        "cap" => settings.alerts = alerts::read(node, reader),
        "security" => {
            let calendar = MomentRules { zone: &settings.zone, order: settings.date_order };
            settings.security = security::read(node, calendar, reader);
        }
        "quick_exit" => {
            let expected = "the address of a site that anybody may look at, such as `https://weather.example/`";
            if let Some(address) = elsewhere(node, key, expected, reader) {
                settings.quick_exit = address;
            }
        }
        "menu" => settings.menu = links::list(node, key, reader),
        "social" => settings.social = links::list(node, key, reader),
        "subscribe" => {
            let numbering = country::numbering(settings.country.as_deref());
            settings.subscribe = people::ways(node, numbering, reader);
        }
        "logo" => settings.logo = reader.text(node, key),
        "publisher" => settings.publisher = people::publisher(node, reader),
        // An empty text is an answer too: nothing is said.
        "notice_of_authority" => settings.notice_of_authority = Some(reader.text(node, key).unwrap_or_default()),
        "licence" => settings.licence = links::one(node, key, reader),
        "analytics" => settings.analytics = reader.text(node, key),
        "fresh_within" => {
            let text = reader.text(node, key);
            settings.fresh_within = text.as_deref().and_then(publish::seconds).filter(|seconds| *seconds >= HOUR);
            if settings.fresh_within.is_none() && text.is_some() {
                let expected = "a length of time of an hour or more, such as `7 days`";
                reader.report(wording::value_wrong(reader.place(node.span), key, expected));
            }
        }
        "publish" => settings.publish = publish::read(node, reader),
        "extra" => settings.extra = reader.map(node, key).cloned().unwrap_or_default(),
        _ => unknown(entry, reader),
    }
}

/// Reads the address of something on another site.
fn elsewhere(node: &Node, key: &str, expected: &str, reader: &mut Reader) -> Option<String> {
    let address = reader.address(node, key)?;
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address);
    }
    reader.report(wording::value_wrong(reader.place(node.span), key, expected));
    None
}

fn kinds(settings: &mut Settings, map: &Map, reader: &mut Reader) {
    let only = map.get("kinds_only").and_then(|node| reader.flag(node, "kinds_only")).unwrap_or(false);
    if let Some(node) = map.get("kinds") {
        let own = if only { kinds::KindsMerge::Alone } else { kinds::KindsMerge::Added };
        settings.kinds = kinds::read(node, own, reader);
        for item in reader.list(node) {
            if let TreeValue::Map(kind) = &item.value
                && let Some(names) = kind.get("contacts")
            {
                contacts::known(names, "contacts", &settings.contacts, reader);
            }
        }
    }
}

fn default_kind(settings: &mut Settings, map: &Map, reader: &mut Reader) {
    if settings.kinds.is_empty() {
        settings.kinds = kinds::built_in();
    }
    let named = map.get("default_kind").and_then(|node| Some((node, reader.text(node, "default_kind")?)));
    let wanted = named.as_ref().map_or("notice", |(_, name)| name.as_str());
    let found = settings.kinds.iter().position(|kind| kind.name.eq_ignore_ascii_case(wanted));
    if let (None, Some((node, name))) = (found, &named) {
        let known: Vec<&str> = settings.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let near = nearest(name, known.iter().copied());
        reader.report(wording::kind_unknown(reader.place(node.span), "default_kind", name, &known, near));
    }
    settings.default_kind = found.unwrap_or(0);
}

/// A language tag in the form of RFC 5646, `en-GB`; `en_GB` is read as well.
pub fn language(node: &Node, key: &str, reader: &mut Reader) -> Option<String> {
    let text = reader.text(node, key)?;
    let tag = crate::language::tag(&text);
    if tag.is_none() {
        let expected = "a language tag, such as `en-GB` or `cy`";
        reader.report(wording::value_wrong(reader.place(node.span), key, expected));
    }
    tag
}

/// Reads a pattern such as `/:year/:month/:slug/`; it must hold `:slug`, begin and end with a slash. The names of Jekyll
/// are read too (jekyllrb.com/docs/permalinks): its placeholders and its styles `date`, `pretty` and `none`.
fn permalink(text: &str) -> Option<Vec<PermalinkPart>> {
    let text = match text.trim() {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "none" => "/:categories/:title.html",
        pattern => pattern,
    };
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(':') {
            let end = after.find(|c: char| !c.is_ascii_alphabetic() && c != '_').unwrap_or(after.len());
            pieces.push(match &after[..end] {
                "year" => PermalinkPart::Year,
                "short_year" => PermalinkPart::ShortYear,
                "month" => PermalinkPart::Month,
                "i_month" => PermalinkPart::BareMonth,
                "day" => PermalinkPart::Day,
                "i_day" => PermalinkPart::BareDay,
                "slug" | "title" => PermalinkPart::Slug,
                "area" => PermalinkPart::Area,
                "kind" => PermalinkPart::Kind,
                "categories" => PermalinkPart::Categories,
                "output_ext" => PermalinkPart::Text(".html".into()),
                _ => return None,
            });
            rest = &after[end..];
        } else {
            let end = rest.find(':').unwrap_or(rest.len());
            let plain = rest[..end].chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
            if !plain {
                return None;
            }
            pieces.push(PermalinkPart::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    pieces.contains(&PermalinkPart::Slug).then_some(pieces)
}

fn outputs(outputs: &mut Outputs, node: &Node, reader: &mut Reader) {
    let Some(map) = reader.map(node, "outputs") else { return };
    for entry in &map.entries {
        let key = entry.key.as_str();
        if let Some((_, group)) = OutputGroup::ALL.iter().find(|(word, _)| *word == key) {
            match reader.flag(&entry.value, key) {
                Some(true) => _ = outputs.groups.insert(*group),
                Some(false) => _ = outputs.groups.remove(group),
                None => {}
            }
            continue;
        }
        match key {
            "feeds" => outputs.feeds = formats(&entry.value, key, reader),
            "tag_feeds" => tag_feeds(&mut outputs.tag_feeds, &entry.value, reader),
            _ => {
                let words = OutputGroup::ALL.iter().map(|(word, _)| *word).chain(["feeds", "tag_feeds"]);
                let near = nearest(key, words);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), key, near));
            }
        }
    }
}

fn formats(node: &Node, key: &str, reader: &mut Reader) -> BTreeSet<FeedFormat> {
    match flag(node) {
        Some(true) => return FeedFormat::ALL.iter().copied().collect(),
        Some(false) => return BTreeSet::new(),
        None => {}
    }
    let mut formats = BTreeSet::new();
    for word in reader.words(node, key, Commas::Separate) {
        match FeedFormat::ALL.iter().find(|format| format.name().eq_ignore_ascii_case(&word.text)) {
            Some(format) => _ = formats.insert(*format),
            None => {
                let known: Vec<&str> = FeedFormat::ALL.iter().map(|format| format.name()).collect();
                let near = nearest(&word.text, known.iter().copied());
                reader.report(wording::word_unknown(reader.place(word.span), key, &word.text, &known, near));
            }
        }
    }
    formats
}

fn tag_feeds(feeds: &mut TagFeeds, node: &Node, reader: &mut Reader) {
    let Some(map) = reader.map(node, "tag_feeds") else { return };
    for entry in &map.entries {
        match entry.key.as_str() {
            key @ "formats" => feeds.formats = Some(formats(&entry.value, key, reader)),
            key @ "from" => feeds.from = reader.count(&entry.value, key).unwrap_or(feeds.from),
            key => {
                let near = nearest(key, ["formats", "from"]);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), key, near));
            }
        }
    }
}
