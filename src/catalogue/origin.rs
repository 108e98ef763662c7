//! Where a bulletin comes from, and who else reported it: `source`, `url` and `coverage`. In: the fields of a bulletin.
//! Out: an [`Origin`], [`Coverage`] and problems. It must not know what is shown of them.

use super::{
    bulletin::{Coverage, Origin},
    given::Fields,
};
use crate::{
    parse::{
        reader::{Reader, safe_address},
        tree::{Node, TreeValue},
    },
    problem::wording,
};

/// Who wrote the original, and where it stands; `publisher` is one that the title names.
pub fn read(fields: &Fields, publisher: Option<String>, reader: &mut Reader) -> Option<Origin> {
    let mut origin = Origin { name: publisher.unwrap_or_default(), ..Origin::default() };
    let mut from_node = |node: &Node, name: &str, reader: &mut Reader| match &node.value {
        TreeValue::Map(map) => {
            reader.only(map, name, &["name", "url", "licence", "license"]);
            for (key, slot) in [("name", 0), ("url", 1), ("licence", 2), ("license", 2)] {
                let Some(node) = map.get(key) else { continue };
                match slot {
                    0 => origin.name = reader.text(node, key).unwrap_or_default(),
                    1 => origin.url = whole_address(node, key, reader),
                    _ => origin.licence = reader.text(node, key),
                }
            }
        }
        _ => {
            let Some(text) = reader.text(node, name) else { return };
            let an_address = name == "url" || text.contains("://") || text.starts_with('/');
            if let Some((who, address)) = named(&text).filter(|_| name != "url") {
                reader.report(wording::source_of_two(reader.place(node.span), who, address));
                (origin.name, origin.url) = (who.to_owned(), safe_address(address));
            } else if an_address {
                origin.url = whole_address(node, name, reader);
            } else {
                origin.name = text;
            }
        }
    };
    let source = fields.find("source");
    if let Some((node, name)) = source {
        from_node(node, name, reader);
        // `source` may name who wrote it while `url` says where it stands.
        if name != "url"
            && origin.url.is_none()
            && !fields.settings.fields.iter().any(|rule| rule.keys.iter().any(|key| key == "url"))
        {
            origin.url = fields.map.get("url").and_then(|node| whole_address(node, "url", reader));
        }
    }
    if origin.name.is_empty() {
        let url = url::Url::parse(origin.url.as_deref()?).ok()?;
        let host = url.host_str()?;
        host.strip_prefix("www.").unwrap_or(host).clone_into(&mut origin.name);
    }
    Some(origin)
}

/// A name with an address behind it: `Wren Police https://police.example/a`.
fn named(text: &str) -> Option<(&str, &str)> {
    let at = ["https://", "http://"].iter().find_map(|scheme| text.find(scheme)).filter(|at| *at > 0)?;
    let (name, address) = text.split_at(at);
    let name =
        name.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ':' | ',' | '-' | '–' | '(' | '<'));
    let address = address.trim_end_matches([')', '>', '.', ',']);
    let is_one = !address.contains(char::is_whitespace) && url::Url::parse(address).is_ok();
    (is_one && name.contains(char::is_alphabetic)).then_some((name, address))
}

/// An address with scheme and host; a path is reported, since it names no original.
fn whole_address(node: &Node, key: &str, reader: &mut Reader) -> Option<String> {
    let address = reader.address(node, key)?;
    if address.starts_with("http://") || address.starts_with("https://") {
        return Some(address);
    }
    reader.report(wording::source_not_address(reader.place(node.span), key, &address));
    None
}

/// Press reports of the same event.
pub fn coverage(fields: &Fields, reader: &mut Reader) -> Vec<Coverage> {
    let Some((node, name)) = fields.find("coverage") else { return Vec::new() };
    let mut list = Vec::new();
    for item in reader.list(node) {
        let (title, url, publisher) = match &item.value {
            TreeValue::Map(map) => (
                {
                    reader.only(map, name, &["title", "url", "publisher"]);
                    map.get("title").and_then(|node| reader.text(node, "title"))
                },
                map.get("url").and_then(|node| whole_address(node, "url", reader)),
                map.get("publisher").and_then(|node| reader.text(node, "publisher")),
            ),
            _ => (None, whole_address(item, name, reader), None),
        };
        match title.or_else(|| url.clone()) {
            Some(title) => list.push(Coverage { title, url, publisher }),
            None => reader.report(wording::value_wrong(
                reader.place(item.span),
                name,
                "a list of `{title, url, publisher}`",
            )),
        }
    }
    list
}
