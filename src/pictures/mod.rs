//! Pictures as they are published. In: the bytes of a file. Out: bytes without what a camera or a program wrote beside the
//! pixels, upright, with their colour profile, and the same in smaller sizes. The header alone says which sizes there are,
//! so that a plan need not read whole files. It must not know the disk, the catalogue or templates.

#[cfg_attr(not(feature = "pictures"), path = "undrawn.rs")]
mod draw;
mod exif;
mod fault;
mod gif;
mod head;
mod icc;
mod jpeg;
mod png;
mod sizes;
mod svg;
mod webp;

pub use draw::{DRAWS, Pixels};
pub use exif::Orientation;
pub use fault::PictureError;
pub use head::look;
pub use sizes::Variant;

/// A format of pictures that browsers show and this program can clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureFormat {
    Jpeg,
    Png,
    Gif,
    Webp,
}

impl PictureFormat {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }

    /// The ending of names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }
}

/// What the header of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    pub format: PictureFormat,
    /// In pixels, as it is seen: upright.
    pub width: u32,
    pub height: u32,
    /// How what is in the file has to be turned for that.
    pub turn: Orientation,
    /// It has several frames.
    pub moves: bool,
    /// The bytes that each pixel takes while it is read.
    pub depth: u8,
}

/// What a file is, as far as pictures are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    Picture(Picture),
    /// A drawing in SVG, which has no pixels.
    Drawing,
    /// A picture that cannot be published, and why.
    Unfit(PictureError),
}

/// The bytes that a picture may take while it is read: one of 170 megapixels does, and a bomb does not.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// The longest edge, in pixels.
const MOST_EDGE: u32 = 65_535;

impl Picture {
    /// The bytes that it takes while it is read.
    pub fn weight(&self) -> u64 {
        (u64::from(self.width) * u64::from(self.height)).saturating_mul(self.depth.into())
    }

    /// Whether its size is one that can be dealt with.
    fn checked(self) -> Result<Self, PictureError> {
        let Self { width, height, .. } = self;
        if width == 0 || height == 0 {
            return Err(PictureError::Broken("it has no pixels"));
        }
        let most = self.weight() > MOST_BYTES || width > MOST_EDGE || height > MOST_EDGE;
        if most { Err(PictureError::TooLarge { width, height }) } else { Ok(self) }
    }
}

/// A picture that was read: what is written at its own address, and what its other sizes are made from.
pub struct OpenPicture {
    picture: Picture,
    /// The file without what stands beside the pixels, where these may stay as they are.
    clean: Option<Vec<u8>>,
    drawn: Option<Pixels>,
}

/// Reads a picture whose header is known, all of it, so that one that is broken is found.
///
/// # Errors
///
/// Why it cannot be published.
pub fn open(picture: &Picture, bytes: &[u8]) -> Result<OpenPicture, PictureError> {
    let mut clean = match picture.format {
        PictureFormat::Jpeg => jpeg::clean(bytes),
        PictureFormat::Png => png::clean(bytes),
        PictureFormat::Gif => gif::clean(bytes),
        PictureFormat::Webp => webp::clean(bytes),
    }?;
    if picture.format == PictureFormat::Gif {
        // Its frames were counted; nothing is made from them.
        return Ok(OpenPicture { picture: *picture, clean: Some(clean), drawn: None });
    }
    let drawn = draw::draw(picture, &clean)?;
    if picture.format == PictureFormat::Png {
        clean = png::with_profile(&clean, drawn.as_ref().and_then(Pixels::profile));
    }
    let stays = picture.moves || (picture.turn.is_upright() && !picture.is_scaled());
    Ok(OpenPicture { picture: *picture, clean: stays.then_some(clean), drawn })
}

impl OpenPicture {
    /// The picture at its own address.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn whole(&self) -> Result<Vec<u8>, PictureError> {
        match &self.clean {
            Some(clean) => Ok(clean.clone()),
            None => self.variant(&self.picture.whole()),
        }
    }

    /// One of its other sizes.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn variant(&self, variant: &Variant) -> Result<Vec<u8>, PictureError> {
        self.drawn.as_ref().ok_or(PictureError::Undrawn)?.encode(variant)
    }
}

/// A drawing in SVG, written anew without what does more than draw and what programs noted beside it.
///
/// # Errors
///
/// Why it cannot be published.
pub fn clean_drawing(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    svg::clean(bytes)
}

/// Whether a picture says where it was taken.
pub fn tells_place(bytes: &[u8]) -> bool {
    head::tells_place(bytes)
}
