//! Prints what the crate feed-rs reads in each feed named on the command line: one JSON object a line,
//! in the form that `checks/feeds` compares. A feed that cannot be read gives `{"file", "error"}`.

use feed_rs::model::{Entry, Link};
use serde_json::{Value, json};

fn main() {
    for file in std::env::args().skip(1) {
        println!("{}", read(&file));
    }
}

fn read(file: &str) -> Value {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return json!({ "file": file, "error": error.to_string() }),
    };
    // Without a generator of our own an entry that has no id would be given one.
    let parser = feed_rs::parser::Builder::new().id_generator(|_, _, _| String::new()).build();
    match parser.parse(bytes.as_slice()) {
        Ok(feed) => json!({
            "file": file,
            "title": feed.title.map(|title| title.content),
            "entries": feed.entries.into_iter().map(entry).collect::<Vec<_>>(),
        }),
        Err(error) => json!({ "file": file, "error": error.to_string() }),
    }
}

fn entry(entry: Entry) -> Value {
    json!({
        "id": entry.id,
        "title": entry.title.map(|title| title.content),
        "link": alternate(&entry.links),
        "date": entry.published.or(entry.updated).map(|date| date.timestamp()),
        "content": entry.content.and_then(|content| content.body),
        "summary": entry.summary.map(|summary| summary.content),
    })
}

fn alternate(links: &[Link]) -> Option<&str> {
    links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate"))).map(|link| link.href.as_str())
}
