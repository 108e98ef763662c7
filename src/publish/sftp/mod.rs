//! A folder behind SSH as a host. In: names and bytes. Out: files there, each put in its place by a rename. It must not
//! know in which order things are done.

mod connection;
mod wire;

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex as Lock, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use tokio::{
    io::AsyncReadExt as _,
    sync::Mutex,
    task::{JoinSet, block_in_place},
};

use super::{
    content::LARGE,
    host::{FailureScope, FileBytes, Host, HostError, HostFuture, MarkedFile, PutCondition},
    state, target,
    wanted::{FileHeaders, HostListing, HostListingEntry},
};
use connection::{SftpConnection, answer};
use wire::{FileAttributes, OpenMode, Reply, Request};

/// A folder behind SSH.
pub struct SftpHost {
    shared: Arc<SftpState>,
}

struct SftpState {
    target: target::SftpTarget,
    connection: Mutex<Option<Arc<SftpConnection>>>,
    /// Folders that are there.
    folders: Lock<HashSet<String>>,
    count: AtomicU64,
    /// When files that are put count as changed, in seconds since 1970.
    now: AtomicU32,
}

/// So many bytes go into one packet: every server takes that.
const PIECE: u32 = 32 * 1024;
/// So many packets of a file are on their way at a time.
const AHEAD: usize = 16;
/// So many folders are listed at a time.
const FOLDERS: usize = 16;
const NEW: &str = "new-";

impl SftpHost {
    /// Takes a target; nothing is asked of it yet. `now` is in seconds since 1970.
    pub fn new(target: target::SftpTarget, now: i64) -> Self {
        // The protocol tells times in 32 bits; a clock that was set beyond them stands at their end.
        let now = u32::try_from(now.clamp(0, u32::MAX.into())).expect("it was brought into range");
        let shared = SftpState {
            target,
            connection: Mutex::default(),
            folders: Lock::default(),
            count: AtomicU64::new(0),
            now: AtomicU32::new(now),
        };
        Self { shared: Arc::new(shared) }
    }
}

impl SftpState {
    fn path(&self, name: &str) -> String {
        let root = self.target.path.trim_end_matches('/');
        match (root, name) {
            ("", "") => {
                if self.target.path.is_empty() {
                    ".".into()
                } else {
                    "/".into()
                }
            }
            ("", name) if self.target.path.is_empty() => name.to_owned(),
            (root, "") => root.to_owned(),
            (root, name) => format!("{root}/{name}"),
        }
    }

    /// The connection, or a new one in the place of one that was lost.
    async fn connect(&self) -> Result<Arc<SftpConnection>, HostError> {
        let mut held = self.connection.lock().await;
        if let Some(connection) = held.as_ref().filter(|connection| connection.is_open()) {
            return Ok(connection.clone());
        }
        let connection = Arc::new(block_in_place(|| SftpConnection::open(&self.target))?);
        *held = Some(connection.clone());
        Ok(connection)
    }

    async fn ask(&self, request: &Request) -> Result<Reply, HostError> {
        self.connect().await?.ask(request).await
    }

    /// A refusal in words of ours.
    async fn fault(&self, reply: Reply) -> HostError {
        let target::SftpTarget { host, path, .. } = &self.target;
        let Reply::Status { code, message } = reply else {
            return HostError::new(FailureScope::Passing, format!("`{host}` gave an answer that makes no sense"));
        };
        if code == wire::PERMISSION_DENIED {
            return HostError::new(FailureScope::Fatal, format!("`{host}` does not allow this in `{path}`"));
        }
        if code == wire::NO_SUCH_FILE {
            return HostError::new(FailureScope::Lasting, "it is not there");
        }
        // The standard has one word for all else: the disk says more. The folder may not be there yet.
        let root = self.path("");
        let above = root.rsplit_once('/').map_or(".", |(above, _)| if above.is_empty() { "/" } else { above });
        for folder in [root.as_str(), above] {
            let Ok(Reply::Extended(disk)) = self.ask(&Request::disk(folder)).await else { continue };
            let (full, locked) = wire::full_or_locked(&disk).unwrap_or_default();
            if locked {
                let sentence = format!("`{path}` at `{host}` is on a disk that can only be read");
                return HostError::new(FailureScope::Fatal, sentence);
            }
            if full {
                return HostError::new(FailureScope::Fatal, format!("the disk of `{path}` at `{host}` is full"));
            }
        }
        let message: String = message.chars().filter(|c| !c.is_control()).take(200).collect();
        HostError::new(FailureScope::Lasting, format!("`{host}` refused it: {message}"))
    }

