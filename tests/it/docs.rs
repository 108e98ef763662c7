//! Every block of code in `docs/` and `README.md` is read or run by the program, as what it is meant to be. A block that is
//! none of these fails: whoever writes one says here what it is.

use std::collections::BTreeMap;

use noticeboard::testing::{
    catalogue::reading,
    problem::{Code, Problem},
    settings::{self, Settings},
    source::{SourcePath, Text},
};

use crate::{
    disk::Folder,
    harness::{bulletin, site},
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A fenced block.
#[derive(Debug)]
struct Block {
    file: String,
    line: usize,
    language: String,
    /// The last heading before it.
    heading: String,
    text: String,
}

impl Block {
    fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{ROOT}/{path}")).expect("it is in the repository")
}

fn blocks() -> Vec<Block> {
    let docs = std::fs::read_dir(format!("{ROOT}/docs")).expect("it is there").flatten();
    let docs = docs.map(|entry| format!("docs/{}", entry.file_name().to_string_lossy()));
    let mut files: Vec<String> = docs.filter(|name| name.ends_with(".md")).chain(["README.md".to_owned()]).collect();
    files.sort();
    files.iter().flat_map(|file| blocks_of(file)).collect()
}

fn blocks_of(file: &str) -> Vec<Block> {
    let text = read(file);
    let lines: Vec<&str> = text.lines().collect();
    let (mut blocks, mut heading, mut at) = (Vec::new(), String::new(), 0);
    while at < lines.len() {
        let line = lines[at];
        let ticks = line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
        if line.starts_with('#') {
            line.trim_start_matches(['#', ' ']).clone_into(&mut heading);
        }
        if ticks >= 3 {
            let indent = line.len() - line.trim_start().len();
            let close = "`".repeat(ticks);
            let end = (at + 1..lines.len()).find(|end| lines[*end].trim() == close).expect("it is closed");
            let inside = lines[at + 1..end].iter().map(|line| line.get(indent..).unwrap_or_default());
            blocks.push(Block {
                file: file.to_owned(),
                line: at + 1,
                language: line.trim()[ticks..].to_owned(),
                heading: heading.clone(),
                text: inside.flat_map(|line| [line, "\n"]).collect(),
            });
            at = end;
        }
        at += 1;
    }
    blocks
}

fn errors(found: &[Problem]) -> String {
    let errors = found.iter().filter(|problem| problem.is_error());
    errors.map(|problem| [problem.code.name(), ": ", &problem.message, "\n"].concat()).collect()
}

/// The settings under which the names of the documents' examples are known.
fn settings() -> Settings {
    read_settings("contacts: [{name: Flood wardens, phone: 01632 960144}]\n").0
}

fn read_settings(text: &str) -> (Settings, Vec<Problem>) {
    let text = Text { path: SourcePath::new("site.yaml"), text: text.into() };
    settings::read(Some(&text), "watch")
}

/// What is wrong with a document by itself.
fn read_document(path: &str, text: &str) -> Vec<Problem> {
    reading::read(&SourcePath::new(path), text, [0; 32], &settings(), reading::BodyQuery::Facts).problems
}

/// Front matter with what a bulletin must have, unless the lines give it.
fn front_matter(lines: &str) -> String {
    let given =
        |key: &str| lines.lines().any(|line| line.trim_start_matches('#').trim_start().starts_with(&format!("{key}:")));
    let needed = [("title", "Roof"), ("date", "2026-03-01"), ("area", "Kent")];
    let needed = needed.iter().filter(|(key, _)| !given(key)).map(|(key, value)| format!("{key}: {value}\n"));
    format!("---\n{}{lines}---\nText.\n", needed.collect::<String>())
}

/// Whether a block of YAML can be read: as settings, as lines of front matter, or as a file of words. What is wrong with it
/// as each of them comes out where it can be read as none.
fn yaml(block: &Block) -> Result<(), String> {
    let text = &block.text;
    let tries: [(&str, &dyn Fn() -> Vec<Problem>); 4] = [
        ("settings", &|| read_settings(text).1),
        ("front matter", &|| read_document("content/doc.md", &front_matter(text))),
        ("words", &|| bulletin("").edit("templates/words/en.yaml", text).found()),
        ("words of another language", &|| bulletin("").edit("templates/words/pl.yaml", text).found()),
    ];
    let mut wrong = String::new();
    for (what, of) in tries {
        match errors(&of()) {
            errors if errors.is_empty() => return Ok(()),
            errors => wrong += &format!("as {what}: {errors}"),
        }
    }
    Err(wrong)
}

/// Whether a block of Markdown can be read, as a whole bulletin or page or as the text of one.
fn markdown(block: &Block) -> Result<(), String> {
    let whole = block.text.starts_with("---") || block.text.starts_with("```yaml");
    let text = if whole { block.text.clone() } else { front_matter("").replace("Text.\n", &block.text) };
    let path = if text.contains("date: ") { "content/doc.md" } else { "content/pages/doc.md" };
    let errors = errors(&read_document(path, &text));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// An example of a problem shows it, or shows what to write.
fn mistake(block: &Block) -> Result<(), String> {
    let code = Code::named(&block.heading).ok_or_else(|| format!("`{}` is no code of a problem", block.heading))?;
    let text = &block.text;
    let ways: [&dyn Fn() -> Vec<Problem>; 6] = [
        &|| read_document("content/doc.md", &front_matter(text)),
        &|| read_document("content/doc.md", &front_matter("").replace("Text.\n", text)),
        &|| read_document("content/doc.md", text),
        &|| read_settings(text).1,
        &|| {
            site("")
                .edit("content/doc.md", &front_matter(text))
                .settings(text)
                .edit("templates/words/pl.yaml", text)
                .found()
        },
        &|| {
            site("")
                .edit("content/doc.md", &front_matter("").replace("Text.\n", text))
                .edit("templates/bulletin.html", text)
                .found()
        },
    ];
    let shown = || ways.iter().any(|of| of().iter().any(|problem| problem.code == code));
    // What rules ask is looked at below, all in one run.
    if block.language.is_empty() || SHOWN_BY_SEVERAL_FILES.contains(&code) || shown() {
        return Ok(());
    }
    let right = if block.language == "markdown" { markdown(block) } else { yaml(block) };
    right.map_err(|error| format!("nothing in it is `{}`, and it is not right:\n{error}", code.name()))
}

/// Problems that only several files, the disk or the time can show. Their examples have the wrong line and the right one side
/// by side.
const SHOWN_BY_SEVERAL_FILES: &[Code] =
    &[Code::AreaAmbiguous, Code::ImageMissing, Code::ImageWithoutAlt, Code::ContactUnknown, Code::ContactReplaced];

/// A template, and what it holds that a site's pages can show.
fn template(block: &Block) -> Result<(), String> {
    let name = if block.text.contains("extends") { "bulletin.html" } else { "archive.html" };
    let found = bulletin("").edit(&format!("templates/{name}"), &block.text).found();
    let broken: String = found
        .iter()
        .filter(|problem| problem.code == Code::TemplateBroken)
        .map(|problem| problem.message.clone())
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(broken) }
}

/// The words of a line of a shell.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().expect("there is one").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether each line is a command: one of the program has flags that it knows.
fn commands(block: &Block, folder: &Folder) -> Result<(), String> {
    for line in block.text.lines() {
        let line = line.split(" > ").next().unwrap_or(line);
        let words = shell_words(line);
        let known = ["noticeboard", "cd", "cargo", "export", "rsync"];
        if !known.contains(&words[0].as_str()) {
            return Err(format!("`{line}` is no command"));
        }
        if words[0] == "noticeboard" {
            // The command line is read up to `--help`, and nothing is done.
            let arguments: Vec<&str> = words[1..].iter().map(String::as_str).chain(["--help"]).collect();
            let run = folder.run(&arguments);
            if run.status != Some(0) {
                return Err(run.err);
            }
        }
    }
    Ok(())
}

/// Where a shown output of the program is what it prints.
fn output(block: &Block) -> Result<(), String> {
    let site = site("").edit(
        "content/2026/station-bicycles.md",
        "---\ntitle: Bicycles\ndate: 15.34 on 1/3\narea: Wrenfield\n---\nText.\n",
    );
    let printed = site.problems();
    let shown = block.text.lines().take_while(|line| !line.contains("help:"));
    let missing: Vec<&str> = shown.filter(|line| !printed.lines().any(|known| known == *line)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("{missing:?} is not in\n{printed}")) }
}

