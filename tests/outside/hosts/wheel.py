#!/usr/bin/env python3
"""A wheel round a program that is built already, in place of the one that `.packaging/make wheel` builds: the same layout, of this
machine alone. In: the program, a folder. Out: the wheel there, and its path on standard output."""

import base64, hashlib, subprocess, sys, sysconfig, zipfile
from pathlib import Path

program, out = Path(sys.argv[1]), Path(sys.argv[2])
version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
tag = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
name = f"noticeboard_watch-{version}"
files = {
    f"{name}.data/scripts/noticeboard": program.read_bytes(),
    f"{name}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: noticeboard-watch\nVersion: {version}\n".encode(),
    f"{name}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(),
}
record = f"{name}.dist-info/RECORD"
digest = lambda content: base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
files[record] = "".join(f"{path},sha256={digest(content)},{len(content)}\n" for path, content in files.items()).encode() + f"{record},,\n".encode()
out.mkdir(parents=True, exist_ok=True)
wheel = out / f"{name}-{tag}.whl"
with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
    for path, content in files.items():
        entry = zipfile.ZipInfo(path)
        entry.external_attr = (0o100755 if path.endswith("scripts/noticeboard") else 0o100644) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
print(wheel)
