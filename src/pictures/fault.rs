//! Why a picture cannot be published. In: nothing. Out: [`PictureError`]s, which others put into words.

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureError {
    /// What is wrong with its bytes, in a few words.
    Broken(&'static str),
    /// The disk did not give it.
    Unread,
    /// It has more pixels than are read.
    TooLarge { width: u32, height: u32 },
    /// It is in a format that cannot be cleaned, and this is its name.
    Format(&'static str),
    /// It is a drawing that does more than draw: what it holds.
    Active(&'static str),
    /// It has to be turned or made smaller, and this program was built without that.
    Undrawn,
}

/// What is most often wrong.
pub const CUT: PictureError = PictureError::Broken("it ends too early");
