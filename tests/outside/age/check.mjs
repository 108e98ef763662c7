#!/usr/bin/env node
// Does a page know its age? In: the program. Builds a small site as of one day, opens it in Chromium on a later one without another
// build, and looks: over what has ended stands that it has, lists mark it, nobody is asked for anything any more; without scripts the
// page says until when it held; what was still to come is nowhere. Then with the promise to be fresh, kept and broken.
// tests/outside/age/check.mjs PROGRAM [--self-test]   exit 0 when all holds, 1 when not
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, open } from '../lib/browser.mjs';

const [program, selfTest] = [path.resolve(process.argv[2]), process.argv.includes('--self-test')];
const BASE = 'https://watch.example.org/';
const FILES = {
  'site.yaml': `title: Wren Watch\nbase_url: ${BASE}\nfresh_within: 7 days\n`,
  'content/van.md': '---\ntitle: A white van\ndate: 2026-11-20 09:00\narea: Wrenfield\nkind: appeal\nexpires: 2026-11-30 18:00\n---\n\nDid you see it?\n',
  'content/fete.md': '---\ntitle: The winter fair\ndate: 2026-11-20 10:00\narea: Wrenfield\nkind: event\nwhen: {start: 2026-11-28 10:00, end: 2026-11-28 14:00}\n---\n\nCome.\n',
  'content/lamp.md': '---\ntitle: Lamps are out\ndate: 2026-11-20 11:00\narea: Wrenfield\nkind: notice\nstatus: resolved\nclosed: 2026-11-29\n---\n\nThey are dark.\n',
  'content/dog.md': '---\ntitle: A dog that stays\ndate: 2026-11-20 12:00\narea: Wrenfield\nkind: notice\n---\n\nIt barks.\n',
  'content/later.md': '---\ntitle: Nobody knows this yet\ndate: 2026-11-27 12:00\narea: Wrenfield\nkind: notice\n---\n\nA secret.\n',
};
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'age-'));
for (const [name, text] of Object.entries(FILES)) {
  fs.mkdirSync(path.dirname(path.join(work, name)), { recursive: true });
  fs.writeFileSync(path.join(work, name), text);
}
execFileSync(program, ['--root', work, 'build', '--quiet', '--now', '2026-11-26 12:00']);
const site = { root: path.join(work, 'public'), bases: [BASE] };
if (selfTest) {
  const script = fs.readdirSync(path.join(site.root, 'assets')).find(name => /^age\..*js$/.test(name));
  fs.writeFileSync(path.join(site.root, 'assets', script), '');
}

const findings = [];
const want = (what, holds, got = '') => { if (!holds) findings.push(`${what}${got === '' ? '' : `: ${JSON.stringify(got)}`}`); };
const browser = await launch();

// Opens a page at a moment; gives what a reader sees.
async function seen(address, at, settings = {}) {
  const { context, page } = await open(browser, site, settings, finding => findings.push(`${address}: ${finding}`));
  if (settings.javaScriptEnabled !== false) await page.clock.setFixedTime(new Date(at));
  await page.goto(BASE + address);
  await page.waitForTimeout(150);
  const text = await page.locator('body').innerText();
  const card = title => page.locator('li', { has: page.locator(`a:text-is("${title}")`) }).first().innerText();
  return { text, card, close: () => context.close() };
}
const OVER = 'What it says may no longer be right', STALE = 'This site was last checked on';

for (const [address, title] of [['2026/11/van/', 'A white van'], ['2026/11/fete/', 'The winter fair'], ['2026/11/lamp/', 'Lamps are out']]) {
  const before = await seen(address, '2026-11-26T12:00:00Z');
  want(`${title}: over before its time`, !before.text.includes(OVER) && !/^Resolved$/mi.test(before.text));
  want(`${title}: does not say until when`, before.text.includes('Until') || address.includes('fete'), before.text.slice(0, 300));
  const after = await seen(address, '2026-12-01T12:00:00Z');
  want(`${title}: does not say that it is over`, after.text.includes(OVER) || /^Resolved$/mi.test(after.text), after.text.slice(0, 300));
  want(`${title}: still asks`, !/Can you help\?|Who to ring/.test(after.text));
  const without = await seen(address, '', { javaScriptEnabled: false });
  want(`${title}: without scripts it says that it is over`, !without.text.includes(OVER));
  want(`${title}: without scripts it does not say until when`, /30 November 2026|29 November 2026|28 November 2026/.test(without.text), without.text.slice(0, 300));
  for (const view of [before, after, without]) await view.close();
}
// The time comes while the page is open.
{
  const { context, page } = await open(browser, site, {}, finding => findings.push(finding));
  await page.clock.install({ time: new Date('2026-11-30T17:59:00Z') });
  await page.goto(`${BASE}2026/11/van/`);
  want('over a minute before', !(await page.locator('body').innerText()).includes(OVER));
  await page.clock.runFor(90_000);
  want('an open page does not notice the time', (await page.locator('body').innerText()).includes(OVER));
  await context.close();
}
const front = await seen('', '2026-12-01T12:00:00Z');
for (const title of ['A white van', 'The winter fair']) want(`the front page does not mark: ${title}`, /Expired/i.test(await front.card(title)), await front.card(title));
want('the front page marks what is not over', !/Expired|Resolved/i.test(await front.card('A dog that stays')));
want('a bulletin that is to come is there beforehand', !front.text.includes('Nobody knows'));
want('a site that was looked at in time says that it was not', !front.text.includes(STALE));
await front.close();
const stale = await seen('', '2026-12-04T12:00:00Z');
want('a site that was not looked at in time does not say so', stale.text.includes(`${STALE} Thursday`) && stale.text.includes('26 November 2026'), stale.text.slice(-300));
await stale.close();
const files = fs.readdirSync(site.root, { recursive: true }).filter(name => /\.(html|json|xml|txt)$/.test(name) &&
  /Nobody knows|A secret/.test(fs.readFileSync(path.join(site.root, name), 'utf8')));
want('a bulletin that is to come is in a file', files.length === 0, files);
await browser.close();
fs.rmSync(work, { recursive: true });

if (selfTest) {
  const found = findings.filter(finding => /does not say that it is over|does not mark|still asks|was not looked at|does not notice/.test(finding)).length;
  console.log(`self-test of age: without its script, ${found} findings`);
  process.exitCode = found >= 8 ? 0 : 1;
} else {
  for (const finding of findings) console.log(finding);
  console.log(`age: 3 bulletins, ${findings.length} finding(s)`);
  process.exitCode = findings.length ? 1 : 0;
}
