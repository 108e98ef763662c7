//! The templates and themes that are in the binary. In: nothing. Out: texts and files under `built-in/`.
//! It must not know what they are for.

use crate::source::{SourcePath, Static, Text};

/// Where what is in the binary seems to lie.
pub const FOLDER: &str = "built-in";

macro_rules! templates {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../templates/", $name)))),*] };
}

macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_bytes!(concat!("../themes/", $name)))),*] };
}

/// The templates, by name.
pub const TEMPLATES: &[(&str, &str)] = templates![
    "404.html" "alias.html" "archive.html" "area.html" "areas.html" "base.html" "bulletin.html" "card.html" "contacts.html"
    "feeds.html" "footer.html" "front.html" "head.html" "kind.html" "kinds.html" "line.html" "list.html" "masthead.html" "month.html"
    "numbers.html" "page.html" "parts.html" "poster.html" "publisher.html" "retracted.html" "search.html" "tag.html" "tags.html" "year.html"
];

/// The texts of the interface, a file for each language.
pub const WORDS: &[(&str, &str)] = templates!["words/cy.yaml" "words/en.yaml"];

/// The templates of the desk's screens, which no site's own can change.
pub const SCREENS: &[(&str, &str)] = templates![
    "desk/all.html" "desk/base.html" "desk/bring.html" "desk/bulletin.html" "desk/closed.html" "desk/conflict.html" "desk/entry.html" "desk/kinds.html" "desk/parts.html"
    "desk/publish.html" "desk/settings.html" "desk/sure.html" "desk/text.html" "desk/today.html" "desk/versions.html" "desk/welcome.html" "desk/write.html"
];

/// The settings of the themes, by path below `themes/`.
const THEMES: &[(&str, &str)] = &[
    ("default/theme.yaml", include_str!("../themes/default/theme.yaml")),
    ("large-print/theme.yaml", include_str!("../themes/large-print/theme.yaml")),
    ("newsletter/theme.yaml", include_str!("../themes/newsletter/theme.yaml")),
];

/// The templates of the themes, by path below `themes/`.
const THEME_TEMPLATES: &[(&str, &str)] = &[
    ("large-print/templates/bulletin.html", include_str!("../themes/large-print/templates/bulletin.html")),
    ("newsletter/templates/masthead.html", include_str!("../themes/newsletter/templates/masthead.html")),
];

/// The static files of the themes, by path below `themes/`.
const STATICS: &[(&str, &[u8])] = files![
    "default/static/age.js" "default/static/bulletin.css" "default/static/exit.js" "default/static/favicon.svg" "default/static/feed.css"
    "default/static/lists.css" "default/static/noticeboard.css" "default/static/poster.css" "default/static/search.js" "default/static/share.js" "default/static/share.png"
    "large-print/static/theme.css" "newsletter/static/theme.css"
];

fn path(below: &str) -> SourcePath {
    SourcePath::new(format!("{FOLDER}/{below}"))
}

/// The templates as sources, with those of the themes and the texts of the interface.
pub fn templates() -> impl Iterator<Item = Text> {
    let built_in = TEMPLATES.iter().chain(WORDS).map(|(name, text)| ("templates", name, text));
    let of_themes = THEME_TEMPLATES.iter().map(|(name, text)| ("themes", name, text));
    let all = built_in.chain(of_themes);
    all.map(|(folder, name, text)| Text { path: path(&format!("{folder}/{name}")), text: (*text).into() })
}

/// The settings of the themes as sources.
pub fn themes() -> impl Iterator<Item = Text> {
    THEMES.iter().map(|(name, text)| Text { path: path(&format!("themes/{name}")), text: (*text).into() })
}

/// The static files of the themes as sources.
pub fn statics() -> impl Iterator<Item = Static> {
    STATICS.iter().map(|(name, bytes)| Static { path: path(&format!("themes/{name}")), bytes: (*bytes).into() })
}

/// The folders whose files make up a theme, the last one winning.
pub fn theme_folders(theme: &str) -> [String; 3] {
    [format!("{FOLDER}/themes/default"), format!("{FOLDER}/themes/{theme}"), format!("themes/{theme}")]
}