fn css(block: &Block) -> Result<(), String> {
    let sheets: String = ["default", "large-print", "newsletter"]
        .iter()
        .flat_map(|theme| walkdir::WalkDir::new(format!("{ROOT}/themes/{theme}")).into_iter().flatten())
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "css"))
        .map(|entry| std::fs::read_to_string(entry.path()).expect("it is a text"))
        .collect();
    let set = block.text.lines().filter_map(|line| line.trim().strip_prefix("--")?.split(':').next());
    let unknown: Vec<&str> = set.filter(|name| !sheets.contains(&format!("var(--{name}"))).collect();
    if unknown.is_empty() { Ok(()) } else { Err(format!("no style sheet uses {unknown:?}")) }
}

/// What a block is, and whether it is right as that.
fn look(block: &Block, folder: &Folder) -> Result<(), String> {
    let first = block.text.lines().next().unwrap_or_default();
    match block.language.as_str() {
        _ if block.file == "docs/problems.md" => mistake(block),
        "yaml" => yaml(block),
        "markdown" => markdown(block),
        "json" => serde_json::from_str::<serde_json::Value>(&block.text).map(drop).map_err(|error| error.to_string()),
        "css" => css(block),
        "sh" => commands(block, folder),
        // `tests/outside/hosting` starts these servers with them.
        "nginx" | "apache" | "caddy" => {
            let check = read("tests/outside/hosting/check.py");
            if check.contains(&block.language) { Ok(()) } else { Err("nothing starts this server".into()) }
        }
        "" if first.starts_with("noticeboard ") || first.starts_with("cargo ") || first.starts_with("rsync ") => {
            commands(block, folder)
        }
        "" if first.starts_with("{%") || first.starts_with("{{") => template(block),
        "" if first.starts_with("error[") => output(block),
        // Folders, a receipt and a drawing are there to be looked at.
        "" if first.starts_with("content/") || block.text.contains('▶') => Ok(()),
        _ => Err("nobody says what this block is".into()),
    }
}

