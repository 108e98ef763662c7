//! What is particular to texts of Jekyll and Hugo: marks of their templates in bodies, TOML. In: texts. Out: Markdown, with
//! marks of our own where it leads to other documents. It must not know the disk.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{document::SourceDocument, leads, moments::pattern};

/// Addresses in Liquid: `{{ "/about/" | url }}`, `{{ site.baseurl }}/about/`.
static LIQUID_URL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"\{\{-?\s*["']([^"']*)["']\s*\|\s*(?:url|relative_url|absolute_url|prepend:[^}|]*|relURL|absURL)\s*-?\}\}|\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}"#,
    )
});
static POST_URL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{%-?\s*(post_url|link)\s+([^\s%]+)\s*-?%\}"));
static REF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"\{\{[<%]\s*(?:rel)?ref\s+(?:path\s*=\s*)?(?:"([^"]+)"|`([^`]+)`|([^"`\s>%]+))[^>%]*[>%]\}\}"#)
});
static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{%-?\s*image(?:_\w+)?\s+([^%]*?)-?%\}"));
static INCLUDE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\{%-?\s*include\s+\S*(?:figure|image|img|picture)\S*\s+([^%]*?)-?%\}"));
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
static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(\w+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)')"#));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?:(\w+)=)?["'“]([^"'”]*)["'”]"#));
/// Attributes that Kramdown and Hugo write behind a block.
static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)\{:[^}\n]*\}[ \t]*$"));

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
    let text = POST_URL.replace_all(&text, |found: &Captures| leads::named(&found[1], &found[2]));
    let text = REF.replace_all(&text, |found: &Captures| {
        leads::named("ref", found.get(1).or(found.get(2)).or(found.get(3)).map_or("", |name| name.as_str()))
    });
    let text = VIDEO.replace_all(&text, "[Video](https://www.youtube.com/watch?v=$1)");
    let text = IMAGE.replace_all(&text, |found: &Captures| picture(&found[1]).map_or_else(String::new, from_root));
    let text = INCLUDE.replace_all(&text, |found: &Captures| match included(&found[1]) {
        Some(picture) => from_root(picture),
        None => found[0].to_owned(),
    });
    let text = FIGURE.replace_all(&text, |found: &Captures| picture(&found[1]).map_or_else(String::new, markdown));
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

/// The address and words of the picture of a template mark: `"path" "words"` or `src="path" alt="words"`.
fn picture(arguments: &str) -> Option<(String, String)> {
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
    (!src.is_empty() && !src.contains("{{")).then_some((src, alt))
}

/// The same of a part that a template includes, whose arguments all have names.
fn included(arguments: &str) -> Option<(String, String)> {
    let value = |names: &[&str]| {
        let named = |name: &&str| NAMED.captures_iter(arguments).find(|found| found[1] == **name);
        let found = names.iter().find_map(named)?;
        let text = found.get(2).or(found.get(3)).map_or("", |text| text.as_str());
        Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    };
    let src = value(&["src", "image_path", "image", "path", "file"]).filter(|src| !src.contains("{{"))?;
    Some((src, value(&["alt", "image_alt", "caption"]).unwrap_or_default()))
}

/// A picture whose path begins at the root of the site.
fn from_root((src, alt): (String, String)) -> String {
    let is_rooted = src.starts_with('/') || src.contains("://");
    markdown((if is_rooted { src } else { format!("/{src}") }, alt))
}

fn markdown((src, alt): (String, String)) -> String {
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
        assert_eq!(clean("[b]({% post_url 2015-03-17-roof %})"), "[b](x-moved-name:post_url/2015-03-17-roof)");
        assert_eq!(clean("{% raw %}a{% endraw %}"), "a");
        assert_eq!(clean("---\n\ntext"), "text");
    }
}
