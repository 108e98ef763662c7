//! Stands in for `card` in a program without share cards: none is planned.

use super::{Renderer, meta::SharePicture, voice::Voice};
use crate::{
    address::Address,
    problem::Problem,
    settings::Settings,
    view::{self, Article},
};

pub fn picture<'a>(_settings: &Settings, _voice: &Voice, _article: &Article) -> Option<SharePicture<'a>> {
    None
}

pub fn key(_renderer: &Renderer, _bulletin: &view::Card) -> [u8; 32] {
    [0; 32]
}

#[expect(clippy::unnecessary_wraps, reason = "as the real one")]
pub fn png(_renderer: &Renderer, _bulletin: &view::Card, _address: &Address) -> Result<Vec<u8>, Problem> {
    Ok(Vec::new())
}
