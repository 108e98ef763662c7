//! Sources that are made to do harm (import.md: nothing is fetched that nobody named, sizes and depths have limits). In: such
//! sources, small here; how long the largest take is measured by hand. Out: a sentence or a harmless draft, and an end.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use crate::{
    disk::{Folder, Run},
    import::{DECEMBER, zipped},
};

/// What an import of a source left; a debug build on a busy machine gets far more time than a user would
/// wait, and what never ends is still found.
fn import(name: &str, bytes: impl AsRef<[u8]>) -> (Folder, Run) {
    let folder = Folder::empty().write(name, bytes);
    let began = Instant::now();
    let run = folder.at(DECEMBER, &["import", name]);
    assert!(began.elapsed() < Duration::from_mins(2), "{name} took {:?}", began.elapsed());
    assert!(matches!(run.status, Some(0 | 1)), "{name}: {run:#?}");
    (folder, run)
}

fn texts(folder: &Folder) -> String {
    folder.tree("content").values().map(|bytes| String::from_utf8_lossy(bytes)).collect()
}

fn mail(kind: &str, body: &str) -> String {
    format!(
        "From: Wren Valley Police <news@police.example>\r\nSubject: Sheds entered\r\nDate: Fri, 20 Nov 2026 15:40:00 +0000\r\nMIME-Version: 1.0\r\n{kind}\r\n\r\n{body}"
    )
}

#[test]
fn depth_has_an_end() {
    for (name, text) in [
        ("a.html", format!("<html><body>{}Four sheds were entered.", "<div>".repeat(100_000))),
        ("b.html", format!("<html><body>{}Four sheds were entered.", "<ul><li>".repeat(50_000))),
        ("c.eml", mail("Content-Type: text/html", &"<blockquote>".repeat(100_000))),
        ("d.eml", mail("", &format!("{} x\r\n", ">".repeat(100_000)))),
        ("e.eml", mail("", &(0..1_500).map(|depth| ">".repeat(depth) + " line\r\n").collect::<String>())),
        ("f.eml", mail("", &format!("> quoted\r\n{}", "\r\n".repeat(200_000)))),
        (
            "g.eml",
            mail("Content-Type: message/rfc822", &"Subject: x\r\nContent-Type: message/rfc822\r\n\r\n".repeat(10_000)),
        ),
        ("h.md", format!("---\ntitle: x\ndate: 2026-11-20\n---\n{}", "[".repeat(20_000))),
        ("i.json", format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}", "[".repeat(100_000))),
    ] {
        import(name, text);
    }
}

#[test]
fn ten_thousand_parts_are_read_as_the_first_few() {
    let part = |number| format!("--b\r\nContent-Type: text/plain\r\n\r\nFour sheds were entered, {number}.\r\n");
    let parts = (0..10_000).map(part).collect::<Vec<_>>().concat();
    let (folder, _) = import("a.eml", mail("Content-Type: multipart/mixed; boundary=b", &(parts + "--b--")));
    assert!(texts(&folder).contains("Four sheds were entered, 0."));
}

#[test]
fn entities_do_not_grow_and_read_no_file() {
    let entity = |at: u8| format!("<!ENTITY a{at} \"{}\">", format!("&a{};", at - 1).repeat(10));
    let entities = (1..10).map(entity).collect::<Vec<_>>().concat();
    let feed = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"grow\">{entities}<!ENTITY file SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>x</title><item><title>Sheds &a9;</title><description>Four sheds. &file; &a9;</description><guid>1</guid></item></channel></rss>"
    );
    let (folder, run) = import("a.xml", feed);
    let all = texts(&folder) + &run.out + &run.err;
    assert!(!all.contains("root:") && !all.contains("growgrow") && all.len() < 5_000, "{all}");
}

