//! The packets of SFTP, version 3 (draft-ietf-secsh-filexfer-02). In: values. Out: bytes, and the other way. It must not
//! know where they go.

/// A request without its number.
#[derive(Clone, Debug)]
pub struct Request {
    kind: u8,
    body: Vec<u8>,
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    Reading,
    /// From its beginning, whatever stood there.
    Writing,
    /// Only where nothing stands there.
    Making,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileAttributes {
    pub size: u64,
    pub permissions: Option<u32>,
    /// In seconds since 1970.
    pub modified: u32,
}

impl FileAttributes {
    pub fn is_folder(&self) -> bool {
        self.permissions.is_some_and(|permissions| permissions & 0o170_000 == 0o040_000)
    }

    pub fn is_file(&self) -> bool {
        self.permissions.is_none_or(|permissions| permissions & 0o170_000 == 0o100_000)
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Status { code: u32, message: String },
    Handle(Vec<u8>),
    Data(Vec<u8>),
    Names(Vec<(Vec<u8>, FileAttributes)>),
    Attributes(FileAttributes),
    Extended(Vec<u8>),
}

pub const OK: u32 = 0;
pub const EOF: u32 = 1;
pub const NO_SUCH_FILE: u32 = 2;
pub const PERMISSION_DENIED: u32 = 3;

const SIZE: u32 = 1;
const OWNER: u32 = 2;
const PERMISSIONS: u32 = 4;
const TIMES: u32 = 8;
const EXTENDED: u32 = 0x8000_0000;

/// The largest packet that is read: a server sends no larger one to who asks for less.
pub const LARGEST: u32 = 1024 * 1024;

/// The first packet of a client.
pub fn hello() -> Vec<u8> {
    framed(1, &[0, 0, 0, 3])
}

/// Reads the first packet of a server: what it can do beyond the standard.
pub fn welcome(packet: &[u8]) -> Option<Vec<String>> {
    let mut read = PacketReader(packet);
    if read.byte()? != 2 || read.number()? < 3 {
        return None;
    }
    let mut extensions = Vec::new();
    while let Some(name) = read.text() {
        read.text()?;
        extensions.push(String::from_utf8_lossy(name).into_owned());
    }
    Some(extensions)
}

impl Request {
    fn new(kind: u8) -> Self {
        Self { kind, body: Vec::new() }
    }

    fn text(mut self, text: &[u8]) -> Self {
        self.body.extend_from_slice(&length(text.len()));
        self.body.extend_from_slice(text);
        self
    }

    fn number(mut self, number: u32) -> Self {
        self.body.extend_from_slice(&number.to_be_bytes());
        self
    }

    fn long(mut self, number: u64) -> Self {
        self.body.extend_from_slice(&number.to_be_bytes());
        self
    }

    pub fn open(path: &str, purpose: OpenMode) -> Self {
        let flags = match purpose {
            OpenMode::Reading => 0x01,
            OpenMode::Writing => 0x02 | 0x08 | 0x10,
            OpenMode::Making => 0x02 | 0x08 | 0x20,
        };
        Self::new(3).text(path.as_bytes()).number(flags).number(0)
    }

    pub fn close(handle: &[u8]) -> Self {
        Self::new(4).text(handle)
    }

    pub fn read(handle: &[u8], from: u64, length: u32) -> Self {
        Self::new(5).text(handle).long(from).number(length)
    }

    pub fn write(handle: &[u8], at: u64, bytes: &[u8]) -> Self {
        Self::new(6).text(handle).long(at).text(bytes)
    }

    pub fn look(path: &str) -> Self {
        Self::new(7).text(path.as_bytes())
    }

    pub fn look_at(handle: &[u8]) -> Self {
        Self::new(8).text(handle)
    }

    /// Sets when an open file was changed.
    pub fn date(handle: &[u8], modified: u32) -> Self {
        Self::new(10).text(handle).number(TIMES).number(modified).number(modified)
    }

    pub fn open_folder(path: &str) -> Self {
        Self::new(11).text(path.as_bytes())
    }

    pub fn read_folder(handle: &[u8]) -> Self {
        Self::new(12).text(handle)
    }

    pub fn remove(path: &str) -> Self {
        Self::new(13).text(path.as_bytes())
    }

    pub fn make_folder(path: &str) -> Self {
        Self::new(14).text(path.as_bytes()).number(0)
    }

    pub fn remove_folder(path: &str) -> Self {
        Self::new(15).text(path.as_bytes())
    }

    /// Gives a file a name that nothing bears.
    pub fn rename(from: &str, to: &str) -> Self {
        Self::new(18).text(from.as_bytes()).text(to.as_bytes())
    }

    /// Puts a file in the place of another.
    pub fn replace(from: &str, to: &str) -> Self {
        Self::new(200).text(REPLACE.as_bytes()).text(from.as_bytes()).text(to.as_bytes())
    }

