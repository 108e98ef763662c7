//! Names with addresses in the settings: the menu, pages elsewhere, a licence. In: their nodes. Out: [`NamedLink`]s and
//! addresses. It must not know what stands at an address.

use super::NamedLink;
use crate::{
    address::BaseUrl,
    parse::{
        reader::{Reader, nearest},
        tree::{Node, TreeValue},
    },
    problem::wording,
};

/// What is read as the name of a file of the site, and not of a host.
const FILES: &[&str] =
    &["html", "htm", "xml", "json", "md", "txt", "pdf", "png", "jpg", "jpeg", "gif", "webp", "svg", "ics", "zip"];

/// Reads an address: a whole one, or one on the site. A host needs no scheme before it, nor a mailbox.
pub fn address(node: &Node, key: &str, reader: &mut Reader) -> Option<String> {
    reader.address(node, key).map(whole)
}

/// An address with the scheme that goes without saying: `t.me/watch`, `watch@example.org`.
fn whole(address: String) -> String {
    if address.contains(':') || address.starts_with(['/', '#', '?']) {
        return address;
    }
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some((name, host)) = host.split_once('@') {
        return if !name.is_empty() && is_host(host) { format!("mailto:{address}") } else { address };
    }
    let is_file = host.len() == address.len() && FILES.contains(&ending(host).to_ascii_lowercase().as_str());
    if is_host(host) && !is_file { format!("https://{address}") } else { address }
}

/// What of an address on the site stands behind the folder of the site on its host, which some write with it; none for an
/// address that begins with no slash.
pub fn below<'a>(address: &'a str, home: &BaseUrl, base: &BaseUrl) -> Option<&'a str> {
    let path = address.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    let mut folders = [home, base].into_iter().map(BaseUrl::path).filter(|folder| *folder != "/");
    Some(folders.find_map(|folder| address.strip_prefix(folder)).unwrap_or(path))
}

/// The whole of an address on the site; none for another.
pub fn on_site(address: &str, home: &BaseUrl, base: &BaseUrl) -> Option<String> {
    below(address, home, base).map(|below| [&base.root(), below].concat())
}

/// Whether a text is the name of a host: labels with dots between them, the last of letters.
fn is_host(text: &str) -> bool {
    let plain = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let last = ending(text);
    text.contains('.') && text.split('.').all(plain) && last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic())
}

fn ending(text: &str) -> &str {
    text.rsplit('.').next().unwrap_or_default()
}

/// Reads `{name, url}`, a name alone, or an address alone.
pub fn one(node: &Node, key: &str, reader: &mut Reader) -> Option<NamedLink> {
    let TreeValue::Map(map) = &node.value else {
        let text = reader.text(node, key)?;
        let is_address = text.starts_with("http") || text.starts_with('/');
        let address = is_address.then(|| address(node, key, reader)).flatten();
        return Some(NamedLink { name: text, address });
    };
    let mut link = NamedLink { name: String::new(), address: None };
    for entry in &map.entries {
        match entry.key.as_str() {
            "name" | "title" => link.name = reader.text(&entry.value, key).unwrap_or_default(),
            "url" | "address" => link.address = address(&entry.value, key, reader),
            other => {
                let near = nearest(other, ["name", "url"]);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
    if link.name.is_empty() {
        link.name = link.address.clone()?;
    }
    Some(link)
}

/// Reads a list of links, or lines `name: address`. Each has to lead somewhere.
pub fn list(node: &Node, key: &str, reader: &mut Reader) -> Vec<NamedLink> {
    let mut links = Vec::new();
    match &node.value {
        TreeValue::Map(map) if map.get("name").is_none() && map.get("title").is_none() => {
            for entry in &map.entries {
                let before = reader.problems.len();
                let link = NamedLink { name: entry.key.clone(), address: address(&entry.value, key, reader) };
                let said = reader.problems.len() > before;
                links.extend(leading(link, &entry.value, key, said, reader));
            }
        }
        _ => {
            for item in reader.list(node) {
                let before = reader.problems.len();
                let Some(link) = one(item, key, reader) else { continue };
                let said = reader.problems.len() > before;
                links.extend(leading(link, item, key, said, reader));
            }
        }
    }
    links
}

/// A link that has both a name and an address. What it lacks is reported, unless something was `said` of it.
fn leading(link: NamedLink, node: &Node, key: &str, said: bool, reader: &mut Reader) -> Option<NamedLink> {
    let is_bare_path = link.address.as_deref() == Some(&link.name) && link.name.starts_with('/');
    if link.address.is_some() && !is_bare_path {
        return Some(link);
    }
    if !said {
        let expected = match &link.address {
            Some(address) => format!("a name beside each address: `{{name: …, url: {address}}}`"),
            None => format!("an address beside each name: `{{name: {}, url: …}}`", link.name),
        };
        reader.report(wording::value_wrong(reader.place(node.span), key, &expected));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn what_goes_without_saying_is_put_before_an_address() {
        for (written, want) in [
            ("t.me/watch", "https://t.me/watch"),
            ("pub.example", "https://pub.example"),
            ("www.pub.example/menu.pdf", "https://www.pub.example/menu.pdf"),
            ("me@pub.example", "mailto:me@pub.example"),
        ] {
            assert_eq!(whole(written.into()), want);
        }
        for same in [
            "https://a.example/",
            "mailto:a@b.example",
            "tel:101",
            "/about/",
            "about/",
            "plan.pdf",
            "index.html",
            "v1.2",
        ] {
            assert_eq!(whole(same.into()), same);
        }
    }
}
