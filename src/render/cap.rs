//! Alerts (OASIS CAP 1.2) and the feed of them. In: the alert of a bulletin. Out: bytes. It must not know templates, nor
//! when a bulletin is an alert. A bulletin that was taken back has only neutral words here.

use super::{Renderer, feed, meta::clip, voice::Voice, when, xml::Xml};
use crate::{
    address::Address,
    markdown::HtmlPlace,
    moment::Moment,
    problem::Problem,
    settings::{self, Contact, FeedFormat, Settings, areas::Position},
    view::{AlertEntry, AlertFeed, AlertFile, AlertMessage, AreaLink, Article, CancelMessage, Severity, State},
};

const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// The registered media type of an alert.
const MEDIA_TYPE: &str = "application/cap+xml";
/// The most characters of a headline (section 3.2.2: some devices show 160).
const HEADLINE: usize = 160;

/// What a kind's alerts say of time, certainty and what to do (standards.md, 2.8).
struct AlertDefaults {
    response: Option<&'static str>,
    urgency: &'static str,
    certainty: &'static str,
}

/// The newest message of a bulletin's alert. The order of elements is that of the schema.
pub fn message(renderer: &Renderer, alert: &AlertFile) -> Result<Vec<u8>, Problem> {
    let settings = &renderer.settings;
    let mut xml = Xml::new(16 * 1024);
    if let Some(alerts) = &settings.alerts {
        let messages = messages(settings, alert.page, &alert.sent);
        let versions: Vec<Article> = alert.versions.iter().map(|article| article.get()).collect();
        xml.open("alert", &[("xmlns", NAMESPACE)]);
        opening(settings, alerts, alert.message, &messages, &mut xml);
        earlier(settings, alerts, &messages, &mut xml);
        if let Some(original) = versions.first().filter(|original| !original.references.is_empty()) {
            xml.text("incidents", &[], &incidents(original.references));
        }
        // One block for each language (section 2.3).
        for article in &versions {
            info(renderer, article, alert, &mut xml)?;
        }
        xml.close("alert");
    }
    Ok(xml.finish())
}

/// The message that takes back the alert of a bulletin that was taken back.
pub fn cancel(renderer: &Renderer, cancel: &CancelMessage) -> Vec<u8> {
    let settings = &renderer.settings;
    let mut xml = Xml::new(4096);
    if let Some(alerts) = &settings.alerts {
        let messages = messages(settings, cancel.page, cancel.sent);
        xml.open("alert", &[("xmlns", NAMESPACE)]);
        opening(settings, alerts, AlertMessage::Cancel, &messages, &mut xml);
        xml.text("note", &[], renderer.values_in(cancel.language).voice.text("gone_text"));
        earlier(settings, alerts, &messages, &mut xml);
        xml.close("alert");
    }
    xml.finish()
}

/// A message: its identifier, and when it was sent.
type SentMessage = (String, String);

fn messages(settings: &Settings, page: &Address, sent: &[Moment]) -> Vec<SentMessage> {
    sent.iter().map(|sent| (identifier(settings, page, *sent), sent.cap(&settings.zone))).collect()
}

