//! A bulletin as a poster for a notice board: what it says in so few words that they always fit on one sheet, and how large
//! each may be. In: a bulletin. Out: values for `poster.html`. It must not know how a sheet is laid out.

use tera::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Renderer, gist,
    meta::{PageHead, clip},
    pages::{PageValues, Pages},
    plain, qr,
    values::{contact, list, map, optional, safe, text},
    voice::Voice,
    when,
};
use crate::{
    language,
    markdown::{self, Points},
    settings::Contact,
    view::{Article, Image, Severity, State},
};

/// How many facts stand below the summary.
const FACTS: usize = 3;
/// The most characters of the newest update, of the summary, and of a fact.
const UPDATE: usize = 220;
const LEDE: usize = 220;
const FACT: usize = 110;
/// How much room all of them have together: below an update stand as many facts as are left room for.
const WORDS: usize = LEDE + FACTS * FACT;
/// What a fact takes there besides its words: the rest of its last line, and the gap above it.
const GAP: usize = 30;
/// The most characters of a contact's name and note.
const NAME: usize = 50;
const NOTE: usize = 60;
/// The longest address that somebody types.
const TYPED: usize = 64;
/// The fewest characters of a sentence that stands by itself: "Small things help." says nothing.
const SENTENCE: usize = 25;
/// The most characters of a title. No smaller type than this takes can be read on a wall.
const TITLE: usize = 1_600;
/// The most characters of a word with a hyphen that surely has room on one line.
const HYPHENATED: usize = 12;
/// How many characters of references to quote there is room for.
const REFERENCES: usize = 36;
/// How long a poster hangs whose bulletin does not say until when it holds, in days after its last change.
const HANGS: i32 = 28;

/// Up to how much room each size of the title, the text and the number is for, the largest size first. One more holds what
/// is longer.
const TITLES: &[usize] = &[24, 45, 70, 100, 140, 190, 270, 400, 700];
const TEXTS: &[usize] = &[60, 100, 150, 200, 260, 320, 390, 460, 540];
const NUMBERS: &[usize] = &[4, 8, 12, 14, 20];
/// What a text beside a picture takes more of, in tenths.
const BESIDE_PICTURE: usize = 18;

impl Pages<'_> {
    pub(super) fn poster(&self, article: &Article) -> PageValues {
        let settings = &self.renderer.settings;
        let zone = &settings.zone;
        let card = &article.card;
        let state = card.state;
        let voice = &self.values.voice;
        let title = clip(card.title, TITLE);
        let (lede, mut facts) = words(self.renderer, article)?;
        let picture = picture(article.image);
        let update = article.updates.first().map(|update| {
            let mark = voice.fill("update_mark", &[("when", &voice.moment(update.date))]);
            let words = brief(&markdown::plain(update.text), UPDATE);
            let language = article.updates_language.or(card.language).unwrap_or(&settings.language);
            (mark, line(self.renderer, &words, language))
        });
        let updated = update.as_ref().map_or(0, |(mark, update)| room(mark) + room(update));
        let most = if picture.is_some() { WORDS * 10 / BESIDE_PICTURE } else { WORDS };
        let mut left = most.saturating_sub(updated + room(&lede));
        if updated > 0 {
            facts.retain(|fact| {
                let needed = room(fact) + GAP;
                let fits = needed <= left;
                left = if fits { left - needed } else { 0 };
                fits
            });
        }
        let image = self.image(article.image);
        let call = call(self.renderer, article).filter(|_| state.is_open());
        // Who sees the person an hour later, or knows something, has a number too.
        let also = call.filter(|call| call.is_for_emergencies()).and_then(|_| other(self.renderer, article));
        let number = call.and_then(|contact| contact.phone.as_deref());
        let url = settings.base.url(card.address);
        let reach = call.and_then(Contact::shown_url).map_or(&*url, |(_, shown)| shown);
        let closed = matches!(state, State::Resolved { .. } | State::Expired { .. });
        let last = card.expires.map(|expires| expires.last_that_holds(zone));
        let until = last.unwrap_or_else(|| card.updated.plus_days(HANGS, zone));
        let happens = when::words(card, settings, voice).map_or(0, |words| room(&words));
        let length = facts.iter().map(|fact| room(fact)).sum::<usize>() + room(&lede) + happens + updated;
        let length = if picture.is_some() { length * BESIDE_PICTURE / 10 } else { length };
        let sizes = map([
            ("title", size(room(&title), TITLES)),
            ("text", size(length, TEXTS)),
            ("number", size(number.map_or(0, room), NUMBERS)),
        ]);
        let summary = gist::summary(card, settings, voice);
        let head = PageHead {
            settings,
            voice,
            assets: &self.renderer.assets,
            title: card.title,
            description: &summary,
            address: card.address,
            bulletin: Some(article),
            own_language: card.language,
            og: article.og,
            image: article.image,
            versions: &[],
        };
        let language = head.language();
        let correct = if card.updated.is_day() { "poster_correct_on" } else { "poster_correct" };
        let alt = voice.fill("poster_code_alt", &[("address", &url)]);
        // Nobody is told to ring 999 about a dog.
        let rings = !settings.kinds[card.kind].contacts.is_empty() && state.is_open();
        let emergency = self.renderer.frame.emergency();
        let emergency = emergency.filter(|_| rings && !call.is_some_and(Contact::is_for_emergencies));
        let poster = map([
            ("language", text(language)),
            ("direction", text(language::direction(language))),
            ("foreign", (language::first(language) != language::first(&voice.tag)).into()),
            ("meta", safe(&head.meta())),
            ("description", text(&summary)),
            ("heading", safe(&heading(&plain::unbroken(&title, &self.renderer.settings.telephones)))),
            ("over", over(state, voice)),
            ("update", self.newest_update(article, update)),
            ("lede", lede.into()),
            ("facts", list(facts.iter().map(|fact| text(fact)))),
            ("image", image),
            ("picture", optional(picture)),
            ("call", call.map_or_else(Value::none, |call| contact(&brief_contact(call, voice), voice))),
            ("reach", text(typed(reach))),
            ("emergency", emergency.map_or_else(Value::none, |known| contact(known, voice))),
            ("correct", voice.fill(correct, &[("when", &voice.moment(card.updated))]).into()),
            ("also", also.map_or_else(Value::none, |also| contact(&brief_contact(also, voice), voice))),
            ("references", list(references(article.references).map(text))),
            ("until", if closed { Value::none() } else { self.moment(until) }),
            ("code", qr::svg(&url, &alt).map_or_else(Value::none, |svg| safe(&svg))),
            ("web", text(typed(&url))),
            ("sizes", sizes),
        ]);
        Ok(vec![("bulletin", self.card_of(card)), ("poster", poster)])
    }

    /// The mark and the words of the newest update as templates see them, with their language where it is another's.
    fn newest_update(&self, article: &Article, update: Option<(String, String)>) -> Value {
        let Some((mark, words)) = update else { return Value::none() };
        let own = language::first(article.card.language.unwrap_or(&self.renderer.settings.language));
        let other = article.updates_language.filter(|log| language::first(log) != own);
        map([
            ("mark", mark.into()),
            ("text", words.into()),
            ("language", optional(other)),
            ("direction", optional(other.map(language::direction))),
        ])
    }
}

