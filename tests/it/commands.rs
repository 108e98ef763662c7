//! `check`, `new` and `init`, and the commands that the README shows (commands.md).

use std::fs;

use crate::disk::{Folder, Run, text};

fn broken() -> Folder {
    Folder::with(&["roof"]).write("content/x.md", text("X").replace("area:", "kind: apeal\narea:"))
}

#[test]
fn check_writes_nothing() {
    let folder = Folder::with(&["roof"]);
    let before = folder.tree("");
    let run = folder.run(&["check", "--now", "2021-03-10"]).ended(0);
    assert!(run.out.contains("nothing wrong"), "{run:#?}");
    assert_eq!(folder.tree(""), before);
}

#[test]
fn check_reports_what_build_would_and_every_lint() {
    let folder = Folder::with(&["roof"])
        .write("content/pic.png", "x")
        .write("content/x.md", text("X").replace("area:", "image: pic.png\nkind: apeal\narea:"));
    let folder = folder.write("content/y.md", text("Y").replace("area:", "image: pic.png\narea:"));
    let check = folder.run(&["check", "--now", "2021-03-10"]).ended(1);
    assert!(check.err.contains("kind-unknown") && check.err.contains("image-without-alt"), "{check:#?}");
    let build = folder.build(&[]).ended(1);
    assert!(build.err.contains("kind-unknown") && !build.err.contains("image-without-alt"), "{build:#?}");
}

#[test]
fn check_finds_faults_of_templates() {
    let folder = Folder::with(&["roof"]).write("templates/bulletin.html", "{{ bulletin.headline }}");
    let run = folder.run(&["check"]).ended(1);
    assert!(run.err.contains("template-fault"), "{run:#?}");
}

#[test]
fn strict_lets_warnings_fail() {
    let folder = Folder::empty().write("content/roof.md", "---\ntitle: Roof\ndate: 2021-03-01\n---\n");
    folder.run(&["check"]).ended(0);
    folder.run(&["check", "--strict"]).ended(1);
    Folder::with(&["roof"]).run(&["check", "--strict", "--now", "2021-03-10"]).ended(0);
}

#[test]
fn check_as_json() {
    let run = broken().run(&["check", "--format", "json"]).ended(1);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&json[0]["code"], &json[0]["path"], &json[0]["line"]),
        (&"kind-unknown".into(), &"content/x.md".into(), &4.into())
    );
    let none = Folder::with(&["roof"]).run(&["check", "--format", "json", "--now", "2021-03-10"]).ended(0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&none.out).unwrap(), serde_json::json!([]));
}

#[test]
fn check_for_github() {
    let run = broken().run(&["check", "--format", "github"]).ended(1);
    assert!(run.out.starts_with("::error title=kind-unknown,file=content/x.md,line=4,col=7::"), "{run:#?}");
}

#[test]
fn hosts_of_code_are_told_where_files_lie_in_the_repository_and_of_what_is_gravest_first() {
    let body = "From 10am to 12pm the burglar was arrested, and rang Crimestoppers on 0800 555 1111: 50%.";
    let text = format!("---\ntitle: Roof\ndate: 2021-03-01\narea: Ford\n---\n{body}\n");
    let folder = Folder::empty().write(".git/HEAD", "").write("a, b/content/r f:1.md", text);
    let inner = folder.path("a, b");
    let run = |format: &str| {
        let inner = inner.to_string_lossy().into_owned();
        folder.run(&["--root", &inner, "check", "--now", "2021-03-10", "--format", format]).ended(0).out
    };
    let out = run("github");
    let begins: Vec<&str> = out.lines().filter_map(|line| line.split("::").nth(1)).collect();
    let place = "file=a%2C b/content/r f%3A1.md,line=6,col=";
    assert_eq!(
        begins,
        [
            format!("warning title=guilt-said,{place}23"),
            format!("warning title=number-near-miss,{place}71"),
            format!("warning title=noon-unclear,{place}14"),
        ]
    );
    let sarif: serde_json::Value = serde_json::from_str(&run("sarif")).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(place, "a%2C%20b/content/r%20f%3A1.md");
    let gitlab: serde_json::Value = serde_json::from_str(&run("gitlab")).unwrap();
    assert_eq!(gitlab[0]["location"]["path"], "a, b/content/r f:1.md");
}

