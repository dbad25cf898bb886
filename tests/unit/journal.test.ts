import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteJournalStore } from '../../src/adapters/sqlite/journal-store.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { callsAsCsv, csvField } from '../../src/http/call-export.ts';
import { aboutOf } from '../../src/journal/about.ts';
import { Understanding } from '../../src/understanding/understanding.ts';

const understanding = Understanding.shipped();

function heard(...lines: readonly string[]): CallEvent[] {
  return lines.map((line, nth) => ({ atMs: nth * 1_000, type: 'understood', heard: understanding.understand(line, 'de') }));
}

function played(phraseId: 'no_general' | 'safe_no'): CallEvent {
  const segment = { phraseId, variant: 0, lang: 'de', slots: {} } as never;
  return { atMs: 9_000, type: 'segment_played', segment, fromMs: 8_000, playedMs: 900, ofMs: 900, complete: true };
}

describe('what a call was about', () => {
  test('nothing is known where no word was understood', () => {
    expect(aboutOf([{ atMs: 0, type: 'offered' }])).toEqual({ purpose: null, company: null });
  });

  test('the likeliest purpose over all that was said', () => {
    const events = heard(
      'Guten Tag, hier ist die Praxis Doktor Weber.',
      'Es geht um Ihren Termin am Donnerstag, wir müssen ihn verschieben.',
    );
    expect(aboutOf(events).purpose).toBe('medical');
  });

  test('whoever was told no was selling, whatever they said afterwards; a company is kept as it was named', () => {
    const offer = 'Guten Tag, Weber von der Firma Sparfuchs, wir haben einen günstigen Stromtarif für Sie.';
    const events = [
      ...heard(offer),
      played('no_general'),
      ...heard('Meine Mutter liegt im Krankenhaus und der Arzt sagt, ich soll mich schonen.'),
    ];
    expect(aboutOf(events)).toMatchObject({ purpose: 'sales', company: expect.stringMatching(/sparfuchs/iu) as string });
  });

  test('whoever was met as a scam was one', () => {
    expect(aboutOf([...heard('Hier ist die Bank, bitte lesen Sie mir Ihre TAN vor.'), played('safe_no')]).purpose).toBe('scam');
  });

  test('a mere greeting leaves it open', () => {
    expect(aboutOf(heard('Hallo?')).purpose).toBe('unclear');
  });
});

describe('calls as a table', () => {
  test.each([
    ['Anna', 'Anna'],
    ['+4940123', '+4940123'],
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['+SUM(1)', "'+SUM(1)"],
    ['@cmd', "'@cmd"],
    ['-1', "'-1"],
    ['a;b', '"a;b"'],
    ['zwei\nZeilen', '"zwei\nZeilen"'],
  ])('%j becomes %j', (text, field) => {
    expect(csvField(text, ';')).toBe(field);
  });

  test('every page of it, in the language that was asked for', async () => {
    const store = new SqliteJournalStore(await openDatabase(':memory:'));
    const clock = new VirtualClock(Date.UTC(2026, 0, 1, 12));
    for (let nth = 0; nth < 450; nth++) {
      await clock.advance(1_000);
      const id = uuidv7(clock);
      const call = {
        lineId: 'home',
        kind: 'real',
        approach: 'friendly_no',
        approachAssigned: 'rule',
        policyVersion: 1,
        lang: 'de',
      } as const;
      const caller = { callerNumber: `+4930${nth}`, callerName: '=1+1', contactName: null };
      await store.openCall('home', { id, ...call, ...caller, legId: uuidv7(clock), legTransport: 'sip', startedAt: clock.wallTime() });
    }
    const parts: string[] = [];
    for await (const part of callsAsCsv(store, 'home', {}, { lang: 'de', timeZone: 'Europe/Berlin' })) parts.push(part);
    const lines = parts.join('').trimEnd().split('\r\n');
    expect(lines).toHaveLength(451);
    expect(lines[0]).toBe('\uFEFFZeit;Dauer (s);Name;Nummer;Firma;Anliegen;Umgang;Ausgang;Abschied;Nachricht (s)');
    expect(lines[1]).toBe("2026-01-01 13:07:30;;'=1+1;+4930449;;;freundliches Nein;läuft noch;;");
    expect(new Set(lines).size).toBe(451);
    await store.close();
  });
});
