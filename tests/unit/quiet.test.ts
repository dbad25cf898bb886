import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KeptCalendar, type CalendarReading } from '../../src/adapters/ical/kept-calendar.ts';
import { readCalendar } from '../../src/adapters/ical/read-calendar.ts';
import type { Log } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { quiet, readQuietHours, type QuietHours, type Span } from '../../src/household/quiet.ts';

const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
/** What runs on real threads and sockets takes its time on a busy machine. */
function at(local: string, zone = ZONE): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
}

function written(moment: number | null): string | null {
  if (moment === null) return null;
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

function hours(...texts: string[]): QuietHours[] {
  return texts.map((text) => readQuietHours(text) ?? expect.fail(`not read: ${text}`));
}

describe('quiet hours', () => {
  test.each([
    ['22:00-07:00', { days: [1, 2, 3, 4, 5, 6, 7], from: 1320, to: 420 }],
    ['mo-fr 20:00 - 7:30', { days: [1, 2, 3, 4, 5], from: 1200, to: 450 }],
    ['Sat,SUN 13:00-15:00', { days: [6, 7], from: 780, to: 900 }],
    ['fr-mo 00:00-24:00', { days: [5, 6, 7, 1], from: 0, to: 1440 }],
    ['so 18:00-0:00', { days: [7], from: 1080, to: 1440 }],
    ['22:00', null],
    ['22:00-25:00', null],
    ['22:60-23:00', null],
    ['24:00-07:00', null],
    ['07:00-07:00', null],
    ['heute 07:00-08:00', null],
    ['mo-di-mi 07:00-08:00', null],
  ])('%s', (text, expected) => {
    expect(readQuietHours(text)).toEqual(expected);
  });

  test.each([
    ['2026-11-24T21:59', null],
    ['2026-11-24T22:00', '2026-11-25T07:00'],
    ['2026-11-25T06:59', '2026-11-25T07:00'],
    ['2026-11-25T07:00', null],
    // Saturday: the nap begins in the middle of the late morning's quiet, and both are one.
    ['2026-11-28T07:30', '2026-11-28T15:00'],
    // The night on which clocks go back is an hour longer, the one on which they go forward an hour shorter.
    ['2026-10-24T23:00', '2026-10-25T15:00'],
    ['2027-03-27T23:00', '2027-03-28T15:00'],
  ])('at %s it is quiet until %s', (moment, until) => {
    const line = quiet(hours('22:00-07:00', 'sa,so 07:00-12:30', 'sa,so 12:00-15:00'), null, ZONE);
    expect(written(line.until(at(moment)))).toBe(until);
  });

  test('the clock on the wall counts on the days on which it is changed', () => {
    const line = quiet(hours('22:00-07:00'), null, ZONE);
    const lasts = (from: string): number => ((line.until(at(from)) ?? 0) - at(from)) / HOUR_MS;
    expect([lasts('2026-10-24T22:00'), lasts('2027-03-27T22:00'), lasts('2026-11-24T22:00')]).toEqual([10, 8, 9]);
  });

  test('whatever the hours, quiet ends after now, and the moment of its end is not quiet', () => {
    const time = fc.integer({ min: 0, max: 1439 });
    const one = fc.record({
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1, maxLength: 4 }),
      from: time,
      to: time.map((to) => to + 1),
    });
    const few = fc.array(
      one.filter(({ from, to }) => from !== to && (to > from ? to - from : 1440 - from + to) < 720),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(few, fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }), (list, now) => {
        const line = quiet(list, null, ZONE);
        const until = line.until(now);
        if (until === null) return;
        expect(until).toBeGreaterThan(now);
        expect(line.until(until)).toBeNull();
      }),
    );
  });
});

function calendar(...events: readonly string[][]): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test'];
  for (const [index, event] of events.entries())
    lines.push('BEGIN:VEVENT', ...(event.some((line) => line.startsWith('UID')) ? [] : [`UID:${index}`]), ...event, 'END:VEVENT');
  return [...lines, 'END:VCALENDAR', ''].join('\r\n');
}

