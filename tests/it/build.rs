//! `build` on disk: exit statuses, what is written, and what is left alone (content.md, "What goes wrong"; commands.md;
//! design.md, "Layout").

use std::{fs, time::SystemTime};

use crate::{
    disk::{Folder, Run, differences, text},
    photo,
};

/// One clear sentence, never a backtrace.
#[track_caller]
fn one_sentence(run: &Run, words: &str) {
    assert!(run.err.starts_with("error: ") && run.err.trim().lines().count() == 1, "{run:#?}");
    assert!(run.err.contains(words), "{run:#?}");
    assert!(!run.err.contains("panicked"), "{run:#?}");
}

#[test]
fn a_folder_with_one_bulletin_is_a_site() {
    let folder = Folder::empty().write("content/roof.md", text("Roof"));
    let run = folder.build(&[]).ended(0);
    assert_eq!(run.out.lines().count(), 1, "{run:#?}");
    assert!(run.out.starts_with("Built 1 bulletin, "), "{run:#?}");
    assert!(folder.read("public/2021/03/roof/index.html").contains("<h1>Roof</h1>"));
    assert!(folder.read("public/areas/kent/rss.xml").contains("<title>Roof</title>"));
}

#[test]
fn the_name_of_the_folder_is_the_title() {
    let folder = Folder::with(&["roof"]);
    folder.build(&[]).ended(0);
    assert!(folder.read("public/index.html").contains("<title>watch</title>"));
}

