//! Marks of other programs that are plain text in Markdown: `[gallery ids="1,2"]` of WordPress, `[[Other note]]` and
//! `%%a remark%%` of Obsidian, `:::warning` of Docusaurus and its kin, and `{{ title }}` or `{% … %}` of templates. In: a body.
//! Out: the marks, and where they stand. Must not know what they stood for.

use super::marks::{self, CodeState, LONGEST_LINE, is_code};

/// What WordPress and its most common plug-ins put between square brackets, with something behind the name.
const SHORT_CODES: [&str; 11] = [
    "audio",
    "button",
    "caption",
    "contact-form",
    "contact-form-7",
    "embed",
    "gallery",
    "playlist",
    "table",
    "vc_row",
    "video",
];
/// Those that stand alone, too.
const BARE: [&str; 4] = ["contact-form", "embed", "gallery", "playlist"];
/// The boxes that a body may have.
const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];
/// The longest mark that is looked for, in bytes.
const LONGEST: usize = 1_000;

/// The marks of other programs in a body that readers would see, in order.
pub fn foreign_marks(body: &str) -> Vec<(usize, &str)> {
    let bytes = body.as_bytes();
    // A link of Markdown is no mark of these.
    let begins = |at: usize| match bytes[at] {
        b'[' => bytes.get(at + 1) == Some(&b'!') || opens(&body[at..]),
        b':' => bytes[at..].starts_with(b":::"),
        _ => bytes[at..].starts_with(b"%%"),
    };
    let in_braces = |at: usize| matches!(bytes.get(at + 1), Some(b'{' | b'%'));
    let may_be_foreign = memchr::memchr3_iter(b'[', b':', b'%', bytes).any(begins);
    if !may_be_foreign && !memchr::memchr_iter(b'{', bytes).any(in_braces) {
        return Vec::new();
    }
    let mut marks: Vec<(usize, &str)> = Vec::new();
    let lines = marks::lines(body);
    // A remark of several lines: what opens it stands there, and what closes it further down.
    let mut open: Option<(usize, &str)> = None;
    for (line, html) in lines.iter().zip(marks::are_html(body, &lines)) {
        let text = &body[line.range.clone()];
        if line.code == CodeState::Fenced || text.len() > LONGEST_LINE {
            continue;
        }
        let mut found: Vec<(usize, &str)> = of_templates(text);
        if line.code == CodeState::No && !html {
            found.extend(in_line(text));
            let trimmed = text.trim();
            if open.is_some() && trimmed.ends_with("%%") {
                marks.extend(open.take());
            } else if open.is_none() && trimmed.starts_with("%%") && found.is_empty() {
                open = Some((line.range.start + text.len() - text.trim_start().len(), trimmed));
            }
        }
        found.sort_by_key(|(at, _)| *at);
        let mut past = 0;
        for (at, mark) in found {
            if at >= past {
                marks.push((line.range.start + at, mark));
                past = at + mark.len();
            }
        }
    }
    marks.sort_by_key(|(at, _)| *at);
    marks
}

/// The marks of templates in a line: `{{< … >}}`, `{{% … %}}`, `{% … %}` and `{{ … }}`.
fn of_templates(text: &str) -> Vec<(usize, &str)> {
    const MARKS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut past = 0;
    for at in memchr::memchr_iter(b'{', text.as_bytes()) {
        let Some((open, close)) = MARKS.iter().find(|(open, _)| text[at..].starts_with(open)) else { continue };
        let Some(end) = find_near(&text[at..], close).filter(|_| at >= past) else { continue };
        let inner = text[at + open.len()..at + end.max(open.len())].trim_start_matches('-').trim_start();
        // `${{ … }}` is of a shell or of a timetable of builds, and a pair of braces may stand for itself.
        let is_value = *open != "{{"
            || (!text[..at].ends_with(['$', '\\'])
                && inner
                    .starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '.' | '$' | '"' | '\'')));
        if is_value && !is_code(text, at) {
            past = at + end + close.len();
            found.push((at, &text[at..past]));
        }
    }
    found
}

/// Whether a text begins with a mark in square brackets.
fn opens(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('[') else { return false };
    if rest.starts_with('[') {
        return true;
    }
    let is_name = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let name = &rest[..rest.bytes().take(LONGEST).take_while(|byte| is_name(byte)).count()];
    if !SHORT_CODES.contains(&name) {
        return false;
    }
    let Some(end) = find_near(rest, "]") else { return false };
    let inner = &rest[name.len()..end];
    let is_key = |key: &str| !key.is_empty() && key.bytes().all(|byte| is_name(&byte));
    let has_value = inner.strip_prefix(' ').and_then(|rest| rest.split_once('=')).is_some_and(|(key, _)| is_key(key));
    let is_mark = if inner.is_empty() { BARE.contains(&name) } else { has_value };
    // A link of Markdown, or where one leads.
    is_mark && !rest[end + 1..].starts_with(['(', '[', ':'])
}

/// Where a text holds another, not too far on.
fn find_near(text: &str, other: &str) -> Option<usize> {
    memchr::memmem::find(&text.as_bytes()[..text.len().min(LONGEST)], other.as_bytes())
}

