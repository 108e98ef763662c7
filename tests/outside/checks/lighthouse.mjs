#!/usr/bin/env node
// Lighthouse in Chromium as on a mid-range phone over a slow network: a bulletin, the front page and an area's page have 100 in all four
// categories. The folder is served on this machine as a sensible host does: compressed, with types, cache times and a security policy.
// The performance is measured, so a page that falls short there alone is measured again, twice at most.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import lighthouse from 'lighthouse';
import { ARGS, HEADERS, typeOf } from '../lib/browser.mjs';
import { fileOf, readSite, report } from '../lib/site.mjs';

const site = readSite(), findings = [], CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const listed = site.pages.filter(p => !p.alias && !p.noindex), asked = process.env.OUTSIDE_PAGES?.split(',');
const longest = want => listed.filter(want).sort((a, b) => b.size - a.size)[0];
const pages = asked ? site.pages.filter(p => asked.includes(p.name))
  : [longest(p => p.bulletin), longest(p => p.name === 'index.html'), longest(p => /^areas\/.+\/index\.html$/.test(p.name))].filter(Boolean);

const server = http.createServer((request, response) => {
  const url = new URL(request.url, site.base), file = fileOf(site, url.href);
  if (!file || !fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
  const lasting = /\/assets\//.test(url.pathname) ? 'public, max-age=31536000, immutable' : 'public, max-age=300';
  response.writeHead(200, { ...HEADERS, 'Content-Type': typeOf(file), 'Content-Encoding': 'gzip', 'Cache-Control': lasting, 'X-Content-Type-Options': 'nosniff' });
  response.end(zlib.gzipSync(fs.readFileSync(file)));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const here = `http://localhost:${server.address().port}`;

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'lighthouse-'));
const chromium = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...ARGS, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
const port = await new Promise((done, failed) => {
  let said = '';
  chromium.stderr.on('data', data => { said += data; const found = said.match(/DevTools listening on ws:\/\/[^:]+:(\d+)/); if (found) done(+found[1]); });
  chromium.on('exit', code => failed(new Error(`Chromium ended with ${code}: ${said}`)));
}).catch(error => { console.error(String(error)); process.exit(2); });

const best = [];
for (const one of pages) {
  let scores, reasons;
  for (let times = 0; times < 3; times++) {
    const { lhr } = await lighthouse(here + new URL(one.url).pathname, { port, output: 'json', logLevel: 'silent', onlyCategories: CATEGORIES });
    if (lhr.runtimeError) { console.error(`lighthouse: ${one.name}: ${lhr.runtimeError.message}`); process.exit(2); }
    scores = CATEGORIES.map(name => Math.round(lhr.categories[name].score * 100));
    reasons = CATEGORIES.flatMap(name => lhr.categories[name].auditRefs.filter(ref => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 0.9)
      .map(ref => `${ref.id}: ${lhr.audits[ref.id].title} ${lhr.audits[ref.id].displayValue ?? ''}`.trim()));
    if (scores.slice(1).some(score => score < 100) || scores[0] === 100) break;
  }
  best.push(scores.join('/'));
  scores.forEach((score, at) => { if (score < 100) findings.push(`${one.name}: ${CATEGORIES[at]} is ${score}, not 100${reasons.map(reason => `\n    ${reason}`).join('')}`); });
}
const ended = new Promise(done => chromium.on('exit', done));
chromium.kill();
await ended;
server.close();
fs.rmSync(profile, { recursive: true, force: true });
if (!pages.length) { console.error('lighthouse: there is no page to measure'); process.exit(2); }
report('lighthouse', `${pages.length} page(s), ${best.join(' ')}`, findings);
process.exit();
