//! An object store as a host: S3 and whatever speaks its language; Google's and Azure's where the build has them. In: names
//! and bytes. Out: objects. It must not know in which order things are done.
//!
//! It is the only place that knows the library for stores and its errors. No text of such an error is handed on: they hold
//! addresses and keys.
#![expect(clippy::disallowed_methods, reason = "edge: environment, and large files that are read in parts")]

use std::{env, fmt::Write as _, fs};

use futures_util::TryStreamExt as _;
use md5::{Digest as _, Md5};
use opendal::{Error, ErrorKind, HttpTransporter, Metadata, Operator, services};
use opendal_http_transport_reqwest::ReqwestTransport;
use tokio::io::AsyncReadExt as _;

use super::{
    content::LARGE,
    host::{Content, Doing, Fault, Found, Host, Trouble, When},
    state,
    target::{self, Service},
    wanted::{Headers, Listing, Seen},
    web,
};

/// A store, and where in it.
pub struct Store {
    operator: Operator,
    /// The bucket as people know it, and where it is.
    bucket: String,
    place: String,
}

/// Opens a store. Nothing is asked of it yet.
///
/// # Errors
///
/// When this build has no such store, or what is known of it cannot be right.
pub async fn open(store: &target::Store, endpoint: Option<&str>, region: Option<&str>) -> Result<Store, Fault> {
    HttpTransporter::install_default(ReqwestTransport::new(web::client()?));
    let variable = |names: &[&str]| names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    let target::Store { service, bucket, prefix } = store;
    let root = format!("/{prefix}");
    let (operator, place) = match service {
        Service::S3 => {
            let endpoint =
                endpoint.map(str::to_owned).or_else(|| variable(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]));
            let region = region.map(str::to_owned).or_else(|| variable(&["AWS_REGION", "AWS_DEFAULT_REGION"]));
            let region = match (region, &endpoint) {
                (Some(region), _) => region,
                (None, Some(endpoint)) => region_of(endpoint),
                (None, None) => {
                    let found = services::S3::detect_region("https://s3.amazonaws.com", bucket).await;
                    found.unwrap_or_else(|| "us-east-1".into())
                }
            };
            let mut builder =
                services::S3::default().bucket(bucket).root(&root).region(&region).checksum_algorithm("md5");
            if let Some(endpoint) = &endpoint {
                builder = builder.endpoint(endpoint);
            }
            // Elsewhere, the question for credentials would wait for an answer that never comes.
            if !is_amazons() {
                builder = builder.disable_ec2_metadata();
            }
            let place = endpoint.as_deref().map_or_else(|| format!("Amazon S3 ({region})"), host_of);
            (Operator::new(builder), place)
        }
        Service::Google => (google(bucket, &root)?, "Google Cloud Storage".into()),
        Service::Azure => (azure(bucket, &root, endpoint)?, "Azure Blob Storage".into()),
    };
    let operator = operator
        .map_err(|error| Fault::new(Trouble::Fatal, format!("`{bucket}` cannot be used: {}", plain(&error))))?;
    Ok(Store { operator, bucket: bucket.clone(), place })
}

#[cfg(feature = "gcs")]
#[expect(clippy::unnecessary_wraps, reason = "as where the build lacks it")]
fn google(bucket: &str, root: &str) -> Result<opendal::Result<Operator>, Fault> {
    Ok(Operator::new(services::Gcs::default().bucket(bucket).root(root)))
}

#[cfg(not(feature = "gcs"))]
fn google(_: &str, _: &str) -> Result<opendal::Result<Operator>, Fault> {
    Err(lacking("gs", "gcs"))
}

