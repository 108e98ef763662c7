//! QR codes (ISO/IEC 18004). In: an address. Out: a small SVG picture. It must not know posters.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The light edge that a reader needs round the code, in modules.
const EDGE: usize = 4;

/// The code of an address, or none when it is longer than a code can hold. A seventh of it may be dirty or torn, and more
/// where the same size has room. The dark runs of each row are strokes of one path, which is the shortest way to write them.
///
/// All codes have one mask. To compare the eight (section 7.8.3) costs nine tenths of making a code, and two fifths of a
/// build with every output; it makes a difference to codes whose bytes are much alike, and addresses are not. Any reader
/// reads any mask.
pub fn svg(address: &str, label: &str) -> Option<String> {
    let text = QrSegment::make_segments(address);
    let mask = Some(Mask::new(0));
    let code =
        QrCode::encode_segments_advanced(&text, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, true).ok()?;
    let modules = code.size();
    let size = usize::try_from(modules).ok()?;
    let mut path = String::with_capacity(size * size * 2);
    for (row, y) in (0..size).zip(0..modules) {
        let line: Vec<bool> = (0..modules).map(|x| code.get_module(x, y)).collect();
        let mut at = 0;
        let mut pen = None;
        while at < size {
            let dark = line[at];
            let run = line[at..].iter().take_while(|module| **module == dark).count();
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
    let digit = |number: usize| char::from(b'0' + u8::try_from(number % 10).unwrap_or(0));
    path.push_str(letter);
    for (at, number) in numbers.iter().enumerate() {
        if at > 0 {
            path.push(' ');
        }
        if *number >= 100 {
            path.push(digit(number / 100));
        }
        if *number >= 10 {
            path.push(digit(number / 10));
        }
        path.push(digit(*number));
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
