//! The desk over real sockets: who gets in, and what can be done by plain forms alone (docs/reference.md, "noticeboard desk").
//! What a browser makes of it is held in `tests/outside/desk`.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::{
    disk::{Folder, NOW, text},
    served::{Answer, Served},
};

/// A desk that stands, and somebody who was let in.
pub(crate) struct Desk {
    served: Served,
    host: String,
    key: String,
    cookie: String,
    token: String,
}

/// What a screen is expected to be.
pub(crate) trait Screen {
    fn ended(self, status: u16) -> Self;
    fn says(self, words: &str) -> Self;
    fn leads(&self) -> String;
    fn field(&self, name: &str) -> String;
}

impl Screen for Answer {
    #[track_caller]
    fn ended(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Self {
        assert!(self.body.contains(words), "`{words}` is not in\n{}", self.body);
        self
    }

    /// Where it leads, below the desk's own addresses.
    #[track_caller]
    fn leads(&self) -> String {
        let location =
            self.header("location").unwrap_or_else(|| panic!("{} {}\n{}", self.status, self.head, self.body));
        location.strip_prefix("/.desk/").unwrap_or(location).to_owned()
    }

    /// What stands in a field of its form.
    #[track_caller]
    fn field(&self, name: &str) -> String {
        let value = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
        let value = value.and_then(|rest| rest.split('"').next()).map(str::to_owned);
        let value = value.or_else(|| {
            let area = self.body.split("<textarea").find(|area| area.contains(&format!("name=\"{name}\"")))?;
            let text = area.split_once('>')?.1.split("</textarea>").next()?;
            Some(text.strip_prefix('\n').unwrap_or(text).to_owned())
        });
        let value = value.unwrap_or_else(|| panic!("no field `{name}` in\n{}", self.body));
        unescaped(&value)
    }
}

/// A text of a page without the marks that it is escaped with.
pub(crate) fn unescaped(text: &str) -> String {
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    marks.iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}

pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

impl Desk {
    pub(crate) fn of(folder: &Folder) -> Self {
        Self::at(folder, NOW, &[])
    }

    /// A desk at a moment, with more arguments.
    pub(crate) fn at(folder: &Folder, now: &str, arguments: &[&str]) -> Self {
        let mut command = folder.command(&[&["desk", "--no-open", "--port", "0"], arguments].concat());
        let home = folder.path("../user");
        command.env("SOURCE_DATE_EPOCH", now).env("XDG_STATE_HOME", home);
        let served = Served::start(command);
        let (host, key) = (served.host.clone(), served.url.split("token=").nth(1).unwrap().to_owned());
        let mut desk = Self { served, host, key, cookie: String::new(), token: String::new() };
        let first = desk.ask("GET", &format!("/.desk/?token={}", desk.key), &[], "").ended(303);
        let cookie = first.header("set-cookie").unwrap().to_owned();
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        assert!(!cookie.contains(&desk.key), "the cookie is another secret than the address's");
        assert_eq!(first.header("location"), Some("/.desk/"));
        cookie.split(';').next().unwrap().clone_into(&mut desk.cookie);
        let first = desk.get("").ended(200).body;
        first
            .split("data-token=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .clone_into(&mut desk.token);
        desk
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let body = body.as_ref();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: {}\r\n", self.host));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" && !headers.iter().any(|(name, _)| *name == "Content-Length") {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.served.raw([head.as_bytes(), b"\r\n", body].concat())
    }

    /// A screen.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.page(&format!("/.desk/{path}"))
    }

    /// Any address, as the desk's own browser asks for it.
    pub(crate) fn page(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("Cookie", &self.cookie)], "")
    }

    /// Sends a form as the desk's own browser does.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = encoded(&[&[("token", self.token.as_str())], fields].concat());
        self.sent(path, "application/x-www-form-urlencoded", body)
    }

    /// Sends a body as the desk's own browser does.
    fn sent(&self, path: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
        let origin = format!("http://{}", self.host);
        let headers = [
            ("Cookie", self.cookie.as_str()),
            ("Origin", &origin),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", kind),
        ];
        self.ask("POST", &format!("/.desk/{path}"), &headers, body)
    }

    /// Sends a form with a picture, as a browser does.
    pub(crate) fn add(&self, name: &str, fields: &[(&str, &str)]) -> Answer {
        self.with_file("add", name, fields)
    }

    pub(crate) fn with_file(&self, screen: &str, name: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = [&[("token", self.token.as_str())], fields].concat();
        let mut body: Vec<u8> = fields
            .iter()
            .flat_map(|(name, value)| {
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
            })
            .collect();
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(
            [head.as_bytes(), &crate::photo::png(16, 10, crate::photo::Png::Palette, 0), b"\r\n--b--\r\n"].concat(),
        );
        self.sent(screen, "multipart/form-data; boundary=b", body)
    }

    /// The form of a new bulletin, whose address holds its name.
    pub(crate) fn new_form(&self, kind: &str) -> Answer {
        let form = self.get(&format!("write?kind={kind}")).ended(303).leads();
        self.get(&form).ended(200)
    }

    /// The form of a document with some fields filled in otherwise, as a browser would send it.
    pub(crate) fn edit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.get(&format!("write?{}", encoded(&[("path", path)]))).ended(200);
        self.send(&form, fields)
    }

    pub(crate) fn send(&self, form: &Answer, fields: &[(&str, &str)]) -> Answer {
        let names = ["path", "before", "original", "title", "summary", "text", "date_day", "date_time"];
        let mut pairs: Vec<(&str, String)> = names.iter().map(|name| (*name, form.field(name))).collect();
        for (name, value) in fields {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, (*value).to_owned()));
        }
        pairs.push(("do", "save".into()));
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post("write", &pairs)
    }
}

const ROOF: &str = "content/roof.md";
const SEE_ROOF: &str = "bulletin?path=content%2Froof.md";

