//! Media types by the ending of a name, for those who hand files to browsers. In: a name. Out: a content type, with its
//! character set where it is text. It must not know where a file lies.

/// Endings and what they stand for. Everything that the program writes as text is UTF-8.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("htm", "text/html; charset=utf-8"),
    // Old addresses of programs: what stands there now is a page that leads on.
    ("php", "text/html; charset=utf-8"),
    ("asp", "text/html; charset=utf-8"),
    ("aspx", "text/html; charset=utf-8"),
    ("jsp", "text/html; charset=utf-8"),
    ("cfm", "text/html; charset=utf-8"),
    ("cgi", "text/html; charset=utf-8"),
    ("shtml", "text/html; charset=utf-8"),
    ("xhtml", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("vcf", "text/vcard; charset=utf-8"),
    ("webmanifest", "application/manifest+json"),
    ("geojson", "application/geo+json"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
    ("ico", "image/vnd.microsoft.icon"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("gpx", "application/gpx+xml"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("vtt", "text/vtt; charset=utf-8"),
];

/// The types of files that go by their whole name or a longer ending.
const NAMED: &[(&str, &str)] = &[
    ("rss.xml", "application/rss+xml; charset=utf-8"),
    ("atom.xml", "application/atom+xml; charset=utf-8"),
    ("feed.json", "application/feed+json"),
    (".cap.xml", "application/cap+xml; charset=utf-8"),
    ("_redirects", "text/plain; charset=utf-8"),
    ("_headers", "text/plain; charset=utf-8"),
];

/// Bytes of which nothing is known: a browser saves them.
pub const UNKNOWN: &str = "application/octet-stream";

/// The content type of a file, by its name alone; a folder's name is that of its page.
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    if name.is_empty() {
        return "text/html; charset=utf-8";
    }
    let named = NAMED.iter().find(|(known, _)| name == *known || (known.starts_with('.') && name.ends_with(known)));
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    named.or_else(|| TYPES.iter().find(|(known, _)| *known == ending)).map_or(UNKNOWN, |(_, media)| media)
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn types_go_by_the_name() {
        for (name, want) in [
            ("/", "text/html; charset=utf-8"),
            ("/404.html", "text/html; charset=utf-8"),
            ("/areas/kent/rss.xml", "application/rss+xml; charset=utf-8"),
            ("/feed.json", "application/feed+json"),
            ("/2021/03/roof/alert.cap.xml", "application/cap+xml; charset=utf-8"),
            ("/old/news.PHP", "text/html; charset=utf-8"),
            ("/old/news.aspx", "text/html; charset=utf-8"),
            ("/sitemap.xml", "application/xml; charset=utf-8"),
            ("/a.b/Roof.JPG", "image/jpeg"),
            ("/a.b/roof", "application/octet-stream"),
            ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ] {
            assert_eq!(content_type(name), want, "{name}");
        }
    }
}
