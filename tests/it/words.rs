//! The texts of the interface, one file a language (docs/guide.md, "A site in another language"): words that a site
//! overrides, languages that it adds, plural forms, dates, and what is wrong in such a file.

use std::collections::{BTreeMap, BTreeSet};

use noticeboard::testing::{embedded, moment, settings::contacts, words};

use crate::harness::{Site, bulletin, site};

/// Three bulletins, the last of which is in Welsh.
fn three(language: &str) -> Site {
    site(&format!(
        "
        -- site.yaml --
        title: Gwarchod Llandryw
        language: {language}
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01 15:34
        area: Kent/Maidstone
        kind: appeal
        severity: severe
        reference: [46/1, 46/2]
        updates: [{{date: 2021-03-02, text: News}}]
        tags: lead
        ---
        > [!WARNING]
        > Look up.
        -- content/shed.md --
        ---
        title: Shed
        date: 2021-02-01
        area: Kent
        status: resolved
        closed: 2021-02-03
        ---
        -- content/afon.md --
        ---
        title: Afon
        date: 2021-03-03 12:00
        area: Kent
        lang: cy
        ---
        -- content/pages/about.md --
        ---
        title: About
        ---
    "
    ))
}

/// The texts that readers meet on a page, in its head and in what screen readers say.
fn spoken(page: &str) -> String {
    let page = crate::harness::Page(page.to_owned());
    let mut spoken = page.find("body").text();
    for name in ["aria-label", "alt", "title"] {
        spoken.push_str(&page.attributes(name).join(" "));
    }
    spoken + &page.words("title") + &page.metas("og:image:alt").join(" ")
}

#[test]
fn a_welsh_site_is_wholly_welsh() {
    let site = three("cy");
    assert_eq!(site.problems(), "");
    // Whatever of an English page stands on none of the same site in Welsh: the program's own words.
    let english: BTreeMap<String, String> = languages().remove("en").unwrap();
    let welsh = languages().remove("cy").unwrap();
    let same = ["share_whatsapp", "time", "poster_size_a4", "poster_size_a5", "share_poster", "card_name"];
    for address in site.files().iter().filter(|address| address.ends_with('/') || address.ends_with(".html")) {
        let text = spoken(&site.page(address));
        for (key, word) in &english {
            let long = word.len() > 7 && !word.contains('{') && !same.contains(&key.as_str());
            if long && word != &welsh[key] {
                assert!(!text.contains(word.as_str()), "{address} says `{word}` ({key})\n{text}");
            }
        }
        assert_eq!(site.page(address).attributes("lang")[0], "cy");
    }
    let page = site.roof();
    assert_eq!(page.texts("p class=\"labels").join(" "), "Apêl Brys Wedi'i ddiweddaru");
    assert!(page.words("p class=\"when").contains("3:34pm, dydd Llun 1 Mawrth 2021"));
    assert_eq!(page.find("div class=\"callout").all("p")[0].text(), "Rhybudd");
    assert!(
        page.words("section class=\"help")
            .starts_with("Allwch chi helpu? Wrth ffonio, dyfynnwch un o'r cyfeirnodau hyn: 46/1, 46/2")
    );
    assert_eq!(site.page("/2021/02/").words("h1"), "Chwefror 2021");
    assert_eq!(site.page("/areas/kent/").words("p class=\"summary-line"), "Bwletinau agored: 2 (Kent), 3 i gyd.");
    let feed = site.feed("/rss.xml");
    assert_eq!(feed.texts("title")[1..], ["Afon", "Brys: Roof", "Wedi'i ddatrys: Shed"]);
    assert!(feed.text().contains("Diweddariad, dydd Mawrth 2 Mawrth 2021"));
}

