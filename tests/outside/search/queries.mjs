// What readers ask of the site of `site.mjs`, and what must stand first. Written from what bulletins say, before any of it was run.
// `ask`: the address behind `/search/`; `type`: what is typed into the field instead, without Enter. `first`: titles from the top, in
// their order. `some`: the first under "With some of these words". `says`: what the page must tell besides. `none`: nothing is found.
export const queries = [
  { name: 'a rare word of the text', ask: 'q=marmoset', first: ['Garden ornament taken in Fallow Hill'] },
  { name: 'two words of the text', ask: 'q=crest+cutlery', first: ['Silver canteen stolen from Priory Cottage'] },
  { name: 'a whole title', ask: 'q=Officers would like to hear from a dog walker', first: ['Officers would like to hear from a dog walker'] },
  { name: 'a reference', ask: 'q=46/322871/21', first: ['Silver canteen stolen from Priory Cottage'] },
  { name: 'a part of a reference', ask: 'q=322871', first: ['Silver canteen stolen from Priory Cottage'] },
  { name: 'a telephone number as written', ask: 'q=01632 960417', first: ['Officers would like to hear from a dog walker'] },
  { name: 'a telephone number without spaces', ask: 'q=01632960417', first: ['Officers would like to hear from a dog walker'] },
  { name: 'a telephone number from abroad', ask: 'q=%2B44 1632 960 417', first: ['Officers would like to hear from a dog walker'] },
  { name: 'a place and a thing, the open one first', ask: 'q=heronby+speedwatch', first: ['Speedwatch volunteers wanted', 'Speedwatch results for last spring'] },
  { name: 'a county above the ward, the newer one first', ask: 'q=penlow+caller+pretends', first: ['Caller pretends to be from the water company', 'Caller pretends to be from the gas company'] },
  { name: 'two alike, the newer one first', ask: 'q=coracle', first: ['Later coracle lost on the mere', 'Early coracle lost on the mere'], says: '2 bulletins' },
  { name: 'words, a kind and a last day', ask: 'q=caller+company&kind=warning&to=2015-01-01', first: ['Caller pretends to be from the gas company'] },
  { name: 'a word and a range of days', ask: 'q=speedwatch&from=2013-01-01&to=2013-12-31', first: ['Speedwatch results for last spring'], says: '1 bulletin' },
  { name: 'an area and what is open there, without words', ask: 'area=northwold/heronby/market&state=open', first: ['Speedwatch volunteers wanted'] },
  { name: 'Polish without its accents', ask: 'q=wlamanie+mlynskiej', first: ['Włamanie do piwnicy przy ulicy Młyńskiej'] },
  { name: 'Welsh', ask: 'q=tŷ+losgi', first: ['Llanfair: tŷ wedi’i losgi ger y bont'] },
  { name: 'Greek in capitals', ask: 'q=ΚΛΟΠΗ+ΠΟΔΗΛΑΤΟΥ', first: ['Κλοπή ποδηλάτου κοντά στον σταθμό'] },
  { name: 'Arabic with an article more', ask: 'q=المكالمات+المدينة', first: ['تحذير من مكالمات احتيالية في المدينة'] },
  { name: 'Chinese without spaces', ask: 'q=電話詐騙', first: ['中文通知：警察局提醒居民注意電話詐騙'] },
  { name: 'the beginning of a word, typed', type: 'kittiw', first: ['Narrowboat Kittiwake set adrift'] },
  { name: 'a slip in a rare word', ask: 'q=narowboat', first: ['Narrowboat Kittiwake set adrift'], says: 'narrowboat' },
  { name: 'a slip in a frequent word', ask: 'q=catalitic', first: [/catalytic converter/], says: 'catalytic' },
  { name: 'a compound in one word', ask: 'q=antisocial+precinct', first: ['Anti-social behaviour in the precinct'] },
  { name: 'one for many', ask: 'q=chimney+pot+almshouse', first: ['Three chimneys pots gone from almshouses'] },
  { name: 'a word of an update', ask: 'q=lurchers', first: ['Hare coursing on the common'] },
  { name: 'a tag', ask: 'q=allotments', first: ['Padlocks cut on allotment sheds'] },
  { name: 'one that is resolved, and says so', ask: 'q=brannoc', first: ['Church bells of St Brannoc stolen'], label: 'Resolved' },
  { name: 'all words before some', ask: 'q=kittiwake+adrift+zzyzx', some: 'Narrowboat Kittiwake set adrift', says: 'No bulletin has all of these words' },
  { name: 'frequent words', ask: 'q=the man in the van', first: [/van/] },
  { name: 'nothing', ask: 'q=flibbertigibbet', none: true },
  { name: 'signs alone', ask: 'q=%3F!', none: true },
  { name: 'a missing person who was found', ask: 'q=vermilion', none: true },
  { name: 'a name that was taken back', ask: 'q=Xanthippe', none: true },
  { name: 'what was withdrawn', ask: 'q=zugzwang', none: true },
  { name: 'a draft, and a place that it alone names', ask: 'q=wombat', none: true },
  { name: 'what is to come', ask: 'q=yakfest', none: true },
];

// No piece may hold these, in any form.
export const hidden = ['xanthippe', 'brightwater', 'vermilion', 'cagoule', 'zugzwang', 'wombat', 'yakfest'];
