//! A message that somebody passed on: what was passed on comes out, and who did it is dropped. In: a message and its blocks.
//! Out: a [`ForwardedLetter`]. It must not know what the letter is about.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    document::{Block, Inline, SourceDocument, block_words, joined, lines, words},
    letter::EMAIL,
    mail::{MailMessage, Person, is_desk},
    moments::pattern,
    receipt::masked,
    standing::{self, Authority},
};

/// What was passed on.
#[derive(Debug)]
pub struct ForwardedLetter {
    pub from: Person,
    pub date: Option<String>,
    pub subject: String,
    pub blocks: Vec<Block>,
}

/// The heads of a forwarded message, as mail programs write them in several languages.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s>*]*(from|sent|date|subject|to|cc|bcc|reply-to|organi[sz]ation|importance|priority|sensitivity|attachments?|von|gesendet|datum|an|betreff|de|envoyé|objet|à|oddi wrth|gan|anfonwyd|dyddiad|at|i|copi|pwnc|pwysigrwydd|od|wysłan[eo]|data|do|dw|temat)\s*\*?\s*:\s*\*?\s*(.*)$",
    )
});
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:={5,}\s*forwarded message\s*=*|-{2,}\s*(?:forwarded (?:message|by .*)|original (?:message|appointment)|weitergeleitete nachricht|ursprüngliche nachricht|message transféré|neges .{0,20}ymlaen)\s*-{0,}|begin forwarded message:?|forwarded message:?|_{10,}|-{10,}\s*forwarded.*|\s*)\s*$",
    )
});
static STRONG_SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)forwarded message|original message|begin forwarded|weitergeleitete|ursprüngliche nachricht|transféré|forwarded by|neges .{0,20}ymlaen",
    )
});
/// The separators that no answer has.
static FORWARDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)forwarded message|begin forwarded|weitergeleitete|transféré|forwarded by|neges .{0,20}ymlaen")
});
/// `On Fri, 20 Nov 2026 at 15:40, Wren Alerts <noreply@alerts.example> wrote:`
static WROTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?is)^\s*(?:on|ar) (.{6,60}?\d{4}(?:,? (?:at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s?]*[ap]m)?)?(?: (?:(?:gmt|bst|utc)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{4}))?)(?:,| at|,? \d{1,2}:\d{2},?)?\s+(.{2,90}?)\s*(?:<([^>\s]+@[^>\s]+)>)?\s*(?:wrote|writes|ysgrifennodd)\s*:\s*$",
    )
});
static PREFIX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:(?:fwd?|fw|re|wg|tr|aw|rv|enc|yml|atb|pd|odp)\s*:|\[fwd?:?)\s*"));
static LIST_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\[[^\]]{2,30}\]\s*"));

/// What an answer has before its subject, behind the name of a list.
static ANSWER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:\[[^\]]{2,30}\]\s*)?(?:re|aw|atb|odp|antw|sv)\s*(?:\[\d+\])?\s*:"));
/// The last line above a quote, in whatever language a program wrote it.
static QUOTE_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:\b(?:wrote|writes|said|schrieb|écrit|ysgrifennodd|napisał\w*)\b.{0,60}|@\S+.{0,20})[:：]\s*$")
});

/// Where the unwrapping of a message begins.
#[derive(Debug)]
pub enum LetterStart {
    /// With all that stands in it.
    Whole(Vec<Block>),
    /// With one of several that it passed on.
    Head(ForwardHead),
}

/// What was passed on, and what was passed on beside it.
#[derive(Debug)]
pub struct UnwrappedLetter {
    pub letter: ForwardedLetter,
    pub beside: Vec<ForwardHead>,
}

/// How deeply messages stand in one another at most.
const MOST_PASSED_ON: usize = 12;

/// A head that was found.
#[derive(Debug)]
pub struct ForwardHead {
    from: Person,
    to: Vec<Person>,
    date: Option<String>,
    subject: Option<String>,
    /// What stands before it and after it.
    before: Vec<Block>,
    after: Vec<Block>,
    /// What stands below the quote that it is the head of.
    below: Vec<Block>,
    mark: HeadMark,
}

