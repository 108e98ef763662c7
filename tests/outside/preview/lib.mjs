// What the scripts over the preview share: a generated site in a folder of its own, the program that previews it, and Chromium.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';

export const wait = ms => new Promise(done => setTimeout(done, ms));

export class Site {
  constructor(count) {
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'noticeboard-preview-'));
    this.write('site.yaml', 'title: Wren Valley Watch\nbase_url: https://wrenvalley.example/\n');
    for (let n = 0; n < count; n++) this.write(this.path(n), this.text(n));
  }
  // A thousand to a folder, as no folder of a person has more.
  path(n) { return `content/${String(Math.floor(n / 1000)).padStart(3, '0')}/b-${n}.md`; }
  text(n, title = `Bulletin ${n}`, body = 'Four sheds were broken into behind the lane.') {
    const day = `${2016 + n % 10}-${String(1 + n % 12).padStart(2, '0')}-${String(1 + n % 28).padStart(2, '0')}`;
    const lines = Array.from({ length: 12 }, (_, i) => `Part ${i} of bulletin ${n}: a caller with a van was seen near the gate at noon.`);
    return `---\ntitle: ${title}\ndate: ${day} 09:30\narea: [Area ${n % 97}, Area ${n % 41}]\nkind: appeal\ntags: tag ${n % 23}\nreference: 46/${n}/21\n---\n\n${body}\n\n## More\n\n${lines.join('\n\n')}\n\nRing **101**.\n`;
  }
  address(n) { return `/${2016 + n % 10}/${String(1 + n % 12).padStart(2, '0')}/b-${n}/`; }
  on(file) { return path.join(this.root, file); }
  write(file, text) { fs.mkdirSync(path.dirname(this.on(file)), { recursive: true }); fs.writeFileSync(this.on(file), text); }
  read(file) { return fs.readFileSync(this.on(file), 'utf8'); }
  remove() { fs.rmSync(this.root, { recursive: true, force: true }); }
}

// Starts the program and waits for its address.
export function preview(program, root, ...options) {
  const from = performance.now();
  const child = spawn(program, ['--root', root, 'serve', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const running = { child, out: '', err: '', ended: new Promise(done => child.on('exit', (code, signal) => done(code ?? signal))) };
  child.stderr.on('data', data => { running.err += data; });
  running.ready = new Promise((done, failed) => {
    child.stdout.on('data', data => {
      running.out += data;
      const url = running.out.match(/at (http:\S+)\n/)?.[1];
      if (url) { running.url = url; running.took = performance.now() - from; done(running); }
    });
    child.on('exit', code => failed(new Error(`the program ended with ${code}: ${running.err}`)));
  });
  running.stop = () => { child.kill('SIGINT'); return running.ended; };
  return running.ready;
}

export function median(list) { return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]; }
