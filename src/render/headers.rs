//! `_headers`, which some hosts read: what browsers may do with pages, for how long they may keep files, and what search
//! engines are to forget. In: the settings and the notices. Out: bytes. It must not know hosts.

use std::collections::BTreeSet;

use crate::{address::Address, markdown::RawHtml, settings::Settings, view::Headers};

/// The file, as Netlify and Cloudflare Pages read it: a line for a path, and below it, indented, a line for each header.
pub fn text(settings: &Settings, notices: &Headers) -> Vec<u8> {
    let all = settings.base.link(&Address::new("/*"));
    let assets = settings.base.link(&Address::new("/assets/*"));
    let policy = policy(settings);
    let mut text = format!(
        "{all}\n  Content-Security-Policy: {policy}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n\
         {assets}\n  Cache-Control: public, max-age=31536000, immutable\n"
    );
    for notice in &notices.0 {
        text.push_str(&format!("{}\n  X-Robots-Tag: noindex\n", settings.base.link(notice)));
    }
    text.into_bytes()
}

/// The policy as a page can say it itself, for hosts that send no headers. Browsers take from a header alone who may show
/// the page in a frame (CSP 3, section 6.4.2).
pub fn page_policy(settings: &Settings) -> String {
    let whole = policy(settings);
    whole.strip_suffix("; frame-ancestors 'self'").unwrap_or(&whole).to_owned()
}

/// What pages may load: what is of the site, and what its settings ask for.
fn policy(settings: &Settings) -> String {
    let (mut scripts, mut others, mut images) = (String::new(), String::new(), " data:".to_owned());
    let mut styles = String::new();
    if let Some(snippet) = &settings.analytics {
        for origin in origins(snippet) {
            for list in [&mut scripts, &mut others, &mut images] {
                list.push(' ');
                list.push_str(&origin);
            }
        }
        if has_inline_script(snippet) {
            scripts.push_str(" 'unsafe-inline'");
        }
    }
    if settings.raw_html == RawHtml::Trust {
        // Bulletins may hold anything that shows something; what runs has to be the site's.
        images.push_str(" https:");
        styles.push_str(" 'unsafe-inline'");
    }
    let frames = if settings.raw_html == RawHtml::Trust { "https:" } else { "'none'" };
    format!(
        "default-src 'self'; script-src 'self'{scripts}; connect-src 'self'{others}; style-src 'self'{styles}; \
         img-src 'self'{images}; frame-src {frames}; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'self'"
    )
}

/// The hosts that a piece of HTML names.
fn origins(html: &str) -> BTreeSet<String> {
    let addresses =
        html.split(['"', '\'', ' ', '\n', '=', '(', ')', '<', '>']).filter(|part| part.starts_with("https://"));
    let urls = addresses.filter_map(|address| url::Url::parse(address).ok());
    urls.map(|url| url.origin().ascii_serialization()).collect()
}

fn has_inline_script(html: &str) -> bool {
    let html = html.to_ascii_lowercase();
    html.split("<script").skip(1).any(|rest| !rest.split('>').next().unwrap_or_default().contains("src="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_names_its_hosts() {
        let snippet =
            "<script defer src=\"https://count.example/js/script.js\"></script><img src=https://pixel.example:8443/x>";
        assert_eq!(
            origins(snippet),
            BTreeSet::from(["https://count.example".into(), "https://pixel.example:8443".into()])
        );
        assert!(!has_inline_script(snippet));
        assert!(has_inline_script("<SCRIPT>count()</SCRIPT>"));
    }
}
