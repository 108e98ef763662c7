//! Tells those who keep copies what changed: caches near readers, search engines, and a hub that feed readers listen to (`WebSub`). In:
//! names of files. Out: requests and commands. It must not know why a file changed.
#![expect(clippy::disallowed_methods, reason = "edge: processes, environment and clock")]

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::json;
use tokio::{task::block_in_place, time::sleep};

use super::{
    host::{FailureScope, HostError, HostFuture},
    patience::persist,
    web::{Client, RequestBody},
};
use crate::{
    address::{Address, BaseUrl},
    settings::publish::Cache,
};

/// Who is told, and how the site's files are called there.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub base: BaseUrl,
    pub caches: Vec<Cache>,
    pub hub: Option<String>,
    /// A folder for what a program has to read.
    pub state: PathBuf,
}

/// With more addresses than this, a cache is told to forget all of the site.
const MANY: usize = 200;
/// So many addresses go into one request to Cloudflare.
const AT_ONCE: usize = 30;
/// The most addresses that `IndexNow` takes at once.
const INDEXNOW_MOST: usize = 10_000;
/// How long a command may take.
const LIMIT: Duration = Duration::from_mins(2);

impl Recipient {
    /// The addresses at which a file is found: a page by that of its folder as well.
    pub fn addresses<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> BTreeSet<String> {
        let mut addresses = BTreeSet::new();
        for name in names {
            addresses.insert(self.base.url(&Address::new(name)));
            if let Some(folder) = name.strip_suffix("index.html") {
                addresses.insert(self.base.url(&Address::new(&format!("/{folder}"))));
            }
        }
        addresses
    }

