//! Feeds and whole sites (import.md): a feed that changes for a month, an export of WordPress, posts of one text. In: the
//! program over folders on disk. The texts are invented.

use std::fmt::Write as _;

use crate::{
    disk::Folder,
    import::{DECEMBER, receipts},
};

/// A feed of the last ten entries on a day of November: one new entry a day, every fifth changed two days later, and the
/// one of the 7th taken back on the 10th.
fn feed(day: usize) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>Wren Valley Police</title><link>https://police.example/</link><description>x</description>".to_owned();
    for number in (1..=day).rev().take(10).filter(|number| *number != 7 || day < 10) {
        let changed = number % 5 == 0 && day >= number + 2;
        let more = if changed { "&lt;p&gt;Two people were arrested later.&lt;/p&gt;" } else { "" };
        let _ = write!(
            out,
            "<item><title>Incident {number} in Mill End</title><link>https://police.example/news/{number}</link><guid isPermaLink=\"false\">n{number}</guid><pubDate>{number:02} Nov 2026 09:00:00 GMT</pubDate><description>&lt;p&gt;Officers ask about incident {number}, quoting 46/{:06}/26.&lt;/p&gt;{more}</description></item>",
            100_000 + number
        );
    }
    out + "</channel></rss>"
}

#[test]
fn a_feed_is_followed_for_a_month() {
    let folder = Folder::empty();
    let (mut updated, mut vanished) = (0, Vec::new());
    for day in 1..=30 {
        folder.put("feed.xml", feed(day).as_bytes());
        let now = (1_793_491_200 + 86_400 * day).to_string();
        let run = folder.at(&now, &["import", "feed.xml", "--new", "--format", "json"]).ended(0);
        let receipts = receipts(&run);
        let of = |outcome: &str| receipts.iter().filter(|receipt| receipt["outcome"] == outcome).count();
        assert_eq!(of("written"), 1, "day {day}: {run:#?}");
        assert_eq!(of("known"), 0, "day {day}: what is known is no news");
        updated += of("updated");
        vanished.extend(receipts.iter().filter(|one| one["outcome"] == "vanished").map(|one| one["title"].to_string()));
    }
    let tree = folder.tree("content");
    let bulletins: Vec<String> = tree
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert_eq!(bulletins.len(), 30, "one for each entry");
    // Those of the 5th, 10th, 15th, 20th and 25th changed; the 30th has no two days left.
    assert_eq!(updated, 5);
    let changed: Vec<&String> = bulletins.iter().filter(|text| text.contains("updates:")).collect();
    assert_eq!(changed.len(), 5);
    assert!(changed.iter().all(|text| text.matches("Two people were arrested later.").count() == 1), "{changed:#?}");
    vanished.dedup();
    assert_eq!(vanished, ["\"Incident 7 in Mill End\""], "what only went off the end of the feed has not vanished");
}

#[test]
fn entries_that_differ_only_behind_a_hash_are_two() {
    let item = |id: &str, text: &str| {
        format!(
            "<item><description>{text}</description><guid>https://police.example/2026/11/20{id}</guid><pubDate>20 Nov 2026 09:00:00 GMT</pubDate></item>"
        )
    };
    let items =
        item("#am", "Four sheds were entered in Station Road.") + &item("#pm", "A bicycle was found by the weir.");
    let folder = Folder::empty()
        .write("feed.xml", format!("<rss version=\"2.0\"><channel><title>Police</title>{items}</channel></rss>"));
    let run = folder.at(DECEMBER, &["import", "feed.xml", "--format", "json"]).ended(0);
    assert!(receipts(&run).iter().all(|receipt| receipt["outcome"] == "written"), "{run:#?}");
}

