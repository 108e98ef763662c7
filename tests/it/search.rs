//! Search: what is found and with what weight, what results show, and that nothing of a hidden bulletin is in any piece
//! (site.md, "Outputs"; content.md, "Life of a bulletin"). The pieces are decoded here by code of the tests' own.

use std::collections::BTreeMap;

use noticeboard::testing::{
    plan::Recipe,
    render::RenderedOutput,
    search::{fold, tokens},
};

use crate::harness::{Site, bulletin, site};

/// Bytes that are read from the front.
struct Bytes(Vec<u8>, usize);

impl Bytes {
    fn take(&mut self, count: usize) -> Vec<u8> {
        self.1 += count;
        self.0[self.1 - count..self.1].to_vec()
    }

    fn number(&mut self) -> usize {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.take(1)[0];
            value |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return value;
            }
        }
    }

    fn text(&mut self) -> String {
        let length = self.number();
        String::from_utf8(self.take(length)).expect("texts are UTF-8")
    }

    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.number()).map(|_| make(self)).collect()
    }

    /// The next text of several in order.
    fn tail(&mut self, before: &mut Vec<u8>) -> String {
        before.truncate(self.number());
        let more = self.number();
        before.extend(self.take(more));
        String::from_utf8(before.clone()).expect("terms are UTF-8")
    }

    /// A set of documents, written as gaps of ones and rests.
    fn set(&mut self, all: usize) -> Vec<usize> {
        let count = self.number();
        let bits = (all * 7 / 10 / count.max(1)).max(1).ilog2();
        let mut place = self.1 * 8;
        let mut bit = |bytes: &[u8]| {
            place += 1;
            bytes[(place - 1) / 8] >> (7 - (place - 1) % 8) & 1 == 1
        };
        let mut next = 0;
        let mut ids = Vec::new();
        for _ in 0..count {
            let mut gap = 0;
            while bit(&self.0) {
                gap += 1;
            }
            for _ in 0..bits {
                gap = gap * 2 + usize::from(bit(&self.0));
            }
            ids.push(next + gap);
            next += gap + 1;
        }
        self.1 = place.div_ceil(8);
        ids
    }

    fn end(&self) {
        assert_eq!(self.1, self.0.len(), "bytes are left");
    }
}

/// What a browser would know after it had fetched everything.
#[derive(Debug, Default)]
struct Index {
    kinds: Vec<(String, String)>,
    areas: Vec<(String, String, usize)>,
    days: Vec<usize>,
    open: Vec<usize>,
    /// The documents of each term with their weights, 0 being the best.
    terms: BTreeMap<String, Vec<(usize, usize)>>,
    spelling: BTreeMap<String, usize>,
    /// Address, title, summary, place, day, language.
    records: Vec<Vec<String>>,
    states: Vec<String>,
}

fn piece(site: &Site, name: &str) -> Bytes {
    let renderer = site.renderer();
    let address = noticeboard::testing::address::Address::new(&format!("/search/{name}.bin"));
    let output = renderer.plan.at(&address).unwrap_or_else(|| panic!("no {address}"));
    let Ok(RenderedOutput::Bytes(bytes)) = renderer.render(output) else { panic!("{address} is no bytes") };
    Bytes(bytes, 0)
}

fn checked(site: &Site, name: &str, check: &[u8]) -> Bytes {
    let piece = piece(site, name);
    assert_eq!(sum(&piece.0), check, "checksum of {name}");
    piece
}

fn sum(bytes: &[u8]) -> Vec<u8> {
    let sum = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (sum ^ (sum >> 24)).to_le_bytes()[..3].to_vec()
}

