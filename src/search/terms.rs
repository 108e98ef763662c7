//! The terms of one document: each token once, with the weight of the best place where it stands. In: texts with their
//! weights. Out: [`Terms`], small enough to be kept with every document. It must not know other documents.

use serde::{Deserialize, Serialize};

use super::{fold, tokens::tokens};

/// How much it says of a document that a term stands there, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// In its title, or as its reference.
    Title,
    /// In its summary, or as the name of its area, kind or tag.
    Summary,
    /// In its text, more than once.
    Often,
    /// In its text, once.
    Once,
}

impl Weight {
    pub const ALL: [Self; 4] = [Self::Title, Self::Summary, Self::Often, Self::Once];
}

/// Terms in their order. A term is written as a letter that holds its weight and its length, and then its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms(Box<str>);

/// A term that no text can hold, for what documents are chosen by beside words, such as their kind.
pub fn key(group: &str, name: &str) -> String {
    let key = format!("\u{1}{group}:{name}");
    // Names of areas are paths and may be long: what is cut away is told apart by a number.
    if key.len() <= super::tokens::LONGEST {
        return key;
    }
    let number = super::sum(key.as_bytes());
    format!("{}~{number:08x}", &key[..key.floor_char_boundary(super::tokens::LONGEST - 9)])
}

/// So many letters and the blank behind them are a word of most texts, or less.
const LETTERS: usize = 5;

/// A term that was found: its first bytes as a number, which tell nearly all terms apart; its place; its weight.
struct TermMatch {
    head: u64,
    start: usize,
    length: u8,
    weight: Weight,
}

impl Terms {
    /// The terms of some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = (Weight, &'t str)>) -> Self {
        let mut written = String::new();
        let mut found: Vec<TermMatch> = Vec::new();
        for (weight, text) in texts {
            let folded = fold(text);
            written.reserve(folded.len());
            found.reserve(folded.len() / LETTERS);
            tokens(&folded, |token| {
                found.push(TermMatch { head: head(token), start: written.len(), length: length(token), weight });
                written.push_str(token);
            });
        }
        let text = |found: &TermMatch| &written[found.start..found.start + usize::from(found.length)];
        found.sort_unstable_by_key(|found| found.head);
        let mut out = String::with_capacity(written.len() + found.len());
        for alike in found.chunk_by_mut(|a, b| a.head == b.head) {
            alike.sort_unstable_by(|a, b| text(a).cmp(text(b)).then(a.weight.cmp(&b.weight)));
            for same in alike.chunk_by(|a, b| text(a) == text(b)) {
                let best = same[0].weight;
                let weight = if best == Weight::Once && same.len() > 1 { Weight::Often } else { best };
                put(&mut out, text(&same[0]), weight);
            }
        }
        Self(out.into())
    }

    /// The same with a [`key`] among them.
    pub fn with_key(self, key: &str) -> Self {
        // Keys begin with a letter that is before all others.
        let mut out = String::with_capacity(self.0.len() + key.len() + 1);
        put(&mut out, key, Weight::Title);
        out.push_str(&self.0);
        Self(out.into())
    }

    /// Each term with its weight.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Weight)> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (&mark, _) = rest.as_bytes().split_first()?;
            let end = 1 + usize::from(mark & 31);
            let term = &rest[1..end];
            rest = &rest[end..];
            Some((term, Weight::ALL[usize::from(mark >> 5)]))
        })
    }

    /// How much they take.
    pub fn size(&self) -> usize {
        self.0.len()
    }
}

fn put(out: &mut String, term: &str, weight: Weight) {
    let weight = Weight::ALL.iter().zip(0_u8..).find(|(known, _)| **known == weight).map_or(0, |(_, at)| at);
    // A length is below 32 and a weight below 4, so the letter is one of ASCII's.
    out.push(char::from(weight << 5 | length(term)));
    out.push_str(term);
}

/// How long a term is, in bytes: at most [`LONGEST`](super::tokens::LONGEST).
fn length(term: &str) -> u8 {
    u8::try_from(term.len()).unwrap_or(0)
}

fn head(token: &str) -> u64 {
    let mut head = [0; 8];
    for (byte, place) in token.bytes().zip(&mut head) {
        *place = byte;
    }
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::{Terms, Weight, key};

    #[test]
    fn a_term_has_the_weight_of_its_best_place() {
        let terms = Terms::of([
            (Weight::Once, "A grey van, a van in Mill Lane"),
            (Weight::Title, "Grey car"),
            (Weight::Summary, "A mill"),
        ]);
        let terms = terms.with_key(&key("kind", "appeal"));
        assert_eq!(
            terms.iter().collect::<Vec<_>>(),
            [
                ("\u{1}kind:appeal", Weight::Title),
                ("a", Weight::Summary),
                ("car", Weight::Title),
                ("grey", Weight::Title),
                ("in", Weight::Once),
                ("lane", Weight::Once),
                ("mill", Weight::Summary),
                ("van", Weight::Often)
            ]
        );
    }

    #[test]
    fn long_names_stay_apart() {
        let (one, other) = (key("area", &"x/".repeat(30)), key("area", &"x/".repeat(31)));
        assert!(one.len() == 31 && other.len() == 31 && one != other);
    }
}
