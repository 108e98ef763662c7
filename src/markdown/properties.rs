//! What must hold of any body, however odd: tests alone.

use proptest::prelude::*;

use super::testing::Kent;
use super::{
    BodySite, HtmlOptions, HtmlPlace, HtmlWords, RawHtml, Resolution, facts, facts_and_html, html, page_html, plain,
    plain_blocks,
};

/// Markdown and HTML that goes wrong in as many ways as possible.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(vec![
            "# ", "## ", "> ", "- ", "1. ", "- [x] ", "```", "~~~", "`", "*", "**", "_", "~~", "[", "]", "(", ")", "![", "](", "[^1]", "[^1]: ",
            "[a]: ", "|", "|-|\n", "\n", "\n\n", "    ", "\t", "\\", "&", "&amp;", "&#106;", "&Tab;", "<", ">", "<!--", "-->", "{#a}", "{{ a }}", "[!NOTE]\n",
            "https://a.uk", "www.a.uk", "a@b.uk", "01622 604100", "javascript:", "java&#10;script:alert(1)", "data:text/html,", "//a", "\"", "'", " \"t\")",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "<script>", "</script>", "<style>", "</style>", "<a href=", "<a href='javascript:x'>", "</a>", "<img src=x onerror=y>", "<img src=\"javascript:x\">",
            "<svg>", "<math>", "<table>", "<td>", "<p style=\"x\">", "<div>", "</div>", "<h1>", "</h1>", "<b onclick=x>", "</b>", "<textarea>", "<title>", "<iframe srcdoc='<script>'>",
            "<noscript>", "<plaintext>", "<select>", "<xmp>", "<template>", "<form>", "<li>", "<?", "<![CDATA[", "<details>", "<base href=x>",
        ]).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "[a-z ]{1,6}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// The same site as Kent, but for where its links lead, as it is in a feed.
struct KentInFeed;

impl BodySite for KentInFeed {
    fn resolve(&self, destination: &str) -> Resolution {
        Resolution::To(format!("https://kent.uk/{destination}"))
    }

    fn telephones(&self, text: &str) -> Vec<(std::ops::Range<usize>, String)> {
        Kent.telephones(text)
    }
}

/// Words of no language.
const OTHER_WORDS: HtmlWords = HtmlWords {
    note: "1",
    tip: "2",
    important: "3",
    warning: "4",
    caution: "5",
    footnotes: "6",
    back: "7",
    picture: "8",
    table: "9",
    done: "10",
    to_do: "11",
};

#[test]
fn most_bodies_need_be_read_once() {
    let body = "# A\n\nCall **01622 604100** or [b](https://b.uk).\n\n- c\n\n# A\n\n> d `e`\n";
    let html = page_html(body, &HtmlOptions::default(), &Kent);
    assert!(html.page.contains("<h2 id=\"a\">") && html.page.contains("<h2 id=\"a-2\">"));
    assert_eq!(html.feed().as_deref(), Some(&*super::testing::feed(body)));
    let telephones = |text: &str| Kent.telephones(text);
    let read = |body: &str| facts_and_html(body, RawHtml::Clean, false, &telephones, None).1;
    assert_eq!(read(&body[5..]).unwrap().feed().as_deref(), Some(&*super::testing::feed(&body[5..])));
    assert!(read(body).is_none(), "the heading may be the title");
    assert!(read("![a](https://b.uk/c.png)").is_none(), "the picture may be the site's own");
    for other in ["[a](../b.md)", "a[^1]\n\n[^1]: b", "- [x] a", "```\na\n```", "|a|\n|-|\n", "![a](b.png)", "<b>a</b>"]
    {
        assert_eq!(page_html(other, &HtmlOptions::default(), &Kent).feed(), None, "{other}");
        assert!(read(other).is_none(), "{other}");
    }
}

