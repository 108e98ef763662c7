//! The first screen: what needs somebody. In: the site. Out: lists with few bulletins each.

use serde_json::json;

use super::{kept, page, publish};
use crate::{
    cache::memory,
    catalogue::{PlacedBulletin, State},
    desk::{
        form::FormData,
        http::Answer,
        rows,
        state::{Desk, OpenSite},
        unsaved,
    },
};
use axum::http::StatusCode;

/// So many are named in each list.
const FEW: usize = 6;
/// Days in which what ends soon ends, and after which what is open wants a word.
const SOON: i32 = 7;
const LONG: i32 = 30;

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let edition = open.edition();
    let catalogue = &edition.site.catalogue;
    let (voice, now, zone) = (edition.site.voice(), catalogue.now, &catalogue.settings.zone);
    let (soon, long) = (now.plus_days(SOON, zone), now.plus_days(-LONG, zone));
    let list = |name: &str, word: &str, link: &str, takes: &dyn Fn(&PlacedBulletin) -> bool| {
        let taken: Vec<&PlacedBulletin> = catalogue.bulletins.iter().filter(|placed| takes(placed)).collect();
        let rows: Vec<_> = taken.iter().take(FEW).map(|placed| rows::shown(catalogue, &voice, placed)).collect();
        json!({"name": name, "title": voice.text(word), "count": taken.len(), "rows": rows, "link": link})
    };
    let state = |placed: &PlacedBulletin| placed.bulletin.life.state;
    let lists = [
        list("drafts", "desk_drafts", "all?state=draft", &|placed| state(placed) == State::Draft),
        list("scheduled", "desk_scheduled", "all?state=scheduled", &|placed| state(placed) == State::Scheduled),
        list("ending", "desk_ending", "all?state=open", &|placed| {
            state(placed).is_open() && placed.bulletin.expires.is_some_and(|expires| expires > now && expires <= soon)
        }),
        list("stale", "desk_stale", "all?state=open", &|placed| {
            state(placed).is_open() && placed.bulletin.expires.is_none() && placed.bulletin.life.updated < long
        }),
        list("open", "desk_newest", "all?state=open", &|placed| state(placed).is_open()),
    ];
    let known = memory::all(&desk.state());
    // Where nothing was ever published from here, all of it would be.
    let pending = if known.is_empty() { 0 } else { publish::pending(desk, open, &known).count() };
    let typed: Vec<_> = unsaved::all(&desk.state()).iter().map(|typed| kept::row(&edition, typed)).collect();
    let (count, troubled) =
        rows::troubled(&edition, &desk.folder.settings, if query.text("look") == "all" { usize::MAX } else { FEW });
    let shown = json!({
        "page": page(desk, "today"),
        "deleted": query.get("deleted").map(|path| json!({"path": path, "id": query.text("id")})),
        "lists": lists,
        "typed": typed,
        "troubled": {"count": count, "rows": troubled},
        "pending": pending,
        "first": known.is_empty(),
        "open": catalogue.front.len(),
        "empty": edition.site.readings.iter().all(|reading| reading.path.below("content/pages").is_some()),
        "unsettled": rows::is_unsettled(&edition, &desk.folder.settings),
        "date": voice.moment(now.start_of_day(zone)),
    });
    Answer::Page(StatusCode::OK, "today.html", shown)
}
