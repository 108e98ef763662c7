//! How much a browser has to draw. In: the elements of a drawing, their names, and what they refer to. Out: whether it can
//! be drawn in good time: what is used many times counts each time. It must not know how a drawing is read.

use std::collections::HashMap;

use super::{PictureError, WORK};

/// The most that is drawn, counted in elements.
const MOST: u64 = 200_000;
/// A step of a filter takes as long as so many elements.
const FILTER_STEP: u64 = 1_000;

#[derive(Default)]
pub struct SvgCleaner {
    elements: Vec<SvgElement>,
    open: Vec<usize>,
    by_name: HashMap<String, usize>,
    by_class: HashMap<String, Vec<usize>>,
    /// For which classes a rule of a style is, none where it may be for any element; and the names that it refers to.
    rules: Vec<(Option<Vec<String>>, Vec<String>)>,
}

#[derive(Default)]
struct SvgElement {
    own: u64,
    /// It is painted as one, whatever it holds.
    gradient: bool,
    inner: Vec<usize>,
    refers: Vec<String>,
}

/// What is known of an element's weight.
#[derive(Clone, Copy)]
enum ElementWeight {
    Unknown,
    /// It is being weighed: what leads back here draws nothing, in browsers.
    Open,
    Known(u64),
}

impl SvgCleaner {
    pub fn open(&mut self, name: &str) {
        let own = if name.starts_with("fe") { FILTER_STEP } else { 1 };
        let at = self.elements.len();
        if let Some(above) = self.open.last() {
            self.elements[*above].inner.push(at);
        }
        self.elements.push(SvgElement { own, gradient: name.ends_with("Gradient"), ..SvgElement::default() });
        self.open.push(at);
    }

    pub fn close(&mut self) {
        self.open.pop();
    }

    /// The open element has a name.
    pub fn named(&mut self, name: &str) {
        if let Some(at) = self.open.last() {
            self.by_name.entry(name.to_owned()).or_insert(*at);
        }
    }

    /// The open element shows what has a name, or is painted with it.
    pub fn refers(&mut self, name: &str) {
        if let Some(at) = self.open.last().filter(|_| !name.is_empty()) {
            self.elements[*at].refers.push(name.to_owned());
        }
    }

    /// The open element has these classes.
    pub fn classes(&mut self, names: &str) {
        for name in names.split_whitespace() {
            if let Some(at) = self.open.last() {
                self.by_class.entry(name.to_owned()).or_default().push(*at);
            }
        }
    }

    /// A style: what its rules refer to is shown by the elements that they are for.
    pub fn style(&mut self, text: &str) {
        for rule in text.split('}') {
            let Some((selectors, looks)) = rule.rsplit_once('{') else { continue };
            let refers: Vec<String> = names(looks).map(str::to_owned).collect();
            let class = |selector: &str| {
                let name = selector.trim().strip_prefix('.')?;
                let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
                plain.then(|| name.to_owned())
            };
            if !refers.is_empty() {
                self.rules.push((selectors.split(',').map(class).collect(), refers));
            }
        }
    }

    /// Whether it is little enough.
    pub fn checked(mut self) -> Result<(), PictureError> {
        for (classes, refers) in std::mem::take(&mut self.rules) {
            match classes {
                Some(classes) => {
                    for at in classes.iter().filter_map(|class| self.by_class.get(class)).flatten() {
                        self.elements[*at].refers.extend_from_slice(&refers);
                    }
                }
                None => {
                    let heavy = |name: &String| !self.by_name.get(name).is_none_or(|at| self.elements[*at].gradient);
                    let heavy: Vec<String> = refers.into_iter().filter(heavy).collect();
                    self.elements.iter_mut().for_each(|element| element.refers.extend_from_slice(&heavy));
                }
            }
        }
        let mut weights = vec![ElementWeight::Unknown; self.elements.len()];
        // The first element holds all others.
        let all = self.weigh(0, 0, &mut weights).ok_or(WORK)?;
        if all <= MOST { Ok(()) } else { Err(WORK) }
    }

    /// The weight of an element with all that it holds and shows; none when chains are too long.
    fn weigh(&self, at: usize, depth: usize, weights: &mut [ElementWeight]) -> Option<u64> {
        match weights.get(at)? {
            ElementWeight::Known(weight) => return Some(*weight),
            ElementWeight::Open => return Some(0),
            ElementWeight::Unknown if depth > 512 => return None,
            ElementWeight::Unknown => {}
        }
        weights[at] = ElementWeight::Open;
        let element = &self.elements[at];
        let mut weight = element.own;
        // A gradient is no more work for being used again.
        let named = element.refers.iter().filter_map(|name| self.by_name.get(name));
        let named = named.filter(|at| !self.elements[**at].gradient);
        for inner in element.inner.iter().chain(named) {
            weight = weight.saturating_add(self.weigh(*inner, depth + 1, weights)?);
        }
        weights[at] = ElementWeight::Known(weight);
        Some(weight)
    }
}

/// The names in `url(#…)`.
pub fn names(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let name = rest.split(')').next()?;
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).strip_prefix('#')
    })
}

/// Numbers of which a filter makes loops.
pub fn bounded(element: &str, attribute: &str, value: &str) -> Result<(), PictureError> {
    let most = match attribute {
        "numOctaves" | "order" => 10.0,
        "radius" => 100.0,
        _ => return Ok(()),
    };
    let within = |number: &str| number.parse::<f64>().is_ok_and(|number| number <= most);
    let numbers = value.split([' ', ',', '\t', '\n', '\r']).filter(|number| !number.is_empty());
    if !element.starts_with("fe") || numbers.into_iter().all(within) { Ok(()) } else { Err(WORK) }
}
