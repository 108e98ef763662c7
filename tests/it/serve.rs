//! The preview over real sockets (commands.md, "Preview"): what it answers, to whom, and that it harms nothing. What a
//! browser makes of it is held in `tests/outside/preview`.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    ops::Deref,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::{
    disk::{Folder, NOW, PROGRAM, text, tree},
    photo,
    served::{Answer, Served},
};

/// A preview that runs, and ends with the test.
struct Preview(Served);

impl Deref for Preview {
    type Target = Served;

    fn deref(&self) -> &Served {
        &self.0
    }
}

impl Preview {
    fn of(folder: &Folder, arguments: &[&str]) -> Self {
        Self::at_port(folder, &[&["--port", "0"], arguments].concat())
    }

    fn at_port(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = folder.command(&[&["serve"], arguments].concat());
        command.env("SOURCE_DATE_EPOCH", NOW);
        Self(Served::start(command))
    }

    fn ask(&self, method: &str, path: &str) -> Answer {
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path)
    }

    fn state(&self, at: &str, mark: &str, edition: u64) -> serde_json::Value {
        let run = self.get("/.noticeboard/state?at=/");
        let run: serde_json::Value = serde_json::from_slice(&run.bytes).unwrap();
        let run = run["run"].as_str().unwrap();
        let answer = self.get(&format!("/.noticeboard/state?at={at}&mark={mark}&edition={edition}&run={run}"));
        serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}", answer.body))
    }

    /// Waits until something holds; the preview follows within a second even on a busy machine.
    #[track_caller]
    fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let from = Instant::now();
        while !holds(self) {
            assert!(from.elapsed() < Duration::from_secs(20), "never: {what}\n{}", self.err());
            std::thread::sleep(Duration::from_millis(15));
        }
    }
}

/// A page without what the preview puts into it.
fn without_script(page: &str) -> String {
    let at = page.find("<script src=\"/.noticeboard/").unwrap_or_else(|| panic!("no script in {page}"));
    let end = at + page[at..].find("</script>\n").unwrap() + "</script>\n".len();
    format!("{}{}", &page[..at], &page[end..])
}

const ROOF: &str = "/2021/03/roof/";

