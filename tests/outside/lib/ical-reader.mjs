// Calendars as ical.js reads them. In: a JSON list of files on standard input. Out: file -> its events in the form of `checks/ics`, or a
// sentence that says why it cannot be read.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const moment = time => {
  if (!time) return null;
  if (time.isDate) return time.toString();
  return new Date(time.toUnixTime() * 1000).toISOString().replace('.000Z', 'Z');
};
const out = {};
for (const file of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
    out[file] = calendar.getAllSubcomponents('vevent').map(event => {
      const text = name => { const property = event.getFirstProperty(name.toLowerCase()); return property ? property.getValues().join(',') : null; };
      const names = ['SUMMARY', 'DESCRIPTION', 'LOCATION', 'URL', 'STATUS', 'UID', 'CATEGORIES'];
      return { ...Object.fromEntries(names.map(name => [name, text(name)])),
        start: moment(event.getFirstPropertyValue('dtstart')), end: moment(event.getFirstPropertyValue('dtend')),
        sequence: event.getFirstPropertyValue('sequence') ?? 0 };
    });
  } catch (error) { out[file] = String(error.message ?? error); }
}
process.stdout.write(JSON.stringify(out));