#[test]
fn scripts_never_come_over() {
    let on = "onclick=\"alert(1)\" onload='alert(1)' onerror=alert(1) style=\"background:url(javascript:alert(1))\"";
    let page = format!(
        "<html><head><title>Sheds entered</title><script>alert(1)</script></head><body {on}><main {on}><h1 {on}>Sheds entered</h1><p {on}>Four sheds were <a href=\"javascript:alert(1)\" {on}>entered</a> <a href=\"JaVa&#09;script:alert(1)\">at</a> <a href=\"data:text/html,alert(1)\">night</a> <img src=x {on}>in Station Road.<svg {on}><script>alert(1)</script></svg><iframe srcdoc=\"&lt;script>alert(1)&lt;/script>\"></iframe></p></main></body></html>"
    );
    let (folder, _) = import("a.html", page);
    let text = texts(&folder);
    assert!(text.contains("Four sheds were entered at night in Station Road."), "{text}");
    for harm in ["alert", "javascript", "onclick", "data:text", "<svg", "<iframe"] {
        assert!(!text.contains(harm), "{harm}: {text}");
    }
}

#[test]
fn names_lead_nowhere_else() {
    let (folder, _) = import(
        "a.md",
        "---\ntitle: ../../../evil\nslug: ../../../evil\ndate: 2026-11-20\npermalink: /../../evil/\n---\nText.\n",
    );
    assert!(folder.tree("content").keys().all(|path| path.starts_with("2026/")), "{:?}", folder.tree("content").keys());
    let body = "<w:document><w:body><w:p><w:r><w:t>Four sheds.</w:t></w:r><w:r><a:blip r:embed=\"p\"/></w:r></w:p></w:body></w:document>";
    let relations = "<Relationships><Relationship Id=\"p\" Target=\"../../../evil.png\"/></Relationships>";
    let file = zipped(&[
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/../../../evil.png", b"evil"),
    ]);
    let (folder, _) = import("a.docx", file);
    let there: Vec<String> = folder.tree("").into_keys().filter(|path| path.contains("evil")).collect();
    assert!(there.is_empty(), "{there:?}");
    assert!(!folder.root.parent().expect("it lies in one").join("evil.png").exists());
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let bomb = [b"<w:document><w:body><w:p><w:r><w:t>".as_slice(), &vec![b'A'; 40_000_000]].concat();
    let (folder, run) = import("a.docx", zipped(&[("word/document.xml", &bomb)]));
    assert!(run.status == Some(1) && run.err.contains("it unpacks to far more than a text"), "{run:#?}");
    assert!(folder.tree("content").is_empty());
}

#[test]
fn only_the_web_is_asked() {
    let folder = Folder::empty();
    for (address, told) in
        [("file:///etc/passwd", "`file:`"), ("ftp://a.example/x", "`ftp:`"), ("javascript:alert(1)", "`javascript:`")]
    {
        let run = folder.run(&["import", address]).ended(1);
        assert!(run.err.contains("addresses begin with `http://` or `https://`") && run.err.contains(told), "{run:#?}");
    }
}

/// A server of this machine that answers once for each of some paths.
fn server(answers: Vec<String>) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it listens").port();
    std::thread::spawn(move || {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut asked = [0; 2048];
            let _ = std::io::Read::read(&mut stream, &mut asked);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    port
}

#[test]
fn a_redirect_leads_to_no_machine_of_this_network_and_not_on_for_ever() {
    let to = |place: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    };
    for (answers, told) in [
        (vec![to("http://127.0.0.2:1/x")], "a machine of this network"),
        (vec![to("http://localhost:1/x")], "a machine of this network"),
        (vec![to("file:///etc/passwd")], "`file:`"),
        (vec![to("/on"); 20], "it leads on and on"),
    ] {
        let port = server(answers);
        let folder = Folder::empty();
        let run = folder.run(&["import", &format!("http://127.0.0.1:{port}/")]).ended(1);
        assert!(run.err.contains(told), "{told}: {run:#?}");
    }
}
