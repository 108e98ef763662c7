//! Requests to answers. In: a request. Out: a page, a file of the site, something of the preview's own, or a plain
//! sentence that says why not. It must not know how connections come about.

use std::{convert::Infallible, path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use tokio::io::AsyncReadExt as _;

use super::{
    edition::{Edition, PageError},
    host::{self, PathRefusal, RequestOrigin},
    look::{FileLookup, find},
    page::{self, OWN, PageState},
    shared::{Shared, moment},
    shown::{self, Tab},
};
use crate::{
    catalogue::Preview, media::content_type, moment::Moment, plan::Output, render::RenderedOutput, source::SourcePath,
};

/// Everything that is answered.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(answer).with_state(shared)
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let mut response = match refused(&shared, &request) {
        Some(response) => response,
        None => {
            let asker = request.extensions().get().copied().unwrap_or(RequestOrigin::Elsewhere);
            admitted(shared, asker, request.uri()).await
        }
    };
    let headers = response.headers_mut();
    // What was right a second ago is not: nothing of the preview is to be kept.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A sentence and nothing else.
pub fn sentence(status: StatusCode, words: &str) -> Response {
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    (status, [(header::CONTENT_TYPE, plain)], format!("{words}\n")).into_response()
}

/// The answer to a request that is not looked at further.
fn refused(shared: &Shared, request: &Request) -> Option<Response> {
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = named.next().and_then(|host| host.to_str().ok());
    let meant = host.is_some_and(|host| shared.hosts.admit(host)) && named.next().is_none();
    let asked = request.uri().authority().is_none_or(|authority| shared.hosts.admit(authority.as_str()));
    if !(meant && asked) {
        let words = "This is a preview on somebody's own machine, and it does not answer to that name. \
                     Use the address that `noticeboard serve` printed, or name another with `--host`.";
        return Some(sentence(StatusCode::MISDIRECTED_REQUEST, words));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = sentence(StatusCode::METHOD_NOT_ALLOWED, "A site can only be read: use GET or HEAD.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    None
}

async fn admitted(shared: Arc<Shared>, asker: RequestOrigin, uri: &Uri) -> Response {
    let path = match host::plain(uri.path()) {
        Ok(path) => path,
        Err(PathRefusal::Long) => {
            return sentence(StatusCode::URI_TOO_LONG, "The address is longer than any of a site.");
        }
        Err(PathRefusal::Malformed) => return sentence(StatusCode::BAD_REQUEST, "The address cannot be read."),
        Err(PathRefusal::Nowhere) => return sentence(StatusCode::NOT_FOUND, "No site has such an address."),
    };
    let query = uri.query().unwrap_or_default().to_owned();
    match path.strip_prefix(OWN) {
        Some("preview.js") => own("text/javascript; charset=utf-8", page::SCRIPT),
        Some("preview.css") => own("text/css; charset=utf-8", page::STYLE),
        Some("events") => events(&shared),
        Some("state") => blocking(move || state(&shared, asker, &query)).await,
        Some(_) => sentence(StatusCode::NOT_FOUND, "The preview has nothing here."),
        None => of_site(move || made(&shared, asker, &path, &query)).await,
    }
}

fn own(media: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(media))], text).into_response()
}

/// Work that keeps a thread busy, away from the threads that answer; a fault in it is the end of one request.
async fn blocking(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        sentence(StatusCode::INTERNAL_SERVER_ERROR, "The program failed inside; the rest of the preview goes on.")
    })
}

/// One value of a query.
fn value(query: &str, name: &str) -> Option<String> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Whether somebody may see what readers do not see yet.
fn sees_hidden(asker: RequestOrigin, edition: &Edition) -> bool {
    asker == RequestOrigin::Here || edition.preview().drafts
}

/// The edition that is asked for: the current one, or that of another date.
fn edition(shared: &Shared, asker: RequestOrigin, query: &str) -> Result<(Arc<Edition>, Option<Moment>), String> {
    let current = shared.edition();
    match value(query, "as-on").filter(|text| !text.is_empty() && sees_hidden(asker, &current)) {
        None => Ok((current, None)),
        Some(text) => match moment(&text, &current) {
            Some(moment) => Ok((shared.other(moment, current.preview()), Some(moment))),
            None => Err(text),
        },
    }
}

