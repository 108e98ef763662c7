//! Lines of messages that are text, and lines that only led somewhere, were for the receiver alone, or are the foot.

use super::*;
use crate::import::{blocks::markdown, document::SourceFormat, html, plain};

/// What is left of the blocks of a message, and what was said to have gone.
fn left_of(blocks: Vec<Block>) -> (String, Vec<String>) {
    let mut document = SourceDocument::of(SourceFormat::Mail);
    let blocks = cleaned(&mut document, blocks);
    (markdown(&blocks), document.removed.into_iter().map(|removed| removed.what).collect())
}

fn left_of_html(page: &str) -> (String, Vec<String>) {
    left_of(html::blocks(&html::tree(page).0, &mut html::HtmlReader::default()))
}

fn left_of_text(text: &str) -> (String, Vec<String>) {
    left_of(plain::blocks(text))
}

const TOKEN: &str = "tok9f8e7d6c5b4a3210";

#[test]
fn what_says_something_stays_when_its_address_goes() {
    let address = format!("https://lnks.gd/l/{TOKEN}");
    let said = "A grey van was seen leaving towards the ring road.";
    assert_eq!(left_of_text(&format!("{said} Read more: {address}")).0, said);
    let ladder = left_of_text(&format!("{said} It had a ladder: {address}")).0;
    assert_eq!(ladder.trim_end(), format!("{said} It had a ladder:"));
    let list = format!("https://wren.us21.list-manage.com/track/click?u={TOKEN}");
    let (left, gone) =
        left_of_html(&format!("<h2><a href=\"{list}\">Sheds broken into in Mill Lane</a></h2><p>Lock them.</p>"));
    assert_eq!(left, "## Sheds broken into in Mill Lane\n\nLock them.");
    assert_eq!(gone, ["an address at wren.us21.list-manage.com"]);
    let shown = format!("<p>Report it at <a href=\"{list}\">https://www.police.example/report</a></p>");
    assert_eq!(left_of_html(&shown).0, "Report it at https://www.police.example/report");
}

#[test]
fn what_only_led_to_an_address_goes_and_is_told() {
    let address = format!("https://lnks.gd/l/{TOKEN}");
    for lead in ["Find out more", "Book your place"] {
        let (left, gone) = left_of_html(&format!("<p>Lock sheds.</p><p><a href=\"{address}\">{lead}</a></p>"));
        assert_eq!(left, "Lock sheds.");
        assert_eq!(gone, ["an address at lnks.gd".to_owned(), format!("“{lead}”")]);
    }
    let (left, gone) = left_of_text(&format!("Lock sheds.\n\nThe whole story is here: {address}"));
    assert_eq!((left.as_str(), gone.len()), ("Lock sheds.", 2), "{gone:?}");
}

#[test]
fn telephone_numbers_that_are_links_stay() {
    let (left, gone) = left_of_html("<p><a href=\"tel:0800555111\">Call 0800 555 111</a></p><p>Or ring 101.</p>");
    assert_eq!((left.as_str(), gone), ("Call 0800 555 111\n\nOr ring 101.", Vec::new()));
}

#[test]
fn codes_at_the_host_where_receivers_answer_go() {
    let wrapped = "https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapp.example%2Fleave&data=05";
    for leave in [
        "<a href=\"https://app.example/leave\">Unsubscribe</a>".to_owned(),
        format!("<a href=\"{wrapped}\">Unsubscribe</a>"),
        "<b>You can <a href=\"https://app.example/leave\">unsubscribe</a>.</b>".into(),
        "To unsubscribe: HTTPS://app.example/leave".into(),
    ] {
        let page = format!(
            "<p>Sheds were entered; see <a href=\"https://app.example/A/{TOKEN}\">the map of all sheds</a> and <a href=\"https://app.example/news/2026-11-20-burglary-in-mill-lane/\">our advice</a>.</p><p>{leave}</p>"
        );
        let wanted = "Sheds were entered; see the map of all sheds and [our advice](https://app.example/news/2026-11-20-burglary-in-mill-lane/).";
        assert_eq!(left_of_html(&page).0, wanted, "{leave}");
    }
    let (left, _) = left_of_text(&format!(
        "See www.app.example/A/{TOKEN} and our other pages.\n\nTo unsubscribe: www.app.example/leave"
    ));
    assert_eq!(left.split_whitespace().collect::<Vec<_>>(), ["See", "and", "our", "other", "pages."]);
}

#[test]
fn advice_is_no_foot() {
    for line in [
        "Email invoices can be intercepted by criminals, who change the bank details.",
        "Be wary if a message came from outside your bank.",
        "The caller sends a message saying your computer was scanned for viruses.",
        "The views of residents expressed at the meeting will not necessarily change the plan.",
        "To view the plans, come to the hall on 4 December.",
        "To respond to the consultation, write to the parish clerk at the hall.",
        "To change your password, go to the bank's own site.",
        "To stop receiving cold calls, register your number.",
        "External lights deter burglars.",
        "You can change your settings so that only friends may add you. Never give anybody the code.",
        "You get this message from a number that you do not know. Delete it.",
        "Your bank account number is 8 digits long; nobody needs it to pay you back.",
        "To respond to the officer in the case, ring 01632 960001 by Friday.",
        "To reply or forward this message to the team, ring 01632 960001.",
    ] {
        assert_eq!(left_of_text(line), (line.to_owned(), Vec::new()));
    }
    let list = "Our groups:\n\n- WhatsApp\n- Facebook\n\nAll are free.";
    assert_eq!(left_of_text(list).0, list);
}

