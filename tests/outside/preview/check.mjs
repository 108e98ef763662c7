#!/usr/bin/env node
// tests/outside/preview/check.mjs PROGRAM [COUNT] [ONLY]
// What the preview promises, held to it in Chromium on a generated site: after each change the page is right and was loaded again once;
// errors lie over the page and go when they are mended; the keyboard reaches them; another date, the share view, many tabs, a restart.
// SHOTS=DIR keeps pictures of the bar, the overlay and the share view. Exit 0: all holds. 1: something does not.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { launch } from '../lib/browser.mjs';
import { Site, preview, wait } from './lib.mjs';

const [program, count, only] = [process.argv[2], Number(process.argv[3] ?? 300), process.argv[4]];
const site = new Site(count), browser = await launch();
const findings = [];
let running = await preview(program, site.root, '--port', '0'), checked = 0;
const at = address => new URL(address, running.url).href;
const context = await browser.newContext();
context.setDefaultTimeout(20_000);

// A tab that counts how often it was loaded, and what its scripts said.
async function tab(address, settings) {
  const page = settings ? await (await browser.newContext(settings)).newPage() : await context.newPage();
  page.loads = 0;
  page.on('load', () => page.loads++);
  page.on('pageerror', error => findings.push(`script error: ${error}`));
  page.on('request', request => { const { origin } = new URL(request.url()); if (origin !== new URL(running.url).origin && !request.url().startsWith('data:')) findings.push(`asks another host: ${request.url()}`); });
  await page.goto(at(address));
  await page.waitForFunction(() => document.querySelector('noticeboard-preview')?.shadowRoot.querySelector('.state')?.textContent);
  await wait(150);
  page.loads = 0;
  return page;
}
const close = page => page.context() === context ? page.close() : page.context().close();
const heading = (page, title) => page.waitForFunction(title => document.querySelector('h1')?.textContent === title, title);
const overlay = page => page.locator('noticeboard-preview dialog.errors');
const listed = (page, title) => page.waitForFunction(title => document.body.innerText.includes(title), title);
function hold(what, holds) { checked++; if (!holds) findings.push(what); }
async function once(page, what) { await wait(900); hold(`${what}: loaded ${page.loads} times`, page.loads === 1); page.loads = 0; }
async function check(name, work) {
  if (only && !name.includes(only)) return;
  const before = findings.length, from = performance.now();
  try { await work(); } catch (error) { findings.push(`${name}: ${String(error).split('\n')[0]}`); }
  console.log(`${findings.length > before ? 'FOUND' : 'ok   '} ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
}

await check('edit', async () => {
  const page = await tab(site.address(7));
  site.write(site.path(7), site.text(7, 'Edited once'));
  await heading(page, 'Edited once');
  await once(page, 'an edit');
  const list = await tab(`/areas/area-7/`);
  site.write(site.path(7), site.text(7, 'Edited twice'));
  await listed(list, 'Edited twice');
  await heading(page, 'Edited twice');
  await once(page, 'an edit with two tabs'); await once(list, 'a list');
  site.write(site.path(9), site.text(9, 'Elsewhere'));
  await wait(1200);
  hold('a page that did not change was loaded again', page.loads === 0);
  await close(page); await close(list);
});

await check('scroll', async () => {
  const page = await tab(site.address(7), { viewport: { width: 800, height: 400 } });
  await page.evaluate(() => scrollTo(0, 420));
  site.write(site.path(7), site.text(7, 'Scrolled'));
  await heading(page, 'Scrolled');
  await wait(500);
  const y = await page.evaluate(() => scrollY);
  hold(`the place on the page was lost: ${y}`, Math.abs(y - 420) < 40);
  await close(page);
});

await check('add, rename, delete', async () => {
  const front = await tab('/');
  site.write('content/new.md', site.text(3, 'Fresh bulletin').replace(/date: .*/, 'date: 2026-01-01 09:00'));
  await listed(front, 'Fresh bulletin');
  await once(front, 'a new bulletin');
  fs.renameSync(site.on('content/new.md'), site.on('content/newer.md'));
  await front.waitForFunction(() => document.querySelector('a[href="/2026/01/newer/"]'));
  await once(front, 'a renamed bulletin');
  hold('the old address still stands', (await fetch(at('/2026/01/new/'))).status === 404);
  fs.rmSync(site.on('content/newer.md'));
  await front.waitForFunction(() => !document.body.innerText.includes('Fresh bulletin'));
  await once(front, 'a deleted bulletin');
  const gone = await tab('/2026/01/newer/');
  site.write('content/newer.md', site.text(3, 'Back again').replace(/date: .*/, 'date: 2026-01-01 09:00'));
  await heading(gone, 'Back again');
  fs.rmSync(site.on('content/newer.md'));
  await gone.waitForFunction(() => document.title.startsWith('Nothing') || document.body.innerText.includes('nothing at this address'));
  await close(front); await close(gone);
});

await check('folders', async () => {
  const page = await tab(site.address(7));
  fs.renameSync(site.on('content/000'), site.on('content/moved'));
  await wait(1200);
  hold('a moved folder changed its pages', page.loads === 0);
  fs.writeFileSync(site.on('content/moved/b-7.md'), site.text(7, 'In a moved folder'));
  await heading(page, 'In a moved folder');
  await once(page, 'an edit in a moved folder');
  fs.renameSync(site.on('content/moved'), site.on('content/000'));
  fs.cpSync(site.on('content'), site.on('copy'), { recursive: true });
  fs.renameSync(site.on('content'), site.on('old'));
  fs.renameSync(site.on('copy'), site.on('content'));
  await wait(2500);
  page.loads = 0;
  site.write(site.path(7), site.text(7, 'In a replaced folder'));
  await heading(page, 'In a replaced folder');
  await once(page, 'an edit in a replaced content folder');
  fs.rmSync(site.on('old'), { recursive: true });
  await close(page);
});

await check('template', async () => {
  const page = await tab(site.address(7)), css = await tab('/');
  site.write('templates/bulletin.html', '{% extends "default/bulletin.html" %}{% block help %}<p id="own">Ring anyway.</p>{% endblock %}');
  await page.waitForSelector('#own');
  await once(page, 'a new template');
  hold('the front page does not use this template', css.loads === 0);
  site.write('templates/bulletin.html', '{% extends "default/bulletin.html" %}{% block help %}<p id="own">Do ring.</p>{% endblock %}');
  await listed(page, 'Do ring.');
  await once(page, 'a changed template');
  fs.rmSync(site.on('templates'), { recursive: true });
  await page.waitForFunction(() => !document.querySelector('#own'));
  await once(page, 'a removed template');
  await close(page); await close(css);
});

await check('theme, styles and static files', async () => {
  const page = await tab(site.address(7));
  site.write('themes/ours/theme.yaml', 'name: ours\ntitle: Ours\n');
  site.write('themes/ours/static/theme.css', 'h1 { color: rgb(1, 2, 3); }');
  await wait(800); page.loads = 0;
  site.write('site.yaml', site.read('site.yaml') + 'theme: ours\n');
  const colour = rgb => page.waitForFunction(rgb => getComputedStyle(document.querySelector('h1')).color === rgb, rgb);
  await colour('rgb(1, 2, 3)');
  await wait(900);
  hold('choosing a theme with other styles loads the page again more than once', page.loads <= 1);
  page.loads = 0;
  await page.evaluate(() => { globalThis.kept = 'kept'; });
  site.write('themes/ours/static/theme.css', 'h1 { color: rgb(4, 5, 6); }');
  await colour('rgb(4, 5, 6)');
  await wait(600);
  hold('a style sheet loads the page again', page.loads === 0 && await page.evaluate(() => globalThis.kept) === 'kept');
  hold('the old style sheet is still there', await page.evaluate(() => document.querySelectorAll('link[rel=stylesheet][href*="/noticeboard."]').length) === 1);
  site.write('themes/ours/templates/page.html', '{% extends "default/page.html" %}');
  site.write('themes/ours/static/favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await page.waitForFunction(() => !('kept' in globalThis));
  await once(page, 'a static file of the theme');
  await close(page);
});

await check('attachments', async () => {
  const red = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
  site.write('content/000/dot.png', red);
  site.write(site.path(11), site.text(11).replace('## More', '![A dot](dot.png)\n\n## More'));
  await wait(1000);
  const page = await tab(site.address(11)), other = await tab(site.address(12));
  await page.waitForFunction(() => document.querySelector('main img')?.naturalWidth === 1);
  site.write('content/000/dot.png', Buffer.concat([red, Buffer.from('x')]));
  await once(page, 'a changed picture');
  hold('a picture of another page loads this one again', other.loads === 0);
  await close(page); await close(other);
});

await check('settings', async () => {
  const page = await tab(site.address(7));
  site.write('site.yaml', site.read('site.yaml').replace('Wren Valley Watch', 'Wren Watch'));
  await listed(page, 'Wren Watch');
  await once(page, 'site.yaml');
  site.write('site.yaml', site.read('site.yaml').replace('wrenvalley.example/', 'wrenvalley.example/watch/'));
  await wait(1500);
  hold('a path of base_url is not followed', (await fetch(at('/watch/'))).status === 200 && (await fetch(at('/'))).url.endsWith('/watch/'));
  await page.goto(at('/watch' + site.address(7)));
  await page.click('nav[aria-label=Breadcrumb] a >> nth=0');
  hold('links do not stay below the path', new URL(page.url()).pathname.startsWith('/watch/'));
  site.write('site.yaml', site.read('site.yaml').replace('/watch/', '/'));
  await wait(1000);
  await close(page);
});

await check('git checkout', async () => {
  const git = (...words) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', site.root, ...words], { stdio: 'ignore' });
  git('init', '-q', '-b', 'one'); git('add', '-A'); git('commit', '-qm', 'one'); git('checkout', '-qb', 'two');
  for (let n = 0; n < count; n += 1) site.write(site.path(n), site.text(n, `Second branch ${n}`));
  git('add', '-A'); git('commit', '-qm', 'two'); git('checkout', '-q', 'one');
  await wait(2500);
  const page = await tab(site.address(7)), title = await page.textContent('h1');
  git('checkout', '-q', 'two');
  await heading(page, 'Second branch 7');
  await wait(1500);
  await once(page, `a checkout of ${count} files`);
  git('checkout', '-q', 'one');
  await heading(page, title);
  await wait(1500);
  await once(page, 'the way back');
  await close(page);
});

await check('editors', async () => {
  const page = await tab(site.address(7)), file = site.on(site.path(7));
  fs.writeFileSync(file + '~', 'backup'); fs.writeFileSync(path.join(path.dirname(file), '4913'), ''); fs.rmSync(path.join(path.dirname(file), '4913'));
  fs.writeFileSync(path.join(path.dirname(file), '.b-7.md.swp'), 'x');
  fs.writeFileSync(file + '.new', site.text(7, 'Written by rename')); fs.renameSync(file + '.new', file);
  await heading(page, 'Written by rename');
  await once(page, 'a save by rename');
  fs.rmSync(file + '~');
  fs.rmSync(file); fs.writeFileSync(file, site.text(7, 'Removed and written'));
  await heading(page, 'Removed and written');
  await once(page, 'a save by removal');
  // Half of it, a pause, the rest.
  const text = site.text(7, 'Saved half-way');
  const handle = fs.openSync(file, 'w');
  fs.writeSync(handle, text.slice(0, 30));
  await overlay(page).waitFor();
  fs.writeSync(handle, text.slice(30)); fs.closeSync(handle);
  await heading(page, 'Saved half-way');
  await overlay(page).waitFor({ state: 'hidden' });
  await once(page, 'a file saved half-way');
  await close(page);
});

await check('broken bulletin', async () => {
  const page = await tab(site.address(7)), other = await tab(site.address(8)), text = site.text(7, 'Mended');
  page.loads = 0;
  site.write(site.path(7), text.replace('date: ', 'date: <img src=x onerror=alert(1)>'));
  await overlay(page).waitFor();
  const said = await overlay(page).innerText();
  hold(`the overlay lacks something: ${said}`, ['date-unreadable', '<img src=x onerror=alert(1)>', `${site.path(7)}:3:7`, 'Escape'].every(part => said.includes(part)));
  hold('what is quoted became HTML', await page.evaluate(() => !document.querySelector('noticeboard-preview').shadowRoot.querySelector('img')));
  hold('the page under the overlay was lost', page.loads === 0);
  hold('the bar says something else of the page', (await page.locator('noticeboard-preview .state').textContent()) === 'As it was before the error');
  hold('the overlay has no role', await overlay(page).getAttribute('role') === 'alertdialog');
  hold('the focus is not in the overlay', await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.closest('dialog') !== null));
  await page.keyboard.press('Tab');
  hold('the focus leaves the overlay', await page.evaluate(() => { const active = document.activeElement; return active === document.body || Boolean(active.shadowRoot?.activeElement?.closest('dialog')); }));
  if (process.env.SHOTS) for (const scheme of ['light', 'dark']) for (const width of [1280, 360]) { await page.emulateMedia({ colorScheme: scheme }); await page.setViewportSize({ width, height: 720 }); await page.screenshot({ path: `${process.env.SHOTS}/overlay-${width}-${scheme}.png` }); }
  await page.keyboard.press('Escape');
  await overlay(page).waitFor({ state: 'hidden' });
  await overlay(other).waitFor();
  await other.keyboard.press('Escape');
  site.write(site.path(8), site.text(8, 'Still followed'));
  await heading(other, 'Still followed');
  await wait(500);
  hold('what was closed comes back without anything new', !await overlay(other).isVisible());
  await other.goto(at('/areas/'));
  hold('other pages do not work', await other.textContent('h1') === 'Areas');
  site.write(site.path(8), site.text(8, 'Broken too').replace('kind: appeal', 'kind: apeal'));
  await overlay(page).waitFor();
  site.write(site.path(8), site.text(8, 'Whole'));
  site.write(site.path(7), text);
  await overlay(page).waitFor({ state: 'hidden' });
  await heading(page, 'Mended');
  await close(page); await close(other);
});

await check('broken template', async () => {
  const page = await tab(site.address(7));
  site.write('templates/bulletin.html', '{% extends "default/bulletin.html" %}\n{% block help %}{{ bulletin.nowhere }}<script>{% endblock %}');
  await overlay(page).waitFor();
  hold('a fault is not named', (await overlay(page).innerText()).includes('templates/bulletin.html:2:'));
  hold('the page was lost', (await page.textContent('h1')) === 'Mended' || only);
  const fresh = await context.newPage();
  const answer = await fresh.goto(at(site.address(9)));
  await overlay(fresh).waitFor();
  hold('a page that cannot be rendered says nothing', answer.status() === 500 && (await fresh.textContent('main pre')).includes('template-fault'));
  await fresh.goto(at('/areas/'));
  hold('other pages do not work', await fresh.textContent('h1') === 'Areas');
  await fresh.goto(at(site.address(9)));
  site.write('templates/bulletin.html', '{% extends "default/bulletin.html" %}\n{% block help %}{% if %}');
  await page.waitForFunction(() => document.querySelector('noticeboard-preview').shadowRoot.querySelector('dialog.errors').innerText.includes('template-broken'));
  fs.rmSync(site.on('templates'), { recursive: true });
  await overlay(page).waitFor({ state: 'hidden' });
  await fresh.waitForSelector('article');
  await overlay(fresh).waitFor({ state: 'hidden' });
  await close(page); await close(fresh);
});

await check('broken settings', async () => {
  const page = await tab('/'), before = site.read('site.yaml');
  site.write('site.yaml', before + 'colour: red\n: [\n');
  await overlay(page).waitFor();
  hold('the place is not named', (await overlay(page).innerText()).includes('site.yaml:'));
  hold('the page changed', page.loads === 0);
  site.write('site.yaml', before);
  await overlay(page).waitFor({ state: 'hidden' });
  await wait(500);
  hold('mending what did not show loads the page again', page.loads === 0);
  await close(page);
});

await check('bar and another date', async () => {
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10), next = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
  site.write('content/fair.md', `---\ntitle: The fair\ndate: ${day} 08:00\narea: Area 1\nkind: event\n---\nCome.\n`);
  const page = await tab(site.address(7));
  const bar = page.locator('noticeboard-preview .bar'), state = page.locator('noticeboard-preview .state');
  hold(`the state is ${await state.textContent()}`, await state.textContent() === 'Open');
  hold('the dates are not there', (await page.locator('noticeboard-preview .facts').textContent()).includes('Published 9:30am'));
  const order = await page.evaluate(() => { const all = [...document.querySelectorAll('a[href], button, input, noticeboard-preview')]; return all.at(-1).localName; });
  hold('the bar stands in the way of the Tab key', order === 'noticeboard-preview');
  const address = `/${day.slice(0, 4)}/${day.slice(5, 7)}/fair/`;
  await page.goto(at(address));
  await page.waitForFunction(() => document.querySelector('noticeboard-preview')?.shadowRoot.querySelector('.state').textContent === 'Scheduled');
  await page.locator('noticeboard-preview input[type=date]').fill(day);
  await heading(page, 'The fair');
  await page.waitForFunction(() => document.querySelector('noticeboard-preview')?.shadowRoot.querySelector('.mark').textContent.startsWith('As on midday'));
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/as-on.png` });
  hold('the day is not marked', await page.evaluate(() => document.querySelector('noticeboard-preview').shadowRoot.querySelector('.bar.other') !== null));
  await page.click('p.name a');
  await listed(page, 'The fair');
  hold('links lose the date', page.url().includes(`as-on=${day}`));
  site.write('content/fair.md', site.read('content/fair.md').replace('The fair', 'The great fair'));
  await listed(page, 'The great fair');
  await page.goto(at(`/?as-on=${next}`));
  await page.waitForFunction(() => document.querySelector('noticeboard-preview')?.shadowRoot.querySelector('.mark').textContent.startsWith('As on'));
  await page.locator('noticeboard-preview button', { hasText: 'Now' }).click();
  await page.waitForFunction(() => !location.href.includes('as-on') && document.readyState === 'complete');
  hold('what is to come shows now', !(await page.textContent('body')).includes('The great fair'));
  hold('a date that is none', (await fetch(at('/?as-on=yesterday'))).status === 400);
  fs.rmSync(site.on('content/fair.md'));
  await close(page);
});

