//! An object store as a host: S3 and whatever speaks its language, Google's store among them. In: names and bytes. Out:
//! objects. It must not know in which order things are done.
//!
//! Every file is sent by one request, so its `ETag` is its MD5 with most stores. What a store says of a refusal is known by
//! its code, and turned into a sentence of ours: its own text may hold keys and addresses.
#![expect(clippy::disallowed_methods, reason = "edge: environment, and large files that are read to be summed up")]

#[cfg(feature = "azure")]
mod azure;
mod credentials;

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{self, Read as _},
    sync::Arc,
    time::Duration,
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use md5::{Digest as _, Md5};
use quick_xml::events::Event;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use tokio::task::block_in_place;
use url::Url;

use super::{
    host::{FailureScope, FileBytes, Host, HostError, HostFuture, MarkedFile, PutCondition},
    state,
    target::{self, Service},
    wanted::{FileHeaders, HostListing, HostListingEntry},
    web::{Client, RequestBody, Response},
};

/// A store, and where in it.
struct StoreHost {
    client: Client,
    bucket: Bucket,
    credentials: Credentials,
    /// What all names begin with.
    prefix: String,
    /// Where it is, for people.
    place: String,
}

/// For how long a signature holds: a request begins at once.
const SIGNED_FOR: Duration = Duration::from_hours(1);
/// The largest file that stores take in one request.
const LARGEST: u64 = 5 * 1024 * 1024 * 1024;
/// Where Google's store speaks the language of S3.
const GOOGLE: &str = "https://storage.googleapis.com";

/// Opens a store. Of Amazon's it is asked where the bucket is, unless that is known.
///
/// # Errors
///
/// When this build has no such store, when there are no credentials, or what is known of it cannot be right.
pub async fn open(
    store: &target::StoreTarget,
    endpoint: Option<&str>,
    region: Option<&str>,
) -> Result<Arc<dyn Host>, HostError> {
    let target::StoreTarget { service, bucket, prefix } = store;
    let endpoint = endpoint.map(str::to_owned);
    let endpoint = match service {
        Service::S3 => endpoint.or_else(|| variable(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])),
        Service::Google => endpoint.or_else(|| Some(GOOGLE.into())),
        Service::Azure => return azure(bucket, prefix, endpoint),
    };
    let client = Client::new();
    let region = region.map(str::to_owned).or_else(|| variable(&["AWS_REGION", "AWS_DEFAULT_REGION"]));
    let region = match (region.or_else(credentials::region), &endpoint) {
        (Some(region), _) => region,
        (None, Some(endpoint)) => region_of(endpoint),
        (None, None) => region_at_amazon(&client, bucket).await,
    };
    let place = endpoint.as_deref().map_or_else(|| format!("Amazon S3 ({region})"), host_of);
    let credentials = block_in_place(|| credentials::find(&place))?;
    let endpoint = endpoint.unwrap_or_else(|| {
        let china = if region.starts_with("cn-") { ".cn" } else { "" };
        format!("https://s3.{region}.amazonaws.com{china}")
    });
    let wrong = || HostError::new(FailureScope::Fatal, format!("the address of {place} cannot be right"));
    let url = Url::parse(&endpoint).map_err(|_| wrong())?;
    // The name of the bucket goes into the path: names with a dot have no certificate as part of a host's name.
    let bucket = Bucket::new(url, UrlStyle::Path, bucket.clone(), region).map_err(|_| wrong())?;
    Ok(Arc::new(StoreHost { client, bucket, credentials, prefix: prefix.clone(), place }))
}

#[cfg(feature = "azure")]
fn azure(bucket: &str, prefix: &str, endpoint: Option<String>) -> Result<Arc<dyn Host>, HostError> {
    Ok(Arc::new(azure::Azure::open(bucket, prefix, endpoint)?))
}

#[cfg(not(feature = "azure"))]
fn azure(_: &str, _: &str, _: Option<String>) -> Result<Arc<dyn Host>, HostError> {
    let sentence = "this build cannot publish to `az://`: build noticeboard with `--features azure`";
    Err(HostError::new(FailureScope::Fatal, sentence))
}

