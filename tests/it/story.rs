//! Three bulletins from their first day to their last (content.md, "Life of a bulletin"). Each chapter is a day: what the
//! author had written by then, and what every place says of it. Whatever two places both say must be the same; that is
//! held by [`told`] on each day, so the chapters show only the sum.

use crate::harness::{Page, Site, dedent, site};

const PAGE: &str = "/2026/03/station-road/";
const HOST: &str = "https://wrenvalley.example";

/// The site on a day, with the bulletin as its author had left it.
fn day(now: &str, bulletin: &str) -> Site {
    site(
        "
        -- site.yaml --
        title: Wren Valley Watch
        base_url: https://wrenvalley.example/
        cap: {status: Actual}
        areas: [{name: Wrenfield, outline: [[52.4, -2.9], [52.5, -2.9], [52.5, -2.8]]}]
    ",
    )
    .edit("content/station-road.md", &dedent(bulletin))
    .now(now)
}

/// What the whole site says of the bulletin, a line for each kind of reader.
fn told(site: &Site) -> String {
    let page = site.has(PAGE).then(|| site.page(PAGE));
    let whole = page.as_ref().filter(|page| page.metas("robots").is_empty());
    let lines = [
        ("page", page.as_ref().map(neighbour)),
        ("lists", lists(site)),
        ("feeds", feeds(site, whole)),
        ("shared", whole.map(shared)),
        ("alert", alert(site, whole)),
        ("search", search(site, whole)),
    ];
    let said = lines.into_iter().filter_map(|(reader, words)| Some(format!("{reader}: {}", words?)));
    said.collect::<Vec<_>>().join("\n")
}

/// A neighbour opens the page.
fn neighbour(page: &Page) -> String {
    if page.metas("robots") == ["noindex"] {
        return format!("{}, {}", page.words("h1"), page.words("p class=\"lede\""));
    }
    let labels = page.words("p class=\"labels\"");
    // One that a script shows once the moment has come is not there yet.
    let banner = page.shown().texts("div class=\"banner").join(" ");
    let log: Vec<String> = page
        .all("div class=\"log")
        .iter()
        .chain(&page.all("section class=\"log"))
        .flat_map(|log| log.texts("div"))
        .filter(|text| !text.starts_with("Update, "))
        .collect();
    [vec![page.words("h1"), labels], vec![banner], log]
        .concat()
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" | ")
}

/// Somebody leafs through the site.
fn lists(site: &Site) -> Option<String> {
    let places = [("front", "/"), ("area", "/areas/wrenfield/"), ("archive", "/2026/03/")];
    let kinds = ["appeal", "missing"].map(|kind| format!("/kinds/{kind}/"));
    let mut holding: Vec<&str> =
        places.iter().filter(|(_, at)| site.has(at) && linked(&site.page(at))).map(|(name, _)| *name).collect();
    if kinds.iter().any(|at| linked(&site.page(at))) {
        holding.push("kind");
    }
    (!holding.is_empty()).then(|| holding.join(" "))
}

fn linked(page: &Page) -> bool {
    page.contains(&format!("href=\"{PAGE}\""))
}