await check('share view', async () => {
  for (const colorScheme of ['light', 'dark']) for (const width of [1280, 360]) {
    const page = await tab(site.address(7), { colorScheme, viewport: { width, height: 760 } });
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/bar-${width}-${colorScheme}.png` });
    await page.locator('noticeboard-preview button', { hasText: 'Share' }).click();
    const share = page.locator('noticeboard-preview dialog.share');
    await share.waitFor();
    await wait(300);
    const said = await share.innerText();
    hold(`the share view lacks something: ${said}`, [await page.textContent('h1'), 'wrenvalley.example', `https://wrenvalley.example${site.address(7)}`, '1200 × 630'].every(part => said.includes(part)));
    hold('the picture of the card is not there', await share.locator('img').evaluate(image => image.naturalWidth) === 1200);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/share-${width}-${colorScheme}.png` });
    hold('sideways scroll', await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await page.keyboard.press('Escape');
    await share.waitFor({ state: 'hidden' });
    await close(page);
  }
});

await check('rules for people with disabilities', async () => {
  const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const good = site.text(7, 'Mended');
  site.write(site.path(7), good.replace('kind: appeal', 'kind: apeal'));
  await wait(800);
  for (const colorScheme of ['light', 'dark']) for (const width of [1280, 360]) {
    const page = await tab(site.address(8), { colorScheme, viewport: { width, height: 760 }, reducedMotion: 'reduce' });
    await overlay(page).waitFor();
    const run = async what => { await page.evaluate(axe); const found = await page.evaluate(() => globalThis.axe.run({ include: [['noticeboard-preview']] })); for (const one of found.violations) findings.push(`${what} (${colorScheme}, ${width} px): ${one.id}: ${one.help} ${one.nodes[0].html.slice(0, 120)}`); checked += found.passes.length; };
    await run('the overlay');
    await page.keyboard.press('Escape');
    await run('the bar');
    await page.locator('noticeboard-preview button', { hasText: 'Share' }).click();
    await run('the share view');
    await close(page);
  }
  site.write(site.path(7), good);
});

await check('a strict policy', async () => {
  site.write('templates/base.html', '{% extends "default/base.html" %}{% block head %}<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'self\'; style-src \'self\'; img-src \'self\'; connect-src \'self\'">{% endblock %}');
  await wait(800);
  const page = await tab(site.address(7));
  site.write(site.path(7), site.text(7, 'Under a policy'));
  await heading(page, 'Under a policy');
  await once(page, 'under a policy');
  const height = await page.locator('noticeboard-preview .bar').evaluate(bar => bar.getBoundingClientRect().height);
  hold(`the bar has no style: ${height}`, height > 20 && height < 120);
  fs.rmSync(site.on('templates'), { recursive: true });
  await wait(500);
  await close(page);
});

await check('ten tabs', async () => {
  const pages = [];
  for (let n = 0; n < 10; n++) pages.push(await tab(site.address(7)));
  site.write(site.path(7), site.text(7, 'For ten tabs'));
  for (const page of pages) await heading(page, 'For ten tabs');
  // The one that held the stream goes; another takes it.
  await close(pages.shift());
  await wait(300);
  site.write(site.path(7), site.text(7, 'For nine tabs'));
  for (const page of pages) await heading(page, 'For nine tabs');
  for (const page of pages) await close(page);
});

await check('restart', async () => {
  const page = await tab(site.address(7)), same = await tab(site.address(12)), port = new URL(running.url).port;
  const ended = await running.stop();
  hold(`Ctrl-C ends it with ${ended}`, ended === 130);
  await page.waitForFunction(() => document.querySelector('noticeboard-preview').shadowRoot.querySelector('.away'));
  site.write(site.path(7), site.text(7, 'While it was away'));
  running = await preview(program, site.root, '--port', port);
  await heading(page, 'While it was away');
  await once(page, 'a restart');
  hold('what did not change is loaded again', same.loads === 0);
  await same.waitForFunction(() => !document.querySelector('noticeboard-preview').shadowRoot.querySelector('.away'));
  site.write(site.path(12), site.text(12, 'Followed again'));
  await heading(same, 'Followed again');
  await close(page); await close(same);
});

await browser.close();
const ended = await running.stop();
hold(`Ctrl-C ends it with ${ended}`, ended === 130);
hold('something was left behind', !fs.existsSync(site.on('.noticeboard')) && !fs.existsSync(site.on('public')));
hold(`it says of itself: ${running.err.match(/.*panicked.*/)?.[0]}`, !running.err.includes('panicked'));
if (process.env.VERBOSE) console.log(running.err);
site.remove();
for (const finding of findings) console.log(finding);
console.log(`preview: ${checked} things held on ${count} bulletins, ${findings.length} finding(s)`);
process.exitCode = findings.length ? 1 : 0;
