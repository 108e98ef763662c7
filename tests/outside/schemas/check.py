#!/usr/bin/env python3
"""Do the schemas that editors are given agree with the program? In: the program. Holds `noticeboard schema` with PyPI's
`jsonschema` (which is not ours) to every bulletin and every settings file of the tree, which must pass, and to each
mistake of mistakes.yaml, which must not, and which the program must report under the same code.

tests/outside/schemas/check.py PROGRAM [--self-test]   exit 0 nothing found, 1 findings, 2 broken"""

import json, re, subprocess, sys, tempfile
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[3]


class Texts(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a date is a text, and so is `15:34`."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":int", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Texts.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Texts.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def front_matter(text):
    """The front matter in either form; none when there is none."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").lstrip("\n")
    found = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", text, re.S | re.M) or re.match(r"```ya?ml[ \t]*\n(.*?)^```[ \t]*$", text, re.S | re.M)
    return found and yaml.load(found[1], Texts)


def schema(program, of, root):
    done = subprocess.run([program, "--root", root, "schema", of], capture_output=True, text=True, check=True)
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def errors(validator, value):
    return ["/".join(map(str, error.absolute_path)) + ": " + error.message[:120] for error in validator.iter_errors(value)]


def samples(program):
    """Every site of the tree, with its bulletins and pages; and the one that `init` writes."""
    with tempfile.TemporaryDirectory() as new:
        subprocess.run([program, "init", new], capture_output=True, check=True)
        for site in [ROOT, *sorted((ROOT / "tests/outside/sites").iterdir()), Path(new)]:
            files = sorted((site / "content").rglob("*.md"))
            yield site, site / "site.yaml", files


def main(program, spoil=lambda validator: validator):
    found, seen = [], 0
    for site, settings, files in samples(program):
        of_site, of_bulletin = spoil(schema(program, "site", site)), spoil(schema(program, "bulletin", site))
        if settings.exists():
            seen += 1
            found += [f"{settings}: {error}" for error in errors(of_site, yaml.load(settings.read_text(), Texts))]
        for file in files:
            fields = front_matter(file.read_text())
            if fields is None:
                continue
            seen += 1
            found += [f"{file}: {error}" for error in errors(of_bulletin, fields)]
    mistakes = yaml.load((Path(__file__).parent / "mistakes.yaml").read_text(), Texts)
    for mistake in mistakes:
        name = mistake.get("bulletin") or mistake.get("settings")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "content").mkdir()
            (root / "site.yaml").write_text(mistake.get("settings") or mistake.get("site") or "")
            fields = mistake.get("bulletin") or ""
            whole = "\n".join(line for line in ["title: Roof", "date: 2021-03-01", "area: Kent"] if line.split(":")[0] + ":" not in fields.lower()) + "\n" + fields
            (root / "content/roof.md").write_text(f"---\n{whole}\n---\n\nText.\n")
            done = subprocess.run([program, "--root", folder, "check", "--now", "2021-03-10", "--format", "json"], capture_output=True, text=True)
            # Settings of one line have no title, which is no mistake of what that line says.
            codes = {problem["code"] for problem in json.loads(done.stdout)} - {"title-unset"}
            if "settings" in mistake:
                wrong = errors(spoil(schema(program, "site", folder)), yaml.load(mistake["settings"], Texts))
            else:
                wrong = errors(spoil(schema(program, "bulletin", folder)), front_matter((root / "content/roof.md").read_text()))
        code = mistake.get("code")
        if code is None:
            found += [f"refused, and right: {name!r}: {error}" for error in wrong]
            if codes:
                found.append(f"the program does not take {name!r}: {codes}")
        else:
            if not wrong:
                found.append(f"not refused: {name!r} ({code})")
            if code not in codes:
                found.append(f"the program does not report {code} for {name!r}: {codes}")
    for line in found:
        print(line)
    print(f"schemas: {seen} samples, {len(mistakes)} cases, {len(found)} findings")
    return len(found), seen, len(mistakes)


if __name__ == "__main__":
    program = str(Path(sys.argv[1]).resolve())
    if "--self-test" in sys.argv:
        lax, _, cases = main(program, lambda validator: Draft202012Validator({}))
        strict, seen, _ = main(program, lambda validator: Draft202012Validator({"not": {}}))
        sound = lax >= cases // 2 and strict >= seen > 10
        print("self-test of schemas:", "able to fail both ways" if sound else "CANNOT FAIL")
        sys.exit(0 if sound else 1)
    sys.exit(1 if main(program)[0] else 0)
