import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EspeakVoice } from '../../src/adapters/espeak/espeak-voice.ts';
import { joinPcm } from '../../src/call/audio.ts';
import { systemClock } from '../../src/call/clock.ts';
import { uncountedFaults } from '../../src/call/faults.ts';
import { toWav } from '../../src/call/wav.ts';
import { commandLine } from '../support/command-line.ts';

interface Result {
  readonly code: number;
  readonly lines: readonly Record<string, unknown>[];
  readonly errors: string;
}

/** Runs a command with lines on its standard input. Every line of its standard output has to be JSON. */
async function run(args: readonly string[], input: readonly string[]): Promise<Result> {
  const { code, said, errors } = await commandLine(args, { input });
  const lines = said.split('\n').filter((line) => line !== '');
  return { code, errors, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const said = (text: string, more: object = {}): string => JSON.stringify({ text, ...more });

describe('converse', () => {
  test('greets, answers line by line, ends, and ignores what follows', async () => {
    const { code, lines, errors } = await run(
      ['converse', '--lang', 'de'],
      [
        said('Guten Tag, ich habe ein Angebot für einen neuen Stromtarif.', { raisedVoice: { db: 9, pitchPct: 18 } }),
        said('Na gut, danke. Auf Wiederhören.', { raisedVoice: true }),
        said('Ist da noch jemand?'),
      ],
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines.map(({ turn, route, ended }) => ({ turn, route, ended }))).toEqual([
      { turn: 0, route: 'continue', ended: false },
      { turn: 1, route: 'decline', ended: false },
      { turn: 2, route: 'decline', ended: true },
    ]);
    expect(lines[0]?.['said']).toContain('Computer');
    expect(Object.keys(lines[1] ?? {})).toEqual(['turn', 'said', 'purpose', 'confidence', 'acts', 'approach', 'route', 'ended']);
  });

  test('a raised voice changes nothing', async () => {
    const texts = ['Hallo, hier ist Opa, ich höre so schlecht.', 'Ist der Junge da?'];
    const calm = await run(
      ['converse'],
      texts.map((text) => said(text)),
    );
    const loud = await run(
      ['converse'],
      texts.map((text) => said(text, { raisedVoice: true })),
    );
    expect(loud.lines).toEqual(calm.lines);
  });

  test('takes a profile, and says what is wrong with one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-profile-'));
    const good = join(folder, 'good.yaml');
    writeFileSync(good, 'household: Familie Berger\nwanted: put_through\n');
    const { lines } = await run(
      ['converse', '--profile', good],
      [said('Hallo, hier ist die Oma, ich wollte nur hören, wie es euch geht.')],
    );
    expect(lines[0]?.['said']).toContain('Familie Berger');
    expect(lines[1]).toMatchObject({ route: 'put_through', ended: true });
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, 'approach: shouting\n');
    expect(await run(['converse', '--profile', bad], [])).toMatchObject({
      code: 1,
      lines: [],
      errors: expect.stringContaining('approach'),
    });
    expect(await run(['converse', '--approach', 'shouting'], [])).toMatchObject({ code: 1, lines: [] });
  });

  test('a line that is not what it should be is told with its number, and loses nothing', async () => {
    const { code, lines, errors } = await run(['converse'], ['{"text":', '{"words":"x"}', said('Hallo?')]);
    expect(code).toBe(1);
    expect(errors).toMatch(/line 1: .*JSON[\s\S]*line 2: text/u);
    expect(lines.map(({ turn }) => turn)).toEqual([0, 1]);
  });
});

test('understand tells what every line means', async () => {
  const { code, lines } = await run(
    ['understand'],
    [
      JSON.stringify({ lang: 'de', text: 'Praxis Doktor Weber, bitte rufen Sie zurück unter 040 123456.' }),
      JSON.stringify({ lang: 'en', text: 'Hello, can I interest you in solar panels?' }),
    ],
  );
  expect(code).toBe(0);
  expect(lines[0]).toMatchObject({ purpose: 'medical', slots: { number: '040123456' } });
  expect(lines[0]?.['acts']).toContain('asks_for_callback');
  expect(lines[1]).toMatchObject({ purpose: 'sales' });
  expect(Object.keys(lines[1] ?? {})).toEqual(['purpose', 'confidence', 'acts', 'slots']);
});

describe('listen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));

  test('tells when somebody speaks and when their turn has ended', async () => {
    const voice = new EspeakVoice(systemClock, 'attendant', uncountedFaults);
    const speech = await voice.render('Guten Tag, hier spricht ein Computer', 'de');
    voice.rest();
    writeFileSync(
      join(folder, 'call.wav'),
      toWav(joinPcm([new Int16Array(8_000), speech, new Int16Array(12_000), speech, new Int16Array(2_000)])),
    );
    const { code, lines, errors } = await run(['listen', join(folder, 'call.wav')], []);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const first = lines.find(({ type }) => type === 'speech');
    expect(Math.abs(Number(first?.['fromMs']) - 1_000)).toBeLessThan(200);
    expect(lines.filter(({ type }) => type === 'turn_end')).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({ type: 'end', durationMs: 2_750 + 2 * Math.round(speech.length / 8) });
    // How fast it was depends on the machine.
    expect(lines.at(-1)?.['timesRealTime']).toEqual(expect.any(Number));
  });

  test('says what is wrong with a file, and which one it wants', async () => {
    writeFileSync(join(folder, 'text.wav'), 'this is no sound');
    const [none, text, nothing] = await Promise.all([
      run(['listen', join(folder, 'none.wav')], []),
      run(['listen', join(folder, 'text.wav')], []),
      run(['listen'], []),
    ]);
    expect([none.code, text.code, nothing.code]).toEqual([1, 1, 2]);
    expect(none.errors).toContain('there is no such file');
    expect(text.errors).toMatch(/no WAV file|cannot read it/u);
    expect(nothing.errors).toContain('listen');
  });
});
