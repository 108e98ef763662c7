//! Six Word files (import.md, Word): bullets by style and by hand, tables, tracked changes, footnotes, pictures, a header with
//! a name. In: files put together here, in Word's own marks. Out: the draft as a whole.

use crate::{
    disk::Folder,
    import::{DECEMBER, only, zipped},
};

/// A Word file of these parts, with the names that Word keeps in each.
fn word(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\" xmlns:wp=\"wp\" xmlns:mc=\"mc\" xmlns:wps=\"wps\"><w:body>{body}<w:sectPr><w:headerReference r:id=\"h\"/></w:sectPr></w:body></w:document>"
    );
    let own: &[(&str, &[u8])] = &[
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", b"<w:styles><w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style><w:style w:styleId=\"Berschrift\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"Unter\"><w:name w:val=\"Own\"/><w:basedOn w:val=\"Berschrift2\"/></w:style><w:style w:styleId=\"Berschrift2\"><w:name w:val=\"heading 2\"/></w:style><w:style w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>"),
        ("word/numbering.xml", b"<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"),
        ("word/_rels/document.xml.rels", b"<Relationships><Relationship Id=\"l1\" Target=\"https://police.example/report?a=1&amp;b=2\" TargetMode=\"External\"/><Relationship Id=\"l2\" Target=\"javascript:alert(1)\" TargetMode=\"External\"/><Relationship Id=\"p1\" Target=\"media/image1.png\"/></Relationships>"),
        ("word/header1.xml", b"<w:hdr><w:p><w:r><w:t>Robin Sample, Mill End Watch</w:t></w:r></w:p></w:hdr>"),
        ("word/footer1.xml", b"<w:ftr><w:p><w:r><w:t>Robin Sample</w:t></w:r></w:p></w:ftr>"),
        ("word/comments.xml", b"<w:comments><w:comment w:author=\"Robin Sample\"><w:p><w:r><w:t>Robin asks</w:t></w:r></w:p></w:comment></w:comments>"),
        ("docProps/core.xml", b"<cp:coreProperties><dc:creator>Robin Sample</dc:creator><cp:lastModifiedBy>Robin Sample</cp:lastModifiedBy></cp:coreProperties>"),
        ("docProps/app.xml", b"<Properties><Company>Sample Widgets</Company></Properties>"),
    ];
    zipped(&[own, more].concat())
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn plain(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text))
}

fn numbered(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run(text)
    )
}

/// The draft of a file, whose title is `Gates open`.
fn draft(body: &str, more: &[(&str, &[u8])]) -> (Folder, String) {
    let body = styled("Title", "Gates open") + &plain("The gates open on 20 November 2026.") + body;
    let folder = Folder::empty().write("a.docx", word(&body, more));
    let run = folder.at(DECEMBER, &["import", "a.docx"]).ended(0);
    let text = only(&folder);
    let everything: String = folder.tree("content").values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    for name in ["Robin", "Sample"] {
        assert!(!everything.contains(name) && !run.out.contains(name), "{name} is left in\n{everything}");
    }
    assert!(text.contains("title: Gates open\ndate: 2026-11-20\n"), "{text}");
    let body =
        text.split_once("\n---\n\nThe gates open on 20 November 2026.\n\n").expect("the text is there").1.to_owned();
    (folder, body)
}

#[test]
fn lists_by_style_and_by_number() {
    let body = [
        styled("Berschrift", "To bring"),
        styled("ListBullet", "a lamp"),
        styled("ListBullet", "a coat"),
        numbered(2, 1, "a warm one"),
        styled("Unter", "In this order"),
        numbered(3, 0, "Ring 101."),
        numbered(3, 0, "Wait."),
    ];
    let (_, text) = draft(&body.concat(), &[]);
    assert_eq!(
        text,
        "## To bring\n\n- a lamp\n- a coat\n  - a warm one\n\n### In this order\n\n1. Ring 101.\n2. Wait.\n"
    );
}

