#!/usr/bin/env node
// Posters as printed: Chromium prints a few to PDF, and poppler's pdfinfo and pdftotext say that each is one A4 page, with its title on
// it. A bulletin's own page must print too, as A4, with no text lost.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, open, spread } from '../lib/browser.mjs';
import { readSite, report } from '../lib/site.mjs';

const site = readSite(), findings = [], work = fs.mkdtempSync(path.join(os.tmpdir(), 'posters-'));
const posters = spread(site.pages.filter(p => !p.alias && /(^|\/)poster\/index\.html$/.test(p.name)), 6);
const bulletins = spread(site.pages.filter(p => p.bulletin), 2);
const squeeze = text => text.toLowerCase().normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
const browser = posters.length + bulletins.length ? await launch() : null;
for (const one of [...posters, ...bulletins]) {
  const poster = posters.includes(one), bad = message => findings.push(`${one.name}: ${message}`);
  const { context, page } = await open(browser, site, {}, bad);
  await page.goto(one.url, { waitUntil: 'load' });
  const file = path.join(work, 'page.pdf');
  const title = await page.evaluate(() => document.querySelector('h1')?.innerText ?? '');
  await page.pdf({ path: file, preferCSSPageSize: true });
  const facts = Object.fromEntries(execFileSync('pdfinfo', [file], { encoding: 'utf8' }).split('\n').map(line => line.split(/:\s+/, 2)));
  const [width, height] = (facts['Page size'] ?? '').split(' x ').map(parseFloat);
  if (Math.abs(width - 595.3) > 2 || Math.abs(height - 841.9) > 2) bad(`prints on ${facts['Page size']}, not on A4`);
  if (poster && facts.Pages !== '1') bad(`prints on ${facts.Pages} pages`);
  const text = squeeze(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));
  const words = title.split(/\s+/).map(squeeze).filter(word => word && !text.includes(word));
  if (!title.trim()) bad('has no h1');
  else if (words.length) bad(`${words.join(', ')} of its title is not in print`);
  await context.close();
}
await browser?.close();
fs.rmSync(work, { recursive: true });
report('posters', `${posters.length} poster(s) and ${bulletins.length} bulletin(s) printed`, findings);