#[test]
fn nobody_gets_in_without_the_key() {
    let folder = Folder::with(&["roof"])
        .write("content/roof.md", text("Roof").replace("area: Kent\n", "area: Kent\ndraft: true\n"));
    let desk = Desk::of(&folder);
    for path in [
        "/.desk/",
        "/.desk/all",
        "/.desk/static/desk.css",
        "/",
        "/2021/03/roof/",
        "/2021/03/roof/bulletin.txt",
        "/.desk/publish/progress",
    ] {
        for cookie in ["", "a=b", &desk.cookie.replace('=', "=0"), &desk.cookie[..desk.cookie.len() - 1]] {
            let answer = desk.ask("GET", path, &[("Cookie", cookie)], "").ended(403);
            assert!(!answer.body.contains("Roof"), "{path} with {cookie}");
        }
        assert_eq!(desk.page(path).status, 200, "{path}");
    }
    desk.ask("GET", "/.desk/?token=", &[], "").ended(403);
    desk.ask("GET", &format!("/.desk/?token={}0", desk.key), &[], "").ended(403);
    // The key opens, and does nothing else.
    desk.ask("POST", &format!("/.desk/publish?token={}", desk.key), &[], "").ended(403);
}

#[test]
fn pages_from_elsewhere_get_nothing() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let port = desk.host.split(':').nth(1).unwrap();
    let cookie = ("Cookie", desk.cookie.as_str());
    for host in
        ["evil.example", "", &format!("evil.example:{port}"), "10.0.0.1", &format!("127.0.0.1.evil.example:{port}")]
    {
        let answer = desk.ask("GET", "/.desk/", &[cookie, ("Host", host)], "");
        assert!(matches!(answer.status, 400 | 421), "{host}: {}", answer.status);
    }
    let form = encoded(&[("token", &desk.token), ("path", ROOF)]);
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1", &format!("https://{}", desk.host), "?"] {
        desk.ask("POST", "/.desk/take-back", &[cookie, kind, ("Origin", origin)], &form).ended(403);
        desk.ask("GET", "/.desk/", &[cookie, ("Origin", origin)], "").ended(403);
    }
    for site in ["cross-site", "same-site"] {
        desk.ask("POST", "/.desk/take-back", &[cookie, kind, ("Sec-Fetch-Site", site)], &form).ended(403);
        desk.ask("GET", "/2021/03/roof/", &[cookie, ("Sec-Fetch-Site", site), ("Sec-Fetch-Dest", "iframe")], "")
            .ended(403);
        desk.ask("GET", "/", &[cookie, ("Sec-Fetch-Site", site), ("Sec-Fetch-Dest", "image")], "").ended(403);
    }
    assert_eq!(folder.read(ROOF), text("roof"));
    for path in ["/.desk/", "/.desk/all", &format!("/.desk/{SEE_ROOF}")] {
        let answer = desk.page(path).ended(200);
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{policy}");
        assert!(
            !policy.contains("unsafe") && policy.contains(&format!("script-src http://{}/.desk/", desk.host)),
            "{policy}"
        );
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        // The browser keeps no screen, and the desk's own files as long as they are the same.
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let at = answer.body.find("/.desk/static/desk.css?v=").expect("every screen has the style sheet");
        let style = answer.body[at..].split('"').next().unwrap();
        assert!(desk.page(style).header("cache-control").unwrap().contains("immutable"));
        assert_eq!(desk.page("/.desk/static/desk.css?v=other").header("cache-control"), Some("no-store"));
        assert!(
            !answer.body.contains(&desk.key) && !answer.body.contains(desk.cookie.split('=').nth(1).unwrap()),
            "{path}"
        );
    }
}

#[test]
fn nothing_changes_by_looking() {
    let folder = Folder::with(&["roof"]);
    let before = folder.sources();
    let desk = Desk::of(&folder);
    let query = encoded(&[
        ("token", &desk.token),
        ("path", ROOF),
        ("text", "x"),
        ("day", "2021-03-12"),
        ("do", "save"),
        ("title", "x"),
    ]);
    for name in ["write", "typed", "text", "update", "ends", "resolved", "reopen", "take-back", "publish"] {
        desk.get(&format!("{name}?{query}"));
        desk.ask("HEAD", &format!("/.desk/{name}?{query}"), &[("Cookie", &desk.cookie)], "");
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            desk.ask(method, &format!("/.desk/{name}?{query}"), &[("Cookie", &desk.cookie)], "").ended(405);
        }
        // A form without the token, or with another.
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        for token in ["", "0", &desk.key] {
            let body = encoded(&[("token", token), ("path", ROOF), ("text", "x"), ("title", "x")]);
            desk.ask("POST", &format!("/.desk/{name}"), &[("Cookie", &desk.cookie), kind], &body).ended(403);
        }
    }
    assert_eq!(folder.sources(), before);
    assert!(!folder.path("public").exists());
}

#[test]
fn it_reaches_no_file_outside_of_the_content() {
    let folder = Folder::with(&["roof"])
        .write("../outside.md", text("Outside"))
        .write("secret.md", text("Secret"))
        .write("site.yaml", "title: Watch\n");
    let desk = Desk::of(&folder);
    let paths = [
        "content/../../outside.md",
        "../outside.md",
        "/etc/passwd",
        "secret.md",
        "site.yaml",
        "content/./roof.md",
        "content//roof.md",
        "content\\roof.md",
        "content/\u{0}roof.md",
        "content/ro\nof.md",
        "content/",
        "content",
        "",
        "content/roof.md/x",
        "content/C:x.md",
        "content/.hidden.md",
        "CONTENT/roof.md",
    ];
    for path in paths {
        let query = encoded(&[("path", path)]);
        for screen in ["bulletin", "write", "text", "update", "take-back"] {
            let answer = desk.get(&format!("{screen}?{query}"));
            assert!(answer.status == 404, "{screen} {path:?}: {}", answer.status);
        }
        for (screen, fields) in
            [("text", vec![("text", "x"), ("before", "")]), ("take-back", vec![]), ("update", vec![("text", "x")])]
        {
            // Words that came along are shown again, as those of a new bulletin, and written nowhere.
            let answer = desk.post(screen, &[vec![("path", path)], fields].concat());
            assert!(matches!(answer.status, 404 | 409), "{screen} {path:?}: {}", answer.status);
        }
    }
    for path in [
        "/..",
        "/../outside.md",
        "/%2e%2e/outside.md",
        "/.desk/%2e%2e/%2e%2e/outside.md",
        "/.desk/../secret.md",
        "/site.yaml",
        "/.noticeboard/",
        "/.desk/static/../routes.rs",
    ] {
        let answer = desk.page(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.body.contains("Outside") && !answer.body.contains("Secret"), "{path}");
    }
    assert_eq!(folder.read("../outside.md"), text("Outside"));
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let cookie = ("Cookie", desk.cookie.as_str());
    for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let started = Instant::now();
        let headers = [cookie, ("Content-Type", kind), ("Content-Length", "1073741824")];
        desk.ask("POST", "/.desk/write", &headers, "token=").ended(413);
        assert!(started.elapsed() < Duration::from_secs(5));
    }
    for kind in ["text/plain", "application/json", ""] {
        desk.ask("POST", "/.desk/write", &[cookie, ("Content-Type", kind)], "token=x").ended(415);
    }
    desk.ask("POST", "/.desk/write", &[cookie, ("Content-Type", "multipart/form-data")], "x").ended(400);
    // It still stands.
    desk.get("").ended(200);
}

