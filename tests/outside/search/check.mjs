#!/usr/bin/env node
// tests/outside/search/check.mjs PROGRAM COUNT [NAME…]: builds the site of `site.mjs` with so many bulletins and drives its search in
// Chromium, under a base path and `Content-Security-Policy: default-src 'self'`. Prints what each query fetched and how long it took;
// exit 0 when all holds. Then it spoils what was built in several ways, and demands that the checks say so. NAMEs pick checks.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from '../lib/browser.mjs';
import { NEWEST, write } from './site.mjs';
import { hidden, queries } from './queries.mjs';

const [program, count, ...only] = process.argv.slice(2);
if (!program || !Number(count)) { console.error('usage: check.mjs PROGRAM COUNT [NAME…]'); process.exit(2); }
const LIMIT = 300_000, BASE = 'https://example.org/watch/';
const root = fs.mkdtempSync(path.join(process.env.SEARCH_DIR ?? os.tmpdir(), 'search-'));
process.on('exit', () => process.env.KEEP || fs.rmSync(root, { recursive: true, force: true }));
write(Number(count), root);
console.log(execFileSync(path.resolve(program), ['--root', root, 'build', '--now', `${NEWEST} 12:00`], { encoding: 'utf8' }).trim());
const built = path.join(root, 'public'), pieces = fs.readdirSync(path.join(built, 'search')).filter(name => name.endsWith('.bin'));
const size = name => fs.statSync(path.join(built, 'search', name)).size, total = pieces.reduce((sum, name) => sum + size(name), 0);
const largest = Math.max(...pieces.filter(name => name.startsWith('words-')).map(size));
console.log(`${pieces.length} pieces, ${total} bytes; contents ${size('contents.bin')}, spelling ${size('spelling.bin')}, the largest of words ${largest}`);

const browser = await launch();
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png' };

