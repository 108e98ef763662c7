//! Clipboards as Word, browsers and mail programs fill them, each with the Markdown that somebody would write by hand.

use super::*;

/// What stands before and behind each paragraph that Word copies.
const WORD_HEAD: &str = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w=\"urn:schemas-microsoft-com:office:word\"><head><meta name=Generator content=\"Microsoft Word 15\"><title>Minutes</title><!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-GB style='word-wrap:break-word'><!--StartFragment-->";
const WORD_TAIL: &str = "<!--EndFragment--></body></html>";

fn word(html: &str) -> PastedText {
    pasted(&format!("{WORD_HEAD}{html}{WORD_TAIL}"))
}

fn text(html: &str) -> String {
    pasted(html).markdown
}

#[test]
fn word_paragraphs() {
    let html = "<p class=MsoNormal>Two callers in <b>high-visibility\njackets</b> asked to <i>read the meter</i>\nin Mill Lane.<o:p></o:p></p>\n\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n\n<p class=MsoNormal>Their cards bore no photograph.<o:p></o:p></p>";
    assert_eq!(
        word(html).markdown,
        "Two callers in **high-visibility jackets** asked to *read the meter* in Mill Lane.\n\nTheir cards bore no photograph."
    );
}

/// A point as Word writes it.
fn point(level: usize, mark: &str, text: &str) -> String {
    format!(
        "<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{text}<o:p></o:p></p>\n\n"
    )
}

#[test]
fn word_bullets() {
    let html = [
        "<p class=MsoNormal>Before you open:<o:p></o:p></p>\n\n",
        &point(1, "·", "Look through the window"),
        &point(1, "·", "Put the <b>chain</b> on"),
        "<p class=MsoNormal>Then call.<o:p></o:p></p>",
    ]
    .concat();
    assert_eq!(
        word(&html).markdown,
        "Before you open:\n\n- Look through the window\n- Put the **chain** on\n\nThen call."
    );
}

#[test]
fn word_lists_in_lists() {
    let html = [
        point(1, "1.", "Close the gate"),
        point(2, "a)", "the upper one"),
        point(2, "b)", "the lower one"),
        point(1, "2.", "Tell a neighbour"),
    ]
    .concat();
    assert_eq!(
        word(&html).markdown,
        "1. Close the gate\n   1. the upper one\n   2. the lower one\n2. Tell a neighbour"
    );
}

#[test]
fn word_lists_that_are_lists() {
    let item = |level: usize, text: &str| {
        format!(
            "<li class=MsoListParagraph style='margin-left:0cm;mso-list:l0 level{level} lfo1'>{text}<o:p></o:p></li>\n"
        )
    };
    let html = [
        "<ul style='margin-top:0cm' type=disc>".to_owned(),
        item(1, "Close the gate"),
        format!("<ul style='margin-top:0cm' type=circle>{}{}</ul>", item(2, "the upper one"), item(2, "the lower one")),
        item(1, "Tell a neighbour"),
        "</ul><ol style='margin-top:0cm' start=3 type=1>".into(),
        item(1, "Ring 101"),
        item(1, "Wait"),
        "</ol>".into(),
    ];
    assert_eq!(
        word(&html.concat()).markdown,
        "- Close the gate\n  - the upper one\n  - the lower one\n- Tell a neighbour\n\n3. Ring 101\n4. Wait"
    );
}

#[test]
fn word_paragraphs_that_are_in_no_list() {
    let html = "<p class=MsoListParagraph style='text-indent:0cm;mso-list:none'>Before you open:<o:p></o:p></p>\n\n";
    assert_eq!(word(&(html.to_owned() + &point(1, "·", "Look"))).markdown, "Before you open:\n\n- Look");
}

#[test]
fn word_headings_with_numbers() {
    let html = "<h1 style='margin-left:18.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>What was taken<o:p></o:p></h1>\n\n<p class=MsoNormal>A drill.<o:p></o:p></p>";
    assert_eq!(word(html).markdown, "# 2. What was taken\n\nA drill.");
}

#[test]
fn word_numbers_that_begin_elsewhere() {
    let html = [point(1, "4.", "Lock the shed"), point(1, "5.", "Mark the tools")].concat();
    assert_eq!(word(&html).markdown, "4. Lock the shed\n5. Mark the tools");
}

#[test]
fn word_headings() {
    let html = "<p class=MsoTitle>Shed breaks in Tanfold<o:p></o:p></p><h1><b><span style='font-size:16.0pt'>What was taken</span></b><o:p></o:p></h1><h2>Tools<o:p></o:p></h2><p class=MsoNormal>A drill.<o:p></o:p></p>";
    assert_eq!(word(html).markdown, "# Shed breaks in Tanfold\n\n# What was taken\n\n## Tools\n\nA drill.");
}