/// What a line before a head says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadMark {
    /// That the message was forwarded.
    Forwarded,
    /// That somebody wrote it, as above the quote of an answer.
    Quoted,
    Nothing,
}

impl HeadMark {
    fn of<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        lines.fold(Self::Nothing, |mark, line| match () {
            () if mark == Self::Forwarded || FORWARDED.is_match(line) => Self::Forwarded,
            () if mark == Self::Quoted || STRONG_SEPARATOR.is_match(line) => Self::Quoted,
            () => Self::Nothing,
        })
    }
}

/// Unwraps a message down to what was passed on.
pub fn unwrap(document: &mut SourceDocument, message: &MailMessage, start: LetterStart) -> UnwrappedLetter {
    let (blocks, mut first) = match start {
        LetterStart::Whole(blocks) => (blocks, None),
        LetterStart::Head(head) => (Vec::new(), Some(head)),
    };
    let mut letter = ForwardedLetter {
        from: message.from.clone(),
        date: message.date.clone(),
        subject: message.subject.clone(),
        blocks,
    };
    let mut beside = Vec::new();
    message.to.iter().for_each(|person| private(document, person));
    for depth in 0..MOST_PASSED_ON {
        let is_first = first.is_some();
        let Some(head) = first.take().or_else(|| head(&letter.blocks)).or_else(|| reply(&letter.blocks)) else {
            if ANSWER.is_match(&letter.subject) {
                letter.blocks = unquoted(document, letter.blocks);
            }
            break;
        };
        if depth > 0 && is_beside(&letter, &head) {
            letter.blocks = without_separator(head.before);
            beside.insert(0, ForwardHead { before: Vec::new(), ..head });
            break;
        }
        if !is_first && !is_passed_on(&letter, &head, depth) {
            if is_answer(&letter.subject, &head) {
                letter.blocks = answer(document, &letter.from, head);
            } else if PREFIX.is_match(&letter.subject) && length(&head.before) > 0 {
                document.remove(ANSWERED, QUOTED);
                letter.blocks = head.before;
            }
            break;
        }
        dropped(document, &letter.from);
        head.to.iter().for_each(|person| private(document, person));
        for block in &head.before {
            for address in EMAIL.find_iter(&block_words(block)) {
                private(document, &Person { name: String::new(), address: address.as_str().to_owned() });
            }
        }
        if length(&head.before) > 0 {
            document.remove("what was written above the forwarded message", "it is from who passed it on");
        }
        beside.splice(0..0, below(document, head.mark, &head.below));
        let subject = head.subject.unwrap_or_else(|| bare(&letter.subject));
        letter = ForwardedLetter { from: head.from, date: head.date, subject, blocks: head.after };
    }
    letter.subject = bare(&letter.subject);
    UnwrappedLetter { letter, beside }
}

/// What stands below the quote of a message that was passed on: another such message, or words of who did it.
fn below(document: &mut SourceDocument, mark: HeadMark, blocks: &[Block]) -> Option<ForwardHead> {
    if mark == HeadMark::Forwarded
        && let Some(next) = head(blocks).filter(|next| next.mark == HeadMark::Forwarded)
    {
        return Some(next);
    }
    if blocks.iter().any(|block| !matches!(block, Block::Quote(_)) && !block_words(block).trim().is_empty()) {
        document.remove("what was written below the forwarded message", "it is from who passed it on");
    }
    None
}

/// Whether a head in a message that was passed on begins another one beside it, rather than one inside it.
fn is_beside(letter: &ForwardedLetter, head: &ForwardHead) -> bool {
    // Who passes on what was passed on to him leaves that in its subject.
    let says_much = length(&head.before) >= 40 && !PREFIX.is_match(&letter.subject);
    let is_known = |person: &Person| standing::of_sender(&person.name, &person.address) != Authority::Unknown;
    let both_speak = head.date.is_some() && head.subject.is_some() && is_known(&letter.from) && is_known(&head.from);
    says_much && (head.mark == HeadMark::Forwarded || both_speak)
}