#[cfg(feature = "azure")]
fn azure(bucket: &str, root: &str, endpoint: Option<&str>) -> Result<opendal::Result<Operator>, Fault> {
    let account = env::var("AZURE_STORAGE_ACCOUNT_NAME").or_else(|_| env::var("AZBLOB_ACCOUNT_NAME"));
    let endpoint = endpoint.map(str::to_owned);
    let endpoint = endpoint.or_else(|| Some(format!("https://{}.blob.core.windows.net", account.ok()?)));
    let endpoint = endpoint.ok_or_else(|| {
        Fault::new(
            Trouble::Fatal,
            "Azure needs the name of the account: set AZURE_STORAGE_ACCOUNT_NAME, or an `endpoint`",
        )
    })?;
    Ok(Operator::new(services::Azblob::default().container(bucket).root(root).endpoint(&endpoint)))
}

#[cfg(not(feature = "azure"))]
fn azure(_: &str, _: &str, _: Option<&str>) -> Result<opendal::Result<Operator>, Fault> {
    Err(lacking("az", "azure"))
}

#[cfg(not(all(feature = "gcs", feature = "azure")))]
fn lacking(scheme: &str, feature: &str) -> Fault {
    let sentence = format!(
        "this build cannot publish to `{scheme}://`: build noticeboard with `--features {feature}`, or use the store's S3 \
         interface, where it has one, with `--endpoint`"
    );
    Fault::new(Trouble::Fatal, sentence)
}

/// The region that an endpoint names, `eu-central-003` in `https://s3.eu-central-003.backblazeb2.com`.
fn region_of(endpoint: &str) -> String {
    let host = host_of(endpoint);
    if host.ends_with(".r2.cloudflarestorage.com") {
        return "auto".into();
    }
    let region =
        host.strip_prefix("s3.").filter(|rest| rest.split('.').count() > 2).and_then(|rest| rest.split('.').next());
    region.unwrap_or("us-east-1").to_owned()
}

/// The host of an address, with its port.
fn host_of(endpoint: &str) -> String {
    let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_owned()
}

/// Whether this is a machine of Amazon's, which has credentials of its own.
fn is_amazons() -> bool {
    let vendor = fs::read_to_string("/sys/class/dmi/id/sys_vendor").unwrap_or_default();
    vendor.contains("Amazon") || env::var_os("AWS_EC2_METADATA_SERVICE_ENDPOINT").is_some()
}

