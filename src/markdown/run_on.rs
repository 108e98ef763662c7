//! Lines that Markdown would run together though each is plainly meant to stand alone: columns with tabs between them, or
//! one below the other, `Place: …` below `Time: …`, a bold line as a heading, small pictures or letters before the entries
//! of a list, a text with a line drawn below it. In: the lines of a body. Out: [`Slip`]s. Must not know what a page looks like.

use std::ops::Range;

use super::marks::{CodeState, Line, are_html};
use super::typed::{BULLETS, Slip, SlipKind};

/// Whether something in a body may part columns: a tab, or three blanks.
pub(super) fn is_wide(text: &[u8]) -> bool {
    memchr::memchr(b'\t', text).is_some() || memchr::memmem::find(text, b"   ").is_some()
}

/// Whether a line without the white space round it may be meant to stand alone, told by how it begins. `wide` is what
/// [`is_wide`] says of the whole body.
pub(super) fn may_stand_alone(line: &[u8], wide: bool) -> bool {
    let Some(first) = line.first() else { return false };
    let begins = match (first, line.get(1).copied().unwrap_or_default()) {
        (b'[', second) => matches!(second, b' ' | b'x' | b'X'),
        (first @ (b'*' | b'_'), second) => *first == second,
        (b'a'..=b'z', second) => matches!(second, b')' | b'.'),
        (b'A'..=b'Z', _) => line.len() <= CAPITALS && !line.iter().any(u8::is_ascii_lowercase),
        (b'0'..=b'9', second) => second >= 0xe2,
        (first, _) => *first >= 0xc3,
    };
    begins
        || is_dated(line)
        || line == b"---"
        || line[..line.len().min(LABEL + 6)].contains(&b':')
        || (wide && is_wide(line))
}

/// Where a line has white space that parts columns: a tab, or three blanks and more.
fn gaps(content: &str) -> Vec<Range<usize>> {
    let (mut gaps, mut at) = (Vec::new(), 0);
    while let Some(found) = content[at..].find(char::is_whitespace) {
        let start = at + found;
        let rest = &content[start..];
        at = start + (rest.len() - rest.trim_start().len());
        let gap = &content[start..at];
        if gap.contains('\t') || gap.starts_with("   ") {
            gaps.push(start..at);
        }
    }
    gaps
}

/// The longest label, in bytes: `Place` in `Place: Corn Hall`.
const LABEL: usize = 25;
/// A heading in capitals is no longer than this.
const CAPITALS: usize = 60;

/// The slips of a body, in their order.
pub(super) fn slips(body: &str, lines: &[Line]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut at = 0;
    let html = are_html(body, lines);
    while at < lines.len() {
        let of_text = |(line, html): &(&Line, &bool)| !**html && is_text(body, line);
        let run = lines[at..].iter().zip(&html[at..]).take_while(of_text).count();
        if run > 1 {
            in_run(body, &lines[at..at + run], &mut slips);
        }
        at += run.max(1);
    }
    slips
}

/// Whether a line is one of a text: neither code nor empty, nor one of a quote, a table or HTML.
fn is_text(body: &str, line: &Line) -> bool {
    let text = body[line.range.clone()].trim();
    let cells = text.contains('|') && !text.contains('\t');
    line.code == CodeState::No && !text.is_empty() && !text.starts_with(['>', '|', '<']) && !cells
}

/// So many columns are told by where they begin.
const MOST_SPACED: usize = 8;

/// What a line of a text is, beside its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RunLine {
    /// So many columns, with tabs between them.
    Columns(usize),
    /// Columns that begin at these letters, with blanks between them.
    Spaced([u16; MOST_SPACED]),
    /// It begins with a small picture.
    Picture,
    /// It begins with a box to tick.
    Task,
    /// It begins with a letter and a bracket.
    Letter(char),
    /// It begins with `Place:`.
    Label,
    /// It begins with a day or a time of day, as the lines of a diary do.
    Dated,
    /// The whole of it is bold, or in capitals.
    Alone,
    /// Three hyphens and nothing else.
    Rule,
    /// The entry of a list, or a heading.
    Block,
    Words,
}

