// Search in the reader's browser. The page names the contents of an index in pieces (`src/search/`); a query fetches those that
// it needs, and nothing is sent anywhere. Works under `default-src 'self'`. The words are the page's own (`search.html`).

// --- Words, as `src/search/fold.rs` and `tokens.rs` take them from bulletins -------------------------------------------------

const OTHER = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', ς: 'σ', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه' };
const LEFT_OUT = /['‘’ʼ\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g;
const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const UNSPACED = '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}';
const SEGMENT = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu');
const RUN = new RegExp(`^[${UNSPACED}]`, 'u');
const encoder = new TextEncoder(), decoder = new TextDecoder(), room = new Uint8Array(31);
const cut = term => term.slice(0, encoder.encodeInto(term, room).read);

export function fold(text) {
  return text.normalize('NFKD').toLowerCase().replace(LEFT_OUT, '').replace(/[^\u0000-\u007f]/g, c => OTHER[c] ?? c).normalize('NFC');
}

// The tokens of a folded text. Each has a number, or stands for those numbered `from` to `to`; the last letter of a run without
// spaces is no `need` of a query, which has it in the pair before.
export function tokens(text) {
  const found = [];
  let number = 0, end = 0, compound = null, telephone = null;
  const endCompound = () => {
    if (compound?.parts > 1 && (!compound.digits || compound.text.length > 4)) found.push({ term: cut(compound.text), from: compound.from, to: number });
    compound = null;
  };
  const endTelephone = () => {
    const { digits = '', groups, plus, from } = telephone ?? {};
    telephone = null;
    if (digits.length < 9 || digits.length > 15) return;
    const home = digits.match(plus ? /^440?(.*)/ : /^00440?(.*)/)?.[1];
    if (home !== undefined) found.push({ term: `0${home}`, from, to: number });
    else if (plus || (groups > 1 && digits[0] === '0')) found.push({ term: digits, from, to: number });
  };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const gap = text.slice(end, index), digits = /^[0-9]+$/.test(word);
    end = index + word.length;
    if (!(compound && (gap === '-' || (/^[/.]$/.test(gap) && digits && compound.digits)))) endCompound();
    if (!(telephone && digits && /^[ ().-]{1,2}$/.test(gap))) endTelephone();
    const from = number;
    let spaced = true;
    for (const [segment] of word.matchAll(SEGMENT)) {
      if (!RUN.test(segment)) { found.push({ term: cut(segment.replace(/^ال(?=...)/u, '')), number: number++, need: true }); continue; }
      spaced = false;
      const letters = [...segment];
      letters.forEach((letter, at) => found.push({ term: letter + (letters[at + 1] ?? ''), number: number++, need: at + 1 < letters.length || at === 0 }));
    }
    if (!spaced) { endCompound(); endTelephone(); continue; }
    compound ??= { text: '', parts: 0, digits, from };
    compound = { ...compound, text: compound.text + word, parts: compound.parts + 1, digits: compound.digits && digits };
    if (!digits) continue;
    telephone ??= { digits: '', groups: 0, plus: gap.endsWith('+'), from };
    telephone = { ...telephone, digits: telephone.digits + word, groups: telephone.groups + 1 };
  }
  endCompound();
  endTelephone();
  return found;
}

// Other forms of an English word, that a bulletin may have in its place.
export function forms(word) {
  if (!/^[a-z]{3,}$/.test(word)) return [];
  const bases = new Set([word]);
  const base = (ending, put = '') => { if (word.endsWith(ending) && word.length - ending.length > 2) bases.add(word.slice(0, -ending.length) + put); };
  base('ies', 'y'); base('es'); base('s'); base('ied', 'y');
  for (const ending of ['ing', 'ed']) {
    base(ending); base(ending, 'e');
    const twice = word.slice(0, -ending.length);
    if (word.endsWith(ending) && twice.at(-1) === twice.at(-2)) base(twice.at(-1) + ending);
  }
  const all = new Set();
  for (const one of bases) {
    const stem = one.replace(/e$/, ''), soft = /[^aeiou]y$/.test(one);
    for (const form of [one, soft ? one.slice(0, -1) + 'ies' : /(s|x|z|ch|sh)$/.test(one) ? one + 'es' : one + 's',
      stem + 'ing', soft ? one.slice(0, -1) + 'ied' : stem + 'ed']) all.add(form);
  }
  all.delete(word);
  return [...all];
}

