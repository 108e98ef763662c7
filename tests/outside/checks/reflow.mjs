#!/usr/bin/env node
// Reflow (WCAG 1.4.10) and larger text (1.4.4) in Chromium, over a sample of pages (lib/sample.mjs): at 320 px, and with the reader's
// text twice as large at 320 and 1280 px, nothing scrolls sideways but what has a scroll of its own, nothing sticks out of the page,
// and no text is cut off or lies over other text. On a telephone of 360 x 740 the first sentence of every bulletin whose title has at
// most 90 letters stands in the first screen (of a sentence without end, its first 160 letters), and two headlines of the front page do.
import { launch, open } from '../lib/browser.mjs';
import { sample } from '../lib/sample.mjs';
import { readSite, report } from '../lib/site.mjs';

const site = readSite(), findings = [], pages = sample(site);

// What is wrong with the page, in words; runs in the page.
function look() {
  const wrong = [], root = document.documentElement, wide = root.clientWidth;
  const name = e => `<${e.localName}${e.className && typeof e.className === 'string' ? ` class="${e.className}"` : ''}> ${e.textContent.trim().slice(0, 40)}`;
  if (root.scrollWidth > wide) wrong.push(`${root.scrollWidth - wide} px of sideways scroll`);
  const scrolls = e => e && e !== document.body && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  // What stays in its place while the page is scrolled lies over something at any moment.
  const stays = e => e && (getComputedStyle(e).position === 'fixed' || stays(e.parentElement));
  const boxes = [];
  for (const e of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    // What is inside closed details has a box and is not seen.
    if (!box.width || !box.height || !e.checkVisibility({ checkVisibilityCSS: true }) || style.clipPath !== 'none' || scrolls(e)) continue;
    if (box.right > wide + 1 || box.left < -1) wrong.push(`sticks out of the page: ${name(e)}`);
    if (/hidden|clip/.test(style.overflow) && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) wrong.push(`is cut off: ${name(e)}`);
    // Text is where the lines of text nodes are.
    for (const node of e.childNodes) {
      if (node.nodeType !== 3 || !node.data.trim() || stays(e)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) if (line.width > 1) boxes.push([line, e]);
    }
  }
  // Lines that share more than a third of their height and some of their width lie over each other.
  boxes.sort((a, b) => a[0].top - b[0].top);
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length && boxes[j][0].top < boxes[i][0].bottom; j++) {
    const [a, first] = boxes[i], [b, second] = boxes[j];
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top), across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    if (first !== second && across > 2 && high > Math.min(a.height, b.height) / 3) wrong.push(`lies over other text: ${name(second)}`);
  }
  return [...new Set(wrong)].slice(0, 5);
}

for (const [text, widths] of [[16, [320]], [32, [320, 1280]]]) {
  // The size that readers choose in their browser's settings.
  const browser = await launch(`--blink-settings=defaultFontSize=${text},defaultFixedFontSize=${text * 0.8}`);
  for (const width of widths) {
    let now = '';
    const bad = message => findings.push(`${now} (${width} px wide, text of ${text} px): ${message}`);
    const { context, page } = await open(browser, site, { viewport: { width, height: 900 }, reducedMotion: 'reduce' }, bad);
    for (const one of pages) {
      now = one.name;
      await page.goto(one.url, { waitUntil: 'load' });
      const size = await page.evaluate(() => { const e = document.body.appendChild(document.createElement('p')); e.style.font = 'medium serif'; const is = getComputedStyle(e).fontSize; e.remove(); return is; });
      if (size !== `${text}px`) { console.error(`reflow: the browser's text is ${size}, not ${text}px`); process.exit(2); }
      for (const wrong of await page.evaluate(look)) bad(wrong);
    }
    await context.close();
  }
  await browser.close();
}
// What does not stand in the first screen, in words; runs in the page.
function firstScreen() {
  const fixed = [...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).position === 'fixed').map(e => e.getBoundingClientRect());
  // What stays at the foot covers what is behind it.
  const foot = Math.min(innerHeight, ...fixed.filter(box => box.height && box.bottom >= innerHeight - 1).map(box => box.top));
  // Large print is for those who scroll: it fits no telephone.
  if (parseFloat(getComputedStyle(document.documentElement).fontSize) > 18) return [];
  const title = document.querySelector('h1')?.textContent.trim() ?? '', prose = document.querySelector('main .prose');
  if (prose) {
    if ([...title].length > 90) return [];
    // Through words in bold and links, to the end of the block that the text begins in.
    const shown = node => node.data.trim() && node.parentElement.checkVisibility() ? 1 : 2;
    const begins = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT, shown).nextNode();
    if (!begins) return [];
    const block = begins.parentElement.closest('p, li, h2, h3, h4, td, th, dt, dd, pre, figcaption, div');
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, shown), end = block.textContent.trim().search(/[.!?](\s|$)/);
    const range = document.createRange();
    range.setStart(begins, 0);
    let left = Math.min(end < 0 ? 160 : end + 1, 160);
    for (let node = walker.nextNode(); node && left > 0; node = walker.nextNode()) {
      range.setEnd(node, Math.min(left, node.data.length));
      left -= node.data.length;
    }
    const bottom = Math.ceil(range.getBoundingClientRect().bottom);
    return bottom > foot ? [`the first sentence ends at ${bottom} px, and the screen at ${Math.floor(foot)}: ${block.textContent.trim().slice(0, 40)}`] : [];
  }
  if (!document.body.classList.contains('front')) return [];
  const headlines = [...document.querySelectorAll('main h2 a, main h3 a')].filter(a => a.checkVisibility());
  const seen = headlines.filter(a => a.getBoundingClientRect().bottom <= foot).length;
  return seen < Math.min(2, headlines.length) ? [`${seen} headline(s) in the first screen`] : [];
}
{
  const browser = await launch();
  let now = '';
  const bad = message => findings.push(`${now} (360 x 740): ${message}`);
  const { context, page } = await open(browser, site, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 }, bad);
  const asked = process.env.OUTSIDE_PAGES ? pages : site.pages.filter(one => !one.alias && (one.name === 'index.html' || one.bulletin && !one.kind.includes('poster')));
  for (const one of asked) {
    now = one.name;
    await page.goto(one.url, { waitUntil: 'load' });
    for (const wrong of await page.evaluate(firstScreen)) bad(wrong);
  }
  await browser.close();
}
report('reflow', `${pages.length} page(s) at 320 px, and with text twice as large`, findings);
