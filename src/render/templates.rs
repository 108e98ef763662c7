//! Templates and the one adapter round the template engine. In: template texts. Out: [`Templates`] that render, and
//! problems with file, line and column. It alone knows the engine's errors.

use std::{collections::HashMap, sync::Arc};

use tera::{Context, ErrorKind, Kwargs, ReportError, State, Tera, Value};

use super::filling;
use crate::{
    address::{Address, BaseUrl},
    assets::Assets,
    embedded,
    problem::{Problem, wording},
    source::{Place, SourcePath, Sources, Span},
    words::{self, Words},
};

/// The templates of a site, ready to render.
pub struct Templates {
    tera: Tera,
    /// The path of each template's file by the engine's name for it.
    paths: HashMap<String, SourcePath>,
    texts: HashMap<SourcePath, Arc<str>>,
    /// The engine's name for what stands under a plain name: by it the engine finds it at once.
    names: HashMap<String, String>,
    built_in: bool,
}

/// The layers in the order in which they are asked.
const LAYERS: [&str; 3] = ["site/", "theme/", "default/"];

/// Loads the templates of a site: its own over the theme's over the built-in ones. What cannot be read is reported, and
/// the rest is loaded.
pub fn load(
    sources: &Sources,
    theme: &str,
    base: &BaseUrl,
    assets: &Assets,
    words: &Arc<Words>,
) -> (Templates, Vec<Problem>) {
    let mut named: Vec<(String, SourcePath, Arc<str>)> = Vec::new();
    let mut add = |layer: &str, folder: &str| {
        for text in &sources.templates {
            // The desk's screens are no templates of a site, also where they lie in its folder, as in the program's own.
            let is_screen = |name: &str| embedded::SCREENS.iter().any(|(screen, _)| *screen == name);
            let of_site = |name: &&str| !name.starts_with(words::FOLDER) && !is_screen(name);
            if let Some(name) = text.path.below(folder).filter(of_site) {
                let name = format!("{layer}{name}");
                named.retain(|(known, ..)| *known != name);
                named.push((name, text.path.clone(), text.text.clone()));
            }
        }
    };
    add("default/", &format!("{}/templates", embedded::FOLDER));
    if theme != "default" {
        add("theme/", &format!("{}/themes/{theme}/templates", embedded::FOLDER));
    }
    add("theme/", &format!("themes/{theme}/templates"));
    add("site/", "templates");
    // `theme/x.html` always exists, so that a site can extend it whichever theme is chosen.
    let missing: Vec<(String, SourcePath, Arc<str>)> = named
        .iter()
        .filter_map(|(name, path, _)| Some((name.strip_prefix("default/")?, path)))
        .filter(|(name, _)| !named.iter().any(|(known, ..)| known.strip_prefix("theme/") == Some(name)))
        .map(|(name, path)| {
            let text = format!("{{% extends \"default/{name}\" %}}");
            (format!("theme/{name}"), path.clone(), text.into())
        })
        .collect();
    // A file of components cannot be extended, and its components are there in any case.
    named.extend(missing.into_iter().filter(|(name, ..)| name != "theme/parts.html"));

    let mut problems = Vec::new();
    let mut good: Vec<_> = named.iter().map(|(name, path, text)| (name.clone(), path, text.clone())).collect();
    let add = |tera: &mut Tera, good: &[(String, &SourcePath, Arc<str>)]| {
        tera.add_raw_templates(good.iter().map(|(name, _, text)| (name.clone(), text.to_string())))
    };
    let mut tera = engine(base, assets, words);
    let mut added = add(&mut tera, &good);
    if added.is_err() {
        // Those that cannot be read each by itself come first.
        good.retain(|(name, path, text)| match engine(base, assets, words).add_raw_template(name, text) {
            Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
                problems.push(fault(&error, name, path, text, None));
                false
            }
            _ => true,
        });
        tera = engine(base, assets, words);
        added = add(&mut tera, &good);
    }
    // What is left are faults between templates: the engine names one at a time, so take that one out and go on.
    while let Err(error) = added {
        let several = match lacking(&error, &good) {
            Some(one) => vec![one],
            None => taken_apart(&error, &good),
        };
        if several.is_empty() {
            let culprit = blamed(&error).and_then(|name| good.iter().position(|(known, ..)| *known == name));
            let named = || good.iter().rposition(|(name, ..)| error.to_string().contains(&format!("`{name}`")));
            let at = culprit.or_else(named).unwrap_or(good.len() - 1);
            let (name, path, text) = good.remove(at);
            problems.push(fault(&error, &name, path, &text, None));
        } else {
            let (names, found): (Vec<String>, Vec<Problem>) = several.into_iter().unzip();
            problems.extend(found);
            good.retain(|(name, ..)| !names.contains(name));
        }
        if good.is_empty() {
            break;
        }
        tera = engine(base, assets, words);
        added = add(&mut tera, &good);
    }
    let paths = named.iter().map(|(name, path, _)| (name.clone(), path.clone())).collect();
    let texts = named.iter().map(|(_, path, text)| (path.clone(), text.clone())).collect();
    let own = || sources.templates.iter().filter(|text| text.path.below(embedded::FOLDER).is_none());
    let built_in = own().next().is_none();
    let loaded = || good.iter().map(|(name, ..)| name.as_str());
    let below = |layer: &'static str| loaded().filter_map(move |name| Some((name.strip_prefix(layer)?, name)));
    // The first layer that has a name wins, so it is put in last.
    let names = LAYERS.into_iter().rev().flat_map(below).map(|(plain, name)| (plain.to_owned(), name.to_owned()));
    let names = names.collect();
    (Templates { tera, paths, texts, names, built_in }, problems)
}