    /// Asks for what is known of the disk that a path is on.
    pub fn disk(path: &str) -> Self {
        Self::new(200).text(DISK.as_bytes()).text(path.as_bytes())
    }

    /// The packet under a number.
    pub fn packet(&self, id: u32) -> Vec<u8> {
        framed(self.kind, &[&id.to_be_bytes()[..], &self.body].concat())
    }
}

/// Extensions of OpenSSH (its PROTOCOL file, section 4).
pub const REPLACE: &str = "posix-rename@openssh.com";
pub const DISK: &str = "statvfs@openssh.com";

/// Whether a disk is full, and whether it can only be read, from the answer about it.
pub fn full_or_locked(reply: &[u8]) -> Option<(bool, bool)> {
    let numbers: Vec<u64> =
        reply.chunks_exact(8).filter_map(|chunk| Some(u64::from_be_bytes(chunk.try_into().ok()?))).collect();
    let (free, files, nodes, flags) = (*numbers.get(4)?, *numbers.get(5)?, *numbers.get(7)?, *numbers.get(9)?);
    // Some disks count no nodes at all.
    Some((free == 0 || (files > 0 && nodes == 0), flags & 1 == 1))
}

fn length(length: usize) -> [u8; 4] {
    u32::try_from(length).expect("a packet holds a name and a piece of a file").to_be_bytes()
}

fn framed(kind: u8, body: &[u8]) -> Vec<u8> {
    [&length(body.len() + 1)[..], &[kind], body].concat()
}

/// Reads an answer: the number of its request, and what it says. None when it is none.
pub fn reply(packet: &[u8]) -> Option<(u32, Reply)> {
    let mut read = PacketReader(packet);
    let kind = read.byte()?;
    let id = read.number()?;
    let reply = match kind {
        101 => {
            let code = read.number()?;
            let message = read.text().map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default();
            Reply::Status { code, message }
        }
        102 => Reply::Handle(read.text()?.to_vec()),
        103 => Reply::Data(read.text()?.to_vec()),
        104 => {
            let count = read.number()?;
            let mut names = Vec::new();
            for _ in 0..count {
                let name = read.text()?.to_vec();
                read.text()?;
                names.push((name, read.attributes()?));
            }
            Reply::Names(names)
        }
        105 => Reply::Attributes(read.attributes()?),
        201 => Reply::Extended(read.0.to_vec()),
        _ => return None,
    };
    Some((id, reply))
}

/// What is left to read of a packet.
struct PacketReader<'a>(&'a [u8]);

impl<'a> PacketReader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn long(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    fn attributes(&mut self) -> Option<FileAttributes> {
        let flags = self.number()?;
        let mut attributes = FileAttributes::default();
        if flags & SIZE != 0 {
            attributes.size = self.long()?;
        }
        if flags & OWNER != 0 {
            self.take(8)?;
        }
        if flags & PERMISSIONS != 0 {
            attributes.permissions = Some(self.number()?);
        }
        if flags & TIMES != 0 {
            self.number()?;
            attributes.modified = self.number()?;
        }
        if flags & EXTENDED != 0 {
            for _ in 0..self.number()? {
                self.text()?;
                self.text()?;
            }
        }
        Some(attributes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_as_the_standard_has_them() {
        assert_eq!(hello(), [0, 0, 0, 5, 1, 0, 0, 0, 3]);
        let open = Request::open("a", OpenMode::Reading).packet(7);
        assert_eq!(open, [0, 0, 0, 18, 3, 0, 0, 0, 7, 0, 0, 0, 1, b'a', 0, 0, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn answers_are_read_and_cut_ones_are_not() {
        let status = [&[101, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 3][..], b"no!", &[0, 0, 0, 0]].concat();
        assert_eq!(reply(&status), Some((9, Reply::Status { code: NO_SUCH_FILE, message: "no!".into() })));
        let attributes = [
            &[0, 0, 0, 13][..],
            &5_u64.to_be_bytes(),
            &0o100_644_u32.to_be_bytes(),
            &1_u32.to_be_bytes(),
            &2_u32.to_be_bytes(),
        ]
        .concat();
        let names = [&[104, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, b'x', 0, 0, 0, 0][..], &attributes].concat();
        let want = FileAttributes { size: 5, permissions: Some(0o100_644), modified: 2 };
        assert_eq!(reply(&names), Some((1, Reply::Names(vec![(b"x".to_vec(), want)]))));
        assert!(want.is_file() && !want.is_folder());
        for end in 0..names.len() {
            assert_eq!(reply(&names[..end]), None, "cut at {end}");
        }
        let welcomed = [&[2, 0, 0, 0, 3, 0, 0, 0, 1, b'e', 0, 0, 0, 1, b'1'][..]].concat();
        assert_eq!(welcome(&welcomed), Some(vec!["e".to_owned()]));
        assert_eq!(welcome(&[2, 0, 0, 0, 2]), None);
        assert_eq!(full_or_locked(&[0; 88]), Some((true, false)));
    }
}
