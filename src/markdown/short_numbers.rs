//! The renderer's part for cells and items that are nothing but a short number, which was made a link as it was met: `999` may
//! be votes, and a link rings it at a touch. It stays one where a word beside it says whom it rings.
//! Must not know which words do: the site is asked again, with the words before the number.

use super::html::HtmlRenderer;

/// A list that is open.
pub(super) struct ListPlace {
    /// Where it begins in what is written.
    pub start: usize,
    /// Where the content of its last item begins.
    pub item: usize,
}

/// The most digits of a short number.
const SHORT: usize = 4;
/// How far before a list the words are looked at that may say what it holds, in bytes.
const REACH: usize = 200;

impl HtmlRenderer<'_> {
    /// In a row that ends: takes the links off cells that count something, by the heading of their column and the other cells.
    pub(super) fn unlink_counts_in_row(&mut self) {
        for column in (0..self.table.cells.len()).rev() {
            let cell = self.table.cells[column].clone();
            let Some(number) = self.out.get(cell.clone()).and_then(lone_number).map(str::to_owned) else { continue };
            let others = self.table.cells.iter().filter(|other| **other != cell);
            let mut words: Vec<String> =
                others.map(|other| text_of(self.out.get(other.clone()).unwrap_or_default())).collect();
            words.push(self.table.heading(column).to_owned());
            if !words.iter().any(|words| self.is_rung(words, &number)) {
                self.out.replace_range(cell.clone(), &number);
                let taken = cell.len() - number.len();
                for later in &mut self.table.cells[column + 1..] {
                    *later = later.start - taken..later.end - taken;
                }
                self.table.cells[column].end -= taken;
            }
        }
    }

    /// In an item that ends: the same, by what stands before its list.
    pub(super) fn unlink_count_in_item(&mut self) {
        let Some(&ListPlace { start, item }) = self.lists.last() else { return };
        let Some(number) = self.out.get(item..).and_then(lone_number).map(str::to_owned) else { return };
        let from = self.out.floor_char_boundary(start.saturating_sub(REACH));
        let before = self.out.get(from..start).unwrap_or_default().trim_end();
        // The last block alone: a heading, or the paragraph that leads to the list.
        let block = before.rfind("\n<").map_or(before, |at| &before[at..]);
        if !self.is_rung(text_of(block).trim_end_matches(['.', ':']), &number) {
            self.out.replace_range(item.., &number);
        }
    }

    /// Whether a number that stands behind these words is one to ring.
    fn is_rung(&self, words: &str, number: &str) -> bool {
        let text = format!("{words}: {number}");
        self.site.telephones(&text).iter().any(|(range, _)| range.end == text.len())
    }
}

/// The short number that a piece of HTML is, with the link round it, and nothing else.
fn lone_number(html: &str) -> Option<&str> {
    let rest = html.strip_prefix("<a href=\"tel:")?.strip_suffix("</a>")?;
    let (address, shown) = rest.split_once("\">")?;
    let is_short = (1..=SHORT).contains(&shown.len()) && shown.bytes().all(|byte| byte.is_ascii_digit());
    (is_short && address == shown).then_some(shown)
}

/// The words of a piece of HTML.
pub(super) fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => text.push(letter),
            _ => {}
        }
    }
    text
}
