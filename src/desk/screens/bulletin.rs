//! The screen of one bulletin: what it is, what can be done with it, and the page that readers get. In: the site and a path.
//! Out: data. Of one that was taken back it shows its days alone.

use axum::http::StatusCode;
use serde_json::json;

use super::{about, act, document, page, publish, told_all, versions};
use crate::{
    catalogue::{BulletinId, LinkTarget, State},
    desk::{
        form::FormData,
        http::Answer,
        receipts, rows,
        state::{Desk, OpenSite},
    },
    plan,
    published::PublicState,
    render::RenderedOutput,
    serve::Edition,
    source::SourcePath,
};

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let Some(path) = document(desk, open, query.text("path")) else { return Answer::Nothing };
    let edition = open.edition();
    let (voice, catalogue) = (edition.site.voice(), &edition.site.catalogue);
    let text = edition.text(&path).unwrap_or_default();
    let gone = rows::gone(&edition, &path);
    let target = catalogue.target(path.as_str());
    let problems = if gone.is_some() { Vec::new() } else { edition.problems_at(&path, &text) };
    let problems = told_all(&problems, &text, &voice);
    let id = match target {
        Some(LinkTarget::Bulletin(id)) => Some(id),
        _ => None,
    };
    let placed = id.map(|id| catalogue.bulletin(id));
    let row = match (placed, gone) {
        (Some(placed), _) => Some(rows::shown(catalogue, &voice, placed)),
        // Its address stands below, whole.
        (None, Some(gone)) => Some(rows::Row { address: None, ..rows::taken_back(catalogue, &voice, gone) }),
        (None, None) => None,
    };
    let address = match (target, gone) {
        (Some(LinkTarget::Bulletin(id)), _) => Some(&catalogue.bulletin(id).address),
        (Some(LinkTarget::Page(id)), _) => Some(&catalogue.page(id).address),
        (_, gone) => gone.map(|gone| &gone.address),
    };
    let folder = publish::folder_of(desk, &catalogue.settings);
    let base = &catalogue.settings.base;
    let state = placed.map(|placed| placed.bulletin.life.state);
    let said = query.text("said");
    let ends = placed.and_then(|placed| placed.bulletin.expires);
    let is_over = ends.is_some_and(|ends| ends <= catalogue.now) && !matches!(state, Some(State::Resolved { .. }));
    // Without a day of its own it ends by its kind, or with what it is about.
    let usual = ends.filter(|_| said == "ends" && !act::says_its_end(&text));
    let shown = json!({
        "page": page(desk, "bulletin"),
        "path": path.as_str(),
        "row": row,
        "title": if gone.is_some() { None } else { rows::title(&edition, &path).or_else(|| Some(path.file_name().to_owned())) },
        "gone": gone.is_some(),
        "broken": target == Some(LinkTarget::Broken),
        "is_page": matches!(target, Some(LinkTarget::Page(_))),
        "link": address.map(|address| base.link(address)),
        "public": address.filter(|_| !base.is_local()).map(|address| base.url(address)),
        "poster": id.and_then(|id| plan::poster_address(catalogue, id)).map(|address| base.link(&address)),
        "plain": id.filter(|_| state != Some(State::Draft)).and_then(|id| plain(&edition, id)),
        "is_open": state.is_some_and(State::is_open),
        "is_draft": state == Some(State::Draft),
        "can_delete": placed.is_some_and(|placed| act::is_deletable(desk, placed)),
        "is_over": state.is_some_and(|state| matches!(state, State::Resolved { .. } | State::Expired { .. })),
        "problems": problems,
        "updates": if gone.is_some() { Vec::new() } else { updates(&edition, &text, &path) },
        "taken_back": matches!(said, "take-back" | "resolved"),
        "left": gone.and_then(|gone| act::public_state(desk, &gone.address)).map(|state| match state {
            PublicState::Shown => "shown",
            // Who puts a folder on the web, and when, is not known.
            _ if folder.is_some() => "folder",
            _ => "gone",
        }),
        "folder": folder,
        "retracts": act::is_taken_down(desk, catalogue, &path),
        "told": match (said, usual) {
            ("ends", Some(_)) => Some("desk_said_ends_usual"),
            ("ends", None) if ends.is_none() => Some("desk_said_ends_none"),
            _ => done(said, state == Some(State::Draft)),
        },
        "usual": usual.map(|ends| voice.moment(ends.last_that_holds(&catalogue.settings.zone))),
        "told_over": is_over && matches!(said, "saved" | "ends" | "restored"),
        "held": if state == Some(State::Draft) { receipts::held(&desk.folder, &path) } else { Vec::new() },
        "has_versions": gone.is_none() && versions::there(desk, &path),
        "edit": about("write", &path),
        "acts": acts(&path),
    });
    Answer::Page(StatusCode::OK, "bulletin.html", shown)
}

/// A bulletin as a text to pass on, where the site has one.
fn plain(edition: &Edition, id: BulletinId) -> Option<String> {
    let address = plan::text_address(&edition.site.catalogue, id)?;
    match &edition.page(edition.site.plan.at(&address)?).rendered {
        Ok(RenderedOutput::Bytes(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

/// The updates of a bulletin, the newest first, each with the address where its words are corrected.
fn updates(edition: &Edition, text: &str, path: &SourcePath) -> Vec<serde_json::Value> {
    let (voice, calendar) = (edition.site.voice(), edition.site.catalogue.settings.calendar());
    let all = act::updates(text).into_iter().enumerate().filter(|(_, (_, said))| !said.is_empty());
    let mut all: Vec<_> = all.map(|(at, (day, said))| (calendar.read(&day), day, said, at)).collect();
    all.sort_by(|(a, ..), (b, ..)| b.cmp(a));
    let shown = all.into_iter().map(|(moment, day, said, at)| {
        let day = moment.map_or(day, |moment| voice.moment(moment));
        json!({"day": day, "text": said, "link": format!("{}&item={at}", about("update", path))})
    });
    shown.collect()
}

/// The name of the words that say what was just done with it.
fn done(said: &str, draft: bool) -> Option<&'static str> {
    Some(match said {
        "saved" | "restored" | "added" if draft => "desk_saved_draft",
        "saved" => "desk_saved",
        "update" => "desk_said_update",
        "ends" => "desk_said_ends",
        "resolved" => "desk_said_resolved",
        "reopen" => "desk_said_reopen",
        "restored" => "desk_said_restored",
        "added" => "desk_said_added",
        _ => return None,
    })
}

/// What can be done with it, each with its address.
fn acts(path: &SourcePath) -> serde_json::Map<String, serde_json::Value> {
    let names = act::ACTS.iter().copied().chain(["text", "versions"]);
    names.map(|name| (name.replace('-', "_"), about(name, path).into())).collect()
}
