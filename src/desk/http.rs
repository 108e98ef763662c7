//! Requests to answers, in the one place where it is decided who is let in. In: a request. Out: a screen, a page of the site, a
//! file, or a sentence that says why not. It must not know what stands on a screen.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    OWN,
    door::{AccessRefusal, Pass},
    form::FormData,
    routes, screens,
    state::Desk,
    upload,
};
use crate::{
    media::content_type,
    plan::{Output, Recipe},
    render::RenderedOutput,
    serve::{
        Edition,
        host::{self, PathRefusal},
        http::{SiteAnswer, html, of_site, sentence, settled},
        look::{FileLookup, find},
    },
};

/// The most bytes of a form; a bulletin may have two million.
const LARGEST_FORM: usize = 8 * 1024 * 1024;
/// The most bytes of a form with a file.
const LARGEST_WITH_FILE: u64 = (upload::LARGEST + LARGEST_FORM) as u64;
/// In this time the body of a request must have come.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a screen is asked.
pub struct ScreenRequest {
    /// Below [`OWN`].
    pub path: String,
    pub query: FormData,
    /// What was sent; none where it is only looked.
    pub sent: Option<FormData>,
    /// The files that were sent with it.
    pub files: Vec<Upload>,
    pub welsh: bool,
}

/// A file that a form sends.
pub struct Upload {
    pub field: String,
    /// Its name on the machine that it comes from; nothing of it is to be trusted.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a screen answers.
pub enum Answer {
    Page(StatusCode, &'static str, serde_json::Value),
    See(String),
    Json(serde_json::Value),
    Own {
        media: &'static str,
        text: &'static str,
        /// Whether its address changes with it, so that browsers may keep it.
        lasting: bool,
    },
    Nothing,
}

/// Nothing of a screen or a page is left in the browser.
const NO_STORE: &str = "no-store";

/// Everything that is answered.
pub fn router(desk: Arc<Desk>) -> Router {
    Router::new().fallback(answer).with_state(desk)
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    // As it is read below, whichever letters are written as their numbers.
    let own = host::plain(request.uri().path()).is_ok_and(|path| path.starts_with(OWN));
    let mut response = let_in(desk, request).await;
    let headers = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    let policy = if own {
        format!(
            "default-src 'none'; script-src http://{host}{OWN}; style-src http://{host}{OWN}; img-src 'self' data: blob:; \
             connect-src http://{host}{OWN}; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    } else {
        // The site's pages stand beside drafts here: none of them runs a script, sends a form, or is framed elsewhere.
        "sandbox allow-same-origin allow-popups; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'"
            .to_owned()
    };
    set(header::CONTENT_SECURITY_POLICY, &policy);
    set(header::X_FRAME_OPTIONS, if own { "DENY" } else { "SAMEORIGIN" });
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(NO_STORE));
    response
}

async fn let_in(desk: Arc<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let query = FormData::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let pass = desk.door.admit(&parts.method, &parts.uri, &parts.headers, query.get("token"));
    match pass {
        Ok(Pass::New) => return welcome(&desk),
        Ok(Pass::In) => {}
        Err(AccessRefusal::Name) => {
            return sentence(StatusCode::MISDIRECTED_REQUEST, "This desk does not answer to that name.");
        }
        Err(AccessRefusal::Foreign) => {
            return sentence(StatusCode::FORBIDDEN, "This desk does not answer to pages from elsewhere.");
        }
        Err(AccessRefusal::Stranger) => {
            let words = "This is somebody's desk. Open it with the whole address that `noticeboard desk` printed.";
            return sentence(StatusCode::FORBIDDEN, words);
        }
    }
    let path = match host::plain(parts.uri.path()) {
        Ok(path) => path,
        Err(PathRefusal::Long) => return sentence(StatusCode::URI_TOO_LONG, "The address is too long."),
        Err(PathRefusal::Malformed) => return sentence(StatusCode::BAD_REQUEST, "The address cannot be read."),
        Err(PathRefusal::Nowhere) => return sentence(StatusCode::NOT_FOUND, "Nothing has such an address."),
    };
    let (sent, files) = match parts.method {
        Method::GET | Method::HEAD => (None, Vec::new()),
        Method::POST if path.starts_with(OWN) => match received(&desk, &parts.headers, body).await {
            Ok((form, files)) => (Some(form), files),
            Err(refused) => return refused,
        },
        _ => {
            let mut response = sentence(StatusCode::METHOD_NOT_ALLOWED, "This is not how the desk is asked.");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            return response;
        }
    };
    let Some(below) = path.strip_prefix(OWN) else { return of_site(move || page(&desk, &path, &query)).await };
    let accepts = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ask = ScreenRequest {
        path: below.to_owned(),
        query,
        sent,
        files,
        welsh: accepts.trim_start().to_ascii_lowercase().starts_with("cy"),
    };
    let made = tokio::task::spawn_blocking(move || screen(&desk, &ask)).await;
    made.unwrap_or_else(|_| {
        sentence(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The program failed inside. Go back: what you wrote is still in its form.",
        )
    })
}

/// The first page: from here on the cookie tells who it is, and the key leaves the address bar.
fn welcome(desk: &Desk) -> Response {
    let mut response = sentence(StatusCode::SEE_OTHER, "The desk is open.");
    for (name, value) in [(header::LOCATION, OWN), (header::SET_COOKIE, desk.door.cookie().as_str())] {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The form of a request that changes something, with its files.
async fn received(desk: &Desk, headers: &HeaderMap, body: Body) -> Result<(FormData, Vec<Upload>), Response> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let read = async {
        match media.split(';').next().map(str::trim) {
            Some("application/x-www-form-urlencoded") => {
                if length.is_some_and(|length| length > LARGEST_FORM as u64) {
                    return Err(large());
                }
                let bytes = to_bytes(body, LARGEST_FORM).await.map_err(|_| large())?;
                Ok((FormData::parse(&bytes), Vec::new()))
            }
            Some("multipart/form-data") if length.is_some_and(|length| length > LARGEST_WITH_FILE) => Err(large()),
            Some("multipart/form-data") => in_parts(media, body).await,
            _ => Err(sentence(StatusCode::UNSUPPORTED_MEDIA_TYPE, "This is no form of the desk.")),
        }
    };
    let late = |_| sentence(StatusCode::REQUEST_TIMEOUT, "It took too long to come.");
    let (form, files) = tokio::time::timeout(PATIENCE, read).await.map_err(late)??;
    if desk.door.admits_form(form.get("token")) {
        Ok((form, files))
    } else {
        let words =
            "This form belongs to a desk that was closed since. Go back, copy what you wrote, and open the desk again.";
        Err(sentence(StatusCode::FORBIDDEN, words))
    }
}

fn large() -> Response {
    sentence(StatusCode::PAYLOAD_TOO_LARGE, "That is too large: a bulletin may have 8 MB, a file 25 MB.")
}

/// A form with files (RFC 7578).
async fn in_parts(media: &str, body: Body) -> Result<(FormData, Vec<Upload>), Response> {
    let broken = || sentence(StatusCode::BAD_REQUEST, "This form cannot be read.");
    let boundary = multer::parse_boundary(media).map_err(|_| broken())?;
    let limits = multer::SizeLimit::new().whole_stream(LARGEST_WITH_FILE);
    let limits = multer::Constraints::new().size_limit(limits);
    let mut parts = multer::Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    let failed = |error: multer::Error| match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => large(),
        _ => broken(),
    };
    while let Some(part) = parts.next_field().await.map_err(failed)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(failed)?.to_vec();
        match name {
            Some(name) if !name.is_empty() || !bytes.is_empty() => files.push(Upload { field, name, bytes }),
            Some(_) => {}
            None => pairs.push((field, String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))),
        }
    }
    Ok((FormData::from(pairs), files))
}