/// The title as HTML, in which short words with a hyphen are kept on one line: `break-ins` is no word to part.
fn heading(title: &str) -> String {
    let mut html = String::with_capacity(title.len() + 16);
    for word in title.split_inclusive(' ') {
        let bare = word.trim_end();
        let whole = bare.trim_matches('-').contains('-') && bare.chars().count() <= HYPHENATED;
        let (open, close) = if whole { ("<span>", "</span>") } else { ("", "") };
        html.push_str(open);
        html_escape::encode_text_to_string(bare, &mut html);
        html.push_str(close);
        html.push_str(&word[bare.len()..]);
    }
    html
}

/// The summary, and up to three things to know: the first items of the first list, or where there is none the first
/// sentences of the paragraphs after the first, which the summary stands for.
fn words(renderer: &Renderer, article: &Article) -> Result<(String, Vec<String>), crate::problem::Problem> {
    let Points { items, paragraphs } = markdown::points(&renderer.body(&article.body)?, FACTS);
    let summary = article.card.summary;
    let language = article.card.language.unwrap_or(&renderer.settings.language);
    // As summaries are, in which they are looked for.
    let shown = |text: &String| {
        let typed =
            if renderer.settings.typographic_quotes { markdown::typographic(text) } else { text.as_str().into() };
        plain::directed(&typed, language, &renderer.settings.telephones).into_owned()
    };
    let items: Vec<String> = items.iter().map(shown).collect();
    let paragraphs: Vec<String> = paragraphs.iter().map(shown).collect();
    // Without a paragraph, or after a few words, the summary goes on with the list.
    let listed = items.first().and_then(|first| summary.find(first.as_str()));
    let lede = listed.map_or(summary, |at| summary[..at].trim_end());
    let facts = if items.is_empty() {
        let rest = paragraphs.iter().skip(1).map(|paragraph| first_sentence(paragraph));
        let said = |sentence: &str| summary.contains(sentence);
        rest.filter(|sentence| sentence.len() >= SENTENCE && !sentence.ends_with(':') && !said(sentence)).collect()
    } else {
        items.iter().map(String::as_str).collect::<Vec<_>>()
    };
    let facts = facts.into_iter().take(FACTS);
    let line = |text: &str, most| line(renderer, &brief(text, most), language);
    Ok((line(lede, LEDE), facts.map(|fact| line(fact, FACT)).collect()))
}

