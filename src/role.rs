//! What an output is to its readers, and so when it may go out and how long it may be kept. It must not know which outputs
//! there are, nor where they go.

use serde::{Deserialize, Serialize};

/// What an output is to its readers. The numbers stand in records that older and newer versions of the program read: a role
/// keeps its number, and a new one gets a new number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
#[repr(u8)]
pub enum Role {
    /// What is left of a bulletin that was taken back.
    Notice = 0,
    /// A file of the theme, named by its content: pages load it.
    Asset = 1,
    /// A file under its own name that pages show or link to.
    File = 2,
    Page = 3,
    /// A page that lists others.
    List = 4,
    /// What programs read to learn of pages.
    Feed = 5,
    /// What search engines and hosts read.
    Index = 6,
}

impl From<Role> for u8 {
    fn from(role: Role) -> Self {
        role as Self
    }
}

impl TryFrom<u8> for Role {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            0 => Ok(Self::Notice),
            1 => Ok(Self::Asset),
            2 => Ok(Self::File),
            3 => Ok(Self::Page),
            4 => Ok(Self::List),
            5 => Ok(Self::Feed),
            6 => Ok(Self::Index),
            _ => Err("no role has this number"),
        }
    }
}

impl Role {
    /// Whether its name says what is in it, so that it may be kept for as long as one likes.
    pub fn is_named_by_content(self) -> bool {
        self == Self::Asset
    }
}
