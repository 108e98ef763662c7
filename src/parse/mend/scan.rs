//! The lines of front matter one after the other: keys, lists, values and what is wrong with them. In: the text.
//! Out: [`Mends`]. It must not know what a field means, only which names there are.

use super::{
    Cause, Dialect, KeyName, Mend, Mends, Names, Note,
    dressed::MarkStyle,
    flow, is_blank, named,
    scalar::{self, QuoteEnd},
};

/// One line without its end.
#[derive(Clone, Copy)]
pub(super) struct YamlLine<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl YamlLine<'_> {
    /// Where its first character stands that is no blank, in bytes from its start.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(is_blank).len()
    }

    /// How far in it begins once its blanks are mended: a tab counts two.
    pub(super) fn depth(&self) -> usize {
        depth(&self.text[..self.indent()])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.chars().all(is_blank)
    }
}

pub(super) struct Scan<'t, 'k> {
    pub(super) text: &'t str,
    pub(super) lines: Vec<YamlLine<'t>>,
    pub(super) dialect: Dialect,
    names: &'k dyn Fn(&str) -> KeyName,
    dress: MarkStyle,
    pub(super) out: Mends,
}

/// What has to be changed in a text.
pub fn mends(text: &str, dialect: Dialect, names: Names) -> Mends {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |end| start + end);
        lines.push(YamlLine { start, text: text[start..end].trim_end_matches('\r') });
        start = end + 1;
    }
    let mut scan =
        Scan { text, lines, dialect, names: &names, dress: MarkStyle::of(text, dialect, names), out: Mends::default() };
    scan.controls();
    scan.first_indent();
    let mut at = 0;
    let mut above = LineAbove::default();
    while at < scan.lines.len() {
        at = scan.line(at, &mut above);
    }
    scan.out
}

fn depth(lead: &str) -> usize {
    lead.chars().map(|letter| if letter == '\t' { 2 } else { usize::from(!super::is_unseen(letter)) }).sum()
}

/// What stood on the line above.
#[derive(Default)]
pub(super) struct LineAbove {
    /// Whether a key or a dash without a value stood there, beneath which a list or a map is expected.
    pub(super) opens: bool,
    /// Whether a list was going on.
    list: bool,
    /// Whether the key above a list is one of a field that holds words.
    texts: bool,
    /// The name of the key that opens.
    pub(super) name: Option<KeyName>,
    /// The line behind those that were looked at for entries without marks, and have none.
    pub(super) looked: usize,
    /// Where the keys of the maps stand that are open, outermost first.
    columns: Vec<usize>,
}

impl Scan<'_, '_> {
    pub(super) fn mend(&mut self, edits: Vec<(std::ops::Range<usize>, String)>, why: Cause) {
        self.out.mends.push(Mend { edits, why });
    }

    pub(super) fn replace(&mut self, range: std::ops::Range<usize>, new: &str, why: Cause) {
        self.mend(vec![(range, new.to_owned())], why);
    }

