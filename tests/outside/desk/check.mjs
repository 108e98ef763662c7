#!/usr/bin/env node
// tests/outside/desk/check.mjs PROGRAM [--self-test] [--only NAME] [--kills N]
// What the desk promises (docs/guide.md), held to it in Chromium: from an empty folder to a published site, an update, a resolution,
// and a bulletin taken back, whose name is nowhere afterwards; by keyboard; without JavaScript; every screen by axe; hostile bulletins;
// two tabs, an editor and a `git pull` beside them; a kill in the middle of a save; what was typed is there again; who hears the token. SHOTS=DIR keeps pictures of the
// screens. Exit 0: all holds. 1: something does not.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { launch } from '../lib/browser.mjs';
import { Folder, ask, desk, enter, fields, photo, wait } from './lib.mjs';

const argument = name => process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined;
const program = path.resolve(process.argv[2]), selfTest = process.argv.includes('--self-test'), only = argument('--only');
const kills = Number(argument('--kills') ?? 8);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const NAME = 'Gwendolyn Prosser', findings = [];
const browser = await launch();
let checked = 0;
function hold(what, holds, got = '') { checked++; if (!holds) findings.push(got === '' ? what : `${what}: ${JSON.stringify(got).slice(0, 300)}`); }
async function check(name, work) {
  if (only && !name.includes(only)) return;
  const before = findings.length, from = performance.now();
  try { await work(); } catch (error) { findings.push(`${name}: ${String(error).split('\n').slice(0, 3).join(' ')}`); }
  console.log(`${findings.length > before ? 'FOUND' : 'ok   '} ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
}

// A tab in which somebody works: what they click and press is counted, and nothing may be asked of another host, run against the policy
// or fail.
async function tab(running, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...settings });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.clicks = 0;
  page.on('pageerror', error => findings.push(`script error: ${error}`));
  page.on('dialog', dialog => { if (dialog.type() !== 'beforeunload') findings.push(`a script spoke: ${dialog.message()}`); dialog.accept().catch(() => {}); });
  page.on('request', request => { if (!request.url().startsWith(running.origin) && !/^(data|blob|about):/.test(request.url())) findings.push(`asks another host: ${request.url()}`); });
  if (settings.javaScriptEnabled !== false) {
    await context.exposeFunction('outsideForbidden', what => findings.push(`the security policy forbids ${what}`));
    await context.addInitScript(() => document.addEventListener('securitypolicyviolation', event =>
      globalThis.outsideForbidden(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`.trim())));
  }
  await page.goto(running.url);
  page.open = screen => page.goto(`${running.origin}/.desk/${screen}`);
  page.press = async (what, name) => { page.clicks++; await page.getByRole(what, { name, exact: true }).first().click(); };
  page.save = async how => { page.clicks++; await page.locator(`p.do button[name=do][value=${how}]`).click(); };
  page.done = () => context.close();
  return page;
}
const shot = async (page, name) => { if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`) }); };
const words = page => page.locator('body').innerText();
// Counts the clicks and the time of a task.
async function task(page, name, work) {
  page.clicks = 0;
  const from = performance.now();
  await work();
  console.log(`      ${name}: ${page.clicks} clicks, ${((performance.now() - from) / 1000).toFixed(1)} s`);
  return page.clicks;
}
async function published(page) {
  await page.waitForFunction(() => document.querySelector('.good[role=status], .wrong[role=alert]') && !document.querySelector('#running'));
  const refused = page.locator('.wrong[role=alert]');
  if (await refused.count()) throw new Error(`not published: ${await refused.innerText()}`);
}
const set = (folder, more = '') => {
  folder.write('site.yaml', `title: Tanfold Watch\nbase_url: https://tanfold.example/\nareas:\n  - name: Tanfold\n    areas:\n      - Church End\npublish:\n  target: host\n${more}`);
};
const bulletin = (title, more = '', text = 'Two men asked to read a meter.') => `---\ntitle: ${title}\ndate: 2026-11-20 09:00\narea: Tanfold\nkind: notice\n${more}---\n\n${text}\n`;

