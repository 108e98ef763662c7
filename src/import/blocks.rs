//! Blocks to Markdown, as somebody would write it by hand: marks only where they mean something, and a backslash only
//! where a character would otherwise be one. In: [`Block`]s. Out: text. It must not know where they came from.

use super::document::{Block, Inline, words};

/// Markdown of some blocks, without a line end behind it.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        let text = one(block);
        if text.is_empty() {
            continue;
        }
        if let Some(last) = last {
            out.push_str("\n\n");
            // Two lists that follow one another would become one.
            if let (Block::List(a, _), Block::List(b, _)) = (last, block)
                && a.is_some() == b.is_some()
            {
                out.push_str("<!-- -->\n\n");
            }
        }
        out.push_str(&text);
        last = Some(block);
    }
    out
}

fn one(block: &Block) -> String {
    match block {
        Block::Heading(level, inlines) => {
            let text = inline(inlines).replace('\n', " ");
            let text = text.trim();
            if text.is_empty() {
                String::new()
            } else {
                format!("{} {text}", "#".repeat(usize::from(*level).clamp(1, 6)))
            }
        }
        Block::Paragraph(inlines) => paragraph(inlines),
        Block::List(start, items) => list(*start, items),
        Block::Quote(blocks) => prefixed(&markdown(blocks), "> ", "> "),
        Block::Code(text) => {
            let fence = if text.contains("```") { "~~~~" } else { "```" };
            format!("{fence}\n{}\n{fence}", text.trim_matches('\n'))
        }
        Block::Table(rows) => table(rows),
        Block::Footnote(label, inlines) => format!("[^{label}]: {}", paragraph(inlines).replace('\n', " ")),
        Block::Rule => "---".into(),
    }
}

fn paragraph(inlines: &[Inline]) -> String {
    let text = inline(inlines);
    let lines: Vec<String> = text.lines().map(|line| line_start(line.trim())).filter(|line| !line.is_empty()).collect();
    // A line end inside a paragraph was meant: the dialect would join the lines.
    lines.join("\\\n")
}

/// Escapes what would make a line more than a line of text.
fn line_start(line: &str) -> String {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) && rest[1..].starts_with([' ', '\t']) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    let marks = line.starts_with(['#', '>', '+', '-', '=', '~', '•', '–', '|'])
        || line.starts_with("```")
        || line.starts_with(":::");
    let harmless = line.starts_with('-') && line[1..].starts_with(|c: char| c.is_alphanumeric())
        || line.starts_with('+') && line[1..].starts_with(|c: char| c.is_ascii_digit())
        || line.starts_with('#')
            && !line.trim_start_matches('#').starts_with([' ', '\t'])
            && line.len() > 1
            && !line.starts_with("##");
    // These two are lists to this dialect alone, and no backslash stands before them.
    if line.starts_with(['•', '–']) {
        return line.replacen(' ', "\u{a0}", 1);
    }
    if marks && !harmless { format!("\\{line}") } else { line.to_owned() }
}

fn list(start: Option<u64>, items: &[Vec<Block>]) -> String {
    // A list is loose when some item has more than a paragraph and a list below it.
    let tight = items.iter().all(|item| {
        item.iter().enumerate().all(|(at, block)| match block {
            Block::Paragraph(_) => at == 0,
            Block::List(..) => true,
            _ => false,
        })
    });
    let mut out = String::new();
    for (number, item) in (start.unwrap_or(1)..).zip(items.iter().filter(|item| !item.is_empty())) {
        let mark = if start.is_some() { format!("{number}. ") } else { "- ".to_owned() };
        let text = if tight {
            item.iter().map(one).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        } else {
            markdown(item)
        };
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(if tight { "\n" } else { "\n\n" });
        }
        out.push_str(&prefixed(&text, &mark, &" ".repeat(mark.len())));
    }
    out
}

/// Lines with `first` before the first and `rest` before the others.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        let mark = if at == 0 { first } else { rest };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { mark.trim_end() } else { mark });
        out.push_str(line);
    }
    out
}

fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return String::new();
    }
    let cell = |cell: Option<&Vec<Inline>>| {
        cell.map(|cell| inline(cell).split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|"))
            .unwrap_or_default()
    };
    let line = |row: &Vec<Vec<Inline>>| {
        let cells: Vec<String> = (0..width).map(|at| cell(row.get(at))).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1.min(lines.len()), format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

/// Markdown of a run of inlines; a break is a line end.
pub fn inline(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&escaped(text)),
            Inline::Strong(inner) => marked(&mut out, "**", inner),
            Inline::Emphasis(inner) => marked(&mut out, "*", inner),
            Inline::Struck(inner) => marked(&mut out, "~~", inner),
            Inline::Link(to, inner) => link(&mut out, to, inner),
            Inline::Picture { src, alt } => {
                out.push_str(&format!("![{}]({})", escaped(alt).replace('\n', " "), destination(src)));
            }
            Inline::Code(text) => {
                let ticks = if text.contains('`') { "``" } else { "`" };
                out.push_str(&format!("{ticks}{text}{ticks}"));
            }
            Inline::Note(label) => out.push_str(&format!("[^{label}]")),
            Inline::Break => {
                let end = out.trim_end_matches(' ').len();
                out.truncate(end);
                out.push('\n');
            }
        }
    }
    out
}

