//! The words of problems with how a file is written: for people who never heard of YAML, with the line as it should be.
//! In: places, and what stands there. Out: [`Problem`]s.

use std::ops::Range;

use super::{ONE_PAIR, problem, quoted};
use crate::{
    problem::{Cause, Code, Edit, Fix, FixAction, Problem, Safety, UnreadableLine, is_unseen},
    source::{Place, SourcePath, Span},
};

/// What a character is called that cannot be told by eye.
fn called(letter: char) -> String {
    match letter {
        '\t' => "a tab".into(),
        '\u{a0}' | '\u{202f}' | '\u{2007}' => "a no-break space".into(),
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '″' | '‘' | '’' | '‚' | '‛' | '′' => {
            format!("a curly quotation mark ({letter})")
        }
        '—' | '―' | '⸺' | '⸻' | '─' | '━' => format!("a long dash ({letter})"),
        '–' => "a dash of middle length (–)".into(),
        letter if letter.is_whitespace() => format!("an unusual blank (U+{:04X})", u32::from(letter)),
        letter if letter.is_control() || is_unseen(letter) => {
            format!("a character that nobody can see (U+{:04X})", u32::from(letter))
        }
        letter => quoted(&letter.to_string()),
    }
}

/// A line with a mark for each character that cannot be told by eye.
fn seen(line: &str) -> String {
    let shown = line.trim_end_matches(['\n', '\r']).chars().take(60).map(|letter| match letter {
        '\t' => '→',
        '\u{a0}' | '\u{202f}' | '\u{2007}' => '␣',
        letter if letter != ' ' && (letter.is_whitespace() || letter.is_control()) => '␣',
        letter if is_unseen(letter) => '¤',
        letter => letter,
    });
    format!("`{}`", shown.collect::<String>())
}

/// A line as an example to copy: every blank of it counts.
pub(super) fn exact(line: &str) -> String {
    let line = line.trim_end();
    let line: String =
        if line.chars().count() > 120 { line.chars().take(120).chain(['…']).collect() } else { line.into() };
    let fence = if line.contains('`') { "``" } else { "`" };
    format!("{fence}{line}{fence}")
}

/// Something that is read as it is meant; `written` is the line as it is, `line` as it should be.
pub fn read_as_meant(place: Place, why: Cause, written: &str, line: &str, edits: Vec<Edit>) -> Problem {
    let line = line.trim();
    let (code, message) = match why {
        Cause::Unquoted(':') => (Code::ValueUnquoted, "there is a colon inside this text".to_owned()),
        Cause::Unquoted('#') => (Code::ValueUnquoted, "there is a `#` inside this text".to_owned()),
        Cause::Unquoted('：') => (Code::BlankUnusual, "a wide colon (：) stands behind this key".to_owned()),
        Cause::Unquoted(mark) => (Code::ValueUnquoted, format!("this text begins with {}", quoted(&mark.to_string()))),
        Cause::QuoteInside => {
            (Code::ValueUnquoted, "there are quotation marks of one kind inside each other here".to_owned())
        }
        Cause::CommaBehind => {
            (Code::ValueUnquoted, "a comma stands behind this value, and belongs to no list".to_owned())
        }
        Cause::Backslash => (Code::ValueUnquoted, "there is a backslash between quotation marks here".to_owned()),
        Cause::Unclosed(mark) => {
            (Code::ValueUnquoted, format!("{} is opened here and never closed", quoted(&mark.to_string())))
        }
        Cause::Curly(mark) => (Code::QuotesCurly, format!("{} stands round this value", called(mark))),
        Cause::Blank(blank) => {
            (Code::BlankUnusual, format!("{} stands here instead of a blank: {}", called(blank), seen(written)))
        }
        Cause::NoBlank('-') => (Code::BlankUnusual, "there is no blank behind the hyphen of this list".to_owned()),
        Cause::NoBlank(_) => (Code::BlankUnusual, "there is no blank behind the colon".to_owned()),
        Cause::Dressed(mark) => {
            (Code::BulletUnusual, format!("{} stands at the name of this field, which needs none", called(mark)))
        }
        Cause::Equals => (Code::BulletUnusual, "an equals sign (=) stands where a colon belongs".to_owned()),
        Cause::Indented => (Code::BlankUnusual, "this line does not begin at the margin".to_owned()),
        Cause::NoMark => (Code::BulletUnusual, "this line is one of a list, and no hyphen says so".to_owned()),
        Cause::Wrapped => {
            (Code::BlankUnusual, "this line goes on with the one above, and begins at the margin".to_owned())
        }
        Cause::Bullet(mark) => (Code::BulletUnusual, format!("{} stands where this list needs a hyphen", called(mark))),
        Cause::Columns | Cause::Joined | Cause::Apart | Cause::Link => {
            (Code::BlankUnusual, "this is written otherwise than it is meant".to_owned())
        }
        Cause::TwoFields => (Code::BlankUnusual, "two fields stand on this line".to_owned()),
        Cause::Control(letter) => (Code::BlankUnusual, format!("{} stands here: {}", called(letter), seen(written))),
    };
    let help = if why == Cause::TwoFields {
        "put each on a line of its own: they are read so, and `noticeboard check --fix` writes them so".to_owned()
    } else if line.is_empty() {
        "it is read without it; `noticeboard check --fix` takes it out".to_owned()
    } else {
        format!("it is read as {}; `noticeboard check --fix` writes it so", exact(line))
    };
    problem(code, place, message, help).with_fix(Fix { safety: Safety::Safe, change: FixAction::Edits(edits) })
}