fn screen(desk: &Desk, ask: &ScreenRequest) -> Response {
    let open = desk.site();
    let _waited_for = open.as_ref().map(|open| open.followed.shared.wait_for());
    match routes::answer(desk, ask) {
        Answer::Page(status, name, shown) => match desk.screen(name, &shown, ask.welsh) {
            Ok(page) => html(status, page.into_bytes()),
            Err(fault) => sentence(StatusCode::INTERNAL_SERVER_ERROR, &format!("This screen cannot be shown: {fault}")),
        },
        Answer::See(link) => {
            let mut response = sentence(StatusCode::SEE_OTHER, "It goes on elsewhere.");
            if let Ok(link) = HeaderValue::from_str(&link) {
                response.headers_mut().insert(header::LOCATION, link);
            }
            response
        }
        Answer::Json(value) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], value.to_string()).into_response()
        }
        Answer::Own { media, text, lasting } => {
            let kept = if lasting { "private, max-age=31536000, immutable" } else { NO_STORE };
            let headers = [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, kept)];
            (headers.map(|(name, value)| (name, HeaderValue::from_static(value))), text).into_response()
        }
        Answer::Nothing => {
            let nothing = json!({"page": screens::page(desk, "sorry"), "word": "desk_sorry_nothing", "detail": null});
            match desk.screen("closed.html", &nothing, ask.welsh) {
                Ok(page) => html(StatusCode::NOT_FOUND, page.into_bytes()),
                Err(_) => sentence(StatusCode::NOT_FOUND, "The desk has nothing here."),
            }
        }
    }
}

