#!/usr/bin/env node
// tests/outside/desk/speed.mjs PROGRAM [COUNT] [TIMES]
// How long somebody at the desk waits, in Chromium, on a generated site of COUNT bulletins: from the start until words of the first screen are
// drawn, where nothing was ever built and when a build or publish has kept what it read (both several times, since a start waits for the disk), for the
// list, for a search, and from a click on *Save* until the page as readers see it holds what was saved, and from a letter to the page
// beside the form. Each time is the browser's own, from the click or letter to the moment when the words can be read. Medians and worst.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { launch } from '../lib/browser.mjs';
import { Site, median, wait } from '../preview/lib.mjs';
import { desk } from './lib.mjs';

const [program, count, times] = [process.argv[2], Number(process.argv[3] ?? 10_000), Number(process.argv[4] ?? 20)];
const site = new Site(count), browser = await launch();
const told = (what, list) => console.log(`${what}: median ${median(list).toFixed(0)} ms, worst ${Math.max(...list).toFixed(0)} ms (of ${list.length})`);
const load = () => console.log(`load of the machine: ${os.loadavg().map(n => n.toFixed(1)).join(' ')} on ${os.cpus().length} cores`);
const STARTS = 5;
let running;
try {
  load();
  for (const start of ['first start', 'start after a build']) {
    const address = [], drawn = [];
    for (let n = 0; n < STARTS; n++) {
      await running?.stop();
      if (start === 'first start') fs.rmSync(site.on('.noticeboard'), { recursive: true, force: true });
      else if (n === 0) spawnSync(program, ['--root', site.root, 'build', '-q'], { stdio: 'ignore' });
      const context = await browser.newContext(), page = await context.newPage(), from = performance.now();
      running = await desk(program, site.root);
      address.push(performance.now() - from);
      await page.goto(running.url);
      // When the browser first drew words, by its own clock: what steers it from outside takes a while to see them.
      const painted = () => performance.getEntriesByName('first-contentful-paint').map(paint => performance.timeOrigin + paint.startTime)[0];
      drawn.push(await (await page.waitForFunction(painted)).jsonValue() - performance.timeOrigin - from);
      await context.close();
    }
    told(`${count} bulletins, ${start}, address`, address); told(`${count} bulletins, ${start}, first screen`, drawn);
  }
  // What runs in the background after the start belongs to the start.
  await wait(Number(process.env.SETTLE ?? 4000));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } }), page = await context.newPage();
  await page.goto(running.url);
  // From the click that asks for a page until its rows are there, both by the clock of the machine.
  await context.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => { globalThis.there = Date.now(); });
    // The page that readers get stands in a frame that runs no script: it is looked at from outside.
    globalThis.shown = words => {
      const page = document.querySelector('iframe')?.contentDocument;
      return page && page.readyState !== 'loading' && page.querySelector('h1')?.textContent.includes(words);
    };
    const meant = sessionStorage.getItem('meant');
    const look = () => { if (globalThis.shown(meant)) globalThis.held = Date.now(); else setTimeout(look, 1); };
    if (meant) look();
    addEventListener('click', () => sessionStorage.setItem('asked', Date.now()), true);
  });
  const since = () => page.evaluate(() => globalThis.there - Number(sessionStorage.getItem('asked')));
  const list = [], search = [], save = [], letter = [];
  for (let n = 0; n < times; n++) {
    await page.goto(`${running.origin}/.desk/`);
    await Promise.all([page.waitForURL('**/all'), page.click('nav a[href$="/all"]')]);
    list.push(await since());
    const rows = page.locator('ul.rows > li');
    if (!await rows.count()) throw new Error('the list has no rows');
    await page.fill('#q', `${Math.floor(count / 2) + n}`);
    await Promise.all([page.waitForURL('**q=*'), page.click('form.filter button')]);
    search.push(await since());
    if (!await rows.count()) throw new Error('the search finds nothing');
  }
  for (let n = 0; n < times; n++) {
    const file = site.path(Math.floor(count / 3) + n * 7), at = `path=${encodeURIComponent(file)}`;
    await page.goto(`${running.origin}/.desk/write?${at}`);
    await page.waitForFunction(() => document.querySelector('#preview').contentDocument?.querySelector('h1'));
    await wait(400);
    // Beside the form: by the frame's own clock.
    const typed = `Typed ${n} of ${count}`;
    letter.push(await page.evaluate(words => new Promise((done, failed) => {
      const title = document.querySelector('#title'), from = performance.now();
      title.value = words;
      title.dispatchEvent(new Event('input', { bubbles: true }));
      const look = () => {
        if (globalThis.shown(words)) return done(performance.now() - from);
        if (performance.now() - from > 30_000) return failed(new Error('the preview never followed'));
        setTimeout(look, 1);
      };
      look();
    }), typed));
    await page.evaluate(words => sessionStorage.setItem('meant', words), typed);
    await Promise.all([page.waitForURL('**/bulletin?**'), page.click('p.do button[name=do][value=save]')]);
    await page.waitForFunction(() => globalThis.held);
    save.push(await page.evaluate(() => {
      const time = globalThis.held - Number(sessionStorage.getItem('asked'));
      sessionStorage.removeItem('meant');
      return time;
    }));
  }
  told('list', list); told('search', search); told('save to the page that shows it', save);
  told('letter to the page beside the form, with the 250 ms that it waits for the next letter', letter);
  load();
} finally {
  await browser.close();
  await running?.stop();
  site.remove();
}
