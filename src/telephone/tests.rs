//! What is and what is not a telephone number, in sentences such as bulletins hold.

use super::*;
use proptest::prelude::*;

fn site() -> Telephones {
    Telephones::new(["999", "101", "0800 555 111", "+44 1632 960 001", "61016", "0845 46 47"], Numbering::British)
}

/// What is found in a text, as `number -> address`.
fn found(text: &str) -> Vec<String> {
    site().find(text).into_iter().map(|found| format!("{} -> {}", &text[found.range], &found.href[4..])).collect()
}

#[test]
fn the_police_appeal() {
    let text = "Anybody with information is urged to call Kent Police on 01622 604100 , quoting reference 46/322871/21. \
                You can also contact Action Fraud on 0300 123 2040, or Crimestoppers, anonymously, on 0800 555111 or online. \
                Wait for the call to clear and then contact 101, or 999 in an emergency.";
    assert_eq!(
        found(text),
        [
            "01622 604100 -> +441622604100",
            "0300 123 2040 -> +443001232040",
            "0800 555111 -> +44800555111",
            "101 -> 101",
            "999 -> 999",
        ]
    );
}

#[test]
fn numbers() {
    for (text, numbers) in [
        ("(01622) 604100", &["(01622) 604100 -> +441622604100"][..]),
        ("Ring (01622 604100).", &["01622 604100 -> +441622604100"]),
        ("Tel:01622 604100.", &["01622 604100 -> +441622604100"]),
        ("Tel no. 01622-604-100", &["01622-604-100 -> +441622604100"]),
        ("phone number: 01622604100", &["01622604100 -> +441622604100"]),
        ("the number is 01622\u{a0}604100", &["01622\u{a0}604100 -> +441622604100"]),
        ("0207 946 0123 (office)", &["0207 946 0123 -> +442079460123"]),
        ("020 7946 0123, 020 7946 0124", &["020 7946 0123 -> +442079460123", "020 7946 0124 -> +442079460124"]),
        ("07700 900123 07700 900124", &["07700 900123 -> +447700900123", "07700 900124 -> +447700900124"]),
        ("+44 (0)1622 604100", &["+44 (0)1622 604100 -> +441622604100"]),
        ("(+44) 1622 604100", &["(+44) 1622 604100 -> +441622604100"]),
        ("0044 1622 604100 or", &["0044 1622 604100 -> +441622604100"]),
        ("00 44 1622 604100", &["00 44 1622 604100 -> +441622604100"]),
        ("from abroad 00 353 1 234 5678", &["00 353 1 234 5678 -> +35312345678"]),
        ("0800 555111 365 days a year", &["0800 555111 -> +44800555111"]),
        ("016977 2345", &["016977 2345 -> +44169772345"]),
        ("from abroad +353 1 234 5678", &["+353 1 234 5678 -> +35312345678"]),
        ("+1 (202) 555-0123", &["+1 (202) 555-0123 -> +12025550123"]),
        ("01622 604100 ext. 12, please", &["01622 604100 ext. 12 -> +441622604100;ext=12"]),
        ("01622 604100 x12", &["01622 604100 x12 -> +441622604100;ext=12"]),
        ("01204 12345", &["01204 12345 -> +44120412345"]),
        ("Childline on 0800 1111", &["0800 1111 -> +448001111"]),
        ("0800 555111 24 hours a day", &["0800 555111 -> +44800555111"]),
        ("0300 123 2040 - 24 hours", &["0300 123 2040 -> +443001232040"]),
        ("in 2021 0300 123 2040 was it", &["0300 123 2040 -> +443001232040"]),
        ("by 9-5pm\n0300 123 2040", &["0300 123 2040 -> +443001232040"]),
        ("08 00 55 51 11", &["08 00 55 51 11 -> +44800555111"]),
        ("01632-96-00-01", &["01632-96-00-01 -> +441632960001"]),
        ("text 61016", &["61016 -> 61016"]),
        ("British Transport Police: 61016", &["61016 -> 61016"]),
        ("textphone 18001 101", &["18001 101 -> 18001101"]),
        ("NHS on 0845 46 47", &["0845 46 47 -> 08454647"]),
        ("Samaritans on 116 123", &["116 123 -> 116123"]),
        ("Report the incident on 01622 604100", &["01622 604100 -> +441622604100"]),
        ("quote crime reference 46/1/21 on 01622 604100", &["01622 604100 -> +441622604100"]),
        ("kent.police.uk/report or 01622 604100", &["01622 604100 -> +441622604100"]),
        ("To report a crime: 01622 604100", &["01622 604100 -> +441622604100"]),
        ("To report any incident, 01622 604100", &["01622 604100 -> +441622604100"]),
        ("(+441622604100)", &["+441622604100 -> +441622604100"]),
        ("a@b.uk, 01622 604100", &["01622 604100 -> +441622604100"]),
        ("Tel.01632 960144", &["01632 960144 -> +441632960144"]),
        ("07700 900123/07700 900124", &["07700 900123 -> +447700900123", "07700 900124 -> +447700900124"]),
        ("07700 900123,07700900124", &["07700 900123 -> +447700900123", "07700900124 -> +447700900124"]),
    ] {
        assert_eq!(found(text), numbers, "{text}");
    }
}

