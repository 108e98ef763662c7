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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{RawHtml, facts_and_html};

    /// Bytes in memory, in place of those elsewhere.
    #[derive(Debug, Default)]
    struct Elsewhere(Mutex<Vec<u8>>);

    impl Spill for Elsewhere {
        fn put(&self, bytes: &[u8]) -> Option<u64> {
            let mut all = self.0.lock().unwrap();
            all.extend_from_slice(bytes);
            Some((all.len() - bytes.len()) as u64)
        }

        fn get(&self, at: u64, bytes: &mut [u8]) -> Option<()> {
            let at = usize::try_from(at).unwrap();
            bytes.copy_from_slice(self.0.lock().unwrap().get(at..at + bytes.len())?);
            Some(())
        }
    }

    fn html(text: &str) -> PageHtml {
        facts_and_html(text, RawHtml::Clean, false, &|_| Vec::new()).1.unwrap()
    }

    #[test]
    fn what_is_held_is_given_away_once() {
        let ready = Ready::new(html("one"));
        assert_eq!(*ready.get().unwrap(), html("one"));
        assert_eq!(*ready.take().unwrap(), html("one"));
        assert_eq!((ready.get(), ready.take()), (None, None));
    }

    #[test]
    fn what_was_spilled_comes_back_whole_or_not_at_all() {
        let elsewhere = Arc::new(Elsewhere::default());
        let spill: Arc<dyn Spill> = elsewhere.clone();
        let texts = ["## A heading\n\nand a text", "", "é"];
        let ready: Vec<Ready> = texts.iter().map(|text| Ready::spilled(&html(text), &spill).unwrap()).collect();
        for (ready, text) in ready.iter().zip(texts) {
            assert_eq!(*ready.take().unwrap(), html(text));
            assert_eq!(ready.get().unwrap().feed(), html(text).feed(), "it may be asked for again");
        }
        elsewhere.0.lock().unwrap().fill(0);
        assert_eq!(ready[0].get(), None, "zeros in its place");
        elsewhere.0.lock().unwrap().clear();
        assert_eq!(ready[0].get(), None, "nothing in its place");
    }
}