fn check_safe(text: &str, html: &str) {
    let lower = html.to_ascii_lowercase();
    for bad in ["<script", "<style", "<iframe", "<form", "<svg", "<h1", "<base", "<template", "<textarea"] {
        assert!(!lower.contains(bad), "{bad} in {html:?} from {text:?}");
    }
    // No attribute value holds a bare quote, so what stands between tags can be told apart.
    for tag in lower.split('<').skip(1).filter_map(|tag| tag.split_once('>').map(|tag| tag.0)) {
        for bad in [" style=", "\"javascript:", "\"data:", " onclick=", " onerror="] {
            let attributes: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("\"");
            let found = if bad.starts_with('"') {
                tag.contains(&format!("href={bad}")) || tag.contains(&format!("src={bad}"))
            } else {
                attributes.contains(bad)
            };
            assert!(!found, "{bad} in {html:?} from {text:?}");
        }
    }
    let mut ids: Vec<&str> =
        html.match_indices(" id=\"").map(|(at, mark)| html[at + mark.len()..].split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids of {html:?} from {text:?}");
    assert!(!html.contains(|letter: char| letter.is_control() && !matches!(letter, '\n' | '\t')));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_rendered_safely(text in hostile(), typographic: bool, skip_title_heading: bool) {
        for raw in [RawHtml::Clean, RawHtml::Escape] {
            for target in [HtmlPlace::Page, HtmlPlace::Feed] {
                let options = HtmlOptions { raw, typographic, skip_title_heading, target, ..HtmlOptions::default() };
                check_safe(&text, &html(&text, &options, &Kent));
            }
        }
        let trusted = html(&text, &HtmlOptions { raw: RawHtml::Trust, ..HtmlOptions::default() }, &Kent);
        assert!(!trusted.to_ascii_lowercase().contains("href=\"javascript:"));
    }

    #[test]
    fn a_feed_has_what_the_page_has(text in hostile(), typographic: bool, skip_title_heading: bool) {
        for raw in [RawHtml::Clean, RawHtml::Escape, RawHtml::Trust] {
            let options = HtmlOptions { raw, typographic, skip_title_heading, ..HtmlOptions::default() };
            if let Some(feed) = page_html(&text, &options, &Kent).feed() {
                let options = HtmlOptions { target: HtmlPlace::Feed, ..options };
                assert_eq!(feed, html(&text, &options, &KentInFeed), "{text:?}");
            }
        }
    }

    #[test]
    fn one_reading_says_what_two_say(text in hostile(), typographic: bool) {
        for raw in [RawHtml::Clean, RawHtml::Escape, RawHtml::Trust] {
            let mut words = String::new();
            let kent = |text: &str| Kent.telephones(text);
            let (found, once) = facts_and_html(&text, raw, typographic, &kent, Some(&mut words));
            assert_eq!(found, facts(&text, raw), "{text:?}");
            assert_eq!(words, plain(&text), "{text:?}");
            let skip_title_heading = found.heading.is_some();
            let options = HtmlOptions { raw, typographic, skip_title_heading, words: OTHER_WORDS, ..HtmlOptions::default() };
            if let Some(once) = once {
                assert_eq!(once.page, html(&text, &options, &Kent), "{text:?}");
                let there = page_html(&text, &options, &KentInFeed);
                assert_eq!((&once.page, once.feed()), (&there.page, there.feed()), "{text:?}");
            }
        }
    }

    #[test]
    fn facts_of_any_text_have_ranges_in_it(text in prop_oneof![hostile(), any::<String>()]) {
        for raw in [RawHtml::Clean, RawHtml::Escape, RawHtml::Trust] {
            let facts = facts(&text, raw);
            let ranges = facts.links.into_iter().map(|link| link.range);
            let ranges = ranges.chain(facts.removed.into_iter().map(|removed| removed.range));
            let ranges = ranges.chain(facts.heading.map(|heading| heading.range)).chain(facts.limit.map(|limit| limit.1));
            for range in ranges {
                assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
            }
            assert!(facts.excerpt.chars().count() <= 201);
        }
        plain(&text);
        plain_blocks(&text, &HtmlWords::ENGLISH, &Kent);
    }
}