#[test]
fn every_output_is_what_a_build_writes() {
    let folder = Folder::with(&["roof", "shed"])
        .write("content/pages/about.md", "---\ntitle: About\naliases: /old/\n---\nUs.\n")
        .write("content/plan.pdf", "a file");
    let preview = Preview::of(&folder, &[]);
    let build = ["build", "-q", "--out", "built", "--base-url", &preview.url];
    folder.at(NOW, &build).ended(0);
    let built = tree(&folder.path("built"));
    assert!(built.len() > 40, "{:#?}", built.keys());
    for (path, bytes) in &built {
        let answer = preview.get(&format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
        let html = path.ends_with(".html");
        let body = if html { without_script(&answer.body).into_bytes() } else { answer.bytes };
        assert!(answer.status == 200 && body == *bytes, "{path} differs ({})", answer.status);
    }
}

#[test]
fn nothing_is_written_and_ctrl_c_ends_with_130() {
    let folder = Folder::with(&["roof"]).write("public/mine.txt", "mine");
    let before = folder.tree("");
    let mut preview = Preview::of(&folder, &[]);
    assert_eq!(preview.get(ROOF).status, 200);
    let pid = preview.0.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(preview.0.child.wait().unwrap().code(), Some(130));
    assert_eq!(folder.tree(""), before);
}

#[test]
fn addresses_are_answered_as_a_host_would() {
    let folder = Folder::with(&["roof"]).write("content/a b.txt", "text");
    let folder = folder.write("content/pic.png", photo::png(16, 10, photo::Png::Palette, 6));
    let preview = Preview::of(&folder, &[]);
    let moved = preview.get("/2021/03/roof?a=b");
    assert_eq!((moved.status, moved.header("location")), (302, Some("/2021/03/roof/?a=b")));
    for (path, media) in [
        ("/", "text/html; charset=utf-8"),
        ("/2021/03/roof/index.html", "text/html; charset=utf-8"),
        ("/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/a%20b.txt", "text/plain; charset=utf-8"),
        ("/pic.png", "image/png"),
        ("/.noticeboard/preview.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(media)), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        let head = preview.ask("HEAD", path);
        assert_eq!((head.status, head.bytes.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), answer.header("content-length"), "{path}");
    }
    let nothing = preview.get("/no/such/page/");
    assert_eq!(nothing.status, 404);
    assert!(nothing.body.contains("There is nothing at this address"), "{}", nothing.body);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let answer = preview.ask(method, "/");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn no_request_reaches_a_file_outside_the_site() {
    let folder = Folder::with(&["roof"])
        .write("site.yaml", "title: TOP-SECRET\nextra: {word: TOP-SECRET-WORD}\n")
        .write("content/pic.png", photo::png(16, 10, photo::Png::Palette, 6))
        .write("content/note.txt", "note")
        .write("content/_notes/x.txt", "TOP-SECRET-WORD")
        .write("content/draft/index.md", text("Draft").replace("area:", "draft: true\narea:"))
        .write("content/draft/face.jpg", "TOP-SECRET-WORD");
    let outside = folder.root.parent().unwrap().join("outside.txt");
    fs::write(&outside, "TOP-SECRET-WORD").unwrap();
    let preview = Preview::of(&folder, &[]);
    let long = format!("/{}", "a".repeat(100_000));
    for path in [
        "/../site.yaml",
        "/%2e%2e/site.yaml",
        "/..%2fsite.yaml",
        "/%2e%2e%2f%2e%2e%2foutside.txt",
        "/content/../../outside.txt",
        "/.%2e/.%2e/outside.txt",
        "//site.yaml",
        "//etc/passwd",
        "/a/..%5c..%5csite.yaml",
        "/%00",
        "/site.yaml%00.html",
        "/%ff%fe",
        "/site.yaml",
        "/content/roof.md",
        "/_notes/x.txt",
        "/draft/face.jpg",
        "/.noticeboard/../site.yaml",
        "/.noticeboard/nothing",
        "/.git/config",
        "*",
        &long,
    ] {
        let answer = preview.get(path);
        assert!((400..500).contains(&answer.status), "{}: {}", &path[..path.len().min(60)], answer.head);
        assert!(!answer.body.contains("TOP-SECRET-WORD"), "{path}");
    }
    for bytes in [
        &b"GET /a\0b HTTP/1.1\r\nHost: localhost\r\n\r\n"[..],
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
    ] {
        assert!(preview.raw(bytes).status < 500);
    }
    // An attachment that becomes a link out of the site between reading and asking.
    #[cfg(unix)]
    {
        for name in ["pic.png", "note.txt"] {
            fs::remove_file(folder.path(&format!("content/{name}"))).unwrap();
            std::os::unix::fs::symlink(&outside, folder.path(&format!("content/{name}"))).unwrap();
        }
        for _ in 0..20 {
            assert!(!preview.get("/pic.png").body.contains("TOP-SECRET-WORD"));
            assert!(!preview.get("/note.txt").body.contains("TOP-SECRET-WORD"));
        }
    }
    assert_eq!(preview.get(ROOF).status, 200);
}

#[test]
fn only_the_names_of_this_machine_are_answered() {
    let folder = Folder::with(&["roof"]);
    let preview = Preview::of(&folder, &[]);
    let ask = |head: &str| preview.raw(format!("GET {ROOF} HTTP/1.1\r\n{head}Connection: close\r\n\r\n"));
    for host in ["localhost", "localhost:1", "127.0.0.1", "[::1]:4000"] {
        assert_eq!(ask(&format!("Host: {host}\r\n")).status, 200, "{host}");
    }
    for head in [
        "Host: evil.example\r\n",
        "Host: localhost.evil.example\r\n",
        "Host: 10.1.2.3\r\n",
        "Host: \r\n",
        "",
        "Host: localhost\r\nHost: evil.example\r\n",
    ] {
        let answer = ask(head);
        assert_eq!(answer.status, 421, "{head}");
        assert!(!answer.body.contains("roof") && answer.body.contains("--host"), "{}", answer.body);
    }
    let absolute = format!("GET http://evil.example{ROOF} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!(preview.raw(absolute).status, 421);
}

#[test]
fn a_thousand_silent_connections_keep_nobody_waiting() {
    let folder = Folder::with(&["roof"]);
    let preview = Preview::of(&folder, &[]);
    let resident = || {
        let status = fs::read_to_string(format!("/proc/{}/status", preview.0.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("VmRSS: 0 kB").to_owned();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default()
    };
    assert_eq!(preview.get(ROOF).status, 200);
    let before = resident();
    let silent: Vec<TcpStream> = (0..1_000).map(|_| preview.connect()).collect();
    for stream in silent.iter().step_by(3) {
        let mut stream = stream;
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: loc");
    }
    let from = Instant::now();
    for _ in 0..20 {
        assert_eq!(preview.get(ROOF).status, 200);
    }
    assert!(from.elapsed() < Duration::from_secs(5), "{:?}", from.elapsed());
    let grown = resident().saturating_sub(before);
    assert!(grown < 64 * 1024, "it grew by {grown} kB");
    drop(silent);
}

#[test]
fn a_site_below_a_path_stays_below_it() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "base_url: https://example.org/my%20watch/\n");
    let preview = Preview::of(&folder, &[]);
    assert!(preview.url.ends_with("/my%20watch/"), "{}", preview.url);
    for path in ["/", "/my%20watch"] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (302, Some("/my%20watch/")), "{path}");
    }
    let page = preview.get("/my%20watch/2021/03/roof/").body;
    assert!(page.contains("href=\"/my%20watch/areas/kent/\""), "{page}");
    assert!(page.contains(&format!("<meta property=\"og:url\" content=\"{}2021/03/roof/\">", preview.url)), "{page}");
    assert_eq!(preview.get(ROOF).status, 404);
    let state = preview.state("/my%2520watch/2021/03/roof/", "", 0);
    assert_eq!(state["page"]["link"], "https://example.org/my%20watch/2021/03/roof/");
}

#[test]
fn changes_are_followed_and_told_once() {
    let folder = Folder::with(&["roof", "shed"]);
    let preview = Preview::of(&folder, &[]);
    let mut events = preview.connect();
    write!(events, "GET /.noticeboard/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut lines = BufReader::new(events).lines().map_while(Result::ok).filter(|line| line == "event: look");
    assert!(lines.next().is_some(), "it is told at once to look");
    let before = preview.state(ROOF, "", 0);
    let (mark, edition) = (before["mark"].as_str().unwrap(), before["edition"].as_u64().unwrap());
    assert_eq!(before["then"], "reload", "a page without a mark is not this one");
    assert_eq!(preview.state(ROOF, mark, edition)["then"], "stay");

    folder.put("content/roof.md", text("Slates"));
    assert!(lines.next().is_some());
    assert!(preview.get(ROOF).body.contains("<h1>Slates</h1>"));
    assert!(preview.get("/areas/kent/").body.contains("Slates"));
    assert!(preview.get("/rss.xml").body.contains("<title>Slates</title>"));
    assert_eq!(preview.state(ROOF, mark, edition)["then"], "reload");
    let shed = preview.state("/2021/03/shed/", "", 0);
    folder.put("themes/default/static/theme.css", "h1 { color: red }");
    assert!(lines.next().is_some());
    let restyled = preview.state("/2021/03/shed/", shed["mark"].as_str().unwrap(), shed["edition"].as_u64().unwrap());
    assert_eq!(restyled["then"], "stay", "styles change without a reload");
    assert_ne!(restyled["styles"], shed["styles"]);
    preview.until("the terminal names it", |preview| preview.err().contains("Changed: content/roof.md ("));
    folder.remove("content/roof.md");
    preview.until("a deleted bulletin goes", |preview| preview.get(ROOF).status == 404);
}

#[test]
fn a_bulletin_that_is_saved_as_it_was_is_no_change() {
    let folder = Folder::with(&["roof", "shed"]);
    let preview = Preview::of(&folder, &[]);
    folder.put("content/roof.md", text("roof"));
    folder.put("content/shed.md", text("Barn"));
    preview.until("the other one is named", |preview| preview.err().contains("Changed: content/shed.md ("));
    assert!(!preview.err().contains("content/roof.md"), "{}", preview.err());
}

#[test]
fn a_broken_bulletin_is_shown_with_its_place_and_the_others_stay() {
    let folder = Folder::with(&["roof", "shed"]).write("site.yaml", "title: Watch\n");
    let preview = Preview::of(&folder, &[]);
    folder.put("content/roof.md", text("Roof").replace("2021-03-01", "<b>tomorrow</b>"));
    preview.until("the error comes", |preview| preview.state("/", "", 0)["errors"].as_array().unwrap().len() == 1);
    let state = preview.state(ROOF, "what-it-shows", 0);
    let error = &state["errors"][0];
    assert_eq!((error["code"].as_str(), state["then"].as_str()), (Some("date-unreadable"), Some("stay")));
    assert_eq!(
        (&error["place"]["path"], &error["place"]["line"], &error["place"]["column"]),
        (&"content/roof.md".into(), &3.into(), &7.into())
    );
    assert_eq!(error["place"]["quoted"], serde_json::json!(["date: ", "<b>tomorrow</b> 15:34", ""]));
    preview.until("the terminal has it", |preview| preview.err().contains("error[date-unreadable]"));
    assert_eq!(preview.get("/2021/03/shed/").status, 200);
    // Settings that cannot be read leave the pages as they are.
    folder.put("site.yaml", "title: [\n");
    preview.until("the settings are told of", |preview| {
        preview.state("/", "", 0)["errors"].as_array().unwrap().len() == 2
    });
    assert!(preview.get("/").body.contains("<title>Watch</title>"));
    folder.put("site.yaml", "title: Other\n");
    folder.put("content/roof.md", text("Roof"));
    preview.until("all is well", |preview| preview.state("/", "", 0)["errors"].as_array().unwrap().is_empty());
    preview.until("the terminal says so", |preview| preview.err().contains("Every error is mended"));
    assert_eq!(preview.err().matches("error[date-unreadable]").count(), 1, "{}", preview.err());
    assert!(preview.get("/").body.contains("<title>Other</title>"));
}

#[test]
fn a_page_that_cannot_be_rendered_says_why() {
    let folder = Folder::with(&["roof", "shed", "gate"]);
    let preview = Preview::of(&folder, &[]);
    folder.put("templates/bulletin.html", "<script>{{ bulletin.nowhere }}");
    preview.until("the fault comes", |preview| preview.get(ROOF).status == 500);
    let page = preview.get(ROOF).body;
    assert!(page.contains("template-fault") && page.contains("&lt;script&gt;{{ bulletin.nowhere }}"), "{page}");
    assert!(page.contains("/.noticeboard/preview.js"));
    assert_eq!(preview.get("/areas/").status, 200);
    // Pages that nobody asked for are looked at in the background.
    preview.until("every tab is told", |preview| preview.state("/", "", 0)["errors"][0]["code"] == "template-fault");
    std::thread::sleep(Duration::from_millis(800));
    let errors = preview.state("/", "", 0)["errors"].as_array().unwrap().len();
    assert_eq!(errors, 1, "one fault on three pages is one");
    folder.remove("templates/bulletin.html");
    preview.until("it is mended", |preview| preview.get(ROOF).status == 200);
    preview.until("no tab is told", |preview| preview.state("/", "", 0)["errors"].as_array().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_site_that_goes_away_is_shown_until_it_comes_back() {
    let folder = Folder::with(&["roof"]);
    let preview = Preview::of(&folder, &[]);
    let away = folder.root.with_extension("away");
    fs::rename(&folder.root, &away).unwrap();
    preview.until("it is missed", |preview| preview.state("/", "", 0)["errors"][0]["code"] == "content-missing");
    assert_eq!(preview.get(ROOF).status, 200);
    fs::create_dir_all(folder.path("content")).unwrap();
    fs::write(folder.path("content/roof.md"), text("Another")).unwrap();
    preview.until("the new one is shown", |preview| preview.get(ROOF).body.contains("<h1>Another</h1>"));
    assert_eq!(preview.state("/", "", 0)["errors"], serde_json::json!([]));
    folder.put("content/roof.md", text("Followed"));
    preview.until("it is followed", |preview| preview.get(ROOF).body.contains("<h1>Followed</h1>"));
    fs::remove_dir_all(away).unwrap();
}

#[test]
fn another_date_shows_what_will_be() {
    let later = text("Later").replace("2021-03-01 15:34", "2021-04-01 09:00\nexpires: 2021-04-09");
    let folder = Folder::with(&["roof"]).write("content/later.md", later);
    let preview = Preview::of(&folder, &[]);
    let page = "/2021/04/later/";
    // No list leads there yet; whoever writes it sees it.
    assert!(!preview.get("/").body.contains(page));
    assert!(preview.get(page).body.contains("<h1>Later</h1>"));
    let state = preview.state("/", "", 0);
    assert_eq!((&state["waiting"][0]["state"], &state["waiting"][0]["link"]), (&"Scheduled".into(), &page.into()));
    assert_eq!(preview.state(page, "", 0)["page"]["state"], "Scheduled");
    assert_eq!(preview.get(&format!("{page}poster/")).status, 200);
    assert_eq!(preview.get(&format!("{page}?as-on=2021-04-01")).status, 200);
    let state = preview.get("/.noticeboard/state?at=/2021/04/later/&as-on=2021-04-10");
    let state: serde_json::Value = serde_json::from_slice(&state.bytes).unwrap();
    assert_eq!(state["page"]["state"], "Expired");
    assert_eq!(state["asOn"]["words"], "midday, Saturday 10 April 2021");
    assert_eq!(preview.get("/?as-on=<b>").status, 400);
    assert!(!preview.get("/?as-on=<b>").body.contains("<b>"));
}

#[test]
fn drafts_are_shown_at_their_addresses() {
    let folder = Folder::with(&["roof"]).write("content/plan.md", text("Plan").replace("area:", "draft: true\narea:"));
    let preview = Preview::of(&folder, &[]);
    assert!(preview.get("/2021/03/plan/").body.contains("<h1>Plan</h1>"));
    assert_eq!(preview.state("/2021/03/plan/", "", 0)["page"]["state"], "Draft");
    preview.until("the terminal names it", |preview| {
        preview.err().contains("Readers do not see 1 bulletin yet")
            && preview.err().contains("/2021/03/plan/  (a draft; content/plan.md)")
    });
    assert_eq!(preview.get("/2021/03/plane/").status, 404);
    assert!(!preview.get("/").body.contains("/2021/03/plan/"));
    assert_eq!(Preview::of(&folder, &["--drafts"]).get("/2021/03/plan/").status, 200);
}

#[test]
fn beyond_this_machine_the_address_to_type_is_told() {
    let folder = Folder::with(&["roof"]);
    let preview = Preview::of(&folder, &["--host", "0.0.0.0"]);
    preview.until("who can read it is told", |preview| {
        preview.err().contains("Everybody on your network can read this preview, without what readers do not see yet")
    });
    // Where the machine has no network there is no address to type.
    if let Some(line) = preview.err().lines().find(|line| line.starts_with("On a telephone")) {
        let url = line.rsplit(' ').next().unwrap();
        assert!(url.starts_with("http://") && !url.contains("127.0.0.1") && !url.contains("0.0.0.0"), "{line}");
    }
}

#[test]
fn where_the_system_tells_nothing_it_is_polled() {
    let folder = Folder::with(&["roof"]);
    let preview = Preview::of(&folder, &["--poll"]);
    folder.put("content/roof.md", text("Slates and more"));
    preview.until("the change is seen", |preview| preview.get(ROOF).body.contains("Slates and more"));
}

#[test]
fn ports_and_hosts_that_cannot_be_had_get_a_sentence() {
    let folder = Folder::with(&["roof"]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = folder.run(&["serve", "--port", &port]).ended(1);
    assert!(run.err.starts_with(&format!("error: port {port} is taken by another program")), "{run:#?}");
    assert_eq!(run.err.lines().count(), 1, "{run:#?}");
    let run = folder.run(&["serve", "--port", "0", "--host", "192.0.2.1"]).ended(1);
    assert!(run.err.contains("`--host` names no address of this machine: `192.0.2.1`"), "{run:#?}");
    let run = Folder::empty().run(&["serve", "--port", "0"]).ended(1);
    assert!(run.err.contains("there is no folder `content`") && run.err.lines().count() == 1, "{run:#?}");
    // Whoever has the usual port, the next free one is taken and named.
    let _usual = TcpListener::bind("127.0.0.1:4000");
    let preview = Preview::at_port(&folder, &[]);
    let port = preview.host.split(':').next_back().unwrap().to_owned();
    assert_ne!(port, "4000");
    preview.until("it is named", |preview| {
        preview.err().contains(&format!("Port 4000 is taken, so the preview uses {port}."))
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_opened_on_request() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with(&["roof"]).write("bin/xdg-open", "#!/bin/sh\necho \"$1\" >\"$0.asked\"\n");
    fs::set_permissions(folder.path("bin/xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let mut command = std::process::Command::new(PROGRAM);
    command.args(["serve", "--port", "0", "--open"]).current_dir(&folder.root).env("PATH", path).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let from = Instant::now();
    let asked = loop {
        match fs::read_to_string(folder.path("bin/xdg-open.asked")) {
            Ok(asked) if !asked.is_empty() => break asked,
            _ => assert!(from.elapsed() < Duration::from_secs(20), "no browser was started"),
        }
        std::thread::sleep(Duration::from_millis(15));
    };
    let _ = child.kill();
    let _ = child.wait();
    assert!(line.trim().ends_with(asked.trim()), "{line} {asked}");
}

#[test]
fn what_the_rules_ask_stands_in_the_bar_of_its_page_before_long() {
    let roof = text("roof").replace("The body of", "Ring Crimestoppers on 0800 555 1111. The body of");
    let folder = Folder::with(&["shed"]).write("content/roof.md", roof);
    let preview = Preview::of(&folder, &[]);
    let started = Instant::now();
    let asked = loop {
        let state = preview.state("/2021/03/roof/", "", 0);
        let asked: Vec<String> = state["page"]["problems"]
            .as_array()
            .expect("it is a list")
            .iter()
            .map(|problem| problem["code"].as_str().unwrap_or_default().to_owned())
            .collect();
        if !asked.is_empty() || started.elapsed() > Duration::from_secs(20) {
            break asked;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(asked, ["number-near-miss"]);
    let shed = preview.state("/2021/03/shed/", "", 0);
    assert_eq!(shed["page"]["problems"], serde_json::json!([]));
}
