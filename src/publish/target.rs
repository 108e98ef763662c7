//! Where a site is published to, as people write it. In: a text. Out: a [`Target`]. It must not know how a host is spoken to.

use std::path::PathBuf;

/// A place that holds a published site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Folder(PathBuf),
    Store(StoreTarget),
    Sftp(SftpTarget),
    Git(GitTarget),
}

/// An object store, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreTarget {
    pub service: Service,
    pub bucket: String,
    /// What all names begin with; empty, or with a slash at its end.
    pub prefix: String,
}

/// Whose language a store speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    S3,
    Google,
    Azure,
}

/// A folder behind SSH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SftpTarget {
    pub user: Option<String>,
    pub host: String,
    pub port: Option<u16>,
    /// Below the user's folder, unless it begins with a slash.
    pub path: String,
}

/// A branch of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitTarget {
    /// As `git` takes it.
    pub remote: String,
    pub branch: String,
}

impl Target {
    /// The place as people know it, without a user.
    pub fn place(&self) -> String {
        match self {
            Self::Folder(path) => format!("`{}`", path.display()),
            Self::Store(store) => format!("the bucket `{}`", store.bucket),
            Self::Sftp(sftp) => format!("`{}`", sftp.host),
            Self::Git(git) => format!("the branch `{}`", git.branch),
        }
    }

    /// Reads a target.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("git+") {
            return git(rest).map(Self::Git);
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text {
                "" => Err("the target is empty".into()),
                _ => mistaken(text).map_or_else(|| Ok(Self::Folder(text.into())), Err),
            };
        };
        let service = match scheme {
            "s3" => Service::S3,
            "gs" => Service::Google,
            "az" => Service::Azure,
            "sftp" => return sftp(rest).map(Self::Sftp),
            "file" => return Ok(Self::Folder(rest.strip_prefix("localhost").unwrap_or(rest).into())),
            _ => {
                return Err(mistaken_scheme(text, scheme, rest).unwrap_or_else(|| {
                    format!(
                        "`{scheme}://` is no place to publish to: it takes a folder, `s3://bucket/folder`, \
                         `sftp://user@host/folder`, `git+https://…#branch` or `git+ssh://…#branch`"
                    )
                }));
            }
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() || bucket.contains(['@', ':', '?', '#']) {
            return Err(format!(
                "`{scheme}://` is followed by the name of a bucket, as in `{scheme}://watch.example.org`"
            ));
        }
        let prefix = folders(prefix).ok_or_else(|| format!("the folder in `{bucket}` cannot hold `.` or `..`"))?;
        Ok(Self::Store(StoreTarget { service, bucket: bucket.to_owned(), prefix }))
    }
}

/// What to say where somebody means `target` and writes `text`.
fn is_written(text: &str, target: &str) -> String {
    format!("`{text}` is no place to publish to: it is written `{target}`")
}

/// The address of a repository with the branch of the pages, unless it names another.
fn with_branch(remote: &str) -> String {
    let branch = if remote.contains('#') { "" } else { "#gh-pages" };
    format!("git+{remote}{branch}")
}

/// Says of an address of another program how the place that it names is written.
fn mistaken_scheme(text: &str, scheme: &str, rest: &str) -> Option<String> {
    let lower = scheme.to_ascii_lowercase();
    let at_host = rest.rsplit_once('@').map_or(rest, |(_, host)| host).to_ascii_lowercase();
    let is_repository = rest.split(['#', '?']).next().is_some_and(|path| path.trim_end_matches('/').ends_with(".git"))
        || rest.starts_with("git@")
        || ["github.com/", "gitlab.com/", "codeberg.org/"].iter().any(|host| at_host.starts_with(host));
    let target = match lower.as_str() {
        "s3" | "gs" | "az" | "sftp" | "file" if lower != scheme => format!("{lower}://{rest}"),
        "http" | "https" | "ssh" if is_repository => with_branch(&format!("{lower}://{rest}")),
        "git" => with_branch(&format!("https://{rest}")),
        "ssh" | "scp" => format!("sftp://{rest}"),
        _ => return None,
    };
    Some(is_written(text, &target))
}