// Whether one letter more, less, other or two exchanged make one word of another.
export function isSlip(one, other) {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  let at = 0;
  while (one[at] === other[at]) at++;
  const rest = (a, b) => one.slice(at + a) === other.slice(at + b);
  return rest(1, 1) || rest(1, 0) || rest(0, 1) || (one[at] === other[at + 1] && one[at + 1] === other[at] && rest(2, 2));
}

// --- Pieces of the index -----------------------------------------------------------------------------------------------------

export class Bytes {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  number() {
    let value = 0, shift = 0, byte;
    do { byte = this.bytes[this.at++]; value |= (byte & 0x7f) << shift; shift += 7; } while (byte & 0x80);
    return value >>> 0;
  }
  take(count) { return this.bytes.subarray(this.at, this.at += count); }
  text() { return decoder.decode(this.take(this.number())); }
  list(count, make) { return Array.from({ length: count }, (_, at) => make(at)); }
  check() { const [a, b, c] = this.take(3); return a | b << 8 | c << 16; }
  // Texts in order, each with what it shares with the one before.
  * tails(count) {
    let before = new Uint8Array(0);
    for (; count > 0; count--) {
      const same = this.number(), more = this.take(this.number()), text = new Uint8Array(same + more.length);
      text.set(before.subarray(0, same)); text.set(more, same);
      before = text;
      yield decoder.decode(text);
    }
  }
  // A set of documents out of `all`, as `bytes.rs` writes it.
  set(all, take) {
    const count = this.number(), bits = 31 - Math.clz32(Math.max(1, Math.floor(Math.floor(all * 7 / 10) / Math.max(1, count))));
    let place = this.at * 8, next = 0;
    const bit = () => this.bytes[place >> 3] >> (7 - (place++ & 7)) & 1;
    for (let left = count; left > 0; left--) {
      let gap = 0, rest = 0;
      while (bit()) gap++;
      for (let b = 0; b < bits; b++) rest = rest << 1 | bit();
      next += (gap << bits) + rest;
      take(next++);
    }
    this.at = (place + 7) >> 3;
    return count;
  }
}

export function sum(bytes) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash ^ hash >>> 24;
}

// The term that stands for a choice beside words, such as a kind.
export function key(group, name) {
  const key = `\u0001${group}:${name}`, bytes = encoder.encode(key);
  if (bytes.length <= 31) return key;
  return key.slice(0, encoder.encodeInto(key, room.subarray(0, 22)).read) + `~${(sum(bytes) >>> 0).toString(16).padStart(8, '0')}`;
}

// Pieces of two builds never mix: each is held to the checksum that the contents have for it.
class Stale extends Error {}

export class Index {
  constructor(address, load) { Object.assign(this, { address, load, pieces: new Map(), terms: new Map() }); }

  static async open(address, load) {
    const index = new Index(address, load), whole = await load(address);
    const bytes = new Bytes(whole.subarray(0, -3)), check = new Bytes(whole.subarray(-3)).check();
    if ((sum(bytes.bytes) & 0xffffff) !== check || bytes.number() !== 1) throw new Stale();
    const count = index.count = bytes.number();
    index.block = bytes.number();
    const words = () => bytes.list(bytes.number(), () => ({ name: bytes.text(), label: bytes.text() }));
    Object.assign(index, { kinds: words(), states: words(), severities: words() });
    index.areas = bytes.list(bytes.number(), () => ({ key: bytes.text(), name: bytes.text(), depth: bytes.number() }));
    index.days = new Uint32Array(count);
    for (let at = 0, day = 0; at < count;) { day += bytes.number(); const same = bytes.number(); index.days.fill(day, at, at += same); }
    index.open = new Uint8Array(count);
    bytes.set(count, id => { index.open[id] = 1; });
    index.words = bytes.list(bytes.number(), () => ({ first: bytes.take(bytes.number()), sum: bytes.check() }));
    index.spellingSum = bytes.check();
    index.records = bytes.list(Math.ceil(count / index.block), () => bytes.check());
    return index;
  }

