//! What volunteers copy (import.md, pasted chat and pages): posts of Facebook, messages of WhatsApp, pages as browsers save them.
//! In: the program over folders on disk. Out: the front matter and body of each draft. The texts are invented.

use crate::{
    disk::Folder,
    import::{DECEMBER, only},
};

/// The draft of a text, without what an import keeps for itself.
fn draft(name: &str, text: &str) -> String {
    let folder = Folder::empty().write("site.yaml", "title: T\nareas: [Mill End]\n").write(name, text);
    folder.at(DECEMBER, &["import", name]).ended(0);
    let text = only(&folder);
    let (head, rest) = text.split_once("imported:\n").expect("an import leaves its marks");
    head.to_owned() + rest.split_once("---\n").expect("front matter ends").1
}

#[test]
fn a_post_is_taken_without_its_frame() {
    let head = "---\ntitle: Two men have been calling at homes in Mill End claiming to be from the water board\ndate: 2026-11-20 15:40\narea: Mill End\nsource:\n  name: Wren Valley Police\ncontacts:\n  - 101\ndraft: true\n";
    let body = "Two men have been calling at homes in Mill End claiming to be from the water board. Do not let them in. Call 101.";
    let below = "All reactions:\n45\n12 comments\nLike\nComment\nShare\nJo Sample\nAbout time!\n2h\n";
    for (name, above) in [
        ("own", "Wren Valley Police\n20 November at 15:40 ·"),
        ("with its frame", "Facebook\nWren Valley Police\nFollow\n20 November 2026 at 15:40\n·\nShared with Public"),
        ("from a place", "Wren Valley Police is at Station Road.\n20 November at 15:40 · Wrenfield ·"),
        (
            "shared by somebody",
            "Robin Sample shared a post.\nAdmin\n  · 1 d  · \nShared with Public group\nPlease everyone be careful!!\nWren Valley Police\n  · 20 November at 15:40  · ",
        ),
        ("in one line", "Wren Valley Police · 20 November at 15:40 ·"),
    ] {
        let text = draft("post.txt", &format!("{above}\n{body}\n{below}"));
        assert_eq!(text, format!("{head}\n{body}\n"), "{name}");
    }
}

#[test]
fn how_long_ago_is_counted_from_today_and_is_a_guess() {
    let folder = Folder::empty()
        .write("a.txt", "Wren Valley Council\n5 d ·\nGate Lane is closed for resurfacing.\nLike\nComment\n");
    let run = folder.at(DECEMBER, &["import", "a.txt"]).ended(0);
    assert!(run.out.contains("date: 2026-11-27 (from the post, a guess)"), "{run:#?}");
}

#[test]
fn a_private_post_names_nobody() {
    let text = draft(
        "a.txt",
        "Mill End Chat\nRobin Sample  · 2 November at 10:00  · \nA ginger cat is in my garden in Mill Lane, ring 07700 900123.\n12\n8 comments\nLike\n",
    );
    assert!(text.contains("A ginger cat is in my garden in Mill Lane"), "{text}");
    assert!(!text.contains("Robin") && !text.contains("07700") && !text.contains("source:"), "{text}");
}

#[test]
fn a_message_is_taken_from_any_export() {
    for said in [
        "20/11/2026, 21:10 - PCSO Alex: {}\n20/11/2026, 21:12 - Robin Sample: Thanks",
        "[20/11/2026, 21:10:05] ~ PCSO Alex: {}\n[20/11/2026, 21:12:44] Pat: who is this",
        "11/20/26, 9:10 PM - PCSO Alex: {}\n11/20/26, 9:11 PM - Pat: ok",
        "20.11.26, 21:10 - PCSO Alex: {}",
        "[21:10, 20/11/2026] PCSO Alex: {}\n[21:12, 20/11/2026] Robin Sample: Thanks",
        "20/11/2026, 21:05 - Robin created group \"Mill End\"\n20/11/2026, 21:10 - PCSO Alex: Hi all. Please see the message below from our PCSO.\n\nGood evening residents,\n{}\nRegards\nAlex",
    ] {
        let text = draft(
            "chat.txt",
            &said.replace("{}", "A white van was stolen in Mill End last night. Ring 101 quoting 46/100888/26."),
        );
        assert_eq!(
            text,
            "---\ntitle: A white van was stolen in Mill End last night\ndate: 2026-11-20 21:10\narea: Mill End\nreference: 46/100888/26\ncontacts:\n  - 101\ndraft: true\n\nA white van was stolen in Mill End last night. Ring 101 quoting 46/100888/26.\n",
            "{said}"
        );
    }
}

