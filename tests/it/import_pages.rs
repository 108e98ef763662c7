//! Pages as builders of pages make them, and what of a page is left out (import.md, page): the text stays, and a receipt says what
//! did not. In: the program over folders on disk. The pages are invented.

use crate::{
    disk::Folder,
    import::{DECEMBER, only},
};

/// The draft of a page, and what was said of it.
fn brought(page: &str) -> (String, String) {
    let folder = Folder::empty().write("site.yaml", "title: T\n").write("a.html", page);
    let run = folder.at(DECEMBER, &["import", "a.html"]).ended(0);
    (only(&folder), run.out.clone())
}

fn body(text: &str) -> &str {
    text.split_once("\n---\n").expect("it has front matter").1.trim()
}

const ELEMENTOR: &str = "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Sheds entered - Wrenfield Parish Council</title>
<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"Sheds entered in Station Road\",\"datePublished\":\"2026-11-20T15:40:00+00:00\",\"mainEntityOfPage\":{\"@id\":\"https://wrenfield.example/sheds/\"},\"publisher\":{\"@id\":\"https://wrenfield.example/#organization\"}},{\"@type\":\"Organization\",\"@id\":\"https://wrenfield.example/#organization\",\"name\":\"Wrenfield Parish Council\"}]}</script></head>
<body class=\"elementor-page\"><div class=\"elementor elementor-location-header\"><div class=\"elementor-widget elementor-widget-nav-menu\"><nav><a href=\"/\">Home</a></nav></div></div>
<div class=\"elementor elementor-12\"><section class=\"elementor-section\"><div class=\"elementor-widget-wrap\">
<div class=\"elementor-element elementor-widget elementor-widget-heading\"><div class=\"elementor-widget-container\"><h1>Sheds entered in Station Road</h1></div></div>
<div class=\"elementor-element elementor-widget elementor-widget-text-editor\"><div class=\"elementor-widget-container\"><p>Four sheds in Station Road, Wrenfield were entered on Friday night.</p><p>Ring <a href=\"tel:+441632960001\">the police desk</a> or <a href=\"tel:01632960002\">01632 960002</a>.</p></div></div>
<div class=\"elementor-element elementor-widget elementor-widget-image\"><figure><img src=\"/uploads/door.png\" alt=\"A shed with a cut lock\"><figcaption class=\"widget-image-caption\">The door on Saturday</figcaption></figure></div>
<div class=\"elementor-element elementor-widget elementor-widget-text-editor\"><p>Lock your shed, and mark what is in it.</p></div>
</div></section></div></body></html>";

#[test]
fn a_page_of_a_builder_keeps_its_text() {
    let (text, said) = brought(ELEMENTOR);
    let want = "Four sheds in Station Road, Wrenfield were entered on Friday night.\n\nRing the police desk (01632960001) or 01632 960002.\n\nLock your shed, and mark what is in it.";
    assert_eq!(body(&text), want, "{said}");
    assert!(text.contains("  name: Wrenfield Parish Council\n"), "{text}");
    for told in [
        "https://wrenfield.example/uploads/door.png",
        "the words of a picture, “A shed with a cut lock”",
        "what stands below a picture, “The door on Saturday”",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    // Each paragraph in a box of its own, and no part of the page that is marked as its text.
    let boxes = "<!DOCTYPE html><html><head><title>Road closed | Wrenfield Parish Council</title></head><body>
<div class=\"so-panel widget widget_sow-editor\"><div class=\"textwidget\"><h2>Road closed at Reedbank</h2><p>The road at Reedbank is closed until Monday 30 November for a burst main.</p></div></div>
<div class=\"et_pb_module et_pb_text\"><p>Buses 12 and 14 turn at the church, and stop there on their way back.</p></div>
<div class=\"fl-module fl-rich-text\"><p>Whoever has questions rings 01632 960002 between nine and five.</p></div></body></html>";
    let (text, said) = brought(boxes);
    for kept in ["closed until Monday", "Buses 12 and 14", "Whoever has questions"] {
        assert!(body(&text).contains(kept), "{kept}\n{text}\n{said}");
    }
}

#[test]
fn a_receipt_says_what_of_a_page_was_left_out() {
    let page = "<!DOCTYPE html><html><head><title>Road closed at Reedbank</title></head><body><main><h1>Road closed at Reedbank</h1>
<p>The road at Reedbank is closed until Monday 30 November for a burst main.</p>
<div class=\"promo\"><p>A bus goes from the church to the mill every half hour until then.</p></div>
<div style=\"display:none\"><p>The road opens again on Monday at nine, unless it freezes in the night.</p></div>
<p>Bins are taken on these days instead:</p><ul><li>24 December 2026</li><li>2 January 2027</li></ul>
<table><caption>Where buses turn</caption><tr><th>Bus</th><th>Turns at</th></tr><tr><td>12</td><td>Church</td></tr></table>
<img src=\"data:image/gif;base64,R0\" data-src=\"../uploads/map.png\" alt=\"\"></main></body></html>";
    let (text, said) = brought(page);
    for kept in ["- 24 December 2026\n- 2 January 2027", "Where buses turn\n\n| Bus | Turns at |"] {
        assert!(body(&text).contains(kept), "{kept}\n{text}");
    }
    // The days of the bins are not that of the page.
    assert!(text.contains("\ndate: 2026-12-02\n") || text.contains("\ndate: 2026-11-30\n"), "{text}");
    for told in [
        "advertising, among it “A bus goes from the church",
        "what the page hides, among it “The road opens again on Monday",
        "a picture stands in it at `../uploads/map.png`",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
}

#[test]
fn a_page_that_is_one_form_keeps_its_text() {
    let page = "<!DOCTYPE html><html><head><title>Road closed at Reedbank</title></head><body><form id=\"aspnetForm\"><div><h2>Road closed at Reedbank</h2><p>The road at Reedbank is closed until Monday 30 November for a burst main, says the council.</p></div></form></body></html>";
    assert!(brought(page).0.contains("closed until Monday"));
}