/// Lists and headings of a body that are read as they are meant: one problem for all of a sort. `text` is the whole file.
pub fn read_in_body(path: &SourcePath, text: &str, edits: &[(Cause, Edit)]) -> Vec<Problem> {
    let mut sorts: Vec<Cause> = Vec::new();
    for (why, _) in edits {
        if !sorts.contains(why) {
            sorts.push(*why);
        }
    }
    let of_sort = |sort: Cause| {
        let edits: Vec<Edit> = edits.iter().filter(|(why, _)| *why == sort).map(|(_, edit)| edit.clone()).collect();
        let first = edits.first()?;
        let line = line_of(text, first.span.range().start);
        let (code, what) = match sort {
            Cause::Bullet('–') => {
                (Code::BulletUnusual, format!("{} stands where a list needs a hyphen", called('–')))
            }
            Cause::Bullet(mark) => {
                (Code::BulletUnusual, format!("a bullet ({mark}) stands where a list needs a hyphen"))
            }
            Cause::NoBlank('#') => {
                (Code::BlankUnusual, "there is no blank behind the marks of this heading".to_owned())
            }
            Cause::NoBlank('*') => {
                (Code::BlankUnusual, "there is a blank inside the stars of this bold text".to_owned())
            }
            Cause::Unclosed('*') => {
                (Code::BlankUnusual, "the two stars that begin a bold text here are never closed".to_owned())
            }
            Cause::NoMark => (Code::BulletUnusual, "this line is one of a list, and no hyphen says so".to_owned()),
            Cause::Columns => {
                (Code::LinesJoined, "tabs or blanks alone stand between the columns of this table".to_owned())
            }
            Cause::Joined => (Code::LinesJoined, "Markdown would join this line to the next one".to_owned()),
            Cause::Apart => (Code::LinesJoined, "Markdown would run this line and the next one together".to_owned()),
            Cause::Control(letter) => {
                let written = &text[line.clone()];
                (Code::BlankUnusual, format!("{} stands here: {}", called(letter), seen(written)))
            }
            Cause::Link => {
                (Code::LinkUnusual, "a blank or a bracket keeps this from being a link or a picture".to_owned())
            }
            _ => (Code::BlankUnusual, "there is no blank behind the mark of this list".to_owned()),
        };
        // Each line is looked for once, however many edits there are in it.
        let (mut lines, mut next) = (0, 0);
        for edit in &edits {
            let at = edit.span.range().start;
            if lines == 0 || at >= next {
                lines += 1;
                next = line_of(text, at).end + 1;
            }
        }
        let more = if lines > 1 { format!(", on {lines} lines") } else { String::new() };
        let inside = |edit: &&Edit| edit.span.range().start >= line.start && edit.span.range().end <= line.end;
        let (mut read, mut done) = (String::new(), line.start);
        for edit in edits.iter().filter(inside) {
            let range = edit.span.range();
            if range.start >= done {
                read.push_str(&text[done..range.start]);
                read.push_str(&edit.text);
                done = range.end;
            }
        }
        read.push_str(&text[done..line.end]);
        let help = if sort == Cause::Apart {
            "it is read with an empty line between them; `noticeboard check --fix` writes it so".to_owned()
        } else {
            let read = exact(read.trim_start_matches('\n').lines().next().unwrap_or_default());
            format!("it is read as {read}; `noticeboard check --fix` writes it so")
        };
        let start = line.end - text[line.clone()].trim_start().len();
        let place = Place::at(path, Span::new(start, line.end));
        let fix = Fix { safety: Safety::Safe, change: FixAction::Edits(edits) };
        Some(problem(code, place, format!("{what}{more}"), help).with_fix(fix))
    };
    sorts.into_iter().filter_map(of_sort).collect()
}

