"""The ways in which `self-test` spoils the good sample site. `python lib/spoil.py` lists them, a line each: the checker that must find
it, its name, a pattern of what it must say (tabs between). `python lib/spoil.py DIR NAME` writes the site spoiled in that way."""
import hashlib
import os
import struct
import sys
import zlib

import good_site

CSS, SCRIPT = "assets/site.css", "assets/site.js"
# What cannot be made smaller.
HEAVY = "".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(1000))
VAN, ROOF = "2021/06/van/index.html", "2021/03/roof/index.html"
CARD = "cards/card.png"
ICS = "2021/06/van/event.ics"


def chunk(kind, data):
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


END = chunk(b"IEND", b"")
# EXIF that says where a picture was taken, and nothing else.
PLACE = (b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHII", 0x8825, 4, 1, 26) + bytes(4)
         + b"\0\x02" + struct.pack(">HHI4s", 1, 2, 2, b"N\0") + struct.pack(">HHII", 2, 5, 3, 56) + bytes(4)
         + struct.pack(">6I", 51, 1, 16, 1, 20, 1))
# checker, name, pattern, file, old text or bytes, new ones (None: the whole file goes)
WAYS = [
    ("html", "unclosed element", "Unclosed element|closing|open elements", VAN, "</main>", "</main><div>"),
    ("html", "warning only", "info warning|error", VAN, '<main ', '<main role="main" '),
    ("html", "wrong CSS", "CSS", CSS, "max-width: 40rem", "max-width: 40kelvin"),
    ("feeds", "no well-formed feed", "rss.xml:.*(cannot|parser error)", "rss.xml", "</channel>", ""),
    ("feeds", "wrong weekday", "was a Mon", "rss.xml", "Mon, 01 Mar 2021", "Tue, 01 Mar 2021"),
    ("feeds", "one-digit day", "RFC 822", "rss.xml", "Mon, 01 Mar 2021", "Mon, 1 Mar 2021"),
    ("feeds", "date that readers read in different ways", "date: feedparser reads", "rss.xml", "Mon, 01 Mar 2021 15:34:00 +0000", "15:34 01/03/2021"),
    ("feeds", "no self link", "rel=self", "rss.xml", 'rel="self"', 'rel="related"'),
    ("feeds", "self link elsewhere", "served at", "rss.xml", 'href="https://example.org/watch/rss.xml"', 'href="https://example.org/rss.xml"'),
    ("feeds", "guid that is no permalink", "permalink", "rss.xml", "<guid>https://example.org/watch/2021/06/van/", "<guid>46/322871/21"),
    ("feeds", "guid twice", "a second time", "rss.xml", "<guid>https://example.org/watch/2021/06/van/", "<guid>https://example.org/watch/2021/03/roof/"),
    ("feeds", "content before description", "description after", "rss.xml", "<description>Short &amp;amp; &amp;lt;plain&amp;gt;</description><content:encoded><![CDATA[<p>A", "<content:encoded>x</content:encoded><description>Short</description><content:encoded><![CDATA[<p>A"),
    ("feeds", "relative address in content", "not absolute", "rss.xml", 'href="https://police.example/van"', 'href="/watch/van"'),
    ("feeds", "script in content", "<script>", "rss.xml", "<p>A grey van.</p>", "<p>A grey van.</p><script>x()</script>"),
    ("feeds", "title escaped twice", "escaped twice", "rss.xml", "<title>Tom &amp; Jane", "<title>Tom &amp;amp; Jane"),
    ("feeds", "Atom: title that readers read in different ways", "title: .* reads", "atom.xml", "<title>Grey van in Mill Lane</title>", '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Grey <b>van</b> in Mill Lane</div></title>'),
    ("feeds", "Atom: feed older than its entry", "older", "atom.xml", "ward</title><updated>2021-06-08", "ward</title><updated>2021-06-01"),
    ("feeds", "Atom: date without a zone", "RFC 3339", "atom.xml", "<updated>2021-03-01T15:34:00+00:00", "<updated>2021-03-01T15:34:00"),
    ("feeds", "an entry in one format alone", "same entries", "feed.json", '"title": "Grey van in Mill Lane"', '"title": "Grey van"'),
    ("feeds", "JSON: id is a number", "id is required", "feed.json", '"id": "https://example.org/watch/2021/06/van/"', '"id": 7'),
    ("feeds", "JSON: 1.0's author", "authors", "feed.json", '"_bulletin"', '"author"'),
    ("feeds", "content that readers read in different ways", "content: feedparser reads", "rss.xml", "<content:encoded><![CDATA[<p>A", "<content:encoded><b>A</b><![CDATA[<p>A"),
    ("links", "missing page", "leads to no file", VAN, "/watch/areas/", "/watch/districts/"),
    ("links", "missing fragment", "no id", ROOF, "van/#help", "van/#halp"),
    ("links", "escapes the base path", "escapes the base path", "index.html", 'href="/watch/archive/"', 'href="/archive/"'),
    ("links", "absolute address without the base path", "escapes the base path", "index.html", 'href="/watch/archive/"', 'href="https://example.org/archive/"'),
    ("links", "folder without its slash", "closing /", "index.html", 'href="/watch/archive/"', 'href="/watch/archive"'),
    ("links", "missing style sheet", "leads to no file", VAN, CSS, "assets/cite.css"),
    ("links", "script of another host", "another host", VAN, "</head>", '<script src="https://cdn.example/x.js"></script></head>'),
    ("links", "active address", "scheme javascript", VAN, "https://police.example/van", "javascript:alert(1)"),
    ("links", "missing share card", "leads to no file", "cards/card.png", None, None),
    ("links", "missing feed", "leads to no file", "atom.xml", None, None),
    ("links", "feed of another kind", "announced as", VAN, 'href="/watch/atom.xml"', 'href="/watch/rss.xml"'),
    ("links", "missing page in the sitemap", "leads to no file", "sitemap.xml", "<loc>https://example.org/watch/archive/", "<loc>https://example.org/watch/archives/"),
    ("links", "dead link in a feed", "leads to no file", "rss.xml", "<link>https://example.org/watch/2021/06/van/", "<link>https://example.org/watch/2021/06/lorry/"),
    ("links", "missing picture in a style sheet", "url\\(\\)", CSS, "a { color", "nav { background: url(x.png); } a { color"),
    ("links", "alias of nothing", "leads to no file", "old/roof/index.html", "2021/03/roof/", "2021/03/rof/"),
    ("links", "redirect of nothing", "_redirects:1", "_redirects", " /watch/2021/03/roof/", " /watch/2021/03/rof/"),
    ("links", "structured data that leads nowhere", "JSON-LD", VAN, '"url": "https://example.org/watch/2021/06/van/"', '"url": "https://example.org/watch/2021/06/lorry/"'),
    ("og", "no og:image", "og:image is missing", VAN, 'property="og:image" ', 'property="og:picture" '),
    ("og", "relative og:url", "not an absolute address", VAN, 'og:url" content="https://example.org/watch', 'og:url" content="/watch'),
    ("og", "another page's og:url", "own address", VAN, 'og:url" content="https://example.org/watch/2021/06/van/', 'og:url" content="https://example.org/watch/2021/03/roof/'),
    ("og", "wrong size of picture", "said to be", VAN, 'og:image:width" content="1200"', 'og:image:width" content="600"'),
    ("og", "time without a zone", "ISO 8601", VAN, '2021-06-08T21:05:09+01:00">', '2021-06-08T21:05:09">'),
    ("og", "article without its time", "published_time", VAN, 'property="article:published_time"', 'property="article:section"'),
    ("og", "escaped twice", "escaped twice", ROOF, 'og:title" content="Tom &amp; Jane', 'og:title" content="Tom &amp;amp; Jane'),
    ("og", "locale", "og:locale", VAN, "en_GB", "en-GB"),
    ("og", "picture's text away from its picture", "right behind", VAN, '<meta property="og:image:type"', '<meta property="og:locale:alternate" content="cy_GB"><meta property="og:image:type"'),
    ("cards", "missing card", "is not there", VAN, "cards/card.png", "cards/cart.png"),
    ("cards", "damaged card", "pngcheck: cards/card.png", "cards/card.png", "IDAT", "IDAZ"),
    ("cards", "card left over", "cards/left.png: no page names", "cards/left.png", "", "x"),
    ("cards", "another picture for some", "names another picture", VAN, '<meta name="twitter:card"', '<meta name="twitter:image" content="https://example.org/watch/x.png"><meta name="twitter:card"'),
    ("cards", "small picture", "small picture", VAN, 'og:image:width" content="1200"', 'og:image:width" content="300"'),
    ("cards", "card that says something else", "does not say grey, mill, lane", VAN, 'alt" content="A grey card', 'alt" content="Grey van in Mill Lane'),
    ("jsonld", "no JSON", "not JSON", VAN, '"@graph": [', '"@graph": [,'),
    ("jsonld", "unknown type", "not a type", VAN, '"NewsArticle"', '"NewsBulletin"'),
    ("jsonld", "unknown property", "not a property", VAN, '"datePublished"', '"publishedOn"'),
    ("jsonld", "date", "ISO 8601", VAN, '"datePublished": "2021-06-08T21:05:09+01:00"', '"datePublished": "8 June 2021"'),
    ("jsonld", "breadcrumb positions", "positions", VAN, '"position": 2', '"position": 3'),
    ("jsonld", "none on a bulletin", "without JSON-LD", VAN, "application/ld+json", "application/json"),
    ("sitemap", "no sitemap", "no sitemap.xml", "sitemap.xml", None, None),
    ("sitemap", "not of the schema", "error", "sitemap.xml", "<url><loc>https://example.org/watch/areas/</loc>", "<url><loc>https://example.org/watch/areas/</loc><when>now</when>"),
    ("sitemap", "page without an entry", "not in the sitemap", "sitemap.xml", "<loc>https://example.org/watch/areas/<", "<loc>https://example.org/watch/2021/06/van/poster/<"),
    ("sitemap", "entry that is noindex", "is noindex", "sitemap.xml", "<loc>https://example.org/watch/areas/<", "<loc>https://example.org/watch/2021/06/van/poster/<"),
    ("sitemap", "entry that is an alias", "is an alias", "sitemap.xml", "<loc>https://example.org/watch/areas/<", "<loc>https://example.org/watch/old/roof/<"),
    ("sitemap", "robots.txt with a relative address", "robots.txt names", "robots.txt", "https://example.org/watch/", "/watch/"),
    ("sitemap", "news that may not be indexed", "news-sitemap.*not in the sitemap", "news-sitemap.xml", "2021/06/van/", "2021/06/van/poster/"),
    ("sitemap", "news without a language", "has no publication/language", "news-sitemap.xml", "<news:language>en</news:language>", ""),
    ("sitemap", "robots.txt without the news", "robots.txt names", "robots.txt", "Sitemap: https://example.org/watch/news-sitemap.xml\n", ""),
    ("cap", "time with a Z", "sent", "2021/06/van/alert.cap.xml", "21:05:09+01:00", "20:05:09Z"),
    ("cap", "update without a reference", "references", "2021/06/van/alert.cap.xml", "<msgType>Alert", "<msgType>Update"),
    ("cap", "open polygon", "closed", "2021/06/van/alert.cap.xml", "51.3,0.6 51.2,0.5<", "51.3,0.6 51.2,0.7<"),
    ("words", "heading escaped twice", "h1: reads", ROOF, "<h1>Tom &amp; Jane", "<h1>Tom &amp;amp; Jane"),
    ("words", "og:title cut short", r"og:title \(extruct\): reads", VAN, 'og:title" content="Grey van in Mill Lane"', 'og:title" content="Grey van…"'),
    ("words", "another summary", "og:description .*reads", VAN, 'og:description" content="Short &amp; &lt;plain&gt;"', 'og:description" content="Short &amp; &lt;plain&gt; "'),
    ("words", "time of another offset", "time datetime: reads", VAN, '<p><time datetime="2021-06-08T21:05:09+01:00">', '<p><time datetime="2021-06-08T20:05:09+00:00">'),
    ("words", "time in other words", "time in words: reads", VAN, '+01:00">2021-06-08</time></p>', '+01:00">2021-06-09</time></p>'),
    ("words", "published an hour late", "article:published_time .*reads", VAN, 'published_time" content="2021-06-08T21', 'published_time" content="2021-06-08T22'),
    ("words", "JSON-LD: straight apostrophe", "JSON-LD headline: reads", ROOF, '"headline": "Tom & Jane\\u2019s', '"headline": "Tom & Jane\'s'),
    ("words", "JSON-LD: date in UTC", "datePublished: reads", VAN, '"datePublished": "2021-06-08T21:05:09+01:00"', '"datePublished": "2021-06-08T20:05:09Z"'),
    ("words", "list with another title", "index.html: link to", "index.html", ">Grey van in Mill Lane</a>", ">Gray van in Mill Lane</a>"),
    ("words", "list with another day", "index.html: time beside", "index.html", '<time datetime="2021-06-08', '<time datetime="2021-06-07'),
    ("words", "list with another summary", "index.html: summary beside", "index.html", "<p>Short &amp; &lt;plain&gt;</p>", "<p>Sort</p>"),
    ("words", "RSS: right instant, wrong offset", "date as it stands: reads", "rss.xml", "Tue, 08 Jun 2021 21:05:09 +0100", "Tue, 08 Jun 2021 20:05:09 +0000"),
    ("words", "RSS: title without its quotes", r"title \(rss-parser\): reads", "rss.xml", "roof: “cold callers”", "roof: cold callers"),
    ("words", "RSS: no summary", r"summary \(feedparser\): reads", "rss.xml", "<description>Short &amp;amp; &amp;lt;plain&amp;gt;</description>", ""),
    ("words", "RSS: summary that is taken for markup", r"summary \(feed-rs\): reads", "rss.xml", "<description>Short &amp;amp; &amp;lt;plain&amp;gt;</description>", "<description>Short &amp; &lt;plain&gt;</description>"),
    ("words", "Atom: an hour late", r"date \(feed-rs\): reads", "atom.xml", "<published>2021-06-08T21", "<published>2021-06-08T22"),
    ("words", "JSON feed: two blanks", r"title \(JSON\): reads", "feed.json", '"title": "Grey van', '"title": "Grey  van'),
    ("words", "entry that a reader does not get", "feed-rs does not read", "atom.xml", '<link href="https://example.org/watch/2021/06/van/"/>', '<link href="https://example.org/watch/2021/06/lorry/"/>'),
    ("words", "sitemap: another time", "lastmod: reads", "sitemap.xml", "<lastmod>2021-03-01T15", "<lastmod>2021-03-01T16"),
    ("words", "news: another title", "news-sitemap.xml: .*title: reads", "news-sitemap.xml", "Grey van", "Gray van"),
    ("words", "page that is not there", "no such page", VAN, None, None),
    ("axe", "weak contrast in the dark", "dark.*color-contrast", CSS, "color: #eee", "color: #333"),
    ("axe", "picture of another host", "forbids img-src: https://cdn.example/van.png", VAN, "<p>A grey van.</p>", '<img alt="Van" src="https://cdn.example/van.png">'),
    ("axe", "small target", "target-size", CSS, "display: inline-block; padding: .25rem;", "display: block; width: max-content; font-size: 10px; line-height: 1;"),
    ("axe", "script error", "script error", SCRIPT, "document.", "nothing.here(); document."),
    ("axe", "style of an element's own", "forbids style-src", VAN, "<p>A grey van.</p>", '<p style="color: #111">A grey van.</p>'),
    ("axe", "script inside the page", "forbids script-src", VAN, "</main>", "</main><script>let van;</script>"),
    ("axe", "cookie", "sets the cookie", SCRIPT, "document.", "document.cookie = 'reader=1'; document."),
    ("axe", "request for what is not there", "not there", VAN, CSS, "assets/cite.css"),
    ("posters", "two pages", "prints on [2-9] pages", "2021/06/van/poster/index.html", "<p>Ring 101.", "<p>Ring 101.</p>\n" * 40 + "<p>Ring 101."),
    ("posters", "US paper", "not on A4", CSS, "size: A4", "size: letter"),
    ("posters", "A5 poster on A4", "#a5 prints on .*not on A5", CSS, "@page a5 { size: A5; }", ""),
    ("posters", "code of another bulletin", "leads to https://example.org/watch/2021/03/roof/", "2021/06/van/poster/index.html", good_site.CODES["2021/06/van"], good_site.CODES["2021/03/roof"]),
    ("posters", "no code", "no code can be read", CSS, ".poster svg { display: block;", ".poster svg { display: none;"),
    ("posters", "title cut off", "its title is cut off", CSS, ".poster svg {", ".poster h1 { width: 6rem; white-space: nowrap; overflow: hidden; } .poster svg {"),
    ("posters", "number that is not there", "its number .* is not in print", CSS, ".poster svg {", ".poster p { font-size: 0; } .poster svg {"),
    ("posters", "large print without what it asks", "#large leaves out", CSS, ".poster svg {", ":root:has(#large:target) .words p { display: none; } .poster svg {"),
    ("posters", "title not in print", "not in print", CSS, "main:focus", "h1 { font-size: 0; } main:focus"),
    ("reflow", "sideways scroll", "320 px wide, text of 16 px.*sideways", CSS, "max-width: 40rem", "min-width: 30rem"),
    ("reflow", "sideways scroll of larger text alone", "text of 32 px.*sideways", CSS, "main:focus", "main { min-width: 17rem; } main:focus"),
    ("reflow", "what sticks out where nothing scrolls", "sticks out", CSS, "main:focus", "html { overflow-x: hidden; } h1 { width: 90vw; margin-left: 20vw; } main:focus"),
    ("reflow", "text cut off", "is cut off: <h1", CSS, "main:focus", "h1 { height: .5em; overflow: hidden; } main:focus"),
    ("reflow", "text over text", "lies over other text", CSS, "main:focus", "h1 { margin-top: -2.5rem; } main:focus"),
    ("reflow", "text below the first screen", "360 x 740.*the first sentence ends at", CSS, "main:focus", "h1 { margin-bottom: 42rem; } main:focus"),
    ("reflow", "a first sentence that goes on below it after words in bold", "360 x 740.*the first sentence ends at", VAN, '<div class="prose"><p>', '<div class="prose"><p>A <b>grey</b>' + "<br>" * 40 + "van "),
    ("reflow", "text behind what stays at the foot", "360 x 740.*the first sentence ends at", CSS, "main:focus", "header { position: fixed; inset: auto 0 0; height: 600px; background: #fff; } main:focus"),
    ("keyboard", "no mark of the focus", "not marked", CSS, "outline: 3px solid", "outline: none"),
    ("keyboard", "mark of the colour of the page", "not marked", CSS, "outline: 3px solid", "outline: 3px solid #eee"),
    ("keyboard", "focus under something else", "is covered", CSS, "main:focus", "header { position: fixed; inset: auto 0 0; height: 500px; background: #fff; } main:focus"),
    ("keyboard", "focus that is held", "focus is held", SCRIPT, "document.", "addEventListener('keydown', e => document.activeElement.textContent === 'Areas' && e.preventDefault()); document."),
    ("keyboard", "keys that do nothing", "is never reached", SCRIPT, "document.", "addEventListener('keydown', e => e.preventDefault()); document."),
    ("keyboard", "order of its own", "order is not that of the document", VAN, '<a href="https://police.example/van"', '<a tabindex="3" href="https://police.example/van"'),
    ("keyboard", "no way past the frame", "does not lead to the content", VAN, 'href="#main"', 'href="/watch/"'),
    ("keyboard", "way to nowhere", "next one is not in it", VAN, 'id="main"', 'id="content"'),
    ("pictures", "place", "holds GPS:GPSLatitude", CARD, END, chunk(b"eXIf", PLACE) + END),
    ("pictures", "who made it", "holds PNG:Author", CARD, END, chunk(b"tEXt", b"Author\0A. Volunteer") + END),
    ("pictures", "something behind its end", "holds ExifTool:Warning", CARD, END, END + b"and the rest of the photograph"),
    ("pictures", "no picture", "is no picture", CARD, good_site.png(1200, 630), b"not found"),
    ("ics", "calendar that is none", "cannot read it", ICS, "END:VEVENT\r\n", ""),
    ("ics", "another hour", "and the page says .* without .9am.", ICS, "T090000Z", "T080000Z"),
    ("ics", "another day", "without .Sunday 13 June.", ICS, "20210612T", "20210613T"),
    ("ics", "end before the start", "before it begins", ICS, "DTEND:20210612T11", "DTEND:20210612T08"),
    ("ics", "another title", "the page has the title", ICS, "SUMMARY:Grey", "SUMMARY:Blue"),
    ("ics", "another place", "which the page does not say", ICS, "LOCATION:Mill", "LOCATION:Back"),
    ("ics", "another address", "the page stands at", ICS, "URL:https://example.org/watch/2021/06/van/", "URL:https://example.org/watch/2021/03/roof/"),
    ("ics", "cancelled, and its page says nothing of it", "STATUS CANCELLED, and https://schema.org/EventScheduled in the structured data", ICS, "STATUS:CONFIRMED", "STATUS:CANCELLED"),
    ("ics", "cancelled with words", "is cancelled and still has SUMMARY", ICS, "END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:https://example.org/watch/2021/06/gone/\r\nDTSTAMP:20210608T200509Z\r\nDTSTART:20210612T090000Z\r\nSUMMARY:Grey van in Mill Lane\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"),
    ("ics", "long line", "a line of ", ICS, "SUMMARY:Grey van", "SUMMARY:" + "Grey van " * 9),
    ("ics", "text that the readers part in different ways", "icalendar reads|cannot read", ICS, "DESCRIPTION:Saturday", "DESCRIPTION;X=\"a:Saturday"),
    ("ics", "event that its area's calendar lacks", "is not in areas/kent/calendar.ics", "areas/kent/calendar.ics", "UID:https://example.org/watch/2021/06/van/", "UID:https://example.org/watch/2021/06/cart/"),
    ("ics", "poster with another time", "poster/index.html does not", "2021/06/van/poster/index.html", "10am to midday", "11am to midday"),
    ("ics", "list with another time", "areas/kent/index.html does not", "areas/kent/index.html", "10am to midday", "11am to midday"),
    ("ics", "event twice", "a second time", ICS, "END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:https://example.org/watch/2021/06/van/\r\nDTSTAMP:20210608T200509Z\r\nDTSTART:20210612T090000Z\r\nSUMMARY:Grey van in Mill Lane\r\nEND:VEVENT\r\n"),
    ("weight", "heavy style sheet", "bytes with its style sheets", CSS, "main:focus", f"/* {HEAVY} */ main:focus"),
    ("lighthouse", "no description", "seo is", VAN, '<meta name="description"', '<meta name="about"'),
]


def spoil(root, name):
    [(file, old, new)] = [way[3:] for way in WAYS if way[1] == name]
    good_site.write(root)
    path = os.path.join(root, file)
    if old is None:
        return os.remove(path)
    # A new file has none yet.
    if not os.path.exists(path):
        open(path, "x").close()
    # Pictures are no text.
    if isinstance(old, str):
        old, new = old.encode("utf-8", "surrogateescape"), new.encode("utf-8", "surrogateescape")
    with open(path, "rb") as stream:
        content = stream.read()
    if old not in content:
        sys.exit(f"spoil: {file} does not hold {old!r}")
    with open(path, "wb") as stream:
        stream.write(content.replace(old, new))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for checker, name, pattern, *_ in WAYS:
            print(checker, name, pattern, sep="\t")
    else:
        spoil(sys.argv[1], sys.argv[2])
