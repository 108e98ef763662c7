//! Whether two texts tell of the same event, in whatever words. In: texts. Out: what is kept of one for comparing, and how
//! much two have in common. It must not know bulletins or the disk.

use std::{collections::HashMap, collections::HashSet, sync::LazyLock};

/// Words that any bulletin may have, and what everybody is asked to do at its end.
const COMMON: &str = "a about after again all also am an and another any anybody anyone anything appeal appealing approximately are area around as ask asked asking at aware away be been before being believe believed between but by call called came can contact could crime crimestoppers day detail details did do does during each early else ever every few following for form found friday from further get given going good had has have having he help helped her here hers him his how hour hours however i if in incident information into investigate investigating investigation is issued it its january february march april may june july august september october november december just know known last later left like local made make man many me men monday month more morning most must my near need never news night no none not now number of off offence office officer officers on once one online only or other our out over own people person phone pm police please possible public quote quoting reference regarding remain report reported reporting residents sat saturday saw say says seen several she should since so some somebody someone something soon speak spoke still street such sunday suspect take taken team than thank that the their them then there these they thing think this those three through thursday time to today told tuesday two under until up urge urged urges us use very victim visit want was watch way we website wednesday week well went were what when where which while who whole will with witness witnesses woman women work would year years yesterday you your yours anonymous anonymously independent charity 101 999 0800 555 111 555111 0300 123 2040 action fraud road lane avenue neighbourhood community safety advice inspector sergeant pc pcso";

/// The most words that are kept of a text.
const MOST: usize = 128;
/// From how much in common on two texts tell of one event.
pub const SAME_EVENT: f32 = 0.42;
/// From how much in common on two texts are one, but for a few words.
pub const SAME_TEXT: f32 = 0.9;

/// What is kept of a text for comparing: its telling words, each as a number, in order of the numbers.
pub type Sketch = Vec<u32>;

/// Takes the numbers of what is kept of a text.
pub fn numbers(text: &str) -> Sketch {
    let digits =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let digits: Vec<&str> = digits.collect();
    sketch(&digits.join(" "))
}

/// Takes what is kept of a text.
pub fn sketch(text: &str) -> Sketch {
    static STOP: LazyLock<HashSet<u32>> = LazyLock::new(|| COMMON.split(' ').map(|word| number(&stem(word))).collect());
    let mut words: Vec<u32> = Vec::with_capacity(MOST);
    let mut seen = HashSet::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
            continue;
        }
        if word.len() >= 2 {
            let number = number(&stem(&word));
            if !STOP.contains(&number) && seen.insert(number) {
                words.push(number);
                if words.len() == MOST {
                    break;
                }
            }
        }
        word.clear();
    }
    words.sort_unstable();
    words
}

/// A word without the endings that a rewording changes.
fn stem(word: &str) -> String {
    let mut stem = word;
    if stem.len() > 4 && stem.is_ascii() {
        for ending in ["ingly", "edly", "ings", "ing", "ied", "ies", "ers", "er", "ed", "es", "ly", "s", "e", "y"] {
            if let Some(rest) = stem.strip_suffix(ending)
                && rest.len() >= 3
            {
                stem = rest;
                break;
            }
        }
    }
    stem.to_owned()
}

fn number(word: &str) -> u32 {
    use std::hash::Hasher as _;
    let mut hasher = siphasher::sip::SipHasher13::new();
    hasher.write(word.as_bytes());
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

/// How telling each word of a text is, among many texts: rare words more than frequent ones.
#[derive(Debug)]
pub struct Weights {
    of: HashMap<u32, f32>,
    usual: f32,
}

impl Weights {
    /// Counts the words of `sketch` in all of `others`.
    pub fn new<'a>(sketch: &[u32], others: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut counts: HashMap<u32, u32> = sketch.iter().map(|word| (*word, 0)).collect();
        let mut all = 0_u32;
        for other in others {
            all += 1;
            for word in both(sketch, other) {
                if let Some(count) = counts.get_mut(&word) {
                    *count += 1;
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of bulletins are far below what a float holds exactly")]
        let weight = |count: u32| (((all + 20) as f32) / ((count + 2) as f32)).ln().max(0.05);
        Self { of: counts.into_iter().map(|(word, count)| (word, weight(count))).collect(), usual: weight(1) }
    }

    fn sum(&self, words: impl Iterator<Item = u32>) -> f32 {
        words.map(|word| self.of.get(&word).copied().unwrap_or(self.usual)).sum()
    }

    /// How much of the shorter of two texts is in the other, from 0 to 1; small texts have to share more.
    pub fn shared(&self, sketch: &[u32], other: &[u32]) -> f32 {
        let common: Vec<u32> = both(sketch, other).collect();
        if common.len() < 6 {
            return 0.0;
        }
        let (one, two) = (self.sum(sketch.iter().copied()), self.sum(other.iter().copied()));
        self.sum(common.into_iter()) / one.min(two).max(f32::EPSILON)
    }

    /// How much of all words of both texts is in both, from 0 to 1.
    pub fn alike(&self, sketch: &[u32], other: &[u32]) -> f32 {
        let common = self.sum(both(sketch, other));
        let (one, two) = (self.sum(sketch.iter().copied()), self.sum(other.iter().copied()));
        common / (one + two - common).max(f32::EPSILON)
    }
}

/// The numbers that stand in both of two ordered lists.
fn both<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut rest = other;
    one.iter().copied().filter(move |word| {
        let at = rest.partition_point(|other| other < word);
        rest = &rest[at..];
        rest.first() == Some(word)
    })
}

/// A text as it is known again: its letters and digits alone.
pub fn fingerprint(text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        hasher.update(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// A name as it is known again, without saying it.
pub fn mark(name: &str) -> String {
    blake3::hash(name.trim().as_bytes()).to_hex()[..16].to_owned()
}
