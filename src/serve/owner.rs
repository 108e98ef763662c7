//! Whose program is at the other end of a connection of this machine. In: both ends of it, and what the system says of its
//! connections. Out: whether it may go on. Where the system does not say, it may. It must not know what is asked.
#![expect(clippy::disallowed_methods, reason = "edge: what the system says of connections")]

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Who may connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callers {
    Any,
    /// Programs of the user whose this one is, and of the administrator, who can read everything anyway.
    SameUser,
}

/// What the system says of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ConnectionOwner {
    User(u32),
    /// It is over at the other end already.
    Over,
}

const ROOT: u32 = 0;

impl Callers {
    /// Whether a connection from one end to the other, at which this program listens, may go on. Browsers do not tell the
    /// ports of a machine apart when they send a cookie, so a server of another user at another port can learn it.
    pub fn admit(self, from: SocketAddr, at: SocketAddr) -> bool {
        let Some(own) = (match self {
            Self::Any => None,
            Self::SameUser => own_user().filter(|own| *own != ROOT),
        }) else {
            return true;
        };
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|name| std::fs::read_to_string(name).unwrap_or_default());
        // A system that does not tell of this very port does not tell of the others either.
        if !tables.iter().any(|table| lines(table).any(|line| line.local == at && line.state == LISTENS)) {
            return true;
        }
        let owner = tables.iter().find_map(|table| owner(table, from, at));
        matches!(owner, Some(ConnectionOwner::User(user)) if user == own || user == ROOT)
    }
}

/// The user whose this program is, where the system says that.
#[cfg(target_os = "linux")]
fn own_user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").ok().map(|own| own.uid())
}

#[cfg(not(target_os = "linux"))]
fn own_user() -> Option<u32> {
    None
}

/// A line of a table of connections (`proc_pid_net(5)`).
struct ConnectionLine {
    local: SocketAddr,
    remote: SocketAddr,
    state: u8,
    user: u32,
}

const ESTABLISHED: u8 = 1;
const LISTENS: u8 = 10;

fn lines(table: &str) -> impl Iterator<Item = ConnectionLine> {
    table.lines().skip(1).filter_map(|line| {
        let mut parts = line.split_ascii_whitespace().skip(1);
        let (local, remote) = (end(parts.next()?)?, end(parts.next()?)?);
        let state = u8::from_str_radix(parts.next()?, 16).ok()?;
        Some(ConnectionLine { local, remote, state, user: parts.nth(3)?.parse().ok()? })
    })
}

/// `0100007F:0FC8`: an address in words of four bytes as the machine has them in memory, and a port.
fn end(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    // The last four bytes: those of IPv4, also where they stand behind others as IPv6 has them.
    let word = address.get(address.len().checked_sub(8)?..)?;
    let ip = Ipv4Addr::from(u32::from_str_radix(word, 16).ok()?.to_ne_bytes());
    Some(SocketAddr::new(IpAddr::V4(ip), port))
}

fn owner(table: &str, from: SocketAddr, at: SocketAddr) -> Option<ConnectionOwner> {
    let line = lines(table).find(|line| line.local == from && line.remote == at)?;
    Some(if line.state == ESTABLISHED { ConnectionOwner::User(line.user) } else { ConnectionOwner::Over })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Port 4040 is 0FC8; the second table is of a program that speaks IPv6.
    const TABLE: &str =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0FC8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:9C40 0100007F:0FC8 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0 20 4 30 10 -1
   2: 0100007F:9C41 0100007F:0FC8 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0 20 4 30 10 -1
   3: 0100007F:9C42 0100007F:0FC8 06 00000000:00000000 03:00000a32 00000000     0        0 0 3 0
";
    const TABLE6: &str = "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:9C43 0000000000000000FFFF00000100007F:0FC8 01 00000000:00000000 00:00000000 00000000  1002        0 4 1 0 20 4 30 10 -1
";

    #[test]
    #[cfg(target_endian = "little")]
    fn the_system_says_whose_a_connection_is() {
        let here = |port: u16| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        let of = |table: &str, port: u16| owner(table, here(port), here(4040));
        assert_eq!(of(TABLE, 40_000), Some(ConnectionOwner::User(1000)));
        assert_eq!(of(TABLE, 40_001), Some(ConnectionOwner::User(1001)));
        assert_eq!(of(TABLE, 40_002), Some(ConnectionOwner::Over));
        assert_eq!(of(TABLE, 40_004), None);
        assert_eq!(of(TABLE6, 40_003), Some(ConnectionOwner::User(1002)));
        assert!(lines(TABLE).any(|line| line.local == here(4040) && line.state == LISTENS));
        assert_eq!(lines("header\nnonsense\n\n 1: x:y z\n").count(), 0);
    }
}
