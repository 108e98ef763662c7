//! The files of a theme, named by their content. In: static files of the theme and of the program. Out: [`Assets`].
//! It must not know the disk or templates.

use std::{collections::BTreeMap, sync::Arc};

use crate::{address::Address, source::Sources};

/// One file of the theme.
#[derive(Clone, Debug)]
pub struct Asset {
    pub address: Address,
    pub bytes: Arc<[u8]>,
}

/// All files of the theme, in the order of their names.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    all: Vec<Asset>,
    by_name: BTreeMap<String, usize>,
}

/// The style sheet of all pages; a theme adds to it with [`THEME_STYLE`].
pub const STYLE: &str = "noticeboard.css";
/// What bulletins and pages of text have besides, with the colours of highlighted code.
pub const BULLETIN_STYLE: &str = "bulletin.css";
/// What lists, overviews and the search have besides.
pub const LISTS_STYLE: &str = "lists.css";
/// What a theme adds to the style sheet.
pub const THEME_STYLE: &str = "theme.css";
/// The style of posters; a theme adds to it with [`THEME_POSTER`].
pub const POSTER: &str = "poster.css";
/// What a theme adds to the style of posters.
pub const THEME_POSTER: &str = "theme-poster.css";
/// The style of feeds that somebody opens in a browser.
pub const FEED_STYLE: &str = "feed.css";
/// The share card of pages without a picture.
pub const SHARE_CARD: &str = "share.png";

/// A style sheet without what every reader would load and no browser needs: lines that are a comment, the blanks that lines
/// begin with, those around braces and `>` and those behind colons, semicolons and commas, and ends of lines that say nothing.
/// What stands between quotation marks stays as it is.
fn lean(style: &[u8]) -> Vec<u8> {
    let lines = style.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let mut lean = Vec::with_capacity(style.len());
    for line in lines {
        let end = line.windows(2).position(|two| two == b"*/");
        if line.len() > 3 && line.starts_with(b"/*") && end == Some(line.len() - 2) {
            continue;
        }
        if line.starts_with(b"}") && lean.last() == Some(&b';') {
            lean.pop();
        }
        match std::str::from_utf8(line) {
            Ok(text) => push_lean(text, &mut lean),
            Err(_) => lean.extend_from_slice(line),
        }
        if !line.ends_with(b"{") && !line.ends_with(b";") && !line.ends_with(b"}") && !line.ends_with(b",") {
            lean.push(b'\n');
        }
    }
    lean
}

/// Adds a line without blanks that mean nothing.
fn push_lean(line: &str, lean: &mut Vec<u8>) {
    const BLANKS: &[(&str, &str)] = &[
        (" { ", "{"),
        (" {", "{"),
        ("; }", "}"),
        ("; ", ";"),
        (": ", ":"),
        (", ", ","),
        (" > ", ">"),
        ("(> ", "(>"),
        (" !", "!"),
    ];
    let mut rest = line;
    while !rest.is_empty() {
        let quote = rest.find(['"', '\'']).unwrap_or(rest.len());
        let (plain, quoted) = rest.split_at(quote);
        let plain = BLANKS.iter().fold(plain.to_owned(), |plain, (from, to)| plain.replace(from, to));
        lean.extend_from_slice(plain.as_bytes());
        let end = quoted.chars().next().and_then(|mark| Some(quoted[1..].find(mark)? + 2)).unwrap_or(quoted.len());
        lean.extend_from_slice(&quoted.as_bytes()[..end]);
        rest = &quoted[end..];
    }
}

impl Assets {
    /// Gathers the files of a theme over those of the default theme. `highlight` is the style of highlighted code.
    pub fn gather(sources: &Sources, theme: &str, highlight: &str) -> Self {
        let mut files: BTreeMap<&str, Arc<[u8]>> = BTreeMap::new();
        for folder in crate::embedded::theme_folders(theme) {
            let folder = format!("{folder}/static");
            for file in &sources.statics {
                if let Some(name) = file.path.below(&folder) {
                    files.insert(name, file.bytes.clone());
                }
            }
        }
        let theirs = [THEME_STYLE, THEME_POSTER].map(|name| files.remove(name).unwrap_or_default());
        let [theme, theme_poster] = &theirs;
        let sheets =
            [(STYLE, &**theme), (BULLETIN_STYLE, highlight.as_bytes()), (LISTS_STYLE, &[]), (POSTER, theme_poster)];
        for (name, more) in sheets {
            let mut style = files.remove(name).map(|bytes| bytes.to_vec()).unwrap_or_default();
            if !more.is_empty() {
                style.push(b'\n');
                style.extend_from_slice(more);
            }
            files.insert(name, lean(&style).into());
        }
        let mut assets = Self::default();
        for (name, bytes) in files {
            assets.by_name.insert(name.to_owned(), assets.all.len());
            assets.all.push(Asset { address: address(name, &bytes), bytes });
        }
        assets
    }

    /// The asset of a name such as `noticeboard.css`.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name).map(|at| &self.all[*at])
    }

    pub fn at(&self, index: u32) -> &Asset {
        &self.all[index as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.all.iter()
    }

    /// The names there are, for a message.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// `/assets/noticeboard.0a1b2c3d4e.css`.
fn address(name: &str, bytes: &[u8]) -> Address {
    let hash = blake3::hash(bytes).to_hex();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let dot = if ending.is_empty() { "" } else { "." };
    Address::new(&format!("/assets/{stem}.{}{dot}{ending}", &hash[..10]))
}
