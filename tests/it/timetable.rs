//! `next` and `keep`: when the site wants to be built again, and the machine that does so (commands.md; content.md,
//! "Life of a bulletin").

use crate::disk::{Folder, Run, text};

/// A bulletin that expires on 30 November 2026 at 18:00 in London, which is UTC in winter.
fn expiring() -> Folder {
    let text = text("Roof").replace("area:", "expires: 2026-11-30 18:00\narea:");
    Folder::empty()
        .write("content/roof.md", text)
        .write("site.yaml", "title: Tanfold Watch\nbase_url: https://watch.example/\n")
}

/// 2026-11-29 12:00 and 2026-12-01 12:00 UTC.
const BEFORE: &str = "1795953600";
const AFTER: &str = "1796126400";
/// 2026-12-20 12:00 UTC.
const LATER: &str = "1797768000";

#[test]
fn next_says_when_as_each_timetable_writes_it() {
    let folder = expiring();
    folder.at(BEFORE, &["build"]).ended(0);
    for (format, wanted) in [
        ("rfc3339", "2026-11-30T18:00:00+00:00\n"),
        ("systemd", "OnCalendar=2026-11-30 18:00:00 UTC\n"),
        ("workflow", "- cron: \"0 18 30 11 *\"\n"),
    ] {
        let run = folder.at(BEFORE, &["next", "--format", format]).ended(0);
        assert_eq!((run.out.as_str(), run.err.as_str()), (wanted, ""), "{format}");
    }
    let cron = folder.at(BEFORE, &["next", "--format", "cron"]).ended(0).out;
    assert!(cron.starts_with("0 18 30 11 * '") && cron.ends_with(" keep --once\n"), "{cron}");
    let windows = folder.at(BEFORE, &["next", "--format", "windows"]).ended(0).out;
    assert!(windows.contains("[datetime]'2026-11-30T18:00:00Z'"), "{windows}");
    let text = folder.at(BEFORE, &["next"]).ended(0).out;
    assert_eq!(text, "The site wants to be built next at 6pm, Monday 30 November 2026\n");
}

#[test]
fn next_tells_a_build_that_is_overdue_and_a_site_without_dates() {
    let folder = expiring();
    assert!(folder.at(BEFORE, &["next"]).ended(0).out.contains("now: it has not been built yet"));
    folder.at(BEFORE, &["build"]).ended(0);
    let late = folder.at(AFTER, &["next"]).ended(0).out;
    assert!(late.contains("now: something in it changed at 6pm, Monday 30 November 2026"), "{late}");
    assert!(folder.at(AFTER, &["next", "--format", "rfc3339"]).ended(0).out.starts_with("2026-12-01T12:00:00"));
    folder.put("content/new.md", text("New"));
    assert!(folder.at(BEFORE, &["next"]).ended(0).out.contains("the content has changed"));

    let still = Folder::with(&["roof"]);
    still.at(AFTER, &["build"]).ended(0);
    assert!(still.at(AFTER, &["next"]).ended(0).out.contains("needs no build"));
    assert_eq!(still.at(AFTER, &["next", "--format", "cron"]).ended(0).out, "");
}

#[test]
fn a_build_leaves_the_next_moment_for_shells() {
    let folder = expiring();
    folder.at(BEFORE, &["build"]).ended(0);
    assert_eq!(folder.read(".noticeboard/next"), "2026-11-30T18:00:00Z\n");
    // Its entries in feeds say for 14 days that it is over.
    folder.at(AFTER, &["build"]).ended(0);
    assert_eq!(folder.read(".noticeboard/next"), "2026-12-14T18:00:00Z\n");
    folder.at(LATER, &["build"]).ended(0);
    assert_eq!(folder.read(".noticeboard/next"), "never\n");
}

#[cfg(feature = "publish")]
#[test]
fn keep_builds_and_publishes_what_is_due_and_nothing_else() {
    let folder = expiring();
    let first = folder.at(BEFORE, &["keep", "--once", "host"]).ended(0);
    assert!(first.err.contains("Building: it has not been built yet"), "{first:#?}");
    let page = folder.read("host/2021/03/roof/index.html");
    let banner = page.lines().find(|line| line.contains("class=\"banner"));
    assert!(banner.is_none_or(|line| line.contains(" hidden")), "{first:#?}\n{page}");
    let again = folder.at(BEFORE, &["keep", "--once", "host"]).ended(0);
    assert!(
        again.err.contains("Nothing is due before 6pm, Monday 30 November 2026") && again.out.is_empty(),
        "{again:#?}"
    );
    folder.at(AFTER, &["keep", "--once", "host"]).ended(0);
    assert!(folder.read("host/2021/03/roof/index.html").contains("Expired"));
    assert!(folder.at(AFTER, &["keep", "--once", "host"]).ended(0).err.contains("Nothing is due"));
}

#[cfg(feature = "publish")]
#[test]
fn keep_publishes_what_came_due_though_somebody_else_built_meanwhile() {
    for ahead in [&["build"][..], &["build", "--now", "2026-12-24"]] {
        let folder = expiring();
        folder.at(BEFORE, &["keep", "--once", "./host"]).ended(0);
        folder.at(AFTER, ahead).ended(0);
        let run = folder.at(AFTER, &["keep", "--once", "./host"]).ended(0);
        assert!(
            run.err.contains("Building: a date has come since the site was last published"),
            "{ahead:?}: {}",
            run.err
        );
        assert!(folder.read("host/2021/03/roof/index.html").contains("Expired"), "{ahead:?}");
        assert!(folder.at(AFTER, &["keep", "--once", "./host"]).ended(0).err.contains("Nothing is due"), "{ahead:?}");
    }
}

