//! Which part of a page holds its text. In: the page without what every page of its site has. Out: one of its elements. It must
//! not know what the text says.

use crate::import::html::Element;

/// The element that holds the text.
pub fn of(body: &Element) -> &Element {
    let long = |element: &&Element| element.text().len() > 80;
    let marked = body.find(&|element| element.attribute("itemprop") == Some("articleBody"));
    let mut articles = Vec::new();
    collect(
        body,
        &mut |element| element.name == "article" || element.attribute("role") == Some("article"),
        &mut articles,
    );
    articles.retain(long);
    let within = body.find(&|element| element.name == "main" || element.attribute("role") == Some("main")).filter(long);
    if let Some(marked) = marked.filter(long) {
        return marked;
    }
    let base = within.unwrap_or(body);
    // One article is the text; many are a list of others, and so is one of little.
    if let [article] = articles[..]
        && prose(article) * 3 >= prose(base)
    {
        return article;
    }
    if let Some(first) = articles.first().filter(|first| first.text().len() * 2 > base.text().len()) {
        return first;
    }
    if within.is_some() {
        return base;
    }
    let densest = densest(base);
    // Builders of pages put each paragraph into a box of its own.
    if prose(densest) * 10 >= prose(base) * 6 { densest } else { around_most(base, prose(base)) }
}

/// The innermost element that holds nearly all of the prose.
fn around_most(element: &Element, whole: usize) -> &Element {
    let inner = element.elements().find(|inner| prose(inner) * 100 >= whole * 95);
    inner.filter(|inner| !is_paragraph(inner)).map_or(element, |inner| around_most(inner, whole))
}

fn is_paragraph(element: &Element) -> bool {
    matches!(element.name.as_str(), "p" | "li" | "dd" | "ul" | "ol" | "blockquote" | "table")
}

/// How much prose an element holds, in bytes.
fn prose(element: &Element) -> usize {
    paragraphs(element).iter().map(String::len).sum()
}

/// The paragraphs of an element that say something, rather than lead elsewhere.
pub fn paragraphs(element: &Element) -> Vec<String> {
    fn gather(element: &Element, all: &mut Vec<String>) {
        for inner in element.elements() {
            let is_one = matches!(inner.name.as_str(), "p" | "li" | "dd")
                && inner.find(&|deeper| deeper.name == "p" && !std::ptr::eq(deeper, inner)).is_none();
            if !is_one {
                gather(inner, all);
                continue;
            }
            let text = inner.text();
            if text.len() >= 40 && linked(inner) * 2 < text.len() {
                all.push(text);
            }
        }
    }
    let mut all = Vec::new();
    gather(element, &mut all);
    all
}

/// How much of an element is links, in bytes.
pub fn linked(element: &Element) -> usize {
    if element.name == "a" { element.text().len() } else { element.elements().map(linked).sum() }
}

/// The paragraphs of a page that stand outside its main part.
pub fn beside(body: &Element, main: &Element) -> Vec<String> {
    let own = paragraphs(main);
    paragraphs(body).into_iter().filter(|text| !own.contains(text)).collect()
}

fn collect<'e>(element: &'e Element, holds: &mut dyn FnMut(&Element) -> bool, found: &mut Vec<&'e Element>) {
    for inner in element.elements() {
        if holds(inner) {
            found.push(inner);
        } else {
            collect(inner, holds, found);
        }
    }
}

/// The element whose own paragraphs hold the most text.
fn densest(body: &Element) -> &Element {
    fn own(element: &Element) -> usize {
        let text: usize = element.elements().filter(|inner| inner.name == "p").map(|inner| inner.text().len()).sum();
        let deeper: usize = element
            .elements()
            .filter(|inner| matches!(inner.name.as_str(), "div" | "section" | "blockquote"))
            .map(|inner| {
                inner.elements().filter(|inner| inner.name == "p").map(|inner| inner.text().len()).sum::<usize>() / 2
            })
            .sum();
        text + deeper
    }
    fn best<'e>(element: &'e Element, most: &mut (usize, &'e Element)) {
        let score = own(element);
        if score > most.0 {
            *most = (score, element);
        }
        element.elements().for_each(|inner| best(inner, most));
    }
    let mut most = (200, body);
    best(body, &mut most);
    most.1
}
