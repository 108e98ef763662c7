//! Plain text and Markdown, as somebody copied or typed it. In: text. Out: a [`SourceDocument`]. It must not know where the text
//! was copied from.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    document::{Block, ImportedBody, Inline, MetadataKind, SourceDocument, SourceFormat, Sure},
    letter,
    moments::pattern,
};

static MORE_ON: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^more (?:on|from) ([A-Z][\w&'’ .-]{1,40})$"));
/// Lines that a page puts round its text: they invite to read on, to share, to sign up.
static ROUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^(?:
            read\ (?:more|next|also)\b.*
            | more:\ .*
            | (?:to|for)\ (?:get\ )?(?:all\ )?the\ latest\b.*(?:click\ here|here\.?)
            | (?:click|tap)\ here\b.*
            | sign\ up\b.*
            | subscribe\b.*
            | follow\ us\b.*
            | (?:like|share|tweet|print|email|comment|comments)(?:\ this(?:\ (?:page|article|story))?)?
            | share\ (?:this|on)\b.*
            | advertisement | advert | article\ continues\ below
            | (?:home|hafan)\s*(?:/|>|»|›)\s*\S.*
            | was\ this\ (?:page|article|information)\ (?:helpful|useful).* | yes | no
            | (?:is\ there|report)\ .{0,30}\b(?:wrong|problem)\ with\ this\ page.*
            | facebook | twitter | x(?:\ \(twitter\))? | whatsapp | linkedin | copy\ link
            | cookies\ on\b.{0,40}
            | skip\ to\ (?:main\ )?content | back\ to\ top
            | by\ clicking\b.*cookies.* | we\ use\ (?:some\ )?(?:essential\ )?cookies\b.*
            | scroll\ down\b.* | get\ the\ latest\b.*
        )$",
    )
});
/// What begins a list of other pages: short lines follow, and none of the text.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:related (?:stories|articles|news|content|pages).*|most read|recommended|you may also like.*|more news)$",
    )
});
/// A line that says when a page was published or changed.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^(?:(?:date\ |first\ )?published|posted|issued|cyhoeddwyd|(last\ updated|updated))(?:\ on|\ at)?\s*:?\s+
          ((?:\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?,?\s+(?:on\s+)?)?
           (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+|dydd\s+\p{L}+,?\s+)?
           (?:\d{1,2}(?:st|nd|rd|th)?(?:\ of)?[\ -]\p{L}{3,10}\.?,?[\ -]\d{4}|\p{L}{3,10}\.?\ \d{1,2}(?:st|nd|rd|th)?,?\ \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2})
           (?:[^\p{L}]|\bat\b|\bam\b|[ap]\.?m\b\.?|T|Z|gmt|bst){0,20})
          (?:by\ .{2,40})?$",
    )
});
/// Where a date is from that stands behind the word.
pub const LABELLED: &str = "the line “Date”";
/// A line near the top that gives the date of a letter or statement.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:date(?: of (?:issue|publication|release))?|issue date|dated|dyddiad)\s*:\s*(\S.{4,40})$")
});
/// Beside such a line, what says that it is the date of something else.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^\s*(?:time|times|when|where|venue|place|location|doors|cost|entry|admission|from|to|subject|incident|occurred|reported|amser|lleoliad)\b[^:\n]{0,20}:",
    )
});
static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[•▪●◦·*–—-]|(\d{1,2})[.)])\s+(\S.*)$"));
/// What programs draw below a heading in plain text.
static UNDERLINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:-{4,}|={4,})\s*$"));
/// A line that says what it is, such as the head of a message.
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\*?[A-Z][\w-]{1,14}(?: [A-Z]?\w{1,10})?\*?:\s+\S"));
/// Marks of Markdown that nobody types by chance.
static MARKDOWN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^#{1,6} \S|\*\*[^\s*][^*\n]*\*\*|\]\((?:https?:|/|#|mailto:)|^```|^> \[!"));

/// Whether a line is one that a page puts round its text.
pub fn is_round(line: &str) -> bool {
    ROUND.is_match(line.trim()) || OTHERS.is_match(line.trim())
}

