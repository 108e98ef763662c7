//! What becomes of a feed that is read again and again (import.md, "Once only"): entries without text, entries that were changed,
//! days without a time. In: the program over folders on disk. The feeds are invented.

use crate::{
    disk::Folder,
    import::{DECEMBER, only, receipts},
};

/// A feed of entries: title, id, date, text.
fn rss(entries: &[[&str; 4]]) -> String {
    let item = |[title, id, date, text]: &[&str; 4]| {
        format!(
            "<item><title>{title}</title><link>https://police.example/{id}</link><guid isPermaLink=\"false\">{id}</guid><pubDate>{date}</pubDate><description><![CDATA[{text}]]></description></item>"
        )
    };
    let items: String = entries.iter().map(item).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>Wren Valley Police</title><link>https://police.example/</link><description>d</description>{items}</channel></rss>"
    )
}

fn run(folder: &Folder, feed: &str) -> String {
    folder.put("feed.xml", feed.as_bytes());
    folder.at(DECEMBER, &["import", "--new", "feed.xml"]).ended(0).out.clone()
}

const FRIDAY: &str = "Fri, 20 Nov 2026 10:00:00 GMT";

#[test]
fn an_entry_without_text_is_changed_by_no_run() {
    let folder = Folder::empty();
    let feed = rss(&[["Road closed", "r", FRIDAY, ""]]);
    run(&folder, &feed);
    let before = folder.tree("content");
    assert_eq!(run(&folder, &feed), "");
    assert_eq!(folder.tree("content"), before);
    // Once it has a text, that is new.
    run(&folder, &rss(&[["Road closed", "r", FRIDAY, "The road at Mill End is closed until Monday."]]));
    assert!(only(&folder).contains("text: The road at Mill End is closed until Monday.\n"), "{}", only(&folder));
}

#[test]
fn what_an_entry_no_longer_says_is_told() {
    let folder = Folder::empty();
    let entry = |coat: &str| {
        rss(&[[
            "Sheds entered",
            "s",
            FRIDAY,
            &format!("<p>Four sheds were entered.</p><p>The man wore a {coat} coat.</p>"),
        ]])
    };
    run(&folder, &entry("red"));
    let said = run(&folder, &entry("blue"));
    assert!(said.contains("its source no longer says “The man wore a red coat.”"), "{said}");
    let text = only(&folder);
    assert!(text.contains("The man wore a blue coat.") && text.contains("has taken something out"), "{text}");
    assert_eq!(run(&folder, &entry("blue")), "");
}

#[test]
fn an_entry_that_has_vanished_is_told_until_it_is_taken_back() {
    let folder = Folder::empty();
    let old = ["Old", "o", "Tue, 10 Nov 2026 10:00:00 GMT", "An old story of a gate."];
    let new = ["Sheds entered", "s", FRIDAY, "Four sheds were entered."];
    run(&folder, &rss(&[old, new]));
    let path = "content/2026/2026-11-20-sheds-entered.md";
    assert!(run(&folder, &rss(&[old])).starts_with(path));
    let text = folder.read(path).replace("draft: true\n", "status: withdrawn\n");
    folder.put(path, text.as_bytes());
    assert_eq!(run(&folder, &rss(&[old])), "");
}

#[test]
fn a_day_without_a_time_stays_a_day() {
    let feed = rss(&[
        ["One", "a", "2026-11-20", "The first text of this feed."],
        ["Two", "b", "Fri, 20 Nov 2026", "The second, of another gate."],
    ]);
    let folder = Folder::empty().write("feed.xml", feed);
    folder.at(DECEMBER, &["import", "feed.xml"]).ended(0);
    for text in folder.tree("content").into_iter().filter(|(path, _)| path.ends_with(".md")).map(|(_, bytes)| bytes) {
        let text = String::from_utf8(text).expect("it is text");
        assert!(text.contains("\ndate: 2026-11-20\n"), "{text}");
    }
}

#[test]
fn ids_of_json_feeds_may_be_numbers() {
    let feed = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Wren Valley Police\",\"items\":[{\"id\":123,\"url\":\"https://police.example/r\",\"title\":\"Road closed\",\"content_text\":\"The road in Wrenfield is closed.\",\"date_published\":\"2026-11-20\"}]}";
    let folder = Folder::empty().write("feed.json", feed);
    folder.at(DECEMBER, &["import", "feed.json"]).ended(0);
    assert!(only(&folder).contains("date: 2026-11-20\n"), "{}", only(&folder));
    assert_eq!(folder.at(DECEMBER, &["import", "--new", "feed.json"]).ended(0).out, "");
}

#[test]
fn bulletins_in_the_same_words_are_two_where_title_day_or_area_differ() {
    let words = "Come and talk to your officers about sheds, speeding and whatever else is on your mind. There is tea, and nobody has to book.";
    let text = |title: &str, date: &str, area: &str| {
        format!("---\ntitle: {title}\ndate: {date}\narea: {area}\nsource:\n  name: Wren Valley Police\n---\n{words}\n")
    };
    let folder = Folder::empty()
        .write("a.md", text("Police surgery", "2026-11-20", "Mill End"))
        .write("b.md", text("Police surgery", "2026-11-27", "Mill End"))
        .write("c.md", text("Police surgery", "2026-11-20", "Reedbank"))
        .write("d.md", text("Late police surgery in Wrenfield", "2026-11-20", "Mill End"));
    let all = ["import", "a.md", "b.md", "c.md", "d.md", "--format", "json"];
    let first = receipts(&folder.at(DECEMBER, &all).ended(0));
    assert!(first.iter().all(|receipt| receipt["outcome"] == "written"), "{first:#?}");
    let again = receipts(&folder.at(DECEMBER, &all).ended(0));
    assert!(again.iter().all(|receipt| receipt["outcome"] == "known"), "{again:#?}");
}
