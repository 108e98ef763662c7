//! What is particular to sites of Jekyll and Hugo: old addresses, marks of their templates in bodies, TOML. In: paths and
//! texts. Out: candidates and Markdown. It must not know the disk.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{
    document::{MetadataKind, SourceDocument, Sure},
    moments::pattern,
};
use crate::moment;

/// Addresses in Liquid: `{{ "/about/" | url }}`, `{{ site.baseurl }}/about/`.
static LIQUID_URL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"\{\{-?\s*["']([^"']*)["']\s*\|\s*(?:url|relative_url|absolute_url|prepend:[^}|]*|relURL|absURL)\s*-?\}\}|\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}"#,
    )
});
static POST_URL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\{%-?\s*(?:post_url|link)\s+(?:[\w./-]*/)?(\d{4})-(\d\d?)-(\d\d?)-([\w-]+?)(?:\.\w+)?\s*-?%\}")
});
static REF: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\{\{[<%]\s*(?:rel)?ref\s+"?([^"\s>%]+)"?\s*[>%]\}\}"#));
static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{%-?\s*image(?:_\w+)?\s+([^%]*?)-?%\}"));
static FIGURE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{[<%]\s*(?:figure|img|image)\s+([^>%]*?)/?\s*[>%]\}\}"));
static VIDEO: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"\{\{[<%]\s*youtube\s+(?:id=)?"?([\w-]{6,20})"?[^>%]*[>%]\}\}"#));
static EMBED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"\{\{-?\s*["'](https?://[^"']+)["']\s*\|\s*embed:?\s*(?:["']([^"']*)["'])?[^}]*\}\}"#));
static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}"));
/// Any other mark.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\{%-?\s*(\w+)[^%\n]*-?%\}|\{\{[<%]-?\s*/?\s*([\w/-]+)[^\n]*?[>%]\}\}"));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?:(\w+)=)?["'“]([^"'”]*)["'”]"#));
/// Attributes that Kramdown and Hugo write behind a block.
static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)\{:[^}\n]*\}[ \t]*$"));

/// Where an address is said to be from at which a document stood even before.
pub const EARLIER: &str = "the earlier addresses in front matter";

