//! Whom to ring about a bulletin and what to quote, a line each: the same in texts to pass on and in feeds. In: a bulletin.
//! Out: lines. It must not know what stands around them.

use super::{Renderer, dial, voice::Voice};
use crate::{settings::Contact, view::Article};

/// A line, in which a number or an address may stand that leads somewhere.
pub struct ReachLine {
    before: String,
    way: Option<ContactWay>,
    after: String,
}

/// A number or an address, as text and as a link.
struct ContactWay {
    shown: String,
    html: String,
}

impl ReachLine {
    fn words(words: String) -> Self {
        Self { before: words, way: None, after: String::new() }
    }

    /// `Crimestoppers: 0800 555 111 (you need not give your name)`; a number that is known by itself stands once.
    fn contact(contact: &Contact, voice: &Voice) -> Self {
        let way = match (&contact.phone, contact.shown_url()) {
            (Some(phone), _) => {
                Some(ContactWay { shown: phone.clone(), html: dial::linked(phone, voice.numbering()).into_owned() })
            }
            (None, Some((url, shown))) => {
                let (href, text) = (html_escape::encode_double_quoted_attribute(url), html_escape::encode_text(shown));
                Some(ContactWay { shown: shown.to_owned(), html: format!("<a href=\"{href}\">{text}</a>") })
            }
            (None, None) => None,
        };
        let before = match &way {
            Some(way) if way.shown == contact.name => String::new(),
            Some(_) => format!("{}: ", contact.name),
            None => contact.name.clone(),
        };
        let after = voice.contact_note(contact).map(|note| format!(" ({note})")).unwrap_or_default();
        Self { before, way, after }
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let shown = self.way.as_ref().map_or("", |way| &way.shown);
        [&self.before, shown, &self.after].concat()
    }

    /// As HTML.
    pub fn html(&self) -> String {
        let mut html = html_escape::encode_text(&self.before).into_owned();
        html.push_str(self.way.as_ref().map_or("", |way| &way.html));
        html.push_str(&html_escape::encode_text(&self.after));
        html
    }
}

/// The contacts of a bulletin, the references to quote, and the number for emergencies; none where there is nothing to say.
pub fn lines(renderer: &Renderer, voice: &Voice, article: &Article) -> Vec<ReachLine> {
    let references = || voice.fill("text_reference", &[("references", &article.references.join(", "))]);
    let quoted = (!article.references.is_empty()).then(references);
    // What is over asks nobody for anything.
    if !article.card.state.is_open() {
        return quoted.map(ReachLine::words).into_iter().collect();
    }
    let contacts = renderer.contacts_of(article);
    let mut lines: Vec<ReachLine> = Vec::new();
    if !contacts.is_empty() {
        lines.push(ReachLine::words(voice.text("text_contacts").to_owned()));
        lines.extend(contacts.iter().map(|contact| ReachLine::contact(contact, voice)));
    }
    lines.extend(quoted.map(ReachLine::words));
    let rings = !renderer.settings.kinds[article.card.kind].contacts.is_empty();
    let others = rings && !contacts.is_empty() && !contacts.iter().any(|contact| contact.is_for_emergencies());
    let emergency = renderer.frame.emergency().filter(|_| others).and_then(|contact| contact.phone.as_deref());
    lines.extend(emergency.map(|phone| ReachLine::words(voice.fill("in_an_emergency", &[("number", phone)]))));
    lines
}
