//! YAML as a small tree in which every key and value knows its place and every scalar its text, character for character.
//! In: YAML and where it stands. Out: a [`Map`] and problems. It alone knows the YAML library, and no field.

use std::collections::{BTreeMap, HashMap, btree_map::Entry};

use serde::{Deserialize, Serialize};
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle};

use super::mend::{Dialect, KeyName, MendedText, Mends, Names, is_blank, mends, strange_alias};
use crate::{
    problem::{Code, Edit, Fix, FixAction, Problem, Safety, UnreadableLine, wording},
    source::{Place, SourcePath, Span},
};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct Node {
    pub span: Span,
    pub value: TreeValue,
}

#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub enum TreeValue {
    Null,
    Text(String),
    List(Vec<Node>),
    Map(Map),
}

impl Node {
    /// Whether there is no value, or an empty list, which says that there is none.
    pub fn is_none(&self) -> bool {
        match &self.value {
            TreeValue::List(list) => list.is_empty(),
            value => *value == TreeValue::Null,
        }
    }

    /// Whether nothing is said: no value, or a text of blanks, as HTML writes them too.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            TreeValue::Null => true,
            TreeValue::Text(text) => {
                let said = |text: &str| text.find(|letter: char| !is_blank(letter) && !letter.is_control());
                said(text).is_none_or(|at| {
                    let rest = &text[at..];
                    rest.starts_with('&') && said(&html_escape::decode_html_entities(rest)).is_none()
                })
            }
            // An empty list says that there is none.
            TreeValue::List(list) => !list.is_empty() && list.iter().all(Node::is_blank),
            // As forms write what nobody filled in: `image: {src: ""}`.
            TreeValue::Map(map) => map.entries.iter().all(|entry| entry.value.is_blank()),
        }
    }
}

/// Keys and values in their order.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Map {
    pub entries: Vec<MapEntry>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct MapEntry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

impl Map {
    /// The value of a key that is present and not empty. Capitals make no difference: telephones put them by themselves.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
        (!entry.value.is_blank()).then_some(&entry.value)
    }

    /// The value at a path such as `og.title`; a key that is spelt `og.title` itself is found too.
    pub fn find(&self, path: &str) -> Option<&Node> {
        if let Some(node) = self.get(path) {
            return Some(node);
        }
        // Nearly all are short and have none.
        let dot = path.bytes().position(|byte| byte == b'.')?;
        match &self.get(&path[..dot])?.value {
            TreeValue::Map(map) => map.find(&path[dot + 1..]),
            _ => None,
        }
    }
}

/// How large a tree may grow.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub bytes: usize,
    pub nodes: usize,
    pub depth: usize,
}

/// What a bulletin's front matter may hold: far more than any real one.
pub const FRONT_MATTER: Limits = Limits { bytes: 64 * 1024, nodes: 5_000, depth: 32 };
/// What a file of words may hold: each word many times over.
pub const WORDS: Limits = Limits { bytes: 512 * 1024, nodes: 20_000, depth: 8 };
/// What the settings may hold; the areas of a whole country fit.
pub const SETTINGS: Limits = Limits { bytes: 8 * 1024 * 1024, nodes: 500_000, depth: 32 };

/// Reads the settings, or another file of somebody who knows YAML. What is wrong goes to `problems`; none comes out when
/// nothing can be made of the text. `offset` is where `yaml` stands in the source at `path`.
pub fn read(yaml: &str, offset: usize, path: &SourcePath, limits: Limits, problems: &mut Vec<Problem>) -> Option<Map> {
    read_as(yaml, offset, path, limits, (Dialect::Settings, |_| KeyName::Unknown), problems)
}

/// Reads front matter, as volunteers write it: what is meant is clear from `names`, which knows the fields.
pub fn read_fields(
    yaml: &str,
    offset: usize,
    path: &SourcePath,
    names: Names,
    problems: &mut Vec<Problem>,
) -> Option<Map> {
    read_as(yaml, offset, path, FRONT_MATTER, (Dialect::Bulletin, names), problems)
}

/// Longer texts than this are not looked through for what volunteers write: programs wrote them.
const LONGEST_MENDED: usize = 64 * 1024;