#[test]
fn posts_of_one_text_are_posts_of_their_own() {
    let post = |month: &str, day: &str| {
        format!(
            "---\ntitle: {month} meeting\ndate: {day}\nurl: /{month}/\nsummary: \"The meeting is at the school,\nfrom 7pm.\"\n---\n+ [Agenda](/agenda.pdf)\n"
        )
    };
    let folder = Folder::empty()
        .write("old/hugo.toml", "")
        .write("old/content/meetings/a.md", post("april", "2026-04-08"))
        .write("old/content/meetings/b.md", post("may", "2026-05-13"))
        .write("old/content/news/c.md", post("may", "2026-05-13").replace("url: /may/", "url: /may-news/"))
        .write("old/content/tags/_index.md", "---\ntitle: Tags\n---\n");
    folder.at(DECEMBER, &["import", "old", "--yes"]).ended(0);
    let april = folder.read("content/2026/2026-04-08-april-meeting.md");
    assert!(april.contains("summary: The meeting is at the school, from 7pm.\n"), "{april}");
    // The same post at two addresses is one, and both lead to it.
    let may = folder.read("content/2026/2026-05-13-may-meeting.md");
    assert!(may.contains("aliases:\n  - \"/may/\"\n  - \"/may-news/\"\n"), "{may}");
    let before = folder.tree("content");
    assert_eq!(before.keys().filter(|path| path.ends_with(".md")).count(), 2, "{:?}", before.keys());
    folder.at(DECEMBER, &["import", "old", "--yes"]).ended(0);
    assert_eq!(folder.tree("content"), before);
    folder.at(DECEMBER, &["build"]).ended(0);
    let site = folder.tree("public");
    for old in ["april", "may", "may-news", "tags"] {
        assert!(site.contains_key(&format!("{old}/index.html")), "{old}");
    }
}

#[test]
fn a_post_keeps_its_address_beside_those_that_it_had_before() {
    let folder = Folder::empty().write("old/_config.yml", "").write(
        "old/_posts/2019-03-04-roof.md",
        "---\ntitle: Roof\nredirect_from:\n  - /2019/03/03/rooof/\n---\nMended.\n",
    );
    folder.at(DECEMBER, &["import", "old", "--yes"]).ended(0);
    let text = folder.read("content/2019/2019-03-04-roof.md");
    for address in ["/2019/03/04/roof/", "/2019/03/03/rooof/"] {
        assert!(text.contains(&format!("  - \"{address}\"\n")), "{address}: {text}");
    }
}

/// An export of forty posts, every tenth a draft, one behind a password, two pages and a picture.
fn export() -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Mill End Watch</title><link>https://millend.example</link><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>\n<item><title>sheds</title><link>https://millend.example/sheds/</link><guid>https://millend.example/?p=900</guid><wp:post_id>900</wp:post_id><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status><wp:attachment_url>https://millend.example/wp-content/uploads/sheds.jpg</wp:attachment_url></item>\n".to_owned();
    let mut item = |number: usize, kind: &str, name: &str, status: &str, title: &str, content: &str| {
        let day = number % 28 + 1;
        let month = number % 12 + 1;
        let link = match (status, kind) {
            ("draft", _) => format!("https://millend.example/?p={number}"),
            (_, "page") => format!("https://millend.example/{name}/"),
            _ => format!("https://millend.example/2025/{month:02}/{name}/"),
        };
        let _ = writeln!(
            out,
            "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">https://millend.example/?p={number}</guid><content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id><wp:post_password>{}</wp:post_password><wp:post_date>2025-{month:02}-{day:02} 10:30:00</wp:post_date><wp:post_name>{name}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type><category domain=\"category\" nicename=\"x\"><![CDATA[{}]]></category><category domain=\"post_tag\" nicename=\"y\"><![CDATA[locks &amp; bolts]]></category>{}</item>",
            if number == 9 { "open sesame" } else { "" },
            ["Mill End", "Warnings", "News"][number % 3],
            if number.is_multiple_of(5) {
                "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>900</wp:meta_value></wp:postmeta>"
            } else {
                ""
            },
        );
    };
    for number in 1..=40 {
        let content = match number % 4 {
            0 => format!(
                "<!-- wp:paragraph -->\n<p>Report {number} of a <strong>shed</strong>.</p>\n<!-- /wp:paragraph -->\n<!-- wp:list -->\n<ul><li>a drill</li><li>a spade</li></ul>\n<!-- /wp:list -->"
            ),
            1 => format!("Report {number} in the old editor.\n\nThe officerâ€™s words: itâ€™s Â£5 â€“ no more."),
            2 => format!(
                "[caption id=\"a\" width=\"300\"]<img src=\"https://millend.example/wp-content/uploads/gate.jpg\" alt=\"The gate\" /> The gate[/caption]\n\nReport {number} of the gate. [contact-form-7 id=\"4\"]"
            ),
            _ => format!(
                "[gallery ids=\"1,2\"]\n\nReport {number}: <a href=\"https://millend.example/about/\">about us</a>.<br />[embed]https://videos.example/w/{number}[/embed]"
            ),
        };
        let status = if number % 10 == 0 { "draft" } else { "publish" };
        item(number, "post", &format!("report-{number}"), status, &format!("Report {number} &amp; more"), &content);
    }
    item(41, "page", "about", "publish", "About us", "<p>We are neighbours.</p>");
    item(42, "page", "search", "publish", "Search", "<p>How to search.</p>");
    out + "</channel></rss>"
}

