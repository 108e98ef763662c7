//! `publish` into a folder (commands.md, "Publish"): what is refused, what is sent and deleted, and what readers meet
//! while it runs and after it was killed.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use crate::{
    disk::{Folder, NOW, Run, differences, text, tree},
    photo,
};

// Only pages, so that it can be counted what a bulletin brings.
const SETTINGS: &str = "title: Wren Valley Watch\nbase_url: https://watch.example.org/\npublish: ../host\n\
    outputs: {cards: false, posters: false, text: false, search: false}\n";

/// A site that is ready to be published into `../host`.
fn site(names: &[&str]) -> Folder {
    let folder =
        names.iter().fold(Folder::empty(), |folder, name| folder.write(&format!("content/{name}.md"), text(name)));
    let folder = folder.write("site.yaml", SETTINGS);
    folder.build(&["-q"]).ended(0);
    folder
}

fn host(folder: &Folder) -> PathBuf {
    folder.root.parent().expect("it lies in a folder").join("host")
}

/// What the host shows, without the record.
fn shown(folder: &Folder) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = tree(&host(folder));
    files.retain(|name, _| !name.starts_with(".noticeboard/"));
    files
}

#[track_caller]
fn holds_the_site(folder: &Folder) {
    assert_eq!(differences(&folder.tree("public"), &shown(folder)), Vec::<String>::new());
}

#[test]
fn a_site_arrives_byte_for_byte_and_a_second_time_nothing_is_sent() {
    let folder = site(&["roof", "shed"]);
    let run = folder.publish(&[]).ended(0);
    let files = folder.tree("public").len();
    assert!(run.out.starts_with(&format!("Published {files} files (")), "{run:?}");
    assert_eq!(run.err, "", "in a pipe it is silent");
    holds_the_site(&folder);
    let before = tree(&host(&folder));
    let run = folder.publish(&[]).ended(0);
    assert!(run.out.starts_with(&format!("Nothing to publish: {files} files are there")), "{run:?}");
    assert_eq!(tree(&host(&folder)), before);
}

#[test]
fn an_edit_sends_what_it_changed() {
    let folder = site(&["roof", "shed"]);
    folder.publish(&[]).ended(0);
    let before = folder.tree("public");
    folder.put("content/roof.md", text("roof").replace("The body", "Another body"));
    folder.build(&["-q"]).ended(0);
    let changed = differences(&folder.tree("public"), &before);
    let run = folder.publish(&["-v"]).ended(0);
    let sent: BTreeSet<String> =
        run.out.lines().filter_map(|line| line.strip_prefix("sent ")).map(str::to_owned).collect();
    assert_eq!(sent, changed.iter().cloned().collect());
    assert!(!sent.is_empty());
    holds_the_site(&folder);
}

#[test]
fn what_the_site_no_longer_has_is_deleted_and_nothing_else() {
    let folder = site(&["roof", "shed"]);
    fs::create_dir(host(&folder)).unwrap();
    fs::write(host(&folder).join("theirs.html"), "not ours").unwrap();
    let run = folder.publish(&[]).ended(0);
    assert!(run.err.contains("`theirs.html`"), "what is strange is said once: {run:?}");
    folder.remove("content/shed.md");
    folder.build(&["-q"]).ended(0);
    let run = folder.publish(&[]).ended(0);
    assert!(run.out.contains("1 file deleted"), "{run:?}");
    assert!(!host(&folder).join("2021/03/shed").exists(), "nor is its folder left");
    assert_eq!(fs::read_to_string(host(&folder).join("theirs.html")).unwrap(), "not ours");
}