#[test]
fn a_bulletin_speaks_its_own_language_and_lists_that_of_the_site() {
    let site = three("en-GB");
    assert_eq!(site.problems(), "");
    let page = site.page("/2021/03/afon/");
    assert_eq!(page.attributes("lang")[0], "cy");
    assert_eq!(page.texts("p class=\"labels").join(" "), "Hysbysiad Agored");
    assert!(page.words("p class=\"when").contains("hanner dydd, dydd Mercher 3 Mawrth 2021"));
    assert_eq!(page.words("nav aria-label=\"Prif ddewislen"), "Bwletinau Ardaloedd Archif Chwilio About");
    // What is the site's own keeps its language.
    assert!(page.contains("<p class=\"name\" lang=\"en-GB\" dir=\"ltr\">"));
    assert!(page.contains("<a href=\"/2021/03/roof/\" lang=\"en-GB\" dir=\"ltr\">Roof</a>"));
    let front = site.page("/");
    assert!(front.contains("<a href=\"/2021/03/afon/\" lang=\"cy\" dir=\"ltr\">Afon</a>"));
    assert!(front.contains("<a href=\"/2021/03/roof/\">Roof</a>"));
    assert!(
        site.page("/areas/kent/")
            .words("p class=\"summary-line")
            .starts_with("2 bulletins are open in Kent, of 3 in all.")
    );
    assert!(site.page("/kinds/").words("ul class=\"terms").contains("Notices 2 bulletins, 1 open"));
}

#[test]
fn what_is_written_from_right_to_left_says_so() {
    let site = bulletin("title: تحذير\nlang: ar\nsummary: نص")
        .edit("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent\n---\n");
    let page = site.roof();
    assert_eq!([&page.attributes("lang")[0], &page.attributes("dir")[0]], ["ar", "rtl"]);
    // There are no words in Arabic, so the frame speaks the site's language, and says so.
    assert!(page.contains("<header class=\"masthead\" lang=\"en-GB\" dir=\"ltr\">"));
    assert!(page.contains("<a class=\"skip\" href=\"#nb-main\" lang=\"en-GB\">Skip to the content</a>"));
    let front = site.page("/");
    assert!(front.contains("<a href=\"/2021/03/roof/\" lang=\"ar\" dir=\"rtl\">"));
    assert!(front.contains("<p lang=\"ar\" dir=\"rtl\">نص</p>"));
}

#[test]
fn a_site_changes_single_words() {
    let site = bulletin("kind: appeal").edit(
        "templates/words/en.yaml",
        "pass_it_on: Tell your neighbours\nbulletins_open: {one: One notice is up, other: '{count} notices are up'}\nkinds: {appeal: {label: Witnesses wanted}}\ncontacts: {Crimestoppers: Nobody asks who you are}\n",
    );
    assert_eq!(site.problems(), "");
    let page = site.roof();
    assert_eq!(page.find("section class=\"share").words("h2"), "Tell your neighbours");
    assert!(page.words("p class=\"labels").starts_with("Witnesses wanted"));
    assert!(page.words("section class=\"help").contains("Nobody asks who you are"));
    assert!(site.page("/areas/kent/").words("p class=\"summary-line").starts_with("One notice is up in Kent."));
    // The settings win over them.
    let site = site.settings("kinds: [{name: appeal, label: Can you say?}]");
    assert!(site.roof().words("p class=\"labels").starts_with("Can you say?"));
}

#[test]
fn a_theme_has_words_too_and_the_site_wins() {
    let site = bulletin("")
        .settings("theme: ours")
        .edit("themes/ours/theme.yaml", "name: ours\n")
        .edit("themes/ours/templates/words/en.yaml", "pass_it_on: Theirs\nnearby: Round here\n")
        .edit("templates/words/en-GB.yaml", "pass_it_on: Ours\n");
    assert_eq!(site.problems(), "");
    assert_eq!(site.roof().find("section class=\"share").words("h2"), "Ours");
    let others = site.edit("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent\n---\n");
    assert_eq!(others.roof().find("div class=\"related").words("h2"), "Round here");
}

