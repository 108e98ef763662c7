// Prints what rss-parser (npm) reads in each RSS or Atom feed given: one JSON object a line, in the form that
// `checks/feeds` compares.
import fs from 'node:fs';
import Parser from 'rss-parser';

const parser = new Parser();
const instant = iso => (iso ? Math.floor(Date.parse(iso) / 1000) : null);
for (const file of process.argv.slice(2)) {
  try {
    const text = fs.readFileSync(file, 'utf8');
    const feed = await parser.parseString(text);
    const atom = feed.items.some(item => item.id) || /<feed[\s>]/.test(text.slice(0, 1000));
    console.log(JSON.stringify({
      file, title: feed.title ?? null, entries: feed.items.map(item => ({
        id: item.guid ?? item.id ?? null, title: item.title ?? null, link: item.link ?? null, date: instant(item.isoDate),
        content: (atom ? item.content : item['content:encoded']) ?? null,
        summary: (atom ? item.summary : item.content) ?? null,
      })),
    }));
  } catch (error) { console.log(JSON.stringify({ file, error: error.message })); }
}
