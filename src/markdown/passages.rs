//! A body as the pieces of text that a reader sees, each with the place of every character in the source, for those who
//! read it as a colleague would. In: Markdown. Out: [`Passages`]. It must not know what is looked for.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::dialect;

mod html;

/// What a passage is in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassagePart {
    /// With its level, from 1.
    Heading(u8),
    Paragraph,
    Item,
    Cell,
}

/// One paragraph, heading, item of a list or cell of a table.
#[derive(Clone, Debug)]
pub struct Passage {
    pub part: PassagePart,
    /// Its text without marks, as readers get it: blanks of every kind are one blank, and so is the end of a line of the
    /// source. A line that ends for readers, too, ends with a line end.
    pub text: String,
    /// Whether it is quoted from somebody.
    pub quoted: bool,
    /// Where pieces of the text stand in the source, in their order.
    runs: Vec<TextRun>,
    /// What of the text stands between backticks.
    code: Vec<Range<usize>>,
}

/// A piece of a text, and where it stands in the source.
#[derive(Clone, Debug)]
struct TextRun {
    /// Where it begins in the text.
    plain: usize,
    source: Range<usize>,
    form: RunForm,
}

/// How a piece of a text is written in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RunForm {
    /// Byte for byte.
    Exact,
    /// In another way, as a whole: an entity, some blanks.
    Whole,
    /// As the end of a line, which readers do not see.
    LineEnd,
}

impl Passage {
    fn new(part: PassagePart, quoted: bool) -> Self {
        Self { part, text: String::new(), quoted, runs: Vec::new(), code: Vec::new() }
    }

    /// Whether a place of the text stands between backticks.
    pub fn is_code(&self, at: usize) -> bool {
        self.code.iter().any(|range| range.contains(&at))
    }

