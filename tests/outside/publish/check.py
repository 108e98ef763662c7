#!/usr/bin/env python3
"""What `noticeboard publish` promises, held against real servers on this machine: an S3 server (moto), OpenSSH, git, nginx.

    check.py PROGRAM [--bulletins N] [--only NAME,NAME]

Exit 0 when all holds, 1 when something does not, 2 when a server is missing. `heavy.py` has the long comparison."""

import argparse
import gzip
import html.parser
import http.server
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import servers
from servers import get

SECRET = "sekritsekritsekritsekritsekritsekrit9999"
KEY = "AKIASEKRITSEKRIT9999"
SAID = []


class Failed(Exception):
    pass


def hold(condition, words):
    if not condition:
        raise Failed(words)


class Site:
    """A site of invented bulletins."""

    def __init__(self, program, folder, count, settings=""):
        self.program, self.folder, self.theme, self.settings = program, folder, 0, settings
        (folder / "content").mkdir(parents=True)
        for number in range(count):
            self.bulletin(number)
        self.look()

    def bulletin(self, number, words="Tools were taken.", extra=""):
        (self.folder / "content" / f"b{number}.md").write_text(
            f"---\ntitle: Sheds in Mill Lane {number}\ndate: 2026-{number % 10 + 1:02}-{number % 28 + 1:02} 09:30\n"
            f"area: Parish {number % 20}\nkind: {'missing' if extra else 'appeal'}\n{extra}---\n{words}\n")

    def look(self):
        """Another style sheet under another name, so that every page changes."""
        self.theme += 1
        theme = self.folder / "themes" / "ours"
        (theme / "static").mkdir(parents=True, exist_ok=True)
        (theme / "theme.yaml").write_text("name: ours\n")
        (theme / "static" / "theme.css").write_text(f"body {{ margin-top: {self.theme}px }}\n")
        (self.folder / "site.yaml").write_text(
            "title: Wren Valley Watch\nbase_url: https://watch.example.org/\ntheme: ours\n"
            "outputs: {cards: false, search: false}\n" + self.settings)

    def run(self, arguments, status=0, environment=None):
        done = subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True, text=True,
                              env={**clean(), **(environment or {})}, timeout=900)
        SAID.append(done.stdout + done.stderr)
        if status is not None:
            hold(done.returncode == status, f"{arguments} ended with {done.returncode}: {done.stderr[-600:]}{done.stdout[-300:]}")
        return done

    def build(self):
        return self.run(["build", "-q"])

    def files(self):
        root = self.folder / "public"
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def clean():
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CLOUDFLARE"))}


def keys(proxy):
    return {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{proxy.port}"}


class Store:
    """A bucket at moto, behind the proxy, that everybody may read."""

    def __init__(self, folder, name):
        folder.mkdir(exist_ok=True)
        self.server, self.name = servers.moto(folder), name
        self.proxy = servers.Proxy(self.server.port)
        self.make()

    def make(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}/{self.name}", method="PUT",
                                         headers={"x-amz-acl": "public-read"})
        urllib.request.urlopen(request).read()

    def url(self, name=""):
        return f"http://127.0.0.1:{self.server.port}/{self.name}/{urllib.parse.quote(name)}"

    def signed(self, arguments):
        environment = {**clean(), **keys(self.proxy), "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server.port}"}
        return subprocess.run([servers.VENV / "bin" / "aws", *arguments], env=environment, capture_output=True, text=True, check=True).stdout

    def close(self):
        self.proxy.close()
        self.server.kill()


