//! What is found in how a file is written, in terms of what its author sees. In: nothing. Out: the reasons that `parse`
//! finds and `wording` puts into words. It must not know how they are found.

use std::ops::Range;

/// Why a place was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A text holds a colon, a `#`, or begins with a mark that means something to YAML.
    Unquoted(char),
    /// Quotation marks stand inside quotation marks of the same kind.
    QuoteInside,
    /// A quotation mark or bracket is opened and never closed.
    Unclosed(char),
    /// Curly quotation marks stand where straight ones are meant.
    Curly(char),
    /// A comma stands behind a value in quotation marks.
    CommaBehind,
    /// A backslash between double quotation marks means a backslash.
    Backslash,
    /// Another blank than the usual one: a tab or a no-break space.
    Blank(char),
    /// There is no blank after a colon or after the dash of a list.
    NoBlank(char),
    /// A field is indented as if it belonged to the one above it.
    Indented,
    /// Another mark stands where the dash of a list is meant.
    Bullet(char),
    /// A character that nobody can see.
    Control(char),
    /// Marks stand before the name of a field or round it, as in `**Title:**`.
    Dressed(char),
    /// An equals sign stands in the place of the colon.
    Equals,
    /// A line is an entry of a list by where it stands, and has no mark.
    NoMark,
    /// A line goes on with the text above it, and begins at the margin.
    Wrapped,
    /// Two fields stand on one line.
    TwoFields,
    /// Tabs stand between the columns of a table.
    Columns,
    /// Markdown joins a line to the next one.
    Joined,
    /// An empty line is missing between two lines.
    Apart,
    /// A link or a picture is written so that it is none.
    Link,
}

/// Why a line of front matter cannot be read, in terms of what its author sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnreadableLine {
    /// It begins with the name of a field, behind which the colon is missing; what stands in its place, and the line with it.
    NoColon { mark: Range<usize>, line: String },
    /// It is no field, and goes on with nothing.
    NoField,
    /// A bracket is opened and never closed.
    Bracket(char),
    /// More brackets are opened than any list has.
    Brackets,
    /// A value is repeated by a name that none has: `*watch`.
    Alias(String),
    /// Nothing stands between two commas of a list.
    EmptyPlace,
    /// A quotation mark is opened and never closed.
    Quote(char),
    /// It is indented otherwise than the lines beside it.
    Indented,
    /// Something else stands in the way.
    Other,
}

/// Whether a character takes no room and shows nothing.
pub fn is_unseen(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || matches!(letter, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}')
}
