#!/usr/bin/env node
// Share cards as chat programs take them: every picture of ours that a page names is there, sound (pngcheck), large enough for a large
// preview and below 300 KB; no card is left that no page names, as one of a bulletin that was taken back would be; and on a sample of
// them (shortest, longest, others) tesseract reads the title. Pages name the same picture to everybody.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { load } from 'cheerio';
import { spread } from '../lib/browser.mjs';
import { fileOf, readSite, report } from '../lib/site.mjs';

const site = readSite(), findings = [], named = new Map();
const words = text => text.toLowerCase().normalize('NFKC').split(/[^\p{L}\p{N}]+/u).filter(word => /^[a-z]{4,}$/.test(word));

for (const page of site.pages) {
  if (page.alias) continue;
  const bad = message => findings.push(`${page.name}: ${message}`), $ = load(fs.readFileSync(page.file, 'utf8'));
  const meta = name => $(`head meta[property="${name}"], head meta[name="${name}"]`).first().attr('content');
  const url = meta('og:image'), file = url && fileOf(site, url);
  for (const other of [meta('twitter:image'), meta('og:image:secure_url')]) if (other && other !== url) bad(`names another picture too: ${other}`);
  if (!file) continue;
  if (!fs.existsSync(file)) { bad(`names a picture that is not there: ${url}`); continue; }
  if (!(Number(meta('og:image:width')) >= 600 && Number(meta('og:image:height')) >= 315)) bad(`is shared with a small picture: ${url}`);
  const card = path.relative(site.root, file).startsWith('cards/');
  const title = meta('og:title') ?? '', alt = meta('og:image:alt') ?? '';
  if (!named.has(file) || alt.includes(title)) named.set(file, { url, card, title, alt, bad });
}

const pngs = [...named.keys()].filter(file => file.endsWith('.png'));
for (let at = 0; at < pngs.length; at += 200) {
  const { status, stdout, error } = spawnSync('pngcheck', ['-q', ...pngs.slice(at, at + 200)], { encoding: 'utf8' });
  if (error) { console.error(`pngcheck: ${error.message}`); process.exit(2); }
  if (status) findings.push(...stdout.split('\n').filter(line => /^ERROR/.test(line)).map(line => `pngcheck: ${line.replace('ERROR: ', '').replace(`${site.root}/`, '')}`));
}
const cards = [...named].filter(([, { card }]) => card);
for (const [file, { bad, url }] of cards) {
  const bytes = fs.readFileSync(file), [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (bytes.length >= 300_000) bad(`has a card of ${bytes.length} bytes: ${url}`);
  if (width !== 1200 || height !== 630) bad(`has a card of ${width} × ${height} pixels: ${url}`);
}
const folder = path.join(site.root, 'cards');
for (const name of fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : []) {
  if (name.endsWith('.png') && !named.has(path.join(folder, name))) findings.push(`cards/${name}: no page names this card`);
}
// Titles that are read as English letters, and are on the card whole: what is longer is cut.
const legible = cards.filter(([, { title, alt }]) => alt.includes(title) && words(title).length >= 2 && title.length < 120 && /^[\x20-\x7e‘’“”–£]*$/.test(title));
legible.sort((a, b) => a[1].title.length - b[1].title.length);
const sample = [...new Set([legible[0], legible.at(-1), ...spread(legible, 4)])].filter(Boolean);
for (const [file, { title, bad }] of sample) {
  const read = new Set(words(execFileSync('tesseract', [file, '-', '--psm', '6', '-l', 'eng'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).replace(/-\n/g, '')));
  const wanted = words(title), missed = wanted.filter(word => !read.has(word));
  if (missed.length * 4 > wanted.length) bad(`its card does not say ${missed.join(', ')}, but ${[...read].join(' ')}`);
}
report('cards', `${named.size} picture(s), ${cards.length} card(s), ${sample.length} read`, findings);