#[test]
fn check_as_sarif() {
    let run = broken().run(&["check", "--format", "sarif"]).ended(1);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["runs"][0]["results"][0]["ruleId"], "kind-unknown");
}

#[test]
fn check_for_gitlab() {
    let run = broken().run(&["check", "--format", "gitlab"]).ended(1);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json[0]["location"], serde_json::json!({"path": "content/x.md", "lines": {"begin": 4}}));
    assert_eq!((&json[0]["check_name"], &json[0]["severity"]), (&"kind-unknown".into(), &"critical".into()));
}

#[test]
fn every_code_is_explained() {
    let folder = Folder::empty();
    let code = noticeboard::testing::problem::Code::DateUnreadable;
    let run = folder.run(&["check", "--explain", code.name()]).ended(0);
    assert!(run.out.contains(code.name()) && run.out.contains(code.explanation()), "{run:#?}");
}

#[test]
fn new_writes_a_bulletin_at_a_dated_path_and_prints_it() {
    let folder = Folder::with(&["roof"]);
    let title = "Shed: \"break-ins\" & more";
    let arguments = ["new", title, "--area", "Kent/Maidstone", "--area", "Surrey", "--kind", "appeal"];
    let run = folder.at("1625150040", &arguments).ended(0);
    let path = run.out.trim().trim_start_matches("./").to_owned();
    assert_eq!(path, "content/2021/2021-07-01-shed-break-ins-more.md");
    let text = folder.read(&path);
    assert!(text.contains("date: 2021-07-01 15:34"), "{text}");
    folder.run(&["build", "--now", "2021-07-02"]).ended(0);
    let page = folder.read("public/2021/07/shed-break-ins-more/index.html");
    assert!(
        page.contains("<h1>Shed: &quot;break-ins&quot; &amp; more</h1>")
            || page.contains("<h1>Shed: \"break-ins\" &amp; more</h1>"),
        "{page}"
    );
    assert!(
        folder.path("public/areas/kent/maidstone/index.html").exists()
            && folder.path("public/areas/surrey/index.html").exists()
    );
    assert!(folder.read("public/kinds/appeal/index.html").contains("shed-break-ins-more"));
}

#[test]
fn new_overwrites_nothing() {
    let folder = Folder::with(&["roof"]);
    let first = folder.run(&["new", "Shed"]).ended(0).out;
    fs::write(folder.root.join(first.trim()), "mine").unwrap();
    let second = folder.run(&["new", "Shed"]).ended(0).out;
    assert_ne!(first, second);
    assert_eq!(fs::read_to_string(folder.root.join(first.trim())).unwrap(), "mine");
}

#[test]
fn new_takes_titles_in_any_script() {
    let folder = Folder::with(&["roof"]);
    for title in ["Rhybudd: llifogydd ŵ", "تحذير", "🔥", "..", "/etc/passwd", &"x".repeat(300), "a: - b"] {
        let path = folder.run(&["new", title]).ended(0).out;
        assert!(path.trim().trim_start_matches("./").starts_with("content/2"), "{title}: {path}");
    }
    folder.run(&["build"]).ended(0);
}

#[test]
fn new_needs_a_site() {
    Folder::empty().run(&["new", "Shed"]).ended(1);
}

