//! A bulletin as plain text, to pass on by e-mail or message. In: a bulletin. Out: bytes. Its first line is the title, since
//! a chat shows no more of a message than that; lines are not wrapped, since every telephone wraps them itself.
//! It must not know templates.

use super::{
    Renderer,
    site_values::{emergency, is_for_emergencies},
    voice::Voice,
    when,
};
use crate::{
    catalogue::{Bulletin, BulletinId, Catalogue, Placed, State, bulletin::Origin},
    markdown::Target,
    problem::Problem,
    settings::Contact,
};

/// The text of a bulletin.
pub fn text(renderer: &Renderer, id: BulletinId) -> Result<Vec<u8>, Problem> {
    let catalogue = &renderer.catalogue;
    let settings = &catalogue.settings;
    let placed = catalogue.bulletin(id);
    let bulletin = &placed.bulletin;
    let entry = &bulletin.says.entry;
    let voice = &renderer.values_of(entry).voice;
    let site = renderer.surroundings(entry, &placed.address, Target::Feed);

    let mut blocks = vec![head(catalogue, voice, bulletin)];
    blocks.extend(voice.ended(bulletin.life.state));
    for update in bulletin.updates() {
        let mark = voice.fill("update_mark", &[("when", &voice.moment(update.date))]);
        blocks.push(format!("{mark}:\n{}", site.plain_part(&update.text)));
    }
    let body = site.plain(&renderer.body(entry)?);
    let words = [&body, &entry.summary].into_iter().find(|text| !text.trim().is_empty());
    blocks.extend(words.cloned());
    blocks.extend(whom_to_ring(catalogue, voice, placed));
    blocks.extend(bulletin.says.more.origin.as_ref().map(|origin| source(origin, voice)));
    let updated = bulletin.life.updated;
    let correct = if updated.is_day() { "poster_correct_on" } else { "poster_correct" };
    let correct = voice.fill(correct, &[("when", &voice.moment(updated))]);
    let latest = voice.fill("text_latest", &[("address", &settings.base.url(&placed.address))]);
    blocks.push(format!("{}. {correct}\n{latest}", settings.title));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    Ok(text.into_bytes())
}

/// The title, marked when the bulletin is not open, and in the next line kind, place and date.
fn head(catalogue: &Catalogue, voice: &Voice, bulletin: &Bulletin) -> String {
    let title = &bulletin.says.entry.title;
    let state = bulletin.life.state;
    let title = match state {
        State::Draft | State::Scheduled => format!("{}: {title}", voice.state(state)),
        _ => voice.marked(title, state),
    };
    let place = voice.names(bulletin.areas.iter().map(|id| catalogue.areas.get(*id).name.as_str()));
    let happens = when::words(bulletin, &catalogue.settings, voice);
    let date = happens.unwrap_or_else(|| voice.moment(bulletin.date));
    let parts = [voice.kind(bulletin.kind), &place, &date].into_iter().filter(|part| !part.is_empty());
    format!("{title}\n{}", parts.collect::<Vec<_>>().join(" · "))
}

/// The contacts of the bulletin, a line each, the references to quote, and the number for emergencies.
fn whom_to_ring(catalogue: &Catalogue, voice: &Voice, placed: &Placed) -> Option<String> {
    let bulletin = &placed.bulletin;
    let contacts: Vec<&Contact> = match &bulletin.contacts {
        Some(contacts) => contacts.iter().map(AsRef::as_ref).collect(),
        None => catalogue.usual[bulletin.kind].iter().collect(),
    };
    let mut lines: Vec<String> = Vec::new();
    if !contacts.is_empty() {
        lines.push(voice.text("text_contacts").to_owned());
        lines.extend(contacts.iter().map(|contact| line(contact, voice)));
    }
    if !bulletin.says.more.references.is_empty() {
        let references = bulletin.says.more.references.join(", ");
        lines.push(voice.fill("text_reference", &[("references", &references)]));
    }
    let others = !contacts.is_empty() && !contacts.iter().any(|contact| is_for_emergencies(contact));
    let emergency = emergency(catalogue).filter(|_| others).and_then(|contact| contact.phone.as_deref());
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

fn source(origin: &Origin, voice: &Voice) -> String {
    let source = voice.fill("text_source", &[("name", &origin.name)]);
    match &origin.url {
        Some(url) => format!("{source}\n{url}"),
        None => source,
    }
}
