//! Whether an output folder is fit to be published. In: how it was built, what its sources are now, now. Out: nothing, or
//! a sentence that says what is wrong and what to do. It must not know disks and hosts.

use crate::{address::BaseUrl, cache::Built, moment::Moment};

/// Refuses what no reader may see: an old site, drafts, a site that believes to stand on this machine,
/// samples and words that are yet to be replaced.
///
/// # Errors
///
/// A sentence.
pub fn check(built: &Built, sources: &[u8; 32], now: Moment, folder: &str) -> Result<(), String> {
    if built.sources != *sources {
        return Err(format!("`{folder}` is older than the content: run `noticeboard build`, and publish then"));
    }
    if built.preview().drafts {
        return Err(format!("`{folder}` was built with drafts: run `noticeboard build` without `--drafts`"));
    }
    if built.preview().future || built.now > now {
        return Err(format!(
            "`{folder}` was built with bulletins that are dated in the future: run `noticeboard build` without \
             `--future` and `--now`"
        ));
    }
    if BaseUrl::parse(&built.base).is_none_or(|base| is_local(base.host())) {
        return Err(format!(
            "`{folder}` was built for `{}`, which no reader can reach: set `base_url` in `site.yaml`, or build with \
             `--base-url https://…`",
            built.base
        ));
    }
    if let Some(first) = built.unfinished.first() {
        let more = match built.unfinished.len() {
            1 => String::new(),
            count => format!(", and {} other files are", count - 1),
        };
        return Err(format!(
            "`{first}` is not finished{more}: it is a sample, or words in it are there for you to replace. \
             `noticeboard check` says which; then run `noticeboard build`, and publish then"
        ));
    }
    Ok(())
}

/// Whether a host is this machine, wherever it is.
fn is_local(host: &str) -> bool {
    let host = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(host, _)| host);
    let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || matches!(host.as_str(), "::1" | "0.0.0.0" | "::" | "")
}

/// A sentence when the calendar has moved on since the build, so that the site shows what is no longer so.
pub fn overdue(built: &Built, now: Moment, folder: &str) -> Option<String> {
    let (words, next) = built.next.as_ref()?;
    (*next <= now)
        .then(|| format!("`{folder}` wanted to be built again at {words}: a bulletin has changed with the time since"))
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn this_machine_is_known_by_its_names() {
        for host in [
            "localhost",
            "localhost:8080",
            "watch.localhost",
            "127.0.0.1:1111",
            "[::1]:8080",
            "[::1]",
            "LOCALHOST.",
            "0.0.0.0",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in ["watch.example.org", "example.org:8080", "10.0.0.1", "localhost.example.org", "[2001:db8::1]"] {
            assert!(!is_local(host), "{host}");
        }
    }
}