describe('a calendar of quiet times', () => {
  const window = { from: at('2026-11-23T00:00'), to: at('2026-11-30T00:00') };
  const read = (text: string, word: string | null = null, zone = ZONE): (string | null)[][] | null =>
    readCalendar(text, { window, zone, word })
      ?.toSorted((a, b) => a.from - b.from)
      .map(({ from, to }) => [written(from), written(to)]) ?? null;

  test('is read with time zones, floating times and whole days', () => {
    const text = calendar(
      ['DTSTART:20261124T120000Z', 'DTEND:20261124T130000Z'],
      ['DTSTART;TZID=America/New_York:20261125T120000', 'DTEND;TZID=America/New_York:20261125T130000'],
      ['DTSTART:20261126T120000', 'DURATION:PT90M'],
      ['DTSTART;VALUE=DATE:20261127', 'DTEND;VALUE=DATE:20261128'],
      ['DTSTART:20261201T120000Z', 'DTEND:20261201T130000Z'],
    );
    expect(read(text)).toEqual([
      ['2026-11-24T13:00', '2026-11-24T14:00'],
      ['2026-11-25T18:00', '2026-11-25T19:00'],
      ['2026-11-26T12:00', '2026-11-26T13:30'],
      ['2026-11-27T00:00', '2026-11-28T00:00'],
    ]);
  });

  test('a zone that only the calendar knows is taken from there', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:W. Europe Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n');
    const event = ['DTSTART;TZID=W. Europe Standard Time:20261124T120000', 'DTEND;TZID=W. Europe Standard Time:20261124T130000'];
    const text = calendar(event).replace('BEGIN:VEVENT', `${zone}\r\nBEGIN:VEVENT`);
    expect(read(text, null, 'Asia/Tokyo')).toEqual([['2026-11-24T12:00', '2026-11-24T13:00']]);
  });

  test('repetitions are followed, with the moved and the cancelled ones among them', () => {
    const text = calendar(
      [
        'UID:nap',
        'DTSTART;TZID=Europe/Berlin:20200106T130000',
        'DTEND;TZID=Europe/Berlin:20200106T140000',
        'RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR,SA',
        'EXDATE;TZID=Europe/Berlin:20261125T130000',
      ],
      ['UID:nap', 'RECURRENCE-ID;TZID=Europe/Berlin:20261127T130000', 'DTSTART:20261127T150000Z', 'DTEND:20261127T160000Z'],
      [
        'UID:nap',
        'RECURRENCE-ID;TZID=Europe/Berlin:20261128T130000',
        'STATUS:CANCELLED',
        'DTSTART:20261128T120000Z',
        'DTEND:20261128T130000Z',
      ],
      ['DTSTART:20261124T080000Z', 'DTEND:20261124T090000Z', 'STATUS:CANCELLED'],
    );
    expect(read(text)).toEqual([
      ['2026-11-23T13:00', '2026-11-23T14:00'],
      ['2026-11-27T16:00', '2026-11-27T17:00'],
    ]);
  });

  test('only events with the word count, where one is given', () => {
    const text = calendar(
      ['SUMMARY:Mittagsruhe', 'DTSTART:20261124T120000Z', 'DTEND:20261124T130000Z'],
      ['SUMMARY:Zahnarzt', 'DTSTART:20261125T120000Z', 'DTEND:20261125T130000Z'],
      ['DTSTART:20261126T120000Z', 'DTEND:20261126T130000Z'],
    );
    expect(read(text, 'RUHE')).toEqual([['2026-11-24T13:00', '2026-11-24T14:00']]);
    expect(read(text)).toHaveLength(3);
  });

  test('nonsense is no calendar, and nonsense in a calendar is passed over', () => {
    expect(read('<html>Log in</html>')).toBeNull();
    expect(read('')).toBeNull();
    expect(read('BEGIN:VCARD\r\nFN:Oma\r\nEND:VCARD')).toBeNull();
    const good = ['DTSTART:20261124T120000Z', 'DTEND:20261124T130000Z'];
    const text = calendar(
      ['SUMMARY:no date'],
      ['DTSTART:20269999T999999Z', 'DTEND:20269999T999999Z'],
      ['DTSTART:20261124T120000Z', 'DTEND:20261124T120000Z'],
      ['DTSTART:20261124T150000Z', 'RRULE:FREQ=NONSENSE'],
      ['DTSTART:19700101T000000Z', 'DTEND:19700101T000001Z', 'RRULE:FREQ=SECONDLY'],
      good,
    );
    expect(read(text)).toEqual([['2026-11-24T13:00', '2026-11-24T14:00']]);
  });

  test('ten thousand spans are handed over, and what comes then is left out', () => {
    const event = ['DTSTART:20261124T120000Z', 'DTEND:20261124T130000Z'];
    const question = { window: { from: at('2026-11-23T00:00'), to: at('2026-11-26T00:00') }, zone: ZONE, word: null };
    expect(readCalendar(calendar(...Array.from({ length: 10_010 }, () => event)), question)).toHaveLength(10_000);
  });

  test('no text makes it throw', () => {
    const piece = fc.constantFrom(
      ...calendar(['DTSTART:20261124T120000Z', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261125T120000Z']).split(/(?<=[\n:;=])/u),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 }), (pieces) => {
        readCalendar(pieces.join(''), { window, zone: ZONE, word: null });
      }),
    );
  });
});

