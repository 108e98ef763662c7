//! The clock edge: what time it is, from the machine or from `SOURCE_DATE_EPOCH`. In: nothing. Out: a [`Moment`].
//! It must not know what the time is for.
#![expect(clippy::disallowed_methods, reason = "edge: clock and environment")]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::moment::Moment;

/// Now: `SOURCE_DATE_EPOCH` (seconds since 1970, as reproducible-builds.org has it) when it is set, else the clock's.
///
/// # Errors
///
/// A sentence, when the variable or the clock holds no moment between 1900 and 2199.
pub fn now() -> Result<Moment, String> {
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let moment = text.trim().parse().ok().and_then(Moment::from_second);
        return moment.ok_or_else(|| format!("SOURCE_DATE_EPOCH is no number of seconds since 1970: `{text}`"));
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default();
    let moment = i64::try_from(since).ok().and_then(Moment::from_second);
    moment.ok_or_else(|| "the clock of this machine is wrong: set it, or give `--now`".to_owned())
}
