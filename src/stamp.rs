//! What tells without reading it whether a file is the same as before: its size, its times, its place on the disk.
//! In: what the disk says of a file. Out: a [`Stamp`]. It must not know what is in a file.
#![expect(clippy::disallowed_methods, reason = "edge: clock")]

use std::{
    fs::Metadata,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

/// The marks of one file at one time, the times in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    pub size: u64,
    /// When its bytes were last changed, as far as the file's owner says so.
    pub modified: i64,
    /// When anything of it was last changed, which only the system sets; where it keeps no such time, `modified`.
    pub changed: i64,
    /// Its number on the disk: a file that is put in its place has another. 0 where there is none.
    pub node: u64,
}

/// How coarse the times of a disk may be where they are whole seconds, in nanoseconds.
const COARSE: i64 = 2_000_000_000;
/// How coarse they may be otherwise: a system sets them from a clock that ticks.
const TICK: i64 = 50_000_000;

impl Stamp {
    /// The stamp of a file; none where the disk keeps no times.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok()?;
        let nanoseconds = |time: SystemTime| match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).ok(),
            Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanoseconds| -nanoseconds),
        };
        let modified = nanoseconds(modified)?;
        let (changed, node) = of_system(metadata).unwrap_or((modified, 0));
        Some(Self { size: metadata.len(), modified, changed, node })
    }

    /// Whether the file cannot have been changed after `taken`, the time at which the stamp was taken, and still bear
    /// the same stamp: the times of a disk are coarse, and a clock that was set back tells nothing.
    pub fn is_settled(&self, taken: i64) -> bool {
        is_before(self.changed, taken)
    }

    /// Whether its bytes were last written before `taken`, as far as the file's owner says so: a change of its name, its place or
    /// its rights is none of them.
    pub fn is_written_before(&self, taken: i64) -> bool {
        is_before(self.modified, taken)
    }
}

fn is_before(time: i64, taken: i64) -> bool {
    let grain = if time % 1_000_000_000 == 0 { COARSE } else { TICK };
    time.saturating_add(grain) < taken
}

#[cfg(unix)]
fn of_system(metadata: &Metadata) -> Option<(i64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let changed = metadata.ctime().checked_mul(1_000_000_000)?.checked_add(metadata.ctime_nsec())?;
    Some((changed, metadata.ino()))
}

#[cfg(not(unix))]
fn of_system(_metadata: &Metadata) -> Option<(i64, u64)> {
    None
}

/// The machine's time, in nanoseconds since 1970.
pub fn time() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).expect("nanoseconds since 1970 fit until the year 2262")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_changed_may_change_unseen() {
        let at = |changed| Stamp { size: 1, modified: 0, changed, node: 0 };
        assert!(at(1_000_000_001).is_settled(1_100_000_000));
        assert!(!at(1_000_000_001).is_settled(1_040_000_000));
        assert!(!at(1_000_000_000).is_settled(2_900_000_000), "whole seconds are coarse");
        assert!(!at(5_000_000_001).is_settled(2_000_000_000), "the clock was set back");
        assert!(at(5_000_000_001).is_written_before(2_000_000_001), "nothing was written");
    }
}