fn read_as(
    yaml: &str,
    offset: usize,
    path: &SourcePath,
    limits: Limits,
    (dialect, names): (Dialect, Names),
    problems: &mut Vec<Problem>,
) -> Option<Map> {
    if yaml.len() > limits.bytes {
        let at = Place::at(path, Span::new(offset, offset));
        problems.push(wording::yaml_limit(at, &format!("it has more than {} KiB", limits.bytes / 1024)));
        return None;
    }
    let found = if yaml.len() <= LONGEST_MENDED { mends(yaml, dialect, names) } else { Mends::default() };
    let mended = MendedText::new(yaml, &found.mends);
    let place = |range: &std::ops::Range<usize>| Place::at(path, Span::from(range.clone()).shifted(offset));
    let mut said = Vec::new();
    for mend in &found.mends {
        let (Some((first, _)), Some((last, _))) = (mend.edits.first(), mend.edits.last()) else { continue };
        let edits = mend
            .edits
            .iter()
            .map(|(range, text)| Edit { span: Span::from(range.clone()).shifted(offset), text: text.clone() });
        let whole = first.start..last.end;
        let start = yaml[..first.start].rfind('\n').map_or(0, |at| at + 1);
        let written = yaml[start..].lines().next().unwrap_or_default();
        let line = mended.line(first.start);
        said.push(wording::read_as_meant(place(&whole), mend.why, written, line, edits.collect()));
    }
    said.extend(found.notes.iter().map(|note| {
        let line = yaml[..note.comment.start].rfind('\n').map_or(0, |at| at + 1);
        wording::comment_left_out(place(&note.comment), &yaml[note.comment.clone()], &yaml[line..note.comment.start])
    }));
    match build(&mended, offset, path, limits, dialect, problems) {
        // Lines without a colon are one text to the library.
        Ok(None) if dialect == Dialect::Bulletin && !found.strange.is_empty() => {
            if problems.last().is_some_and(|problem| problem.code == Code::NotAMap) {
                problems.pop();
            }
            problems.extend(told(unread(yaml, 0, &found, names, dialect), &place, offset));
            None
        }
        Ok(map) => {
            problems.append(&mut said);
            map
        }
        Err(ParseStop::Problem(problem)) => {
            problems.push(*problem);
            None
        }
        Err(ParseStop::Broken(at)) => {
            problems.extend(told(unread(yaml, at, &found, names, dialect), &place, offset));
            None
        }
    }
}

/// Lines that cannot be read, in words.
fn told(
    lines: std::vec::IntoIter<(std::ops::Range<usize>, UnreadableLine)>,
    place: &impl Fn(&std::ops::Range<usize>) -> Place,
    offset: usize,
) -> Vec<Problem> {
    let problem = |(range, unread): (std::ops::Range<usize>, UnreadableLine)| {
        let problem = wording::line_unread(place(&range), &unread);
        match unread {
            UnreadableLine::NoColon { mark, .. } => {
                let edit = Edit { span: Span::from(mark).shifted(offset), text: ": ".into() };
                problem.with_fix(Fix { safety: Safety::Ask, change: FixAction::Edits(vec![edit]) })
            }
            _ => problem,
        }
    };
    lines.map(problem).collect()
}

/// Reads a text by the library.
fn build(
    mended: &MendedText,
    offset: usize,
    path: &SourcePath,
    limits: Limits,
    dialect: Dialect,
    problems: &mut Vec<Problem>,
) -> ParseResult<Option<Map>> {
    let parser = Parser::new_from_str(&mended.text);
    let (nodes, bytes, anchors) = (0, 0, HashMap::new());
    Builder { parser, mended, offset, path, limits, dialect, nodes, bytes, anchors, refused: 0, problems }.document()
}

/// Whether nothing stands between two commas of a list, or before the first.
fn has_empty_place(list: &str) -> bool {
    let marks = list.chars().filter(|letter| !letter.is_whitespace());
    list.trim_end().ends_with(']') && marks.clone().zip(marks.skip(1)).any(|two| matches!(two, ('[' | ',', ',')))
}

/// So many brackets in a row are a slip.
const DEEP: usize = 8;

