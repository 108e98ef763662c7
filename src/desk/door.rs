//! Whom the desk lets in. In: the head of a request and the secrets of this run. Out: a pass, or why there is none. It must
//! not know screens, files or connections.

use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, Method, Uri, header};

use crate::serve::host::Hosts;

/// The secrets of one run, each in hexadecimal.
pub struct AccessSecrets {
    hosts: Hosts,
    /// The name of the cookie: two desks on one machine do not take each other's.
    cookie: String,
    /// What the printed address bears.
    key: String,
    /// What the address bears that a browser is started with: other programs can read how one was started, so it opens once.
    once: Mutex<Option<String>>,
    /// What the cookie holds from the first page on.
    session: String,
    /// What every form holds besides.
    form: String,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessRefusal {
    /// It asks for another server.
    Name,
    /// A page from elsewhere asks.
    Foreign,
    /// It does not say who it is.
    Stranger,
}

/// What a request may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// It comes from a page of the desk, or is its first.
    In,
    /// It bears the key: from here on the cookie tells who it is.
    New,
}

/// Bytes that nobody can guess, in hexadecimal.
///
/// # Errors
///
/// A sentence, where the system has none.
pub fn secret() -> Result<String, String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(blake3::hash(&bytes).to_hex()[..40].to_owned())
}

/// Whether two secrets are one, in a time that does not tell how much of them is.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

impl AccessSecrets {
    /// A door with secrets of its own.
    ///
    /// # Errors
    ///
    /// As [`secret`].
    pub fn new(hosts: Hosts, port: u16) -> Result<Self, String> {
        let once = Mutex::new(Some(secret()?));
        let cookie = format!("noticeboard_desk_{port}");
        Ok(Self { hosts, cookie, key: secret()?, once, session: secret()?, form: secret()? })
    }

    /// The key of the printed address.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The key that opens once.
    pub fn key_for_once(&self) -> Option<String> {
        self.once.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What every form holds.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// The cookie that is handed out at the first page.
    pub fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.session)
    }

    /// Whether a form holds what a page of this run gave it.
    pub fn admits_form(&self, token: Option<&str>) -> bool {
        token.is_some_and(|token| same(token, &self.form))
    }

    /// Looks at the head of a request.
    ///
    /// # Errors
    ///
    /// Why it is not let in.
    pub fn admit(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        key: Option<&str>,
    ) -> Result<Pass, AccessRefusal> {
        let mut named = headers.get_all(header::HOST).iter();
        let host = named.next().and_then(|host| host.to_str().ok()).filter(|host| self.hosts.admit(host));
        let host = host.filter(|_| named.next().is_none()).ok_or(AccessRefusal::Name)?;
        if uri.authority().is_some_and(|authority| !self.hosts.admit(authority.as_str())) {
            return Err(AccessRefusal::Name);
        }
        let word = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if word("origin").is_some_and(|origin| origin != format!("http://{host}")) {
            return Err(AccessRefusal::Foreign);
        }
        // What browsers say of themselves: the first page is opened by nobody, every other by the desk.
        let site = word("sec-fetch-site").unwrap_or("same-origin");
        let shown = word("sec-fetch-dest").is_none_or(|dest| dest == "document");
        if !(site == "same-origin" || (site == "none" && *method == Method::GET && shown)) {
            let opened = *method == Method::GET && shown && key.is_some();
            if !opened {
                return Err(AccessRefusal::Foreign);
            }
        }
        if *method == Method::GET && key.is_some_and(|key| self.takes(key)) {
            return Ok(Pass::New);
        }
        if self.has_session(headers) { Ok(Pass::In) } else { Err(AccessRefusal::Stranger) }
    }

    fn takes(&self, key: &str) -> bool {
        if same(key, &self.key) {
            return true;
        }
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        let opens = once.as_ref().is_some_and(|once| same(key, once));
        if opens {
            *once = None;
        }
        opens
    }

    fn has_session(&self, headers: &HeaderMap) -> bool {
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.into_iter().any(|(name, value)| name == self.cookie && same(value, &self.session))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> AccessSecrets {
        AccessSecrets::new(Hosts::new("127.0.0.1", "127.0.0.1".parse().expect("it is an address")), 4040)
            .expect("it is made")
    }

    fn ask(
        door: &AccessSecrets,
        method: &Method,
        headers: &[(&'static str, &str)],
        key: Option<&str>,
    ) -> Result<Pass, AccessRefusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("it is a value"));
        }
        door.admit(method, &Uri::from_static("/.desk/"), &map, key)
    }

    #[test]
    fn the_key_that_a_browser_is_started_with_opens_once() {
        let door = door();
        let (once, host) = (door.key_for_once().expect("it is new"), [("host", "127.0.0.1:4040")]);
        assert_eq!(ask(&door, &Method::GET, &host, Some(&once)), Ok(Pass::New));
        assert_eq!(ask(&door, &Method::GET, &host, Some(&once)), Err(AccessRefusal::Stranger));
        assert_eq!(ask(&door, &Method::GET, &host, Some(door.key())), Ok(Pass::New));
        assert_eq!(ask(&door, &Method::POST, &host, Some(door.key())), Err(AccessRefusal::Stranger));
        assert_eq!(ask(&door, &Method::GET, &host, Some("")), Err(AccessRefusal::Stranger));
    }

    #[test]
    fn pages_from_elsewhere_and_other_names_get_nothing() {
        let door = door();
        let cookie = door.cookie();
        let cookie = cookie.split(';').next().expect("it has a value");
        let with = |name: &'static str, value: &str, method: &Method| {
            ask(&door, method, &[("host", "127.0.0.1:4040"), ("cookie", cookie), (name, value)], None)
        };
        assert_eq!(with("origin", "http://127.0.0.1:4040", &Method::POST), Ok(Pass::In));
        for origin in ["http://127.0.0.1:4041", "http://evil.example", "null", "https://127.0.0.1:4040"] {
            assert_eq!(with("origin", origin, &Method::POST), Err(AccessRefusal::Foreign), "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            assert_eq!(with("sec-fetch-site", site, &Method::GET), Err(AccessRefusal::Foreign), "{site}");
        }
        assert_eq!(with("host", "127.0.0.1:4040", &Method::GET), Err(AccessRefusal::Name));
        let other = [("host", "evil.example:4040"), ("cookie", cookie)];
        assert_eq!(ask(&door, &Method::GET, &other, None), Err(AccessRefusal::Name));
    }
}
