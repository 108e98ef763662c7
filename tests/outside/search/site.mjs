#!/usr/bin/env node
// tests/outside/search/site.mjs COUNT DIR: a generated site of COUNT bulletins to search, always the same for the same COUNT: sixteen
// years, six counties with 180 wards, all kinds and states, text by a vocabulary of 12,000 words whose frequencies fall as those of
// a language do (Zipf). Among them are those of `bulletins` below, which `queries.mjs` asks for.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const COUNTIES = { Westmarch: ['Oakley', 'Tern Bridge', 'Fallow Hill', 'Marlock', 'Upper Dene', 'Castleford St Ann'],
  Ludshire: ['Ludbury', 'Penny Cross', 'Ravensmoor', 'Holt End', 'Brackwater', 'Swinford'],
  Calderfold: ['Calder Gate', 'Stonebeck', 'Whin Fell', 'Garrowby', 'Nether Thorpe', 'Ings Mill'],
  Penlow: ['Port Merrin', 'Trelissey', 'Sandy Cove', 'Polmear', 'Lanyon', 'Carn Dhu'],
  Northwold: ['Norham Cross', 'Elsing', 'Fenwick Green', 'Marsh Barton', 'Wolding', 'Heronby'],
  Severnside: ['Wharfage', 'Ironstone', 'Berrow', 'Quay Town', 'Apperley', 'Longney'] };
const WARDS = ['North', 'South', 'Mill Lane', 'Station Road', 'Market'];
const THINGS = ['ladder', 'bicycle', 'trailer', 'van', 'caravan', 'lawn mower', 'parcel', 'handbag', 'wallet', 'generator', 'horsebox', 'statue', 'tools', 'lead from a roof',
  'number plates', 'fuel', 'catalytic converter', 'quad bike', 'jewellery', 'laptop', 'copper pipe', 'garden furniture', 'dog', 'tractor', 'boat engine'];
const KINDS = { appeal: ['Appeal for witnesses', 'Witnesses sought', 'Did you see this'], warning: ['Warning', 'Beware', 'Take care'], incident: ['Burglary', 'Theft', 'Damage', 'Break-in'],
  advice: ['Advice', 'How to keep safe', 'Reminder'], event: ['Meeting', 'Drop-in surgery', 'Property marking'], notice: ['Notice', 'Road closed', 'For your information'] };
const COMMON = ('the of and to a in was is on at for with by from that it were who or between an anyone police been please seen this be has have not which near had call about '
  + 'after before officers residents information contact area street road house evening morning night man woman car two men white black reported').split(' ');

// Numbers that are the same in every run.
function dice(seed) {
  let state = BigInt(seed);
  return most => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 33n) % most;
  };
}

function vocabulary(roll, count) {
  const starts = 'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t th tr v w z'.split(' '), middles = 'a e i o u ai ea ou'.split(' '), ends = 'b ck d ft g l ll m n nd nt p r rd rn s st t x'.split(' ');
  const pick = list => list[roll(list.length)], words = new Set(COMMON);
  while (words.size < count) {
    let word = '';
    for (let syllables = 1 + roll(3); syllables >= 0; syllables--) word += pick(starts) + pick(middles) + (roll(2) ? pick(ends) : '');
    words.add(word);
  }
  return [...words];
}

// A place in a list of `count`, the first ones by far the most often: the n-th in proportion to 1 / n.
const zipf = (roll, count) => Math.min(count - 1, Math.floor(Math.exp(roll(1 << 20) / (1 << 20) * Math.log(count + 1))) - 1);