/// Three feed readers ask, of the site, the area and the kind.
fn feeds(site: &Site, page: Option<&Page>) -> Option<String> {
    let mut said = Vec::new();
    for folder in ["/", "/areas/wrenfield/", "/kinds/appeal/", "/kinds/missing/"] {
        let rss = site.feed(&format!("{folder}rss.xml")).all("item");
        let atom = site.feed(&format!("{folder}atom.xml")).all("entry");
        let json = site.feed(&format!("{folder}feed.json")).json()["items"].clone();
        let json = json.as_array().cloned().unwrap_or_default();
        assert_eq!((rss.len(), atom.len()), (json.len(), json.len()), "{folder}");
        for ((rss, atom), json) in rss.iter().zip(&atom).zip(&json) {
            let title = atom.words("title");
            let updated = atom.words("updated");
            assert_eq!((rss.words("title"), json["title"].as_str()), (title.clone(), Some(title.as_str())));
            assert_eq!(json["date_modified"], updated.as_str());
            assert_eq!(rss.texts("atom:updated").first().unwrap_or(&atom.words("published")), &updated);
            // The same id for good, whatever the title and the state.
            let id = format!("{HOST}{PAGE}");
            assert_eq!([rss.words("guid"), atom.words("id")], [id.clone(), id.clone()]);
            assert_eq!(json["id"], id.as_str());
            let state = json["_bulletin"]["state"].as_str().unwrap_or_default().to_owned();
            match page {
                Some(page) => {
                    let article = page.json_ld()["@graph"][0].clone();
                    let status = article["creativeWorkStatus"].as_str().unwrap_or_default().to_lowercase();
                    assert_eq!(state, status);
                    // What ran out was not written anew; readers' programs have to hear of it all the same.
                    let changed = if state == "expired" { "expires" } else { "dateModified" };
                    assert_eq!(article[changed], updated.as_str());
                    assert_eq!(json["_bulletin"].get("expires"), article.get("expires"));
                    assert!(title.ends_with(&page.words("h1")));
                }
                None => assert_eq!(state, "withdrawn"),
            }
            said.push(format!("{title}, {state}, {updated}"));
        }
    }
    let first = said.first().cloned()?;
    assert!(said.len() == 3 && said.iter().all(|words| *words == first), "site, area and kind: {said:#?}");
    Some(first)
}

/// A chat program shows a card; a search engine reads the same in its own vocabulary.
fn shared(page: &Page) -> String {
    let article = page.json_ld()["@graph"][0].clone();
    let title = page.words("h1");
    assert_eq!(article["headline"], title.as_str());
    let over = match article["creativeWorkStatus"].as_str() {
        Some(status @ ("Resolved" | "Expired")) => format!("{status}: {title}"),
        _ => title,
    };
    assert_eq!(page.meta("og:title"), over);
    assert_eq!(page.meta("og:url"), format!("{HOST}{PAGE}"));
    assert_eq!(article["dateModified"], page.meta("article:modified_time").as_str());
    assert_eq!(article["datePublished"], page.meta("article:published_time").as_str());
    let expires = page.metas("article:expiration_time");
    assert_eq!(article.get("expires").and_then(|expires| expires.as_str()), expires.first().map(String::as_str));
    let corrections = article["correction"].as_array().map_or(0, Vec::len);
    assert_eq!(
        corrections,
        page.all("div class=\"log").len()
            + page.all("section class=\"log").iter().flat_map(|log| log.all("li")).count()
    );
    let until = expires.first().map_or(String::new(), |until| format!(", until {until}"));
    format!("{}, {} correction(s){until}", page.meta("article:modified_time"), corrections)
}

/// An alerting system fetches the feed of alerts and what it leads to.
fn alert(site: &Site, page: Option<&Page>) -> Option<String> {
    let entries = site.feed("/cap.xml").all("entry");
    let file = format!("{PAGE}alert.cap.xml");
    assert_eq!(entries.len(), usize::from(site.has(&file)));
    let entry = entries.first()?;
    assert!(entry.contains(&format!("href=\"{HOST}{file}\"")));
    let alert = site.feed(&file);
    let sent = alert.words("sent");
    assert_eq!(entry.words("updated").replace("+00:00", "-00:00"), sent);
    let identifier = alert.words("identifier");
    assert!(identifier.starts_with("wrenvalley.example/2026/03/station-road/"), "it is the bulletin's");
    let earlier = alert.texts("references").first().map_or(0, |earlier| earlier.split(' ').count());
    let number = earlier + 1;
    let words = match page {
        Some(page) => {
            assert!(alert.words("headline").ends_with(&page.words("h1")));
            let until = page.metas("article:expiration_time");
            let until = until.iter().map(|until| until.replace("+00:00", "-00:00"));
            // A message does not end before it is sent.
            assert_eq!(alert.texts("expires"), until.filter(|until| *until > sent).collect::<Vec<_>>());
            assert_eq!(entry.words("title"), alert.words("headline"));
            alert.words("headline")
        }
        None => {
            assert!(alert.all("info").is_empty());
            assert_eq!(entry.words("summary"), alert.words("note"));
            alert.words("note")
        }
    };
    Some(format!("{} {number} of {sent}: {words}", alert.words("msgType")))
}

