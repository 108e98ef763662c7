//! A page without what it loads, for the moment before that is there. In: the HTML of a page. Out: the same without style
//! sheets, scripts and pictures. It must not know why.

/// The elements that load something, and whether each has an end.
const LOADING: &[(&str, bool)] = &[
    ("link", false),
    ("script", true),
    ("img", false),
    ("source", false),
    ("picture", true),
    ("iframe", true),
    ("video", true),
    ("audio", true),
    ("object", true),
    ("embed", false),
];

/// Leaves the loading elements out.
pub fn bare(page: &str) -> String {
    let mut bare = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        bare.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            bare.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        let name = name.to_ascii_lowercase();
        if name.is_empty() && !rest[1..].starts_with(['/', '!']) {
            bare.push('<');
            rest = &rest[1..];
            continue;
        }
        let loading = LOADING.iter().find(|(known, _)| *known == name);
        let tag = end_of_tag(rest);
        match loading {
            None => bare.push_str(&rest[..tag]),
            Some((_, false)) => {}
            Some((_, true)) => {
                let end = format!("</{name}");
                let after = find_ignoring_case(&rest[tag..], &end).map_or(rest.len(), |at| {
                    let from = tag + at;
                    from + end_of_tag(&rest[from..])
                });
                rest = &rest[after..];
                continue;
            }
        }
        rest = &rest[tag..];
    }
    bare.push_str(rest);
    bare
}

/// Where a tag ends that begins at the start of a text: a `>` outside quotation marks.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    text.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn what_loads_is_left_out() {
        let page = "<!doctype html><head><link rel=stylesheet href=\"/a>b.css\"><title>Taken back</title>\
                    <SCRIPT src='/x.js'>if (a < b) { '</div>' }</SCRIPT></head><!-- <img> --><body>\
                    <p>It's taken back on 1 < 2, isn't it.</p><picture><source srcset=x><img src=y></picture><img src=\"z\"></body>";
        assert_eq!(
            bare(page),
            "<!doctype html><head><title>Taken back</title></head><!-- <img> --><body>\
             <p>It's taken back on 1 < 2, isn't it.</p></body>"
        );
        assert_eq!(bare("<script>never ends"), "");
        assert_eq!(bare("a<"), "a<");
    }
}