/// The first of some environment variables that is set.
fn variable(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
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

/// The region of a bucket, which Amazon's store tells everybody.
async fn region_at_amazon(client: &Client, bucket: &str) -> String {
    let address = format!("https://s3.amazonaws.com/{bucket}");
    let answer = client.ask("Amazon S3", "HEAD", &address, Vec::new(), RequestBody::Empty).await;
    let region = answer.ok().and_then(|answer| answer.header("x-amz-bucket-region").map(str::to_owned));
    region.unwrap_or_else(|| "us-east-1".into())
}

/// The host of an address, with its port.
fn host_of(endpoint: &str) -> String {
    let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_owned()
}

impl Host for StoreHost {
    fn list(&self) -> HostFuture<'_, HostListing> {
        Box::pin(async {
            let mut listing = HostListing::new();
            let mut next = None;
            loop {
                let url = self.listing_url(next.as_deref());
                let answer = self.client.ask(&self.place, "GET", url.as_str(), Vec::new(), RequestBody::Empty).await?;
                if answer.status != 200 {
                    return Err(self.refused(&answer));
                }
                let page = ListingPage::read(&answer.body).ok_or_else(|| {
                    HostError::new(FailureScope::Fatal, format!("what answers at {} is no store", self.place))
                })?;
                let names = page.objects.into_iter().filter_map(|(key, seen)| {
                    let name = key.strip_prefix(&self.prefix)?;
                    let ours = !name.is_empty() && !name.ends_with('/') && !name.starts_with(state::FOLDER);
                    ours.then(|| (name.to_owned(), seen))
                });
                listing.extend(names);
                match page.next {
                    Some(more) if next.as_ref() != Some(&more) => next = Some(more),
                    _ => return Ok(listing),
                }
            }
        })
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        Box::pin(async move {
            let key = self.key(name);
            let url = sign(&self.bucket.get_object(Some(&self.credentials), &key));
            let answer = self.client.ask(&self.place, "GET", url.as_str(), Vec::new(), RequestBody::Empty).await?;
            match answer.status {
                200 => {
                    let mark = mark(&answer);
                    Ok(Some((answer.body, mark)))
                }
                404 if code(&answer) == "NoSuchKey" => Ok(None),
                _ => Err(self.refused(&answer)),
            }
        })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        headers: &'a FileHeaders,
        when: PutCondition,
    ) -> HostFuture<'a, Option<String>> {
        Box::pin(async move {
            if content.size() > LARGEST {
                return Err(HostError::new(FailureScope::Lasting, "a store takes files of up to 5 GB"));
            }
            let sum = block_in_place(|| md5(&content))?;
            let mut said = vec![
                ("content-type", headers.content_type.to_owned()),
                ("cache-control", headers.cache_control.clone()),
                ("content-md5", BASE64_STANDARD.encode(sum)),
            ];
            said.extend(headers.encoding.map(|encoding| ("content-encoding", encoding.to_owned())));
            match when {
                PutCondition::Always => {}
                PutCondition::Absent => said.push(("if-none-match", "*".into())),
                PutCondition::Is(mark) => said.push(("if-match", format!("\"{mark}\""))),
            }
            let key = self.key(name);
            let url = sign(&self.bucket.put_object(Some(&self.credentials), &key));
            let body = match content {
                FileBytes::Bytes(bytes) => RequestBody::Bytes(bytes),
                FileBytes::File { path, size } => RequestBody::File { path, size },
            };
            let answer = self.client.ask(&self.place, "PUT", url.as_str(), said, body).await?;
            if answer.status != 200 {
                return Err(self.refused(&answer));
            }
            match mark(&answer) {
                Some(mark) => Ok(Some(mark)),
                None => Ok(mark(&self.head(name).await?)),
            }
        })
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        Box::pin(async move {
            let key = self.key(name);
            let url = sign(&self.bucket.delete_object(Some(&self.credentials), &key));
            let answer = self.client.ask(&self.place, "DELETE", url.as_str(), Vec::new(), RequestBody::Empty).await?;
            match answer.status {
                200 | 204 => Ok(()),
                404 if code(&answer) == "NoSuchKey" => Ok(()),
                _ => Err(self.refused(&answer)),
            }
        })
    }

    fn holds<'a>(
        &'a self,
        name: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        headers: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        Box::pin(async move {
            if seen.size != content.size() {
                return Ok(false);
            }
            let sum = block_in_place(|| md5(&content))?;
            if seen.mark.as_deref() != Some(&hex(&sum)) {
                return Ok(false);
            }
            let answer = self.head(name).await?;
            match answer.status {
                200 => {}
                404 => return Ok(false),
                _ => return Err(self.refused(&answer)),
            }
            Ok(answer.header("content-type") == Some(headers.content_type)
                && answer.header("cache-control") == Some(&headers.cache_control)
                && answer.header("content-encoding").filter(|encoding| !encoding.is_empty()) == headers.encoding)
        })
    }

    fn at_once(&self) -> usize {
        64
    }
}