#[test]
fn init_writes_a_site_that_builds_for_each_host_and_of_which_only_the_samples_are_wrong() {
    for (host, file) in [
        ("", ".gitignore"),
        ("github-pages", ".github/workflows/noticeboard.yml"),
        ("gitlab-pages", ".gitlab-ci.yml"),
        ("netlify", "netlify.toml"),
        ("cloudflare-pages", ".github/workflows/noticeboard.yml"),
        ("s3", ".github/workflows/noticeboard.yml"),
    ] {
        let folder = Folder::empty();
        let arguments: &[&str] = if host.is_empty() { &["init", "site"] } else { &["init", "site", "--host", host] };
        folder.run(arguments).ended(0);
        assert!(folder.path("site").join(file).exists(), "{host}");
        // What it wrote to be replaced, and nothing else: two samples, two places of the About page, the title.
        let check = folder.run(&["check", "--root", "site"]).ended(1);
        assert!(check.out.ends_with("4 errors, 1 warning\n"), "{check:#?}");
        assert_eq!(check.err.matches("placeholder-left").count() + check.err.matches("title-unset").count(), 5);
        let run = folder.run(&["build", "--root", "site"]).ended(0);
        assert!(run.out.starts_with("Built 2 bulletins"), "{run:#?}");
        assert!(folder.path("site/public/about/index.html").exists());
        for (path, bytes) in folder.tree("site") {
            let text = String::from_utf8_lossy(&bytes).replace("${{", "");
            let is_written = !path.starts_with("public/") && !path.starts_with(".noticeboard/");
            assert!(!text.contains("{{") || !is_written, "{path}: {text}");
        }
    }
}

#[test]
fn what_init_and_new_leave_to_be_replaced_is_not_published() {
    let folder = Folder::empty();
    folder.run(&["init", "."]).ended(0);
    let build = |status| folder.run(&["build", "--base-url", "https://watch.example.org/"]).ended(status);
    let publish = || folder.run(&["publish", "../host"]);
    assert_eq!(build(1).err.matches("error[placeholder-left]").count(), 4);
    assert!(!folder.path("public/index.html").exists(), "nothing of it is built for readers");
    folder.run(&["build"]).ended(0);
    publish().ended(1);
    for sample in ["content/first.md", "content/second.md", "content/pages/about.md"] {
        fs::remove_file(folder.path(sample)).expect("init wrote it");
    }
    let path = folder.run(&["new", "Jumble sale", "--kind", "event", "--area", "Wrenfield"]).ended(0).out;
    let path = path.trim().trim_start_matches("./").to_owned();
    build(1);
    let check = folder.run(&["check"]).ended(1);
    assert_eq!(check.err.matches("error[placeholder-left]").count(), 4, "{check:#?}");
    let text = folder.read(&path).replace("  start:\n  end:", "  start: 2037-12-05 10:00\n  end: 2037-12-05 14:00");
    let told =
        |line: &str| if line.contains("WRITE HERE the hall") { "  place: Corn Hall" } else { "Come, all of you." };
    let lines = text.lines().map(|line| if line.contains("WRITE HERE") { told(line) } else { line });
    folder.put(&path, lines.collect::<Vec<_>>().join("\n"));
    folder.run(&["check"]).ended(0);
    build(0);
    assert!(publish().ended(1).err.contains("the site's title is still the name of its folder, `watch`"));
    folder.put("site.yaml", "title: Wren Valley Watch\n");
    build(0);
    publish().ended(0);
    // What is public already is not held up by it.
    folder.put("site.yaml", "tagline: For all of us\n");
    build(0);
    assert!(publish().ended(0).err.contains("warning: the site's title"));
}

#[test]
fn new_names_nobody_in_the_file_of_a_missing_person() {
    let folder = Folder::with(&["roof"]);
    let run = folder.run(&["new", "Help find Jane Placeholder", "--kind", "missing", "--area", "Kent"]).ended(0);
    assert!(run.out.trim().ends_with("-missing-person-in-kent.md"), "{run:#?}");
    let text = folder.read(run.out.trim().trim_start_matches("./"));
    for part in ["## Last seen", "## Wearing"] {
        assert!(text.contains(part), "{text}");
    }
    folder.run(&["build"]).ended(0);
}

#[test]
fn init_takes_a_name_and_overwrites_nothing() {
    let folder = Folder::empty();
    folder.run(&["init", ".", "--name", "Kent's \"Watch\" & more"]).ended(0);
    folder.run(&["build"]).ended(0);
    assert!(folder.read("public/index.html").contains("Watch"));
    let before = folder.tree("");
    folder.run(&["init", "."]).ended(1);
    assert_eq!(folder.tree(""), before);
}

