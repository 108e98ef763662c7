//! Alerts (OASIS CAP 1.2) and the feed of them. In: the alert of a bulletin. Out: bytes. It must not know templates, nor
//! when a bulletin is an alert. A bulletin that was taken back has only neutral words here.

use std::cmp::Reverse;

use super::{Renderer, feed, meta::clip, voice::Voice, xml::Xml};
use crate::{
    address::Address,
    catalogue::{
        AreaId, BulletinId, Catalogue, Gone, GoneId, Order, Placed, State,
        alert::{self, Alert, Message},
        bulletin::Severity,
    },
    markdown::Target,
    moment::Moment,
    plan,
    problem::Problem,
    settings::{Alerts, Contact, FeedFormat, areas::Position},
};

const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// The registered media type of an alert.
const MEDIA_TYPE: &str = "application/cap+xml";
/// The most characters of a headline (section 3.2.2: some devices show 160).
const HEADLINE: usize = 160;

/// What a kind's alerts say of time, certainty and what to do (standards.md, 2.8).
struct Manner {
    response: Option<&'static str>,
    urgency: &'static str,
    certainty: &'static str,
}

/// The newest message of a bulletin's alert. The order of elements is that of the schema.
pub fn message(renderer: &Renderer, id: BulletinId) -> Result<Vec<u8>, Problem> {
    let catalogue = &renderer.catalogue;
    let mut xml = Xml::new(16 * 1024);
    if let (Some(alerts), Some(alert)) = (&catalogue.settings.alerts, alert::alert(catalogue, id)) {
        let placed = catalogue.bulletin(id);
        let messages = messages(catalogue, &placed.address, &alert.sent);
        xml.open("alert", &[("xmlns", NAMESPACE)]);
        opening(catalogue, alerts, alert.message, &messages, &mut xml);
        earlier(catalogue, alerts, &messages, &mut xml);
        let references = &placed.bulletin.says.more.references;
        if !references.is_empty() {
            xml.text("incidents", &[], &incidents(references));
        }
        // One block for each language (section 2.3).
        for id in catalogue.versions(id) {
            let placed = catalogue.bulletin(id);
            let voice = &renderer.values_of(&placed.bulletin.says.entry).voice;
            info(renderer, voice, placed, &alert, &mut xml)?;
        }
        xml.close("alert");
    }
    Ok(xml.finish())
}

/// The message that takes back the alert of a bulletin that was taken back.
pub fn cancel(renderer: &Renderer, id: GoneId) -> Vec<u8> {
    let catalogue = &renderer.catalogue;
    let mut xml = Xml::new(4096);
    if let Some(alerts) = &catalogue.settings.alerts {
        let gone = catalogue.gone(id);
        let messages = messages(catalogue, &gone.address, &gone.messages);
        xml.open("alert", &[("xmlns", NAMESPACE)]);
        opening(catalogue, alerts, Message::Cancel, &messages, &mut xml);
        xml.text("note", &[], renderer.values_of_gone(gone).voice.text("gone_text"));
        earlier(catalogue, alerts, &messages, &mut xml);
        xml.close("alert");
    }
    xml.finish()
}

/// A message: its identifier, and when it was sent.
type Sent = (String, String);

fn messages(catalogue: &Catalogue, page: &Address, sent: &[Moment]) -> Vec<Sent> {
    sent.iter().map(|sent| (identifier(catalogue, page, *sent), sent.cap(&catalogue.settings.zone))).collect()
}

/// What every message begins with; the last of `messages` is this one.
fn opening(catalogue: &Catalogue, alerts: &Alerts, message: Message, messages: &[Sent], xml: &mut Xml) {
    if let Some((identifier, sent)) = messages.last() {
        xml.text("identifier", &[], identifier);
        xml.text("sender", &[], &sender(catalogue, alerts));
        xml.text("sent", &[], sent);
    }
    xml.text("status", &[], alerts.status.name());
    xml.text("msgType", &[], message.name());
    if let Some(source) = &alerts.source {
        xml.text("source", &[], source);
    }
    xml.text("scope", &[], "Public");
}

/// The messages before this one, which is the last of them.
fn earlier(catalogue: &Catalogue, alerts: &Alerts, messages: &[Sent], xml: &mut Xml) {
    if let Some((_, earlier)) = messages.split_last().filter(|(_, earlier)| !earlier.is_empty()) {
        let sender = sender(catalogue, alerts);
        let names = earlier.iter().map(|(identifier, sent)| format!("{sender},{identifier},{sent}"));
        xml.text("references", &[], &names.collect::<Vec<_>>().join(" "));
    }
}