/// Blocks without the line at their end that parts them from what was passed on next.
fn without_separator(mut blocks: Vec<Block>) -> Vec<Block> {
    if let Some(Block::Paragraph(last)) = blocks.last() {
        let mut lines = lines(last);
        lines.truncate(lines.iter().rposition(|line| !SEPARATOR.is_match(&words(line))).map_or(0, |at| at + 1));
        blocks.pop();
        blocks.extend(Some(joined(&lines)).filter(|lines| !lines.is_empty()).map(Block::Paragraph));
    }
    blocks
}

/// A subject without `Fwd:` and the like, however often.
fn bare(subject: &str) -> String {
    let mut subject = subject.trim();
    loop {
        let next =
            PREFIX.find(subject).or_else(|| LIST_NAME.find(subject)).map_or(subject, |found| &subject[found.end()..]);
        if next == subject || next.trim().is_empty() {
            break;
        }
        subject = next.trim();
    }
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(block_words).filter(|text| !SEPARATOR.is_match(text)).map(|text| text.trim().len()).sum()
}

const ANSWERED: &str = "the message that it answers";
const QUOTED: &str = "it was quoted below";

/// Whether a message answers the one whose head was found in it, rather than passing it on.
fn is_answer(subject: &str, head: &ForwardHead) -> bool {
    head.mark != HeadMark::Forwarded
        && (ANSWER.is_match(subject) || head.mark == HeadMark::Quoted && !PREFIX.is_match(subject))
}

/// An answer without what it answers: its writer's own words above and below the quote.
fn answer(document: &mut SourceDocument, from: &Person, head: ForwardHead) -> Vec<Block> {
    private(document, &head.from);
    head.to.iter().for_each(|person| private(document, person));
    document.remove(ANSWERED, QUOTED);
    let above = without_separator(head.before);
    let own = unquoted(document, above.into_iter().chain(head.below).collect());
    if length(&own) == 0 {
        document.hold("nothing stands above or below the message that it answers: write here what everybody may know");
    } else if standing::of_sender(&from.name, &from.address) == Authority::Unknown {
        document.hold(
            "it is one person's answer to another: see whether it is for everybody, and say in `source` who answers for it",
        );
    }
    own
}

/// The blocks of an answer without its quotes and the line above each, which says whose it is.
fn unquoted(document: &mut SourceDocument, blocks: Vec<Block>) -> Vec<Block> {
    let mut own: Vec<Block> = Vec::new();
    for block in blocks {
        if !matches!(block, Block::Quote(_)) {
            own.push(block);
            continue;
        }
        document.remove(ANSWERED, QUOTED);
        let Some(Block::Paragraph(last)) = own.last() else { continue };
        let mut above = lines(last);
        if above.last().is_some_and(|line| QUOTE_FOLLOWS.is_match(&words(line))) {
            above.pop();
            own.pop();
            own.extend(Some(joined(&above)).filter(|above| !above.is_empty()).map(Block::Paragraph));
        }
    }
    own
}

/// Whether a message, or one that is passed on in it, is of a body that speaks to everybody.
fn is_of_source(head: &ForwardHead, depth: usize) -> bool {
    let Person { name, address } = &head.from;
    if standing::of_sender(name, address) != Authority::Unknown || is_desk(address) {
        return true;
    }
    let inner = || self::head(&head.after).or_else(|| reply(&head.after));
    depth < MOST_PASSED_ON && inner().is_some_and(|inner| is_of_source(&inner, depth + 1))
}

/// Whether a head belongs to a message that was passed on, rather than to one that the text tells of.
fn is_passed_on(letter: &ForwardedLetter, head: &ForwardHead, depth: usize) -> bool {
    let outer = standing::of_sender(&letter.from.name, &letter.from.address);
    let above = length(&head.before);
    let prefixed = PREFIX.is_match(&letter.subject);
    if is_answer(&letter.subject, head) {
        // Of an answer to an alert the alert counts, and of an answer of a force what the force says.
        let short = outer != Authority::Official || above + own_length(&head.below) <= 40;
        return short && is_of_source(head, depth);
    }
    let said = head.mark != HeadMark::Nothing;
    if outer == Authority::Official && !said && (above > 200 || !prefixed) {
        return false;
    }
    match depth {
        0 => prefixed || said || above < 600,
        _ => (prefixed || said) && above < 800,
    }
}