/// Texts that a page must never take for its own.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{{ page.token }}{% include 'base.html' %}",
    "javascript:alert(1)",
    "\u{202e}<iframe srcdoc='<script>alert(1)</script>'>",
];

/// A tag without the values of its attributes.
fn bare(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

#[test]
fn hostile_bulletins_run_no_script_on_any_screen() {
    let mut folder = Folder::empty().write("site.yaml", "title: '<script>alert(0)</script>'\nraw_html: trust\n");
    for (at, text) in HOSTILE.iter().enumerate() {
        let yaml = serde_json::to_string(text).unwrap();
        folder = folder.write(
            &format!("content/h{at}.md"),
            format!("---\ntitle: {yaml}\ndate: 2021-03-0{}\narea: {yaml}\nsummary: {yaml}\nreference: {yaml}\nimage: {{src: x.png, alt: {yaml}}}\nstatus: {yaml}\n---\n{text}\n", at + 1),
        );
        folder = folder.write(
            &format!("content/s{at}.md"),
            format!("---\ntitle: {yaml}\ndate: 2021-03-0{}\narea: {yaml}\n---\n{text}\n", at + 1),
        );
    }
    let desk = Desk::of(&folder);
    let mut screens = vec![
        String::new(),
        "all".into(),
        "new".into(),
        "publish".into(),
        "write?kind=%3Cscript%3E&key=new-1".into(),
        "all?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&area=%3Cscript%3E".into(),
    ];
    for name in (0..HOSTILE.len()).flat_map(|at| [format!("h{at}"), format!("s{at}")]) {
        for screen in ["bulletin", "write", "text", "update", "ends", "resolved", "take-back"] {
            screens.push(format!("{screen}?path=content%2F{name}.md"));
        }
    }
    for screen in &screens {
        let answer = desk.get(screen).ended(200);
        // Scripts come from the desk's own files, and nothing else of a page can start one.
        for (at, _) in answer.body.match_indices("<script") {
            assert!(
                answer.body[at..].starts_with("<script src=\"/.desk/static/"),
                "{screen}: {}",
                &answer.body[at..at + 60]
            );
        }
        let tags: Vec<&str> = answer.body.split('<').skip(1).filter_map(|tag| tag.split('>').next()).collect();
        let own = ["img id=\"shown\" alt=\"\"", "img id=\"card\" alt=\"Share picture\" hidden"];
        let is_own = |tag: &str| own.iter().any(|own| tag.starts_with(own));
        assert!(!tags.iter().any(|tag| tag.starts_with("svg") || (tag.starts_with("img") && !is_own(tag))), "{screen}");
        assert!(tags.iter().all(|tag| !bare(tag).contains("onerror=") && !bare(tag).contains("onload=")), "{screen}");
        assert!(!answer.body.contains("href=\"javascript:"), "{screen}");
    }
    for at in 0..HOSTILE.len() {
        let rows = desk.get(&format!("bulletin?path=content%2Fs{at}.md"));
        let link = rows.body.split("<iframe src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let page = desk.page(&link).ended(200);
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("sandbox ") && !policy.contains("allow-scripts") && policy.contains("script-src 'none'"),
            "{policy}"
        );
    }
}

/// A site as the first screen makes it, which publishes into a folder.
fn begun(folder: &Folder) -> Desk {
    let desk = Desk::of(folder);
    desk.get("").ended(200).says("Make your noticeboard");
    desk.post("", &[("name", "")]).ended(422).says("Give the site a name");
    let site = [
        ("name", "Mill End \"Watch\""),
        ("places", "Wrenfield\r\n  Mill End\r\n"),
        ("publisher", "Mill End Watch"),
        ("email", "us@us.example"),
        ("base_url", "watch.example.org"),
        ("target", "../host"),
    ];
    assert_eq!(desk.post("", &site).ended(303).leads(), "");
    desk.get("").ended(200).says("Nothing of this site is on the web yet");
    desk
}

pub(crate) fn publish(desk: &Desk) -> Answer {
    assert_eq!(desk.post("publish", &[]).ended(303).leads(), "publish");
    let from = Instant::now();
    loop {
        let answer = desk.get("publish").ended(200);
        if !answer.body.contains("id=\"running\"") {
            return answer;
        }
        assert!(from.elapsed() < Duration::from_mins(1), "{}", answer.body);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn from_nothing_to_a_published_site_and_taken_back_by_plain_forms() {
    let folder = Folder::empty();
    let desk = begun(&folder);
    desk.get("new").ended(200).says("callers at the door");
    let form = desk.new_form("warning");
    assert_eq!((form.field("date_day"), form.field("date_time")), ("2021-03-10".into(), "12:00".into()));
    // What is wrong stands at its field, and what was written stays.
    let fields = [
        ("kind", "warning"),
        ("area", "Mill End"),
        ("text", "A man called Quentin Zebedee calls at doors."),
        ("date_day", "someday"),
        ("date_time", ""),
    ];
    let wrong = desk.post("write", &[&fields[..], &[("title", ""), ("do", "ready")]].concat()).ended(422);
    let wrong = wrong.says("href=\"#title\"").says("href=\"#date_day\"").says("There is a problem");
    assert_eq!(wrong.field("text"), "A man called Quentin Zebedee calls at doors.");
    assert!(!folder.path("content/2021").exists());
    let fields = [
        ("kind", "warning"),
        ("area", "Mill End"),
        ("area", ""),
        ("text", "A man called Quentin Zebedee calls at doors."),
        ("date_day", "2021-03-10"),
        ("date_time", "12:00"),
        ("title", "Quentin Zebedee calls"),
    ];
    let saved = desk.post("write", &[&fields[..], &[("do", "ready")]].concat()).ended(303);
    let path = "content/2021/2021-03-10-quentin-zebedee-calls.md";
    assert_eq!(saved.leads(), format!("bulletin?{}&said=saved", encoded(&[("path", path)])));
    assert_eq!(
        folder.read(path),
        "---\ntitle: Quentin Zebedee calls\ndate: 2021-03-10 12:00\narea: Mill End\nkind: warning\n---\n\nA man called Quentin Zebedee calls at doors.\n"
    );
    desk.get(&saved.leads()).ended(200).says("Nobody else sees it until you publish").says("Take back");
    // The same title again is another file.
    let again = desk.post("write", &[&fields[..], &[("do", "draft")]].concat()).ended(303);
    assert!(again.leads().contains("zebedee-calls-2.md"), "{}", again.leads());
    desk.get("").says("Drafts <small>1</small>");
    fs::remove_file(folder.path("content/2021/2021-03-10-quentin-zebedee-calls-2.md")).unwrap();

    publish(&desk).says("Published.").says(">Quentin Zebedee calls</a>").says("Publish again");
    let host = |word: &str| -> Vec<String> {
        let tree = crate::disk::tree(&folder.path("../host"));
        tree.iter()
            .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(word))
            .map(|(path, _)| path.clone())
            .collect()
    };
    assert!(host("Zebedee").len() > 4, "{:?}", host("Zebedee"));
    desk.get("").says("Everything that is ready is published");

    let about = [("path", path)];
    desk.get(&format!("update?{}", encoded(&about))).ended(200).says("top of the page");
    desk.post("update", &[about[0], ("text", " ")]).ended(422).says("Write what is new");
    desk.post("update", &[about[0], ("text", "He was seen again in Mill Lane.")]).ended(303);
    assert!(
        folder.read(path).contains("updates:\n  - date: 2021-03-10 12:00\n    text: He was seen again in Mill Lane.\n"),
        "{}",
        folder.read(path)
    );
    desk.post("ends", &[about[0], ("day", "2021-03-20")]).ended(303);
    assert!(folder.read(path).contains("expires: 2021-03-20\n"));
    desk.post("ends", &[about[0], ("day", "someday")]).ended(422).says("Choose a day");
    desk.post("resolved", &[about[0], ("text", "")]).ended(303);
    assert!(folder.read(path).contains("status: resolved\nclosed: 2021-03-10 12:00\n"), "{}", folder.read(path));
    desk.get("").says("1 change is not published yet");
    publish(&desk).says("Published.");

    // Four clicks from the first screen: the list, the bulletin, Take back, and the one question.
    let list = desk.get("all").ended(200).says("Quentin Zebedee calls");
    let link = list
        .body
        .split("<ul class=\"rows\">")
        .nth(1)
        .and_then(|rest| rest.split("href=\"/.desk/").nth(1)?.split('"').next())
        .unwrap()
        .to_owned();
    let bulletin = desk.get(&link).ended(200);
    let ask = bulletin.body.split("href=\"/.desk/take-back?").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    desk.get(&format!("take-back?{ask}")).ended(200).says("short note that it was taken back");
    let done = desk.post("take-back", &about).ended(303);
    desk.get(&done.leads()).ended(200).says("still on the web until you publish");
    publish(&desk).says("Published. 1 page was taken down.").says("The whole site now lies in the folder");
    desk.get(&done.leads()).ended(200).says("It is gone from the folder");
    assert_eq!(host("Zebedee"), Vec::<String>::new());
    for screen in ["", "all", "publish", &done.leads()] {
        let answer = desk.get(screen);
        assert!(!answer.body.contains("Zebedee calls") && !answer.body.contains("A man"), "{screen}\n{}", answer.body);
    }
}

#[test]
fn the_first_screen_takes_no_answer_that_leads_nowhere() {
    let folder = Folder::empty();
    let desk = Desk::of(&folder);
    for (field, value, says) in [
        ("base_url", "http://localhost:8000", "href=\"#base_url\""),
        ("base_url", "no address", "href=\"#base_url\""),
        ("target", "ftp://host.example/www", "href=\"#target\""),
    ] {
        desk.post("", &[("name", "Mill End"), (field, value)]).ended(422).says(says).says(value);
        assert!(!folder.path("site.yaml").exists() && !folder.path("content").exists(), "{value}");
    }
    // Settings that are there are somebody's: what is answered would be lost in them.
    folder.put("site.yaml", "title: Theirs\n");
    desk.post("", &[("name", "Mill End")]).ended(422).says("is there already");
    assert_eq!(folder.read("site.yaml"), "title: Theirs\n");
    assert!(!folder.path("content").exists());
}

#[test]
fn the_settings_that_are_read_are_those_that_are_written() {
    let folder = Folder::with(&["roof"]).write("other.yaml", "title: Ours\n").write("site.yaml", "title: Theirs\n");
    let desk = Desk::at(&folder, NOW, &["--config", "other.yaml"]);
    let place = [("base_url", "watch.example.org"), ("target", "../host")];
    assert_eq!(desk.post("place", &place).ended(303).leads(), "publish");
    desk.get("publish").ended(200).says("https://watch.example.org/");
    assert_eq!(folder.read("site.yaml"), "title: Theirs\n");
    assert!(folder.read("other.yaml").contains("target: \"../host\"\n"), "{}", folder.read("other.yaml"));
    desk.post("place", &[("base_url", "watch.example.org"), ("target", "ftp://x")]).ended(422);
    // A new site has its settings there as well.
    let folder = Folder::empty();
    let desk = Desk::at(&folder, NOW, &["--config", "other.yaml"]);
    desk.post("", &[("name", "Mill End")]).ended(303);
    assert!(!folder.path("site.yaml").exists());
    desk.get("").ended(200).says("Mill End");
}

#[test]
fn fields_are_changed_under_the_names_that_they_have() {
    let head = |fields: &str| format!("---\n{fields}area: Kent\n---\nText.\n");
    let theirs = head("Title: Roof\ncreated: 2021-03-01\nthumbnail: roof.png\nexpiryDate: 2021-04-01\n");
    let folder = Folder::empty().write(ROOF, &theirs);
    let desk = Desk::of(&folder);
    let about = ("path", ROOF);
    desk.post("ends", &[about, ("day", "2021-05-01")]).ended(303);
    assert_eq!(folder.read(ROOF), theirs.replace("2021-04", "2021-05"));
    desk.get("versions?path=content%2Froof.md").ended(200).says("Roof");
    desk.post("ends", &[about, ("day", "")]).ended(303);
    assert_eq!(folder.read(ROOF), theirs.replace("expiryDate: 2021-04-01\n", ""));
    // A bulletin that has a picture gets the next one in its text.
    let added = desk.add("map.png", &[about, ("words", "A map")]).ended(303);
    assert_eq!(added.leads(), "bulletin?path=content%2Froof.md&said=added");
    assert!(folder.read(ROOF).ends_with("---\nText.\n\n![A map](map.png)\n"), "{}", folder.read(ROOF));
}

#[test]
fn a_picture_lies_where_its_bulletin_will() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let form = [("kind", "missing"), ("title", "Quentin Zebedee"), ("area", "Kent"), ("date_day", "9 March 2020")];
    let told = desk.add("IMG_1.png", &[&form[..], &[("script", "yes"), ("words", "A man")]].concat()).ended(200);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    // The name is seen when the bulletin is long gone: it tells nobody's.
    assert_eq!(told["name"], "2020-03-09-missing-person-in-kent.png", "{told}");
    let rest = [("date_time", ""), ("text", "Seen?"), ("image", "x"), ("image_alt", "A man"), ("do", "draft")];
    let saved = desk.post("write", &[&form[..], &rest].concat()).ended(303).leads();
    assert!(saved.contains("2020%2F2020-03-09-missing-person-in-kent.md"), "{saved}");
    assert!(folder.path("content/2020/2020-03-09-missing-person-in-kent.png").exists());
}

#[test]
fn a_file_that_was_chosen_is_saved_with_its_bulletin() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let form = [("kind", "warning"), ("title", "Callers"), ("area", "Kent"), ("date_day", "2021-03-10")];
    let rest = [("date_time", ""), ("text", "Take care."), ("do", "ready"), ("image", ""), ("image_alt", "")];
    let form = [&form[..], &rest].concat();
    let (document, picture) = ("content/2021/2021-03-10-callers.md", "content/2021/2021-03-10-callers.png");
    // Without a word on what it shows, the form comes back with the picture in it.
    let again = desk.with_file("write", "IMG_1.png", &[&form[..], &[("words", "")]].concat()).ended(422);
    let again = again.says("href=\"#image_alt\"").says("src=\"/2021/2021-03-10-callers.png\"");
    assert_eq!((again.field("image").as_str(), again.field("text").as_str()), ("2021-03-10-callers.png", "Take care."));
    assert!(folder.path(picture).exists() && !folder.path(document).exists());
    let saved = desk.with_file("write", "map.png", &[&form[..], &[("words", "Two men")]].concat()).ended(303);
    assert!(saved.leads().ends_with("said=saved"), "{}", saved.leads());
    let written = folder.read(document);
    assert!(written.contains("src: map.png\n") && written.contains("alt: Two men\n"), "{written}");
    // The next one stands in the text; what is no picture is refused, and nothing that was typed is lost.
    let written = desk.get(&format!("write?{}", encoded(&[("path", document)]))).ended(200);
    let names =
        ["path", "before", "original", "title", "summary", "text", "date_day", "date_time", "image", "image_alt"];
    let fields: Vec<(&str, String)> = names.iter().map(|name| (*name, written.field(name))).collect();
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("do", "save"), ("words", "A plan")]);
    desk.with_file("write", "plan.png", &fields).ended(303);
    assert!(folder.read(document).ends_with("Take care.\n\n![A plan](plan.png)\n"), "{}", folder.read(document));
}