#[test]
fn init_leaves_what_other_programs_wrote_and_writes_the_rest() {
    let folder = Folder::empty().write(".gitignore", "/node_modules/\n").write(".vscode/settings.json", "{}\n");
    let run = folder.run(&["init", "."]).ended(0);
    assert!(
        run.err.contains(".gitignore` was there already and stays as it is: put these lines into it: `/public/`"),
        "{run:#?}"
    );
    assert!(run.err.contains("settings.json` was there already"), "{run:#?}");
    assert_eq!(
        (folder.read(".gitignore").as_str(), folder.read(".vscode/settings.json").as_str()),
        ("/node_modules/\n", "{}\n")
    );
    folder.run(&["build"]).ended(0);
    let quiet = Folder::empty().run(&["init", "-q", "site"]).ended(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn init_says_what_is_wrong_with_its_options() {
    let folder = Folder::empty().write("file", "x");
    let run = folder.run(&["init", "file"]).ended(2);
    assert!(run.err.contains("`file` is a file, and a site is a folder"), "{run:#?}");
    folder.run(&["init", "site", "--name", " "]).ended(2);
    assert!(!folder.path("site").exists());
    let run = folder.run(&["--config", "my.yaml", "init", "site"]).ended(0);
    assert!(folder.path("site/my.yaml").exists() && !folder.path("site/site.yaml").exists(), "{run:#?}");
    assert!(run.err.contains("noticeboard --config my.yaml check"), "{run:#?}");
}

#[test]
fn new_takes_a_kind_by_its_label_and_says_when_the_editor_fails() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "kinds: [{name: vulnerable, label: Vulnerable person}]\n");
    let path = folder.run(&["new", "Walker", "--kind", "Vulnerable person"]).ended(0).out;
    assert!(folder.read(path.trim()).contains("kind: vulnerable"), "{path}");
    let mut command = folder.command(&["new", "Walker", "--edit"]);
    command.env_remove("VISUAL").env("EDITOR", "false");
    let run = Run::from(command.output().expect("the program starts")).ended(1);
    assert!(run.err.contains("the editor `false` ended with status 1; the bulletin is there"), "{run:#?}");
}

#[test]
fn check_counts_what_it_could_not_read() {
    let folder = Folder::with(&["roof"]).write("content/a.md", "x").write("content/pages/b.md", "---\ntitle: [\n---\n");
    let run = folder.run(&["check"]).ended(1);
    assert!(run.out.contains("Checked 2 bulletins and 1 page"), "{run:#?}");
}

