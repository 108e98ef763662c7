//! Changes by example, and over generated documents.

use proptest::prelude::*;

use super::*;
use crate::parse::mend::KeyName;

/// No key is a field here.
fn no_names(_: &str) -> KeyName {
    KeyName::Unknown
}

fn apply(text: &str, change: &Change) -> Result<String, Refusal> {
    super::apply(text, change, no_names)
}

fn path(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

fn set(text: &str, at: &str, value: Value) -> String {
    apply(text, &Change::Set { path: path(at), value }).unwrap_or_else(|refusal| format!("{refusal:?}"))
}

const ROOF: &str = "---\n# Who is asked\ntitle: 'Roof'   # short\ndate: 2026-11-28\nsource:\n  name: Police\n  url: https://a.example/\narea: [A, \"B, C\"]  # two\nupdates:\n  - date: 2026-11-29\n    text: |\n      One.\n\n      Two.\n# tail\nmine: {a: [b]}\nempty:\n---\nBody\n";

#[test]
fn one_value_changes_where_it_stands() {
    let new = set(ROOF, "title", Value::text("Wall: a"));
    assert_eq!(new, ROOF.replace("'Roof'", "\"Wall: a\""));
    assert_eq!(set(ROOF, "source.name", Value::text("Council")), ROOF.replace("Police", "Council"));
    assert_eq!(set(ROOF, "empty", Value::text("x")), ROOF.replace("empty:", "empty: x"));
    assert_eq!(set(ROOF, "area", Value::texts(["A", "D"])), ROOF.replace("[A, \"B, C\"]", "[A, D]"));
    assert_eq!(set(ROOF, "mine.c", Value::text("d")), ROOF.replace("{a: [b]}", "{a: [b], c: d}"));
    assert_eq!(
        set(ROOF, "updates", Value::text("x")),
        ROOF.replace("updates:\n  - date: 2026-11-29\n    text: |\n      One.\n\n      Two.\n", "updates: x\n")
    );
}

#[test]
fn settings_are_read_as_yaml_has_it() {
    let title = |title: &str| {
        let change = Change::set("title", Value::text(title));
        move |_: &Value| vec![change]
    };
    let text = "# Ours\ntitle: Watch # as it is\nareas: # these\n- Church End # near\n- Mill End\n";
    let new = in_settings(text, title("Ours"));
    assert_eq!(new.as_deref(), Ok(&*text.replace("title: Watch", "title: Ours")));
    let areas = Change::set("areas", Value::texts(["Church End", "Mill End", "New"]));
    assert_eq!(in_settings(text, |_| vec![areas]).as_deref(), Ok(&*format!("{text}- New\n")));
    let dashed = format!("---\n{text}");
    assert_eq!(in_settings(&dashed, title("Watch")).as_deref(), Ok(&*dashed));
    assert_eq!(in_settings("a: b", title("W")).as_deref(), Ok("a: b\ntitle: W\n"));
    assert_eq!(in_settings("a: b\n---\ntitle: x\n", title("W")), Err(Refusal::Entangled));
}

#[test]
fn a_map_in_braces_changes_key_by_key() {
    let text = "---\nby: {name: 'Us',  url: https://us.example} # who\nlast: x\n---\n";
    let changed = |from: &str, to: &str| text.replace(from, to);
    assert_eq!(set(text, "by.name", Value::text("Them")), changed("'Us'", "Them"));
    assert_eq!(
        set(text, "by.email", Value::text("a@b.example")),
        changed("us.example}", "us.example, email: a@b.example}")
    );
    let removed = |at: &str| apply(text, &Change::Remove { path: path(at) });
    assert_eq!(removed("by.url").as_deref(), Ok(&*changed(",  url: https://us.example", "")));
    assert_eq!(removed("by.name").as_deref(), Ok(&*changed("name: 'Us',  ", "")));
    // A remark in an item that is written anew would be lost.
    let list = "---\nareas:\n  - name: A\n    areas: # inside\n      - name: B\n---\n";
    let one = Value::Map(vec![("name".into(), Value::text("C"))]);
    assert_eq!(apply(list, &Change::set("areas", Value::List(vec![one]))), Err(Refusal::Entangled));
}

#[test]
fn a_remark_behind_a_value_stays_one() {
    let text = "---\ntitle: 'Roof: gone'  # as told\n---\n";
    let change = Change::set("title", Value::text("Roof back"));
    let names = |name: &str| if name == "title" { KeyName::Text } else { KeyName::Unknown };
    let new = super::apply(text, &change, names);
    assert_eq!(new.as_deref(), Ok("---\ntitle: \"Roof back\"  # as told\n---\n"));
}

#[test]
fn what_is_missing_is_added_behind_the_last() {
    assert_eq!(set(ROOF, "status", Value::text("resolved")), ROOF.replace("empty:\n", "empty:\nstatus: resolved\n"));
    assert_eq!(
        set(ROOF, "source.licence", Value::text("OGL")),
        ROOF.replace("https://a.example/\n", "https://a.example/\n  licence: OGL\n")
    );
    assert_eq!(set("---\r\n---\r\nx", "title", Value::text("A")), "---\r\ntitle: A\r\n---\r\nx");
    assert_eq!(set("```yaml\na: b\n```\n", "og.title", Value::text("A")), "```yaml\na: b\nog:\n  title: A\n```\n");
}

#[test]
fn an_update_goes_behind_the_last_one() {
    let update =
        Value::Map(vec![("date".into(), Value::text("2026-11-30")), ("text".into(), Value::text("Three\nFour"))]);
    let add = |text: &str| {
        apply(text, &Change::Append { path: path("updates"), value: update.clone() }).expect("it can be added")
    };
    assert_eq!(
        add(ROOF),
        ROOF.replace("      Two.\n", "      Two.\n  - date: 2026-11-30\n    text: |-\n      Three\n      Four\n")
    );
    assert_eq!(
        add("---\nupdates:\n- x\n---\n"),
        "---\nupdates:\n- x\n- date: 2026-11-30\n  text: |-\n    Three\n    Four\n---\n"
    );
    assert_eq!(
        add("---\na: b\n---\n"),
        "---\na: b\nupdates:\n  - date: 2026-11-30\n    text: |-\n      Three\n      Four\n---\n"
    );
}

#[test]
fn a_list_changes_item_by_item() {
    let names = |name: &str| if name == "area" { KeyName::Texts } else { KeyName::Unknown };
    let area = |list: &str| format!("---\narea:{list}\nlast: x\n---\n");
    for (old, items, new) in [
        ("\n- A\n- 'B' # why\n# between\n-   'C'\n", &["A", "B"][..], "\n- A\n- 'B' # why\n# between\n"),
        ("\n- A\n- 'B' # why\n# between\n-   'C'\n", &["A", "X", "C"], "\n- A\n- \"X\" # why\n# between\n-   'C'\n"),
        (
            "\n- A\n- 'B' # why\n# between\n-   'C'\n",
            &["A", "B", "X", "C"],
            "\n- A\n- 'B' # why\n- X\n# between\n-   'C'\n",
        ),
        (
            "\n- A\n- 'B' # why\n# between\n-   'C'\n",
            &["N", "A", "B", "C"],
            "\n- N\n- A\n- 'B' # why\n# between\n-   'C'\n",
        ),
        ("\n    - A\n    -\n      B\n", &["A", "B", "C: d"], "\n    - A\n    -\n      B\n    - \"C: d\"\n"),
        (" [A,\n  B, # one\n  \"C\" ]", &["A", "B", "C", "D"], " [A,\n  B, # one\n  \"C\", D ]"),
        (" [A,\n  B, # one\n  \"C\" ]", &["X", "B", "C"], " [X,\n  B, # one\n  \"C\" ]"),
        (" [ 'A' , B]", &["B"], " [ B]"),
        (" [ 'A' , B]", &["A"], " [ 'A']"),
        (" [ 'A' , B]", &["N", "A", "B"], " [ N, 'A' , B]"),
    ] {
        let change = Change::set("area", Value::texts(items.iter().copied()));
        assert_eq!(super::apply(&area(old), &change, names), Ok(area(new)), "{old} to {items:?}");
        let crlf = area(old).replace('\n', "\r\n");
        assert_eq!(super::apply(&crlf, &change, names), Ok(area(new).replace('\n', "\r\n")));
    }
    // It says so already.
    assert_eq!(set(ROOF, "title", Value::text("Roof")), ROOF);
}

#[test]
fn an_update_leaves_those_before_it_as_they_are() {
    let update = Value::Map(vec![("date".into(), Value::text("2026-11-30")), ("text".into(), Value::text("Two"))]);
    let add = |updates: &str| {
        let text = format!("---\nupdates:{updates}\n---\n");
        apply(&text, &Change::Append { path: path("updates"), value: update.clone() })
    };
    let (new, flow) = ("- date: 2026-11-30\n  text: Two", "{date: 2026-11-30, text: Two}");
    for (old, want) in [
        (" [{date: 2026-11-21, text: 'First'}]", format!(" [{{date: 2026-11-21, text: 'First'}}, {flow}]")),
        (
            " [\n  {date: 2026-11-21, text: 'First'},\n]",
            format!(" [\n  {{date: 2026-11-21, text: 'First'}}, {flow},\n]"),
        ),
        (" {date: 2026-11-21, text: 'First'} # x", format!(" [{{date: 2026-11-21, text: 'First'}}, {flow}] # x")),
        (
            "\n-\n    date: 2026-11-21\n    text: 'First'",
            format!("\n-\n    date: 2026-11-21\n    text: 'First'\n{new}"),
        ),
        (
            "\n- date: 2026-11-21\n  text: |+\n    First\n\n",
            format!("\n- date: 2026-11-21\n  text: |+\n    First\n\n\n{new}"),
        ),
        (
            "\n  date: 2026-11-21 # one\n  text: |\n    First\n\n    more",
            format!(
                "\n  - date: 2026-11-21 # one\n    text: |\n      First\n\n      more\n  {}",
                new.replace('\n', "\n  ")
            ),
        ),
    ] {
        assert_eq!(add(old), Ok(format!("---\nupdates:{want}\n---\n")), "{old}");
    }
    assert_eq!(add(" First thing"), Err(Refusal::Entangled), "a text is no update");
}

#[test]
fn fields_of_another_language_are_not_changed_by_halves() {
    let toml = "+++\ntitle = \"Roof off\"\ndate = 2026-11-20\n+++\n\nBody.\n";
    assert_eq!(apply(toml, &Change::set("kind", Value::text("notice"))), Err(Refusal::Unreadable));
}

#[test]
fn a_text_that_was_typed_anew_keeps_its_line_ends() {
    let old = "\u{feff}---\r\na: b\n---\r\n\r\nOne\rTwo\nThree\r\n\n";
    let sent = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(retyped(old, &sent(old)), old);
    assert_eq!(retyped(old, &sent(&old.replace("Two", "2"))), old.replace("Two", "2"));
    assert_eq!(retyped(old, &sent(&old.replace("Three", "Three\nFour"))), old.replace("Three", "Three\r\nFour"));
    for (old, new) in [("a\n", "a"), ("a", "a\n"), ("", "x"), ("a\n", ""), ("a\r\n\r\n", "a\r\n"), ("a\n", "a\n\n")] {
        assert_eq!(retyped(old, &sent(new)), new, "{old:?}");
    }
}

#[test]
fn a_field_goes_with_its_lines_and_no_more() {
    let remove = |text: &str, at: &str| {
        apply(text, &Change::Remove { path: path(at) }).unwrap_or_else(|refusal| format!("{refusal:?}"))
    };
    assert_eq!(remove(ROOF, "title"), ROOF.replace("title: 'Roof'   # short\n", "# short\n"));
    assert_eq!(remove(ROOF, "Date"), ROOF.replace("date: 2026-11-28\n", ""));
    assert_eq!(remove(ROOF, "source.name"), ROOF.replace("  name: Police\n", ""));
    assert_eq!(
        remove(ROOF, "updates"),
        ROOF.replace("updates:\n  - date: 2026-11-29\n    text: |\n      One.\n\n      Two.\n", "")
    );
    assert_eq!(remove(ROOF, "mine.a"), ROOF.replace("mine: {a: [b]}\n", ""), "nothing is left in the map");
    assert_eq!(remove(ROOF, "none"), ROOF);
    assert_eq!(remove("---\na: {b: c, d: e}\n---\n", "a.b"), "---\na: {d: e}\n---\n");
    assert_eq!(remove("---\na:\n  b: c\n---\n", "a.b"), "---\n---\n");
}

#[test]
fn a_text_is_changed_below_the_front_matter() {
    let text = |new: &str| apply(ROOF, &Change::Body { text: new.into() }).expect("it can be changed");
    assert_eq!(text("Body"), ROOF);
    assert_eq!(text("---\na: b\n---"), ROOF.replace("---\nBody\n", "---\n---\na: b\n---\n"));
    assert_eq!(body(ROOF, no_names).as_deref(), Ok("Body"));
}

#[test]
fn what_stands_there_is_not_lost_to_what_would_be_inside_it() {
    let change = |at: &str| Change::Set { path: path(at), value: Value::text("x") };
    for at in ["title.a", "area.a", "updates.a", "mine.a.b"] {
        assert_eq!(apply(ROOF, &change(at)), Err(Refusal::Entangled), "{at}");
    }
    assert_eq!(set(ROOF, "empty.a", Value::text("x")), ROOF.replace("empty:", "empty:\n  a: x"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    for text in ["", "no front matter", "---\na: b\n", "---\na: b\na: c\n---\n"] {
        let change = Change::Set { path: path("b"), value: Value::text("x") };
        assert_eq!(apply(text, &change), Err(Refusal::Unreadable), "{text}");
    }
    assert_eq!(
        apply("---\n{a: b}\n---\n", &Change::Set { path: path("a"), value: Value::text("c") }),
        Err(Refusal::Entangled)
    );
}

/// Front matter as people write it: each entry with a value in one of many forms, with remarks and blank lines.
fn entry() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        " plain text",
        " 'it''s'",
        " \"a \\\" b\"",
        "   'spaced'  # remark",
        "",
        " [a, 'b]', {c: d}] # remark",
        " {a: [b], 'c': d}",
        " |\n    one\n\n    two",
        " >-\n    one\n    two\n",
        " |+\n    one\n\n",
        "\n    - a\n    - b: c\n      d: e",
        "\n    - a\n    # between\n    - [b]",
        "\n    name: x\n    deeper:\n      y: z\n      e:",
        " two\n    lines",
        " \"two\n    lines\"",
    ]);
    let remark = prop::sample::select(vec!["", "", "", "# remark\n", "\n", "  # deep remark\n"]);
    (value, remark).prop_map(|(value, remark)| format!("{value}\n{remark}"))
}