#[test]
fn every_block_is_read_or_run_as_what_it_is() {
    let folder = Folder::with(&["roof"]);
    let blocks = blocks();
    assert!(blocks.len() > 100, "{}", blocks.len());
    let wrong: BTreeMap<String, String> =
        blocks.iter().filter_map(|block| Some((block.place(), look(block, &folder).err()?))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The pairs of examples of what `check` asks about, and what it does not, each with its code.
fn pairs() -> Vec<(String, String, String)> {
    let blocks = blocks_of("docs/problems.md");
    let text = |at: &usize| blocks[*at].language.is_empty();
    let pairs = (0..blocks.len()).filter(text).collect::<Vec<_>>();
    let mut of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for at in pairs {
        of.entry(blocks[at].heading.clone()).or_default().push(blocks[at].text.clone());
    }
    let pair = |(code, texts): (String, Vec<String>)| {
        let mut texts = texts.into_iter();
        Some((code, texts.next()?, texts.next()?))
    };
    of.into_iter().filter(|(code, _)| !ELSEWHERE.contains(&code.as_str())).filter_map(pair).collect()
}

/// What a rule looks for besides what its example shows.
fn context(code: &str) -> &'static str {
    match code {
        "plate-given" | "relative-day" => "kind: appeal\n",
        "missing-too-much" | "found-open" => "kind: missing\n",
        "found-told" => "kind: missing\nstatus: withdrawn\nclosed: 2026-11-03\n",
        _ => "",
    }
}

/// Rules whose examples name other files, pictures or a longer text.
const ELSEWHERE: &[&str] = &[
    "near-duplicate",
    "translation-facts",
    "face-kept",
    "picture-unsourced",
    "sentence-long",
    "contact-unused",
    "area-unused",
];

/// A bulletin of an example: a title, lines of front matter, or a text.
fn bulletin_of(code: &str, example: &str) -> String {
    let lines = context(code);
    if code == "title-shouts" {
        return front_matter(&format!("title: {example}"));
    }
    let key = example.split(": ").next().unwrap_or_default();
    let fields = key.len() < example.len() && key.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_');
    if fields { front_matter(&(lines.to_owned() + example)) } else { front_matter(lines).replace("Text.\n", example) }
}

#[test]
fn check_asks_about_each_example_that_it_says_it_asks_about() {
    let (wrong, right) = (Folder::empty(), Folder::empty());
    let pairs = pairs();
    assert!(pairs.len() > 20, "{}", pairs.len());
    for (code, asks, silent) in &pairs {
        wrong.put(&format!("content/{code}.md"), bulletin_of(code, asks));
        right.put(&format!("content/{code}.md"), bulletin_of(code, silent));
    }
    let asked = |folder: &Folder| {
        let run = folder.run(&["check", "--pedantic", "--now", "2026-11-22 12:00", "--format", "github"]);
        run.out + &run.err
    };
    let (of_wrong, of_right) = (asked(&wrong), asked(&right));
    let asks = |said: &str, code: &str| {
        said.lines().any(|line| line.contains(&format!("content/{code}.md")) && line.contains(&format!("title={code}")))
    };
    let silent: Vec<&String> = pairs.iter().map(|(code, ..)| code).filter(|code| !asks(&of_wrong, code)).collect();
    let loud: Vec<&String> = pairs.iter().map(|(code, ..)| code).filter(|code| asks(&of_right, code)).collect();
    assert!(silent.is_empty() && loud.is_empty(), "not asked: {silent:?}\nasked: {loud:?}\n{of_wrong}");
}

/// Runs the commands of a chapter in order, in a folder that was empty.
fn follow(file: &str, headings: &[&str]) {
    let folder = Folder::empty();
    let mut here = folder.root.clone();
    for block in blocks_of(file).iter().filter(|block| headings.contains(&block.heading.as_str())) {
        if block.language == "markdown" && block.text.starts_with("---") {
            std::fs::write(here.join("content/written.md"), &block.text).expect("the site is there");
            continue;
        }
        for line in block.text.lines() {
            let words = shell_words(line);
            match words[0].as_str() {
                "cd" => here = here.join(&words[1]),
                // There is neither a browser nor a host.
                "noticeboard" if !matches!(words[1].as_str(), "serve" | "publish") => {
                    let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
                    let run = folder
                        .command(&arguments)
                        .current_dir(&here)
                        .env("VISUAL", "true")
                        .env("EDITOR", "true")
                        .output()
                        .expect("the program starts");
                    let said = String::from_utf8_lossy(&run.stderr).into_owned();
                    // `check` names the samples and what is left to be written, and each of these is a reason to fail.
                    let may_report = words[1] == "check";
                    assert!(
                        run.status.success() || (may_report && said.contains("placeholder-left")),
                        "{file}: {line}\n{said}"
                    );
                }
                _ => {}
            }
        }
    }
    assert!(here.join("public/index.html").exists(), "{file}");
}

#[test]
fn the_tours_can_be_followed_word_for_word() {
    follow("README.md", &["A tour in five minutes"]);
    follow("docs/guide.md", &["Make the site and look at it", "Write a bulletin", "Make it yours", "Publish it"]);
}