#[test]
fn nothing_but_problems_in_a_quiet_build() {
    let folder = Folder::with(&["roof"]);
    let run = folder.build(&["-q"]).ended(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn results_go_to_standard_output_and_everything_else_to_standard_error() {
    let folder = Folder::with(&["roof"]).write("content/area.md", "---\ntitle: A\ndate: 2021-03-01\n---\n");
    let run = folder.build(&[]).ended(0);
    assert!(run.err.contains("warning[area-missing]") && !run.out.contains("area-missing"), "{run:#?}");
    assert!(run.err.contains("1 warning"), "{run:#?}");
}

#[test]
fn a_problem_exits_1_and_changes_nothing() {
    let folder = Folder::with(&["roof", "shed"]);
    folder.build(&[]).ended(0);
    let before = folder.tree("public");
    for broken in ["no front matter", "---\ntitle: x\ndate: soon\narea: Kent\n---\n"] {
        folder.put("content/shed.md", broken);
        folder.put("content/roof.md", text("Changed"));
        let run = folder.build(&[]).ended(1);
        assert!(run.err.contains("error[") && run.err.contains("content/shed.md:"), "{run:#?}");
        assert_eq!(differences(&folder.tree("public"), &before), Vec::<String>::new());
    }
    folder.put("content/shed.md", text("shed"));
    folder.put("templates/bulletin.html", "{{ bulletin.headline }}");
    folder.build(&[]).ended(1);
    assert_eq!(differences(&folder.tree("public"), &before), Vec::<String>::new());
}

#[test]
fn a_first_build_that_fails_writes_nothing() {
    let folder = Folder::with(&["roof"]).write("content/shed.md", "no front matter");
    folder.build(&[]).ended(1);
    assert!(!folder.path("public").exists());
}

#[test]
fn keep_going_publishes_what_is_sound_and_exits_1() {
    let folder = Folder::with(&["roof"]).write("content/shed.md", "no front matter");
    let run = folder.build(&["--keep-going"]).ended(1);
    assert!(run.err.contains("front-matter-missing"), "{run:#?}");
    assert!(folder.path("public/2021/03/roof/index.html").exists());
    assert!(!folder.path("public/2021/03/shed").exists());
}

#[test]
fn keep_going_keeps_no_bulletin_with_an_error() {
    let folder = Folder::with(&["roof"])
        .write("content/shed.md", text("Shed").replace("area:", "status: open\nstatus: withdrawn\narea:"));
    folder.build(&["--keep-going"]).ended(1);
    assert!(!folder.path("public/2021/03/shed").exists());
}

#[test]
fn aliases_are_written_for_what_was_built_and_never_published() {
    let folder = Folder::with(&["roof", "shed"]);
    folder.build(&[]).ended(0);
    fs::rename(folder.path("content/roof.md"), folder.path("content/tiles.md")).unwrap();
    // Nobody can tell whether it was public.
    assert!(!folder.build(&[]).ended(0).err.contains("address-gone"));
    folder.build(&[]).ended(0);
    fs::rename(folder.path("content/tiles.md"), folder.path("content/slates.md")).unwrap();
    folder.build(&["-q"]).ended(0);
    let run = folder.build(&["--write-aliases", "--format", "json"]).ended(0);
    assert!(serde_json::from_str::<serde_json::Value>(&run.out).is_ok(), "{run:?}");
    for old in ["roof", "tiles"] {
        assert!(run.err.contains(&format!("content/slates.md: added `aliases: /2021/03/{old}/`")), "{run:?}");
        let page = folder.read(&format!("public/2021/03/{old}/index.html"));
        assert!(page.contains("/2021/03/slates/"), "{page}");
    }
    let run = folder.build(&["--write-aliases"]).ended(0);
    assert!(run.out.starts_with("No alias to add"), "{run:?}");
    // What a preview alone showed has no address that anybody knows.
    folder.put("content/plan.md", text("Plan").replace("area:", "draft: true\narea:"));
    folder.build(&["--drafts"]).ended(0);
    fs::rename(folder.path("content/plan.md"), folder.path("content/scheme.md")).unwrap();
    folder.put("content/scheme.md", text("Plan"));
    assert!(folder.build(&["--write-aliases"]).ended(0).out.starts_with("No alias to add"));
}

#[test]
fn keep_going_writes_the_rest_where_a_picture_has_no_place() {
    let picture = photo::png(1000, 500, photo::Png::Palette, 1);
    let folder = Folder::with(&["roof"])
        .write("content/old.md", text("Old").replace("area:", "slug: /news/old.html\narea:"))
        .write("content/news/old.html/p.png", picture);
    for _ in 0..2 {
        let run = folder.build(&["--keep-going"]).ended(1);
        assert!(
            run.err.contains("error[address-taken]") && run.err.contains("content/news/old.html/p.png"),
            "{run:#?}"
        );
        for page in ["2021/03/roof/index.html", "news/old.html"] {
            assert!(folder.path("public").join(page).is_file(), "{page}: {run:#?}");
        }
    }
}

#[test]
fn keep_going_leaves_what_was_published_at_its_address() {
    // The newer file was there first.
    let published = "---\ntitle: Published\ndate: 2021-03-05\narea: Kent\nslug: same\n---\nThe published one.\n";
    let folder = Folder::empty().write("content/b.md", published);
    folder.build(&[]).ended(0);
    let older =
        published.replace("2021-03-05", "2021-03-02").replace("Published", "Older").replace("published", "older");
    let folder = folder.write("content/a.md", &older);
    for _ in 0..2 {
        let run = folder.build(&["--keep-going"]).ended(1);
        assert!(run.err.contains("error[address-taken]") && run.err.contains("content/a.md:1:1"), "{}", run.err);
        assert!(folder.read("public/2021/03/same/index.html").contains("The published one"));
        for list in ["index.html", "areas/kent/index.html", "rss.xml", "2021/03/index.html", "sitemap.xml"] {
            assert!(!folder.read(&format!("public/{list}")).contains("Older"), "{list}");
        }
    }
    // Where neither was published, the older one is.
    let folder = Folder::empty().write("content/b.md", published).write("content/a.md", &older);
    folder.build(&["--keep-going"]).ended(1);
    assert!(folder.read("public/2021/03/same/index.html").contains("The older one"));
    assert!(!folder.read("public/index.html").contains("The published one"));
}

#[test]
fn keep_going_leaves_pages_whose_files_cannot_be_read_and_names_those_that_go() {
    let folder = Folder::with(&["roof", "wall", "gate", "door"]);
    folder.build(&[]).ended(0);
    let page = |name: &str| format!("public/2021/03/{name}/index.html");
    let before = folder.read(&page("roof"));
    let folder = folder
        .write("content/roof.md", "---\ntitle: roof\ndate: whenever\narea: Kent\n---\nNew words.\n")
        .write("content/wall.md", "---\ntitle: wall\ndate: whenever\nStatus: withdrawn\n---\nNew words.\n")
        .write("content/gate.md", "---\ntitle: gate\ndate: 2021-03-01\narea: Kent\ndraft: true\n---\n");
    std::fs::remove_file(folder.path("content/door.md")).expect("it was there");
    for _ in 0..2 {
        let run = folder.build(&["--keep-going"]).ended(1);
        assert_eq!(folder.read(&page("roof")), before);
        assert!(folder.path("public/2021/03/roof/poster/index.html").exists());
        assert!(!folder.read("public/index.html").contains("/2021/03/roof/"));
        assert!(run.err.contains("warning[page-stays]: the page `/2021/03/roof/` stays"), "{}", run.err);
        for gone in ["wall", "gate", "door"] {
            assert!(!folder.path(&page(gone)).exists(), "{gone}");
        }
    }
    // Mended, it is in its lists again.
    let folder = folder.write("content/roof.md", text("roof")).write("content/wall.md", text("wall"));
    folder.build(&[]).ended(0);
    assert!(folder.read("public/index.html").contains("/2021/03/roof/"));
}

#[test]
fn keep_going_takes_a_page_off_whose_error_is_about_its_life() {
    for line in
        ["state: withdrawn", "status: wihtdrawn", "status withdrawn", "draft: yse", "hidden: true", "expires: soon"]
    {
        let folder = Folder::with(&["roof", "wall"]);
        folder.build(&[]).ended(0);
        let folder = folder.write("content/roof.md", text("roof").replacen("area:", &format!("{line}\narea:"), 1));
        let run = folder.build(&["--keep-going"]).ended(1);
        assert!(run.err.contains("the page `/2021/03/roof/` of `content/roof.md` is taken off"), "{line}: {}", run.err);
        assert!(!folder.path("public/2021/03/roof/index.html").exists(), "{line}");
        assert!(!folder.read("public/rss.xml").contains("/2021/03/roof/"), "{line}");
    }
}

#[test]
fn keep_going_names_each_page_that_goes_once() {
    let folder = Folder::with(&["roof", "wall"]);
    folder.build(&[]).ended(0);
    std::fs::remove_file(folder.path("content/wall.md")).expect("it was there");
    let run = folder.build(&["--keep-going"]).ended(0);
    assert!(
        run.err.contains("warning[page-goes]: the page `/2021/03/wall/` of `content/wall.md` is taken off"),
        "{}",
        run.err
    );
    assert_eq!(run.err.matches("page-goes").count(), 1, "{}", run.err);
    assert!(!folder.build(&["--keep-going"]).ended(0).err.contains("page-goes"));
}

#[test]
fn keep_going_leads_nowhere_to_what_has_no_page() {
    for slug in ["/archive/", "/404.html"] {
        let folder = Folder::with(&["roof"])
            .write("content/shed.md", text("Shed").replace("area:", &format!("slug: {slug}\narea:")));
        let run = folder.build(&["--keep-going"]).ended(1);
        assert_eq!(run.err.matches("error[address-taken]").count(), 1, "{}", run.err);
        for list in ["index.html", "areas/kent/index.html", "rss.xml", "2021/03/index.html", "sitemap.xml"] {
            assert!(!folder.read(&format!("public/{list}")).contains("Shed"), "{slug}: {list}");
        }
        for beside in ["404.txt", "404-poster.html", "archive/bulletin.txt", "archive/poster/index.html"] {
            assert!(!folder.path(&format!("public/{beside}")).exists(), "{slug}: {beside}");
        }
        assert!(folder.path("public/2021/03/roof/index.html").exists());
    }
}

#[test]
fn keep_going_writes_the_pages_whose_template_works() {
    let folder = Folder::with(&["roof"]).write("templates/bulletin.html", "{{ bulletin.headline }}");
    folder.build(&["--keep-going"]).ended(1);
    assert!(folder.path("public/index.html").exists());
    assert!(!folder.path("public/2021/03/roof/index.html").exists());
}

#[test]
fn a_wrong_command_line_exits_2() {
    let folder = Folder::with(&["roof"]);
    for arguments in [
        &["build", "--nonsense"] as &[&str],
        &["biuld"],
        &[],
        &["build", "--now", "soon"],
        &["build", "--base-url", "example.org"],
        &["build", "--format", "xml"],
        &["check", "--explain", "no-such-code"],
        &["init", "x", "--host", "nowhere"],
        &["new", "Title", "--kind", "apeal"],
        &["new", " "],
    ] {
        let run = folder.run(arguments).ended(2);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{arguments:?}: {run:#?}");
    }
    assert!(!folder.path("public").exists());
}

#[test]
fn a_misspelt_code_is_named() {
    let run = Folder::empty().run(&["check", "--explain", "date-unreadible"]).ended(2);
    one_sentence(&run, "`date-unreadable`");
}

#[test]
fn a_missing_folder() {
    let folder = Folder::empty();
    one_sentence(&folder.run(&["build", "--root", "nowhere"]).ended(2), "`nowhere`");
    one_sentence(&folder.run(&["build"]).ended(1), "`content`");
    assert!(!folder.path("nowhere").exists() && !folder.path(".noticeboard").exists(), "nothing was made");
}

#[test]
fn missing_settings_that_were_asked_for() {
    let run = Folder::with(&["roof"]).build(&["--config", "other.yaml"]).ended(1);
    assert!(run.err.contains("other.yaml"), "{run:#?}");
}

#[test]
fn settings_of_another_name() {
    let folder = Folder::with(&["roof"]).write("other.yaml", "title: Other\n");
    folder.build(&["--config", "other.yaml"]).ended(0);
    assert!(folder.read("public/index.html").contains("<title>Other</title>"));
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = Folder::with(&["roof"]).write("file", "x");
    one_sentence(&folder.build(&["--out", "file"]), "`file`");
    one_sentence(&folder.build(&["--out", "file/below"]), "file/below");
    if cfg!(target_os = "linux") {
        one_sentence(&folder.build(&["--out", "/proc/noticeboard"]).ended(1), "/proc/noticeboard");
    }
}

#[test]
fn an_output_folder_that_holds_the_sources_is_refused() {
    let folder = Folder::with(&["roof"]);
    for out in [".", "..", "content", "content/x", "templates"] {
        one_sentence(&folder.build(&["--out", out]).ended(2), "--out");
    }
    assert_eq!(folder.tree("content").len(), 1);
}

#[test]
fn an_unknown_theme() {
    let run = Folder::with(&["roof"]).write("site.yaml", "theme: nigth\n").build(&[]).ended(1);
    assert!(run.err.contains("error[theme-unknown]: there is no theme `nigth`"), "{run:#?}");
}

#[test]
fn nothing_changed_writes_no_file() {
    let folder = Folder::with(&["roof", "shed"]);
    folder.build(&[]).ended(0);
    let times = || {
        let files = walkdir::WalkDir::new(folder.path("public")).into_iter().flatten();
        let time = |entry: walkdir::DirEntry| (entry.path().to_owned(), entry.metadata().unwrap().modified().unwrap());
        files.map(time).collect::<Vec<(_, SystemTime)>>()
    };
    let before = times();
    let run = folder.build(&[]).ended(0);
    assert!(run.out.contains(": 0 written"), "{run:#?}");
    assert_eq!(times(), before);
    // Neither without the record of the earlier build.
    fs::remove_dir_all(folder.path(".noticeboard")).unwrap();
    let run = folder.build(&[]).ended(0);
    assert!(run.out.contains(": 0 written"), "{run:#?}");
    assert_eq!(times(), before);
}

#[test]
fn an_edit_gives_the_bytes_of_a_clean_build() {
    let folder = Folder::with(&["roof", "shed", "van"]);
    folder.build(&[]).ended(0);
    folder.put("content/roof.md", text("Roof again").replace("Kent", "Kent/Maidstone"));
    folder.remove("content/van.md");
    folder.put("content/new/index.md", text("New"));
    folder.put("content/new/plan.pdf", "plan");
    folder.build(&[]).ended(0);
    assert_eq!(differences(&folder.tree("public"), &folder.clean_build("2021-03-10 12:00")), Vec::<String>::new());
}

#[test]
fn a_file_that_was_tampered_with_is_mended() {
    let folder = Folder::with(&["roof"]);
    folder.build(&[]).ended(0);
    folder.put("public/index.html", "tampered");
    folder.remove("public/rss.xml");
    let run = folder.build(&[]).ended(0);
    assert!(run.out.contains(": 2 written"), "{run:#?}");
    assert_eq!(differences(&folder.tree("public"), &folder.clean_build("2021-03-10 12:00")), Vec::<String>::new());
}

#[test]
fn what_is_no_longer_planned_is_deleted_and_nothing_else_ever_is() {
    let folder = Folder::with(&["roof", "shed"]);
    folder.build(&[]).ended(0);
    folder.put("public/CNAME", "watch.example");
    folder.put("public/.nojekyll", "");
    folder.put("public/2021/03/shed/by-hand.html", "mine");
    folder.put("public/mine/index.html", "mine");
    folder.remove("content/shed.md");
    let run = folder.build(&[]).ended(0);
    assert!(run.out.contains("removed"), "{run:#?}");
    assert!(!folder.path("public/2021/03/shed/index.html").exists());
    for kept in ["CNAME", ".nojekyll", "2021/03/shed/by-hand.html", "mine/index.html"] {
        assert!(folder.path(&format!("public/{kept}")).exists(), "{kept}");
    }
    folder.remove("content/roof.md");
    folder.put("content/pages/about.md", "---\ntitle: About\n---\n");
    folder.build(&[]).ended(0);
    assert_eq!(folder.read("public/CNAME"), "watch.example");
    assert!(!folder.path("public/areas/kent").exists(), "an empty folder goes too");
}

#[test]
fn files_of_unknown_origin_are_left_alone_and_spoken_of() {
    let folder = Folder::with(&["roof"]).write("public/old.html", "old").write("public/CNAME", "x");
    let run = folder.build(&[]).ended(0);
    assert!(run.err.contains("warning[output-strange]") && run.err.contains("`old.html`"), "{run:#?}");
    assert_eq!(folder.read("public/old.html"), "old");
    assert_eq!(folder.read("public/CNAME"), "x");
}

#[test]
fn what_was_taken_back_goes_though_the_record_is_lost() {
    let bulletin =
        |more: &str| format!("---\ntitle: Loss\ndate: 2021-03-01\narea: Kent\n{more}---\n![Her](face.png)\n");
    let folder = Folder::with(&["roof"]).write("content/loss.md", bulletin(""));
    folder.put("content/face.png", photo::png(600, 400, photo::Png::Palette, 0));
    folder.put("content/roof.md", text("roof").replace("Kent", "Essex"));
    folder.build(&[]).ended(0);
    let page = "public/2021/03/loss";
    folder.put("public/mine.html", "mine");
    assert!(folder.path(&format!("{page}/bulletin.txt")).exists() && folder.path("public/areas/kent").exists());
    assert!(folder.path("public/face.png").exists());
    std::fs::remove_dir_all(folder.path(".noticeboard")).unwrap();
    folder.put("content/loss.md", bulletin("status: withdrawn\nclosed: 2021-03-02\n"));
    for _ in 0..2 {
        let run = folder.build(&[]).ended(0);
        assert!(run.err.contains("warning[output-strange]") && run.err.contains("`areas/kent/"), "{}", run.err);
        assert!(!folder.path(&format!("{page}/bulletin.txt")).exists());
        assert!(!folder.path(&format!("{page}/poster")).exists());
        assert!(!folder.path("public/face.png").exists());
        assert!(folder.read(&format!("{page}/index.html")).contains("noindex"));
    }
    assert_eq!(folder.read("public/mine.html"), "mine");
    std::fs::remove_dir_all(folder.path("public/areas/kent")).unwrap();
    assert!(!folder.build(&[]).ended(0).err.contains("output-strange"));
}

#[test]
fn a_page_may_take_the_place_of_a_folder_and_the_other_way_round() {
    let folder = Folder::with(&["roof"]).write("content/x.md", text("X").replace("area:", "permalink: /x.html\narea:"));
    folder.build(&[]).ended(0);
    folder.put("content/x.md", text("X").replace("area:", "permalink: /x.html/y/\narea:"));
    folder.build(&[]).ended(0);
    assert!(folder.path("public/x.html/y/index.html").exists());
    folder.put("content/x.md", text("X").replace("area:", "permalink: /x.html\narea:"));
    folder.build(&[]).ended(0);
    assert!(folder.path("public/x.html").is_file());
}

#[test]
fn withdrawing_takes_every_word_out_of_the_output() {
    let body = "---\ntitle: Xyztitle\ndate: 2021-03-05\narea: Kent\nsummary: Xyzsummary\nimage: xyz.png\ntags: xyztag\n---\nXyzbody\n";
    let folder = Folder::with(&["roof"])
        .write("content/appeal-1.md", body)
        .write("content/xyz.png", photo::png(16, 10, photo::Png::Palette, 6));
    folder.build(&[]).ended(0);
    let holds = || {
        let files = folder.tree("public").into_iter();
        let text = |(path, bytes): (String, Vec<u8>)| path + &String::from_utf8_lossy(&bytes);
        files.filter(|(path, _)| !path.starts_with("assets/")).map(text).any(|text| text.to_lowercase().contains("xyz"))
    };
    assert!(holds());
    folder.put("content/appeal-1.md", body.replace("area:", "status: withdrawn\nclosed: 2021-03-08\narea:"));
    folder.build(&[]).ended(0);
    assert!(!holds());
    assert!(folder.read("public/2021/03/appeal-1/index.html").contains("noindex"));
}

#[test]
fn now_can_be_given_and_moves_states() {
    let folder = Folder::empty().write("content/roof.md", text("Roof").replace("area:", "expires: 2021-03-20\narea:"));
    let run = folder.run(&["build", "--now", "2021-02-01"]).ended(0);
    assert!(!folder.path("public/2021/03/roof").exists());
    assert!((run.out + &run.err).contains("1 March 2021"), "it says when it wants to be built next");
    folder.run(&["build", "--now", "2021-03-10"]).ended(0);
    assert!(folder.read("public/rss.xml").contains("<item>"));
    folder.run(&["build", "--now", "2021-03-21"]).ended(0);
    assert!(folder.read("public/rss.xml").contains("<title>Expired: "));
    assert!(folder.read("public/2021/03/roof/index.html").contains("Expired"));
    folder.run(&["build", "--now", "2021-02-01"]).ended(0);
    assert!(!folder.path("public/2021/03/roof").exists());
}

#[test]
fn source_date_epoch_is_now_and_now_wins_over_it() {
    let folder = Folder::with(&["roof"]);
    folder.at("1600000000", &["build"]).ended(0);
    assert!(!folder.path("public/2021/03/roof").exists());
    folder.at("1700000000", &["build"]).ended(0);
    assert!(folder.path("public/2021/03/roof").exists());
    let first = folder.tree("public");
    folder.at("1700000000", &["build"]).ended(0);
    assert_eq!(differences(&first, &folder.tree("public")), Vec::<String>::new());
    folder.at("1700000000", &["build", "--now", "2020-01-01"]).ended(0);
    assert!(!folder.path("public/2021/03/roof").exists());
    one_sentence(&folder.at("soon", &["build"]).ended(1), "SOURCE_DATE_EPOCH");
}

#[test]
fn drafts_and_future_bulletins_can_be_previewed() {
    let folder = Folder::empty()
        .write("content/draft.md", text("Draft one").replace("area:", "draft: true\narea:"))
        .write("content/later.md", text("Later").replace("2021-03-01", "2021-03-31"));
    folder.build(&[]).ended(0);
    assert!(!folder.path("public/2021").exists());
    folder.build(&["--drafts"]).ended(0);
    assert!(folder.path("public/2021/03/draft").exists() && !folder.path("public/2021/03/later").exists());
    folder.build(&["--future"]).ended(0);
    assert!(!folder.path("public/2021/03/draft").exists() && folder.path("public/2021/03/later").exists());
}

#[test]
fn two_output_folders_do_not_disturb_each_other() {
    let folder = Folder::with(&["roof"]);
    folder.build(&[]).ended(0);
    folder.build(&["--out", "preview", "--base-url", "https://preview.example/x/"]).ended(0);
    assert!(folder.read("preview/index.html").contains("https://preview.example/x/"));
    let run = folder.build(&[]).ended(0);
    assert!(run.out.contains(": 0 written"), "{run:#?}");
    assert!(folder.read("public/index.html").contains("http://localhost:8080/"));
}

#[test]
fn the_result_as_json() {
    let folder = Folder::with(&["roof"]).write("content/later.md", text("Later").replace("2021-03-01", "2021-03-31"));
    let run = folder.build(&["--format", "json"]).ended(0);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    assert_eq!(json["bulletins"], 1);
    assert_eq!(json["written"], json["outputs"]);
    assert_eq!(json["next"], "2021-03-31T15:34:00+01:00");
    assert_eq!(json["problems"], serde_json::json!([]));
    let broken = folder.write("content/x.md", "no front matter").build(&["--format", "json"]).ended(1);
    let json: serde_json::Value = serde_json::from_str(&broken.out).unwrap();
    assert_eq!(json["problems"][0]["code"], "front-matter-missing");
    assert_eq!(json["written"], serde_json::Value::Null);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::with(&["roof"]).write("content/x.md", "no front matter");
    assert!(!folder.build(&[]).err.contains('\u{1b}'), "a pipe has none");
    assert!(folder.build(&["--color", "always"]).err.contains('\u{1b}'));
    assert!(!folder.build(&["--color", "never"]).err.contains('\u{1b}'));
}

#[test]
fn the_order_of_files_does_not_matter() {
    let names: Vec<String> = (0..30).map(|number| format!("n{}", (number * 7) % 30)).collect();
    let build = |names: &mut dyn Iterator<Item = &String>| {
        let folder =
            names.fold(Folder::empty(), |folder, name| folder.write(&format!("content/{name}.md"), text("Same title")));
        folder.build(&["-q"]).ended(0);
        folder.tree("public")
    };
    assert_eq!(differences(&build(&mut names.iter()), &build(&mut names.iter().rev())), Vec::<String>::new());
}

#[test]
fn a_build_is_repeatable_elsewhere() {
    let folder = Folder::with(&["roof", "shed"]);
    folder.build(&[]).ended(0);
    assert_eq!(differences(&folder.tree("public"), &folder.clean_build("2021-03-10 12:00")), Vec::<String>::new());
}

#[test]
fn names_that_begin_with_a_dot_or_an_underscore_are_ignored() {
    let folder = Folder::with(&["roof", "_draft", ".hidden"])
        .write("content/_x/a.md", "no front matter")
        .write("content/.x/a.png", "x");
    folder.build(&[]).ended(0);
    let files = folder.tree("public");
    assert!(
        !files.keys().any(|path| path.contains("draft")
            || path.contains("hidden")
            || path.contains("_x")
            || path.contains(".x/")),
        "{:?}",
        files.keys()
    );
}

#[test]
fn an_attachment_is_copied_byte_for_byte_and_followed_when_it_changes() {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let folder = Folder::with(&["roof"]).write("content/map.bin", &bytes);
    folder.build(&[]).ended(0);
    assert_eq!(fs::read(folder.path("public/map.bin")).unwrap(), bytes);
    folder.put("content/map.bin", "short");
    folder.build(&[]).ended(0);
    assert_eq!(folder.read("public/map.bin"), "short");
}

#[test]
fn a_folder_without_content_is_no_site() {
    let folder = Folder::empty();
    let Err(problem) = noticeboard::testing::read::list(&folder.root, std::path::Path::new("site.yaml")) else {
        panic!("there is nothing to read");
    };
    assert_eq!(problem.code.name(), "content-missing");
}

#[test]
fn files_that_are_nearly_named_as_the_settings_or_a_theme_are_told() {
    for name in ["site.yml", "Site.yaml", "site.yaml.txt"] {
        let folder = Folder::with(&["roof"]).write(name, "title: Watch\n");
        let said = folder.build(&[]).ended(0).err;
        assert!(said.contains("name-passed-over") && said.contains(name) && said.contains("`site.yaml`"), "{said}");
        let said = folder.write("site.yaml", "title: Watch\n").build(&[]).ended(0).err;
        assert!(!said.contains("name-passed-over"), "{said}");
    }
    for name in ["theme.yml", "Theme.yaml", "theme.yaml.txt"] {
        let folder = Folder::with(&["roof"]).write("site.yaml", "theme: ours\n");
        let said = folder.write(&format!("themes/ours/{name}"), "name: ours\n").build(&[]).ended(1).err;
        assert!(said.contains(&format!("themes/ours/{name}")) && said.contains("`theme.yaml`"), "{said}");
    }
}