#[cfg(feature = "publish")]
#[test]
fn keep_publishes_later_what_it_built_and_could_not_publish() {
    let folder = expiring().write("host/ours.txt", "somebody else's");
    // A file is no folder to publish into.
    let failed = folder.at(BEFORE, &["keep", "--once", "./host/ours.txt"]).ended(1);
    assert!(failed.err.contains("Building: it has not been built yet"), "{failed:#?}");
    let later = folder.at(BEFORE, &["keep", "--once", "./there"]).ended(0);
    assert!(later.err.contains("what was built last was not published"), "{later:#?}");
    assert!(folder.read("there/2021/03/roof/index.html").contains("Roof"));
    assert!(folder.at(BEFORE, &["keep", "--once", "./there"]).ended(0).err.contains("Nothing is due"));
}

#[cfg(feature = "publish")]
#[test]
fn the_timetable_publishes_where_it_was_told() {
    let folder = expiring();
    let mut command = folder.command(&["keep", "--install", "systemd", "there"]);
    command.env("HOME", folder.path("home")).env_remove("XDG_CONFIG_HOME");
    command.output().map(Run::from).unwrap().ended(0);
    let service = folder.read("home/.config/systemd/user/noticeboard-watch.service");
    // A unit is started in no folder of ours.
    assert!(service.contains("keep --once \"/") && service.contains("/there\"\n"), "{service}");
    let mut command = folder.command(&["keep", "--install", "systemd", "sftp://ann@www.example.org/srv"]);
    command.env("HOME", folder.path("home")).env_remove("XDG_CONFIG_HOME");
    command.output().map(Run::from).unwrap().ended(0);
    let service = folder.read("home/.config/systemd/user/noticeboard-watch.service");
    assert!(service.contains("keep --once \"sftp://ann@www.example.org/srv\"\n"), "{service}");
}

#[test]
fn keep_says_that_a_build_failed() {
    let folder = expiring().write("content/x.md", text("X").replace("area:", "kind: apeal\narea:"));
    let run = folder.at(BEFORE, &["keep", "--once"]).ended(1);
    assert!(run.err.contains("kind-unknown"), "{run:#?}");
}

#[cfg(feature = "publish")]
#[test]
fn keep_says_that_nothing_is_published_after_a_failed_build() {
    let folder = expiring();
    folder.at(BEFORE, &["keep", "--once", "./host"]).ended(0);
    folder.put("content/x.md", text("X").replace("area:", "kind: apeal\narea:"));
    let run = folder.at(AFTER, &["keep", "--once", "./host"]).ended(1);
    assert!(run.err.contains("nothing was published, since the build failed"), "{run:#?}");
    assert!(!run.err.contains("run `noticeboard build`"), "{run:#?}");
    // What is taken back goes out all the same.
    folder.put("content/roof.md", folder.read("content/roof.md").replace("area:", "status: withdrawn\narea:"));
    let run = folder.at(AFTER, &["keep", "--once", "./host"]).ended(1);
    assert!(!folder.read("host/2021/03/roof/index.html").contains("The body"), "{run:#?}");
}

#[cfg(feature = "publish")]
#[test]
fn keep_refuses_a_place_that_is_none_before_it_builds() {
    let folder = expiring();
    for arguments in [&["keep", "--once", "ftp://x"][..], &["keep", "--install", "systemd", "ftp://x"]] {
        let mut command = folder.command(arguments);
        command.env("HOME", folder.path("home")).env_remove("XDG_CONFIG_HOME");
        let run = command.output().map(Run::from).unwrap().ended(2);
        assert!(run.err.contains("`ftp://` is no place"), "{run:#?}");
    }
    assert!(!folder.path("public").exists() && !folder.path("home").exists());
    let settings = folder.read("site.yaml") + "publish: {target: 'ftp://x'}\n";
    folder.put("site.yaml", settings);
    folder.at(BEFORE, &["keep", "--once"]).ended(2);
}

#[test]
fn keep_writes_the_timetable_of_each_system() {
    let folder = expiring();
    for (system, file, holds) in [
        ("systemd", "home/.config/systemd/user/noticeboard-watch.timer", "OnCalendar=hourly"),
        ("systemd", "home/.config/systemd/user/noticeboard-watch.service", "keep --once"),
        ("launchd", "home/Library/LaunchAgents/noticeboard-watch.plist", "<string>--once</string>"),
        ("windows", ".noticeboard/noticeboard-watch.xml", "<Interval>PT1H</Interval>"),
    ] {
        let mut command = folder.command(&["keep", "--install", system]);
        command.env("HOME", folder.path("home")).env_remove("XDG_CONFIG_HOME");
        let run = command.output().map(Run::from).unwrap().ended(0);
        assert!(run.err.contains("Switch it on: "), "{run:#?}");
        let text = folder.read(file);
        assert!(text.contains(holds) && text.contains("watch"), "{text}");
        if let Some(xml) = text.strip_prefix("<?xml") {
            let mut reader = quick_xml::Reader::from_str(xml.split_once("?>").unwrap().1);
            while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        }
    }
}
