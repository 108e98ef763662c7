#!/usr/bin/env node
// Starts the program for this machine, which npm installed as an optional dependency, and ends as it ends.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const name = `@noticeboard-watch/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "noticeboard.exe" : "noticeboard";
let program;
try {
  program = require.resolve(`${name}/${file}`);
} catch {
  console.error(`error: ${name} is not installed: there is no noticeboard for this machine, or npm was told to leave optional dependencies out`);
  process.exit(1);
}
// Ctrl-C reaches the program as well: it ends in its own way, and this waits for it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
const done = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (done.error) {
  console.error(`error: ${program} cannot be started: ${done.error.message}`);
  process.exit(1);
}
process.exit(done.status ?? 128 + constants.signals[done.signal]);
