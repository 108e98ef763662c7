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
fn a_picture_that_is_missing_is_a_warning() {
    insta::assert_snapshot!(bulletin("image: rof.png").edit("content/roof.png", "10x10").problems(), @r"
    warning[image-missing]: there is no picture `rof.png`
     --> content/roof.md:5:8
      |
    5 | image: rof.png
      |        ^^^^^^^
      |
      = help: put the picture beside the bulletin, or correct the path

    1 warning
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