impl Templates {
    /// Whether all of them came with the program.
    pub fn are_built_in(&self) -> bool {
        self.built_in
    }

    /// Renders a template into `out`. The problem of a failure points into the template and names `output`.
    ///
    /// # Errors
    ///
    /// When the template asks for something that is not there.
    pub fn render(&self, name: &str, context: &Context, output: &Address, out: &mut Vec<u8>) -> Result<(), Problem> {
        let known = self.names.get(name).map_or(name, String::as_str);
        self.tera.render_to(known, context, out).map_err(|error| {
            let path = SourcePath::new(format!("templates/{name}"));
            let path = LAYERS.iter().find_map(|layer| self.paths.get(&format!("{layer}{name}"))).unwrap_or(&path);
            let text = self.texts.get(path).cloned().unwrap_or_default();
            let (path, text) = match report(&error).and_then(|report| self.paths.get(report.filename())) {
                Some(path) => (path, self.texts.get(path).cloned().unwrap_or(text)),
                None => (path, text),
            };
            fault(&error, name, path, &text, Some(output))
        })
    }
}

fn engine(base: &BaseUrl, assets: &Assets, words: &Arc<Words>) -> Tera {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes(LAYERS).expect("no template has been added yet");
    let links: HashMap<String, String> =
        assets.names().filter_map(|name| Some((name.to_owned(), base.link(&assets.get(name)?.address)))).collect();
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<Value> {
        let name: String = kwargs.must_get("name")?;
        let link = links.get(&name).map(|link| Value::from(link.as_str()));
        link.ok_or_else(|| tera::Error::message(format!("the theme has no static file `{name}`")))
    });
    tera.register_filter("with", filling::with(words.clone()));
    let base = base.clone();
    tera.register_function("address", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<Value> {
        let path: String = kwargs.must_get("path")?;
        Ok(Value::from(base.link(&Address::new(&path))))
    });
    tera
}

fn report(error: &tera::Error) -> Option<&ReportError> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    }
}

/// The template that an error names, when it is one between templates.
fn blamed(error: &tera::Error) -> Option<String> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report.filename().to_owned()),
        ErrorKind::MissingParent { current, .. } => Some(current.clone()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl.clone()),
        _ => None,
    }
}

/// What is told of a template that is built upon one which is not there.
fn lacking(error: &tera::Error, templates: &[LoadedTemplate]) -> Option<(String, Problem)> {
    let ErrorKind::MissingParent { current, parent } = error.kind() else { return None };
    let (_, path, text) = templates.iter().find(|(known, ..)| known == current)?;
    Some((current.clone(), missing(parent, path, text, 0, templates)))
}

/// A template of the site, the theme or the program: the engine's name for it, its file and its text.
type LoadedTemplate<'p> = (String, &'p SourcePath, Arc<str>);

/// The problem of a name, first met behind a byte of a text, under which there is no template.
fn missing(asked: &str, path: &SourcePath, text: &str, from: usize, templates: &[LoadedTemplate]) -> Problem {
    let near = near(asked, templates.iter().map(|(name, ..)| name.as_str()));
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    wording::template_missing(Place::at(path, place_of(text, from, asked)), asked, &near)
}

/// Where a word stands behind a byte of a text.
fn place_of(text: &str, from: usize, word: &str) -> Span {
    let at = text[from..].find(word).map_or(from, |at| from + at);
    Span::new(at, if text[at..].starts_with(word) { at + word.len() } else { at })
}

fn without_layer(name: &str) -> &str {
    LAYERS.iter().find_map(|layer| name.strip_prefix(layer)).unwrap_or(name)
}

