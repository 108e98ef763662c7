//! The tree of places as people type it: one a line, those inside another below it with more blanks before them. In: lines, or
//! the areas of the settings. Out: `areas` for the settings, or lines. It must not know the disk or screens.

use crate::{change::Value, settings::AreaSpec};

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
