//! The place of `draw.rs` in a program that was built without the means to read pixels: pictures are cleaned, and neither
//! turned nor made smaller. In: pictures. Out: nothing.

use super::{Picture, PictureError, sizes::Variant};

/// Whether pictures can be turned and made smaller.
pub const DRAWS: bool = false;

/// The pixels of a picture, of which there are none here.
pub enum Pixels {}

/// A picture must be upright already.
pub fn draw(picture: &Picture, _clean: &[u8]) -> Result<Option<Pixels>, PictureError> {
    if picture.turn.is_upright() { Ok(None) } else { Err(PictureError::Undrawn) }
}

impl Pixels {
    pub fn profile(&self) -> Option<&[u8]> {
        match *self {}
    }

    pub fn encode(&self, _variant: &Variant) -> Result<Vec<u8>, PictureError> {
        match *self {}
    }
}
