#!/usr/bin/env node
// A walk with the Tab key through a sample of pages (lib/sample.mjs), in Chromium at 320 and 1280 px: every link, button and field is
// reached once, in the order of the document; what has the focus is seen, not covered, and marked; nothing holds the focus; the first
// stop leads past the frame to the content.
import { launch, open } from '../lib/browser.mjs';
import { sample } from '../lib/sample.mjs';
import { readSite, report } from '../lib/site.mjs';

const site = readSite(), findings = [], pages = sample(site);
// Runs in the page: numbers what can be reached, and gives it back in order.
const stops = () => {
  const shown = e => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !e.closest('[inert]');
  const all = [...document.querySelectorAll('a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]')];
  const reached = all.filter(e => e.tabIndex >= 0 && shown(e));
  reached.forEach((e, at) => { e.dataset.stop = at; });
  return reached.map(e => `<${e.localName}> ${(e.innerText || e.getAttribute('aria-label') || e.href || '').trim().slice(0, 50)}`);
};
// Runs in the page: where the focus is, and whether one can see it there.
const focus = () => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return { at: -1 };
  const style = getComputedStyle(e), wide = document.documentElement.clientWidth, high = window.innerHeight;
  // A mark is an outline, or a shadow, that stands out from the ground behind it.
  const paint = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const light = colours => {
    paint.fillStyle = '#fff';
    paint.fillRect(0, 0, 1, 1);
    for (const colour of colours) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const ground = [];
  for (let above = e.parentElement; above; above = above.parentElement) ground.unshift(getComputedStyle(above).backgroundColor);
  const marks = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? [style.outlineColor] : [];
  if (style.boxShadow !== 'none') marks.push(style.boxShadow.replace(/ -?[\d.]+px.*/, ''));
  const marked = marks.some(mark => { const [a, b] = [light([...ground, mark]), light(ground)]; return Math.max(a, b) / Math.min(a, b) >= 3; });
  // A link over two lines has two boxes; one point of one of them in sight will do to find it, and none may be covered.
  const boxes = [...e.getClientRects()].filter(box => box.width > 0 && box.height > 0);
  const points = boxes.flatMap(box => [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]));
  const inside = points.filter(([x, y]) => x >= 0 && x < wide && y >= 0 && y < high);
  const clearOf = ([x, y]) => { const top = document.elementFromPoint(x, y); return top && (e.contains(top) || top.contains(e)); };
  return { at: e.dataset.stop === undefined ? -2 : +e.dataset.stop, name: e.outerHTML.slice(0, 80), marked, seen: inside.length > 0, covered: inside.length - inside.filter(clearOf).length };
};

const browser = await launch();
let walked = 0, there = 0;
for (const width of [1280, 320]) {
  let now = '';
  const bad = message => findings.push(`${now} (${width} px): ${message}`);
  const { context, page } = await open(browser, site, { viewport: { width, height: 720 }, reducedMotion: 'reduce' }, bad);
  for (const one of pages) {
    now = one.name;
    await page.goto(one.url, { waitUntil: 'load' });
    const names = await page.evaluate(stops), order = [];
    there += names.length;
    for (let press = 0; press <= names.length + 2; press++) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(focus);
      // Behind the last stop the focus leaves the page, or comes to the first one again.
      if (here.at === -1 || (order.length === names.length && here.at === order[0])) break;
      if (here.at === -2) { bad(`the focus goes where nothing can be done: ${here.name}`); break; }
      if (order.includes(here.at)) { bad(order.at(-1) === here.at ? `the focus is held: ${here.name}` : `the focus goes round before the end: ${here.name}`); break; }
      order.push(here.at);
      if (!here.marked) bad(`the focus is not marked: ${here.name}`);
      if (!here.seen) bad(`the focus is out of sight: ${here.name}`);
      else if (here.covered) bad(`the focus is covered: ${here.name}`);
    }
    walked += order.length;
    names.filter((_, at) => !order.includes(at)).slice(0, 5).forEach(name => bad(`is never reached: ${name}`));
    if (order.some((at, place) => place && at < order[place - 1])) bad(`the order is not that of the document: ${order.join(' ')}`);
    // The way past the frame: the first stop leads into the content, and the next one is in it. A poster has no frame, and the ends of its
    // address are for the sizes of the sheet.
    if (one.kind === 'poster') continue;
    await page.goto(one.url, { waitUntil: 'load' });
    await page.evaluate(stops);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => document.activeElement.getAttribute('href'));
    if (!skip?.startsWith('#')) { bad(`the first stop does not lead to the content: ${skip}`); continue; }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const past = await page.evaluate(() => {
      const main = document.querySelector('main'), e = document.activeElement, inside = main.querySelector('[data-stop]');
      return !inside || main.contains(e) || Boolean(main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
    });
    if (!past) bad('the first stop leads to the content, but the next one is not in it');
  }
  await context.close();
}
await browser.close();
if (!there) { console.error('keyboard: there is nothing to walk through'); process.exit(2); }
report('keyboard', `${pages.length} page(s) at two widths, ${walked} stops`, findings);
