//! Stands in for `card` in a program without share cards: none is planned.

use super::{Renderer, meta::SharePicture, voice::Voice};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, Placed},
    problem::Problem,
};

pub fn picture<'a>(_catalogue: &Catalogue, _voice: &Voice, _placed: &Placed) -> Option<SharePicture<'a>> {
    None
}

pub fn key(_renderer: &Renderer, _id: BulletinId) -> [u8; 32] {
    [0; 32]
}

#[expect(clippy::unnecessary_wraps, reason = "as the real one")]
pub fn png(_renderer: &Renderer, _id: BulletinId, _address: &Address) -> Result<Vec<u8>, Problem> {
    Ok(Vec::new())
}
