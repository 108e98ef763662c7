//! The share card of a bulletin. In: the catalogue. Out: what stands on the card, where it is named, its bytes.
//! It must not know how a card is drawn.

use super::{Renderer, meta::SharePicture, voice::Voice, when};
use crate::{
    address::Address,
    cards::{self, Card, Colour, Colours, Direction, Stress},
    catalogue::{BulletinId, Catalogue, Placed, State},
    language, plan,
    problem::Problem,
    settings::CardColours,
};

/// What stands on the card of a bulletin, in the language of its page.
fn card(catalogue: &Catalogue, voice: &Voice, placed: &Placed) -> Card {
    let settings = &catalogue.settings;
    let bulletin = &placed.bulletin;
    let state = bulletin.life.state;
    let over = matches!(state, State::Resolved { .. } | State::Expired { .. });
    let CardColours { paper, ink, quiet, brand } = settings.card;
    Card {
        site: settings.title.clone(),
        kind: voice.kind(bulletin.kind).to_owned(),
        state: voice.state(state).to_owned(),
        stress: if over { Stress::State } else { Stress::Kind },
        title: bulletin.says.entry.title.clone(),
        place: voice.names(bulletin.areas.iter().map(|id| catalogue.areas.get(*id).name.as_str())),
        date: when::words(bulletin, settings, voice)
            .unwrap_or_else(|| voice.dates.day(&bulletin.date.shown(&settings.zone))),
        direction: match language::direction(if voice.is_site() { &settings.language } else { &voice.tag }) {
            "rtl" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        },
        colours: Colours { paper: Colour(paper), ink: Colour(ink), quiet: Colour(quiet), brand: Colour(brand) },
    }
}

fn of(renderer: &Renderer, id: BulletinId) -> Card {
    let placed = renderer.catalogue.bulletin(id);
    card(&renderer.catalogue, &renderer.values_of(&placed.bulletin.says.entry).voice, placed)
}

/// A hash of what stands on the card of a bulletin, and of nothing else.
pub fn key(renderer: &Renderer, id: BulletinId) -> [u8; 32] {
    of(renderer, id).key()
}

/// The card as the picture that a page is shared with; none where there is no card. Programs that keep pictures by their
/// address fetch it again when it has changed.
pub fn picture<'a>(catalogue: &Catalogue, voice: &Voice, placed: &Placed) -> Option<SharePicture<'a>> {
    let address = plan::card_address(catalogue, placed)?;
    let card = card(catalogue, voice, placed);
    let version = blake3::Hash::from_bytes(card.key()).to_hex();
    Some(SharePicture {
        url: format!("{}?v={}", catalogue.settings.base.url(&address), &version[..8]).into(),
        width: Some(cards::WIDTH),
        height: Some(cards::HEIGHT),
        media_type: Some("image/png"),
        alt: card.words().into(),
    })
}

/// The bytes of a card, made once.
pub fn png(renderer: &Renderer, id: BulletinId, address: &Address) -> Result<Vec<u8>, Problem> {
    let card = of(renderer, id);
    renderer.kept(address, &card.key(), || Ok(card.png()))
}