#[test]
fn not_numbers() {
    for text in [
        "46/322871/21",
        "CAD 1234 of 01/03/2021",
        "WV/10482/26",
        "on 01/03/2021, 01-03-2021, 01.03.2021 or 2021-03-01",
        "at 15:34 or 08:00-16:30",
        "£01234 567890",
        "£ 01234 567890 or £0.55",
        "01234 567890%",
        "0.1234567890 and 01234.567890",
        "ISBN 0-7100-1234-5, 978-0-7100-1234-5, ISBN 0710012345, 9780710012345",
        "10.0.01622.604100 and 192.168.0.101",
        "4929 0161 4960 0001",
        "3782 020794 60123",
        "4929 0161 4960 123",
        "sort code 01-02-03, account 01234567",
        "account number 01622604100",
        "01-02-03 12345678",
        "TQ 01460 12345",
        "GB29 NWBK 6016 1331 0161 49",
        "101622 6041000",
        "01622 60410",
        "01622 604100/21",
        "01622 604100/01622604100/21",
        "Model.01622 604100",
        "46/01622 604100",
        "01622 604100-7",
        "A01622 604100",
        "01622 604100B",
        "01622 604100_1",
        "ref 01622 604100",
        "Ref: 01622604100",
        "quoting reference number 01622 604100",
        "crime number 01622 604100",
        "Incident no: 01622 604100",
        "log 01622 604100",
        "no. 01622 604100",
        "https://example.org/01622604100",
        "https://example.org/?a=(01622)604100",
        "www.example.org,01622604100",
        "01622604100@example.org",
        "a@01622604100",
        "0400 123 4567 or 0600 123 4567 or 0100 123 4567",
        "0800 1112",
        "0800 2000",
        "0 1622 604100",
        "2025550123 or 202-555-0123 or 1-844-872-4681",
        "5+12345678901",
        "+1 123 456 7890",
        "grew by +100 000 in a year",
        "#01622604100",
        "1,01622 604100",
        "between 0800 - 1600 hours",
        "0800 1111 2222",
        "0300 123 2040 5678",
        "serial 0034567890123 and 00345 67890",
        "0034567890123",
        "Quote 01622604100 when you reply",
        "61016 people",
        "Samaritans 116 123 people",
        "call 12345 101",
        "textphone 18001 0300 123 2040",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn short_numbers_for_calling() {
    for (text, numbers) in [
        ("Call 999.", &["999 -> 999"][..]),
        ("dial 101 now", &["101 -> 101"]),
        ("phone Police Scotland on 101, or call 999 if you feel threatened", &["101 -> 101", "999 -> 999"]),
        ("via 101 for non-emergencies and 999 for the rest", &["101 -> 101", "999 -> 999"]),
        ("the 101 number", &["101 -> 101"]),
        ("Call our non-emergency number: 101", &["101 -> 101"]),
        ("on 0300 123 2040 or 101", &["0300 123 2040 -> +443001232040", "101 -> 101"]),
        ("Kent Police can be reached online or on 101", &["101 -> 101"]),
        ("In an emergency always ring 999", &["999 -> 999"]),
        ("NHS helpline (111)", &["111 -> 111"]),
        ("a power cut? Call 105 free", &["105 -> 105"]),
        ("the 101 non-emergency number", &["101 -> 101"]),
        ("Call 101 (24 hours)", &["101 -> 101"]),
        ("Ring 999/101", &["999 -> 999", "101 -> 101"]),
        ("Police: 101", &["101 -> 101"]),
        ("Police 101", &["101 -> 101"]),
        ("Heddlu: 101", &["101 -> 101"]),
        ("To report an incident: 101", &[]),
        ("To report an incident call 101", &["101 -> 101"]),
        ("Is it urgent? No. Call 101", &["101 -> 101"]),
        ("101", &["101 -> 101"]),
        (" 999. ", &[]),
        ("105", &[]),
    ] {
        assert_eq!(found(text), numbers, "{text}");
    }
}

#[test]
fn short_numbers_that_count_or_name_something_else() {
    for text in [
        "101 people",
        "They called 101 people",
        "some 999 homes lost power",
        "call for £101",
        "a call rate of 101%",
        "Room 101",
        "phone in Room 101",
        "at 101 High Street",
        "calls on 101 High Street were answered",
        "the 101-year-old man",
        "a 101-year-old caller",
        "the A101 and M101",
        "UX Design 101.",
        "101 kb",
        "received 101 emergency calls",
        "calls at 101 to 110 of the road",
        "lives at number 101",
        "house number 101",
        "1,101 or 101.5",
        "101/21",
        "call 101/102",
        "Police 101 arrests",
        "on 101 occasions",
        "ref 101",
        "log 101",
        "in 999 BC",
        "bus 101",
        "the 999 calls",
        "a score of 100 or 101",
        "more than 999",
        "call between 9:101 and 101:9",
        "call 1011 or 9999",
        "section 101 of the Act",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_run_is_judged_by_what_stands_round_it() {
    let find = |before, text, after| site().find_in_context(before, text, after).len();
    assert_eq!(find("Call ", "101", " today"), 1);
    assert_eq!(find("in Room ", "101", ""), 0);
    assert_eq!(find("there were ", "101", " people"), 0);
    assert_eq!(find("reference ", "01622 604100", ""), 0);
    assert_eq!(find("46/", "01622 604100", ""), 0);
    assert_eq!(find("", "01622 604100", "/21"), 0);
    assert_eq!(find("£", "01622 604100", ""), 0);
    assert_eq!(find("or ring 0300 123 2040 or ", "01622 604100", ", or 101"), 1);
    assert_eq!(find("0300 ", "123 2040", ""), 0);
    let found = site().find_in_context("Ring é ", "é 01622 604100", " é");
    assert_eq!(found[0].range, 3..15);
}

#[test]
fn contacts_that_are_no_numbers_are_passed_over() {
    for contact in ["", "no", "1", "call us", "12345678901234567890", "0800 FLOWERS"] {
        assert!(
            Telephones::new([contact], Numbering::British).find("0 call 12345678901234567890 0800 FLOWERS").is_empty(),
            "{contact}"
        );
    }
}

#[test]
fn a_foreign_contact_is_found_as_it_stands() {
    let telephones = Telephones::new(["202-555-0123"], Numbering::British);
    assert_eq!(telephones.find("on (202) 555 0123")[0].href, "tel:2025550123");
}

proptest! {
    #[test]
    fn places_are_sound_in_any_text(
        before in "\\PC{0,30}",
        parts in prop::collection::vec(prop_oneof![
            Just("01622 604100".to_owned()), Just("call 101".to_owned()), Just("+44 (0)".to_owned()), Just(" or ".to_owned()),
            "[0-9 ()+/.-]{0,16}", "\\PC{0,8}", " ?(x|ext\\.?) ?[0-9]{0,9}",
        ], 0..12),
        after in "\\PC{0,30}",
    ) {
        let text = parts.concat();
        for found in [site().find(&text), site().find_in_context(&before, &text, &after)] {
            let mut end = 0;
            for NumberMatch { range, href } in found {
                prop_assert!(end <= range.start && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
                let rest = href.strip_prefix("tel:").unwrap();
                let rest = rest.strip_prefix('+').unwrap_or(rest);
                let (number, extension) = rest.split_once(";ext=").unwrap_or((rest, "0"));
                for digits in [number, extension] {
                    prop_assert!(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", href);
                }
            }
        }
    }

    #[test]
    fn a_number_is_found_in_any_ordinary_spacing(area in prop::sample::select(vec!["01622", "020", "0113", "07700", "0300"]), rest in 2_000_000_u32..9_999_999, gap in prop::sample::select(vec![" ", "\u{a0}", "-", " - "])) {
        let local = format!("{rest}8888");
        let local = &local[..11 - area.len()];
        for text in [format!("on {area}{gap}{local}."), format!("on ({area}) {local}."), format!("on {area}{gap}{}{gap}{}.", &local[..3], &local[3..])] {
            let found = site().find(&text);
            prop_assert_eq!(found.len(), 1, "{}", &text);
            prop_assert_eq!(&found[0].href, &format!("tel:+44{}{local}", &area[1..]));
        }
    }
}

#[test]
fn elsewhere_only_numbers_in_full_and_those_of_the_site_are_found() {
    let telephones = Telephones::new(["911", "1-800-376-0000", "030 5550000", "+44 1632 960 001"], Numbering::Other);
    let found = |text: &str| telephones.find(text).into_iter().map(|found| found.href).collect::<Vec<_>>();
    assert_eq!(found("Call 911 or 1800-376-0000."), ["tel:911", "tel:18003760000"]);
    assert_eq!(found("Ring 030 555 0000, or +49 30 5550001."), ["tel:0305550000", "tel:+49305550001"]);
    assert_eq!(found("Ring +44 (0)1632 960001 or 01632 960002, 999, 101, 0800 555 111."), ["tel:+441632960001"]);
}

#[test]
fn every_number_of_a_contact_can_be_dialled() {
    for (number, british, other) in [
        ("101", Some("tel:101"), Some("tel:101")),
        ("01632 960001", Some("tel:+441632960001"), Some("tel:01632960001")),
        ("+44 1632 960001", Some("tel:+441632960001"), Some("tel:+441632960001")),
        ("911", Some("tel:911"), Some("tel:911")),
        ("60066", Some("tel:60066"), Some("tel:60066")),
        ("(312) 555-0142", Some("tel:3125550142"), Some("tel:3125550142")),
        ("0800 FLOWERS", None, None),
        ("at the desk", None, None),
        ("1", None, None),
    ] {
        assert_eq!(dialled(number, Numbering::British).as_deref(), british, "{number}");
        assert_eq!(dialled(number, Numbering::Other).as_deref(), other, "{number}");
    }
}