/// The names that may be meant by one that none has, at most three: with another layer, with its ending, or a slip away.
fn near<'n>(asked: &str, known: impl Iterator<Item = &'n str>) -> Vec<String> {
    const MOST: usize = 3;
    let last = asked.rsplit('/').next().unwrap_or(asked);
    let layer = LAYERS.into_iter().find(|layer| asked.starts_with(layer));
    let shown = |plain: &str| match layer {
        Some(layer) => format!("{layer}{plain}"),
        None if asked.contains('/') => format!("default/{plain}"),
        None => plain.to_owned(),
    };
    let mut found: Vec<(usize, &str)> = known
        .map(without_layer)
        .map(|plain| {
            let slips = strsim::osa_distance(last, plain).min(strsim::osa_distance(last, stem(plain)));
            (slips, plain)
        })
        .filter(|(slips, _)| *slips <= 2)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, plain)| shown(plain)).filter(|name| name != asked).take(MOST).collect()
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Faults that arrive as one text of reports `error: …` and ` --> NAME:LINE:COLUMN`: unknown filters, functions, blocks.
/// Each comes out with the name of its template.
fn taken_apart(error: &tera::Error, templates: &[LoadedTemplate]) -> Vec<(String, Problem)> {
    let ErrorKind::Msg(reports) = error.kind() else { return Vec::new() };
    let lines: Vec<&str> = reports.lines().collect();
    let report = |pair: &[&str]| {
        let message = pair[0].strip_prefix("error: ")?;
        let mut place = pair[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let name = place.next()?;
        let (_, path, text) = templates.iter().find(|(known, ..)| known == name)?;
        let start = offset(text, line, column.saturating_sub(1));
        let word = text[start..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - start);
        let mut message = message.to_owned();
        if message.starts_with("Block `") {
            message.push_str(&format!("; the blocks are `{}`", blocks(name, templates).join("`, `")));
        }
        let problem = match message.strip_prefix("Unknown template `").and_then(|rest| rest.strip_suffix('`')) {
            Some(asked) => missing(asked, path, text, start, templates),
            None => wording::template_broken(Place::at(path, Span::new(start, start + word)), &message),
        };
        Some((name.to_owned(), problem))
    };
    lines.windows(2).filter_map(report).collect()
}

/// The blocks that a template can take over: those of the files of its name below it, and of the one round every page.
fn blocks<'t>(name: &str, templates: &'t [(String, &SourcePath, Arc<str>)]) -> Vec<&'t str> {
    let plain = |name: &str| LAYERS.iter().find_map(|layer| name.strip_prefix(layer)).unwrap_or(name).to_owned();
    let own = plain(name);
    let is_above = |known: &str| known != name && (plain(known) == own || known == "default/base.html");
    let texts = templates.iter().filter(|(known, ..)| is_above(known)).map(|(.., text)| text);
    let named = texts.flat_map(|text| text.split("block ").skip(1));
    let mut blocks: Vec<&str> = named.filter_map(|rest| rest.split([' ', '%', '-']).next()).collect();
    blocks.retain(|block| !block.is_empty() && block.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    blocks.sort_unstable();
    blocks.dedup();
    blocks
}

/// The byte at a line, from 1, and a column, from 0.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text[start..].char_indices().nth(column).map_or(text.len(), |(at, _)| start + at)
}

fn fault(error: &tera::Error, name: &str, path: &SourcePath, text: &str, output: Option<&Address>) -> Problem {
    let report = report(error);
    let span = report.map_or(Span::new(0, 0), |report| {
        let span = report.span();
        Span::new(offset(text, span.start_line, span.start_col), offset(text, span.end_line, span.end_col))
    });
    let reason = match (error.kind(), report) {
        (_, Some(report)) => report.message().to_owned(),
        (ErrorKind::MissingParent { parent, .. }, _) => format!("it extends `{parent}`, which is not there"),
        // What is named alone is the first file of that name: the one that is being read.
        (ErrorKind::CircularExtend { .. }, _) => {
            let plain = LAYERS.iter().find_map(|layer| name.strip_prefix(layer)).unwrap_or(name);
            format!(
                "it extends itself: write `{{% extends \"theme/{plain}\" %}}`, or `default/{plain}` for the program's own"
            )
        }
        (ErrorKind::TemplateNotFound(missing), _) => format!("there is no template `{missing}`"),
        // Several faults of one template arrive as one text; it names the template again.
        _ => error.to_string().replace(&format!("`{name}`"), "it"),
    };
    // Which variables there are differs from page to page, and one fault is one problem however many pages have it.
    let reason = reason.split(". Available variables").next().unwrap_or_default();
    let reason: Vec<&str> = reason.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let reason = reason.join("; ");
    let place = Place::at(path, span);
    match output {
        Some(output) => wording::template_fault(place, &reason, output.as_str()),
        None => wording::template_broken(place, &reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_templates_do_without_what_is_dear() {
        for (name, text) in embedded::TEMPLATES {
            for field in ["url", "expires", "areas", "tags"] {
                let shows_card = ["card.html", "line.html", "poster.html"].iter().any(|card| name.ends_with(card));
                assert!(!shows_card || !text.contains(&format!("bulletin.{field}")), "{name} asks for `{field}`");
            }
        }
    }
}
