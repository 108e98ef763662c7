//! The HTML of a body, made as that was read, from then until it is needed: in memory, or where memory is too dear for
//! it, as bytes elsewhere. Must not know where these lie.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use super::PageHtml;

/// The HTML of a body until nobody needs it any more: nearly every body is asked for once, and all of them together take
/// much memory.
#[derive(Clone, Debug)]
pub struct Ready(Form);

#[derive(Clone, Debug)]
enum Form {
    Held(Arc<Mutex<Option<Arc<PageHtml>>>>),
    Spilled { spill: Arc<dyn Spill>, at: u64, length: u32, sum: u64 },
}

/// A place for bytes that memory is too dear for. It is a help and never a truth: what it loses is made again.
pub trait Spill: Debug + Send + Sync {
    /// Keeps some bytes, and says where they begin; none when it cannot.
    fn put(&self, bytes: &[u8]) -> Option<u64>;

    /// Fills `bytes` with what was kept from that place on; none when it is lost.
    fn get(&self, at: u64, bytes: &mut [u8]) -> Option<()>;
}

impl Ready {
    /// Holds the HTML in memory.
    pub fn new(html: PageHtml) -> Self {
        Self(Form::Held(Arc::new(Mutex::new(Some(Arc::new(html))))))
    }

    /// Keeps the HTML elsewhere; none when that cannot take it.
    pub fn spilled(html: &PageHtml, spill: &Arc<dyn Spill>) -> Option<Self> {
        let bytes = postcard::to_stdvec(html).ok()?;
        let length = u32::try_from(bytes.len()).ok()?;
        Some(Self(Form::Spilled { at: spill.put(&bytes)?, length, sum: sum(&bytes), spill: spill.clone() }))
    }

    /// The HTML; none when it was given away before, or is lost.
    pub fn get(&self) -> Option<Arc<PageHtml>> {
        match &self.0 {
            Form::Held(html) => html.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Form::Spilled { spill, at, length, sum } => fetched(&**spill, *at, *length, *sum),
        }
    }

    /// Gives it away, where it takes memory.
    pub fn take(&self) -> Option<Arc<PageHtml>> {
        match &self.0 {
            Form::Held(html) => html.lock().unwrap_or_else(PoisonError::into_inner).take(),
            Form::Spilled { .. } => self.get(),
        }
    }
}

fn fetched(spill: &dyn Spill, at: u64, length: u32, known: u64) -> Option<Arc<PageHtml>> {
    let mut bytes = vec![0; length as usize];
    spill.get(at, &mut bytes)?;
    let html = postcard::from_bytes(&bytes).ok().filter(|_| sum(&bytes) == known)?;
    Some(Arc::new(html))
}

/// Tells bytes that came back whole from others: what was lost may come back as zeros.
fn sum(bytes: &[u8]) -> u64 {
    ahash::RandomState::with_seeds(0, 0, 0, 0).hash_one(bytes)
}