/// Whether a text is Markdown.
pub fn is_markdown(text: &str) -> bool {
    MARKDOWN.is_match(text)
}

/// Reads a text.
pub fn read(text: &str) -> SourceDocument {
    let mut document = SourceDocument::of(SourceFormat::Text);
    let text = text.trim_matches('\n').trim_end();
    if MARKDOWN.is_match(text) {
        markdown(&mut document, text);
        return document;
    }
    let blocks = blocks(text);
    let blocks = framed(&mut document, blocks);
    dated(&mut document, &blocks);
    document.body = ImportedBody::Blocks(letter::opened(&mut document, blocks));
    headline(&mut document);
    document
}

/// Learns from a line near the top of a text that gives its date, and leaves it where it stands.
pub fn dated(document: &mut SourceDocument, blocks: &[Block]) {
    let top: Vec<String> = blocks.iter().take(5).map(super::document::block_words).collect();
    let top = top.join("\n");
    if EVENT.is_match(&top) {
        return;
    }
    if let Some(found) = top.lines().take(12).find_map(|line| DATED.captures(line.trim())) {
        document.add(MetadataKind::Date, &found[1], LABELLED, Sure::Likely);
    }
}

/// Markdown stays as it is, without what a page puts round it.
fn markdown(document: &mut SourceDocument, text: &str) {
    let mut kept = Vec::new();
    let mut code = false;
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        if !code && is_round(line) {
            document.remove(shown(line), "it belongs to the page that the text stood on");
        } else {
            kept.push(line);
        }
    }
    let first = kept.iter().find(|line| !line.trim().is_empty());
    let heading =
        first.filter(|line| line.starts_with('#')).and_then(|line| line.trim_start_matches('#').strip_prefix(' '));
    if let Some(title) = heading {
        document.add(MetadataKind::Title, title.trim_end_matches(['#', ' ']), "the first heading", Sure::Said);
        let at = kept.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
        kept.remove(at);
    }
    document.body = ImportedBody::Markdown(kept.join("\n").trim_matches('\n').to_owned());
}

/// A line as a receipt shows it.
pub fn shown(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 70 {
        return format!("“{line}”");
    }
    format!("“{}…”", line.chars().take(66).collect::<String>().trim_end())
}

/// Takes off the lines that a page puts round its text, and learns from them who published it.
pub fn framed(document: &mut SourceDocument, blocks: Vec<Block>) -> Vec<Block> {
    let mut kept = Vec::new();
    let mut others = false;
    for block in blocks {
        let line = super::document::block_words(&block);
        let line = line.trim();
        let title = line.chars().count() < 100 && !line.ends_with('.') && matches!(block, Block::Paragraph(_));
        others = OTHERS.is_match(line) || others && title && !is_of_text(line);
        if others {
            document.remove(shown(line), "it belongs to the page that the text stood on");
        } else if line.contains('\n') {
            kept.push(block);
        } else if let Some(found) = PUBLISHED.captures(line) {
            let piece = if found.get(1).is_some() { MetadataKind::Updated } else { MetadataKind::Date };
            document.add(piece, &found[2], "the line that says when", Sure::Said);
            document.remove(shown(line), "the bulletin has its date beside its title");
        } else if let Some(found) = MORE_ON.captures(line) {
            document.add(MetadataKind::Publisher, &found[1], "the line “More on …”", Sure::Likely);
            document.remove(shown(line), "it belongs to the page that the text stood on");
        } else if is_round(line) {
            document.remove(shown(line), "it belongs to the page that the text stood on");
        } else {
            kept.push(block);
        }
    }
    kept
}

/// Whether a short line among those of other pages gives a number to ring or to quote, and so belongs to the text. A year
/// stands in titles as well.
fn is_of_text(line: &str) -> bool {
    let numbers = line.split(|c: char| !c.is_ascii_digit());
    let is_year = |number: &str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    letter::is_of_use(line) || numbers.into_iter().any(|number| number.len() >= 3 && !is_year(number))
}

