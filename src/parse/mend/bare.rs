//! Lines of front matter that are neither a field nor an entry of a list by their marks, and are plainly meant as one: words
//! below `area:`, the rest of a title that a program broke. In: the lines. Out: mends. It must not know what a field means.

use super::{
    Cause, Dialect, KeyName, Mend, is_blank, scalar,
    scan::{LineAbove, Scan, YamlLine},
};

impl Scan<'_, '_> {
    /// Mends lines of words below a field without a value: of a field that holds several, each is an entry of a list; one
    /// alone is the value. Says which line comes next.
    pub(super) fn bare_lines(&mut self, at: usize, above: &mut LineAbove) -> Option<usize> {
        let looks = at >= above.looked && above.opens && self.dialect == Dialect::Bulletin;
        let name = above.name.filter(|name| looks && name.holds_words())?;
        let bare = |line: &YamlLine| {
            let text = line.text.trim_matches(is_blank);
            !text.is_empty() && !text.starts_with(['#', '-', '[', '{', '"', '\'']) && self.key(text).is_none()
        };
        let behind = at + self.lines[at..].iter().take_while(|line| bare(line)).count();
        let lines = self.lines[at..behind].to_vec();
        let number = |text: &str| {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = text[digits..].strip_prefix(['.', ')'])?;
            let is_mark = (1..=2).contains(&digits) && rest.starts_with(is_blank);
            is_mark.then(|| text.len() - rest.trim_start_matches(is_blank).len())
        };
        let content = |line: &YamlLine| line.start + line.indent();
        let numbers: Vec<Option<usize>> = lines.iter().map(|line| number(&line.text[line.indent()..])).collect();
        let numbered = numbers.iter().all(Option::is_some);
        let goes_on = lines.iter().rev().skip(1).any(|line| line.text.trim_end_matches(is_blank).ends_with(','));
        if name == KeyName::Texts && (lines.len() > 1 || numbered) && !goes_on {
            // The blanks before them go with the mark that is put there.
            let of_first = |mend: &Mend| mend.edits[0].0.start == self.lines[at].start;
            if self.out.mends.last().is_some_and(of_first) {
                self.out.mends.pop();
            }
            // Each stands where the first one does.
            let lead = " ".repeat(lines.first().map_or(0, YamlLine::depth));
            for (line, number) in lines.iter().zip(numbers) {
                let start = content(line) + number.filter(|_| numbered).unwrap_or_default();
                self.replace(line.start..start, &format!("{lead}- "), Cause::NoMark);
                let text = self.text[start..line.start + line.text.len()].trim_end_matches(is_blank);
                let why = scalar::plain(text).or_else(|| scalar::comment(text).map(|_| Cause::Unquoted('#')));
                let quoted = why.map(|why| (scalar::quote(text, start), why));
                if let Some((edits, why)) = scalar::curly(text, start).or(quoted) {
                    self.mend(edits, why);
                }
            }
        } else if lines.iter().all(|line| line.indent() > 0) || lines.is_empty() {
            above.looked = behind;
            return None;
        } else {
            for line in lines.iter().filter(|line| line.indent() == 0) {
                self.replace(line.start..line.start, "  ", Cause::Wrapped);
            }
        }
        above.opens = false;
        Some(behind)
    }

    /// The line behind those that go on with a text at the margin, as a program that breaks long lines leaves them: at most
    /// three, with a field below them. They are indented, as YAML wants them.
    pub(super) fn wrapped(&mut self, from: usize) -> usize {
        const MOST: usize = 3;
        let goes_on = |line: &YamlLine| {
            !line.is_empty()
                && line.indent() == 0
                && line.text.starts_with(char::is_alphanumeric)
                && self.key(line.text).is_none()
        };
        let lines = self.lines[from..].iter().take_while(|line| goes_on(line)).count();
        let below = self.lines.get(from + lines);
        let field = below.is_some_and(|line| self.key(line.text).is_some_and(|key| key.name.is_field()));
        if lines == 0 || lines > MOST || !field {
            return from;
        }
        for nth in from..from + lines {
            let start = self.lines[nth].start;
            self.replace(start..start, "  ", Cause::Wrapped);
        }
        from + lines
    }
}
