import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { download, sumIn } from '../../src/adapters/packs/download.ts';
import { FolderShelf } from '../../src/adapters/packs/folder-shelf.ts';
import { systemClock, type Clock } from '../../src/call/clock.ts';
import { uncountedFaults } from '../../src/call/faults.ts';
import { archiveName, CATALOGUE } from '../../src/packs/catalogue.ts';
import { filesFor } from '../../src/packs/model.ts';
import { CatalogueEntrySchema, PackError, type CatalogueEntry, type Trial } from '../../src/packs/pack.ts';
import { PackDesk, type PackState } from '../../src/packs/pack-desk.ts';
import type { Candidate } from '../../src/packs/shelf.ts';
import { modelIn, tryModel } from '../../src/try-pack.ts';
import { FakeVoice } from '../support/fakes.ts';
import { packed, PackSource } from '../support/pack-source.ts';
import { tinyModel, TINY_FILES } from '../support/tiny-models.ts';

/** A tar within bzip2 that holds "tokens.txt" and "model.onnx", neither of which is of any use. */
const BZIP2 =
  'QlpoOTFBWSZTWRkwgCsAAKj7hMkQAEJAAX8AAQBmT55AAACAiCAAkglRGjTIAaAZHpAqkJpNMgA9QMgZv3yeSSjVIF1YRENm+MDBTjNU2pIgmjOcUaJvXu5ehikFl4x4ZVWVVJrMIKKykYbi7FtFeQMu4pTKUJsYjEf90DQcYHo6ZUSWREfMbnfaKUH4u5IpwoSAyYQBWA==';

/** Pauses pass a hundred times as fast. */
const hurried: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms / 100, run) };
const TRIAL: Trial = { realTimeFactor: 0.2, heard: 'guten tag' };