fn info(renderer: &Renderer, voice: &Voice, placed: &Placed, alert: &Alert, xml: &mut Xml) -> Result<(), Problem> {
    let catalogue = &renderer.catalogue;
    let settings = &catalogue.settings;
    let zone = &settings.zone;
    let bulletin = &placed.bulletin;
    let kind = &settings.kinds[bulletin.kind];
    let manner = manner(&kind.name, bulletin.life.state);
    xml.open("info", &[]);
    xml.text("language", &[], bulletin.says.entry.more.lang.as_deref().unwrap_or(&settings.language));
    xml.text("category", &[], alert.category);
    xml.text("event", &[], voice.kind(bulletin.kind));
    if let Some(response) = manner.response {
        xml.text("responseType", &[], response);
    }
    xml.text("urgency", &[], manner.urgency);
    xml.text("severity", &[], severity(bulletin.says.severity));
    xml.text("certainty", &[], manner.certainty);
    if let Some(newest) = alert.newest() {
        xml.text("effective", &[], &newest.cap(zone));
    }
    if let Some(expires) = bulletin.expires {
        xml.text("expires", &[], &expires.cap(zone));
    }
    xml.text("senderName", &[], &settings.title);
    xml.text("headline", &[], &headline(voice, placed));
    xml.text("description", &[], &description(renderer, voice, placed)?);
    xml.text("web", &[], &settings.base.url(&placed.address));
    let contacts = contacts(catalogue, placed);
    if !contacts.is_empty() {
        xml.text("contact", &[], &contacts);
    }
    for id in &bulletin.areas {
        area(catalogue, *id, xml);
    }
    xml.close("info");
    Ok(())
}

/// The feed of all alerts (Atom): its entries lead to the alerts themselves.
pub fn feed(renderer: &Renderer) -> Vec<u8> {
    let catalogue = &renderer.catalogue;
    let settings = &catalogue.settings;
    let zone = &settings.zone;
    let alerts = newest(renderer);
    let updated = alerts.first().map_or_else(feed::epoch, |alert| alert.newest);
    let own = settings.base.url(&Address::new("/cap.xml"));
    let site = &renderer.site_values().voice;

    let mut xml = feed::styled(renderer, 16 * 1024);
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &settings.language)]);
    xml.text("id", &[], &own);
    xml.text("title", &[], &site.fill("alerts_title", &[("site", &settings.title)]));
    xml.text("subtitle", &[], site.text("alerts_text"));
    xml.text("updated", &[], &updated.rfc3339(zone));
    xml.empty("link", &[("rel", "self"), ("type", FeedFormat::Atom.media_type()), ("href", &own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &settings.base.root())]);
    if let Some(hub) = &settings.hub {
        xml.empty("link", &[("rel", "hub"), ("href", hub)]);
    }
    xml.open("author", &[]);
    xml.text("name", &[], settings.publisher.as_ref().map_or(&settings.title, |publisher| &publisher.name));
    xml.close("author");
    for Listed { address, title, summary, published, newest, order: _ } in &alerts {
        xml.open("entry", &[]);
        xml.text("id", &[], address);
        xml.text("title", &[], title);
        xml.empty("link", &[("rel", "alternate"), ("type", MEDIA_TYPE), ("href", address)]);
        xml.text("published", &[], &published.rfc3339(zone));
        xml.text("updated", &[], &newest.rfc3339(zone));
        if !summary.is_empty() {
            xml.text("summary", &[], summary);
        }
        xml.close("entry");
    }
    xml.close("feed");
    xml.finish()
}

/// An alert as its feed lists it.
struct Listed<'r> {
    address: String,
    title: String,
    summary: &'r str,
    published: Moment,
    newest: Moment,
    order: Order,
}

/// The alerts of the feed, newest first.
fn newest(renderer: &Renderer) -> Vec<Listed<'_>> {
    let catalogue = &renderer.catalogue;
    let url = |page: &Address| catalogue.settings.base.url(&plan::alert_address(page));
    let of_bulletin = |id: BulletinId| {
        let alert = alert::alert(catalogue, id)?;
        let placed = catalogue.bulletin(id);
        let entry = &placed.bulletin.says.entry;
        Some(Listed {
            address: url(&placed.address),
            title: headline(&renderer.values_of(entry).voice, placed),
            summary: &entry.summary,
            published: placed.bulletin.date,
            newest: alert.newest().unwrap_or(placed.bulletin.date),
            order: placed.order(),
        })
    };
    let of_gone = |gone: &'_ Gone| {
        let voice = &renderer.values_of_gone(gone).voice;
        let (title, summary) = (voice.text("gone_mark").to_owned(), voice.text("gone_text"));
        let (address, order, published) = (url(&gone.address), gone.order(), gone.published);
        gone.messages.last().map(|newest| Listed { address, title, summary, published, newest: *newest, order })
    };
    let mut alerts: Vec<Listed> = catalogue.ids().filter_map(of_bulletin).collect();
    alerts.extend(catalogue.gone.iter().filter_map(of_gone));
    alerts.sort_by_key(|alert| (Reverse(alert.newest), alert.order));
    alerts.truncate(catalogue.settings.feed_items);
    alerts
}

