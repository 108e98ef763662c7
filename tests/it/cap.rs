//! Alerts in the Common Alerting Protocol 1.2 (standards.md 2.8). The schema itself is held by tests/outside/checks/cap.

use crate::harness::{Page, Site, bulletin};

const ALERTS: &str = "
    title: Kent Watch
    base_url: https://example.org/watch/
    cap: {status: Test}
    areas:
      - name: Kent
        outline: [[51.1, 0.1], [51.2, 0.2], [51.3, 0.1]]
        areas: [{name: Maidstone, position: [51.27, 0.52]}]
";

/// A site that sends alerts, with one bulletin that is a warning.
fn warning(fields: &str) -> Site {
    let kind = if fields.contains("kind:") { "" } else { "kind: warning\n" };
    bulletin(&format!("{kind}{fields}")).settings(ALERTS)
}

fn alert(site: &Site) -> Page {
    site.feed("/2021/03/roof/alert.cap.xml")
}

/// The names of the elements directly inside `alert` and `info`, in order.
fn elements(alert: &Page) -> Vec<&str> {
    let lines = alert.lines().filter_map(|line| {
        let name = line.trim_start().strip_prefix('<')?;
        let depth = line.len() - line.trim_start().len();
        (depth <= 2 && !name.starts_with(['/', '?'])).then(|| &name[..name.find(['>', ' ', '/']).unwrap_or(name.len())])
    });
    lines.collect()
}

#[test]
fn no_alerts_unless_the_site_turns_them_on() {
    let site = bulletin("kind: warning");
    assert!(!site.has("/cap.xml") && !site.has("/2021/03/roof/alert.cap.xml"));
    assert!(warning("").has("/cap.xml") && warning("").has("/2021/03/roof/alert.cap.xml"));
    assert!(bulletin("kind: warning").settings("cap: {}").has("/2021/03/roof/alert.cap.xml"));
}

#[test]
fn an_alert_says_when_the_thing_itself_happens() {
    let open = alert(&warning("when: 20/3/2021 10am to 2pm, Corn Hall\ncontacts: {name: Jean, phone: 01632 960144}"));
    assert_eq!(open.words("onset"), "2021-03-20T10:00:00-00:00");
    assert!(open.words("description").starts_with("Saturday 20 March 2021, 10am to 2pm, Corn Hall"), "{open:?}");
    assert!(elements(&open).contains(&"contact") && elements(&open).contains(&"expires"));
    // What is over asks nobody for anything, and what cancels does not expire.
    let over = alert(&warning("expires: 2021-03-05\ncontacts: {name: Jean, phone: 01632 960144}"));
    assert_eq!(over.words("msgType"), "Cancel");
    assert!(!elements(&over).contains(&"contact") && !elements(&over).contains(&"expires"));
}

#[test]
fn an_alert_says_what_the_bulletin_says() {
    let site = warning(
        "
        title: '\"Fraud\" & <theft>'
        area: [Kent, Maidstone]
        severity: severe
        expires: 2021-04-01 18:00
        reference: [46/322871/21, CR 7]
        ---
        Two **men** call. See [the area](/areas/kent/).

        - Keep the door shut.
    "
        .replace("        ", "")
        .trim_start(),
    );
    assert_eq!(site.problems(), "");
    let alert = alert(&site);
    for (name, words) in [
        ("identifier", "example.org/watch/2021/03/roof/1614612840"),
        ("sender", "example.org"),
        ("sent", "2021-03-01T15:34:00-00:00"),
        ("status", "Test"),
        ("msgType", "Alert"),
        ("scope", "Public"),
        ("incidents", "46/322871/21 \"CR 7\""),
        ("language", "en-GB"),
        ("category", "Security"),
        ("event", "Warning"),
        ("responseType", "Monitor"),
        ("urgency", "Expected"),
        ("severity", "Severe"),
        ("certainty", "Observed"),
        ("effective", "2021-03-01T15:34:00-00:00"),
        ("expires", "2021-04-01T18:00:00+01:00"),
        ("senderName", "Kent Watch"),
        ("headline", "\"Fraud\" & <theft>"),
        ("description", "Two men call. See the area (https://example.org/watch/areas/kent/). - Keep the door shut."),
        ("web", "https://example.org/watch/2021/03/roof/"),
        ("contact", "101; Action Fraud: 0300 123 2040"),
    ] {
        assert_eq!(alert.words(name), words, "{name}");
    }
    assert_eq!(alert.texts("areaDesc"), ["Kent", "Maidstone, Kent"]);
    assert_eq!(alert.texts("polygon"), ["51.1,0.1 51.2,0.2 51.3,0.1 51.1,0.1"]);
    assert!(!alert.contains("<circle"), "a position has no radius");
    assert!(!alert.contains("<references"));
}

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let site = warning("expires: 2021-04-01\nreference: 1/1\nupdates: [{date: 2021-03-02, text: x}]");
    let site = site.settings(&ALERTS.replace("{status: Test}", "{source: a program}"));
    let order = [
        "alert",
        "identifier",
        "sender",
        "sent",
        "status",
        "msgType",
        "source",
        "scope",
        "references",
        "incidents",
        "info",
        "language",
        "category",
        "event",
        "responseType",
        "urgency",
        "severity",
        "certainty",
        "effective",
        "expires",
        "senderName",
        "headline",
        "description",
        "web",
        "contact",
        "area",
    ];
    assert_eq!(elements(&alert(&site)), order);
}

