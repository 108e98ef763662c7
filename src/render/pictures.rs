//! Pictures of the site: each is read once, whatever sizes of it are wanted, and few at a time. In: files and what
//! was kept of them. Out: bytes, and what pages show of a picture. It must not know how a picture is cleaned.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, OnceLock, PoisonError},
};

use super::{RenderedOutput, Renderer};
use crate::{
    address::{Address, BaseUrl},
    pictures::{self, FileKind, OpenPicture, Picture, Variant},
    problem::{self, Problem, wording},
    source::SourcePath,
    view::{ContentFile, beside},
};

/// Raised when the same picture would be written otherwise than before.
const MAKING: u32 = 1;

/// The most bytes that pictures take together while they are read; a larger one is read alone.
const ROOM: u64 = 192 * 1024 * 1024;

/// The pictures that are held at a time, for the sizes that are still to be made from them: about 15 MB each.
const HELD: usize = 4;

/// How wide a picture is shown by the default theme, for browsers to choose a size by.
pub const SIZES: &str = "(min-width: 48em) 45em, 100vw";
/// The same where a browser that knows better may say so: the picture is loaded when its place is known.
pub const LAZY_SIZES: &str = "auto, (min-width: 48em) 45em, 100vw";

/// Whether HTML shows the picture that stands at `link`, in whichever size: the addresses of the others begin with its own.
pub fn is_shown(html: &str, link: &str) -> bool {
    html.contains(&["src=\"", &html_escape::encode_double_quoted_attribute(link)].concat())
}

/// What is remembered of pictures while they are made.
pub struct Pictures {
    /// The hash of each attachment that was read.
    hashes: Mutex<HashMap<u32, HashCell>>,
    held: Mutex<VecDeque<PendingPicture>>,
    room: MemoryBudget,
}

type HashCell = Arc<OnceLock<Result<[u8; 32], Problem>>>;
type PictureCell = Arc<OnceLock<Result<Arc<OpenPicture>, Problem>>>;

/// A picture that is held, and how many of its outputs are still to be made.
struct PendingPicture {
    at: u32,
    left: usize,
    read: PictureCell,
}

impl Pictures {
    /// An empty memory.
    pub fn new() -> Self {
        Self { hashes: Mutex::default(), held: Mutex::default(), room: MemoryBudget::default() }
    }

    /// The place for the hash of a file.
    fn hash_of(&self, file: u32) -> HashCell {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).entry(file).or_default().clone()
    }

    /// The place of a picture among those that are held; the one that was asked for longest ago gives way to it.
    fn hold(&self, at: u32, outputs: usize) -> PictureCell {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held.iter().position(|held| held.at == at).and_then(|place| held.remove(place));
        let mut entry = known.unwrap_or_else(|| PendingPicture { at, left: outputs, read: PictureCell::default() });
        let read = entry.read.clone();
        entry.left -= 1;
        if entry.left > 0 {
            held.push_back(entry);
        }
        if held.len() > HELD {
            held.pop_front();
        }
        read
    }
}

impl Renderer {
    /// A file of `content/`: a picture without what its camera wrote, in its own size or another, anything else as it is.
    pub(super) fn file(&self, file: &ContentFile, output: &Address) -> Result<RenderedOutput, Problem> {
        let unfit = |fault| wording::picture_unfit(file.path, fault);
        match file.kind {
            None => Ok(RenderedOutput::Copy(file.path.clone())),
            Some(FileKind::Unfit(fault)) => Err(unfit(*fault)),
            Some(FileKind::Drawing) => {
                let drawing = pictures::clean_drawing(&self.bytes(file.path)?).map_err(unfit)?;
                Ok(RenderedOutput::Shared(drawing.into()))
            }
            Some(FileKind::Picture(picture)) => self.picture(file, picture, output),
        }
    }