/// Marks round some inlines, with the blanks at their ends outside.
fn marked(out: &mut String, mark: &str, inner: &[Inline]) {
    let text = inline(inner);
    let core = text.trim();
    if core.is_empty() {
        out.push_str(&text);
        return;
    }
    let lead = &text[..text.len() - text.trim_start().len()];
    let tail = &text[text.trim_end().len()..];
    out.push_str(lead);
    // Marks do not reach over lines that are kept apart.
    for (at, line) in core.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let line = line.trim();
        // A mark beside a letter, with a sign inside it, would be no mark.
        let glued = out.ends_with(char::is_alphanumeric) && !line.starts_with(char::is_alphanumeric);
        if line.is_empty() || glued {
            out.push_str(line);
        } else {
            out.extend([mark, line, mark]);
        }
    }
    out.push_str(tail);
}

fn link(out: &mut String, to: &str, inner: &[Inline]) {
    let text = inline(inner).replace('\n', " ");
    let plain = words(inner);
    let plain = plain.trim();
    if plain == to && to.starts_with("http") {
        out.push_str(to);
        return;
    }
    let bare = to.trim_start_matches("mailto:");
    if to.starts_with("mailto:") && plain == bare || to.starts_with("tel:") || to.is_empty() || text.trim().is_empty() {
        out.push_str(&text);
        return;
    }
    let lead = &text[..text.len() - text.trim_start().len()];
    let tail = &text[text.trim_end().len()..];
    out.push_str(&format!("{lead}[{}]({}){tail}", text.trim(), destination(to)));
}

fn destination(to: &str) -> String {
    let to = to.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], "");
    let open = to.matches('(').count();
    if open == to.matches(')').count() && !to.contains('\\') { to } else { format!("<{to}>") }
}

/// Text with a backslash before what would be a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    // An address is taken whole, so nothing in it is a mark.
    let mut address = false;
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if blank(before) {
            let rest: String = chars[at..].iter().take(8).collect();
            address = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
        }
        let inside_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let mark = match c {
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
            '*' => !(address || blank(before) && blank(after)),
            '_' => !(inside_word || address || blank(before) && blank(after)),
            '`' | '[' => true,
            '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => !address && entity(&chars[at..]),
            '~' => before == Some('~') || after == Some('~'),
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether an entity begins here.
fn entity(rest: &[char]) -> bool {
    let name: Vec<char> =
        rest[1..].iter().copied().take(32).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
    !name.is_empty() && rest.get(1 + name.len()) == Some(&';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    #[test]
    fn marks_stand_only_where_they_mean_something() {
        let blocks = [
            Block::Heading(2, text("What was taken")),
            Block::List(
                None,
                vec![vec![Block::Paragraph(text("A drill"))], vec![Block::Paragraph(text("A 3*4 frame_x"))]],
            ),
            Block::Paragraph(vec![
                Inline::Text("Call".into()),
                Inline::Strong(text(" 01632 960101 ")),
                Inline::Text("quoting 46/100234/26 [urgent] <b>".into()),
                Inline::Break,
                Inline::Text("# not a heading".into()),
                Inline::Break,
                Inline::Text("1. not a list".into()),
            ]),
            Block::Table(vec![vec![text("Ward"), text("Sheds")], vec![text("Mill|End"), text("4")]]),
        ];
        assert_eq!(
            markdown(&blocks),
            "## What was taken\n\n- A drill\n- A 3\\*4 frame_x\n\nCall **01632 960101** quoting 46/100234/26 \\[urgent] \\<b>\\\n\\# not a heading\\\n1\\. not a list\n\n| Ward | Sheds |\n| --- | --- |\n| Mill\\|End | 4 |"
        );
    }

    #[test]
    fn links_that_say_where_they_lead_are_bare() {
        let link = |to: &str, words: &str| inline(&[Inline::Link(to.into(), text(words))]);
        assert_eq!(link("https://a.example/x", "https://a.example/x"), "https://a.example/x");
        assert_eq!(link("https://a.example/x_(y)", "here"), "[here](https://a.example/x_(y))");
        assert_eq!(link("mailto:a@police.example", "a@police.example"), "a@police.example");
    }
}
