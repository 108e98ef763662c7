//! The life of a bulletin: what each state shows where, as now moves (content.md, "Life of a bulletin").

use std::collections::BTreeMap;

use crate::harness::{Site, bulletin, site};

/// Where the bulletin of a site with one bulletin can be seen.
fn seen(site: &Site) -> String {
    let address = "/2021/03/roof/";
    let page = match site.has(address).then(|| site.page(address)) {
        None => "no page",
        Some(page) if page.words("h1") == "Roof" => "whole",
        Some(page) if page.metas("robots") == ["noindex"] && page.words("h1").contains("no longer available") => {
            "notice"
        }
        Some(_) => "strange page",
    };
    let places = [
        ("front", "/"),
        ("area", "/areas/kent/"),
        ("kind", "/kinds/appeal/"),
        ("tag", "/tags/lead/"),
        ("month", "/2021/03/"),
        ("year", "/2021/"),
        ("rss", "/rss.xml"),
        ("atom", "/areas/kent/atom.xml"),
        ("json", "/kinds/appeal/feed.json"),
        ("sitemap", "/sitemap.xml"),
    ];
    let mut seen = vec![page];
    for (name, place) in places {
        // Links to the bulletin are meant, with the rest of its address.
        if site.has(place) && site.page(place).contains(&format!("{address}\""))
            || site.has(place) && site.page(place).contains(&format!("{address}<"))
        {
            seen.push(name);
        }
    }
    seen.join(" ")
}

fn appeal(fields: &str) -> Site {
    let kind = if fields.contains("kind:") { "" } else { "kind: appeal\n" };
    bulletin(&format!("date: 2021-03-05 09:00\n{kind}tags: lead\n{fields}")).now("2021-03-10 12:00")
}

const EVERYWHERE: &str = "whole front area kind tag month year rss atom json sitemap";
const ON_RECORD: &str = "whole area kind tag month year sitemap";

#[test]
fn draft() {
    assert_eq!(seen(&appeal("draft: true")), "no page");
}

#[test]
fn draft_in_a_preview_is_marked_and_not_for_search_engines() {
    let page = appeal("draft: true").preview().page("/2021/03/roof/");
    assert!(page.words("p class=\"labels\"").contains("Draft"));
    assert_eq!(page.meta("robots"), "noindex");
}

#[test]
fn a_draft_is_never_in_a_feed_or_sitemap() {
    let seen = seen(&appeal("draft: true").preview());
    assert!(
        seen.starts_with("whole") && !["rss", "atom", "json", "sitemap"].iter().any(|feed| seen.contains(feed)),
        "{seen}"
    );
}

#[test]
fn dated_in_the_future() {
    assert_eq!(seen(&appeal("").now("2021-03-05 08:59:59")), "no page");
    assert_eq!(seen(&appeal("").now("2021-03-05 09:00")), EVERYWHERE);
    assert!(seen(&appeal("").now("2021-03-04").preview()).starts_with("whole"));
}

#[test]
fn open() {
    assert_eq!(seen(&appeal("")), EVERYWHERE);
    assert!(!appeal("").roof().contains("class=\"banner"));
}

#[test]
fn updated_has_the_log_at_the_top_and_the_new_date_in_lists() {
    let site = appeal(
        "updates:\n  - {date: 2021-03-08 10:00, text: A van was seen.}\n  - {date: 2021-03-06, text: Two witnesses.}\n---\nThe body.",
    );
    assert_eq!(seen(&site), EVERYWHERE);
    let page = site.roof();
    assert!(page.words("div class=\"log newest\"").contains("A van was seen."));
    assert_eq!(page.find("section class=\"log\"").texts("li").len(), 1);
    let main = page.find("main");
    assert!(main.0.find("class=\"log newest\"") < main.0.find("The body."));
    assert!(site.page("/").words("ol class=\"list\"").contains("updated 8 March"));
}

#[test]
fn an_update_lifts_a_bulletin_in_lists_and_moves_its_entry_in_feeds() {
    let site = appeal("updates: [{date: 2021-03-08 10:00, text: A van was seen.}]")
        .edit("content/new.md", "---\ntitle: New\ndate: 2021-03-07\narea: Kent\n---\n");
    assert_eq!(site.page("/").find("ol class=\"list\"").texts("h2"), ["Roof", "New"]);
    let atom = site.feed("/atom.xml");
    let entry = atom.find("entry");
    assert_eq!(entry.words("id"), "http://localhost:8080/2021/03/roof/");
    assert_eq!(entry.words("published"), "2021-03-05T09:00:00+00:00");
    assert_eq!(entry.words("updated"), "2021-03-08T10:00:00+00:00");
    assert!(entry.words("content").contains("A van was seen."));
}

