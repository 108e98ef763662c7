"""Writes a small site in which no checker has anything to find: `python lib/good_site.py DIR`. It stands at BASE. With a file named
behind DIR, also what `checks/words` is to expect of it.
For `self-test`, which spoils it in one place at a time."""
import json
import os
import struct
import sys
import zlib
from html import escape

BASE = "https://example.org/watch/"
CSS = """:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 40rem; padding: 1rem; font: 1rem/1.5 sans-serif; background: #fff; color: #111; overflow-wrap: break-word; }
a { color: #00429d; }
nav a, .skip { display: inline-block; padding: .25rem; }
:focus-visible { outline: 3px solid; }
main:focus { outline: 0; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #9cc3ff; } }
@page { size: A4; margin: 15mm; }
@page a5 { size: A5; }
@media print { :root:has(#a5:target) body { page: a5; } }
.poster svg { display: block; width: 40mm; }
"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h6v6H1z"/></svg>\n'
# The code of each poster, as the program writes it.
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "codes.json"), encoding="utf-8") as stream:
    CODES = json.load(stream)
# When what the second bulletin tells of happens, in words; its calendar has it in UTC.
WHEN = {"2021/06/van": "Saturday 12 June 2021, 10am to midday, Mill Lane"}
SUMMARY = "Short & <plain>"
# slug, title, date in the forms of RSS, of Atom, and the text of its body
BULLETINS = [
    ("2021/03/roof", "Tom & Jane’s roof: “cold callers”", "Mon, 01 Mar 2021 15:34:00 +0000", "2021-03-01T15:34:00+00:00",
     '<p>Ring <a href="tel:101">101</a>. See <a href="https://example.org/watch/2021/06/van/#help">the van</a> &amp; the <code>]]&gt;</code> mark.</p>\n<h2>What to do</h2>\n<p>Naïve £5 &lt;b&gt; 🚐</p>'),
    ("2021/06/van", "Grey van in Mill Lane", "Tue, 08 Jun 2021 21:05:09 +0100", "2021-06-08T21:05:09+01:00",
     '<p>A grey van.</p>\n<h2 id="help">Can you help?</h2>\n<p><a href="https://police.example/van">Police</a></p>'),
]


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height)) + chunk(b"IEND", b""))


def page(name, title, body, kind, head="", og_type="website", extra="", about=None, card="A grey card"):
    url = BASE + name.removesuffix("index.html")
    about = escape(about or f"About {title}")
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – Watch</title>
<meta name="description" content="{about}">
<link rel="canonical" href="{url}">
<link rel="stylesheet" href="/watch/assets/site.css"><link rel="icon" href="/watch/assets/icon.svg">
<link rel="alternate" type="application/rss+xml" title="RSS" href="/watch/rss.xml">
<link rel="alternate" type="application/atom+xml" title="Atom" href="/watch/atom.xml">
<link rel="alternate" type="application/feed+json" title="JSON" href="/watch/feed.json">
<meta property="og:title" content="{escape(title)}">
<meta property="og:type" content="{og_type}">
<meta property="og:url" content="{url}">
<meta property="og:image" content="{BASE}cards/card.png">
<meta property="og:image:type" content="image/png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="{card}">
<meta property="og:description" content="{about}">
<meta property="og:site_name" content="Watch"><meta property="og:locale" content="en_GB">{extra}
<meta name="twitter:card" content="summary_large_image">
{head}<script src="/watch/assets/site.js" defer></script></head>
<body class="{kind}">
<header><a class="skip" href="#main">Skip to the content</a><nav aria-label="Main"><a href="/watch/">Bulletins</a> <a href="/watch/areas/">Areas</a> <a href="/watch/archive/">Archive</a></nav></header>
<main id="main" tabindex="-1"><h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""


def article(slug, title, when):
    data = {"@context": "https://schema.org", "@graph": [
        {"@type": "NewsArticle", "@id": f"{BASE}{slug}/#article", "headline": title, "description": SUMMARY, "image": [f"{BASE}cards/card.png"], "datePublished": when,
         "author": {"@type": "Organization", "name": "Watch", "url": BASE}, "url": f"{BASE}{slug}/"},
        {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Areas", "item": f"{BASE}areas/"}, {"@type": "ListItem", "position": 2, "name": title}]}]}
    if slug in WHEN:
        data["@graph"].append({"@type": "Event", "@id": f"{BASE}{slug}/#event", "name": title, "startDate": "2021-06-12T10:00:00+01:00", "endDate": "2021-06-12T12:00:00+01:00",
                               "eventStatus": "https://schema.org/EventScheduled", "location": {"@type": "Place", "name": "Mill Lane", "address": "Kent"}})
    return f'<script type="application/ld+json">{json.dumps(data)}</script>\n'


def happens(slug):
    if slug not in WHEN:
        return ""
    return f'<p class="when"><span class="time">{WHEN[slug]}</span> <span class="areas"><a href="/watch/areas/kent/">Kent</a></span> <a href="event.ics">Calendar</a></p>\n'


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def site():
    files = {"assets/site.css": CSS, "assets/site.js": "document.documentElement.lang ||= 'en';\n", "assets/icon.svg": ICON, "cards/card.png": png(1200, 630)}
    links = "".join(f'<li><a href="/watch/{slug}/">{escape(title)}</a> <time datetime="{when}">{when[:10]}</time><p>{escape(SUMMARY)}</p>{WHEN.get(slug, "")}</li>\n' for slug, title, _, when, _ in BULLETINS)
    for name, title, kind in (("index.html", "Bulletins", "home"), ("areas/index.html", "Areas", "areas"), ("archive/index.html", "Archive", "archive"),
                              ("areas/kent/index.html", "Kent", "area")):
        more = '<p><a href="/watch/areas/kent/">Kent</a></p>\n' if kind == "areas" else ""
        files[name] = page(name, title, f"{more}<ul>\n{links}</ul>", kind)
    files["404.html"] = page("404.html", "Not found", '<p><a href="/watch/">Bulletins</a></p>', "missing", '<meta name="robots" content="noindex">\n')
    for slug, title, _, when, body in BULLETINS:
        files[f"{slug}/index.html"] = page(f"{slug}/index.html", title, f'<p><time datetime="{when}">{when[:10]}</time></p>\n{happens(slug)}<div class="prose">{body}</div>\n<p><a href="poster/">Poster</a></p>', "bulletin", article(slug, title, when), "article",
                                           f'<meta property="article:published_time" content="{when}">', SUMMARY, f"A grey card. {WHEN.get(slug, '')}")
        files[f"{slug}/poster/index.html"] = page(f"{slug}/poster/index.html", title, f'<div class="words"><p>Ring 101. {WHEN.get(slug, "")}</p></div>\n<p class="number">101</p>\n<nav aria-label="Sizes"><a id="a5" href="#a5">A5</a> <a id="large" href="#large">Large print</a></nav>\n{CODES[slug]}', "poster", '<meta name="robots" content="noindex">\n')
    files["old/roof/index.html"] = f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Moved</title><link rel="canonical" href="{BASE}2021/03/roof/">
<meta http-equiv="refresh" content="0; url={BASE}2021/03/roof/"></head><body><p><a href="{BASE}2021/03/roof/">Moved</a></p></body></html>
"""
    files["_redirects"] = "/watch/old/roof/ /watch/2021/03/roof/ 301\n"
    files["rss.xml"] = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Watch &#x26; ward</title><link>{BASE}</link><description>Bulletins</description>