// The bulletins that are asked for. Dates are days before the newest; those without `ended` are open.
export const bulletins = [
  { title: 'Garden ornament taken in Fallow Hill', area: 'Westmarch/Fallow Hill/Market', kind: 'incident', date: '2019-05-14', body: 'A stone marmoset was lifted over a wall.' },
  { title: 'Silver canteen stolen from Priory Cottage', area: 'Ludshire/Ravensmoor/North', kind: 'appeal', date: '2016-11-02', reference: '46/322871/21', body: 'A canteen of cutlery with a crest.' },
  { title: 'Officers would like to hear from a dog walker', area: 'Northwold/Elsing/South', kind: 'appeal', date: '2022-02-20', body: 'Ring the incident room on 01632 960417, at any hour.' },
  { title: 'Caller pretends to be from the water company', area: 'Penlow/Port Merrin/Market', kind: 'warning', date: '2025-12-30', body: 'He wears a blue tabard and asks to see the taps.' },
  { title: 'Caller pretends to be from the gas company', area: 'Penlow/Port Merrin/Market', kind: 'warning', date: '2014-01-30', body: 'The company sends nobody unasked.' },
  { title: 'Llanfair: tŷ wedi’i losgi ger y bont', area: 'Severnside/Berrow/North', kind: 'appeal', lang: 'cy', date: '2018-07-07', body: 'Mae’r heddlu’n apelio am dystion wedi i dân ddifrodi tŷ ger yr hen bont.' },
  { title: 'Włamanie do piwnicy przy ulicy Młyńskiej', area: 'Ludshire/Ludbury/Market', kind: 'incident', lang: 'pl', date: '2020-09-09', body: 'Policja prosi o kontakt świadków.' },
  { title: 'Κλοπή ποδηλάτου κοντά στον σταθμό', area: 'Ludshire/Ludbury/Station Road', kind: 'incident', lang: 'el', date: '2020-10-09', body: 'Η αστυνομία ζητά μάρτυρες.' },
  { title: 'تحذير من مكالمات احتيالية في المدينة', area: 'Calderfold/Calder Gate/North', kind: 'warning', lang: 'ar', date: '2021-04-04', body: 'تحذر الشرطة من مكالمات هاتفية.' },
  { title: '中文通知：警察局提醒居民注意電話詐騙', area: 'Calderfold/Calder Gate/South', kind: 'warning', lang: 'zh-Hant', date: '2021-05-04', body: '請勿透露銀行密碼。' },
  { title: 'Anti-social behaviour in the precinct', area: 'Severnside/Quay Town/Market', kind: 'notice', date: '2017-03-03', body: 'A dispersal order holds until Sunday.' },
  { title: 'Narrowboat Kittiwake set adrift', area: 'Severnside/Wharfage/Mill Lane', kind: 'appeal', date: '2023-08-18', body: 'She was found against the weir next day.' },
  { title: 'Three chimneys pots gone from almshouses', area: 'Westmarch/Castleford St Ann/North', kind: 'incident', date: '2012-06-01', body: 'The terracotta pots are of great age.' },
  { title: 'Hare coursing on the common', area: 'Northwold/Heronby/South', kind: 'appeal', date: '2024-01-15', updates: [['2024-01-20', 'A silver pickup with lurchers was stopped at Wolding.']], body: 'Fences were cut.' },
  { title: 'Speedwatch volunteers wanted', area: 'Northwold/Heronby/Market', kind: 'event', date: '2026-02-28', ended: false, body: 'Training is given. Come to the Tithe Barn.' },
  { title: 'Speedwatch results for last spring', area: 'Northwold/Heronby/Market', kind: 'notice', date: '2013-04-10', body: 'Most drivers kept to the limit.' },
  { title: 'Padlocks cut on allotment sheds', area: 'Calderfold/Garrowby/North', kind: 'incident', date: '2015-03-12', tags: ['allotments'], body: 'Nothing was missed but a dibber.' },
  { title: 'Peacock seen loose on the bypass', area: 'Penlow/Lanyon/South', kind: 'notice', date: '2011-09-19', body: 'Motorists should slow down.' },
  { title: 'Church bells of St Brannoc stolen', area: 'Penlow/Carn Dhu/North', kind: 'appeal', status: 'resolved', closed: '2022-06-01', date: '2022-05-11', body: 'A ring of five from the tower.' },
  { title: 'Later coracle lost on the mere', area: 'Penlow/Lanyon/South', kind: 'notice', date: '2021-08-02', body: 'It was tied to the jetty.' },
  { title: 'Early coracle lost on the mere', area: 'Penlow/Lanyon/South', kind: 'notice', date: '2012-08-02', body: 'It was tied to the jetty.' },
  // Of these, nothing may be found.
  { title: 'Xanthippe Brightwater is missing', area: 'Penlow/Lanyon/North', kind: 'missing', status: 'resolved', closed: '2025-06-01', date: '2025-05-11', body: 'She was last seen wearing a vermilion cagoule.' },
  { title: 'Withdrawn: zugzwang', area: 'Penlow/Lanyon/North', kind: 'notice', status: 'withdrawn', closed: '2025-06-01', date: '2025-05-12', body: 'Zugzwangs and more zugzwang.' },
  { title: 'Draft about wombats', area: 'Penlow/Wombat Bottom', kind: 'notice', draft: true, date: '2025-05-13', body: 'Wombatry.' },
  { title: 'Scheduled for later: yakfest', area: 'Penlow/Lanyon/North', kind: 'notice', date: '2026-09-13', body: 'Yakfest.' },
];

