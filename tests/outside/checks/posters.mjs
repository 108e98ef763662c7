#!/usr/bin/env node
// Posters as printed. Chromium prints those with the shortest and the longest titles, and a few others, to PDF: as they come, and in each
// size that the page offers (links such as #a5 and #large). Programs that are not ours say what came out: pdfinfo, that it is one page of
// that paper; pdftotext, that the whole title and the number are on it; zbarimg, that a telephone reads the bulletin's address from the
// code. The browser says that neither is cut off, and that large print leaves out nothing of the words that are on the sheet as it comes.
// A bulletin's own page must print too, as A4, with no text lost.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, open, spread } from '../lib/browser.mjs';
import { readSite, report } from '../lib/site.mjs';

const PAPER = { A4: [595.3, 841.9], A5: [419.5, 595.3] };
const site = readSite(), findings = [], work = fs.mkdtempSync(path.join(os.tmpdir(), 'posters-'));
const file = path.join(work, 'page.pdf');
const run = (program, ...options) => execFileSync(program, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const squeeze = text => text.toLowerCase().normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
const heading = page => (/<h1[^>]*>([^]*?)<\/h1>/.exec(fs.readFileSync(page.file, 'utf8'))?.[1] ?? '').replace(/<[^>]*>/g, '').length;

const all = site.pages.filter(p => !p.alias && /(^|\/)poster\/index\.html$|-poster\.html$/.test(p.name));
const byTitle = all.map(page => [heading(page), page]).sort((a, b) => a[0] - b[0]).map(([, page]) => page);
const posters = [...new Set([byTitle[0], byTitle.at(-1), ...spread(all, 4)])].filter(Boolean);
const bulletins = spread(site.pages.filter(p => p.bulletin), 2);

function printed(paper, pages, bad) {
  const facts = Object.fromEntries(run('pdfinfo', file).split('\n').map(line => line.split(/:\s+/, 2)));
  const [width, height] = (facts['Page size'] ?? '').split(' x ').map(parseFloat);
  if (Math.abs(width - PAPER[paper][0]) > 2 || Math.abs(height - PAPER[paper][1]) > 2) bad(`prints on ${facts['Page size']}, not on ${paper}`);
  if (pages && facts.Pages !== String(pages)) bad(`prints on ${facts.Pages} pages`);
}
// The address that a telephone reads from the first page.
function scanned() {
  run('pdftoppm', '-r', '200', '-f', '1', '-l', '1', '-gray', '-singlefile', '-png', file, path.join(work, 'page'));
  try { return run('zbarimg', '-q', '--raw', '-Sdisable', '-Sqrcode.enable', path.join(work, 'page.png')).trim(); } catch (error) {
    if (error.status === 4) return null; // zbarimg: no code was found
    console.error(`zbarimg: ${error.message}`); process.exit(2);
  }
}
// What of the title and the number lies outside the sheet, or outside a box that hides what does not fit. A line's box is as tall as its font
// says, which differs from font to font by a third of a letter; what is printed is the letters, so their own height is asked for.
const cut = page => page.evaluate(() => {
  const found = [], canvas = document.createElement('canvas').getContext('2d');
  for (const name of ['h1', '.number']) for (const element of document.querySelectorAll(name)) {
    const range = document.createRange(), style = getComputedStyle(element);
    range.selectNodeContents(element);
    canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const letters = canvas.measureText(element.innerText);
    const above = letters.fontBoundingBoxAscent - letters.actualBoundingBoxAscent, below = letters.fontBoundingBoxDescent - letters.actualBoundingBoxDescent;
    const boxes = [[0, 0, innerWidth, innerHeight]];
    for (let box = element; box; box = box.parentElement) {
      const { left, top, right, bottom } = box.getBoundingClientRect();
      if (getComputedStyle(box).overflow !== 'visible') boxes.push([left, top, right, bottom]);
    }
    const inside = ({ left, top, right, bottom }) => boxes.every(box => left > box[0] - 2 && top + above > box[1] - 2 && right < box[2] + 2 && bottom - below < box[3] + 2);
    if (![...range.getClientRects()].every(inside)) found.push(name === 'h1' ? 'title' : 'number');
  }
  return found;
});
// The paragraphs and items that are whole inside the box of the words.
const said = page => page.evaluate(() => {
  const box = document.querySelector('.words')?.getBoundingClientRect();
  const inside = ({ right, bottom, height }) => height > 0 && right < box.right + 2 && bottom < box.bottom + 2;
  return [...document.querySelectorAll('.words > p, .words li')].filter(e => inside(e.getBoundingClientRect())).map(e => e.textContent.trim());
});

const browser = posters.length + bulletins.length ? await launch() : null;
let sheets = 0;
for (const one of [...posters, ...bulletins]) {
  const poster = posters.includes(one);
  const say = message => findings.push(`${one.name}: ${message}`);
  const { context, page } = await open(browser, site, {}, say);
  await page.goto(one.url, { waitUntil: 'load' });
  const offered = poster ? await page.evaluate(() => [...document.querySelectorAll('nav a[href^="#"]')].map(a => a.getAttribute('href'))) : [];
  let plain = [];
  for (const size of ['', ...offered]) {
    const bad = message => say(`${size}${size && ' '}${message}`), paper = size === '#a5' ? 'A5' : 'A4';
    sheets++;
    await page.goto(one.url + size, { waitUntil: 'load' });
    const [title, number] = await page.evaluate(() => ['h1', '.number'].map(name => document.querySelector(name)?.innerText ?? ''));
    await page.pdf({ path: file, preferCSSPageSize: true });
    printed(paper, poster ? 1 : 0, bad);
    const text = squeeze(run('pdftotext', '-layout', file, '-'));
    const lost = title.split(/\s+/).map(squeeze).filter(word => word && !text.includes(word));
    if (!title.trim()) bad('has no h1');
    else if (lost.length) bad(`${lost.join(', ')} of its title is not in print`);
    if (!poster) continue;
    if (number && !text.includes(squeeze(number))) bad(`its number ${number} is not in print`);
    const bulletin = one.url.replace(/poster\/$/, '').replace(/-poster\.html$/, '.html'), read = scanned();
    if (read === null) bad('no code can be read from it');
    else if (read !== bulletin) bad(`its code leads to ${read}, not to ${bulletin}`);
    await page.setViewportSize({ width: Math.round(PAPER[paper][0] * 4 / 3), height: Math.round(PAPER[paper][1] * 4 / 3) });
    await page.emulateMedia({ media: 'print' });
    for (const what of await cut(page)) bad(`its ${what} is cut off`);
    const words = await said(page);
    if (!size) plain = words;
    for (const left of plain.filter(text => !words.includes(text))) bad(`leaves out what the sheet says as it comes: ${left.slice(0, 60)}`);
    await page.emulateMedia({ media: null });
  }
  await context.close();
}
await browser?.close();
fs.rmSync(work, { recursive: true });
report('posters', `${posters.length} poster(s) and ${bulletins.length} bulletin(s) printed on ${sheets} sheets`, findings);