/// How much stands below a quote, above the signature and what a group puts there.
fn own_length(below: &[Block]) -> usize {
    let own = below.iter().filter(|block| !matches!(block, Block::Quote(_))).map(block_words);
    let own: Vec<String> = own.collect();
    let own = own.iter().flat_map(|text| text.lines());
    own.map(str::trim).take_while(|line| *line != "--").map(str::len).sum()
}

/// Who passed it on is dropped, and said without being named.
pub fn dropped(document: &mut SourceDocument, person: &Person) {
    if !person.name.is_empty() || !person.address.is_empty() {
        let shown = if person.address.is_empty() { masked(&person.name) } else { masked(&person.address) };
        document.remove(format!("who passed it on ({shown})"), "the inner message is the source");
    }
    private(document, person);
}

/// Remembers a person who must not be named.
pub fn private(document: &mut SourceDocument, person: &Person) {
    let organisation = standing::of(Some(&person.name), None, "") != Authority::Unknown;
    let of_address = if organisation { String::new() } else { name_in(person) };
    for text in [&person.name, &person.address, &of_address] {
        let text = text.trim().trim_matches(['"', '\'']);
        let is_name = text.contains('@') || !organisation && text.contains(' ');
        if text.len() > 3 && is_name && !document.private.iter().any(|known| known == text) {
            document.private.push(text.to_owned());
        }
    }
}

/// The name that an address spells, `robin.sample@…`; none of an office, a place or a group, nor where somebody is called
/// otherwise.
fn name_in(person: &Person) -> String {
    static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^[^@]*\b(?:office|team|desk|support|services?|news|press|reply|info|mail|contact|safety|community|watch|alerts?|police|council|parish|rural|admin|clerk|hello|enquiries|end|wells|village|estate|borough|town|valley|road|street)\b|@(?:[\w-]+\.)*(?:google)?(?:groups?|lists?)\.",
        )
    });
    let address = person.address.as_str();
    let local = address.split('@').next().unwrap_or_default();
    let words: Vec<&str> = local.split('.').collect();
    let is_name = words.len() == 2
        && words.iter().all(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let called = person.name.to_lowercase();
    let mut called = called.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let is_other =
        called.peek().is_some() && !called.any(|word| words.iter().any(|own| own.to_lowercase().starts_with(word)));
    if !is_name || is_other || OFFICE.is_match(address) {
        return String::new();
    }
    let capital = |word: &&str| format!("{}{}", word[..1].to_uppercase(), word[1..].to_lowercase());
    let name = words.iter().map(capital).collect::<Vec<_>>().join(" ");
    if standing::of(Some(&name), None, "") == Authority::Unknown { name } else { String::new() }
}

/// The lines of a block, for those that hold lines; some programs write a head as a table.
fn lines_of(block: &Block) -> Vec<Vec<Inline>> {
    match block {
        Block::Paragraph(inlines) | Block::Heading(_, inlines) => lines(inlines),
        Block::Table(rows) => {
            let line = |row: &Vec<Vec<Inline>>| row.join(&Inline::Text(" ".into()));
            rows.iter().map(line).collect()
        }
        _ => Vec::new(),
    }
}

/// Finds the first head, in the blocks or in a quote of them.
fn head(blocks: &[Block]) -> Option<ForwardHead> {
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Quote(inner) = block {
            if let Some(found) = head(inner).filter(|found| length(&found.before) < 40) {
                let above: Vec<String> = blocks[..at].iter().map(block_words).collect();
                let mark = HeadMark::of(above.iter().map(String::as_str));
                let mark = if found.mark == HeadMark::Nothing { mark } else { found.mark };
                // A telephone quotes the head by itself, and the text in the next quote.
                let alone = length(&found.after) == 0;
                let after = if alone { quoted(blocks[at + 1..].to_vec()) } else { found.after };
                let below = if alone { Vec::new() } else { blocks[at + 1..].to_vec() };
                return Some(ForwardHead { before: blocks[..at].to_vec(), after, below, mark, ..found });
            }
            continue;
        }
        if let Some(found) = head_at(blocks, at) {
            return Some(found);
        }
    }
    None
}

