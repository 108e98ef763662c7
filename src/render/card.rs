//! The share card of a bulletin. In: a bulletin. Out: what stands on the card, where it is named, its bytes.
//! It must not know how a card is drawn.

use super::{Renderer, meta::SharePicture, voice::Voice, when};
use crate::{
    address::Address,
    cards::{self, CardContent, CardMoment, Colours, Direction, ScreenColour, Stress},
    language,
    problem::Problem,
    settings::{CardColours, Settings},
    view::{self, Article, State},
};

/// What stands on the card of a bulletin, in the language of its page.
fn card(settings: &Settings, voice: &Voice, bulletin: &view::Card) -> CardContent {
    let state = bulletin.state;
    let over = matches!(state, State::Resolved { .. } | State::Expired { .. });
    // What is urgent says so in the place of "Open", and in another colour.
    let urgent = voice.severity(bulletin.severity).filter(|_| state.is_open());
    let CardColours { paper, ink, quiet, brand, urgent: alarm } = settings.card;
    let brand = if urgent.is_some() { alarm } else { brand };
    let happens = when::words(bulletin, settings, voice);
    CardContent {
        site: settings.title.clone(),
        kind: voice.kind(bulletin.kind).to_owned(),
        state: urgent.unwrap_or_else(|| voice.state(state)).to_owned(),
        stress: if over { Stress::State } else { Stress::Kind },
        title: bulletin.title.to_owned(),
        place: voice.names(bulletin.areas.iter().map(|area| area.name)),
        moment: if happens.is_some() { CardMoment::Happens } else { CardMoment::Published },
        date: happens.unwrap_or_else(|| voice.dates.day(&bulletin.date.shown(&settings.zone))),
        direction: match language::direction(if voice.is_site() { &settings.language } else { &voice.tag }) {
            "rtl" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        },
        colours: Colours {
            paper: ScreenColour(paper),
            ink: ScreenColour(ink),
            quiet: ScreenColour(quiet),
            brand: ScreenColour(brand),
        },
    }
}

/// The card as the picture that a page is shared with; none where there is no card. Programs that keep pictures by their
/// address fetch it again when it has changed.
pub fn picture<'a>(settings: &Settings, voice: &Voice, article: &Article) -> Option<SharePicture<'a>> {
    let address = article.share_card.as_ref()?;
    let card = card(settings, voice, &article.card);
    let version = blake3::Hash::from_bytes(card.key()).to_hex();
    Some(SharePicture {
        url: format!("{}?v={}", settings.base.url(address), &version[..8]).into(),
        width: Some(cards::WIDTH),
        height: Some(cards::HEIGHT),
        media_type: Some("image/png"),
        alt: card.words().into(),
    })
}

/// A hash of what stands on the card of a bulletin, words and colours among it.
pub fn key(renderer: &Renderer, bulletin: &view::Card) -> [u8; 32] {
    let voice = &renderer.values_in(bulletin.language).voice;
    card(&renderer.settings, voice, bulletin).key()
}

/// The bytes of a card, made once.
pub fn png(renderer: &Renderer, bulletin: &view::Card, address: &Address) -> Result<Vec<u8>, Problem> {
    let voice = &renderer.values_in(bulletin.language).voice;
    let card = card(&renderer.settings, voice, bulletin);
    renderer.kept(address, &card.key(), || Ok(card.png()))
}
