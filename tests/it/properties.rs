//! What holds for any input and any course of edits (design.md, "Tests"). `NOTICEBOARD_SERIES` sets how many series of
//! edits are tried, 40 otherwise; `PROPTEST_CASES` how many inputs.

use std::fmt::Write as _;

use noticeboard::testing::{
    markdown, parse,
    source::{SourcePath, Sources},
};
use proptest::prelude::*;

use crate::{
    disk::{Folder, differences},
    harness::{Dice, Documents, Site, assemble, bulletin, site},
    photo,
};

/// Nothing panics, and every problem points at characters of its file.
fn holds_together(site: &Site) {
    for problem in site.found() {
        for (place, _) in problem
            .place
            .iter()
            .map(|place| (place, ""))
            .chain(problem.related.iter().map(|(place, words)| (place, words.as_str())))
        {
            let (Some(span), Some(text)) = (place.span, site.files.get(place.path.as_str())) else { continue };
            let range = span.range();
            assert!(text.get(range.clone()).is_some(), "{} at {range:?} of {text:?}", problem.message);
        }
    }
    assert!(!site.problems().contains('\u{1b}'));
    // Cards take longer than all the rest; see `any_texts_make_a_card`.
    for file in site.files().iter().filter(|file| !file.starts_with("/cards/")) {
        site.page(file);
    }
}

/// Front matter as people and programs break it: lines of known and unknown keys with odd values.
fn front_matter() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        4 => proptest::sample::select(noticeboard::testing::catalogue::FIELDS).prop_map(|field| field.name.to_owned()),
        1 => proptest::sample::select(vec!["og.title", "publish", "url", "published", "permalink", "redirect_from", "aera", "'*x'", "? a"]).prop_map(str::to_owned),
        1 => "[a-zé .:#-]{0,8}",
    ];
    let odd = vec![
        "2021-03-01",
        "15:34 01/03/2021",
        "true",
        "~",
        "''",
        "[]",
        "{}",
        "[a, [b, {c: d}]]",
        "{date: 2021-03-01, text: x}",
        "[{date: 2021-03-02, text: '*x*'}]",
        "&a [*a]",
        "*a",
        "!!binary x",
        "|\n  line\n\n  line",
        ">-\n  folded\n  text",
        "javascript:x",
        "https://a.example/?a&amp;b",
        "'a | b'",
        "Kent/Maidstone",
        "/a/../b/",
        "withdrawn",
        "resolved",
        "101",
        "{src: x.png, alt: y}",
        "\"\\u0000\\e[31m\"",
        "'<b>&lt;'",
        "[101, 999]",
        "\u{202e}abc",
        "a: b: c",
        "\t",
    ];
    let value = prop_oneof![3 => proptest::sample::select(odd).prop_map(str::to_owned), 1 => "\\PC{0,12}", 1 => any::<String>()];
    proptest::collection::vec((key, value), 0..8).prop_map(|lines| {
        lines.iter().fold(String::new(), |mut text, (key, value)| {
            let _ = writeln!(text, "{key}: {value}");
            text
        })
    })
}

/// Bodies made of the marks that Markdown, HTML and templates know.
fn body() -> impl Strategy<Value = String> {
    let pieces = vec![
        "# ",
        "## x\n",
        "\n\n",
        "> ",
        "> [!NOTE]\n",
        "- ",
        "1. ",
        "```rust\n",
        "```\n",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "[a](b.md)",
        "[a](",
        ")",
        "![x](y.png)",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<a href='javascript:x'>",
        "<img src=x onerror=y>",
        "{{ x }}",
        "{% y %}",
        "01622 604100",
        "101",
        "https://a.example/x",
        "&amp;",
        "&#0;",
        "| a | b |\n|---|---|\n| c |\n",
        "[^1]",
        "[^1]: n\n",
        "\u{0}",
        "é",
        "🔥",
        "تحذير",
        "\r\n",
        "\t",
        "    ",
        "\\",
        "- [ ] ",
        "{#id}",
        "<details>",
        "<table><tr><td>",
        "]]>",
    ];
    proptest::collection::vec(
        prop_oneof![6 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,6}"],
        0..24,
    )
    .prop_map(|pieces| pieces.concat())
}