/// The other marks of a line.
fn in_line(text: &str) -> Vec<(usize, &str)> {
    let start = text.len() - text.trim_start().len();
    // At least a name: three colons alone end what was opened.
    if let Some(name) = text[start..].strip_prefix(":::")
        && name
            .trim_start_matches(':')
            .trim_start()
            .starts_with(|first: char| first.is_ascii_lowercase() || first == '{')
    {
        return vec![(start, text[start..].trim_end())];
    }
    // A folded box, or one of a kind that GitHub's alerts do not have.
    let quoted = text.trim_start_matches(['>', ' ']);
    if text.trim_start().starts_with('>')
        && let Some((kind, behind)) = quoted.strip_prefix("[!").and_then(|rest| rest.split_once(']'))
        && !kind.is_empty()
        && kind.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !(ALERTS.iter().any(|known| kind.eq_ignore_ascii_case(known)) && behind.trim().is_empty())
    {
        return vec![(text.len() - quoted.len(), quoted.trim_end())];
    }
    let bracketed = text.match_indices('[').filter(|(at, _)| opens(&text[*at..])).filter_map(|(at, _)| {
        let (inner, close) = match text[at..].strip_prefix("[[") {
            Some(inner) => (inner, "]]"),
            None => (&text[at + 1..], "]"),
        };
        let end = find_near(inner, close).filter(|end| *end > 0 && !inner[..*end].contains('['))?;
        let whole = &text[at..text.len() - inner.len() + end + close.len()];
        // `[[1]](https://…)` is a link whose words stand in brackets, and `[[1]]` leads to a note.
        let is_number = inner[..end].bytes().all(|byte| byte.is_ascii_digit());
        let is_link = close == "]]" && (is_number || text[at + whole.len()..].starts_with(['(', '[']));
        (!is_link && !is_code(text, at)).then_some((at, whole))
    });
    let remark = text.find("%%").and_then(|at| {
        let end = text[at + 2..].find("%%").filter(|end| *end > 0)?;
        // Not so many per cent of one thing and of another.
        let is_share = text[..at].ends_with(|before: char| before.is_ascii_digit());
        let begins = !text[at + 2..].starts_with(' ') || !text[..at].ends_with(' ');
        (!is_share && begins && !is_code(text, at)).then_some((at, &text[at..at + end + 4]))
    });
    bracketed.chain(remark).collect()
}

#[cfg(test)]
mod tests {
    use super::foreign_marks;

    #[test]
    fn marks_are_found_with_their_places() {
        for (body, want) in [
            ("Text.\n\n[gallery ids=\"1,2\"]\n", (7, "[gallery ids=\"1,2\"]")),
            ("[caption id=\"a\"]<img src=\"a.jpg\">Crane[/caption]", (0, "[caption id=\"a\"]")),
            ("[contact-form-7 id=\"1\"]", (0, "[contact-form-7 id=\"1\"]")),
            ("See [[Other|this one]].", (4, "[[Other|this one]]")),
            ("![[crane.png]]", (1, "[[crane.png]]")),
            ("Gone %%Jean said%% now", (5, "%%Jean said%%")),
            (":::warning Mind\nDo not go\n:::", (0, ":::warning Mind")),
            ("> [!danger] Mind", (2, "[!danger] Mind")),
            ("> [!tip]- Folded", (2, "[!tip]- Folded")),
            ("::: {.note}\nx\n:::", (0, "::: {.note}")),
            ("Text.\n\n%%\nJean Sample rang in\n%%", (7, "%%")),
        ] {
            assert_eq!(foreign_marks(body), [want], "{body}");
        }
    }

    #[test]
    fn every_mark_of_a_body_is_found() {
        let of = |body| foreign_marks(body).into_iter().map(|(_, mark)| mark).collect::<Vec<_>>();
        assert_eq!(
            of("{{ title }}\n\n{{< fig a >}} and {{% b %}} and {% if c %}\n\n[[d]] [[e]] [f]({{ site.baseurl }}/f/)\n"),
            ["{{ title }}", "{{< fig a >}}", "{{% b %}}", "{% if c %}", "[[d]]", "[[e]]", "{{ site.baseurl }}"]
        );
        for body in
            ["`{{ title }}`", "```\n{{ title }}\n{% if %}\n```", "${{ secrets.KEY }}", "{{}} {{ 1 }} {{", "\\{{x}}"]
        {
            assert_eq!(of(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn what_is_markdown_or_a_sentence_stays() {
        for body in [
            "> [!WARNING]\n> Mind",
            "> [!note] ",
            "[video](https://a.example/)",
            "[video]: https://a.example/",
            "[Gallery] of pictures",
            "[video][1] shows it",
            "[[1]](https://a.example/)",
            "`[[x]]` and `%%a%%`",
            "```\nif [[ -f x ]]; then\n:::warning\n```",
            "100 %% sure",
            "Between 5%% and 10%% of homes",
            "As said before [[1]] and [[2]]",
            "[table for 4 = booked]",
            "<!-- [[x]] -->",
            "%%\nonly opened",
            "a ::: b",
            "[x] done",
            "[embedded] words",
            "[[",
            "[]",
        ] {
            assert_eq!(foreign_marks(body), [], "{body}");
        }
    }

    #[test]
    fn a_line_of_marks_takes_no_time() {
        for piece in ["[", "[[", "[gallery", "%%", ":::", "[gallery ", "x `[[a]] ", "{{", "{{ a", "{%"] {
            foreign_marks(&piece.repeat(100_000));
        }
    }
}
