// The bar and the overlay of the preview. It hears when something changed, asks what that means for the page that it is in, and
// loads the page again, swaps its style sheets, or shows what is wrong. Texts go into the page as text and never as HTML.
(() => {
  'use strict';
  const OWN = '/.noticeboard/';
  const script = document.currentScript;
  if (!script || window.top !== window && window.parent.document?.querySelector?.('noticeboard-preview')) return;
  const tab = { mark: script.dataset.mark, edition: script.dataset.edition, run: script.dataset.run };
  const asOn = new URL(location.href).searchParams.get('as-on');
  let leaving = false;

  // --- small things --------------------------------------------------------------------------------------------------
  const el = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, '');
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children.filter(child => child != null && child !== false));
    return element;
  };
  const count = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
  // Storage may be forbidden; then a reload forgets.
  const remember = (key, value) => { try { sessionStorage.setItem(`noticeboard:${key}`, JSON.stringify(value)); } catch { } };
  const remembered = key => { try { return JSON.parse(sessionStorage.getItem(`noticeboard:${key}`)); } catch { return null; } };

  // --- what is on the page -------------------------------------------------------------------------------------------
  const state = el('span', { class: 'state' });
  const mark = el('span', { class: 'mark', hidden: true });
  const facts = el('span', { class: 'facts' }, mark, el('span'));
  const day = el('input', { type: 'date', 'aria-label': 'Show the site as on this date', onchange: () => day.value && goTo(day.value) });
  const now = el('button', { type: 'button', hidden: true, onclick: () => goTo(null) }, 'Now');
  const on = el('span', { class: 'on' }, el('span', { 'aria-hidden': 'true' }, 'as on'), day, now);
  const errors = el('button', { type: 'button', class: 'wrong', hidden: true, onclick: () => showErrors() });
  const warnings = el('button', { type: 'button', class: 'mild', hidden: true, onclick: () => showOwn() });
  const unseen = el('button', { type: 'button', hidden: true, onclick: () => showUnseen() });
  const shareButton = el('button', { type: 'button', onclick: () => showShare() }, 'Share');
  const fold = el('button', { type: 'button', class: 'fold', onclick: () => setSmall(!bar.classList.contains('small')) });
  const bar = el('div', { class: 'bar', role: 'region', 'aria-label': 'Preview' }, state, facts, errors, warnings, el('span', { class: 'gap' }), unseen, on, shareButton, fold);
  const overlay = dialog('errors', 'alertdialog', () => dismiss());
  const own = dialog('own', 'dialog');
  const share = dialog('share', 'dialog');
  const host = el('noticeboard-preview', { lang: 'en-GB', dir: 'ltr' });

  function dialog(name, role, closed = () => {}) {
    const heading = el('h2', { id: `${name}-heading` });
    const body = el('div', { id: `${name}-body` });
    const close = el('button', { type: 'button', onclick: () => box.close() }, 'Close');
    const box = el('dialog', { class: name, role, 'aria-labelledby': `${name}-heading`, 'aria-describedby': role === 'alertdialog' ? `${name}-body` : null,
      onclose: closed, onclick: event => { if (event.target === box && role !== 'alertdialog') box.close(); } }, el('div', { class: 'head' }, heading, close), body);
    return Object.assign(box, { heading, body });
  }

  function setSmall(small) {
    bar.classList.toggle('small', small);
    fold.textContent = small ? '▲' : '▼';
    fold.setAttribute('aria-label', small ? 'Unfold the preview bar' : 'Fold the preview bar');
    fold.setAttribute('aria-expanded', String(!small));
    remember('small', small);
  }

  // --- another date --------------------------------------------------------------------------------------------------
  function withDate(address, date) {
    const url = new URL(address, location.href);
    if (date) url.searchParams.set('as-on', date); else url.searchParams.delete('as-on');
    return url.href;
  }
  function goTo(date) { leaving = true; location.href = withDate(location.href, date); }
  // Links of the site lead on to the same date.
  function carryDate() {
    if (!asOn) return;
    for (const link of document.querySelectorAll('a[href]')) {
      const url = new URL(link.href, location.href);
      if (url.origin === location.origin && !link.getAttribute('href').startsWith('#')) link.href = withDate(url.href, asOn);
    }
  }

  // --- problems ------------------------------------------------------------------------------------------------------
  let current = { errors: [], page: {} };
  const named = problem => JSON.stringify([problem.code, problem.message, problem.place]);
  const where = place => place.line ? `${place.path}:${place.line}:${place.column}` : place.path;
  function quoted(place) {
    if (!place?.quoted) return null;
    const [before, marked, after] = place.quoted;
    return el('pre', { class: 'quoted', tabindex: '0', role: 'group', 'aria-label': `Line ${place.line}` },
      el('span', { class: 'number', 'aria-hidden': 'true' }, `${place.line} │ `), before, el('mark', {}, marked || ' '), after);
  }
  function listed(problems) {
    return el('ul', { class: 'list' }, ...problems.map(problem => el('li', { class: problem.severity },
      el('h3', {}, el('span', { class: 'code' }, `${problem.severity}[${problem.code}]`), ' ', problem.message),
      problem.place && el('p', { class: 'place' }, where(problem.place)), quoted(problem.place),
      ...problem.related.flatMap(one => [el('p', { class: 'place' }, `${where(one)}: ${one.message}`), quoted(one)]),
      el('p', { class: 'help' }, problem.help))));
  }
  function showErrors() {
    overlay.heading.textContent = `${count(current.errors.length, 'error')} to mend`;
    overlay.body.replaceChildren(listed(current.errors), el('p', { class: 'note' }, 'This goes away when it is mended. Escape closes it until there is something new.'));
    if (!overlay.open) { share.close(); own.close(); overlay.showModal(); }
  }
  function dismiss() { if (current.errors.length) remember('dismissed', current.errors.map(named)); }
  function errorsChanged() {
    const dismissed = remembered('dismissed') ?? [];
    errors.hidden = !current.errors.length;
    errors.textContent = count(current.errors.length, 'error');
    if (!current.errors.length) {
      remember('dismissed', []);
      if (overlay.open) overlay.close();
    } else if (current.errors.some(problem => !dismissed.includes(named(problem)))) {
      showErrors();
    } else if (overlay.open) {
      showErrors();
    }
  }
  function showOwn() {
    own.heading.textContent = 'In this file';
    own.body.replaceChildren(listed(current.page.problems ?? []));
    own.showModal();
  }

  // What readers do not see yet, with the way to each.
  function showUnseen() {
    own.heading.textContent = 'Not public yet';
    own.body.replaceChildren(el('ul', { class: 'list' }, ...(current.waiting ?? []).map(one => el('li', {},
      el('h3', {}, el('a', { href: withDate(one.link, asOn) }, one.source)),
      el('p', { class: 'place' }, one.when ? `${one.state}, until ${one.when}` : one.state)))));
    own.showModal();
  }

  // --- how a shared link looks ---------------------------------------------------------------------------------------
  function showShare() {
    const meta = name => document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.content ?? '';
    const title = meta('og:title') || document.title, description = meta('og:description') || meta('description');
    const link = current.page.link ?? '', site = current.page.host ?? '', image = meta('og:image');
    let picture = el('div', { class: 'no-picture' }, 'No picture');
    if (image) {
      const url = new URL(image, location.href);
      // A picture elsewhere is not asked for: its host would hear of the preview.
      picture = url.origin === location.origin
        ? el('img', { src: withDate(url.href, asOn), alt: meta('og:image:alt'), onerror: event => event.target.replaceWith(el('div', { class: 'no-picture' }, 'The picture cannot be loaded')) })
        : el('div', { class: 'no-picture' }, `Picture on another host, not loaded here: ${url.href}`);
    }
    const row = (name, value, bad) => [el('dt', {}, name), el('dd', { class: bad ? 'bad' : null }, value)];
    const length = [...title].length, size = meta('og:image:width') && `${meta('og:image:width')} × ${meta('og:image:height')} pixels`;
    share.heading.textContent = 'How a link to this page looks';
    share.body.replaceChildren(el('div', { class: 'views' },
      el('section', {}, el('h3', {}, 'In a chat'), el('div', { class: 'chat' }, el('div', { class: 'bubble' },
        el('div', { class: 'card' }, picture, el('div', {}, el('strong', {}, title), el('p', {}, description), el('small', {}, site))),
        el('span', { class: 'link' }, link)))),
      el('section', {}, el('h3', {}, 'As a plain line'), el('p', { class: 'line' }, `${title} ${link}`),
        el('dl', {}, ...row('Title', length > 70 ? `${length} characters; chats cut it after about 70` : `${length} characters`, length > 70),
          ...row('Description', description ? `${[...description].length} characters` : 'none', !description),
          ...row('Picture', image ? size || 'size unknown' : 'none', !image),
          ...(meta('robots').includes('noindex') ? row('Search', 'search engines are asked not to list it') : [])))));
    share.showModal();
  }

  // --- what the server says ------------------------------------------------------------------------------------------
  function describe(said) {
    current = said;
    const page = said.page;
    const unread = page.name === 'none' && said.errors.length;
    state.textContent = unread ? 'As it was before the error' : page.state;
    state.className = `state ${page.name ?? ''}`;
    const dates = (page.dates ?? []).map(([what, when]) => `${what} ${when}`);
    facts.lastChild.textContent = [...dates, page.source].filter(Boolean).join(' · ');
    facts.title = facts.lastChild.textContent;
    for (const one of [bar, host]) one.classList.toggle('other', Boolean(said.asOn));
    mark.hidden = now.hidden = !said.asOn;
    mark.textContent = said.asOn ? `As on ${said.asOn.words}. ` : '';
    day.value = said.asOn?.day ?? said.today ?? '';
    shareButton.hidden = !page.link;
    const waiting = said.waiting ?? [];
    unseen.hidden = !waiting.length;
    unseen.textContent = `${waiting.length} not public`;
    const problems = page.problems ?? [];
    const mild = problems.filter(problem => problem.severity !== 'error').length;
    warnings.hidden = !mild;
    warnings.textContent = count(mild, 'warning');
    errorsChanged();
  }

  const stem = href => new URL(href, location.href).pathname.replace(/\.[0-9a-f]{10}\.css$/, '.css');
  function swap(link, href) {
    const fresh = link.cloneNode();
    fresh.href = href;
    // The old sheet goes only when the new one is there, so that nothing is seen without a style.
    fresh.addEventListener('load', () => link.remove());
    fresh.addEventListener('error', () => link.remove());
    link.after(fresh);
  }
  function restyle(said) {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')];
    for (const href of said.styles ?? []) {
      const address = new URL(href, location.href).href;
      for (const link of links) if (stem(link.href) === stem(address) && link.href !== address) swap(link, href);
    }
    for (const file of said.files ?? []) {
      for (const link of links) {
        const url = new URL(link.href);
        if (url.pathname === new URL(file, location.href).pathname) { url.searchParams.set('edition', said.edition); swap(link, url.href); }
      }
    }
  }

  function reload() {
    leaving = true;
    remember('scroll', { at: location.href, x: scrollX, y: scrollY });
    location.reload();
  }

  let asking = false, again = false;
  async function look() {
    if (leaving) return;
    if (asking) { again = true; return; }
    asking = true;
    do {
      again = false;
      const query = new URLSearchParams({ at: location.pathname, ...tab, ...(asOn && { 'as-on': asOn }) });
      try {
        const answer = await fetch(`${OWN}state?${query}`, { cache: 'no-store' });
        if (!answer.ok) break;
        const said = await answer.json();
        if (leaving) return;
        if (said.then === 'reload') return reload();
        restyle(said);
        tab.edition = said.edition;
        // A page that came from an earlier run and is still right belongs to this one.
        tab.run = said.run;
        away(false);
        describe(said);
      } catch { away(true); }
    } while (again);
    asking = false;
  }
  function away(gone) {
    bar.classList.toggle('gone', gone);
    if (gone) { state.textContent = 'The preview has ended; this comes back when it does'; state.className = 'state away'; }
  }

  // --- hearing of changes --------------------------------------------------------------------------------------------
  // A browser opens six connections to a host and no more, so one tab holds the stream and tells the others.
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('noticeboard-preview') : null;
  if (channel) channel.onmessage = ({ data }) => data === 'away' ? away(true) : look();
  function listen() {
    const stream = new EventSource(`${OWN}events`);
    stream.addEventListener('look', () => { channel?.postMessage('look'); look(); });
    stream.addEventListener('error', () => {
      if (leaving) return;
      away(true);
      channel?.postMessage('away');
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    });
    return stream;
  }
  if (navigator.locks && channel) {
    navigator.locks.request('noticeboard-preview', () => new Promise(() => listen())).catch(() => listen());
  } else {
    // Without locks (on a plain address of the network) each tab has a stream of its own while it is looked at.
    let stream = null;
    const turn = () => {
      if (document.visibilityState === 'visible') { stream ??= listen(); } else { stream?.close(); stream = null; }
    };
    document.addEventListener('visibilitychange', turn);
    turn();
  }
  addEventListener('pageshow', event => { if (event.persisted) { leaving = false; look(); } });
  addEventListener('pagehide', () => { leaving = true; });

  // --- putting it in place -------------------------------------------------------------------------------------------
  const root = host.attachShadow({ mode: 'open' });
  const style = el('link', { rel: 'stylesheet', href: `${OWN}preview.css` });
  const all = el('div', { hidden: true }, bar, overlay, own, share);
  // Nothing is seen before it has its style.
  const styled = () => { all.hidden = false; look(); };
  style.addEventListener('load', styled);
  style.addEventListener('error', styled);
  root.append(style, all);
  setSmall(remembered('small') ?? false);
  carryDate();
  document.body.append(host);

  const scroll = remembered('scroll');
  if (scroll?.at === location.href) {
    const restore = () => { if (Math.abs(scrollY - scroll.y) > 1) scrollTo({ left: scroll.x, top: scroll.y, behavior: 'instant' }); };
    if (document.readyState === 'complete') restore(); else addEventListener('load', restore, { once: true });
  }
  remember('scroll', null);
})();
