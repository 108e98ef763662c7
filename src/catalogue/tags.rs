//! Tags: free words that bulletins share. In: the words. Out: [`Tag`]s. It must not know bulletins.

use std::collections::BTreeMap;

use crate::address::{Address, slug};

/// One tag, under the spelling that was seen first.
#[derive(Clone, Debug)]
pub struct Tag {
    pub name: String,
    pub address: Address,
}

/// Gathers tags: those with the same slug are one. The answer holds the tags in the order of their slugs, and for each
/// list of words the places of its tags.
pub fn gather(lists: &[&[String]]) -> (Vec<Tag>, Vec<Vec<u32>>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let slugs: Vec<Vec<String>> = lists.iter().map(|words| words.iter().map(|word| slug(word)).collect()).collect();
    for (words, slugs) in lists.iter().zip(&slugs) {
        for (word, slug) in words.iter().zip(slugs) {
            seen.entry(slug.clone()).or_insert(word);
        }
    }
    let places: BTreeMap<&str, u32> = seen.keys().map(String::as_str).zip(0..).collect();
    let of_lists = slugs.iter().map(|slugs| {
        let mut ids: Vec<u32> = Vec::with_capacity(slugs.len());
        for slug in slugs {
            let id = places[slug.as_str()];
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    });
    let of_lists = of_lists.collect();
    let tags = seen
        .iter()
        .map(|(slug, name)| Tag { name: (*name).to_owned(), address: Address::new(&format!("/tags/{slug}/")) });
    (tags.collect(), of_lists)
}