/// A head that begins in a block: several of its lines in a row, over one or more blocks.
fn head_at(blocks: &[Block], at: usize) -> Option<ForwardHead> {
    let own = lines_of(&blocks[at]);
    let first = own.iter().position(|line| HEAD.is_match(&words(line)))?;
    let mut found: Vec<(HeadRole, String)> = Vec::new();
    let mut rest_of_block: Vec<Vec<Inline>> = Vec::new();
    let mut next = at + 1;
    let mut take = |lines: &[Vec<Inline>]| -> usize {
        let mut used = 0;
        for line in lines {
            let text = words(line);
            match HEAD.captures(&text) {
                // What says the same once more belongs to the next head, or to the text.
                Some(head)
                    if role(&head[1]) != HeadRole::Other && found.iter().any(|(key, _)| *key == role(&head[1])) =>
                {
                    break;
                }
                Some(head) => found.push((role(&head[1]), head[2].trim().trim_matches('*').trim().to_owned())),
                // A head may go on in the next line.
                None if used > 0 && (text.starts_with(' ') || text.trim().is_empty()) => {}
                None => break,
            }
            used += 1;
        }
        used
    };
    let used = take(&own[first..]);
    if first + used < own.len() {
        rest_of_block = own[first + used..].to_vec();
    } else {
        while let Some(block) = blocks.get(next) {
            let lines = lines_of(block);
            if lines.is_empty() || !HEAD.is_match(&words(&lines[0])) {
                break;
            }
            let used = take(&lines);
            if used == 0 {
                break;
            }
            next += 1;
            if used < lines.len() {
                rest_of_block = lines[used..].to_vec();
                break;
            }
        }
    }
    let value = |role: HeadRole| found.iter().find(|(key, _)| *key == role).map(|(_, value)| value.clone());
    let from = value(HeadRole::From)?;
    let date = value(HeadRole::Date);
    let subject = value(HeadRole::Subject);
    if date.is_none() && subject.is_none() {
        return None;
    }
    let to = value(HeadRole::To)
        .into_iter()
        .chain(value(HeadRole::Copy))
        .flat_map(|list| list.split([';', ',']).map(person).collect::<Vec<_>>());
    let mut before: Vec<Block> = blocks[..at].to_vec();
    let above = &own[..first];
    let nearest: Vec<String> =
        above.iter().map(|line| words(line)).chain(before.iter().rev().take(2).map(block_words)).collect();
    let mark = HeadMark::of(nearest.iter().map(String::as_str));
    if !above.is_empty() {
        before.push(Block::Paragraph(joined(above)));
    }
    let mut after = Vec::new();
    if rest_of_block.iter().any(|line| !words(line).trim().is_empty()) {
        after.push(Block::Paragraph(joined(&rest_of_block)));
    }
    after.extend(blocks.get(next..).unwrap_or_default().iter().cloned());
    let (from, to, after) = (person(&from), to.collect(), quoted(after));
    Some(ForwardHead { from, to, date, subject, before, after, below: Vec::new(), mark })
}

/// What was forwarded as a quote is what is in the quote.
fn quoted(blocks: Vec<Block>) -> Vec<Block> {
    match blocks.as_slice() {
        [Block::Quote(inner), rest @ ..] if length(rest) < length(inner) => inner.clone(),
        _ => blocks,
    }
}

/// What a line of a head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadRole {
    From,
    Date,
    Subject,
    To,
    Copy,
    Other,
}

fn role(key: &str) -> HeadRole {
    match key.to_lowercase().as_str() {
        "from" | "von" | "de" | "oddi wrth" | "gan" | "od" => HeadRole::From,
        "date" | "sent" | "gesendet" | "datum" | "envoyé" | "anfonwyd" | "dyddiad" | "wysłane" | "wysłano" | "data" => {
            HeadRole::Date
        }
        "subject" | "betreff" | "objet" | "pwnc" | "temat" => HeadRole::Subject,
        "to" | "an" | "à" | "at" | "i" | "do" => HeadRole::To,
        "cc" | "copi" | "dw" => HeadRole::Copy,
        _ => HeadRole::Other,
    }
}