/// Says of what is hardly meant as a folder of this machine how it is written.
fn mistaken(text: &str) -> Option<String> {
    let says = |target: String| is_written(text, &target);
    let Some((before, after)) = text.split_once(':') else {
        // A user at a host, and no folder there.
        let is_user = !text.contains(['/', '\\']) && text.trim_matches('@').contains('@');
        return is_user.then(|| says(format!("sftp://{text}/~/www")));
    };
    if before.len() < 2 || before.contains(['/', '\\']) {
        return None;
    }
    let path = after.trim_start_matches('/');
    Some(match before {
        "s3" | "gs" | "az" => says(format!("{before}://{path}")),
        "sftp" | "ssh" | "scp" => says(format!("sftp://{path}")),
        "file" => says(format!("./{path}")),
        "http" | "https" | "git" => says(with_branch(&format!("https://{path}"))),
        host if host.starts_with("git@") || after.split('#').next().is_some_and(|path| path.ends_with(".git")) => {
            says(with_branch(&format!("ssh://{host}/{path}")))
        }
        // As `scp` and `rsync` have it: below the user's own folder, unless it begins with a slash.
        host if after.starts_with('/') => says(format!("sftp://{host}{after}")),
        host => says(format!("sftp://{host}/~/{}", after.trim_start_matches(':').trim_start_matches("~/"))),
    })
}

/// A path with a slash at its end, empty for none; nothing where it leads up.
fn folders(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| matches!(*part, "." | "..")) {
        return None;
    }
    Some(parts.iter().flat_map(|part| [*part, "/"]).collect())
}

fn sftp(rest: &str) -> Result<SftpTarget, String> {
    let example = "as in `sftp://user@host/folder`";
    let (authority, path) =
        rest.split_once('/').ok_or_else(|| format!("`sftp://` needs the folder of the site, {example}"))?;
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, _)) if user.contains(':') => {
            return Err("a password does not belong into a target: `ssh` uses keys".into());
        }
        Some((user, host)) => (Some(user.to_owned()), host),
        None => (None, authority),
    };
    let bracketed = host.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => host.rsplit_once(':').map_or((host, None), |(host, port)| (host, Some(port))),
    };
    let port = match port.map(str::parse) {
        None => None,
        Some(Ok(port)) => Some(port),
        Some(Err(_)) => return Err(format!("the port of `sftp://` is a number, {example}")),
    };
    // A name that begins with a dash would be a flag of `ssh`.
    let plain = |text: &str| !text.is_empty() && !text.starts_with('-') && !text.contains([' ', '\n']);
    if !plain(host) || !user.as_deref().is_none_or(plain) {
        return Err(format!("`sftp://` is followed by a user and a host, {example}"));
    }
    let path = path.trim_end_matches('/');
    // `/~/site` is below the user's folder, `/srv/site` is not.
    let path = match path.strip_prefix("~/") {
        Some(below) => below.to_owned(),
        None => format!("/{path}"),
    };
    Ok(SftpTarget { user, host: host.to_owned(), port, path })
}