/// What every message begins with; the last of `messages` is this one.
fn opening(
    settings: &Settings,
    alerts: &settings::AlertSettings,
    message: AlertMessage,
    messages: &[SentMessage],
    xml: &mut Xml,
) {
    if let Some((identifier, sent)) = messages.last() {
        xml.text("identifier", &[], identifier);
        xml.text("sender", &[], &sender(settings, alerts));
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
fn earlier(settings: &Settings, alerts: &settings::AlertSettings, messages: &[SentMessage], xml: &mut Xml) {
    if let Some((_, earlier)) = messages.split_last().filter(|(_, earlier)| !earlier.is_empty()) {
        let sender = sender(settings, alerts);
        let names = earlier.iter().map(|(identifier, sent)| format!("{sender},{identifier},{sent}"));
        xml.text("references", &[], &names.collect::<Vec<_>>().join(" "));
    }
}

fn info(renderer: &Renderer, article: &Article, alert: &AlertFile, xml: &mut Xml) -> Result<(), Problem> {
    let settings = &renderer.settings;
    let zone = &settings.zone;
    let card = &article.card;
    let voice = &renderer.values_in(card.language).voice;
    let kind = &settings.kinds[card.kind];
    let manner = manner(&kind.name, card.state);
    xml.open("info", &[]);
    xml.text("language", &[], card.language.unwrap_or(&settings.language));
    xml.text("category", &[], alert.category);
    xml.text("event", &[], voice.kind(card.kind));
    if let Some(response) = manner.response {
        xml.text("responseType", &[], response);
    }
    xml.text("urgency", &[], manner.urgency);
    xml.text("severity", &[], severity(card.severity));
    xml.text("certainty", &[], manner.certainty);
    if let Some(newest) = alert.sent.last() {
        xml.text("effective", &[], &newest.cap(zone));
    }
    if let Some(start) = card.when.and_then(|when| when.times.start) {
        xml.text("onset", &[], &start.cap(zone));
    }
    // What cancels an alert holds on.
    if let Some(expires) = card.expires.filter(|expires| alert.sent.last().is_none_or(|sent| sent < expires)) {
        xml.text("expires", &[], &expires.cap(zone));
    }
    xml.text("senderName", &[], &settings.title);
    xml.text("headline", &[], &headline(voice, card.title, card.state));
    xml.text("description", &[], &description(renderer, voice, article)?);
    xml.text("web", &[], &settings.base.url(card.address));
    let contacts = contacts(renderer, article);
    let is_over = matches!(card.state, State::Resolved { .. } | State::Expired { .. });
    if !contacts.is_empty() && !is_over {
        xml.text("contact", &[], &contacts);
    }
    for one in &article.areas {
        area(one, xml);
    }
    xml.close("info");
    Ok(())
}

/// The feed of all alerts (Atom): its entries lead to the alerts themselves.
pub fn feed(renderer: &Renderer, alerts: &AlertFeed) -> Vec<u8> {
    let settings = &renderer.settings;
    let zone = &settings.zone;
    let updated = alerts.0.first().map_or_else(feed::epoch, |alert| alert.newest);
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
    for AlertEntry { alert, language, published, newest, says } in &alerts.0 {
        let voice = &renderer.values_in(*language).voice;
        let (title, summary) = match says {
            Some((title, state, summary)) => (headline(voice, title, *state), *summary),
            None => (voice.text("gone_mark").to_owned(), voice.text("gone_text")),
        };
        let address = settings.base.url(alert);
        xml.open("entry", &[]);
        xml.text("id", &[], &address);
        xml.text("title", &[], &title);
        xml.empty("link", &[("rel", "alternate"), ("type", MEDIA_TYPE), ("href", &address)]);
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

/// Who sends the alerts: the site's own host, unless the settings name somebody.
fn sender(settings: &Settings, alerts: &settings::AlertSettings) -> String {
    alerts.sender.clone().unwrap_or_else(|| settings.base.host().to_owned())
}

/// The identifier of a message: host, path and the second (since 1970) of its revision, which no later edit reuses, so that the same bulletin always gives the same one. Spaces,
/// commas, `<` and `&` may not stand in it (section 3.2.1); the first and the third are percent-encoded in any path.
fn identifier(settings: &Settings, page: &Address, sent: Moment) -> String {
    let base = &settings.base;
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

fn manner(kind: &str, state: State) -> AlertDefaults {
    let (response, urgency, certainty) = match kind {
        "warning" | "missing" => (Some("Monitor"), "Expected", "Observed"),
        "appeal" => (Some("Monitor"), "Unknown", "Observed"),
        "incident" => (Some("None"), "Past", "Observed"),
        _ => (None, "Unknown", "Unknown"),
    };
    match state {
        State::Resolved { .. } => AlertDefaults { response: Some("AllClear"), urgency: "Past", certainty },
        State::Expired { .. } => AlertDefaults { response: Some("None"), urgency: "Past", certainty },
        State::Draft | State::Scheduled | State::Open | State::Updated => {
            AlertDefaults { response, urgency, certainty }
        }
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
fn headline(voice: &Voice, title: &str, state: State) -> String {
    clip(&voice.marked(title, state), HEADLINE)
}

/// The state where it ends the alert, when the thing itself happens, then the log of updates, newest first, then the body, all as plain text.
fn description(renderer: &Renderer, voice: &Voice, article: &Article) -> Result<String, Problem> {
    let card = &article.card;
    let site = renderer.surroundings(&article.body, voice, HtmlPlace::Feed);
    let mut blocks = Vec::new();
    blocks.extend(voice.ended(card.state));
    blocks.extend(when::words(card, &renderer.settings, voice));
    for update in &article.updates {
        let text = site.plain_part(update.text);
        blocks.push(format!("{}: {text}", voice.fill("update_mark", &[("when", &voice.moment(update.date))])));
    }
    let body = site.plain(&renderer.body(&article.body)?);
    let own = [&*body, card.summary, card.title].into_iter().find(|text| !text.trim().is_empty());
    blocks.extend(own.map(str::to_owned));
    Ok(blocks.join("\n\n"))
}

/// The contacts that the bulletin's page shows, on one line.
fn contacts(renderer: &Renderer, article: &Article) -> String {
    let line = |contact: &Contact| {
        let shown = contact.shown_url().map(|(_, shown)| shown);
        match contact.phone.as_deref().or(shown) {
            Some(way) if way != contact.name => format!("{}: {way}", contact.name),
            Some(_) | None => contact.name.clone(),
        }
    };
    let lines: Vec<String> = renderer.contacts_of(article).into_iter().map(line).collect();
    lines.join("; ")
}

/// An area with the names of those above it, and its outline: at least four pairs, the last one as the first (section
/// 3.2.4). A position alone has no radius, so it makes no circle.
fn area(area: &AreaLink, xml: &mut Xml) {
    let names: Vec<&str> = area.line.iter().map(|area| area.name).collect();
    xml.open("area", &[]);
    xml.text("areaDesc", &[], &names.join(", "));
    let mut outline: Vec<Position> = area.outline.to_vec();
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