/// Takes the first short line as the title, where it is one.
pub fn headline(document: &mut SourceDocument) {
    let ImportedBody::Blocks(blocks) = &mut document.body else { return };
    if let Some(Block::Heading(_, inlines)) = blocks.first().filter(|_| blocks.len() > 1) {
        let title = super::document::words(inlines);
        blocks.remove(0);
        document.add(MetadataKind::Title, title, "the first heading", Sure::Said);
        return;
    }
    let Some(Block::Paragraph(inlines)) = blocks.first() else { return };
    let line = super::document::words(inlines);
    let line = line.trim().to_owned();
    let short = line.chars().count() <= 120 && !line.contains('\n') && !line.ends_with(['.', ',', ';', '!', ':']);
    if short && blocks.len() > 1 {
        blocks.remove(0);
        let title = line.trim_start_matches("Title:").trim().to_owned();
        document.add(MetadataKind::Title, title, "the first line", Sure::Likely);
    }
}

/// Text as blocks: paragraphs between blank lines, lists, and lines that were broken only to fit.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let blanks = lines.iter().filter(|line| line.trim().is_empty()).count();
    let long = lines.iter().filter(|line| line.chars().count() > 100).count();
    // Without blank lines, and with lines longer than anybody breaks them, each line is a paragraph.
    let lines_are_paragraphs = long > 0 && blanks * 8 < lines.len().max(1);
    let mut blocks = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut items: Vec<Vec<Block>> = Vec::new();
    let mut start: Option<u64> = None;
    let mut last: Option<u64> = None;
    let mut underlined = false;
    for (at, line) in lines.iter().copied().chain([""]).enumerate() {
        if std::mem::take(&mut underlined) {
            continue;
        }
        // `** Heading` or `Heading` above a line of dashes.
        let below = lines.get(at + 1).is_some_and(|below| UNDERLINE.is_match(below));
        if below && run.is_empty() && is_heading(line) && heads(&lines, at) {
            end_list(&mut items, start, &mut blocks);
            let words = line.trim().trim_start_matches("** ").trim().to_owned();
            blocks.push(Block::Heading(2, vec![Inline::Text(words)]));
            underlined = true;
            continue;
        }
        if let Some(found) = BULLET.captures(line) {
            flush(&mut run, &mut blocks);
            let number = found.get(1).and_then(|number| number.as_str().parse().ok());
            // A list shows no number but the next; some write the same one before each point.
            let shown = start.map(|start| start + items.len() as u64);
            if number.is_some() != start.is_some() || number != shown && number != last {
                end_list(&mut items, start, &mut blocks);
            }
            if items.is_empty() {
                start = number;
            }
            last = number;
            items.push(vec![Block::Paragraph(vec![Inline::Text(found[2].trim().to_owned())])]);
            continue;
        }
        if line.trim().is_empty() {
            // Blank lines between bullets keep them together.
            flush(&mut run, &mut blocks);
            continue;
        }
        if !items.is_empty() {
            if line.starts_with("  ")
                && run.is_empty()
                && let Some(Block::Paragraph(last)) = items.last_mut().and_then(|item| item.last_mut())
            {
                last.push(Inline::Text(format!(" {}", line.trim())));
                continue;
            }
            end_list(&mut items, start, &mut blocks);
        }
        run.push(line.trim());
        if lines_are_paragraphs {
            flush(&mut run, &mut blocks);
        }
    }
    end_list(&mut items, start, &mut blocks);
    blocks
}

/// Ends a list, if one is open.
fn end_list(items: &mut Vec<Vec<Block>>, start: Option<u64>, blocks: &mut Vec<Block>) {
    if !items.is_empty() {
        blocks.push(Block::List(start, std::mem::take(items)));
    }
}

/// Whether a line above a line of dashes is a heading, and not the end of a text above a stroke.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let mark = line.strip_prefix("** ").is_some();
    line.chars().any(char::is_alphabetic)
        && line.chars().count() < 80
        && (mark || !line.ends_with(['.', ',', ':', ';', '!', '>']) && !line.contains('@') && !BULLET.is_match(line))
}

