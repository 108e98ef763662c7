// What the checkers that need a browser share: headless Chromium that sees the folder at the site's own address and nothing else.
// No server, no network: every request is answered from the folder, or is a finding. Everything is sent with a strict security policy.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { fileOf } from './site.mjs';

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', mjs: 'text/javascript', json: 'application/json', svg: 'image/svg+xml', png: 'image/png',
  jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif', gif: 'image/gif', ico: 'image/x-icon', txt: 'text/plain', xml: 'application/xml', woff2: 'font/woff2',
  webmanifest: 'application/manifest+json' };
export const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// The policy of a careful host: nothing from elsewhere, nothing inline. The pages have to work under it.
export const HEADERS = { 'Content-Security-Policy': "default-src 'self'" };

export function typeOf(file) {
  const type = TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream';
  return /^text|json|xml/.test(type) ? `${type}; charset=utf-8` : type;
}
export async function launch(...more) {
  try {
    return await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...ARGS, ...more] });
  } catch (error) { console.error(`Chromium does not start: ${error.message}`); process.exit(2); }
}
// Opens pages of the site; `bad` is told of requests that leave it or find nothing, of errors in its scripts, and of what its pages do
// against the policy.
export async function open(browser, site, settings, bad) {
  const context = await browser.newContext({ serviceWorkers: 'block', ...settings });
  await context.route('**/*', route => {
    const url = route.request().url().split(/[?#]/)[0], file = fileOf(site, url);
    if (/^(data|blob|about):/.test(url)) return route.continue();
    if (!file) { if (!/\/favicon\.ico$/.test(url)) bad(`asks another host, or escapes the base path: ${url}`); return route.abort(); }
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) { bad(`asks for what is not there: ${url}`); return route.fulfill({ status: 404 }); }
    return route.fulfill({ status: 200, headers: HEADERS, body: fs.readFileSync(file), contentType: typeOf(file) });
  });
  await context.exposeFunction('outsideForbidden', what => bad(`the security policy forbids ${what}`));
  await context.addInitScript(() => document.addEventListener('securitypolicyviolation', event =>
    globalThis.outsideForbidden(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`.trim())));
  const page = await context.newPage();
  page.on('pageerror', error => bad(`script error: ${error}`));
  return { context, page };
}
// At most `most` of a list, spread over it.
export function spread(list, most) {
  return list.length <= most ? list : Array.from({ length: most }, (_, i) => list[Math.floor(i * (list.length - 1) / (most - 1))]);
}
