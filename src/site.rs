//! A site as a function: sources, a moment and a few wishes in; a renderer and a list of problems out. It must not know
//! the disk or the clock.

use crate::{
    address::BaseUrl,
    assets::Assets,
    catalogue::{self, Preview, links},
    embedded, markdown,
    moment::Moment,
    parse::{self, Document},
    plan,
    problem::{Problem, wording},
    render::{Renderer, templates},
    settings::{self, Settings},
    source::{Place, Sources, Span},
};

/// What a command asks for besides the settings.
#[derive(Clone, Debug)]
pub struct Wishes {
    pub now: Moment,
    pub preview: Preview,
    /// Takes the place of the settings' `base_url`.
    pub base: Option<BaseUrl>,
}

/// Puts a site together. Everything that is wrong with its sources is among the problems; what is sound can be rendered.
pub fn assemble(sources: &Sources, wishes: &Wishes) -> (Renderer, Vec<Problem>) {
    let (mut settings, mut problems) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    if let Some(base) = &wishes.base {
        settings.base = base.clone();
    }
    problems.extend(theme(sources, &mut settings));
    let theme = settings.theme.clone();
    let base = settings.base.clone();

    let (mut documents, found) = parse::parse(&sources.documents, settings.raw_html);
    problems.extend(found);
    let (catalogue, found) = catalogue::catalogue(settings, &documents, sources, wishes.now, wishes.preview);
    problems.extend(found);
    let assets = Assets::gather(sources, &theme, &markdown::highlight_css());
    let (plan, found) = plan::plan(&catalogue, &assets);
    problems.extend(found);
    problems.extend(lints(&catalogue, &plan, &documents));
    let security = catalogue.settings.security.as_ref();
    problems.extend(security.and_then(|security| security.problem(wishes.now, &catalogue.settings.zone)));
    let (templates, found) = templates::load(sources, &theme, &base, &assets);
    problems.extend(found);

    let bodies = documents.drain(..).map(|document| document.body);
    let texts = sources.documents.iter().cloned().zip(bodies).collect();
    (Renderer::new(catalogue, plan, assets, templates, texts), problems)
}

/// The theme must be at hand; where it is not, the default one stands in.
fn theme(sources: &Sources, settings: &mut Settings) -> Option<Problem> {
    let mut known: Vec<&str> = sources
        .themes
        .iter()
        .filter_map(|text| {
            let path = text.path.as_str();
            let path = path.strip_prefix(embedded::FOLDER).map_or(path, |path| path.trim_start_matches('/'));
            path.strip_prefix("themes/")?.strip_suffix("/theme.yaml")
        })
        .collect();
    known.sort_unstable();
    known.dedup();
    let wanted = std::mem::replace(&mut settings.theme, "default".into());
    if known.contains(&wanted.as_str()) {
        settings.theme = wanted;
        return None;
    }
    let source = sources.settings.as_ref()?;
    let mut keys = source.text.match_indices("theme:").map(|(at, _)| at);
    let at = keys.find(|at| *at == 0 || source.text[..*at].ends_with('\n')).unwrap_or(0);
    let end = source.text[at..].find('\n').map_or(source.text.len(), |end| at + end);
    Some(wording::theme_unknown(Place::at(&source.path, Span::new(at, end)), &wanted, &known))
}

/// What only `check` speaks of and needs the whole site to be seen.
fn lints(catalogue: &catalogue::Catalogue, plan: &plan::Plan, documents: &[Document]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let bulletins =
        catalogue.bulletins.iter().filter(|placed| placed.bulletin.life.showing == catalogue::Showing::Whole);
    let shown = bulletins.map(|placed| (&placed.bulletin.entry, &placed.address));
    for (entry, address) in shown.chain(catalogue.pages.iter().map(|page| (&page.entry, &page.address))) {
        let document = &documents[entry.document as usize];
        for link in &document.facts.links {
            let place = Place::at(&entry.path, Span::from(link.range.clone()).shifted(document.body));
            match links::lead(catalogue, &entry.path, address, &link.destination) {
                links::Lead::Site { address, .. } => {
                    let known = plan.at(&address).is_some() || plan.at(&address.join("/")).is_some();
                    if !known {
                        problems.push(wording::link_unchecked(place, address.as_str()));
                    }
                }
                links::Lead::Elsewhere { url } => problems.push(wording::link_without_scheme(place, &url)),
                links::Lead::AsWritten if link.image && link.destination.contains("//") => {
                    problems.push(wording::image_elsewhere(place, &link.destination));
                }
                _ => {}
            }
        }
        let map = document.fields.as_ref();
        let own = catalogue.settings.base.url(address);
        if let Some(node) = map.and_then(|map| map.find("og.url"))
            && let Some((_, urls)) = entry.og.iter().find(|(name, _)| name == "url")
            && let Some(url) = urls.first().filter(|url| **url != own)
        {
            problems.push(wording::og_url_elsewhere(Place::at(&entry.path, node.span), url));
        }
        let length = entry.title.chars().count();
        if length > LONG_TITLE
            && let Some(node) = map.and_then(|map| map.find("title"))
        {
            problems.push(wording::title_long(Place::at(&entry.path, node.span), length));
        }
    }
    problems
}

/// The characters of a title that chat programs and search engines show.
const LONG_TITLE: usize = 70;