await check('from an empty folder to a published site', async () => {
  const folder = new Folder(), running = await desk(program, folder.root), page = await tab(running);
  hold('the token stays in the address bar', !page.url().includes('token'), page.url());
  await shot(page, 'welcome');
  await task(page, 'make a site', async () => {
    await page.fill('#name', 'Tanfold Watch');
    await page.fill('#places', 'Tanfold\n  Church End');
    await page.fill('#publisher', 'Tanfold Neighbourhood Watch');
    await page.fill('#email', 'watch@tanfold.example');
    await page.locator('summary').click(); page.clicks++;
    await page.fill('#base_url', 'https://tanfold.example/');
    await page.fill('#target', './host');
    page.clicks++;
    await page.locator('form button').last().click();
    await page.waitForSelector('nav');
  });
  const appeal = async () => {
    await page.press('link', 'New bulletin');
    page.clicks++;
    await page.locator('ul.kinds a').filter({ hasText: /appeal/i }).first().click();
    await page.fill('#title', 'Have you seen this van?');
    await page.locator('input[name=area]').last().fill('Church End');
    await page.fill('#text', `${NAME} saw a white van outside the mill on Monday night.`);
    await page.fill('#summary', `${NAME} saw a white van at the mill.`);
    await page.locator('input[name=reference]').last().fill('46/322871/21');
    await page.setInputFiles('input[type=file]', { name: 'IMG_0001.JPG', mimeType: 'image/jpeg', buffer: await photo(page) });
    await page.fill('#add_words', 'A white van by the mill gate');
    await page.press('button', 'Add it');
    await page.waitForFunction(() => document.querySelector('#image').value);
    await page.waitForFunction(() => document.querySelector('#shown').naturalWidth > 0);
    hold('nobody says that place and camera were removed', /have been removed/.test(await words(page)));
    await page.waitForFunction(() => document.querySelector('#chat-summary').textContent.includes('white van at the mill'));
    await page.locator('button[data-view=entry]').click();
    const entry = page.frameLocator('#preview');
    await entry.locator('body.entry h1').waitFor();
    hold('the entry of a feed is not shown', /white van outside the mill/.test(await entry.locator('body').innerText()));
    await page.locator('button[data-view=phone]').click();
    await entry.locator('body:not(.entry) h1').waitFor();
    await shot(page, 'write');
    await page.save('ready');
    await page.waitForSelector('body.bulletin');
    await page.press('link', 'Publish');
    await page.press('button', 'Publish now');
    await published(page);
  };
  await task(page, 'a bulletin with picture, area and reference, published', appeal);
  await shot(page, 'published');
  const document = folder.documents().find(file => folder.read(file).includes('this van'));
  hold('the bulletin is not written', document);
  const html = () => folder.files('host').filter(file => file.endsWith('index.html')).map(file => folder.read(file)).join('');
  hold('the host does not have the bulletin', html().includes(NAME) && html().includes('46/322871/21') && html().includes('Church End'));
  const pictures = folder.files().filter(file => /\.(jpe?g|webp)$/.test(file));
  hold('the picture is not published', pictures.some(file => file.startsWith('host/')), pictures);
  for (const file of pictures) hold(`camera and place are in ${file}`, !fs.readFileSync(folder.on(file)).includes('Wrencam'));
  const address = folder.files('host').find(file => /\/\d{4}\/\d\d\/[^/]+\/index\.html$/.test(`/${file}`));
  hold('the screen of the bulletin has no page', address);

  const go = async () => { await page.open(''); page.clicks = 0; await page.press('link', 'Have you seen this van?'); };
  await task(page, 'an update, published', async () => {
    await go();
    await page.press('link', 'Add an update');
    await page.fill('#text', 'The van was seen again in Mill Lane.');
    await page.locator('main form button').first().click(); page.clicks++;
    await page.press('link', 'Publish');
    await page.press('button', 'Publish now');
    await published(page);
  });
  hold('the update is not published', html().includes('seen again in Mill Lane'));
  await task(page, 'a resolution, published', async () => {
    await go();
    await page.press('link', 'Resolved');
    await page.locator('main form button').first().click(); page.clicks++;
    await page.press('link', 'Publish');
    await page.press('button', 'Publish now');
    await published(page);
  });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(page.url().replace(/publish.*/, `bulletin?path=${encodeURIComponent(document)}`));
  await page.locator('summary').filter({ hasText: 'WhatsApp' }).click();
  await page.press('button', 'Copy it');
  await page.waitForFunction(() => document.querySelector('#copied').textContent);
  hold('the text to pass on is not copied', (await page.evaluate(() => navigator.clipboard.readText())).includes('Have you seen this van?'));
  hold('it is not resolved', folder.read(document).includes('status: resolved'));
  hold('earlier versions are not kept', folder.holding(NAME, '.noticeboard/history').length > 0);
  await page.open('');
  await page.open('all');
  await page.press('link', 'Have you seen this van?');
  await page.press('link', 'Earlier versions');
  await page.locator('ul.rows a').first().click();
  hold('what changed is not shown', /status: resolved/.test(await words(page)));
  await shot(page, 'versions');
  await page.press('button', 'Put this version back');
  await page.waitForSelector('body.bulletin');
  hold('the earlier version does not stand there', !folder.read(document).includes('resolved') && folder.read(document).includes('Mill Lane'));
  // As somebody in a fright would do it.
  const clicks = await task(page, 'taken back and published, from the first screen', async () => {
    await go();
    await page.press('link', 'Take back');
    await shot(page, 'take-back');
    await page.locator('button.warn').click(); page.clicks++;
    await page.waitForSelector('body.bulletin');
    await page.press('button', 'Publish now');
    await published(page);
  });
  hold('to take back takes more than 4 clicks', clicks <= 4, clicks);
  const path_of = file => file.slice(file.lastIndexOf('/') + 1);
  for (const below of ['host', 'public', '.noticeboard']) {
    // A reading says what its document says, which still lies on this computer for whoever put it there.
    const found = folder.holding(NAME, below).filter(file => !file.startsWith('.noticeboard/readings/'));
    hold(`the name is still in ${below}`, !found.length, found);
  }
  const left = folder.files('host').filter(file => pictures.some(picture => path_of(picture) === path_of(file)));
  hold('the picture is still on the host', !left.length, left);
  const path = encodeURIComponent(document);
  for (const screen of ['', 'all', 'all?q=Gwendolyn', `bulletin?path=${path}`, `versions?path=${path}`, 'publish', 'new', 'bring', `take-back?path=${path}`, `update?path=${path}`]) {
    await page.open(screen);
    hold(`the name is still on the screen ${screen}`, !(await page.content()).includes(NAME));
  }
  hold('the token is in what the program says', (running.out.match(/token=/g) ?? []).length === 1 && !running.err.includes('token='), running.err);
  await page.done(); await running.stop(); folder.remove();
});

