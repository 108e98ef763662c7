#!/usr/bin/env node
// axe-core in Chromium, WCAG 2.0 to 2.2 A and AA and the best practices, over a sample of pages: front, areas, archive, search, 404,
// two areas, four bulletins (one retracted, if any), a poster, and one of each other kind of page (first word of <body class>).
// Each in light and dark, 320 and 1280 px wide. Also: no sideways scroll, no request that leaves the site or finds nothing, no script
// error, no cookie. OUTSIDE_PAGES=all takes every page, OUTSIDE_PAGES=index.html,about/index.html those.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, spread } from '../lib/browser.mjs';
import { readSite, report } from '../lib/site.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const site = readSite(), findings = [];

function sample() {
  const pages = site.pages.filter(p => !p.alias), names = new Map(pages.map(p => [p.name, p])), taken = new Set();
  const take = list => list.filter(Boolean).forEach(p => taken.add(p));
  const asked = process.env.OUTSIDE_PAGES;
  if (asked) return asked === 'all' ? pages : asked.split(',').map(name => names.get(name));
  take(['index.html', 'areas/index.html', 'archive/index.html', 'search/index.html', '404.html', 'page/2/index.html'].map(n => names.get(n)));
  take(spread(pages.filter(p => /^areas\/.+\/index\.html$/.test(p.name) && !/\/page\/\d+\//.test(p.name)), 2));
  take(pages.filter(p => p.bulletin && p.noindex).slice(0, 1));
  take(spread(pages.filter(p => p.bulletin && !p.noindex), 3));
  take(pages.filter(p => /(^|\/)poster\/index\.html$/.test(p.name)).slice(0, 1));
  const kinds = new Set([...taken].map(p => p.kind));
  for (const page of pages) if (page.kind && !kinds.has(page.kind)) { kinds.add(page.kind); taken.add(page); }
  return [...taken].slice(0, 20);
}

const browser = await launch(), pages = sample();
let passes = 0;
for (const colorScheme of ['light', 'dark']) for (const width of [1280, 320]) {
  let now = '';
  const bad = message => findings.push(`${now} (${colorScheme}, ${width} px): ${message}`);
  const { context, page } = await open(browser, site, { colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' }, bad);
  for (const one of pages) {
    now = one.name;
    await page.goto(one.url, { waitUntil: 'load' });
    await page.evaluate(axe);
    const result = await page.evaluate(tags => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }), TAGS);
    passes += result.passes.length;
    for (const v of result.violations) bad(`${v.impact} ${v.id}: ${v.help}` + v.nodes.slice(0, 3).map(n => `\n    ${n.target.join(' ')}  ${n.html.slice(0, 120)}`).join(''));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) bad(`${over} px of sideways scroll (WCAG 1.4.10)`);
  }
  for (const cookie of await context.cookies()) bad(`sets the cookie ${cookie.name}`);
  await context.close();
}
await browser.close();
if (!passes) { console.error('axe: no rule was run'); process.exit(2); }
report('axe', `${pages.length} page(s) in four settings, ${passes} rules passed`, findings);