#[test]
fn what_the_disk_does_not_take_stays_in_its_form() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let before = folder.read(ROOF);
    let whole = desk.get("text?path=content%2Froof.md").ended(200);
    // What is replaced can be kept nowhere: a file lies where its folder would be.
    folder.put(".noticeboard/history", "");
    folder.put(".noticeboard/unsaved", "");
    let kept = desk.edit(ROOF, &[("text", "Typed for an hour.")]).ended(507);
    let kept = kept.says("could not be written");
    assert_eq!(kept.field("text"), "Typed for an hour.");
    for act in ["update", "resolved"] {
        let kept = desk.post(act, &[("path", ROOF), ("text", "News of an hour.")]).ended(507);
        assert_eq!(kept.says("could not be written").field("text"), "News of an hour.", "{act}");
    }
    let kept =
        desk.post("text", &[("path", ROOF), ("before", &whole.field("before")), ("text", "All of it.")]).ended(507);
    assert_eq!((kept.field("text"), kept.field("before")), ("All of it.".into(), whole.field("before")));
    let typed = [("path", ROOF), ("before", &whole.field("before")), ("title", "x"), ("touched", "yes")];
    let told: serde_json::Value = serde_json::from_str(&desk.post("typed", &typed).ended(200).body).unwrap();
    assert!(told["unkept"].as_str().unwrap().contains("not being kept"), "{told}");
    assert_eq!(folder.read(ROOF), before);
    assert_eq!(fs::read_dir(folder.path("content")).unwrap().count(), 1, "half a file is left");
    // Room is made, and the same form is sent again.
    folder.remove(".noticeboard/history");
    folder.remove(".noticeboard/unsaved");
    desk.edit(ROOF, &[("text", "Typed for an hour.")]).ended(303);
    assert!(folder.read(ROOF).ends_with("Typed for an hour.\n"));
}