    /// An answer that has to be "it is done".
    async fn done(&self, reply: Reply) -> Result<(), HostError> {
        match reply {
            Reply::Status { code: wire::OK, .. } => Ok(()),
            reply => Err(self.fault(reply).await),
        }
    }

    async fn handle(
        &self,
        connection: &SftpConnection,
        request: &Request,
    ) -> Result<Result<Vec<u8>, Reply>, HostError> {
        Ok(match connection.ask(request).await? {
            Reply::Handle(handle) => Ok(handle),
            reply => Err(reply),
        })
    }

    /// The entries of a folder; none when it is not there.
    async fn folder(&self, path: &str) -> Result<Vec<(Vec<u8>, FileAttributes)>, HostError> {
        let connection = self.connect().await?;
        let handle = match self.handle(&connection, &Request::open_folder(path)).await? {
            Ok(handle) => handle,
            Err(Reply::Status { code: wire::NO_SUCH_FILE, .. }) => return Ok(Vec::new()),
            Err(reply) => return Err(self.fault(reply).await),
        };
        let mut entries = Vec::new();
        loop {
            match connection.ask(&Request::read_folder(&handle)).await? {
                Reply::Names(names) => entries.extend(names),
                Reply::Status { code: wire::EOF, .. } => break,
                reply => return Err(self.fault(reply).await),
            }
        }
        // Whether that works matters to nobody.
        drop(connection.send(&Request::close(&handle)));
        entries.retain(|(name, _)| name != b"." && name != b"..");
        Ok(entries)
    }

    /// Makes the folder that a file lies in, and those above it as far as the target.
    async fn make_folder(&self, name: &str) -> Result<(), HostError> {
        let folders = name.match_indices('/').map(|(at, _)| &name[..at]);
        for folder in std::iter::once("").chain(folders) {
            if self.folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
                continue;
            }
            let path = self.path(folder);
            match self.ask(&Request::make_folder(&path)).await? {
                Reply::Status { code: wire::OK, .. } => {}
                Reply::Status { code: wire::NO_SUCH_FILE, .. } if folder.is_empty() => {
                    let target::SftpTarget { host, path, .. } = &self.target;
                    let sentence = format!("there is no folder at `{host}` to make `{path}` in");
                    return Err(HostError::new(FailureScope::Fatal, sentence));
                }
                // It says nothing else where a folder is there already.
                reply => match self.ask(&Request::look(&path)).await? {
                    Reply::Attributes(there) if there.is_folder() || !there.is_file() => {}
                    _ => return Err(self.fault(reply).await),
                },
            }
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        Ok(())
    }

    /// Writes an open file, and closes it. Tells how much was written.
    async fn fill(
        &self,
        connection: &SftpConnection,
        handle: &[u8],
        content: &FileBytes,
        modified: u32,
    ) -> Result<u64, HostError> {
        let mut at = 0;
        let mut on_their_way = std::collections::VecDeque::new();
        let mut file = match content {
            FileBytes::Bytes(_) => None,
            FileBytes::File { path, .. } => {
                let file = tokio::fs::File::open(path).await;
                let unreadable = |error| {
                    HostError::new(FailureScope::Lasting, format!("`{}` cannot be read: {error}", path.display()))
                };
                Some(file.map_err(unreadable)?)
            }
        };
        loop {
            let mut piece = Vec::new();
            match (content, &mut file) {
                (_, Some(file)) => {
                    let read = file.take(PIECE.into()).read_to_end(&mut piece).await;
                    read.map_err(|error| HostError::new(FailureScope::Lasting, error.to_string()))?;
                }
                (FileBytes::Bytes(bytes), None) => {
                    let from = usize::try_from(at).expect("what was sent of these bytes is in memory");
                    piece.extend_from_slice(&bytes[from..(from + PIECE as usize).min(bytes.len())]);
                }
                (FileBytes::File { .. }, None) => {}
            }
            if piece.is_empty() {
                break;
            }
            on_their_way.push_back(connection.send(&Request::write(handle, at, &piece)));
            at += piece.len() as u64;
            if on_their_way.len() >= AHEAD
                && let Some(first) = on_their_way.pop_front()
            {
                self.done(answer(first).await?).await?;
            }
        }
        on_their_way.push_back(connection.send(&Request::date(handle, modified)));
        on_their_way.push_back(connection.send(&Request::close(handle)));
        for answered in on_their_way {
            self.done(answer(answered).await?).await?;
        }
        Ok(at)
    }