/// Text of a body that Markdown takes for computer code, since it is indented. `text` is the whole file.
pub fn text_as_code(path: &SourcePath, text: &str, code: Range<usize>) -> Problem {
    let first = line_of(text, code.start);
    let mut edits = Vec::new();
    let mut at = first.start;
    while at < code.end {
        let line = line_of(text, at);
        let blanks = line.len() - text[line.clone()].trim_start().len();
        if blanks > 0 {
            edits.push(Edit { span: Span::new(line.start, line.start + blanks), text: String::new() });
        }
        at = text[line.end..].find('\n').map_or(text.len(), |end| line.end + end + 1);
    }
    let words = text[first.clone()].trim();
    let place = Place::at(path, Span::new(first.end - text[first.clone()].trim_start().len(), first.end));
    problem(
        Code::TextAsCode,
        place,
        "this is shown as computer code, since the line begins with four blanks or more",
        format!(
            "begin the line at the margin: {}; if it is code, put a line of three backticks above and below it",
            exact(words)
        ),
    )
    .with_fix(Fix { safety: Safety::Ask, change: FixAction::Edits(edits) })
}

/// A block of code between fences that nothing closes.
pub fn fence_unclosed(place: Place) -> Problem {
    problem(
        Code::TextAsCode,
        place,
        "the code that begins here is never closed: all below it is shown as computer code",
        "put such a line below the code as well; if there is no code, take this line out",
    )
}