  piece(name, check) {
    if (!this.pieces.has(name)) {
      const address = new URL(`${name}.bin?v=${check.toString(36)}`, this.address);
      const piece = this.load(address).then(bytes => { if ((sum(bytes) & 0xffffff) !== check) throw new Stale(); return bytes; });
      piece.catch(() => this.pieces.delete(name));
      this.pieces.set(name, piece);
    }
    return this.pieces.get(name);
  }

  // The number of the piece that has a term, if any has.
  place(term) {
    const bytes = encoder.encode(term);
    let low = 0, high = this.words.length;
    while (high - low > 1) {
      const middle = low + high >> 1, first = this.words[middle].first;
      let at = 0;
      while (at < first.length && first[at] === bytes[at]) at++;
      if (at === first.length || first[at] < (bytes[at] ?? -1)) low = middle; else high = middle;
    }
    return low;
  }

  // The terms of some pieces, with their lists.
  async wordsOf(numbers) {
    const all = await Promise.all(numbers.map(async number => {
      if (!this.terms.has(number)) {
        const bytes = new Bytes(await this.piece(`words-${number}`, this.words[number].sum)), terms = new Map();
        const count = bytes.number();
        for (const text of bytes.tails(count)) terms.set(text, bytes.take(bytes.number()));
        this.terms.set(number, terms);
      }
      return this.terms.get(number);
    }));
    return { get: term => all.map(terms => terms.get(term)).find(Boolean), keys: () => all.flatMap(terms => [...terms.keys()]) };
  }

  // Calls `take` with each document of a list and its weight, the best being 0.
  each(list, take) {
    const bytes = new Bytes(list), mask = bytes.number();
    for (let weight = 0; weight < 4; weight++) if (mask >> weight & 1) bytes.set(this.count, id => take(id, weight));
  }

  async spelling() {
    const bytes = new Bytes(await this.piece('spelling', this.spellingSum)), count = bytes.number(), words = new Map();
    for (const text of bytes.tails(count)) words.set(text, bytes.number());
    return words;
  }

  async record(id) {
    const block = Math.floor(id / this.block), bytes = new Bytes(await this.piece(`records-${block}`, this.records[block]));
    for (let at = block * this.block; ; at++) {
      const [address, title, summary, place, day, language] = bytes.list(6, () => bytes.text());
      const [kind, state, severity] = bytes.list(3, () => bytes.number());
      if (at === id) return { id, address, title, summary, place, day, language, date: dateOf(this.days[id]), open: this.open[id],
        kind: this.kinds[kind], state: this.states[state], severity: this.severities[severity] };
    }
  }
}

const two = number => String(number).padStart(2, '0');
const dateOf = day => `${String(Math.floor(day / 372)).padStart(4, '0')}-${two(Math.floor(day / 31) % 12 + 1)}-${two(day % 31 + 1)}`;
const dayOf = date => { const [year, month, day] = date.split('-').map(Number); return (year * 12 + month - 1) * 31 + day - 1; };

// --- Finding -----------------------------------------------------------------------------------------------------------------

// So many words of a query count, so that one that was pasted fetches no more than a few pieces.
const MOST_WORDS = 8;
const WEIGHTS = [8, 4, 1.5, 1];
const [EXACT, FORM, SLIP, BEGUN] = [1, .7, .6, .4];

// What one word of a query stands for: terms of the index, each with how well it fits.
async function meanings(index, word, also, typed) {
  const wanted = [word, ...also], other = forms(word);
  const numbers = new Set(wanted.map(term => index.place(term)));
  if (other.length) numbers.add(index.place(other.reduce((one, next) => next < one ? next : one, word)));
  const found = new Map(), terms = await index.wordsOf([...numbers]);
  const add = (term, fit, list) => { if (list && !(found.get(term)?.fit >= fit)) found.set(term, { term, fit, list }); };
  for (const term of wanted) add(term, EXACT, terms.get(term));
  for (const term of other) add(term, FORM, terms.get(term));
  const short = [...word].length < (RUN.test(word) ? 1 : 3);
  if ((typed || !found.size) && !short && [...word].length < 16) {
    const [first, last] = [word, word + '\u{10ffff}'].map(term => index.place(term));
    const begun = await index.wordsOf(Array.from({ length: Math.min(last - first, 2) + 1 }, (_, at) => first + at));
    for (const term of begun.keys()) if (term.startsWith(word)) add(term, BEGUN, begun.get(term));
  }
  if (found.size || /[0-9]/.test(word) || [...word].length < 4) return { found: [...found.values()] };
  const frequent = await index.spelling(), near = [...frequent.keys()].filter(other => isSlip(word, other));
  const best = near.sort((a, b) => frequent.get(b) - frequent.get(a))[0] ?? terms.keys().find(other => isSlip(word, other));
  if (!best) return { found: [] };
  const list = (await index.wordsOf([index.place(best)])).get(best);
  return { found: list ? [{ term: best, fit: SLIP, list }] : [], instead: best };
}