/// A page or a style sheet as a machine shows it that is set to dark.
fn in_the_dark(bytes: &[u8], media: &str) -> Vec<u8> {
    let is_page = media.starts_with("text/html");
    if !is_page && !media.starts_with("text/css") {
        return bytes.to_vec();
    }
    let text = String::from_utf8_lossy(bytes);
    let pairs = [
        ("(prefers-color-scheme: dark)", "all"),
        ("(prefers-color-scheme:dark)", "all"),
        ("color-scheme: light dark", "color-scheme: dark"),
        ("color-scheme:light dark", "color-scheme:dark"),
    ];
    let text = pairs.iter().fold(text.into_owned(), |text, (as_set, in_dark)| text.replace(as_set, in_dark));
    let text = if is_page { text.replace(".css\"", ".css?dark=yes\"") } else { text };
    text.into_bytes()
}

/// A page of the site as readers get it; with `unsaved`, as it would be with what is being typed.
fn page(desk: &Desk, path: &str, query: &FormData) -> SiteAnswer {
    let Some(open) = desk.site() else {
        return SiteAnswer::Made(sentence(StatusCode::NOT_FOUND, "There is no site yet."));
    };
    let shared = &open.followed.shared;
    let _waited_for = shared.wait_for();
    let typed = query.get("unsaved").and_then(|number| desk.typed(number.parse().ok()?));
    let edition = typed.unwrap_or_else(|| settled(shared, open.edition(), path));
    let sent = |output: &Output, status| {
        let media = content_type(output.address.as_str());
        let bytes = match &edition.page(output).rendered {
            Ok(RenderedOutput::Copy(path)) => return SiteAnswer::File(path.clone(), media, edition.clone()),
            Ok(RenderedOutput::Shared(bytes)) if query.has("dark") => in_the_dark(bytes, media),
            Ok(RenderedOutput::Bytes(bytes)) if query.has("dark") => in_the_dark(bytes, media),
            Ok(RenderedOutput::Shared(bytes)) => bytes.to_vec(),
            Ok(RenderedOutput::Bytes(bytes)) => bytes.clone(),
            Err(_) => {
                let words = "This page cannot be shown: a template of the site fails.";
                return SiteAnswer::Made(sentence(StatusCode::INTERNAL_SERVER_ERROR, words));
            }
        };
        SiteAnswer::Made((status, [(header::CONTENT_TYPE, HeaderValue::from_static(media))], bytes).into_response())
    };
    match find(&edition, path) {
        FileLookup::Output(output) if query.has("entry") => SiteAnswer::Made(entry(desk, &edition, output)),
        FileLookup::Output(output) => sent(output, StatusCode::OK),
        FileLookup::Nothing(Some(output)) => sent(output, StatusCode::NOT_FOUND),
        FileLookup::Nothing(None) => {
            SiteAnswer::Made(sentence(StatusCode::NOT_FOUND, "Nothing stands at this address."))
        }
        FileLookup::Elsewhere(link) => {
            let mut response = sentence(StatusCode::FOUND, "This stands at another address.");
            if let Ok(link) = HeaderValue::from_str(&link) {
                response.headers_mut().insert(header::LOCATION, link);
            }
            SiteAnswer::Made(response)
        }
    }
}

/// A bulletin as it reaches those who follow the site by feed.
fn entry(desk: &Desk, edition: &Edition, output: &Output) -> Response {
    let nothing = || sentence(StatusCode::NOT_FOUND, "No feed tells of this.");
    let Recipe::Bulletin(id) = output.recipe else { return nothing() };
    let item = edition.site.feed_item(id).ok().and_then(|item| serde_json::from_str::<serde_json::Value>(&item).ok());
    let Some(item) = item else { return nothing() };
    let base = &edition.site.catalogue.settings.base;
    // Its links are whole, as they leave the site; here they stay on this machine.
    let content = item["content_html"]
        .as_str()
        .unwrap_or_default()
        .replace(&format!("=\"{}", base.root()), &format!("=\"{}", base.path()));
    let bulletin = &edition.site.catalogue.bulletin(id).bulletin;
    let shown = serde_json::json!({
        "site": edition.site.catalogue.settings.title,
        "own": OWN,
        "title": item["title"],
        "content": content,
        "day": edition.site.voice().moment(bulletin.date),
    });
    match desk.screen("entry.html", &shown, false) {
        Ok(page) => html(StatusCode::OK, page.into_bytes()),
        Err(fault) => sentence(StatusCode::INTERNAL_SERVER_ERROR, &format!("This cannot be shown: {fault}")),
    }
}