/// Whether some blocks begin with the head of a message, or with the line that stands above one that was passed on.
pub fn begins_with_head(blocks: &[Block]) -> bool {
    head(blocks).is_some_and(|head| length(&head.before) == 0 || head.mark == HeadMark::Forwarded)
}

/// A name and an address as a head has them: `Wren Alerts <noreply@alerts.example>`, `[mailto:…]`.
pub fn person(text: &str) -> Person {
    static FOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^.*\bon behalf of\s+(\S.*)$"));
    // A list puts its name behind the sender's: `'Wren Valley Police' via Mill End Watch`.
    static LIST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^'([^']+)'? via .+$"));
    let text = FOR.replace(text, "$1");
    let text = text.as_ref();
    let address = EMAIL.find(text).map(|found| found.as_str().to_owned()).unwrap_or_default();
    let name = text.split(['<', '[']).next().unwrap_or_default();
    let name = LIST.replace(name.trim(), "$1");
    let name = name.replace(&address, "");
    let name = name.trim().trim_matches(['"', '\'', '*', ',']).trim_end_matches(['(', ' ']).trim_end_matches("()");
    // A bracket of its own is left of one that held the address.
    let name = if name.contains('(') { name } else { name.trim_matches([')', ' ']) };
    let name = name.trim_start_matches('(').trim().to_owned();
    Person { name, address }
}

/// A message that was answered: what somebody quoted, with a line above it that says who wrote it.
fn reply(blocks: &[Block]) -> Option<ForwardHead> {
    for (at, block) in blocks.iter().enumerate() {
        // The line may stand inside the quote, above what it quotes.
        let (first, inside) = match block {
            Block::Quote(inner) => match inner.split_first() {
                Some(parts) => parts,
                None => continue,
            },
            other => (other, [].as_slice()),
        };
        let own = lines_of(first);
        let whole = block_words(first);
        let (line, above) = if WROTE.is_match(&whole) {
            (whole, &own[..0])
        } else {
            let Some(last) = own.last().map(|line| words(line)).filter(|last| WROTE.is_match(last)) else { continue };
            (last, &own[..own.len() - 1])
        };
        let found = WROTE.captures(&line)?;
        let named = person(&found[2]);
        let from = Person {
            name: named.name,
            address: found.get(3).map_or(named.address, |address| address.as_str().to_owned()),
        };
        let mut before = blocks[..at].to_vec();
        if !above.is_empty() {
            before.push(Block::Paragraph(joined(above)));
        }
        let rest = blocks.get(at + 1..).unwrap_or_default();
        let quote =
            rest.iter().find_map(|block| if let Block::Quote(inner) = block { Some(inner.clone()) } else { None });
        let (after, below) = match quote {
            _ if length(inside) > 0 => (quoted(inside.to_vec()), rest.to_vec()),
            Some(quote) => (quote, rest.to_vec()),
            None => (rest.to_vec(), Vec::new()),
        };
        return Some(ForwardHead {
            from,
            to: Vec::new(),
            date: Some(found[1].trim_end_matches(',').to_owned()),
            subject: None,
            before,
            after,
            below,
            mark: HeadMark::Quoted,
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_from_an_address_where_it_is_one() {
        for (name, address, want) in [
            ("", "robin.sample@post.example", "Robin Sample"),
            ("Robin", "robin.sample@mail.example", "Robin Sample"),
            ("R. Sample", "robin.sample@post.example", "Robin Sample"),
            ("Pat Example", "robin.sample@post.example", ""),
            ("", "mill.end@groups.example", ""),
            ("", "corn.street@post.example", ""),
            ("", "abbey.gate@groups.example", ""),
            ("", "tunbridge.wells@post.example", ""),
            ("", "community.safety@post.example", ""),
            ("", "wren.water@post.example", ""),
        ] {
            let person = Person { name: name.into(), address: address.into() };
            assert_eq!(name_in(&person), want, "{name} {address}");
        }
    }
}