#[test]
fn a_draft_is_deleted_after_a_question_and_can_be_put_back() {
    let draft = text("Plan").replace("area:", "draft: true\narea:");
    let folder = Folder::with(&["roof"]).write("content/plan.md", &draft);
    let desk = Desk::of(&folder);
    desk.get("bulletin?path=content%2Fplan.md").ended(200).says("Delete the draft");
    desk.get("delete?path=content%2Fplan.md").ended(200).says("Delete it");
    let deleted = desk.post("delete", &[("path", "content/plan.md")]).ended(303);
    assert!(!folder.path("content/plan.md").exists());
    desk.get("all").ended(200);
    let today = desk.get(&deleted.leads()).ended(200).says("The draft is deleted");
    assert!(!today.body.contains(">Plan<"), "{}", today.body);
    let back = [("path", "content/plan.md"), ("id", &today.field("id")), ("before", "")];
    desk.post("restore", &back).ended(303);
    assert_eq!(folder.read("content/plan.md"), draft);
    // Nothing that is there is replaced, and what is public is taken back, not deleted.
    desk.post("restore", &back).ended(409);
    desk.get("delete?path=content%2Froof.md").ended(404);
    desk.post("delete", &[("path", ROOF)]).ended(404);
    assert!(folder.path(ROOF).exists());
    // Once nobody takes it for a slip any more, its words are nowhere: with the first start a week later.
    let words =
        || crate::disk::tree(&folder.path(".noticeboard/history")).into_values().any(|bytes| bytes == draft.as_bytes());
    desk.post("delete", &[("path", "content/plan.md")]).ended(303);
    assert!(words());
    drop(desk);
    Desk::of(&folder).get("").ended(200);
    assert!(words());
    let history = folder.path(".noticeboard/history");
    let folders = fs::read_dir(history).unwrap().map(|folder| folder.unwrap().path().join("deleted"));
    let mark = folders.into_iter().find(|mark| mark.exists()).expect("it is noted when it was deleted");
    let week_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(8 * 24);
    fs::File::options().append(true).open(mark).and_then(|mark| mark.set_modified(week_ago)).unwrap();
    Desk::of(&folder).get("").ended(200);
    assert!(!words());
}

