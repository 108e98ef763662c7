//! The files beside the documents: where each is copied to, and which are held back since they belong to a bulletin
//! that is not shown. In: paths and addresses. Out: [`Attachments`]. It must not know what is in a file.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::links::composed;
use crate::{
    address::Address,
    pictures::{FileKind, Picture, Variant},
    source::{File, SourcePath},
};

/// A file that is copied.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub path: SourcePath,
    pub address: Address,
    /// See [`File::picture`].
    pub kind: Option<FileKind>,
    /// See [`File::mark`].
    pub mark: Option<[u64; 4]>,
    /// The pages that show or link to it, or in whose folder it lies.
    pub pages: Vec<Address>,
}

impl Attachment {
    /// The picture that it is, where it is one.
    pub fn picture(&self) -> Option<&Picture> {
        match &self.kind {
            Some(FileKind::Picture(picture)) => Some(picture),
            _ => None,
        }
    }
}

/// Where a size of the picture at an address stands: beside it, unless it is the picture itself.
pub fn beside(address: &Address, picture: &Picture, variant: &Variant) -> Address {
    if *variant == picture.whole() {
        return address.clone();
    }
    Address::new(&format!("{address}.{}.{}", variant.width, variant.format.ending()))
}

/// All attachments that are published, by path.
#[derive(Clone, Debug, Default)]
pub struct Attachments {
    all: Vec<Attachment>,
    by_path: HashMap<String, u32>,
    /// The paths of those that are held back.
    withheld: HashSet<String>,
}

/// A folder that belongs to one document.
#[derive(Clone, Debug)]
pub enum Owner {
    Shown(Address),
    /// The document is a draft, scheduled, taken back or broken.
    Hidden,
}

impl Attachments {
    /// Places every file: beside the page of the document whose folder it lies in, else at its own path below
    /// `content/`. `hidden` names, [`folded`], the files that documents refer to which are not shown: they are held back
    /// unless something shown refers to them too. `shown` has the pages that refer to files.
    pub fn place(
        files: &[File],
        owners: &BTreeMap<String, Owner>,
        hidden: &HashSet<String>,
        shown: &HashMap<String, Vec<Address>>,
    ) -> Self {
        let mut attachments = Self::default();
        for file in files {
            let name = composed(file.path.as_str());
            let mut pages = shown.get(&*name).cloned().unwrap_or_default();
            let goes_with_hidden = pages.is_empty() && hidden.contains(&folded(&name));
            let address = match owner(&file.path, owners) {
                Some((_, Owner::Hidden)) => None,
                _ if goes_with_hidden => None,
                Some((folder, Owner::Shown(address))) => {
                    pages.push(address.clone());
                    let rest = file.path.below(folder).unwrap_or(file.path.file_name());
                    Some(address.folder().join(rest))
                }
                None => {
                    let below = file.path.below("content").unwrap_or(file.path.as_str());
                    Some(Address::new(below.strip_prefix("pages/").unwrap_or(below)))
                }
            };
            let Some(address) = address else {
                attachments.withheld.insert(name.into_owned());
                continue;
            };
            let at = u32::try_from(attachments.all.len())
                .expect("each attachment is a file that was listed: there are fewer than 4 thousand million");
            attachments.by_path.insert(name.into_owned(), at);
            pages.sort_unstable();
            pages.dedup();
            let File { path, picture, mark } = file.clone();
            attachments.all.push(Attachment { path, address, kind: picture, mark, pages });
        }
        attachments
    }

    /// Holds those back that nothing shows and that `is_withheld` by their path.
    pub fn withhold(&mut self, is_withheld: impl Fn(&SourcePath) -> bool) {
        let withheld = self.all.extract_if(.., |file| file.pages.is_empty() && is_withheld(&file.path));
        self.withheld.extend(withheld.map(|file| composed(file.path.as_str()).into_owned()));
        self.by_path = (0..).zip(&self.all).map(|(at, file)| (composed(file.path.as_str()).into_owned(), at)).collect();
    }

    pub fn get(&self, path: &str) -> Option<&Attachment> {
        self.by_path.get(&*composed(path)).map(|at| &self.all[*at as usize])
    }

    /// Whether a file is there and held back, since it belongs to a document that is not shown.
    pub fn is_withheld(&self, path: &str) -> bool {
        self.withheld.contains(&*composed(path))
    }

    /// The file whose path differs in capitals alone: it is found on one machine and not on the next.
    pub fn but_for_capitals(&self, path: &str) -> Option<&Attachment> {
        let wanted = folded(path);
        self.all.iter().find(|file| folded(file.path.as_str()) == wanted)
    }

    pub fn at(&self, index: u32) -> &Attachment {
        &self.all[index as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &Attachment> {
        self.all.iter()
    }
}

/// A path without what one machine tells apart and the next does not: how its accents are written, and its capitals.
pub fn folded(path: &str) -> String {
    composed(path).to_lowercase()
}

/// The nearest folder above a file that belongs to a document.
fn owner<'a>(path: &SourcePath, owners: &'a BTreeMap<String, Owner>) -> Option<(&'a str, &'a Owner)> {
    let mut folder = path.folder();
    loop {
        if let Some((name, owner)) = owners.get_key_value(folder) {
            return Some((name, owner));
        }
        folder = folder.rsplit_once('/')?.0;
    }
}
