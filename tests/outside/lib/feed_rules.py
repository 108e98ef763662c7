"""What validators hold feeds to, where readers are forgiving: RSS 2.0 and the Advisory Board's profile, Atom (RFC 4287),
JSON Feed 1.1. Each rule function gets the site, the file, and two functions: one for a finding, one for a note."""
import json
import re
import time
from datetime import datetime, timezone
from urllib.parse import urlsplit

from lxml import etree, html

ATOM, CONTENT, DC, GEO = ("{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}",
                          "{http://purl.org/dc/elements/1.1/}", "{http://www.georss.org/georss}")
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
RFC822 = re.compile(rf"({'|'.join(DAYS)}), (\d\d) ({'|'.join(MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) (?:([+-])(\d\d)(\d\d)|GMT)")
UNSAFE = {"script", "style", "form", "meta", "object", "embed", "iframe", "input", "link", "base", "applet"}
MARKUP = re.compile(r"</?(a|b|i|p|br|em|strong|span|div|img|ul|ol|li|h[1-6]|script|style|code)\b[^>]*>|&(amp|lt|gt|quot|#\d+|#x[0-9a-f]+);", re.I)


def absolute(url):
    return isinstance(url, str) and re.fullmatch(r"https?://[^/\s]+(/\S*)?", url) is not None


def rfc822(text):
    """The instant, or what is wrong."""
    m = RFC822.fullmatch(text or "")
    if not m:
        return f"not an RFC 822 date as the profile wants it: {text!r}"
    try:
        day = datetime(int(m[4]), MONTHS.index(m[3]) + 1, int(m[2]), int(m[5]), int(m[6]), int(m[7]), tzinfo=timezone.utc)
    except ValueError as error:
        return f"{text!r}: {error}"
    if DAYS[day.weekday()] != m[1]:
        return f"{text!r} was a {DAYS[day.weekday()]}"
    offset = (int(m[9]) * 60 + int(m[10])) * 60 * (-1 if m[8] == "-" else 1) if m[8] else 0
    return day.timestamp() - offset


