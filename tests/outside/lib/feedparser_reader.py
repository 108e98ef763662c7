"""Prints what feedparser reads in each feed given: one JSON object a line, in the form that `checks/feeds` compares.
Its cleaning of HTML and its resolving of addresses are off, so that what the feed says is what is compared."""
import calendar
import json
import sys

import feedparser


def instant(entry):
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return calendar.timegm(parsed) if parsed else None


for file in sys.argv[1:]:
    with open(file, "rb") as stream:
        feed = feedparser.parse(stream.read(), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo or not feed.get("version"):
        print(json.dumps({"file": file, "error": str(feed.get("bozo_exception", "format not recognised"))}))
        continue
    print(json.dumps({"file": file, "title": feed.feed.get("title"), "entries": [
        {"id": e.get("id"), "title": e.get("title"), "link": e.get("link"), "date": instant(e),
         "content": e.content[0].value if e.get("content") else None, "summary": e.get("summary")}
        for e in feed.entries]}))