describe('a kept calendar', () => {
  const NAP = calendar(['DTSTART:20260101T120000Z', 'DTEND:20260101T130000Z']);
  const NAPS = calendar(['DTSTART:20260101T120000Z', 'DTEND:20260101T130000Z'], ['DTSTART:20260102T120000Z', 'DTEND:20260102T130000Z']);
  const setUp = () => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-calendar-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const clock = new VirtualClock();
    const warnings: unknown[] = [];
    const log: Log = { info: () => {}, warn: (what, message) => void warnings.push({ ...what, message }) };
    const keep = (from: string, read?: CalendarReading): KeptCalendar => {
      const kept = new KeptCalendar({ lineId: 'home', from, zone: ZONE, word: null }, join(folder, 'copies'), clock, log, read);
      onTestFinished(() => kept.stop());
      return kept;
    };
    return { folder, clock, warnings, keep };
  };

  test('in a file is read again when it has changed; a broken one changes nothing', async () => {
    const { folder, clock, warnings, keep } = setUp();
    const file = join(folder, 'quiet.ics');
    writeFileSync(file, NAP);
    const kept = keep(file, async (text, question) => readCalendar(text, question));
    await kept.start();
    expect(kept.spans()).toHaveLength(1);
    writeFileSync(file, NAPS);
    await clock.advance(61_000);
    await expect.poll(() => kept.spans()).toHaveLength(2);
    writeFileSync(file, 'nonsense');
    await expect
      .poll(async () => {
        await clock.advance(61_000);
        return warnings;
      })
      .toContainEqual({ line: 'home', why: 'it is no calendar', message: expect.stringContaining('could not be read') });
    expect(kept.spans()).toHaveLength(2);
  });

  test('that is not there is said once in a while, without its address', async () => {
    const { folder, warnings, keep } = setUp();
    const kept = keep(join(folder, 'secret-token.ics'));
    await kept.start();
    expect(kept.spans()).toEqual([]);
    expect(JSON.stringify(warnings)).toContain('ENOENT');
    expect(JSON.stringify(warnings)).not.toContain('secret-token');
  });

  test('on the web is fetched each hour, and outlives a restart without the web', async () => {
    const { clock, warnings, keep } = setUp();
    let answer: string | number = NAP;
    const server = createServer((_, response) => {
      response.statusCode = typeof answer === 'number' ? answer : 200;
      response.end(typeof answer === 'string' ? answer : '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/private-token/quiet.ics`;
    const kept = keep(address, async (text, question) => readCalendar(text, question));
    await kept.start();
    expect(kept.spans()).toHaveLength(1);
    answer = NAPS;
    const anHourLater = (): Promise<void> => clock.advance(HOUR_MS);
    await expect.poll(() => anHourLater().then(() => kept.spans())).toHaveLength(2);
    answer = 404;
    await expect.poll(() => anHourLater().then(() => warnings.length)).toBeGreaterThan(0);
    expect(kept.spans()).toHaveLength(2);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');

    const afterRestart = keep(address);
    await afterRestart.start();
    expect(afterRestart.spans()).toHaveLength(2);
    expect(warnings).toContainEqual(expect.objectContaining({ why: 'the server answered 404' }));
    expect(JSON.stringify(warnings)).not.toContain('token');
  });

  test('too large a one is not taken', async () => {
    const { warnings, keep } = setUp();
    const server = createServer((_, response) => void response.end(Buffer.alloc(9 * 1024 * 1024, 'x')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const kept = keep(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await kept.start();
    expect(warnings).toEqual([expect.objectContaining({ why: 'it is too large' })]);
  });
});

test('a calendar and hours together make one quiet', () => {
  const spans: Span[] = [{ from: at('2026-11-24T20:00'), to: at('2026-11-24T22:30') }];
  const line = quiet(hours('22:00-07:00'), { spans: () => spans }, ZONE);
  expect(written(line.until(at('2026-11-24T20:30')))).toBe('2026-11-25T07:00');
});
