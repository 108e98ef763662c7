// What the checks of the desk share: a folder, the program over it, a browser that came in by the first page, and plain requests
// as another program on this machine would send them.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';

export const wait = ms => new Promise(done => setTimeout(done, ms));

export class Folder {
  constructor() { this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'noticeboard-desk-')); }
  on(file) { return path.join(this.root, file); }
  write(file, text) { fs.mkdirSync(path.dirname(this.on(file)), { recursive: true }); fs.writeFileSync(this.on(file), text); }
  read(file) { return fs.readFileSync(this.on(file), 'utf8'); }
  has(file) { return fs.existsSync(this.on(file)); }
  // Every file below a folder, by its path below this one.
  files(below = '') {
    if (!this.has(below)) return [];
    return fs.readdirSync(this.on(below), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
      .map(entry => path.relative(this.root, path.join(entry.parentPath ?? entry.path, entry.name)));
  }
  documents() { return this.files('content').filter(file => file.endsWith('.md')); }
  // The files below a folder that hold a word.
  holding(word, below) { return this.files(below).filter(file => fs.readFileSync(this.on(file)).includes(word)); }
  remove() { fs.rmSync(this.root, { recursive: true, force: true }); }
}

// Starts the desk and waits for its address.
export function desk(program, root, ...options) {
  const from = performance.now();
  const child = spawn(program, ['--root', root, 'desk', '--port', '0', '--no-open', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const running = { child, out: '', err: '', ended: new Promise(done => child.on('exit', (code, signal) => done(code ?? signal))) };
  child.stderr.on('data', data => { running.err += data; });
  running.stop = signal => { child.kill(signal ?? 'SIGINT'); return running.ended; };
  return new Promise((done, failed) => {
    child.stdout.on('data', data => {
      running.out += data;
      const url = running.out.match(/(http:\/\/\S+\?token=\S+)/)?.[1];
      if (url && !running.url) { running.url = url; running.origin = new URL(url).origin; running.took = performance.now() - from; done(running); }
    });
    child.on('exit', code => failed(new Error(`the desk ended with ${code}: ${running.err}`)));
  });
}

// A request as it is, with any headers: browsers would not send some of them.
export function ask(origin, { path: where, method = 'GET', headers = {}, body, host }) {
  const { port } = new URL(origin);
  return new Promise((done, failed) => {
    const request = http.request({ host: '127.0.0.1', port, path: where, method, headers: { Host: host ?? `127.0.0.1:${port}`, ...headers } }, response => {
      const parts = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() }));
    });
    request.on('error', failed);
    if (body) request.write(body);
    request.end();
  });
}

// Somebody who was let in: the cookie, and the token of forms.
export async function enter(running) {
  const { pathname, search } = new URL(running.url);
  const first = await ask(running.origin, { path: pathname + search });
  const cookie = first.headers['set-cookie']?.[0].split(';')[0] ?? '';
  const page = await ask(running.origin, { path: '/.desk/', headers: { Cookie: cookie } });
  const token = page.text.match(/name="token" value="([^"]+)"/)?.[1]
    ?? (await ask(running.origin, { path: '/.desk/publish', headers: { Cookie: cookie } })).text.match(/name="token" value="([^"]+)"/)?.[1];
  const send = (screen, fields, headers = {}) => ask(running.origin, {
    path: `/.desk/${screen}`, method: 'POST', body: new URLSearchParams({ token, ...fields }).toString(),
    headers: { Cookie: cookie, Origin: running.origin, 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  });
  const look = where => ask(running.origin, { path: where, headers: { Cookie: cookie } });
  return { cookie, token, send, look };
}

// What a form holds, as a browser without scripts would send it.
export function fields(html) {
  const decode = text => text.replace(/&#x([0-9a-f]+);/gi, (_, n) => String.fromCodePoint(parseInt(n, 16))).replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(+n))
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  const all = {};
  for (const [, attributes] of html.matchAll(/<input ([^>]*)>/g)) {
    const name = attributes.match(/\bname="([^"]*)"/)?.[1], value = attributes.match(/\bvalue="([^"]*)"/)?.[1] ?? '';
    if (name && value && !/type="checkbox"(?!.*checked)/.test(attributes)) all[name] = decode(value);
  }
  for (const [, attributes, text] of html.matchAll(/<textarea ([^>]*)>\n?([\s\S]*?)<\/textarea>/g)) {
    const name = attributes.match(/\bname="([^"]*)"/)?.[1];
    if (name) all[name] = decode(text);
  }
  for (const [, name, options] of html.matchAll(/<select [^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    all[name] = decode(options.match(/value="([^"]*)" selected/)?.[1] ?? options.match(/value="([^"]*)"/)?.[1] ?? '');
  }
  return all;
}

// A photo with a place and a device in it, as telephones make them: painted by the browser, with what a camera writes beside it.
export async function photo(page) {
  const painted = Buffer.from(await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 }), paint = canvas.getContext('2d');
    const colours = paint.createLinearGradient(0, 0, 640, 480);
    colours.addColorStop(0, '#c96'); colours.addColorStop(1, '#369');
    paint.fillStyle = colours; paint.fillRect(0, 0, 640, 480);
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
  }), 'base64');
  // Exif 2.3 in TIFF, big-endian: the maker, and a block of the place with its latitude's reference.
  const entry = (tag, type, count, value) => { const b = Buffer.alloc(12); b.writeUInt16BE(tag, 0); b.writeUInt16BE(type, 2); b.writeUInt32BE(count, 4); b.writeUInt32BE(value, 8); return b; };
  const two = n => { const b = Buffer.alloc(2); b.writeUInt16BE(n); return b; }, four = n => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
  const tiff = Buffer.concat([Buffer.from('MM\0*', 'latin1'), four(8), two(2), entry(0x010f, 2, 8, 38), entry(0x8825, 4, 1, 46), four(0), Buffer.from('Wrencam\0', 'latin1'), two(1), entry(1, 2, 2, 0x4e000000), four(0)]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  return Buffer.concat([painted.subarray(0, 2), Buffer.from([0xff, 0xe1]), two(exif.length + 2), exif, painted.subarray(2)]);
}
