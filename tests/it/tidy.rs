//! What holds the tree together: which module may know which, the shape of files, and that documents and code say the
//! same (design.md, "Layout" and "Tests"; docs/architecture.md).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use noticeboard::testing::{catalogue::FIELDS, embedded, lint::RULES, problem::Code, settings::KEYS};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// For each module of `src`: the modules that it may use. Who adds a line here changes the architecture.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &["pictures"]),
    ("problem", &["pictures", "source"]),
    ("embedded", &["source"]),
    ("stamp", &[]),
    ("huge_pages", &[]),
    ("replace", &[]),
    ("moment", &[]),
    ("telephone", &[]),
    ("media", &[]),
    ("timetable", &["moment"]),
    ("schema", &["address", "catalogue", "settings"]),
    ("published", &["address", "catalogue", "moment", "plan", "source"]),
    ("cards", &[]),
    ("pictures", &[]),
    ("markdown", &[]),
    ("language", &[]),
    ("search", &[]),
    ("parse", &["markdown", "moment", "problem", "source"]),
    ("lint", &["address", "catalogue", "language", "markdown", "moment", "parse", "problem", "settings", "source"]),
    ("change", &["parse", "problem", "source"]),
    ("address", &[]),
    ("assets", &["address", "embedded", "source"]),
    (
        "settings",
        &["address", "catalogue", "language", "markdown", "moment", "parse", "problem", "source", "telephone"],
    ),
    ("words", &["embedded", "language", "moment", "parse", "problem", "source"]),
    (
        "catalogue",
        &["address", "language", "markdown", "moment", "parse", "pictures", "problem", "search", "settings", "source"],
    ),
    ("role", &[]),
    ("plan", &["address", "assets", "catalogue", "pictures", "problem", "role", "search", "settings", "source"]),
    (
        "view",
        &[
            "address",
            "catalogue",
            "language",
            "markdown",
            "moment",
            "parse",
            "pictures",
            "plan",
            "search",
            "settings",
            "source",
        ],
    ),
    (
        "render",
        &[
            "address",
            "assets",
            "cards",
            "embedded",
            "language",
            "markdown",
            "media",
            "moment",
            "parse",
            "pictures",
            "plan",
            "problem",
            "search",
            "settings",
            "source",
            "telephone",
            "view",
            "words",
        ],
    ),
    (
        "site",
        &[
            "address",
            "assets",
            "catalogue",
            "embedded",
            "markdown",
            "moment",
            "pictures",
            "parse",
            "plan",
            "problem",
            "published",
            "render",
            "settings",
            "source",
            "view",
            "words",
        ],
    ),
    (
        "import",
        &[
            "address",
            "catalogue",
            "change",
            "language",
            "markdown",
            "moment",
            "parse",
            "settings",
            "source",
            "telephone",
        ],
    ),
    // The edges.
    ("fetch", &[]),
    ("read", &["embedded", "media", "pictures", "problem", "source", "stamp"]),
    (
        "cache",
        &[
            "address",
            "catalogue",
            "lint",
            "markdown",
            "moment",
            "problem",
            "published",
            "read",
            "render",
            "role",
            "settings",
            "source",
            "stamp",
        ],
    ),
    ("write", &["cache", "clock", "problem", "render", "source", "stamp"]),
    ("clock", &["moment"]),
    ("terminal", &["write"]),
    (
        "serve",
        &[
            "address",
            "cache",
            "catalogue",
            "clock",
            "lint",
            "media",
            "moment",
            "plan",
            "problem",
            "published",
            "read",
            "render",
            "settings",
            "site",
            "source",
        ],
    ),
    ("publish", &["address", "cache", "media", "moment", "published", "role", "settings", "write"]),
    (
        "desk",
        &[
            "address",
            "cache",
            "catalogue",
            "change",
            "clock",
            "embedded",
            "import",
            "media",
            "moment",
            "parse",
            "pictures",
            "plan",
            "problem",
            "publish",
            "published",
            "read",
            "render",
            "replace",
            "serve",
            "settings",
            "source",
            "words",
        ],
    ),
    (
        "commands",
        &[
            "address",
            "cache",
            "catalogue",
            "change",
            "clock",
            "huge_pages",
            "desk",
            "fetch",
            "import",
            "lint",
            "moment",
            "parse",
            "plan",
            "problem",
            "publish",
            "published",
            "read",
            "render",
            "replace",
            "schema",
            "serve",
            "settings",
            "site",
            "source",
            "stamp",
            "terminal",
            "timetable",
            "write",
        ],
    ),
    (
        "testing",
        &[
            "address",
            "cards",
            "catalogue",
            "change",
            "desk",
            "embedded",
            "lint",
            "markdown",
            "moment",
            "parse",
            "pictures",
            "plan",
            "problem",
            "publish",
            "published",
            "read",
            "render",
            "role",
            "search",
            "settings",
            "site",
            "source",
            "words",
        ],
    ),
    ("main", &[]),
    ("lib", &[]),
];

