//! What is read of a picture's EXIF before it goes: how the picture has to be turned, and whether it tells a place.
//! In: the bytes of a TIFF structure. Out: [`Exif`]. Whatever is not understood counts as not there.

/// How a picture has to be turned or mirrored to be upright, as EXIF counts it, from 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Orientation(u8);

impl Orientation {
    pub const UPRIGHT: Self = Self(1);

    /// A turn by its number; one that there is none for turns nothing.
    pub fn of(number: u16) -> Self {
        u8::try_from(number).ok().filter(|number| (1..=8).contains(number)).map_or(Self::UPRIGHT, Self)
    }

    pub fn is_upright(self) -> bool {
        self == Self::UPRIGHT
    }

    /// Whether width and height change places.
    pub fn swaps(self) -> bool {
        self.0 >= 5
    }

    /// Where a pixel of the upright picture stands in the file, in a picture of that width and height in the file.
    pub fn source(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        let (right, below) = (width.saturating_sub(1), height.saturating_sub(1));
        match self.0 {
            2 => (right - x, y),
            3 => (right - x, below - y),
            4 => (x, below - y),
            5 => (y, x),
            6 => (y, below - x),
            7 => (right - y, below - x),
            8 => (right - y, x),
            _ => (x, y),
        }
    }
}

/// What is of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exif {
    pub turn: Orientation,
    /// It says where it was taken.
    pub place: bool,
}

/// Nothing.
pub const NONE: Exif = Exif { turn: Orientation::UPRIGHT, place: false };

const ORIENTATION: u16 = 0x0112;
const PLACE: u16 = 0x8825;

/// Reads a TIFF structure, with or without the mark of EXIF before it.
pub fn read(bytes: &[u8]) -> Exif {
    let tiff = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    entries(tiff).unwrap_or(NONE)
}

fn entries(tiff: &[u8]) -> Option<Exif> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let first = usize::try_from(long(4)?).ok()?;
    let mut exif = NONE;
    for entry in 0..usize::from(short(first)?) {
        let at = first.checked_add(2 + 12 * entry)?;
        let Some(tag) = short(at) else { break };
        match tag {
            ORIENTATION => exif.turn = Orientation::of(short(at + 8).unwrap_or(1)),
            PLACE => exif.place = true,
            _ => {}
        }
    }
    Some(exif)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_turn_is_a_rearrangement_that_its_table_says() {
        // A picture of 3 by 2 in the file, its first pixel at the left of the top: where EXIF 2.32 (table 6) has it.
        for (turn, want) in
            [(1, (0, 0)), (2, (2, 0)), (3, (2, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 2)), (8, (0, 2))]
        {
            let turn = Orientation::of(turn);
            let (width, height) = if turn.swaps() { (2, 3) } else { (3, 2) };
            let all: Vec<_> = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).collect();
            let first = all.iter().find(|(x, y)| turn.source(*x, *y, 3, 2) == (0, 0));
            assert_eq!(first, Some(&want), "{turn:?}");
            let mut sources: Vec<_> = all.iter().map(|(x, y)| turn.source(*x, *y, 3, 2)).collect();
            sources.sort_unstable();
            sources.dedup();
            assert!(sources.len() == 6 && sources.iter().all(|(x, y)| *x < 3 && *y < 2), "{turn:?}");
        }
    }

    #[test]
    fn what_is_no_exif_says_nothing() {
        for bytes in [&b""[..], b"Exif\0\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff"] {
            assert_eq!(read(bytes), NONE);
        }
    }
}