#[test]
fn an_update_that_is_still_to_come_is_not_shown() {
    let site = appeal("updates: [{date: 2021-03-11, text: Tomorrow's news.}]");
    assert_eq!(site.holding("Tomorrow"), Vec::<String>::new());
    assert!(site.roof().metas("article:modified_time") == ["2021-03-05T09:00:00+00:00"]);
}

#[test]
fn resolved_is_on_record_and_its_entry_in_feeds_is_marked() {
    let site = appeal("status: resolved\nclosed: 2021-03-09 15:00");
    assert_eq!(seen(&site), "whole area kind tag month year rss atom json sitemap");
    let banner = site.roof().words("div class=\"banner");
    assert!(banner.starts_with("Resolved") && banner.contains("3pm, Tuesday 9 March 2021"), "{banner}");
    assert!(site.page("/areas/kent/").words("ol class=\"list\"").contains("Resolved"));
    assert!(site.page("/2021/03/").words("ol class=\"list\"").contains("Resolved"));
    let entry = site.feed("/atom.xml").find("entry");
    assert_eq!(entry.words("title"), "Resolved: Roof");
    assert_eq!(entry.words("id"), "http://localhost:8080/2021/03/roof/");
    assert_eq!(entry.words("updated"), "2021-03-09T15:00:00+00:00");
    assert_eq!(site.roof().json_ld()["@graph"][0]["creativeWorkStatus"], "Resolved");
}

#[test]
fn resolved_holds_from_when_it_was_closed() {
    let site = appeal("status: resolved\nclosed: 2021-03-12").now("2021-03-11");
    assert_eq!(seen(&site), EVERYWHERE);
}