// A mask of the documents that the choices leave.
async function chosen(index, { area, kind, state, from, to }) {
  const mask = new Uint8Array(index.count).fill(1);
  const keys = [['a', area], ['k', kind], ['s', state]].filter(([, name]) => name).map(([group, name]) => key(group, name));
  const lists = await Promise.all(keys.map(async term => (await index.wordsOf([index.place(term)])).get(term)));
  for (const list of lists) {
    if (!list) return mask.fill(0);
    index.each(list, id => { mask[id] |= 2; });
    mask.forEach((value, id) => { mask[id] = value === 3 ? 1 : 0; });
  }
  const [first, last] = [from ? dayOf(from) : 0, to ? dayOf(to) : Infinity];
  index.days.forEach((day, id) => { if (day < first || day > last) mask[id] = 0; });
  return mask;
}

// Finds documents: those with all words, then those with some; the best first, and of equal ones the open, then the newer.
// `typed` says that the last word may go on.
export async function find(index, query, choices = {}, typed = false) {
  const folded = fold(query), all = tokens(folded);
  const needs = all.filter(token => token.need).slice(0, MOST_WORDS);
  if (query.trim() && !needs.length) return { all: [], some: [], terms: new Set(), instead: [] };
  const last = typed && /[\p{Alphabetic}\p{N}\p{M}]$/u.test(folded) ? needs.at(-1) : null;
  const also = need => all.filter(token => token.from <= need.number && need.number < token.to).map(token => token.term);
  const mask = chosen(index, choices);
  const words = await Promise.all(needs.map(need => meanings(index, need.term, also(need), need === last)));
  const score = new Float32Array(index.count), held = new Uint8Array(index.count);
  const places = words.map(({ found }) => {
    const best = new Float32Array(index.count);
    let count = 0;
    for (const { fit, list } of found) {
      index.each(list, (id, weight) => { if (!best[id]) count++; best[id] = Math.max(best[id], fit * WEIGHTS[weight]); });
    }
    return { best, count };
  });
  // What is in most bulletins tells little: it is not asked of each where other words are.
  const isTelling = ({ count }) => count * 2 <= index.count;
  const telling = places.some(place => place.count && isTelling(place)) ? places.filter(isTelling) : places;
  for (const place of places) {
    const rarity = Math.log(1 + index.count / Math.max(1, place.count)), counts = telling.includes(place);
    place.best.forEach((value, id) => { if (value) { score[id] += value * rarity; if (counts) held[id]++; } });
  }
  const masked = await mask, complete = [], partial = [];
  for (let id = 0; id < index.count; id++) {
    if (!masked[id]) continue;
    if (held[id] === telling.length) complete.push(id); else if (score[id]) partial.push(id);
  }
  const order = (a, b) => score[b] - score[a] || index.open[b] - index.open[a] || b - a;
  return { all: complete.sort(order), some: partial.sort(order), terms: new Set(words.flatMap(({ found }) => found.map(({ term }) => term))),
    instead: words.flatMap(({ instead }, at) => instead ? [[needs[at].term, instead]] : []) };
}

// A text as nodes, with what was looked for marked.
export function marked(text, terms) {
  const nodes = [], pairs = [...terms].filter(term => RUN.test(term));
  const isFound = word => { const folded = fold(word); return terms.has(cut(folded)) || terms.has(cut(folded.replace(/^ال/u, ''))); };
  const unspaced = pairs.length ? new RegExp(pairs.map(term => term.replace(/[^\p{L}\p{M}\p{N}]/gu, '')).filter(Boolean).join('|'), 'gu') : null;
  const put = (text, found) => {
    if (!text) return;
    const mark = found ? document.createElement('mark') : null;
    mark?.append(text);
    nodes.push(mark ?? text);
  };
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}'‘’ʼ\u00ad]+/gu)) {
    put(text.slice(end, index));
    end = index + word.length;
    if (!unspaced || isFound(word)) { put(word, isFound(word)); continue; }
    let from = 0;
    for (const match of word.matchAll(unspaced)) { put(word.slice(from, match.index)); put(match[0], true); from = match.index + match[0].length; }
    put(word.slice(from));
  }
  put(text.slice(end));
  return nodes;
}