impl StoreHost {
    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    async fn head(&self, name: &str) -> Result<Response, HostError> {
        let key = self.key(name);
        let url = sign(&self.bucket.head_object(Some(&self.credentials), &key));
        self.client.ask(&self.place, "HEAD", url.as_str(), Vec::new(), RequestBody::Empty).await
    }

    /// The address of a part of the listing, which goes on after `next`.
    fn listing_url(&self, next: Option<&str>) -> Url {
        // The bucket itself is the object of no name.
        let mut action = self.bucket.get_object(Some(&self.credentials), "");
        let query = action.query_mut();
        query.insert("list-type", "2");
        query.insert("prefix", self.prefix.as_str());
        if let Some(next) = next {
            query.insert("continuation-token", next);
        }
        sign(&action)
    }

    /// A refusal in words of ours.
    fn refused(&self, answer: &Response) -> HostError {
        let place = &self.place;
        let bucket = self.bucket.name();
        let fatal = |sentence: String| HostError::new(FailureScope::Fatal, sentence);
        match (code(answer).as_str(), answer.status) {
            ("PreconditionFailed", _) | (_, 412) => HostError::new(FailureScope::Unmet, "a condition does not hold"),
            ("ConditionalRequestConflict", _) => HostError::new(FailureScope::Passing, "somebody else writes it"),
            ("NoSuchBucket", _) => fatal(format!("there is no bucket `{bucket}` at {place}")),
            ("InvalidAccessKeyId", _) => fatal(format!("{place} does not know the access key")),
            ("SignatureDoesNotMatch", _) => fatal(format!("{place} does not accept the secret key")),
            ("ExpiredToken" | "TokenRefreshRequired", _) => fatal("the credentials have expired: get new ones".into()),
            ("InvalidToken" | "InvalidClientTokenId", _) => fatal(format!("{place} does not accept the session token")),
            ("RequestTimeTooSkewed", _) => fatal(format!("the clock of this machine is not that of {place}: set it")),
            (
                "AuthorizationHeaderMalformed"
                | "AuthorizationQueryParametersError"
                | "PermanentRedirect"
                | "TemporaryRedirect"
                | "IllegalLocationConstraintException",
                _,
            )
            | (_, 301 | 307) => fatal(format!(
                "`{bucket}` is in another region: set `region` under `publish` in `site.yaml`, or AWS_REGION"
            )),
            ("QuotaExceeded" | "InsufficientStorage" | "StorageFull" | "XMinioStorageFull", _) => {
                fatal(format!("{place} is full"))
            }
            ("EntityTooLarge", _) => {
                HostError::new(FailureScope::Lasting, format!("{place} does not take so large a file"))
            }
            (_, 401 | 403) => fatal(format!("these credentials may not do this in `{bucket}` at {place}")),
            ("", 404) => fatal(format!("what answers at {place} is no store, or has no `{bucket}`")),
            (_, 429) | ("SlowDown", _) => {
                HostError::new(FailureScope::Passing, format!("{place} asks to be asked more slowly"))
            }
            ("BadDigest" | "RequestTimeout", _) | (_, 500..) => {
                HostError::new(FailureScope::Passing, format!("{place} does not answer as it should"))
            }
            ("", status) => HostError::new(FailureScope::Lasting, format!("{place} did not do it ({status})")),
            (code, _) => HostError::new(FailureScope::Lasting, format!("{place} refused it ({code})")),
        }
    }
}

