// What a browser can do besides following the links of "Pass it on": copy the link and the bulletin's text, and hand it to the
// apps of the device. And whoever came from an area's page finds that area named first.
(() => {
  const areas = document.querySelector('.when .areas');
  const own = areas && document.referrer && [...areas.querySelectorAll('a')].find(link => document.referrer.startsWith(link.href));
  const first = areas && areas.querySelector('a');
  if (own && own !== first) {
    const mark = document.createComment('');
    own.replaceWith(mark);
    first.replaceWith(own);
    mark.replaceWith(first);
  }
  const share = document.querySelector('.share');
  if (!share) return;
  const [link, copy, send, says] = ['[data-link]', '[data-copy]', '[data-send]', '[role="status"]'].map(name => share.querySelector(name));
  const done = button => { says.textContent = button.dataset.done; };
  if (link && navigator.clipboard) {
    link.addEventListener('click', event => {
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(() => done(link), () => { location.href = link.href; });
    });
  }
  if (copy && navigator.clipboard) {
    copy.addEventListener('click', async event => {
      event.preventDefault();
      const text = fetch(copy.href).then(answer => (answer.ok ? answer.text() : Promise.reject(answer.status)));
      try {
        try {
          // Some browsers want the text promised within the press, others cannot wait for one.
          const blob = text.then(words => new Blob([words], { type: 'text/plain' }));
          await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
        } catch { await navigator.clipboard.writeText(await text); }
        done(copy);
      } catch { location.href = copy.href; }
    });
  }
  if (send && navigator.share) {
    send.parentElement.hidden = false;
    send.addEventListener('click', () => {
      navigator.share({ title: document.querySelector('h1').textContent, url: location.origin + location.pathname }).catch(() => {});
    });
  }
})();