#[test]
fn a_neighbourhood_is_no_authority_unless_it_says_so() {
    let status = |cap: &str| alert(&warning("").settings(&ALERTS.replace("{status: Test}", cap))).words("status");
    assert_eq!(status("{}"), "Exercise");
    assert_eq!(status("{status: actual}"), "Actual");
}

#[test]
fn kinds_have_a_category_or_none() {
    let category = |kind: &str| {
        let site = warning(&format!("kind: {kind}"));
        site.has("/2021/03/roof/alert.cap.xml").then(|| alert(&site).words("category"))
    };
    for kind in ["appeal", "warning", "incident"] {
        assert_eq!(category(kind).as_deref(), Some("Security"), "{kind}");
    }
    assert_eq!(category("missing").as_deref(), Some("Rescue"));
    for kind in ["advice", "event", "notice"] {
        assert_eq!(category(kind), None, "{kind}");
    }
    let kinds = "kinds: [{name: flood, cap: met}, {name: warning, cap: none}]\ncap: {}";
    let site = bulletin("kind: flood").settings(kinds);
    assert_eq!(alert(&site).words("category"), "Met");
    assert_eq!(alert(&site).words("urgency"), "Unknown");
    assert!(!bulletin("kind: warning").settings(kinds).has("/2021/03/roof/alert.cap.xml"));
}

#[test]
fn a_category_that_cap_does_not_have_is_reported() {
    let site = bulletin("kind: flood").settings("kinds: [{name: flood, cap: Flooding}]\ncap: {}");
    assert_eq!(site.codes(), "word-unknown site.yaml:1:28");
    assert!(site.problems().contains("Security"), "{}", site.problems());
}

#[test]
fn a_sender_is_a_name_that_can_stand_in_a_reference() {
    let with = |sender: &str| warning("").settings(&format!("cap: {{sender: '{sender}'}}"));
    assert_eq!(alert(&with("watch@example.org")).words("sender"), "watch@example.org");
    for wrong in ["a b", "a,b", "a&amp;b", "a<b"] {
        assert_eq!(with(wrong).codes(), "value-wrong site.yaml:1:15", "{wrong}");
    }
    assert_eq!(warning("").settings("cap: {sendr: x}").codes(), "setting-unknown site.yaml:1:7");
    assert_eq!(warning("").settings("cap: {status: Real}").codes(), "word-unknown site.yaml:1:15");
}

#[test]
fn an_identifier_has_no_comma_space_or_ampersand() {
    let site = warning("slug: \"/a, b&c/d/é/\"");
    let address = site.renderer().plan.outputs.iter().find(|output| output.address.as_str().ends_with("alert.cap.xml"));
    let alert = site.feed(address.expect("there is an alert").address.as_str());
    let identifier = alert.words("identifier");
    assert!(!identifier.contains([' ', ',', '&', '<']), "{identifier}");
}

#[test]
fn a_page_that_is_a_file_has_its_alert_beside_it() {
    assert!(warning("slug: /old/roof.html").has("/old/roof.cap.xml"));
}

#[test]
fn an_update_names_every_message_before_it() {
    let site = warning("updates:\n  - {date: 2021-03-05, text: Two *more*.}\n  - {date: 2021-03-03 09:00, text: One.}");
    let alert = alert(&site);
    assert_eq!(alert.words("msgType"), "Update");
    assert_eq!(alert.words("identifier"), "example.org/watch/2021/03/roof/1614902400");
    assert_eq!(alert.words("sent"), "2021-03-05T00:00:00-00:00");
    assert_eq!(
        alert.words("references"),
        "example.org,example.org/watch/2021/03/roof/1614612840,2021-03-01T15:34:00-00:00 \
         example.org,example.org/watch/2021/03/roof/1614762000,2021-03-03T09:00:00-00:00"
    );
    let description = alert.words("description");
    assert!(description.starts_with("Update, Friday 5 March 2021: Two more. Update, 9am, Wed"), "{description}");
    // What is still to come has not been sent.
    assert_eq!(self::alert(&site.now("2021-03-04")).words("identifier"), "example.org/watch/2021/03/roof/1614762000");
}

#[test]
fn an_end_cancels_in_words() {
    for (fields, headline, sent) in [
        ("status: resolved\nclosed: 2021-03-08 10:00", "Resolved: Roof", "2021-03-08T10:00:00-00:00"),
        ("expires: 2021-03-09", "Expired: Roof", "2021-03-10T00:00:00-00:00"),
    ] {
        let alert = alert(&warning(fields));
        assert_eq!(alert.words("msgType"), "Cancel");
        assert_eq!(alert.words("headline"), headline);
        assert_eq!(alert.words("sent"), sent);
        assert_eq!(alert.words("urgency"), "Past");
        assert!(alert.words("references").ends_with("roof/1614612840,2021-03-01T15:34:00-00:00"));
    }
}

