//! Addresses in messages and on clipboards: what anybody may have of them, and which tell who received them. In: an address.
//! Out: the address that stood behind redirectors, or none. It must not know the text round it.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::{document::SourceDocument, moments::pattern};
use crate::address::decode;

static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:[0-9a-f]{12,}|[a-z0-9_-]*[0-9][a-z0-9_-]{19,}|[a-z0-9+/=_.-]{40,})$"));

/// An address that anybody may have: what stood behind a redirector, and without what follows people round. None when it
/// tells who received the message, or leads to no page.
pub fn public(document: &mut SourceDocument, address: &str) -> Option<String> {
    let url = led_to(document, address)?;
    let host = host(&url);
    if names_receiver(&url) || follows_readers(&host) || document.services.contains(&host) && has_code(&url) {
        document.remove(format!("an address at {host}"), TELLS_RECEIVER);
        return None;
    }
    Some(without_parameters(url, address, |key, _| is_of_campaign(key)))
}

/// An address of a page or feed, of which only what tells of a reader goes: its other parameters say which page it is. None
/// when all of it tells of one, or it leads to no page.
pub fn of_page(document: &mut SourceDocument, address: &str) -> Option<String> {
    let url = led_to(document, address)?;
    if parts(&url).iter().any(|part| holds_mailbox(part)) || holds_mailbox(url.username()) {
        document.remove(format!("an address at {}", host(&url)), TELLS_RECEIVER);
        return None;
    }
    let of_reader = |key: &str, value: &str| {
        let key = key.to_lowercase();
        let is_token = TOKEN.is_match(value) && !is_words(value);
        holds_mailbox(value) || READER_KEYS.contains(&key.as_str()) || RECEIVER_KEYS.contains(&key.as_str()) && is_token
    };
    if url.query_pairs().any(|(key, value)| of_reader(&key, &value)) {
        document.remove(format!("a part of an address at {}", host(&url)), "it tells who reads it");
    }
    Some(without_parameters(url, address, |key, value| is_of_campaign(key) || of_reader(key, value)))
}

const TELLS_RECEIVER: &str = "it tells who received the message";

/// Where an address leads in the end; said when that is nowhere.
fn led_to(document: &mut SourceDocument, address: &str) -> Option<Url> {
    let Some(whole) = parsed(address) else {
        document.remove("an address that cannot be read", "it leads nowhere");
        return None;
    };
    let led = behind_redirectors(whole.clone());
    if led.is_none() {
        let host = whole.host_str().unwrap_or_default();
        document.remove(format!("an address at {host}"), "what stands behind it is no page that everybody can open");
    }
    led
}

/// Whether a parameter only counts by which way readers came.
fn is_of_campaign(key: &str) -> bool {
    key.starts_with("utm_") || matches!(key, "fbclid" | "gclid" | "msclkid" | "mc_cid")
}

/// Whether a text holds the address of a mailbox.
fn holds_mailbox(text: &str) -> bool {
    super::letter::EMAIL.is_match(&decode(text))
}

/// An address without some of its parameters; to the letter as it was where it loses none and led nowhere else.
fn without_parameters(mut url: Url, address: &str, goes: impl Fn(&str, &str) -> bool) -> String {
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, value)| !goes(key, value))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    if kept.len() < url.query_pairs().count() {
        url.query_pairs_mut().clear().extend_pairs(&kept);
        if kept.is_empty() {
            url.set_query(None);
        }
        return url.into();
    }
    if has_scheme(address) && url.as_str().trim_end_matches('/') == address.trim_end_matches('/') {
        address.to_owned()
    } else {
        url.into()
    }
}

/// The host to which an address of the web leads in the end, in small letters; none for other addresses.
pub fn host_behind(address: &str) -> Option<String> {
    if !is_web(address) {
        return None;
    }
    Some(host(&behind_redirectors(parsed(address)?)?)).filter(|host| !host.is_empty())
}

/// Whether an address leads to the web rather than to a telephone or a mailbox.
pub fn is_web(address: &str) -> bool {
    has_scheme(address) || address.get(..4).is_some_and(|first| first.eq_ignore_ascii_case("www."))
}

fn has_scheme(address: &str) -> bool {
    address.get(..4).is_some_and(|first| first.eq_ignore_ascii_case("http"))
}

/// An address as it is, or as one of the web when it names no scheme.
fn parsed(address: &str) -> Option<Url> {
    if has_scheme(address) { Url::parse(address).ok() } else { Url::parse(&format!("https://{address}")).ok() }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_lowercase()
}