/// A plain text of a language as it is printed.
fn line(renderer: &Renderer, text: &str, language: &str) -> String {
    let directed = plain::directed(text, language, &renderer.settings.telephones);
    plain::unbroken(&directed, &renderer.settings.telephones).into_owned()
}

/// The first sentence of a text, and what follows while that is too short to be one: `Near St.` is none.
fn first_sentence(text: &str) -> &str {
    let mut end = 0;
    for sentence in text.split_sentence_bounds() {
        end += sentence.len();
        if end >= SENTENCE {
            break;
        }
    }
    text[..end].trim_end()
}

/// A text of at most so many characters: whole, or its first sentences, or cut at a word.
fn brief(text: &str, most: usize) -> String {
    if text.len() <= most || text.chars().count() <= most {
        return text.to_owned();
    }
    let (mut end, mut count) = (0, 0);
    for sentence in text.split_sentence_bounds() {
        count += sentence.trim_end().chars().count();
        if count > most {
            break;
        }
        count += sentence.len() - sentence.trim_end().len();
        end += sentence.len();
    }
    // An ellipsis is the end of a summary that was cut before.
    let sentences = text[..end].trim_end();
    if sentences.chars().count() >= most / 2 { sentences.to_owned() } else { clip(text, most) }
}

/// Whom to ring: the first with a telephone in the author's order, and where life is in danger the number for emergencies
/// before the others; else whoever can be reached.
pub fn call<'a>(renderer: &'a Renderer, article: &Article<'a>) -> Option<&'a Contact> {
    let contacts = renderer.contacts_of(article);
    let first = |wanted: fn(&Contact) -> bool| contacts.iter().find(|contact| wanted(contact)).copied();
    let danger = article.card.severity == Severity::Extreme;
    let emergency =
        if danger { first(Contact::is_for_emergencies).or_else(|| renderer.frame.emergency()) } else { None };
    emergency.or_else(|| first(|contact| contact.phone.is_some())).or_else(|| first(|contact| contact.url.is_some()))
}

/// Whom to ring where it is no emergency: the first with a telephone in the author's order.
fn other<'a>(renderer: &'a Renderer, article: &Article<'a>) -> Option<&'a Contact> {
    let contacts = renderer.contacts_of(article);
    contacts.into_iter().find(|contact| contact.phone.is_some() && !contact.is_for_emergencies())
}

/// A contact with no more words than there is room for.
fn brief_contact(contact: &Contact, voice: &Voice) -> Contact {
    let note = voice.contact_note(contact).map(|note| clip(note, NOTE));
    Contact { name: clip(&contact.name, NAME), note, ..contact.clone() }
}

/// The references to quote that there is room for, none of them cut.
fn references(all: &[String]) -> impl Iterator<Item = &str> {
    let mut left = REFERENCES;
    let fits = move |reference: &&str| {
        let count = reference.chars().count();
        let fits = count <= left;
        left = left.saturating_sub(count);
        fits
    };
    all.iter().map(String::as_str).take_while(fits)
}

/// An address as somebody types it, without scheme: the whole of a short one, of a long one the host.
fn typed(url: &str) -> &str {
    let web = url.split_once("://").map_or(url, |(_, web)| web).trim_end_matches('/');
    if web.len() <= TYPED { web } else { web.split('/').next().unwrap_or(web) }
}

/// The words over a poster that should not hang.
fn over(state: State, voice: &Voice) -> Value {
    let (title, words) = match state {
        State::Draft => ("draft_title", "poster_not_yet"),
        State::Scheduled => ("scheduled_title", "poster_not_yet"),
        State::Resolved { called_off: true, .. } => ("called_off_title", "poster_over"),
        State::Resolved { .. } => ("resolved_title", "poster_over"),
        State::Expired { .. } => ("expired_title", "poster_over"),
        State::Open | State::Updated => return Value::none(),
    };
    map([("title", text(voice.text(title))), ("text", text(voice.text(words)))])
}

/// The form of a picture of the site's own: beside the text it stands upright, above it it lies.
fn picture(image: Option<&Image>) -> Option<&'static str> {
    match image? {
        Image::Here { picture: Some(it), .. } if u64::from(it.width) * 4 <= u64::from(it.height) * 5 => Some("tall"),
        Image::Here { .. } => Some("wide"),
        Image::Elsewhere { .. } => None,
    }
}

/// Which size something of so much room has, from 1.
fn size(room: usize, limits: &[usize]) -> Value {
    (1 + limits.iter().filter(|limit| room > **limit).count() as u64).into()
}

/// About how much room a text takes, in small Latin letters.
fn room(text: &str) -> usize {
    if text.is_ascii() {
        let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
        return text.len() + capitals / 3;
    }
    let tenths = |letter: char| match letter {
        // Hangul, Chinese and Japanese signs, full-width forms, emoji.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{3fffd}' => 20,
        letter if letter.is_uppercase() => 13,
        _ => 10,
    };
    text.chars().map(tenths).sum::<usize>() / 10
}