    /// The place in the source of a range of the text.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.run(range.start).map_or(0, |run| match self.runs[run].form {
            RunForm::Exact => self.runs[run].source.start + (range.start - self.runs[run].plain),
            RunForm::Whole | RunForm::LineEnd => self.runs[run].source.start,
        });
        let last = range.end.checked_sub(1).filter(|_| !range.is_empty());
        let end =
            last.and_then(|last| Some((last, &self.runs[self.run(last)?]))).map_or(start, |(last, run)| {
                match run.form {
                    RunForm::Exact => run.source.start + (last - run.plain) + 1,
                    RunForm::Whole | RunForm::LineEnd => run.source.end,
                }
            });
        start..end.max(start)
    }

    /// Whether a range of the text stands in one piece in the source, without marks between its letters: it can be replaced.
    pub fn is_unbroken(&self, range: &Range<usize>) -> bool {
        let (Some(first), Some(last)) =
            (self.run(range.start), range.end.checked_sub(1).and_then(|last| self.run(last)))
        else {
            return false;
        };
        self.runs[first..=last.max(first)].windows(2).all(|pair| pair[0].source.end == pair[1].source.start)
    }

    /// Whether a line of the source ends in a range of the text.
    pub fn ends_line(&self, range: &Range<usize>) -> bool {
        let first = self.runs.partition_point(|run| run.plain < range.start);
        let within = self.runs[first..].iter().take_while(|run| run.plain < range.end);
        within.into_iter().any(|run| run.form == RunForm::LineEnd)
    }

    /// The run in which a place of the text stands.
    fn run(&self, at: usize) -> Option<usize> {
        self.runs.partition_point(|run| run.plain <= at).checked_sub(1)
    }

    fn push(&mut self, text: &str, source: Range<usize>, form: RunForm) {
        if !text.is_empty() {
            self.runs.push(TextRun { plain: self.text.len(), source, form });
            self.text.push_str(text);
        }
    }

    /// Adds a blank. Several are one.
    fn push_blank(&mut self, source: Range<usize>, form: RunForm) {
        match self.runs.last_mut().filter(|_| self.text.ends_with([' ', '\n'])) {
            None => self.push(" ", source, form),
            Some(last) if last.form != RunForm::Exact && last.source.end == source.start => {
                last.source.end = source.end;
            }
            Some(_) => {}
        }
    }

    /// Adds text that stands at a place of the source: blanks of every kind are one blank, and what readers do not see is
    /// left out.
    fn push_text(&mut self, text: &str, range: Range<usize>, source: &str) {
        if source.get(range.clone()) != Some(text) {
            if text.chars().all(char::is_whitespace) {
                self.push_blank(range, RunForm::Whole);
            } else if !text.chars().all(is_unseen) {
                self.push(text, range, RunForm::Whole);
            }
            return;
        }
        let is_odd = |(at, c): &(usize, char)| {
            is_unseen(*c) || (c.is_whitespace() && (*c != ' ' || text[at + 1..].starts_with(char::is_whitespace)))
        };
        let mut start = 0;
        loop {
            let follows = start == 0 && text.starts_with(' ') && self.text.ends_with([' ', '\n']);
            let odd = || text[start..].char_indices().map(|(at, c)| (start + at, c)).find(is_odd).map(|(at, _)| at);
            let Some(at) = follows.then_some(0).or_else(odd) else { break };
            self.push(&text[start..at], range.start + start..range.start + at, RunForm::Exact);
            let rest = &text[at..];
            let blank = rest.len() - rest.trim_start().len();
            if blank > 0 {
                self.push_blank(range.start + at..range.start + at + blank, RunForm::Whole);
                start = at + blank;
            } else {
                start = at + rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.push(&text[start..], range.start + start..range.end, RunForm::Exact);
    }

    /// Adds the end of a line of the source, with the blanks before it.
    fn push_line_end(&mut self, range: Range<usize>, source: &str) {
        let before = self.runs.last().map_or(range.start, |run| run.source.end);
        let is_blank = source.get(before..range.start).is_some_and(|gap| gap.trim().is_empty());
        self.push_blank(if is_blank { before } else { range.start }..range.end, RunForm::LineEnd);
    }

    /// Takes the marks of a quotation and the blanks at the beginning of a line to the end of the line before.
    fn begin_line(&mut self, at: usize, source: &str) {
        if let Some(last) = self.runs.last_mut().filter(|last| last.form == RunForm::LineEnd)
            && source
                .get(last.source.end..at)
                .is_some_and(|gap| gap.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')))
        {
            last.source.end = at;
        }
    }
}

/// Whether readers see nothing of a letter.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// A link or picture of a body.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// What it says: of a picture, its description.
    pub text: String,
    pub destination: String,
    pub range: Range<usize>,
    /// Where its destination is written; nowhere, if it is written in another way or elsewhere.
    pub target: Option<Range<usize>>,
    pub image: bool,
}

/// A body taken apart.
#[derive(Clone, Debug, Default)]
pub struct Passages {
    pub passages: Vec<Passage>,
    /// The descriptions of pictures.
    pub pictures: Vec<Passage>,
    pub anchors: Vec<Anchor>,
}

/// Takes a body apart. Code is left out: nobody wrote it as a sentence.
pub fn passages(body: &str) -> Passages {
    let mut out = Passages::default();
    let mut open: Option<Passage> = None;
    let mut anchors: Vec<(Anchor, Passage)> = Vec::new();
    let (mut quotes, mut code) = (0_usize, 0_usize);
    for (event, range) in Parser::new_ext(body, dialect(false)).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(kind)) => quotes += usize::from(kind.is_none()),
            Event::End(TagEnd::BlockQuote(kind)) => quotes -= usize::from(kind.is_none()),
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code -= 1,
            Event::Start(Tag::HtmlBlock) => {
                out.passages.extend(open.take().filter(says_something));
                html::passages(body, range, quotes > 0, &mut out);
            }
            Event::Start(Tag::Link { dest_url, .. }) => anchors.push(anchor(&dest_url, range, false, body, quotes > 0)),
            Event::Start(Tag::Image { dest_url, .. }) => anchors.push(anchor(&dest_url, range, true, body, quotes > 0)),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((mut anchor, passage)) = anchors.pop() {
                    anchor.text.clone_from(&passage.text);
                    out.pictures.extend(Some(passage).filter(|passage| anchor.image && says_something(passage)));
                    out.anchors.push(anchor);
                }
            }
            Event::Start(tag) => {
                if let Some(part) = part(&tag) {
                    out.passages.extend(open.take().filter(says_something));
                    open = Some(Passage::new(part, quotes > 0));
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                out.passages.extend(open.take().filter(says_something));
            }
            Event::Text(_) if code > 0 => {}
            Event::Text(text) => add(&text, range, body, &mut anchors, &mut open, quotes > 0),
            Event::Code(text) => {
                let start = open.as_ref().map_or(0, |passage| passage.text.len());
                // The text begins behind the backticks.
                let mark = body[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
                add(&text, range.start + mark..range.end - mark, body, &mut anchors, &mut open, quotes > 0);
                if let Some(passage) = &mut open {
                    passage.code.push(start..passage.text.len());
                }
            }
            Event::SoftBreak => {
                each(&mut anchors, &mut open, |passage| passage.push_line_end(range.clone(), body));
            }
            Event::HardBreak => {
                each(&mut anchors, &mut open, |passage| passage.push("\n", range.clone(), RunForm::Whole));
            }
            // A line that HTML breaks is broken here too.
            Event::InlineHtml(html) if html.starts_with("<br") => {
                each(&mut anchors, &mut open, |passage| passage.push("\n", range.clone(), RunForm::Whole));
            }
            _ => {}
        }
    }
    out.passages.extend(open.take().filter(says_something));
    out
}

