//! A bulletin as plain text, to pass on by e-mail or message. In: a bulletin. Out: bytes. Its first line is the title, since
//! a chat shows no more of a message than that; lines are not wrapped, since every telephone wraps them itself.
//! It must not know templates.

use super::{Renderer, voice::Voice, when};
use crate::{
    markdown::HtmlPlace,
    problem::Problem,
    settings::Contact,
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
    blocks.extend(whom_to_ring(renderer, voice, article));
    blocks.extend(files(renderer, voice, article));
    blocks.extend(article.origin.map(|origin| source(origin, voice)));
    let updated = card.updated;
    let correct = if updated.is_day() { "poster_correct_on" } else { "poster_correct" };
    let correct = voice.fill(correct, &[("when", &voice.moment(updated))]);
    let latest = voice.fill("text_latest", &[("address", &settings.base.url(card.address))]);
    blocks.push(format!("{}. {correct}\n{latest}", settings.title));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    Ok(text.into_bytes())
}

/// The title, marked when the bulletin is not open, and in the next line kind, place and date.
fn head(renderer: &Renderer, voice: &Voice, card: &Card) -> String {
    let (title, state) = (card.title, card.state);
    let title = match state {
        State::Draft | State::Scheduled => format!("{}: {title}", voice.state(state)),
        State::Open | State::Updated | State::Resolved { .. } | State::Expired { .. } => voice.marked(title, state),
    };
    let place = voice.names(card.areas.iter().map(|area| area.name));
    let date = when::words(card, &renderer.settings, voice).unwrap_or_else(|| voice.moment(card.date));
    let parts = [voice.kind(card.kind), &place, &date].into_iter().filter(|part| !part.is_empty());
    format!("{title}\n{}", parts.collect::<Vec<_>>().join(" · "))
}

/// The contacts of the bulletin, a line each, the references to quote, and the number for emergencies.
fn whom_to_ring(renderer: &Renderer, voice: &Voice, article: &Article) -> Option<String> {
    // What is over asks nobody for anything.
    if !article.card.state.is_open() {
        let quoted = || voice.fill("text_reference", &[("references", &article.references.join(", "))]);
        return (!article.references.is_empty()).then(quoted);
    }
    let contacts = renderer.contacts_of(article);
    let mut lines: Vec<String> = Vec::new();
    if !contacts.is_empty() {
        lines.push(voice.text("text_contacts").to_owned());
        lines.extend(contacts.iter().map(|contact| line(contact, voice)));
    }
    if !article.references.is_empty() {
        let references = article.references.join(", ");
        lines.push(voice.fill("text_reference", &[("references", &references)]));
    }
    let rings = !renderer.settings.kinds[article.card.kind].contacts.is_empty();
    let others = rings && !contacts.is_empty() && !contacts.iter().any(|contact| contact.is_for_emergencies());
    let emergency = renderer.frame.emergency().filter(|_| others).and_then(|contact| contact.phone.as_deref());
    lines.extend(emergency.map(|phone| voice.fill("in_an_emergency", &[("number", phone)])));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `Crimestoppers: 0800 555 111 (you need not give your name)`; a number that is known by itself stands once.
fn line(contact: &Contact, voice: &Voice) -> String {
    let way = contact.phone.as_ref().or(contact.url.as_ref());
    let mut line = contact.name.clone();
    if let Some(way) = way.filter(|way| **way != contact.name) {
        line.push_str(": ");
        line.push_str(way);
    }
    if let Some(note) = voice.contact_note(contact) {
        line.push_str(&format!(" ({note})"));
    }
    line
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
