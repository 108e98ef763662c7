#!/usr/bin/env node
// What a reader has to load before there is a page to read: each page with the style sheets and scripts that it names, compressed as any
// host does it, is under 30,000 bytes together.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import zlib from 'node:zlib';
import { fileOf, readSite, report } from '../lib/site.mjs';

const { load } = createRequire(import.meta.url)('cheerio');
const MOST = 30_000, site = readSite(), findings = [], sizes = new Map();
const size = file => sizes.get(file) ?? sizes.set(file, zlib.gzipSync(fs.readFileSync(file), { level: 6 }).length).get(file);
let heaviest = 0, name = '';
for (const page of site.pages) {
  const $ = load(fs.readFileSync(page.file, 'utf8'));
  const needs = [...$('link[rel~=stylesheet]').map((_, e) => $(e).attr('href')), ...$('script[src]').map((_, e) => $(e).attr('src'))];
  const files = [...new Set(needs.map(href => fileOf(site, new URL(href, page.url).href)))];
  if (files.some(file => !file || !fs.existsSync(file))) { findings.push(`${page.name}: names a style sheet or script that is not there`); continue; }
  const whole = size(page.file) + files.reduce((sum, file) => sum + size(file), 0);
  if (whole > heaviest) [heaviest, name] = [whole, page.name];
  if (whole > MOST) findings.push(`${page.name}: ${whole} bytes with its style sheets and scripts, compressed; at most ${MOST}`);
}
report('weight', `${site.pages.length} page(s), the heaviest is ${name} with ${heaviest} bytes compressed`, findings);
