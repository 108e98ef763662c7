"""What the checkers share: a built site folder and the address that it will stand at.

`python lib/outside_site.py SITE_DIR [BASE_URL…]` prints its pages as JSON, for the checkers that are written in JavaScript."""
import json
import os
import re
import sys
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

HOW = "tests/outside"


def stop(message):
    """For a mistake in how the checker was started: never a finding of the site's, never a pass."""
    print(f"{HOW}: {message}", file=sys.stderr)
    sys.exit(2)


class Page:
    def __init__(self, site, file):
        self.site, self.file = site, file
        self.name = os.path.relpath(file, site.root)
        self.url = site.address(self.name)

    @cached_property
    def tree(self):
        with open(self.file, "rb") as stream:
            return html.document_fromstring(stream.read(), parser=html.HTMLParser(encoding="utf-8"))

    def meta(self, name):
        return [m.get("content", "") for m in self.tree.iter("meta") if name in (m.get("property"), m.get("name"))]

    @cached_property
    def alias(self):
        """The address that this page leads on to, when it is only an alias."""
        for m in self.tree.iter("meta"):
            if (m.get("http-equiv") or "").lower() == "refresh":
                found = re.search(r"url\s*=\s*['\"]?([^'\"]+)", m.get("content", ""), re.I)
                return urljoin(self.url, found[1].strip()) if found else self.url
        return None

    @cached_property
    def noindex(self):
        return any("noindex" in v for v in self.meta("robots"))

    @cached_property
    def ids(self):
        return {e.get("id") for e in self.tree.iter() if e.get("id")} | {a.get("name") for a in self.tree.iter("a")}

    @property
    def kind(self):
        """What `<body class>` says: the kind of page, and of a bulletin its state."""
        body = self.tree.find("body")
        return " ".join(((body.get("class") if body is not None else "") or "").split())

    @property
    def bulletin(self):
        return bool(self.meta("og:type") == ["article"] and not self.alias and not self.name.endswith("poster/index.html"))


class Site:
    def __init__(self, root, bases):
        if not os.path.isdir(root):
            stop(f"there is no folder {root}")
        self.root = os.path.abspath(root)
        self.files = sorted(os.path.join(d, f) for d, _, fs in os.walk(self.root) for f in fs)
        if not bases:
            bases = [self.guess()]
        self.bases = [b if b.endswith("/") else b + "/" for b in bases]
        self.base = self.bases[0]

    def guess(self):
        front = os.path.join(self.root, "index.html")
        if not os.path.isfile(front):
            stop(f"{self.root} has no index.html")
        found = html.parse(front).xpath("//meta[@property='og:url']/@content")
        if not found:
            stop(f"the front page of {self.root} has no og:url: give the site's address as a second argument")
        return found[0]

    def address(self, name):
        name = name[: -len("index.html")] if name == "index.html" or name.endswith("/index.html") else name
        return self.base + name

    @cached_property
    def pages(self):
        return [Page(self, f) for f in self.files if f.endswith((".html", ".htm"))]

    @cached_property
    def page_of(self):
        return {p.file: p for p in self.pages}

    def of(self, suffix):
        return [f for f in self.files if f.endswith(suffix)]

    @cached_property
    def feeds(self):
        """(file, "rss" | "atom" | "json"): told by what a file holds, not by its name."""
        found = []
        for f in self.files:
            if f.endswith((".xml", ".rss", ".atom")):
                try:
                    tag = etree.QName(next(etree.iterparse(f, events=("start",), no_network=True))[1]).localname
                except (etree.XMLSyntaxError, StopIteration):
                    found.append((f, "rss"))  # the readers will say what is wrong with it
                    continue
                if tag in ("rss", "RDF"):
                    found.append((f, "rss"))
                elif tag == "feed":
                    found.append((f, "atom"))
            elif f.endswith(".json"):
                with open(f, "rb") as stream:
                    if b"jsonfeed.org/version" in stream.read(400) or os.path.basename(f) == "feed.json":
                        found.append((f, "json"))
        return found

    def name(self, file):
        return os.path.relpath(file, self.root)

    def ours(self, url):
        return any(url.startswith(b) or url + "/" == b for b in self.bases)

    def resolve(self, url, relative=False):
        """Where an absolute address leads: ("file", path, fragment), ("elsewhere", …) or ("wrong", what is wrong).
        `relative`: it was written without a host, so it is ours whatever its path."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return "elsewhere", url, ""
        for base in self.bases:
            b = urlsplit(base)
            if (parts.scheme, parts.netloc) != (b.scheme, b.netloc):
                continue
            path = parts.path or "/"
            if not path.startswith(b.path):
                if relative or self.look(path[1:]) or path + "/" == b.path:
                    return "wrong", f"escapes the base path {b.path}", ""
                return "elsewhere", url, ""
            file = self.look(path[len(b.path):])
            if file is None:
                return "wrong", "leads to no file", ""
            if os.path.isdir(file):
                return "wrong", "names a folder without its closing /", ""
            return "file", file, unquote(parts.fragment)
        return "elsewhere", url, ""

    def look(self, path):
        path = unquote(path)
        if ".." in path.split("/"):
            return None
        file = os.path.join(self.root, path)
        if path == "" or path.endswith("/"):
            file = os.path.join(file, "index.html")
            return file if os.path.isfile(file) else None
        return file if os.path.exists(file) else None


def report(name, what, findings, notes=()):
    """Prints what was found, ends the checker with 0 or 1."""
    for note in notes:
        print(f"note: {note}")
    for finding in dict.fromkeys(findings):
        print(finding)
    print(f"{name}: {what}, {len(dict.fromkeys(findings))} finding(s)")
    sys.exit(1 if findings else 0)


def from_arguments():
    if len(sys.argv) < 2:
        stop(f"usage: {os.path.basename(sys.argv[0])} SITE_DIR [BASE_URL…]")
    return Site(sys.argv[1], sys.argv[2:])


if __name__ == "__main__":
    site = from_arguments()
    print(json.dumps({"root": site.root, "base": site.base, "bases": site.bases, "pages": [
        {"file": p.file, "name": p.name, "url": p.url, "alias": p.alias, "noindex": p.noindex, "kind": p.kind,
         "bulletin": p.bulletin, "size": os.path.getsize(p.file)} for p in site.pages]}))
