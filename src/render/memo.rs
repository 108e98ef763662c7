//! A bounded memory for values that are made over and over, such as the card of a bulletin that stands in twenty lists.
//! In: a place and how to make its value. Out: the value. It must not know what a value is; forgetting one costs time
//! and nothing else, since making it is a pure function.

use std::{convert::Infallible, sync::Mutex};

/// Values by place. Two places that fall on one slot take turns, so that it never grows.
pub struct Memo<T> {
    slots: Vec<Mutex<Option<(u32, T)>>>,
}

impl<T: Clone> Memo<T> {
    /// A memory of at most `slots` values for `places` places.
    pub fn new(slots: usize, places: usize) -> Self {
        Self { slots: (0..slots.min(places.max(1))).map(|_| Mutex::new(None)).collect() }
    }

    /// The value of a place, made where it is not known. It is made outside the lock: two threads may make it twice.
    pub fn get(&self, place: u32, make: impl FnOnce() -> T) -> T {
        let Ok(value) = self.try_get::<Infallible>(place, || Ok(make()));
        value
    }

    /// The same where it may be impossible to make it; that is not remembered.
    ///
    /// # Errors
    ///
    /// When `make` fails.
    pub fn try_get<E>(&self, place: u32, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let slot = &self.slots[place as usize % self.slots.len()];
        if let Ok(slot) = slot.lock()
            && let Some((known, value)) = &*slot
            && *known == place
        {
            return Ok(value.clone());
        }
        let value = make()?;
        if let Ok(mut slot) = slot.lock() {
            *slot = Some((place, value.clone()));
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_shared_but_never_mixed_up() {
        let memo = Memo::new(2, 100);
        for place in [0, 1, 2, 0, 99, 2] {
            assert_eq!(memo.get(place, || Ok::<_, ()>(place * 10)), Ok(place * 10));
        }
        assert_eq!(memo.get(2, || Ok::<_, ()>(7)), Ok(20));
        assert_eq!(memo.get(1, || Err(())), Err(()));
    }
}