fn cases(count: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(count);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_front_matter_and_body(front_matter in front_matter(), body in body()) {
        holds_together(&site("").edit("content/roof.md", &format!("---\n{front_matter}---\n{body}")));
    }

    #[test]
    fn any_fields_of_a_sound_bulletin(front_matter in front_matter(), body in body()) {
        holds_together(&bulletin(&format!("{front_matter}---\n{body}")).preview());
    }

    #[test]
    fn any_settings(settings in proptest::collection::vec((proptest::sample::select(noticeboard::testing::settings::KEYS), front_matter()), 0..5)) {
        let text = settings.iter().fold(String::new(), |mut text, (key, lines)| {
            let value = lines.lines().next().and_then(|line| line.split_once(": ")).map_or("x", |(_, value)| value);
            let _ = writeln!(text, "{key}: {value}");
            text
        });
        let site = bulletin("").edit("site.yaml", &text);
        holds_together(&site);
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes_are_parsed(bytes in proptest::collection::vec(any::<u8>(), 0..200), mark in proptest::sample::select(vec!["", "---\n", "```yaml\n", "\u{feff}---\r\n", "---\ntitle: x\n---\n"])) {
        let text = format!("{mark}{}", String::from_utf8_lossy(&bytes));
        let mut problems = Vec::new();
        let path = SourcePath::new("content/roof.md");
        let body = |text: &str| (markdown::facts(text, markdown::RawHtml::Clean), None);
        parse::parse(&path, &text, noticeboard::testing::catalogue::field_name, body, &mut problems);
        for problem in problems {
            let span = problem.place.expect("it has a place").span.expect("it has a span").range();
            assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
        }
    }
}

#[cfg(feature = "cards")]
proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_texts_make_a_card(title in any::<String>(), place in "\\PC{0,300}", mixed in proptest::collection::vec(proptest::sample::select(vec!["Roof", " ", "-", "سقف", "גג", "12", "\u{301}", "\u{200d}", "छत", "屋", "🔥", "\u{202e}", "w".repeat(90).leak()]), 0..40)) {
        use noticeboard::testing::cards::{CardContent, CardMoment, ScreenColour, Colours, Direction, Stress};
        let colours = Colours { paper: ScreenColour([255; 3]), ink: ScreenColour([0; 3]), quiet: ScreenColour([0; 3]), brand: ScreenColour([0; 3]) };
        for (title, direction) in [(title, Direction::LeftToRight), (mixed.concat(), Direction::RightToLeft)] {
            let text = String::new;
            let card = CardContent { site: text(), kind: text(), state: text(), stress: Stress::Kind, title, place: place.clone(), date: text(), moment: CardMoment::Published, direction, colours };
            prop_assert!(card.png().len() < 300_000);
        }
    }
}

/// The sources of a site in the order of their paths, shuffled or not.
fn plans(shuffled: bool, seed: u64) -> Vec<(String, Vec<u8>)> {
    use noticeboard::testing::{
        catalogue::{Preview, PublicPages},
        embedded, moment,
        render::RenderedOutput,
        settings,
        site::SiteRequest,
    };
    let mut sources = Sources { folder_name: "Watch".into(), ..Sources::default() };
    let documents = (0..20).map(|n| {
        let text = format!(
            "---\ntitle: N{}\ndate: 2021-03-0{}\narea: [A{}, Kent/a{}]\ntags: [T{}, t{}]\n---\nBody\n",
            n % 3,
            1 + n % 4,
            n % 3,
            n % 5,
            n % 2,
            n % 3
        );
        (SourcePath::new(format!("content/n{n}.md")), text.into())
    });
    let documents = Documents(documents.collect(), std::collections::BTreeMap::new());
    sources.templates.extend(embedded::templates());
    sources.themes.extend(embedded::themes());
    sources.statics.extend(embedded::statics());
    if shuffled {
        let mut dice = Dice(seed | 1);
        for at in (1..sources.templates.len()).rev() {
            sources.templates.swap(at, dice.throw(at + 1));
        }
    }
    sources.sort();
    let (defaults, _) = settings::read(None, "");
    let now = moment::parse("2021-03-10", &defaults.zone, defaults.date_order).expect("now is a moment").moment;
    let (renderer, _) = assemble(
        &sources,
        &documents,
        &SiteRequest {
            now,
            preview: Preview::default(),
            base: None,
            public_pages: PublicPages::default(),
            published: std::sync::Arc::default(),
            built: Vec::new(),
            added: Vec::new(),
            translations: std::sync::Arc::default(),
        },
    );
    let mut outputs: Vec<(String, Vec<u8>)> = renderer
        .plan
        .outputs
        .iter()
        .map(|output| match renderer.render(output) {
            Ok(RenderedOutput::Bytes(bytes)) => (output.address.to_string(), bytes),
            _ => (output.address.to_string(), Vec::new()),
        })
        .collect();
    outputs.sort();
    outputs
}

