// What the JavaScript checkers share: the site as lib/outside_site.py sees it, and the closing lines.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export function readSite() {
  const python = path.join(process.env.OUTSIDE_INSTALLED ?? path.join(here, '.installed'), 'venv/bin/python');
  try {
    return JSON.parse(execFileSync(python, [path.join(here, 'lib/outside_site.py'), ...process.argv.slice(2)],
      { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] }));
  } catch (error) { if (error.status === undefined || error.status === null) console.error(String(error)); process.exit(2); }
}
// The file that an address of the site leads to, or null.
export function fileOf(site, url) {
  for (const base of site.bases) {
    if (!url.startsWith(base)) continue;
    let name = decodeURIComponent(new URL(url).pathname.slice(new URL(base).pathname.length));
    if (name === '' || name.endsWith('/')) name += 'index.html';
    return path.join(site.root, name);
  }
  return null;
}
export function report(name, what, findings) {
  for (const finding of findings) console.log(finding);
  console.log(`${name}: ${what}, ${findings.length} finding(s)`);
  process.exitCode = findings.length ? 1 : 0;
}