// A tab on the built site. `spoilt` gives other bytes for a path, or null where nothing shall stand; `settings` are the context's.
async function tab(spoilt = () => undefined, settings = {}) {
  const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-GB', ...settings });
  const seen = { bytes: 0, requests: 0, pieces: [], bad: [] };
  await context.route('**/*', route => {
    const url = new URL(route.request().url());
    if (!url.href.startsWith(BASE)) { seen.bad.push(`asks for ${url}`); return route.abort(); }
    const name = decodeURIComponent(url.pathname.slice('/watch/'.length)), file = path.join(built, name, name === '' || name.endsWith('/') ? 'index.html' : '');
    const other = spoilt(name, route.request());
    if (other === 'abort') return route.abort();
    if (other === null || (other === undefined && !fs.existsSync(file))) return route.fulfill({ status: 404, body: 'not here' });
    const body = other ?? fs.readFileSync(file);
    if (name.endsWith('.bin')) { seen.bytes += body.length; seen.requests++; seen.pieces.push(name.slice('search/'.length)); }
    return route.fulfill({ status: 200, body, contentType: TYPES[path.extname(file)] ?? 'application/octet-stream',
      headers: { 'Content-Security-Policy': "default-src 'self'", 'Cache-Control': name.endsWith('.bin') ? 'max-age=600' : 'no-cache' } });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(spoilt.isSpoilt ? 4_000 : 20_000);
  page.on('pageerror', error => seen.bad.push(`script error: ${error}`));
  page.on('console', message => { if (/Content Security Policy|Refused/.test(message.text())) seen.bad.push(message.text()); });
  return { context, page, seen };
}
const sum = bytes => { let hash = 0x811c9dc5; for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193); return (hash ^ hash >>> 24) & 0xffffff; };
const status = page => page.locator('#nb-told').textContent();
// Waits for the page to say what it found.
const settled = page => page.waitForFunction(() => { const said = document.getElementById('nb-told').textContent; return said && !/^Searching/.test(said); });
const titles = (page, list = 'all') => page.locator(`#nb-${list} h2`).allTextContents();
const equal = (title, wanted) => wanted instanceof RegExp ? wanted.test(title) : title === wanted;

const checks = {
  async queries(bad, spoilt) {
    for (const { name, ask, type, first = [], some, says, label, none } of queries) {
      const { context, page, seen } = await tab(spoilt);
      await page.goto(`${BASE}search/${ask ? `?${ask}` : ''}`);
      const from = performance.now();
      if (type) await page.locator('#nb-query').pressSequentially(type, { delay: 40 });
      await settled(page).catch(() => bad(`${name}: the page says nothing`));
      const time = Math.round(await page.evaluate(() => performance.now())), since = Math.round(performance.now() - from);
      const found = await titles(page), said = await status(page);
      if (none && (found.length || (await titles(page, 'some')).length)) bad(`${name}: finds ${found[0]}`);
      first.forEach((wanted, at) => { if (!equal(found[at] ?? '', wanted)) bad(`${name}: number ${at + 1} is ${found[at]}, not ${wanted}`); });
      if (some && (await titles(page, 'some'))[0] !== some) bad(`${name}: the first with some words is ${(await titles(page, 'some'))[0]}`);
      if (says && !said.includes(says)) bad(`${name}: it says ${said}`);
      if (label && !(await page.locator('#nb-all li').first().textContent()).includes(label)) bad(`${name}: it is not marked ${label}`);
      if (first.length && !type && ask.startsWith('q=') && !first.some(one => one instanceof RegExp) && !await page.locator('#nb-all mark').count() && !/telephone|compound|rare word|update|tag|two words|reference/.test(name)) bad(`${name}: nothing is marked`);
      if (seen.bytes > LIMIT) bad(`${name}: fetches ${seen.bytes} bytes`);
      seen.bad.forEach(what => bad(`${name}: ${what}`));
      if (!spoilt) console.log(`  ${String(seen.bytes).padStart(7)} bytes ${String(seen.requests).padStart(3)} requests ${String(type ? since : time).padStart(5)} ms  ${name}: ${type ?? decodeURIComponent(ask)} → ${said}`);
      await context.close();
    }
  },

  async links(bad, spoilt) {
    const { context, page } = await tab(spoilt);
    await page.goto(`${BASE}search/?q=marmoset`);
    await settled(page);
    await page.locator('#nb-all h2 a').first().click();
    if (!/Garden ornament taken/.test(await page.locator('h1').textContent())) bad(`the first result leads to ${page.url()}`);
    await page.goBack();
    await settled(page);
    if ((await titles(page))[0] !== 'Garden ornament taken in Fallow Hill' || await page.locator('#nb-query').inputValue() !== 'marmoset') bad('back from a result does not lead to the results');
    await context.close();
  },

  // Everything by keyboard alone, and the address and the history of what was asked.
  async keyboard(bad, spoilt) {
    const { context, page } = await tab(spoilt);
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    await page.goto(`${BASE}search/`);
    await page.waitForFunction(() => document.querySelectorAll('#nb-kind option').length > 1);
    await page.keyboard.press('/');
    if (await focused() !== 'nb-query') bad('/ does not lead to the field');
    await page.keyboard.type('wlamanie');
    await page.keyboard.press('Enter');
    await settled(page);
    if ((await titles(page))[0] !== 'Włamanie do piwnicy przy ulicy Młyńskiej') bad('Enter does not search');
    if (await page.locator('#nb-told').getAttribute('role') !== 'status') bad('what was found is not told to screen readers');
    if (!page.url().endsWith('/search/?q=wlamanie')) bad(`the address is ${page.url()}`);
    if (await page.locator('#nb-all [lang="pl"]').count() < 1) bad('a Polish title has not its language');
    const order = [];
    for (let presses = 0; presses < 4; presses++) { await page.keyboard.press('Tab'); order.push(await focused()); }
    if (order.join(', ') !== 'Search, Narrow it down, Włamanie do piwnicy przy ulicy Młyńskiej, ' + order[3] || order[0] !== 'Search') bad(`Tab goes to ${order.join(', ')}`);
    await page.keyboard.press('/');
    await page.keyboard.type('kittiwake');
    await page.waitForFunction(() => /Kittiwake/.test(document.getElementById('nb-all').textContent));
    if (!page.url().endsWith('?q=kittiwake')) bad('what is typed is not in the address');
    await page.keyboard.press('Enter');
    await page.goBack();
    await page.waitForFunction(() => /Włamanie/.test(document.getElementById('nb-all').textContent)).catch(() => bad('back does not lead to the search before'));
    if (await page.locator('#nb-query').inputValue() !== 'wlamanie') bad('back does not put the words into the field');
    // The choices.
    await page.locator('#nb-choices summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('#nb-query').fill('');
    await page.locator('#nb-kind').selectOption('warning');
    await page.waitForFunction(() => [...document.querySelectorAll('#nb-all .label.solid')].length >= 5 && [...document.querySelectorAll('#nb-all .label.solid')].every(label => label.textContent === 'Warning')).catch(() => bad('a kind alone does not choose'));
    await page.waitForFunction(() => /kind=warning/.test(location.search)).catch(() => bad('a kind is not in the address'));
    if (!await page.locator('#nb-area option', { hasText: 'Fallow Hill' }).count()) bad('the areas are not there to choose');
    if (await page.locator('#nb-area option', { hasText: 'Wombat' }).count()) bad('an area that only a draft names is there to choose');
    // More of them.
    await page.locator('#nb-more').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('#nb-all li').length === 20).catch(() => bad('Show more shows no more'));
    const at = await page.evaluate(() => [...document.querySelectorAll('#nb-all h2 a')].indexOf(document.activeElement));
    if (at !== 10) bad(`after Show more, the keyboard is at result ${at}`);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('#nb-all li').length === 20).catch(() => bad('a reload forgets what more was shown'));
    // The key can be turned off, and stays so.
    await page.locator('#nb-slash').uncheck();
    await page.reload();
    await page.waitForFunction(() => !document.getElementById('nb-search').hidden);
    await page.keyboard.press('/');
    if (await focused() === 'nb-query') bad('/ cannot be turned off');
    await context.close();
  },

  async 'without JavaScript'(bad, spoilt) {
    const { context, page, seen } = await tab(spoilt, { javaScriptEnabled: false });
    await page.goto(`${BASE}search/`);
    if (await page.locator('#nb-search').isVisible()) bad('there is a form that does nothing');
    for (const way of ['archive', 'areas', 'kinds']) if (!await page.locator(`main a[href="/watch/${way}/"]`).isVisible().catch(() => false)) bad(`no way to ${way}`);
    if (!/JavaScript/.test(await page.locator('main').textContent())) bad('it is not said what is missing');
    seen.bad.forEach(bad);
    await context.close();
  },

  // What is lost, and what was built in the meantime.
  async failures(bad, spoilt) {
    const lost = await tab((name, request) => name.startsWith('search/words-') ? 'abort' : spoilt?.(name, request));
    await lost.page.goto(`${BASE}search/?q=marmoset`);
    await settled(lost.page);
    if (!/could not be loaded/.test(await status(lost.page))) bad(`where a piece is lost, it says ${await status(lost.page)}`);
    if (!await lost.page.locator('#nb-ways a').first().isVisible()) bad('where a piece is lost, no other way is shown');
    await lost.context.close();
    // The contents of an earlier build come from a cache, until they are asked for past it.
    const usual = lost.seen.pieces.filter(name => name === 'contents.bin').length;
    for (const what of ['damaged contents', 'contents of an earlier build']) {
      let asked = 0;
      const stale = await tab((name, request) => {
        if (name !== 'search/contents.bin') return spoilt?.(name, request);
        const bytes = fs.readFileSync(path.join(built, name));
        if (asked++ < usual) {
          for (let at = bytes.length - 9 - 3 * Math.ceil(Number(count) / 32); at < bytes.length - 3; at++) bytes[at] ^= 0x55;
          if (what !== 'damaged contents') bytes.writeUIntLE(sum(bytes.subarray(0, -3)), bytes.length - 3, 3);
        }
        return bytes;
      });
      await stale.page.goto(`${BASE}search/?q=marmoset`);
      await stale.page.waitForFunction(() => /Garden/.test(document.getElementById('nb-all').textContent)).catch(async () => bad(`with ${what}, it says ${await status(stale.page)}`));
      if (asked !== usual + 1) bad(`${what} are asked for ${asked - usual} times more`);
      await stale.context.close();
    }
  },

  // Every text of every piece, read by the script's own reader.
  async hidden(bad, spoilt) {
    const script = fs.readdirSync(path.join(built, 'assets')).find(name => name.startsWith('search.'));
    const copy = path.join(root, 'search.mjs');
    fs.copyFileSync(path.join(built, 'assets', script), copy);
    const { Index, fold } = await import(pathToFileURL(copy));
    const read = async address => new Uint8Array(spoilt?.(address.pathname.slice('/watch/'.length)) ?? fs.readFileSync(path.join(built, address.pathname.slice('/watch/'.length))));
    const index = await Index.open(new URL(`${BASE}search/contents.bin`), read);
    const terms = await index.wordsOf(index.words.map((_, at) => at)), texts = [...terms.keys(), ...(await index.spelling()).keys(), ...index.areas.flatMap(({ key, name }) => [key, name])];
    for (let id = 0; id < index.count; id++) { const { address, title, summary, place } = await index.record(id); texts.push(address, title, summary, place); }
    if (texts.length < index.count * 4) bad(`only ${texts.length} texts were read`);
    for (const text of texts.map(fold)) for (const word of hidden) if (text.includes(word)) bad(`a piece holds ${word}: ${text}`);
    for (const name of pieces) {
      const bytes = fs.readFileSync(path.join(built, 'search', name)).toString('latin1').toLowerCase();
      for (const word of hidden) if (bytes.includes(word)) bad(`${name} holds ${word}`);
    }
  },

  // Words are taken from a text in the same way by the program and by the script.
  async terms(bad) {
    const script = fs.readdirSync(path.join(built, 'assets')).find(name => name.startsWith('search.'));
    const copy = path.join(root, 'terms.mjs');
    fs.copyFileSync(path.join(built, 'assets', script), copy);
    const { fold, tokens } = await import(pathToFileURL(copy));
    const list = JSON.parse(fs.readFileSync(fileURLToPath(new URL('terms.json', import.meta.url)), 'utf8'));
    for (const [text, wanted] of list) { const found = tokens(fold(text)).map(({ term }) => term).join(' '); if (found !== wanted) bad(`${text}: ${found}, not ${wanted}`); }
  },
};