#[test]
fn the_repository_is_a_site() {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = Folder::empty();
    let out = folder.path("public").display().to_string();
    let run = folder.run(&["check", "--root", root]);
    assert_eq!(run.status, Some(0), "{run:#?}");
    assert!(run.out.contains("nothing wrong"), "{run:#?}");
    for folder in ["content", "themes", "templates"] {
        for path in walkdir::WalkDir::new(format!("{root}/{folder}"))
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
        {
            let target = std::path::Path::new(&out).parent().unwrap().join(path.path().strip_prefix(root).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(path.path(), target).unwrap();
        }
    }
    fs::copy(format!("{root}/site.yaml"), folder.path("site.yaml")).unwrap();
    folder.run(&["build"]).ended(0);
    for file in folder.tree("public").into_keys().filter(|file| file.ends_with(".html")) {
        let (page, style) = weights(&folder, &file);
        assert!(page + style < 30 * 1024, "{file}: {page} bytes of HTML and {style} of CSS");
    }
}

/// The bytes of a page without its data for machines, and those of its style sheets.
fn weights(folder: &Folder, file: &str) -> (usize, usize) {
    let page = folder.read(&format!("public/{file}"));
    let data =
        page.split_once("<script type=\"application/ld+json\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let links = page.split("<link rel=\"stylesheet\" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let style = links.map(|link| folder.read(&format!("public{link}")).len()).sum();
    (page.len() - data.map_or(0, |(data, _)| data.len()), style)
}

/// The lines of a Markdown file that stand in code blocks without a language and begin with a word.
fn shown(file: &str, program: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside && line.starts_with(program) {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// The words of a command line, quotation marks taken off.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_commands_of_the_readme_work_in_their_order() {
    let folder = Folder::empty();
    let mut place = String::from(".");
    let lines = shown("README.md", "");
    let lines: Vec<&String> =
        lines.iter().filter(|line| line.starts_with("noticeboard ") || line.starts_with("cd ")).collect();
    assert!(lines.len() >= 5, "{lines:?}");
    for line in lines {
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if words[0] == "cd" {
            place = format!("{place}/{}", words[1]);
            continue;
        }
        // The preview goes on until somebody ends it, and `serve.rs` has its tests.
        let more: &[&str] = if words[1] == "serve" { &["--help"] } else { &[] };
        let words = [&words[1..], more].concat();
        let run = crate::disk::Run::from(folder.command(&words).current_dir(folder.path(&place)).output().unwrap());
        // What `init` and `new` leave to be replaced is there yet, and nothing else is wrong.
        let wanted = i32::from(words[0] == "check");
        assert_eq!(run.status, Some(wanted), "{line}: {run:#?}");
        let wrong = run.err.matches("error[").count() - run.err.matches("error[placeholder-left]").count();
        assert_eq!(wrong, 0, "{line}: {run:#?}");
    }
    assert!(
        shown("README.md", "cargo run --release -- build").len() == 1 && shown("README.md", "cargo test").len() == 1
    );
}

#[test]
fn the_commands_of_the_documents_exist() {
    let folder = Folder::empty();
    let docs = fs::read_dir(format!("{}/docs", env!("CARGO_MANIFEST_DIR"))).unwrap().flatten();
    for file in
        docs.map(|entry| format!("docs/{}", entry.file_name().to_string_lossy())).filter(|name| name.ends_with(".md"))
    {
        for line in shown(&file, "noticeboard ") {
            let words = words(line.split('#').next().unwrap_or_default());
            let help = folder.run(&[words[1].as_str(), "--help"]).ended(0).out;
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                assert!(help.contains(flag.split('=').next().unwrap_or_default()), "{file}: {line}");
            }
        }
    }
}

/// Whoever reads may stop before all is said, as `head` does after ten lines.
#[test]
fn whoever_reads_what_is_printed_may_go() {
    let folder = broken();
    for (arguments, status) in
        [(&["check", "--format", "json"][..], 1), (&["schema"], 0), (&["build"], 1), (&["man"], 0)]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = folder.command(arguments);
        let run = command.stdout(writer.try_clone().unwrap()).stderr(writer).status().unwrap();
        assert_eq!(run.code(), Some(status), "{arguments:?}");
    }
}

/// Stands between the program and the web: says of every address what is there, and notes what was asked for.
#[cfg(feature = "import")]
fn web(answers: fn(&str) -> &'static str) -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    use std::io::{BufRead as _, BufReader, Write as _};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let noted = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let noted = noted.clone();
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                while let Some(first) = lines.next() {
                    let host = lines
                        .by_ref()
                        .take_while(|line| !line.is_empty())
                        .filter_map(|line| line.to_lowercase().strip_prefix("host: ").map(str::to_owned))
                        .last();
                    let answer = if first.starts_with("CONNECT") {
                        "200 OK"
                    } else {
                        let path = first.split(' ').nth(1).unwrap_or_default();
                        let whole = format!("{}{}", host.unwrap_or_default(), path.trim_start_matches("http://"));
                        noted.lock().unwrap().push(whole.clone());
                        answers(&whole)
                    };
                    let end = if first.starts_with("CONNECT") { "" } else { "Content-Length: 0\r\n" };
                    let _ = write!(&stream, "HTTP/1.1 {answer}\r\n{end}\r\n");
                }
            });
        }
    });
    (address, asked)
}

