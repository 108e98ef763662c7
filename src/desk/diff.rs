//! What differs between two texts, line by line. In: both. Out: the lines of both in one order, each with where it stands. It
//! must not know what the texts are.

/// A line, and in which of the texts it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffLine<'t> {
    Both(&'t str),
    Old(&'t str),
    New(&'t str),
}

/// Longer stretches that differ are shown one after the other, not compared line by line.
const MOST: usize = 1_000;

/// The lines of two texts, those that are in both once.
pub fn lines<'t>(old: &'t str, new: &'t str) -> Vec<DiffLine<'t>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let after = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(|(old, new)| old == new).count();
    let mut lines: Vec<DiffLine> = old[..before].iter().copied().map(DiffLine::Both).collect();
    middle(&old[before..old.len() - after], &new[before..new.len() - after], &mut lines);
    lines.extend(old[old.len() - after..].iter().copied().map(DiffLine::Both));
    lines
}

/// The longest common subsequence, by the table of its lengths.
fn middle<'t>(old: &[&'t str], new: &[&'t str], lines: &mut Vec<DiffLine<'t>>) {
    if old.len() > MOST || new.len() > MOST {
        lines.extend(old.iter().copied().map(DiffLine::Old));
        lines.extend(new.iter().copied().map(DiffLine::New));
        return;
    }
    let width = new.len() + 1;
    let mut lengths = vec![0_u16; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for beside in (0..new.len()).rev() {
            lengths[at * width + beside] = if old[at] == new[beside] {
                lengths[(at + 1) * width + beside + 1] + 1
            } else {
                lengths[(at + 1) * width + beside].max(lengths[at * width + beside + 1])
            };
        }
    }
    let (mut at, mut beside) = (0, 0);
    while at < old.len() || beside < new.len() {
        let same = at < old.len() && beside < new.len() && old[at] == new[beside];
        let from_old = beside == new.len()
            || at < old.len() && lengths[(at + 1) * width + beside] >= lengths[at * width + beside + 1];
        if same {
            lines.push(DiffLine::Both(old[at]));
            (at, beside) = (at + 1, beside + 1);
        } else if from_old {
            lines.push(DiffLine::Old(old[at]));
            at += 1;
        } else {
            lines.push(DiffLine::New(new[beside]));
            beside += 1;
        }
    }
}

/// A stretch of a line, and whether the line beside it has it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePart<'t> {
    pub text: &'t str,
    pub same: bool,
}

/// Two lines taken apart word by word. Lines that have little in common are one stretch each.
pub fn words<'t>(old: &'t str, new: &'t str) -> [Vec<LinePart<'t>>; 2] {
    let split = |line: &'t str| line.split_inclusive(' ').collect::<Vec<_>>();
    let (olds, news) = (split(old), split(new));
    let mut all = Vec::new();
    middle(&olds, &news, &mut all);
    let both: usize = all.iter().map(|word| if let DiffLine::Both(word) = word { word.len() } else { 0 }).sum();
    if both * 2 < old.len().max(new.len()) {
        return [old, new].map(|text| vec![LinePart { text, same: false }]);
    }
    let of = |line: &'t str, is_other: fn(&DiffLine) -> bool| {
        let mut parts: Vec<LinePart> = Vec::new();
        let (mut from, mut at) = (0, 0);
        for word in all.iter().filter(|word| !is_other(word)) {
            let (DiffLine::Both(text) | DiffLine::Old(text) | DiffLine::New(text)) = word;
            let same = matches!(word, DiffLine::Both(_));
            if parts.last().is_none_or(|last| last.same != same) {
                from = at;
                parts.push(LinePart { text: "", same });
            }
            at += text.len();
            if let Some(last) = parts.last_mut() {
                last.text = &line[from..at];
            }
        }
        parts
    };
    [of(old, |word| matches!(word, DiffLine::New(_))), of(new, |word| matches!(word, DiffLine::Old(_)))]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DiffLine::*, *};

    #[test]
    fn lines_in_both_stand_once() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\nd\n"), [Both("a"), Old("b"), New("x"), Both("c"), New("d")]);
        assert_eq!(lines("", "a"), [New("a")]);
        assert_eq!(lines("a\r\nb", "a\nb"), [Both("a"), Both("b")]);
    }

    #[test]
    fn words_in_both_lines_are_told_from_those_that_differ() {
        let of = |parts: &[LinePart]| -> Vec<String> {
            parts.iter().map(|part| if part.same { part.text.to_owned() } else { format!("*{}*", part.text) }).collect()
        };
        let [old, new] = words("Five sheds at 5am.", "Four sheds at 6am.");
        assert_eq!(
            (of(&old), of(&new)),
            (
                vec!["*Five *".into(), "sheds at ".into(), "*5am.*".into()],
                vec!["*Four *".to_owned(), "sheds at ".into(), "*6am.*".into()]
            )
        );
        let [old, new] = words("A whole line.", "Something else altogether.");
        assert_eq!(
            (of(&old), of(&new)),
            (vec!["*A whole line.*".to_owned()], vec!["*Something else altogether.*".to_owned()])
        );
        assert_eq!(of(&words("", "x")[1]), ["*x*"]);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_line_are_the_line(old in "[ab ]{0,12}", new in "[ab ]{0,12}") {
            let [olds, news] = words(&old, &new);
            let whole = |parts: &[LinePart]| parts.iter().map(|part| part.text).collect::<String>();
            prop_assert_eq!((whole(&olds), whole(&news)), (old, new));
        }

        #[test]
        fn both_texts_can_be_read_off(old in "[ab\n]{0,30}", new in "[ab\n]{0,30}") {
            let all = lines(&old, &new);
            let of = |wanted: fn(&DiffLine<'_>) -> Option<String>| all.iter().filter_map(wanted).collect::<Vec<_>>();
            let read = of(|line| match line { Both(line) | Old(line) => Some((*line).to_owned()), New(_) => None });
            prop_assert_eq!(read, old.lines().map(str::to_owned).collect::<Vec<_>>());
            let read = of(|line| match line { Both(line) | New(line) => Some((*line).to_owned()), Old(_) => None });
            prop_assert_eq!(read, new.lines().map(str::to_owned).collect::<Vec<_>>());
        }
    }
}
