//! Code and the name of its language in; the code as HTML, its words marked by class, out.
//! The scopes of the grammar are folded into a few classes, which keeps pages small and every colour
//! readable. Must not know where the block stands.

use std::sync::OnceLock;

use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape;

/// The longest block, in bytes, that is highlighted.
const MAX_SIZE: usize = 32 << 10;

/// The longest line, in bytes: the time that a grammar takes grows faster than its lines.
const MAX_LINE: usize = 200;

/// How many bytes of code are highlighted in one body; hostile code can take 0.1 ms a byte.
pub(super) const MAX_IN_BODY: usize = MAX_SIZE;

/// The most that a grammar may have to try. A mark that may open something is tried against all that follows, once for each
/// that came before it on its line: the cube of their number is what lines of nothing else were seen to cost.
const MAX_TRIES: usize = 1_000_000;

/// Class, colour on a light ground, colour on a dark ground, and the scopes that get it. The
/// innermost scope decides; the first row that names it wins. No colour: as the text around.
const CLASSES: &[(&str, &str, &str, &str)] = &[
    ("comment", "#57606a", "#9da7b3", "comment punctuation.definition.comment"),
    ("string", "#0a3069", "#a5d6ff", "string constant.character punctuation.definition.string"),
    ("number", "#0550ae", "#79c0ff", "constant support.constant"),
    ("plain", "", "", "keyword.operator punctuation"),
    ("keyword", "#a4131e", "#ff9d94", "keyword storage"),
    (
        "name",
        "#6639ba",
        "#d2a8ff",
        "entity.name.function entity.name.type entity.name.class support.function support.type",
    ),
    ("tag", "#116329", "#7ee787", "entity.name.tag entity.name.section markup.inserted support.type.property-name"),
    ("attribute", "#0550ae", "#79c0ff", "entity.other.attribute-name variable.other.member"),
    ("variable", "#8a3800", "#ffb77c", "variable"),
    ("deleted", "#82071e", "#ffc1ba", "markup.deleted invalid"),
];

/// The stylesheet for the classes that highlighted code bears, for light and dark.
pub fn highlight_css() -> String {
    let mut css = String::new();
    for &(name, light, dark, _) in CLASSES.iter().filter(|class| !class.1.is_empty()) {
        css.extend([".hl-", name, "{color:light-dark(", light, ",", dark, ")}\n"]);
    }
    css
}

/// Appends `code` as escaped HTML, highlighted when `language` is known and the block is not too
/// large, and says whether it was.
pub(super) fn write(out: &mut String, language: &str, code: &str) -> bool {
    let length = out.len();
    let short = code.len() <= MAX_SIZE && code.lines().all(|line| line.len() <= MAX_LINE);
    let fits = short && code.lines().map(tries).sum::<usize>() <= MAX_TRIES;
    if fits && let Some(syntax) = known(language) {
        if write_marked(out, syntax, code).is_some() {
            return true;
        }
        out.truncate(length);
    }
    escape::text(out, code);
    false
}

fn tries(line: &str) -> usize {
    let opens = |byte: &u8| b"\"'`$\\(){}[]<>*_#@&|=:".contains(byte);
    line.bytes().filter(opens).count().pow(3)
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines)
}

fn known(language: &str) -> Option<&'static SyntaxReference> {
    if matches!(language, "" | "text" | "txt" | "plain") {
        return None;
    }
    syntaxes().find_syntax_by_token(language)
}

/// `None` when the grammar itself is at fault.
fn write_marked(out: &mut String, syntax: &SyntaxReference, code: &str) -> Option<()> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open = "";
    for line in code.split_inclusive('\n') {
        let changes = state.parse_line(line, syntaxes()).ok()?;
        for (word, change) in ScopeRegionIterator::new(&changes, line) {
            stack.apply(change).ok()?;
            if word.is_empty() {
                continue;
            }
            let class = if word.trim().is_empty() { open } else { class_of(&stack) };
            if class != open {
                turn(out, open, class);
                open = class;
            }
            escape::text(out, word);
        }
    }
    turn(out, open, "");
    Some(())
}