#[cfg(feature = "import")]
#[test]
fn check_asks_other_hosts_whether_links_still_stand() {
    let (proxy, asked) = web(|address| match address {
        address if address.ends_with("/gone") => "404 Not Found",
        address if address.ends_with("/moved") => "301 Moved Permanently\r\nLocation: http://news.example/here",
        address if address.ends_with("/ill") => "503 Service Unavailable",
        _ => "200 OK",
    });
    let links = "See [one](http://news.example/here#part), [two](http://news.example/gone), http://other.example/moved.\n\n\
                 [Three](http://slow.example/ill), [four](http://127.0.0.1:9/private), [own](https://watch.example/none).\n";
    let coverage = "coverage: [{title: Story, url: 'http://paper.example/gone'}]\narea:";
    let bulletin = text("Roof").replace("area:", coverage) + links;
    let withdrawn = text("Old").replace("area:", "status: withdrawn\narea:") + "[x](http://withdrawn.example/gone)\n";
    let folder = Folder::empty()
        .write("content/roof.md", bulletin.clone())
        .write("content/old.md", withdrawn)
        .write("site.yaml", "base_url: https://watch.example/\n");
    folder.run(&["build"]).ended(0);
    let check = |arguments: &[&str]| -> crate::disk::Run {
        let mut command = folder.command(&[&["check", "--links"], arguments].concat());
        command.env("http_proxy", &proxy).env("https_proxy", &proxy).env_remove("no_proxy").env_remove("NO_PROXY");
        command.output().map(Into::into).unwrap()
    };
    let run = check(&[]).ended(0);
    let told: Vec<&str> = run.err.lines().filter(|line| line.contains("link-gone")).collect();
    assert_eq!(told.len(), 2, "{run:#?}");
    assert!(run.err.contains("nothing stands any more at `http://news.example/gone`: its server says 404"), "{run:#?}");
    assert!(run.err.contains("`http://paper.example/gone`"), "{run:#?}");
    assert!(run.err.contains("Could not ask of 2 links:"), "{run:#?}");
    assert!(run.err.contains("http://slow.example/ill: its server answered with an error (503)"), "{run:#?}");
    assert!(
        run.err.contains("http://127.0.0.1:9/private: it leads to 127.0.0.1, which is a machine of this network"),
        "{run:#?}"
    );
    let first = std::mem::take(&mut *asked.lock().unwrap());
    assert!(
        !first.iter().any(|address| address.contains("withdrawn") || address.contains("watch.example")),
        "{first:?}"
    );
    // What was answered is believed; only what was not is asked again.
    check(&["--strict"]).ended(1);
    let second = asked.lock().unwrap().clone();
    assert!(second.iter().all(|address| address.contains("slow.example")) && !second.is_empty(), "{second:?}");
    folder.put("content/roof.md", bulletin.replace("area:", "allow: [link-gone]\nreason: They mend it.\narea:"));
    assert!(!check(&[]).ended(0).err.contains("link-gone"));
}

#[test]
fn a_check_looks_again_only_at_what_another_may_have_made_wrong() {
    let folder = Folder::empty().write("content/roof.md", text("Roof")).write("content/van.md", text("Van"));
    folder.run(&["build"]).ended(0);
    assert_eq!(folder.run(&["check"]).ended(0).err, folder.run(&["check"]).ended(0).err);
    // One page alone has what the template cannot show.
    folder.put(
        "templates/bulletin.html",
        "{% if bulletin.title == \"Van\" %}{{ bulletin.nothing.here }}{% endif %}{{ bulletin.title }}",
    );
    let first = folder.run(&["check"]).ended(1).err;
    assert!(first.contains("template-fault"), "{first}");
    assert_eq!(folder.run(&["check"]).ended(1).err, first);
    folder.put("content/van.md", text("Lorry"));
    folder.run(&["check"]).ended(0);
    folder.put("content/roof.md", text("Van"));
    assert!(folder.run(&["check"]).ended(1).err.contains("template-fault"));
}