fn kind(line: &str) -> RunLine {
    let text = line.trim();
    if is_alone(text) {
        return RunLine::Alone;
    }
    // A longer line was drawn as long as the heading above it.
    if text == "---" {
        return RunLine::Rule;
    }
    if is_dated(text.as_bytes()) && !text.contains('\t') && spaced(line).is_none() {
        return RunLine::Dated;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..=3).contains(&digits) && text[digits..].starts_with(['.', ')']);
    let marked =
        text.starts_with(['#', '-', '+', '`', '~', '=', '–']) || text.starts_with(BULLETS) || text.starts_with("* ");
    if numbered || marked {
        return RunLine::Block;
    }
    if text.contains('\t') {
        let gaps = gaps(text);
        if gaps.first().is_some_and(|gap| text[..gap.start].chars().count() > 1) {
            return RunLine::Columns(gaps.len() + 1);
        }
    }
    if is_keycap(text) {
        return RunLine::Picture;
    }
    let mut letters = text.chars();
    match (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '), letters.next().unwrap_or(' ')) {
        ('[', ' ' | 'x' | 'X', ']') if text[3..].starts_with(' ') => RunLine::Task,
        (letter @ 'a'..='z', ')' | '.', ' ') => RunLine::Letter(letter),
        (first, ..) if is_picture(first) => RunLine::Picture,
        _ if is_label(text) => RunLine::Label,
        _ => spaced(line).map_or(RunLine::Words, RunLine::Spaced),
    }
}

/// Where the columns of a line begin that have blanks between them; none where the blanks may be those of a sentence, a
/// link, a note or code.
fn spaced(line: &str) -> Option<[u16; MOST_SPACED]> {
    let text = line.trim_end();
    let is_wide = memchr::memmem::find(text.as_bytes(), b"   ").is_some();
    if !is_wide || text.starts_with([' ', '\t']) || text.contains(['[', ']', '`']) {
        return None;
    }
    let mut starts = [0; MOST_SPACED];
    for (nth, gap) in gaps(text).into_iter().enumerate() {
        let before = &text[..gap.start];
        let is_open =
            before.matches('(').count() != before.matches(')').count() || before.matches("**").count() % 2 == 1;
        if is_open || before.chars().count() < 2 || before.ends_with(['.', '!', '?', ',', ';', ':']) {
            return None;
        }
        *starts.get_mut(nth)? = u16::try_from(text[..gap.end].chars().count()).ok()?;
    }
    Some(starts)
}

/// Whether a letter is a small picture, such as ✅ or ☐.
fn is_picture(letter: char) -> bool {
    let picture = matches!(letter, '\u{2190}'..='\u{21ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    picture && !BULLETS.contains(&letter)
}

/// Whether a line begins with a number in a small box, such as 1️⃣ (Unicode, emoji keycap sequences).
fn is_keycap(text: &str) -> bool {
    let rest = text.strip_prefix(|first: char| first.is_ascii_digit()).unwrap_or_default();
    rest.strip_prefix('\u{fe0f}').unwrap_or(rest).starts_with('\u{20e3}')
}

/// Whether a line begins with a day or a time of day: `Sat 5 Dec`, `5th December`, `5/12`, `Monday:`, `10.30am`, `18:30`.
fn is_dated(line: &[u8]) -> bool {
    const DAYS: [&[u8]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];
    const MONTHS: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let begins = |text: &[u8], words: &[&[u8]]| {
        words.iter().any(|word| text.len() >= word.len() && text[..word.len()].eq_ignore_ascii_case(word))
    };
    let Some(first) = line.first() else { return false };
    if first.is_ascii_uppercase() {
        let word = line.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        // A list has a mark of its own, a sentence goes on in words.
        let rest = line[word..].trim_ascii_start();
        let rest = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")).unwrap_or(rest).trim_ascii_start();
        return (3..=9).contains(&word) && begins(line, &DAYS) && rest.first().is_some_and(u8::is_ascii_digit);
    }
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) {
        return false;
    }
    let rest = &line[digits..];
    let two = |text: &[u8]| text.len() > 1 && text[..2].iter().all(u8::is_ascii_digit);
    let behind = match rest {
        [b'.' | b':', minutes @ ..] if two(minutes) => &minutes[2..],
        [b'/', month @ ..] => return month.first().is_some_and(u8::is_ascii_digit),
        _ => rest,
    };
    let is_clock =
        rest.first() == Some(&b':') && behind.len() < rest.len() && behind.first().is_none_or(|byte| *byte == b' ');
    let word = behind.trim_ascii_start();
    let ordinal = [b"st", b"nd", b"rd", b"th"].iter().find_map(|end| word.strip_prefix(*end)).unwrap_or(word);
    is_clock
        || begins(word, &[b"am", b"pm", b"a.m", b"p.m", b"noon"])
        || behind.len() == rest.len() && begins(ordinal.trim_ascii_start(), &MONTHS)
}

