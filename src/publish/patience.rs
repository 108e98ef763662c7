//! Tries again what may go better in a moment, with growing pauses and a limit. In: something to do. Out: its result, or
//! the last fault. It must not know what is done.

use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

use tokio::time::{sleep, timeout};

use super::host::{FailureScope, HostError, HostFuture};

/// How often a thing is tried. With one in five attempts failing, one in ten million things fails for good.
const ATTEMPTS: u32 = 10;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long an attempt may take, and how much longer for every MiB.
const LIMIT: Duration = Duration::from_secs(30);
const SECONDS_PER_MIB: u64 = 16;

/// Does a thing that moves `size` bytes until it is done, until it is clear that it cannot be, or until somebody wishes
/// to stop.
///
/// # Errors
///
/// The last fault.
pub async fn persist<'a, T>(
    size: u64,
    stop: impl Fn() -> bool,
    mut attempt: impl FnMut() -> HostFuture<'a, T>,
) -> Result<T, HostError> {
    let limit = limit(size);
    let mut number = 0;
    loop {
        let slow = || HostError::new(FailureScope::Passing, format!("no answer within {} seconds", limit.as_secs()));
        let done = timeout(limit, attempt()).await.unwrap_or_else(|_| Err(slow()));
        number += 1;
        match done {
            Err(fault) if fault.trouble == FailureScope::Passing && number < ATTEMPTS && !stop() => {
                sleep(pause(number)).await;
            }
            done => return done,
        }
    }
}

/// How long an attempt to move so many bytes may take.
pub fn limit(size: u64) -> Duration {
    LIMIT + Duration::from_secs(SECONDS_PER_MIB * (size / (1024 * 1024)))
}

/// The pause after so many attempts: twice as long each time, and between half and the whole of that, lest all come back
/// together.
fn pause(number: u32) -> Duration {
    let whole = FIRST_PAUSE.saturating_mul(1 << (number - 1).min(16)).min(LONGEST_PAUSE);
    // A new state is seeded by chance.
    let chance = RandomState::new().hash_one(number) % 1024;
    whole / 2 + whole.mul_f64(f64::from(u32::try_from(chance).unwrap_or(0)) / 2048.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        for number in 1..ATTEMPTS {
            let whole = FIRST_PAUSE.saturating_mul(1 << (number - 1)).min(LONGEST_PAUSE);
            let pause = pause(number);
            assert!(whole / 2 <= pause && pause <= whole, "{number}: {pause:?}");
        }
    }
}
