//! Lines of a text that fill a box well. In: a text that can be drawn, and a box. Out: a [`TextBlock`]: the largest of a few
//! sizes at which the text fits, in lines of about the same length; what does not fit at the smallest is cut at a word.
//! It must not know where the box stands.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{
    Direction,
    fonts::Family,
    setting::{self, GlyphLine},
};

/// A box for a text.
#[derive(Clone, Copy, Debug)]
pub struct TextBox<'a> {
    pub width: f32,
    pub height: f32,
    pub most_lines: usize,
    /// The sizes to try, largest first.
    pub sizes: &'a [f32],
    pub family: Family,
    pub direction: Direction,
}

/// A text in lines.
#[derive(Clone, Debug, Default)]
pub struct TextBlock {
    pub size: f32,
    pub lines: Vec<GlyphLine>,
}

impl TextBlock {
    /// From line to line, in pixels.
    pub fn pitch(&self) -> f32 {
        self.lines.iter().map(|line| line.pitch).fold(0.0, f32::max) * self.size
    }
}

/// The largest size at which a word may be broken that is too long for a line.
const BREAKING: f32 = 64.0;

/// A piece of a text that is not broken.
#[derive(Clone, Debug)]
struct UnbrokenText {
    range: Range<usize>,
    /// In ems.
    width: f32,
    /// The width of what stands between it and the piece before it on the same line.
    space: f32,
    /// Where its letters end, each with its width, if it is so long that it may have to be broken.
    letters: Vec<(usize, f32)>,
}

impl UnbrokenText {
    /// The beginning of a piece that grows.
    fn empty(at: usize, space: f32) -> Self {
        Self { range: at..at, width: 0.0, space, letters: Vec::new() }
    }
}

/// Sets a text in a box.
pub fn fit(text: &str, frame: &TextBox) -> TextBlock {
    let whole = TextFit { text, frame, pieces: Vec::new() };
    let pitch = whole.line(0..text.len()).pitch;
    let whole = TextFit { pieces: whole.pieces(), ..whole };
    let smallest = frame.sizes.last().copied().unwrap_or(1.0);
    for size in frame.sizes {
        let limit = frame.width / size;
        let most = lines_in(frame.height, pitch * size).min(frame.most_lines);
        if *size > BREAKING && whole.pieces.iter().any(|piece| piece.width > limit) {
            continue;
        }
        let broken = whole.broken(limit);
        let lines = wrap(&broken, limit);
        if lines.len() <= most {
            let lines = wrap(&broken, balanced(&broken, limit, lines.len()));
            let lines = lines.iter().map(|line| whole.line(span(&broken[line.clone()]))).collect();
            return TextBlock { size: *size, lines };
        }
    }
    let limit = frame.width / smallest;
    let most = lines_in(frame.height, pitch * smallest).min(frame.most_lines).max(1);
    let broken = whole.broken(limit);
    let wrapped = wrap(&broken, limit);
    let mut lines: Vec<GlyphLine> =
        wrapped[..most - 1].iter().map(|line| whole.line(span(&broken[line.clone()]))).collect();
    lines.push(whole.cut(&broken[wrapped[most - 1].clone()], limit));
    TextBlock { size: smallest, lines }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines fit into a box")]
fn lines_in(height: f32, pitch: f32) -> usize {
    (height / pitch.max(1.0)) as usize
}

struct TextFit<'a> {
    text: &'a str,
    frame: &'a TextBox<'a>,
    pieces: Vec<UnbrokenText>,
}