/// The Polish of the parts that a test looks at.
const POLISH: &str = "
language_name: Polski
months: [stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia, września, października, listopada, grudnia]
months_alone: [styczeń, luty, marzec, kwiecień, maj, czerwiec, lipiec, sierpień, wrzesień, październik, listopad, grudzień]
weekdays: [poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela]
time: '{hour24}:{minute}'
time_hour: '{hour24}:00'
midday: '12:00'
date_time: '{date}, {time}'
bulletins_open: {one: '{count} otwarty komunikat', few: '{count} otwarte komunikaty', many: '{count} otwartych komunikatów', other: '{count} komunikatu'}
open_in: '{bulletins}: {places}.'
skip: Przejdź do treści
";

#[test]
fn one_file_adds_a_language() {
    let mut site = three("pl").edit("templates/words/pl.yaml", POLISH);
    assert_eq!(site.codes(), "words-lacking templates/words/pl.yaml");
    let page = site.roof();
    assert_eq!(page.attributes("lang")[0], "pl");
    assert_eq!(page.words("a class=\"skip"), "Przejdź do treści");
    assert!(page.words("p class=\"when").contains("poniedziałek 1 marca 2021, 15:34"));
    // What it leaves out is English.
    assert_eq!(page.find("section class=\"share").words("h2"), "Pass it on");
    assert_eq!(site.page("/2021/02/").words("h1"), "luty 2021");
    for (count, words) in [(2, "2 otwarte komunikaty"), (5, "5 otwartych komunikatów"), (22, "22 otwarte")] {
        for number in 2..count {
            let text = format!("---\ntitle: N\ndate: 2021-03-02\narea: Kent\nslug: n{number}\n---\n");
            site = site.edit(&format!("content/n{number}.md"), &text);
        }
        let summary = site.page("/areas/kent/").words("p class=\"summary-line");
        assert!(summary.starts_with(words), "{summary}");
    }
}

#[test]
fn a_language_says_how_it_counts() {
    let words = "plural: {one: 'n % 10 = 1', few: 'n % 10 = 2..4'}\nbulletins_open: {one: 'a {count}', few: 'b {count}', other: 'c {count}'}\nopen_in: '{bulletins}'\n";
    let site = bulletin("").settings("language: tlh").edit("templates/words/tlh.yaml", words);
    assert_eq!(site.page("/areas/kent/").find("p class=\"summary-line").words("strong"), "a 1");
    let site = site.edit("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent\n---\n");
    assert_eq!(site.page("/areas/kent/").find("p class=\"summary-line").words("strong"), "b 2");
}