/// Says at which addresses the other program showed a document.
pub fn addresses(document: &mut SourceDocument, below: &str) {
    let path = below.trim_start_matches("./");
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let own: Vec<String> = document
        .all(MetadataKind::OldAddress)
        .filter(|candidate| candidate.from != EARLIER)
        .map(|candidate| candidate.value.clone())
        .filter(|address| !address.contains(':'))
        .collect();
    let folder = folder.trim_start_matches("_posts").trim_start_matches("posts/_posts").trim_matches('/');
    let mut add =
        |address: String| document.add(MetadataKind::OldAddress, address, "the path in the other program", Sure::Said);
    if own.iter().any(|address| !address.ends_with(".html")) {
        return;
    }
    if let Some((date, rest)) = moment::date_prefix(name) {
        let mut parts = date.split('-');
        let (year, month, day) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        add(format!("/{year}/{month:0>2}/{day:0>2}/{rest}/"));
        add(format!("/{year}/{month:0>2}/{day:0>2}/{rest}.html"));
        return;
    }
    let slashed = |path: &str| if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    match name {
        "_index" | "index" => add(slashed(folder)),
        _ => {
            add(slashed(&[folder, name].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/")));
        }
    }
}

/// A body without the marks of the other program's templates: what they stand for where that is known.
pub fn body(document: &mut SourceDocument, body: &str) -> String {
    // A rule at the very top parts the body from nothing.
    let mut body = body.trim_start_matches('\n');
    while let Some(rest) =
        body.trim_start().strip_prefix("---").filter(|rest| rest.trim_start_matches(['-', ' ']).starts_with('\n'))
    {
        body = rest.trim_start_matches(['-', ' ']).trim_start_matches('\n');
    }
    if !body.contains("{{") && !body.contains("{%") && !body.contains("{:") {
        return body.to_owned();
    }
    let text = COMMENT.replace_all(body, "");
    let text = EMBED.replace_all(&text, |found: &Captures| {
        format!("[{}]({})", found.get(2).map_or("Video", |words| words.as_str()), &found[1])
    });
    let text = LIQUID_URL.replace_all(&text, "$1");
    let text = POST_URL.replace_all(&text, "/$1/$2/$3/$4/");
    let text = REF.replace_all(&text, |found: &Captures| {
        format!("/{}/", found[1].trim_start_matches('/').trim_end_matches(".md"))
    });
    let text = VIDEO.replace_all(&text, "[Video](https://www.youtube.com/watch?v=$1)");
    let text = IMAGE.replace_all(&text, |found: &Captures| picture(&found[1]));
    let text = FIGURE.replace_all(&text, |found: &Captures| picture(&found[1]));
    let text = ATTRIBUTES.replace_all(&text, "");
    let mut taken: Vec<String> = Vec::new();
    let text = MARK.replace_all(&text, |found: &Captures| {
        let name = found.get(1).or(found.get(2)).map_or("", |name| name.as_str()).trim_matches('/').to_owned();
        let harmless = matches!(name.as_str(), "raw" | "endraw" | "rawhtml");
        if !harmless && !name.starts_with("end") && !taken.contains(&name) {
            taken.push(name);
        }
        String::new()
    });
    let text = text.into_owned();
    for name in taken {
        document.remove(format!("the template mark `{name}`"), "only the other program knows what it stands for");
        document.warn(format!(
            "a template mark `{name}` was taken out of the body: see whether something is missing there"
        ));
    }
    text
}

/// The picture of a template mark: `"path" "words"` or `src="path" alt="words"`.
fn picture(arguments: &str) -> String {
    let mut src = String::new();
    let mut alt = String::new();
    for found in QUOTED.captures_iter(arguments) {
        let text = found[2].to_owned();
        match found.get(1).map(|name| name.as_str()) {
            Some("src") => src = text,
            Some("alt") => alt = text,
            None if src.is_empty() => src = text,
            None if text.contains(' ') || alt.is_empty() => alt = text,
            _ => {}
        }
    }
    if src.is_empty() {
        return String::new();
    }
    if !src.starts_with('/') && !src.contains("://") {
        src.insert(0, '/');
    }
    format!("![{}]({})", alt.replace(['[', ']'], ""), src.replace(' ', "%20"))
}

/// Front matter in TOML as YAML.
pub fn yaml_of_toml(toml: &str) -> Result<String, String> {
    let table: toml::Table = toml.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    // JSON is YAML.
    Ok(json(&toml::Value::Table(table)).to_string())
}

fn json(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Array(list) => list.iter().map(json).collect(),
        toml::Value::Table(table) => {
            let flat = table.iter().flat_map(|(key, value)| match (key.as_str(), value) {
                // Hugo lets a site's own fields stand in a table of their own.
                ("params" | "extra" | "taxonomies", toml::Value::Table(inner)) => {
                    inner.iter().map(|(key, value)| (key.clone(), json(value))).collect::<Vec<_>>()
                }
                _ => vec![(key.clone(), json(value))],
            });
            serde_json::Value::Object(flat.collect())
        }
        toml::Value::String(text) => text.as_str().into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::SourceFormat;

    fn clean(text: &str) -> String {
        body(&mut SourceDocument::of(SourceFormat::FrontMatter), text)
    }

    #[test]
    fn marks_become_what_they_stand_for() {
        assert_eq!(clean("[a]({{ \"/2015/12/01/x/\" | url }})"), "[a](/2015/12/01/x/)");
        assert_eq!(clean("{% image \"assets/a.png\" \"The team\" %}"), "![The team](/assets/a.png)");
        assert_eq!(clean("{{< figure src=\"/a.png\" alt=\"A gate\" >}}"), "![A gate](/a.png)");
        assert_eq!(clean("[b]({% post_url 2015-03-17-roof %})"), "[b](/2015/03/17/roof/)");
        assert_eq!(clean("{% raw %}a{% endraw %}"), "a");
        assert_eq!(clean("---\n\ntext"), "text");
    }

    #[test]
    fn old_addresses_follow_from_paths() {
        let of = |below: &str| {
            let mut document = SourceDocument::of(SourceFormat::FrontMatter);
            addresses(&mut document, below);
            document.all(MetadataKind::OldAddress).map(|candidate| candidate.value.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of("_posts/2015-3-17-roof.md"), ["/2015/03/17/roof/", "/2015/03/17/roof.html"]);
        assert_eq!(of("news/nov23.md"), ["/news/nov23/"]);
        assert_eq!(of("news/_index.md"), ["/news/"]);
    }
}
