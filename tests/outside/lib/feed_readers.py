"""The feed readers that are not ours, and what they read, in one form: {file, title, entries: [{id, title, link, date, content,
summary}]}, the date in seconds since 1970. For `checks/feeds` and `checks/words`."""
import json
import os
import re
import subprocess
import sys

import feed_rules
from outside_site import stop

here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
installed = os.environ.get("OUTSIDE_INSTALLED", os.path.join(here, ".installed"))
READERS = {
    "feedparser": [sys.executable, os.path.join(here, "lib/feedparser_reader.py")],
    "rss-parser": ["node", os.path.join(here, "lib/rss-parser-reader.mjs")],
    "feed-rs": [os.path.join(installed, "bin/feed-reader")],
}


def read(reader, files):
    """file -> what the reader made of it."""
    found = {}
    for i in range(0, len(files), 200):
        try:
            done = subprocess.run(READERS[reader] + files[i:i + 200], capture_output=True, text=True)
        except OSError as error:
            stop(f"the feed reader {reader} is missing: {error}: run tests/outside/install")
        if done.returncode:
            stop(f"the feed reader {reader} failed: {done.stderr.strip()[-500:]}")
        found.update((feed["file"], feed) for feed in map(json.loads, filter(None, done.stdout.split("\n"))))
    return found


def plain(value):
    return re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else value


def from_json(file):
    """A JSON feed in the readers' common form."""
    with open(file, encoding="utf-8") as stream:
        feed = json.load(stream)
    return {"title": feed.get("title"), "entries": [
        {"id": i.get("id"), "title": i.get("title"), "link": i.get("url"),
         "date": feed_rules.rfc3339(i.get("date_published") or i.get("date_modified")),
         "content": i.get("content_html") or i.get("content_text"), "summary": i.get("summary")} for i in feed.get("items", [])]}


def shown(value, beside):
    """The part of a long text where the two begin to differ."""
    if not isinstance(value, str) or not isinstance(beside, str):
        return repr(value)[:160]
    at = next((i for i, (a, b) in enumerate(zip(plain(value), plain(beside))) if a != b), min(len(plain(value)), len(plain(beside))))
    return ("…" if at > 40 else "") + repr(plain(value)[max(0, at - 40):at + 80])