/// Whether a line begins with a label: up to three words, the first with a capital, a colon and a blank.
fn is_label(text: &str) -> bool {
    let bare = text.trim_start_matches(['*', '_']);
    let Some((label, value)) = bare.split_once(':') else { return false };
    let label = label.trim_end_matches(['*', '_']);
    let value = value.trim_start_matches(['*', '_']);
    label.len() <= LABEL
        && label.starts_with(char::is_uppercase)
        && label.split(' ').count() <= 3
        && label.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '\'' | '’' | '-'))
        && value.starts_with(' ')
        && !value.trim().is_empty()
}

/// Whether the whole of a line is bold, or in capitals.
fn is_alone(text: &str) -> bool {
    let bold = |mark: &str| {
        let inner = text.strip_prefix(mark).and_then(|rest| rest.trim_end_matches(':').strip_suffix(mark));
        inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains(mark))
    };
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let capitals = text.len() <= CAPITALS
        && text.starts_with(char::is_uppercase)
        && !text.contains(char::is_lowercase)
        && !text.contains(['\t', '|', '*', '_', '`', '[', ']'])
        && letters().count() > 3;
    bold("**") || bold("__") || capitals
}

/// The slips of lines that stand directly below each other.
fn in_run(body: &str, lines: &[Line], slips: &mut Vec<Slip>) {
    let kinds: Vec<RunLine> = lines.iter().map(|line| kind(&body[line.range.clone()])).collect();
    let mut at = 0;
    while at < lines.len() {
        let alike = |one: RunLine, other: RunLine| match (one, other) {
            (RunLine::Letter(one), RunLine::Letter(other)) => u32::from(other) == u32::from(one) + 1,
            (one, other) => one == other,
        };
        let length = 1 + kinds[at..].windows(2).take_while(|pair| alike(pair[0], pair[1])).count();
        let (run, behind) = (&lines[at..at + length], lines.get(at + length));
        let above = at.checked_sub(1).map(|above| &lines[above]);
        // In the middle of a sentence.
        let goes_on = behind.is_some_and(|line| body[line.range.clone()].trim().starts_with(char::is_lowercase));
        match kinds[at] {
            RunLine::Columns(_) | RunLine::Spaced(_) if length > 1 => {
                table(body, run, above, slips);
                // What follows would be a row of it.
                if behind.is_some() {
                    slips.extend(run.last().map(apart));
                }
            }
            RunLine::Picture | RunLine::Task | RunLine::Letter(_) if length > 1 => {
                for line in run {
                    let text = &body[line.range.clone()];
                    let lead = text.len() - text.trim_start().len();
                    let range = line.range.start..line.range.start + lead;
                    slips.push(Slip {
                        what: SlipKind::Entry,
                        range,
                        instead: format!("{}- ", " ".repeat(lead.min(3))),
                    });
                }
                // What follows would belong to the last entry.
                if behind.is_some() && !goes_on && kinds[at + length] != RunLine::Block {
                    slips.extend(run.last().map(apart));
                }
            }
            RunLine::Label | RunLine::Dated if length > 1 => {
                let before = above.filter(|_| at.checked_sub(1).is_some_and(|above| kinds[above] == RunLine::Words));
                let follows = behind.is_some_and(|_| kinds[at + length] == RunLine::Words && !goes_on);
                let ended = run.iter().take(if follows { length } else { length - 1 });
                slips.extend(before.into_iter().chain(ended).filter_map(|line| broken(body, line)));
            }
            RunLine::Alone if length == 1 => alone(body, lines, &kinds, at, slips),
            RunLine::Rule if length == 1 => {
                let sentence = above.is_some_and(|above| body[above.range.clone()].trim_end().ends_with('.'));
                if sentence && kinds[at - 1] != RunLine::Block {
                    slips.extend(above.map(apart));
                }
            }
            _ => {}
        }
        at += length;
    }
}

