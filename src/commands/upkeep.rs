//! When a site wants to be built again, and what a timetable starts for that. In: the last build, now, the options. Out: a
//! reason, a job. It must not know how a site is built.

use std::{env, path::PathBuf};

use super::{CommandRefusal, Global, output};
use crate::{cache::BuildRecord, moment::Moment, timetable::Job};

/// Why the site wants to be built now; none when it does not.
pub fn due(built: Option<&BuildRecord>, now: Moment) -> Option<String> {
    let Some(built) = built else { return Some("it has not been built yet".into()) };
    let (words, next) = built.next.as_ref()?;
    let at = if next.is_day() { "on" } else { "at" };
    (*next <= now).then(|| format!("something in it changed {at} {words}"))
}

/// What a timetable starts to keep this site, and publish it to `target` where one is named.
pub fn job(global: &Global, target: Option<&str>) -> Result<Job, CommandRefusal> {
    let folder = output::whole(&global.root);
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Job {
        program: program()?.display().to_string(),
        folder: folder.display().to_string(),
        target: target.map(from_anywhere),
        name: format!("noticeboard-{}", crate::address::slug(&name)).trim_end_matches('-').to_owned(),
    })
}

/// A target as it is written from any folder: one that is a folder by its whole path.
fn from_anywhere(target: &str) -> String {
    #[cfg(feature = "publish")]
    if let Ok(crate::publish::target::Target::Folder(path)) = crate::publish::target::Target::parse(target) {
        return output::whole(&path).display().to_string();
    }
    target.to_owned()
}

pub fn program() -> Result<PathBuf, CommandRefusal> {
    env::current_exe().map_err(|error| CommandRefusal::Failed(format!("this program cannot find itself: {error}")))
}
