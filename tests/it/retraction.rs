//! What was taken back stays taken back (commands.md, "Publish"): two working copies of a site, and one host. What a copy
//! from yesterday, a lost record, a wrong clock, a new name or an error elsewhere must not undo.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::disk::{NOW, PROGRAM, Run, tree};

/// Two working copies and a host.
struct Play {
    folder: TempDir,
}

const SETTINGS: &str = "title: Wren Valley Watch\nbase_url: https://watch.example.org/\npublish: ../host\n\
    outputs: {cards: false, search: false}\n";

fn appeal(title: &str, day: u8, more: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2021-03-0{day} 09:30\narea: Wrenfield\nkind: appeal\n{more}---\nWords of {title}.\n"
    )
}

const WITHDRAWN: &str = "status: withdrawn\nclosed: 2021-03-09\n";

impl Play {
    /// Ann has published three appeals; Bob has a copy of her folder.
    fn begun() -> Self {
        let play = Self { folder: tempfile::tempdir().unwrap() };
        for (name, day) in [("jane", 1), ("roof", 2), ("shed", 3)] {
            play.put("ann", &format!("content/{name}.md"), &appeal(name, day, ""));
        }
        play.put("ann", "site.yaml", SETTINGS);
        play.build("ann").ended(0);
        play.publish("ann", &[]).ended(0);
        play.copy("ann", "bob");
        play
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, who: &str, path: &str, text: &str) {
        let path = self.path(who).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn copy(&self, from: &str, to: &str) {
        for (name, bytes) in tree(&self.path(from)) {
            let path = self.path(to).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    fn run(&self, who: &str, arguments: &[&str], now: &str) -> Run {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.path(who)).env("SOURCE_DATE_EPOCH", now);
        command.output().unwrap().into()
    }

    fn build(&self, who: &str) -> Run {
        self.run(who, &["build", "-q"], NOW)
    }

    fn publish(&self, who: &str, arguments: &[&str]) -> Run {
        self.run(who, &[&["publish"], arguments].concat(), NOW)
    }

    fn withdraw(&self, who: &str) {
        self.put(who, "content/jane.md", &appeal("jane", 1, WITHDRAWN));
    }

    /// The files on the host that hold a text.
    fn naming(&self, text: &str) -> Vec<String> {
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
        tree(&self.path("host")).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect()
    }

    #[track_caller]
    fn holds_nothing_of_jane(&self) {
        let left: Vec<String> = self.naming("ane").into_iter().filter(|name| self.is_about_jane(name)).collect();
        assert_eq!(left, Vec::<String>::new());
    }

    /// Her address is all that may be left.
    fn is_about_jane(&self, name: &str) -> bool {
        let text = fs::read(self.path("host").join(name)).unwrap();
        let text = String::from_utf8_lossy(&text);
        text.contains("Words of jane") || text.contains(">jane<")
    }
}

#[test]
fn a_copy_from_yesterday_does_not_bring_it_back_nor_delete_what_it_never_had() {
    let play = Play::begun();
    play.withdraw("ann");
    play.put("ann", "content/new.md", &appeal("new", 4, ""));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    play.put("bob", "content/other.md", &appeal("other", 5, ""));
    play.build("bob").ended(0);
    for flags in [&[][..], &["--yes"]] {
        let run = play.publish("bob", flags).ended(1);
        assert!(run.err.contains("`/2021/03/jane/` was taken back"), "{run:?}");
        assert!(run.err.contains("`--restore /2021/03/jane/`"), "{run:?}");
        play.holds_nothing_of_jane();
        assert!(!play.naming("Words of new").is_empty() && play.naming("Words of other").is_empty());
    }
    // What Ann added is not deleted unasked either.
    play.withdraw("bob");
    play.build("bob").ended(0);
    let run = play.publish("bob", &[]).ended(1);
    assert!(run.err.contains("`/2021/03/new/` is there, and this copy of the site never had it"), "{run:?}");
    // With the newest files it goes.
    play.put("bob", "content/new.md", &appeal("new", 4, ""));
    play.build("bob").ended(0);
    play.publish("bob", &[]).ended(0);
    assert!(!play.naming("Words of other").is_empty() && !play.naming("Words of new").is_empty());
    play.holds_nothing_of_jane();
}

#[test]
fn an_older_edit_is_refused_and_a_fresh_clone_of_the_newest_is_not() {
    let play = Play::begun();
    play.put("ann", "content/roof.md", &appeal("roof", 2, "severity: moderate\n"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.put("bob", "content/shed.md", &appeal("shed", 3, "severity: minor\n"));
    play.build("bob").ended(0);
    let run = play.publish("bob", &[]).ended(1);
    assert!(run.err.contains("`/2021/03/roof/` is newer there") && !run.err.contains("/shed/`"), "{run:?}");
    for name in ["content/jane.md", "content/roof.md", "content/shed.md", "site.yaml"] {
        play.put("fresh", name, &fs::read_to_string(play.path("ann").join(name)).unwrap());
    }
    play.build("fresh").ended(0);
    assert!(play.publish("fresh", &[]).ended(0).out.starts_with("Nothing to publish"));
}

#[test]
fn it_is_brought_back_by_its_address_alone() {
    let play = Play::begun();
    play.withdraw("ann");
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.put("ann", "content/jane.md", &appeal("jane", 1, ""));
    play.build("ann").ended(0);
    assert!(play.publish("ann", &[]).ended(1).err.contains("was taken back"));
    // Under another name it is the same.
    fs::rename(play.path("ann/content/jane.md"), play.path("ann/content/other.md")).unwrap();
    play.build("ann").ended(0);
    assert!(play.publish("ann", &[]).ended(1).err.contains("was taken back"));
    fs::rename(play.path("ann/content/other.md"), play.path("ann/content/jane.md")).unwrap();
    play.build("ann").ended(0);
    play.publish("ann", &["--restore", "https://watch.example.org/2021/03/jane/"]).ended(0);
    assert!(!play.naming("Words of jane").is_empty());
    play.publish("ann", &[]).ended(0);
}

#[test]
fn what_another_tool_brought_goes_as_well() {
    let play = Play { folder: tempfile::tempdir().unwrap() };
    let play = {
        for (name, day) in [("jane", 1), ("roof", 2)] {
            play.put("ann", &format!("content/{name}.md"), &appeal(name, day, ""));
        }
        play.put("ann", "content/roof.md", &appeal("roof", 2, "status: withdrawn\nclosed: 2021-03-08\n"));
        play.put("ann", "content/jane.md", &(appeal("jane", 1, "") + "\n![Her face](faces/her.png)\n"));
        fs::create_dir_all(play.path("ann/content/faces")).unwrap();
        fs::write(play.path("ann/content/faces/her.png"), crate::photo::png(16, 10, crate::photo::Png::Palette, 6))
            .unwrap();
        play.put("ann", "site.yaml", &SETTINGS.replace("cards: false, ", ""));
        play.build("ann").ended(0);
        play.copy("ann/public", "host");
        play
    };
    fs::write(play.path("host/2021/03/jane/index.html.gz"), "Words of jane").unwrap();
    fs::write(play.path("host/index.html.gz"), "Words of jane").unwrap();
    fs::write(play.path("host/2021/03/jane/note.txt"), "Words of jane").unwrap();
    fs::write(play.path("host/theirs.txt"), "theirs").unwrap();
    assert!(play.path("host/faces/her.png").exists() && play.path("host/cards/2021/03/jane.png").exists());
    let text = appeal("jane", 1, WITHDRAWN) + "\n![Her face](faces/her.png)\n";
    play.put("ann", "content/jane.md", &text);
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    let left: Vec<String> = tree(&play.path("host/2021/03/jane")).into_keys().collect();
    assert_eq!(left, ["index.html"]);
    for gone in ["faces/her.png", "cards/2021/03/jane.png", "index.html.gz"] {
        assert!(!play.path("host").join(gone).exists(), "{gone}");
    }
    assert!(play.path("host/theirs.txt").exists());
}

#[test]
fn a_new_address_in_the_same_edit_leaves_the_notice_at_the_old_one() {
    for (change, deletions) in [("permalink", "5"), ("slug", "0"), ("file", "0")] {
        let play = Play::begun();
        let more = match change {
            "slug" => format!("{WITHDRAWN}slug: someone\n"),
            _ => WITHDRAWN.to_owned(),
        };
        play.put("ann", "content/jane.md", &appeal("jane", 1, &more));
        match change {
            "permalink" => play.put("ann", "site.yaml", &format!("{SETTINGS}permalink: /:area/:slug/\n")),
            "file" => fs::rename(play.path("ann/content/jane.md"), play.path("ann/content/someone.md")).unwrap(),
            _ => {}
        }
        play.build("ann").ended(0);
        let run = play.publish("ann", &["--max-deletes", deletions, "-v"]);
        play.holds_nothing_of_jane();
        let old = fs::read_to_string(play.path("host/2021/03/jane/index.html")).unwrap();
        assert!(old.contains("noindex"), "{change}: the notice stands at the old address: {run:?}");
        let first = run.out.lines().next().unwrap();
        assert!(first.starts_with("sent") && first.ends_with("jane/index.html"), "{change}: {run:?}");
        // Its entry in feeds keeps its id, so that stored copies are overwritten.
        let feed = fs::read_to_string(play.path("ann/public/atom.xml")).unwrap();
        assert!(feed.contains("<id>https://watch.example.org/2021/03/jane/</id>"), "{change}: {feed}");
    }
}

#[test]
fn an_error_elsewhere_does_not_hold_it_up() {
    let play = Play::begun();
    play.put(
        "ann",
        "content/mill.md",
        &appeal("mill", 4, "").replace("Wrenfield", "Elsewhere").replace("appeal", "advice"),
    );
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    let before = fs::read_to_string(play.path("host/2021/03/mill/index.html")).unwrap();
    assert!(!before.contains(">jane<"), "it does not name her");
    play.withdraw("ann");
    play.put("ann", "content/mill.md", "---\ntitle: mill\ndate: soon\n---\n");
    let run = play.run("ann", &["build"], NOW).ended(1);
    assert!(run.err.contains("Taken back all the same: `/2021/03/jane/`"), "{run:?}");
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    assert_eq!(fs::read_to_string(play.path("host/2021/03/mill/index.html")).unwrap(), before);
    // Without something to take back, an error leaves all as it was.
    play.put("ann", "content/shed.md", &appeal("shed", 3, "severity: minor\n"));
    let run = play.run("ann", &["build"], NOW).ended(1);
    assert!(run.err.contains("Nothing was written"), "{run:?}");
}

#[test]
fn an_error_that_came_after_it_was_built_holds_it_up_no_more_than_one_before() {
    let play = Play::begun();
    play.withdraw("ann");
    play.build("ann").ended(0);
    // Nobody published that yet.
    play.put("ann", "content/shed.md", "---\ntitle: shed\ndate: soon\n---\n");
    assert!(play.publish("ann", &[]).ended(1).err.contains("is older than the content"));
    let run = play.run("ann", &["build"], NOW).ended(1);
    assert!(run.err.contains("Taken back all the same: `/2021/03/jane/`"), "{run:?}");
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    // From here on the error holds all else up, as ever.
    play.put("ann", "content/roof.md", &appeal("roof", 2, "severity: minor\n"));
    assert!(play.run("ann", &["build"], NOW).ended(1).err.contains("Nothing was written"));
}

#[test]
fn a_translation_that_cannot_be_read_goes_with_it_and_all_of_its_files() {
    let play = Play::begun();
    play.put("ann", "site.yaml", &SETTINGS.replace("cards: false, ", ""));
    play.put("ann", "content/jane.cy.md", &appeal("jane", 1, "").replace("Words", "Geiriau. Words"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    assert!(play.path("host/cards/cy/2021/03/jane.png").exists());
    play.withdraw("ann");
    let broken = appeal("jane", 1, "expires: soon\n").replace("Words", "Geiriau. Words");
    play.put("ann", "content/jane.cy.md", &broken);
    let run = play.run("ann", &["build"], NOW).ended(1);
    assert!(run.err.contains("the page `/cy/2021/03/jane/` of `content/jane.cy.md` is taken off"), "{run:?}");
    assert!(!run.err.contains("page-stays"), "{run:?}");
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    assert!(!play.path("host/cards/cy/2021/03/jane.png").exists());
    // Once it can be read, its address says so as well.
    play.put("ann", "content/jane.cy.md", &appeal("jane", 1, "").replace("Words", "Geiriau. Words"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    assert!(fs::read_to_string(play.path("host/cy/2021/03/jane/index.html")).unwrap().contains("noindex"));
}

#[test]
fn a_copy_that_never_built_the_site_says_how_to_take_it_back_though_something_is_wrong() {
    let play = Play::begun();
    play.put("fresh", "site.yaml", SETTINGS);
    play.put("fresh", "content/jane.md", &appeal("jane", 1, WITHDRAWN));
    play.put("fresh", "content/roof.md", &appeal("roof", 2, ""));
    play.put("fresh", "content/shed.md", &appeal("shed", 3, "expires: soon\n"));
    let run = play.run("fresh", &["build"], NOW).ended(1);
    assert!(run.err.contains("Not taken back from here yet: `/2021/03/jane/`"), "{run:?}");
    play.run("fresh", &["build", "--keep-going"], NOW).ended(1);
    assert!(play.publish("fresh", &[]).ended(1).err.contains("`/2021/03/shed/` is there"));
    play.publish("fresh", &["--yes"]).ended(1);
    play.holds_nothing_of_jane();
    assert!(!play.naming("Words of roof").is_empty());
}

#[test]
fn what_is_overdue_and_cannot_be_built_again_as_a_whole_is_sent_all_the_same() {
    let play = Play::begun();
    play.put("ann", "content/fair.md", &appeal("fair", 4, "expires: 2021-03-11 12:00\n"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.withdraw("ann");
    play.put("ann", "content/shed.md", "---\ntitle: shed\ndate: soon\n---\n");
    play.build("ann").ended(1);
    let run = play.run("ann", &["publish"], &later(2)).ended(1);
    for want in [
        "building it again first",
        "error[date-unreadable]",
        "the site could not be built again as a whole, for what is listed above; what was built is published",
    ] {
        assert!(run.err.contains(want), "{want}: {run:?}");
    }
    play.holds_nothing_of_jane();
    assert!(fs::read_to_string(play.path("host/2021/03/fair/index.html")).unwrap().contains("banner"), "it expired");
    let run = play.run("ann", &["publish"], &later(2)).ended(0);
    assert!(run.out.starts_with("Nothing to publish"), "{run:?}");
}

#[test]
fn it_goes_from_an_address_that_no_record_knows() {
    let play = Play::begun();
    // Bob gave the file another name; his publish was stopped, and then the record was lost.
    fs::rename(play.path("bob/content/jane.md"), play.path("bob/content/other.md")).unwrap();
    play.run("bob", &["build", "-q"], NOW).ended(0);
    for name in ["index.html", "bulletin.txt", "poster/index.html"] {
        let bytes = fs::read(play.path("bob/public/2021/03/other").join(name)).unwrap();
        let path = play.path("host/2021/03/other").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    play.put("host", "2021/03/other/her.jpg", "her face");
    play.put("host", "2021/03/another/bulletin.txt", "of another program");
    fs::remove_dir_all(play.path("host/.noticeboard")).unwrap();
    // Others go on, so that there is a record again.
    play.put("ann", "content/shed.md", &appeal("shed", 3, "severity: minor\n"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    assert!(play.path("host/2021/03/other/bulletin.txt").exists());
    let text = appeal("jane", 1, WITHDRAWN).replace("jane", "Taken down");
    play.put("ann", "content/jane.md", &text);
    play.build("ann").ended(0);
    let told = play.publish("ann", &["--dry-run"]).ended(0);
    assert!(told.out.contains("delete 2021/03/other/bulletin.txt"), "{told:?}");
    play.publish("ann", &[]).ended(0);
    play.holds_nothing_of_jane();
    assert!(!play.path("host/2021/03/other").exists());
    assert!(play.path("host/2021/03/another/bulletin.txt").exists());
}

#[test]
fn lists_that_were_only_for_it_go_before_the_rest_and_wait_for_no_word() {
    let play = Play::begun();
    let tagged = |more: &str| appeal("jane", 1, &format!("{more}tags: [one]\n"));
    let settings = format!("{SETTINGS}per_page: 2\n").replace("search: false", "tag_feeds: {from: 1}");
    play.put("ann", "site.yaml", &settings);
    play.put("ann", "content/jane.md", &tagged(""));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    assert!(play.path("host/tags/one/rss.xml").exists() && play.path("host/page/2/index.html").exists());
    play.put("ann", "content/jane.md", &tagged(WITHDRAWN));
    play.build("ann").ended(0);
    let run = play.publish("ann", &["--max-deletes", "0", "-v"]);
    for gone in ["tags/one/index.html", "tags/one/rss.xml", "page/2/index.html"] {
        assert!(!play.path("host").join(gone).exists(), "{gone}: {run:?}");
    }
    play.holds_nothing_of_jane();
}

#[test]
fn a_clock_of_the_past_is_refused_and_what_is_overdue_is_built_again() {
    let play = Play::begun();
    let years_ago = "1577836800";
    // One is older than that clock.
    play.put("ann", "content/old.md", &appeal("old", 1, "").replace("2021", "2019"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    play.run("ann", &["build", "-q"], years_ago).ended(0);
    let run = play.run("ann", &["publish", "--yes"], years_ago).ended(1);
    assert!(run.err.contains("behind that of the last publish"), "{run:?}");
    assert!(!play.naming("Words of jane").is_empty());
    play.put("ann", "content/fair.md", &appeal("fair", 4, "expires: 2021-03-11 12:00\n"));
    play.build("ann").ended(0);
    let later = "1615550400";
    let run = play.run("ann", &["publish"], later).ended(0);
    assert!(run.err.contains("building it again first"), "{run:?}");
    assert!(fs::read_to_string(play.path("host/2021/03/fair/index.html")).unwrap().contains("banner"), "it expired");
}

#[test]
fn another_site_is_not_replaced_unasked() {
    let play = Play::begun();
    fs::create_dir(play.path("council")).unwrap();
    for name in ["index.html", "robots.txt"] {
        fs::write(play.path("council").join(name), "the council").unwrap();
    }
    let run = play.publish("ann", &["../council", "--dry-run"]).ended(0);
    assert!(run.out.contains("replace index.html\n") && run.out.contains("send rss.xml\n"), "{run:?}");
    let run = play.publish("ann", &["../council"]).ended(1);
    assert!(run.err.contains("holds another site, and 2 files of it would be replaced"), "{run:?}");
    assert_eq!(tree(&play.path("council")).len(), 2);
    play.publish("ann", &["../council", "--yes"]).ended(0);
    assert!(!fs::read_to_string(play.path("council/index.html")).unwrap().contains("council"));
}

#[test]
fn a_host_is_not_taken_for_a_folder() {
    let play = Play::begun();
    for (target, want, status) in [
        ("ann@host:www", "`sftp://ann@host/~/www`", 2),
        ("s3:bucket", "`s3://bucket`", 2),
        ("watch.example.org", "`sftp://user@watch.example.org/folder`", 1),
    ] {
        let run = play.publish("ann", &[target]).ended(status);
        assert!(run.err.contains(want), "{run:?}");
        assert!(!play.path("ann").join(target).exists());
    }
}

#[test]
fn a_renamed_file_keeps_its_id_and_its_old_address_is_named() {
    let play = Play::begun();
    fs::rename(play.path("ann/content/roof.md"), play.path("ann/content/tiles.md")).unwrap();
    let run = play.run("ann", &["build"], NOW).ended(0);
    assert!(run.err.contains("address-gone") && run.err.contains("aliases: /2021/03/roof/"), "{run:?}");
    let feed = fs::read_to_string(play.path("ann/public/atom.xml")).unwrap();
    assert!(feed.contains("<id>https://watch.example.org/2021/03/roof/</id>"), "{feed}");
    assert!(feed.contains("href=\"https://watch.example.org/2021/03/tiles/\""), "{feed}");
    play.publish("ann", &[]).ended(0);
    // A fresh clone learns the id from the host.
    for name in ["content/jane.md", "content/tiles.md", "content/shed.md", "site.yaml"] {
        play.put("fresh", name, &fs::read_to_string(play.path("ann").join(name)).unwrap());
    }
    play.build("fresh").ended(0);
    assert!(play.publish("fresh", &[]).ended(0).out.starts_with("Nothing to publish"));
    let feed = fs::read_to_string(play.path("fresh/public/atom.xml")).unwrap();
    assert!(feed.contains("<id>https://watch.example.org/2021/03/roof/</id>"), "{feed}");
}

/// So many days after the day on which all of this happens, in seconds since 1970.
fn later(days: u64) -> String {
    (NOW.parse::<u64>().unwrap() + days * 86_400).to_string()
}

#[test]
fn its_picture_goes_though_no_text_names_it_any_more() {
    let play = Play::begun();
    let picture = crate::photo::png(16, 10, crate::photo::Png::Palette, 6);
    for who in ["ann", "fresh"] {
        fs::create_dir_all(play.path(who).join("content/faces")).unwrap();
        fs::write(play.path(who).join("content/faces/her.png"), &picture).unwrap();
        fs::write(play.path(who).join("content/faces/map.png"), &picture).unwrap();
        play.put(who, "site.yaml", SETTINGS);
    }
    play.put("ann", "content/jane.md", &(appeal("jane", 1, "") + "\n![Her face](faces/her.png)\n"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    let there = |who: &str| {
        let names = tree(&play.path(who)).into_keys().filter(|name| name.contains("faces/"));
        names.filter(|name| name.contains("her.png")).count()
    };
    assert_ne!(there("host"), 0);
    // The words go in the same edit.
    play.put("ann", "content/jane.md", &appeal("jane", 1, WITHDRAWN));
    play.build("ann").ended(0);
    assert_eq!(there("ann/public"), 0, "the build that takes it back");
    play.publish("ann", &[]).ended(0);
    assert_eq!(there("host"), 0);
    play.put("ann", "content/shed.md", &appeal("shed", 3, "severity: minor\n"));
    play.build("ann").ended(0);
    assert_eq!(there("ann/public"), 0, "builds after that");
    fs::remove_file(play.path("ann/content/jane.md")).unwrap();
    play.build("ann").ended(0);
    assert_eq!(there("ann/public"), 0, "without the file as well");
    assert!(play.path("ann/public/faces/map.png").exists(), "what was nobody's is copied as ever");
    play.publish("ann", &[]).ended(0);
    // A copy that never met the place learns it there.
    for name in ["content/roof.md", "content/shed.md"] {
        play.put("fresh", name, &fs::read_to_string(play.path("ann").join(name)).unwrap());
    }
    play.build("fresh").ended(0);
    assert_ne!(there("fresh/public"), 0);
    play.publish("fresh", &[]).ended(0);
    assert_eq!((there("fresh/public"), there("host")), (0, 0));
    // Something that is shown may show it.
    play.put("fresh", "content/new.md", &(appeal("new", 4, "") + "\n![A face](faces/her.png)\n"));
    play.build("fresh").ended(0);
    assert_ne!(there("fresh/public"), 0);
}

#[test]
fn every_picture_that_it_ever_had_goes_with_it() {
    let play = Play::begun();
    let picture = crate::photo::png(16, 10, crate::photo::Png::Palette, 6);
    let address = "https://watch.example.org";
    fs::create_dir_all(play.path("ann/content/faces")).unwrap();
    let shows = |name: &str, more: &str| {
        let image = format!("image: {{src: {address}/faces/{name}.png, alt: Her}}\n");
        fs::write(play.path("ann/content/faces").join(format!("{name}.png")), &picture).unwrap();
        play.put("ann", "content/jane.md", &appeal("jane", 1, &(image + more)));
        play.build("ann").ended(0);
        play.publish("ann", &[]).ended(0);
    };
    let there = || {
        let names = tree(&play.path("host")).into_keys().filter(|name| name.contains("faces/"));
        names.collect::<Vec<_>>()
    };
    for name in ["jane-doe", "red-coat", "in-school"] {
        shows(name, "");
        assert!(there().iter().any(|file| file.contains(name)), "{:?}", there());
    }
    shows("in-school", WITHDRAWN);
    assert_eq!(there(), Vec::<String>::new());
    play.put("ann", "content/shed.md", &(appeal("shed", 3, "severity: minor\n") + "\n![A face](faces/red-coat.png)\n"));
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    assert!(there().iter().all(|file| file.contains("red-coat")) && !there().is_empty(), "shown again by another");
}

#[test]
fn its_neutral_entry_outlives_its_file_for_thirty_days() {
    let play = Play::begun();
    play.withdraw("ann");
    play.build("ann").ended(0);
    play.publish("ann", &[]).ended(0);
    fs::remove_file(play.path("ann/content/jane.md")).unwrap();
    let holds = |days: u64, feed: &str| {
        play.run("ann", &["build", "-q"], &later(days)).ended(0);
        let feed = fs::read_to_string(play.path("ann/public").join(feed)).unwrap();
        feed.contains("https://watch.example.org/2021/03/jane/")
    };
    for feed in ["atom.xml", "areas/wrenfield/rss.xml", "kinds/appeal/feed.json"] {
        assert!(holds(1, feed) && holds(29, feed) && !holds(30, feed), "{feed}");
    }
    assert!(!holds(1, "kinds/advice/rss.xml"), "it was never there");
    play.run("ann", &["build", "-q"], &later(1)).ended(0);
    play.run("ann", &["publish"], &later(1)).ended(0);
    assert_eq!(play.naming("<id>https://watch.example.org/2021/03/jane/</id>").len(), 3);
}

#[test]
fn readers_have_thirty_days_from_when_they_could_know() {
    let play = Play::begun();
    // It was over two months before anybody wrote it down.
    play.put("ann", "content/jane.md", &appeal("jane", 1, "status: withdrawn\nclosed: 2021-03-02\n"));
    let holds = |days: u64| {
        play.run("ann", &["build", "-q"], &later(days)).ended(0);
        fs::read_to_string(play.path("ann/public/atom.xml")).unwrap().contains("/2021/03/jane/")
    };
    assert!(holds(60));
    play.run("ann", &["publish"], &later(60)).ended(0);
    assert!(holds(89));
    assert!(!holds(90));
}

#[test]
fn aliases_are_written_where_they_are_missing() {
    let play = Play::begun();
    fs::rename(play.path("ann/content/roof.md"), play.path("ann/content/tiles.md")).unwrap();
    let text = appeal("shed", 3, "# a remark\naliases: [/old/shed/]\n");
    play.put("ann", "content/barn.md", &text);
    fs::remove_file(play.path("ann/content/shed.md")).unwrap();
    let run = play.run("ann", &["build", "--write-aliases"], NOW).ended(0);
    assert!(run.out.contains("content/tiles.md: added `aliases: /2021/03/roof/`"), "{run:?}");
    assert!(!run.err.contains("address-gone"), "{run:?}");
    let read = |name: &str| fs::read_to_string(play.path("ann/content").join(name)).unwrap();
    assert_eq!(read("tiles.md"), appeal("roof", 2, "aliases:\n  - \"/2021/03/roof/\"\n"));
    assert_eq!(read("barn.md"), text.replace("[/old/shed/]", "[/old/shed/, \"/2021/03/shed/\"]"));
    let old = fs::read_to_string(play.path("ann/public/2021/03/roof/index.html")).unwrap();
    assert!(old.contains("/2021/03/tiles/"), "{old}");
    assert!(!play.run("ann", &["build", "--write-aliases"], NOW).ended(0).out.contains("added"));
}

#[test]
fn an_address_stays_lost_after_the_next_publish_until_an_alias_stands_there() {
    let play = Play::begun();
    fs::rename(play.path("ann/content/roof.md"), play.path("ann/content/tiles.md")).unwrap();
    play.run("ann", &["build"], NOW).ended(0);
    play.publish("ann", &[]).ended(0);
    for _ in 0..2 {
        let run = play.run("ann", &["build"], NOW).ended(0);
        assert!(run.err.contains("address-gone") && run.err.contains("aliases: /2021/03/roof/"), "{run:?}");
    }
    let run = play.run("ann", &["build", "--write-aliases"], NOW).ended(0);
    assert!(run.out.contains("content/tiles.md: added `aliases: /2021/03/roof/`"), "{run:?}");
    assert!(!run.err.contains("address-gone"), "{run:?}");
    play.publish("ann", &[]).ended(0);
    let run = play.run("ann", &["build", "--write-aliases"], NOW).ended(0);
    assert!(run.out.starts_with("No alias to add"), "{run:?}");
}

#[test]
fn an_id_that_is_written_holds_whatever_becomes_of_file_and_record() {
    let play = Play::begun();
    play.put("new", "site.yaml", SETTINGS);
    play.put("new", "content/tiles.md", &appeal("roof", 2, "id: https://watch.example.org/2021/03/roof/\n"));
    play.put("new", "content/shed.md", &appeal("shed", 3, ""));
    play.build("new").ended(0);
    let feed = fs::read_to_string(play.path("new/public/atom.xml")).unwrap();
    assert!(feed.contains("<id>https://watch.example.org/2021/03/roof/</id>"), "{feed}");
    assert!(feed.contains("href=\"https://watch.example.org/2021/03/tiles/\""), "{feed}");
    for (id, status, want) in [
        ("/2021/03/shed/", 1, "the id of another bulletin too"),
        ("2021/03/roof/", 1, "takes the first public address"),
        // The number that another program gave to what it exported is no address, and stops nothing.
        ("4711", 0, "nothing is made of `4711`"),
    ] {
        play.put("new", "content/tiles.md", &appeal("roof", 2, &format!("id: {id}\n")));
        let run = play.run("new", &["build"], NOW).ended(status);
        assert!(run.err.contains(want) && run.err.contains("content/tiles.md:6:5"), "{run:?}");
    }
}

#[test]
fn a_site_without_bulletins_does_not_replace_one_that_has_some() {
    let play = Play::begun();
    let host = tree(&play.path("host"));
    let content = play.path("ann/content");
    for how in ["empty", "without documents", "dangling", "not there"] {
        fs::remove_dir_all(&content).unwrap_or_else(|_| fs::remove_file(&content).unwrap());
        match how {
            "dangling" => {
                #[cfg(unix)]
                std::os::unix::fs::symlink("/nowhere/at/all", &content).unwrap();
            }
            "not there" => {}
            "without documents" => play.put("ann", "content/map.txt", "a map"),
            _ => fs::create_dir(&content).unwrap(),
        }
        let run = play.run("ann", &["build"], NOW).ended(1);
        assert!(!run.out.contains("Built"), "{how}: {run:?}");
        let counted = run.err.contains("error[content-emptied]");
        assert!(counted || ["dangling", "not there"].contains(&how), "{how}: {run:?}");
        assert!(play.path("ann/public/2021/03/jane/index.html").exists(), "{how}");
        if content.is_symlink() || !content.exists() {
            // Something has to be there for the next round to take away.
            let _ = fs::remove_file(&content);
            fs::create_dir(&content).unwrap();
        }
    }
    // Nor where its folder was removed, or another copy of the site has nothing.
    fs::remove_dir_all(play.path("ann/public")).unwrap();
    let run = play.run("ann", &["build"], NOW).ended(1);
    assert!(run.err.contains("error[content-emptied]"), "{run:?}");
    play.put("fresh", "site.yaml", SETTINGS);
    fs::create_dir_all(play.path("fresh/content")).unwrap();
    play.build("fresh").ended(0);
    let run = play.publish("fresh", &[]).ended(1);
    assert!(run.err.contains("3 bulletins would be deleted: nothing was published"), "{run:?}");
    assert_eq!(tree(&play.path("host")), host);
    play.publish("fresh", &["--yes"]).ended(0);
    assert!(!play.path("host/2021/03/jane/index.html").exists());
}

#[test]
fn what_the_program_keeps_of_its_words_goes_at_the_build_that_takes_it_back() {
    let play = Play::begun();
    let settings = SETTINGS.replace("outputs: {cards: false, search: false}\n", "");
    play.put("ann", "site.yaml", &settings);
    play.put("ann", "content/jane.md", &(appeal("jane", 1, "") + "Last seen at Quillfeather Bridge.\n"));
    play.run("ann", &["check"], NOW);
    play.build("ann").ended(0);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(play.path("ann")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_CONFIG_SYSTEM", "/dev/null").output().is_ok_and(|output| output.status.success())
    };
    let branch = git(&["init", "--bare", "-q", "../branch.git"]);
    if branch {
        play.publish("ann", &[&format!("git+{}#pages", play.path("branch.git").display())]).ended(0);
    }
    let state = play.path("ann/.noticeboard");
    let copies = || tree(&state).into_keys().filter(|name| name.starts_with("branch-")).count();
    assert!(!branch || copies() > 0);
    assert!(
        tree(&state).keys().any(|name| name.contains("jane")) || copies() > 0,
        "something is kept: {:?}",
        tree(&state).keys()
    );
    play.withdraw("ann");
    play.build("ann").ended(0);
    assert_eq!(copies(), 0);
    for (name, bytes) in tree(&play.path("ann")) {
        let holds = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!holds("Quillfeather"), "{name}");
        let own = name == "content/jane.md";
        assert!(own || !holds("Words of jane") || name.starts_with(".noticeboard/readings"), "{name}");
    }
}

#[test]
fn hosts_are_told_what_is_gone_where_they_read_it() {
    let play = Play::begun();
    let read = |name: &str| fs::read_to_string(play.path("ann/public").join(name)).unwrap_or_default();
    assert!(!read("_headers").contains("noindex") && read("_redirects").is_empty());
    play.withdraw("ann");
    play.build("ann").ended(0);
    assert!(read("_headers").contains("/2021/03/jane/\n  X-Robots-Tag: noindex\n"), "{}", read("_headers"));
    assert_eq!(read("_redirects"), "/2021/03/jane/ /2021/03/jane/ 410!\n");
}