/// An empty line behind a line.
fn apart(line: &Line) -> Slip {
    Slip { what: SlipKind::Apart, range: line.range.end..line.range.end, instead: "\n".into() }
}

/// Whether a line ends as one that readers see: in two blanks, or a backslash.
fn has_end(text: &str) -> bool {
    let end = text.trim_end().to_ascii_lowercase();
    text.ends_with("  ") || end.ends_with('\\') || ["<br>", "<br/>", "<br />"].iter().any(|tag| end.ends_with(tag))
}

/// The end of a line, as one that readers see; none where it has one.
fn broken(body: &str, line: &Line) -> Option<Slip> {
    let text = &body[line.range.clone()];
    let end = line.range.start + text.trim_end().len();
    (!has_end(text)).then(|| Slip { what: SlipKind::Break, range: end..line.range.end, instead: "\\".into() })
}

/// A line that is bold or in capitals, between the lines of a text: no part of their sentences.
fn alone(body: &str, lines: &[Line], kinds: &[RunLine], at: usize, slips: &mut Vec<Slip>) {
    let text = |line: &Line| body[line.range.clone()].trim();
    let above = at.checked_sub(1);
    let below = lines.get(at + 1);
    let ends = above.is_none_or(|above| text(&lines[above]).ends_with(['.', '!', '?', ':', ')', '”', '"']));
    let begins = below.is_none_or(|below| !text(below).starts_with(char::is_lowercase));
    // An empty line would make code of what is indented.
    let deep = |line: &Line| body[line.range.clone()].starts_with(['\t', ' ']);
    if !ends || !begins || deep(&lines[at]) || below.is_some_and(deep) || has_end(&body[lines[at].range.clone()]) {
        return;
    }
    if let Some(above) = above.filter(|above| kinds[*above] != RunLine::Rule) {
        slips.push(apart(&lines[above]));
    }
    if below.is_some() && !matches!(kinds[at + 1], RunLine::Rule | RunLine::Block) {
        slips.push(apart(&lines[at]));
    }
}

/// Columns as a table; the first line is its head.
fn table(body: &str, lines: &[Line], above: Option<&Line>, slips: &mut Vec<Slip>) {
    let mut change = |range: Range<usize>, instead: String| slips.push(Slip { what: SlipKind::Table, range, instead });
    for (nth, line) in lines.iter().enumerate() {
        let text = &body[line.range.clone()];
        let content = text.trim();
        let start = line.range.start + (text.len() - text.trim_start().len());
        // A table below a text is none.
        let lead = if nth == 0 && above.is_some() { "\n| " } else { "| " };
        change(line.range.start..start, lead.to_owned());
        let gaps = gaps(content);
        let cells = gaps.len() + 1;
        for gap in gaps {
            change(start + gap.start..start + gap.end, " | ".to_owned());
        }
        for (bar, _) in content.match_indices('|') {
            change(start + bar..start + bar, "\\".to_owned());
        }
        let head = if nth == 0 { format!("\n|{}", "---|".repeat(cells)) } else { String::new() };
        change(start + content.len()..line.range.end, format!(" |{head}"));
    }
}

#[cfg(test)]
mod tests {
    use super::slips;
    use crate::markdown::{marks, plain, testing::page};

    const LINES: &[&str] = &[
        "A crane fell.",
        "and went on",
        "STOP",
        "CAF\u{c9}",
        "**Bold**",
        "__Bold__:",
        "*Place:* x",
        "**Place:** x",
        "Place: x",
        "Sat 5 Dec x",
        "10.30am x",
        "18:30 y",
        "5/12 x",
        "5th December y",
        "\u{c9}cole: x",
        "a) x",
        "b. y",
        "[ ] y",
        "[x] z",
        "✅ z",
        "📞 y",
        "a1\tb",
        "Day     Time",
        "Monday  \u{a0} 10am",
        "Tue   2pm",
        "1\u{fe0f}\u{20e3} x",
        "2\u{20e3} y",
        "c1\td",
        "---",
        "",
        " ",
        "- x",
        "1. x",
        "# H",
    ];

