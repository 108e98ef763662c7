//! Files beside bulletins, and which of them are held back (content.md, its beginning and "Life of a bulletin").

use crate::harness::{bulletin, site};

#[test]
fn a_folder_with_an_index_has_its_files_beside_its_page() {
    let site = site(
        "
        -- content/roof/index.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Kent
        ---
        ![A bare roof](photos/roof.png) [the plan](plan.pdf)
        -- content/roof/photos/roof.png --
        400x300
        -- content/roof/plan.pdf --
        x
    ",
    );
    let page = site.roof();
    assert!(page.contains(r#"src="/2021/03/roof/photos/roof.png""#), "{}", page.0);
    assert!(page.contains(r#"width="400" height="300""#));
    assert!(page.contains(r#"href="/2021/03/roof/plan.pdf""#));
    assert!(site.has("/2021/03/roof/photos/roof.png") && site.has("/2021/03/roof/plan.pdf"));
}

#[test]
fn other_files_are_copied_beside_the_output_of_their_folder() {
    let site = bulletin("")
        .edit("content/kent/map.pdf", "x")
        .edit("content/pages/logo.png", "10x10")
        .edit("content/CNAME", "x");
    for address in ["/kent/map.pdf", "/logo.png", "/CNAME"] {
        assert!(site.has(address), "{address}: {:?}", site.files());
    }
}

#[test]
fn a_rooted_path_means_the_content_folder() {
    let site = bulletin("image: {src: /photos/roof.png, alt: A roof}").edit("content/photos/roof.png", "600x400");
    assert_eq!(site.roof().meta("og:image"), "http://localhost:8080/photos/roof.png");
}

#[test]
fn of_several_pictures_in_one_line_the_first_is_taken_and_the_others_are_told() {
    for names in ["roof.png, shed.png", "roof.png; shed.png", "roof.png and shed.png"] {
        let site = bulletin(&format!("image: {names}\n---\n![The shed](shed.png)\n"));
        let site = site.edit("content/roof.png", "600x400").edit("content/shed.png", "600x400");
        assert_eq!(site.roof().meta("og:image"), "http://localhost:8080/roof.png", "{names}");
        assert!(site.codes().contains("field-twice content/roof.md:5:8"), "{names}: {}", site.codes());
        let told = site.problems();
        assert!(
            told.contains("write `image: roof.png` alone") && told.contains("`![what it shows](shed.png)`"),
            "{told}"
        );
        // They go with the bulletin.
        let held = bulletin(&format!("draft: true\nimage: {names}"));
        let held = held.edit("content/roof.png", "600x400").edit("content/shed.png", "600x400");
        assert!(!held.has("/roof.png") && !held.has("/shed.png"), "{names}");
    }
    for lines in ["image: Jane Doe.png, shed.png", "image: Jane Doe.png, shed.png\nkind: apeal"] {
        let held = bulletin(&format!("status: withdrawn\nclosed: 2021-03-05\n{lines}"));
        let held = held.edit("content/Jane Doe.png", "600x400").edit("content/shed.png", "600x400");
        assert!(!held.has("/Jane Doe.png") && !held.has("/shed.png"), "{lines}: {:?}", held.files());
    }
}

#[test]
fn a_picture_that_is_missing_is_a_warning() {
    insta::assert_snapshot!(bulletin("image: rof.png").edit("content/roof.png", "10x10").problems(), @r"
    warning[image-missing]: there is no picture `rof.png`
     --> content/roof.md:5:8
      |
    5 | image: rof.png
      |        ^^^^^^^
      |
      = help: put the picture beside the bulletin, or correct the path

    warning[picture-unshown]: no page shows this picture, and everybody can fetch it from the site
    --> content/roof.png
     = help: take it out of `content`, or show it in a bulletin

    2 warnings
    ");
}

#[test]
fn a_picture_without_words_is_a_lint() {
    let site = bulletin("image: roof.png").edit("content/roof.png", "10x10");
    insta::assert_snapshot!(site.problems(), @r"
warning[image-without-alt]: this picture has no words for those who cannot see it
 --> content/roof.md:5:8
  |
5 | image: roof.png
  |        ^^^^^^^^
  |
  = help: write `image: {src: …, alt: …}` and say what is in the picture

1 warning
");
}

#[test]
fn the_files_of_a_bulletin_that_is_not_shown_are_held_back() {
    for field in [
        "draft: true",
        "date: 2021-12-01",
        "status: withdrawn\nclosed: 2021-03-02",
        "kind: missing\nstatus: resolved\nclosed: 2021-03-02",
    ] {
        let date = if field.starts_with("date") { "" } else { "date: 2021-03-01\n" };
        let folder = site("").edit(
            "content/roof/index.md",
            &format!("---\ntitle: Roof\n{date}area: Kent\n{field}\n---\n![x](a/deep.png)\n"),
        );
        let folder = folder.edit("content/roof/a/deep.png", "10x10").edit("content/roof/unnamed.pdf", "x");
        assert!(!folder.files().iter().any(|file| file.contains("deep") || file.contains("unnamed")), "{field}");
    }
}

#[test]
fn the_picture_of_a_flat_file_that_is_not_shown_is_held_back() {
    for field in ["draft: true", "status: withdrawn\nclosed: 2021-03-02"] {
        for image in [
            "image: roof.png",
            "og: {image: roof.png}",
            "image: {src: ./roof.png}",
            "image: [roof.png, two.png]",
            "image: /roof.png",
            "image: {url: roof.png}",
            "image: {path: roof.png}",
        ] {
            let site = bulletin(&format!("{field}\n{image}")).edit("content/roof.png", "10x10");
            assert!(!site.has("/roof.png"), "{field}, {image}");
        }
        let body = bulletin(&format!("{field}\n---\n![x](roof.png) [y](roof.pdf) <img src=\"raw.png\">"));
        let body = body.edit("content/roof.png", "1x1").edit("content/roof.pdf", "x").edit("content/raw.png", "1x1");
        assert!(!body.has("/roof.png") && !body.has("/roof.pdf"), "{field}");
        assert!(!body.has("/raw.png"), "raw HTML, {field}");
        let log = bulletin(&format!("{field}\nupdates: [{{date: 2021-03-02, text: '![x](roof.png)'}}]"))
            .edit("content/roof.png", "1x1");
        assert!(!log.has("/roof.png"), "in the log of updates, {field}");
    }
}

#[test]
fn a_picture_that_is_held_back_is_not_called_missing() {
    for state in ["draft: true", "status: withdrawn\nclosed: 2021-03-02"] {
        let site = site("")
            .edit("content/p/index.md", &format!("---\ntitle: P\ndate: 2021-03-01\narea: Kent\n{state}\n---\nText.\n"))
            .edit("content/p/face.png", "10x10")
            .edit(
                "content/open.md",
                "---\ntitle: Open\ndate: 2021-03-01\narea: Kent\nimage: {src: p/face.png, alt: A}\n---\n![a](p/face.png)\n",
            );
        let problems = site.problems();
        assert!(problems.contains("the picture `p/face.png` belongs to a bulletin that is not shown"), "{problems}");
        assert!(problems.contains("the file `p/face.png` belongs to a bulletin that is not shown"), "{problems}");
        assert!(problems.contains("leave it out here") && !problems.contains("put the picture"), "{problems}");
        assert!(!site.has("/2021/03/p/face.png"), "{state}");
    }
}

#[test]
fn a_picture_that_a_shown_bulletin_uses_too_stays() {
    let site = bulletin("draft: true\nimage: both.png")
        .edit("content/both.png", "10x10")
        .edit("content/open.md", "---\ntitle: Open\ndate: 2021-03-01\narea: Kent\n---\n![x](both.png)\n");
    assert!(site.has("/both.png"));
}

#[test]
fn the_picture_of_a_broken_bulletin_is_held_back() {
    let site = bulletin("kind: apeal\nimage: roof.png").edit("content/roof.png", "10x10");
    assert!(!site.has("/roof.png"));
}

/// What a body, a field or an update names a file by, where the site stands at `https://w.example/watch/` and the bulletin
/// lies in `content/kent/`. `FILE` stands for the name.
const SPELLINGS: &[&str] = &[
    "FILE",
    "./FILE",
    "../kent/FILE",
    "/kent/FILE",
    "/watch/kent/FILE",
    "/kent/./FILE",
    "/kent/../kent/FILE",
    "https://w.example/watch/kent/FILE",
    "http://w.example/watch/kent/FILE",
    "HTTPS://W.Example/watch/kent/FILE",
    "https://www.w.example/watch/kent/FILE",
    "https://w.example:443/watch/kent/FILE",
    "//w.example/watch/kent/FILE",
    "https://w.example/watch//kent/./FILE",
    "FILE#page=2",
    "FILE?v=1",
    "https://w.example/watch/kent/FILE?v=1#a",
];

/// Names of files, each as it lies on the disk and as an address has it.
const NAMES: &[(&str, &str)] = &[
    ("her.png", "her.png"),
    ("her face.png", "her%20face.png"),
    ("h%20r.png", "h%2520r.png"),
    ("siân.png", "siân.png"),
    ("siân.png", "sia\u{302}n.png"),
    ("sia\u{302}n.png", "si%C3%A2n.png"),
    ("her.pdf", "h%65r.pdf"),
    ("Her.PNG", "Her.PNG"),
];

/// Where a bulletin names a file: `AT` stands for its address.
const PLACES: &[&str] = &[
    "image: {src: 'AT', alt: Her}\n---\nWords.",
    "image: {url: 'AT', alt: Her}\n---\nWords.",
    "image: ['AT']\n---\nWords.",
    "og: {image: 'AT'}\n---\nWords.",
    "og.image: 'AT'\n---\nWords.",
    "attachments: [{src: 'AT', title: Her}]\n---\nWords.",
    "coverage: [{title: News, url: 'AT'}]\n---\nWords.",
    "source: {name: Police, url: 'AT'}\n---\nWords.",
    "contacts: [{name: Desk, url: 'AT'}]\n---\nWords.",
    "gallery: {first: ['AT']}\n---\nWords.",
    "updates: [{date: 2021-03-02, text: 'See ![her](<AT>)'}]\n---\nWords.",
    "updates: [{date: 2021-03-02, text: 'See [her](<AT>)'}]\n---\nWords.",
    "---\n![her](<AT>)",
    "---\n[her](<AT> \"Her\")",
    "---\n![her][1]\n\n[1]: <AT>",
    "---\n[![her](<AT>)](https://news.example/)",
    "---\n| a | b |\n|---|---|\n| ![her](<AT>) | c |",
    "---\nA note[^1].\n\n[^1]: ![her](<AT>)",
    "---\n<img src=\"AT\" alt=\"Her\">",
    "---\n<a href='AT'>her</a>",
    "---\n<picture><source srcset=\"AT 480w\"><img src=\"AT\" alt=\"Her\"></picture>",
    "---\n<video controls poster=\"AT\"></video>",
    "---\n<table background=\"AT\"><tr><td>a</td></tr></table>",
    "---\n<p style=\"background: url(AT)\">a</p>",
    "---\n<object data=\"AT\"></object>",
];

const HIDDEN: &[&str] = &[
    "draft: true",
    "date: 2021-12-01",
    "status: withdrawn\nclosed: 2021-03-02",
    "kind: missing\nstatus: resolved\nclosed: 2021-03-02",
    "kind: no such kind",
];

/// One way to name a file.
struct Naming {
    folder: String,
    file: &'static str,
    /// Fields and body.
    text: String,
    address: String,
}

impl Naming {
    /// Every place with some of the spellings and names, so that each of these meets several places.
    fn all() -> Vec<Self> {
        let some = |place: usize| (0..SPELLINGS.len()).filter(move |spelling| (place + spelling).is_multiple_of(3));
        let pairs = (0..PLACES.len()).flat_map(|place| some(place).map(move |spelling| (place, spelling)));
        let of = |(number, (place, spelling)): (usize, (usize, usize))| {
            let ((file, name), folder) = (NAMES[(place + spelling) % NAMES.len()], format!("k{number}"));
            let address = SPELLINGS[spelling].replace("FILE", name).replace("kent", &folder);
            Self { text: PLACES[place].replace("AT", &address), folder, file, address }
        };
        pairs.enumerate().map(of).collect()
    }

    fn document(&self, more: &str) -> String {
        let (fields, body) = self.text.split_once("---\n").unwrap();
        let date = if more.starts_with("date:") { "" } else { "date: 2021-03-01\n" };
        format!("---\ntitle: Roof\n{date}area: Kent\n{more}\n{fields}---\n{body}\n")
    }
}

/// A site of bulletins that each name a file, in the state that a number says.
fn naming(all: &[Naming], raw_html: &str, more: impl Fn(usize) -> &'static str) -> crate::harness::Site {
    let settings = format!("base_url: https://w.example/watch/\nraw_html: {raw_html}");
    all.iter().enumerate().fold(site("").settings(&settings), |site, (at, one)| {
        site.edit(&format!("content/{}/roof{at}.md", one.folder), &one.document(more(at)))
            .edit(&format!("content/{}/{}", one.folder, one.file), "2x2")
    })
}

/// How many outputs are made of the file of each: in its folder nothing else stands.
fn made_of(site: &crate::harness::Site, all: &[Naming]) -> Vec<usize> {
    let files = site.files();
    let below = |one: &Naming| files.iter().filter(|address| address.starts_with(&format!("/{}/", one.folder))).count();
    all.iter().map(below).collect()
}

/// Whatever file a bulletin loads or links to is in the outputs while it is shown, and in none while it is not, however and
/// wherever it is named.
#[test]
fn the_files_of_what_is_not_shown_are_in_no_output_however_they_are_named() {
    let all = Naming::all();
    // Those of which nothing, or something, is in the outputs.
    let without = |site: &crate::harness::Site, is_there: bool| {
        let found = all.iter().zip(made_of(site, &all)).filter(|(_, outputs)| (*outputs > 0) == is_there);
        found.map(|(one, _)| one.text.clone()).collect::<Vec<_>>()
    };
    let none = Vec::<String>::new();
    for raw_html in ["clean", "trust"] {
        let shown = naming(&all, raw_html, |_| "kind: appeal");
        assert_eq!(without(&shown, false), none, "shown, and not there");
        let hidden = naming(&all, raw_html, |at| HIDDEN[at % HIDDEN.len()]);
        assert_eq!(without(&hidden, true), none, "not shown, and there");
        // What something that is shown names too stays.
        let both = all.iter().enumerate().fold(hidden, |site, (at, one)| {
            let other = format!("---\ntitle: Other\ndate: 2021-03-01\narea: Kent\n---\n[x](<{}>)\n", one.address);
            site.edit(&format!("content/{}/other{at}.md", one.folder), &other)
        });
        assert_eq!(without(&both, false), none, "named by another too, and not there");
    }
}

/// What a page loads or links to is resolved as it is held back: a page names no address of the site at which a file of a
/// bulletin that is shown is not.
#[test]
fn pages_find_the_files_that_they_name_however_they_are_named() {
    let site = site("").settings("base_url: https://w.example/watch/").edit("content/kent/her.png", "2x2");
    // The picture of the head and that of the body: the same one would stand once.
    let site = site.edit("content/kent/his.png", "2x2");
    let site = SPELLINGS.iter().enumerate().fold(site, |site, (at, spelling)| {
        let address = spelling.replace("FILE", "her.png");
        let his = spelling.replace("FILE", "his.png");
        let head = format!("title: T{at}\ndate: 2021-03-01\narea: Kent\nimage: {{src: '{his}', alt: His}}");
        site.edit(&format!("content/kent/t{at}.md"), &format!("---\n{head}\n---\n![Her](<{address}>)\n"))
    });
    for (at, spelling) in SPELLINGS.iter().enumerate() {
        let page = site.page(&format!("/2021/03/t{at}/"));
        for file in ["her.png", "his.png"] {
            assert_eq!(page.0.matches(&format!("src=\"/watch/kent/{file}")).count(), 1, "{spelling}: {}", page.0);
        }
    }
}

#[test]
fn the_files_of_an_update_wait_for_its_date() {
    let text = "updates: [{date: 2021-03-20 10:00, text: \"[here](plan.pdf) ![x](pic.png) <img src='raw.png'>\"}]";
    let site = |now: &str| {
        let site = bulletin(&format!("{text}\n---\nWords, and ![a picture](old.png).")).now(now);
        ["plan.pdf", "pic.png", "raw.png", "old.png"]
            .iter()
            .fold(site, |site, file| site.edit(&format!("content/{file}"), "30x20"))
    };
    let before = site("2021-03-19 12:00");
    for file in ["/plan.pdf", "/pic.png", "/raw.png"] {
        assert!(!before.has(file), "{file}");
    }
    assert!(before.has("/old.png"));
    assert!(!before.codes().contains("attachment-missing"), "{}", before.codes());
    let after = site("2021-03-20 12:00");
    for file in ["/plan.pdf", "/pic.png", "/raw.png", "/old.png"] {
        assert!(after.has(file), "{file}");
    }
    let named_in_the_body = site("2021-03-19 12:00")
        .edit("content/other.md", "---\ntitle: Other\ndate: 2021-03-01\narea: Kent\n---\n[the plan](plan.pdf)\n");
    assert!(named_in_the_body.has("/plan.pdf") && !named_in_the_body.has("/pic.png"));
}

#[test]
fn a_name_in_other_capitals_holds_a_file_back_too() {
    for more in ["draft: true", "status: withdrawn\nclosed: 2021-03-02"] {
        let site = bulletin(&format!("{more}\nimage: photo.png")).edit("content/Photo.png", "10x10");
        assert!(!site.has("/Photo.png"), "{more}");
    }
}

#[test]
fn the_files_of_a_bulletin_that_cannot_be_read_are_held_back() {
    for text in [
        "---\ntitle: Roof\nimage: Jane Doe.png\n  - {\n---\nWords.\n",
        "---\ntitle: Roof\nimage: Jane Doe.png\nWords that never end the front matter.\n",
        "Words without front matter, and ![x](<Jane Doe.png>).\n",
    ] {
        let site = site("").edit("content/roof.md", text).edit("content/Jane Doe.png", "10x10");
        assert!(!site.has("/Jane Doe.png"), "{text}");
    }
}
