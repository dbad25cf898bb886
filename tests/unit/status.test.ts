import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Faults } from '../../src/call/faults.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { readConfig } from '../../src/config.ts';
import { wordsIn } from '../../src/words/words.ts';
import { readStatus, StatusFile } from '../../src/status.ts';
import { REFUSALS } from '../../src/telephony/sip/refusals.ts';

describe('the status of a running server', () => {
  let dataDir: string;
  let clock: VirtualClock;
  let faults: Faults;
  let file: StatusFile;
  const NOW = Date.now();
  const path = (): string => join(dataDir, 'status.json');
  const inFile = (): Record<string, unknown> => JSON.parse(readFileSync(path(), 'utf8')) as Record<string, unknown>;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-status-'));
    clock = new VirtualClock(NOW);
    faults = new Faults(() => {});
    file = new StatusFile({
      dataDir,
      clock,
      pid: process.pid,
      version: '1.2.3',
      past: { restarts: 2, lastEnd: 'SIGSEGV' },
      faults: () => faults.counts,
    });
    faults.onCounted(() => file.changed());
    await file.start();
  });
  afterEach(async () => {
    // A write that is under way would put its file back into a folder that is being removed.
    await file.written;
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function passes(ms: number): Promise<void> {
    await clock.advance(ms);
    await file.written;
  }

  test('is there from the start, for its owner alone', () => {
    expect(readStatus(dataDir, NOW)).toEqual({
      pid: process.pid,
      version: '1.2.3',
      startedAt: NOW,
      restarts: 2,
      lastEnd: 'SIGSEGV',
      faults: {},
      counters: {},
    });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['status.json']);
  });

  test('is written within a second of a fault, and once a second in a flood of them', async () => {
    faults.note('call', new Error('x'));
    await passes(990);
    expect(inFile()['faults']).toEqual({});
    await passes(10);
    expect(inFile()['faults']).toEqual({ call: 1 });
    for (let i = 0; i < 500; i++) {
      faults.note('rtp', new Error('x'));
      await clock.advance(1);
    }
    await file.written;
    expect(inFile()['faults']).toEqual({ call: 1 });
    file.count('mediaWorkerDeaths');
    await passes(500);
    expect(inFile()).toMatchObject({ faults: { call: 1, rtp: 500 }, counters: { mediaWorkerDeaths: 1 } });
  });

  test('where nothing changes, nothing is written', async () => {
    writeFileSync(path(), 'untouched');
    await passes(3_600_000);
    expect(readFileSync(path(), 'utf8')).toBe('untouched');
  });

  test('is gone when the server has stopped, and no timer is left', async () => {
    faults.note('call', new Error('x'));
    await file.stop();
    faults.note('call', new Error('x'));
    expect(readdirSync(dataDir)).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  test('of a process that is gone nothing is believed', () => {
    const status = readStatus(dataDir, NOW);
    // The highest number that a Linux process can have is 4194304.
    writeFileSync(path(), JSON.stringify({ ...status, pid: 4_194_305 }));
    expect(readStatus(dataDir, NOW)).toBeNull();
  });

  test('from before this machine started nothing is believed, whoever has the number now', () => {
    writeFileSync(path(), JSON.stringify({ ...readStatus(dataDir, NOW), startedAt: 1_000_000_000_000 }));
    expect(readStatus(dataDir, NOW)).toBeNull();
  });

  test.each([
    [
      'en',
      'It has failed 2 times and was started again (last: SIGSEGV).',
      '3 errors, contained: in a call,',
      'The sound process has died once.',
    ],
    [
      'de',
      '2-mal ist es ausgefallen und neu gestartet (zuletzt: SIGSEGV).',
      '3 Fehler, aufgefangen: in einem Anruf,',
      'Einmal ist der Tonprozess',
    ],
  ] as const)('the doctor says in words what went wrong (%s)', { timeout: 120_000 }, async (lang, ...told) => {
    for (let i = 0; i < 3; i++) faults.note('call', new Error('Anna Berger'));
    file.count('mediaWorkerDeaths');
    await passes(1_000);
    const output = await doctorSays(lang);
    for (const line of told) expect(output).toContain(line);
    expect(output).not.toContain('Anna');
  });

  test('a flood of refused SIP is written once a second, and no more often', async () => {
    const written: unknown[] = [];
    for (let ms = 0; ms < 3_000; ms++) {
      for (let n = 0; n < 10; n++) file.count('malformed');
      await clock.advance(1);
      if (ms % 10 > 0) continue;
      await file.written;
      const { counters } = inFile() as { counters: { malformed?: number } };
      if (written.at(-1) !== (counters.malformed ?? 0)) written.push(counters.malformed ?? 0);
    }
    expect(written).toEqual([0, 10_000, 20_000]);
  });

  const REFUSED = {
    malformed: ['One SIP message was malformed', '# SIP messages were malformed', 'Eine SIP-Nachricht war', '# SIP-Nachrichten waren'],
    too_many_requests: [
      'One SIP message got no answer',
      '# SIP messages got no answer',
      'Eine SIP-Nachricht blieb ohne Antwort',
      '# SIP-Nachrichten blieben ohne Antwort',
    ],
    too_many_calls: ['One call was turned away', '# calls were turned away', 'Ein Anruf wurde abgewiesen', '# Anrufe wurden abgewiesen'],
    too_many_connections: [
      'One SIP connection was turned away',
      '# SIP connections were turned away',
      'Eine SIP-Verbindung wurde abgewiesen',
      '# SIP-Verbindungen wurden abgewiesen',
    ],
    slow_connection: [
      'One SIP connection was closed',
      '# SIP connections were closed',
      'Eine SIP-Verbindung wurde geschlossen',
      '# SIP-Verbindungen wurden geschlossen',
    ],
  } as const;
  test('the doctor has one line for each kind of refused SIP, in both languages, and none for what did not happen', async () => {
    for (const refusal of REFUSALS) file.count(refusal);
    for (const lang of ['en', 'de'] as const) {
      const { counters } = wordsIn(lang).terminal.checks;
      for (const refusal of REFUSALS) {
        const [one, other] = lang === 'en' ? REFUSED[refusal] : REFUSED[refusal].slice(2);
        expect(counters[refusal](1)).toContain(one);
        expect(counters[refusal](312)).toContain(other?.replace('#', '312'));
      }
    }
    await passes(1_000);
    const output = await doctorSays('de');
    for (const refusal of REFUSALS) expect(output).toContain(`    ${wordsIn('de').terminal.checks.counters[refusal](1)}`);
    expect(output).not.toContain('Tonprozess');
  }, 120_000);

  test('and is quiet of a server in which nothing was refused', { timeout: 120_000 }, async () => {
    const calm = new StatusFile({
      dataDir,
      clock,
      pid: process.pid,
      version: '1.2.3',
      past: { restarts: 0, lastEnd: '' },
      faults: () => ({}),
    });
    await calm.start();
    expect((await doctorSays('de')).split('\n')).toContainEqual(expect.stringMatching(/^\+ Danke, nein 1\.2\.3 läuft seit /u));
    await calm.stop();
  });

  test('the doctor says that nothing runs, where nothing does', { timeout: 120_000 }, async () => {
    await file.stop();
    const output = await doctorSays('en');
    expect(output).toContain('+ Danke, nein is not running on this data folder');
  });

  /** What it has to say, checks of everything else among it. */
  async function doctorSays(lang: 'de' | 'en'): Promise<string> {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const terminal = { ...processTerminal, console: { log: say, error: say } };
    await doctor({ ...readConfig({ DANKE_CONFIG: '/dev/null' }, '/'), dataDir }, wordsIn(lang).terminal, [], terminal);
    return lines.join('\n');
  }

  test.each([
    ['half a file', (text: string) => text.slice(0, 40)],
    ['nothing', () => ''],
    ['another shape', () => '{"pid":"1"}'],
    ['a place that there is not', (text: string) => text.replace('"faults":{}', '"faults":{"nowhere":1}')],
    ['a negative number', (text: string) => text.replace('"restarts":2', '"restarts":-2')],
  ])('damaged, it says nothing: %s', (_, damaged) => {
    writeFileSync(path(), damaged(readFileSync(path(), 'utf8')));
    expect(readStatus(dataDir, NOW)).toBeNull();
  });
});