fn sign<'a>(action: &impl S3Action<'a>) -> Url {
    action.sign(SIGNED_FOR)
}

/// A part of a listing.
#[derive(Default)]
struct ListingPage {
    objects: Vec<(String, HostListingEntry)>,
    next: Option<String>,
}

impl ListingPage {
    /// Reads the XML of a listing; none where it is something else.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut page = Self::default();
        let mut object = (String::new(), HostListingEntry { size: 0, mark: None });
        let mut is_listing = false;
        elements(bytes, |path, text| match path {
            [.., "Contents", "Key"] => object.0 = text,
            [.., "Contents", "Size"] => object.1.size = text.parse().unwrap_or(0),
            [.., "Contents", "ETag"] => object.1.mark = unquoted(&text),
            [.., "Contents"] => {
                let ended = std::mem::replace(&mut object, (String::new(), HostListingEntry { size: 0, mark: None }));
                page.objects.push(ended);
            }
            [_, "NextContinuationToken"] => page.next = Some(text),
            ["ListBucketResult"] => is_listing = true,
            _ => {}
        })?;
        is_listing.then_some(page)
    }
}

/// Tells of every element of an XML document when it ends: the names of those around it and its own, and its text. None
/// where it is no XML.
fn elements(bytes: &[u8], mut told: impl FnMut(&[&str], String)) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut said = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                path.push(start.local_name().as_ref().to_owned());
                said.clear();
            }
            Event::Text(text) => said.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                let entity = format!("&{};", &*entity);
                said.push_str(&html_escape::decode_html_entities(&entity));
            }
            Event::CData(text) => said.push_str(&text),
            Event::End(_) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                told(&names, std::mem::take(&mut said));
                path.pop();
            }
            Event::Eof => return path.is_empty().then_some(()),
            _ => {}
        }
    }
}

/// The code that a store gave with its refusal; empty where there is none.
fn code(answer: &Response) -> String {
    let mut code = String::new();
    let _ = elements(&answer.body, |path, text| {
        if let [.., "Error", "Code"] = path {
            code = text;
        }
    });
    code.retain(|c| c.is_ascii_alphanumeric());
    code
}

/// The mark of an object.
fn mark(answer: &Response) -> Option<String> {
    answer.header("etag").and_then(unquoted)
}

/// A mark without the quotation marks that some stores give and others do not.
fn unquoted(etag: &str) -> Option<String> {
    Some(etag.trim_matches('"').to_owned()).filter(|etag| !etag.is_empty())
}

fn md5(content: &FileBytes) -> Result<[u8; 16], HostError> {
    match content {
        FileBytes::Bytes(bytes) => Ok(Md5::digest(bytes).into()),
        FileBytes::File { path, .. } => {
            let sum = || {
                let mut file = fs::File::open(path)?;
                let mut sum = Md5::new();
                let mut part = vec![0; 64 * 1024];
                loop {
                    match file.read(&mut part)? {
                        0 => return Ok(sum.finalize().into()),
                        read => sum.update(&part[..read]),
                    }
                }
            };
            sum().map_err(|error: io::Error| {
                HostError::new(FailureScope::Lasting, format!("`{}` cannot be read: {error}", path.display()))
            })
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_listing_is_read() {
        let page = ListingPage::read(
            b"<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>\
              <Contents><Key>a&amp;b/&#xE9;.html</Key><ETag>&quot;0a&quot;</ETag><Size>12</Size><Owner><ID>1</ID></Owner></Contents>\
              <Contents><Key>c</Key><Size>0</Size></Contents>\
              <IsTruncated>true</IsTruncated><NextContinuationToken>n/1=</NextContinuationToken></ListBucketResult>",
        )
        .unwrap();
        assert_eq!(
            page.objects,
            [
                ("a&b/\u{e9}.html".into(), HostListingEntry { size: 12, mark: Some("0a".into()) }),
                ("c".into(), HostListingEntry { size: 0, mark: None })
            ]
        );
        assert_eq!(page.next.as_deref(), Some("n/1="));
        for other in [&b"<html><body>no store</body></html>"[..], b"", b"<ListBucketResult><Contents>", b"\xff"] {
            assert!(ListingPage::read(other).is_none());
        }
    }
}