for (const width of [1280, 320]) await check(`by keyboard alone, ${width} px`, async () => {
  const folder = new Folder();
  set(folder); folder.write('content/fair.md', bulletin('The winter fair'));
  const running = await desk(program, folder.root), page = await tab(running, { viewport: { width, height: 640 } });
  // Tab until something has the focus; what has it is never lost.
  const reach = async (selector, text) => {
    for (let n = 0; n < 90; n++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(([selector, text]) => {
        const at = document.activeElement, box = at.getBoundingClientRect(), over = document.elementFromPoint(box.x + box.width / 2, Math.max(box.y, 0) + Math.min(box.height, innerHeight) / 2);
        const covered = box.height > 0 && at.tagName !== 'IFRAME' && !(at === over || at.contains(over) || over?.contains(at) || at.closest('label, details')?.contains(over));
        return { there: at.matches(selector) && (!text || at.innerText.trim().startsWith(text)), covered: covered && `${at.tagName} ${at.id || at.innerText}` };
      }, [selector, text]);
      hold(`what has the focus is covered at ${width} px`, !seen.covered, seen.covered);
      if (seen.there) return;
    }
    throw new Error(`the keyboard does not reach ${selector} ${text ?? ''}`);
  };
  const enter = async () => { await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]); };
  await reach('main a', 'New bulletin'); await enter();
  await reach('ul.kinds a'); await enter();
  await reach('#title'); await page.keyboard.type('Lamps are out');
  await reach('input[name=area]'); await page.keyboard.type('Church End');
  await reach('#text'); await page.keyboard.type('The lamps in Mill Lane are dark.');
  await reach('button[value=ready]'); await enter();
  await reach('nav a', 'Publish'); await enter();
  await reach('main button', 'Publish now'); await page.keyboard.press('Enter');
  await published(page);
  hold('it is not published', folder.holding('The lamps in Mill Lane are dark.', 'host').length > 0);
  await reach('nav a', 'Today'); await enter();
  await reach('main a', 'Lamps are out'); await enter();
  await reach('main a', 'Take back'); await enter();
  await reach('button.warn'); await enter();
  await reach('main button', 'Publish now'); await page.keyboard.press('Enter');
  await published(page);
  hold('it is not taken back', !folder.holding('Mill Lane', 'host').length);
  await page.done(); await running.stop(); folder.remove();
});

