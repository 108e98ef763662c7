//! Tags: free words that bulletins share. In: the words. Out: [`Tag`]s. It must not know bulletins.

use std::collections::{BTreeMap, HashMap};

use super::bulletin::SmallList;
use crate::address::{Address, slug};

/// One tag, under the spelling that was seen first.
#[derive(Clone, Debug)]
pub struct Tag {
    pub name: String,
    pub address: Address,
}

/// Gathers tags: those with the same slug are one. The answer holds the tags in the order of their slugs, and for each
/// list of words the places of its tags.
pub fn gather<'d>(lists: impl Iterator<Item = &'d [String]> + Clone) -> (Vec<Tag>, Vec<SmallList<u32>>) {
    let mut slugs: HashMap<&str, String> = HashMap::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for word in lists.clone().flatten() {
        if !slugs.contains_key(word.as_str()) {
            let slug = slug(word);
            seen.entry(slug.clone()).or_insert(word);
            slugs.insert(word, slug);
        }
    }
    let places: BTreeMap<&str, u32> = seen.keys().map(String::as_str).zip(0..).collect();
    let of_words: HashMap<&str, u32> = slugs.iter().map(|(word, slug)| (*word, places[slug.as_str()])).collect();
    let of_lists = lists.map(|words| {
        let mut ids: SmallList<u32> = SmallList::new();
        for id in words.iter().map(|word| of_words[word.as_str()]) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    });
    let of_lists = of_lists.collect();
    let tags = seen.iter().map(|(slug, name)| Tag { name: (*name).to_owned(), address: address(slug) });
    (tags.collect(), of_lists)
}

/// Where the tag of a slug stands.
pub fn address(slug: &str) -> Address {
    Address::new(&format!("/tags/{slug}/"))
}
