//! The schema of `site.yaml`, key by key. In: nothing. Out: a piece of schema for each of [`KEYS`](crate::settings::KEYS).
//! It must not know a site.

use serde_json::{Map, Value, json};

use super::{
    pattern,
    shape::{
        address, choice, contact_keys, count, described, flag, language, like, map, moment, one_or_more, span, text,
        web_address, words,
    },
};
use crate::{
    catalogue::FIELDS,
    settings::{FeedFormat, OutputGroup, alerts},
};

/// What each key takes, and what it is for.
pub fn properties() -> Map<String, Value> {
    let mut properties = Map::new();
    for (key, shape, about) in keys() {
        properties.insert(key.to_owned(), described(shape, about));
    }
    properties
}

const UNITS: &str = "s|seconds?|m|min|minutes?|h|hours?|d|days?|weeks?|years?";

fn keys() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("title", text(), "The name of the site. Without it, the folder's name."),
        ("tagline", text(), "A line under the title."),
        ("description", text(), "What the site is about, for search engines and feeds."),
        (
            "base_url",
            web_address(),
            "The address where the site will stand; it may have a path. Default: http://localhost:8080/",
        ),
        ("language", language(), "The language of the site, such as en-GB or cy. Default: en-GB"),
        (
            "country",
            like(r"^\s*[A-Za-z]{2}\s*$"),
            "The two letters of the country, such as GB: its emergency number and usual contacts follow from it.",
        ),
        ("timezone", text(), "The time zone of the site, such as Europe/London, which is the default."),
        ("date_order", choice(&["dmy", "mdy"]), "Which comes first in 01/03/2021: day or month. Default: dmy"),
        ("theme", text(), "A folder under themes/, or default, large-print or newsletter."),
        (
            "permalink",
            permalink(),
            "The pattern of addresses, of :year :month :day :slug :area :kind :categories. Default: /:year/:month/:slug/",
        ),
        (
            "canonical",
            choice(&["source", "self"]),
            "Where a bulletin with a source elsewhere is canonical. Default: source",
        ),
        ("per_page", count(), "How many bulletins stand on a page of a list. Default: 20"),
        ("feed_items", count(), "How many bulletins stand in a feed. Default: 50"),
        ("areas", areas(), "The areas, one inside the other. Without it, areas are made as bulletins name them."),
        ("kinds", one_or_more(&json!({"anyOf": [text(), kind()]})), "The kinds of bulletins."),
        (
            "kinds_only",
            flag(),
            "Whether `kinds` is the whole list. Otherwise it adds to the built-in kinds. Default: false",
        ),
        ("default_kind", text(), "The kind of a bulletin that names none. Default: notice"),
        ("contacts", one_or_more(&contact()), "Whom readers can ring. These join the national ones."),
        (
            "contacts_only",
            flag(),
            "Whether `contacts` is the whole list. Otherwise it adds to those of the country. Default: false",
        ),
        ("allow", words(), "Codes of checks that ask nothing on this site. Default: none"),
        ("raw_html", choice(&["clean", "escape", "trust"]), "What becomes of HTML in bulletins. Default: clean"),
        ("typographic_quotes", flag(), "Whether straight quotation marks become curly ones. Default: false"),
        ("fields", fields(), "Other keys to read for a field, for content written for another program."),
        ("outputs", outputs(), "Which outputs are written. All are, unless one is false."),
        ("hub", web_address(), "The address of a WebSub hub."),
        ("cap", alerts(), "Bulletins also go out as alerts (CAP 1.2)."),
        ("security", security(), "Whom to tell of a weakness of the site (security.txt)."),
        ("quick_exit", web_address(), "Where the button leads with which readers leave at once."),
        ("menu", links(), "The links at the head of every page."),
        ("social", links(), "Where else readers find you."),
        (
            "subscribe",
            json!({"type": ["object", "null"], "additionalProperties": text()}),
            "Where readers can follow: email, whatsapp, facebook, telegram …",
        ),
        ("logo", text(), "A picture below content/ that stands beside the site's name."),
        ("publisher", publisher(), "Who publishes the site."),
        (
            "notice_of_authority",
            text(),
            "What is said of who publishes. Default, where the publisher is no authority: We are volunteers, not the police.",
        ),
        ("licence", link(), "What others may do with the texts."),
        ("analytics", text(), "HTML that is put at the end of every page. None is ever sent by default."),
        (
            "publish",
            publish(),
            "Where the site is published, and how. Never a key or a password: they come from the environment.",
        ),
        (
            "fresh_within",
            span(UNITS),
            "Within what time the site promises to be looked at again, such as 7 days. When it was not, pages say when it was last.",
        ),
        ("extra", json!({"type": ["object", "null"]}), "For templates of your own."),
    ]
}

fn permalink() -> Value {
    const PIECES: &str = "year|short_year|month|i_month|day|i_day|slug|title|area|kind|categories|output_ext";
    let pattern = format!(r"(?=.*:(?:slug|title)(?![A-Za-z_]))(?::(?:{PIECES})(?![A-Za-z_])|[^:\s])*");
    like(&format!(r"^\s*(?:date|pretty|none|{pattern})\s*$"))
}

fn link() -> Value {
    let keys = vec![("name", text()), ("title", text()), ("url", address()), ("address", address())];
    json!({"anyOf": [text(), map(keys, &[])]})
}