#[test]
fn the_foot_of_a_message_goes() {
    for line in [
        "To reply or forward this message please use the buttons below.",
        "To reply to this message, click here.",
        "To change how you receive these emails, visit your account.",
        "To update your preferences, click here.",
        "To view it in a browser, click here.",
        "Our emails may be monitored and recorded.",
        "Emails may be monitored for training.",
        "Internet email is not secure.",
        "This email originated from outside of the organisation.",
        "[EXTERNAL] Do not open attachments.",
        "The views expressed in this message are not necessarily those of the force.",
        "Any views or opinions are those of the author.",
        "This email has been scanned for all known viruses.",
        "Facebook | X | Instagram",
        "Twitter",
        "You are getting this email because you are a member.",
        "You can change your settings here.",
        "To unsubscribe, ring 01632 960001.",
        "Your account number is 4471 2208.",
    ] {
        let (left, gone) = left_of_text(&format!("Lock sheds.\n\n{line}"));
        assert_eq!(left, "Lock sheds.", "{line}");
        assert_eq!(gone, [FOOT], "{line}");
    }
    let links =
        "<p>Lock sheds.</p><ul><li><a href=\"https://www.facebook.com/wren\">Facebook</a></li></ul><p>Ring 101.</p>";
    assert_eq!(left_of_html(links).0, "Lock sheds.\n\nRing 101.");
}

#[test]
fn lines_for_one_receiver_go_and_the_text_stays() {
    for line in [
        "There is a new alert for your home at 4 Mill Lane, WR2 2BB:",
        "Your member number: 100238",
        "To reply to the sender, forward this email or to ask for help click here",
        "You can manage your notifications here",
        "To stop these alerts reply STOP.",
        "Stay Connected with Wren Borough Council:",
        "Rhian Example | Principal Officer | DDI 01632 960556",
        "This communication is intended for the addressee(s) only.",
    ] {
        assert_eq!(
            left_of_text(&format!("Two sheds were broken into.\n\n{line}")).0,
            "Two sheds were broken into.",
            "{line}"
        );
    }
    let signed = "Two sheds were broken into.\n\nStay safe\n\nSgt 221 Sam Example\nDirect dial 01632 960777";
    assert_eq!(left_of_text(signed).0, "Two sheds were broken into.");
    for line in [
        "To reply to an advert for a bicycle, never pay first.",
        "To stop these thefts, lock your shed.",
        "Check that your home at the lane is locked.",
        "Stay safe on the roads this winter.",
        "Police | Fire | Ambulance: 999",
        "Your account number is never asked for on the telephone.",
        "If your home is in Mill Lane, WR2 2BB or WR2 2BC, you have no water until 6pm on Monday. Bottled water is at the hall.",
        "To vote, bring proof of your address to the Corn Hall, WR2 2BD, by 5pm.",
        "Victim Support | Free helpline | Tel 01632 960111",
        "Citizens Advice | Consumer helpline | Tel 01632 960112",
        "Kent Police | Non-emergency number | Tel 01632 960113",
        "Wren Samaritans | Listening by night | Tel 01632 960114\\\nMill Carers | Company by day | Tel 01632 960115",
    ] {
        let text = format!("Two sheds were broken into.\n\n{line}");
        assert_eq!(left_of_text(&text.replace('\\', "")).0, text, "{line}");
    }
}

#[test]
fn advice_below_what_ends_letters_as_well_stays() {
    let said = "Two sheds were broken into.";
    for head in ["Stay safe", "Take care"] {
        let text = format!("{said}\n\n{head}\n\n- Lock your shed.\n- Mark your bike.\n\nCall 101 quoting 46/100234/26");
        assert_eq!(left_of_text(&text).0, text);
    }
    for end in ["Stay safe", "Stay safe,\nrobin", "Keep safe\n\nRobin and Pat Sample\n\n4 Mill Lane"] {
        assert_eq!(left_of_text(&format!("{said}\n\n{end}")).0, said, "{end}");
    }
    let listed =
        format!("{said}\n\nKind regards\n\nRobin Sample\n\nCall 101 quoting 46/100234/26\n\n- Lock your shed.");
    assert_eq!(left_of_text(&listed).0, format!("{said}\n\nCall 101 quoting 46/100234/26\n\n- Lock your shed."));
    let signed = format!("{said}\n\nKind regards,\n\nRobin Sample\n------------\n4 Old Forge Close\n07700 900123");
    assert_eq!(left_of_text(&signed).0, said);
    let card =
        format!("{said}\n\n{{}}\n\nOur office is closed on Monday, and on the Tuesday after it as well, all day.");
    let card = card.replace("{}", "Rhian Example | Principal Officer | DDI 01632 960556");
    assert!(!left_of_text(&card).0.contains("Rhian"));
}

#[test]
fn a_line_that_only_begins_like_a_greeting_stays() {
    let mut document = SourceDocument::of(SourceFormat::Mail);
    document.private.push("April Sample".into());
    let lines = "The hall is warm.\n\nDear April,\n\nMorning clinic on Friday 3 April";
    let left = cleaned(&mut document, plain::blocks(lines));
    assert_eq!(markdown(&left), "The hall is warm.\n\nMorning clinic on Friday 3 April");
    for line in ["Evening patrols will go on until Friday", "Taken from sheds in Mill Lane: two bikes and a mower"] {
        let text = format!("{line}\n\nLock your sheds.");
        assert_eq!(left_of_text(&text).0, text);
    }
    for line in ["Morning all", "Evening, ", "Morning Robin,", "Taken from the Wren Police Facebook page:"] {
        assert_eq!(left_of_text(&format!("{line}\n\nLock your sheds.")).0, "Lock your sheds.", "{line}");
    }
}
