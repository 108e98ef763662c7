//! A Jekyll, Hugo or Eleventy folder and a WordPress export that are taken over whole (import.md): nothing becomes public
//! that was not, nothing is lost without a word, and what led to each other still does. In: the program over folders on
//! disk. The texts are invented.

use crate::{
    disk::{Folder, Run},
    import::{DECEMBER, receipts},
    photo::{self, Png},
};

fn import(folder: &Folder) -> Run {
    let run = folder.at(DECEMBER, &["import", "old", "--yes", "--format", "json"]).ended(0);
    // What is there already is known again.
    let before = folder.tree("content");
    folder.at(DECEMBER, &["import", "old", "--yes"]).ended(0);
    assert_eq!(folder.tree("content").keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert_eq!(folder.tree("content"), before, "a second import changes nothing");
    run
}

fn post(title: &str, fields: &str) -> String {
    format!("---\ntitle: {title}\n{fields}---\nWords of {title}.\n")
}

/// Which of the titles are drafts after an import, of all that begin so; and none of these is public.
#[track_caller]
fn drafts(folder: &Folder) -> Vec<String> {
    import(folder);
    let mut drafts = Vec::new();
    for (path, bytes) in folder.tree("content") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if path.ends_with(".md") && text.contains("draft: true\n") {
            let title = text.lines().find_map(|line| line.strip_prefix("title: ")).expect("it has a title");
            drafts.push(title.to_owned());
        }
    }
    drafts.sort();
    folder.at(DECEMBER, &["build"]).ended(0);
    for (path, bytes) in folder.tree("public") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!drafts.iter().any(|title| text.contains(&format!("Words of {title}."))), "{path} has a draft");
    }
    drafts
}

#[test]
fn what_jekyll_did_not_show_stays_a_draft() {
    let config = "exclude: [notes, plan.md]\ncollections:\n  staff: {output: true}\n  minutes: {output: false}\ndefaults:\n  - scope: {path: old-posts}\n    values: {published: false}\n";
    let folder = Folder::empty()
        .write("old/_config.yml", config)
        .write("old/_posts/2026-11-01-open.md", post("Open", ""))
        .write("old/_posts/2026-11-02-shut.md", post("Shut", "published: false\n"))
        .write("old/_drafts/idea.md", post("Idea", ""))
        .write("old/_drafts/plain.md", "Words without any fields are a draft too.\n")
        .write("old/old-posts/_posts/2026-11-03-early.md", post("Early", ""))
        .write("old/notes/secret.md", post("Secret", ""))
        .write("old/plan.md", post("Plan", ""))
        .write("old/_staff/jo.md", post("Jo", ""))
        .write("old/_minutes/may.md", post("May", ""))
        .write("old/_more/June.md", post("June", ""))
        .write("old/_posts/2026-11-04-kept.md", post("Kept", "private: true\n"));
    let drafts = drafts(&folder);
    assert!(drafts.iter().any(|title| title.starts_with("Words without any fields")), "{drafts:?}");
    let titles: Vec<&String> = drafts.iter().filter(|title| !title.starts_with("Words")).collect();
    assert_eq!(titles, ["Early", "Idea", "June", "Kept", "May", "Plan", "Secret", "Shut"]);
    // A draft of Jekyll is a post of which the day is not fixed, and nothing ever stood at its path.
    let idea = folder.read("content/2026/2026-12-02-idea.md");
    assert!(!idea.contains("aliases"), "{idea}");
}

