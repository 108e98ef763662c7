//! Addresses that bulletins left from build to build, whether or not they were published. In: what was known after the last
//! build, and the bulletins of it and of this one. Out: [`MovedAddress`]es. It must not know hosts or disks.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{CurrentBulletin, PublicState, PublishedRecord};

/// An address at which a bulletin stood in an earlier build, and the one at which it stood in the last one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedAddress {
    pub old: String,
    pub new: String,
}

/// Each address at which one of the `current` bulletins stood in an earlier build and nothing `stands` now, and the one that
/// the bulletin has: those that were `known` after the last build, and those of its bulletins, which are `built`. What was
/// taken back is left out, since an old address may name it.
pub fn moved(
    known: &[MovedAddress],
    built: &[CurrentBulletin],
    current: &[CurrentBulletin],
    stands: impl Fn(&str) -> bool,
) -> Vec<MovedAddress> {
    let here: HashSet<&str> = current.iter().map(|bulletin| bulletin.address.as_str()).collect();
    if known.is_empty() && built.iter().all(|bulletin| here.contains(bulletin.address.as_str())) {
        return Vec::new();
    }
    let record = PublishedRecord::default().renewed(built, 0);
    let ids = record.ids(current);
    let pairs = current.iter().zip(&ids).filter(|(bulletin, _)| bulletin.gone.is_none());
    let of_last = pairs.filter_map(|(bulletin, id)| {
        let last = record.bulletins.get(id).filter(|known| known.state == PublicState::Shown)?.addresses.last()?;
        Some((last.as_str(), bulletin.address.as_str()))
    });
    let now: HashMap<&str, &str> = of_last.collect();
    let earlier = known.iter().filter_map(|moved| Some((moved.old.as_str(), *now.get(moved.new.as_str())?)));
    let all: BTreeMap<&str, &str> = now.iter().map(|(old, new)| (*old, *new)).chain(earlier).collect();
    let lost = all.into_iter().filter(|(old, new)| old != new && !stands(old));
    lost.map(|(old, new)| MovedAddress { old: old.to_owned(), new: new.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulletin() -> CurrentBulletin {
        CurrentBulletin {
            id: None,
            used: "/a/".into(),
            address: "/a/".into(),
            aliases: Vec::new(),
            date: 1,
            gone: None,
            version: 1,
            path: 2,
            head: 3,
            lists: Vec::new(),
            files: Vec::new(),
        }
    }

    #[test]
    fn what_was_built_and_never_published_is_known_from_build_to_build() {
        let at = |name: &str| CurrentBulletin { address: format!("/{name}/"), ..bulletin() };
        let pair = |old: &str, new: &str| MovedAddress { old: old.into(), new: new.into() };
        let first = moved(&[], &[at("a")], &[at("b")], |address| address == "/b/");
        assert_eq!(first, [pair("/a/", "/b/")]);
        let same = moved(&first, &[at("b")], &[at("b")], |address| address == "/b/");
        assert_eq!(same, first);
        let second = moved(&first, &[at("b")], &[at("c")], |address| address == "/c/");
        assert_eq!(second, [pair("/a/", "/c/"), pair("/b/", "/c/")]);
        assert_eq!(moved(&second, &[at("c")], &[at("c")], |_| true), [], "aliases stand there");
        let back = moved(&second, &[at("c")], &[at("a")], |address| address == "/a/");
        assert_eq!(back, [pair("/b/", "/a/"), pair("/c/", "/a/")]);
        assert_eq!(moved(&second, &[at("c")], &[], |_| false), [], "it was deleted");
        let taken_back = CurrentBulletin { gone: Some(5), ..at("d") };
        assert_eq!(moved(&second, &[at("c")], &[taken_back], |_| false), []);
    }
}