/// What the site's outputs have of pictures that were added to bulletins of the year.
fn built_pictures(folder: &Folder) -> Vec<String> {
    folder.build(&[]).ended(0);
    let is_added = |name: &String| name.ends_with(".png") && !name.contains("cards/") && !name.contains("assets/");
    crate::disk::tree(&folder.path("public")).into_keys().filter(is_added).collect()
}

#[test]
fn a_picture_is_public_only_while_something_shown_names_it() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let nothing = Vec::<String>::new();
    // It was added to a form, which was never saved, and is thrown away.
    let form = [("kind", "missing"), ("title", "A boy"), ("area", "Kent"), ("date_day", "2021-03-09")];
    desk.add("Ieuan Prosser.png", &[&form[..], &[("script", "yes"), ("words", "A boy")]].concat()).ended(200);
    let (document, picture) =
        ("content/2021/2021-03-09-missing-person-in-kent.md", "2021-03-09-missing-person-in-kent.png");
    let on_disk = || folder.path("content/2021").join(picture).exists();
    assert!(on_disk(), "its name tells nobody's");
    let typed = [("key", "new-1a2b"), ("image", picture), ("text", "Seen?"), ("touched", "yes")];
    desk.post("typed", &[&form[..], &typed].concat()).ended(200);
    assert_eq!(built_pictures(&folder), nothing);
    desk.post("drop-typed", &[("key", "new-1a2b")]).ended(303);
    assert!(!on_disk());
    // A draft that is deleted takes it along, and brings it back.
    desk.add("IMG_1.png", &[&form[..], &[("script", "yes"), ("words", "A boy")]].concat()).ended(200);
    let rest = [("date_time", ""), ("text", "Seen?"), ("image", picture), ("image_alt", "A boy"), ("do", "draft")];
    desk.post("write", &[&form[..], &rest].concat()).ended(303);
    assert!(on_disk());
    let deleted = desk.post("delete", &[("path", document)]).ended(303);
    assert!(!on_disk());
    let id = desk.get(&deleted.leads()).ended(200).field("id");
    desk.post("restore", &[("path", document), ("id", &id), ("before", "")]).ended(303);
    assert!(on_disk());
    assert_eq!(built_pictures(&folder), nothing, "it is a draft");
    // One that is taken out goes, and an earlier version brings it back.
    let about = [("path", ROOF), ("words", "The roof")];
    desk.add("bare.png", &about).ended(303);
    assert!(built_pictures(&folder).iter().any(|name| name.contains("bare.png")));
    desk.edit(ROOF, &[("image", ""), ("image_alt", "")]).ended(303);
    assert!(!folder.path("content/bare.png").exists());
    assert_eq!(built_pictures(&folder), nothing);
    let versions = desk.get("versions?path=content%2Froof.md").ended(200);
    let id = versions.body.split("&amp;id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let before = desk.get("write?path=content%2Froof.md").ended(200).field("before");
    desk.post("restore", &[("path", ROOF), ("id", &id), ("before", &before)]).ended(303);
    assert!(folder.path("content/bare.png").exists());
}

#[test]
fn what_is_wrong_is_mended_in_the_form() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let form = [("kind", "notice"), ("title", "Bins"), ("area", "Kent"), ("date_day", "2021-03-10"), ("date_time", "")];
    let text = "Put out:\n\n\u{2022} glass\n\u{2022} paper";
    let told = desk.post("typed", &[&form[..], &[("text", text)]].concat()).ended(200);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    let problem = told["problems"].as_array().unwrap().iter().find(|problem| problem["mend"].is_string()).unwrap();
    assert_eq!(problem["field"], "text", "{told}");
    let mend = format!("mend {}", problem["mend"].as_str().unwrap());
    let mended = desk.post("write", &[&form[..], &[("text", text), ("do", &mend)]].concat()).ended(200);
    assert_eq!(mended.field("text"), "Put out:\n\n- glass\n- paper");
    assert!(!folder.path("content/2021").exists(), "mending alone saves nothing");
    // In a file that is there, it is mended with what else was changed.
    folder.put(ROOF, crate::disk::text("roof").replace("title: roof", "title:roof"));
    let form = desk.get(&format!("write?{}", encoded(&[("path", ROOF)]))).ended(200);
    let name = form.body.split("value=\"mend ").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    desk.send(&form, &[("text", "Other."), ("mend", &name)]).ended(303);
    assert!(
        folder.read(ROOF).contains("title: roof\n") && folder.read(ROOF).ends_with("Other.\n"),
        "{}",
        folder.read(ROOF)
    );
}

#[test]
fn a_bulletin_is_shown_as_feeds_tell_of_it() {
    let draft = text("Plan").replace("area:", "draft: true\narea:") + "\n![x](plan.png) <script>alert(1)</script>\n";
    let folder = Folder::with(&["roof"])
        .write("content/plan.md", draft)
        .write("site.yaml", "base_url: https://watch.example/\n");
    let folder = folder.write("content/plan.png", crate::photo::png(16, 10, crate::photo::Png::Palette, 0));
    let desk = Desk::of(&folder);
    let entry = desk.page("/2021/03/plan/?entry=yes").ended(200).says("<h1>Plan</h1>").says("The body of Plan");
    assert!(!entry.body.contains("https://watch.example/") && !entry.body.contains("<script"), "{}", entry.body);
    assert!(entry.header("content-security-policy").unwrap().starts_with("sandbox "));
    desk.page("/?entry=yes").ended(404);
}