/// The modules with effects: disk, clock, environment, processes, terminal.
const EDGES: &[&str] = &[
    "stamp",
    "replace",
    "fetch",
    "huge_pages",
    "read",
    "cache",
    "write",
    "clock",
    "terminal",
    "serve",
    "desk",
    "publish",
    "commands",
    "main",
];

/// What only these modules may name: each library has one adapter.
const ALONE: &[(&str, &[&str])] = &[
    ("tera::", &["render"]),
    ("serde_yaml::", &["parse"]),
    ("pulldown_cmark::", &["markdown"]),
    ("ammonia::", &["markdown"]),
    ("syntect::", &["markdown"]),
    ("jiff::", &["moment"]),
    ("regex::", &["import", "lint"]),
    ("aho_corasick::", &["catalogue", "lint"]),
    // Feeds are written, and drawings are read.
    ("quick_xml::", &["import", "pictures", "publish", "render"]),
    ("image::", &["pictures"]),
    ("fast_image_resize::", &["pictures"]),
    ("harfrust::", &["cards"]),
    ("skrifa::", &["cards"]),
    ("unicode_bidi::", &["cards"]),
    ("tiny_skia::", &["cards"]),
    ("clap::", &["commands", "terminal"]),
    ("walkdir::", &["commands", "publish", "read", "serve", "write"]),
    ("mail_parser::", &["import"]),
    ("feed_rs::", &["import"]),
    ("chrono::", &["import"]),
    ("zip::", &["import"]),
    ("cfb::CompoundFile as", &["import"]),
    ("chardetng::", &["import"]),
    ("encoding_rs::", &["import", "read"]),
    ("toml::", &["import"]),
    ("indicatif::", &["terminal"]),
    ("ctrlc::", &["terminal"]),
    ("axum::", &["desk", "serve"]),
    ("hyper::", &["serve"]),
    ("tokio::", &["desk", "publish", "serve"]),
    ("opendal::", &["publish"]),
    ("ureq::", &["fetch", "publish"]),
    ("rusty_s3::", &["publish"]),
    ("md5::", &["publish"]),
    ("flate2::", &["pictures", "publish"]),
    ("notify::", &["serve"]),
    ("getrandom::", &["desk"]),
    ("multer::", &["desk"]),
];

/// One file of `src`: its path below it, the module that it belongs to, its text, and that without comments and tests.
struct Source {
    path: String,
    module: String,
    text: String,
    code: String,
}

pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder, by their paths below the root.
fn files(folder: &str) -> Vec<String> {
    let mut files: Vec<String> = walkdir::WalkDir::new(Path::new(ROOT).join(folder))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(ROOT).expect("it lies in the root").to_string_lossy().into_owned())
        .collect();
    files.sort();
    files
}

