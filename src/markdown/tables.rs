//! The renderer's part for tables: a frame that scrolls, and alignment by class.
//! Must not know what stands in the cells.

use std::{fmt::Write as _, ops::Range};

use pulldown_cmark::Alignment;

use super::escape;
use super::html::HtmlRenderer;
use super::short_numbers::text_of;

/// The table that is being written, and how many there were.
#[derive(Default)]
pub(super) struct OpenTable {
    number: usize,
    alignments: Vec<Alignment>,
    in_head: bool,
    in_body: bool,
    column: usize,
    cell: usize,
    content: usize,
    /// The headings of the columns, and where the content of each cell of the open row stands.
    headings: Vec<String>,
    pub(super) cells: Vec<Range<usize>>,
}

impl OpenTable {
    /// The heading of a column.
    pub(super) fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", String::as_str)
    }
}

impl HtmlRenderer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.line();
        self.table = OpenTable { number: self.table.number + 1, alignments, ..OpenTable::default() };
        if self.on_page() {
            self.out.push_str("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"");
            let name = self.words().table;
            escape::attribute(&mut self.out, name);
            if self.table.number > 1 {
                // Two regions of one name cannot be told apart. Writing to a string cannot fail.
                _ = write!(self.out, " {}", self.table.number);
            }
            self.out.push_str("\">\n");
        }
        self.out.push_str("<table>\n");
    }

    pub(super) fn end_table(&mut self) {
        self.out.push_str(if self.table.in_body { "</tbody>\n</table>\n" } else { "</table>\n" });
        if self.on_page() {
            self.out.push_str("</div>\n");
        }
    }

    pub(super) fn start_row(&mut self, head: bool) {
        self.table.in_head = head;
        self.table.column = 0;
        self.table.cells.clear();
        if head {
            self.out.push_str("<thead>\n");
        } else if !std::mem::replace(&mut self.table.in_body, true) {
            self.out.push_str("<tbody>\n");
        }
        self.out.push_str("<tr>");
    }

    pub(super) fn end_row(&mut self, head: bool) {
        if head {
            let texts = self.table.cells.iter().map(|cell| text_of(self.out.get(cell.clone()).unwrap_or_default()));
            self.table.headings = texts.collect();
        } else {
            self.unlink_counts_in_row();
        }
        self.out.push_str(if head { "</tr>\n</thead>\n" } else { "</tr>\n" });
    }

    pub(super) fn start_cell(&mut self) {
        self.table.cell = self.out.len();
        self.out.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-centre\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        if self.on_page() {
            self.out.push_str(class);
        }
        self.out.push('>');
        self.table.content = self.out.len();
        self.table.column += 1;
    }

    pub(super) fn end_cell(&mut self) {
        self.stop_swallowing();
        self.table.cells.push(self.table.content..self.out.len());
        if !self.table.in_head {
            self.out.push_str("</td>");
        } else if self.out.len() == self.table.content {
            // A header without text heads nothing.
            self.out.truncate(self.table.cell);
            self.out.push_str("<td></td>");
        } else {
            self.out.push_str("</th>");
        }
    }
}

/// The cells of a row, as it is written, that stand behind the last of the table's columns; none where nothing stands there.
pub(super) fn beyond(row: &str, columns: usize) -> Option<Range<usize>> {
    let line = row.lines().next().unwrap_or_default();
    let is_mark = |at: usize| line.as_bytes()[at] == b'|' && !line[..at].ends_with('\\');
    let first = line.len() - line.trim_start().len();
    let skipped = usize::from(line[first..].starts_with('|'));
    let mut marks = (first + skipped..line.len()).filter(|at| is_mark(*at));
    let start = marks.nth(columns.checked_sub(1)?)? + 1;
    let rest = line[start..].trim_end().trim_end_matches('|');
    let words = rest.trim_start().trim_end();
    let from = start + (rest.len() - rest.trim_start().len());
    words.contains(char::is_alphanumeric).then(|| from..from + words.len())
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{feed, page};

    const TABLE: &str = "| a | |\n|--:|:-:|\n| b | |\n";

    #[test]
    fn tables_scroll_and_align_by_class() {
        assert_eq!(
            page(TABLE),
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead>\n\
             <tr><th scope=\"col\" class=\"align-right\">a</th><td></td></tr>\n</thead>\n<tbody>\n\
             <tr><td class=\"align-right\">b</td><td class=\"align-centre\"></td></tr>\n</tbody>\n</table>\n</div>\n"
        );
    }

    #[test]
    fn two_tables_have_two_names() {
        let two = page(&format!("{TABLE}\n\n{TABLE}"));
        assert!(two.contains("aria-label=\"Table\"") && two.contains("aria-label=\"Table 2\""));
    }

    #[test]
    fn feeds_get_the_table_alone() {
        assert_eq!(feed("|a|\n|:-|\n"), "<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n</table>\n");
    }
}