#[test]
fn lists_by_hand() {
    let sign = "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B7\"/></w:r><w:r><w:tab/></w:r><w:r><w:t>a rope</w:t></w:r></w:p>";
    let body = [
        plain("•\u{a0}a lamp"),
        plain("\u{f0b7} a coat"),
        "<w:p><w:r><w:t>o</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>a map</w:t></w:r></w:p>".into(),
        sign.into(),
        plain("Then:"),
        plain("1) Ring 101."),
        plain("2) Wait."),
    ];
    let (_, text) = draft(&body.concat(), &[]);
    assert_eq!(text, "- a lamp\n- a coat\n- a map\n- a rope\n\nThen:\n\n1. Ring 101.\n2. Wait.\n");
}

#[test]
fn tables_and_boxes() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", plain(text));
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{}{}</w:tc></w:tr></w:tbl>",
        cell("Ward"),
        cell("Gates"),
        cell("Mill | End"),
        plain("4"),
        plain("and 2 more")
    );
    let frame = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("Call 101."));
    // A box of text stands in the middle of a paragraph, once for new programs and once for old ones.
    let floating = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent>{}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        run("Before the box "),
        plain("In the box."),
        plain("In the box."),
        run("and after it.")
    );
    let (_, text) = draft(&(table + &frame + &floating), &[]);
    assert_eq!(
        text,
        "| Ward | Gates |\n| --- | --- |\n| Mill \\| End | 4 and 2 more |\n\nCall 101.\n\nIn the box.\n\nBefore the box and after it.\n"
    );
}

#[test]
fn tracked_changes_are_taken_as_accepted() {
    let body = "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t xml:space=\"preserve\">From </w:t></w:r><w:del w:author=\"Robin Sample\"><w:r><w:delText>nine</w:delText></w:r></w:del><w:ins w:author=\"Robin Sample\"><w:r><w:t>ten</w:t></w:r></w:ins><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:t xml:space=\"preserve\"> o’clock.</w:t></w:r></w:p><w:moveFrom w:author=\"Robin Sample\"><w:p><w:r><w:t>Moved away.</w:t></w:r></w:p></w:moveFrom>";
    let (folder, text) = draft(body, &[]);
    assert_eq!(text, "From ten o’clock.\n");
    let receipt: String = folder.tree("content").values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(receipt.contains("tracked changes"), "a person is told: {receipt}");
}

#[test]
fn links_and_notes() {
    let body = format!(
        "<w:p>{}<w:hyperlink r:id=\"l1\">{}</w:hyperlink>{}<w:hyperlink r:id=\"l2\">{}</w:hyperlink><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:endnoteReference w:id=\"2\"/></w:r></w:p>",
        run("Report it "),
        run("online"),
        run(" or "),
        run("here")
    );
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://police.example/x\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>A form</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let notes = |kind: &str, text: &str| {
        format!(
            "<w:{kind}s><w:{kind} w:type=\"separator\" w:id=\"0\"><w:p/></w:{kind}><w:{kind} w:id=\"2\">{}</w:{kind}></w:{kind}s>",
            plain(text)
        )
    };
    let (foot, end) = (notes("footnote", "Open at all hours."), notes("endnote", "Free of charge."));
    let (_, text) =
        draft(&(body + field), &[("word/footnotes.xml", foot.as_bytes()), ("word/endnotes.xml", end.as_bytes())]);
    assert_eq!(
        text,
        "Report it [online](https://police.example/report?a=1&b=2) or here[^2][^e2]\n\n[A form](https://police.example/x)\n\n[^2]: Open at all hours.\n\n[^e2]: Free of charge.\n"
    );
}

#[test]
fn pictures_keep_their_words() {
    let body = "<w:p><w:r><w:drawing><wp:docPr id=\"1\" name=\"Picture 1\" descr=\"The east gate  AI\u{2d}generated content may be incorrect.\"/><a:blip r:embed=\"p1\"/></w:drawing></w:r></w:p>";
    let picture = b"\x89PNG\r\n\x1a\n and so on".to_vec();
    let (folder, text) = draft(body, &[("word/media/image1.png", &picture)]);
    assert_eq!(text, "![The east gate](picture-1.png)\n");
    assert_eq!(folder.tree("content/2026/2026-11-20-gates-open")["picture-1.png"], picture);
}

