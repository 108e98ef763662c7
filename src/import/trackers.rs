//! Addresses in messages and on clipboards: what anybody may have of them, and which tell who received them. In: an address.
//! Out: the address that stood behind redirectors, or none. It must not know the text round it.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::{document::SourceDocument, moments::pattern};

static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:[0-9a-f]{12,}|[a-z0-9_-]*[0-9][a-z0-9_-]{19,}|[a-z0-9+/=_.-]{40,})$"));

/// An address that anybody may have: what stood behind a redirector, and without what follows people round. None when it
/// tells who received the message.
pub fn public(document: &mut SourceDocument, address: &str) -> Option<String> {
    let whole = if address.starts_with("http") { address.to_owned() } else { format!("https://{address}") };
    let mut url = behind_redirectors(Url::parse(&whole).ok()?);
    let host = url.host_str().unwrap_or_default().to_lowercase();
    if names_receiver(&url) || follows_readers(&host) || document.services.contains(&host) && has_code(&url) {
        document.remove(format!("an address at {host}"), "it tells who received the message");
        return None;
    }
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !key.starts_with("utm_") && *key != "fbclid")
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    if kept.len() < url.query_pairs().count() {
        url.query_pairs_mut().clear().extend_pairs(&kept);
        if kept.is_empty() {
            url.set_query(None);
        }
        return Some(url.into());
    }
    if address.starts_with("http") && url.as_str().trim_end_matches('/') == address.trim_end_matches('/') {
        Some(address.to_owned())
    } else {
        Some(url.into())
    }
}

/// The address to which those lead that mail programs and sites put round it, a few deep.
fn behind_redirectors(mut url: Url) -> Url {
    for _ in 0..3 {
        if let Some(inner) = within_path(&url) {
            url = inner;
            continue;
        }
        let host = url.host_str().unwrap_or_default();
        let redirects = host.ends_with("safelinks.protection.outlook.com")
            || host.contains("urldefense")
            || host == "www.google.com" && url.path() == "/url"
            || host.contains("linkprotect")
            || host.contains("clicktime.symantec.com")
            || host.contains("scanmail.trustwave.com")
            || host.contains("l.facebook.com");
        let mut pairs = url.query_pairs().filter(|(key, _)| redirects && matches!(&**key, "url" | "u" | "q" | "a"));
        match pairs.next().and_then(|(_, inner)| Url::parse(&inner).ok()) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    url
}

/// The address that a filter of mails wrote into the path of its own: `https://urldefense.com/v3/__https://…__;!!…`,
/// `https://links.govdelivery.com/CL0/https:%2F%2F…/1/…`, `https://secure-web.cisco.com/…/https%3A%2F%2F…`.
fn within_path(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let whole = url.as_str();
    let inner = if host.contains("urldefense") && whole.contains("/v3/__") {
        whole.split_once("/v3/__")?.1.split("__;").next()?.to_owned()
    } else if host.contains("urldefense") {
        // Version 2 writes `-3A` for `%3A` and `_` for `/`.
        let (_, inner) = url.query_pairs().find(|(key, _)| key == "u")?;
        inner.replace('-', "%").replace('_', "/")
    } else if host.contains("govdelivery.com") || host.contains("awstrack.me") {
        whole.split_once("/CL0/").or_else(|| whole.split_once("/L0/"))?.1.split('/').next()?.to_owned()
    } else if host.contains("secure-web.cisco.com") {
        url.path_segments()?.next_back()?.to_owned()
    } else {
        return None;
    };
    let inner = percent_encoding::percent_decode_str(&inner).decode_utf8().ok()?;
    Url::parse(&inner).ok()
}

/// Whether a part of an address is a code rather than a word.
fn has_code(url: &Url) -> bool {
    let is_code = |part: &str| {
        let has = |of: fn(&u8) -> bool| part.bytes().any(|byte| of(&byte));
        part.len() >= 6 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || part.len() >= 20
    };
    url.path().split('/').any(is_code) || url.query_pairs().any(|(_, value)| is_code(&value))
}

/// Hosts that count who opens what: parts of their names, or how they begin where a part ends in a point.
const COUNTERS: &[&str] = &[
    "list-manage.com",
    "mailchi.mp",
    "sendgrid.net",
    "mandrillapp.com",
    "mailgun",
    "lnks.gd",
    "govdelivery.com",
    "mimecast.com",
    "urldefense",
    "rs6.net",
    "hubspotlinks.com",
    "createsend",
    "cmail19.com",
    "cmail20.com",
    "awstrack.me",
    "click.",
    "track.",
    "links.",
    "email.",
    "trk.",
    "clicks.",
];

fn follows_readers(host: &str) -> bool {
    let is = |part: &&str| host.contains(*part) && (host.starts_with(*part) || !part.ends_with('.'));
    COUNTERS.iter().any(is) && !host.contains("gov.uk")
}

/// Names in a query whose values tell who received the message.
const RECEIVER_KEYS: &[&str] = &[
    "u",
    "uid",
    "token",
    "t",
    "key",
    "email",
    "e",
    "recipient",
    "rid",
    "sid",
    "subscriber",
    "mc_eid",
    "user",
    "userid",
    "upn",
    "auth",
    "hash",
    "contact",
    "member",
    "memberid",
    "cid",
];
/// Beginnings of paths that lead to the receiver's own settings, or count a click.
const RECEIVER_PATHS: &[&str] = &[
    "/unsub",
    "/optout",
    "/opt-out",
    "/preferences",
    "/profile",
    "/r/",
    "/ls/click",
    "/track",
    "/click",
    "/reply",
    "/u/",
    "/wf/",
    "/cl0/",
];

/// Whether an address tells who received the message.
fn names_receiver(url: &Url) -> bool {
    let path = url.path().to_lowercase();
    let is_token = |part: &str| {
        TOKEN.is_match(part) && part.bytes().filter(u8::is_ascii_digit).count() >= 4 && !part.contains("-and-")
    };
    let mut pairs = url.query_pairs();
    path.split('/').any(is_token)
        || pairs.any(|(key, value)| {
            RECEIVER_KEYS.contains(&key.to_lowercase().as_str()) || TOKEN.is_match(&value) || value.contains('@')
        })
        || RECEIVER_PATHS.iter().any(|part| path.starts_with(part) || part.len() > 5 && path.contains(part))
}