describe('speech packs', () => {
  let folder: string;
  let source: PackSource;
  let entry: CatalogueEntry;
  let free: number;
  let states: PackState['type'][];
  let trial: (candidate: Candidate) => Promise<Trial>;

  class Shelf extends FolderShelf {
    override async freeBytes(): Promise<number> {
      return Math.min(free, await super.freeBytes());
    }
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'danke-nein-packs-'));
    source = new PackSource();
    const url = await source.start();
    free = Infinity;
    states = [];
    trial = async () => TRIAL;
    entry = {
      id: 'tiny',
      name: 'Tiny',
      kind: 'streaming_transducer',
      languages: ['de'],
      licence: 'CC0 1.0',
      home: 'https://example.org/tiny',
      archive: { url: `${url}/tiny-model.tar.gz`, sums: `${url}/checksum.txt`, bytes: 10_000 },
      memoryBytes: 1_000_000,
      goodFor: 'hears_at_once',
    };
    await publish(TINY_FILES.streaming_transducer);
  });
  afterEach(() => {
    source.stop();
    rmSync(folder, { recursive: true });
  });

  async function publish(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
    return source.publish('tiny-model', { ...files, 'test.wav': 'RIFF', 'encoder.fp32.onnx': 'x', LICENSE: 'CC0' });
  }

  function desk(clock: Clock = hurried): PackDesk {
    const shelf = new Shelf(join(folder, 'packs'), clock);
    const one: PackDesk = new PackDesk({
      shelf,
      catalogue: [entry],
      clock,
      log: { info: () => {}, warn: () => {} },
      trial: (candidate) => trial(candidate),
      changed: () => void one.list().then(([pack]) => pack && states.at(-1) !== pack.state.type && states.push(pack.state.type)),
    });
    return one;
  }

  async function stateOf(one: PackDesk): Promise<PackState> {
    return (await one.list())[0]?.state ?? { type: 'absent', partialBytes: 0 };
  }

  const problemOf = async (work: Promise<unknown>): Promise<unknown> =>
    ((await work.catch((error: unknown) => error)) as PackError).problem;

  test('one is fetched, checked against its published sum, tried and kept, with what is used of it alone', async () => {
    trial = (candidate) =>
      tryModel(modelIn(candidate.folder, { ...candidate.facts, files: candidate.files }), 'de', new FakeVoice(), {
        clock: systemClock,
        faults: uncountedFaults,
      });
    const one = desk();
    const pack = await one.install('tiny');
    expect(pack).toMatchObject({ id: 'tiny', verified: true, languages: ['de'], licence: 'CC0 1.0' });
    expect(pack.trial.realTimeFactor).toBeGreaterThan(0);
    // Seconds for a second, not milliseconds; how many depends on the machine.
    expect(pack.trial.realTimeFactor).toBeLessThan(100);
    expect(await stateOf(one)).toEqual({ type: 'installed', pack });
    expect(await stateOf(desk())).toEqual({ type: 'installed', pack });
    const kept = readdirSync(join(folder, 'packs/tiny/tiny-model')).toSorted();
    expect(kept).toEqual(['LICENSE', 'decoder.onnx', 'encoder.onnx', 'joiner.onnx', 'tokens.txt']);
    expect(readdirSync(join(folder, 'packs/on-the-way'))).toEqual([]);
    await expect.poll(() => states).toEqual(expect.arrayContaining(['loading', 'trying', 'installed']));
  });

  test('a connection that breaks is taken up where it broke', async () => {
    const archive = source.files.get('/tiny-model.tar.gz') ?? Buffer.alloc(0);
    source.breaks = { after: Math.floor(archive.length / 3), times: 2 };
    expect((await desk().install('tiny')).verified).toBe(true);
    const ranges = source.asked.filter(({ path }) => path.endsWith('.gz')).map(({ range }) => range);
    const third = Math.floor(archive.length / 3);
    expect(ranges).toEqual([undefined, `bytes=${third}-`, `bytes=${2 * third}-`]);
  });

  test('what was published anew meanwhile is fetched from the beginning', async () => {
    const archive = source.files.get('/tiny-model.tar.gz') ?? Buffer.alloc(0);
    source.breaks = { after: Math.floor(archive.length / 2), times: 1 };
    const one = desk();
    source.onBreak = () => (source.etag = '"two"');
    expect((await one.install('tiny')).verified).toBe(true);
    expect(source.asked[1]?.range).toBe(`bytes=${source.breaks.after}-`);
  });

  test('a cancelled one can be gone on with, also after a restart', async () => {
    const archive = source.files.get('/tiny-model.tar.gz') ?? Buffer.alloc(0);
    const half = Math.floor(archive.length / 2);
    source.breaks = { after: half, times: 1 };
    source.stalls = true;
    const slow = desk(systemClock);
    const installing = slow.install('tiny');
    await expect.poll(() => new FolderShelf(join(folder, 'packs'), systemClock).partial('tiny')).toBe(half);
    slow.cancel('tiny');
    expect(await problemOf(installing)).toBe('cancelled');
    expect(await stateOf(slow)).toEqual({ type: 'absent', partialBytes: half });
    source.breaks.times = 0;
    const again = desk();
    expect(await stateOf(again)).toEqual({ type: 'absent', partialBytes: half });
    expect((await again.install('tiny')).verified).toBe(true);
    expect(source.asked.at(-2)?.range).toBe(`bytes=${half}-`);
  });

  test('what was left by a run that was cut off goes after a day, and a download that can be gone on with stays', async () => {
    const way = join(folder, 'packs/on-the-way');
    mkdirSync(join(way, 'new-x'), { recursive: true });
    for (const name of ['import-y.part', 'import-today.part', 'tiny.part']) writeFileSync(join(way, name), 'x');
    const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
    for (const name of ['new-x', 'import-y.part', 'tiny.part']) utimesSync(join(way, name), days(2), days(2));
    await new FolderShelf(join(folder, 'packs'), systemClock).tidy();
    expect(readdirSync(way).toSorted()).toEqual(['import-today.part', 'tiny.part']);
    await new FolderShelf(join(folder, 'nowhere'), systemClock).tidy();
  });

  test('one thing at a time', async () => {
    const one = desk();
    const first = one.install('tiny');
    expect(await problemOf(one.install('tiny'))).toBe('refused');
    expect((await first).id).toBe('tiny');
  });

  test('another sum than the published one: nothing of it stays', async () => {
    source.files.set('/checksum.txt', Buffer.from(`${'a'.repeat(64)}  tiny-model.tar.gz\n`));
    const one = desk();
    expect(await problemOf(one.install('tiny'))).toBe('wrong_sum');
    expect(await stateOf(one)).toMatchObject({ type: 'failed', problem: 'wrong_sum', partialBytes: 0 });
    expect(readdirSync(join(folder, 'packs/on-the-way'))).toEqual([]);
  });

  test.each(['missing', 'other names', 'null'])('without a published sum it is unverified: %s', async (how) => {
    if (how === 'missing') source.files.delete('/checksum.txt');
    if (how === 'other names') source.files.set('/checksum.txt', Buffer.from(`${'a'.repeat(64)}  not-tiny-model.tar.gz\n`));
    if (how === 'null') entry = { ...entry, archive: { ...entry.archive, sums: null } };
    expect((await desk().install('tiny')).verified).toBe(false);
  });

  test('a source that refuses, or that is not there, is said so; then it can be tried again', async () => {
    const one = desk();
    source.status = 403;
    await expect(one.install('tiny')).rejects.toThrow('refused: 403');
    source.stop();
    expect(await problemOf(one.install('tiny'))).toBe('not_reachable');
    expect(await stateOf(one)).toMatchObject({ type: 'failed', problem: 'not_reachable' });
  });

  test('from elsewhere only with HTTPS', async () => {
    entry = { ...entry, archive: { ...entry.archive, url: entry.archive.url.replace('127.0.0.1', '127.0.0.2') } };
    expect(['refused', 'not_reachable']).toContain(await problemOf(desk().install('tiny')));
  });

  test('no room: nothing is fetched', async () => {
    free = 2 * (source.files.get('/tiny-model.tar.gz')?.length ?? 0);
    const one = desk();
    expect(await problemOf(one.install('tiny'))).toBe('no_space');
    expect(await stateOf(one)).toMatchObject({ type: 'failed', problem: 'no_space', partialBytes: 0 });
  });

  test('room for what comes without a length is looked at every 64 MB, and it stops where there is none', async () => {
    const endless = createServer((_, response) => {
      const part = Buffer.alloc(1_000_000);
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(part));
        response.once('drain', more);
      };
      more();
    });
    await once(endless.listen(0, '127.0.0.1'), 'listening');
    const looked: number[] = [];
    const file = join(folder, 'endless');
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/x.tar.gz`;
    const wish = { url, file, signal: new AbortController().signal, progress: () => {}, clock: hurried };
    const mustFit = async (bytes: number): Promise<void> => {
      looked.push(bytes);
      if (looked.length > 1) throw new PackError('no_space');
    };
    try {
      expect(await problemOf(download({ ...wish, mustFit }))).toBe('no_space');
    } finally {
      endless.closeAllConnections();
      endless.close();
    }
    expect(looked).toEqual([64_000_000, 64_000_000]);
    expect(statSync(file).size).toBeLessThan(66_000_000);
  });

  test('three are brought at a time, a fourth is told that it is busy', async () => {
    source.breaks = { after: 1, times: Infinity };
    source.stalls = true;
    const ids = ['one', 'two', 'three', 'four'];
    const shelf = new Shelf(join(folder, 'packs'), hurried);
    const catalogue = ids.map((id) => ({ ...entry, id }));
    const log = { info: () => {}, warn: () => {} };
    const many = new PackDesk({ shelf, catalogue, clock: systemClock, log, trial: (candidate) => trial(candidate), changed: () => {} });
    const ends = ids.map((id) => problemOf(many.install(id)));
    await expect.poll(() => source.asked.length).toBeGreaterThanOrEqual(3);
    for (const id of ids) many.cancel(id);
    expect(await Promise.all(ends)).toEqual(['cancelled', 'cancelled', 'cancelled', 'refused']);
  });

  test('a model that cannot be loaded is refused with what is wrong, and nothing of it stays', async () => {
    await publish({ ...TINY_FILES.streaming_transducer, 'encoder.onnx': 'nonsense' });
    trial = (candidate) =>
      tryModel(modelIn(candidate.folder, { ...candidate.facts, files: candidate.files }), 'de', new FakeVoice(), {
        clock: systemClock,
        faults: uncountedFaults,
      });
    const one = desk();
    expect(await problemOf(one.install('tiny'))).toBe('model_refused');
    expect(await stateOf(one)).toMatchObject({ type: 'failed', detail: expect.stringMatching(/Protobuf parsing failed/u) });
    expect(existsSync(join(folder, 'packs/tiny'))).toBe(false);
    expect(readdirSync(join(folder, 'packs/on-the-way'))).toEqual([]);
  });

  test('an archive without the files of such a model is none of these', async () => {
    const { 'joiner.onnx': _, ...rest } = TINY_FILES.streaming_transducer;
    await publish(rest);
    await expect(desk().install('tiny')).rejects.toThrow('not_a_pack: joiner');
  });

  describe('brought by somebody', () => {
    const parts = async function* (archive: Buffer): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < archive.length; at += 1_000) yield archive.subarray(at, at + 1_000);
    };

    test('one of the catalogue’s, known by its name', async () => {
      const one = desk();
      const pack = await one.receive('tiny-model.tar', parts(await packed('tiny-model', TINY_FILES.streaming_transducer, false)));
      expect(pack).toMatchObject({ id: 'tiny', verified: false });
      expect(source.asked).toEqual([]);
      await one.remove('tiny');
      expect(await stateOf(one)).toEqual({ type: 'absent', partialBytes: 0 });
      expect(existsSync(join(folder, 'packs/tiny'))).toBe(false);
    });

    test('one’s own, which says what it is', async () => {
      const manifest = { id: 'grandma', name: 'Grandma’s voice', kind: 'vits', languages: ['de'], licence: 'ours' };
      const archive = await packed('tiny-model', { ...TINY_FILES.vits, 'danke-nein-pack.json': JSON.stringify(manifest) });
      const one = desk();
      expect(await one.receive('voice.tgz', parts(archive))).toMatchObject({ ...manifest, home: null });
      expect((await one.list()).map(({ id, entry: known }) => [id, known !== null])).toEqual([
        ['tiny', true],
        ['grandma', false],
      ]);
    });

    test.each([
      ['nonsense', Buffer.from('nonsense'), 'not_an_archive'],
      ['nothing', Buffer.alloc(0), 'not_an_archive'],
      ['bzip2, without a manifest', Buffer.from(BZIP2, 'base64'), 'not_a_pack'],
      ['broken bzip2', Buffer.from(BZIP2, 'base64').subarray(0, 100), 'not_an_archive'],
    ])('what is none is refused: %s', async (_, archive, problem) => {
      expect(await problemOf(desk().receive('voice.tar.bz2', parts(archive)))).toBe(problem);
      expect(readdirSync(join(folder, 'packs/on-the-way'))).toEqual([]);
    });

    test.each([{ id: '../up' }, { kind: 'x' }, { languages: [] }, { licence: '' }])('a manifest that does not fit: %j', async (wrong) => {
      const manifest = { id: 'own', name: 'Own', kind: 'vits', languages: ['de'], licence: 'ours', ...wrong };
      const archive = await packed('tiny-model', { ...TINY_FILES.vits, 'danke-nein-pack.json': JSON.stringify(manifest) });
      await expect(desk().receive('voice.tgz', parts(archive))).rejects.toThrow(
        `not_a_pack: danke-nein-pack.json: ${Object.keys(wrong)[0]}`,
      );
    });

    test('nothing is written outside its folder, and no link is made', async () => {
      const from = mkdtempSync(join(folder, 'from-'));
      writeFileSync(join(from, 'model.onnx'), TINY_FILES.vits['model.onnx']);
      writeFileSync(join(from, 'tokens.txt'), TINY_FILES.vits['tokens.txt']);
      symlinkSync('/etc/passwd', join(from, 'link.txt'));
      const file = join(from, 'evil.tar');
      await create({ cwd: from, file, preservePaths: true, onWriteEntry: (one) => void (one.path = `../../${one.path}`) }, ['tokens.txt']);
      const evil = readFileSync(file);
      expect(evil.toString('latin1')).toContain('../../tokens.txt');
      expect(await problemOf(desk().receive('evil.tar', parts(evil)))).toBe('not_an_archive');
      expect(existsSync(join(folder, 'packs', 'tokens.txt'))).toBe(false);
      await create({ cwd: from, file }, ['link.txt']);
      expect(await problemOf(desk().receive('evil.tar', parts(readFileSync(file))))).toBe('not_an_archive');
    });
  });
});

describe('the catalogue', () => {
  test('names each pack once, as the schema of one’s own wants it, and every archive by HTTPS', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    for (const entry of CATALOGUE) {
      expect(CatalogueEntrySchema.parse(entry)).toEqual(entry);
      expect(entry.archive.url).toMatch(/^https:/u);
      expect(entry.archive.bytes).toBeLessThan(1_000_000_000);
    }
    expect(archiveName('https://example.org/a/b-c.1.tar.bz2')).toBe('b-c.1');
  });

  test('of several precisions the small one is taken, and a folder is found', () => {
    const paths = ['x/base-encoder.onnx', 'x/base-encoder.int8.onnx', 'x/base-decoder.onnx', 'x/base-tokens.txt'];
    expect(filesFor('whisper', paths)).toEqual({
      files: { encoder: 'x/base-encoder.int8.onnx', decoder: 'x/base-decoder.onnx', tokens: 'x/base-tokens.txt' },
    });
    const voice = ['v/de.onnx', 'v/tokens.txt', 'v/', 'v/espeak-ng-data/', 'v/espeak-ng-data/lang/'];
    expect(filesFor('piper', voice)).toEqual({ files: { model: 'v/de.onnx', tokens: 'v/tokens.txt', dataDir: 'v/espeak-ng-data/' } });
    expect(filesFor('whisper', [])).toEqual({ missing: ['encoder', 'decoder', 'tokens'] });
  });

  test('sums are read as people publish them', () => {
    const sum = 'ab'.repeat(32);
    for (const line of [`${sum}  a.tar.bz2`, `${sum} *a.tar.bz2`, `a.tar.bz2\t${sum.toUpperCase()}`, `${sum}  ./dist/a.tar.bz2`])
      expect(sumIn(`first line\n${line}\n`, 'a.tar.bz2')).toBe(sum);
    expect(sumIn(`${sum}  xa.tar.bz2`, 'a.tar.bz2')).toBeNull();
    expect(sumIn('a.tar.bz2 1234', 'a.tar.bz2')).toBeNull();
  });

  test('a tiny model is one of its kind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-tiny-'));
    expect(Object.keys(tinyModel('vits', folder).files)).toEqual(['model', 'tokens']);
    rmSync(folder, { recursive: true });
  });
});