/// The line of a place, without its end.
fn line_of(body: &str, at: usize) -> Range<usize> {
    let start = body[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = body[at..].find('\n').map_or(body.len(), |end| at + end);
    start..start + body[start..end].trim_end_matches('\r').len()
}

pub fn placeholder_left(place: Place, message: &str, help: &str) -> Problem {
    problem(Code::PlaceholderLeft, place, message, help)
}

pub fn title_unset(place: Place, folder: &str) -> Problem {
    problem(
        Code::TitleUnset,
        place,
        format!("the site's title is still the name of its folder, {}", quoted(folder)),
        "write in `site.yaml` what readers should call it: `title: Tanfold Watch`",
    )
}

/// Dashes in the place of `---`.
pub fn mark_of_dashes(place: Place, written: &str) -> Problem {
    let odd = written.trim().chars().find(|letter| *letter != '-').unwrap_or('-');
    let what = match odd {
        ' ' => "hyphens with blanks between them stand".to_owned(),
        '-' | '_' | '=' | '*' | '~' | '+' | '\\' => format!("{} stands", quoted(written.trim())),
        odd => format!("{} stands", called(odd)),
    };
    let fix = place.span.map(|span| Fix::replace(span, "---"));
    let message = if written.trim() == "---" {
        "the line of three hyphens does not begin at the margin".to_owned()
    } else {
        format!("{what} where three hyphens belong")
    };
    let problem =
        problem(Code::MarkOfDashes, place, message, "it is read as `---`; `noticeboard check --fix` writes it so");
    match fix {
        Some(fix) => problem.with_fix(fix),
        None => problem,
    }
}

/// A saved e-mail.
pub fn front_matter_of_mail(place: Place, path: &SourcePath) -> Problem {
    problem(
        Code::FrontMatterMissing,
        place,
        "this is an e-mail as it was saved, and not a bulletin",
        format!("`noticeboard import \"{}\"` makes a bulletin of it; then delete this file", path.as_str()),
    )
}

/// Something stands above the fields; `line` is the first line of it.
pub fn front_matter_below(place: Place, line: &str) -> Problem {
    problem(
        Code::FrontMatterMissing,
        place,
        "something stands above the fields",
        format!(
            "the line `---` above the fields has to be the first of the file: move {} below them, or take it out",
            exact(line)
        ),
    )
}

/// Fields are missing at the begin of a file. `line` is its first line; `known` are title, date and area, as far as its lines
/// say them.
pub fn front_matter_missing(place: Place, line: &str, known: [Option<&str>; 3]) -> Problem {
    let line = line.trim();
    let dashes =
        !line.is_empty() && line.chars().all(|letter| matches!(letter, '-' | '+' | '*' | '_' | '=' | '~' | '.'));
    if dashes {
        return problem(
            Code::FrontMatterMissing,
            place,
            format!("the first line is {}, where `---` belongs", quoted(line)),
            "make the first line three hyphens, `---`, and put another such line below the last field, such as `area: …`",
        );
    }
    let [title, date, area] = known;
    let plain = |text: &str| {
        let text = text.replace(['"', '\\'], "'");
        let odd = text.contains([':', '#']) || !text.starts_with(char::is_alphanumeric);
        if odd { format!("\"{text}\"") } else { text }
    };
    let own = match (date, area) {
        (None, None) => ", with your own date and area",
        (None, Some(_)) => ", with your own date",
        (Some(_), None) => ", with your own area",
        (Some(_), Some(_)) => "",
    };
    let title = title.map_or_else(|| "…".to_owned(), plain);
    let (date, area) = (date.unwrap_or("26/11/2026 09:00"), area.map_or_else(|| "…".to_owned(), plain));
    problem(
        Code::FrontMatterMissing,
        place,
        "this file does not begin with its title, date and area",
        format!(
            "put these five lines above the text{own}: `---`, `title: {title}`, `date: {date}`, `area: {area}`, `---`"
        ),
    )
}

/// Fields stand at the begin of a file, and the line above them is missing. `end` is how its lines end.
pub fn front_matter_unopened(place: Place, line: &str, end: &str) -> Problem {
    let start = place.span.map_or(0, |span| span.start as usize);
    let edit = Edit { span: Span::new(start, start), text: format!("---{end}") };
    problem(
        Code::FrontMatterMissing,
        place,
        "the line `---` is missing above the first field",
        format!("put a line `---` above {}, and one below the last field", quoted(line)),
    )
    .with_fix(Fix { safety: Safety::Ask, change: FixAction::Edits(vec![edit]) })
}

/// Front matter that never ends. `last` is its last line, by the look of it, and where that stands; `end` is how lines end.
pub fn front_matter_unclosed(
    path: &SourcePath,
    at: Span,
    mark: &str,
    last: Option<(Span, &str)>,
    end: &str,
) -> Problem {
    let marked = if mark.contains('`') { format!("of three backticks, {mark},") } else { quoted(mark) };
    let message = "the end of the fields is not marked";
    let Some((span, line)) = last else {
        let help = format!("put a line {marked} below the last field");
        return problem(Code::FrontMatterUnclosed, Place::at(path, at), message, help);
    };
    let mut found = problem(
        Code::FrontMatterUnclosed,
        Place::at(path, span),
        message,
        format!("put a line {marked} below this one, {}, and above the text", exact(line.trim())),
    );
    found.related.push((Place::at(path, at), "the fields begin here".into()));
    let below = Span { start: span.end, end: span.end };
    let edit = Edit { span: below, text: format!("{end}{mark}") };
    found.with_fix(Fix { safety: Safety::Ask, change: FixAction::Edits(vec![edit]) })
}

/// A line that cannot be read.
pub fn line_unread(place: Place, unread: &UnreadableLine) -> Problem {
    let (message, help) = match unread {
        UnreadableLine::NoColon { line, .. } => {
            ("the colon is missing behind the first word of this line".to_owned(), format!("write it as {}", exact(line)))
        }
        UnreadableLine::NoField => (
            "this line says nothing that can be read".to_owned(),
            "each fact is a line of its own: a word, a colon, a blank, and what it says, such as `area: Mill End`; the text of the bulletin begins below the second line `---`".to_owned(),
        ),
        UnreadableLine::Bracket(mark) => (
            format!("{} is opened here and never closed", quoted(&mark.to_string())),
            format!("put {} where it ends, on the same line", quoted(if *mark == '[' { "]" } else { "}" })),
        ),
        UnreadableLine::Brackets => ("more brackets are opened here than a list has".to_owned(), ONE_PAIR.to_owned()),
        UnreadableLine::Alias(alias) => (
            format!(
                "{} repeats a value, and none above it has the name {}",
                quoted(alias),
                quoted(&alias.replacen('*', "&", 1))
            ),
            format!("write the value out; if these are words, put them into quotation marks: {}", exact(&format!("\"{alias}\""))),
        ),
        UnreadableLine::EmptyPlace => (
            "nothing stands between two commas of this list".to_owned(),
            "take one of the two commas out, or write what belongs between them".to_owned(),
        ),
        UnreadableLine::Quote(mark) => (
            "a quotation mark is opened here and never closed".to_owned(),
            format!("put {} at the end of the text, or take the first one out", quoted(&mark.to_string())),
        ),
        UnreadableLine::Indented => (
            "this line begins further in, or less far, than the lines it belongs to".to_owned(),
            "begin it where the lines beside it begin; a field of the bulletin begins at the margin".to_owned(),
        ),
        UnreadableLine::Other => (
            "this line cannot be read".to_owned(),
            "write it as a word, a colon, a blank, and what it says in quotation marks, such as `title: \"Gate closed\"`".to_owned(),
        ),
    };
    problem(Code::YamlBroken, place, message, help)
}

/// A mark with a meaning to YAML alone.
pub fn yaml_feature(place: Place, mark: &str) -> Problem {
    let does = match mark {
        "&" => "gives a value a name, to be repeated",
        "!" => "gives a value a type",
        _ => "repeats a value from elsewhere",
    };
    problem(
        Code::YamlFeature,
        place,
        format!("{} {does}, which is not done in a bulletin", quoted(mark)),
        "write the value out; a text that begins with this mark belongs between quotation marks",
    )
}

/// A comment behind a value, which no reader sees; `before` is its line up to it.
pub fn comment_left_out(place: Place, comment: &str, before: &str) -> Problem {
    let line = format!("{} {comment}", before.trim_end());
    // In a list or map over several lines there is no telling where the value would begin.
    let in_brackets = before.contains(['[', '{', ']', '}']);
    let instead = match line.split_once(':') {
        Some((key, value)) if !in_brackets => {
            let whole = format!("{key}: \"{}\"", value.trim().trim_matches('"').replace('"', "'"));
            format!("if it belongs to the value, write {}", exact(&whole))
        }
        _ => "if it belongs to the value, put both into quotation marks".to_owned(),
    };
    problem(
        Code::CommentLeftOut,
        place,
        format!("{} is taken for a note to yourself and left out", quoted(comment)),
        format!("{instead}; a note stands on a line of its own"),
    )
}

/// A text in another encoding than UTF-8, which is read all the same.
pub fn encoding_other(path: &SourcePath, name: &str) -> Problem {
    problem(
        Code::EncodingOther,
        Place::whole(path),
        format!("this file was saved as {name}"),
        "it is read as it is meant; `noticeboard check --fix` saves it as UTF-8",
    )
    .with_fix(Fix { safety: Safety::Safe, change: FixAction::Utf8 })
}

/// A bulletin behind whose name stands `.txt`.
pub fn name_with_txt(path: &SourcePath) -> Problem {
    let name = path.file_name();
    let name = &name[..name.len().saturating_sub(4)];
    let lower = name.to_lowercase();
    let marked = lower.ends_with(".md") || lower.ends_with(".markdown");
    let name = if marked { name.to_owned() } else { format!("{name}.md") };
    problem(
        Code::NameWithTxt,
        Place::whole(path),
        "the name of this file ends in `.txt`",
        format!("it is read as {}; `noticeboard check --fix` renames it", quoted(&name)),
    )
    .with_fix(Fix { safety: Safety::Safe, change: FixAction::Name(name) })
}

pub fn leftover(path: &SourcePath) -> Problem {
    problem(
        Code::Leftover,
        Place::whole(path),
        "an editor or the system left this file, and it is not published",
        "delete it",
    )
}

pub fn folder_passed_over(path: &SourcePath, count: usize) -> Problem {
    let plain = path.file_name().trim_start_matches('_').to_owned();
    let plural = if count == 1 { "file" } else { "files" };
    problem(
        Code::FolderPassedOver,
        Place::whole(path),
        format!("this folder is passed over, with {count} Markdown {plural} in it: its name begins with `_`"),
        format!("rename it to {} if its bulletins are to be published", quoted(&plain)),
    )
}

/// A copy of a bulletin that was taken back.
pub fn near_copy(path: &SourcePath, of: &SourcePath) -> Problem {
    let mut found = problem(
        Code::NearCopy,
        Place::whole(path),
        format!("this looks like a copy of {}, which was taken back, and it is still to be seen", quoted(of.as_str())),
        "delete this file, or write `status: withdrawn` in it too",
    );
    found.related.push((Place::whole(of), "taken back here".into()));
    found
}

/// A picture of a bulletin that was taken back, where something else shows it or links to it.
pub fn picture_of_gone(place: Place, name: &str, of: &SourcePath) -> Problem {
    let mut found = problem(
        Code::PictureOfGone,
        place,
        format!(
            "{} is the picture of {}, which was taken back: here it is still to be seen",
            quoted(name),
            quoted(of.as_str())
        ),
        "take the picture out here too; if it is to stay public, put a copy of it under another name, and name that",
    );
    found.related.push((Place::whole(of), "taken back here".into()));
    found
}

/// An address on another host at which nothing stands any more; the status that its server gave, or none where there is no
/// such host.
#[cfg(feature = "import")]
pub fn link_gone(place: Place, address: &str, status: Option<u16>) -> Problem {
    let why = match status {
        Some(status) => format!("its server says {status}"),
        None => "there is no host of this name".to_owned(),
    };
    problem(
        Code::LinkGone,
        place,
        format!("nothing stands any more at {}: {why}", quoted(address)),
        "look where it went, and lead there; else take the link out and leave its words",
    )
}

/// A document for a word processor or the like, which would be public with nobody knowing.
pub fn file_unlinked(path: &SourcePath) -> Problem {
    let name = path.file_name().to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let imported = matches!(ending, "docx" | "docm" | "txt" | "eml" | "msg");
    if matches!(ending, "mdx" | "mdown" | "mdwn" | "mkd" | "mkdn" | "mdtext" | "mdtxt") {
        return problem(
            Code::FileUnlinked,
            Place::whole(path),
            "this is no bulletin, and nothing links to it: it is only copied to the site, for everybody to fetch",
            "to make a bulletin of it, rename it so that its name ends in `.md`; else take it out of `content`",
        );
    }
    if imported || matches!(ending, "doc" | "odt" | "rtf" | "pages" | "wpd") {
        let become_one = if imported {
            format!(
                "to make a bulletin of it, run `noticeboard import \"{}\"`, and take this file out of `content`",
                path.as_str()
            )
        } else {
            "to make a bulletin of it, run `noticeboard new \"Its title\"`, copy the text into the file that it makes, and take this one out of `content`".to_owned()
        };
        return problem(
            Code::FileUnlinked,
            Place::whole(path),
            "this is no bulletin, and nothing links to it: it is only copied to the site, for everybody to fetch",
            format!("{become_one}; to offer it to readers as it is, link to it"),
        );
    }
    problem(
        Code::FileUnlinked,
        Place::whole(path),
        "no page links to this file, and everybody can fetch it from the site",
        "link to it from a bulletin, or take it out of `content`",
    )
}

pub fn date_loose(place: Place, key: &str, written: &str, plain: &str) -> Problem {
    let fix = place.span.map(|span| Fix::replace(span, plain));
    let mut problem = problem(
        Code::DateLoose,
        place,
        format!("{} could be read as another day by another program", quoted(written)),
        format!("it is read as `{key}: {plain}`; `noticeboard check --fix` writes it so"),
    );
    problem.fix = fix.map(Box::new);
    problem
}

pub fn areas_with_commas(place: Place, parts: &[&str], between: &str) -> Problem {
    let plain = |part: &&str| {
        let first = part.chars().next().is_some_and(char::is_alphanumeric);
        first && !part.contains(['[', ']', '{', '}', ':', '#', '"', '\''])
    };
    let shown: Vec<String> =
        parts.iter().map(|part| if plain(part) { (*part).to_owned() } else { format!("{part:?}") }).collect();
    let new = format!("[{}]", shown.join(", "));
    let fix = place.span.map(|span| Fix::replace(span, new.as_str()));
    let mut problem = problem(
        Code::AreasWithCommas,
        place,
        match parts.len() {
            1 => format!("one area stands here with {between} beside it"),
            count => format!("{count} areas stand here with {between} between them"),
        },
        format!("they are read as {}; `noticeboard check --fix` writes it so", quoted(&new)),
    );
    problem.fix = fix.map(Box::new);
    problem
}