/// The edition that shows what stands at a path: where that is not public yet, one in which it is.
fn with_hidden(shared: &Shared, asker: RequestOrigin, edition: Arc<Edition>, path: &str) -> Arc<Edition> {
    let waits = sees_hidden(asker, &edition)
        && matches!(find(&edition, path), FileLookup::Nothing(_))
        && shown::waits(&edition, path);
    if waits { shared.other(edition.site.catalogue.now, Preview { drafts: true, future: true }) } else { edition }
}

/// What a tab is told.
fn state(shared: &Shared, asker: RequestOrigin, query: &str) -> Response {
    let _waited_for = shared.wait_for();
    let Ok((edition, as_on)) = edition(shared, asker, query) else {
        return sentence(StatusCode::BAD_REQUEST, "That date cannot be read.");
    };
    let tab = Tab {
        path: value(query, "at").and_then(|at| host::plain(&at).ok()).unwrap_or_default(),
        mark: value(query, "mark").unwrap_or_default(),
        edition: value(query, "edition").and_then(|number| number.parse().ok()).unwrap_or_default(),
        run: value(query, "run").unwrap_or_default(),
        as_on,
        sees_hidden: sees_hidden(asker, &edition),
    };
    let edition = with_hidden(shared, asker, edition, &tab.path);
    let json = shown::state(shared, &edition, &tab).to_string();
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json).into_response()
}

/// Tells a browser whenever it should look. Only that, so that one stream serves every tab; each then asks for itself.
fn events(shared: &Shared) -> Response {
    let mut heard = shared.listen();
    heard.mark_changed();
    let beats = stream::unfold(heard, |mut heard| async move {
        heard.changed().await.ok()?;
        let beat = *heard.borrow_and_update();
        let event = Event::default().event("look").retry(Duration::from_millis(400)).data(beat.to_string());
        Some((Ok::<_, Infallible>(event), heard))
    });
    Sse::new(beats).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

/// What is to be sent of the site.
pub enum SiteAnswer {
    Made(Response),
    /// A file of the disk, under its content type.
    File(SourcePath, &'static str, Arc<Edition>),
}

/// Sends a page or a file of the site, which takes work to find.
pub async fn of_site(work: impl FnOnce() -> SiteAnswer + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(SiteAnswer::Made(response)) => response,
        Ok(SiteAnswer::File(path, media, edition)) => file(&path, media, edition.root()).await,
        Err(_) => sentence(StatusCode::INTERNAL_SERVER_ERROR, "The program failed inside; all else goes on."),
    }
}

fn made(shared: &Shared, asker: RequestOrigin, path: &str, query: &str) -> SiteAnswer {
    let _waited_for = shared.wait_for();
    let edition = match edition(shared, asker, query) {
        Ok((edition, Some(_))) => edition,
        Ok((edition, None)) => settled(shared, edition, path),
        Err(text) => {
            let told = PageState { mark: "", edition: 0, run: &shared.run };
            let words = format!("`as-on` takes a date such as `2026-03-02`, not `{text}`");
            return SiteAnswer::Made(html(
                StatusCode::BAD_REQUEST,
                page::instead("This date cannot be read", &words, &told),
            ));
        }
    };
    let edition = with_hidden(shared, asker, edition, path);
    match find(&edition, path) {
        FileLookup::Output(output) => sent(shared, asker, &edition, output, StatusCode::OK),
        FileLookup::Nothing(Some(output)) => sent(shared, asker, &edition, output, StatusCode::NOT_FOUND),
        FileLookup::Nothing(None) => {
            SiteAnswer::Made(sentence(StatusCode::NOT_FOUND, "Nothing stands at this address."))
        }
        FileLookup::Elsewhere(link) => {
            let link = if query.is_empty() { link } else { format!("{link}?{query}") };
            let mut response = sentence(StatusCode::FOUND, "This stands at another address.");
            if let Ok(link) = HeaderValue::from_str(&link) {
                response.headers_mut().insert(header::LOCATION, link);
            }
            SiteAnswer::Made(response)
        }
    }
}

/// How long a page is waited for whose file was saved in this moment, and how often it is looked.
const SAVED: (u32, Duration) = (40, Duration::from_millis(50));

/// The edition that shows a path, or the one after it, where a file was saved while this one read it.
pub fn settled(shared: &Shared, mut edition: Arc<Edition>, path: &str) -> Arc<Edition> {
    let passes = |edition: &Edition| match find(edition, path) {
        FileLookup::Output(output) | FileLookup::Nothing(Some(output)) => {
            edition.page(output).rendered.as_ref().err().is_some_and(PageError::is_passing)
        }
        _ => false,
    };
    let (times, pause) = SAVED;
    for _ in 0..times {
        if !passes(&edition) {
            break;
        }
        std::thread::sleep(pause);
        edition = shared.edition();
    }
    edition
}

pub fn html(status: StatusCode, bytes: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], bytes).into_response()
}