/// The lines that keep a text from being read.
fn unread(
    yaml: &str,
    at: usize,
    found: &Mends,
    names: Names,
    dialect: Dialect,
) -> std::vec::IntoIter<(std::ops::Range<usize>, UnreadableLine)> {
    if !found.strange.is_empty() {
        let strange = found.strange.iter().take(MOST).map(|range| {
            let line = &yaml[range.clone()];
            let word = line.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(line.len());
            let known = names(&line[..word].to_lowercase()) != KeyName::Unknown && word < line.len();
            let indented = yaml[..range.start].ends_with([' ', '\t']) && line.contains(": ");
            let unread = if indented {
                UnreadableLine::Indented
            } else if known {
                let rest = line[word..].trim_start_matches([' ', '=', ';', '-', '–', '—', '.', ',']);
                let mark = range.start + word..range.end - rest.len();
                UnreadableLine::NoColon { mark, line: format!("{}: {rest}", &line[..word]) }
            } else {
                UnreadableLine::NoField
            };
            (range.clone(), unread)
        });
        return strange.collect::<Vec<_>>().into_iter();
    }
    if let Some(range) = &found.unclosed {
        let bracket = yaml[range.clone()].chars().next().unwrap_or('[');
        return vec![(range.clone(), UnreadableLine::Bracket(bracket))].into_iter();
    }
    // The library stops at a line, or behind the last one.
    let at = yaml.floor_char_boundary(at.min(yaml.trim_end().len()));
    let start = yaml[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = yaml[start..].find('\n').map_or(yaml.len(), |end| start + end);
    let line = &yaml[start..end];
    let text = line.trim();
    let from = start + (line.len() - line.trim_start().len());
    let value = text.split_once(": ").map_or(text, |(_, value)| value.trim_start());
    let alias = strange_alias(line, &yaml[..start], dialect);
    let unread = match value.chars().next() {
        Some(mark @ ('"' | '\'')) if !value[1..].contains(mark) => UnreadableLine::Quote(mark),
        Some('[' | '{') if value.bytes().take_while(|byte| matches!(byte, b'[' | b'{')).count() > DEEP => {
            UnreadableLine::Brackets
        }
        Some(first) if alias.is_some() && first != '"' => UnreadableLine::Alias(alias.unwrap_or_default().to_owned()),
        Some('[') if has_empty_place(value) => UnreadableLine::EmptyPlace,
        Some(mark @ ('[' | '{')) => UnreadableLine::Bracket(mark),
        _ if line.starts_with([' ', '\t']) => UnreadableLine::Indented,
        _ => UnreadableLine::Other,
    };
    vec![(from..from + text.len(), unread)].into_iter()
}

/// So many lines or marks are told; more are hardly front matter.
const MOST: usize = 5;

type YamlEvents<'a> = Parser<'a, serde_yaml::granit_parser::StrInput<'a>>;
type ParseResult<T> = Result<T, ParseStop>;

/// Why reading ends.
enum ParseStop {
    Problem(Box<Problem>),
    /// The library can read no further than here.
    Broken(usize),
}

struct Builder<'a> {
    parser: YamlEvents<'a>,
    mended: &'a MendedText<'a>,
    offset: usize,
    path: &'a SourcePath,
    limits: Limits,
    dialect: Dialect,
    nodes: usize,
    bytes: usize,
    anchors: HashMap<usize, Node>,
    /// How many marks were told that mean something to YAML alone.
    refused: usize,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Builder<'a> {
    fn place(&self, span: Span) -> Place {
        Place::at(self.path, span)
    }

    fn next(&mut self) -> ParseResult<(Event<'a>, Span)> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or(0..0);
                let range = self.mended.original(range.start)..self.mended.original(range.end);
                Ok((event, Span::from(range).shifted(self.offset)))
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(self.mended.text.len());
                Err(ParseStop::Broken(self.mended.original(at)))
            }
            None => {
                let end = self.mended.original(self.mended.text.len());
                Ok((Event::StreamEnd, Span::new(end, end).shifted(self.offset)))
            }
        }
    }

    /// Tells of a mark that means something to YAML alone, where it stands in front matter. What follows is read all the same,
    /// so that nothing hides behind it.
    fn refuse(&mut self, span: Span, mark: &str) {
        match self.dialect {
            Dialect::Settings => {}
            Dialect::Bulletin if self.refused >= MOST => {}
            Dialect::Bulletin => {
                self.refused += 1;
                self.problems.push(wording::yaml_feature(self.place(span), mark));
            }
        }
    }

    fn limit<T>(&self, span: Span, reason: &str) -> ParseResult<T> {
        Err(ParseStop::Problem(Box::new(wording::yaml_limit(self.place(span), reason))))
    }

    fn document(&mut self) -> ParseResult<Option<Map>> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(..) if root.is_some() => return self.limit(span, "it holds a second document"),
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                event => root = Some(self.node(event, span, 0)?),
            }
        }
        match root {
            Some(Node { value: TreeValue::Map(map), .. }) => Ok(Some(map)),
            None | Some(Node { value: TreeValue::Null, .. }) => Ok(Some(Map::default())),
            Some(node) => {
                self.problems.push(wording::not_a_map(self.place(node.span)));
                Ok(None)
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> ParseResult<Node> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return self.limit(span, &format!("it holds more than {} values", self.limits.nodes));
        }
        if depth > self.limits.depth {
            return Err(ParseStop::Problem(Box::new(wording::yaml_deep(self.place(span), self.limits.depth))));
        }
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_some() {
                    self.refuse(span, "!");
                }
                self.bytes += text.len();
                if self.bytes > 2 * self.limits.bytes {
                    return self.limit(span, "its aliases make it too large");
                }
                let null = style == ScalarStyle::Plain && tag.is_none() && is_null(&text);
                let value = if null { TreeValue::Null } else { TreeValue::Text(text.into_owned()) };
                (Node { span, value }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                if tag.is_some() {
                    self.refuse(span, "!");
                }
                (self.list(span, depth)?, anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                if tag.is_some() {
                    self.refuse(span, "!");
                }
                (self.map(span, depth)?, anchor)
            }
            Event::Alias(id) => {
                self.refuse(span, "*");
                let Some(node) = self.anchors.get(&id).cloned() else {
                    return self.limit(span, "an alias stands inside what it names");
                };
                let (nodes, bytes) = size(&node);
                self.nodes += nodes;
                self.bytes += bytes;
                if self.nodes > self.limits.nodes || self.bytes > 2 * self.limits.bytes {
                    return self.limit(span, "its aliases make it too large");
                }
                return Ok(Node { span, ..node });
            }
            _ => return self.limit(span, "a value is expected here"),
        };
        if anchor != 0 {
            self.refuse(node.span, "&");
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn list(&mut self, start: Span, depth: usize) -> ParseResult<Node> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::SequenceEnd => {
                    let end = items.last().map_or(span.end, |node: &Node| node.span.end).max(start.end);
                    return Ok(Node { span: Span { start: start.start, end }, value: TreeValue::List(items) });
                }
                event => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> ParseResult<Node> {
        let mut entries: Vec<MapEntry> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        loop {
            let (event, key_span) = self.next()?;
            let key = match event {
                Event::MappingEnd => {
                    let end = entries.last().map_or(start.end, |entry| entry.value.span.end.max(entry.key_span.end));
                    let span = Span { start: start.start, end: end.max(start.end) };
                    return Ok(Node { span, value: TreeValue::Map(Map { entries, span }) });
                }
                Event::Scalar(key, ..) => key.into_owned(),
                _ => return self.limit(key_span, "a key is one word or line of text"),
            };
            let (event, span) = self.next()?;
            let repeats = key == "<<";
            if repeats {
                self.refuse(key_span, "<<");
            }
            let (told, is_alias) = (self.problems.len(), matches!(event, Event::Alias(_)));
            let value = self.node(event, span, depth + 1)?;
            if repeats && is_alias {
                // Its mark belongs to the key.
                self.problems.truncate(told);
            }
            // Capitals make no other key, to whoever reads the fields.
            match seen.entry(key.to_lowercase()) {
                Entry::Occupied(first) => {
                    let problem = wording::key_twice(self.place(key_span), self.place(*first.get()), &key);
                    self.problems.push(problem);
                }
                Entry::Vacant(place) => {
                    place.insert(key_span);
                    entries.push(MapEntry { key, key_span, value });
                }
            }
        }
    }
}

/// Whether a bare word means that there is no value (YAML 1.2, section 10.3.2).
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// How many nodes, and how many bytes of text, a node holds.
fn size(node: &Node) -> (usize, usize) {
    let mut nodes = 0;
    let mut bytes = 0;
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        nodes += 1;
        match &node.value {
            TreeValue::Null => {}
            TreeValue::Text(text) => bytes += text.len(),
            TreeValue::List(list) => open.extend(list),
            TreeValue::Map(map) => {
                bytes += map.entries.iter().map(|entry| entry.key.len()).sum::<usize>();
                open.extend(map.entries.iter().map(|entry| &entry.value));
            }
        }
    }
    (nodes, bytes)
}