/// Crawlers read the sitemaps.
fn search(site: &Site, page: Option<&Page>) -> Option<String> {
    let own = format!("{HOST}{PAGE}");
    let urls = site.feed("/sitemap.xml").all("url");
    let listed = urls.iter().find(|url| url.words("loc") == own);
    assert_eq!(listed.is_some(), page.is_some(), "the sitemap lists what may be indexed");
    let news = site.has("/news-sitemap.xml").then(|| site.feed("/news-sitemap.xml"));
    if let Some(news) = news.filter(|news| news.texts("loc").contains(&own)) {
        assert_eq!(Some(news.words("news:title")), page.map(|page| page.words("h1")));
        return Some(format!("{}, news", listed?.words("lastmod")));
    }
    Some(listed?.words("lastmod"))
}

/// The day stands in the diary as it was told.
fn stands(site: &Site, told_before: &str) {
    assert_eq!(told(site), dedent(told_before).trim());
}

#[test]
fn a_silver_van_is_looked_for() {
    // On 4 March somebody writes an appeal, to go out the next morning.
    let written = "
        ---
        title: Silver van seen in Station Road
        date: 2026-03-05 09:00
        expires: 2026-03-15 18:00
        area: Wrenfield
        kind: appeal
        ---
        Did you see it?
    ";
    stands(&day("2026-03-04 12:00", written), "");

    // 5 March, nine o'clock: it is everywhere at once.
    stands(
        &day("2026-03-05 09:00", written),
        "
        page: Silver van seen in Station Road | Appeal Open
        lists: front area archive kind
        feeds: Silver van seen in Station Road, open, 2026-03-05T09:00:00+00:00
        shared: 2026-03-05T09:00:00+00:00, 0 correction(s), until 2026-03-15T18:00:00+00:00
        alert: Alert 1 of 2026-03-05T09:00:00-00:00: Silver van seen in Station Road
        search: 2026-03-05T09:00:00+00:00, news
    ",
    );

    // 6 March: nothing has changed.
    assert_eq!(told(&day("2026-03-06 12:00", written)), told(&day("2026-03-05 09:00", written)));

    // 8 March: it is no news any more.
    stands(
        &day("2026-03-08 12:00", written),
        "
        page: Silver van seen in Station Road | Appeal Open
        lists: front area archive kind
        feeds: Silver van seen in Station Road, open, 2026-03-05T09:00:00+00:00
        shared: 2026-03-05T09:00:00+00:00, 0 correction(s), until 2026-03-15T18:00:00+00:00
        alert: Alert 1 of 2026-03-05T09:00:00-00:00: Silver van seen in Station Road
        search: 2026-03-05T09:00:00+00:00
    ",
    );

    // 9 March: the van was white. The title is put right, and an update says so; the address and all ids stay.
    let corrected = &written.replace("Silver van", "White van").replace(
        "kind: appeal",
        "kind: appeal\n        updates:\n          - {date: 2026-03-09 10:00, text: 'The van was white, not silver.'}",
    );
    stands(
        &day("2026-03-09 10:00", corrected),
        "
        page: White van seen in Station Road | Appeal Updated | The van was white, not silver.
        lists: front area archive kind
        feeds: White van seen in Station Road, updated, 2026-03-09T10:00:00+00:00
        shared: 2026-03-09T10:00:00+00:00, 1 correction(s), until 2026-03-15T18:00:00+00:00
        alert: Update 2 of 2026-03-09T10:00:00-00:00: White van seen in Station Road
        search: 2026-03-09T10:00:00+00:00
    ",
    );

    // 12 March: there is reason to look for longer.
    let extended = &corrected
        .replace("expires: 2026-03-15 18:00", "expires: 2026-03-25 18:00")
        .replace("updates:\n", "updates:\n          - {date: 2026-03-12 08:00, text: We look until 25 March.}\n");
    stands(
        &day("2026-03-12 08:00", extended),
        "
        page: White van seen in Station Road | Appeal Updated | We look until 25 March. | The van was white, not silver.
        lists: front area archive kind
        feeds: White van seen in Station Road, updated, 2026-03-12T08:00:00+00:00
        shared: 2026-03-12T08:00:00+00:00, 2 correction(s), until 2026-03-25T18:00:00+00:00
        alert: Update 3 of 2026-03-12T08:00:00-00:00: White van seen in Station Road
        search: 2026-03-12T08:00:00+00:00
    ",
    );

    // 16 March: it would have expired, had nobody looked for longer.
    assert_eq!(told(&day("2026-03-16 12:00", extended)), told(&day("2026-03-12 08:00", extended)));
    stands(&day("2026-03-16 12:00", corrected), "
        page: White van seen in Station Road | Appeal Expired | Expired This bulletin ended at 6pm, Sunday 15 March 2026. What it says may no longer be right. | The van was white, not silver.
        lists: area archive kind
        feeds: Expired: White van seen in Station Road, expired, 2026-03-15T18:00:00+00:00
        shared: 2026-03-09T10:00:00+00:00, 1 correction(s), until 2026-03-15T18:00:00+00:00
        alert: Cancel 3 of 2026-03-15T18:00:00-00:00: Expired: White van seen in Station Road
        search: 2026-03-15T18:00:00+00:00
    ");

    // 20 March: the van was found.
    let resolved =
        &extended.replace("kind: appeal", "kind: appeal\n        status: resolved\n        closed: 2026-03-20 16:30");
    stands(&day("2026-03-20 16:30", resolved), "
        page: White van seen in Station Road | Appeal Resolved | Resolved Resolved since 4:30pm, Friday 20 March 2026. The bulletin stays here for the record. | We look until 25 March. | The van was white, not silver.
        lists: area archive kind
        feeds: Resolved: White van seen in Station Road, resolved, 2026-03-20T16:30:00+00:00
        shared: 2026-03-20T16:30:00+00:00, 2 correction(s), until 2026-03-25T18:00:00+00:00
        alert: Cancel 4 of 2026-03-20T16:30:00-00:00: Resolved: White van seen in Station Road
        search: 2026-03-20T16:30:00+00:00
    ");

    // 24 March: readers of feeds still learn that it is over.
    assert_eq!(told(&day("2026-03-24 12:00", resolved)), told(&day("2026-03-20 16:30", resolved)));

    // 8 April, seven o'clock in summer time, two weeks after it expired: it leaves the feeds, and stays on record.
    assert_eq!(told(&day("2026-04-08 18:59", resolved)), told(&day("2026-03-20 16:30", resolved)));
    stands(&day("2026-04-08 19:00", resolved), "
        page: White van seen in Station Road | Appeal Resolved | Resolved Resolved since 4:30pm, Friday 20 March 2026. The bulletin stays here for the record. | We look until 25 March. | The van was white, not silver.
        lists: area archive kind
        shared: 2026-03-20T16:30:00+00:00, 2 correction(s), until 2026-03-25T18:00:00+00:00
        alert: Cancel 4 of 2026-03-20T16:30:00-00:00: Resolved: White van seen in Station Road
        search: 2026-03-20T16:30:00+00:00
    ");

    // Had the van not been found, the appeal would have run out on that evening.
    stands(&day("2026-03-25 18:00", extended), "
        page: White van seen in Station Road | Appeal Expired | Expired This bulletin ended at 6pm, Wednesday 25 March 2026. What it says may no longer be right. | We look until 25 March. | The van was white, not silver.
        lists: area archive kind
        feeds: Expired: White van seen in Station Road, expired, 2026-03-25T18:00:00+00:00
        shared: 2026-03-12T08:00:00+00:00, 2 correction(s), until 2026-03-25T18:00:00+00:00
        alert: Cancel 4 of 2026-03-25T18:00:00-00:00: Expired: White van seen in Station Road
        search: 2026-03-25T18:00:00+00:00
    ");
}

#[test]
fn somebody_is_missed_and_found() {
    // On 5 March Jo is missed.
    let missed = "
        ---
        title: Can you help find Jo Sample?
        date: 2026-03-05 09:00
        area: Wrenfield
        kind: missing
        ---
        Jo Sample, 30, was last seen in Station Road.
    ";
    let open = day("2026-03-05 12:00", missed);
    stands(
        &open,
        "
        page: Can you help find Jo Sample? | Help find Open
        lists: front area archive kind
        feeds: Can you help find Jo Sample?, open, 2026-03-05T09:00:00+00:00
        shared: 2026-03-05T09:00:00+00:00, 0 correction(s)
        alert: Alert 1 of 2026-03-05T09:00:00-00:00: Can you help find Jo Sample?
        search: 2026-03-05T09:00:00+00:00, news
    ",
    );
    for place in ["/", PAGE, "/rss.xml", "/atom.xml", "/feed.json", "/cap.xml"] {
        assert!(open.page(place).contains("Jo Sample"), "{place} helps to look");
    }

    // On 8 March Jo is safe. Nothing says so, and nothing says the name any more.
    let found =
        &missed.replace("kind: missing", "kind: missing\n        status: resolved\n        closed: 2026-03-08 20:00");
    let taken_back = "
        page: This bulletin is no longer available, It was taken down on 8 March 2026.
        feeds: Bulletin no longer available, withdrawn, 2026-03-08T20:00:00+00:00
        alert: Cancel 2 of 2026-03-08T20:00:00-00:00: This bulletin is no longer available.
    ";
    gone(&day("2026-03-08 20:00", found), taken_back);

    // For thirty days, readers' stored copies are overwritten.
    gone(&day("2026-04-07 20:59", found), taken_back);

    // 31 days after, only the notice is left.
    gone(
        &day("2026-04-08 20:00", found),
        "
        page: This bulletin is no longer available, It was taken down on 8 March 2026.
    ",
    );
}

#[test]
fn a_bulletin_was_a_mistake() {
    // On 5 March a bulletin blames the wrong household; on the 6th it is withdrawn.
    let mistake = "
        ---
        title: Jo Sample is selling stolen bicycles
        date: 2026-03-05 09:00
        area: Wrenfield
        kind: appeal
        tags: sample
        ---
        Jo Sample of Station Road.
    ";
    assert!(!day("2026-03-05 12:00", mistake).holding("Sample").is_empty());
    let withdrawn =
        &mistake.replace("kind: appeal", "kind: appeal\n        status: withdrawn\n        closed: 2026-03-06 07:00");
    gone(
        &day("2026-03-06 07:00", withdrawn),
        "
        page: This bulletin is no longer available, It was taken down on 6 March 2026.
        feeds: Bulletin no longer available, withdrawn, 2026-03-06T07:00:00+00:00
        alert: Cancel 2 of 2026-03-06T07:00:00-00:00: This bulletin is no longer available.
    ",
    );
    gone(
        &day("2026-04-08 20:00", withdrawn),
        "
        page: This bulletin is no longer available, It was taken down on 6 March 2026.
    ",
    );
}

/// As [`stands`], and no output holds a name or a word of what was taken back.
fn gone(site: &Site, told_before: &str) {
    for word in ["Jo ", "Sample", "sample", "missed", "found", "bicycle", "Rescue"] {
        assert_eq!(site.holding(word), Vec::<String>::new(), "{word}");
    }
    stands(site, told_before);
}