class Links(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.loads = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        address = attributes.get("href") or attributes.get("src") or ""
        if not address.startswith("/") or address.startswith("//"):
            return
        address = address.split("#")[0].split("?")[0]
        loaded = tag in ("script", "img", "source") or (tag == "link" and attributes.get("rel") in ("stylesheet", "icon"))
        (self.loads if loaded else self.links).add(address)


def name_of(address):
    name = urllib.parse.unquote(address).lstrip("/")
    return name + "index.html" if name == "" or name.endswith("/") else name


class Reader(threading.Thread):
    """Reads the site again and again as people do: from the front page on, every link, and everything that pages load."""

    def __init__(self, fetch, pages=60, seed=7):
        super().__init__(daemon=True)
        self.fetch, self.pages, self.chance = fetch, pages, random.Random(seed)
        self.missing, self.done, self.rounds, self.fetched = [], False, 0, 0

    def get(self, name):
        self.fetched += 1
        return self.fetch(name)

    def walk(self):
        ahead, reached = ["index.html"], {"index.html"}
        for _ in range(self.pages):
            if not ahead:
                break
            name = ahead.pop(self.chance.randrange(len(ahead)))
            body = self.get(name)
            if body is None:
                continue
            links = Links(body.decode())
            for needed in map(name_of, links.links | (links.loads)):
                if needed in reached and not needed.endswith(".css"):
                    continue
                # Who holds a page that was replaced since is a moment behind: what counts is what the host shows now.
                if self.get(needed) is None and self.get(name) == body and self.get(needed) is None:
                    self.missing.append(f"{needed} of {name}")
                if needed.endswith(".html") and needed not in reached:
                    reached.add(needed)
                    ahead.append(needed)
        self.rounds += 1

    def run(self):
        while not self.done:
            self.walk()

    def end(self):
        self.done = True
        self.join(120)
        hold(not self.missing, f"readers missed {self.missing[:3]}")
        return f"{self.rounds} walks, {self.fetched} requests"


def through_s3(store):
    def fetch(name):
        try:
            status, _, body = get(store.url(name))
        except OSError:
            return b""
        # A server that is down is not a page that lacks something.
        return None if status in (403, 404) else body if status == 200 else b""
    return fetch


def figures(proxy):
    puts, size = proxy.of("PUT"), sum(request.size for request in proxy.of("PUT"))
    rest = len(proxy.requests) - len(puts) - len(proxy.of("DELETE"))
    return f"{len(puts)} PUT ({size:,} bytes), {len(proxy.of('DELETE'))} DELETE, {rest} others"


def sent(proxy):
    """The names that were put or deleted, in order, without those of the record and the lock."""
    changes = [(request.method, urllib.parse.unquote(request.path.split("?")[0])) for request in proxy.requests
               if request.method in ("PUT", "DELETE")]
    return [(method, path.split("/", 2)[2]) for method, path in changes if "/.noticeboard/" not in path]


# The checks.

def whole_and_nothing_and_one_edit(work, program, count):
    """A site arrives byte for byte with its types and cache times; again sends nothing; an edit sends what it changed."""
    store, site = Store(work / "s3", "watch"), Site(program, work / "site", count)
    try:
        site.build()
        first = site.files()
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        yield f"first, {len(first)} files: {figures(store.proxy)}"
        for name, body in first.items():
            status, headers, there = get(store.url(name))
            hold(status == 200 and there == body, f"{name}: status {status}, {len(there)} bytes of {len(body)}")
            want = "max-age=31536000, immutable" if name.startswith("assets/") else "max-age=300"
            hold(want in headers["Cache-Control"], f"{name}: {headers['Cache-Control']}")
            kind = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
            want = kind.get(pathlib.Path(name).suffix)
            hold(want is None or headers["Content-Type"] == want, f"{name}: {headers['Content-Type']}")
        yield f"{len(first)} files are there byte for byte, each with its type and cache time"
        store.proxy.reset()
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        hold(not store.proxy.of("PUT") and not store.proxy.of("DELETE"), f"a second publish did {figures(store.proxy)}")
        yield f"again: {figures(store.proxy)}"
        site.bulletin(3, "Tools were taken, and a ladder.")
        site.build()
        now = site.files()
        changed = {name for name in now if now[name] != first.get(name)}
        store.proxy.reset()
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        hold({name for _, name in sent(store.proxy)} == changed, "an edit sent something else than what it changed")
        yield f"one edit, {len(changed)} files changed: {figures(store.proxy)}"
    finally:
        store.close()


def large_file(work, program, count):
    """A film of 20 MiB arrives in one piece, is not sent twice, and is known again when the record is lost."""
    store, site = Store(work / "s3", "watch"), Site(program, work / "site", 3)
    try:
        film = random.Random(5).randbytes(20 * 1024 * 1024)
        (site.folder / "content" / "film.mp4").write_bytes(film)
        site.build()
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        hold(get(store.url("film.mp4"))[2] == film, "the film is not as it was")
        yield f"first: {figures(store.proxy)}"
        for lost in (False, True):
            if lost:
                store.signed(["s3", "rm", "s3://watch/.noticeboard/state"])
            store.proxy.reset()
            site.run(["publish", "s3://watch"], environment=keys(store.proxy))
            hold(all(request.size < 1024 * 1024 for request in store.proxy.of("PUT")), "it was sent twice")
            yield f"again{', without the record' if lost else ''}: {figures(store.proxy)}"
    finally:
        store.close()


def readers_and_retraction(work, program, count):
    """Readers never miss anything, and what was taken back is gone before anything else is sent."""
    store, site = Store(work / "s3", "watch"), Site(program, work / "site", count)
    try:
        site.bulletin(1, "A person is missing.", "contacts: [101]\n")
        site.build()
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        reader = Reader(through_s3(store))
        reader.start()
        site.bulletin(1, "A person is missing.", "contacts: [101]\nstatus: resolved\nclosed: 2026-11-01\n")
        site.look()
        for number in range(5, 15):
            (site.folder / "content" / f"b{number}.md").unlink()
            site.bulletin(count + number)
        site.build()
        store.proxy.reset()
        store.proxy.delay = 0.5
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        order = sent(store.proxy)
        gone = {name for _, name in order if "/b1/" in name}
        # Style sheets changed as well: the notice goes first without them, and whole later.
        head = next(at for at, (_, name) in enumerate(order) if name not in gone)
        hold({name for _, name in order[:head]} == gone, f"not all of {gone} came first: {order[:head]}")
        page = next(name for name in gone if name.endswith("b1/index.html"))
        hold(b"A person is missing" not in get(store.url(page))[2], "the page that was taken back is there")
        yield f"what was taken back went first, {head} of {len(order)} changes: {order[:head]}"
        yield f"readers missed nothing through {len(order)} changes: {reader.end()}"
    finally:
        store.close()


def faults(work, program, count):
    """The server killed, one request in five dropped or delayed, the publisher killed ten times: whole each time."""
    store, site = Store(work / "s3", "watch"), Site(program, work / "site", count)
    chance = random.Random(20261122)
    try:
        site.build()
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        reader = Reader(through_s3(store), pages=25)
        reader.start()
        site.look()
        site.build()
        store.proxy.reset()
        store.proxy.before = servers.drop_and_delay(1)
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        compare(site, store)
        yield f"one in five requests dropped, lost, refused or late: {figures(store.proxy)}, all files there"
        store.proxy.before = lambda request: None
        kills = []
        for round_number in range(10):
            before = site.files()
            site.look()
            number = 20 + round_number
            (site.folder / "content" / f"b{number}.md").unlink()
            site.bulletin(count + number)
            site.build()
            command = [program, "publish", "s3://watch"]
            child = subprocess.Popen(command, cwd=site.folder, env={**clean(), **keys(store.proxy)},
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            store.proxy.reset()
            after = site.files()
            wanted = chance.randrange(1, sum(after[name] != before.get(name) for name in after))
            while child.poll() is None and len(store.proxy.of("PUT")) < wanted:
                time.sleep(0.002)
            child.kill()
            child.wait()
            kills.append(f"{len(store.proxy.of('PUT'))} of {sum(after[name] != before.get(name) for name in after)}")
            hold(not reader.missing, f"readers missed {reader.missing[:3]} after a kill")
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        compare(site, store)
        yield f"killed after {kills} requests to put: readers missed nothing ({reader.end()}), and the next run finished it"
        # The server goes away in the middle, with everything that it held in memory.
        site.look()
        site.build()
        store.proxy.reset()
        down = threading.Event()

        def before(request):
            if len(store.proxy.of("PUT")) > 20 and not down.is_set():
                down.set()
            return "drop" if down.is_set() else None

        store.proxy.before = before
        done = site.run(["publish", "s3://watch"], status=1, environment=keys(store.proxy))
        hold("error:" in done.stderr and "Published" not in done.stdout, f"it says {done.stderr!r}")
        yield "the server went away: " + done.stderr.strip().splitlines()[-1]
        store.proxy.before = lambda request: None
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        compare(site, store)
        yield "and the next run finished it"
    finally:
        store.close()


def compare(site, store):
    for name, body in site.files().items():
        status, _, there = get(store.url(name))
        hold(status == 200 and there == body, f"{name} is not as it should be (status {status})")


def deletions(work, program, count):
    """Deletions never touch what publish did not put there; 300 ask."""
    store, site = Store(work / "s3", "watch"), Site(program, work / "site", 150)
    try:
        site.build()
        store.signed(["s3", "cp", str(site.folder / "site.yaml"), "s3://watch/theirs/index.html"])
        site.run(["publish", "s3://watch"], environment=keys(store.proxy))
        for number in range(100):
            (site.folder / "content" / f"b{number}.md").unlink()
        site.build()
        store.proxy.reset()
        done = site.run(["publish", "s3://watch"], status=1, environment=keys(store.proxy))
        hold("would be deleted" in done.stderr and "Published" not in done.stdout, done.stderr)
        hold(not sent(store.proxy), "something was done all the same")
        yield "unasked: " + done.stderr.strip().splitlines()[-1]
        site.run(["publish", "s3://watch", "--yes"], environment=keys(store.proxy))
        compare(site, store)
        status, _, body = get(store.url("theirs/index.html"))
        listed = store.signed(["s3", "ls", "--recursive", "s3://watch"])
        hold("theirs/index.html" in listed, "what was not ours was deleted")
        yield f"asked for: {len(store.proxy.of('DELETE'))} deleted, and what was not ours is there"
    finally:
        store.close()


def sentences(work, program, count):
    """What can be wrong is one clear sentence, with exit status 1 and without a secret."""
    store, site = Store(work / "s3", "watch"), Site(program, work / "site", 5)
    ssh = servers.Ssh(work / "ssh")
    try:
        site.build()
        ours = keys(store.proxy)

        def fails(target, want, environment=None):
            done = site.run(["publish", *target], status=1, environment=environment)
            said = done.stderr.strip().splitlines()
            hold(any(want in line for line in said) and not done.stdout, f"{target}: {done.stderr!r}")
            return f"{target[0][:48]}: {said[-1]}"

        yield fails(["s3://nothing-here"], "there is no bucket `nothing-here`", ours)
        lacking = {**ours, "HOME": str(work)}
        lacking.pop("AWS_ACCESS_KEY_ID")
        yield fails(["s3://watch"], "no credentials", lacking)
        for code, want in [("InvalidAccessKeyId", "does not know the access key"), ("SignatureDoesNotMatch", "does not accept the secret key"),
                           ("AccessDenied", "may not do this")]:
            refusing = Refusing(code)
            yield f"{code}: " + fails(["s3://watch"], want, {**ours, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{refusing.port}"})
            refusing.close()
        www = work / "www"
        www.mkdir()
        yield fails([ssh.target(www / "a" / "b" / "c")], "there is no folder", ssh.path())
        ssh.know(None)
        yield fails([ssh.target(www / "site")], "is not known here, and an unknown one is not taken", ssh.path())
        hold(not (www / "site").exists() and not (ssh.folder / "known").read_text(), "an unknown key was taken")
        ssh.know("stranger")
        yield fails([ssh.target(www / "site")], "shows another key than before", ssh.path())
        ssh.know("host")
        (ssh.folder / "authorized").write_text((ssh.folder / "stranger.pub").read_text())
        yield fails([ssh.target(www / "site")], "does not let", ssh.path())
        (ssh.folder / "authorized").write_text((ssh.folder / "user.pub").read_text())
        yield fails([ssh.target(www / "site")], "needs the program `ssh`", {"PATH": "/nowhere"})
        yield fails([f"git+file://{work}/none.git#pages"], "there is no repository")
        small = work / "small"
        small.mkdir()
        if os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "none", small], capture_output=True).returncode == 0:
            try:
                yield fails([str(small / "site")], "is full")
                shutil.rmtree(small / "site", ignore_errors=True)
                yield fails([ssh.target(small / "other")], "is full", ssh.path())
                subprocess.run(["mount", "-o", "remount,ro", small], check=True)
                yield fails([str(small / "third")], "can only be read")
                yield fails([ssh.target(small / "third")], "can only be read", ssh.path())
            finally:
                subprocess.run(["umount", small], check=True)
        else:
            raise Failed("a full disk was not seen: this machine does not let us mount one")
        site.run(["build", "-q", "--drafts"])
        yield fails([str(www / "x")], "built with drafts")
        site.run(["build", "-q", "--base-url", "http://localhost:8080/"])
        yield fails([str(www / "x")], "no reader can reach")
    finally:
        ssh.server.kill()
        store.close()


class Refusing:
    """A store that refuses everything with one code."""

    def __init__(self, code):
        body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>{KEY} {SECRET}</Message></Error>'.encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                self.send_response(403)
                self.send_header("Content-Type", "application/xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()


def ssh_and_nginx(work, program, count):
    """Over SSH into a folder that nginx serves: byte for byte, compressed beside, readers miss nothing, killed and finished."""
    site = Site(program, work / "site", min(count, 200), "publish: {compress: beside}\n")
    ssh = servers.Ssh(work / "ssh")
    www = work / "www"
    www.mkdir()
    work.chmod(0o755)
    web = servers.nginx(work / "nginx", www / "site")
    try:
        target = ssh.target(www / "site")
        site.build()
        done = site.run(["publish", target], environment=ssh.path())
        yield "first: " + done.stdout.strip()
        hold(site.run(["publish", target], environment=ssh.path()).stdout.startswith("Nothing"), "it was sent twice")
        url = f"http://127.0.0.1:{web.port}/"
        for name, body in site.files().items():
            status, _, there = get(url + urllib.parse.quote(name))
            hold(status == 200 and there == body, f"{name} is not as it should be (status {status})")
        packed = urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "gzip"}))
        hold(packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.read()) == site.files()["index.html"],
             "nginx does not serve what was compressed beside")
        yield "nginx serves every file byte for byte, and what was compressed beside it"

        def fetch(name):
            status, _, body = get(url + urllib.parse.quote(name))
            return body if status == 200 else None

        reader = Reader(fetch)
        reader.start()
        for round_number in range(3):
            site.look()
            site.bulletin(1000 + round_number)
            (site.folder / "content" / f"b{round_number}.md").unlink()
            site.build()
            child = subprocess.Popen([program, "publish", target], cwd=site.folder, env={**clean(), **ssh.path()},
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.4 + 0.3 * round_number)
            child.kill()
            child.wait()
        done = site.run(["publish", target], environment=ssh.path())
        there = {str(path.relative_to(www / "site")) for path in (www / "site").rglob("*") if path.is_file()}
        strange = {name for name in there if not name.startswith((".noticeboard/", "assets/"))
                   and name.removesuffix(".gz") not in site.files()}
        hold(not strange, f"left over: {sorted(strange)[:5]}")
        for name, body in site.files().items():
            hold((www / "site" / name).read_bytes() == body, f"{name} is not as it should be")
        yield f"killed three times and finished; {reader.end()}"
    finally:
        web.kill()
        ssh.server.kill()


