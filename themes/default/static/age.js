// What a page says of itself when nobody has built it since: that a bulletin is over, and that the site was not looked at in time.
// The times stand in the page; the clock is the reader's. Nothing is asked for but the moment of the last build, where the site promises one.
(() => {
  const marked = [...document.querySelectorAll('[data-from], [data-until]')];
  // What is over is no danger any more, beside the word that says so.
  const over = part => {
    part.hidden = false;
    if (!part.matches('.label')) return;
    for (const word of part.parentNode.querySelectorAll('.severity')) word.hidden = true;
    for (const row of [part.closest('li'), ...part.parentNode.children]) row?.classList.remove('urgent');
  };
  const turn = () => {
    const now = Date.now();
    let next = Infinity;
    for (const part of marked) {
      const at = Date.parse(part.dataset.from ?? part.dataset.until);
      if (at > now) next = Math.min(next, at);
      else if ('until' in part.dataset) part.hidden = true;
      else over(part);
    }
    // A browser that slept looks again when it wakes.
    if (next < Infinity) setTimeout(turn, Math.min(next - now + 500, 3600e3));
  };
  turn();
  addEventListener('pageshow', event => event.persisted && turn());

  const line = document.querySelector('[data-checked]');
  if (!line) return;
  fetch(line.dataset.checked, { cache: 'no-cache' }).then(answer => (answer.ok ? answer.text() : '')).then(text => {
    const [at, ...days] = text.trim().split('\n');
    if (!(Date.now() - Date.parse(at) > line.dataset.within * 1000)) return;
    // The build wrote its day in each language of the site, since browsers do not know all of them.
    const day = days.find(day => day.startsWith(`${line.dataset.language} `)) ?? days[0];
    line.querySelector('b').textContent = day.slice(day.indexOf(' ') + 1);
    line.hidden = false;
  }).catch(() => {});
})();
