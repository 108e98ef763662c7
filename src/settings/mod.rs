//! What `site.yaml` says, typed, with every default filled in. In: the tree of the settings. Out: [`Settings`] and
//! problems. It must not know bulletins.

pub mod alerts;
pub mod areas;
pub mod card;
pub mod contacts;
pub mod country;
pub mod fields;
pub mod kinds;
mod links;
mod people;
pub mod publish;
mod read;
pub mod security;

use std::collections::BTreeSet;

pub use alerts::AlertSettings;
pub use areas::AreaSpec;
pub use card::CardColours;
pub use contacts::{Contact, PHONE_KEYS};
pub use fields::{FieldRule, FolderLevel, Meaning, Slash, WordOrigin};
pub use kinds::{EventTiming, Kind, NameOrigin, OnClose};
pub use people::{NETWORKS, is_email};
pub use publish::Publish;
pub use read::{language, place_of, read, unset_title};
pub use security::Security;

use crate::{
    address::{self, BaseUrl},
    markdown::RawHtml,
    moment::{DateOrder, Zone},
    parse::{reader::MomentRules, tree::Map},
    problem::Code,
    telephone::{Numbering, Telephones},
};

/// The keys of `site.yaml`, in the order of the reference.
pub const KEYS: &[&str] = &[
    "title",
    "tagline",
    "description",
    "base_url",
    "language",
    "timezone",
    "date_order",
    "country",
    "theme",
    "permalink",
    "canonical",
    "per_page",
    "feed_items",
    "areas",
    "kinds",
    "kinds_only",
    "default_kind",
    "contacts",
    "contacts_only",
    "raw_html",
    "allow",
    "typographic_quotes",
    "fields",
    "outputs",
    "hub",
    "cap",
    "security",
    "quick_exit",
    "menu",
    "social",
    "subscribe",
    "logo",
    "publisher",
    "notice_of_authority",
    "licence",
    "analytics",
    "fresh_within",
    "publish",
    "extra",
];

/// Where a bulletin with an original elsewhere is canonical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canonical {
    Source,
    Here,
}

/// A piece of a permalink pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermalinkPart {
    Text(String),
    Year,
    /// The last two digits of the year.
    ShortYear,
    Month,
    /// The month without a zero before it.
    BareMonth,
    Day,
    /// The day without a zero before it.
    BareDay,
    Slug,
    Area,
    Kind,
    /// The document's `categories`, each a folder.
    Categories,
}

/// A name with an address, such as a licence, a publisher or an entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLink {
    pub name: String,
    pub address: Option<String>,
}

/// Who publishes the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    pub name: String,
    pub address: Option<String>,
    /// Where readers say that something is wrong.
    pub email: Option<String>,
}

/// A way to have bulletins sent: the word of the settings, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub name: String,
    pub address: String,
}

/// A format of feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    Rss,
    Atom,
    Json,
}

impl FeedFormat {
    pub const ALL: &[Self] = &[Self::Rss, Self::Atom, Self::Json];

    /// The word of the settings and of templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "rss.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// The registered media type, for `rel=alternate`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// A group of outputs that a site may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputGroup {
    Cards,
    Posters,
    Text,
    Calendars,
    Search,
    Tags,
    Archive,
    Sitemap,
    Headers,
}

impl OutputGroup {
    /// Every group with its word in the settings.
    pub const ALL: &[(&str, Self)] = &[
        ("cards", Self::Cards),
        ("posters", Self::Posters),
        ("text", Self::Text),
        ("calendars", Self::Calendars),
        ("search", Self::Search),
        ("tags", Self::Tags),
        ("archive", Self::Archive),
        ("sitemap", Self::Sitemap),
        ("headers", Self::Headers),
    ];
}

/// Which outputs are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outputs {
    pub groups: BTreeSet<OutputGroup>,
    pub feeds: BTreeSet<FeedFormat>,
    pub tag_feeds: TagFeeds,
}

/// Which feeds stand beside a tag's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFeeds {
    /// None where the site does not say: the first of its formats.
    pub formats: Option<BTreeSet<FeedFormat>>,
    /// From how many bulletins on.
    pub from: usize,
}

impl Outputs {
    /// Whether a group of outputs is written.
    pub fn has(&self, group: OutputGroup) -> bool {
        self.groups.contains(&group)
    }
}

/// The file that a site names as its own picture.
pub fn logo_path(name: &str) -> String {
    format!("content/{}", name.trim_start_matches("content/").trim_start_matches('/'))
}

impl Settings {
    /// Makes whole addresses of those on the site, for what readers meet elsewhere too: in texts, feeds and structured data.
    /// The menu stands on pages alone.
    pub fn complete_addresses(&mut self) {
        let (home, base) = (self.home.clone(), self.base.clone());
        let complete = |address: &mut String| {
            // In the settings there is no other page from which it could lead on.
            if !address.contains(':') && !address.starts_with(['/', '#', '?']) {
                address.insert(0, '/');
            }
            if let Some(whole) = links::on_site(address, &home, &base) {
                *address = whole;
            }
        };
        self.contacts.iter_mut().filter_map(|contact| contact.url.as_mut()).for_each(complete);
        self.social.iter_mut().filter_map(|link| link.address.as_mut()).for_each(complete);
        self.subscribe.iter_mut().map(|way| &mut way.address).for_each(complete);
        self.publisher.iter_mut().filter_map(|publisher| publisher.address.as_mut()).for_each(complete);
        self.licence.iter_mut().filter_map(|licence| licence.address.as_mut()).for_each(complete);
    }

