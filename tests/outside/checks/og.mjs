#!/usr/bin/env node
// What a sharing client sees of every page (but aliases and the 404 page): open-graph-scraper (npm) must read it, and the rules of
// ogp.me and of the large card hold: everything required is there, once, absolute; a picture's properties stand right behind it and
// say how large it really is; times are ISO 8601 with a zone; og:url is the page's own address.
import fs from 'node:fs';
import ogs from 'open-graph-scraper';
import { load } from 'cheerio';
import { fileOf, readSite, report } from '../lib/site.mjs';

const iso = s => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(s) && !isNaN(Date.parse(s));
const once = ['og:title', 'og:type', 'og:url', 'og:description', 'og:locale', 'og:site_name', 'article:published_time',
  'article:modified_time', 'article:expiration_time', 'article:section'];

// Type, width and height of a PNG or JPEG file, from its own bytes.
function picture(bytes) {
  if (bytes.readUInt32BE(0) === 0x89504e47) return ['image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const mark = bytes[at + 1];
    if (mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)) return ['image/jpeg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return null;
}

// Each og:image with the properties that belong to it: those that stand before the next og:image or anything else.
function images(metas, bad) {
  const found = []; let open = null;
  for (const [name, content] of metas) {
    if (name === 'og:image' || name === 'og:image:url') found.push(open = { url: content });
    else if (name.startsWith('og:image:')) { if (open) open[name.slice(9)] = content; else bad(`${name} does not stand right behind its og:image`); }
    else if (/^(og|article):/.test(name)) open = null;
  }
  return found;
}

const site = readSite(), findings = [];
let count = 0;
for (const page of site.pages) {
  if (page.alias || page.name === '404.html') continue;
  count++;
  const bad = message => findings.push(`${page.name}: ${message}`);
  const html = fs.readFileSync(page.file, 'utf8'), $ = load(html);
  const metas = $('head meta').toArray().map(m => [$(m).attr('property') ?? '', $(m).attr('content') ?? '']);
  const all = name => metas.filter(m => m[0] === name).map(m => m[1]);
  const card = name => $(`head meta[name="${name}"]`).attr('content');
  if ($('body meta[property^="og:"]').length) bad('Open Graph outside the head');
  // Without og:locale a reader takes its own: it stands where the country of the language is known.
  for (const name of ['og:title', 'og:type', 'og:image', 'og:url', 'og:description', 'og:site_name']) if (!all(name)[0]?.trim()) bad(`${name} is missing or empty`);
  for (const name of once) if (all(name).length > 1) bad(`${name} is given ${all(name).length} times`);
  for (const [name, content] of metas) {
    if (/^(og:(url|image)|og:image:(url|secure_url))$/.test(name) && (!/^https?:\/\/[^/\s]+\/?\S*$/.test(content) || /&amp;/.test(content))) bad(`${name} is not an absolute address, or escaped twice: ${content}`);
    if (/^article:(published|modified|expiration)_time$/.test(name) && !iso(content)) bad(`${name} is not ISO 8601 with a zone: ${content}`);
    if (/^og:locale(:alternate)?$/.test(name) && !/^[a-z]{2,3}_[A-Z]{2}$/.test(content)) bad(`${name} is ${content}`);
    if (/^(og:title|og:description|og:site_name)$/.test(name) && /&(amp|lt|gt|quot|#\d+);/.test(content)) bad(`${name} is escaped twice: ${content}`);
    if (/^og:article:/.test(name)) bad(`${name} belongs to article:, not to og:`);
  }
  if ((all('og:type')[0] === 'article') !== (all('article:published_time').length > 0)) bad(`og:type ${all('og:type')[0]} with ${all('article:published_time').length} article:published_time`);
  for (const image of images(metas, bad)) {
    if (!image.alt?.trim()) bad(`og:image without og:image:alt: ${image.url}`);
    const file = fileOf(site, image.url);
    if (!file) continue;
    if (!fs.existsSync(file)) { bad(`og:image leads to no file: ${image.url}`); continue; }
    const bytes = fs.readFileSync(file), real = picture(bytes), said = [image.type, Number(image.width), Number(image.height)];
    if (real && String(real) !== String(said)) bad(`og:image is said to be ${said.join(' ')}, and is ${real.join(' ')}: ${image.url}`);
    if (/\.svg$/.test(image.url)) bad(`og:image is an SVG picture: ${image.url}`);
    if (bytes.length > 5e6) bad(`og:image has ${bytes.length} bytes: ${image.url}`);
    if (/\/cards\//.test(image.url) && (bytes.length >= 300_000 || String(real) !== 'image/png,1200,630')) bad(`share card of ${bytes.length} bytes, ${real}: ${image.url}`);
  }
  const own = all('og:url')[0] ?? '', canonical = $('head link[rel="canonical"]').attr('href');
  const mine = url => site.bases.some(b => url.startsWith(b));
  const parent = page.url.replace(/poster\/$/, '');
  if (mine(own) && own !== page.url && own !== parent) bad(`og:url ${own} is not the page's own address ${page.url}`);
  if (canonical && mine(canonical) && canonical !== own) bad(`canonical ${canonical} is not og:url ${own}`);
  if (card('twitter:card') !== 'summary_large_image') bad(`twitter:card is ${card('twitter:card')}`);
  if ($('head meta[property^="twitter:"]').length) bad('twitter: wants name=, not property=');
  if (!$('head meta[name="description"]').attr('content')?.trim()) bad('description is missing or empty');
  if (!$('html').attr('lang')) bad('html without lang');
  try {
    const { result } = await ogs({ html });
    if (result.ogTitle !== all('og:title')[0] && result.ogTitle?.trim() !== all('og:title')[0]?.trim()) bad(`open-graph-scraper reads the title ${JSON.stringify(result.ogTitle)}`);
    if (all('og:image').length && result.ogImage?.[0]?.url !== all('og:image')[0]) bad(`open-graph-scraper reads the picture ${result.ogImage?.[0]?.url}`);
  } catch (error) { bad(`open-graph-scraper: ${error.result?.error ?? error}`); }
}
report('og', `${count} page(s)`, findings);
