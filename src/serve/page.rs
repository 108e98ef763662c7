//! What the preview puts into pages, and the pages of its own. In: HTML as readers will get it. Out: the same with the
//! preview's script at its end. It must not know requests.

use html_escape::{encode_double_quoted_attribute, encode_text};

/// The folder of the preview's own addresses, which no site has: names with a dot are passed over when a site is read.
pub const OWN: &str = "/.noticeboard/";
/// The script and the style of the bar and the overlay.
pub const SCRIPT: &str = include_str!("preview.js");
pub const STYLE: &str = include_str!("preview.css");

/// What the script is told of the page that it is in.
pub struct PageState<'a> {
    pub mark: &'a str,
    pub edition: u64,
    pub run: &'a str,
}

fn script(told: &PageState) -> String {
    let PageState { mark, edition, run } = told;
    let run = encode_double_quoted_attribute(run);
    format!(
        "<script src=\"{OWN}preview.js\" data-mark=\"{mark}\" data-edition=\"{edition}\" data-run=\"{run}\" async></script>\n"
    )
}

/// Puts the script before the end of the body; to the end of a page that does not say where its body ends.
pub fn with_script(html: &[u8], told: &PageState) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let mut windows = html.windows(END.len()).enumerate().rev();
    let at = windows.find(|(_, part)| part.eq_ignore_ascii_case(END)).map_or(html.len(), |(at, _)| at);
    [&html[..at], script(told).as_bytes(), &html[at..]].concat()
}

/// A page in the place of one that cannot be rendered: with the overlay, and readable without it.
pub fn instead(title: &str, words: &str, told: &PageState) -> Vec<u8> {
    let page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{OWN}preview.css\">\n</head>\n\
         <body class=\"instead\">\n<main>\n<h1>{title}</h1>\n<pre>{words}</pre>\n</main>\n{script}</body>\n</html>\n",
        title = encode_text(title),
        words = encode_text(words),
        script = script(told),
    );
    page.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: PageState = PageState { mark: "0a", edition: 3, run: "r\"1" };

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).expect("it is text")
    }

    #[test]
    fn the_script_stands_before_the_last_end_of_the_body() {
        let page = text(with_script(b"<body><pre>&lt;/body></pre></BODY>\n</html>", &TOLD));
        assert!(
            page.starts_with("<body><pre>&lt;/body></pre><script src=\"/.noticeboard/preview.js\" data-mark=\"0a\"")
        );
        assert!(page.ends_with("data-run=\"r&quot;1\" async></script>\n</BODY>\n</html>"), "{page}");
        assert!(text(with_script("é".as_bytes(), &TOLD)).starts_with("é<script "));
        assert!(text(with_script(b"", &TOLD)).starts_with("<script "));
    }

    #[test]
    fn what_is_said_in_place_of_a_page_is_escaped() {
        let page = text(instead("<b>", "</pre><script>alert(1)</script>", &TOLD));
        assert!(
            page.contains("<title>&lt;b&gt;</title>") && page.contains("&lt;/pre&gt;&lt;script&gt;alert(1)"),
            "{page}"
        );
    }
}
