//! Colour profiles (ICC.1): a copy with what says how colours are meant, and without what says on which screen or camera.
//! In: a profile. Out: a plain one, or none where it cannot be used.

/// The tags that colours need. Others hold the maker, model and serial number of a screen, or its owner's notes.
const KEPT: &[&[u8; 4]] = &[
    b"desc", b"cprt", b"wtpt", b"bkpt", b"chad", b"chrm", b"lumi", b"cicp", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC",
    b"gTRC", b"bTRC", b"kTRC", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"aarg", b"aagg",
    b"aabg",
];

const HEADER: usize = 128;
/// A profile for print may be large.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_TAGS: usize = 100;

/// Where in the header stand the moment of making, what made it and for which device, and a hash of the whole.
const UNSAID: [std::ops::Range<usize>; 4] = [4..8, 24..36, 48..64, 80..100];

/// The profile with what colours need.
pub fn plain(profile: &[u8]) -> Option<Vec<u8>> {
    let long = |at: usize| Some(u32::from_be_bytes(*profile.get(at..)?.first_chunk()?) as usize);
    if profile.len() > MOST_BYTES || profile.get(36..40)? != b"acsp" {
        return None;
    }
    let count = long(HEADER)?;
    let mut tags: Vec<([u8; 4], &[u8])> = Vec::new();
    for tag in 0..count.min(MOST_TAGS) {
        let at = HEADER + 4 + 12 * tag;
        let name = *profile.get(at..)?.first_chunk::<4>()?;
        let (from, length) = (long(at + 4)?, long(at + 8)?);
        let content = profile.get(from..from.checked_add(length)?)?;
        if KEPT.contains(&&name) && tags.iter().all(|(known, _)| *known != name) {
            tags.push((name, content));
        }
    }
    let mut out = profile[..HEADER].to_vec();
    for range in UNSAID {
        out[range].fill(0);
    }
    out.extend(u32::try_from(tags.len()).ok()?.to_be_bytes());
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER + 4 + 12 * tags.len();
    let mut placed: Vec<(&[u8], usize)> = Vec::new();
    for (name, content) in &tags {
        // Tags that are alike, such as the three curves, stand in one place.
        let at = match placed.iter().find(|(known, _)| known == content) {
            Some((_, at)) => *at,
            None => {
                let at = start + data.len();
                data.extend_from_slice(content);
                data.resize(data.len().next_multiple_of(4), 0);
                placed.push((content, at));
                at
            }
        };
        out.extend(name);
        out.extend(u32::try_from(at).ok()?.to_be_bytes());
        out.extend(u32::try_from(content.len()).ok()?.to_be_bytes());
    }
    out.append(&mut data);
    let length = u32::try_from(out.len()).ok()?;
    out[..4].copy_from_slice(&length.to_be_bytes());
    Some(out)
}

/// Whether a profile is for red, green and blue, as the sizes are that are made here.
#[cfg(feature = "pictures")]
pub fn is_rgb(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"RGB ")
}