#[test]
fn a_message_that_was_copied_alone_keeps_its_words_in_bold() {
    let text = draft(
        "a.txt",
        "*WREN VALLEY POLICE*\n\n*Two vans entered*\n\nVans in *Mill End* were entered on 18 November 2026.\n\n• a drill\n• a saw\n\nCall *101* quoting 46/100999/26.\n",
    );
    assert!(text.contains("name: WREN VALLEY POLICE\n"), "{text}");
    assert!(
        text.contains(
            "Vans in **Mill End** were entered on 18 November 2026.\n\n- a drill\n- a saw\n\nCall **101** quoting"
        ),
        "{text}"
    );
}

#[test]
fn a_chain_letter_is_held_back() {
    let folder = Folder::empty().write(
        "a.txt",
        "Forwarded many times\nURGENT!! A gang marks houses with chalk. Share with everyone you know.\n",
    );
    let run = folder.at(DECEMBER, &["import", "a.txt", "--yes"]).ended(0);
    let text = only(&folder);
    assert!(text.contains("draft: true\n") && !text.contains("Forwarded many times"), "{text}");
    assert!(run.out.contains("a known pattern of hoaxes"), "{run:#?}");
}

/// The page of a council, around a text.
const CLOSURE: &str = "<p>Gate Lane in Mill End will be closed from Monday 30 November 2026 to Friday 4 December 2026 while the road is resurfaced.</p><p>Access for residents will be kept, and a diversion by Corn Street will be signed.</p><p>Questions? Call the highways team on 01632 960300.</p>";

fn page(title: &str, head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
}

#[test]
fn the_page_of_a_council_is_taken_without_its_frame() {
    let want = "---\ntitle: Gate Lane closure\ndate: 2026-11-23\narea: Mill End\nsource:\n  name: Tanfold Parish Council\ncontacts:\n  - name: Tanfold Parish Council\n    phone: 01632 960300\ndraft: true\n\nGate Lane in Mill End will be closed from Monday 30 November 2026 to Friday 4 December 2026 while the road is resurfaced.\n\nAccess for residents will be kept, and a diversion by Corn Street will be signed.\n\nQuestions? Call the highways team on 01632 960300.\n";
    for (name, page) in [
        (
            "a system for councils",
            page(
                "Gate Lane closure | Tanfold Parish Council",
                "",
                &format!(
                    "<div id=\"ccc\"><p>We use cookies to make this site better.</p></div><header role=\"banner\"><a href=\"/\">Home</a></header><nav><a href=\"/a\">Bins</a></nav><main><h1>Gate Lane closure</h1><div><time datetime=\"2026-11-23\">23 November 2026</time></div>{CLOSURE}</main><footer>©</footer>"
                ),
            ),
        ),
        (
            "a blog",
            page(
                "Gate Lane closure – Tanfold Parish Council",
                "<meta property=\"og:site_name\" content=\"Tanfold Parish Council\"><meta property=\"article:published_time\" content=\"2026-11-23\">",
                &format!(
                    "<article><header><h1>Gate Lane closure</h1><span class=\"byline\">by <a>clerk</a></span></header><div class=\"entry-content\"><p>By Robin Sample, clerk</p>{CLOSURE}<div class=\"sharedaddy\"><h3>Share this:</h3></div></div></article><div id=\"comments\"><p>Pat says hello</p></div>"
                ),
            ),
        ),
        (
            "a title that says less than the heading",
            page(
                "Roads - Tanfold Parish Council",
                "",
                &format!(
                    "<main><h1>Gate Lane closure</h1><p class=\"date\">Monday 23 November 2026</p>{CLOSURE}<h2>Get alerts</h2></main>"
                ),
            ),
        ),
        (
            "one title for all pages",
            page(
                "Tanfold Parish Council",
                "",
                &format!(
                    "<table><tr><td><a href=\"index.htm\">Home</a><br><a href=\"x.htm\">Minutes</a></td><td><h2>Gate Lane closure</h2>{CLOSURE}<p><i>Last updated 23 November 2026</i></p></td></tr></table>"
                ),
            ),
        ),
    ] {
        assert_eq!(draft("page.html", &page), want, "{name}");
    }
}