fn document() -> impl Strategy<Value = String> {
    let body = prop::sample::select(vec!["", "Body\n", "\n\n# Heading\n\nText", "a\n\n---\nb: c\n---\n"]);
    (prop::collection::vec(entry(), 1..6), body, any::<bool>(), any::<bool>()).prop_map(
        |(entries, body, crlf, fence)| {
            let lines: String =
                entries.iter().enumerate().map(|(at, value)| format!("k{at}:{value}")).collect::<Vec<_>>().concat();
            let text = if fence { format!("```yaml\n{lines}```\n{body}") } else { format!("---\n{lines}---\n{body}") };
            if crlf { text.replace('\n', "\r\n") } else { text }
        },
    )
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[!-~][ -~]{0,16}".prop_map(Value::Text),
        "[a-z][a-z \n]{0,16}".prop_map(Value::Text),
        prop::collection::vec("[!-~][ -~]{0,8}", 1..4).prop_map(Value::texts),
        ("[a-z]{1,5}", "[!-~][ -~]{0,8}").prop_map(|(key, text)| Value::Map(vec![(key, Value::Text(text))])),
    ]
}

proptest! {
    #[test]
    fn nothing_else_changes(text in document(), at in 0_usize..7, value in values(), wish in 0..2) {
        let path = vec![format!("k{at}")];
        let change = match wish {
            0 => Change::Set { path, value },
            _ => Change::Append { path: vec!["log".into()], value },
        };
        // `apply` reads the result again; here it must come to one, and leave every line of others as it was.
        let new = apply(&text, &change);
        // Blank lines that a text keeps cannot be told from those of the field behind it.
        prop_assume!(new.is_ok() || !text.contains("|+"));
        prop_assert!(new.is_ok(), "{:?} of {:?} in\n{}", new, change, text);
        let new = new.expect("it was just seen");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.contains("remark")) {
            let own = matches!(&change, Change::Set { path, .. } if owns(&text, number, &path[0]));
            prop_assert!(own || new.contains(line), "`{line}` is lost by {change:?} in\n{text}\n=>\n{new}");
        }
    }
}