#[test]
fn what_had_expired_before_it_was_resolved_is_a_message_more_and_no_identifier_is_used_twice() {
    let fields = "expires: 2021-03-05\nstatus: resolved\nclosed: 2021-03-08";
    assert_eq!(
        alert(&warning(fields).now("2021-03-06")).words("identifier"),
        "example.org/watch/2021/03/roof/1614988800"
    );
    assert_eq!(alert(&warning(fields)).words("identifier"), "example.org/watch/2021/03/roof/1615161600");
}

#[test]
fn what_is_taken_back_is_cancelled_in_neutral_words_for_thirty_days() {
    for fields in ["status: withdrawn", "kind: missing\nstatus: resolved"] {
        let site = warning(&format!("{fields}\nclosed: 2021-03-08\nreference: 1/1\narea: Maidstone\n---\nBody."));
        let alert = alert(&site);
        assert_eq!(alert.words("msgType"), "Cancel");
        assert_eq!(alert.words("note"), "This bulletin is no longer available.");
        for word in ["<info", "<incidents", "Roof", "Body", "Maidstone", "Rescue", "Help find"] {
            assert!(!alert.contains(word), "{word} in {}", alert.0);
        }
        let entry = site.feed("/cap.xml").find("entry");
        assert_eq!(entry.words("title"), "Bulletin no longer available");
        let site = site.now("2021-04-07 12:00");
        assert!(!site.has("/2021/03/roof/alert.cap.xml") && !site.feed("/cap.xml").contains("<entry"));
    }
}

#[test]
fn no_message_comes_from_the_future() {
    let alert = alert(&warning("status: withdrawn\nclosed: 2021-03-20").now("2021-03-10"));
    assert_eq!(alert.words("sent"), "2021-03-01T15:34:01-00:00");
}

#[test]
fn what_happens_on_the_day_of_publication_is_a_message_of_its_own() {
    for (fields, message) in [
        ("status: withdrawn\nclosed: 2021-03-01", "Cancel"),
        ("status: withdrawn", "Cancel"),
        ("kind: missing\nstatus: resolved\nclosed: 2021-03-01", "Cancel"),
        ("status: resolved\nclosed: 2021-03-01", "Cancel"),
        ("updates: [{date: 2021-03-01, text: Shut.}]", "Update"),
    ] {
        let alert = alert(&warning(fields));
        assert_eq!(alert.words("msgType"), message);
        assert_eq!(alert.words("identifier"), "example.org/watch/2021/03/roof/1614612841", "{fields}");
        let original = "example.org,example.org/watch/2021/03/roof/1614612840,2021-03-01T15:34:00-00:00";
        assert_eq!(alert.words("references"), original);
    }
}

#[test]
fn drafts_and_what_is_scheduled_send_nothing() {
    for fields in ["draft: true", "date: 2021-03-20"] {
        let site = warning(fields).preview();
        assert!(!site.files().iter().any(|file| file.ends_with("alert.cap.xml")), "{fields}");
    }
}

#[test]
fn a_headline_fits_a_small_screen_and_a_description_is_never_empty() {
    let alert = alert(&warning(&format!("title: {}", "long words ".repeat(30))));
    assert!(alert.words("headline").chars().count() <= 160);
    assert!(alert.words("description").starts_with("long words"));
}

#[test]
fn the_title_at_the_head_of_a_body_is_said_once() {
    let site = warning("---\n# Roof\n\nText.");
    assert_eq!(alert(&site).words("headline"), "Roof");
    assert_eq!(alert(&site).words("description"), "Text.");
}

#[test]
fn the_feed_leads_to_the_alerts_newest_first() {
    let site = warning("updates: [{date: 2021-03-05, text: x}]")
        .edit("content/b.md", "---\ntitle: B\ndate: 2021-03-04\nkind: appeal\narea: Kent\n---\n")
        .edit("content/c.md", "---\ntitle: C\ndate: 2021-03-09\nkind: notice\narea: Kent\n---\n");
    let feed = site.feed("/cap.xml");
    let titles: Vec<String> = feed.all("entry").iter().map(|entry| entry.words("title")).collect();
    assert_eq!(titles, ["Roof", "B"]);
    assert_eq!(feed.words("updated"), "2021-03-05T00:00:00+00:00");
    assert!(feed.contains(
        r#"<link rel="alternate" type="application/cap+xml" href="https://example.org/watch/2021/03/roof/alert.cap.xml"/>"#
    ));
    assert!(
        feed.contains(r#"<link rel="self" type="application/atom+xml" href="https://example.org/watch/cap.xml"/>"#)
    );
    assert!(!site.page("/").contains("cap.xml"), "pages do not announce it");
}

#[test]
fn an_alert_names_its_callouts_and_leaves_out_what_was_struck_out() {
    let described = alert(&warning("---\nThe river rises at ~~7pm~~ 8pm.\n\n> [!CAUTION]\n> Keep off the bank."))
        .words("description");
    assert_eq!(described, "The river rises at 8pm. > Caution: > Keep off the bank.");
}
