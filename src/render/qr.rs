//! QR codes (ISO/IEC 18004). In: an address. Out: a small SVG picture. It must not know posters.

use fast_qr::{ECL, QRBuilder};

/// The light edge that a reader needs round the code, in modules.
const EDGE: usize = 4;

/// The code of an address, or none when it is longer than a code can hold. A seventh of it may be dirty or torn. The dark
/// runs of each row are strokes of one path, which is the shortest way to write them.
pub fn svg(address: &str, label: &str) -> Option<String> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let size = code.size;
    let mut path = String::with_capacity(size * size * 2);
    for (row, line) in (0..size).map(|row| (row, &code[row])) {
        let mut at = 0;
        let mut pen = None;
        while at < size {
            let dark = line[at].value();
            let run = line[at..].iter().take_while(|module| module.value() == dark).count();
            if dark {
                match pen {
                    None => push(&mut path, "M", &[at + EDGE, row + EDGE], ".5"),
                    Some(end) => push(&mut path, "m", &[at - end, 0], ""),
                }
                push(&mut path, "h", &[run], "");
                pen = Some(at + run);
            }
            at += run;
        }
    }
    let whole = size + 2 * EDGE;
    let mut svg = format!("<svg viewBox=\"0 0 {whole} {whole}\" role=\"img\" aria-label=\"");
    html_escape::encode_double_quoted_attribute_to_string(label, &mut svg);
    svg.push_str(&format!(
        "\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    ));
    Some(svg)
}

/// Appends a command of a path: its letter, its numbers below a thousand with blanks between, what follows the last.
fn push(path: &mut String, letter: &str, numbers: &[usize], rest: &str) {
    path.push_str(letter);
    for (at, number) in numbers.iter().enumerate() {
        if at > 0 {
            path.push(' ');
        }
        for place in [100, 10, 1].into_iter().filter(|place| number >= place || *place == 1) {
            path.push(char::from(b'0' + u8::try_from(number / place % 10).unwrap_or(0)));
        }
    }
    path.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_its_corner() {
        let svg = svg("https://wrenvalley.example/2026/11/roof/", "\"x\"").expect("it is short");
        assert!(svg.starts_with("<svg viewBox=\"0 0 37 37\" role=\"img\" aria-label=\"&quot;x&quot;\">"), "{svg}");
        assert!(svg.contains("d=\"M4 4.5h7m"), "{svg}");
        assert!(svg.contains(" 32.5h7m") && !svg.contains("h0"), "{svg}");
        assert!(svg.len() < 2_500, "{} bytes", svg.len());
    }

    #[test]
    fn what_no_code_holds_has_none() {
        assert!(svg(&"x".repeat(2_331), "").is_some());
        assert_eq!(svg(&"x".repeat(2_332), ""), None);
    }
}
