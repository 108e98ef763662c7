//! Whether an output folder is fit to be published. In: how it was built, what its sources are now, now. Out: nothing, or
//! a sentence that says what is wrong and what to do. It must not know disks and hosts.

use crate::{address::BaseUrl, cache::BuildRecord, moment::Moment};

/// Refuses what no reader may see: an old site, drafts, a site that believes to stand on this machine.
///
/// # Errors
///
/// A sentence.
pub fn check(built: &BuildRecord, sources: &[u8; 32], now: Moment, folder: &str) -> Result<(), String> {
    if built.sources != *sources {
        return Err(format!("`{folder}` is older than the content: run `noticeboard build`, and publish then"));
    }
    if built.preview().drafts {
        return Err(format!("`{folder}` was built with drafts: run `noticeboard build` without `--drafts`"));
    }
    if built.now > now {
        return Err(format!(
            "`{folder}` was built for a moment that is yet to come: run `noticeboard build` without `--now`"
        ));
    }
    if built.preview().future {
        return Err(format!(
            "`{folder}` was built with bulletins that are dated in the future: run `noticeboard build` without \
             `--future`"
        ));
    }
    if BaseUrl::parse(&built.base).is_none_or(|base| base.is_local()) {
        return Err(format!(
            "`{folder}` was built for `{}`, which no reader can reach: set `base_url` in `site.yaml`, or build with \
             `--base-url https://…`",
            built.base
        ));
    }
    Ok(())
}

/// A sentence when the calendar has moved on since the build, so that the site shows what is no longer so.
pub fn overdue(built: &BuildRecord, now: Moment, folder: &str) -> Option<String> {
    let (words, next) = built.next.as_ref()?;
    let at = if next.is_day() { "on" } else { "at" };
    (*next <= now).then(|| {
        format!("`{folder}` wanted to be built again {at} {words}: a bulletin has changed with the time since")
    })
}
