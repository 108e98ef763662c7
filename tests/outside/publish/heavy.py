#!/usr/bin/env python3
"""Many files to an S3 server that takes its time, beside other programs in the same run.

    heavy.py PROGRAM [--files N] [--delay SECONDS] [--with aws,rclone]

Prints for each program how long it took, how many requests were in flight at most, and the most memory that it held."""

import argparse
import os
import pathlib
import shutil
import tempfile
import time

import servers
from check import KEY, SECRET, Site, Store, clean, keys


def timed(command, folder, environment):
    """Seconds, exit status and the most memory of a program, in MB."""
    since = time.monotonic()
    pid = os.posix_spawn(shutil.which(str(command[0])), [str(part) for part in command], environment,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, folder / "out", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)])
    _, status, usage = os.wait4(pid, 0)
    return time.monotonic() - since, os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024


def main():
    line = argparse.ArgumentParser(description=__doc__)
    line.add_argument("program")
    line.add_argument("--files", type=int, default=20_000)
    line.add_argument("--delay", type=float, default=0.05)
    line.add_argument("--with", dest="others", default="aws,rclone")
    options = line.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    with tempfile.TemporaryDirectory(prefix="publish-heavy-") as folder:
        work = pathlib.Path(folder)
        store = Store(work / "s3", "ours")
        site = Site(program, work / "site", max(1, (options.files - 400) * 10 // 32))
        site.build()
        public = site.folder / "public"
        print(f"{len(site.files()):,} files, {sum(map(len, site.files().values())):,} bytes, {options.delay} s of delay a request", flush=True)
        store.proxy.delay = options.delay
        environment = {**clean(), **keys(store.proxy)}
        runs = {"noticeboard": [program, "--root", site.folder, "publish", "s3://ours"]}
        if "aws" in options.others:
            runs["aws s3 sync"] = [servers.VENV / "bin" / "aws", "s3", "sync", "--only-show-errors", public, "s3://theirs"]
        if "rclone" in options.others:
            remote = (f":s3,provider=Other,access_key_id={KEY},secret_access_key={SECRET},region=us-east-1,"
                      f"force_path_style=true,endpoint='http://127.0.0.1:{store.proxy.port}':other")
            runs["rclone sync"] = ["rclone", "--config", "/dev/null", "sync", public, remote]
        for bucket in ("theirs", "other"):
            store.name = bucket
            store.make()
        for name, command in runs.items():
            store.proxy.reset()
            seconds, status, memory = timed(command, work, environment)
            print(f"{name}: {seconds:.1f} s, status {status}, {store.proxy.most} in flight at most, {len(store.proxy.requests):,} requests, "
                  f"{memory:.0f} MB at most", flush=True)
        store.close()


if __name__ == "__main__":
    main()