    /// Tells every cache.
    ///
    /// # Errors
    ///
    /// When one could not be told: who and why, a sentence for each.
    pub async fn caches(&self, addresses: &BTreeSet<String>, stop: impl Fn() -> bool) -> Result<(), Vec<String>> {
        let mut faults = Vec::new();
        for cache in self.caches.iter().filter(|_| !addresses.is_empty()) {
            let tell = || -> HostFuture<'_, ()> { Box::pin(self.cache(cache, addresses)) };
            if let Err(fault) = persist(0, &stop, tell).await {
                faults.push(fault.sentence);
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    async fn cache(&self, cache: &Cache, addresses: &BTreeSet<String>) -> Result<(), HostError> {
        match cache {
            Cache::CloudFront(id) => self.cloudfront(id, addresses).await,
            Cache::Cloudflare(zone) => self.cloudflare(zone, addresses).await,
            Cache::IndexNow(endpoint) => self.indexnow(endpoint, addresses).await,
            Cache::Command(line) => {
                let mut text: String = addresses.iter().flat_map(|address| [address.as_str(), "\n"]).collect();
                text.shrink_to_fit();
                let mut command = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
                command.args([if cfg!(windows) { "/C" } else { "-c" }, line]);
                let output = run(command, text.into_bytes()).await?;
                if output.status.success() {
                    return Ok(());
                }
                // What a command says may hold what nobody else may know.
                let sentence = format!("the command of `cdn` ended with {}", output.status);
                Err(HostError::new(FailureScope::Lasting, sentence))
            }
        }
    }

    /// Through the `aws` program, which has the credentials of its user in whatever form.
    async fn cloudfront(&self, id: &str, addresses: &BTreeSet<String>) -> Result<(), HostError> {
        let root = self.base.root();
        let origin = root.strip_suffix(self.base.path()).unwrap_or(&root);
        let mut paths: Vec<&str> = addresses.iter().filter_map(|address| address.strip_prefix(origin)).collect();
        let all = format!("{}*", self.base.path());
        if paths.len() > MANY {
            paths = vec![&all];
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let batch = json!({
            "Paths": {"Quantity": paths.len(), "Items": paths},
            "CallerReference": format!("noticeboard-{now}"),
        });
        let file = self.state.join("cloudfront.json");
        let unwritable = |error: std::io::Error| {
            HostError::new(FailureScope::Lasting, format!("`{}` cannot be written: {error}", file.display()))
        };
        fs::write(&file, batch.to_string()).map_err(unwritable)?;
        let mut command = Command::new("aws");
        command.args(["cloudfront", "create-invalidation", "--output", "text", "--distribution-id", id]);
        command.arg("--invalidation-batch").arg(format!("file://{}", file.display()));
        // The endpoint of a store is not that of CloudFront.
        command.env_remove("AWS_ENDPOINT_URL");
        let told = run(command, Vec::new()).await;
        let _ = fs::remove_file(&file);
        let output = told.map_err(|fault| match fault.trouble {
            FailureScope::Fatal => HostError::new(
                FailureScope::Fatal,
                "CloudFront is told through the program `aws`, and it is not installed",
            ),
            _ => fault,
        })?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let why = match said.as_str() {
            said if said.contains("NoSuchDistribution") => "there is no such distribution",
            said if said.contains("AccessDenied") => "these credentials may not do that",
            said if said.contains("credentials") => "there are no credentials",
            said if said.contains("InvalidClientTokenId") || said.contains("SignatureDoesNotMatch") => {
                "the credentials are wrong"
            }
            said if said.contains("TooManyInvalidations") || said.contains("Throttling") => {
                return Err(HostError::new(FailureScope::Passing, format!("CloudFront `{id}` has too much to forget")));
            }
            _ => "`aws` does not say why in a way that can be shown",
        };
        Err(HostError::new(FailureScope::Lasting, format!("CloudFront `{id}` was not told what changed: {why}")))
    }

    async fn cloudflare(&self, zone: &str, addresses: &BTreeSet<String>) -> Result<(), HostError> {
        let token = env::var("CLOUDFLARE_API_TOKEN").unwrap_or_default();
        if token.is_empty() {
            let sentence = "Cloudflare was not told what changed: CLOUDFLARE_API_TOKEN is not set";
            return Err(HostError::new(FailureScope::Fatal, sentence));
        }
        let api = env::var("CLOUDFLARE_BASE_URL").unwrap_or_else(|_| "https://api.cloudflare.com/client/v4".into());
        let url = format!("{}/zones/{zone}/purge_cache", api.trim_end_matches('/'));
        let client = Client::new();
        let addresses: Vec<&String> = addresses.iter().collect();
        let wishes: Vec<serde_json::Value> = if addresses.len() > MANY {
            vec![json!({"purge_everything": true})]
        } else {
            addresses.chunks(AT_ONCE).map(|some| json!({"files": some})).collect()
        };
        for wish in wishes {
            let headers =
                vec![("authorization", format!("Bearer {token}")), ("content-type", "application/json".to_owned())];
            let body = RequestBody::Bytes(wish.to_string().into_bytes().into());
            let answer = client.ask("Cloudflare", "POST", &url, headers, body).await?;
            let why = match answer.status {
                200 => continue,
                401 | 403 => "the token may not do that",
                404 => "there is no such zone",
                429 | 500.. => {
                    return Err(HostError::new(FailureScope::Passing, "Cloudflare does not answer as it should"));
                }
                _ => "it refused",
            };
            return Err(HostError::new(FailureScope::Lasting, format!("Cloudflare was not told what changed: {why}")));
        }
        Ok(())
    }

    /// Tells search engines which pages changed (`IndexNow`): those that were taken back are read again, and forgotten.
    async fn indexnow(&self, endpoint: &str, addresses: &BTreeSet<String>) -> Result<(), HostError> {
        let client = Client::new();
        let pages: Vec<&String> = addresses.iter().filter(|address| address.ends_with('/')).collect();
        let (key, host) = (indexnow_key(&self.base), self.base.host());
        for some in pages.chunks(INDEXNOW_MOST) {
            let location = self.base.url(&Address::new(&indexnow_file(&self.base)));
            let wish = json!({"host": host, "key": key, "keyLocation": location, "urlList": some});
            let headers = vec![("content-type", "application/json; charset=utf-8".to_owned())];
            let body = RequestBody::Bytes(wish.to_string().into_bytes().into());
            let why = match client.ask("IndexNow", "POST", endpoint, headers, body).await?.status {
                200..300 => continue,
                403 => "it does not find the key; the file is sent with the site, so the next publish will do",
                422 => "the addresses are not of this host",
                429 | 500.. => {
                    return Err(HostError::new(FailureScope::Passing, "IndexNow does not answer as it should"));
                }
                _ => "it refused",
            };
            return Err(HostError::new(
                FailureScope::Lasting,
                format!("search engines were not told what changed: {why}"),
            ));
        }
        Ok(())
    }

    /// Tells the hub of feeds that changed (`WebSub`, as hubs take it: `hub.mode=publish`).
    ///
    /// # Errors
    ///
    /// When it could not be told: a sentence.
    pub async fn hub(&self, feeds: &[&str], stop: impl Fn() -> bool) -> Result<(), String> {
        let Some(hub) = self.hub.as_ref().filter(|_| !feeds.is_empty()) else { return Ok(()) };
        let client = Client::new();
        for feed in feeds {
            let feed = self.base.url(&Address::new(feed));
            let encoded = percent_encoding::utf8_percent_encode(&feed, percent_encoding::NON_ALPHANUMERIC);
            let form: Arc<[u8]> = format!("hub.mode=publish&hub.url={encoded}").into_bytes().into();
            let tell = || -> HostFuture<'_, ()> {
                let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
                let asked = client.ask("the hub", "POST", hub, headers, RequestBody::Bytes(form.clone()));
                Box::pin(async {
                    match asked.await?.status {
                        200..300 => Ok(()),
                        429 | 500.. => {
                            Err(HostError::new(FailureScope::Passing, "the hub does not answer as it should"))
                        }
                        status => Err(HostError::new(FailureScope::Lasting, format!("the hub refused it ({status})"))),
                    }
                })
            };
            persist(0, &stop, tell).await.map_err(|fault| fault.sentence)?;
        }
        Ok(())
    }
}

/// The key of a site for `IndexNow`. It is no secret: the site shows it, which proves that who tells may put files there.
fn indexnow_key(base: &BaseUrl) -> String {
    let hash = blake3::hash(format!("noticeboard IndexNow {}", base.root()).as_bytes()).to_hex();
    hash[..32].to_owned()
}

/// The file that shows the key.
fn indexnow_file(base: &BaseUrl) -> String {
    format!("{}.txt", indexnow_key(base))
}

/// What search engines look for on the site before they take what they are told: a file's name and its text.
pub fn proof(base: &BaseUrl, caches: &[Cache]) -> Option<(String, String)> {
    let told = caches.iter().any(|cache| matches!(cache, Cache::IndexNow(_)));
    told.then(|| (indexnow_file(base), indexnow_key(base)))
}

/// Runs a command to its end, or ends it.
async fn run(mut command: Command, input: Vec<u8>) -> Result<Output, HostError> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let name = Path::new(command.get_program()).display().to_string();
    let mut child = command
        .spawn()
        .map_err(|error| HostError::new(FailureScope::Fatal, format!("`{name}` cannot be started: {error}")))?;
    let failed = |error: std::io::Error| {
        HostError::new(FailureScope::Lasting, format!("`{name}` cannot be spoken with: {error}"))
    };
    let (stdin, mut stdout, mut stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let writing = std::thread::spawn(move || {
        // Where it stops reading, its status says why.
        let _ = stdin.map(|mut stdin| stdin.write_all(&input));
    });
    let reading = std::thread::spawn(move || {
        let mut said = (Vec::new(), Vec::new());
        let _ = stdout.as_mut().map(|stdout| std::io::Read::read_to_end(stdout, &mut said.0));
        let _ = stderr.as_mut().map(|stderr| std::io::Read::read_to_end(stderr, &mut said.1));
        said
    });
    let mut waited = Duration::ZERO;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        if waited > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            return Err(HostError::new(
                FailureScope::Lasting,
                format!("`{name}` did not end within {} minutes", LIMIT.as_secs() / 60),
            ));
        }
        sleep(Duration::from_millis(50)).await;
        waited += Duration::from_millis(50);
    };
    let (stdout, stderr) = block_in_place(|| {
        let _ = writing.join();
        reading.join().unwrap_or_default()
    });
    Ok(Output { status, stdout, stderr })
}