/// Whether a line lies between a key and the next one.
fn owns(text: &str, number: usize, key: &str) -> bool {
    let of = |line: &str| line.starts_with('k').then(|| line.split(':').next().unwrap_or_default().to_owned());
    text.lines().take(number + 1).filter_map(of).last().is_some_and(|last| last == key)
}

#[test]
fn an_item_of_a_list_is_changed_where_it_stands() {
    let changed = |text: &str, at: &str, new: &str| {
        let path = ["updates", at, "text"].map(str::to_owned).to_vec();
        apply(text, &Change::Set { path, value: Value::text(new) })
    };
    let text = "---\ntitle: Roof\nupdates:\n  # The newest last.\n  - date: 2021-03-01\n    text: 'Ther is news.' # x\n  - text: |\n      Two lines\n      of it.\n    date: 2021-03-02\n---\nBody.\n";
    assert_eq!(changed(text, "0", "There is news."), Ok(text.replace("'Ther is news.'", "\"There is news.\"")));
    let two = text.replace("|\n      Two lines\n      of it.", "One line.");
    assert_eq!(changed(text, "1", "One line."), Ok(two.clone()));
    assert_eq!(changed(&two, "1", "Two lines\nof it."), Ok(text.replace("text: |\n", "text: |-\n")));
    assert_eq!(changed(text, "2", "x"), Err(Refusal::Entangled));
    let flow = "---\nupdates: [{date: 2021-03-01, text: Ther}]\n---\n";
    assert_eq!(changed(flow, "0", "There"), Ok(flow.replace("Ther", "There")));
    // Items in braces below each other keep the remarks between.
    let mixed = "---\nupdates:\n  - {date: 2021-03-01, text: Ther} # x\n---\n";
    assert_eq!(changed(mixed, "0", "There"), Ok(mixed.replace("Ther", "There")));
}