#[test]
fn what_holds_a_post_back_in_words_of_its_own_is_kept_and_told_by_a_build() {
    let folder = Folder::empty()
        .write("old/_config.yml", "")
        .write("old/_posts/2026-11-01-open.md", post("Open", "publish: true\n"))
        .write("old/_posts/2026-11-02-later.md", post("Later", "publish: 2027-02-01\n"))
        .write("old/_posts/2026-11-03-waits.md", post("Waits", "publish: pending\n"));
    import(&folder);
    let kept = |name: &str, line: &str| folder.read(&format!("content/2026/{name}.md")).contains(line);
    assert!(kept("2026-11-02-later", "\npublish: 2027-02-01\n") && kept("2026-11-03-waits", "\npublish: pending\n"));
    assert!(!kept("2026-11-01-open", "publish:"));
    let told = folder.at(DECEMBER, &["build"]).ended(1).err;
    assert_eq!(told.matches("error[life-unread]").count(), 2, "{told}");
}

#[test]
fn what_hugo_did_not_show_stays_a_draft() {
    let folder = Folder::empty()
        .write("old/hugo.toml", "baseURL = \"https://old.example/\"\n")
        .write("old/content/posts/open.md", post("Open", "date: 2026-11-01\nbuild: {render: always, list: always}\n"))
        .write("old/content/posts/a.md", post("Headless", "date: 2026-11-01\nheadless: true\n"))
        .write("old/content/posts/b.md", post("Unbuilt", "date: 2026-11-01\n_build: {render: never}\n"))
        .write("old/content/posts/c.md", post("Unlisted", "date: 2026-11-01\nbuild:\n  list: never\n"))
        .write("old/content/posts/d.md", post("Expired", "date: 2026-11-01\nexpiryDate: 2026-11-20\n"))
        .write("old/content/posts/e.md", post("Unpublished", "date: 2026-11-01\nunpublishdate: 2026-11-20\n"))
        .write(
            "old/content/posts/f.md",
            "+++\ntitle = \"Draft\"\ndate = 2026-11-01\ndraft = true\n+++\nWords of Draft.\n",
        )
        .write(
            "old/content/posts/g.md",
            "{\"title\": \"Json\", \"date\": \"2026-11-01\", \"draft\": true}\n\nWords of Json.\n",
        )
        .write("old/content/posts/h/index.md", post("Bundle", "date: 2026-11-01\n"))
        .write("old/content/posts/h/part.md", post("Part", "date: 2026-11-01\n"))
        .write("old/content/inner/_index.md", post("Inner", "cascade:\n  build: {render: never}\n"))
        .write("old/content/inner/i.md", post("Cascaded", "date: 2026-11-01\n"))
        .write("old/content/later.md", post("Later", "publishDate: 2027-01-10\ndate: 2026-11-01\n"));
    // What a section hands down holds for itself too.
    let want =
        ["Cascaded", "Draft", "Expired", "Headless", "Inner", "Json", "Part", "Unbuilt", "Unlisted", "Unpublished"];
    assert_eq!(drafts(&folder), want);
    // It waits for the day from which it was to be shown.
    let later = folder.read("content/2027/2027-01-10-later.md");
    assert!(later.contains("date: 2027-01-10\n") && !later.contains("draft"), "{later}");
    let public = folder.tree("public");
    assert!(!public.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Words of Later.")));
}

#[test]
fn what_eleventy_and_blogger_did_not_show_stays_a_draft() {
    let folder = Folder::empty()
        .write("old/eleventy.config.js", "export default function () {}\n")
        .write("old/posts/a.md", post("Open", "date: 2026-11-01\n"))
        .write("old/posts/b.md", post("Unwritten", "date: 2026-11-01\npermalink: false\n"))
        .write("old/posts/c.md", post("Uncollected", "date: 2026-11-01\neleventyExcludeFromCollections: true\n"));
    assert_eq!(drafts(&folder), ["Uncollected", "Unwritten"]);
    let unwritten = folder.read("content/2026/2026-11-01-unwritten.md");
    assert!(!unwritten.contains("slug"), "{unwritten}");
    let entry = |id: &str, control: &str| {
        format!(
            "<entry><id>{id}</id><published>2026-11-01T10:00:00Z</published><title>Entry {id}</title><content type=\"html\">&lt;p&gt;Words of Entry {id}.&lt;/p&gt;</content>{control}</entry>"
        )
    };
    let entries = entry("one", "") + &entry("two", "<app:control><app:draft>yes</app:draft></app:control>");
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:app=\"http://purl.org/atom/app#\"><title>Blog</title><id>blog</id>{entries}</feed>"
    );
    let blog = Folder::empty().write("old.xml", atom);
    blog.at(DECEMBER, &["import", "old.xml", "--yes"]).ended(0);
    assert!(!blog.read("content/2026/2026-11-01-entry-one.md").contains("draft"));
    assert!(blog.read("content/2026/2026-11-01-entry-two.md").contains("draft: true\n"));
    // An export of Ghost is no text whose drafts could be published.
    let ghost = Folder::empty().write("old.json", "{\"db\": [{\"data\": {\"posts\": [{\"status\": \"draft\"}]}}]}");
    let run = ghost.at(DECEMBER, &["import", "old.json", "--yes"]).ended(1);
    assert!(run.err.contains("it is JSON, but no feed"), "{run:#?}");
}