function text({ title, area, kind, date, body, reference, lang, status, closed, draft, updates, expires, tags }) {
  const lines = [`title: ${JSON.stringify(title)}`, `date: ${date}`, `area: ${area}`, `kind: ${kind}`];
  if (reference) lines.push(`reference: ${reference}`);
  if (lang) lines.push(`lang: ${lang}`);
  if (status) lines.push(`status: ${status}`, `closed: ${closed}`);
  if (draft) lines.push('draft: true');
  if (expires) lines.push(`expires: ${expires}`);
  if (tags) lines.push(`tags: [${tags.join(', ')}]`);
  if (updates) lines.push(`updates: [${updates.map(([date, text]) => `{date: ${date}, text: ${JSON.stringify(text)}}`).join(', ')}]`);
  return `---\n${lines.join('\n')}\n---\n${body}\n`;
}

export const NEWEST = '2026-02-28';
const day = (date, more) => new Date(Date.parse(date) + more * 86_400_000).toISOString().slice(0, 10);

export function write(count, folder) {
  const roll = dice(20260301), words = vocabulary(roll, 12_000), pick = list => list[roll(list.length)];
  const word = () => words[zipf(roll, words.length)];
  const sentence = length => { const all = Array.from({ length }, word); return all[0][0].toUpperCase() + all.join(' ').slice(1) + '.'; };
  const put = (name, text) => { const file = path.join(folder, name); fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text); };
  put('site.yaml', 'title: Searched Watch\nbase_url: https://example.org/watch/\noutputs: {cards: false, posters: false, text: false, tags: false, feeds: []}\n');
  const areas = Object.entries(COUNTIES).flatMap(([county, towns]) => towns.flatMap(town => WARDS.map(ward => [county, town, ward])));
  const rest = count - bulletins.length;
  for (let at = 0; at < rest; at++) {
    const [county, town, ward] = pick(areas), kind = pick(Object.keys(KINDS)), date = day('2010-01-01', Math.floor(at * 5902 / rest));
    const thing = pick(THINGS), title = `${pick(KINDS[kind])} in ${town}: ${thing} ${word()} ${word()}`;
    const reference = roll(2) ? `${10 + roll(90)}/${100000 + roll(900000)}/${date.slice(2, 4)}` : null;
    const ended = roll(12) ? { expires: day(date, 60) } : { status: 'resolved', closed: day(date, 20) };
    const paragraphs = Array.from({ length: 3 + roll(3) }, () => Array.from({ length: 2 + roll(2) }, () => sentence(9 + roll(10))).join(' '));
    if (roll(3) === 0) paragraphs.push(`Ring 01632 960${String(roll(1000)).padStart(3, '0')} and ask for ${word()} ${word()}.`.replace('960417', '960418'));
    put(`content/${date.slice(0, 4)}/b${at}.md`, text({ title, area: `${county}/${town}/${ward}`, kind, date, reference, body: paragraphs.join('\n\n'), ...ended }));
  }
  bulletins.forEach((bulletin, at) => {
    const { date, ended, status } = bulletin, expires = ended === false ? '2026-12-01' : !status && date < '2025-12-01' ? day(date, 60) : undefined;
    put(`content/asked/a${at}.md`, text({ ...bulletin, expires }));
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [count, folder] = process.argv.slice(2);
  if (!folder || !(Number(count) >= bulletins.length)) { console.error('usage: site.mjs COUNT DIR'); process.exit(2); }
  write(Number(count), folder);
}