#[test]
fn a_page_that_a_browser_saved_whole_is_a_page() {
    let page = page(
        "Gate Lane closure | Tanfold Parish Council",
        "",
        &format!("<nav>Menu</nav><main><h1>Gate Lane closure</h1><p>Published 23 November 2026</p>{CLOSURE}</main>"),
    );
    let saved = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.tanfold.example/news/gate-lane\r\nSubject: Gate Lane closure\r\nDate: Sat, 28 Nov 2026 12:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n------b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://www.tanfold.example/news/gate-lane\r\n\r\n{}\r\n------b--\r\n",
        crate::import_mail::printable(&page, false)
    );
    let text = draft("page.mhtml", &saved);
    assert!(
        text.contains("date: 2026-11-23\n") && text.contains("  url: https://www.tanfold.example/news/gate-lane\n"),
        "{text}"
    );
    assert!(!text.contains("Menu") && !text.contains("Published"), "{text}");
}

#[test]
fn a_post_of_a_group_names_nobody_who_runs_it() {
    let text = draft(
        "a.txt",
        "Mill End Community Group\nRobin Sample  · Admin  · 3h ·\nCopied from the council page:\nThe level crossing in Station Road will be closed from 10pm on Saturday 28 November 2026 until 6am on Sunday for repairs.\nLike\nComment\nSend\n",
    );
    assert!(text.contains("\n\nThe level crossing in Station Road will be closed"), "{text}");
    assert!(!text.contains("Robin") && !text.contains("Copied from"), "{text}");
}

#[test]
fn the_text_of_a_page_is_taken_without_what_was_copied_with_it() {
    let text = draft(
        "a.txt",
        "Skip to main content\nHome / News / Appeals\nAppeal after robbery in Mill End\nPublished: 14:20 20/11/2026\nShare this article\nFacebook\nX\nDetectives investigating a robbery in Mill End on Thursday 19 November 2026 are asking for witnesses to come forward.\nCall 101 quoting reference 46/202333/26 if you saw anything of it.\nWas this page helpful?\nYes\nNo\nRelated news\nMan jailed for burglary\nCookies on this site\n",
    );
    assert_eq!(
        text,
        "---\ntitle: Appeal after robbery in Mill End\ndate: 2026-11-20 14:20\narea: Mill End\nkind: appeal\nreference: 46/202333/26\ncontacts:\n  - 101\ndraft: true\n\nDetectives investigating a robbery in Mill End on Thursday 19 November 2026 are asking for witnesses to come forward.\n\nCall 101 quoting reference 46/202333/26 if you saw anything of it.\n"
    );
}

#[test]
fn headings_and_numbered_points_of_plain_text_stay_what_they_are() {
    let text = draft(
        "a.txt",
        "Three things\n\n** Mill Lane is closed\n------------------------------\nUse Station Road.\n\nBins\n====\nThey are emptied on Saturday.\n\n1. Say no.\n\n2. Close the door.\n",
    );
    assert!(
        text.ends_with(
            "## Mill Lane is closed\n\nUse Station Road.\n\n## Bins\n\nThey are emptied on Saturday.\n\n1. Say no.\n2. Close the door.\n"
        ),
        "{text}"
    );
}