def rfc3339(text):
    """The instant, or None."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return None
    try:
        return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())
    except ValueError:
        return None


def markup(text, where, bad):
    """HTML inside a feed: nothing active, no address that needs the page around it."""
    if not (text or "").strip():
        return
    for e in html.fragment_fromstring(text, create_parent="div").iter():
        if not isinstance(e.tag, str):
            continue
        if e.tag in UNSAFE:
            bad(f"{where}: <{e.tag}> inside")
        for key, value in e.attrib.items():
            if key.startswith("on"):
                bad(f"{where}: {key} on <{e.tag}>")
            urls = [part.split()[0] for part in value.split(",") if part.strip()] if key == "srcset" else [value]
            if key in ("href", "src", "srcset", "poster", "cite", "action"):
                for url in urls:
                    if urlsplit(url.strip()).scheme not in ("http", "https", "mailto", "tel", "sms", "whatsapp"):
                        bad(f"{where}: {key}={url!r} is not absolute")


def text_only(text, where, bad):
    if MARKUP.search(text or ""):
        bad(f"{where} holds markup, or is escaped twice: {text!r}")


def rss(site, file, bad, note):
    root = etree.parse(file).getroot()
    if root.tag != "rss" or root.get("version") != "2.0":
        return bad("not RSS 2.0")
    channel = root.find("channel")
    if channel is None:
        return bad("no channel")
    for k in ("title", "link", "description"):
        if not (channel.findtext(k) or "").strip():
            bad(f"channel without {k}")
    if not absolute((channel.findtext("link") or "").strip()):
        bad(f"channel link {channel.findtext('link')!r} is not absolute")
    text_only(channel.findtext("title"), "channel title", bad)
    selves = [l for l in channel.findall(ATOM + "link") if l.get("rel") == "self"]
    if len(selves) != 1:
        bad(f"{len(selves)} atom:link rel=self, wanted one")
    for l in selves:
        if l.get("href") != site.address(site.name(file)):
            bad(f"atom:link rel=self is {l.get('href')}, served at {site.address(site.name(file))}")
        if l.get("type") != "application/rss+xml":
            bad(f"atom:link rel=self with type {l.get('type')!r}")
    now = time.time()
    for k in ("pubDate", "lastBuildDate"):
        for e in channel.findall(k):
            at = rfc822(e.text)
            if isinstance(at, str):
                bad(f"{k}: {at}")
            else:
                now = max(now, at)
    if channel.findall("textInput"):
        bad("textInput")
    for e in channel.findall("ttl"):
        if not re.fullmatch(r"[1-9]\d*", e.text or ""):
            bad(f"ttl {e.text!r}")
    for k in ("managingEditor", "webMaster"):
        for e in channel.findall(k):
            person(e.text, k, bad)
    for image in channel.findall("image"):
        for k in ("title", "link"):
            if image.findtext(k) != channel.findtext(k):
                bad(f"image {k} is not the channel's")
        if not absolute(image.findtext("url")):
            bad(f"image url {image.findtext('url')!r}")
        for k, most in (("width", 144), ("height", 400)):
            if image.findtext(k) and not 0 < int(image.findtext(k)) <= most:
                bad(f"image {k} {image.findtext(k)}")
    seen = set()
    for n, item in enumerate(channel.findall("item"), 1):
        at = f"item {n}"
        tags = [e.tag for e in item]
        for tag in ("title", "link", "description", "guid", "pubDate", "author", "source", CONTENT + "encoded"):
            if tags.count(tag) > 1:
                bad(f"{at}: {tags.count(tag)} × {etree.QName(tag).localname}")
        if not (item.findtext("title") or item.findtext("description")):
            bad(f"{at}: neither title nor description")
        text_only(item.findtext("title"), f"{at}: title", bad)
        if not absolute(item.findtext("link")):
            bad(f"{at}: link {item.findtext('link')!r} is not absolute")
        guid = item.find("guid")
        if guid is None or not guid.text:
            bad(f"{at}: no guid")
        else:
            if guid.get("isPermaLink", "true") not in ("true", "false"):
                bad(f"{at}: isPermaLink={guid.get('isPermaLink')!r}")
            if guid.get("isPermaLink", "true") != "false" and not absolute(guid.text):
                bad(f"{at}: guid {guid.text!r} counts as a permalink, and is no full address")
            if guid.text.isdigit():
                bad(f"{at}: guid {guid.text} is a bare number")
            if guid.text in seen:
                bad(f"{at}: guid {guid.text} a second time")
            seen.add(guid.text)
        date = rfc822(item.findtext("pubDate"))
        if isinstance(date, str):
            bad(f"{at}: pubDate: {date}")
        elif date > now + 86400:
            bad(f"{at}: pubDate {item.findtext('pubDate')} is in the future")
        if CONTENT + "encoded" in tags:
            if "description" not in tags:
                bad(f"{at}: content:encoded without description")
            elif tags.index("description") > tags.index(CONTENT + "encoded"):
                bad(f"{at}: description after content:encoded")
            markup(item.findtext(CONTENT + "encoded"), f"{at}: content:encoded", bad)
        markup(item.findtext("description"), f"{at}: description", bad)
        for e in item.findall("author"):
            person(e.text, f"{at}: author", bad)
        for e in item.findall("category") + item.findall(DC + "creator"):
            if not (e.text or "").strip():
                bad(f"{at}: empty {etree.QName(e).localname}")
        if tags.count("enclosure") > 1:
            bad(f"{at}: {tags.count('enclosure')} enclosures")
        for e in item.findall("enclosure"):
            if not (absolute(e.get("url")) and (e.get("length") or "").isdigit() and "/" in (e.get("type") or "")):
                bad(f"{at}: enclosure wants url, length in bytes and type")
        for e in item.findall(GEO + "point"):
            if not re.fullmatch(r"-?\d+(\.\d+)? -?\d+(\.\d+)?", e.text or ""):
                bad(f"{at}: georss:point {e.text!r} is not 'lat lon'")
        for e in item.findall(GEO + "polygon"):
            numbers = (e.text or "").split()
            if len(numbers) < 8 or len(numbers) % 2 or numbers[:2] != numbers[-2:]:
                bad(f"{at}: georss:polygon is not closed, or not of pairs")


def person(text, where, bad):
    if not re.fullmatch(r"[^@\s]+@[^@\s]+( \([^()]+\))?", text or ""):
        bad(f"{where} {text!r} is not 'mail@host (Name)'")


def atom(site, file, bad, note):
    feed = etree.parse(file).getroot()
    one(feed, "feed", bad)
    own = site.address(site.name(file))
    selves = [l for l in feed.findall(ATOM + "link") if l.get("rel") == "self"]
    if [l.get("href") for l in selves] != [own]:
        bad(f"link rel=self is {[l.get('href') for l in selves]}, served at {own}")
    feed_author = feed.find(ATOM + "author") is not None
    newest, seen = 0, set()
    for n, e in enumerate(feed.findall(ATOM + "entry"), 1):
        at = f"entry {n}"
        newest = max(newest, one(e, at, bad))
        if not feed_author and e.find(ATOM + "author") is None:
            bad(f"{at}: no author, nor on the feed")
        entry_id = e.findtext(ATOM + "id")
        if entry_id in seen:
            bad(f"{at}: id {entry_id} a second time")
        seen.add(entry_id)
        published = e.find(ATOM + "published")
        if published is not None:
            first = rfc3339(published.text)
            if first is None:
                bad(f"{at}: published {published.text!r} is not RFC 3339")
            elif first > (rfc3339(e.findtext(ATOM + "updated")) or first):
                bad(f"{at}: updated before published")
        links = [(l.get("rel", "alternate"), l.get("type"), l.get("hreflang")) for l in e.findall(ATOM + "link")]
        alternates = [l for l in links if l[0] == "alternate"]
        if not alternates and e.find(ATOM + "content") is None:
            bad(f"{at}: neither alternate link nor content")
        if len(set(alternates)) != len(alternates):
            bad(f"{at}: two alternate links of one type and language")
        for l in e.findall(ATOM + "link"):
            if not absolute(l.get("href")) and not (l.get("href") or "").startswith("mailto:"):
                bad(f"{at}: link {l.get('href')!r} is not absolute")
        for k in ("content", "summary"):
            c = e.find(ATOM + k)
            if c is not None and c.get("type", "text") == "html":
                markup(c.text, f"{at}: {k}", bad)
            elif c is not None and c.get("type", "text") == "text":
                text_only(c.text, f"{at}: {k}", bad)
    if newest and (rfc3339(feed.findtext(ATOM + "updated")) or 0) < newest:
        bad("the feed's updated is older than an entry's")


def one(e, where, bad):
    """Exactly one id, title and updated; the updated instant."""
    for k in ("id", "title", "updated"):
        found = e.findall(ATOM + k)
        if len(found) != 1 or not (found[0].text or "").strip():
            bad(f"{where}: {len(found)} {k}, wanted one with text")
    if not urlsplit(e.findtext(ATOM + "id") or "").scheme:
        bad(f"{where}: id {e.findtext(ATOM + 'id')!r} is not an IRI")
    title = e.find(ATOM + "title")
    if title is not None and title.get("type", "text") == "text":
        text_only(title.text, f"{where}: title", bad)
    at = rfc3339(e.findtext(ATOM + "updated"))
    if at is None:
        bad(f"{where}: updated {e.findtext(ATOM + 'updated')!r} is not RFC 3339")
    return at or 0


def json_feed(site, file, bad, note):
    with open(file, "rb") as stream:
        raw = stream.read()
    feed = json.loads(raw.decode("utf-8"))
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        bad(f"version {feed.get('version')!r}")
    if not isinstance(feed.get("title"), str) or not feed["title"]:
        bad("no title")
    if feed.get("feed_url") != site.address(site.name(file)):
        bad(f"feed_url is {feed.get('feed_url')}, served at {site.address(site.name(file))}")
    for k in ("home_page_url", "icon", "favicon", "next_url"):
        if (k in feed or k == "home_page_url") and not absolute(feed.get(k)):
            bad(f"{k} {feed.get(k)!r} is not absolute")
    if feed.get("next_url") and feed["next_url"] == feed.get("feed_url"):
        bad("next_url is the feed's own address")
    if not isinstance(feed.get("items"), list):
        return bad("items is not a list")
    extensions(feed, "feed", bad)
    for n, item in enumerate(feed["items"], 1):
        at = f"item {n}"
        if not isinstance(item.get("id"), str) or not item["id"]:
            bad(f"{at}: id is required, and is text")
        if not isinstance(item.get("content_html", item.get("content_text")), str):
            bad(f"{at}: neither content_html nor content_text")
        for k in ("date_published", "date_modified"):
            if k in item and rfc3339(item[k]) is None:
                bad(f"{at}: {k} {item[k]!r} is not RFC 3339")
        for k in ("url", "external_url", "image", "banner_image"):
            if k in item and not absolute(item[k]):
                bad(f"{at}: {k} {item[k]!r} is not absolute")
        for a in item.get("attachments", []):
            if not (absolute(a.get("url")) and a.get("mime_type")):
                bad(f"{at}: attachment wants url and mime_type")
        if not all(isinstance(t, str) for t in item.get("tags", [])):
            bad(f"{at}: tags are not text")
        extensions(item, at, bad)
        markup(item.get("content_html"), f"{at}: content_html", bad)
    ids = [str(i.get("id")) for i in feed["items"]]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        bad(f"id {twice} more than once")
    if len(raw) > 250_000:
        note(f"{len(raw)} bytes: JSON Feed advises less than 250,000")


KNOWN = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "authors",
         "language", "expired", "hubs", "items", "id", "url", "external_url", "content_html", "content_text", "summary", "image",
         "banner_image", "date_published", "date_modified", "tags", "attachments"}


def extensions(thing, where, bad):
    for k in thing:
        if k == "author":
            bad(f"{where}: author belongs to 1.0: authors")
        elif k not in KNOWN and not re.fullmatch(r"_[A-Za-z][^.]*", k):
            bad(f"{where}: unknown key {k!r} (own ones start with _ and have no dot)")


RULES = {"rss": rss, "atom": atom, "json": json_feed}