#[test]
fn sources_in_any_order_give_the_same_bytes() {
    let sorted = plans(false, 0);
    for seed in 1..5 {
        assert!(plans(true, seed) == sorted, "seed {seed}");
    }
}

/// One step of somebody's work on a site.
#[derive(Clone, Debug)]
enum Step {
    Bulletin {
        number: usize,
        fields: &'static str,
        body: &'static str,
    },
    Remove {
        number: usize,
    },
    Settings(&'static str),
    Template {
        name: &'static str,
        text: &'static str,
    },
    NoTemplates,
    Picture(&'static str),
    Page(&'static str),
    /// A bulletin or a page in another language.
    Translation {
        path: String,
        fields: &'static str,
    },
    Words(&'static str),
    Theme(&'static str),
    Rename {
        from: usize,
        to: usize,
    },
    /// Other bytes of the same length under the time that the file had, as a backup brings them back.
    Restore {
        number: usize,
        letter: char,
    },
    Now(&'static str),
    Breakage,
    /// Several at once, between two builds.
    Several(Vec<Step>),
    /// A file that the last build left for the next is lost, cut or changed.
    Damage {
        file: usize,
        how: Damage,
    },
    /// A file of the output is lost or changed.
    Output {
        file: usize,
        how: Damage,
    },
    Nothing,
}

#[derive(Clone, Copy, Debug)]
enum Damage {
    Lose,
    Cut,
    Change(usize),
    Empty,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![Just(Damage::Lose), Just(Damage::Cut), (0_usize..10_000).prop_map(Damage::Change), Just(Damage::Empty)]
}

/// Damages one of the files below a folder.
fn harm(folder: &std::path::Path, file: usize, how: Damage) {
    let files = crate::disk::tree(folder);
    let Some((name, bytes)) = files.iter().nth(file % files.len().max(1)) else { return };
    let path = folder.join(name);
    let bytes = match how {
        Damage::Lose => return std::fs::remove_file(path).expect("it was there"),
        Damage::Cut => bytes[..bytes.len() / 2].to_vec(),
        Damage::Change(at) if !bytes.is_empty() => {
            let mut bytes = bytes.clone();
            let at = at % bytes.len();
            bytes[at] ^= 1;
            bytes
        }
        Damage::Change(_) | Damage::Empty => Vec::new(),
    };
    std::fs::write(path, bytes).expect("it can be written");
}

impl Step {
    /// Whether it touches the output folder behind the program's back.
    fn spoils_output(&self) -> bool {
        match self {
            Self::Output { .. } => true,
            Self::Several(steps) => steps.iter().any(Self::spoils_output),
            _ => false,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => single(),
        2 => proptest::collection::vec(single(), 2..5).prop_map(Step::Several),
    ]
}

fn single() -> impl Strategy<Value = Step> {
    let fields = vec![
        // Areas together with those above them.
        "area: [Kent, Kent/Maidstone]\n",
        "area: [Wren, Wren/Hill]\ntags: [lead]\n",
        "area: Wren/Hill\npinned: true\n",
        "area: [Surrey/Guildford, Surrey]\nstatus: resolved\nclosed: 2021-03-06\n",
        // Areas and tags that only hidden bulletins name, and a spelling of their own.
        "area: Secret/Lane\ndraft: true\ntags: [secret]\n",
        "area: [KENT, Other/Place]\ntags: [other]\nkind: warning\nstatus: withdrawn\nclosed: 2021-03-06\n",
        "area: Above/Kent\ndraft: true\n",
        "area: Hill\nstatus: withdrawn\nclosed: 2021-03-02\naliases: /gone/\n",
        "area: Kent\n",
        "area: Kent/Maidstone\ntags: [lead, roofs]\n",
        "area: [Kent, Surrey]\nkind: warning\npinned: true\n",
        "area: Kent\nstatus: withdrawn\nclosed: 2021-03-05\n",
        "area: Kent\nkind: missing\nstatus: resolved\nclosed: 2021-03-04\nimage: {src: p.png, alt: x}\n",
        "area: Surrey\nexpires: 2021-03-12\n",
        "area: Surrey\ndraft: true\nimage: p.png\n",
        "area: Kent\nupdates: [{date: 2021-03-08, text: News}]\naliases: /old/\n",
        "area: Kent\nslug: same\n",
        "area: Kent\nlang: cy\nog: {type: website}\n",
        "area: Kent\nimage: {src: p.png, alt: x}\n",
    ];
    let body = vec![
        "Body.\n",
        "# Title\n\n- One\n- Two\n",
        "See [it](n1.md).\n",
        "Ring 01622 604100.\n\n## More\n",
        "```rust\nfn x() {}\n```\n",
        "",
    ];
    let settings = vec![
        "",
        "title: Other\n",
        "base_url: https://example.org/watch/\n",
        "per_page: 2\nfeed_items: 2\n",
        "per_page: 1\n",
        "per_page: 1\ncap: {status: Test}\noutputs: {search: true}\n",
        "outputs: {tags: false, archive: false}\n",
        "outputs: {posters: false, text: false}\ncontacts: [{name: '101', phone: 101, valid_until: 2021-03-10}]\n",
        "areas: [Kent]\n",
        "areas: [{name: Kent, aliases: [Garden]}]\noutputs: {search: true}\n",
        "outputs: {search: false}\n",
        "permalink: /:slug/\n",
        "timezone: America/New_York\n",
        "theme: mine\n",
        "outputs: {cards: false}\n",
        "language: cy\n",
        "language: fr\ncap: {status: Test}\n",
        "menu: [{name: Start, address: /}]\nkinds: [{name: warning, life: 3}, {name: missing}, {name: appeal}]\n",
    ];
    prop_oneof![
        6 => (0_usize..6, proptest::sample::select(fields), proptest::sample::select(body)).prop_map(|(number, fields, body)| Step::Bulletin { number, fields, body }),
        2 => (0_usize..6).prop_map(|number| Step::Remove { number }),
        2 => proptest::sample::select(settings).prop_map(Step::Settings),
        1 => proptest::sample::select(vec![("bulletin.html", "{% extends \"default/bulletin.html\" %}{% block help %}Mine{% endblock help %}"), ("base.html", "{% extends \"default/base.html\" %}{% block footer %}{% endblock footer %}"), ("poster.html", "{{ poster.facts }} {{ poster.until }}"), ("404.html", "Gone"), ("list.html", "{% extends \"default/list.html\" %}{% block items %}{% for one in list.items %}{{ one.title }} {{ one.url }} {{ one.areas }}{% endfor %}{% endblock items %}"), ("card.html", "{{ bulletin.title }} {{ bulletin.where }} {{ bulletin.state.label }}"), ("front.html", "{% extends \"default/front.html\" %}{% block side %}{{ places }} {{ open_areas }} {{ last_change }}{% endblock side %}"), ("area.html", "{{ area.around }} {{ area.parents }} {{ area.areas }} {{ list.count }} {{ page.feeds }}")]).prop_map(|(name, text)| Step::Template { name, text }),
        1 => Just(Step::NoTemplates),
        1 => proptest::sample::select(vec!["one", "another"]).prop_map(Step::Picture),
        1 => proptest::sample::select(vec!["title: About", "title: Who we are\ndraft: true", "title: About\nslug: us"]).prop_map(Step::Page),
        3 => translation(),
        1 => proptest::sample::select(vec!["nearby: Round here\n", "updated_on: 'new {when}'\nkinds: {notice: Note}\n", ""]).prop_map(Step::Words),
        1 => proptest::sample::select(vec!["p { color: red }", "p { color: blue }"]).prop_map(Step::Theme),
        1 => (0_usize..6, 0_usize..6).prop_map(|(from, to)| Step::Rename { from, to }),
        1 => (0_usize..6, proptest::char::range('a', 'c')).prop_map(|(number, letter)| Step::Restore { number, letter }),
        3 => (0_usize..50, damage()).prop_map(|(file, how)| Step::Damage { file, how }),
        1 => (0_usize..200, damage()).prop_map(|(file, how)| Step::Output { file, how }),
        1 => Just(Step::Nothing),
        2 => proptest::sample::select(vec!["2021-02-01", "2021-03-06 12:00", "2021-03-12", "2021-04-20", "2022-01-01"]).prop_map(Step::Now),
        1 => Just(Step::Breakage),
    ]
}

fn translation() -> impl Strategy<Value = Step> {
    let fields = vec![
        "title: Cyfieithiad\n",
        "title: Cyf\ndraft: true\n",
        "title: Cyf\nstatus: withdrawn\nclosed: 2021-03-07\n",
        "title: Cyf\nslug: cyf\nupdates: [{date: 2021-03-08, text: Newyddion}]\n",
        "title: Cyf\nimage: {src: p.png, alt: x}\ncontacts: []\nlang: cy-GB\n",
        "title: Cyf\ndate: 2021-03-01\narea: Kent\n",
    ];
    let paths = vec!["n0.cy", "n1.cy", "n1.fr", "n2.en", "n3.cy", "n4.ar", "n5.cy", "pages/about.cy"];
    let path = proptest::sample::select(paths).prop_map(|name| format!("content/{name}.md"));
    let pair = (path, proptest::sample::select(fields));
    // A page takes no status: that is refused, and nothing is built.
    let pair = pair.prop_filter("a page without a status", |(path, fields)| {
        !path.contains("pages/") || !fields.contains("status")
    });
    pair.prop_map(|(path, fields)| Step::Translation { path, fields })
}

fn take(step: &Step, folder: &Folder, now: &mut String) {
    match step {
        Step::Bulletin { number, fields, body } => {
            folder.put(
                &format!("content/n{number}.md"),
                format!("---\ntitle: Bulletin {number}\ndate: 2021-03-0{} 09:00\n{fields}---\n{body}", number + 1),
            );
        }
        Step::Remove { number } => {
            let _ = std::fs::remove_file(folder.path(&format!("content/n{number}.md")));
        }
        Step::Settings(text) => folder.put("site.yaml", text),
        Step::Template { name, text } => folder.put(&format!("templates/{name}"), text),
        Step::NoTemplates => {
            let _ = std::fs::remove_dir_all(folder.path("templates"));
        }
        // What a file is goes by its bytes; the wide one has a size beside it.
        Step::Picture("one") => folder.put("content/p.png", photo::png(40, 30, photo::Png::Palette, 6)),
        Step::Picture(_) => folder.put("content/p.png", photo::jpeg(500, 40, &photo::Jpeg::default())),
        Step::Page(fields) => folder.put("content/pages/about.md", format!("---\n{fields}\n---\nUs.\n")),
        Step::Translation { path, fields } => {
            folder.put(path, format!("---\n{fields}---\nTestun.\n\n> [!NOTE]\n> Testun.\n"));
        }
        Step::Words(words) => folder.put("templates/words/en.yaml", words),
        Step::Theme(style) => {
            let card = if style.contains("red") { "" } else { "card: {brand: '#600'}\n" };
            folder.put("themes/mine/theme.yaml", format!("name: Mine\n{card}"));
            folder.put("themes/mine/static/theme.css", style);
        }
        Step::Rename { from, to } => {
            let path = |number| folder.path(&format!("content/n{number}.md"));
            let _ = std::fs::rename(path(from), path(to));
        }
        Step::Restore { number, letter } => {
            let path = folder.path(&format!("content/n{number}.md"));
            let Ok(text) = std::fs::read_to_string(&path) else { return };
            let time = std::fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it has a time");
            // The second letter of the title, whatever an earlier step made of it.
            let before = "title: B";
            let title = text.find(before).expect("every bulletin has its title") + before.len();
            let text = format!("{}{letter}{}", &text[..title], &text[title + 1..]);
            std::fs::write(&path, text).expect("it can be written");
            let file = std::fs::File::options().write(true).open(&path).expect("it is there");
            file.set_modified(time).expect("times can be set");
        }
        Step::Several(steps) => steps.iter().for_each(|step| take(step, folder, now)),
        Step::Damage { file, how } => harm(&folder.path(".noticeboard"), *file, *how),
        Step::Output { file, how } => harm(&folder.path("public"), *file, *how),
        Step::Nothing => {}
        Step::Now(moment) => (*moment).clone_into(now),
        // An error in between: that build changes nothing, and the next one goes on from there.
        Step::Breakage => {
            folder.put("content/broken.md", "no front matter");
            let before = folder.tree("public");
            folder.run(&["build", "-q", "--now", now.as_str()]).ended(1);
            assert_eq!(differences(&before, &folder.tree("public")), Vec::<String>::new());
            folder.remove("content/broken.md");
        }
    }
}

/// Builds at a moment: with `--now`, or as on a machine whose clock says so.
fn build(folder: &Folder, now: &str, turn: usize) -> crate::disk::Run {
    if turn.is_multiple_of(2) {
        return folder.run(&["build", "-q", "--now", now]);
    }
    let zone = noticeboard::testing::moment::Zone::new("Europe/London").expect("it is known");
    let moment = noticeboard::testing::moment::parse(now, &zone, noticeboard::testing::moment::DateOrder::DayFirst)
        .expect("it is one");
    folder.at(&moment.moment.second().to_string(), &["build", "-q"])
}

#[test]
fn any_series_of_edits_gives_the_bytes_of_a_clean_build() {
    use proptest::test_runner::{RngSeed, TestRunner};
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let series = u32::try_from(number("NOTICEBOARD_SERIES").unwrap_or(40)).expect("it is a number of series");
    let seed = number("PROPTEST_RNG_SEED");
    let series_of_edits = |steps: &[Step]| {
        let folder = Folder::with(&["first"]);
        let mut now = String::from("2021-03-10 12:00");
        build(&folder, &now, 0).ended(0);
        let mut built = (now.clone(), 0, folder.sources(), String::new());
        let mut mended = true;
        // Whether a build took something back, and left the rest since something else was wrong.
        let mut partly = false;
        let mut last = None;
        // What each build noted of what is public.
        let noted = || std::fs::read(folder.path(".noticeboard/public.built")).unwrap_or_default();
        let mut notes = vec![noted()];
        for (turn, step) in steps.iter().enumerate() {
            take(step, &folder, &mut now);
            let run = build(&folder, &now, turn);
            mended &= !step.spoils_output();
            last = run.status;
            if run.status == Some(0) {
                built = (now.clone(), turn, folder.sources(), run.err);
                notes.push(noted());
                (mended, partly) = (true, false);
            } else {
                partly |= run.err.contains("Taken back all the same");
                // Two at one address, or a link to a bulletin that was removed.
                let known = run.err.contains("address-taken") || run.err.contains("link-target-missing");
                // A translation whose original was removed.
                let known = known || run.err.contains("original-gone");
                // A name that two areas bear.
                let known = known || run.err.contains("area-ambiguous");
                // A word for a kind that the settings no longer have.
                let known = known || run.err.contains("words-unknown");
                prop_assert!(known || run.err.contains("theme-unknown"), "{run:#?}");
            }
        }
        let (now, turn, sources, said) = built;
        if partly {
            // Such a folder is that of no sources. With the last sound ones it is whole again.
            folder.sources().keys().filter(|path| !sources.contains_key(*path)).for_each(|path| folder.remove(path));
            for (path, bytes) in &sources {
                folder.put(path, bytes);
            }
            last = build(&folder, &now, turn).ended(0).status;
            mended = true;
        }
        let first = Folder::of(&sources);
        let says = build(&first, &now, turn).ended(0).err;
        let mut differ = differences(&folder.tree("public"), &first.tree("public"));
        // A picture that went with what was taken back stays held back though no text names it any more (docs/security.md,
        // 1): so does a clean build that knows what was public.
        if !differ.is_empty() && differ.iter().all(|name| name.starts_with("p.png")) {
            let knowing = |note: &Vec<u8>| {
                let knowing = Folder::of(&sources);
                knowing.put(".noticeboard/public.built", note);
                build(&knowing, &now, turn).ended(0);
                differences(&folder.tree("public"), &knowing.tree("public"))
            };
            differ = notes.iter().map(knowing).min_by_key(Vec::len).unwrap_or_default();
        }
        prop_assert!(differ.is_empty() || !mended, "{differ:?} after {steps:#?}");
        prop_assert_eq!(said, says, "after {:#?}", steps);
        // What is kept belongs to what is published: nothing of a picture stays that is not.
        let needed = first.tree(".noticeboard/made");
        let stays = |name: &&String| !needed.contains_key(*name);
        let too_much: Vec<String> = folder.tree(".noticeboard/made").keys().filter(stays).cloned().collect();
        prop_assert!(too_much.is_empty() || last != Some(0), "{too_much:?} after {steps:#?}");
        Ok(())
    };
    std::thread::scope(|scope| {
        for part in 0..2 {
            scope.spawn(move || {
                let rng_seed = seed.map_or(RngSeed::Random, |seed| RngSeed::Fixed(seed + part));
                let mut config = ProptestConfig {
                    cases: series.div_ceil(2),
                    failure_persistence: None,
                    ..ProptestConfig::default()
                };
                (config.max_shrink_iters, config.rng_seed) = (40, rng_seed);
                let ran =
                    TestRunner::new(config).run(&proptest::collection::vec(step(), 6), |steps| series_of_edits(&steps));
                ran.unwrap_or_else(|error| panic!("{error}"));
            });
        }
    });
}
