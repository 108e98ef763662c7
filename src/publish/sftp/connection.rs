//! A connection to an SFTP server, through the `ssh` program of this machine, with its keys, its agent and its settings.
//! In: requests. Out: answers, many at a time. It must not know what they are for.
#![expect(clippy::disallowed_methods, reason = "edge: processes")]

use std::{
    collections::HashMap,
    io::{self, Read, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread,
};

use tokio::sync::oneshot;

use super::wire::{self, Reply, Request};
use crate::publish::{
    host::{FailureScope, HostError},
    target,
};

/// A connection; it ends when nobody holds it any more.
pub struct SftpConnection {
    shared: Arc<ConnectionState>,
    outgoing: mpsc::Sender<Vec<u8>>,
    next: AtomicU32,
    pub extensions: Vec<String>,
    child: Mutex<Child>,
}

/// What the threads of a connection share.
struct ConnectionState {
    /// Who waits for an answer; none once the connection is lost.
    waiting: Mutex<Option<HashMap<u32, oneshot::Sender<Reply>>>>,
    /// The last words of `ssh`.
    said: Mutex<String>,
}

/// So many of its last bytes are kept of what `ssh` says.
const SAID: usize = 4_096;

impl SftpConnection {
    /// Connects. It waits for the server, so it belongs on a thread that may wait.
    ///
    /// # Errors
    ///
    /// When `ssh` is missing, or the server is, or does not let us in.
    pub fn open(target: &target::SftpTarget) -> Result<Self, HostError> {
        let target::SftpTarget { user, host, port, path: _ } = target;
        let mut command = Command::new("ssh");
        // Nobody is there to answer a question, and an unknown key is never taken.
        for option in [
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "ConnectTimeout=15",
            "ServerAliveInterval=15",
            "ServerAliveCountMax=2",
            "LogLevel=ERROR",
        ] {
            command.args(["-o", option]);
        }
        if let Some(port) = port {
            command.args(["-p", &port.to_string()]);
        }
        if let Some(user) = user {
            command.args(["-l", user]);
        }
        command.args(["-s", "--", host, "sftp"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| missing(&error))?;
        let (Some(stdin), Some(mut stdout), Some(mut stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(HostError::new(FailureScope::Fatal, "`ssh` cannot be spoken with"));
        };
        let shared = Arc::new(ConnectionState { waiting: Mutex::new(Some(HashMap::new())), said: Mutex::default() });
        let listening = {
            let shared = shared.clone();
            thread::spawn(move || listen(&mut stderr, &shared))
        };
        let lost = |child: &mut Child| {
            let _ = child.kill();
            let _ = child.wait();
        };
        let (outgoing, queue) = mpsc::channel();
        // Should this fail, so does the next read.
        let _ = outgoing.send(wire::hello());
        thread::spawn(move || send(stdin, &queue));
        let extensions = packet(&mut stdout).ok().flatten().and_then(|packet| wire::welcome(&packet));
        let Some(extensions) = extensions else {
            lost(&mut child);
            let _ = listening.join();
            let said = shared.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
            return Err(refused(target, &said));
        };
        {
            let shared = shared.clone();
            thread::spawn(move || receive(stdout, &shared));
        }
        Ok(Self { shared, outgoing, next: AtomicU32::new(0), extensions, child: Mutex::new(child) })
    }

    /// Whether it can still be used.
    pub fn is_open(&self) -> bool {
        self.shared.waiting.lock().is_ok_and(|waiting| waiting.is_some())
    }

    /// Sends a request; the answer is waited for afterwards, so that several can be on their way.
    pub fn send(&self, request: &Request) -> oneshot::Receiver<Reply> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        if let Some(waiting) = self.shared.waiting.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            waiting.insert(id, answer);
            // Where the connection is lost, so is the answer.
            let _ = self.outgoing.send(request.packet(id));
        }
        answered
    }

    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    ///
    /// When the connection is lost.
    pub async fn ask(&self, request: &Request) -> Result<Reply, HostError> {
        answer(self.send(request)).await
    }
}

/// Waits for an answer.
///
/// # Errors
///
/// When the connection is lost.
pub async fn answer(answered: oneshot::Receiver<Reply>) -> Result<Reply, HostError> {
    answered.await.map_err(|_| HostError::new(FailureScope::Passing, "the connection was lost"))
}

impl Drop for SftpConnection {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn send(mut stdin: ChildStdin, queue: &mpsc::Receiver<Vec<u8>>) {
    while let Ok(packet) = queue.recv() {
        if stdin.write_all(&packet).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

fn receive(mut stdout: ChildStdout, shared: &ConnectionState) {
    while let Ok(Some(packet)) = packet(&mut stdout) {
        let Some((id, reply)) = wire::reply(&packet) else { break };
        let mut waiting = shared.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = waiting.as_mut().and_then(|waiting| waiting.remove(&id)) {
            // Who gave up waiting needs no answer.
            let _ = answer.send(reply);
        }
    }
    *shared.waiting.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn listen(stderr: &mut impl Read, shared: &ConnectionState) {
    let mut bytes = [0; 1_024];
    while let Ok(count @ 1..) = stderr.read(&mut bytes) {
        let mut said = shared.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        let from = said.ceil_char_boundary(said.len().saturating_sub(SAID));
        said.drain(..from);
    }
}

/// Reads a packet without its length; none at the end.
fn packet(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_be_bytes(length);
    if length > wire::LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut packet = vec![0; usize::try_from(length).unwrap_or(0)];
    from.read_exact(&mut packet)?;
    Ok(Some(packet))
}

fn missing(error: &io::Error) -> HostError {
    let sentence = if error.kind() == io::ErrorKind::NotFound {
        "`sftp://` needs the program `ssh`, and it is not installed: install OpenSSH".to_owned()
    } else {
        format!("`ssh` cannot be started: {error}")
    };
    HostError::new(FailureScope::Fatal, sentence)
}

/// Why `ssh` ended, by what it said.
fn refused(target: &target::SftpTarget, said: &str) -> HostError {
    let target::SftpTarget { user, host, port, path: _ } = target;
    let whom = user.as_ref().map_or_else(|| "you".to_owned(), |user| format!("`{user}`"));
    let by_hand = match (user, port) {
        (Some(user), Some(port)) => format!("ssh -p {port} {user}@{host}"),
        (Some(user), None) => format!("ssh {user}@{host}"),
        (None, Some(port)) => format!("ssh -p {port} {host}"),
        (None, None) => format!("ssh {host}"),
    };
    let has = |text: &str| said.contains(text);
    let (trouble, sentence) = if has("IDENTIFICATION HAS CHANGED") {
        let sentence = format!(
            "`{host}` shows another key than before: it may be another machine. Ask whoever runs it, and nothing is sent until its line in `known_hosts` is right"
        );
        (FailureScope::Fatal, sentence)
    } else if has("Host key verification failed") || has("host key is known for") {
        let sentence = format!(
            "the key of `{host}` is not known here, and an unknown one is not taken: compare it with what its owner says, by connecting once with `{by_hand}`"
        );
        (FailureScope::Fatal, sentence)
    } else if has("Permission denied") || has("Too many authentication failures") {
        (
            FailureScope::Fatal,
            format!(
                "`{host}` does not let {whom} in with the keys that `ssh` has: try `{by_hand}`. If that asks for a password, \
                 give it your key once, with `{}`",
                by_hand.replacen("ssh", "ssh-copy-id", 1)
            ),
        )
    } else if has("Could not resolve") || has("Name or service not known") {
        (FailureScope::Fatal, format!("there is no host `{host}`"))
    } else if has("subsystem request failed") {
        (FailureScope::Fatal, format!("`{host}` has no SFTP"))
    } else if has("refused") {
        (FailureScope::Passing, format!("`{host}` takes no connections at that port"))
    } else {
        (FailureScope::Passing, format!("`{host}` does not answer: try `{by_hand}`"))
    };
    HostError::new(trouble, sentence)
}