fn index(site: &Site) -> Index {
    let mut bytes = piece(site, "contents");
    assert_eq!(bytes.number(), 1, "form");
    let (count, block) = (bytes.number(), bytes.number());
    let word = |bytes: &mut Bytes| (bytes.text(), bytes.text());
    let mut index = Index { kinds: bytes.list(word), ..Index::default() };
    let states = bytes.list(word);
    bytes.list(word);
    index.areas = bytes.list(|bytes| (bytes.text(), bytes.text(), bytes.number()));
    let mut day = 0;
    while index.days.len() < count {
        day += bytes.number();
        let same = bytes.number();
        index.days.extend(vec![day; same]);
    }
    index.open = bytes.set(count);
    let pieces = bytes.list(|bytes| (bytes.text(), bytes.take(3)));
    let spelling = bytes.take(3);
    for (number, (first, check)) in pieces.iter().enumerate() {
        let mut words = checked(site, &format!("words-{number}"), check);
        let mut before = Vec::new();
        for at in 0..words.number() {
            let term = words.tail(&mut before);
            assert!(at > 0 || term == *first, "{term} begins a piece, not {first}");
            let length = words.number();
            let mut list = Bytes(words.take(length), 0);
            let mask = list.take(1)[0];
            let mut ids = Vec::new();
            for weight in (0..4).filter(|weight| mask >> weight & 1 == 1) {
                ids.extend(list.set(count).into_iter().map(|id| (id, weight)));
            }
            list.end();
            assert!(index.terms.insert(term, ids).is_none(), "a term twice");
        }
        words.end();
    }
    let mut words = checked(site, "spelling", &spelling);
    let mut before = Vec::new();
    for _ in 0..words.number() {
        let word = words.tail(&mut before);
        let held = words.number();
        index.spelling.insert(word, held);
    }
    words.end();
    for number in 0..count.div_ceil(block) {
        let check = bytes.take(3);
        let mut records = checked(site, &format!("records-{number}"), &check);
        while records.1 < records.0.len() {
            let mut record: Vec<String> = (0..6).map(|_| records.text()).collect();
            let [kind, state, _severity] = [records.number(), records.number(), records.number()];
            record.push(index.kinds[kind].1.clone());
            index.records.push(record);
            index.states.push(states[state].1.clone());
        }
    }
    let whole = bytes.1;
    assert_eq!(sum(&bytes.0[..whole]), bytes.take(3), "checksum of the contents");
    bytes.end();
    assert_eq!(index.records.len(), count);
    index
}

impl Index {
    /// The titles of the documents that hold every token of a text, newest first, with the weight of the worst token.
    fn find(&self, text: &str) -> Vec<(&str, usize)> {
        let mut found: Option<BTreeMap<usize, usize>> = None;
        tokens(&fold(text), |token| {
            let held: BTreeMap<usize, usize> = self.terms.get(token).into_iter().flatten().copied().collect();
            found = Some(match found.take() {
                None => held,
                Some(found) => {
                    found.into_iter().filter_map(|(id, weight)| Some((id, weight.max(*held.get(&id)?)))).collect()
                }
            });
        });
        let found = found.unwrap_or_default();
        found.into_iter().rev().map(|(id, weight)| (self.records[id][1].as_str(), weight)).collect()
    }

    fn chosen(&self, key: &str) -> Vec<&str> {
        let held = self.terms.get(&format!("\u{1}{key}")).into_iter().flatten();
        held.map(|(id, _)| self.records[*id][1].as_str()).collect()
    }
}

