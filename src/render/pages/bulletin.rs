//! The page of a bulletin: the values that its template sees. In: a view. Out: values. It must not know other pages.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tera::Value;

use super::{Indexing, PageFrame, PageValues, Pages};
use crate::{
    address::Address,
    language,
    markdown::HtmlPlace,
    moment::Moment,
    pictures::Picture,
    render::{
        gist, json_ld,
        meta::PageHead,
        pictures, poster,
        values::{MapField, contact, list, map, optional, safe, text, tree_map, url_of},
        when,
    },
    view::{Article, BulletinPage, Card, Image, State, beside},
};

impl Pages<'_> {
    pub(super) fn bulletin(&self, view: &BulletinPage) -> PageValues {
        let article = &view.article.get();
        let card = &article.card;
        let crumbs = match article.areas.first() {
            Some(area) => self.area_crumbs(area.line.iter().rev().copied()),
            None => vec![(self.values.voice.kinds(card.kind).to_owned(), article.scope.address.clone())],
        };
        let summary = gist::summary(card, self.settings(), &self.values.voice);
        let head = PageHead {
            bulletin: Some(article),
            own_language: card.language,
            og: article.og,
            image: article.image,
            versions: &view.versions,
            ..self.head(card.title, &summary)
        };
        let index = match card.state {
            State::Draft | State::Scheduled => Indexing::Unlisted,
            State::Open | State::Updated | State::Resolved { .. } | State::Expired { .. } => Indexing::Listed,
        };
        let json_ld = json_ld::bulletin(&head, article, &crumbs);
        let frame =
            PageFrame { kind: "bulletin", head, crumbs, section: Some("/"), scope: Some(&article.scope), index };
        let mut values = self.frame(&frame, Some(&json_ld))?;
        values.push(("bulletin", self.map(self.whole(article)?)));
        if self.wants_all() {
            values.push(("nearby", self.cards(&view.nearby)));
            values.push(("earlier", self.cards(&view.earlier)));
        }
        let lines = [
            ("nearby", self.renderer.lines(self.values, &view.nearby, self.address)?),
            ("earlier", self.renderer.lines(self.values, &view.earlier, self.address)?),
        ];
        values.push(("lines", map(lines)));
        Ok(values)
    }

    /// Everything of a bulletin: the fields of lists, and those of its own page.
    fn whole(&self, article: &Article) -> PageValues {
        // Each field of an article is shown here, or named as what the page shows elsewhere.
        let Article {
            card,
            body,
            image,
            poster,
            text: as_text,
            event,
            updates: log,
            updates_language,
            references,
            origin,
            coverage,
            attachments,
            authors,
            contacts,
            extra,
            id: _,
            share_card: _,
            og: _,
            areas: _,
            scope: _,
            canonical: _,
            may_be_in_feeds: _,
        } = article;
        let body = self.renderer.surroundings(body, &self.values.voice, HtmlPlace::Page);
        let (contacts, contact_list) = match contacts {
            Some(contacts) => {
                let contacts = list(contacts.iter().map(|known| contact(known, &self.values.voice)));
                (contacts.clone(), self.renderer.contacts(self.values, contacts, self.address)?)
            }
            None => {
                (self.values.contacts(card.kind), self.renderer.usual_contacts(self.values, card.kind, self.address)?)
            }
        };
        let origin = origin.map_or_else(Value::none, |origin| {
            map([
                ("name", text(&origin.name)),
                ("url", optional(origin.url.as_deref())),
                ("licence", optional(origin.licence.as_deref())),
            ])
        });
        let coverage = coverage.iter().map(|report| {
            map([
                ("title", text(&report.title)),
                ("url", optional(report.url.as_deref())),
                ("publisher", optional(report.publisher.as_deref())),
            ])
        });
        let attachments = attachments.iter().map(|file| {
            map([
                ("title", text(file.title.unwrap_or_else(|| file.name()))),
                ("address", self.link(&file.address)),
                ("type", optional(file.ending().as_deref().filter(|_| file.title.is_some()))),
            ])
        });
        let own_language = language::first(card.language.unwrap_or(&self.settings().language));
        let log_language = updates_language.filter(|log| language::first(log) != own_language);
        let updates = log.iter().zip((1..=log.len()).rev()).map(|(update, number)| {
            map([
                ("date", self.moment(update.date)),
                ("text", safe(&body.part(&format!("update-{number}"), update.text))),
                ("language", optional(log_language)),
                ("direction", optional(log_language.map(language::direction))),
            ])
        });
        let mut fields: Vec<MapField> = Vec::with_capacity(32);
        fields.extend(self.values.fields(card));
        let mut set = |name: &'static str, value: Value| fields.push((name, value));
        let html = self.renderer.article_body(article)?;
        let (lede, rest) = parted(&html.page);
        if self.wants_all() {
            set("body", safe(&html.page));
        }
        set("lede", safe(lede));
        set("rest", if rest.trim().is_empty() { Value::none() } else { safe(rest) });
        set("at_once", self.at_once(article));
        set("updates", list(updates));
        set("references", list(references.iter().map(|reference| text(reference))));
        set("source", origin);
        set("contacts", contacts);
        set("contact_list", contact_list);
        set("coverage", list(coverage));
        set("attachments", list(attachments));
        set("image", if self.stands_in(*image, &html.page) { Value::none() } else { self.image(*image) });
        set("authors", list(authors.iter().map(|author| text(author))));
        set("banner", self.banner(card, card.state));
        set("ending", card.ends.map_or_else(Value::none, |state| self.banner(card, state)));
        set("share", self.share(card));
        let link = |address: &Option<Address>| address.as_ref().map_or_else(Value::none, |address| self.link(address));
        set("poster", link(poster));
        set("text", link(as_text));
        set("until", self.until(card));
        set("event", link(event));
        set("extra", tree_map(extra));
        Ok(fields)
    }

    /// A picture of the site's own; one on another host is never loaded by a page.
    pub(in crate::render) fn image(&self, image: Option<&Image>) -> Value {
        let Some(Image::Here { address, picture, alt }) = image else { return Value::none() };
        let picture = picture.as_ref();
        let whole = picture.map(Picture::whole);
        let number = |number: Option<u32>| number.map_or_else(Value::none, |number| u64::from(number).into());
        let plain = picture.map_or_else(|| address.clone(), |it| beside(address, it, &it.plain()));
        let choice = picture.map(|picture| pictures::srcset(&self.settings().base, address, picture));
        map([
            ("address", self.link(address)),
            ("url", url_of(self.settings(), address)),
            ("alt", text(alt.as_deref().unwrap_or_default())),
            ("width", number(whole.map(|whole| whole.width))),
            ("height", number(whole.map(|whole| whole.height))),
            ("type", optional(whole.map(|whole| whole.format.media_type()))),
            ("src", self.link(&plain)),
            ("srcset", optional(choice.as_deref().filter(|choice| !choice.is_empty()))),
            ("sizes", text(pictures::SIZES)),
        ])
    }

    /// Whether a body shows the same picture.
    fn stands_in(&self, image: Option<&Image>, body: &str) -> bool {
        matches!(image, Some(Image::Here { address, .. }) if pictures::is_shown(body, &self.settings().base.link(address)))
    }

    /// Until when it holds, where the bulletin says so and has said no other time.
    fn until(&self, card: &Card) -> Value {
        when::holds(card, &self.values.voice).map_or_else(Value::none, Value::from)
    }

    /// The number that is to be rung at once, where the kind asks for that and somebody may be rung.
    fn at_once(&self, article: &Article) -> Value {
        let asks = self.settings().kinds[article.card.kind].at_once && article.card.state.is_open();
        let call = if asks { poster::call(self.renderer, article) } else { None };
        call.filter(|call| call.phone.is_some()).map_or_else(Value::none, |call| contact(call, &self.values.voice))
    }

    /// The words over a bulletin in a state.
    fn banner(&self, card: &Card, state: State) -> Value {
        let voice = &self.values.voice;
        let when = |moment: Moment, at: &'static str, on: &'static str| {
            voice.fill(if moment.is_day() { on } else { at }, &[("when", &voice.moment(moment))])
        };
        let (title, words) = match state {
            State::Draft => ("draft_title", voice.text("draft_text").to_owned()),
            State::Scheduled => ("scheduled_title", when(card.date, "scheduled_at", "scheduled_for")),
            State::Resolved { since, called_off: true } => {
                ("called_off_title", when(since, "called_off_text", "called_off_text"))
            }
            State::Resolved { since, .. } => ("resolved_title", when(since, "resolved_text", "resolved_text")),
            State::Expired { since } => {
                let last = since.last_that_holds(&self.settings().zone);
                ("expired_title", when(last, "expired_at", "expired_for"))
            }
            State::Open | State::Updated => return Value::none(),
        };
        map([("name", text(state.name())), ("title", text(voice.text(title))), ("text", words.into())])
    }

    fn share(&self, card: &Card) -> Value {
        let title = encoded(card.title);
        let url = encoded(&self.settings().base.url(card.address));
        let way = |name: &str, title: &str, address: &[&str]| {
            map([("name", text(name)), ("title", text(title)), ("address", address.concat().into())])
        };
        list([
            way("whatsapp", self.values.voice.text("share_whatsapp"), &["https://wa.me/?text=", &title, "%20", &url]),
            way(
                "facebook",
                self.values.voice.text("share_facebook"),
                &["https://www.facebook.com/sharer/sharer.php?u=", &url],
            ),
            way(
                "email",
                self.values.voice.text("share_email"),
                &["mailto:?subject=", &title, "&body=", &title, "%0D%0A", &url],
            ),
        ])
    }
}

/// The first paragraph of a body, and the rest: a picture stands between them, so that a page begins with words.
fn parted(html: &str) -> (&str, &str) {
    const END: &str = "</p>";
    let end = html.trim_start().starts_with("<p>").then(|| html.find(END)).flatten();
    end.map_or((html, ""), |at| html.split_at(at + END.len()))
}

/// What stands in a query as it is (RFC 3986, section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as part of a query: all but unreserved characters percent-encoded.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}
