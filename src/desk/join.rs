//! Changes to a text that somebody else changed meanwhile. In: the text that they were made to, the text as it is now, and the
//! changes. Out: changes after which both are in it; and whether both changed one place. It must not know the disk or screens.

use crate::{
    catalogue::field_name,
    change::{self, Change, Value},
};

/// Changes for another text than the one that they were made to.
pub struct JoinedChanges {
    pub changes: Vec<Change>,
    /// Whether they overwrite what was changed there meanwhile.
    pub clash: bool,
}

/// The changes to `original` as changes to `there`. Of the body, what each changed stands in it; where both changed the same
/// lines, or the same field, the changes win.
pub fn onto(there: &str, original: &str, changes: Vec<Change>) -> JoinedChanges {
    let fields = |text: &str| change::parts(text, field_name).map_or(Value::Null, |(fields, _)| fields);
    let (then, now) = (fields(original), fields(there));
    let mut clash = false;
    let changes = changes.into_iter().map(|change| match change {
        Change::Body { text } => {
            let [old, theirs] =
                [original, there].map(|text| lines(&change::body(text, field_name).unwrap_or_default()));
            let both = diffy::merge(&old, &lines(&text), &theirs).ok();
            clash |= both.is_none();
            Change::Body { text: both.unwrap_or(text) }
        }
        Change::Set { path, value } => {
            clash |= now.at(&path) != then.at(&path) && now.at(&path) != Some(&value);
            Change::Set { path, value }
        }
        Change::Remove { path } => {
            clash |= now.at(&path) != then.at(&path) && now.at(&path).is_some();
            Change::Remove { path }
        }
        change @ Change::Append { .. } => change,
    });
    JoinedChanges { changes: changes.collect(), clash }
}

/// A body whose lines all end alike, without blank lines round it.
fn lines(body: &str) -> String {
    let body = body.replace("\r\n", "\n");
    format!("{}\n", body.trim_start_matches('\n').trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &str = "---\ntitle: Roof\narea: Kent\n---\n\nOne.\n\nTwo.\n\nThree.\n";

    fn joined(there: &str, changes: Vec<Change>) -> (String, bool) {
        let joined = onto(there, ORIGINAL, changes);
        (change::apply_all(there, &joined.changes, field_name).expect("it can be changed"), joined.clash)
    }

    fn body(text: &str) -> Vec<Change> {
        vec![Change::Body { text: text.to_owned() }]
    }

    #[test]
    fn what_each_changed_of_a_body_stands_in_it() {
        let there = ORIGINAL.replace("One.", "One, and theirs.").replace("title: Roof", "title: Their roof");
        let (both, clash) = joined(&there, body("One.\n\nTwo.\n\nThree, and mine."));
        assert_eq!(both, there.replace("Three.", "Three, and mine."));
        assert!(!clash);
        // A file whose lines end otherwise keeps its own.
        let (both, clash) = joined(&there.replace('\n', "\r\n"), body("One.\n\nTwo.\n\nThree, and mine."));
        assert_eq!(both, there.replace("Three.", "Three, and mine.").replace('\n', "\r\n"));
        assert!(!clash);
    }

    #[test]
    fn one_place_that_both_changed_is_told() {
        let there = ORIGINAL.replace("One.", "One, and theirs.");
        let (mine, clash) = joined(&there, body("One, and mine.\n\nTwo.\n\nThree."));
        assert_eq!(mine, ORIGINAL.replace("One.", "One, and mine."));
        assert!(clash);
        let set = vec![Change::set("title", Value::text("Mine"))];
        for (there, clash) in [
            (ORIGINAL.replace("title: Roof", "title: Theirs"), true),
            (ORIGINAL.replace("title: Roof", "title: Mine"), false),
            (ORIGINAL.replace("area: Kent", "area: Surrey"), false),
        ] {
            assert_eq!(joined(&there, set.clone()), (there.replace("Roof", "Mine").replace("Theirs", "Mine"), clash));
        }
    }
}
