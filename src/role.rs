//! What an output is to its readers, and so when it may go out and how long it may be kept. In: a catalogue, its plan and
//! an output of it. Out: a [`Role`], and the pages that the output belongs to. It must not know where outputs go.

use serde::{Deserialize, Serialize};

use crate::{
    address::Address,
    catalogue::Catalogue,
    plan::{Output, Piece, Plan, Recipe},
};

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
    /// What an output of a plan is. All that is left of what was taken back counts as its notice.
    pub fn of(catalogue: &Catalogue, plan: &Plan, output: &Output) -> Self {
        let is_notice = |address| plan.at(address).is_some_and(|page| matches!(page.recipe, Recipe::Notice(_)));
        let pages = belongs_to(catalogue, output);
        if !pages.is_empty() && pages.iter().all(is_notice) { Self::Notice } else { Self::by_itself(&output.recipe) }
    }

    fn by_itself(recipe: &Recipe) -> Self {
        match recipe {
            Recipe::Notice(_) => Self::Notice,
            Recipe::Asset(_) => Self::Asset,
            Recipe::Attachment(_) | Recipe::Picture(..) | Recipe::Card(_) => Self::File,
            Recipe::Bulletin(_)
            | Recipe::Page(_)
            | Recipe::Poster(_)
            | Recipe::Text(_)
            | Recipe::Event(_)
            | Recipe::Alias(_) => Self::Page,
            Recipe::List(..)
            | Recipe::Areas
            | Recipe::Kinds
            | Recipe::Tags
            | Recipe::Archive
            | Recipe::NotFound
            | Recipe::Search => Self::List,
            // The contents of the search name its other pieces, and go behind them.
            Recipe::SearchPiece(Piece::Words(_) | Piece::Records(_) | Piece::Spelling)
            | Recipe::Feed(..)
            | Recipe::CancelledEvent(_)
            | Recipe::Calendar(_)
            | Recipe::Alert(_)
            | Recipe::Cancel(_)
            | Recipe::Alerts => Self::Feed,
            Recipe::SearchPiece(Piece::Contents)
            | Recipe::Sitemap
            | Recipe::SitemapPart(_)
            | Recipe::News
            | Recipe::Robots
            | Recipe::Security
            | Recipe::Redirects
            | Recipe::Headers => Self::Index,
        }
    }

    /// Whether its name says what is in it, so that it may be kept for as long as one likes.
    pub fn is_named_by_content(self) -> bool {
        self == Self::Asset
    }
}

/// The bulletins' pages that an output belongs to and goes with, should they be taken back; its own is not named.
pub fn belongs_to(catalogue: &Catalogue, output: &Output) -> Vec<Address> {
    match &output.recipe {
        Recipe::Poster(id) | Recipe::Text(id) | Recipe::Event(id) | Recipe::Alert(id) | Recipe::Card(id) => {
            vec![catalogue.bulletin(*id).address.clone()]
        }
        Recipe::CancelledEvent(id) | Recipe::Cancel(id) => vec![catalogue.gone(*id).address.clone()],
        Recipe::Alias(targets) => targets.clone(),
        Recipe::Attachment(at) | Recipe::Picture(at, _) => catalogue.attachments.at(*at).pages.clone(),
        Recipe::Notice(_)
        | Recipe::Asset(_)
        | Recipe::Bulletin(_)
        | Recipe::Page(_)
        | Recipe::List(..)
        | Recipe::Areas
        | Recipe::Kinds
        | Recipe::Tags
        | Recipe::Archive
        | Recipe::NotFound
        | Recipe::Search
        | Recipe::SearchPiece(_)
        | Recipe::Feed(..)
        | Recipe::Calendar(_)
        | Recipe::Alerts
        | Recipe::Sitemap
        | Recipe::SitemapPart(_)
        | Recipe::News
        | Recipe::Robots
        | Recipe::Security
        | Recipe::Redirects
        | Recipe::Headers => Vec::new(),
    }
}