#[test]
fn links_lead_to_what_the_site_has() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "outputs:\n  posters: false\n");
    let folder = folder.write("content/wall.md", text("wall").replace("area:", "slug: /walls/wall.html\narea:"));
    let desk = Desk::of(&folder);
    let roof = desk.get(SEE_ROOF).ended(200);
    assert!(!roof.body.contains("poster/"), "{}", roof.body);
    for path in [ROOF, "content/wall.md"] {
        let shown = desk.get(&format!("bulletin?{}", encoded(&[("path", path)]))).ended(200);
        let links = shown.body.split("<p class=\"links\">").nth(1).unwrap().split("</p>").next().unwrap();
        let links: Vec<&str> = links.split("href=\"").skip(1).map(|link| link.split('"').next().unwrap()).collect();
        assert_eq!(links.len(), 1, "{path}: {links:?}");
        // The text to pass on stands there to be copied.
        let plain =
            shown.body.split("<textarea id=\"plain\"").nth(1).and_then(|rest| rest.split_once(">\n")).unwrap().1;
        assert!(plain.starts_with(if path == ROOF { "roof\n" } else { "wall\n" }), "{plain}");
        for link in links {
            desk.page(link).ended(200);
        }
    }
}

#[test]
fn what_is_done_while_clocks_go_back_has_one_moment() {
    let folder = Folder::with(&["roof"]);
    // 2021-10-31 01:30:20, the second time that clocks in London show it.
    let desk = Desk::at(&folder, "1635643820", &[]);
    desk.post("resolved", &[("path", ROOF), ("text", "It is mended.")]).ended(303);
    let now = "2021-10-31T01:30:00+00:00\n";
    let text = folder.read(ROOF);
    assert!(text.contains(&format!("closed: {now}")) && text.contains(&format!("- date: {now}")), "{text}");
}

#[test]
fn a_save_changes_what_was_changed() {
    let odd = "\u{feff}---\r\n# Ours.\r\nTitle:   'Roof'\r\ndate: 1 March 2021 15:34\r\nbeat: [x,  y]\r\nAreas: [Kent]\r\n---\r\n\r\nThe body,\r\nas it is.\r\n";
    let folder = Folder::with(&["shed"]).write(ROOF, odd);
    let desk = Desk::of(&folder);
    desk.edit(ROOF, &[]).ended(303);
    assert_eq!(folder.read(ROOF), odd);
    desk.edit(ROOF, &[("title", "Roof: mended")]).ended(303);
    let titled = odd.replace("'Roof'", "\"Roof: mended\"");
    assert_eq!(folder.read(ROOF), titled);
    desk.edit(ROOF, &[("text", "The body,\nas it was.")]).ended(303);
    assert_eq!(folder.read(ROOF), titled.replace("as it is", "as it was"));
    // What was saved is what is shown, at once.
    desk.page("/2021/03/roof/").ended(200).says("Roof: mended").says("as it was");
    // The address of the page stays where it was.
    desk.get(SEE_ROOF).ended(200).says("/2021/03/roof/");
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_overwritten() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let form = desk.get(&format!("write?{}", encoded(&[("path", ROOF)]))).ended(200);
    let theirs = text("roof").replace("The body of roof.", "Written elsewhere.");
    folder.put(ROOF, &theirs);
    let conflict = desk.send(&form, &[("title", "Mine")]).ended(409).says("This bulletin was changed somewhere else");
    assert_eq!(folder.read(ROOF), theirs);
    let conflict = conflict.says("Written elsewhere.").says("title: Mine");
    // What differs is what joining them would change, and nothing that stays.
    let differs = conflict.body.split("class=\"diff\"").nth(1).and_then(|rest| rest.split("</div>").next()).unwrap();
    assert!(differs.contains("Gone:</span>title: <del>roof</del></p>"), "{differs}");
    assert!(differs.contains("New:</span>title: <ins>Mine</ins></p>"), "{differs}");
    assert!(!differs.contains("The body of roof.") && differs.matches("<del>").count() == 1, "{differs}");
    // Both together: what was changed here, in what was written there.
    let names = ["path", "before", "original", "title", "summary", "text", "date_day", "date_time"];
    let pairs: Vec<(&str, String)> = names.iter().map(|name| (*name, conflict.field(name))).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    desk.post("write", &pairs).ended(303);
    assert_eq!(folder.read(ROOF), theirs.replace("title: roof", "title: Mine"));
    // As a text, likewise.
    let form = desk.get("text?path=content%2Froof.md").ended(200);
    let before = form.field("before");
    folder.put(ROOF, text("again"));
    desk.post("text", &[("path", ROOF), ("before", &before), ("text", "x")]).ended(409).says("The body of again.");
    assert_eq!(folder.read(ROOF), text("again"));
    // A file that is gone is nowhere to be written to.
    let form = desk.get(&format!("write?{}", encoded(&[("path", ROOF)]))).ended(200);
    folder.remove(ROOF);
    let typed = [("path", ROOF), ("title", "Mine"), ("text", "Typed for an hour."), ("touched", "yes")];
    desk.post("typed", &typed).ended(200);
    let again = desk.send(&form, &[("title", "Mine"), ("text", "Typed for an hour.")]).ended(409);
    let again = again.says("no longer there");
    assert_eq!((again.field("title"), again.field("text")), ("Mine".into(), "Typed for an hour.".into()));
    assert!(!again.body.contains("name=\"path\"") && !folder.path(ROOF).exists());
    // It is found again from the first screen, too.
    let link = desk
        .get("")
        .ended(200)
        .body
        .split("go-on=yes")
        .next()
        .unwrap()
        .rsplit("href=\"/.desk/")
        .next()
        .unwrap()
        .to_owned();
    let again = desk.get(&format!("{link}go-on=yes").replace("&amp;", "&")).ended(409);
    assert_eq!(again.field("text"), "Typed for an hour.");
}

