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

    proptest! {
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