#[test]
fn resolved_without_a_date_takes_the_newest_with_a_warning() {
    let site = appeal("status: resolved\nupdated: 2021-03-06\nupdates: [{date: 2021-03-08 10:00, text: x}]");
    assert!(site.roof().words("div class=\"banner").contains("10am, Monday 8 March 2021"));
    insta::assert_snapshot!(site.problems(), @r"
    warning[closed-missing]: this bulletin is resolved but does not say since when
     --> content/roof.md:7:9
      |
    7 | status: resolved
      |         ^^^^^^^^
      |
      = help: add a line `closed: …`; until then 10am, Monday 8 March 2021 is taken

    1 warning
    ");
}

/// Where a bulletin is seen that is over, as long as feeds say so.
const ENDED: &str = "whole area kind tag month year rss atom json sitemap";

#[test]
fn expired_is_on_record_and_its_entry_in_feeds_says_so_for_two_weeks() {
    let site = appeal("expires: 2021-03-09 18:00");
    assert_eq!(seen(&site), ENDED);
    let entry = site.feed("/atom.xml").find("entry");
    assert_eq!(entry.words("title"), "Expired: Roof");
    assert!(entry.contains("6pm, Tuesday 9 March 2021"), "{entry}");
    assert_eq!(entry.words("updated"), "2021-03-09T18:00:00+00:00");
    assert_eq!(entry.words("id"), "http://localhost:8080/2021/03/roof/");
    let banner = site.roof().words("div class=\"banner");
    assert!(banner.starts_with("Expired") && banner.contains("6pm, Tuesday 9 March 2021"), "{banner}");
    assert!(site.page("/areas/kent/").words("ol class=\"list\"").contains("Expired"));
    assert!(site.page("/kinds/appeal/").words("ol class=\"list\"").contains("Expired"));
}

#[test]
fn an_expiring_bulletin_moves_through_its_states() {
    let at = |now: &str| seen(&appeal("expires: 2021-03-09 18:00").now(now));
    assert_eq!(at("2021-03-04"), "no page");
    assert_eq!(at("2021-03-05 09:00"), EVERYWHERE);
    assert_eq!(at("2021-03-09 17:59:59"), EVERYWHERE);
    assert_eq!(at("2021-03-09 18:00"), ENDED);
    assert_eq!(at("2021-03-23 17:59:59"), ENDED);
    assert_eq!(at("2021-03-23 18:00"), ON_RECORD);
    assert_eq!(at("2031-03-09 18:00"), ON_RECORD);
}

#[test]
fn until_when_it_holds_is_said_in_feeds_and_in_the_text_to_pass_on() {
    let site = appeal("expires: 2021-03-12 18:00");
    let until = "Until 6pm, Friday 12 March 2021";
    for address in ["/rss.xml", "/atom.xml", "/feed.json", "/2021/03/roof/bulletin.txt", "/2021/03/roof/"] {
        assert!(site.page(address).contains(until), "{address}: {}", site.page(address));
    }
    let over = site.now("2021-03-12 18:00");
    for address in ["/rss.xml", "/2021/03/roof/bulletin.txt"] {
        assert!(!over.page(address).contains(until), "{address}");
    }
    // A day alone holds through its end; an event says its own time, and that once.
    assert!(appeal("expires: 2021-03-12").page("/rss.xml").contains("Until the end of Friday 12 March 2021"));
    assert!(!appeal("when: 2021-03-12 10:00").page("/rss.xml").contains("Until"));
}

#[test]
fn what_is_over_pushes_nothing_out_of_feeds_and_neutral_entries_are_beside_their_number() {
    let bulletin = |title: &str, day: u8, more: &str| {
        format!("---\ntitle: {title}\ndate: 2021-03-0{day}\narea: Kent\n{more}---\nText.\n")
    };
    let mut site = site("").settings("feed_items: 2");
    for (name, day) in [("one", 5), ("two", 6), ("three", 7)] {
        site = site.edit(&format!("content/{name}.md"), &bulletin(name, day, ""));
    }
    site = site.edit("content/gone.md", &bulletin("gone", 1, "status: withdrawn\nclosed: 2021-03-02\n"));
    site = site.edit("content/over.md", &bulletin("over", 1, "expires: 2021-03-09 12:00\n"));
    for feed in ["/rss.xml", "/areas/kent/rss.xml"] {
        let feed = site.feed(feed);
        let links = feed.texts("link");
        for (name, there) in [("one", false), ("two", true), ("three", true), ("gone", true), ("over", true)] {
            assert_eq!(links.iter().any(|link| link.ends_with(&format!("/{name}/"))), there, "{name}: {feed}");
        }
    }
}

#[test]
fn expiring_before_it_is_published_is_a_lint() {
    insta::assert_snapshot!(appeal("expires: 2021-03-04").problems(), @r"
    warning[expires-before-date]: this bulletin expires before it is published
     --> content/roof.md:7:10
      |
    7 | expires: 2021-03-04
      |          ^^^^^^^^^^
      |
      = help: correct `expires` or `date`

    1 warning
    ");
}

#[test]
fn withdrawn_leaves_a_notice_and_a_neutral_entry_for_thirty_days() {
    let withdrawn = || appeal("status: withdrawn\nclosed: 2021-03-08 10:00");
    // The feed of an area that nothing else names went with it.
    assert_eq!(seen(&withdrawn()), "notice rss json");
    let at = |now: &str| seen(&withdrawn().settings("areas: [Kent]").now(now));
    assert_eq!(at("2021-03-10"), "notice rss atom json");
    assert_eq!(at("2021-04-07 10:59"), "notice rss atom json");
    assert_eq!(at("2021-04-07 11:01"), "notice");
    assert_eq!(at("2031-03-10"), "notice");
}

#[test]
fn a_neutral_entry_overwrites_the_stored_copy() {
    let site = appeal("status: withdrawn\nclosed: 2021-03-08 10:00\n---\nThe body.");
    let before = appeal("---\nThe body.");
    let entry = site.feed("/atom.xml").find("entry");
    assert_eq!(entry.words("id"), before.feed("/atom.xml").find("entry").words("id"));
    assert_eq!(entry.words("updated"), "2021-03-08T10:00:00+00:00");
    assert!(!entry.text().contains("Roof") && !entry.text().contains("body"), "{}", entry.text());
    let item = site.feed("/rss.xml").find("item");
    assert_eq!(item.words("guid"), before.feed("/rss.xml").find("item").words("guid"));
    assert!(!item.text().contains("Kent") && !item.text().contains("Appeal"), "{}", item.text());
    let json = site.feed("/feed.json").json();
    assert_eq!(json["items"][0]["id"], "http://localhost:8080/2021/03/roof/");
}

#[test]
fn a_change_on_the_day_of_publication_moves_the_entry() {
    let published = "2021-03-05T09:00:00+00:00";
    for fields in [
        "status: withdrawn\nclosed: 2021-03-05",
        "kind: missing\nstatus: resolved\nclosed: 2021-03-05",
        "status: resolved\nclosed: 2021-03-05",
        "updates: [{date: 2021-03-05, text: Shut.}]",
        "updated: 2021-03-05",
    ] {
        let site = appeal(fields);
        let entry = site.feed("/atom.xml").find("entry");
        assert_eq!(entry.words("published"), published);
        assert_eq!(entry.words("updated"), "2021-03-05T09:00:01+00:00", "{fields}");
        assert_eq!(site.feed("/feed.json").json()["items"][0]["date_modified"], "2021-03-05T09:00:01+00:00");
    }
    for fields in ["---\nThe body.", "updated: 2021-03-05 09:00", "updated: 2021-02-28"] {
        assert_eq!(appeal(fields).feed("/atom.xml").find("entry").words("updated"), published, "{fields}");
    }
}

#[test]
fn withdrawn_holds_at_once_even_when_closed_is_still_to_come() {
    assert!(seen(&appeal("status: withdrawn\nclosed: 2021-03-12").now("2021-03-11")).starts_with("notice"));
}

#[test]
fn a_missing_person_who_was_found_is_retracted_and_the_page_does_not_say_so() {
    let found = appeal("kind: missing\nstatus: resolved\nclosed: 2021-03-08")
        .edit("content/x.md", "---\ntitle: X\ndate: 2021-03-01\narea: Kent\n---\n");
    let text = found.page("/2021/03/roof/").find("main").text().to_lowercase();
    for word in ["found", "resolved", "missing", "safe", "roof"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let withdrawn = appeal("kind: missing\nstatus: withdrawn\nclosed: 2021-03-08")
        .edit("content/x.md", "---\ntitle: X\ndate: 2021-03-01\narea: Kent\n---\n");
    assert_eq!(found.page("/2021/03/roof/"), withdrawn.page("/2021/03/roof/"));
    assert_eq!(found.feed("/feed.json"), withdrawn.feed("/feed.json"));
}

#[test]
fn a_kind_may_ask_to_be_kept_or_retracted() {
    let kept = appeal("kind: missing\nstatus: resolved\nclosed: 2021-03-08")
        .settings("kinds: [{name: missing, on_close: keep}, appeal]");
    assert!(kept.roof().contains("class=\"banner resolved"));
    let retracted =
        appeal("status: resolved\nclosed: 2021-03-08").settings("kinds: [{name: appeal, on_close: retract}]");
    assert!(seen(&retracted).starts_with("notice"));
}

/// A bulletin that says something everywhere; every such word holds `xyz`.
const FULL: &str = "
    -- site.yaml --
    kinds: [{name: qqkind, label: Qqlabel, plural: Qqplural, on_close: retract}]
    -- content/appeal-1.md --
    ---
    title: Xyztitle
    date: 2021-03-05 09:00
    area: [Kent, Xyzcounty/Xyztown]
    kind: qqkind
    when: {start: 2021-03-20 18:00, place: Xyzplace}
    summary: Xyzsummary
    severity: severe
    updates: [{date: 2021-03-06, text: Xyzupdate of **note**}]
    reference: Xyzreference
    source: {name: Xyzsource, url: 'https://xyz.example/', licence: Xyzlicence}
    contacts: [{name: Xyzcontact, phone: 01622 604199, url: 'https://xyz.example/c', note: Xyznote}]
    coverage: [{title: Xyzcoverage, url: 'https://xyz.example/d', publisher: Xyzpublisher}]
    attachments: {src: xyzannex.pdf, title: Xyzannex}
    image: {src: xyzimage.png, alt: Xyzalt}
    og: {title: Xyzog, site_name: Xyzsite, video: 'https://xyz.example/v'}
    tags: [Xyztag, shared]
    author: Xyzauthor
    aliases: /old/place/
    beat: Xyzextra
    ---
    ## Xyzheading

    Xyzbody [link](xyzfile.pdf) ![Xyzpicture](xyzbody.png)
    -- content/xyzimage.png --
    1200x630
    -- content/xyzbody.png --
    1200x630
    -- content/xyzfile.pdf --
    x
    -- content/xyzannex.pdf --
    x
    -- content/other.md --
    ---
    title: Other
    date: 2021-03-01
    area: Kent
    kind: missing
    tags: shared
    ---
";

fn full(status: &str) -> Site {
    let site = site(FULL);
    let text = site.files["content/appeal-1.md"].replace("kind: qqkind", &format!("kind: qqkind\n{status}"));
    site.edit("content/appeal-1.md", &text)
}

#[test]
fn a_bulletin_says_its_words_in_many_outputs() {
    let holding = full("").holding("yz");
    for address in [
        "/",
        "/2021/03/appeal-1/",
        "/areas/",
        "/areas/kent/",
        "/areas/xyzcounty/xyztown/",
        "/areas/xyzcounty/atom.xml",
        "/search/contents.bin",
        "/sitemap.xml",
        "/rss.xml",
        "/tags/xyztag/",
        "/kinds/qqkind/",
        "/2021/03/appeal-1/event.ics",
        "/2021/03/",
        "/xyzimage.png",
        "/xyzfile.pdf",
        "/2021/03/other/",
    ] {
        assert!(holding.contains(&address.to_owned()), "{address}: {holding:?}");
    }
    assert_eq!(full("").problems(), "");
}

#[test]
fn retracted_means_everywhere_at_once() {
    for status in ["status: withdrawn\nclosed: 2021-03-08", "status: resolved\nclosed: 2021-03-08"] {
        for now in ["2021-03-10", "2021-06-10"] {
            let site = full(status).now(now);
            assert_eq!(site.holding("yz"), Vec::<String>::new(), "{status} at {now}");
            assert_eq!(site.holding("604199"), Vec::<String>::new(), "{status} at {now}");
            assert!(site.has("/2021/03/appeal-1/") && site.has("/old/place/"));
            // A kind is the settings' own and has pages of its own, but no other says that something of it was there.
            let of_kinds = |address: &String| address.starts_with("/kinds/") || address == "/search/contents.bin";
            assert!(site.holding("Qq").iter().all(of_kinds), "{status} at {now}: {:?}", site.holding("Qq"));
        }
    }
}

#[test]
fn drafts_and_what_is_scheduled_say_nothing_either() {
    assert_eq!(full("draft: true").holding("yz"), Vec::<String>::new());
    assert_eq!(full("").now("2021-03-04").holding("yz"), Vec::<String>::new());
}

/// Every output of a site, by its address.
fn outputs(site: &Site) -> BTreeMap<String, String> {
    let text = |address: &String| !address.starts_with("/cards/");
    site.files().into_iter().filter(text).map(|address| (address.clone(), site.page(&address).0)).collect()
}

/// The site of [`full`] as if its bulletin had never been written.
fn without(mut site: Site) -> Site {
    site.files.retain(|path, _| !path.contains("xyz") && !path.contains("appeal-1"));
    site
}

#[test]
fn a_site_with_a_hidden_bulletin_is_the_site_without_it() {
    // Its spelling of an area that others name, and an area above theirs, are its own as well.
    for area in ["[KENT, Xyzcounty/Xyztown]", "Xyzcounty/Kent"] {
        for (status, now) in [("draft: true", "2021-03-10"), ("", "2021-03-04")] {
            let site = || {
                let site = full(status).now(now);
                let text = site.files["content/appeal-1.md"].replace("[Kent, Xyzcounty/Xyztown]", area);
                site.edit("content/appeal-1.md", &text)
            };
            assert_eq!(outputs(&site()), outputs(&without(site())), "{status} at {now}");
        }
    }
}

#[test]
fn what_was_taken_back_changes_nothing_but_its_own_page_and_the_feeds() {
    let site = || {
        let site = full("status: withdrawn\nclosed: 2021-03-08");
        // A calendar goes on to tell that an event is off: see `events.rs`.
        let text = site.files["content/appeal-1.md"].replace("when: {start: 2021-03-20 18:00, place: Xyzplace}\n", "");
        site.edit("content/appeal-1.md", &text)
            .settings("kinds: [{name: qqkind, label: Qqlabel, on_close: retract, cap: Safety}]\ncap: {status: Test}")
    };
    let (with, without) = (outputs(&site()), outputs(&without(site())));
    let changed: Vec<&str> = with
        .iter()
        .filter(|(address, text)| without.get(*address) != Some(text))
        .map(|(address, _)| address.as_str())
        .filter(|address| !["rss.xml", "atom.xml", "feed.json"].iter().any(|feed| address.ends_with(feed)))
        .collect();
    let own = [
        "/2021/03/appeal-1/",
        "/2021/03/appeal-1/alert.cap.xml",
        "/_headers",
        "/_redirects",
        "/cap.xml",
        "/old/place/",
    ];
    assert_eq!(changed, own);
    assert!(without.keys().all(|address| with.contains_key(address)));
}

#[test]
fn previewing_never_brings_back_what_was_taken_back() {
    assert_eq!(full("status: withdrawn\nclosed: 2021-03-08").preview().holding("yz"), Vec::<String>::new());
    assert_eq!(
        full("status: withdrawn\nclosed: 2021-03-08").now("2021-03-01").preview().holding("yz"),
        Vec::<String>::new()
    );
}

#[test]
fn the_notice_has_no_feed_card_or_structured_data_of_the_bulletin() {
    let page = appeal("status: withdrawn\nclosed: 2021-03-08").roof();
    assert_eq!(page.meta("robots"), "noindex");
    assert!(!page.head().join("\n").contains("Roof"));
    assert!(page.metas("article:published_time").is_empty());
    assert_eq!(page.meta("og:url"), "http://localhost:8080/2021/03/roof/");
    assert!(page.meta("og:image").contains("/assets/"));
}

#[test]
fn the_site_says_when_it_wants_to_be_built_next() {
    let next = |fields: &str, now: &str| {
        let site = appeal(fields).settings("contacts: [{name: Report Fraud}, {name: Action Fraud}]").now(now);
        let catalogue = &site.renderer().catalogue;
        catalogue.next.map(|next| next.rfc3339(&catalogue.settings.zone))
    };
    assert_eq!(next("", "2021-03-01").as_deref(), Some("2021-03-05T09:00:00+00:00"));
    assert_eq!(next("", "2021-03-06"), None);
    assert_eq!(next("expires: 2021-04-09 18:00", "2021-03-06").as_deref(), Some("2021-04-09T18:00:00+01:00"));
    assert_eq!(next("draft: true\nexpires: 2021-04-09", "2021-03-01"), None);
    assert_eq!(
        next("status: withdrawn\nclosed: 2021-03-08", "2021-03-09").as_deref(),
        Some("2021-04-07T01:00:00+01:00")
    );
    assert_eq!(next("status: withdrawn\nclosed: 2021-03-08", "2021-05-09"), None);
    assert_eq!(
        next("updates: [{date: 2021-03-11, text: x}]", "2021-03-09").as_deref(),
        Some("2021-03-11T00:00:00+00:00")
    );
    assert_eq!(next("updated: 2021-03-11 08:00", "2021-03-09").as_deref(), Some("2021-03-11T08:00:00+00:00"));
}

#[test]
fn a_translations_own_log_and_the_end_of_security_txt_are_moments_to_build_at() {
    let next = |site: Site| {
        let catalogue = &site.renderer().catalogue;
        catalogue.next.map(|next| next.rfc3339(&catalogue.settings.zone))
    };
    let cymraeg = "---\ntitle: To\nupdates: [{date: 2021-03-12, text: x}]\n---\nTestun.\n";
    let translated = appeal("").edit("content/roof.cy.md", cymraeg);
    assert_eq!(next(translated).as_deref(), Some("2021-03-12T00:00:00+00:00"));
    let secured = appeal("").settings("security: {contact: watch@example.org, expires: 2021-04-01 12:00}");
    assert_eq!(next(secured).as_deref(), Some("2021-04-01T12:00:00+01:00"));
}

#[test]
fn state_shows_in_words() {
    for (fields, word) in [
        ("", "Open"),
        ("updates: [{date: 2021-03-06, text: x}]", "Updated"),
        ("status: resolved\nclosed: 2021-03-08", "Resolved"),
        ("expires: 2021-03-08", "Expired"),
    ] {
        assert!(appeal(fields).roof().words("p class=\"labels\"").contains(word), "{word}");
        assert_eq!(appeal(fields).roof().json_ld()["@graph"][0]["creativeWorkStatus"], word);
    }
}
