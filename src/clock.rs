//! The clock edge: what time it is, from the machine or from `SOURCE_DATE_EPOCH`, and how long things take. In: nothing.
//! Out: a [`Moment`], [`Timings`]. It must not know what the time is for.
#![expect(clippy::disallowed_methods, reason = "edge: clock and environment")]

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

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

/// How long each stage of a command took.
#[derive(Debug)]
pub struct Timings {
    started: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Starts the first stage.
    pub fn start() -> Self {
        let now = Instant::now();
        Self { started: now, last: now, stages: Vec::new() }
    }

    /// Ends a stage and starts the next.
    pub fn mark(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - self.last));
        self.last = now;
    }

    /// The time since the start, in seconds.
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// A line for each stage: milliseconds, their share, and its name.
    pub fn table(&self) -> String {
        let all = self.seconds();
        let line = |(stage, took): &(&str, Duration)| {
            let seconds = took.as_secs_f64();
            format!("{:>10.1} ms {:>5.1} %  {stage}\n", seconds * 1e3, 100.0 * seconds / all)
        };
        let mut table: String = self.stages.iter().map(line).collect();
        table.push_str(&format!("{:>10.1} ms         in all\n", all * 1e3));
        table
    }
}