#[test]
fn slips_in_a_file_of_words_are_shown_at_their_place() {
    let site = bulletin("").edit(
        "templates/words/en.yaml",
        "pas_it_on: Tell\nnearby: [a]\nmonths: [January]\nopen_count: {one: x, few: y, other: z}\nnumbered: '{titel} {number}'\nskip: '{x}'\ntopic_label: {one: x}\nkinds: {apeal: Appeal}\nplural: {one: n is 1}\n",
    ).edit("templates/words/english.yaml", "");
    insta::assert_snapshot!(site.problems(), @r#"
    error[words-unknown]: `pas_it_on` is not known among the words of the interface
     --> templates/words/en.yaml:1:1
      |
    1 | pas_it_on: Tell
      | ^^^^^^^^^
      |
      = help: did you mean `pass_it_on`?

    error[words-wrong]: `nearby` takes one text
     --> templates/words/en.yaml:2:9
      |
    2 | nearby: [a]
      |         ^^
      |
      = help: write it as one text

    error[words-wrong]: `months` takes a list of 12 names
     --> templates/words/en.yaml:3:9
      |
    3 | months: [January]
      |         ^^^^^^^^
      |
      = help: write it as a list of 12 names

    error[words-wrong]: the language has no form `few` for numbers
     --> templates/words/en.yaml:4:22
      |
    4 | open_count: {one: x, few: y, other: z}
      |                      ^^^
      |
      = help: its forms are `none`, `one`, `other`; `plural` in this file can say otherwise

    error[words-wrong]: `{titel}` is not filled in here
     --> templates/words/en.yaml:5:11
      |
    5 | numbered: '{titel} {number}'
      |           ^^^^^^^^^^^^^^^^^^
      |
      = help: what can be filled in here is `{number}`, `{title}`

    error[words-wrong]: `{x}` is not filled in here
     --> templates/words/en.yaml:6:7
      |
    6 | skip: '{x}'
      |       ^^^^^
      |
      = help: nothing is filled in here: write the words alone

    error[words-wrong]: `topic_label` takes a form `other` besides the others
     --> templates/words/en.yaml:7:14
      |
    7 | topic_label: {one: x}
      |              ^^^^^^^
      |
      = help: write it as a form `other` besides the others

    error[words-unknown]: `apeal` is not known among the words of the interface
     --> templates/words/en.yaml:8:9
      |
    8 | kinds: {apeal: Appeal}
      |         ^^^^^
      |
      = help: did you mean `appeal`?

    error[words-wrong]: `one` takes a condition as Unicode's CLDR has it, such as `n % 10 = 2..4 and n % 100 != 12..14`
     --> templates/words/en.yaml:9:15
      |
    9 | plural: {one: n is 1}
      |               ^^^^^^
      |
      = help: write it as a condition as Unicode's CLDR has it, such as `n % 10 = 2..4 and n % 100 != 12..14`

    error[words-file]: the name of this file is no language
    --> templates/words/english.yaml
     = help: name it by the tag of its language, such as `cy.yaml`

    10 errors
    "#);
}

#[test]
fn a_language_without_words_speaks_english_and_says_so() {
    let site = bulletin("").settings("title: Veille\nlanguage: fr");
    insta::assert_snapshot!(site.problems(), @r#"
    warning[words-missing]: there are no words in the site's language `fr`, so its frame speaks English
     --> site.yaml:2:11
      |
    2 | language: fr
      |           ^^
      |
      = help: put a file `templates/words/fr.yaml` beside the site

    1 warning
    "#);
    let page = site.roof();
    assert_eq!(page.attributes("lang")[0], "fr");
    assert!(page.contains("<header class=\"masthead\" lang=\"en\" dir=\"ltr\">"));
}

#[test]
fn a_template_that_fills_in_too_little_is_shown_at_its_place() {
    let site = bulletin("").edit("templates/404.html", "{{ words.page_of | with(number=1) }}");
    assert!(site.problems().contains("the word `Page {number} of {pages}` needs `pages`"), "{}", site.problems());
    let site = site.edit("templates/404.html", "{{ words.page_of | with(number=\"<b>\", pages=2) }}");
    assert_eq!(site.page("/404.html").trim(), "Page &lt;b&gt; of 2");
}

/// Every file of words in the program: the texts by their names, forms with theirs.
fn languages() -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let of = |text: &str| {
        let mut words = BTreeMap::new();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.is_empty()) {
            let (name, value) = line.trim().split_once(':').expect("a line has a key");
            if line.starts_with(' ') {
                words.insert(format!("{key}.{name}"), value.trim().trim_matches('"').to_owned());
            } else {
                name.clone_into(&mut key);
                words.insert(name.to_owned(), value.trim().trim_matches('"').to_owned());
            }
        }
        words
    };
    embedded::WORDS
        .iter()
        .map(|(name, text)| (name.trim_start_matches("words/").trim_end_matches(".yaml"), of(text)))
        .collect()
}

/// What a site calls its own that says nothing of it.
fn names() -> words::SiteNames {
    words::SiteNames { theme: "default".into(), language: "en".into(), kinds: Vec::new(), contacts: Vec::new() }
}