fn sources() -> Vec<Source> {
    let paths: Vec<String> = files("src").into_iter().filter(|path| path.ends_with(".rs")).collect();
    let texts: BTreeMap<&String, String> = paths.iter().map(|path| (path, read(path))).collect();
    // `#[cfg(test)] mod tests;` makes a whole file one of tests.
    let mut of_tests = BTreeSet::new();
    for (path, text) in &texts {
        let folder = path
            .strip_suffix("/mod.rs")
            .or_else(|| path.strip_suffix("/lib.rs"))
            .unwrap_or(path.trim_end_matches(".rs"));
        for after in text.split("#[cfg(test)]").skip(1) {
            if let Some(name) =
                after.trim_start().strip_prefix("mod ").and_then(|rest| rest.split_once(';')).map(|(name, _)| name)
                && name.chars().all(|c| c.is_alphanumeric() || c == '_')
            {
                of_tests.insert(format!("{folder}/{name}.rs"));
            }
        }
    }
    let source = |path: &&String| {
        let text = texts[*path].clone();
        let below = path.strip_prefix("src/").expect("it lies in src");
        let module = below.split('/').next().expect("it has a name").trim_end_matches(".rs").to_owned();
        let code =
            if of_tests.contains(*path) { "" } else { text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("") };
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        Source { path: (*path).clone(), module, text: text.clone(), code }
    };
    paths.iter().map(|path| source(&path)).collect()
}

/// The modules that a code names as `crate::NAME` or inside `use crate::{…}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for (at, mark) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + mark.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            used.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut item = String::new();
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    used.insert(name(item.trim()));
                    item.clear();
                    continue;
                }
                _ => {}
            }
            item.push(c);
        }
        used.insert(name(item.trim()));
    }
    used.remove("");
    used
}

#[test]
fn every_file_begins_with_what_it_is() {
    for source in sources() {
        assert!(source.text.starts_with("//! "), "{} begins without `//!`", source.path);
        let lines = source.text.lines().take_while(|line| line.starts_with("//!")).count();
        assert!(lines <= 8, "{} needs {lines} lines to say what it is", source.path);
    }
}

#[test]
fn modules_know_only_what_they_may() {
    let may: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    for source in sources() {
        let Some(allowed) = may.get(source.module.as_str()) else { panic!("{} is in no line of MAY_USE", source.path) };
        for name in used(&source.code) {
            let known = name == source.module || allowed.contains(&name.as_str()) || !may.contains_key(name.as_str());
            assert!(known, "{} may not use `crate::{name}`", source.path);
        }
    }
}

#[test]
fn the_table_of_modules_has_no_stale_line() {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        found.entry(source.module.clone()).or_default().extend(used(&source.code));
    }
    for (module, allowed) in MAY_USE {
        let used = found.get(*module).unwrap_or_else(|| panic!("there is no module {module}"));
        for name in *allowed {
            assert!(used.contains(*name), "{module} no longer uses {name}: take it out of MAY_USE");
        }
    }
}

#[test]
fn commands_share_no_parts_of_other_commands() {
    let sources: Vec<Source> = sources().into_iter().filter(|source| source.module == "commands").collect();
    let name = |source: &Source| source.path.trim_end_matches("/mod.rs").trim_end_matches(".rs")[13..].to_owned();
    let commands: BTreeSet<String> =
        sources.iter().filter(|source| source.code.contains("pub fn run(global")).map(name).collect();
    assert!(commands.contains("build") && commands.contains("publish"), "{commands:?}");
    for source in sources.iter().filter(|source| source.path != "src/commands/mod.rs") {
        // A module of the program may have the name of a command.
        let modules = used(&source.code);
        let own = source
            .code
            .split("use crate::{")
            .enumerate()
            .map(|(at, part)| if at == 0 { part } else { part.split_once("};").map_or("", |(_, rest)| rest) });
        let code = own.collect::<String>();
        let own_name = |command: &&String| source.path.starts_with(&format!("src/commands/{command}"));
        for command in commands.iter().filter(|it| !own_name(it) && !modules.contains(*it)) {
            for (at, _) in code.match_indices(&format!("{command}::")) {
                let (before, after) = (&code[..at], &code[at + command.len() + 2..]);
                let other = before.ends_with("crate::") || before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                // A command may run another, as its user would.
                let options = format!("{}{}Options", command[..1].to_uppercase(), &command[1..]);
                let runs = after.starts_with("run(") || after.starts_with(&options);
                assert!(runs || other, "{} takes a part of `{command}`: {after:.30}", source.path);
            }
        }
    }
}

