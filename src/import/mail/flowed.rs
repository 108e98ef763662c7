//! Lines that a mail program broke to fit, and said so (`format=flowed`, RFC 3676), as they were. In: plain text. Out: the same
//! with each paragraph in one line. It must not know messages.

/// Joins the lines that go on. `delsp` says that the blank at the end of each was put there with the break.
pub fn joined(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // How deeply the line before is quoted, where it goes on.
    let mut open: Option<usize> = None;
    for (at, line) in text.lines().enumerate() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        // A blank is put before what would be read as a quote or as the head of a message.
        let rest = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        let is_signature = rest == "-- ";
        if open != Some(depth) || is_signature {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(&">".repeat(depth));
            if depth > 0 {
                out.push(' ');
            }
        }
        let goes_on = rest.ends_with(' ') && !is_signature;
        out.push_str(if goes_on && delsp { &rest[..rest.len() - 1] } else { rest });
        open = goes_on.then_some(depth);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_go_on_are_joined() {
        let text =
            "Four sheds were ente \nred. See https://police.example/novem \nber\n\n From the High Street.\n-- \nSam";
        assert_eq!(
            joined(text, true),
            "Four sheds were entered. See https://police.example/november\n\nFrom the High Street.\n-- \nSam"
        );
        assert_eq!(
            joined("> Four sheds \n> were entered.\n> > Older\nBelow", false),
            "> Four sheds were entered.\n> > Older\nBelow"
        );
        // What goes on in another quote was broken off.
        assert_eq!(joined(">> One \n> Two", false), ">> One \n> Two");
    }
}