fn publisher() -> Value {
    let keys = vec![
        ("name", text()),
        ("title", text()),
        ("url", address()),
        ("address", address()),
        ("email", like(r"^\s*(mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+\s*$")),
    ];
    json!({"anyOf": [text(), map(keys, &[])]})
}

/// A list of links, or lines `name: address`.
fn links() -> Value {
    json!({"anyOf": [
        {"type": "array", "items": link()},
        {"type": ["object", "null"], "additionalProperties": address()},
    ]})
}

fn position() -> Value {
    let degrees = json!({"type": ["number", "string"]});
    let pair = json!({"type": "array", "items": degrees, "minItems": 2, "maxItems": 2});
    let keys = ["lat", "latitude", "lon", "longitude"].map(|key| (key, degrees.clone())).to_vec();
    json!({"anyOf": [pair, like(r"^\s*-?[0-9.]+\s*,\s*-?[0-9.]+\s*$"), map(keys, &[])]})
}

fn areas() -> Value {
    let below = json!({"$ref": "#/properties/areas"});
    let keys = vec![
        ("name", text()),
        ("aliases", words()),
        ("position", position()),
        ("outline", json!({"type": ["array", "null"], "items": position()})),
        ("areas", below),
    ];
    one_or_more(&json!({"anyOf": [text(), map(keys, &["name"])]}))
}

fn kind() -> Value {
    let life = json!({"anyOf": [span("days?|weeks?"), like(&pattern::one_of(["never"]))]});
    let keys = vec![
        ("name", text()),
        ("label", text()),
        ("plural", text()),
        ("contacts", words()),
        ("life", life),
        ("on_close", choice(&["keep", "retract"])),
        ("quick_exit", flag()),
        ("happens", choice(&["now", "once", "while"])),
        ("asks", flag()),
        ("at_once", flag()),
        ("cap", choice(&alerts::CATEGORIES.iter().map(|(word, _)| *word).collect::<Vec<_>>())),
    ];
    map(keys, &["name"])
}

fn contact() -> Value {
    let mut keys = contact_keys();
    keys.push(("remove", flag()));
    map(keys, &["name"])
}

fn fields() -> Value {
    let rename = json!({"type": ["object", "null"], "additionalProperties": text()});
    let keys = vec![
        ("keys", words()),
        ("from", words()),
        ("ignore", words()),
        ("rename", rename),
        ("split", words()),
        ("folder", like(r"^\s*(?:[Ff]irst|[Ll]ast|[Aa]ll|\+?0*[1-9][0-9]*)\s*$")),
        ("default", text()),
        ("nest", flag()),
    ];
    let rule = one_or_more(&json!({"anyOf": [text(), map(keys, &[])]}));
    map(FIELDS.iter().map(|field| (field.name, rule.clone())).collect(), &[])
}

fn outputs() -> Value {
    let formats: Vec<&str> = FeedFormat::ALL.iter().map(|format| format.name()).collect();
    let mut keys: Vec<(&str, Value)> = OutputGroup::ALL.iter().map(|(word, _)| (*word, flag())).collect();
    let some = || one_or_more(&like(&pattern::some_of(formats.clone())));
    let some_or_none = || json!({"anyOf": [some(), flag()]});
    keys.push(("feeds", some_or_none()));
    keys.push(("tag_feeds", map(vec![("formats", some_or_none()), ("from", count())], &[])));
    map(keys, &[])
}

fn alerts() -> Value {
    let statuses: Vec<&str> = alerts::AlertStatus::WORDS.iter().map(|(word, _)| *word).collect();
    map(vec![("status", choice(&statuses)), ("sender", like(r"^\s*[^\s,<&]*\s*$")), ("source", text())], &[])
}

fn security() -> Value {
    let contact = one_or_more(&like(r"^\s*(?:https://|mailto:|tel:|[^:]*@)"));
    let policy = like(r"^\s*https://");
    let keys = vec![
        ("contact", contact.clone()),
        ("contacts", contact),
        ("expires", moment()),
        ("policy", policy),
        ("languages", one_or_more(&language())),
    ];
    let mut security = map(keys, &["expires"]);
    security["anyOf"] = json!([{"required": ["contact"]}, {"required": ["contacts"]}, {"type": "null"}]);
    security
}

fn publish() -> Value {
    // A password in an address is refused.
    let target = like(r"^(?!.*//[^/@]*:[^/@]*@)(?!.*https?://[^/]*@)");
    let id = like(r"^\s*[A-Za-z0-9]*\s*$");
    let cdn = map(vec![("cloudfront", id.clone()), ("cloudflare", id), ("command", text())], &[]);
    let keep = ["pages", "feeds", "named"].map(|key| (key, span(UNITS))).to_vec();
    let keys = vec![
        ("target", target.clone()),
        ("endpoint", web_address()),
        ("region", text()),
        ("cname", like(r"^\s*(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?\s*$")),
        ("author", text()),
        ("keep", map(keep, &[])),
        ("compress", choice(&["no", "beside", "instead"])),
        ("include", one_or_more(&like(r"^(?!.*(?:^|/)\.\.?(?:/|$))[^\\]*$"))),
        ("cdn", one_or_more(&cdn)),
        ("indexnow", json!({"anyOf": [flag(), web_address()]})),
    ];
    json!({"anyOf": [target, map(keys, &[])]})
}