#[test]
fn the_first_heading_is_the_title_where_there_is_no_other() {
    let body = styled("Berschrift", "Sheds entered")
        + &plain("Four sheds were entered.")
        + &styled("Berschrift", "What to do");
    let body = body + &plain("Ring 101.");
    let folder = Folder::empty().write("a.docx", word(&body, &[]));
    folder.at(DECEMBER, &["import", "a.docx"]).ended(0);
    let text = only(&folder);
    assert!(text.contains("title: Sheds entered\n"), "{text}");
    assert!(text.ends_with("---\n\nFour sheds were entered.\n\n## What to do\n\nRing 101.\n"), "{text}");
    // A title may stand in two lines.
    let body = styled("Title", "Sheds entered") + &styled("Title", "in Mill End") + &plain("Four of them.");
    let folder = Folder::empty().write("a.docx", word(&body, &[]));
    folder.at(DECEMBER, &["import", "a.docx"]).ended(0);
    assert!(only(&folder).contains("title: Sheds entered in Mill End\n"), "{}", only(&folder));
}

#[test]
fn lists_keep_their_numbers() {
    let numbering = b"<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"5\"/><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"8\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"3\"/></w:lvlOverride></w:num></w:numbering>";
    let body = [
        numbered(7, 0, "Ring 101."),
        numbered(7, 0, "Wait."),
        plain("Then go on:"),
        numbered(7, 0, "Go home."),
        plain("And from another list:"),
        numbered(8, 0, "Lock the gate."),
        plain("7. By hand."),
    ];
    let body = styled("Title", "Gates open") + &plain("In this order.") + &body.concat();
    let parts: &[(&str, &[u8])] = &[
        ("word/document.xml", &{
            format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").into_bytes()
        }),
        ("word/numbering.xml", numbering),
    ];
    let folder = Folder::empty().write("a.docx", zipped(parts));
    folder.at(DECEMBER, &["import", "a.docx"]).ended(0);
    let text = only(&folder);
    assert!(
        text.ends_with("5. Ring 101.\n6. Wait.\n\nThen go on:\n\n7. Go home.\n\nAnd from another list:\n\n3. Lock the gate.\n\n<!-- -->\n\n7. By hand.\n"),
        "{text}"
    );
}

#[test]
fn the_text_is_found_under_any_name() {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let top = format!(
        "<Relationships><Relationship Id=\"r\" Type=\"{kind}/officeDocument\" Target=\"word/document2.xml\"/></Relationships>"
    );
    let own = format!(
        "<Relationships><Relationship Id=\"s\" Type=\"{kind}/styles\" Target=\"styles2.xml\"/></Relationships>"
    );
    let text = format!(
        "<w:document xmlns:w=\"w\"><w:body>{}{}</w:body></w:document>",
        styled("T", "Gates open"),
        plain("The gates open.")
    );
    let styles = b"<w:styles><w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let packed = zipped(&[
        ("_rels/.rels", top.as_bytes()),
        ("word/document2.xml", text.as_bytes()),
        ("word/_rels/document2.xml.rels", own.as_bytes()),
        ("word/styles2.xml", styles),
    ]);
    let folder = Folder::empty().write("a.docx", packed);
    folder.at(DECEMBER, &["import", "a.docx"]).ended(0);
    assert!(only(&folder).contains("title: Gates open\n"), "{}", only(&folder));
    let sheet = top.replace("word/document2.xml", "xl/workbook.xml");
    let folder = Folder::empty().write("a.docx", zipped(&[("_rels/.rels", sheet.as_bytes())]));
    assert!(folder.run(&["import", "a.docx"]).ended(1).err.contains("it is an Excel file"));
}

#[test]
fn an_empty_picture_is_told_and_not_shown() {
    let body = "<w:p><w:r><w:drawing><wp:docPr id=\"1\" name=\"Picture 1\" descr=\"The east gate\"/><a:blip r:embed=\"p1\"/></w:drawing></w:r></w:p>";
    let (folder, text) = draft(&(body.to_owned() + &plain("Come early.")), &[("word/media/image1.png", b"")]);
    assert_eq!(text, "Come early.\n");
    let receipt: String = folder.tree("content").values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(receipt.contains("picture 1 in it is empty"), "{receipt}");
}
