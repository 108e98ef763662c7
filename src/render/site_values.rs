//! What every template sees as `site`, in one language. In: the settings, what stands round pages, and a voice. Out: values. It must not know pages.

use tera::Value;

use super::{
    headers,
    values::{contact, link, link_to, list, map, optional, safe, text, tree_map},
    voice::Voice,
};
use crate::{
    address::Address,
    language,
    plan::{self, CHECKED},
    settings::{NETWORKS, OutputGroup, Settings, Subscription},
    view::{Frame, PageVersion, Severity, UrgentBulletin, in_language},
};

/// What every template sees as `site`.
pub fn site(settings: &Settings, frame: &Frame, voice: &Voice, feeds: Value) -> Value {
    let around = if voice.is_site() { &settings.language } else { &voice.tag };
    let entry = |title: &str, language: &str, address: Value, below: bool| {
        let other = (language::first(language) != language::first(around)).then_some(language);
        map([
            ("title", text(title)),
            ("language", optional(other)),
            ("direction", optional(other.map(language::direction))),
            ("address", address),
            ("below", below.into()),
        ])
    };
    let page = |page: &PageVersion| entry(&page.title, &page.language, link_to(settings, &page.address), true);
    let pages = || {
        let originals = frame.pages.iter().filter_map(|versions| Some((versions, versions.first()?)));
        originals.map(|(versions, original)| page(in_language(versions, original, around)))
    };
    let to = |address: &str| link_to(settings, &Address::new(address));
    let menu = if settings.menu.is_empty() {
        let mut built_in = vec![("bulletins", "/"), ("areas", "/areas/")];
        if settings.outputs.has(OutputGroup::Archive) {
            built_in.push(("archive", "/archive/"));
        }
        if settings.outputs.has(OutputGroup::Search) {
            built_in.push(("search_title", "/search/"));
        }
        let built_in = built_in
            .into_iter()
            .map(|(name, address)| entry(voice.text(name), around, link_to(settings, &Address::new(address)), false));
        list(built_in.chain(pages()))
    } else {
        list(settings.menu.iter().map(|link| {
            let address = link.address.as_deref().unwrap_or("/");
            if address.contains(':') || address.starts_with("//") {
                return entry(&link.name, &settings.language, text(address), false);
            }
            // A page that is there in this language is what is meant here.
            let address = settings.menu_path(address);
            let here = Address::new(&address);
            let mut known = frame.pages.iter().flat_map(|versions| versions.iter().map(move |own| (versions, own)));
            let known = known.find(|(_, own)| own.address == here);
            let spoken = known.map(|(versions, own)| (in_language(versions, own, around), own));
            if let Some((spoken, _)) = spoken.filter(|(spoken, own)| spoken != own) {
                return page(spoken);
            }
            let address = [settings.base.path(), address.trim_start_matches('/')].concat();
            entry(&link.name, &settings.language, text(&address), false)
        }))
    };
    let emergency = frame.emergency();
    let others = frame.contacts.iter().filter(|valid| emergency.is_none_or(|emergency| emergency.name != valid.name));
    let social = settings
        .social
        .iter()
        .map(|link| map([("title", text(&link.name)), ("url", optional(link.address.as_deref()))]));
    map([
        ("title", text(&settings.title)),
        ("tagline", optional(settings.tagline.as_deref())),
        ("description", optional(settings.description.as_deref())),
        ("url", settings.base.root().into()),
        ("home", text(settings.base.path())),
        ("language", text(&settings.language)),
        ("direction", text(language::direction(&settings.language))),
        ("search", if settings.outputs.has(OutputGroup::Search) { to("/search/") } else { Value::none() }),
        ("menu", menu),
        ("pages", list(pages())),
        ("contacts", list(others.map(|valid| contact(valid, voice)))),
        ("emergency", emergency.map_or_else(Value::none, |valid| contact(valid, voice))),
        ("publisher", publisher(settings)),
        ("notice_of_authority", optional(notice_of_authority(settings, voice))),
        ("subscribe", list(settings.subscribe.iter().map(|way| subscribe(way, voice)))),
        ("calendar", calendar(settings, frame)),
        ("logo", logo(settings, frame)),
        ("urgent", list(frame.urgent.iter().filter_map(|bulletin| urgent(settings, bulletin, around, voice)))),
        ("licence", settings.licence.as_ref().map_or_else(Value::none, link)),
        ("social", list(social)),
        (
            "policy",
            // It is made of origins and of words in single quotes.
            if settings.outputs.has(OutputGroup::Headers) {
                safe(&headers::page_policy(settings))
            } else {
                Value::none()
            },
        ),
        ("fresh", fresh(settings)),
        ("analytics", settings.analytics.as_deref().map_or_else(Value::none, safe)),
        ("feeds", feeds),
        ("extra", tree_map(&settings.extra)),
    ])
}

