//! Azure's store as a host, in builds that ask for it. In: names and bytes. Out: blobs. It is the only place that knows
//! the library for it; no text of its errors is handed on, since they hold addresses and keys.

use std::path::Path;

use futures_util::TryStreamExt as _;
use opendal::{Error, ErrorKind, HttpTransporter, Metadata, Operator, services};
use opendal_http_transport_reqwest::ReqwestTransport;
use tokio::io::AsyncReadExt as _;

use super::{hex, md5, unquoted, variable};
use crate::publish::{
    content::LARGE,
    host::{FailureScope, FileBytes, Host, HostError, HostFuture, MarkedFile, PutCondition},
    state,
    wanted::{FileHeaders, HostListing, HostListingEntry},
};

/// A container, and where in it.
pub struct Azure {
    operator: Operator,
    container: String,
}

const PLACE: &str = "Azure Blob Storage";

impl Azure {
    /// Takes a container. Nothing is asked of it yet.
    ///
    /// # Errors
    ///
    /// When it is not known whose it is.
    pub fn open(container: &str, prefix: &str, endpoint: Option<String>) -> Result<Self, HostError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unusable =
            |why: String| HostError::new(FailureScope::Fatal, format!("`{container}` cannot be used: {why}"));
        let transport = ReqwestTransport::default();
        HttpTransporter::install_default(transport);
        let account = || variable(&["AZURE_STORAGE_ACCOUNT_NAME", "AZBLOB_ACCOUNT_NAME"]);
        let endpoint = endpoint.or_else(|| Some(format!("https://{}.blob.core.windows.net", account()?)));
        let endpoint = endpoint.ok_or_else(|| {
            unusable("Azure needs the name of the account: set AZURE_STORAGE_ACCOUNT_NAME, or an `endpoint`".into())
        })?;
        let builder = services::Azblob::default().container(container).root(&format!("/{prefix}")).endpoint(&endpoint);
        let operator = Operator::new(builder).map_err(|error| unusable(error.kind().to_string()))?;
        Ok(Self { operator, container: container.to_owned() })
    }

    /// Sends a file in parts, of which few are held at a time.
    async fn put_in_parts(&self, name: &str, path: &Path, headers: &FileHeaders) -> Result<Metadata, HostError> {
        let unreadable = |error: std::io::Error| {
            HostError::new(FailureScope::Lasting, format!("`{}` cannot be read: {error}", path.display()))
        };
        let fault = |error: Error| self.fault(&error);
        let mut file = tokio::fs::File::open(path).await.map_err(unreadable)?;
        let part = usize::try_from(LARGE).expect("8 MiB fit");
        let mut open = self.operator.writer_with(name).chunk(part);
        open = open.content_type(headers.content_type).cache_control(&headers.cache_control);
        if let Some(encoding) = headers.encoding {
            open = open.content_encoding(encoding);
        }
        let mut writer = open.await.map_err(fault)?;
        loop {
            let mut bytes = Vec::with_capacity(part);
            let read = (&mut file).take(LARGE).read_to_end(&mut bytes).await.map_err(unreadable)?;
            if read == 0 {
                return writer.close().await.map_err(fault);
            }
            if let Err(error) = writer.write(bytes).await {
                // What was sent of it takes room, and is worth nothing.
                let _ = writer.abort().await;
                return Err(fault(error));
            }
        }
    }

    /// An error of the library in words of ours.
    fn fault(&self, error: &Error) -> HostError {
        let container = &self.container;
        match error.kind() {
            ErrorKind::ConditionNotMatch => HostError::new(FailureScope::Unmet, "a condition does not hold"),
            ErrorKind::PermissionDenied => HostError::new(
                FailureScope::Fatal,
                format!("{PLACE} does not let you write to `{container}`: look at AZURE_STORAGE_ACCOUNT_KEY"),
            ),
            ErrorKind::NotFound => {
                HostError::new(FailureScope::Fatal, format!("there is no container `{container}` at {PLACE}"))
            }
            ErrorKind::RateLimited => {
                HostError::new(FailureScope::Passing, format!("{PLACE} asks to be asked more slowly"))
            }
            _ if error.is_temporary() => {
                HostError::new(FailureScope::Passing, format!("{PLACE} does not answer as it should"))
            }
            kind => HostError::new(FailureScope::Lasting, format!("{PLACE} did not do it: {kind}")),
        }
    }
}

impl Host for Azure {
    fn list(&self) -> HostFuture<'_, HostListing> {
        Box::pin(async {
            let fault = |error: Error| self.fault(&error);
            let mut listing = HostListing::new();
            let mut entries = self.operator.lister_with("").recursive(true).await.map_err(fault)?;
            while let Some(entry) = entries.try_next().await.map_err(fault)? {
                let (name, metadata) = entry.into_parts();
                if metadata.is_file() && !name.starts_with(state::FOLDER) {
                    listing.insert(name, HostListingEntry { size: metadata.content_length(), mark: mark(&metadata) });
                }
            }
            Ok(listing)
        })
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        Box::pin(async move {
            let is_absent = |error: &Error| error.kind() == ErrorKind::NotFound;
            let metadata = match self.operator.stat(name).await {
                Ok(metadata) => metadata,
                Err(error) if is_absent(&error) => return Ok(None),
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
                    Err(HostError::new(FailureScope::Passing, "it is being replaced"))
                }
                Err(error) => Err(self.fault(&error)),
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
            let fault = |error: Error| self.fault(&error);
            let bytes = match content {
                FileBytes::Bytes(bytes) => bytes.to_vec(),
                FileBytes::File { path, .. } => return Ok(mark(&self.put_in_parts(name, &path, headers).await?)),
            };
            let mut write = self.operator.write_with(name, bytes);
            write = write.content_type(headers.content_type).cache_control(&headers.cache_control);
            if let Some(encoding) = headers.encoding {
                write = write.content_encoding(encoding);
            }
            write = match &when {
                PutCondition::Always => write,
                PutCondition::Absent => write.if_not_exists(true),
                PutCondition::Is(mark) => write.if_match(&format!("\"{mark}\"")),
            };
            match mark(&write.await.map_err(fault)?) {
                Some(mark) => Ok(Some(mark)),
                None => Ok(mark(&self.operator.stat(name).await.map_err(fault)?)),
            }
        })
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        Box::pin(async move { self.operator.delete(name).await.map_err(|error| self.fault(&error)) })
    }

    fn holds<'a>(
        &'a self,
        name: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        headers: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        Box::pin(async move {
            if seen.size != content.size() || seen.mark.as_deref() != Some(&hex(&md5(&content)?)) {
                return Ok(false);
            }
            let metadata = self.operator.stat(name).await.map_err(|error| self.fault(&error))?;
            Ok(metadata.content_type() == Some(headers.content_type)
                && metadata.cache_control() == Some(&headers.cache_control)
                && metadata.content_encoding().filter(|encoding| !encoding.is_empty()) == headers.encoding)
        })
    }

    fn at_once(&self) -> usize {
        64
    }
}

fn mark(metadata: &Metadata) -> Option<String> {
    metadata.etag().and_then(unquoted)
}
