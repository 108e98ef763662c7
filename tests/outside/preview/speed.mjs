#!/usr/bin/env node
// tests/outside/preview/speed.mjs PROGRAM COUNT [EDITS]
// How long it takes from saving one file to the browser holding the new page, on a generated site of COUNT bulletins: median and
// worst, the watcher's wait within it, and that a list and a feed show the edit too. Also from the start to the first page.
import { launch } from '../lib/browser.mjs';
import { Site, median, preview, wait } from './lib.mjs';

const [program, count, edits] = [process.argv[2], Number(process.argv[3] ?? 10_000), Number(process.argv[4] ?? 20)];
const site = new Site(count);
const browser = await launch();
let running;
try {
  const from = performance.now();
  running = await preview(program, site.root, '--port', '0');
  const first = await (await fetch(running.url)).text();
  const start = performance.now() - from;
  if (!first.includes('Wren Valley Watch')) throw new Error('the first page is not the front page');
  console.log(`${count} bulletins: start to first page ${start.toFixed(0)} ms`);
  const page = await browser.newPage();
  // The page tells by itself when it holds what, so that nothing of the driver's own waiting is measured.
  const holds = [];
  await page.exposeBinding('holds', (_, title, at) => holds.push([title, at]));
  await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => globalThis.holds(document.querySelector('h1')?.textContent, Date.now())));
  const n = Math.floor(count / 2), file = site.path(n), url = new URL(site.address(n), running.url).href;
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector('noticeboard-preview'));
  // The first sweep through all pages belongs to the start.
  await wait(Number(process.env.SETTLE ?? 3000));
  const times = [];
  for (let edit = 0; edit < edits; edit++) {
    const title = `Edited ${edit} of ${n}`;
    await wait(300 + Math.random() * 200);
    const saved = Date.now();
    site.write(file, site.text(n, title));
    let held;
    for (let waited = 0; !held; waited += 20) {
      held = holds.find(([seen]) => seen === title);
      if (waited > 120_000) throw new Error(`the page never came: ${title}`);
      await wait(20);
    }
    times.push(held[1] - saved);
    for (const [what, address] of [['area', `/areas/area-${n % 97}/`], ['tag', `/tags/tag-${n % 23}/`], ['feed', `/areas/area-${n % 41}/rss.xml`], ['month', site.address(n).split('/').slice(0, 3).join('/') + '/']]) {
      let text = '', at = new URL(address, running.url).href;
      // It may stand on a later page of the list, and feeds hold the newest only.
      for (let number = 1; number <= 400 && !text.includes(title); number++) {
        const answer = await fetch(number === 1 ? at : `${at}page/${number}/`);
        if (!answer.ok) break;
        text = await answer.text();
        if (what === 'feed') break;
      }
      if (what === 'feed' ? /Edited (\d+) of/.test(text) && !text.includes(title) : !text.includes(title)) throw new Error(`${what} is stale after ${title}`);
    }
  }
  const told = [...running.err.matchAll(/\((\d+(?:\.\d+)?) (ms|s)\)/g)].map(([, n, unit]) => Number(n) * (unit === 's' ? 1000 : 1));
  console.log(`${count} bulletins, ${edits} edits: save to page median ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms; of which putting the site together median ${median(told)} ms, worst ${Math.max(...told)} ms; all else median ${median(times.map((time, edit) => time - told[edit])).toFixed(0)} ms; the watcher waits 12 ms after a file was closed`);
} finally {
  await browser.close();
  await running?.stop();
  site.remove();
}