/// Adds text to the passage that is open, and to the links around it; the description of a picture is no part of it.
fn add(
    text: &str,
    range: Range<usize>,
    body: &str,
    anchors: &mut [(Anchor, Passage)],
    open: &mut Option<Passage>,
    quoted: bool,
) {
    if open.is_none() && !anchors.last().is_some_and(|(anchor, _)| anchor.image) {
        *open = Some(Passage::new(PassagePart::Paragraph, quoted));
    }
    each(anchors, open, |passage| {
        passage.begin_line(range.start, body);
        passage.push_text(text, range.clone(), body);
    });
}

/// Does something to the passage that is open and to what links and pictures around it say.
fn each(anchors: &mut [(Anchor, Passage)], open: &mut Option<Passage>, mut change: impl FnMut(&mut Passage)) {
    for (_, passage) in anchors.iter_mut() {
        change(passage);
    }
    if let Some(passage) = open.as_mut().filter(|_| !anchors.last().is_some_and(|(anchor, _)| anchor.image)) {
        change(passage);
    }
}

fn says_something(passage: &Passage) -> bool {
    !passage.text.trim().is_empty()
}

fn anchor(destination: &str, range: Range<usize>, image: bool, body: &str, quoted: bool) -> (Anchor, Passage) {
    let at = body[range.clone()].rfind(destination).filter(|_| !destination.is_empty());
    let target = at.map(|at| range.start + at..range.start + at + destination.len());
    let anchor = Anchor { text: String::new(), destination: destination.to_owned(), range, target, image };
    (anchor, Passage::new(PassagePart::Paragraph, quoted))
}

fn part(tag: &Tag) -> Option<PassagePart> {
    match tag {
        Tag::Paragraph => Some(PassagePart::Paragraph),
        Tag::Heading { level, .. } => Some(PassagePart::Heading(*level as u8)),
        Tag::Item => Some(PassagePart::Item),
        Tag::TableCell => Some(PassagePart::Cell),
        _ => None,
    }
}

/// One text as a passage of its own. Places in it are those in the text.
pub fn of_text(text: &str) -> Passage {
    let mut passage = Passage::new(PassagePart::Paragraph, false);
    passage.push_text(text, 0..text.len(), text);
    passage
}

/// The value of a field, letter for letter, with its places in the file, where it begins at an offset: written plainly,
/// between quotation marks, or over several lines. None where it is written in another way.
pub fn of_value(value: &str, file: &str, start: usize) -> Option<Passage> {
    let mut passage = Passage::new(PassagePart::Paragraph, false);
    let mut at = start;
    let mut mark = file.get(start..)?.chars().next()?;
    match mark {
        '|' | '>' => at += file[start..].find('\n')?,
        '"' | '\'' => at += 1,
        // It is a letter of the text.
        _ => mark = '\n',
    }
    let escape = if mark == '"' { '\\' } else { '\n' };
    at += file[at..].len() - file[at..].trim_start().len();
    let mut rest = value;
    while let Some(next) = rest.chars().next() {
        let (left, raw) = (rest, &file[at..]);
        let same: usize = left
            .chars()
            .zip(raw.chars())
            .take_while(|(one, other)| {
                one == other && (!one.is_whitespace() || *one == ' ') && ![mark, escape, '&'].contains(one)
            })
            .map(|(one, _)| one.len_utf8())
            .sum();
        // Blanks at the end of what is the same may be some of many.
        let same = left[..same].trim_end_matches(' ').len();
        if same > 0 {
            passage.push(&left[..same], at..at + same, RunForm::Exact);
            (at, rest) = (at + same, &left[same..]);
            continue;
        }
        let (taken, given) = if next.is_whitespace() {
            (left.len() - left.trim_start().len(), raw.len() - raw.trim_start().len())
        } else if is_doubled(mark, next, raw) {
            (1, 2)
        } else if let Some((meant, given)) = entity(raw).filter(|(meant, _)| left.starts_with(&**meant)) {
            (meant.len(), given)
        } else if raw.starts_with(next) {
            (next.len_utf8(), next.len_utf8())
        } else {
            return None;
        };
        if taken == 0 || given == 0 {
            return None;
        }
        passage.push(&left[..taken], at..at + given, RunForm::Whole);
        (at, rest) = (at + given, &left[taken..]);
    }
    Some(passage)
}