await check('without JavaScript', async () => {
  const folder = new Folder();
  set(folder); folder.write('content/fair.md', bulletin('The winter fair'));
  const running = await desk(program, folder.root), page = await tab(running, { javaScriptEnabled: false });
  await page.press('link', 'New bulletin');
  await page.locator('ul.kinds a').first().click();
  await page.fill('#title', 'Callers at the door');
  await page.locator('input[name=area]').last().fill('Tanfold');
  await page.fill('#text', `${NAME} was called on by two men.`);
  await page.save('draft');
  hold('no draft is written', folder.documents().some(file => /draft: true/.test(folder.read(file))));
  await page.press('link', 'Edit');
  await page.save('ready');
  await page.press('link', 'Publish');
  await page.press('button', 'Publish now');
  const ended = async () => { for (let n = 0; n < 40; n++) { await page.open('publish'); if (!await page.locator('#running').count()) return; await wait(250); } };
  await ended();
  hold('it is not published', folder.holding(NAME, 'host').length > 0);
  await page.open('');
  await page.press('link', 'Callers at the door');
  await page.press('link', 'Take back');
  await page.locator('button.warn').click();
  await page.press('button', 'Publish now');
  await ended();
  hold('it is not taken back', !folder.holding(NAME, 'host').length);
  await page.open('bring');
  await page.fill('textarea#text', 'Water off in Church End\n\nThe water is off from 9am on Monday 30 November 2026.');
  await page.locator('main form button').last().click();
  hold('a pasted text becomes no draft', folder.documents().some(file => folder.read(file).includes('The water is off')));
  await page.done(); await running.stop(); folder.remove();
});

