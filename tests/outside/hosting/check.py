#!/usr/bin/env python3
"""Do the recipes of docs/hosting.md keep what it promises? In: the program. Builds this site, publishes it to a folder, starts
nginx, Apache and Caddy from the text of the document (with a free port and that folder in their places) and asks for files:
content types with their character set, cache times, policy, 404, redirects, compressed files, `Vary`, the record of publishing.

tests/outside/hosting/check.py PROGRAM [--self-test]   exit 0 nothing found, 1 findings, 2 broken"""

import gzip, http.client, os, re, shutil, socket, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SERVERS = ["nginx", "apache", "caddy"]
YEAR, MINUTES = "public, max-age=31536000, immutable", "public, max-age=300"


class Broken(Exception):
    pass


def recipes():
    text = (ROOT / "docs/hosting.md").read_text()
    return {name: re.search(rf"^```{name}\n(.*?)^```$", text, re.S | re.M)[1] for name in SERVERS}


def site(program, work):
    """This site, with one alert besides, published to a folder; gives that folder and the policy that the build asks for."""
    sources = work / "site"
    sources.mkdir()
    for name in ("content", "templates", "themes"):
        shutil.copytree(ROOT / name, sources / name)
    settings = (ROOT / "site.yaml").read_text()
    (sources / "site.yaml").write_text(settings + "\ncap: {status: Test}\npublish: {compress: beside}\n")
    for command in (["build", "-q"], ["publish", "-q", str(work / "host")]):
        done = subprocess.run([program, "--root", sources, *command], capture_output=True, text=True)
        if done.returncode:
            raise Broken(done.stderr)
    subprocess.run(["chmod", "-R", "a+rX", work], check=True)
    headers = (sources / "public/_headers").read_text()
    return work / "host", re.search(r"Content-Security-Policy: (.*)", headers)[1]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    def __init__(self, name, recipe, folder, work):
        self.port = free_port()
        text = recipe.replace("/srv/www/watch", str(folder))
        configuration = work / f"{name}.conf"
        if name == "nginx":
            text = text.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
            user = "user root;" if os.getuid() == 0 else ""
            configuration.write_text(f"daemon off; {user} pid {work}/nginx.pid; events {{}} http {{ include /etc/nginx/mime.types; access_log off;\n{text}\n}}")
            command = ["/usr/sbin/nginx", "-e", work / "nginx.log", "-c", configuration]
        elif name == "apache":
            text = text.replace("*:80", f"127.0.0.1:{self.port}")
            modules = ["mpm_event", "authz_core", "mime", "dir", "alias", "headers", "filter", "deflate"]
            load = "".join(f"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n" for module in modules)
            configuration.write_text(f"ServerRoot {work}\nPidFile {work}/apache.pid\nErrorLog {work}/apache.log\nListen 127.0.0.1:{self.port}\n{load}TypesConfig /etc/mime.types\nServerName localhost\n{text}")
            command = ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", configuration]
        else:
            text = text.replace("http://watch.example.org {", f"http://watch.example.org:{self.port} {{\n    bind 127.0.0.1")
            configuration.write_text(f"{{\n    admin off\n    auto_https off\n}}\n{text}")
            command = ["caddy", "run", "--adapter", "caddyfile", "--config", configuration]
        with open(work / f"{name}.out", "w") as out:
            environment = os.environ | {"HOME": str(work), "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work)}
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.stop()
        raise Broken(f"{name} does not start: " + (work / f"{name}.out").read_text()[-800:])

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": "watch.example.org"} | headers)
        answer = connection.getresponse()
        return answer, answer.read()


def first(folder, pattern):
    return "/" + str(sorted(folder.glob(pattern))[0].relative_to(folder))


def look(server, folder, policy):
    """What is not as the document promises."""
    found = []
    def want(what, holds, got):
        if not holds:
            found.append(f"{what}: {got}")
    utf8 = "; charset=utf-8"
    types = {
        "/": ["text/html" + utf8], "/about/": ["text/html" + utf8], "/404.html": ["text/html" + utf8],
        "/rss.xml": ["application/rss+xml" + utf8], "/atom.xml": ["application/atom+xml" + utf8], "/feed.json": ["application/feed+json"],
        "/sitemap.xml": ["text/xml" + utf8, "application/xml" + utf8],
        first(folder, "areas/**/rss.xml"): ["application/rss+xml" + utf8],
        first(folder, "**/*.cap.xml"): ["application/cap+xml" + utf8],
        first(folder, "**/bulletin.txt"): ["text/plain" + utf8], "/robots.txt": ["text/plain" + utf8],
        first(folder, "**/*.ics"): ["text/calendar" + utf8],
        first(folder, "assets/*.css"): ["text/css" + utf8],
        first(folder, "assets/*.js"): ["text/javascript" + utf8, "application/javascript" + utf8],
        first(folder, "assets/*.svg"): ["image/svg+xml"], first(folder, "**/*.png"): ["image/png"],
    }
    for path, wanted in types.items():
        answer, body = server.get(path)
        got = (answer.getheader("Content-Type") or "").lower()
        want(f"{path} has another type than {wanted[0]}", answer.status == 200 and got in wanted, f"{answer.status} {got}")
        file = folder / path.lstrip("/")
        want(f"{path} is not what was published", body == (file / "index.html" if path.endswith("/") else file).read_bytes(), len(body))
        keep = answer.getheader("Cache-Control")
        want(f"{path} is kept for another time", keep == (YEAR if path.startswith("/assets/") else MINUTES), keep)
        want(f"{path} is taken for what it is not", answer.getheader("X-Content-Type-Options") == "nosniff", None)
        want(f"{path} tells others where readers were", answer.getheader("Referrer-Policy") == "strict-origin-when-cross-origin", None)
        want(f"{path} has another policy", answer.getheader("Content-Security-Policy") == policy, answer.getheader("Content-Security-Policy"))
    for path in ("/", first(folder, "**/bulletin.txt"), "/rss.xml", first(folder, "assets/*.css")):
        plain, whole = server.get(path)
        answer, body = server.get(path, **{"Accept-Encoding": "gzip"})
        want(f"{path} is not sent compressed", answer.getheader("Content-Encoding") == "gzip" and gzip.decompress(body) == whole, answer.getheader("Content-Encoding"))
        want(f"{path} is sent compressed to those who cannot read it", plain.getheader("Content-Encoding") is None, plain.getheader("Content-Encoding"))
        want(f"{path} does not vary with what a browser reads", "accept-encoding" in (answer.getheader("Vary") or "").lower(), answer.getheader("Vary"))
        want(f"{path} is of another type when compressed", answer.getheader("Content-Type") == plain.getheader("Content-Type"), answer.getheader("Content-Type"))
    answer, body = server.get("/nowhere/")
    want("what is not there is not answered with its page", answer.status == 404 and body == (folder / "404.html").read_bytes(), answer.status)
    want("the page for what is not there has no policy", answer.getheader("Content-Security-Policy") == policy, None)
    answer, _ = server.get("/about")
    location = answer.getheader("Location") or ""
    want("a folder without its slash is not led on", answer.status in (301, 302, 307, 308) and location in ("/about/", "about/", "http://watch.example.org/about/"), f"{answer.status} {location}")
    for path in ("/.noticeboard/state", "/.noticeboard/", "/_headers", "/_redirects"):
        want(f"{path} is served", server.get(path)[0].status == 404, server.get(path)[0].status)
    for line in (folder / "_redirects").read_text().splitlines():
        old, new, _ = line.split()
        answer, body = server.get(old)
        want(f"{old} does not lead to {new}", answer.status in (200, 301) and new.encode() in body, answer.status)
    return found


def main(program):
    found = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        host, policy = site(program, work)
        if not (host / ".noticeboard").is_dir():
            raise Broken("publishing left no record")
        for name, recipe in recipes().items():
            server = Server(name, recipe, host, work)
            try:
                found += [f"{name}: {line}" for line in look(server, host, policy)]
            finally:
                server.stop()
    for line in found:
        print(line)
    print(f"hosting: {len(SERVERS)} servers, {len(found)} findings")
    return 1 if found else 0


def self_test(program):
    """A recipe without any one of the lines that promise something has to be found out."""
    needed = re.compile(r"types \{|charset|gzip|error_page|add_header|return 404|default +\"|~\^/assets/|absolute_redirect|Header|ForceType|AddDefault|AddType|DEFLATE|RedirectMatch|ErrorDocument|^ *header @| header [CXR]|Content-Type|precompressed|error @own|rewrite \*")
    tried, missed = 0, []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        host, policy = site(program, work)
        for name, recipe in recipes().items():
            Server(name, recipe, host, work).stop()  # whole, it starts
            lines = recipe.splitlines(keepends=True)
            for at, line in enumerate(lines):
                if not needed.search(line):
                    continue
                tried += 1
                try:
                    server = Server(name, "".join(lines[:at] + lines[at + 1:]), host, work)
                except Broken:
                    continue  # it says so itself
                try:
                    if not look(server, host, policy):
                        missed.append(f"{name}: without this line nothing is found: {line.strip()}")
                finally:
                    server.stop()
    for line in missed:
        print(line)
    print(f"self-test of hosting: {tried} lines taken out, {len(missed)} not found out")
    return 1 if missed or not tried else 0


if __name__ == "__main__":
    try:
        sys.exit((self_test if "--self-test" in sys.argv else main)(str(Path(sys.argv[1]).resolve())))
    except Broken as broken:
        print(f"hosting: {broken}")
        sys.exit(2)
