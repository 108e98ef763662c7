//! Keeps two publishes to one host apart. In: a host. Out: a [`HostLock`], which is held until it is let go. It must not know
//! what is done meanwhile.
//!
//! The lock is a file that its holder renews. One that is not renewed for a minute has lost its holder, and so has one
//! whose process, on this machine, is no more: a publish that was killed keeps nobody waiting for long.
#![expect(clippy::disallowed_methods, reason = "edge: processes and clock")]

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use tokio::{task::JoinHandle, time::sleep};

use super::{
    PublishListener,
    host::{FailureScope, FileBytes, Host, HostError, PutCondition},
    patience::persist,
    wanted::FileHeaders,
};

const NAME: &str = ".noticeboard/lock";
const RENEWED_EVERY: Duration = Duration::from_secs(15);
const LOST_AFTER: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Headers of files that are ours alone.
pub fn headers() -> FileHeaders {
    FileHeaders { content_type: "application/octet-stream", cache_control: "no-store".into(), encoding: None }
}

/// A lock that is held.
pub struct HostLock {
    host: Arc<dyn Host>,
    holder: String,
    lost: Arc<AtomicBool>,
    renewal: JoinHandle<()>,
}

impl HostLock {
    /// Takes the lock, and waits for whoever holds it. None when somebody wishes to stop.
    ///
    /// # Errors
    ///
    /// When the host does not do what it is asked.
    pub async fn take(host: &Arc<dyn Host>, talk: &Arc<dyn PublishListener>) -> Result<Option<Self>, HostError> {
        let holder = holder();
        let text = format!("{holder}\n0\n");
        let mut waited: Option<(Vec<u8>, Instant)> = None;
        let mut told = false;
        loop {
            if talk.stop() {
                return Ok(None);
            }
            if let Some(mark) = put(host, talk, &text, PutCondition::Absent).await? {
                return Ok(Some(Self::held(host.clone(), holder, mark)));
            }
            let Some((found, mark)) = persist(0, || talk.stop(), || host.read(NAME)).await? else { continue };
            let same = waited.as_ref().filter(|(seen, _)| *seen == found);
            let since = same.map_or_else(Instant::now, |(_, since)| *since);
            let other = String::from_utf8_lossy(&found).into_owned();
            if is_gone(&other) || since.elapsed() > LOST_AFTER {
                let when = mark.map_or(PutCondition::Always, PutCondition::Is);
                if let Some(mark) = put(host, talk, &text, when).await? {
                    return Ok(Some(Self::held(host.clone(), holder, mark)));
                }
                continue;
            }
            if !told {
                told = true;
                let machine = other.lines().next().and_then(|line| line.split(' ').next()).unwrap_or_default();
                talk.say(&format!("Another publish to this place is under way, from `{machine}`: waiting for it"));
            }
            waited = Some((found, since));
            sleep(LOOK_EVERY).await;
        }
    }

    fn held(host: Arc<dyn Host>, holder: String, mut mark: Option<String>) -> Self {
        let lost = Arc::new(AtomicBool::new(false));
        let renewal = {
            let (host, holder, lost) = (host.clone(), holder.clone(), lost.clone());
            tokio::spawn(async move {
                for count in 1_u64.. {
                    sleep(RENEWED_EVERY).await;
                    let text = format!("{holder}\n{count}\n");
                    let when = mark.clone().map_or(PutCondition::Always, PutCondition::Is);
                    match host.put(NAME, content(&text), &headers(), when).await {
                        Ok(new) => mark = new,
                        Err(fault) if fault.trouble == FailureScope::Unmet => match host.read(NAME).await {
                            // An answer was lost on its way: what stands there is ours.
                            Ok(Some((found, now))) if found.starts_with(holder.as_bytes()) => mark = now,
                            Ok(_) => return lost.store(true, Ordering::Relaxed),
                            Err(_) => {}
                        },
                        // It is tried again in a while.
                        Err(_) => {}
                    }
                }
            })
        };
        Self { host, holder, lost, renewal }
    }

    /// Whether another publish took over, since this one seemed to be gone.
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Lets it go. Should that fail, others wait a minute.
    pub async fn release(self) {
        self.renewal.abort();
        let ours = match self.host.read(NAME).await {
            Ok(Some((found, _))) => found.starts_with(self.holder.as_bytes()),
            _ => false,
        };
        if ours && !self.is_lost() {
            let _ = self.host.delete(NAME).await;
        }
    }
}

fn content(text: &str) -> FileBytes {
    FileBytes::Bytes(text.as_bytes().into())
}

/// Puts the lock in its place. None when the condition does not hold; what is ours by an attempt whose answer was lost
/// is ours.
async fn put(
    host: &Arc<dyn Host>,
    talk: &Arc<dyn PublishListener>,
    text: &str,
    when: PutCondition,
) -> Result<Option<Option<String>>, HostError> {
    let headers = headers();
    match persist(0, || talk.stop(), || host.put(NAME, content(text), &headers, when.clone())).await {
        Ok(mark) => Ok(Some(mark)),
        Err(fault) if fault.trouble == FailureScope::Unmet => {
            let found = persist(0, || talk.stop(), || host.read(NAME)).await?;
            Ok(found.filter(|(found, _)| found == text.as_bytes()).map(|(_, mark)| mark))
        }
        Err(fault) => Err(fault),
    }
}

/// Who holds the lock: the machine's name, what tells its processes from those of others, and the process.
fn holder() -> String {
    let name = fs::read_to_string("/etc/hostname").unwrap_or_default();
    let name = name.split_whitespace().next().unwrap_or("somewhere").to_owned();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    format!("{name} {} {} {now}", machine().unwrap_or_else(|| "-".into()), std::process::id())
}

/// What tells the processes of this machine, since it was started, from those of others; none where that is not known.
fn machine() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let space = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{}/{}", boot.trim(), space.display()))
}

/// Whether the holder of a lock was a process of this machine that is no more.
fn is_gone(text: &str) -> bool {
    let mut parts = text.lines().next().unwrap_or_default().split(' ').skip(1);
    let (of, process) = (parts.next(), parts.next().and_then(|number| number.parse::<u32>().ok()));
    let here = machine().is_some_and(|machine| of == Some(machine.as_str()));
    here && process
        .is_some_and(|process| process != std::process::id() && !fs::exists(format!("/proc/{process}")).unwrap_or(true))
}