#[test]
fn effects_are_at_the_edges() {
    let effects = [
        "std::fs",
        "std::env::",
        "env::var",
        "SystemTime",
        "Instant",
        "process::",
        "println!",
        "eprintln!",
        "print!",
        "std::net",
        "File::open",
        "thread::spawn",
    ];
    for source in sources().iter().filter(|source| !EDGES.contains(&source.module.as_str())) {
        for effect in effects {
            assert!(!source.code.contains(effect), "{} has an effect: {effect}", source.path);
        }
    }
}

#[test]
fn each_library_has_its_adapter() {
    for (library, modules) in ALONE {
        for source in sources().iter().filter(|source| !modules.contains(&source.module.as_str())) {
            assert!(!source.code.contains(library), "{} uses {library}, which belongs to {modules:?}", source.path);
        }
    }
}

#[test]
fn no_hidden_state() {
    for source in sources() {
        for state in ["RefCell", "static mut", "thread_local!", "lazy_static"] {
            assert!(!source.code.contains(state), "{} holds hidden state: {state}", source.path);
        }
    }
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    for source in sources() {
        assert!(!source.code.contains(".unwrap()"), "{} unwraps: say why it cannot fail, or hand it on", source.path);
    }
}

#[test]
fn no_two_types_have_one_name() {
    // One of two files is compiled: with pictures, or without.
    let alternatives = ["src/pictures/undrawn.rs"];
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for source in sources().iter().filter(|source| !alternatives.contains(&source.path.as_str())) {
        for line in source.code.lines() {
            let line = ["pub(crate) ", "pub(super) ", "pub "]
                .iter()
                .find_map(|public| line.strip_prefix(public))
                .unwrap_or(line);
            let Some(rest) = ["struct ", "enum ", "trait ", "type "].iter().find_map(|word| line.strip_prefix(word))
            else {
                continue;
            };
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            let other = named.insert(name.clone(), source.path.clone());
            assert_eq!(other, None, "{name} of {} has a namesake", source.path);
        }
    }
    assert!(named.len() > 100, "only {} types were found", named.len());
}

#[test]
fn files_are_short() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= 600, "{} has {lines} lines", source.path);
    }
}

#[test]
fn what_is_in_the_templates_and_themes_is_in_the_binary() {
    let code = read("src/embedded.rs");
    for path in files("templates") {
        let name = path.strip_prefix("templates/").expect("it lies there");
        let found = embedded::TEMPLATES
            .iter()
            .chain(embedded::SCREENS)
            .chain(embedded::WORDS)
            .find(|(known, _)| *known == name);
        assert!(found.is_some_and(|(_, text)| *text == read(&path)), "{path} is not in src/embedded.rs");
    }
    for path in files("themes") {
        let name = path.strip_prefix("themes/").expect("it lies there");
        assert!(
            code.contains(&format!("\"{name}\"")) || code.contains(&format!("\"../{path}\"")),
            "{path} is not in src/embedded.rs"
        );
    }
}

#[test]
fn every_problem_is_met_by_some_test() {
    let tests: String = files("tests/it")
        .iter()
        .filter(|path| path.ends_with(".rs") && !path.ends_with("tidy.rs"))
        // A rule has its cases beside it.
        .chain(&files("src/lint/rules"))
        .map(|path| read(path))
        .collect();
    let missing: Vec<&str> = Code::ALL.iter().map(|code| code.name()).filter(|name| !tests.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn the_document_of_problems_has_each_with_its_explanation() {
    let text = read("docs/problems.md");
    let sections: BTreeMap<&str, &str> = text
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(head, rest)| (head.trim().trim_matches('`'), rest))
        .collect();
    for code in Code::ALL {
        let section = sections.get(code.name()).unwrap_or_else(|| panic!("{} is not in docs/problems.md", code.name()));
        assert!(
            section.contains(code.explanation()),
            "docs/problems.md says something else of {}: {section}",
            code.name()
        );
    }
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    for section in sections.keys().filter(|name| name.contains('-')) {
        assert!(names.contains(section), "docs/problems.md has {section}, which is no code");
    }
}

#[test]
fn the_document_of_problems_shows_the_examples_of_each_rule() {
    let text = read("docs/problems.md");
    for rule in RULES.iter().filter(|rule| rule.code != Code::PlaceholderLeft) {
        let section = text.split_once(&format!("\n## {}\n", rule.code.name())).map_or("", |(_, rest)| rest);
        let examples =
            format!("Asks about this, and not about that:\n\n```\n{}\n```\n\n```\n{}\n```\n", rule.asks, rule.silent);
        assert!(
            section.contains(&examples),
            "docs/problems.md has other examples of {} than its rule",
            rule.code.name()
        );
    }
}

/// The rows of all tables of a document whose first cell begins with a word in backticks.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim().trim_matches('|').replace("\\|", "\u{1}");
        line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
    };
    text.lines().filter(|line| line.starts_with("| ")).map(cells).collect()
}