impl TextFit<'_> {
    fn line(&self, range: Range<usize>) -> GlyphLine {
        setting::line(&self.text[range], self.frame.family, self.frame.direction)
    }

    fn width(&self, text: &str) -> f32 {
        setting::line(text, self.frame.family, self.frame.direction).width
    }

    /// The text in pieces: words, and the parts of words at hyphens. A dash stays with the word before it.
    fn pieces(&self) -> Vec<UnbrokenText> {
        let space = self.width(" ");
        let mut pieces: Vec<UnbrokenText> = Vec::new();
        let mut at = 0;
        for word in self.text.split(' ') {
            let mut start = at;
            at += word.len() + 1;
            let dash =
                !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '–' | '—' | '·' | '|' | '/' | ':' | ';'));
            if dash && let Some(before) = pieces.pop() {
                pieces.push(self.piece(before.range.start..start + word.len(), before.space));
                continue;
            }
            let word_start = start;
            for end in hyphens(word).map(|end| word_start + end).chain([word_start + word.len()]) {
                if end > start {
                    let space = if start == word_start && start > 0 { space } else { 0.0 };
                    pieces.push(self.piece(start..end, space));
                    start = end;
                }
            }
        }
        pieces
    }

    fn piece(&self, range: Range<usize>, space: f32) -> UnbrokenText {
        let text = &self.text[range.clone()];
        let mut piece = UnbrokenText { width: self.width(text), ..UnbrokenText::empty(range.start, space) };
        let largest = self.frame.sizes.first().map_or(BREAKING, |size| size.min(BREAKING));
        if piece.width > self.frame.width / largest {
            let letters = text.grapheme_indices(true);
            piece.letters = letters.map(|(at, l)| (range.start + at + l.len(), self.width(l))).collect();
        }
        UnbrokenText { range, ..piece }
    }

    /// The pieces, those that are wider than a line broken between letters.
    fn broken(&self, limit: f32) -> Vec<UnbrokenText> {
        let mut pieces = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            if piece.width <= limit {
                pieces.push(piece.clone());
                continue;
            }
            let mut part = UnbrokenText::empty(piece.range.start, piece.space);
            for (end, width) in &piece.letters {
                if part.width + width > limit && !part.range.is_empty() {
                    let next = UnbrokenText::empty(part.range.end, 0.0);
                    pieces.push(std::mem::replace(&mut part, next));
                }
                part.range.end = *end;
                part.width += width;
            }
            pieces.push(part);
        }
        pieces
    }

    /// A line that ends with `…`, since more would follow.
    fn cut(&self, pieces: &[UnbrokenText], limit: f32) -> GlyphLine {
        let mut kept = &self.text[span(pieces)];
        for words in (1..=pieces.len()).rev() {
            kept = &self.text[span(&pieces[..words])];
            let line = self.ended(kept);
            if line.width <= limit {
                return line;
            }
        }
        let letters: Vec<(usize, &str)> = kept.grapheme_indices(true).collect();
        let shorter = letters.iter().rev().map(|(at, _)| self.ended(&kept[..*at]));
        shorter.into_iter().find(|line| line.width <= limit).unwrap_or_default()
    }

    fn ended(&self, text: &str) -> GlyphLine {
        let text =
            text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';' | '-' | '–' | '—'));
        setting::line(&format!("{text}…"), self.frame.family, self.frame.direction)
    }
}

/// Where a word may be broken: behind a hyphen or a stroke between letters.
fn hyphens(word: &str) -> impl Iterator<Item = usize> + '_ {
    word.char_indices().filter(|(_, c)| matches!(c, '-' | '‐' | '–' | '—' | '/')).filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        (letter(word[..at].chars().next_back()) && letter(word[end..].chars().next())).then_some(end)
    })
}

fn span(pieces: &[UnbrokenText]) -> Range<usize> {
    let ends = pieces.first().zip(pieces.last());
    ends.map_or(0..0, |(first, last)| first.range.start..last.range.end)
}

/// As many pieces on each line as there is room for.
fn wrap(pieces: &[UnbrokenText], limit: f32) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut width = 0.0;
    for (at, piece) in pieces.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if width + piece.space + piece.width <= limit => {
                line.end = at + 1;
                width += piece.space + piece.width;
            }
            _ => {
                lines.push(at..at + 1);
                width = piece.width;
            }
        }
    }
    lines
}

/// The narrowest width that needs no more lines: they come out about equally long.
fn balanced(pieces: &[UnbrokenText], limit: f32, lines: usize) -> f32 {
    let (mut narrow, mut wide) = (0.0, limit);
    for _ in 0..12 {
        let middle = f32::midpoint(narrow, wide);
        if wrap(pieces, middle).len() <= lines && pieces.iter().all(|piece| piece.width <= middle) {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    wide
}