    fn picture(&self, file: &ContentFile, picture: &Picture, output: &Address) -> Result<RenderedOutput, Problem> {
        let known = self.pictures.hash_of(file.key.0);
        let hash = known.get_or_init(|| self.bytes(file.path).map(|bytes| *blake3::hash(&bytes).as_bytes())).clone()?;
        let variant = file.variant.as_ref();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&hash);
        hasher.update(format!("{MAKING} {} {variant:?}", pictures::DRAWS).as_bytes());
        let make = || {
            let opened = self.opened(file, picture, hash)?;
            let made = variant.map_or_else(|| opened.whole(), |variant| opened.variant(variant));
            made.map_err(|fault| wording::picture_unfit(file.path, fault))
        };
        let bytes = self.kept(output, hasher.finalize().as_bytes(), make)?;
        Ok(RenderedOutput::Shared(bytes.into()))
    }

    /// A picture, read. Whoever asks while another thread reads it waits.
    fn opened(&self, file: &ContentFile, picture: &Picture, hash: [u8; 32]) -> Result<Arc<OpenPicture>, Problem> {
        let unfit = |fault| wording::picture_unfit(file.path, fault);
        let read = self.pictures.hold(file.key.0, 1 + picture.beside().len());
        let open = || {
            let bytes = self.bytes(file.path)?;
            if *blake3::hash(&bytes).as_bytes() != hash {
                return Err(wording::file_unreadable(file.path, problem::CHANGED));
            }
            self.pictures.room.with(picture.weight(), || pictures::open(picture, &bytes)).map(Arc::new).map_err(unfit)
        };
        read.get_or_init(open).clone()
    }

    fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, Problem> {
        self.texts.bytes(path).map_err(|reason| wording::file_unreadable(path, &reason))
    }
}

/// Room for so many bytes at a time.
#[derive(Default)]
struct MemoryBudget {
    taken: Mutex<u64>,
    left: Condvar,
}

impl MemoryBudget {
    /// Does work that takes so many bytes, as soon as there is room for it.
    fn with<T>(&self, bytes: u64, work: impl FnOnce() -> T) -> T {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut u64| *taken > 0 && *taken + bytes > ROOM;
        *self.left.wait_while(taken, full).unwrap_or_else(PoisonError::into_inner) += bytes;
        let _taken = Reservation { room: self, bytes };
        work()
    }
}

/// Room that is taken, given back even when the work fails inside.
struct Reservation<'r> {
    room: &'r MemoryBudget,
    bytes: u64,
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.room.left.notify_all();
    }
}

/// The sizes of a picture for browsers that know WebP, as `srcset` has them: empty where there is one size.
pub fn srcset(base: &BaseUrl, address: &Address, picture: &Picture) -> String {
    let candidate = |variant: &Variant| {
        // A comma ends a candidate, and a space its address.
        let link = base.link(&beside(address, picture, variant)).replace(',', "%2C");
        format!("{link} {}w", variant.width)
    };
    picture.choice().iter().map(candidate).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn there_is_never_more_at_a_time_than_there_is_room_for() {
        let room = MemoryBudget::default();
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (room, now, most) = (&room, &now, &most);
                scope.spawn(move || {
                    // The largest has no room beside any other, and is not kept out for ever.
                    for bytes in [ROOM / 3, ROOM / 2, if thread == 0 { 2 * ROOM } else { 1 }] {
                        room.with(bytes, || {
                            let taken = now.fetch_add(bytes, Ordering::SeqCst) + bytes;
                            assert!(taken <= ROOM || taken == bytes, "{taken}");
                            most.fetch_max(taken, Ordering::SeqCst);
                            std::thread::yield_now();
                            now.fetch_sub(bytes, Ordering::SeqCst);
                        });
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 2 * ROOM);
        assert_eq!(*room.taken.lock().unwrap(), 0);
    }

    #[test]
    fn a_picture_is_held_until_its_last_size_is_made() {
        let pictures = Pictures::new();
        let first = pictures.hold(7, 2);
        assert!(Arc::ptr_eq(&first, &pictures.hold(7, 2)));
        assert!(!Arc::ptr_eq(&first, &pictures.hold(7, 2)), "it was let go");
        for at in 0..20 {
            pictures.hold(at, 5);
        }
        assert!(pictures.held.lock().unwrap().len() <= HELD);
    }
}