#[test]
fn what_is_typed_is_shown_and_not_saved() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let told = desk
        .post(
            "typed",
            &[
                ("kind", "notice"),
                ("title", "Gate left open"),
                ("date_day", "2021-03-10"),
                ("date_time", "12:00"),
                ("area", "Kent"),
                ("text", "Please **shut** it."),
            ],
        )
        .ended(200);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    let page = told["links"]["page"].as_str().unwrap();
    assert_eq!(page, "/2021/03/gate-left-open/");
    let shown = desk
        .page(&format!("{page}?unsaved={}", told["unsaved"]))
        .ended(200)
        .says("Gate left open")
        .says("<strong>shut</strong>");
    assert!(shown.header("content-security-policy").unwrap().starts_with("sandbox "));
    // In the dark, its style sheet is that of a machine that is set to it.
    let dark = desk.page(&format!("{page}?unsaved={}&dark=yes", told["unsaved"])).ended(200);
    let sheet =
        dark.body.split("href=\"").find(|link| link.contains(".css?dark=yes")).unwrap().split('"').next().unwrap();
    let scheme = |sheet: &str| desk.page(sheet).ended(200).body.replace(": ", ":").contains("color-scheme:dark");
    assert!(scheme(sheet) && !scheme(sheet.split('?').next().unwrap()), "{sheet}");
    desk.page(told["links"]["poster"].as_str().unwrap()).ended(404);
    desk.page(page).ended(404);
    assert_eq!(folder.sources().len(), 1);
    // Its problems come with their fields.
    let told = desk.post("typed", &[("title", "x"), ("date_day", "someday"), ("text", "")]).ended(200);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    assert!(told["problems"].as_array().unwrap().iter().any(|problem| problem["field"] == "date_day"), "{told}");
}

#[test]
fn lists_show_what_needs_somebody_and_find_words() {
    let head = |fields: &str| format!("---\n{fields}\narea: Kent\n---\nText.\n");
    let folder = Folder::empty()
        .write("content/draft.md", head("title: Half a roof\ndate: 2021-03-09\ndraft: true"))
        .write("content/later.md", head("title: Later roof\ndate: 2021-03-19"))
        .write("content/ends.md", head("title: Ending roof\ndate: 2021-03-09\nexpires: 2021-03-14"))
        .write("content/stale.md", head("title: Stale roof\ndate: 2021-01-09"))
        .write("content/wrong.md", head("title: Wrong roof\ndate: someday"))
        .write("content/spare.pdf", "%PDF-1.7")
        .write("content/île.md", head("title: Île ferry\ndate: 2021-03-08\nkind: roads\nreference: 46/1/21"));
    let desk = Desk::of(&folder);
    let today = desk.get("").ended(200);
    for (title, row) in [
        ("Drafts", "Half a roof"),
        ("Waiting for their day", "Later roof"),
        ("Ending this week", "Ending roof"),
        ("Open for 30 days without a word", "Stale roof"),
        ("Please look at these", "wrong.md"),
        ("Please look at these", "<li>content/spare.pdf\n"),
    ] {
        let section = today
            .body
            .split("<section>")
            .find(|section| section.contains(title))
            .unwrap_or_else(|| panic!("{title}\n{}", today.body));
        assert!(section.contains(row), "{title}: {section}");
    }
    let rows = |query: &str| {
        let all = desk.get(&format!("all?{query}")).ended(200);
        let rows = all.body.split("<ul class=\"rows\">").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
        let mut titles: Vec<String> = rows
            .split("bulletin?")
            .skip(1)
            .map(|row| row.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned())
            .collect();
        titles.sort();
        titles
    };
    assert_eq!(rows("").len(), 5);
    assert_eq!(rows("q=ROOF+late"), ["Later roof"]);
    assert_eq!(rows("q=ile"), ["Île ferry"]);
    assert_eq!(rows("q=46/1/21"), ["Île ferry"]);
    assert_eq!(rows("state=draft"), ["Half a roof"]);
    assert_eq!(rows("kind=roads"), ["Île ferry"]);
    assert_eq!(rows("state=open&from=2021-03-09"), ["Ending roof"]);
    assert_eq!(rows("area=kent&state=scheduled"), ["Later roof"]);
    assert_eq!(rows("area=dover"), Vec::<String>::new());
}

#[test]
fn the_desk_speaks_the_language_of_its_site() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "title: Gwarchod\nlanguage: cy\n");
    let desk = Desk::of(&folder);
    desk.get("").ended(200).says("<html lang=\"cy\"").says("Heddiw").says("Ar agor nawr");
    let welcome = Folder::empty();
    let desk = Desk::of(&welcome);
    let answer = desk.ask("GET", "/.desk/", &[("Cookie", &desk.cookie), ("Accept-Language", "cy-GB,cy;q=0.9")], "");
    answer.ended(200).says("Gwneud eich hysbysfwrdd");
}

#[test]
fn each_kind_is_asked_for_in_its_own_words() {
    let missing = text("Man").replace("area:", "kind: missing\narea:");
    let draft = text("Plan").replace("area:", "draft: true\narea:");
    let road = text("Lane").replace("area:", "kind: roads\nwhen: 2021-03-10\narea:");
    let folder = Folder::with(&["roof"]).write("content/man.md", &missing).write("content/plan.md", &draft);
    let folder = folder.write("content/lane.md", &road);
    let desk = Desk::of(&folder);
    desk.new_form("roads").says("“Mill Lane closed for three days”").says("which way to go instead");
    desk.new_form("missing").says("No name goes into the address");
    // A kind without an example of its own has that of a notice.
    desk.new_form("nothing").says("“Bins are emptied a day later”");
    // What is found is taken down, and the button says so.
    desk.get("bulletin?path=content%2Fman.md").ended(200).says(">It is over: take it down</a>");
    desk.get("resolved?path=content%2Fman.md")
        .ended(200)
        .says("nothing says who it was about")
        .says(">Take it down</button>");
    desk.get("bulletin?path=content%2Froof.md").ended(200).says(">Resolved</a>");
    // A closure that lasts longer has a day to be changed besides.
    desk.get("update?path=content%2Flane.md").ended(200).says("Have the days or times changed too?");
    assert!(!desk.get("update?path=content%2Froof.md").ended(200).body.contains("Have the days"));
    // Nobody has looked at the kind of a draft that was brought in: it stands before the title.
    let order = |path: &str| {
        let form = desk.get(&format!("write?{}", encoded(&[("path", path)]))).ended(200).body;
        assert_eq!(form.matches("name=\"kind\"").count(), 1);
        form.find("name=\"kind\"") < form.find("name=\"title\"")
    };
    assert!(order("content/plan.md") && !order(ROOF));
}

#[test]
fn what_is_pasted_says_what_it_left_behind() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let html = "<p>Read <a href=\"https://alerts.example/u/abcdef0123456789\">this</a>.</p>";
    let told = desk.post("paste", &[("html", html)]).ended(200);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    assert_eq!(told["markdown"], "Read this.");
    assert_eq!(
        told["removed"],
        serde_json::json!(["An address at alerts.example: it tells who received the message."])
    );
    let plain = desk.post("paste", &[("html", "<p>Read this.</p>")]).ended(200).body;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&plain).unwrap()["removed"], serde_json::json!([]));
}