    async fn put(&self, name: &str, content: &FileBytes, when: &PutCondition) -> Result<Option<String>, HostError> {
        let modified = self.now.load(Ordering::Relaxed);
        let path = self.path(name);
        if let PutCondition::Is(wanted) = when {
            match self.ask(&Request::look(&path)).await? {
                Reply::Attributes(there) if mark(&there) == *wanted => {}
                _ => return Err(HostError::new(FailureScope::Unmet, "somebody else changed it")),
            }
        }
        self.make_folder(name).await?;
        let connection = self.connect().await?;
        if *when == PutCondition::Absent {
            return match self.handle(&connection, &Request::open(&path, OpenMode::Making)).await? {
                Ok(handle) => {
                    let size = self.fill(&connection, &handle, content, modified).await?;
                    Ok(Some(mark(&FileAttributes { size, permissions: None, modified })))
                }
                Err(reply) => match self.ask(&Request::look(&path)).await? {
                    Reply::Attributes(_) => Err(HostError::new(FailureScope::Unmet, "it is there already")),
                    _ => Err(self.fault(reply).await),
                },
            };
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let new_name = format!("{}{NEW}{}-{number}", state::FOLDER, std::process::id());
        let new = self.path(&new_name);
        self.make_folder(&new_name).await?;
        let opened = self.handle(&connection, &Request::open(&new, OpenMode::Writing)).await?;
        let handle = match opened {
            Ok(handle) => handle,
            Err(reply) => return Err(self.fault(reply).await),
        };
        let size = match self.fill(&connection, &handle, content, modified).await {
            Ok(size) => size,
            Err(fault) => {
                drop(connection.send(&Request::close(&handle)));
                drop(connection.send(&Request::remove(&new)));
                return Err(fault);
            }
        };
        let replaces = connection.extensions.iter().any(|extension| extension == wire::REPLACE);
        let moved = if replaces {
            connection.ask(&Request::replace(&new, &path)).await?
        } else {
            // Such a server cannot replace a file at once.
            connection.ask(&Request::remove(&path)).await?;
            connection.ask(&Request::rename(&new, &path)).await?
        };
        if let Err(fault) = self.done(moved).await {
            drop(connection.send(&Request::remove(&new)));
            // A folder may have been taken away since.
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
            let passing = if fault.sentence == "it is not there" { FailureScope::Passing } else { fault.trouble };
            return Err(HostError::new(passing, fault.sentence));
        }
        Ok(Some(mark(&FileAttributes { size, permissions: None, modified })))
    }

    async fn read(&self, name: &str, most: u64) -> Result<Option<(Vec<u8>, FileAttributes)>, HostError> {
        let connection = self.connect().await?;
        let handle = match self.handle(&connection, &Request::open(&self.path(name), OpenMode::Reading)).await? {
            Ok(handle) => handle,
            Err(Reply::Status { code: wire::NO_SUCH_FILE, .. }) => return Ok(None),
            Err(reply) => return Err(self.fault(reply).await),
        };
        let attributes = match connection.ask(&Request::look_at(&handle)).await? {
            Reply::Attributes(attributes) => attributes,
            reply => return Err(self.fault(reply).await),
        };
        let mut bytes = Vec::new();
        loop {
            let piece = PIECE;
            match connection.ask(&Request::read(&handle, bytes.len() as u64, piece)).await? {
                Reply::Data(data) if data.is_empty() => break,
                Reply::Data(data) => bytes.extend(data),
                Reply::Status { code: wire::EOF, .. } => break,
                reply => return Err(self.fault(reply).await),
            }
            if bytes.len() as u64 > most {
                break;
            }
        }
        drop(connection.send(&Request::close(&handle)));
        Ok(Some((bytes, attributes)))
    }

    async fn delete(&self, name: &str) -> Result<(), HostError> {
        match self.ask(&Request::remove(&self.path(name))).await? {
            Reply::Status { code: wire::OK | wire::NO_SUCH_FILE, .. } => {}
            reply => return Err(self.fault(reply).await),
        }
        let mut folder = name;
        while let Some((above, _)) = folder.rsplit_once('/') {
            match self.ask(&Request::remove_folder(&self.path(above))).await? {
                Reply::Status { code: wire::OK, .. } => {
                    self.folders.lock().unwrap_or_else(PoisonError::into_inner).remove(above);
                }
                // Something is in it.
                _ => break,
            }
            folder = above;
        }
        Ok(())
    }
}

impl Host for SftpHost {
    fn list(&self) -> HostFuture<'_, HostListing> {
        Box::pin(async {
            let mut listing = HostListing::new();
            let mut ahead = vec![String::new()];
            let mut tasks = JoinSet::new();
            loop {
                while tasks.len() < FOLDERS
                    && let Some(folder) = ahead.pop()
                {
                    let shared = self.shared.clone();
                    tasks.spawn(async move {
                        let entries = shared.folder(&shared.path(&folder)).await?;
                        Ok::<_, HostError>((folder, entries))
                    });
                }
                let Some(task) = tasks.join_next().await else { return Ok(listing) };
                let (folder, entries) =
                    task.map_err(|error| HostError::new(FailureScope::Fatal, error.to_string()))??;
                for (name, attributes) in entries {
                    // A name that is no text is none of ours.
                    let Ok(name) = String::from_utf8(name) else { continue };
                    let whole = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                    if attributes.is_folder() {
                        if whole != state::FOLDER.trim_end_matches('/') {
                            ahead.push(whole);
                        }
                    } else {
                        listing
                            .insert(whole, HostListingEntry { size: attributes.size, mark: Some(mark(&attributes)) });
                    }
                }
            }
        })
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        Box::pin(async move {
            let found = self.shared.read(name, u64::MAX).await?;
            Ok(found.map(|(bytes, attributes)| (bytes, Some(mark(&attributes)))))
        })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        _: &'a FileHeaders,
        when: PutCondition,
    ) -> HostFuture<'a, Option<String>> {
        Box::pin(async move { self.shared.put(name, &content, &when).await })
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        Box::pin(async move { self.shared.delete(name).await })
    }

    fn holds<'a>(
        &'a self,
        name: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        _: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        Box::pin(async move {
            let FileBytes::Bytes(bytes) = content else { return Ok(false) };
            if seen.size != bytes.len() as u64 {
                return Ok(false);
            }
            let there = self.shared.read(name, LARGE).await?;
            Ok(there.is_some_and(|(there, _)| *there == *bytes))
        })
    }

    fn at_once(&self) -> usize {
        32
    }

    fn finish(&self) -> HostFuture<'_, ()> {
        Box::pin(async {
            // What a publish left that was killed.
            let folder = state::FOLDER.trim_end_matches('/');
            for (name, _) in self.shared.folder(&self.shared.path(folder)).await? {
                if name.starts_with(NEW.as_bytes())
                    && let Ok(name) = String::from_utf8(name)
                {
                    self.shared.delete(&format!("{}{name}", state::FOLDER)).await?;
                }
            }
            Ok(())
        })
    }
}

fn mark(attributes: &FileAttributes) -> String {
    format!("{}-{}", attributes.size, attributes.modified)
}