#[test]
fn a_wordpress_site_comes_over_whole() {
    let folder = Folder::empty().write("site.yaml", "title: T\nareas: [Mill End]\n").write("export.xml", export());
    let run = folder.at(DECEMBER, &["import", "export.xml", "--yes", "--format", "json"]).ended(0);
    assert_eq!(receipts(&run).len(), 42);
    let tree = folder.tree("content");
    let texts: Vec<(&String, String)> = tree
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    assert_eq!(texts.len(), 42);
    assert_eq!(
        texts.iter().filter(|(_, text)| text.contains("draft: true\n")).count(),
        5,
        "drafts stay drafts, and what had a password becomes one"
    );
    let of = |number: usize| {
        let title = format!("title: Report {number} &amp; more\n");
        let plain = format!("title: Report {number} & more\n");
        &texts.iter().find(|(_, text)| text.contains(&title) || text.contains(&plain)).expect("it came over").1
    };
    assert!(of(1).contains("The officer’s words: it’s £5 – no more."), "{}", of(1));
    assert!(of(4).contains("Report 4 of a **shed**.\n\n- a drill\n- a spade\n"), "{}", of(4));
    assert!(of(2).contains("![The gate](https://millend.example/wp-content/uploads/gate.jpg)"), "{}", of(2));
    assert!(!of(2).contains("contact-form"), "{}", of(2));
    assert!(of(3).contains("[Video](https://videos.example/w/3)") && !of(3).contains("gallery"), "{}", of(3));
    // Category and tag: an area of the site, a kind of the site, a tag.
    assert!(of(3).contains("area: Mill End\n") && of(3).contains("tags:\n  - locks & bolts\n"), "{}", of(3));
    assert!(of(1).contains("kind: warning\n"), "{}", of(1));
    assert!(of(1).contains("date: 2025-02-02 10:30\n"), "{}", of(1));
    assert!(run.out.contains("contact-form-7") && run.out.contains("sheds.jpg"), "what needs a person is told");
    folder.at(DECEMBER, &["import", "export.xml", "--yes"]).ended(0);
    assert_eq!(folder.tree("content"), tree);
    folder.at(DECEMBER, &["build"]).ended(0);
    let site = folder.tree("public");
    let old = (1..=40).filter(|number| number % 10 != 0 && *number != 9);
    for old in old
        .map(|number| format!("2025/{:02}/report-{number}", number % 12 + 1))
        .chain(["about".into(), "search".into()])
    {
        assert!(site.contains_key(&format!("{old}/index.html")), "{old}");
    }
}

#[test]
fn an_entry_whose_address_is_relative_is_linked_through_its_feed() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wren Council</title><link rel=\"self\" href=\"https://wren.example/news/feed.xml\"/><id>a</id><entry><title>Gate Lane is shut</title><link href=\"2026/gate\"/><id>b</id><updated>2026-11-20T10:00:00Z</updated><content>It is shut until Friday.</content></entry></feed>";
    let folder = Folder::empty().write("feed.xml", atom);
    folder.at(DECEMBER, &["import", "feed.xml"]).ended(0);
    let text = crate::import::only(&folder);
    assert!(text.contains("url: https://wren.example/news/2026/gate\n"), "{text}");
}