#[test]
fn word_tables() {
    let cell = |text: &str| {
        format!(
            "<td width=200 valign=top style='width:150.25pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt'><p class=MsoNormal>{text}<o:p></o:p></p></td>"
        )
    };
    let row = |cells: [&str; 2]| format!("<tr>{}{}</tr>", cell(cells[0]), cell(cells[1]));
    let html = format!(
        "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>{}{}{}</table>",
        row(["<b>Street</b>", "<b>Sheds</b>"]),
        row(["Mill Lane", "4"]),
        row(["Church End", "2"])
    );
    assert_eq!(
        word(&html).markdown,
        "| **Street** | **Sheds** |\n| --- | --- |\n| Mill Lane | 4 |\n| Church End | 2 |"
    );
}

#[test]
fn word_links_and_pictures() {
    let html = "<p class=MsoNormal>Report it at <a href=\"https://www.police.example/report\"><span style='color:blue'>the force's page</span></a>.<o:p></o:p></p><p class=MsoNormal><span style='mso-no-proof:yes'><img width=400 height=300 src=\"file:///C:/Temp/msohtmlclip1/01/clip_image002.jpg\"></span><o:p></o:p></p>";
    let pasted = word(html);
    assert_eq!(pasted.markdown, "Report it at [the force's page](https://www.police.example/report).");
    assert_eq!(pasted.pictures, 1);
}

#[test]
fn word_hidden_text_and_comments_stay_behind() {
    let html = "<p class=MsoNormal>Meet at 7pm<span style='display:none;mso-hide:all'>not at the vicarage</span>.<o:p></o:p></p><p class=MsoNormal>Bring <s>nothing</s> a torch.<o:p></o:p></p>";
    assert_eq!(word(html).markdown, "Meet at 7pm.\n\nBring ~~nothing~~ a torch.");
}

#[test]
fn word_line_breaks() {
    let html = "<p class=MsoNormal>Corn Hall<br>\nMill Lane<br>\nTanfold<o:p></o:p></p>";
    assert_eq!(word(html).markdown, "Corn Hall\\\nMill Lane\\\nTanfold");
}

#[test]
fn google_docs() {
    let html = "<meta charset='utf-8'><b style=\"font-weight:normal;\" id=\"docs-internal-guid-1a2b\"><p dir=\"ltr\" style=\"line-height:1.38;\"><span style=\"font-size:11pt;font-weight:400;font-style:normal;\">Do not </span><span style=\"font-size:11pt;font-weight:700;font-style:normal;\">pay at the door</span><span style=\"font-weight:400;\">.</span></p><ul style=\"margin-top:0;\"><li dir=\"ltr\" style=\"list-style-type:disc;\" aria-level=\"1\"><p dir=\"ltr\" role=\"presentation\"><span style=\"font-weight:400;\">Ask for a card</span></p></li><li dir=\"ltr\" aria-level=\"1\"><p dir=\"ltr\"><span style=\"font-style:italic;font-weight:400\">Ring the firm</span></p></li></ul></b>";
    assert_eq!(text(html), "Do not **pay at the door**.\n\n- Ask for a card\n- *Ring the firm*");
}

#[test]
fn libre_office() {
    let html = "<html><head><meta name=\"generator\" content=\"LibreOffice 24.2\"/><style type=\"text/css\">p { line-height: 115% }</style></head><body lang=\"en-GB\" dir=\"ltr\"><p style=\"line-height: 100%; margin-bottom: 0cm\">The <font color=\"#c9211e\"><b>north gate</b></font> stays shut.</p><ol><li><p style=\"margin-bottom: 0cm\">Use the south gate</p></li><li><p>Keep dogs in</p></li></ol></body></html>";
    assert_eq!(text(html), "The **north gate** stays shut.\n\n1. Use the south gate\n2. Keep dogs in");
}

#[test]
fn page_article() {
    let html = "<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"><h2 class=\"title\" style=\"color: rgb(11, 12, 12); font-weight: 700;\">Bogus callers</h2><p class=\"lede\" style=\"color: rgb(11, 12, 12);\">Officers in <a href=\"https://www.police.example/tanfold?utm_source=web&amp;utm_medium=link\">Tanfold</a> want to hear from you.</p><script>track()</script><blockquote>&ldquo;They were very polite.&rdquo;</blockquote>";
    assert_eq!(
        text(html),
        "## Bogus callers\n\nOfficers in [Tanfold](https://www.police.example/tanfold) want to hear from you.\n\n> “They were very polite.”"
    );
}

#[test]
fn page_with_styles_from_the_browser() {
    let html = "<span style=\"color: rgb(0, 0, 0); font-family: Arial; font-style: normal; font-weight: 400; display: inline !important; float: none;\">Call 101 and quote<span>&nbsp;</span></span><strong style=\"font-weight: 600;\">46/322871/21</strong><span style=\"font-weight: 400;\">.</span>";
    assert_eq!(text(html), "Call 101 and quote **46/322871/21**.");
}

#[test]
fn page_with_a_table_of_data() {
    let html = "<table><thead><tr><th>Day</th><th>Closed</th></tr></thead><tbody><tr><td>Monday</td><td>9am to 3pm</td></tr><tr><td>Tuesday</td><td>all | day</td></tr></tbody></table>";
    assert_eq!(text(html), "| Day | Closed |\n| --- | --- |\n| Monday | 9am to 3pm |\n| Tuesday | all \\| day |");
}

