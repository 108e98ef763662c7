//! Odd files on disk and a program that is killed: no panic, no hang, and a sound site afterwards (content.md, "What goes
//! wrong"; design.md, "Tests").
#![cfg(unix)]

use std::{
    fs::{self, File},
    os::unix::{ffi::OsStrExt as _, fs::symlink},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::{
    disk::{Folder, differences, text},
    harness::Dice,
};

#[test]
fn symbolic_links_that_lead_outside_or_round_are_left_out() {
    let folder =
        Folder::with(&["roof"]).write("../secret/secret.md", text("Secret")).write("../secret/secret.txt", "secret");
    symlink(folder.path("../secret"), folder.path("content/out")).unwrap();
    symlink(folder.path("../secret/secret.txt"), folder.path("content/file.txt")).unwrap();
    symlink(folder.path("../secret/secret.md"), folder.path("content/linked.md")).unwrap();
    symlink("..", folder.path("content/round")).unwrap();
    symlink("self", folder.path("content/self")).unwrap();
    symlink("nowhere", folder.path("content/nowhere.md")).unwrap();
    let run = folder.build(&[]).ended(0);
    for name in ["out", "file.txt", "linked.md", "round", "self", "nowhere.md"] {
        assert!(run.err.contains(&format!("--> content/{name}")), "{name}: {run:#?}");
    }
    assert_eq!(run.err.matches("warning[link-outside]").count(), 6, "{run:#?}");
    assert!(!folder.tree("public").values().any(|bytes| String::from_utf8_lossy(bytes).contains("ecret")));
}

#[test]
fn content_that_is_not_at_hand_never_empties_the_site() {
    let folder = Folder::with(&["roof", "shed", "van"]).write("disk/other.md", text("Other"));
    folder.build(&[]).ended(0);
    let before = folder.tree("public");
    let outside = folder.path("../outside");
    fs::rename(folder.path("content"), &outside).unwrap();
    for (target, says) in [("../outside", "leads out of the site's folder"), ("../gone", "leads to nothing")] {
        symlink(target, folder.path("content")).unwrap();
        for command in ["build", "check"] {
            let run = folder.run(&[command]).ended(1);
            assert!(run.err.contains(says) && run.err.lines().count() == 1, "{command}: {run:#?}");
        }
        fs::remove_file(folder.path("content")).unwrap();
    }
    // The empty folder on which a disk would be mounted; pages alone; a folder that is passed over; a link out of it.
    for set_up in [
        (|_| {}) as fn(&Folder),
        |folder| folder.put("content/pages/about.md", "---\ntitle: About\n---\n"),
        |folder| folder.put("content/_posts/roof.md", text("Roof")),
        |folder| symlink("../../outside", folder.path("content/more")).unwrap(),
    ] {
        fs::create_dir(folder.path("content")).unwrap();
        set_up(&folder);
        let run = folder.build(&[]).ended(1);
        assert!(run.err.contains("error[content-emptied]") && run.err.contains("showed 3"), "{run:#?}");
        assert_eq!(folder.tree("public"), before);
        fs::remove_dir_all(folder.path("content")).unwrap();
    }
    fs::create_dir(folder.path("content")).unwrap();
    folder.build(&["--keep-going"]).ended(0);
    assert!(!folder.path("public/2021/03/roof").exists());
    // A site may lie on another disk as a whole, and its folder `content` may be a link inside it.
    fs::remove_dir(folder.path("content")).unwrap();
    symlink("disk", folder.path("content")).unwrap();
    folder.build(&[]).ended(0);
}

#[test]
fn a_symbolic_link_inside_the_site_is_followed() {
    let folder = Folder::with(&["roof"]).write("shared/shed.md", text("Shed"));
    symlink("../shared", folder.path("content/more")).unwrap();
    folder.build(&[]).ended(0);
    assert!(folder.path("public/2021/03/shed/index.html").exists());
}

#[test]
fn templates_and_themes_never_come_from_outside_either() {
    let folder = Folder::with(&["roof"]).write("../secret/bulletin.html", "secret");
    symlink(folder.path("../secret"), folder.path("templates")).unwrap();
    let run = folder.build(&[]);
    assert!(run.status == Some(0) || run.status == Some(1), "{run:#?}");
    assert!(!folder.tree("public").values().any(|bytes| bytes == b"secret"));
}

#[test]
fn a_name_that_is_not_utf8_is_an_error() {
    let folder = Folder::with(&["roof"]);
    let name = std::ffi::OsStr::from_bytes(b"content/caf\xe9.md");
    if fs::write(folder.root.join(name), text("Cafe")).is_err() {
        return; // Some file systems take no such name.
    }
    let run = folder.build(&[]).ended(1);
    assert!(run.err.contains("error[name-not-utf8]"), "{run:#?}");
}

#[test]
fn a_file_that_is_not_utf8_is_an_error_at_its_byte() {
    let folder = Folder::with(&["roof"])
        .write("content/latin.md", b"---\ntitle: Caf\xe9\x00\ndate: 2021-03-01\narea: Kent\n---\n");
    let run = folder.build(&[]).ended(1);
    assert!(run.err.contains("error[not-utf8]") && run.err.contains("content/latin.md:2:11"), "{run:#?}");
    let linked = folder.write("content/roof.md", text("Roof") + "[it](latin.md)\n").build(&[]).ended(1);
    assert!(!linked.err.contains("link-target-missing"), "{linked:#?}");
}

#[test]
fn a_file_of_100_megabytes_is_refused_at_once() {
    let folder = Folder::with(&["roof"]);
    for path in ["content/large.md", "site.yaml", "templates/large.html"] {
        fs::create_dir_all(folder.path("templates")).unwrap();
        File::create(folder.path(path)).unwrap().set_len(100 << 20).unwrap();
        let started = Instant::now();
        let run = folder.build(&[]).ended(1);
        assert!(run.err.contains("error[file-too-large]") && run.err.contains(path), "{run:#?}");
        assert!(started.elapsed() < Duration::from_secs(5));
        folder.remove(path);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(&["roof", "shed"]);
    fs::set_permissions(folder.path("content/shed.md"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(folder.path("content/shed.md")).is_ok() {
        return; // Nothing is forbidden to this user.
    }
    let run = folder.build(&[]).ended(1);
    assert!(run.err.contains("error[file-unreadable]") && run.err.contains("content/shed.md"), "{run:#?}");
}

#[test]
fn a_pipe_or_a_folder_with_the_name_of_a_bulletin_is_no_bulletin() {
    let folder = Folder::with(&["roof"]);
    fs::create_dir(folder.path("content/folder.md")).unwrap();
    if std::process::Command::new("mkfifo")
        .arg(folder.path("content/pipe.md"))
        .status()
        .is_ok_and(|status| status.success())
    {
        folder.build(&[]).ended(0);
    }
}

#[test]
fn folders_nested_very_deep_end() {
    let folder = Folder::with(&["roof"]).write(&format!("content/{}x.md", "d/".repeat(100)), text("Deep"));
    let run = folder.build(&[]);
    assert!(matches!(run.status, Some(0 | 1)), "{run:#?}");
}

#[test]
fn an_output_that_is_a_symbolic_link_is_replaced_and_not_followed() {
    let folder = Folder::with(&["roof"]).write("../victim.txt", "precious");
    folder.build(&[]).ended(0);
    folder.remove("public/index.html");
    symlink(folder.path("../victim.txt"), folder.path("public/index.html")).unwrap();
    folder.build(&[]).ended(0);
    assert_eq!(folder.read("../victim.txt"), "precious");
    assert!(folder.read("public/index.html").contains("<!doctype html>"));
}

#[test]
fn a_record_that_was_tampered_with_deletes_nothing_outside() {
    let folder = Folder::with(&["roof", "shed"]).write("precious.txt", "precious");
    folder.build(&[]).ended(0);
    let record = fs::read_dir(folder.path(".noticeboard"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().ends_with(".manifest"))
        .unwrap();
    fs::write(&record, "- 0 0 ../precious.txt\nrubbish\n- 0 0 ../content/roof.md\n").unwrap();
    // Names with the right checksums, which anybody can make.
    let names = record.with_extension("names");
    let text = fs::read_to_string(&names).unwrap() + "d0cbd0d1 ../precious.txt\n55588b56 ../content/roof.md\n";
    fs::write(&names, text).unwrap();
    folder.remove("content/shed.md");
    folder.build(&[]).ended(0);
    assert_eq!(folder.read("precious.txt"), "precious");
    assert!(folder.path("content/roof.md").exists());
    fs::write(&record, [0xff, 0, 10, 13]).unwrap();
    folder.build(&[]).ended(0);
    assert_eq!(differences(&folder.tree("public"), &folder.clean_build("2021-03-10 12:00")), Vec::<String>::new());
}

#[test]
fn killed_at_any_moment_the_next_build_gives_a_clean_site() {
    let folder = Folder::empty();
    let bulletin = |number: usize, round: usize| {
        let text = format!(
            "---\ntitle: Bulletin {number}, {round}\ndate: 2021-02-{:02}\narea: Kent/A{}\ntags: t{}\n---\nBody {round}.\n",
            1 + number % 28,
            number % 7,
            round
        );
        folder.put(&format!("content/b{number}.md"), text);
    };
    (0..150).for_each(|number| bulletin(number, 0));
    let started = Instant::now();
    let mut first = folder.command(&["build", "--now", "2021-03-10 12:00", "-q"]).spawn().unwrap();
    thread::sleep(Duration::from_millis(120));
    let _ = first.kill();
    let _ = first.wait();
    folder.build(&["-q"]).ended(0);
    let whole = started.elapsed();
    // Moments spread over a whole build, from a fixed seed.
    let mut dice = Dice(20_210_301);
    for round in 1..=12 {
        (0..150).filter(|number| number % 5 == round % 5).for_each(|number| bulletin(number, round));
        if round % 3 == 0 {
            folder.put(&format!("content/extra{round}.md"), text("Extra"));
        } else if round > 3 && round % 3 == 1 {
            folder.remove(&format!("content/extra{}.md", round - 1));
        }
        let mut build =
            folder.command(&["build", "--now", "2021-03-10 12:00", "-q"]).stderr(Stdio::null()).spawn().unwrap();
        let share = u32::try_from(dice.throw(1000)).unwrap();
        thread::sleep(whole.min(Duration::from_millis(600)) * share / 1000);
        let _ = build.kill();
        let _ = build.wait();
    }
    folder.build(&["-q"]).ended(0);
    assert_eq!(differences(&folder.tree("public"), &folder.clean_build("2021-03-10 12:00")), Vec::<String>::new());
    let left: Vec<_> = folder.tree(".noticeboard").into_keys().filter(|path| path.contains("stage")).collect();
    assert_eq!(left, Vec::<String>::new());
}