fn turn(out: &mut String, from: &str, to: &str) {
    if !from.is_empty() {
        out.push_str("</span>");
    }
    if !to.is_empty() {
        out.extend(["<span class=\"hl-", to, "\">"]);
    }
}

/// The class of what stands under these scopes, or nothing.
fn class_of(stack: &ScopeStack) -> &'static str {
    static SCOPES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    let scopes = SCOPES.get_or_init(|| {
        let each = |class: &(&'static str, &str, &str, &'static str)| {
            let (name, coloured) = (class.0, !class.1.is_empty());
            let scopes = class.3.split(' ').filter_map(|scope| Scope::new(scope).ok());
            scopes.map(move |scope| (scope, if coloured { name } else { "" })).collect::<Vec<_>>()
        };
        CLASSES.iter().flat_map(each).collect()
    });
    let class = |scope: &Scope| scopes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|&(_, class)| class);
    stack.as_slice().iter().rev().find_map(class).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(language: &str, code: &str) -> (bool, String) {
        let mut out = String::new();
        (write(&mut out, language, code), out)
    }

    #[test]
    fn known_languages_are_marked() {
        let (known, html) = marked("rust", "// a < b\nlet x = \"c\";\n");
        assert!(known);
        assert!(html.starts_with("<span class=\"hl-comment\">// a &lt; b\n</span>"), "{html}");
        assert!(
            html.contains("<span class=\"hl-keyword\">let</span>")
                && html.contains("<span class=\"hl-string\">\"c\"</span>"),
            "{html}"
        );
    }

    #[test]
    fn other_code_is_escaped_alone() {
        for language in ["", "text", "klingon"] {
            assert_eq!(marked(language, "a < b\n"), (false, "a &lt; b\n".to_owned()));
        }
        assert!(!marked("rust", &"let x = 1;\n".repeat(4000)).0);
        assert!(!marked("json", &"[1],".repeat(1000)).0);
    }

    #[test]
    fn code_that_would_take_long_is_left_plain() {
        for mark in ["\"", "'", "`", "$(", "\\", "(", "{", "[", "<", "\"'"] {
            let line = mark.repeat(190 / mark.len()) + "\n";
            let code = line.repeat(20);
            for language in ["makefile", "sh", "js", "php", "perl", "ruby", "md", "html"] {
                assert_eq!(marked(language, &code), (false, marked("", &code).1), "{language} {mark}");
            }
        }
        // Real code has fewer, and is marked.
        assert!(marked("makefile", &"all: $(wildcard *.c)\n\t@echo \"$(CC)\" 'x'\n".repeat(60)).0);
        assert!(marked("js", &"const a = { b: [1, 2], c: f(\"d\", `${e}`) };\n".repeat(60)).0);
    }

    #[test]
    fn nothing_of_the_code_is_lost() {
        for language in ["rust", "yaml", "html", "js", "python", "sh", "css", "md", "json", "diff"] {
            let code = "a: <b c=\"d\"> 'e\n\n\t{ f } // g # h\n+ é \\ ${i} \n-- j";
            let (known, html) = marked(language, code);
            assert!(known, "{language}");
            let mut text = String::new();
            for (at, part) in html.split('<').enumerate() {
                text.push_str(if at == 0 { part } else { part.split_once('>').unwrap().1 });
            }
            assert_eq!(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), code);
        }
    }

    /// WCAG 2 contrast of two colours.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |colour: &str| {
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_is_readable() {
        for class in CLASSES.iter().filter(|class| !class.1.is_empty()) {
            for (colour, grounds) in [(class.1, ["#ffffff", "#f0f0f0"]), (class.2, ["#000000", "#2a2a2a"])] {
                for ground in grounds {
                    assert!(contrast(colour, ground) >= 4.5, "{} {colour} on {ground}", class.0);
                }
            }
        }
        assert!(highlight_css().contains(".hl-keyword{color:light-dark(#a4131e,#ff9d94)}"));
    }
}