impl Host for Store {
    fn list(&self) -> Doing<'_, Listing> {
        Box::pin(async {
            let fault = |error: Error| self.fault(&error);
            let mut listing = Listing::new();
            let mut entries = self.operator.lister_with("").recursive(true).await.map_err(fault)?;
            while let Some(entry) = entries.try_next().await.map_err(fault)? {
                let (name, metadata) = entry.into_parts();
                if metadata.is_file() && !name.starts_with(state::FOLDER) {
                    listing.insert(name, Seen { size: metadata.content_length(), mark: mark(&metadata) });
                }
            }
            Ok(listing)
        })
    }

    fn read<'a>(&'a self, name: &'a str) -> Doing<'a, Found> {
        Box::pin(async move {
            let metadata = match self.operator.stat(name).await {
                Ok(metadata) => metadata,
                Err(error) if is_absent(&error) => return Ok(None),
                // This question has no answer that could say why: the other has.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                    return Err(self.fault(&self.operator.read(name).await.err().unwrap_or(error)));
                }
                Err(error) => return Err(self.fault(&error)),
            };
            let read = match metadata.etag() {
                Some(etag) => self.operator.read_with(name).if_match(etag).await,
                None => self.operator.read(name).await,
            };
            match read {
                Ok(bytes) => Ok(Some((bytes.to_vec(), mark(&metadata)))),
                Err(error) if is_absent(&error) => Ok(None),
                // It was replaced between the two questions.
                Err(error) if error.kind() == ErrorKind::ConditionNotMatch => {
                    Err(Fault::new(Trouble::Passing, "it is being replaced"))
                }
                Err(error) => Err(self.fault(&error)),
            }
        })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: Content,
        headers: &'a Headers,
        when: When,
    ) -> Doing<'a, Option<String>> {
        Box::pin(async move {
            let sent = match content {
                Content::Bytes(bytes) => {
                    let bytes = bytes.to_vec();
                    let mut write = self
                        .operator
                        .write_with(name, bytes)
                        .content_type(headers.content_type)
                        .cache_control(&headers.cache_control);
                    if let Some(encoding) = headers.encoding {
                        write = write.content_encoding(encoding);
                    }
                    write = match &when {
                        When::Always => write,
                        When::Absent => write.if_not_exists(true),
                        When::Is(mark) => write.if_match(&format!("\"{mark}\"")),
                    };
                    write.await
                }
                Content::File { path, size: _ } => self.put_in_parts(name, &path, headers).await?,
            };
            match sent {
                Ok(metadata) => match mark(&metadata) {
                    Some(mark) => Ok(Some(mark)),
                    None => self
                        .operator
                        .stat(name)
                        .await
                        .map(|metadata| mark(&metadata))
                        .map_err(|error| self.fault(&error)),
                },
                Err(error) => Err(self.fault(&error)),
            }
        })
    }

    fn delete<'a>(&'a self, name: &'a str) -> Doing<'a, ()> {
        Box::pin(async move { self.operator.delete(name).await.map_err(|error| self.fault(&error)) })
    }

    fn holds<'a>(&'a self, name: &'a str, seen: &'a Seen, content: Content, headers: &'a Headers) -> Doing<'a, bool> {
        Box::pin(async move {
            // The mark of what was sent in one piece is its MD5, with most stores.
            let Content::Bytes(bytes) = content else { return Ok(false) };
            if seen.size != bytes.len() as u64 || seen.mark.as_deref() != Some(&md5(&bytes)) {
                return Ok(false);
            }
            let metadata = match self.operator.stat(name).await {
                Ok(metadata) => metadata,
                Err(error) if is_absent(&error) => return Ok(false),
                Err(error) => return Err(self.fault(&error)),
            };
            Ok(metadata.content_type() == Some(headers.content_type)
                && metadata.cache_control() == Some(&headers.cache_control)
                && metadata.content_encoding().filter(|encoding| !encoding.is_empty()) == headers.encoding)
        })
    }

    fn at_once(&self) -> usize {
        64
    }
}

impl Store {
    /// Sends a file in parts, of which few are held at a time.
    async fn put_in_parts(
        &self,
        name: &str,
        path: &std::path::Path,
        headers: &Headers,
    ) -> Result<opendal::Result<Metadata>, Fault> {
        let unreadable = |error: std::io::Error| {
            Fault::new(Trouble::Lasting, format!("`{}` cannot be read: {error}", path.display()))
        };
        let part = usize::try_from(LARGE).unwrap_or(usize::MAX);
        let mut file = tokio::fs::File::open(path).await.map_err(unreadable)?;
        let mut open = self
            .operator
            .writer_with(name)
            .chunk(part)
            .content_type(headers.content_type)
            .cache_control(&headers.cache_control);
        if let Some(encoding) = headers.encoding {
            open = open.content_encoding(encoding);
        }
        let mut writer = match open.await {
            Ok(writer) => writer,
            Err(error) => return Ok(Err(error)),
        };
        loop {
            let mut bytes = Vec::with_capacity(part);
            let read = (&mut file).take(LARGE).read_to_end(&mut bytes).await.map_err(unreadable)?;
            if read == 0 {
                return Ok(writer.close().await);
            }
            if let Err(error) = writer.write(bytes).await {
                // What was sent of it takes room, and is worth nothing.
                let _ = writer.abort().await;
                return Ok(Err(error));
            }
        }
    }