    /// Characters that no text may hold go; those that end a line or a page in a word processor are blanks.
    fn controls(&mut self) {
        let is_plain = |byte: u8| matches!(byte, b' '..b'\x7f' | b'\n' | b'\r' | b'\t');
        if self.text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
            return;
        }
        let bad = |letter: char| {
            (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{85}'))
                || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202d}' | '\u{202e}' | '\u{fffe}' | '\u{ffff}')
        };
        let found: Vec<_> = self.text.char_indices().filter(|(_, letter)| bad(*letter)).collect();
        for (at, letter) in found {
            let parts = matches!(letter, '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}');
            self.replace(at..at + letter.len_utf8(), if parts { " " } else { "" }, Cause::Control(letter));
        }
    }

    /// Reads the line at a place, and says which comes next.
    fn line(&mut self, at: usize, above: &mut LineAbove) -> usize {
        let line = self.lines[at];
        let text = line.text;
        if line.is_empty() {
            let odd = text.chars().find(|letter| *letter != ' ' && !letter.is_control() || *letter == '\t');
            if let Some(odd) = odd {
                self.replace(line.start..line.start + text.len(), "", Cause::Blank(odd));
            }
            return at + 1;
        }
        let indent = line.indent();
        let mut pos = indent;
        if let Some(dressed) = self.dress.read(text, self.names) {
            let sep = if dressed.value < text.len() { ": " } else { ":" };
            let name = format!("{}{sep}", &text[dressed.word.clone()]);
            self.replace(line.start..line.start + dressed.value, &name, dressed.why);
            *above = LineAbove { opens: dressed.value >= text.len(), columns: vec![0], ..LineAbove::default() };
            above.texts = above.opens && dressed.name.holds_words();
            above.name = Some(dressed.name);
            return if above.opens { at + 1 } else { self.value(at, dressed.value, 0, dressed.name, above) };
        }
        if text[pos..].starts_with('#') {
            return at + 1;
        }
        let lead = &text[..indent];
        if let Some(odd) = lead.chars().find(|letter| *letter != ' ') {
            let new = " ".repeat(depth(lead));
            self.replace(line.start..line.start + indent, &new, Cause::Blank(odd));
        }
        let item = self.dashes(line, &mut pos, above);
        if pos >= text.len() {
            (above.list, above.opens) = (item, true);
            return at + 1;
        }
        // Under a field of words `- Mill End: north` is one entry, and no map.
        let key = self.key(&text[pos..]).filter(|key| !(item && above.texts && key.name == KeyName::Unknown));
        let Some(key) = key else {
            if item {
                (above.list, above.opens) = (true, false);
                return self.value(at, pos, depth(lead), KeyName::Text, above);
            }
            if let Some(next) = self.bare_lines(at, above) {
                return next;
            }
            self.out.strange.push(line.start + pos..line.start + text.trim_end_matches(is_blank).len());
            return at + 1;
        };
        let mut column = depth(lead) + (pos - indent);
        let margin = if item { depth(lead) } else { column };
        above.columns.retain(|open| *open <= margin);
        if let Some(last) = above.columns.last().copied()
            && !item
            && column > last
            && !above.opens
        {
            // Nothing above it waits for a map.
            if !matches!(key.name, KeyName::Unknown) && last == 0 {
                if self.out.mends.last().is_some_and(|mend| mend.edits[0].0 == (line.start..line.start + indent)) {
                    self.out.mends.pop();
                }
                self.replace(line.start..line.start + indent, "", Cause::Indented);
                column = 0;
            } else {
                self.out.strange.push(line.start + pos..line.start + text.trim_end_matches(is_blank).len());
            }
        }
        if above.columns.last() != Some(&column) {
            above.columns.push(column);
        }
        above.list = item;
        self.after_key(line, pos, &key);
        let value = pos + key.value;
        above.opens = value >= text.len();
        if !item {
            above.texts = above.opens && key.name.holds_words();
            above.name = Some(key.name);
        }
        if above.opens {
            return at + 1;
        }
        let name = if column > 0 && key.name != KeyName::Typed { KeyName::Text } else { key.name };
        self.value(at, value, column, name, above)
    }

    /// Takes off the blanks before the first field, where the next one has none.
    fn first_indent(&mut self) {
        let mut fields = self.lines.iter().filter(|line| !line.is_empty() && !line.text.trim_start().starts_with('#'));
        let (Some(first), Some(second)) = (fields.next().copied(), fields.next().copied()) else { return };
        let indent = first.indent();
        let apart = indent > 0 && second.indent() == 0 && self.key(second.text).is_some();
        if apart && self.key(&first.text[indent..]).is_some() {
            self.replace(first.start..first.start + indent, "", Cause::Indented);
            self.lines.iter_mut().find(|line| line.start == first.start).into_iter().for_each(|line| {
                *line = YamlLine { start: line.start + indent, text: &line.text[indent..] };
            });
        }
    }

    /// Passes over the dashes of a list, and says whether there were any.
    fn dashes(&mut self, line: YamlLine, pos: &mut usize, above: &LineAbove) -> bool {
        let mut item = false;
        loop {
            let rest = &line.text[*pos..];
            let Some(first) = rest.chars().next() else { return item };
            let after = &rest[first.len_utf8()..];
            let blank = after.chars().next().is_none_or(is_blank);
            let at = line.start + *pos;
            let waits = above.opens || above.list;
            match first {
                '-' if blank => {}
                '•' | '‣' | '▪' | '●' | '◦' | '–' | '—' | '·' | '*' | '\u{f0b7}'
                    if waits && blank && !after.is_empty() =>
                {
                    self.replace(at..at + first.len_utf8(), "-", Cause::Bullet(first));
                }
                '-' if waits && !item && !after.starts_with('-') => {
                    self.replace(at + 1..at + 1, " ", Cause::NoBlank('-'));
                    *pos += 1;
                    return true;
                }
                _ => return item,
            }
            item = true;
            *pos += first.len_utf8();
            let blanks = &after[..after.len() - after.trim_start_matches(is_blank).len()];
            if let Some(odd) = blanks.chars().find(|letter| *letter != ' ') {
                let from = line.start + *pos;
                self.replace(from..from + blanks.len(), " ", Cause::Blank(odd));
            }
            *pos += blanks.len();
        }
    }

    /// Reads the key with which a text begins.
    pub(super) fn key(&self, text: &str) -> Option<YamlKey> {
        if text.starts_with(['"', '\'']) {
            let mark = if text.starts_with('"') { '"' } else { '\'' };
            let close = scalar::closing(text, mark)?;
            let behind = &text[close + 1..];
            let blanks = behind.len() - behind.trim_start_matches(is_blank).len();
            let after = behind[blanks..].strip_prefix(':')?;
            if !after.chars().next().is_none_or(is_blank) {
                return None;
            }
            return Some(YamlKey::new(text, close + 1, blanks, named(self.names, &text[1..close])));
        }
        let word = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
        let blanks = text[word..].len() - text[word..].trim_start_matches(is_blank).len();
        if word > 0
            && let Some(after) = text[word + blanks..].strip_prefix([':', '：'])
        {
            let name = named(self.names, &text[..word]);
            let apart = after.chars().next().is_none_or(is_blank);
            let letters = text.starts_with(|first: char| first.is_ascii_alphabetic()) && word > 1;
            if apart || (letters && !after.starts_with("//") && (name != KeyName::Unknown || at_margin(self, text))) {
                return Some(YamlKey::new(text, word, blanks, name));
            }
        }
        // A key of several words.
        let end =
            text.match_indices(':').map(|(at, _)| at).find(|at| text[at + 1..].chars().next().is_none_or(is_blank))?;
        let words = &text[..end];
        let odd = words.starts_with(['!', '&', '*', '@', '`', '%', '[', '{', '|', '>', '#', ',', '?', '“', '‘'])
            || words.contains(['"', '#', '[', '{', ',', '.', '!', '?', ';']);
        if odd || words.len() > 60 {
            return None;
        }
        let trimmed = words.trim_end_matches(is_blank);
        Some(YamlKey::new(text, trimmed.len(), words.len() - trimmed.len(), named(self.names, trimmed)))
    }

    /// Mends what stands between a key and its value.
    fn after_key(&mut self, line: YamlLine, pos: usize, key: &YamlKey) {
        let text = &line.text[pos..];
        let start = line.start + pos;
        let before = &text[key.length..key.length + key.blanks];
        if let Some(odd) = before.chars().find(|letter| *letter != ' ') {
            self.replace(start + key.length..start + key.length + key.blanks, "", Cause::Blank(odd));
        }
        let colon = key.length + key.blanks;
        let mark = text[colon..].chars().next().unwrap_or(':');
        if mark != ':' {
            self.replace(start + colon..start + colon + mark.len_utf8(), ":", Cause::Unquoted(mark));
        }
        let from = colon + mark.len_utf8();
        let blanks = &text[from..key.value];
        let empty = key.value >= text.len();
        if let Some(odd) = blanks.chars().find(|letter| *letter != ' ') {
            self.replace(start + from..start + key.value, if empty { "" } else { " " }, Cause::Blank(odd));
        } else if blanks.is_empty() && !empty {
            self.replace(start + from..start + from, " ", Cause::NoBlank(':'));
        }
    }

    /// Mends a value that begins at a place of a line. Says which line comes next.
    pub(super) fn value(
        &mut self,
        at: usize,
        pos: usize,
        indent: usize,
        name: KeyName,
        above: &mut LineAbove,
    ) -> usize {
        let line = self.lines[at];
        let text = line.text[pos..].trim_end_matches(is_blank);
        let start = line.start + pos;
        let parts = || if name == KeyName::Texts { scalar::curly_parts(text, start) } else { None };
        if let Some((edits, why)) = scalar::curly(text, start).or_else(parts) {
            self.mend(edits, why);
            return at + 1;
        }
        match text.chars().next() {
            Some('"' | '\'') => self.quoted(at, text, start, indent),
            Some('[' | '{')
                if !(self.dialect == Dialect::Bulletin && ["{{", "{%"].iter().any(|mark| text.starts_with(mark))) =>
            {
                self.brackets(at, text, start, indent, name)
            }
            Some('#') if self.dialect == Dialect::Settings && self.is_above_value(at, indent) => {
                above.opens = true;
                at + 1
            }
            Some('|' | '>') if self.is_block(at, text, indent) => self.behind(at, indent),
            Some(mark @ ('&' | '!' | '*')) if self.is_structure(mark, text, start) => {
                above.opens = true;
                at + 1
            }
            _ => match self.parted(at, text, start, indent, name, above) {
                Some(next) => next,
                None => self.plain(at, text, start, indent, name),
            },
        }
    }

    /// Whether a mark with which a value begins means what it means to YAML.
    fn is_structure(&self, mark: char, text: &str, start: usize) -> bool {
        match mark {
            '*' => scalar::names_anchor(text, &self.text[..start], self.dialect),
            _ => self.dialect == Dialect::Settings || scalar::structure(text),
        }
    }

    /// Whether `|` or `>` begins a text of several lines.
    fn is_block(&self, at: usize, text: &str, indent: usize) -> bool {
        let head = text.split(" #").next().unwrap_or(text).trim_end();
        let marks = head[1..].bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')) && head.len() <= 3;
        let next = self.lines[at + 1..].iter().find(|line| !line.is_empty());
        marks && next.is_none_or(|line| line.depth() > indent || text.len() == 1)
    }

    /// The first line behind a place that is not indented deeper.
    fn behind(&self, at: usize, indent: usize) -> usize {
        let rest = self.lines[at + 1..].iter();
        at + 1 + rest.take_while(|line| line.is_empty() || line.depth() > indent).count()
    }

    fn quoted(&mut self, at: usize, text: &str, start: usize, indent: usize) -> usize {
        match scalar::straight(text, start) {
            QuoteEnd::Sound => at + 1,
            QuoteEnd::Comment(from) => {
                self.note(start + from..start + text.len());
                at + 1
            }
            QuoteEnd::Mend(edits, why) => {
                self.mend(edits, why);
                at + 1
            }
            QuoteEnd::Open => {
                let mark = if text.starts_with('"') { '"' } else { '\'' };
                let behind = self.behind(at, indent);
                let whole = &self.text[start..self.lines.get(behind).map_or(self.text.len(), |line| line.start)];
                if let Some(close) = scalar::closing(whole, mark)
                    && whole[close + 1..].lines().next().is_none_or(|rest| rest.trim_matches(is_blank).is_empty())
                {
                    return behind;
                }
                if let Some(next) = self.closed_below(at, start, mark) {
                    return next;
                }
                if mark == '"' && text.len() > 1 {
                    let end = start + text.len();
                    if text[1..].contains('\\') {
                        let edits = scalar::quote(&text[1..], start + 1);
                        self.mend(
                            std::iter::once((start..start + 1, String::new())).chain(edits).collect(),
                            Cause::Unclosed('"'),
                        );
                    } else {
                        self.replace(end..end, "\"", Cause::Unclosed('"'));
                    }
                } else {
                    self.mend(scalar::quote(text, start), Cause::Unquoted(mark));
                }
                at + 1
            }
        }
    }

    /// The line behind a text in marks that goes on at the beginning of the next lines, as programs that break long lines
    /// write it: up to the closing mark, which ends its line, and never past a field.
    fn closed_below(&self, at: usize, start: usize, mark: char) -> Option<usize> {
        let is_field = |line: &YamlLine| self.key(line.text).is_some_and(|key| key.name != KeyName::Unknown);
        let stop = (at + 1..self.lines.len()).find(|below| is_field(&self.lines[*below])).unwrap_or(self.lines.len());
        let whole = &self.text[start..self.lines.get(stop).map_or(self.text.len(), |line| line.start)];
        let close = scalar::closing(whole, mark)?;
        let rest = whole[close + 1..].lines().next().unwrap_or_default();
        let ends = rest.trim_matches(is_blank).is_empty();
        ends.then(|| at + 1 + whole[..close].matches('\n').count())
    }

    fn brackets(&mut self, at: usize, text: &str, start: usize, indent: usize, name: KeyName) -> usize {
        let found = flow::read(text, start, self.dialect);
        if found.deep {
            return at + 1;
        }
        if let Some(length) = found.length {
            let after = text[length..].trim_start_matches(is_blank);
            if after.is_empty() || (after.starts_with('#') && text[length..].starts_with(is_blank)) {
                self.out.mends.extend(found.mends);
                if !after.is_empty() {
                    self.note(start + text.len() - after.len()..start + text.len());
                }
                return at + 1;
            }
        } else {
            // Over several lines.
            let behind = self.behind(at, indent);
            let mut end = behind;
            if let Some(line) = self.lines.get(behind)
                && line.text.trim_matches(is_blank).starts_with([']', '}'])
            {
                end += 1;
            }
            let long = self.lines_from(start, end).len() > 40_000;
            if let Some(next) = self.closed_brackets(at, start, end) {
                return next;
            }
            if long || self.dialect == Dialect::Settings {
                return at + 1;
            }
            self.out.unclosed.get_or_insert(start..start + 1);
            let list = text.starts_with('[') && !text[1..].contains(['[', '{', ']']) && text.contains(',');
            if list && behind == at + 1 {
                let end = start + text.len();
                self.out.unclosed = None;
                self.replace(end..end, "]", Cause::Unclosed('['));
                return at + 1;
            }
        }
        if self.dialect == Dialect::Bulletin && (name != KeyName::Typed || found.length.is_some()) {
            return self.plain(at, text, start, indent, name);
        }
        at + 1
    }

    /// The text from a place up to a line.
    fn lines_from(&self, start: usize, end: usize) -> &str {
        &self.text[start..self.lines.get(end).map_or(self.text.len(), |line| line.start)]
    }

    /// The line behind brackets that are closed on a later line: up to `end`, behind which nothing is indented as they are,
    /// or else further down, where people begin lines of a list at the margin, but never past a field.
    fn closed_brackets(&mut self, at: usize, start: usize, end: usize) -> Option<usize> {
        let nothing = |text: &str| {
            let text = text.trim_matches(is_blank);
            text.is_empty() || text.starts_with('#')
        };
        let is_field =
            |line: &YamlLine| line.indent() == 0 && self.key(line.text).is_some_and(|key| key.name.is_field());
        let stop = (end..self.lines.len()).find(|below| is_field(&self.lines[*below])).unwrap_or(self.lines.len());
        let (found, length, next) = [end, stop].into_iter().find_map(|end| {
            let whole = self.lines_from(start, end);
            let found = flow::read(whole, start, self.dialect);
            let length = found.length?;
            let next = at + 1 + whole[..length].matches('\n').count();
            whole[length..]
                .lines()
                .take(if end == stop { 1 } else { usize::MAX })
                .all(nothing)
                .then_some((found, length, next))
        })?;
        self.out.mends.extend(found.mends);
        if self.dialect == Dialect::Bulletin {
            self.out.notes.extend(found.notes);
            let from = start + length;
            let rest = self.text[from..].lines().next().unwrap_or_default();
            if let Some(comment) = rest.find('#') {
                self.note(from + comment..from + rest.trim_end().len());
            }
        }
        Some(next)
    }

    fn note(&mut self, comment: std::ops::Range<usize>) {
        if self.dialect == Dialect::Bulletin {
            self.out.notes.push(Note { comment });
        }
    }

    /// Mends a text without quotation marks, and the lines that go on with it.
    fn plain(&mut self, at: usize, text: &str, start: usize, indent: usize, name: KeyName) -> usize {
        let mut behind = at + 1;
        while let Some(line) = self.lines.get(behind) {
            let next = self.lines[behind..].iter().find(|line| !line.is_empty());
            if next.is_none_or(|next| next.depth() <= indent) {
                break;
            }
            let rest = line.text.trim_start_matches(is_blank);
            let key = self.key(rest);
            let field = key.as_ref().is_some_and(|key| key.name.is_field());
            if field || (rest.starts_with('#') && text.len() < 2) {
                break;
            }
            behind += 1;
        }
        if behind == at + 1 && name == KeyName::Text && indent == 0 && self.dialect == Dialect::Bulletin {
            behind = self.wrapped(behind);
        }
        let last = self.lines[at + 1..behind].iter().rev().find(|line| !line.is_empty());
        let end = last.map_or(start + text.len(), |line| line.start + line.text.trim_end_matches(is_blank).len());
        let whole = &self.text[start..end];
        let comment = scalar::comment(whole);
        if self.dialect == Dialect::Settings {
            self.plain_setting(whole, start, comment);
            return behind;
        }
        let mut why = scalar::plain(whole);
        if let Some(from) = comment {
            let apart = whole[from + 1..].chars().next().is_none_or(is_blank);
            // What is yes or no needs no more words: those behind it are a comment, as themes write it.
            let decided = matches!(
                whole[..from].trim_end_matches(is_blank).to_ascii_lowercase().as_str(),
                "true" | "false" | "yes" | "no" | "null"
            );
            if !apart || name.holds_words() && !decided || why == Some(Cause::Unquoted('#')) {
                why = why.or(Some(Cause::Unquoted('#')));
            } else {
                let said = whole[..from].trim_end_matches(is_blank);
                let line_end = whole[from..].find('\n').map_or(whole.len(), |end| from + end);
                self.note(start + from..start + line_end);
                if let Some(why) = scalar::plain(said) {
                    self.mend(scalar::quote(said, start), why);
                }
                return behind;
            }
        }
        if let Some(why) = why {
            self.mend(scalar::quote(whole, start), why);
        }
        behind
    }
}

/// Whether a text is that of a line that nothing is indented before.
fn at_margin(scan: &Scan, text: &str) -> bool {
    scan.lines.iter().any(|line| std::ptr::eq(line.text.as_ptr(), text.as_ptr()))
}

/// A key as it stands at the begin of a text.
pub(super) struct YamlKey {
    /// How long it is.
    length: usize,
    /// How many bytes of blanks stand before its colon.
    blanks: usize,
    /// Where its value begins.
    pub(super) value: usize,
    pub(super) name: KeyName,
}

impl YamlKey {
    fn new(text: &str, length: usize, blanks: usize, name: KeyName) -> Self {
        let colon = length + blanks;
        let mark = text[colon..].chars().next().map_or(1, char::len_utf8);
        let rest = &text[colon + mark..];
        let value = colon + mark + (rest.len() - rest.trim_start_matches(is_blank).len());
        Self { length, blanks, value, name }
    }
}