#[test]
fn posts_of_other_networks_are_read_as_posts() {
    let text = draft(
        "a.txt",
        "Wren Valley Police\n@WrenValleyPol\nA white van was used in a theft of tools in Mill End on Friday. Call 101.\n3:12 PM · Nov 21, 2026\n·\n4,120\nViews\n",
    );
    assert!(text.contains("date: 2026-11-21 15:12\n") && text.contains("  name: Wren Valley Police\n"), "{text}");
    assert!(
        text.ends_with("\n\nA white van was used in a theft of tools in Mill End on Friday. Call 101.\n"),
        "{text}"
    );
    let text = draft(
        "a.txt",
        "Jo Sample\nMill End • 2 days ago\nTwo men who sell dusters are not licensed. Ring 101.\n12 comments\n",
    );
    assert!(text.contains("date: 2026-11-30\n") && !text.contains("Jo"), "{text}");
    assert!(text.ends_with("\n\nTwo men who sell dusters are not licensed. Ring 101.\n"), "{text}");
}

#[test]
fn a_message_of_a_chat_loses_its_greeting() {
    let text = draft(
        "a.txt",
        "20/11/2026, 20:06 - PCSO Alex: Good evening all. Three cars had their tyres slashed in Mill End. Call 101.\n20/11/2026, 20:07 - Robin: ok\n",
    );
    assert!(text.contains("title: Three cars had their tyres slashed in Mill End\n"), "{text}");
    assert!(text.ends_with("\n\nThree cars had their tyres slashed in Mill End. Call 101.\n"), "{text}");
}

#[test]
fn words_of_a_post_that_are_roles_as_well_stay() {
    for said in [
        "Mill Lane closed • Follow the diversion signs via High Street today.",
        "We need a helper · Admin work, two hours a week.",
    ] {
        let text =
            draft("a.txt", &format!("Wren Valley Council · Author · Admin · 20 November at 15:40 ·\n{said}\nLike\n"));
        assert!(text.ends_with(&format!("\n\n{said}\n")) && text.contains("name: Wren Valley Council\n"), "{text}");
    }
}

#[test]
fn a_post_of_x_keeps_its_paragraphs_in_any_language() {
    for when in ["15:45 · 20 Tach 2026", "15:45 · 20 Nov 2026", "3:45 PM · Nov 20, 2026"] {
        let text = draft(
            "a.txt",
            &format!(
                "Wren Valley Police\n\n@WrenValleyPol\nA white van was stolen in Mill End.\n\nCall 101.\n{when}\nViews\n"
            ),
        );
        assert!(text.contains("date: 2026-11-20 15:45\n"), "{when}: {text}");
        assert!(text.ends_with("\n\nA white van was stolen in Mill End.\n\nCall 101.\n"), "{text}");
    }
    let text = draft("a.txt", "Wren Valley Police\n@WrenValleyPol\nThe hall is open.\n09:05 · 3 Sept 2026\nViews\n");
    assert!(text.contains("date: 2026-09-03 09:05\n"), "{text}");
}

#[test]
fn a_message_is_greeted_where_it_says_so() {
    let message = |said: &str| format!("20/11/2026, 20:06 - PCSO Alex: {said}\n20/11/2026, 20:07 - Robin: ok\n");
    let text = draft("a.txt", &message("Evening: Mill Lane is closed from 6pm in Mill End. Call 101."));
    assert!(text.ends_with("\n\nEvening: Mill Lane is closed from 6pm in Mill End. Call 101.\n"), "{text}");
    let folder = Folder::empty().write("a.txt", message("Evening, Mill Lane is closed from 6pm. Call 101."));
    let run = folder.at(DECEMBER, &["import", "a.txt"]).ended(0);
    assert!(run.out.contains("the greeting"), "{run:#?}");
    assert!(only(&folder).ends_with("\n\nMill Lane is closed from 6pm. Call 101.\n"), "{run:#?}");
}

#[test]
fn a_number_has_the_name_of_whom_readers_are_asked_to_ring() {
    let text =
        draft("a.txt", "Patrols begin\n\nThe patrols are run by Operation Task Force on 01632 960001 in Mill End.\n");
    assert!(!text.contains("name: Force"), "{text}");
}