#[test]
fn page_that_would_run_something() {
    let html = "<p onclick=\"x()\">Read <a href=\"javascript:alert(1)\">this</a> and <a href=\"#more\">more</a>.</p><iframe src=\"https://a.example/\"></iframe><img src=x onerror=alert(1)><style>p{}</style><form><button>Go</button></form>";
    let pasted = pasted(html);
    assert_eq!(pasted.markdown, "Read this and more.");
    assert_eq!(pasted.pictures, 1);
}

#[test]
fn page_text_that_would_be_markdown() {
    let html = "<p># 4 is a house number</p><p>2 * 3 * 4 and snake_case and [brackets]</p><p>1. is how it begins</p><p>&lt;b&gt; is a tag</p>";
    assert_eq!(
        text(html),
        "\\# 4 is a house number\n\n2 * 3 * 4 and snake_case and \\[brackets]\n\n1\\. is how it begins\n\n\\<b> is a tag"
    );
}

#[test]
fn mail_from_gmail() {
    let html = "<div dir=\"ltr\"><div>The fair is on <b>Saturday</b>.</div><div><br></div><div>Parking is in Mill Lane: <a href=\"https://www.google.com/url?q=https://council.example/parking&amp;sa=D\" target=\"_blank\">map</a></div><img src=\"https://mail.example/open.gif\" width=\"1\" height=\"1\"></div>";
    let pasted = pasted(html);
    assert_eq!(
        pasted.markdown,
        "The fair is on **Saturday**.\n\nParking is in Mill Lane: [map](https://council.example/parking)"
    );
    assert_eq!(pasted.pictures, 0, "what counts readers is no picture");
}

#[test]
fn pictures_that_nobody_saw_are_none() {
    let picture = |more: &str| format!("<img src=\"https://a.example/x.png\" {more}>");
    let html = [
        picture("style=\"display:none\""),
        picture("hidden"),
        format!("<div style=\"display:none\">{}</div>", picture("")),
        picture("width=\"3px\" height=\"300\""),
        picture("width=\"4\" height=\"4\""),
    ];
    assert_eq!(pasted(&html.concat()).pictures, 1);
}

#[test]
fn mail_from_outlook() {
    let html = format!(
        "<div class=WordSection1><p class=MsoNormal><span style='font-size:11.0pt;mso-fareast-language:EN-US'>Please share:<o:p></o:p></span></p>{}<p class=MsoNormal><a href=\"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcouncil.example%2Froads&amp;data=05%7C01&amp;reserved=0\">Road closures</a><o:p></o:p></p></div>",
        point(1, "-", "No parking after 6pm")
    );
    assert_eq!(
        text(&html),
        "Please share:\n\n- No parking after 6pm\n\n[Road closures](https://council.example/roads)"
    );
}

#[test]
fn mail_from_a_telephone() {
    let html = "<html><head><meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"></head><body dir=\"auto\">Found a <b><i>tabby cat</i></b> by the weir.<div><br></div><div>Ring <a href=\"tel:01632960001\">01632 960001</a> or write to <a href=\"mailto:cats@tanfold.example\">cats@tanfold.example</a>.</div></body></html>";
    assert_eq!(
        text(html),
        "Found a ***tabby cat*** by the weir.\n\nRing 01632 960001 or write to cats@tanfold.example."
    );
}

#[test]
fn mail_with_codes_of_its_receiver() {
    let html = "<p>Sheds were entered: <a href=\"https://app.example/A/tok9f8e7d6c5b4a3210\">the map</a>, <a href=\"https://app.example/A/tok9f8e7d6c5b4a3210\">https://app.example/A/tok9f8e7d6c5b4a3210</a>, <a href=\"https://app.example/report-2026\">the report</a>.</p><p><b><a href=\"https://app.example/U/tok9f8e7d6c5b4a3210\">Unsubscribe</a></b></p>";
    assert_eq!(
        text(html),
        "Sheds were entered: the map, app.example, [the report](https://app.example/report-2026).\n\n**Unsubscribe**"
    );
}

#[test]
fn mail_that_is_laid_out_with_tables() {
    let html = "<table role=\"presentation\" width=\"600\"><tr><td><table><tr><td><h1 style=\"font-weight:bold\">Water off</h1><p>From 9am on Monday in <strong>Church&nbsp;End</strong>.</p></td></tr></table></td></tr><tr><td><a href=\"https://water.example/x\">https://water.example/x</a></td></tr></table>";
    assert_eq!(text(html), "# Water off\n\nFrom 9am on Monday in **Church End**.\n\nhttps://water.example/x");
}

#[test]
fn nothing_and_too_much() {
    assert_eq!(pasted(""), PastedText::default());
    assert_eq!(text("plain words"), "plain words");
    let deep = format!("{}deep{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
    assert_eq!(text(&deep), "deep");
    let points: String = (0..2000).map(|level| point(level % 9 + 1, "·", "x")).collect();
    assert!(word(&points).markdown.starts_with("- x"));
}
