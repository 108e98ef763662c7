//! How an output folder came to be: for which address, of which sources, and what each file is to readers. In: a file.
//! Out: a [`BuildRecord`]. It stands only while the folder is as a whole build left it.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::{CacheKey, load, save};
use crate::{
    catalogue::Preview,
    moment::Moment,
    published::{CurrentBulletin, MovedAddress},
    role::Role,
};

/// How an output folder was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildRecord {
    /// The address that the site was built for.
    pub base: String,
    pub drafts: bool,
    pub future: bool,
    /// The moment that counted as now.
    pub now: Moment,
    /// When the site wants to be built next, in words, and as a moment.
    pub next: Option<(String, Moment)>,
    /// What tells the sources from others, and when that was taken (see [`crate::read::SiteListing::print`]).
    pub sources: [u8; 32],
    pub taken: i64,
    pub outputs: Vec<BuiltFile>,
    /// The bulletins that the public knows of.
    pub bulletins: Vec<CurrentBulletin>,
    /// Files that are held back, by the names that they would have: what they belong to is not shown.
    pub withheld: Vec<String>,
    /// Addresses at which bulletins stood in earlier builds and nothing stands now.
    pub moved: Vec<MovedAddress>,
}

/// A file of the output folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuiltFile {
    /// Its path below the folder, with `/` between the names.
    pub name: String,
    pub role: Role,
    /// The document whose page it is.
    pub source: Option<String>,
    /// The pages that it goes with, by their names.
    pub of: Vec<String>,
}

/// A change of this makes old records count as not there.
const VERSION: CacheKey = *b"noticeboard: how it was built, 5";

impl BuildRecord {
    /// What bulletins that are not for the public it shows.
    pub fn preview(&self) -> Preview {
        Preview { drafts: self.drafts, future: self.future }
    }

    /// Reads the record; none when the folder is not as a build left it.
    pub fn load(path: &Path) -> Option<Self> {
        load(path, &VERSION)
    }

    /// Keeps it.
    ///
    /// # Errors
    ///
    /// When the disk cannot take it.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        save(path, &VERSION, self)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::HASH, *};
    use crate::moment::EPOCH;

    /// What other versions of the program left is read as they meant it: where these bytes no longer fit, `VERSION` has to
    /// change too.
    #[test]
    fn the_bytes_of_the_record_are_these() {
        let all = (0..=u8::MAX).filter_map(|number| Role::try_from(number).ok().map(|role| (number, role)));
        let outputs = all
            .clone()
            .map(|(_, role)| BuiltFile { name: "n".into(), role, source: None, of: vec!["b".into()] })
            .collect();
        let built = BuildRecord {
            base: "https://a.example/".into(),
            drafts: true,
            future: false,
            now: EPOCH,
            next: Some(("x".into(), EPOCH)),
            sources: [9; 32],
            taken: 5,
            outputs,
            bulletins: vec![CurrentBulletin {
                id: None,
                used: "/a/".into(),
                address: "/a/".into(),
                aliases: vec!["/b/".into()],
                date: 2,
                gone: Some(1),
                version: 7,
                path: 8,
                head: 9,
                lists: vec![3],
                files: vec![4, 300],
            }],
            withheld: vec!["f.png".into()],
            moved: vec![MovedAddress { old: "/o/".into(), new: "/a/".into() }],
        };
        let mut bytes = b"\x12https://a.example/\x01\x00\x00\x01\x01\x01x\x00\x01".to_vec();
        bytes.extend([9; 32]);
        bytes.extend(b"\x0a\x07");
        for (number, _) in all {
            bytes.extend([1, b'n', number, 0, 1, 1, b'b']);
        }
        bytes.extend(b"\x01\x00\x03/a/\x03/a/\x01\x03/b/\x04\x01\x02\x07\x08\x09\x01\x03\x02\x04\xac\x02\x01\x05f.png\x01\x03/o/\x03/a/");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.built");
        built.save(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap()[HASH..], bytes);
        assert_eq!(VERSION, *b"noticeboard: how it was built, 5");
        assert_eq!(Role::Notice as u8, 0);
        assert_eq!(
            [Role::Asset, Role::File, Role::Page, Role::List, Role::Feed, Role::Index].map(u8::from),
            [1, 2, 3, 4, 5, 6]
        );
    }
}