def two_at_once(work, program, count):
    """Two publishes to one place do not mix."""
    store = Store(work / "s3", "watch")
    one, two = Site(program, work / "one", 60), Site(program, work / "two", 60)
    try:
        two.look()
        two.bulletin(3, "Of the other.")
        for site in (one, two):
            site.build()
        store.proxy.delay = 0.02
        environment = {**clean(), **keys(store.proxy)}
        children = [subprocess.Popen([program, "publish", "s3://watch"], cwd=site.folder, env=environment,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for site in (one, two)]
        ended = [(child.communicate(timeout=300), child.returncode) for child in children]
        SAID.extend(out + err for (out, err), _ in ended)
        hold(all(status == 0 for _, status in ended), f"{ended}")
        store.proxy.delay = 0
        pages = {name: get(store.url(name))[2] for name in one.files() if not name.startswith("assets/")}
        same = [all(pages[name] == site.files()[name] for name in pages) for site in (one, two)]
        hold(any(same), "the host holds a mixture")
        waited = sum("waiting for it" in err for (_, err), _ in ended)
        yield f"both ended well, {waited} waited, and the host holds one of the two whole"
    finally:
        store.close()


class Places:
    """A folder, a bucket, a folder over SSH and a branch: each with its target, and a way to fill it and to look at it."""

    NAMES = ["folder", "S3", "SFTP", "git"]

    def __init__(self, work):
        self.work, self.count = work, 0
        self.store, self.ssh = Store(work / "s3", "watch"), servers.Ssh(work / "ssh")
        (work / "www").mkdir()

    def new(self, kind):
        self.count += 1
        return Place(self, kind, f"p{self.count}")

    def close(self):
        self.ssh.server.kill()
        self.store.close()


class Place:
    def __init__(self, places, kind, name):
        self.kind, self.name, self.places = kind, name, places
        self.folder = places.work / "www" / name
        self.environment = {}
        if kind == "S3":
            self.target, self.environment = f"s3://watch/{name}", keys(places.store.proxy)
        elif kind == "SFTP":
            self.target, self.environment = places.ssh.target(self.folder), places.ssh.path()
        elif kind == "git":
            subprocess.run(["git", "init", "-q", "--bare", self.folder], check=True)
            self.target = f"git+file://{self.folder}#pages"
        else:
            self.target = str(self.folder)

    def files(self):
        if self.kind == "S3":
            listed = self.places.store.signed(["s3api", "list-objects-v2", "--bucket", "watch", "--prefix", self.name + "/",
                                               "--query", "Contents[].Key", "--output", "text"]).split()
            return {key.split("/", 1)[1]: get(self.places.store.url(key))[2] for key in listed}
        folder = self.folder
        if self.kind == "git":
            folder = self.places.work / f"{self.name}-out"
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run(["git", "clone", "-q", "--branch", "pages", self.folder, folder], check=True)
            shutil.rmtree(folder / ".git")
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def fill(self, folder):
        """Brings a site there as another tool would."""
        if self.kind == "S3":
            self.places.store.signed(["s3", "cp", "--quiet", "--recursive", str(folder), f"s3://watch/{self.name}"])
        elif self.kind == "git":
            tree = self.places.work / f"{self.name}-in"
            shutil.copytree(folder, tree)
            git = ["git", "-C", str(tree), "-c", "user.name=x", "-c", "user.email=x@example.org"]
            for command in (["init", "-q", "-b", "pages"], ["add", "-A"], ["commit", "-qm", "x"], ["push", "-q", str(self.folder), "pages"]):
                subprocess.run([*git, *command], check=True)
        else:
            shutil.copytree(folder, self.folder)


class Engine:
    """A search engine that is told what changed (IndexNow), and that remembers what it heard."""

    def __init__(self):
        self.heard = heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.settings = f"feed_items: 2\npublish: {{indexnow: 'http://127.0.0.1:{self.server.server_address[1]}/indexnow'}}\n"


# Noon of the days on which all of it happens.
TENTH, THIRTEENTH, YEARS_AGO = ({"SOURCE_DATE_EPOCH": str(at)} for at in (1794312000, 1794571200, 1577880000))
WORD = b"Quillfeather"
APPEAL = "---\ntitle: {0}\ndate: 2026-11-0{1} 09:30\narea: Wrenfield\nkind: {2}\n{3}---\nSeen at {4} Bridge.\n"
GONE = "status: withdrawn\nclosed: 2026-11-09\n"


def write(site, name, day, words, extra="", kind="appeal"):
    (site.folder / "content" / f"{name}.md").write_text(APPEAL.format(name, day, kind, extra, words))


def naming(place):
    return sorted(name for name, body in place.files().items() if WORD in body)


def taken_back(work, program, count):
    """What was taken back is gone from each kind of host and stays so, whatever else happens there."""
    places, engine = Places(work), Engine()
    try:
        for kind in Places.NAMES:
            yield from stays_taken_back(work, program, places.new(kind), engine)
            yield from goes_from_anywhere(work, program, kind, places)
    finally:
        engine.server.shutdown()
        places.close()


def stays_taken_back(work, program, place, engine):
    """An error elsewhere, readers' copies, search engines, another laptop, a clock of the past, a site that is overdue."""
    kind, environment = place.kind, {**place.environment, **TENTH}
    site = Site(program, work / f"ann-{kind}", 0, engine.settings)
    write(site, "jane", 1, WORD.decode())
    write(site, "roof", 2, "Mill")
    write(site, "road", 3, "Lane", "expires: 2026-11-12\n", "warning")
    site.run(["build", "-q"], environment=TENTH)
    shutil.copytree(site.folder / "public", work / f"first-{kind}")
    site.run(["publish", place.target], environment=environment)
    hold(len(naming(place)) > 5, f"{kind}: nothing was published")
    other = Site(program, work / f"bob-{kind}", 0)
    shutil.rmtree(other.folder)
    shutil.copytree(site.folder, other.folder)

    engine.heard.clear()
    write(site, "jane", 1, "no", GONE)
    for day, name in enumerate(("new", "newer", "newest"), 4):
        write(site, name, day, "Ford")
    (site.folder / "content" / "broken.md").write_text("---\ntitle: Broken\ndate: soon\n---\n")
    done = site.run(["build", "-q"], status=1, environment=TENTH)
    hold("Taken back all the same: `/2026/11/jane/`" in done.stderr, done.stderr)
    site.run(["publish", place.target], environment=environment)
    before = place.files()
    hold(not naming(place), f"{kind}: {naming(place)}")
    yield f"{kind}: an error elsewhere did not hold it up: {done.stderr.strip().splitlines()[-1]}"
    left = [path for path in site.folder.rglob("*") if path.is_file() and WORD in path.read_bytes()]
    hold(not left, f"{kind}: the program keeps {left}")
    feeds = [name for name in before if name.endswith(("atom.xml", "rss.xml", "feed.json")) and b"/2026/11/jane/" in before[name]]
    hold({"atom.xml", "rss.xml", "feed.json", "areas/wrenfield/rss.xml"} <= set(feeds), f"{kind}: only {feeds} tell readers")
    hold(before["atom.xml"].count(b"<entry") == 3, f"{kind}: it is beside the newest two")
    yield f"{kind}: {len(feeds)} feeds overwrite readers' copies, beside the newest two"
    told = engine.heard[0]
    hold("https://watch.example.org/2026/11/jane/" in told["urlList"], f"{kind}: first told: {told}")
    key = told["keyLocation"].rsplit("/", 1)[1]
    hold(before[key].decode().strip() == told["key"], f"{kind}: the key is not there")
    yield f"{kind}: search engines were told in {len(engine.heard)} requests, {len(told['urlList'])} addresses in the first"
    hold(b"/2026/11/jane/ /2026/11/jane/ 410!" in before["_redirects"], f"{kind}: no 410")
    hold(b"/2026/11/jane/\n  X-Robots-Tag: noindex" in before["_headers"], f"{kind}: no noindex")
    hold(b'name="robots" content="noindex"' in before["2026/11/jane/index.html"], f"{kind}: the notice may be found")

    write(other, "shed", 4, "Lock")
    other.run(["build", "-q"], environment=TENTH)
    for flags in ([], ["--yes"]):
        done = other.run(["publish", place.target, *flags], status=1, environment=environment)
        hold("`/2026/11/jane/` was taken back" in done.stderr, done.stderr)
    yield f"{kind}: another laptop: {done.stderr.strip().splitlines()[0]}"
    site.run(["build", "-q", "--keep-going"], status=None, environment=YEARS_AGO)
    done = site.run(["publish", place.target, "--yes"], status=1, environment={**environment, **YEARS_AGO})
    hold("behind that of the last publish" in done.stderr, f"{kind}: {done.stderr}")
    hold(place.files() == before, f"{kind}: something was done all the same")
    yield f"{kind}: a clock of 2020: {done.stderr.strip().splitlines()[-1][:80]}"

    # A new name, and a bulletin that ends between the build and the publish.
    (site.folder / "content" / "broken.md").unlink()
    (site.folder / "content" / "roof.md").rename(site.folder / "content" / "tiles.md")
    done = site.run(["build", "--write-aliases"], environment=TENTH)
    hold("added `aliases: /2026/11/roof/`" in done.stdout, f"{kind}: {done.stdout}")
    done = site.run(["publish", place.target], environment={**environment, **THIRTEENTH})
    hold("building it again first" in done.stderr, f"{kind}: {done.stderr}")
    files = place.files()
    hold(b"This bulletin ended" in files["2026/11/road/index.html"], f"{kind}: it does not say that it ended")
    hold(b"Until the end of Thursday 12 November 2026" in before["2026/11/road/bulletin.txt"], f"{kind}: its text did not say until when")
    hold(b"<title>Expired: road</title>" in files["atom.xml"], f"{kind}: no last word in the feed")
    hold(b"/2026/11/tiles/" in files["2026/11/roof/index.html"], f"{kind}: the old address leads nowhere")
    entry = [part for part in files["areas/wrenfield/atom.xml"].decode().split("<entry") if "/2026/11/tiles/" in part]
    hold(not entry or "<id>https://watch.example.org/2026/11/roof/</id>" in entry[0], f"{kind}: another id: {entry}")
    hold(not naming(place), f"{kind}: {naming(place)}")
    yield f"{kind}: overdue, built again: the last word is said, and a new name keeps id and old address"


def goes_from_anywhere(work, program, kind, places):
    """A site that another tool brought; a new address in the same edit; an address that no record knows."""
    site = Site(program, work / f"eve-{kind}", 0)
    place = places.new(kind)
    place.fill(work / f"first-{kind}")
    hold(len(naming(place)) > 5, f"{kind}: nothing was brought")
    for day, name in enumerate(("jane", "roof", "road"), 1):
        write(site, name, day, "no", GONE if name == "jane" else "")
    site.run(["build", "-q"], environment=TENTH)
    site.run(["publish", place.target], environment={**place.environment, **TENTH})
    hold(not naming(place), f"{kind}, brought by another tool: {naming(place)}")
    yield f"{kind}: brought by another tool: gone"

    place = places.new(kind)
    environment = {**place.environment, **TENTH}
    write(site, "jane", 1, WORD.decode())
    site.run(["build", "-q"], environment=TENTH)
    # A publish that was stopped had sent it under another name, too, and its record was lost.
    stray = work / f"stray-{kind}" / "2026" / "11"
    shutil.copytree(site.folder / "public" / "2026" / "11" / "jane", stray / "someone-else")
    place.fill(work / f"stray-{kind}")
    site.run(["publish", place.target, "--yes"], environment=environment)
    hold("2026/11/someone-else/bulletin.txt" in naming(place), f"{kind}: there is no stray page")
    write(site, "jane", 1, "no", GONE + "slug: someone\n")
    site.run(["build", "-q"], environment=TENTH)
    site.run(["publish", place.target, "--max-deletes", "0"], status=None, environment=environment)
    hold(not naming(place), f"{kind}, at a new address: {naming(place)}")
    hold(b"noindex" in place.files()["2026/11/jane/index.html"], f"{kind}: there is no notice at the old address")
    yield f"{kind}: at a new address in the same edit: the notice stands at the old one, and a stray copy is gone"


CHECKS = [taken_back, whole_and_nothing_and_one_edit, large_file, readers_and_retraction, faults, deletions, sentences, ssh_and_nginx, two_at_once]


def main():
    line = argparse.ArgumentParser(description=__doc__)
    line.add_argument("program")
    line.add_argument("--bulletins", type=int, default=150)
    line.add_argument("--only", default="")
    options = line.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    needed = [str(servers.VENV / "bin" / "moto_server"), "sshd", "nginx", "git", "ssh"]
    paths = os.environ["PATH"] + ":/usr/sbin"
    missing = [name for name in needed if not shutil.which(name, path=paths)]
    if missing:
        print("publish: missing:", ", ".join(missing), "(run tests/outside/install)")
        return 2
    failed = 0
    for check in CHECKS:
        if options.only and check.__name__ not in options.only.split(","):
            continue
        since = time.monotonic()
        print(f"{check.__name__}: {check.__doc__}", flush=True)
        with tempfile.TemporaryDirectory(prefix="publish-") as folder:
            try:
                for words in check(pathlib.Path(folder), program, options.bulletins):
                    print(f"  {words}", flush=True)
                print(f"  holds, {time.monotonic() - since:.0f} s", flush=True)
            except Failed as fault:
                failed += 1
                print(f"  FAILED: {fault}", flush=True)
    leaked = [secret for secret in (SECRET, KEY, "X-Amz-Signature", "Credential=") if any(secret in said for said in SAID)]
    if leaked:
        failed += 1
        print("FAILED: output holds a secret")
    print(f"publish: {failed} failed; no secret in the output of {len(SAID)} runs" if not leaked else f"publish: {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