/// The words in backticks of a cell.
pub fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_reference_has_every_field_with_its_other_names() {
    let text = read("docs/reference.md");
    let rows = rows(&text);
    for field in FIELDS {
        let row = rows.iter().find(|row| {
            names(&row[0]) == [field.name]
                && row.len() >= 3
                && field.others.iter().all(|other| row[1].contains(&format!("`{other}`")))
        });
        assert!(row.is_some(), "docs/reference.md has no row for {field:?}");
    }
}

#[test]
fn the_reference_has_every_setting() {
    let text = read("docs/reference.md");
    let rows = rows(&text);
    for key in KEYS {
        assert!(
            rows.iter().any(|row| names(&row[0]).contains(key)),
            "docs/reference.md has no row for the setting `{key}`"
        );
    }
}

/// Files that people wrote: no build output, nothing installed.
fn written() -> Vec<String> {
    let skip = ["target", ".git", "public", ".noticeboard", "node_modules", ".installed"];
    let walk = walkdir::WalkDir::new(ROOT)
        .into_iter()
        .filter_entry(|entry| !skip.iter().any(|name| entry.file_name() == *name));
    walk.flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(ROOT).expect("it lies in the root").to_string_lossy().into_owned())
        .collect()
}

#[test]
fn no_path_of_a_machine_and_no_foreign_host_is_in_the_tree() {
    let paths = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("C:", "\\Users"),
    ];
    for path in written() {
        let Ok(text) = fs::read_to_string(Path::new(ROOT).join(&path)) else { continue };
        for machine in paths {
            assert!(!text.contains(machine), "{path} names {machine}");
        }
        for line in text.lines().filter(|line| line.contains("\"resolved\":")) {
            assert!(line.contains("\"https://registry.npmjs.org/"), "{path}: {line}");
        }
        for line in text.lines().filter(|line| line.starts_with("source = ")) {
            assert!(
                line.contains("\"registry+https://github.com/rust-lang/crates.io-index\"")
                    || !path.ends_with("Cargo.lock"),
                "{path}: {line}"
            );
        }
    }
}

#[test]
fn the_tree_speaks_of_the_program_and_not_of_who_wrote_it() {
    let words = [
        concat!("Clau", "de"),
        concat!("Anthro", "pic"),
        concat!("Open", "AI"),
        concat!("Chat", "GPT"),
        concat!("Co-pi", "lot"),
        concat!("AI-gene", "rated"),
        concat!("language mo", "del"),
    ];
    for path in written().into_iter().filter(|path| !path.ends_with(".lock") && !path.ends_with("package-lock.json")) {
        let Ok(text) = fs::read_to_string(Path::new(ROOT).join(&path)) else { continue };
        for word in words {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
}

#[test]
fn every_test_file_is_in_the_one_binary() {
    let main = read("tests/it/main.rs");
    for path in files("tests/it").iter().filter(|path| path.ends_with(".rs") && !path.ends_with("main.rs")) {
        let name = path.rsplit('/').next().expect("it has a name").trim_end_matches(".rs");
        assert!(main.contains(&format!("mod {name};")), "{path} is not in tests/it/main.rs");
        assert!(read(path).starts_with("//! "), "{path} begins without `//!`");
    }
}