<atom:link rel="self" type="application/rss+xml" href="{BASE}rss.xml"/><lastBuildDate>Tue, 08 Jun 2021 20:05:09 +0000</lastBuildDate>
""" + "".join(f"""<item><title>{escape(title, False)}</title><link>{BASE}{slug}/</link><guid>{BASE}{slug}/</guid><pubDate>{rfc822}</pubDate>
<description>{escape(escape(SUMMARY))}</description><content:encoded>{cdata(body)}</content:encoded></item>
""" for slug, title, rfc822, _, body in BULLETINS) + "</channel></rss>\n"
    files["atom.xml"] = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>{BASE}</id><title>Watch &#x26; ward</title><updated>2021-06-08T21:05:09+01:00</updated>
<author><name>Watch</name></author><link rel="self" type="application/atom+xml" href="{BASE}atom.xml"/><link href="{BASE}"/>
""" + "".join(f"""<entry><id>{BASE}{slug}/</id><title>{escape(title, False)}</title><link href="{BASE}{slug}/"/><published>{when}</published><updated>{when}</updated>
<summary>{escape(SUMMARY)}</summary><content type="html">{escape(body, False)}</content></entry>
""" for slug, title, _, when, body in BULLETINS) + "</feed>\n"
    files["feed.json"] = json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Watch & ward", "home_page_url": BASE, "feed_url": f"{BASE}feed.json",
        "items": [{"id": f"{BASE}{slug}/", "url": f"{BASE}{slug}/", "title": title, "summary": SUMMARY, "content_html": body, "date_published": when, "_bulletin": {"status": "open"}}
                  for slug, title, _, when, body in BULLETINS]})
    newest = BULLETINS[-1][3]
    listed = [(path, newest) for path in ("", "areas/", "areas/kent/", "archive/")] + [(f"{slug}/", when) for slug, _, _, when, _ in BULLETINS]
    files["sitemap.xml"] = ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "".join(
        f'<url><loc>{BASE}{path}</loc><lastmod>{when}</lastmod><xhtml:link rel="alternate" hreflang="en-GB" href="{BASE}{path}"/></url>\n' for path, when in listed) + "</urlset>\n")
    files["news-sitemap.xml"] = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{BASE}2021/06/van/</loc><news:news><news:publication><news:name>Watch</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2021-06-08T21:05:09+01:00</news:publication_date><news:title>Grey van in Mill Lane</news:title></news:news></url></urlset>