/// Who sends the alerts: the site's own host, unless the settings name somebody.
fn sender(catalogue: &Catalogue, alerts: &Alerts) -> String {
    alerts.sender.clone().unwrap_or_else(|| catalogue.settings.base.host().to_owned())
}

/// The identifier of a message: host, path and the second (since 1970) of its revision, which no later edit reuses, so that the same bulletin always gives the same one. Spaces,
/// commas, `<` and `&` may not stand in it (section 3.2.1); the first and the third are percent-encoded in any path.
fn identifier(catalogue: &Catalogue, page: &Address, sent: Moment) -> String {
    let base = &catalogue.settings.base;
    let path = base.link(page).replace(',', "%2C").replace('&', "%26");
    format!("{}{}/{}", base.host(), path.trim_end_matches('/'), sent.second())
}

/// References as a list that white space separates, with quotation marks around those that hold some (section 3.2.1).
fn incidents(references: &[String]) -> String {
    let quoted = references.iter().map(|reference| {
        let plain = reference.replace('"', "'");
        if plain.contains(char::is_whitespace) { format!("\"{plain}\"") } else { plain }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

fn manner(kind: &str, state: State) -> Manner {
    let (response, urgency, certainty) = match kind {
        "warning" | "missing" => (Some("Monitor"), "Expected", "Observed"),
        "appeal" => (Some("Monitor"), "Unknown", "Observed"),
        "incident" => (Some("None"), "Past", "Observed"),
        _ => (None, "Unknown", "Unknown"),
    };
    match state {
        State::Resolved { .. } => Manner { response: Some("AllClear"), urgency: "Past", certainty },
        State::Expired { .. } => Manner { response: Some("None"), urgency: "Past", certainty },
        _ => Manner { response, urgency, certainty },
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Extreme => "Extreme",
        Severity::Severe => "Severe",
        Severity::Moderate => "Moderate",
        Severity::Minor => "Minor",
        Severity::Unknown => "Unknown",
    }
}

/// The title, with the word of a state that ends the alert.
fn headline(voice: &Voice, placed: &Placed) -> String {
    clip(&voice.marked(&placed.bulletin.says.entry.title, placed.bulletin.life.state), HEADLINE)
}

/// The state where it ends the alert, then the log of updates, newest first, then the body, all as plain text.
fn description(renderer: &Renderer, voice: &Voice, placed: &Placed) -> Result<String, Problem> {
    let bulletin = &placed.bulletin;
    let entry = &bulletin.says.entry;
    let site = renderer.surroundings(entry, &placed.address, Target::Feed);
    let mut blocks = Vec::new();
    blocks.extend(voice.ended(bulletin.life.state));
    for update in bulletin.updates() {
        let text = site.plain_part(&update.text);
        blocks.push(format!("{}: {text}", voice.fill("update_mark", &[("when", &voice.moment(update.date))])));
    }
    let body = site.plain(&renderer.body(entry)?);
    let own = [&*body, &entry.summary, &entry.title].into_iter().find(|text| !text.trim().is_empty());
    blocks.extend(own.map(str::to_owned));
    Ok(blocks.join("\n\n"))
}

/// The contacts that the bulletin's page shows, on one line.
fn contacts(catalogue: &Catalogue, placed: &Placed) -> String {
    let line = |contact: &Contact| match (&contact.phone, &contact.url) {
        (Some(phone), _) if *phone == contact.name => phone.clone(),
        (Some(way), _) | (None, Some(way)) => format!("{}: {way}", contact.name),
        (None, None) => contact.name.clone(),
    };
    let lines: Vec<String> = match &placed.bulletin.contacts {
        Some(contacts) => contacts.iter().map(|contact| line(contact)).collect(),
        None => catalogue.usual[placed.bulletin.kind].iter().map(line).collect(),
    };
    lines.join("; ")
}

/// An area with the names of those above it, and its outline: at least four pairs, the last one as the first (section
/// 3.2.4). A position alone has no radius, so it makes no circle.
fn area(catalogue: &Catalogue, id: AreaId, xml: &mut Xml) {
    let areas = &catalogue.areas;
    let names: Vec<&str> = areas.line(id).map(|id| areas.get(id).name.as_str()).collect();
    xml.open("area", &[]);
    xml.text("areaDesc", &[], &names.join(", "));
    let mut outline: Vec<Position> = areas.get(id).outline.clone();
    if let (Some(first), Some(last)) = (outline.first().copied(), outline.last())
        && first != *last
    {
        outline.push(first);
    }
    if outline.len() >= 4 {
        let pairs = outline.iter().map(|position| format!("{},{}", position.latitude, position.longitude));
        xml.text("polygon", &[], &pairs.collect::<Vec<_>>().join(" "));
    }
    xml.close("area");
}
