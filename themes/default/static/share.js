// What a browser can do besides following the links of "Pass it on": copy the bulletin's text, and hand it to the apps of the device.
(() => {
  const share = document.querySelector('.share');
  if (!share) return;
  const [copy, send, says] = ['[data-copy]', '[data-send]', '[role="status"]'].map(name => share.querySelector(name));
  if (copy && navigator.clipboard) {
    copy.parentElement.hidden = false;
    copy.addEventListener('click', async () => {
      const text = fetch(copy.dataset.copy).then(answer => (answer.ok ? answer.text() : Promise.reject(answer.status)));
      try {
        try {
          // Some browsers want the text promised within the press, others cannot wait for one.
          const blob = text.then(words => new Blob([words], { type: 'text/plain' }));
          await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
        } catch { await navigator.clipboard.writeText(await text); }
        says.textContent = copy.dataset.done;
      } catch { location.href = copy.dataset.copy; }
    });
  }
  if (send && navigator.share) {
    send.parentElement.hidden = false;
    send.addEventListener('click', () => {
      navigator.share({ title: document.querySelector('h1').textContent, url: location.origin + location.pathname }).catch(() => {});
    });
  }
})();