    proptest::proptest! {
        #[test]
        fn no_slip_is_missed_at_a_glance(picks in proptest::collection::vec(0..LINES.len(), 0..6), end in "\r?\n") {
            let body = picks.iter().map(|pick| LINES[*pick]).collect::<Vec<_>>().join(&end);
            let found = slips(&body, &marks::lines(&body));
            proptest::prop_assert!(found.is_empty() || marks::of_lines(body.as_bytes()).1, "{found:?}");
        }
    }

    #[test]
    fn columns_are_tables() {
        let table = page("Place\tOpen\nHall\t\tday and night\nReading room\t8am to 8pm\n");
        assert!(table.contains("<th scope=\"col\">Place</th>") && table.contains("<td>day and night</td>"), "{table}");
        assert!(
            page("Open:\nPlace\tOpen\nHall\tall day\n").contains("<p>Open:</p>\n"),
            "it is apart from the text above"
        );
        assert_eq!(plain("Place\tOpen\nHall\tall day\n"), "Place Open Hall all day");
        let table = page("3/11\t8am\t120\n10/11\t9am\t98\n");
        assert!(table.contains("<th scope=\"col\">8am</th>"), "{table}");
        let table = page("Day        Time    Place\nMonday     10am    Hall\n");
        assert!(table.contains("<th scope=\"col\">Time</th>") && table.contains("<td>Hall</td>"), "{table}");
        assert!(!page("Go round.   Ring us.\nBy the ford.   Ask us.").contains("<table"));
        assert!(!page("Marsh Lane  is closed\nby the  ford").contains("<table"));
        // Blanks of a sentence, of notes, of links and of code, and lists that have more of them than they need.
        for body in [
            "The   police   are\nasking   people   for help",
            "Officers would   like to hear from\nanyone who   saw the van",
            "One.[^1] Two.[^2]\n\n[^1]:   The police\n[^2]:   The council",
            "[the   map](https://a.example)\n[the   lis](https://b.example)",
            "**very   big**\n**very   old**",
            "`a   b`\n`c   d`",
            "[ ]   Lock up\n[x]   Ring 101",
            "a)   Lock up\nb)   Ring 101",
            "1\u{fe0f}\u{20e3}   Lock up\n2\u{fe0f}\u{20e3}   Ring 101",
            "When:   Saturday\nWhere:  Corn Hall",
            "* ```\n  a1   b1\n  c1   d1\n  ```",
            "* Open:\n  Mon   10am\n  Tue   11am",
        ] {
            assert!(!page(body).contains("<table"), "{body}");
        }
        for body in ["one\ttab", "a\tb\nc", "1.\tLock up\n2.\tRing 101", "•\tLock\tup\n•\tRing\tus"] {
            assert!(!page(body).contains("<table"), "{body}");
        }
    }

    #[test]
    fn the_lines_of_a_diary_stay_apart() {
        for body in [
            "Sat 5 Dec – Coffee 10-12\nSun 6 Dec – Litter pick\nThu 10 Dec – Surgery",
            "Saturday, 5th: Coffee\nSunday, 6th: Litter pick\nMonday 7th: Rest",
            "5 Dec Coffee\n6 December Litter pick\n12th Jan Fair",
            "5/12 Coffee\n6/12/2026 Litter pick\n7/12 Rest",
            "10am Doors\n10.30 am Talk\n12 noon Lunch",
            "10:00 Doors\n10:30 Talk\n12:00 Lunch",
        ] {
            assert_eq!(page(body).matches("<br").count(), 2, "{body}: {}", page(body));
        }
        // One that begins so is the end of a sentence.
        for body in [
            "It is shut from\nMonday 7 December and opens on\nthe Friday.",
            "Ring us before\n10am, or later.",
            "Sunday school\nMonday club",
            "Of 12 cars\n5 may be old\nand 7 new",
            "3 marches\nin the town",
        ] {
            assert!(!page(body).contains("<br"), "{body}: {}", page(body));
        }
    }

