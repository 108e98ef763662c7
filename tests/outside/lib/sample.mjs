// Which pages the checkers that open pages look at: each kind of page, since pages of one kind differ in their words alone. The kind is
// the class of <body>, which for a bulletin names its state as well. OUTSIDE_PAGES=all takes every page, OUTSIDE_PAGES=index.html,about/index.html those.
import fs from 'node:fs';
import path from 'node:path';

export const poster = page => /(^|\/)poster\/index\.html$/.test(page.name);

export function sample(site) {
  // A poster is a sheet of paper, which neither reflows nor has a frame to be passed: `posters` looks at them, and so does `axe`.
  const pages = site.pages.filter(p => !p.alias && !poster(p)), names = new Map(pages.map(p => [p.name, p])), taken = new Map();
  const asked = process.env.OUTSIDE_PAGES;
  if (asked) return asked === 'all' ? pages : asked.split(',').map(name => names.get(name));
  for (const name of ['index.html', 'page/2/index.html', 'search/index.html', '404.html']) if (names.has(name)) taken.set(name, names.get(name));
  // The longest of each kind, and of areas and bulletins the shortest too: what is full, and what is empty.
  const kinds = new Map();
  for (const page of pages) kinds.set(page.kind, [...(kinds.get(page.kind) ?? []), page]);
  for (const [kind, list] of kinds) {
    list.sort((a, b) => a.size - b.size);
    for (const page of /^(area|bulletin)/.test(kind) ? [list[0], list.at(-1)] : [list.at(-1)]) taken.set(page.name, page);
  }
  // What is for a day is laid out otherwise: the longest that has a calendar of its own.
  const dated = pages.filter(p => fs.existsSync(path.join(path.dirname(p.file), 'event.ics'))).sort((a, b) => a.size - b.size).at(-1);
  if (dated) taken.set(dated.name, dated);
  // And the one with the bar that stays at the foot.
  const bar = pages.filter(p => /^bulletin/.test(p.kind) && fs.readFileSync(p.file, 'utf8').includes('class="at-once"')).sort((a, b) => a.size - b.size).at(-1);
  if (bar) taken.set(bar.name, bar);
  return [...taken.values()];
}
