//! `docs/templates.md` has exactly the values that templates are given, each of the type that it is said to have
//! (design.md, "Views"; the values are made from the views).

use std::collections::{BTreeMap, BTreeSet};

use noticeboard::testing::{embedded, plan::Recipe};

use crate::{
    harness::{Site, site},
    tidy::{names, read, rows},
};

/// A site in which every value that a template can see is there.
#[expect(clippy::too_many_lines, reason = "one site in one text")]
fn full() -> Site {
    site(
        "
        -- site.yaml --
        title: Kent Watch
        tagline: What happened
        description: Near you
        publisher: {name: Us, url: https://us.example/, email: us@us.example}
        subscribe: {email: us@us.example}
        logo: roof.png
        licence: {name: CC BY, url: https://cc.example/}
        social: [{name: M, url: https://m.example/}]
        analytics: <b></b>
        fresh_within: 7 days
        extra: {a: b}
        per_page: 1
        kinds: [{name: refuge, quick_exit: true}]
        contacts:
          - {name: Ward, phone: 01622 604100, url: https://ward.example/, note: Mondays}
          - {name: '999', phone: 999, url: https://999.example/, note: Day and night}
        -- content/pages/about.md --
        ---
        title: About
        beat: x
        ---
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Kent/Maidstone/Coxheath
        status: resolved
        closed: 2021-03-02
        expires: 2021-03-20
        severity: severe
        when: {start: 2021-03-19, end: 2021-03-20, place: Hall}
        tags: lead
        updates: [{date: 2021-03-02, text: x}]
        reference: 1
        source: {name: K, url: https://k.example/, licence: OGL}
        contacts: [{name: Brown, phone: 01622 604100, url: https://b.example/, note: x}]
        coverage: [{title: x, url: https://n.example/, publisher: N}]
        attachments: [{src: map.pdf, title: Map}]
        image: {src: roof.png, alt: x}
        author: Ana
        aliases: /old/
        beat: x
        ---
        -- content/roof.png --
        10x10
        -- content/map.pdf --
        x
        -- content/roof.cy.md --
        ---
        title: To
        ---
        -- content/lloches.md --
        ---
        title: Lloches
        date: 2021-02-22
        lang: cy
        kind: refuge
        area: Kent
        expires: 2021-12-24
        ---
        Mae lle.

        Mae mwy.
        -- content/gone.md --
        ---
        title: Gone
        date: 2021-03-01
        area: Kent
        status: withdrawn
        closed: 2021-03-02
        ---
        -- content/shut.md --
        ---
        title: Shut
        date: 2021-02-10
        area: Kent/Dover
        expires: 2021-02-20
        ---
        -- content/one.md --
        ---
        title: One
        date: 2021-02-20
        area: Kent/Maidstone/Coxheath
        kind: missing
        contacts: [{name: Brown, phone: 01622 604100, url: https://b.example/, note: x}]
        severity: extreme
        image: {src: roof.png, alt: x}
        when: {start: 2021-11-19, end: 2021-11-20, place: Hall}
        expires: 2021-12-01
        tags: lead
        ---
        -- content/two.md --
        ---
        title: Two
        date: 2021-02-21
        area: Kent/Maidstone
        kind: advice
        severity: severe
        image: {src: roof.png, alt: x}
        when: {start: 2021-11-19, end: 2021-11-20, place: Hall}
        expires: 2021-12-01
        tags: lead
        ---
        -- content/three.md --
        ---
        title: Three
        date: 2021-02-19
        area: Kent/Maidstone/Coxheath
        status: resolved
        closed: 2021-02-23
        severity: severe
        image: {src: roof.png, alt: x}
        when: {start: 2021-11-19, end: 2021-11-20, place: Hall}
        expires: 2021-12-01
        tags: lead
        ---
    ",
    )
}

/// What was met at each path (`bulletin.updates.date.iso`, lists left out): `text`, `none`; of the items of a list `of text`.
type Met = BTreeMap<String, BTreeSet<String>>;

fn type_name(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "none",
        serde_json::Value::Bool(_) => "true/false",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "text",
        serde_json::Value::Array(_) => "list",
        serde_json::Value::Object(_) => "map",
    }
}

/// Adds a value and what is below it.
fn meet(path: &str, value: &serde_json::Value, into: &mut Met) {
    into.entry(path.to_owned()).or_default().insert(type_name(value).into());
    meet_below(path, value, into);
}

fn meet_below(path: &str, value: &serde_json::Value, into: &mut Met) {
    match value {
        // What is `extra` is the user's own.
        serde_json::Value::Object(map) if !path.ends_with(".extra") => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                // An area of the tree holds areas like itself.
                meet(&path.replace("tree.areas.areas", "tree.areas"), value, into);
            }
        }
        serde_json::Value::Array(list) => {
            for item in list {
                into.entry(path.to_owned()).or_default().insert(format!("of {}", type_name(item)));
                meet_below(path, item, into);
            }
        }
        _ => {}
    }
}

/// The template of a recipe, as the documentation has it.
fn template(recipe: &Recipe) -> Option<&'static str> {
    use noticeboard::testing::plan::List;
    Some(match recipe {
        Recipe::Bulletin(_) => "bulletin.html",
        Recipe::Poster(_) => "poster.html",
        Recipe::Notice(_) => "retracted.html",
        Recipe::Page(_) => "page.html",
        Recipe::List(List::Front, _) => "front.html",
        Recipe::List(List::Area(_), _) => "area.html",
        Recipe::List(List::Kind(_), _) => "kind.html",
        Recipe::List(List::Tag(_), _) => "tag.html",
        Recipe::List(List::Year(_), _) => "year.html",
        Recipe::List(List::Month(..), _) => "month.html",
        Recipe::Areas => "areas.html",
        Recipe::Kinds => "kinds.html",
        Recipe::Tags => "tags.html",
        Recipe::Archive => "archive.html",
        Recipe::NotFound => "404.html",
        Recipe::Search => "search.html",
        Recipe::Alias(_) => "alias.html",
        _ => return None,
    })
}

/// What the program gives to templates: by template the names, and all paths together.
fn given() -> (BTreeMap<&'static str, BTreeSet<String>>, Met) {
    let site = full();
    assert_eq!(site.problems(), "");
    let renderer = site.renderer();
    let json = |value: tera::Value| serde_json::to_value(value).expect("values are JSON");
    let mut all = Met::new();
    let (own, words) = renderer.shared_values();
    meet("site", &json(own), &mut all);
    // The words themselves are those of the files.
    let words = json(words);
    for name in ["language", "direction"] {
        meet(&format!("words.{name}"), &words[name], &mut all);
    }
    all.insert("words".into(), BTreeSet::from(["map".into()]));
    let mut by_template: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for output in &renderer.plan.outputs {
        let Some(name) = template(&output.recipe) else { continue };
        let value = json(renderer.template_values(output).unwrap_or_else(|| panic!("{name} has values")));
        meet_below("", &value, &mut all);
        let names = value.as_object().expect("it is a map").keys().cloned();
        by_template.entry(name).or_default().extend(names);
    }
    (by_template, all)
}

/// The shapes that docs/templates.md describes, read from its tables.
struct Described {
    /// `moment`, `contact`, `feed`, `bulletin`: the rows of their fields.
    shapes: BTreeMap<String, Vec<(String, String, String)>>,
    /// The other rows: path, type, what.
    values: Vec<(String, String, String)>,
}

fn described(text: &str) -> Described {
    let mut described = Described { shapes: BTreeMap::new(), values: Vec::new() };
    for section in text.split("\n## ").skip(1).filter(|section| section.contains("\n| value |")) {
        let (head, rest) = section.split_once('\n').expect("a section has a head");
        for row in rows(rest).into_iter().filter(|row| row.len() >= 3 && row[0].contains('`')) {
            let shape = row[0].split('`').next().unwrap_or_default().trim().to_owned();
            for name in names(&row[0]) {
                match name.strip_prefix('.') {
                    Some(field) => {
                        let shape = if shape.is_empty() && head.starts_with("A bulletin in a list") {
                            "bulletin".into()
                        } else {
                            shape.clone()
                        };
                        described.shapes.entry(shape).or_default().push((field.into(), row[1].clone(), row[2].clone()));
                    }
                    None => described.values.push((name.into(), row[1].clone(), row[2].clone())),
                }
            }
        }
    }
    described
}

impl Described {
    /// Adds a path with its type, and what the words say is below it. `kind` is the type, `what` the words beside it.
    fn add(&self, path: &str, kind: &str, what: &str, into: &mut BTreeMap<String, String>) {
        into.insert(path.to_owned(), kind.to_owned());
        let words = kind.replace(['`', '(', ')', ','], " ");
        for (shape, fields) in &self.shapes {
            let named = words.split_whitespace().any(|word| word.trim_end_matches('s') == shape);
            if named && !kind.contains('{') {
                for (field, kind, what) in fields {
                    self.add(&format!("{path}.{field}"), kind, what, into);
                }
            }
        }
        let Some((_, rest)) = kind.split_once('{') else { return };
        let children: Vec<&str> = rest.split('}').next().unwrap_or_default().split(',').map(str::trim).collect();
        for child in &children {
            let start = what.find(&format!("`{child}`"));
            // What is said of a child ends where the next one is spoken of.
            let said = start.map_or("", |start| {
                let rest = &what[start + child.len() + 2..];
                let next = children.iter().filter_map(|other| rest.find(&format!("`{other}`"))).chain(rest.find(';'));
                &rest[..next.min().unwrap_or(rest.len())]
            });
            if said.contains("likewise") {
                for inner in &children {
                    into.insert(format!("{path}.{child}.{inner}"), String::new());
                }
            }
            let shape = self
                .shapes
                .keys()
                .any(|shape| said.contains(&format!("a {shape}")) || said.contains(&format!("list of {shape}")));
            let kind = if shape || said.contains('{') { said } else { "" };
            let path = format!("{path}.{child}");
            self.add(&path, kind, "", into);
            // Its type stands in a sentence.
            into.insert(path, String::new());
        }
    }
}

/// The values that the document has, each with the words of its type, which are empty where it says none.
fn documented() -> BTreeMap<String, String> {
    let described = described(&read("docs/templates.md"));
    let mut documented = BTreeMap::new();
    for (path, kind, what) in &described.values {
        for (at, _) in path.match_indices('.') {
            documented.entry(path[..at].to_owned()).or_default();
        }
        described.add(path, kind, what, &mut documented);
    }
    // A bulletin of its own page has the fields of one in a list, and lists of bulletins stand in three places.
    for (path, kind) in [("bulletin", "bulletin"), ("nearby", "list of bulletin"), ("earlier", "list of bulletin")] {
        described.add(path, kind, "", &mut documented);
    }
    described.add("since", "moment", "", &mut documented);
    // Only open bulletins are nearby, and those have no `since`; earlier ones have ended; the tree goes on without end.
    documented.retain(|path, _| {
        !path.starts_with("nearby.state.since.")
            && !path.starts_with("earlier.ends.")
            && !path.starts_with("tree.areas.areas")
    });
    documented
}

/// What may be met where the document has these words of a type: `list of text`, `contact or none`.
fn allowed(kind: &str) -> BTreeSet<&'static str> {
    let (kind, or_none) = kind.strip_suffix(" or none").map_or((kind, false), |kind| (kind, true));
    let is_map =
        |kind: &str| kind.starts_with("`{") || ["map", "moment", "contact", "feed", "bulletin"].contains(&kind);
    let mut allowed = match kind {
        "text" | "address" | "safe text" => BTreeSet::from(["text"]),
        "number" => BTreeSet::from(["number"]),
        "true/false" => BTreeSet::from(["true/false"]),
        "list of text" | "list of texts" => BTreeSet::from(["list", "of text"]),
        map if is_map(map) => BTreeSet::from(["map"]),
        list if list.strip_prefix("list of ").is_some_and(is_map) => BTreeSet::from(["list", "of map"]),
        other => panic!("docs/templates.md: a type of value that this test does not know: {other}"),
    };
    if or_none {
        allowed.insert("none");
    }
    allowed
}

#[test]
fn the_document_of_templates_has_each_value_with_its_type() {
    let (_, given) = given();
    let mut wrong = Vec::new();
    // What has ended will not end, and a bulletin's own page is in its language: other lists show the types of these.
    let elsewhere = ["earlier.ends", "bulletin.language", "bulletin.direction"];
    let told = documented().into_iter().filter(|(path, kind)| !kind.is_empty() && !elsewhere.contains(&path.as_str()));
    for (path, kind) in told {
        let met = given.get(&path).map_or_else(Vec::new, |met| met.iter().map(String::as_str).collect());
        let allowed = allowed(&kind);
        // A value that is none in the whole of this site would not show its type.
        if met.iter().any(|met| !allowed.contains(met)) || met == ["none"] {
            wrong.push(format!("{path} is said to be {kind}, and is {met:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_document_of_templates_has_exactly_the_values_there_are() {
    let (given, documented) = (given().1, documented());
    let missing: Vec<_> = given.keys().filter(|path| !documented.contains_key(*path)).collect();
    let stale: Vec<_> = documented.keys().filter(|path| !given.contains_key(*path)).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "not in docs/templates.md: {missing:#?}\nin no template: {stale:#?}"
    );
}

#[test]
fn the_document_of_templates_says_which_has_what() {
    let text = read("docs/templates.md");
    let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(text.split("\n## `site`").next().unwrap_or_default()).iter().filter(|row| row.len() == 3) {
        for template in names(&row[0]).into_iter().filter(|name| name.ends_with(".html")) {
            let mut has: BTreeSet<String> = names(&row[2]).into_iter().map(str::to_owned).collect();
            if row[2].contains("no `page`") {
                has.remove("page");
            } else {
                has.insert("page".into());
            }
            documented.insert(template.to_owned(), has);
        }
    }
    for (template, names) in given().0 {
        assert_eq!(documented.get(template), Some(&names), "{template}");
    }
    for (name, _) in embedded::TEMPLATES {
        assert!(documented.contains_key(*name), "docs/templates.md does not have {name}");
    }
}