    #[test]
    fn entries_with_other_marks_are_lists() {
        for body in [
            "1\u{fe0f}\u{20e3} lock up\n2\u{fe0f}\u{20e3} ring",
            "✅ lock up\n✅ ring 101",
            "📞 lock up\n🌐 ring 101",
            "a) lock up\nb) ring 101",
            "[ ] lock\n[x] ring",
        ] {
            assert_eq!(page(body).matches("<li>").count(), 2, "{body}: {}", page(body));
        }
        assert_eq!(page("✅ a\n✅ b\nThanks").matches("<p>Thanks</p>").count(), 1);
        assert!(page("a) lock up\nb) ring").contains("a) lock up"), "the letter stays");
        for body in ["✅ lock up", "b) lock up\nc", "it is\na. b"] {
            assert!(!page(body).contains("<li>"), "{body}");
        }
    }

    #[test]
    fn what_is_something_else_stays() {
        for body in [
            "<address>\nPlace: Hall\nTime: 10am\n</address>",
            "<pre>\nPlace: Hall\nTime: 10am\n\nSTOP\nGo.\n</pre>",
            "Place: Hall<br>\nTime: 10am<br>\n",
            "Go round.\n\tWHAT NEXT\n\tRing us.",
            "**Warning!\nDO NOT ENTER**",
            "Time: 10am\nPlace: Corn Hall, which is on\nthe corner of High Street",
        ] {
            let shown = page(body);
            assert!(shown.matches("<br>").count() <= 2 && !shown.contains('\\') && !shown.contains("<code"), "{shown}");
            assert!(!shown.contains("on<br>") && shown.matches("<p>").count() <= 1, "{shown}");
        }
        assert!(page("DAY | TIME\n:-- | :--\nMonday | 9am").contains("<table"));
        assert!(page("DAY\tTIME\nMonday\t9am\nTuesday\t10am").contains("<th scope=\"col\">DAY</th>"));
        assert!(page("Mon\t9am\nTue\t10am\nRing us.").contains("<p>Ring us.</p>"));
        assert!(
            page("Please:\n    ✅ lock up\n    ✅ ring 101").contains("<li>")
                && !page("Please:\n    ✅ a\n    ✅ b").contains("<code")
        );
        // Rows in which white space of every kind parts the columns.
        page("ab\t\t\t\t\u{a0}\t\u{e9}\nab\t\t\t\t\u{a0}\t\u{e9}\n");
    }

    #[test]
    fn labels_and_lines_that_stand_alone_do() {
        assert_eq!(page("Place: Hall\nTime: 10am\n"), "<p>Place: Hall<br>\nTime: 10am</p>\n");
        assert_eq!(page("**Place:** Hall\n**Time:** 10am\n").matches("<br>").count(), 1);
        assert_eq!(page("Come along\nPlace: Hall\nTime: 10am\nAll welcome").matches("<br>").count(), 3);
        assert_eq!(page("**What happened**\nA crane fell.\n**What to do**\nGo round.").matches("<p>").count(), 4);
        assert_eq!(page("WHAT HAPPENED\nA crane fell.").matches("<p>").count(), 2);
        for body in [
            "He said: go\nand went on.",
            "This is\n**very**\nimportant.",
            "It is in the\nUNITED KINGDOM\nand elsewhere.",
            "Note: go\nround by the ford.",
            "Place: Hall  \nTime: 10am",
            "STOP\nGO AWAY",
            "**Join us**  \nWe meet on Mondays.",
        ] {
            assert!(page(body).matches("<p>").count() == 1 && page(body).matches("<br>").count() <= 1, "{body}");
        }
    }

    #[test]
    fn a_line_drawn_below_a_sentence_makes_no_heading() {
        assert_eq!(page("Go round by the ford.\n---\nJean"), "<p>Go round by the ford.</p>\n<hr>\n<p>Jean</p>\n");
        assert!(page("What happened\n---\nA crane fell.").contains("<h2"));
        assert!(page("We come to you.\n---------------\nRing us.").contains("<h2"));
    }
}
