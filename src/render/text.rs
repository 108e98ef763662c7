//! A bulletin as plain text, to pass on by e-mail or message. In: a bulletin. Out: bytes. Its first line is the title, since
//! a chat shows no more of a message than that; lines are not wrapped, since every telephone wraps them itself.
//! It must not know templates.

use super::{Renderer, gist, plain, reach, voice::Voice, when};
use crate::{
    markdown::HtmlPlace,
    problem::Problem,
    view::{Article, Card, Origin, State},
};

/// The text of a bulletin.
pub fn text(renderer: &Renderer, article: &Article) -> Result<Vec<u8>, Problem> {
    let settings = &renderer.settings;
    let card = &article.card;
    let voice = &renderer.values_in(card.language).voice;
    let site = renderer.surroundings(&article.body, voice, HtmlPlace::Feed);

    let mut blocks = vec![head(renderer, voice, card)];
    blocks.extend(voice.ended(card.state));
    blocks.extend(when::holds(card, voice));
    for update in &article.updates {
        let mark = voice.fill("update_mark", &[("when", &voice.moment(update.date))]);
        blocks.push(format!("{mark}:\n{}", site.plain_part(update.text)));
    }
    let body = site.plain(&renderer.body(&article.body)?);
    let words = [&*body, card.summary].into_iter().find(|text| !text.trim().is_empty());
    blocks.extend(words.map(str::to_owned));
    let reach = reach::lines(renderer, voice, article);
    if !reach.is_empty() {
        blocks.push(reach.iter().map(reach::ReachLine::text).collect::<Vec<_>>().join("\n"));
    }
    blocks.extend(files(renderer, voice, article));
    blocks.extend(article.origin.map(|origin| source(origin, voice)));
    let updated = card.updated;
    let correct = if updated.is_day() { "poster_correct_on" } else { "poster_correct" };
    let correct = voice.fill(correct, &[("when", &voice.moment(updated))]);
    let latest = voice.fill("text_latest", &[("address", &settings.base.url(card.address))]);
    blocks.push(format!("{}. {correct}\n{latest}", settings.title));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    let language = card.language.unwrap_or(&settings.language);
    Ok(plain::directed(&text, language, &renderer.settings.telephones).into_owned().into_bytes())
}

/// The title, marked when the bulletin is urgent or not open, and in the next line kind, places and date.
fn head(renderer: &Renderer, voice: &Voice, card: &Card) -> String {
    let state = card.state;
    let title = match state {
        State::Draft | State::Scheduled => format!("{}: {}", voice.state(state), card.title),
        State::Open | State::Updated | State::Resolved { .. } | State::Expired { .. } => voice.headline(card),
    };
    format!("{title}\n{}", gist::facts(card, &renderer.settings, voice))
}

/// The files of a bulletin, each with its whole address.
fn files(renderer: &Renderer, voice: &Voice, article: &Article) -> Option<String> {
    let files = &article.attachments;
    let lines = files.iter().map(|file| {
        let url = renderer.settings.base.url(&file.address);
        file.title.map_or_else(|| url.clone(), |title| format!("{title}: {url}"))
    });
    (!files.is_empty()).then(|| {
        let label = voice.count("file_label", files.len() as u64, &[]);
        format!("{label}:\n{}", lines.collect::<Vec<_>>().join("\n"))
    })
}

fn source(origin: &Origin, voice: &Voice) -> String {
    let source = voice.fill("text_source", &[("name", &origin.name)]);
    match &origin.url {
        Some(url) => format!("{source}\n{url}"),
        None => source,
    }
}