/// Whether the line at a place, above a line of dashes, heads what follows: the name in a signature does not.
fn heads(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    let marked = line.starts_with("** ");
    let is_text = |below: &&str| {
        let below = below.trim_end();
        BULLET.is_match(below) || below.chars().count() > line.chars().count() || below.ends_with(['.', '!', '?'])
    };
    marked
        || !lines[..at].iter().any(|line| letter::surely_signs_off(line)) && lines[at + 2..].iter().take(2).any(is_text)
}

/// Ends a paragraph: lines that were broken to fit are joined, others stay apart.
fn flush(run: &mut Vec<&str>, blocks: &mut Vec<Block>) {
    if run.is_empty() {
        return;
    }
    let longest = run.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut inlines = vec![];
    for (at, line) in run.iter().enumerate() {
        if at > 0 {
            let before = run[at - 1].chars().count();
            let next = line.split_whitespace().next().map_or(0, |word| word.chars().count());
            // Broken to fit: the next word would have made it longer than the longest line.
            let labelled = LABEL.is_match(line) || LABEL.is_match(run[at - 1]) || letter::signs_off(line);
            // Rows of what stands between strokes are rows.
            let labelled = labelled || line.contains(" | ") && run[at - 1].contains(" | ");
            let wrapped = !labelled && longest >= 50 && before + 1 + next > longest.min(80).saturating_sub(6);
            inlines.push(if wrapped { Inline::Text(" ".into()) } else { Inline::Break });
        }
        inlines.push(Inline::Text((*line).to_owned()));
    }
    run.clear();
    blocks.push(Block::Paragraph(inlines));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks::markdown;

    #[test]
    fn lines_that_were_broken_to_fit_are_joined() {
        let text = "Four sheds in Station Road, Wrenfield were entered between 10pm on Friday\n13 November and 5am on Saturday.\n\n• a drill\n• a bicycle\n\nCall 101\nQuote 46/1";
        assert_eq!(
            markdown(&blocks(text)),
            "Four sheds in Station Road, Wrenfield were entered between 10pm on Friday 13 November and 5am on Saturday.\n\n- a drill\n- a bicycle\n\nCall 101\\\nQuote 46/1"
        );
    }

    #[test]
    fn numbered_points_keep_their_numbers() {
        for (text, want) in [
            ("12. December: meeting\n14. December: walk", "12. December: meeting\n\n<!-- -->\n\n14. December: walk"),
            ("1. Look\n1. Listen\n1. Ring", "1. Look\n2. Listen\n3. Ring"),
        ] {
            assert_eq!(markdown(&blocks(text)), want);
        }
    }

    /// The text that is left of a page, and what is known of it.
    fn left_of(text: &str) -> (String, usize) {
        let mut document = SourceDocument::of(SourceFormat::Text);
        let blocks = framed(&mut document, blocks(text));
        (markdown(&blocks), document.candidates.len())
    }

    #[test]
    fn numbers_below_a_list_of_other_pages_stay() {
        let text = "Related content\n\nBurglary advice\n\nMan jailed in 2025\n\nRing Wren Valley Police on 01632 960001 quoting 46/100234/26\n\nOr tell Crimestoppers on 0800 555 111";
        let want =
            "Ring Wren Valley Police on 01632 960001 quoting 46/100234/26\n\nOr tell Crimestoppers on 0800 555 111";
        assert_eq!(left_of(text), (want.to_owned(), 0));
    }

    #[test]
    fn only_a_date_says_when() {
        let roads = "Updated road closures: A2045 and A2070 stay shut";
        assert_eq!(left_of(roads), (roads.to_owned(), 0));
        for line in [
            "Published: 14:20 20/11/2026",
            "Last updated Friday 20th November 2026 at 3.40pm",
            "Posted on November 20, 2026",
            "Updated: 2026-11-20T14:20:00Z",
            "Cyhoeddwyd: Dydd Gwener 20 Tachwedd 2026",
        ] {
            assert_eq!(left_of(line), (String::new(), 1), "{line}");
        }
    }

    #[test]
    fn what_a_page_puts_round_its_text_goes() {
        for line in ["Read more: All the latest news from Maidstone", "Share this article", "Skip to main content"] {
            assert!(is_round(line), "{line}");
        }
        for line in ["Share what you know with us", "Report it online"] {
            assert!(!is_round(line), "{line}");
        }
    }
}