// --- The page ----------------------------------------------------------------------------------------------------------------

// So many results at a time.
const SHOWN = 10;
// How long after a key it waits for the next one, in milliseconds.
const PAUSE = 250;

function page(form) {
  const $ = id => document.getElementById(`nb-${id}`);
  const [status, more, ways, template] = ['told', 'more', 'ways', 'result'].map($);
  const lists = { all: $('all'), some: $('some') };
  const words = status.dataset, home = new URL(form.dataset.home, location.href), field = form.elements.q;
  const address = new URL(form.dataset.contents, location.href);
  const plural = new Intl.PluralRules(document.documentElement.lang || 'en');
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const load = cache => async address => {
    const answer = await fetch(address, cache ? { cache } : {});
    if (!answer.ok) throw new (answer.status === 404 ? Stale : Error)(`${answer.status} ${address}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  let opening = null, turn = 0, results = null, count = 0, timer = 0;

  const index = () => opening ??= Index.open(address, load()).then(choices, error => { opening = null; throw error; });
  const again = () => opening = Index.open(address, load('reload')).then(choices, error => { opening = null; throw error; });

  // The choices that the index has, in the selects.
  function choices(index) {
    const options = (select, list) => {
      const { options: [first], value } = select;
      select.replaceChildren(first, ...list.map(({ name, label }) => new Option(label, name)));
      set(select, value);
    };
    options(form.elements.area, index.areas.map(({ key, name, depth }) => ({ name: key, label: '\u00a0\u00a0\u00a0'.repeat(depth) + name })));
    options(form.elements.kind, index.kinds);
    return index;
  }

  // A choice that is not in its list is added to it: the list may still be on its way.
  function set(element, value) {
    element.value = value;
    if (element.value !== value && element.options) element.add(new Option(value, value, true, true));
  }
  const asked = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  const isChosen = ({ q, ...choices }) => Object.values(choices).some(Boolean);
  const isEmpty = query => !Object.values(query).some(Boolean);

  function say(text, failed = false) {
    status.textContent = text;
    status.classList.toggle('failed', failed);
  }

  async function show(state, typed) {
    const mine = ++turn, query = asked();
    if (isEmpty(query)) { results = null; clear(); say(''); return; }
    const waiting = setTimeout(() => { if (mine === turn) say(words.working); }, 200);
    try {
      let found;
      try { found = await draw(await index(), query, typed, mine, state); } catch (error) {
        if (!(error instanceof Stale)) throw error;
        found = await draw(await again(), query, typed, mine, state);
      }
      if (found && mine === turn) told(query, found);
    } catch (error) {
      if (mine === turn) { clear(); say(words.failed, true); }
      if (!(error instanceof Stale || error instanceof TypeError)) console.warn(error);
    } finally { clearTimeout(waiting); }
  }

  async function draw(index, query, typed, mine, state) {
    const found = await find(index, query.q, query, typed);
    const wanted = Math.max(SHOWN, state?.shown ?? 0), ids = [...found.all, ...found.some].slice(0, wanted);
    const records = await Promise.all(ids.map(id => index.record(id)));
    if (mine !== turn) return null;
    results = { index, found };
    clear();
    append(records);
    return found;
  }

  function told(query, { all, some, instead }) {
    const number = all.length || some.length, kind = all.length || !number ? 'all' : 'some';
    const form = rule => words[kind + rule[0].toUpperCase() + rule.slice(1)];
    const values = { count: number.toLocaleString(document.documentElement.lang || 'en'), query: query.q };
    const sentence = number ? form(plural.select(number)) ?? form('other') : query.q && !isChosen(query) ? words.none : form('none') ?? form('other');
    say([...instead.map(([word, other]) => fill(words.instead, { word, other })), fill(sentence, values)].join(' '));
  }

  function clear() {
    count = 0;
    for (const list of Object.values(lists)) list.replaceChildren();
    lists.some.parentElement.hidden = more.hidden = true;
    ways.hidden = false;
  }

  function append(records) {
    const { found } = results, before = count;
    let first = null;
    for (const record of records) {
      const item = template.content.firstElementChild.cloneNode(true), isWhole = count < found.all.length;
      const slot = name => item.querySelector(`[data-slot="${name}"]`);
      const put = (name, ...content) => { const element = slot(name); if (content.some(Boolean)) element?.replaceChildren(...content); else element?.remove(); };
      const link = slot('title');
      link.href = new URL(record.address, home).href;
      put('title', ...marked(record.title, found.terms));
      const summary = document.createElement('bdi');
      summary.append(...marked(record.summary, found.terms));
      put('summary', record.summary && summary);
      put('kind', record.kind?.label);
      put('state', record.open ? '' : record.state?.label);
      put('severity', record.open ? record.severity?.label : '');
      slot('state')?.classList.add(record.state?.name);
      slot('severity')?.classList.add(record.severity?.name);
      put('place', record.place);
      put('day', record.day);
      slot('day')?.setAttribute('datetime', record.date);
      if (record.language) {
        link.dir = 'auto';
        for (const name of ['title', 'summary']) slot(name)?.setAttribute('lang', record.language);
      }
      lists[isWhole ? 'all' : 'some'].append(item);
      if (!isWhole) lists.some.parentElement.hidden = false;
      first ??= link;
      count++;
    }
    more.hidden = count >= found.all.length + found.some.length;
    ways.hidden = count > 0;
    return before ? first : null;
  }

  async function showMore() {
    const { index, found } = results, mine = turn;
    const ids = [...found.all, ...found.some].slice(count, count + SHOWN);
    try {
      const records = await Promise.all(ids.map(id => index.record(id)));
      if (mine !== turn) return;
      append(records)?.focus();
      history.replaceState({ ...history.state, shown: count }, '');
    } catch (error) {
      if (mine !== turn) return;
      if (error instanceof Stale) show({ shown: count + SHOWN }, false); else say(words.failed, true);
    }
  }

  // --- The address, so that a search can be passed on and gone back to.

  function addressed(query) {
    const address = new URL(form.action);
    for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value);
    return address;
  }
  function read() {
    const asked = new URLSearchParams(location.search);
    for (const element of form.elements) if (element.name) set(element, asked.get(element.name) ?? '');
    $('choices').open ||= ['area', 'kind', 'state', 'from', 'to'].some(name => asked.get(name));
  }
  // What is being typed replaces its own entry in the history; what was asked for stays.
  function changed(typed) {
    clearTimeout(timer);
    const address = addressed(asked());
    if (address.href !== location.href) history[history.state?.typed ? 'replaceState' : 'pushState']({ typed }, '', address);
    else history.replaceState({ ...history.state, typed }, '');
    show(null, typed);
  }

  form.addEventListener('submit', event => { event.preventDefault(); changed(false); });
  field.addEventListener('input', () => {
    clearTimeout(timer);
    if (!navigator.connection?.saveData) timer = setTimeout(changed, PAUSE, true);
  });
  form.addEventListener('change', event => { if (event.target !== field && event.target.name) changed(false); });
  more.addEventListener('click', showMore);
  addEventListener('popstate', () => { read(); show(history.state, false); });

  // A key of one letter can be turned off (WCAG 2.1.4).
  const slash = $('slash'), kept = 'nb-search-slash';
  const remembered = use => { try { return use(localStorage); } catch { return null; } };
  slash.checked = remembered(store => store.getItem(kept)) !== 'off';
  slash.addEventListener('change', () => remembered(store => slash.checked ? store.removeItem(kept) : store.setItem(kept, 'off')));
  document.addEventListener('keydown', event => {
    const busy = event.target.closest?.('input, select, textarea, [contenteditable]');
    if (event.key !== '/' || !slash.checked || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  form.hidden = false;
  $('unscripted').hidden = true;
  read();
  index().catch(() => {});
  if (!isEmpty(asked())) show(history.state, false);
}

if (globalThis.document) {
  const form = document.getElementById('nb-search');
  if (form) page(form);
}
