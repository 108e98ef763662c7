//! Keys for a store, from where its own tools look for them. In: the environment, the files of the `aws` program, and
//! that program itself. Out: credentials. It must never show one.
#![expect(clippy::disallowed_methods, reason = "edge: environment, files and processes")]

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use rusty_s3::Credentials;

use super::variable;
use crate::publish::host::{FailureScope, HostError};

/// Finds keys: in the environment, then in the profile, then from the `aws` program, which knows of signing in by a
/// browser, of roles, and of machines that have keys of their own.
///
/// # Errors
///
/// When there are none.
pub fn find(place: &str) -> Result<Credentials, HostError> {
    from_environment().or_else(from_profile).or_else(from_program).ok_or_else(|| {
        HostError::new(
            FailureScope::Fatal,
            format!(
                "no credentials for {place} were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure`"
            ),
        )
    })
}

/// The region that the profile names.
pub fn region() -> Option<String> {
    profile("AWS_CONFIG_FILE", "config", "region")
}

fn credentials(key: String, secret: String, token: Option<String>) -> Credentials {
    match token {
        Some(token) => Credentials::new_with_token(key, secret, token),
        None => Credentials::new(key, secret),
    }
}

fn from_environment() -> Option<Credentials> {
    let (key, secret) = (variable(&["AWS_ACCESS_KEY_ID"])?, variable(&["AWS_SECRET_ACCESS_KEY"])?);
    Some(credentials(key, secret, variable(&["AWS_SESSION_TOKEN"])))
}

fn from_profile() -> Option<Credentials> {
    [("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")].into_iter().find_map(
        |(variable, file)| {
            let of = |key: &str| profile(variable, file, key);
            Some(credentials(of("aws_access_key_id")?, of("aws_secret_access_key")?, of("aws_session_token")))
        },
    )
}

/// A value of the profile in use, in one of the files of the `aws` program.
fn profile(path: &str, file: &str, key: &str) -> Option<String> {
    let home = variable(&["HOME", "USERPROFILE"]).map(|home| PathBuf::from(home).join(".aws").join(file));
    let path = variable(&[path]).map(PathBuf::from).or(home)?;
    let name = variable(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]).unwrap_or_else(|| "default".into());
    value(&fs::read_to_string(path).ok()?, &name, key)
}

/// A value of a section `[NAME]` or `[profile NAME]`.
fn value(text: &str, name: &str, key: &str) -> Option<String> {
    let mut within = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(section) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let section = section.trim();
            within = section.strip_prefix("profile").map_or(section, str::trim) == name || section == name;
        } else if within
            // What is set in stands below another key.
            && !line.starts_with([' ', '\t'])
            && let Some((found, value)) = trimmed.split_once('=')
            && found.trim() == key
        {
            return Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        }
    }
    None
}

fn from_program() -> Option<Credentials> {
    let mut command = Command::new("aws");
    command.args(["configure", "export-credentials", "--format", "process"]);
    // Where no machine gives keys, the question for them is not to wait.
    if env::var_os("AWS_METADATA_SERVICE_TIMEOUT").is_none() {
        command.env("AWS_METADATA_SERVICE_TIMEOUT", "1").env("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1");
    }
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    let of = |key: &str| told.get(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    Some(credentials(of("AccessKeyId")?, of("SecretAccessKey")?, of("SessionToken")))
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn profiles_are_read() {
        let text = "[default]\nregion = eu-west-2\ns3 =\n  region = no\n# a note\n[profile parish]\nregion=eu-north-1\n[other]\n\
                    aws_access_key_id =  AKIAEXAMPLE \naws_secret_access_key = a=b\n";
        assert_eq!(value(text, "default", "region").as_deref(), Some("eu-west-2"));
        assert_eq!(value(text, "parish", "region").as_deref(), Some("eu-north-1"));
        assert_eq!(value(text, "other", "aws_access_key_id").as_deref(), Some("AKIAEXAMPLE"));
        assert_eq!(value(text, "other", "aws_secret_access_key").as_deref(), Some("a=b"));
        assert_eq!(value(text, "other", "region"), None);
        assert_eq!(value(text, "nobody", "region"), None);
    }
}