#[test]
fn a_bulletin_is_found_by_its_places_with_their_weights() {
    let index = index(
        &bulletin(
            "
            title: Grey van in Mill Lane
            area: Kent/Maidstone/Coxheath
            kind: appeal
            reference: 46/322871/21
            tags: [lead theft]
            summary: Did you see it
            updates: [{date: 2021-03-05, text: It was *found* by a river}, {date: 2021-04-01, text: Tomorrow}]
            ---
            A driver stopped. The driver rang 01632 960001[^1].

            [^1]: A footnote.

            <!-- unseen --><script>unrun()</script>",
        )
        .settings("areas: [{name: Kent, areas: [{name: Maidstone, aliases: [County Town], areas: [Coxheath]}]}]"),
    );
    let found = |text: &str| index.find(text).first().map(|(_, weight)| *weight);
    for (weight, texts) in [
        (0, vec!["grey", "VAN", "46/322871/21", "4632287121", "322871"]),
        (1, vec!["kent", "Maidstone", "coxheath", "county town", "appeals", "lead", "see"]),
        (2, vec!["driver"]),
        (3, vec!["stopped", "found", "river", "01632 960001", "01632960001", "960001"]),
    ] {
        for text in texts {
            assert_eq!(found(text), Some(weight), "{text}");
        }
    }
    for text in ["tomorrow", "unseen", "unrun", "kernel", "coverage"] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn results_show_what_lists_show() {
    let index = index(
        &bulletin(
            "
            title: Tân
            area: [Kent/Maidstone, Surrey]
            kind: warning
            lang: cy
            status: resolved
            closed: 2021-03-05
            summary: In short
            slug: /2019/tân/
            ---
            Body",
        )
        .base("https://example.org/watch/"),
    );
    let kind = index.kinds.iter().find(|(name, _)| name == "warning").expect("it is a kind").1.as_str();
    let shown = ["2019/t%C3%A2n/", "Tân", "In short", "Maidstone and Surrey", "1 March 2021", "cy", kind];
    assert_eq!(index.records, [shown]);
    assert_eq!((index.states.as_slice(), index.open.len()), (["Resolved".to_owned()].as_slice(), 0));
    assert_eq!(index.days, [(2021 * 12 + 2) * 31]);
    let areas: Vec<_> = index.areas.iter().map(|(key, name, depth)| (key.as_str(), name.as_str(), *depth)).collect();
    assert_eq!(areas, [("kent", "Kent", 0), ("kent/maidstone", "Maidstone", 1), ("surrey", "Surrey", 0)]);
    for key in ["a:kent", "a:kent/maidstone", "k:warning", "s:resolved"] {
        assert_eq!(index.chosen(key), ["Tân"], "{key}");
    }
}

#[test]
fn a_result_shows_when_the_thing_happens_and_is_ordered_by_its_publication() {
    let event = "kind: event\nwhen: {start: 2021-04-05 10:00, end: '14:00', place: Corn Hall}";
    let index = index(&bulletin(event));
    assert_eq!(index.records[0][4], "Monday 5 April 2021, 10am to 2pm, Corn Hall");
    assert_eq!(index.days, [(2021 * 12 + 2) * 31]);
}

/// A bulletin in each state, with words that it alone has.
const STATES: &str = "
    -- content/open.md --
    ---
    title: Alpha
    date: 2021-03-01
    area: Kent
    ---
    -- content/updated.md --
    ---
    title: Bravo
    date: 2021-02-01
    area: Kent
    updates: [{date: 2021-03-02, text: x}]
    ---
    -- content/resolved.md --
    ---
    title: Charlie
    date: 2021-01-01
    area: Kent
    status: resolved
    closed: 2021-03-02
    ---
    -- content/expired.md --
    ---
    title: Delta
    date: 2020-12-01
    area: Kent
    expires: 2021-03-02
    ---
    -- content/draft.md --
    ---
    title: Xdraft Echo
    date: 2021-03-02
    area: Kent/Xdraftplace
    tags: xdrafttag
    draft: true
    ---
    Xdraftbody
    -- content/later.md --
    ---
    title: Xlater
    date: 2021-04-01
    area: Kent/Xlaterplace
    ---
    Xlaterbody
    -- content/withdrawn.md --
    ---
    title: Xwithdrawn
    date: 2021-03-02
    area: Kent/Xwithdrawnplace
    status: withdrawn
    closed: 2021-03-03
    reference: xref/123456/21
    updates: [{date: 2021-03-03, text: Xwithdrawnupdate}]
    ---
    Xwithdrawnbody
    -- content/missing.md --
    ---
    title: Xmissing
    date: 2021-03-02
    area: Kent/Xmissingplace
    kind: missing
    status: resolved
    closed: 2021-03-03
    ---
    Xmissingbody
";

#[test]
fn states_are_told_and_chosen_by() {
    let index = index(&site(STATES));
    assert_eq!(index.chosen("s:open"), ["Bravo", "Alpha"]);
    assert_eq!(index.open, [2, 3]);
    assert_eq!(index.chosen("s:resolved"), ["Charlie"]);
    assert_eq!(index.chosen("s:expired"), ["Delta"]);
    assert_eq!(index.states, ["Expired", "Resolved", "Open", "Open"]);
}

#[test]
fn nothing_of_a_hidden_bulletin_is_in_any_piece() {
    let site = site(STATES);
    let said = format!("{:?}", index(&site)).to_lowercase();
    assert!(said.contains("alpha") && said.contains("delta"));
    for word in ["xdraft", "xlater", "xwithdrawn", "xmissing", "xref", "123456", "echo"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
    let renderer = site.renderer();
    let pieces = renderer.plan.outputs.iter().filter(|output| matches!(output.recipe, Recipe::SearchPiece(_)));
    for output in pieces {
        let Ok(RenderedOutput::Bytes(bytes)) = renderer.render(output) else {
            panic!("{} is no bytes", output.address)
        };
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("xdraft") && !text.contains("xmissing"), "{}", output.address);
    }
    // A preview that shows drafts finds them.
    let preview = index(&self::site(STATES).preview());
    assert_eq!(preview.find("xdraftbody"), [("Xdraft Echo", 1)]);
    assert_eq!(preview.chosen("s:draft"), ["Xdraft Echo"]);
}

#[test]
fn many_bulletins_are_cut_into_pieces_of_moderate_size() {
    let site = (0..400).fold(site(""), |site, number| {
        let words =
            (0..150).fold(String::new(), |words, at| words + &format!("w{}y ", (number * 7 + at * at * 31) % 3_000));
        let text =
            format!("---\ntitle: Bulletin {number}\ndate: 2021-01-0{}\narea: Kent\n---\n{words}", 1 + number % 9);
        site.edit(&format!("content/n{number}.md"), &text)
    });
    let renderer = site.renderer();
    let size = |name: &str| piece(&site, name).0.len();
    let words =
        renderer.plan.outputs.iter().filter(|output| output.address.as_str().starts_with("/search/words-")).count();
    assert!(words > 2, "{words} pieces");
    for number in 0..words {
        assert!(
            (2_000..40_000).contains(&size(&format!("words-{number}"))),
            "{number}: {}",
            size(&format!("words-{number}"))
        );
    }
    let index = index(&site);
    assert_eq!(index.find("bulletin 123"), [("Bulletin 123", 0)]);
    assert_eq!(index.chosen("a:kent").len(), 400);
    assert_eq!(index.terms["kent"].len(), 400);
    assert!(index.spelling["bulletin"] == 400 && !index.spelling.contains_key("w1y"));
}

#[test]
fn the_script_and_the_program_take_the_same_terms() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outside/search/terms.json"));
    let list: Vec<(String, String)> = serde_json::from_str(&text.expect("it is there")).expect("it is a list of pairs");
    for (text, wanted) in list {
        let mut found = Vec::new();
        tokens(&fold(&text), |token| found.push(token.to_owned()));
        assert_eq!(found.join(" "), wanted, "{text}");
    }
}