#[test]
fn the_built_in_languages_have_every_word() {
    let sources: Vec<_> = embedded::templates().collect();
    let names = names();
    let (words, problems) = words::load(&sources, &names);
    assert!(problems.is_empty(), "{problems:?}");
    let keys = |id| words.language(id).all().map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>();
    let english = keys(words.find("en").unwrap());
    let written = languages();
    for (language, own) in &written {
        let top =
            |key: &String| english.contains(key) || ["months", "weekdays", "kinds", "contacts"].contains(&key.as_str());
        let lacking: Vec<_> = english.iter().filter(|key| !own.contains_key(*key)).collect();
        assert_eq!(lacking, Vec::<&String>::new(), "{language}");
        let more: Vec<_> = own.keys().filter(|key| !key.contains('.') && !top(key)).collect();
        assert_eq!(more, Vec::<&String>::new(), "{language}");
    }
    let welsh = words.language(words.find("cy-GB").unwrap());
    assert_eq!(welsh.tag, "cy");
    let counted = |number| welsh.count("bulletins_count", number, &[]);
    assert_eq!([0, 1, 2, 3, 6].map(counted), ["dim bwletin", "1 bwletin", "2 fwletin", "3 bwletin", "6 bwletin"]);
}

#[test]
fn english_dates_are_those_of_the_messages() {
    let sources: Vec<_> = embedded::templates().collect();
    let names = names();
    let (words, _) = words::load(&sources, &names);
    let english = &words.language(words.site()).dates;
    let zone = moment::Zone::new("Europe/London").unwrap();
    for text in [
        "2021-03-01 15:34",
        "2021-03-01",
        "2021-12-31 00:00",
        "1999-01-09 12:00",
        "2026-07-20 09:05",
        "2026-07-20 21:00",
    ] {
        let moment = moment::parse(text, &zone, moment::DateOrder::DayFirst).unwrap().moment;
        assert_eq!(english.moment(&moment.shown(&zone)), moment.words(&zone));
        assert_eq!(english.day(&moment.shown(&zone)), moment.day_words(&zone));
    }
}

#[test]
fn the_english_notes_are_those_of_the_national_contacts() {
    let english = languages().remove("en").unwrap();
    for contact in contacts::of_country("GB") {
        let note = english
            .iter()
            .find(|(key, _)| key.trim_matches('"').replace('"', "") == format!("contacts.{}", contact.name));
        assert_eq!(note.map(|(_, note)| note.as_str()), contact.note.as_deref(), "{}", contact.name);
    }
}

/// Words that wait for what is still to be built.
const WAITING: &[&str] = &[
    "search_",
    "poster_",
    "text_",
    "share_",
    "leave_",
    "also_in",
    "card_name",
    "picture",
    "language_name",
    "desk_kind_",
    "desk_severity_",
    "desk_wrong_",
    "desk_example_",
];

#[test]
fn every_word_is_said_somewhere_and_none_is_asked_for_that_is_not_there() {
    let english = languages().remove("en").unwrap();
    let mut asked = BTreeSet::new();
    let name = |text: &str| {
        text.chars().take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_').collect::<String>()
    };
    // The desk puts some names together: `words["desk_act_" ~ act]`.
    let mut begun = BTreeSet::new();
    for (_, text) in embedded::TEMPLATES.iter().chain(embedded::SCREENS) {
        asked.extend(text.match_indices("words.").map(|(at, mark)| name(&text[at + mark.len()..])));
        begun.extend(text.match_indices("words[\"").map(|(at, mark)| name(&text[at + mark.len()..])));
    }
    asked.retain(|word| word != "language" && word != "direction");
    for word in &asked {
        assert!(english.contains_key(word), "a template asks for `words.{word}`");
    }
    let code: String = walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"))
        .map(|entry| std::fs::read_to_string(entry.path()).unwrap())
        .collect();
    for call in [".text(\"", ".fill(\"", ".count(\""] {
        for (at, mark) in code.match_indices(call) {
            let word = name(&code[at + mark.len()..]);
            let quoted = code[at + mark.len() + word.len()..].starts_with('"');
            // XML and JSON are written by methods of the same name, with more behind the name.
            if quoted && english.contains_key(&word) {
                asked.insert(word);
            }
        }
    }
    for key in english.keys().filter(|key| !key.contains('.') && !asked.contains(*key)) {
        let known = code.contains(&format!("\"{key}\""))
            || begun.iter().any(|begun| key.starts_with(begun.as_str()))
            || WAITING.iter().any(|waiting| key.starts_with(waiting));
        assert!(known, "nothing says `{key}`");
    }
}