fn git(rest: &str) -> Result<GitTarget, String> {
    let (remote, branch) = rest.rsplit_once('#').unwrap_or((rest, ""));
    let example = "as in `git+ssh://git@host/group/site.git#gh-pages`";
    let sound = |text: &str| !text.is_empty() && !text.starts_with('-') && !text.contains(char::is_whitespace);
    if !sound(remote) {
        return Err(format!("`git+` is followed by the address of a repository, {example}"));
    }
    let bad = |branch: &str| {
        branch.contains("..") || branch.contains(['~', '^', ':', '?', '*', '[', '\\']) || branch.ends_with(['/', '.'])
    };
    if !sound(branch) || bad(branch) {
        return Err(format!("`git+` needs a branch after `#`, {example}"));
    }
    Ok(GitTarget { remote: remote.to_owned(), branch: branch.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Target {
        Target::parse(text).unwrap()
    }

    #[test]
    fn what_is_no_folder_is_told_how_it_is_written() {
        for (text, want) in [
            ("ann@host:www", "`sftp://ann@host/~/www`"),
            ("ann@host:/srv/www", "`sftp://ann@host/srv/www`"),
            ("host:www", "`sftp://host/~/www`"),
            ("ann@host.example", "`sftp://ann@host.example/~/www`"),
            ("s3:bucket", "`s3://bucket`"),
            ("s3:/bucket/x", "`s3://bucket/x`"),
            ("sftp:host/x", "`sftp://host/x`"),
            ("git@host.example:watch/site.git", "`git+ssh://git@host.example/watch/site.git#gh-pages`"),
            ("git@host.example:watch/site.git#pages", "`git+ssh://git@host.example/watch/site.git#pages`"),
            ("https://host.example/watch/site.git", "`git+https://host.example/watch/site.git#gh-pages`"),
            ("https://github.com/watch/site", "`git+https://github.com/watch/site#gh-pages`"),
            ("ssh://git@host.example/site.git#pages", "`git+ssh://git@host.example/site.git#pages`"),
            ("ssh://ann@host/srv/www", "`sftp://ann@host/srv/www`"),
            ("ssh://git@github.com/watch/site", "`git+ssh://git@github.com/watch/site#gh-pages`"),
            ("S3://bucket", "`s3://bucket`"),
            ("ann@host:~/public_html", "`sftp://ann@host/~/public_html`"),
            ("host::site", "`sftp://host/~/site`"),
        ] {
            assert!(Target::parse(text).unwrap_err().contains(want), "{text}: {:?}", Target::parse(text));
        }
        for folder in ["C:\\site", "./ann@host:www", "a/b:c", "watch.example.org", "./ann@host", "@site"] {
            assert_eq!(parse(folder), Target::Folder(folder.into()));
        }
    }

    #[test]
    fn targets_are_read() {
        assert_eq!(parse("../site"), Target::Folder("../site".into()));
        assert_eq!(parse("file:///srv/www"), Target::Folder("/srv/www".into()));
        let store = |bucket: &str, prefix: &str| {
            Target::Store(StoreTarget { service: Service::S3, bucket: bucket.into(), prefix: prefix.into() })
        };
        assert_eq!(parse("s3://watch.example.org"), store("watch.example.org", ""));
        assert_eq!(parse("s3://b/a//b/"), store("b", "a/b/"));
        let sftp = |user: Option<&str>, host: &str, port, path: &str| {
            Target::Sftp(SftpTarget { user: user.map(Into::into), host: host.into(), port, path: path.into() })
        };
        assert_eq!(parse("sftp://ann@host:2222/srv/www/"), sftp(Some("ann"), "host", Some(2222), "/srv/www"));
        assert_eq!(parse("sftp://host/~/www"), sftp(None, "host", None, "www"));
        assert_eq!(parse("sftp://[::1]:22/w"), sftp(None, "::1", Some(22), "/w"));
        let git = |remote: &str| Target::Git(GitTarget { remote: remote.into(), branch: "gh-pages".into() });
        assert_eq!(parse("git+git@github.com:a/b.git#gh-pages"), git("git@github.com:a/b.git"));
        assert_eq!(parse("git+file:///srv/a.git#gh-pages"), git("file:///srv/a.git"));
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for bad in [
            "",
            "ftp://host/x",
            "s3://",
            "s3:///x",
            "s3://key:secret@bucket",
            "s3://b/../x",
            "sftp://host",
            "sftp://a:pass@host/x",
            "sftp://-oProxyCommand=x/y",
            "sftp://host:port/x",
            "git+https://host/x.git",
            "git+--upload-pack=x#main",
            "git+https://host/x.git#a..b",
        ] {
            assert!(Target::parse(bad).is_err(), "{bad}");
        }
    }
}