/// What pages need to tell that the site was not looked at in time.
fn fresh(settings: &Settings) -> Value {
    settings.fresh_within.map_or_else(Value::none, |seconds| {
        map([
            ("within", i64::from(seconds).into()),
            ("address", link_to(settings, &Address::new(CHECKED))),
            ("timezone", text(settings.zone.name())),
        ])
    })
}

fn publisher(settings: &Settings) -> Value {
    settings.publisher.as_ref().map_or_else(Value::none, |publisher| {
        map([
            ("name", text(&publisher.name)),
            ("url", optional(publisher.address.as_deref())),
            ("email", optional(publisher.email.as_deref())),
        ])
    })
}

/// What is said of who publishes: the site's own words, or for all but authorities that they are volunteers.
fn notice_of_authority<'v>(settings: &'v Settings, voice: &'v Voice) -> Option<&'v str> {
    const AUTHORITIES: [&str; 10] =
        ["police", "constabulary", "heddlu", "council", "cyngor", "borough", "fire", "ambulance", "nhs", "government"];
    if let Some(own) = &settings.notice_of_authority {
        return Some(own.as_str()).filter(|own| !own.is_empty());
    }
    let name = settings.publisher.as_ref().map_or(&settings.title, |publisher| &publisher.name).to_lowercase();
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    let is_authority = words.any(|word| AUTHORITIES.contains(&word));
    (!is_authority).then(|| voice.text("volunteers"))
}

/// One of those that every page begins with.
fn urgent(settings: &Settings, bulletin: &UrgentBulletin, around: &str, voice: &Voice) -> Option<Value> {
    let version = in_language(&bulletin.versions, bulletin.versions.first()?, around);
    let other = Some(version.language.as_str()).filter(|own| language::first(own) != language::first(around));
    Some(map([
        ("title", text(&version.title)),
        ("address", link_to(settings, &version.address)),
        ("severity", optional(voice.severity(Severity::Extreme))),
        ("until", optional(bulletin.until.map(|until| until.rfc3339(&settings.zone)).as_deref())),
        ("language", optional(other)),
        ("direction", optional(other.map(language::direction))),
    ]))
}

/// A way to have bulletins sent, under the name that the network bears.
fn subscribe(way: &Subscription, voice: &Voice) -> Value {
    let known = NETWORKS.iter().find(|(name, _)| way.name.eq_ignore_ascii_case(name)).map(|(_, title)| *title);
    let title = match known {
        Some(title) => title,
        None if way.name.eq_ignore_ascii_case("email") => voice.text("share_email"),
        None => &way.name,
    };
    map([("name", text(&way.name)), ("title", text(title)), ("url", text(&way.address))])
}

/// The site's calendar, where something on it has a time of its own: as a file, and as programs subscribe to it.
fn calendar(settings: &Settings, frame: &Frame) -> Value {
    if frame.has_calendars { calendar_at(settings, &Address::new("/")) } else { Value::none() }
}

/// The calendar beside a page.
pub fn calendar_at(settings: &Settings, page: &Address) -> Value {
    let address = page.join(plan::CALENDAR);
    let url = settings.base.url(&address);
    let webcal = url.split_once("://").map_or_else(|| url.clone(), |(_, rest)| format!("webcal://{rest}"));
    map([("address", link_to(settings, &address)), ("webcal", webcal.into())])
}

/// The site's own picture, with its size where it has one.
fn logo(settings: &Settings, frame: &Frame) -> Value {
    let Some((address, size)) = &frame.logo else { return Value::none() };
    let number = |number: Option<u32>| number.map_or_else(Value::none, |number| u64::from(number).into());
    map([
        ("address", link_to(settings, address)),
        ("width", number(size.map(|(width, _)| width))),
        ("height", number(size.map(|(_, height)| height))),
    ])
}