/// Every text of a node and of what is inside it, in order, with its place.
pub fn texts(node: &Node) -> Vec<(&str, Span)> {
    fn add<'n>(node: &'n Node, texts: &mut Vec<(&'n str, Span)>) {
        match &node.value {
            TreeValue::Null => {}
            TreeValue::Text(text) => texts.push((text, node.span)),
            TreeValue::List(list) => list.iter().for_each(|item| add(item, texts)),
            TreeValue::Map(map) => map.entries.iter().for_each(|entry| add(&entry.value, texts)),
        }
    }
    let mut texts = Vec::new();
    add(node, &mut texts);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(yaml: &str) -> (Option<Map>, Vec<Problem>) {
        let mut problems = Vec::new();
        let path = SourcePath::new("content/a.md");
        let map = read_fields(yaml, 0, &path, |_| KeyName::Unknown, &mut problems);
        (map, problems)
    }

    fn text(map: &Map, key: &str) -> String {
        match &map.find(key).expect("the key is there").value {
            TreeValue::Text(text) => text.clone(),
            other => panic!("{key} is {other:?}"),
        }
    }

    #[test]
    fn scalars_keep_every_character() {
        let yaml =
            "a: 01622604100\nb: 101\nc: no\nd: 15:34\ne: 46/322871/21\nf: 1_000\ng: 0x1F\nh: 2021-03-01\ni: '~'\n";
        let map = tree(yaml).0.expect("it is a map");
        for (key, want) in [
            ("a", "01622604100"),
            ("b", "101"),
            ("c", "no"),
            ("d", "15:34"),
            ("e", "46/322871/21"),
            ("f", "1_000"),
            ("g", "0x1F"),
            ("i", "~"),
        ] {
            assert_eq!(text(&map, key), want);
        }
    }

    #[test]
    fn places_are_bytes_of_the_file() {
        let yaml = "title: Île\ndate: 15:34 01/03/2021\nog:\n  title: x\n";
        let map = tree(yaml).0.expect("it is a map");
        assert_eq!(&yaml[map.find("date").unwrap().span.range()], "15:34 01/03/2021");
        assert_eq!(&yaml[map.find("og.title").unwrap().span.range()], "x");
        assert_eq!(&yaml[map.entries[2].key_span.range()], "og");
    }

    #[test]
    fn a_key_given_twice_names_both_places() {
        let (map, problems) = tree("title: A\ndate: x\ntitle: B\n");
        assert_eq!(text(&map.expect("it is a map"), "title"), "A");
        assert_eq!(problems[0].place.as_ref().unwrap().span, Some(Span::new(17, 22)));
        assert_eq!(problems[0].related[0].0.span, Some(Span::new(0, 5)));
    }

    #[test]
    fn hostile_trees_are_refused_soon() {
        for yaml in [
            "[".repeat(60_000),
            "{a: ".repeat(10_000),
            format!(
                "a: &a [{}]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
                "x, ".repeat(99)
            ),
            format!("a: &a {}\nb: [{}]\n", "x".repeat(20_000), "*a, ".repeat(3_000)),
            "a: &a [*a]\n".into(),
        ] {
            let mut problems = Vec::new();
            let map = read(&yaml, 0, &SourcePath::new("content/a.md"), FRONT_MATTER, &mut problems);
            assert!(map.is_none() && problems.len() == 1, "{}", &yaml[..30]);
        }
    }

    #[test]
    fn nothing_is_a_map_without_keys() {
        assert_eq!(tree("").0, Some(Map::default()));
        assert_eq!(tree("# only a comment\n").0, Some(Map::default()));
        assert!(tree("- a\n- b\n").0.is_none());
    }
}