/// The address to which those lead that mail programs and sites put round it, a few deep. None when it is no page of the
/// web, or cannot be told.
fn behind_redirectors(mut url: Url) -> Option<Url> {
    for _ in 0..4 {
        if let Some(inner) = within_path(&url) {
            url = inner;
        } else if redirects(&url) {
            let named = |key: &str| matches!(key, "url" | "u" | "q" | "a");
            let inner = url.query_pairs().filter(|(key, _)| named(key)).find_map(|(_, inner)| page(&inner))?;
            url = inner;
        } else {
            return Some(url);
        }
    }
    None
}

/// Whether an address holds another one in its query.
fn redirects(url: &Url) -> bool {
    let host = host(url);
    host.ends_with("safelinks.protection.outlook.com")
        || host == "www.google.com" && url.path() == "/url"
        || ["l.facebook.com", "lm.facebook.com"].contains(&host.as_str())
        || ["urldefense", "linkprotect", "clicktime.symantec.com", "scanmail.trustwave.com", "secure-web.cisco.com"]
            .iter()
            .any(|part| host.contains(part))
}

/// A text as the address of a page of the web: no script, mailbox or telephone.
fn page(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The address that a filter of mails wrote into the path of its own: `https://urldefense.com/v3/__https://…__;!!…`,
/// `https://links.govdelivery.com/CL0/https:%2F%2F…/1/…`, `https://secure-web.cisco.com/…/https%3A%2F%2F…`.
fn within_path(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let whole = url.as_str();
    let inner = if host.contains("urldefense") && whole.contains("/v3/__") {
        let inner = whole.split_once("/v3/__")?.1.split("__;").next()?;
        // A star stands for a letter that is written elsewhere.
        (!inner.contains('*')).then(|| inner.to_owned())?
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
    page(&percent_encoding::percent_decode_str(&inner).decode_utf8().ok()?)
}

/// What stands between the strokes of an address: of its path, and of what stands behind the hash, where some services put
/// their paths.
fn parts(url: &Url) -> Vec<String> {
    let behind = url.fragment().unwrap_or_default().split(['/', '?', '&', '=', '!']);
    url.path().split('/').chain(behind).map(decode).collect()
}

/// Names and values of an address: of its query, and of what stands behind the hash.
fn values(url: &Url) -> Vec<(String, String)> {
    let behind = url.fragment().unwrap_or_default().rsplit(['?', '/']).next().unwrap_or_default();
    let behind = url::form_urlencoded::parse(behind.as_bytes()).filter(|(_, value)| !value.is_empty());
    url.query_pairs().chain(behind).map(|(key, value)| (key.into_owned(), value.into_owned())).collect()
}

/// Whether a part of an address is a code rather than a word.
fn has_code(url: &Url) -> bool {
    let is_code = |part: &str| {
        let has = |of: fn(&u8) -> bool| part.bytes().any(|byte| of(&byte));
        let long = part.len() >= 6 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || part.len() >= 20;
        long && !is_words(part)
    };
    parts(url).iter().any(|part| is_code(part)) || values(url).iter().any(|(_, value)| is_code(value))
}

/// Whether a part of an address is words, as in the addresses of news: `2026-11-20-burglary-in-mill-lane`, `report-2026`.
/// What mixes letters and digits is no word, unless it is short: `4pm`, `a140`.
fn is_words(part: &str) -> bool {
    let (mut pieces, mut words, mut short) = (0, 0, 0);
    for piece in part.split(['-', '_', '.', ' ']).filter(|piece| !piece.is_empty()) {
        let length = piece.chars().count();
        let digits = piece.chars().filter(char::is_ascii_digit).count();
        let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
        pieces += 1;
        if letters == length && length <= 20 && !changes_case(piece) {
            *(if length < 3 { &mut short } else { &mut words }) += 1;
        } else if letters + digits == length && digits > 0 && length <= 5 && letters > 0 {
            short += 1;
        } else if !is_number(piece) {
            return false;
        }
    }
    pieces > 1 && (words > 1 || words == 1 && short == 0)
}

/// Whether a capital stands behind a small letter, as in codes and in no words.
fn changes_case(piece: &str) -> bool {
    piece.chars().zip(piece.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

/// Whether digits may count days and pages: four at most, or the eight of a date. Longer ones may count readers.
fn is_number(piece: &str) -> bool {
    let date = piece.len() == 8 && (piece.starts_with("20") || piece.starts_with("19"));
    piece.bytes().all(|byte| byte.is_ascii_digit()) && (piece.len() <= 4 || date)
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
    "mid",
];
/// Those of them that stand for a person on any page.
const READER_KEYS: &[&str] = &["email", "recipient", "subscriber", "mc_eid", "userid", "upn", "member", "memberid"];
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
    let is_token = |part: &str| TOKEN.is_match(part) && !is_words(part);
    let path = url.path().to_lowercase();
    let behind = url.fragment().unwrap_or_default().trim_start_matches('!').to_lowercase();
    let settings =
        |path: &str| RECEIVER_PATHS.iter().any(|part| path.starts_with(part) || part.len() > 5 && path.contains(part));
    parts(url).iter().any(|part| is_token(part) && part.bytes().filter(u8::is_ascii_digit).count() >= 4)
        || values(url).iter().any(|(key, value)| {
            // A map of somebody's own is one for everybody.
            let is_map = key == "mid" && host(url).contains("google.");
            !is_map && (RECEIVER_KEYS.contains(&key.to_lowercase().as_str()) || is_token(value) || value.contains('@'))
        })
        || settings(&path)
        || settings(&behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::SourceFormat;

    /// What is left of an address, and what was said of it.
    fn left(address: &str, services: &[&str]) -> (Option<String>, String) {
        let mut document = SourceDocument::of(SourceFormat::Mail);
        document.services = services.iter().map(|host| (*host).to_owned()).collect();
        let left = public(&mut document, address);
        (left, document.removed.iter().map(|removed| removed.what.clone()).collect())
    }

    #[test]
    fn a_scheme_may_begin_with_a_capital() {
        assert_eq!(left("Https://council.example/roads", &[]).0.as_deref(), Some("https://council.example/roads"));
        assert_eq!(left("HTTP://council.example/", &[]).0.as_deref(), Some("http://council.example/"));
        assert_eq!(left("www.council.example/roads", &[]).0.as_deref(), Some("https://www.council.example/roads"));
    }

    #[test]
    fn redirectors_lead_to_pages_alone_and_what_goes_is_told() {
        for address in [
            "https://www.google.com/url?q=javascript:alert(1)",
            "https://www.google.com/url?q=mailto:robin.sample@gmail.com",
            "https://www.google.com/url?sa=t",
            "https://secure-web.cisco.com/1abc/mailto%3Arobin.sample%40gmail.com",
            "https://urldefense.com/v3/__https://council.example/a*b__;Iw!!abc$",
            "https://urldefense.com/v3/__mailto:robin.sample@gmail.com__;!!abc$",
        ] {
            let (left, told) = left(address, &[]);
            assert_eq!(left, None, "{address}");
            assert!(told.starts_with("an address at "), "{address}: {told}");
        }
        for address in [
            "https://www.google.com/url?rct=j&q=&url=https://council.example/roads",
            "https://urldefense.com/v3/__https://council.example/roads__;!!abc$",
            "https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fcouncil.example%2Froads&data=05",
        ] {
            assert_eq!(left(address, &[]), (Some("https://council.example/roads".into()), String::new()), "{address}");
        }
    }

    #[test]
    fn the_words_of_an_address_are_no_code() {
        for path in [
            "/news/2026-11-20-burglary-in-mill-lane/",
            "/appeal-after-burglary-20-november-2026/",
            "/advice-and-information",
            "/report-2026",
            "/news/20261120-advice",
            "/a140-closed-at-4pm-on-monday",
            "/files/Appeal%20after%20burglary%202026.pdf",
            "/search?q=burglary-in-mill-lane-on-20-november-2026",
            "/roads#closures-in-mill-lane-2026",
            "/newyddion/lladrad-yn-heol-y-felin-2026",
        ] {
            let address = format!("https://council.example{path}");
            assert_eq!(left(&address, &["council.example"]), (Some(address.clone()), String::new()));
        }
    }

    #[test]
    fn codes_are_known_wherever_they_stand() {
        for path in [
            "/#/reply/tok9f8e7d6c5b4a3210",
            "/#!/preferences",
            "/#token=abc",
            "/#/settings?member=12",
            "/a/3f2a9c1b-7d4e-4a1f-9b2c-0a1b2c3d4e5f",
            "/#/a/3f2a9c1b7d4e4a1f9b2c0a1b2c3d4e5f",
        ] {
            assert_eq!(left(&format!("https://app.example{path}"), &[]).0, None, "{path}");
        }
        for path in ["/A/tok9f8e7d6c5b4a3210", "/#/a/tok9f8e7d", "/member-12345678", "/AbCdEfGhIj-KlMnOpQrSt"] {
            let address = format!("https://app.example{path}");
            assert_eq!(left(&address, &["app.example"]).0, None, "{path}");
            assert!(left(&address, &[]).0.is_some(), "{path}: at another host it may be a page");
        }
    }

    #[test]
    fn a_host_is_that_of_the_page_in_the_end() {
        let wrapped = "https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapp.example%2Fu%2Fx&data=05";
        assert_eq!(host_behind(wrapped).as_deref(), Some("app.example"));
        assert_eq!(host_behind("WWW.App.example/u/x").as_deref(), Some("www.app.example"));
        assert_eq!(host_behind("mailto:robin@app.example"), None);
        assert_eq!(host_behind("tel:0800555111"), None);
    }
}