#[test]
fn a_site_may_have_no_search() {
    let with = bulletin("");
    assert!(with.has("/search/") && with.page("/").contains("href=\"/search/\""));
    assert!(with.page("/search/").contains("data-contents=\"/search/contents.bin\""));
    let without = bulletin("").settings("outputs: {search: false}");
    assert!(!without.files().iter().any(|file| file.contains("search")));
    assert!(!without.page("/").contains("/search/"));
}

#[test]
fn without_a_script_the_page_shows_other_ways() {
    let page = bulletin("").base("https://example.org/watch/").page("/search/");
    assert!(page.contains("role=\"search\"") && page.find("main").contains(" hidden>"));
    let ways = page.find("div id=\"nb-ways\"").attributes("href");
    assert_eq!(ways, ["/watch/", "/watch/areas/", "/watch/kinds/", "/watch/archive/"]);
    let none = bulletin("").settings("outputs: {archive: false}").page("/search/");
    assert!(!none.find("main").contains("archive"));
}

#[test]
fn other_programs_may_index_bulletins_alone() {
    let site = site(STATES);
    assert!(site.page("/2021/03/open/").contains("<article class=\"notice\" data-pagefind-body>"));
    for other in ["/2021/03/withdrawn/", "/", "/areas/kent/"] {
        assert!(!site.page(other).contains("data-pagefind-body"), "{other}");
    }
}

#[test]
fn an_empty_site_can_be_searched() {
    let index = index(&site(""));
    assert!(index.terms.is_empty() && index.records.is_empty());
}

#[test]
fn a_bulletin_is_found_by_the_words_of_its_translations_once() {
    let english = "---\ntitle: Flood\ndate: 2021-03-01\narea: Kent\nreference: 46/1\n";
    let welsh = "---\ntitle: Llifogydd\n---\nTestun.\n";
    let site = site("").edit("content/flood.md", &format!("{english}---\nWater.\n")).edit("content/flood.cy.md", welsh);
    let found = index(&site);
    for text in ["flood", "water", "46/1", "llifogydd", "testun"] {
        assert_eq!(found.find(text).iter().map(|(title, _)| *title).collect::<Vec<_>>(), ["Flood"], "{text}");
    }
    let site = site.edit("content/flood.cy.md", "---\ntitle: Llifogydd\ndraft: true\n---\nTestun.\n");
    assert!(index(&site).find("llifogydd").is_empty() && index(&site).find("testun").is_empty());
    let taken_back = format!("{english}status: withdrawn\nclosed: 2021-03-02\n---\nWater.\n");
    let site = site.edit("content/flood.cy.md", welsh).edit("content/flood.md", &taken_back);
    assert!(index(&site).records.is_empty());
}