#[test]
fn many_deletions_are_not_done_unasked_but_what_was_taken_back_goes() {
    let folder = site(&["roof", "shed", "mill", "gate"]);
    // They do not name the one that is taken back.
    for name in ["shed", "mill"] {
        folder.put(&format!("content/{name}.md"), text(name).replace("area: Kent", "area: Surrey\nkind: advice"));
    }
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    folder.remove("content/shed.md");
    folder.remove("content/mill.md");
    folder.put("content/gate.md", text("gate").replace("area:", "status: withdrawn\nclosed: 2021-03-05\narea:"));
    folder.build(&["-q"]).ended(0);
    let run = folder.publish(&["--max-deletes", "1"]).ended(1);
    assert_eq!(run.out, "", "no word of success");
    assert!(run.err.contains("files would be deleted") && run.err.contains("--yes"), "{run:?}");
    assert!(run.err.contains("what was taken back is gone from the host and the rest of the site was sent"), "{run:?}");
    let page = |name: &str| fs::read_to_string(host(&folder).join(format!("2021/03/{name}/index.html")));
    assert!(page("shed").is_ok() && page("mill").is_ok());
    assert!(!page("gate").unwrap().contains("The body of gate"));
    let naming: Vec<String> = shown(&folder)
        .into_iter()
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("body of gate"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(naming, Vec::<String>::new(), "nothing there speaks of what was taken back");
    folder.publish(&["--max-deletes", "1", "--yes"]).ended(0);
    holds_the_site(&folder);
}

#[test]
fn what_is_changed_or_deleted_on_the_host_by_hand_comes_again() {
    let folder = site(&["roof"]);
    folder.publish(&[]).ended(0);
    fs::write(host(&folder).join("index.html"), "defaced").unwrap();
    fs::remove_file(host(&folder).join("rss.xml")).unwrap();
    let run = folder.publish(&["-v"]).ended(0);
    assert!(run.out.starts_with("sent index.html\nsent rss.xml\nPublished 2 files"), "{run:?}");
    holds_the_site(&folder);
}

#[test]
fn without_the_record_files_are_compared_and_none_is_deleted() {
    let folder = site(&["roof", "shed"]);
    folder.publish(&[]).ended(0);
    folder.remove("content/shed.md");
    folder.build(&["-q"]).ended(0);
    let record = host(&folder).join(".noticeboard/state");
    for damage in [None, Some("noticeboard state 1\nxxxx"), Some("what is this")] {
        fs::remove_file(&record).unwrap();
        if let Some(damage) = damage {
            fs::write(&record, damage).unwrap();
        }
        let run = folder.publish(&["-v"]).ended(0);
        assert!(!run.out.contains("assets/"), "what is equal is not sent: {run:?}");
        assert!(host(&folder).join("2021/03/shed/index.html").exists());
        assert!(damage.is_none() || run.err.contains("damaged"), "{run:?}");
    }
    fs::write(&record, "noticeboard state 4\nfrom tomorrow").unwrap();
    let run = folder.publish(&[]).ended(1);
    assert!(run.err.contains("a later version of noticeboard"), "{run:?}");
}

#[test]
fn a_dry_run_says_what_would_be_done_in_its_order_and_does_nothing() {
    let folder = site(&["roof", "shed"]);
    let run = folder.publish(&["--dry-run"]).ended(0);
    assert!(!host(&folder).exists(), "{run:?}");
    let place = |name: &str| {
        run.out.lines().position(|line| line == format!("send {name}")).unwrap_or_else(|| panic!("{name}: {run:?}"))
    };
    let asset = run.out.lines().position(|line| line.starts_with("send assets/")).expect("there are assets");
    assert!(asset < place("2021/03/roof/index.html"));
    assert!(place("2021/03/roof/index.html") < place("areas/kent/index.html"));
    assert!(place("areas/kent/index.html") < place("index.html"));
    assert!(place("index.html") < place("rss.xml"));
    assert!(place("rss.xml") < place("sitemap.xml"));
    assert!(run.out.lines().last().unwrap().starts_with("Would publish "));
}

/// The last sentence of a run that published nothing.
#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], status: i32) -> String {
    let run: Run = folder.publish(arguments).ended(status);
    assert_eq!(run.out, "");
    assert!(!host(folder).exists(), "nothing is published: {run:?}");
    run.err.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn what_no_reader_may_see_is_refused_with_what_to_do() {
    let folder = Folder::with(&["roof"]).write("site.yaml", SETTINGS);
    assert!(refused(&folder, &[], 1).contains("there is no `public` yet: run `noticeboard build`"));
    folder.build(&["-q", "--drafts"]).ended(0);
    assert!(refused(&folder, &[], 1).contains("built with drafts"));
    folder.build(&["-q", "--future"]).ended(0);
    assert!(refused(&folder, &[], 1).contains("dated in the future"));
    folder.run(&["build", "-q", "--now", "2190-01-01"]).ended(0);
    assert!(refused(&folder, &[], 1).contains("built for a moment that is yet to come"));
    for base in ["http://localhost:8080/", "http://127.0.0.1/", "http://[::1]:1/"] {
        folder.build(&["-q", "--base-url", base]).ended(0);
        assert!(refused(&folder, &[], 1).contains("no reader can reach"), "{base}");
    }
    folder.build(&["-q"]).ended(0);
    folder.put("content/roof.md", text("roof").replace("body", "BODY"));
    assert!(refused(&folder, &[], 1).contains("older than the content: run `noticeboard build`"));
    folder.put("templates/area.html", "{% extends \"default/area.html\" %}");
    folder.build(&["-q"]).ended(0);
    folder.remove("templates/area.html");
    assert!(refused(&folder, &[], 1).contains("older than the content"));
    folder.build(&["-q"]).ended(0);
    // Its rights say nothing of its words; nor does its place, once its times are those of the file.
    let roof = folder.path("content/roof.md");
    #[cfg(unix)]
    fs::set_permissions(&roof, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let (words, written) = (fs::read(&roof).unwrap(), fs::metadata(&roof).and_then(|roof| roof.modified()).unwrap());
    fs::remove_file(&roof).unwrap();
    fs::write(&roof, words).unwrap();
    fs::File::options().append(true).open(&roof).and_then(|roof| roof.set_modified(written)).unwrap();
    folder.publish(&["--dry-run"]).ended(0);
    fs::remove_file(folder.path("public/index.html")).unwrap();
    assert!(refused(&folder, &[], 1).contains("`public/index.html` is not as the build left it"));
    folder.build(&["-q"]).ended(0);
    // As a build leaves it that was killed in the middle.
    fs::remove_file(folder.path(".noticeboard/public.built")).unwrap();
    assert!(refused(&folder, &[], 1).contains("not as a build left it"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
}

#[test]
fn a_build_that_failed_after_one_that_was_killed_leaves_nothing_to_publish() {
    let folder = site(&["roof"]);
    // As a build leaves it that was killed while files were put in place: some are new already.
    let built = folder.path(".noticeboard/public.built");
    fs::rename(&built, built.with_extension("built-before")).unwrap();
    folder.put("public/rss.xml", "half of another site");
    folder.put("templates/404.html", "{{ nothing.at.all }}");
    folder.build(&["-q"]).ended(1);
    folder.remove("templates/404.html");
    assert!(refused(&folder, &[], 1).contains("not as a build left it"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
}

#[test]
fn a_build_that_failed_leaves_what_can_be_published() {
    let folder = site(&["roof"]).write("content/shed.md", "---\ntitle: Shed\ndate: soon\n---\n");
    folder.build(&["-q"]).ended(1);
    assert!(refused(&folder, &[], 1).contains("older than the content"));
    folder.remove("content/shed.md");
    // A template's faults show when everything is rendered.
    let folder = folder.write("templates/404.html", "{{ nothing.at.all }}");
    folder.build(&["-q"]).ended(1);
    folder.remove("templates/404.html");
    folder.publish(&[]).ended(0);
}

#[test]
fn places_that_are_none_are_refused() {
    let folder = site(&["roof"]);
    for (target, want) in [
        ("ftp://host/x", "is no place to publish to"),
        ("public", "folder of the site itself"),
        ("public/below", "folder of the site itself"),
        ("..", "folder of the site itself"),
        ("content", "folder of the site itself"),
        (".noticeboard/out", "folder of the site itself"),
        ("sftp://ann:secret@host/x", "a password does not belong into a target"),
    ] {
        let sentence = refused(&folder, &[target], 2);
        assert!(sentence.contains(want) && !sentence.contains("secret@"), "{target}: {sentence}");
    }
    assert!(refused(&folder, &["../not/there"], 1).contains("is the disk at hand?"));
    let folder = folder.write("site.yaml", SETTINGS.replace("publish: ../host\n", ""));
    folder.build(&["-q"]).ended(0);
    assert!(refused(&folder, &[], 2).contains("there is no place to publish to"));
}

#[test]
fn a_secret_in_the_settings_is_an_error_and_is_never_shown() {
    for settings in [
        "publish:\n  target: ../host\n  secret_access_key: hunter2hunter2\n",
        "publish: {target: ../host, token: hunter2hunter2, tarjet: x}\n",
        "publish:\n  target: ../host\n  cdn:\n    - cloudflare: abc\n      api_token: hunter2hunter2\n",
        "publish: sftp://ann:hunter2hunter2@host.example/x\n",
        "publish:\n  target: git+https://hunter2hunter2@host.example/x.git#pages\n",
        "publish:\n  endpoint: https://ann:hunter2hunter2@host.example/\n",
    ] {
        let folder = Folder::with(&["roof"]).write("site.yaml", SETTINGS.replace("publish: ../host\n", settings));
        for arguments in [&["build"][..], &["check"], &["check", "--format", "json"], &["publish"]] {
            let run = folder.run(arguments).ended(1);
            let said = run.out + &run.err;
            assert!(said.contains("secret-in-settings") || arguments == ["publish"], "{settings}: {said}");
            assert!(!said.contains("hunter2"), "{settings}: {said}");
        }
    }
}

#[test]
fn files_that_no_build_wrote_are_sent_only_when_they_are_named() {
    let folder = site(&["roof"]);
    folder.put("public/leftover.html", "from long ago");
    folder.put("public/find/index.json", "{}");
    folder.put("public/.well-known/assetlinks.json", "[]");
    folder.put("public/.swap", "of an editor");
    let run = folder.publish(&[]).ended(0);
    assert!(
        run.err.contains("Not published: 2 files that no build wrote into `public`, such as `find/index.json`"),
        "{run:?}"
    );
    let there = |name: &str| host(&folder).join(name).exists();
    assert!(there(".well-known/assetlinks.json") && !there("leftover.html") && !there(".swap"));
    let folder = folder.write(
        "site.yaml",
        format!("{SETTINGS}  #\n").replace("publish: ../host\n", "publish: {target: ../host, include: [find/]}\n"),
    );
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    assert!(host(&folder).join("find/index.json").exists() && !host(&folder).join("leftover.html").exists());
}

#[test]
fn what_was_taken_back_leaves_the_host_with_its_picture_before_anything_else_is_sent() {
    let body = text("gate").replace("area:", "kind: missing\narea:") + "\n![A face](face.png)\n";
    let folder = site(&["roof"])
        .write("content/gate/index.md", &body)
        .write("content/gate/face.png", photo::png(16, 10, photo::Png::Palette, 6));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    let picture = host(&folder).join("2021/03/gate/face.png");
    assert!(picture.exists());
    folder.put("content/gate/index.md", body.replace("area:", "status: resolved\nclosed: 2021-03-05\narea:"));
    // With a new style sheet, so that the notice cannot be whole at first.
    folder.put("themes/ours/theme.yaml", "name: ours\n");
    folder.put("themes/ours/static/theme.css", "body { color: #123 }");
    folder.put("site.yaml", format!("theme: ours\n{SETTINGS}"));
    folder.build(&["-q"]).ended(0);
    let run = folder.publish(&["-v"]).ended(0);
    let first: Vec<&str> = run.out.lines().take(2).collect();
    assert_eq!(
        BTreeSet::from_iter(first),
        BTreeSet::from(["sent 2021/03/gate/index.html", "deleted 2021/03/gate/face.png"]),
        "{run:?}"
    );
    let third = run.out.lines().nth(2).unwrap();
    assert!(third.starts_with("sent assets/"), "{third}");
    assert!(!picture.exists());
    // The old style sheet is kept for copies of pages that load it.
    let left = differences(&folder.tree("public"), &shown(&folder));
    assert!(left.iter().all(|name| name.starts_with("assets/")), "{left:?}");
}

#[test]
fn texts_are_compressed_beside_where_the_settings_ask_for_it() {
    let folder = site(&["roof"])
        .write("site.yaml", SETTINGS.replace("publish: ../host\n", "publish: {target: ../host, compress: beside}\n"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    let zipped = fs::read(host(&folder).join("index.html.gz")).unwrap();
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&zipped[..]), &mut plain).unwrap();
    assert_eq!(plain, folder.tree("public")["index.html"]);
    assert!(folder.publish(&[]).ended(0).out.starts_with("Nothing to publish"));
    folder.put("content/roof.md", text("roof").replace("area:", "status: withdrawn\nclosed: 2021-03-05\narea:"));
    folder.build(&["-q"]).ended(0);
    let run = folder.publish(&["-v"]).ended(0);
    let first: BTreeSet<&str> = run.out.lines().take(2).collect();
    assert_eq!(
        first,
        BTreeSet::from(["sent 2021/03/roof/index.html", "sent 2021/03/roof/index.html.gz"]),
        "both go first"
    );
}

#[test]
fn a_place_that_cannot_be_written_to_is_one_sentence() {
    let folder = site(&["roof"]);
    fs::write(host(&folder), "a file").unwrap();
    let run = folder.publish(&[]).ended(1);
    assert!(run.err.contains("is a file, and the site needs a folder"), "{run:?}");
}

/// Reads the published site as people do while `done` is false: from the front page on, every link and everything that
/// pages load has to be there.
fn read_on(host: &Path, done: &AtomicBool, rounds: &AtomicUsize) -> Vec<String> {
    let mut missing = Vec::new();
    let page = |name: &str| fs::read_to_string(host.join(name)).ok();
    let names = |text: &str| -> BTreeSet<String> {
        let parts =
            text.split(['"', '\'', ' ', '>']).filter_map(|part| part.strip_prefix('/').or(part.strip_prefix("href=/")));
        let parts = parts.map(|part| part.split(['#', '?']).next().unwrap_or_default());
        let parts = parts.filter(|part| !part.starts_with('/') && !part.contains(['<', '{']));
        parts
            .map(
                |part| {
                    if part.is_empty() || part.ends_with('/') { format!("{part}index.html") } else { part.to_owned() }
                },
            )
            .collect()
    };
    loop {
        let last = done.load(Ordering::Relaxed);
        let mut ahead = vec!["index.html".to_owned()];
        let mut reached = BTreeSet::from_iter(ahead.clone());
        while let Some(from) = ahead.pop() {
            let Some(text) = page(&from) else { continue };
            for name in names(&text) {
                // Who holds a page that was replaced since is a moment behind.
                if !host.join(&name).exists() && page(&from).as_ref() == Some(&text) && !host.join(&name).exists() {
                    missing.push(format!("{name} of {from}"));
                }
                if name.ends_with(".html") && reached.insert(name.clone()) {
                    ahead.push(name);
                }
            }
        }
        rounds.fetch_add(1, Ordering::Relaxed);
        if last || !missing.is_empty() {
            return missing;
        }
    }
}

#[test]
fn readers_miss_nothing_while_it_runs_and_after_it_was_killed() {
    let names: Vec<String> = (0..40).map(|at| format!("b{at}")).collect();
    let folder = site(&names.iter().map(String::as_str).collect::<Vec<_>>());
    folder.publish(&[]).ended(0);
    let (done, rounds, host) = (AtomicBool::new(false), AtomicUsize::new(0), host(&folder));
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| read_on(&host, &done, &rounds));
        for round in 0_u32..10 {
            // Some go, some come, all change: the title of the site stands on every page, and the style sheet has another name.
            folder.put("site.yaml", format!("theme: t{round}\n{SETTINGS}").replace("Wren", &format!("Wren {round}")));
            folder.put(&format!("themes/t{round}/theme.yaml"), "name: ours\n");
            folder.put(&format!("themes/t{round}/static/theme.css"), format!("body {{ margin: {round}px }}"));
            folder.remove(&format!("content/b{round}.md"));
            folder.put(&format!("content/n{round}.md"), text(&format!("n{round}")));
            folder.build(&["-q"]).ended(0);
            let mut child = folder
                .command(&["publish"])
                .env("SOURCE_DATE_EPOCH", NOW)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Some are killed in the middle, wherever that is on this machine.
            std::thread::sleep(Duration::from_millis(u64::from(round) * 23));
            let _ = child.kill();
            child.wait().unwrap();
            folder.publish(&[]).ended(0);
            let left = differences(&folder.tree("public"), &shown(&folder));
            assert!(left.iter().all(|name| name.starts_with("assets/")), "round {round}: {left:?}");
        }
        done.store(true, Ordering::Relaxed);
        assert_eq!(reader.join().unwrap(), Vec::<String>::new());
    });
    assert!(rounds.load(Ordering::Relaxed) > 5, "the reader read");
    // A lock that was left is taken away by the next publish that has something to do.
    folder.put("content/last.md", text("last"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    let left = fs::read_dir(host.join(".noticeboard")).unwrap().count();
    assert_eq!(
        left,
        1,
        "only the record is left: {:?}",
        fs::read_dir(host.join(".noticeboard")).unwrap().collect::<Vec<_>>()
    );
}

/// A program of this machine, where it has it.
fn has(program: &str) -> bool {
    std::process::Command::new(program).arg("--version").output().is_ok()
}

#[test]
fn a_branch_gets_one_commit_for_each_publish_and_keeps_what_is_not_ours() {
    let folder = site(&["roof", "shed"]);
    let repository = folder.root.parent().unwrap().join("pages.git");
    let target = format!("git+file://{}#pages", repository.display());
    let mut without = folder.command(&["publish", &target]);
    without.env("SOURCE_DATE_EPOCH", NOW);
    let run: Run = without.env("PATH", "").output().unwrap().into();
    assert!(run.ended(1).err.contains("needs the program `git`, and it is not installed"));
    if !has("git") {
        return;
    }
    let git = |arguments: &[&str]| -> Run {
        let mut command = std::process::Command::new("git");
        command.arg("--git-dir").arg(&repository).args(arguments).output().unwrap().into()
    };
    let run = folder.publish(&[&target]).ended(1);
    assert!(run.err.contains("there is no repository"), "{run:?}");
    git(&["init", "--quiet", "--bare"]).ended(0);
    folder.publish(&[&target]).ended(0);
    assert_eq!(git(&["rev-list", "--count", "pages"]).out, "1\n");
    let held = git(&["ls-tree", "-r", "--name-only", "pages"]).out;
    let want: BTreeSet<String> =
        folder.tree("public").into_keys().chain([".nojekyll".into(), ".noticeboard/state".into()]).collect();
    assert_eq!(held.lines().map(str::to_owned).collect::<BTreeSet<_>>(), want);
    assert_eq!(git(&["show", "pages:index.html"]).out, folder.read("public/index.html"));

    assert!(folder.publish(&[&target]).ended(0).out.starts_with("Nothing to publish"));
    assert_eq!(git(&["rev-list", "--count", "pages"]).out, "1\n", "no commit for nothing");

    // Somebody commits to the branch; a bulletin goes.
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
    let blob = git(&["rev-parse", "pages:index.html"]).out;
    let index = repository.join("index-of-ann");
    let with_index = |arguments: &[&str]| -> Run {
        let mut command = std::process::Command::new("git");
        command.arg("--git-dir").arg(&repository).args(arguments).env("GIT_INDEX_FILE", &index);
        command.output().unwrap().into()
    };
    with_index(&["read-tree", "pages"]).ended(0);
    with_index(&["update-index", "--add", "--cacheinfo", &format!("100644,{},theirs.html", blob.trim())]).ended(0);
    let tree = with_index(&["write-tree"]).out;
    let commit =
        git(&[&identity[..], &["commit-tree", tree.trim(), "-p", "pages", "-m", "Add a file"]].concat()).ended(0).out;
    git(&["update-ref", "refs/heads/pages", commit.trim()]).ended(0);
    folder.remove("content/shed.md");
    folder.build(&["-q"]).ended(0);
    folder.publish(&[&target]).ended(0);
    let held = git(&["ls-tree", "-r", "--name-only", "pages"]).out;
    assert!(held.contains("theirs.html") && !held.contains("/shed/"), "{held}");
    assert_eq!(git(&["rev-list", "--count", "pages"]).out, "3\n", "on top of theirs");
}

#[cfg(unix)]
#[test]
fn caches_are_told_at_once_of_what_was_taken_back_and_then_of_the_rest() {
    // The command keeps what it reads.
    let command = "cat >> ../told; echo . >> ../told";
    let settings = SETTINGS.replace("../host", &format!("{{target: ../host, cdn: {{command: \"{command}\"}}}}"));
    let folder = site(&["roof", "gate"]).write("site.yaml", settings);
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    let told = folder.root.parent().unwrap().join("told");
    fs::remove_file(&told).unwrap();
    folder.put("content/gate.md", text("gate").replace("area:", "status: withdrawn\nclosed: 2021-03-05\narea:"));
    folder.put("content/roof.md", text("Roof new"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    let text = fs::read_to_string(&told).unwrap();
    let (first, second) = text.split_once("\n.\n").unwrap();
    for wanted in ["/2021/03/gate/\n", "/2021/03/gate/index.html\n", "org/\n", "/rss.xml\n"] {
        assert!(first.contains(wanted), "everything that may speak of it changed at once: {first}");
    }
    assert_eq!(second, "https://watch.example.org/_redirects\n.\n", "once is enough");
    fs::remove_file(&told).unwrap();
    folder.publish(&[]).ended(0);
    assert!(!told.exists(), "nothing changed");
}

#[cfg(unix)]
#[test]
fn a_cache_that_could_not_be_told_is_told_by_the_next_publish() {
    let settings = SETTINGS.replace("../host", "{target: ../host, cdn: {command: \"test -e ../up && cat > ../told\"}}");
    let folder = site(&["roof"]).write("site.yaml", settings);
    folder.build(&["-q"]).ended(0);
    let run = folder.publish(&[]).ended(1);
    assert!(
        run.err.contains("the command of `cdn` ended with") && run.err.contains("the site is published"),
        "{run:?}"
    );
    assert!(host(&folder).join("index.html").exists());
    folder.publish(&[]).ended(1);
    let beside = folder.root.parent().unwrap();
    fs::write(beside.join("up"), "").unwrap();
    folder.publish(&[]).ended(0);
    assert!(fs::read_to_string(beside.join("told")).unwrap().contains("https://watch.example.org/2021/03/roof/\n"));
    assert!(folder.publish(&[]).ended(0).out.starts_with("Nothing to publish"));
}

/// Answers requests until it hears `QUIT`, and tells their bodies.
fn hears(ends: fn(&str) -> bool) -> (String, std::thread::JoinHandle<Vec<String>>) {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heard = std::thread::spawn(move || {
        let mut heard = Vec::new();
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut text = String::new();
            let mut bytes = [0; 4_096];
            while !ends(&text) && !text.starts_with("QUIT") {
                let count = connection.read(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
            if text.starts_with("QUIT") {
                break;
            }
            heard.push(text.rsplit("\r\n").next().unwrap().to_owned());
            connection.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
        }
        heard
    });
    (address, heard)
}

fn quit(address: &str) {
    use std::io::Write as _;
    std::net::TcpStream::connect(address).unwrap().write_all(b"QUIT").unwrap();
}

#[test]
fn a_hub_is_told_of_each_feed_that_changed() {
    let (address, heard) = hears(|text| text.contains("hub.url="));
    let folder = site(&["roof"]).write("site.yaml", format!("{SETTINGS}hub: http://{address}/\n"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    folder.publish(&[]).ended(0);
    quit(&address);
    let heard = heard.join().unwrap();
    let whole = "hub.mode=publish&hub.url=https%3A%2F%2Fwatch%2Eexample%2Eorg%2Frss%2Exml".to_owned();
    assert_eq!(heard.iter().filter(|text| **text == whole).count(), 1, "{heard:?}");
    assert!(heard.iter().any(|text| text.ends_with("areas%2Fkent%2Fatom%2Exml")), "{heard:?}");
}

#[test]
fn search_engines_are_told_of_pages_that_changed_and_first_of_what_was_taken_back() {
    let (address, heard) = hears(|text| text.contains("\"urlList\":") && text.ends_with('}'));
    let settings =
        SETTINGS.replace("../host", &format!("{{target: ../host, indexnow: \"http://{address}/indexnow\"}}"));
    let folder = site(&["roof", "gate"]).write("site.yaml", settings);
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    folder.publish(&[]).ended(0);
    folder.put("content/gate.md", text("gate").replace("area:", "status: withdrawn\nclosed: 2021-03-05\narea:"));
    folder.put("content/new.md", text("New"));
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    quit(&address);
    let heard = heard.join().unwrap();
    let heard: Vec<serde_json::Value> = heard.iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    let has = |at: usize, page: &str| {
        let pages = heard[at]["urlList"].as_array().unwrap();
        pages.iter().any(|address| *address == format!("https://watch.example.org{page}"))
    };
    assert_eq!(heard.len(), 3, "all, what was taken back, the rest: {heard:?}");
    assert!(has(0, "/2021/03/roof/") && has(0, "/") && !has(0, "/rss.xml"));
    assert!(has(1, "/2021/03/gate/") && !has(1, "/2021/03/new/"), "{heard:?}");
    assert!(has(2, "/2021/03/new/") && !has(2, "/2021/03/gate/"), "{heard:?}");
    // The site shows the key that it tells with.
    let key = heard[0]["key"].as_str().unwrap();
    assert!(key.len() == 32 && key.bytes().all(|letter| letter.is_ascii_hexdigit()));
    assert_eq!(heard[0]["host"], "watch.example.org");
    assert_eq!(heard[0]["keyLocation"], format!("https://watch.example.org/{key}.txt"));
    assert_eq!(fs::read_to_string(host(&folder).join(format!("{key}.txt"))).unwrap(), key);
    // Nobody is told unasked.
    let folder = folder.write("site.yaml", SETTINGS);
    folder.build(&["-q"]).ended(0);
    folder.publish(&[]).ended(0);
    assert!(!host(&folder).join(format!("{key}.txt")).exists());
}

#[test]
fn hosts_that_read_it_get_a_strict_policy() {
    let folder = site(&["roof"]);
    let headers = folder.read("public/_headers");
    assert!(headers.starts_with("/*\n  Content-Security-Policy: default-src 'self'; script-src 'self'; "), "{headers}");
    assert!(headers.contains("\n  X-Content-Type-Options: nosniff\n"));
    assert!(headers.contains("\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"));
    assert!(!headers.contains("unsafe"));
    let snippet = "analytics: <script src=\"https://count.example/a.js\"></script>\n";
    let folder = folder.write("site.yaml", format!("{SETTINGS}{snippet}"));
    folder.build(&["-q"]).ended(0);
    assert!(
        folder
            .read("public/_headers")
            .contains("script-src 'self' https://count.example; connect-src 'self' https://count.example;")
    );
    let folder = folder.write("site.yaml", SETTINGS.replace("{cards", "{headers: false, cards"));
    folder.build(&["-q"]).ended(0);
    assert!(!folder.path("public/_headers").exists());
}