"""
    files["2021/06/van/event.ics"] = "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//watch//watch//EN", "BEGIN:VEVENT", f"UID:{BASE}2021/06/van/", "DTSTAMP:20210608T200509Z", "SEQUENCE:0",
        "DTSTART:20210612T090000Z", "DTEND:20210612T110000Z", "SUMMARY:Grey van in Mill Lane",
        "DESCRIPTION:Saturday 12 June 2021\\, 10am to midday\\, Mill", "  Lane", "LOCATION:Mill Lane", f"URL:{BASE}2021/06/van/", "STATUS:CONFIRMED",
        "END:VEVENT", "END:VCALENDAR", ""])
    files["areas/kent/calendar.ics"] = files["2021/06/van/event.ics"]
    files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\nSitemap: {BASE}news-sitemap.xml\n"
    files["2021/06/van/alert.cap.xml"] = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>example.org:van:1</identifier><sender>watch@example.org</sender><sent>2021-06-08T21:05:09+01:00</sent>
<status>Exercise</status><msgType>Alert</msgType><scope>Public</scope><info><language>en-GB</language><category>Security</category><event>Appeal</event>
<urgency>Past</urgency><severity>Minor</severity><certainty>Observed</certainty><headline>Grey van</headline>
<area><areaDesc>Kent</areaDesc><polygon>51.2,0.5 51.3,0.5 51.3,0.6 51.2,0.5</polygon></area></info></alert>
"""
    return files


def write(root):
    for name, content in site().items():
        file = os.path.join(root, name)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())


def expected():
    return [{"address": f"{BASE}{slug}/", "title": title, "summary": SUMMARY, "date": when, "shown": when[:10], "news": slug.endswith("van")}
            for slug, title, _, when, _ in BULLETINS]


if __name__ == "__main__":
    write(sys.argv[1])
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as stream:
            json.dump(expected(), stream)
