//! Fields that few documents give, kept together so that the many others pay for none of them. In: such fields. Out: a
//! [`Rare`], which reads as they do. It must not know what they mean.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// Fields of which there may be nothing to say.
pub trait Sparse: PartialEq + 'static {
    /// All of them with nothing said.
    const NONE: &'static Self;
}

/// Fields that take no memory of their own where nothing is said.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rare<T>(Option<Box<T>>);

impl<T: Sparse> Rare<T> {
    pub fn new(fields: T) -> Self {
        Self((fields != *T::NONE).then(|| Box::new(fields)))
    }

    /// The fields, if something is said.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }
}

impl<T: Sparse> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Names(Vec<String>);

    impl Sparse for Names {
        const NONE: &'static Self = &Self(Vec::new());
    }

    #[test]
    fn nothing_takes_nothing() {
        let mut none = Rare::new(Names(Vec::new()));
        assert!(none.get_mut().is_none());
        assert!(none.deref().0.is_empty());
        let mut some = Rare::new(Names(vec!["a".into()]));
        some.get_mut().unwrap().0.push("b".into());
        assert_eq!(some.deref().0, ["a", "b"]);
    }
}
