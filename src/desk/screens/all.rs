//! The screen with every bulletin. In: the site, and what is asked for. Out: a page of rows, and what can be asked for.

use axum::http::StatusCode;
use serde_json::json;

use super::page;
use crate::desk::{
    form::FormData,
    http::Answer,
    rows::{self, Filter},
    state::{Desk, OpenSite},
};

const PER_PAGE: usize = 50;

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let edition = open.edition();
    let (voice, catalogue) = (edition.site.voice(), &edition.site.catalogue);
    let number = query.text("page").parse::<usize>().unwrap_or(1).clamp(1, 1_000_000);
    let (count, rows) = rows::all(&edition, &voice, &Filter::of(query), number - 1, PER_PAGE);
    // Pages have neither kind nor place nor day.
    let plain = ["state", "kind", "area", "from"].iter().all(|name| query.text(name).is_empty()) && number == 1;
    let own_pages = if plain { rows::pages(&edition, &voice, query.text("q")) } else { Vec::new() };
    let pages = count.div_ceil(PER_PAGE).max(1);
    let link = |number: usize| {
        let kept = query.pairs().iter().filter(|(name, value)| name != "page" && !value.is_empty());
        let number = number.to_string();
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair("page", &number)
            .finish();
        format!("all?{query}")
    };
    let kinds: Vec<_> =
        catalogue.settings.kinds.iter().enumerate().map(|(at, kind)| json!([kind.name, voice.kinds(at)])).collect();
    let states = [
        ("draft", voice.text("draft")),
        ("scheduled", voice.text("scheduled")),
        ("open", voice.text("open")),
        ("resolved", voice.text("resolved")),
        ("expired", voice.text("expired")),
        ("withdrawn", voice.text("desk_taken_back")),
    ];
    let areas: Vec<&str> = catalogue.areas.ids().map(|id| catalogue.areas.get(id).name.as_str()).collect();
    let own = |name: &str| query.text(name);
    let shown = json!({
        "page": page(desk, "all"),
        "rows": rows,
        "own_pages": own_pages,
        "count": count,
        "number": number,
        "pages": pages,
        "earlier": (number > 1).then(|| link(number - 1)),
        "later": (number < pages).then(|| link(number + 1)),
        "kinds": kinds,
        "states": states,
        "areas": areas,
        "asked": {"q": own("q"), "state": own("state"), "kind": own("kind"), "area": own("area"), "from": own("from")},
    });
    Answer::Page(StatusCode::OK, "all.html", shown)
}