async function run(names, spoilt) {
  const findings = [];
  for (const name of names) {
    if (!spoilt) console.log(name);
    // Of a spoilt site, the first finding is enough.
    const bad = what => { findings.push(`${name}: ${what}`); if (spoilt) throw new Error(what); console.log(`  BAD ${what}`); };
    await checks[name](bad, spoilt).catch(error => { if (!browser.isConnected()) throw new Error(`the browser ended: ${error}`); if (!spoilt || !findings.length) findings.push(String(error)), console.log(`  BAD ${error}`); });
    for (const context of browser.contexts()) await context.close();
  }
  return findings;
}

const names = only.length ? Object.keys(checks).filter(name => only.includes(name)) : Object.keys(checks);
const findings = await run(names);

// Can they fail? Each way of spoiling the site, with the check that must see it.
const file = name => fs.readFileSync(path.join(built, name));
const replaced = (name, old, other) => {
  const text = file(name).toString('latin1');
  if (!text.includes(old)) throw new Error(`${name} does not hold ${old}`);
  return Buffer.from(text.replaceAll(old, other), 'latin1');
};
const js = `assets/${fs.readdirSync(path.join(built, 'assets')).find(name => name.startsWith('search.'))}`;
const inPage = (old, other) => name => name === 'search/' ? replaced('search/index.html', old, other) : undefined;
const inScript = (old, other) => name => name === js ? replaced(js, old, other) : undefined;
const ways = [
  ['queries', 'no spelling', inScript('isSlip(word, other)', 'false')],
  ['queries', 'accents kept', inScript("normalize('NFKD')", "normalize('NFC')")],
  ['queries', 'the oldest first', inScript('|| b - a', '|| a - b')],
  ['queries', 'the script does not load', name => name === js ? null : undefined],
  ['queries', 'choices without effect', inScript('if (!masked[id]) continue;', '')],
  ['keyboard', 'no key', inScript("event.key !== '/'", 'true')],
  ['keyboard', 'nothing is told', inPage('role="status"', 'role="none"')],
  ['keyboard', 'no history', inScript("'pushState'", "'replaceState'")],
  ['without JavaScript', 'a form without a use', inPage(' hidden>', '>')],
  ['without JavaScript', 'no archive', inPage('/watch/archive/', '/watch/archives/')],
  ['failures', 'silence about what is lost', inScript('say(words.failed, true)', "say('.')")],
  ['failures', 'pieces unchecked', inScript('!== check) throw new Stale()', '!== check) throw new Error()')],
];
let wrong = 0;
for (const [name, what, spoilt] of ways.filter(([name]) => names.includes(name))) {
  spoilt.isSpoilt = true;
  if (!(await run([name], spoilt)).length) { wrong++; console.log(`the check ${name} does not see: ${what}`); }
}
await browser.close();
console.log(`search: ${names.length} checks over ${count} bulletins, ${findings.length} finding(s); ${ways.length} ways of spoiling, ${wrong} unseen`);
process.exit(findings.length || wrong ? 1 : 0);
