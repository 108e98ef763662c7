//! The tree of places as people type it: one a line, those inside another below it with more blanks before them. In: lines, or
//! the areas of the settings. Out: `areas` for the settings, or lines. It must not know the disk or screens.

use crate::{
    change::{Change, Value},
    settings::AreaSpec,
};

/// The tree of places, from lines.
pub fn of_lines(lines: &str) -> Vec<Value> {
    let lines: Vec<(usize, &str)> = lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| (line.len() - line.trim_start().len(), line.trim().trim_start_matches(['-', '•', '*']).trim()))
        .collect();
    inside(&lines)
}

fn inside(lines: &[(usize, &str)]) -> Vec<Value> {
    let mut areas = Vec::new();
    let mut rest = lines;
    while let Some(((indent, name), after)) = rest.split_first() {
        let end = after.iter().position(|(other, _)| other <= indent).unwrap_or(after.len());
        let (below, next) = after.split_at(end);
        let mut entries = vec![("name".to_owned(), Value::text(*name))];
        if !below.is_empty() {
            entries.push(("areas".to_owned(), Value::List(inside(below))));
        }
        areas.push(Value::Map(entries));
        rest = next;
    }
    areas
}

/// The same tree as changes to the one that the settings have: places that stay are written as they are, and new ones as those
/// beside them.
pub fn changes(path: &[String], areas: Vec<Value>, old: Option<&Value>) -> Vec<Change> {
    let Some(Value::List(old)) = old.filter(|old| !old.is_empty()) else {
        return vec![Change::Set { path: path.to_vec(), value: Value::List(areas) }];
    };
    let areas = written_as(areas, old);
    let names = |areas: &[Value]| areas.iter().map(|area| name(area).map(str::to_owned)).collect::<Vec<_>>();
    let has_both = |(old, new): &(&Value, &Value)| [old, new].iter().all(|area| below_of(area).is_some());
    let mut pairs = old.iter().zip(&areas).filter(|(old, new)| old != new).peekable();
    // Where the places themselves stay, and only what is inside one of them changes, its own list changes.
    if names(old) == names(&areas) && pairs.clone().all(|pair| has_both(&pair)) && pairs.peek().is_some() {
        let inside = old.iter().zip(&areas).enumerate().filter(|(_, (old, new))| old != new);
        let change = |(at, (old, new)): (usize, (&Value, &Value))| {
            let path = [path, &[at.to_string(), BELOW.to_owned()]].concat();
            below_of(new).map(|new| self::changes(&path, new.to_vec(), old.at(&[BELOW.to_owned()])))
        };
        return inside.filter_map(change).flatten().collect();
    }
    vec![Change::Set { path: path.to_vec(), value: Value::List(areas) }]
}

const BELOW: &str = "areas";

/// What a place is called, whether it is written as a text or as a map.
fn name(area: &Value) -> Option<&str> {
    area.as_text().or_else(|| area.at(&["name".to_owned()])?.as_text())
}

fn below_of(area: &Value) -> Option<&[Value]> {
    match area.at(&[BELOW.to_owned()]) {
        Some(Value::List(areas)) => Some(areas),
        _ => None,
    }
}

/// Places as those of an old tree are written.
fn written_as(areas: Vec<Value>, old: &[Value]) -> Vec<Value> {
    let is_plain = old.iter().any(|area| area.as_text().is_some());
    let one = |area: Value| {
        let known = old.iter().find(|known| name(known) == name(&area));
        match (below_of(&area), known) {
            (None, Some(known)) if below_of(known).is_none() => known.clone(),
            (None, None) if is_plain => Value::text(name(&area).unwrap_or_default()),
            (Some(below), Some(Value::Map(known))) => {
                let old = known.iter().find(|(key, _)| key == BELOW);
                let old = if let Some((_, Value::List(old))) = old { old.as_slice() } else { &[] };
                let list = Value::List(written_as(below.to_vec(), old));
                let mut map: Vec<_> = known.iter().filter(|(key, _)| key != BELOW).cloned().collect();
                map.push((BELOW.to_owned(), list));
                Value::Map(map)
            }
            _ => area,
        }
    };
    areas.into_iter().map(one).collect()
}

/// The lines of a tree; none where more is said of a place than its name, which lines cannot hold.
pub fn as_lines(areas: &[AreaSpec]) -> Option<String> {
    let mut lines = String::new();
    below(areas, 0, &mut lines)?;
    Some(lines)
}

fn below(areas: &[AreaSpec], depth: usize, lines: &mut String) -> Option<()> {
    for area in areas {
        let plain = area.aliases.is_empty() && area.position.is_none() && area.outline.is_empty();
        plain.then_some(())?;
        lines.push_str(&"  ".repeat(depth));
        lines.push_str(&area.name);
        lines.push('\n');
        below(&area.areas, depth + 1, lines)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        change::yaml::{self, Style},
        settings,
        source::{SourcePath, Text},
    };

    #[test]
    fn places_are_a_tree_by_their_blanks() {
        let lines = "Wrenfield\n  High Street\n  Mill End\n    The Lock\n\nTanfold\n";
        let text = yaml::entry("areas", &Value::List(of_lines(lines)), 0, Style::Block);
        assert_eq!(
            text,
            "areas:\n  - name: Wrenfield\n    areas:\n      - name: High Street\n      - name: Mill End\n        areas:\n          - name: The Lock\n  - name: Tanfold\n"
        );
        let read = |text: &str| {
            let source = Text { path: SourcePath::new("site.yaml"), text: text.into() };
            settings::read(Some(&source), "").0
        };
        assert_eq!(as_lines(&read(&text).areas).as_deref(), Some(&*lines.replace("\n\n", "\n")));
        let more = read("areas:\n  - {name: Tanfold, aliases: [The Fold]}\n");
        assert_eq!(as_lines(&more.areas), None);
    }
}
