#!/usr/bin/env node
// axe-core in Chromium, WCAG 2.0 to 2.2 A and AA and the best practices, over a sample of pages (lib/sample.mjs) and a poster, in light and dark,
// 320 and 1280 px wide. What lib/browser.mjs watches counts here too: no request that leaves the site or finds nothing, no script
// error, no cookie, and nothing that `Content-Security-Policy: default-src 'self'` forbids.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open } from '../lib/browser.mjs';
import { poster, sample } from '../lib/sample.mjs';
import { readSite, report } from '../lib/site.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const site = readSite(), findings = [];

const browser = await launch(), pages = sample(site);
if (!process.env.OUTSIDE_PAGES) pages.push(...site.pages.filter(poster).sort((a, b) => b.size - a.size).slice(0, 1));
let passes = 0;
for (const width of [1280, 320]) {
  let now = '';
  const bad = message => findings.push(`${now}, ${width} px: ${message}`);
  const { context, page } = await open(browser, site, { viewport: { width, height: 900 }, reducedMotion: 'reduce' }, bad);
  for (const one of pages) {
    now = one.name;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(one.url, { waitUntil: 'load' });
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark']) {
      now = `${one.name} (${colorScheme})`;
      await page.emulateMedia({ colorScheme });
      const result = await page.evaluate(tags => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }), TAGS);
      passes += result.passes.length;
      for (const v of result.violations) bad(`${v.impact} ${v.id}: ${v.help}` + v.nodes.slice(0, 3).map(n => `\n    ${n.target.join(' ')}  ${n.html.slice(0, 120)}`).join(''));
    }
  }
  for (const cookie of await context.cookies()) bad(`sets the cookie ${cookie.name}`);
  await context.close();
}
await browser.close();
if (!passes) { console.error('axe: no rule was run'); process.exit(2); }
report('axe', `${pages.length} page(s) in four settings, ${passes} rules passed`, findings);