fn sent(
    shared: &Shared,
    asker: RequestOrigin,
    edition: &Arc<Edition>,
    output: &Output,
    status: StatusCode,
) -> SiteAnswer {
    let media = content_type(output.address.as_str());
    let page = edition.page(output);
    let told = PageState { mark: &page.mark, edition: edition.number, run: &shared.run };
    let bytes = match &page.rendered {
        Ok(RenderedOutput::Copy(path)) => return SiteAnswer::File(path.clone(), media, edition.clone()),
        Ok(RenderedOutput::Shared(bytes)) => bytes.to_vec(),
        Ok(RenderedOutput::Bytes(bytes)) if media.starts_with("text/html") => page::with_script(bytes, &told),
        Ok(RenderedOutput::Bytes(bytes)) => bytes.clone(),
        Err(fault) => return SiteAnswer::Made(cannot(fault, asker, edition, &told)),
    };
    SiteAnswer::Made((status, [(header::CONTENT_TYPE, HeaderValue::from_static(media))], bytes).into_response())
}

/// The page in the place of one that cannot be rendered.
fn cannot(fault: &PageError, asker: RequestOrigin, edition: &Edition, told: &PageState) -> Response {
    // Why quotes the files that it is in.
    let words = if sees_hidden(asker, edition) {
        shown::in_words(fault, edition)
    } else {
        "Whoever writes the site sees why.".to_owned()
    };
    html(StatusCode::INTERNAL_SERVER_ERROR, page::instead("This page cannot be shown", &words, told))
}

/// How much of a file is in memory at a time.
const PIECE: usize = 64 * 1024;

/// Sends an attachment from disk. Its path is the plan's, and was below the root when the site was read; that it has not
/// become a link out of there since is looked at once more.
async fn file(path: &SourcePath, media: &'static str, root: &Path) -> Response {
    let gone = || sentence(StatusCode::NOT_FOUND, "This file is not there any more.");
    let disk = root.join(path.as_str());
    let whole = tokio::task::spawn_blocking({
        let (disk, root) = (disk.clone(), root.to_owned());
        move || {
            let (whole, root) = (std::fs::canonicalize(disk).ok()?, std::fs::canonicalize(root).ok()?);
            (whole.starts_with(root) && whole.is_file()).then_some(whole)
        }
    });
    let Ok(Some(whole)) = whole.await else { return gone() };
    let Ok(file) = tokio::fs::File::open(whole).await else { return gone() };
    let Ok(length) = file.metadata().await.map(|metadata| metadata.len()) else { return gone() };
    // Not more than was promised, should the file grow meanwhile.
    let pieces = stream::unfold(file.take(length), |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        match (&mut file).take(PIECE as u64).read_to_end(&mut piece).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(piece), file)),
            Err(error) => Some((Err(error), file)),
        }
    });
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    (headers, Body::from_stream(pieces)).into_response()
}