await check('two tabs, and an editor beside them', async () => {
  const folder = new Folder(), file = 'content/fair.md';
  set(folder); folder.write(file, bulletin('The winter fair'));
  const running = await desk(program, folder.root), one = await tab(running), two = await one.context().newPage();
  const write = `${running.origin}/.desk/write?path=${encodeURIComponent(file)}`;
  await one.goto(write); await two.goto(write);
  await one.fill('#title', 'The first fair'); await one.save('save');
  await one.waitForSelector('body.bulletin');
  await two.fill('#text', 'Written in the second tab.');
  await two.locator('p.do button[name=do][value=save]').click();
  await two.waitForSelector('body.conflict');
  hold('a second tab wrote over the first', folder.read(file).includes('The first fair') && !folder.read(file).includes('second tab'));
  const both = await two.content();
  hold('not both are shown', both.includes('The first fair') && both.includes('Written in the second tab.'));
  await shot(two, 'conflict');
  await two.locator('main form button').first().click();
  await two.waitForSelector('body.bulletin');
  hold('both are not joined', folder.read(file).includes('The first fair') && folder.read(file).includes('Written in the second tab.'));
  await one.goto(write);
  folder.write(file, folder.read(file).replace('kind: notice', 'kind: notice # by hand'));
  await one.fill('#title', 'The third fair'); await one.save('save');
  await one.waitForSelector('body.conflict');
  hold('an editor beside it was written over', folder.read(file).includes('# by hand') && !folder.read(file).includes('third'));
  // A second person's clone pushes, and the folder of the desk pulls while a form is open.
  const far = new Folder(), git = (at, ...more) => execFileSync('git', ['-C', at, '-c', 'user.name=Warden', '-c', 'user.email=warden@tanfold.example', '-c', 'init.defaultBranch=main', ...more], { stdio: 'pipe', env: { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_SYSTEM: os.devNull } }).toString();
  git(far.root, 'init', '--quiet', '--bare', 'all.git');
  git(folder.root, 'init', '--quiet'); folder.write('.gitignore', 'public/\nhost/\n.noticeboard/\n');
  git(folder.root, 'add', '-A'); git(folder.root, 'commit', '--quiet', '-m', 'One');
  git(folder.root, 'push', '--quiet', '--set-upstream', far.on('all.git'), 'main');
  git(folder.root, 'remote', 'add', 'origin', far.on('all.git'));
  git(far.root, 'clone', '--quiet', 'all.git', 'theirs');
  far.write(`theirs/${file}`, folder.read(file).replace('Written in the second tab.', 'Written by another warden.'));
  git(far.on('theirs'), 'commit', '--quiet', '-a', '-m', 'Two'); git(far.on('theirs'), 'push', '--quiet');
  await one.goto(write);
  await one.fill('#title', 'The fourth fair');
  git(folder.root, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  await one.save('save');
  await one.waitForSelector('body.conflict');
  hold('what was pulled was written over', folder.read(file).includes('another warden') && !folder.read(file).includes('fourth'));
  hold('what was pulled is not beside what was typed', /The fourth fair/.test(await one.content()) && /another warden/.test(await one.content()));
  await one.locator('main form button').first().click();
  await one.waitForSelector('body.bulletin');
  hold('both are not joined after a pull', folder.read(file).includes('The fourth fair') && folder.read(file).includes('another warden') && folder.read(file).includes('# by hand'));
  hold('a pull left a lock or a conflict', git(folder.root, 'status', '--porcelain').trim() === `M ${file}`, git(folder.root, 'status', '--porcelain'));
  far.remove();
  await one.done(); await running.stop(); folder.remove();
});

await check('what was typed is there again', async () => {
  const folder = new Folder(), file = 'content/fair.md';
  set(folder); folder.write(file, bulletin('The winter fair'));
  let running = await desk(program, folder.root), page = await tab(running);
  await page.goto(`${running.origin}/.desk/write?path=${encodeURIComponent(file)}`);
  await page.fill('#text', 'Typed and never saved.');
  await wait(1500);
  await running.stop('SIGKILL');
  await page.done();
  hold('typing alone changed the file', !folder.read(file).includes('never saved'));
  running = await desk(program, folder.root); page = await tab(running);
  await page.goto(`${running.origin}/.desk/write?path=${encodeURIComponent(file)}`);
  await shot(page, 'unsaved');
  await page.press('link', 'Go on with it');
  hold('what was typed is lost', await page.inputValue('#text') === 'Typed and never saved.');
  await page.save('save');
  await page.waitForSelector('body.bulletin');
  hold('what was typed is not saved', folder.read(file).includes('never saved'));
  await page.goto(`${running.origin}/.desk/write?path=${encodeURIComponent(file)}`);
  hold('it is offered once more', !await page.getByRole('link', { name: 'Go on with it' }).count());
  await page.open('new');
  await page.locator('ul.kinds a').first().click();
  await page.fill('#title', 'A new thing'); await page.fill('#text', 'New and never saved.');
  await wait(1500);
  await page.open('');
  hold('a new bulletin that was not saved is lost', (await words(page)).includes('A new thing'));
  await page.done(); await running.stop(); folder.remove();
});

await check(`killed in the middle of ${kills} saves`, async () => {
  const folder = new Folder(), file = 'content/fair.md', long = n => `${`Version ${n} of the text, with many words in it. `.repeat(4000)}End ${n}.`;
  set(folder); folder.write(file, bulletin('The winter fair', '', long(0)));
  for (let n = 0; n < kills; n++) {
    const running = await desk(program, folder.root), { look, send } = await enter(running);
    let saved = true;
    const saving = (async () => {
      for (let save = 1; saved; save++) {
        const form = fields((await look(`/.desk/write?path=${encodeURIComponent(file)}`)).text);
        const sent = await send('write', { ...form, text: long(n * 1000 + save), do: 'save' });
        if (sent.status !== 303) { findings.push(`a save was answered with ${sent.status}`); return; }
      }
    })().catch(() => {});
    await wait(60 + Math.random() * 400);
    saved = false;
    await running.stop('SIGKILL');
    await saving;
    const text = folder.read(file), ends = [...text.matchAll(/End (\d+)\./g)].map(found => found[1]), begins = new Set([...text.matchAll(/Version (\d+) of/g)].map(found => found[1]));
    hold('a kill left half a file', ends.length === 1 && begins.size === 1 && begins.has(ends[0]) && text.startsWith('---\ntitle: The winter fair'), { ends, begins: begins.size });
  }
  const left = folder.files('content').filter(name => name !== file);
  const running = await desk(program, folder.root), { look } = await enter(running);
  hold('the desk does not open after a kill', (await look('/.desk/')).status === 200);
  hold('what a kill left is shown as a bulletin', !(await look('/.desk/all')).text.includes('.saving'), left);
  await running.stop(); folder.remove();
});

const EVIL = ['<script>pwned()</script>', '"><img src=x onerror=pwned()>', "'><svg onload=pwned()>", '</title><script>pwned()</script>', '</textarea><script>pwned()</script>', '</option></select><script>pwned()</script>',
  'javascript:pwned()', '{{ page.token }}', '{% include "base.html" %}', '--><script>pwned()</script>', '&lt;script&gt;pwned()&lt;/script&gt;', '\u202eevil', 'a" autofocus onfocus="pwned()', '<a href="javascript:pwned()">x</a>',
  '<iframe srcdoc="<script>parent.pwned()</script>">', '<style>*{background:url(https://evil.example/)}</style>', '<base href="https://evil.example/">', '<form action="https://evil.example/"><button>x</button></form>', '<meta http-equiv=refresh content="0;url=https://evil.example/">', ']]><script>pwned()</script>'];
await check('forty hostile bulletins', async () => {
  const folder = new Folder(), quoted = text => JSON.stringify(text);
  set(folder);
  EVIL.forEach((evil, n) => {
    folder.write(`content/field-${n}.md`, `---\ntitle: ${quoted(`${n} ${evil}`)}\ndate: 2026-11-20 09:00\narea: ${quoted(evil)}\nkind: notice\nsummary: ${quoted(evil)}\nreference: ${quoted(evil)}\nauthor: ${quoted(evil)}\nsource: {name: ${quoted(evil)}, url: ${quoted(evil)}}\nimage: {src: ${quoted(evil)}, alt: ${quoted(evil)}}\ntags: [${quoted(evil)}]\n---\n\n${evil}\n`);
    folder.write(`content/text-${n}.md`, `---\ntitle: Text ${n}\ndate: nonsense ${evil}\narea: Tanfold\n${evil}\n---\n\n[x](${evil}) ![${evil}](${evil})\n`);
  });
  const running = await desk(program, folder.root), page = await tab(running);
  await page.context().exposeFunction('pwned', () => findings.push(`a script of a bulletin ran on ${page.url()}`));
  const screens = ['', 'all', 'all?q=%3Cscript%3Epwned()%3C%2Fscript%3E', 'new', 'publish', 'bring'];
  for (const [n, file] of folder.documents().entries()) {
    const path = encodeURIComponent(file);
    screens.push(`${['bulletin', 'write', 'text'][n % 3]}?path=${path}`);
    if (n % 8 === 0) screens.push(`versions?path=${path}`, `take-back?path=${path}`, `update?path=${path}`);
  }
  for (const screen of screens) {
    await page.open(screen);
    const harm = await page.evaluate(() => [...document.querySelectorAll('script:not([src]), [onerror], [onload], [onfocus], base, meta[http-equiv=refresh], iframe[srcdoc], a[href^="javascript:" i], form:not([action^="/.desk/"])')].map(e => e.outerHTML.slice(0, 120)));
    hold(`a bulletin got through on ${screen}`, !harm.length, harm);
    const token = await page.evaluate(() => document.body.innerText.includes(document.querySelector('[name=token]')?.value ?? '\u0000'));
    hold(`the token is shown on ${screen}`, !token);
  }
  await page.done(); await running.stop(); folder.remove();
});

await check('nobody else gets in', async () => {
  const folder = new Folder();
  set(folder); folder.write('content/fair.md', bulletin('The winter fair'));
  const running = await desk(program, folder.root), { cookie, token, send } = await enter(running), { origin } = running;
  const before = folder.read('content/fair.md'), form = { path: 'content/fair.md' };
  const post = (headers, fields = { ...form, token }) => ask(origin, { path: '/.desk/take-back', method: 'POST', body: new URLSearchParams(fields).toString(), headers: { Cookie: cookie, Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded', ...headers } });
  const refused = async (what, answer) => { const { status } = await answer; hold(`${what} is answered with ${status}`, status >= 400); hold(`${what} changed a bulletin`, folder.read('content/fair.md') === before); };
  await refused('a request without the cookie', ask(origin, { path: '/.desk/' }));
  await refused('a draft without the cookie', ask(origin, { path: '/' }));
  await refused('a change without the cookie', post({ Cookie: '' }));
  await refused('a change without the token', post({}, form));
  await refused('a change with another token', post({}, { ...form, token: 'x' }));
  await refused('a change from another page', post({ Origin: 'https://evil.example' }));
  await refused('a change from a page without a name', post({ Origin: 'null' }));
  await refused('another name of this machine', ask(origin, { path: '/.desk/', host: 'evil.example', headers: { Cookie: cookie } }));
  await refused('a change to what lies outside', send('text', { path: '../outside.md', text: 'x', before: '' }));
  await refused('a change to what is none of the content', send('text', { path: 'site.yaml', text: 'x', before: '' }));
  await refused('a path with ..', ask(origin, { path: '/..%2f..%2fetc/passwd', headers: { Cookie: cookie } }));
  const looked = await ask(origin, { path: `/.desk/take-back?path=content/fair.md&token=${token}`, headers: { Cookie: cookie } });
  hold('looking changes a bulletin', folder.read('content/fair.md') === before, looked.status);
  const screen = await ask(origin, { path: '/.desk/', headers: { Cookie: cookie } });
  hold('it may be framed', screen.headers['x-frame-options'] === 'DENY' && screen.headers['content-security-policy'].includes("frame-ancestors 'none'"));
  hold('scripts may stand in the page', !screen.headers['content-security-policy'].includes('unsafe-inline'));
  const boundary = 'outside', part = (name, value, file) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ''}\r\n\r\n${value}\r\n`;
  const upload = (file, value) => ask(origin, { path: '/.desk/add', method: 'POST', body: part('token', token) + part('path', 'content/fair.md') + part('words', 'x') + part('file', value, file) + `--${boundary}--\r\n`, headers: { Cookie: cookie, Origin: origin, 'Content-Type': `multipart/form-data; boundary=${boundary}` } });
  for (const [file, value] of [['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'], ['a.html', '<!doctype html><script>x</script>'], ['a.png', '<script>x</script>'], ['a\u0001b.exe', 'MZ\0\0']]) {
    const files = folder.files('content').length;
    await refused(`the file ${JSON.stringify(file)}`, upload(file, value));
    hold(`the file ${JSON.stringify(file)} was written`, folder.files('content').length === files);
  }
  for (const name of ['../../evil plan.html', 'a\u0001\u202e.html', 'C:\\x\\y.svg']) await upload(name, '%PDF-1.7\n');
  hold('a name leads elsewhere', folder.has('content/evil-plan.pdf') && folder.files().filter(name => name.endsWith('.pdf')).every(name => /^content\/[a-z0-9-]+\.pdf$/.test(name)), folder.files());
  const huge = await ask(origin, { path: '/.desk/add', method: 'POST', body: 'x', headers: { Cookie: cookie, Origin: origin, 'Content-Length': String(2 ** 30), 'Content-Type': `multipart/form-data; boundary=${boundary}` } }).catch(error => ({ status: 413, text: String(error) }));
  hold('an upload of 1 GB is taken', huge.status === 413, huge.status);
  await running.stop(); folder.remove();
});

await check('nobody else hears the token', async () => {
  const heard = [], server = http.createServer((request, answer) => {
    heard.push({ url: request.url, referer: request.headers.referer, cookie: request.headers.cookie });
    answer.setHeader('Content-Type', 'text/html').end('<title>elsewhere</title><h1>Elsewhere</h1>');
  });
  await new Promise(done => server.listen(0, done));
  // Another host by name: this machine, which the browser reaches by the same address as the desk, and by another.
  const { port } = server.address(), folder = new Folder();
  set(folder); folder.write('content/fair.md', bulletin('The winter fair', '', `Ask [them](http://localhost:${port}/away) or [here](http://127.0.0.1:${port}/near).`));
  const running = await desk(program, folder.root), context = await browser.newContext(), page = await context.newPage(), asked = [];
  const key = new URL(running.url).searchParams.get('token');
  page.on('request', request => asked.push(request));
  await page.goto(running.url);
  hold('the address bar keeps the token', page.url() === `${running.origin}/.desk/`, page.url());
  for (const screen of ['all', 'new', 'publish']) await page.goto(`${running.origin}/.desk/${screen}`);
  await page.getByRole('link', { name: 'Today' }).click();
  await page.getByRole('link', { name: 'The winter fair' }).first().click();
  const shown = await page.locator('iframe').getAttribute('src');
  for (const name of ['them', 'here']) {
    await page.goto(running.origin + shown);
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForURL(`**:${port}/**`);
  }
  const sent = await Promise.all(asked.map(async request => ({ url: request.url(), ...await request.allHeaders() })));
  const later = sent.filter(({ url }) => !url.includes('token='));
  hold('the token is in a request after the first', later.length > 6 && !JSON.stringify(later).includes(key), later.find(one => JSON.stringify(one).includes(key)));
  hold('another page hears where it was linked from', heard.some(({ url }) => url === '/away') && heard.every(({ url, referer }) => !referer || url === '/favicon.ico'), heard);
  hold('another host gets the cookie', heard.filter(({ url }) => url === '/away').every(({ cookie }) => !cookie), heard);
  const passed = await page.evaluate(() => navigation.entries().map(entry => entry.url));
  hold('the token is in the history', !JSON.stringify(passed).includes(key), passed);
  await page.goBack();
  hold('the token is in what the browser goes back to', !page.url().includes('token'), page.url());
  hold('the token is in what the program says', (running.out.match(/token=/g) ?? []).length === 1 && !running.err.includes(key), running.err);
  const kept = folder.files().filter(file => fs.readFileSync(folder.on(file)).includes(key));
  hold('the token is in a file', !kept.length, kept);
  await context.close(); await running.stop(); server.close(); folder.remove();
});

await check('every screen by axe', async () => {
  const folder = new Folder(), file = 'content/2026/fair.md', path = encodeURIComponent(file);
  set(folder);
  folder.write(file, bulletin('The winter fair'));
  folder.write('content/gone.md', bulletin('Gone', 'status: withdrawn\nclosed: 2026-11-21\n'));
  folder.write('content/broken.md', bulletin('Broken', 'expires: nonsense\n'));
  folder.write('content/draft.md', bulletin('A draft', 'draft: true\n'));
  const empty = new Folder(), first = await desk(program, empty.root), running = await desk(program, folder.root);
  const { send, look } = await enter(running);
  const form = fields((await look(`/.desk/write?path=${path}`)).text);
  await send('write', { ...form, title: 'The spring fair', do: 'save' });
  const version = (await look(`/.desk/versions?path=${path}`)).text.match(/versions\?path=[^"]*?id=([\d-]+)/)?.[1];
  const screens = ['', 'all', 'new', 'write?kind=appeal', 'write?kind=event', `write?path=${path}`, `text?path=${path}`, `bulletin?path=${path}`, 'bulletin?path=content%2Fdraft.md', 'delete?path=content%2Fdraft.md', 'bulletin?path=content%2Fgone.md', 'bulletin?path=content%2Fbroken.md',
    `update?path=${path}`, `ends?path=${path}`, `resolved?path=${path}`, `take-back?path=${path}`, `versions?path=${path}`, `versions?path=${path}&id=${version}`, 'bring', 'publish', 'settings'];
  let passes = 0;
  // So high that the bar with the buttons lies over nothing: where one scrolls to is no matter of a target's size.
  for (const width of selfTest ? [1280] : [1280, 320]) {
    for (const [desk, list] of selfTest ? [[running, ['bring']]] : [[first, ['']], [running, screens]]) {
      const page = await tab(desk, { viewport: { width, height: 4000 }, reducedMotion: 'reduce', bypassCSP: true });
      for (const screen of list) {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.open(screen);
        if (selfTest && screen === 'bring') await page.evaluate(() => document.querySelector('label').remove());
        await page.evaluate(axe);
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          const result = await page.evaluate(tags => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'], iframes: false }), TAGS);
          passes += result.passes.length;
          for (const v of result.violations) findings.push(`axe, ${screen || 'first'}, ${width} px, ${colorScheme}: ${v.impact} ${v.id}: ${v.help}` + v.nodes.slice(0, 2).map(n => `\n    ${n.target.join(' ')}  ${n.html.slice(0, 120)}`).join(''));
        }
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        hold(`${screen || 'first'} is wider than ${width} px by ${over}`, over <= 0);
        if (width === 320) await shot(page, `narrow-${(screen || (desk === first ? 'welcome' : 'today')).replace(/\W+/g, '-')}`);
      }
      await page.done();
    }
  }
  hold('axe ran no rule', passes > 0);
  await first.stop(); await running.stop(); folder.remove(); empty.remove();
});

await browser.close();
if (selfTest) {
  const found = findings.some(finding => finding.startsWith('axe, bring'));
  console.log(`self-test of the desk: without a label, ${findings.length} findings`);
  process.exit(found ? 0 : 1);
}
for (const finding of findings) console.log(`  ${finding}`);
console.log(`desk: ${checked} things looked at, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
