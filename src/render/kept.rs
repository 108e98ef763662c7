//! What is expensive to make and kept from build to build: a cleaned picture, a share card. In: an output's address, and a
//! hash of everything that its bytes are made from. Out: the bytes. It must not know where they are kept.

use super::Renderer;
use crate::{address::Address, problem::Problem};

/// A memory of what was made, one entry for each output. It is a help and never a truth: what it forgets is made again.
pub trait OutputCache: Send + Sync {
    /// What was kept for an output under this key. The key is a hash of everything that the bytes are made from, and of a
    /// number that whoever makes them raises when the same would be made otherwise than before.
    fn get(&self, output: &Address, key: &[u8; 32]) -> Option<Vec<u8>>;

    /// Keeps the bytes of an output, in place of what was kept for it before.
    fn keep(&self, output: &Address, key: &[u8; 32], bytes: &[u8]);
}

/// Keeps nothing.
impl OutputCache for () {
    fn get(&self, _output: &Address, _key: &[u8; 32]) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _output: &Address, _key: &[u8; 32], _bytes: &[u8]) {}
}

impl Renderer {
    /// The bytes of an output that is expensive to make: those that were kept under the key, or else made now and kept.
    pub(super) fn kept(
        &self,
        output: &Address,
        key: &[u8; 32],
        make: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Vec<u8>, Problem> {
        if let Some(bytes) = self.kept.get(output, key) {
            return Ok(bytes);
        }
        let bytes = make()?;
        self.kept.keep(output, key, &bytes);
        Ok(bytes)
    }
}