    /// An address of the menu without the folder of the site on its host, from its slash on.
    pub fn menu_path(&self, address: &str) -> String {
        let below = links::below(address, &self.home, &self.base).unwrap_or(address);
        ["/", below.trim_start_matches('/')].concat()
    }

    /// A contact that a bulletin gives, with a whole address.
    pub fn complete_contact(&self, contact: &Contact) -> Contact {
        let whole = contact.url.as_deref().and_then(|url| links::on_site(url, &self.home, &self.base));
        Contact { url: whole.or_else(|| contact.url.clone()), ..contact.clone() }
    }

    /// Where on the site a whole address leads that is its own, from the slash on; none for another host.
    pub fn own_path(&self, destination: &str) -> Option<String> {
        self.home.path_of(destination).or_else(|| self.base.path_of(destination))
    }
}

/// The settings of a site.
#[derive(Clone, Debug)]
pub struct Settings {
    pub title: String,
    pub tagline: Option<String>,
    pub description: Option<String>,
    pub base: BaseUrl,
    /// The `base_url` of the settings, whatever takes its place in this run: authors write it in whole addresses.
    pub home: BaseUrl,
    pub language: String,
    pub zone: Zone,
    pub date_order: DateOrder,
    /// The two letters of the site's country, where they are known.
    pub country: Option<String>,
    pub theme: String,
    /// As the theme gives them.
    pub card: CardColours,
    pub permalink: Vec<PermalinkPart>,
    pub canonical: Canonical,
    pub per_page: usize,
    pub feed_items: usize,
    /// The declared areas; empty when they are grown from the bulletins.
    pub areas: Vec<AreaSpec>,
    pub kinds: Vec<Kind>,
    /// The place of the default kind among `kinds`.
    pub default_kind: usize,
    pub contacts: Vec<Contact>,
    /// The numbers that texts are looked through for: those of its contacts, and those of its country.
    pub telephones: Telephones,
    pub raw_html: RawHtml,
    /// The codes of checks that ask nothing anywhere on the site.
    pub allow: Vec<String>,
    pub typographic_quotes: bool,
    pub fields: Vec<FieldRule>,
    pub outputs: Outputs,
    /// Who is told of changes to feeds, and tells their readers (`WebSub`).
    pub hub: Option<String>,
    /// None: no alerts.
    pub alerts: Option<AlertSettings>,
    /// None: no `security.txt`.
    pub security: Option<Security>,
    /// Where those readers are led who have to leave at once.
    pub quick_exit: String,
    pub menu: Vec<NamedLink>,
    pub social: Vec<NamedLink>,
    /// Where readers can have bulletins sent to them, in order.
    pub subscribe: Vec<Subscription>,
    /// The site's own picture beside its name: a file below `content/`, or an address of the site.
    pub logo: Option<String>,
    pub publisher: Option<Publisher>,
    /// What is said of who publishes, on every bulletin; empty: nothing; none: the words of the language.
    pub notice_of_authority: Option<String>,
    pub licence: Option<NamedLink>,
    pub analytics: Option<String>,
    /// Within how many seconds the site promises to have been looked at again; pages tell readers when it was not.
    pub fresh_within: Option<u32>,
    pub publish: Publish,
    pub extra: Map,
}

impl Settings {
    /// The address of a kind's page, by the place of the kind among `kinds`.
    pub fn kind_address(&self, kind: usize) -> address::Address {
        address::Address::new(&format!("/kinds/{}/", address::slug(&self.kinds[kind].name)))
    }

    /// Whether the whole site switches off what a code asks.
    pub fn allows(&self, code: Code) -> bool {
        self.allow.iter().any(|name| name == code.name())
    }

    /// How a field is read besides its own names, where the settings say so.
    pub fn rule(&self, field: &str) -> Option<&FieldRule> {
        self.fields.iter().find(|rule| rule.field == field)
    }

    /// Whether addresses are made from the `categories` of documents.
    pub fn asks_for_categories(&self) -> bool {
        self.permalink.contains(&PermalinkPart::Categories)
    }

    /// How telephone numbers are written where the site is.
    pub fn numbering(&self) -> Numbering {
        country::numbering(self.country.as_deref())
    }

    /// Whether numbers, and what people call things of the police, are those of the United Kingdom.
    pub fn is_british(&self) -> bool {
        self.numbering() == Numbering::British
    }

    /// How moments without an offset are read.
    pub fn calendar(&self) -> MomentRules<'_> {
        MomentRules { zone: &self.zone, order: self.date_order }
    }
}