#[test]
fn a_receipt_says_what_became_of_each_field() {
    let fields = "date: 2026-11-01\npublishDate: 2026-10-01\nexpiryDate: 2027-01-20\ntags: [sheds]\ncategories: [News]\nexcerpt: What happened here.\ndescription: Quite another text.\nlastmod: 2026-11-02\nupdated_at: 2026-11-02\ncover:\n  image: gone.png\n  alt: A gate\n";
    let folder =
        Folder::empty().write("old/hugo.toml", "").write("old/content/posts/a.md", post("Sheds broken into", fields));
    let run = import(&folder);
    let text = folder.read("content/2026/2026-11-01-sheds-broken-into.md");
    assert!(text.contains("expires: 2027-01-20\n") && text.contains("tags:\n  - sheds\n  - News\n"), "{text}");
    assert!(text.contains("date: 2026-11-01\n") && !text.contains("cover"), "{text}");
    for told in ["`gone.png` is not in the folder of the old site", "the words of that picture were “A gate”"] {
        assert!(run.out.contains(told), "{told}: {run:#?}");
    }
    let receipts = receipts(&run);
    let removed: Vec<String> = receipts[0]["removed"]
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|one| format!("{}: {}", one["what"].as_str().unwrap_or_default(), one["why"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        removed,
        [
            "`excerpt`, which says “What happened here.”: another name of the same field counts first and says something else: see which is right",
            "`updated_at`: another field says the same thing and counts first",
            "`publishDate` (2026-10-01): it has passed, and waits no longer",
        ]
    );
}

#[test]
fn a_page_that_is_still_to_be_filled_in_is_not_the_old_one() {
    let folder = Folder::empty()
        .write("content/pages/about.md", "---\ntitle: About us\n---\nWRITE HERE who writes the bulletins.\n")
        .write("content/pages/contact.md", "---\ntitle: Contact\n---\nRing 01632 960001.\n")
        .write("old/_config.yml", "")
        .write("old/contact.md", post("Contact", ""))
        .write("old/about.md", post("About us", "permalink: /about/\n"));
    let run = import(&folder);
    assert!(folder.read("content/pages/about-2.md").contains("Words of About us."));
    assert!(folder.read("content/pages/about.md").contains("WRITE HERE"), "a file that is there is never overwritten");
    assert!(run.out.contains("`content/pages/about.md` is there and still has to be filled in"), "{run:#?}");
    // What somebody wrote stays, and it is said that the old text was not taken.
    assert!(folder.read("content/pages/contact.md").contains("01632 960001"));
    assert!(run.out.contains("what is there says something else, and nothing of this was taken"), "{run:#?}");
}

#[test]
fn pictures_of_a_folder_come_with_what_shows_them() {
    let bundle = "+++\ntitle = \"Van seen\"\ndate = 2026-11-10\n[cover]\nimage = \"van.png\"\nalt = \"A white van\"\n+++\n{{< figure src=\"van.png\" alt=\"The van\" >}}\n\n![v](van.png) ![w](/img/gate.png) ![x](https://old.example/img/far.png)\n\n[Plan](/plan.pdf)\n";
    let folder = Folder::empty()
        .write("old/hugo.toml", "baseURL = \"https://old.example/\"\n")
        .write("old/content/posts/van/index.md", bundle)
        .write("old/content/about/index.md", "---\ntitle: About\n---\n![us](us.png)\n");
    let bytes = photo::png(64, 48, Png::Colour, 0);
    let pictures = ["content/posts/van/van.png", "content/about/us.png", "static/img/gate.png", "static/img/far.png"];
    for picture in pictures.iter().chain(&["static/img/unused.png", "static/plan.pdf"]) {
        folder.put(&format!("old/{picture}"), &bytes);
    }
    let run = import(&folder);
    let text = folder.read("content/2026/2026-11-10-van-seen/index.md");
    assert!(text.contains("image:\n  src: van.png\n  alt: A white van\n"), "{text}");
    assert!(text.contains("![The van](van.png)\n\n![v](van.png) ![w](/img/gate.png) ![x](/img/far.png)"), "{text}");
    assert!(folder.read("content/pages/about.md").contains("![us](/about/us.png)"));
    let tree = folder.tree("content");
    for file in ["2026/2026-11-10-van-seen/van.png", "about/us.png", "img/gate.png", "img/far.png", "plan.pdf"] {
        assert_eq!(tree.get(file).map(Vec::as_slice), Some(&*bytes), "{file} of {:?}", tree.keys());
    }
    // A file that somebody put there is not overwritten, and that is told.
    let again = Folder::empty().write("content/img/gate.png", "mine").write("old/hugo.toml", "");
    let again = again.write("old/content/a.md", post("Gate", "date: 2026-11-01\nimage: /img/gate.png\n"));
    again.put("old/static/img/gate.png", &bytes);
    let told = again.at(DECEMBER, &["import", "old", "--yes"]).ended(0).out;
    assert!(told.contains("`content/img/gate.png` is another file than `old/static/img/gate.png`"), "{told}");
    assert_eq!(again.read("content/img/gate.png"), "mine");
    let receipts = receipts(&run);
    let site = receipts.iter().find(|receipt| receipt["outcome"] == "site").expect("something is left");
    let left: Vec<&str> =
        site["removed"].as_array().into_iter().flatten().filter_map(|one| one["what"].as_str()).collect();
    assert_eq!(left, ["`static/img/unused.png`"]);
    folder.at(DECEMBER, &["build"]).ended(0);
    let site = folder.tree("public");
    assert!(site.contains_key("img/gate.png") && site.contains_key("about/us.png"), "{:?}", site.keys());
}

#[test]
fn a_file_of_another_language_is_a_translation() {
    let folder = Folder::empty()
        .write("old/hugo.toml", "")
        .write("old/content/posts/sheds.md", post("Sheds broken into", "date: 2026-11-11\n"))
        .write("old/content/posts/sheds.cy.md", post("Torri i mewn", "date: 2026-11-11\n"))
        .write("old/content/posts/alone.cy.md", post("Pedwar", "date: 2026-11-12\n"));
    import(&folder);
    let welsh = folder.read("content/2026/2026-11-11-sheds-broken-into.cy.md");
    assert!(welsh.contains("title: Torri i mewn\nlang: cy\naliases:\n  - \"/cy/posts/sheds/\"\n"), "{welsh}");
    let alone = folder.read("content/2026/2026-11-12-pedwar.md");
    assert!(alone.contains("lang: cy\naliases:\n  - \"/cy/posts/alone/\"\n"), "{alone}");
}

#[test]
fn documents_still_lead_to_each_other() {
    let jekyll = Folder::empty()
        .write("old/_config.yml", "url: https://old.example\nbaseurl: /watch\n")
        .write("old/_posts/2026-11-01-other.md", post("Other", "permalink: /other/\n"))
        .write("old/about.md", post("About", ""))
        .write(
            "old/_posts/2026-11-02-one.md",
            "---\ntitle: One\n---\n[a]({{ site.baseurl }}{% post_url 2026-11-01-other %}#top) [b]({% link about.md %}) [c](https://old.example/watch/other/) [d](https://old.example/watch/gone/)\n",
        );
    let run = import(&jekyll);
    let one = jekyll.read("content/2026/2026-11-02-one.md");
    assert!(
        one.contains("[a](2026-11-01-other.md#top) [b](../pages/about.md) [c](2026-11-01-other.md) [d](https://old.example/watch/gone/)"),
        "{one}"
    );
    assert!(run.out.contains("`https://old.example/watch/gone/` still leads to the old site"), "{run:#?}");
    let hugo = Folder::empty()
        .write("old/hugo.toml", "")
        .write("old/content/posts/two.md", post("Two", "date: 2026-11-11\nurl: /fixed/address/\n"))
        .write(
            "old/content/posts/three/index.md",
            "---\ntitle: Three\ndate: 2026-11-12\n---\n[a]({{< ref \"two.md\" >}}) [b]({{% relref \"/posts/two#x\" %}}) [c](../two.md) [d]({{< ref \"lost.md\" >}})\n",
        );
    let run = import(&hugo);
    let three = hugo.read("content/2026/2026-11-12-three.md");
    let two = "2026-11-11-two.md";
    assert!(three.contains(&format!("[a]({two}) [b]({two}#x) [c]({two}) [d](/lost/)")), "{three}");
    assert!(run.out.contains("a link leads to `lost.md`, which is no document of the old site"), "{run:#?}");
}

#[test]
fn addresses_follow_the_settings_of_the_old_site() {
    let aliases = |files: &[(&str, &str)], config: (&str, &str)| {
        let folder = files.iter().fold(Folder::empty(), |folder, (path, fields)| {
            folder.write(&format!("old/{path}"), post("Shed fire", fields))
        });
        let folder = folder.write(&format!("old/{}", config.0), config.1);
        let run = import(&folder);
        let texts = folder.tree("content").into_iter().filter(|(path, _)| path.ends_with(".md"));
        let texts: String = texts.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect();
        let aliases: Vec<String> = texts
            .lines()
            .filter_map(|line| Some(line.strip_prefix("  - \"")?.trim_end_matches('"').to_owned()))
            .collect();
        (aliases, run)
    };
    let jekyll = [("_posts/2026-11-15-welcome.md", "categories: [Crime, burglary]\n")];
    let (of, _) = aliases(&jekyll, ("_config.yml", "permalink: /:categories/:year/:title/\n"));
    assert_eq!(of, ["/crime/burglary/2026/welcome/"]);
    let (of, _) = aliases(&jekyll, ("_config.yml", "title: Old\n"));
    assert_eq!(of, ["/crime/burglary/2026/11/15/welcome/", "/crime/burglary/2026/11/15/welcome.html"]);
    let (of, run) = aliases(&jekyll, ("_config.yml", "permalink: ordinal\n"));
    assert_eq!(of.len(), 2, "what can be guessed is kept: {of:?}");
    assert!(run.out.contains("make addresses by `ordinal`, in which `:y_day` cannot be followed"), "{run:#?}");
    let hugo = [("content/posts/Night Call.md", "date: 2026-11-15\n")];
    let (of, _) = aliases(&hugo, ("hugo.toml", "[permalinks]\nposts = \"/:year/:month/:slug/\"\n"));
    assert_eq!(of, ["/2026/11/night-call/"]);
    let (of, _) = aliases(&hugo, ("hugo.yaml", "permalinks:\n  page:\n    posts: /n/:title/\n"));
    assert_eq!(of, ["/n/shed-fire/"]);
    let (of, _) = aliases(&hugo, ("config.toml", "title = \"Old\"\n"));
    assert_eq!(of, ["/posts/night-call/"]);
    let (of, _) = aliases(&[("content/posts/a.md", "date: 2026-11-15\nslug: fire\n")], ("hugo.toml", ""));
    assert_eq!(of, ["/posts/fire/"]);
}

#[test]
fn posts_of_an_export_lead_to_each_other() {
    let item = |id: &str, name: &str, content: &str| {
        format!(
            "<item><title>Post {name}</title><link>https://old.example/2026/11/{name}/</link><content:encoded><![CDATA[<p>{content}</p>]]></content:encoded><wp:post_id>{id}</wp:post_id><wp:post_date>2026-11-10 10:00:00</wp:post_date><wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    };
    let links = "<a href=\"http://www.old.example/2026/11/two/#map\">a</a> <a href=\"https://old.example/?p=2\">b</a> <a href=\"https://old.example/shop/\">c</a> <a href=\"https://other.example/2026/11/two/\">d</a>";
    let items = item("1", "one", links) + &item("2", "two", "Words.");
    let folder = Folder::empty().write(
        "old.xml",
        format!("<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>"),
    );
    let run = folder.at(DECEMBER, &["import", "old.xml", "--yes"]).ended(0);
    let one = folder.read("content/2026/2026-11-10-post-one.md");
    assert!(
        one.contains("[a](2026-11-10-post-two.md#map) [b](2026-11-10-post-two.md) [c](https://old.example/shop/) [d](https://other.example/2026/11/two/)"),
        "{one}"
    );
    assert!(run.out.contains("`https://old.example/shop/` still stands on the old site"), "{run:#?}");
}

#[test]
fn what_of_an_old_site_was_passed_over_is_counted_and_named() {
    let folder = Folder::empty()
        .write("old/_config.yml", "title: Old\n")
        .write("old/_posts/2026-11-15-welcome.md", "---\ntitle: Welcome\n---\nWords.\n")
        .write("old/_posts/2026-11-16-sheds.adoc", "= Sheds\n")
        .write("old/notes/gates.org", "* Gates\n")
        .write("old/notes/lamps.org", "* Lamps\n")
        .write("old/about.liquid", "About\n");
    let run = import(&folder);
    for said in [
        "1 file `.adoc` was passed over, the first of them `_posts/2026-11-16-sheds.adoc`: make Markdown of each",
        "2 files `.org` were passed over, the first of them `notes/gates.org`: make Markdown of each",
        "1 file `.liquid` was passed over, the first of them `about.liquid`: it is a template",
    ] {
        assert!(run.out.contains(said), "{said}\n{run:#?}");
    }
    let item = |kind: &str, title: &str, status: &str| {
        format!(
            "<item><title>{title}</title><content:encoded><![CDATA[<p>Words of {title}.</p>]]></content:encoded><wp:post_date>2026-11-10 10:00:00</wp:post_date><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type><wp:comment><wp:comment_content>Mine</wp:comment_content></wp:comment></item>"
        )
    };
    let items = [
        item("post", "Sheds", "publish"),
        item("tribe_events", "Coffee morning", "publish"),
        item("tribe_events", "Walk", "publish"),
        item("nav_menu_item", "Home", "publish"),
        item("post", "Gone", "trash"),
    ];
    let folder = Folder::empty().write(
        "old.xml",
        format!("<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>{}</channel></rss>", items.concat()),
    );
    let run = folder.at(DECEMBER, &["import", "old.xml"]).ended(0);
    for said in [
        "2 items of the kind `tribe_events` were passed over, the first of them “Coffee morning”",
        "1 post in the old site's trash was passed over",
        "5 comments of readers were left out",
    ] {
        assert!(run.out.contains(said), "{said}\n{run:#?}");
    }
    assert!(!run.out.contains("nav_menu_item"), "{run:#?}");
}