    /// An error of the library in words of ours.
    fn fault(&self, error: &Error) -> Fault {
        let Self { operator: _, bucket, place } = self;
        let fatal = |sentence: String| Fault::new(Trouble::Fatal, sentence);
        let code = code(error);
        match (code.as_str(), error.kind()) {
            (_, ErrorKind::ConditionNotMatch) | ("PreconditionFailed", _) => {
                Fault::new(Trouble::Unmet, "a condition does not hold")
            }
            ("ConditionalRequestConflict", _) => Fault::new(Trouble::Passing, "somebody else writes it"),
            ("NoSuchBucket", _) => fatal(format!("there is no bucket `{bucket}` at {place}")),
            ("InvalidAccessKeyId", _) => fatal(format!("{place} does not know the access key")),
            ("SignatureDoesNotMatch", _) => fatal(format!("{place} does not accept the secret key")),
            ("ExpiredToken" | "TokenRefreshRequired", _) => fatal("the credentials have expired: get new ones".into()),
            ("InvalidToken" | "InvalidClientTokenId", _) => fatal(format!("{place} does not accept the session token")),
            ("RequestTimeTooSkewed", _) => fatal(format!("the clock of this machine is not that of {place}: set it")),
            (
                "AuthorizationHeaderMalformed"
                | "PermanentRedirect"
                | "TemporaryRedirect"
                | "IllegalLocationConstraintException",
                _,
            ) => fatal(format!(
                "`{bucket}` is in another region: set `region` under `publish` in `site.yaml`, or AWS_REGION"
            )),
            ("QuotaExceeded" | "InsufficientStorage" | "StorageFull" | "XMinioStorageFull", _) => {
                fatal(format!("{place} is full"))
            }
            (_, _) if lacks_credentials(error) => fatal(format!(
                "no credentials for {place} were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure`"
            )),
            (_, ErrorKind::PermissionDenied) => {
                fatal(format!("these credentials may not do this in `{bucket}` at {place}"))
            }
            ("", ErrorKind::NotFound) => fatal(format!("what answers at {place} is no store, or has no `{bucket}`")),
            (_, ErrorKind::RateLimited) => {
                Fault::new(Trouble::Passing, format!("{place} asks to be asked more slowly"))
            }
            (_, _) if error.is_temporary() => {
                Fault::new(Trouble::Passing, format!("{place} does not answer: {}", plain(error)))
            }
            ("", _) => Fault::new(Trouble::Lasting, format!("{place} did not do it: {}", plain(error))),
            (code, _) => Fault::new(Trouble::Lasting, format!("{place} refused it ({code})")),
        }
    }
}

fn md5(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn is_absent(error: &Error) -> bool {
    // A `HEAD` has no body that could say whether it is the bucket that is not there.
    error.kind() == ErrorKind::NotFound
}

/// The code that a store gave with its refusal; empty where there is none.
fn code(error: &Error) -> String {
    let text = error.to_string();
    let code = text.split_once("code: \"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(code, _)| code);
    code.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn lacks_credentials(error: &Error) -> bool {
    let text = format!("{error:?}").to_lowercase();
    text.contains("credential")
        && ["no ", "not found", "missing", "none", "failed to load"].iter().any(|word| text.contains(word))
}

/// What went wrong at the bottom, where that holds no address.
fn plain(error: &Error) -> String {
    let cause = std::error::Error::source(error).map_or_else(|| error.kind().to_string(), web::cause);
    if cause.contains("://") || cause.len() > 200 { error.kind().to_string() } else { cause }
}

/// The mark of an object, without the quotation marks that some stores give and others do not.
fn mark(metadata: &Metadata) -> Option<String> {
    metadata.etag().map(|etag| etag.trim_matches('"').to_owned()).filter(|etag| !etag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::region_of;

    #[test]
    fn an_endpoint_names_its_region() {
        for (endpoint, region) in [
            ("https://s3.eu-central-003.backblazeb2.com", "eu-central-003"),
            ("https://s3.fr-par.scw.cloud/", "fr-par"),
            ("https://0123.r2.cloudflarestorage.com", "auto"),
            ("http://127.0.0.1:9000", "us-east-1"),
            ("https://s3.example.org", "us-east-1"),
            ("https://storage.googleapis.com", "us-east-1"),
        ] {
            assert_eq!(region_of(endpoint), region, "{endpoint}");
        }
    }
}
