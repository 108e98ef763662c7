//! What the first lines of a text without front matter say, so that its author can be shown the lines to put above it. In: the
//! text. Out: an [`PlainFileKind`]. It must not know which fields there are beyond title, date and area.

/// What a file without front matter is, by its first lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlainFileKind {
    /// A text, with what it says of itself.
    Text(FirstFacts),
    /// An e-mail, saved with its head.
    Mail,
    /// A bulletin with something above its front matter: the first such line.
    Above(String),
}

/// What the first lines of a text say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstFacts {
    pub title: Option<String>,
    pub date: Option<String>,
    pub area: Option<String>,
}

/// So many lines are looked at.
const LINES: usize = 12;
/// A title is no longer than this.
const LONGEST: usize = 100;

impl PlainFileKind {
    /// Looks at the first lines of a text.
    pub fn of(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).collect();
        let head = |name: &str| lines.iter().any(|line| key_of(line).is_some_and(|(key, _)| key == name));
        let first = lines.first().copied().unwrap_or_default();
        let mails = ["from", "to", "subject", "sent", "date", "cc", "return-path", "received"];
        if key_of(first).is_some_and(|(key, _)| mails.contains(&&*key))
            && head("subject")
            && (head("from") || head("to"))
        {
            return Self::Mail;
        }
        let fields = lines.iter().position(|line| line.starts_with("---") && line.bytes().all(|byte| byte == b'-'));
        let is_field = |line: &&str| key_of(line).is_some_and(|(key, _)| matches!(&*key, "title" | "date" | "area"));
        if fields.is_some_and(|at| at > 0 && lines.get(at + 1).is_some_and(is_field)) {
            return Self::Above(clipped(first));
        }
        let mut facts = FirstFacts::default();
        for line in &lines {
            let Some((key, value)) = key_of(line) else {
                let bare = bare(line);
                let says = bare.chars().filter(|letter| letter.is_alphanumeric()).count() > 2 && !bare.starts_with('<');
                if says && facts.title.is_none() {
                    facts.title = Some(clipped(bare.trim_end_matches('.')));
                }
                continue;
            };
            let slot = match &*key {
                "title" | "headline" | "subject" => &mut facts.title,
                "date" | "posted" | "published" => &mut facts.date,
                "area" | "areas" | "place" | "location" | "where" => &mut facts.area,
                _ => continue,
            };
            if !value.is_empty() {
                *slot = Some(clipped(value));
            }
        }
        Self::Text(facts)
    }
}

/// A line without the marks that people put round words, and without those of tables, quotes and code.
fn bare(line: &str) -> &str {
    line.trim_matches(|letter: char| letter.is_whitespace() || "#*_`>|\"{},[]".contains(letter))
}

/// The word before the colon, the tab or the bar of a line, in small letters, and what stands behind it.
fn key_of(line: &str) -> Option<(String, &str)> {
    let line = bare(line);
    let at = line.find([':', '\t', '|', '='])?;
    // A small picture before it is none of the word.
    let key = line[..at].trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_word =
        !key.is_empty() && key.len() < 20 && key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    is_word.then(|| (key.to_ascii_lowercase(), bare(&line[at + 1..])))
}

fn clipped(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> [String; 3] {
        let PlainFileKind::Text(facts) = PlainFileKind::of(text) else { panic!("{text} is a text") };
        [facts.title, facts.date, facts.area].map(Option::unwrap_or_default)
    }

    #[test]
    fn what_the_first_lines_say() {
        let all = ["Gate shut", "1 March 2021", "Ford"].map(str::to_owned);
        for text in [
            "**Gate shut**\n\n**Date:** 1 March 2021\n**Area:** Ford\n\nGo round.",
            "# Gate shut\n\nDate: 1 March 2021\nWhere: Ford\n",
            "| title | Gate shut |\n|---|---|\n| date | 1 March 2021 |\n| area | Ford |\n",
            "🚨 title: Gate shut\ndate: 1 March 2021\narea: Ford\n---\nGo round.\n",
            "title\tGate shut\ndate\t1 March 2021\narea\tFord\n",
            "{\n\"title\": \"Gate shut\",\n\"date\": \"1 March 2021\",\n\"area\": \"Ford\"\n}\n",
            "> ---\n> title: Gate shut\n> date: 1 March 2021\n> area: Ford\n> ---\n",
        ] {
            assert_eq!(facts(text), all, "{text}");
        }
        assert_eq!(facts("Gate shut.\n\nNote: go round."), ["Gate shut", "", ""]);
        assert_eq!(facts("```\n"), ["", "", ""]);
    }

    #[test]
    fn other_things_than_a_text() {
        assert_eq!(PlainFileKind::of("From: a@b.example\nSubject: Gate\n\nHi"), PlainFileKind::Mail);
        assert_eq!(PlainFileKind::of("Draft 2\n---\ntitle: Gate\n---\n"), PlainFileKind::Above("Draft 2".into()));
    }
}
