//! Every setting of `site.yaml` (site.md, "Settings"). Areas, kinds, contacts, permalinks, moments, lists and templates
//! have files of their own.

use noticeboard::testing::settings::KEYS;

use crate::harness::{Page, Site, bulletin, site};

fn with(settings: &str) -> Site {
    bulletin("---\nBody.").settings(settings)
}

fn front(settings: &str) -> Page {
    with(settings).page("/")
}

#[test]
fn all_are_optional() {
    assert_eq!(bulletin("").problems(), "");
    assert_eq!(with("").problems(), "");
    assert_eq!(with("# nothing yet").problems(), "");
    let nothing = KEYS.iter().fold(String::new(), |all, key| all + key + ":\n");
    assert_eq!(with(&nothing).problems(), "");
    assert_eq!(with(&nothing).roof(), bulletin("---\nBody.").roof());
}

#[test]
fn an_unknown_key_is_an_error_with_the_nearest() {
    insta::assert_snapshot!(with("titel: Watch\ncolour: blue").problems(), @r"
    error[setting-unknown]: `titel` is no setting
     --> site.yaml:1:1
      |
    1 | titel: Watch
      | ^^^^^
      |
      = help: did you mean `title`?

    error[setting-unknown]: `colour` is no setting
     --> site.yaml:2:1
      |
    2 | colour: blue
      | ^^^^^^
      |
      = help: remove it, or put it under `extra`

    2 errors
    ");
}

#[test]
fn unknown_keys_inside_are_errors_too() {
    for (settings, place) in [
        ("outputs: {tag: true}", "1:11"),
        ("areas: [{name: Kent, alias: x}]", "1:22"),
        ("kinds: [{name: flood, lable: x}]", "1:23"),
        ("contacts: [{name: x, fone: 1}]", "1:22"),
        ("fields: {aera: [categories]}", "1:10"),
        ("fields: {area: {keys: x, renam: {}}}", "1:26"),
        ("publisher: {name: x, link: y}", "1:22"),
    ] {
        assert_eq!(with(settings).codes(), format!("setting-unknown site.yaml:{place}"), "{settings}");
    }
}

#[test]
fn every_wrong_value_is_reported_at_its_place() {
    let site = with(
        "
        title: [a]
        base_url: example.org
        language: English
        timezone: Europe/Londn
        date_order: ymd
        permalink: x
        canonical: both
        per_page: none
        feed_items: -1
        raw_html: allow
        typographic_quotes: perhaps
        outputs: {tags: 7, feeds: [rss, xml]}
        default_kind: apeal
        kinds: [{name: missing, on_close: burn, life: soon}]
        publisher: {name: x, url: 'javascript:x'}
    ",
    );
    insta::assert_snapshot!(site.codes(), @r"
    value-wrong site.yaml:1:8
    value-wrong site.yaml:2:11
    value-wrong site.yaml:3:11
    value-wrong site.yaml:4:11
    word-unknown site.yaml:5:13
    value-wrong site.yaml:6:12
    word-unknown site.yaml:7:12
    value-wrong site.yaml:8:11
    value-wrong site.yaml:9:13
    word-unknown site.yaml:10:11
    value-wrong site.yaml:11:21
    value-wrong site.yaml:12:17
    word-unknown site.yaml:12:33
    kind-unknown site.yaml:13:15
    word-unknown site.yaml:14:35
    value-wrong site.yaml:14:47
    address-unsafe site.yaml:15:27
    ");
}

#[test]
fn broken_settings_are_shown_at_their_place() {
    assert_eq!(with("title: \"Watch").codes(), "value-unquoted site.yaml:1:14");
    assert!(with("title: [Watch").codes().starts_with("yaml-broken site.yaml:1:"));
    assert_eq!(with("title: A\ntitle: B").codes(), "key-twice site.yaml:2:1");
    assert_eq!(with("- a").codes(), "not-a-map site.yaml:1:1");
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let site = bulletin("").edit("site.yaml", "\u{feff}title: Watch\ntitel: x\n");
    assert_eq!(site.codes(), "setting-unknown site.yaml:2:1");
}

#[test]
fn title_tagline_and_description() {
    let page = front("title: 'Kent & Co'\ntagline: What happened\ndescription: Near you");
    assert_eq!(page.words("title"), "Kent & Co");
    assert!(page.words("header class=\"masthead\"").contains("What happened"));
    assert_eq!(page.meta("description"), "Near you");
    assert_eq!(front("").words("title"), "Watch");
}

#[test]
fn a_title_that_looks_like_a_number_stays_text() {
    assert_eq!(front("title: 101").words("title"), "101");
}

#[test]
fn base_url_may_lack_its_closing_slash() {
    assert_eq!(front("base_url: https://example.org/watch").meta("og:url"), "https://example.org/watch/");
    assert_eq!(front("").meta("og:url"), "http://localhost:8080/");
}

#[test]
fn language() {
    let page = front("language: cy_GB");
    assert!(page.contains("<html lang=\"cy-GB\" dir=\"ltr\""));
    assert_eq!(page.meta("og:locale"), "cy_GB");
}

#[test]
fn menu_and_social() {
    let site = with(
        "
        base_url: https://example.org/watch/
        menu: [{name: Home, url: /}, {name: Police, url: https://police.example/}]
        social: [{name: Mastodon, url: https://social.example/@us}]
    ",
    );
    let page = site.page("/");
    assert_eq!(page.find("nav aria-label=\"Main\"").attributes("href"), ["/watch/", "https://police.example/"]);
    assert!(page.find("footer").contains("<a href=\"https://social.example/@us\" rel=\"me\">Mastodon</a>"));
    let short = with("menu:\n  Home: /\n  Areas: /areas/").page("/");
    assert_eq!(short.find("nav aria-label=\"Main\"").texts("li"), ["Home", "Areas"]);
}

#[test]
fn publisher_and_licence() {
    let page = front(
        "publisher: {name: Kent Neighbours, url: https://kn.example/}\nlicence: {name: CC BY 4.0, url: https://cc.example/}",
    );
    let foot = page.find("footer");
    assert!(foot.contains("<a href=\"https://kn.example/\">Kent Neighbours</a>"));
    assert!(foot.contains("<a href=\"https://cc.example/\" rel=\"license\">CC BY 4.0</a>"));
    assert!(front("publisher: Kent Neighbours").find("footer").text().contains("Published by Kent Neighbours"));
}

#[test]
fn no_analytics_are_sent_unless_asked_for() {
    // Every script is the site's own.
    assert_eq!(front("").matches("<script src").count(), front("").matches("<script src=\"/assets/").count());
    assert!(front("analytics: '<script src=\"/a.js\"></script>'").contains("<script src=\"/a.js\"></script>\n</body>"));
}

#[test]
fn extra_reaches_templates() {
    let site = with("extra: {beat: 007, list: [a, b]}")
        .edit("templates/404.html", "{{ site.extra.beat }} {{ site.extra.list | join(sep=\"+\") }}");
    assert_eq!(site.page("/404.html").0, "007 a+b");
}

#[test]
fn publish_is_accepted() {
    assert_eq!(with("publish: {target: 's3://bucket'}").problems(), "");
}

#[test]
fn other_keys_are_read_for_a_field() {
    let site = site(
        "
        -- site.yaml --
        fields:
          area:
            - categories
            - ignore: [news, Uncategorised]
              rename: {maidstone-town: Kent/Maidstone}
          date: [announced]
          kind: {keys: [type], rename: {scam: warning}}
          author: {keys: [byline]}
        -- content/roof.md --
        ---
        title: Roof
        announced: 2021-03-01
        categories: [News, Maidstone-Town]
        type: scam
        byline: Ana Ruiz
        ---
    ",
    );
    assert_eq!(site.problems(), "");
    assert!(site.page("/areas/kent/maidstone/").contains("/2021/03/roof/"));
    assert!(!site.has("/areas/news/"));
    assert!(site.page("/kinds/warning/").contains("/2021/03/roof/"));
    assert!(site.roof().words("aside class=\"facts\"").contains("Ana Ruiz"));
    assert_eq!(site.roof().metas("article:tag"), ["Maidstone"]);
}

#[test]
fn a_fields_own_names_come_before_the_settings() {
    let site = bulletin("announced: 2020-01-01").settings("fields: {date: [announced]}");
    assert!(site.has("/2021/03/roof/"));
}

#[test]
fn a_fault_is_shown_at_its_setting_however_that_is_written() {
    for (settings, at) in [
        ("title: W\nextra:\n  theme: a\n# theme: x\ntheme : nope\n", "5:9"),
        ("title: |\n theme: a\n'theme': nope\n", "3:10"),
        ("{title: W, \"theme\": nope}\n", "1:21"),
        ("tagline: the theme: x\ntheme:\n  nope\n", "3:3"),
        ("title: 'theme:\n  x'\ntheme: 'nope'\n", "3:8"),
    ] {
        let codes = bulletin("").edit("site.yaml", settings).codes();
        assert!(codes.lines().any(|line| line == format!("theme-unknown site.yaml:{at}")), "{settings}: {codes}");
        let other = settings.replace("theme", "language").replace("nope", "xx");
        let codes = bulletin("").edit("site.yaml", &other).codes();
        assert!(codes.contains("words-missing site.yaml:"), "{other}: {codes}");
        assert!(!codes.contains("words-missing site.yaml:1:1\n"), "{other}: {codes}");
    }
}

/// The footer's numbers, with the one for emergencies first.
fn footer(settings: &str) -> Vec<String> {
    let page = bulletin("").settings(settings).page("/");
    let section = "section class=\"contacts\"";
    if page.contains(section) { page.find(section).attributes("href") } else { Vec::new() }
}

#[test]
fn the_usual_contacts_are_those_of_the_country() {
    let british = "tel:999";
    for (settings, emergency, police) in [
        ("", Some(british), true),
        ("language: en", Some(british), true),
        ("language: cy", Some(british), true),
        ("language: ur\ncountry: GB", Some(british), true),
        ("country: uk", Some(british), true),
        ("language: en-US\ntimezone: America/Chicago", Some("tel:911"), false),
        ("timezone: America/Chicago", None, false),
        ("language: en-GB\ntimezone: Europe/Madrid", Some(british), true),
        ("language: de-AT", Some("tel:112"), false),
        ("language: fr", None, false),
        ("language: pt_BR", None, false),
        ("language: zh-Hant-TW", None, false),
        ("language: en-AU", Some("tel:000"), false),
        ("language: en-NZ", Some("tel:111"), false),
        ("language: en-US\ncountry: GB", Some(british), true),
        ("contacts_only: true", None, false),
        (
            "contacts_only: true\ncontacts: [{name: Desk, phone: 01632 960001}, {name: 112, phone: 112}]",
            Some("tel:112"),
            false,
        ),
    ] {
        let numbers = footer(settings);
        assert_eq!(
            numbers.first().filter(|first| first.len() == 7).map(String::as_str),
            emergency,
            "{settings}: {numbers:?}"
        );
        assert_eq!(numbers.iter().any(|number| number == "tel:101"), police, "{settings}: {numbers:?}");
        let holds = |word: &str| bulletin("kind: appeal").settings(settings).holding(word);
        if !police {
            for word in ["Crimestoppers", "Report Fraud", "Missing People"] {
                assert!(holds(word).is_empty(), "{settings}: {word} in {:?}", holds(word));
            }
        }
    }
    assert!(bulletin("").settings("country: Britain").codes().starts_with("value-wrong site.yaml:1:10"));
}

#[test]
fn a_usual_contact_can_be_taken_off() {
    let off = footer("contacts: [{name: crimestoppers, remove: true}, {name: 101, remove: yes}]");
    assert!(off.iter().any(|number| number == "tel:999") && !off.iter().any(|number| number == "tel:101"), "{off:?}");
    assert!(!off.iter().any(|number| number.ends_with("800555111")), "{off:?}");
    let kept = footer("contacts: [{name: '101', phone: '101', remove: false}]");
    assert!(kept.iter().any(|number| number == "tel:101"), "{kept:?}");
    assert_eq!(bulletin("").settings("contacts: [{name: Desk, remove: true}]").codes(), "value-wrong site.yaml:1:12");
}

#[test]
fn a_short_number_of_the_sites_own_can_be_tapped_in_the_contact_box() {
    let settings = "language: en-US\ncontacts:\n  - {name: Police emergency, phone: '911'}\n  - {name: Hotline, phone: 1800-376-0000}\n  - {name: City, phone: '311'}";
    let page = bulletin("contacts: [Hotline, City]\n---\nCall 911 or 0171 5550000.").settings(settings).roof();
    assert_eq!(page.find("section class=\"help").attributes("href"), ["tel:18003760000", "tel:311"], "{}", page.0);
    assert_eq!(page.find("div class=\"prose\"").attributes("href"), ["tel:911"]);
}

#[test]
fn a_misspelt_contact_of_a_kind_is_told() {
    let codes = |settings: &str| bulletin("kind: appeal").settings(settings).codes();
    insta::assert_snapshot!(bulletin("").settings("kinds: [{name: appeal, contacts: [Crimestopers, 101]}]").problems(), @r"
    error[contact-unknown]: `Crimestopers` is none of the site's contacts
     --> site.yaml:1:35
      |
    1 | kinds: [{name: appeal, contacts: [Crimestopers, 101]}]
      |                                   ^^^^^^^^^^^^
      |
      = help: did you mean `Crimestoppers`?

    1 error
    ");
    assert!(codes("contacts: [{name: Desk, phone: 01632 960001, replaced_by: Desc}]").starts_with("contact-unknown"));
    for sound in [
        "kinds: [{name: appeal, contacts: [crimestoppers, '999', Desk]}]\ncontacts: [{name: Desk, phone: 01632 960001}]",
        "country: US\nkinds: [{name: appeal, contacts: '999'}]",
        "kinds: [{name: appeal, contacts: []}]",
        "contacts: [{name: Desk, phone: 01632 960001, replaced_by: The Desk}, {name: The Desk, phone: 01632 960002}]",
        "contacts: [{name: Crimestoppers, remove: true}]",
        "contacts_only: true",
    ] {
        assert_eq!(codes(sound), "", "{sound}");
    }
}

#[test]
fn a_number_behind_a_hash_belongs_to_the_title() {
    let site = bulletin("").settings("title: Wren #1 Watch\nareas: [{name: Block #5}, Kent]");
    assert_eq!(site.page("/").words("title"), "Wren #1 Watch");
    assert!(site.has("/areas/block-5/"));
    assert_eq!(site.codes(), "value-unquoted site.yaml:1:8\nvalue-unquoted site.yaml:2:16");
    assert_eq!(bulletin("").settings("title: Wren #Watch").codes(), "comment-left-out site.yaml:1:13");
}

/// A site below a folder of its host, with a page About.
fn below_a_folder(settings: &str) -> Site {
    site(&format!(
        "-- site.yaml --\nbase_url: https://v.example/w/\n{settings}\n-- content/pages/about.md --\n---\ntitle: About\n---\nUs."
    ))
}

#[test]
fn addresses_on_the_site_honour_its_folder_wherever_they_stand() {
    let page = below_a_folder(
        "social: [{name: Us, url: /about/}]\nsubscribe: {form: /w/about/}\npublisher: {name: Watch, url: /about/}\nlicence: {name: Ours, url: /about/}\ncontacts: [{name: Desk, url: /about/}]\nmenu: [{name: A, url: /about/}, {name: B, url: /w/about/}]",
    );
    assert_eq!(page.codes(), "");
    let page = page.page("/about/");
    let about: Vec<String> = page.attributes("href").into_iter().filter(|href| href.contains("about")).collect();
    assert!(about.iter().all(|href| matches!(&**href, "/w/about/" | "https://v.example/w/about/")), "{about:?}");
    assert_eq!(page.find("nav aria-label=\"Main\"").attributes("href"), ["/w/about/", "/w/about/"]);
    let text = "contacts: [{name: Desk, url: /about/}]\n---\nAsk.";
    let site = bulletin(text).settings("base_url: https://v.example/w/\npublisher: {name: Watch, url: /}");
    assert!(site.feed("/2021/03/roof/bulletin.txt").contains("Desk: https://v.example/w/about/"));
    assert_eq!(site.roof().json_ld()["@graph"][0]["publisher"]["url"], "https://v.example/w/");
}

#[test]
fn addresses_are_read_as_meant() {
    let page = with(
        "social: [{name: Telegram, url: t.me/x}, {name: Pub, url: pub.example}]\nsubscribe: {whatsapp: 07700 900123, signal: +44 7700 900123, email: me@pub.example}\npublisher: {name: Us, url: www.pub.example/us}",
    )
    .page("/");
    for href in [
        "https://t.me/x",
        "https://pub.example",
        "https://wa.me/447700900123",
        "https://signal.me/#p/+447700900123",
        "mailto:me@pub.example",
        "https://www.pub.example/us",
    ] {
        assert!(page.attributes("href").iter().any(|known| known == href), "{href}");
    }
}

#[test]
fn addresses_that_lead_nowhere_are_told() {
    for (settings, codes) in [
        ("subscribe: {email: me}", "value-wrong site.yaml:1:20"),
        ("subscribe: {facebook: wrenwatch}", "value-wrong site.yaml:1:23"),
        ("subscribe: {facebook: 07700900123}", "value-wrong site.yaml:1:23"),
        ("menu: [{name: X}]", "value-wrong site.yaml:1:8"),
        ("menu: [X]", "value-wrong site.yaml:1:8"),
        ("menu: [/areas/]", "value-wrong site.yaml:1:8"),
        ("menu: {X: }", "value-wrong site.yaml:1:9"),
        ("social: [{name: X, url: 'javascript:x'}]", "address-unsafe site.yaml:1:25"),
        ("menu: [{name: Dead, url: /nope/}]", "link-unchecked site.yaml:1:7"),
        ("social: [{name: Dead, url: nope/#a}]", "link-unchecked site.yaml:1:9"),
        ("logo: nope.png", "image-missing site.yaml:1:7"),
        ("licence: All rights reserved", ""),
        ("menu: [{name: Areas, url: /areas/}, {name: Top, url: '#top'}, {name: Feed, url: /rss.xml}]", ""),
    ] {
        assert_eq!(bulletin("").settings(settings).codes(), codes, "{settings}");
    }
    assert!(
        below_a_folder("logo: ours.png")
            .edit("content/ours.jpg", "20x20")
            .problems()
            .contains("did you mean `ours.jpg`?")
    );
    assert!(bulletin("").settings("menu: [X]").problems().contains("`{name: X, url: …}`"));
}

#[test]
fn no_feed_may_be_said_as_no_other_output_is() {
    let has = |outputs: &str| bulletin("").settings(&format!("outputs: {{feeds: {outputs}}}"));
    for none in ["false", "[]", "no"] {
        let site = has(none);
        assert!(
            site.codes().is_empty() && !site.has("/rss.xml") && !site.has("/feed.json"),
            "{none}: {}",
            site.codes()
        );
    }
    assert!(has("true").has("/atom.xml") && has("[rss]").has("/rss.xml") && !has("[rss]").has("/atom.xml"));
}

#[test]
fn further_pages_of_the_front_name_the_site_once() {
    let mut site = bulletin("").settings("title: Tanfold\nper_page: 1");
    site.files.insert("content/b.md".into(), "---\ntitle: B\ndate: 2021-03-02\narea: Kent\n---\n".into());
    assert_eq!(site.page("/page/2/").words("title"), "Tanfold, page 2");
}