/// Whether a letter between quotation marks is written as two.
fn is_doubled(mark: char, letter: char, raw: &str) -> bool {
    match mark {
        '\'' => letter == mark && raw.starts_with("''"),
        '"' => matches!(letter, '"' | '\\') && raw.starts_with('\\') && raw[1..].starts_with(letter),
        _ => false,
    }
}

/// The entity with which a text begins: what it means, and its length. It is decoded on the way in.
fn entity(text: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';').filter(|_| text.starts_with('&'))? + 1;
    let meant = html_escape::decode_html_entities(&text[..end]).into_owned();
    (meant != text[..end]).then_some((meant, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_blanks_of_the_source_are_blanks() {
        let body = "The rape\nof\u{a0}his  step&shy;daughter.\n\n> x\n\n> Action\n> Fr\u{ad}aud **0800** 555\n";
        let found = passages(body);
        let texts: Vec<&str> = found.passages.iter().map(|passage| passage.text.as_str()).collect();
        assert_eq!(texts, ["The rape of his stepdaughter.", "x", "Action Fraud 0800 555"]);
        let place = |at: usize, words: &str| {
            let start = found.passages[at].text.find(words).expect("it is there");
            let range = start..start + words.len();
            (&body[found.passages[at].source(range.clone())], found.passages[at].is_unbroken(&range))
        };
        assert_eq!(place(0, "rape of his"), ("rape\nof\u{a0}his", true));
        assert_eq!(place(2, "Action"), ("Action", true));
        assert_eq!(place(2, "Action Fra"), ("Action\n> Fr\u{ad}a", false));
        assert_eq!(place(2, "0800 555"), ("0800** 555", false));
    }

    #[test]
    fn html_is_said_as_readers_get_it() {
        let body = "<div class=\"a\"><p>Ring <b>us</b> &amp; go.</p><img src=\"/v.jpg\" alt=\"A van\">\n<a href=\"/x\">Here</a></div>\n";
        let found = passages(body);
        let texts: Vec<&str> = found.passages.iter().map(|passage| passage.text.trim()).collect();
        assert_eq!(texts, ["Ring us & go.", "Here"]);
        assert_eq!((found.pictures[0].text.as_str(), found.anchors[0].text.as_str()), ("A van", "Here"));
        let at = found.passages[0].text.find("go").expect("it is there");
        assert_eq!(&body[found.passages[0].source(at..at + 2)], "go");
    }

    #[test]
    fn values_know_their_places_in_the_file() {
        for (file, value, words, written) in [
            ("a: Ring 101 now\n", "Ring 101 now", "101", "101"),
            ("a: 'It''s at 12pm'\n", "It's at 12pm", "12pm", "12pm"),
            ("a: \"Say \\\"no\\\" at 12pm\"\n", "Say \"no\" at 12pm", "12pm", "12pm"),
            ("a: >\n  Ring us\n  at 12pm\n", "Ring us at 12pm", "us at", "us\n  at"),
            ("a: |\n  Ring us\n\n  at 12pm\n", "Ring us\n\nat 12pm", "12pm", "12pm"),
            ("a: Ring us\n  at 12pm\n", "Ring us at 12pm", "12pm", "12pm"),
            ("a: Fish &amp; chips at 12pm\n", "Fish & chips at 12pm", "12pm", "12pm"),
        ] {
            let passage = of_value(value, file, 3).expect("it stands there");
            let at = passage.text.find(words).expect("it is there");
            assert_eq!(&file[passage.source(at..at + words.len())], written, "{file}");
        }
        assert!(of_value("Caf\u{e9}", "a: \"Caf\\u00e9\"\n", 3).is_none());
    }

    #[test]
    fn every_character_knows_its_place() {
        let body =
            "# Roof\n\nRing **01622 604100**, or see [the `site`](/x).\n\n- One\n- Two\n\n> Quoted\n\n    code\n";
        let found = passages(body);
        let texts: Vec<&str> = found.passages.iter().map(|passage| passage.text.as_str()).collect();
        assert_eq!(texts, ["Roof", "Ring 01622 604100, or see the site.", "One", "Two", "Quoted"]);
        let at = found.passages[1].text.find("604100").expect("it is there");
        assert_eq!(&body[found.passages[1].source(at..at + 6)], "604100");
        let at = found.passages[1].text.find("site").expect("it is there");
        assert_eq!(&body[found.passages[1].source(at..at + 4)], "site");
        assert!(found.passages[4].quoted && !found.passages[3].quoted);
        assert_eq!((found.anchors[0].text.as_str(), found.anchors[0].destination.as_str()), ("the site", "/x"));
    }
}
