import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpack } from '../../src/adapters/packs/unpack.ts';
import { systemClock } from '../../src/call/clock.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { PackId } from '../../src/packs/pack.ts';

const BLOCK = 512;
const MEGABYTE = 1_000_000;

/** One file of an archive, as its header says; `pax`: what an extended header says otherwise (POSIX.1-2001, pax). */
function file(path: string, body: Buffer, pax: Readonly<Record<string, string>> = {}): Buffer {
  const records = Object.entries(pax).map(([key, value]) => record(key, value));
  const extended = records.length > 0 ? entry('PaxHeader', Buffer.from(records.join('')), 'ExtendedHeader') : Buffer.alloc(0);
  return Buffer.concat([extended, entry(path, body, 'File')]);
}

function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest) + 1;
  return `${length + String(length + 1).length - 1}${rest}`;
}

function entry(path: string, body: Buffer, type: 'File' | 'ExtendedHeader' | 'SymbolicLink'): Buffer {
  const head = Buffer.alloc(BLOCK);
  const header = new Header({
    path,
    size: body.length,
    type,
    mode: 0o644,
    ...(type === 'SymbolicLink' && { linkpath: '/etc/passwd' }),
    mtime: new Date(0),
  });
  header.encode(head, 0);
  return Buffer.concat([head, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

/** Packs to a hundredth or so: the ratio alone shall not give it away. */
const PATTERN = randomBytes(500);
const filled = (bytes: number): Buffer => Buffer.alloc(bytes, PATTERN);

const archived = (...files: Buffer[]): Buffer => Buffer.concat([...files, Buffer.alloc(2 * BLOCK)]);

describe('an archive', { timeout: 120_000 }, () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'danke-unpack-'));
    folder = join(root, 'new');
    mkdirSync(folder);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const opened = (archive: Buffer, mostBytes = 5 * MEGABYTE, signal = AbortSignal.timeout(60_000), clock = systemClock as VirtualClock) => {
    writeFileSync(join(root, 'archive'), archive);
    return unpack({ archive: join(root, 'archive'), folder, mostBytes }, clock, signal, () => {});
  };
  const here = (): string[] => readdirSync(folder, { recursive: true }).map(String).toSorted();
  const written = (): number =>
    here().reduce((sum, name) => sum + (statSync(join(folder, name)).isFile() ? statSync(join(folder, name)).size : 0), 0);

  test.each([
    ['one large file', () => file('a.onnx', filled(30 * MEGABYTE))],
    ['many files', () => Buffer.concat(Array.from({ length: 60 }, (_, nth) => file(`${nth}.onnx`, filled(MEGABYTE / 2))))],
    ['what is passed over', () => file('../a.onnx', filled(30 * MEGABYTE))],
    ['a size in an extended header', () => file('a.onnx', filled(30 * MEGABYTE), { size: String(30 * MEGABYTE) })],
  ])('that grows beyond its limit is given up: %s', async (_, files) => {
    await expect(opened(gzipSync(archived(files())))).rejects.toThrow('too much in it');
    expect(written()).toBeLessThan(6 * MEGABYTE);
  });

  test('with more files, or more of anything, than a model has, is given up', async () => {
    const many = (count: number, make: (nth: number) => Buffer): Buffer =>
      archived(...Array.from({ length: count }, (_, nth) => make(nth)));
    await expect(opened(gzipSync(many(20_001, (nth) => file(`${nth}`, Buffer.alloc(0)))))).rejects.toThrow('too much in it');
    await expect(opened(gzipSync(many(100_001, (nth) => entry(`${nth}`, Buffer.alloc(0), 'SymbolicLink'))))).rejects.toThrow(
      'too much in it',
    );
  });

  test('leaves out what is no plain file with a plain name, and our own file about the pack', async () => {
    const odd = [
      '../up',
      'a/../../up',
      'CON',
      'nul.txt',
      'x/aux',
      'COM1.onnx',
      'dot.',
      'x /y',
      'col:on',
      'wh\u0001at',
      'gpj\u202Exnno.a',
      'zero\u200Bwidth',
      'q?',
      'pack.json',
      'sub/PACK.JSON',
      'x'.repeat(201),
    ];
    const archive = archived(
      entry('link', Buffer.alloc(0), 'SymbolicLink'),
      ...odd.map((path) => file('x', Buffer.from('bad'), { path })),
      file('tokens.txt', Buffer.from('good')),
    );
    expect(await opened(archive)).toMatchObject({ paths: ['tokens.txt'] });
    expect(here()).toEqual(['tokens.txt']);
  });

  test.each([
    ['a.onnx', 'a.onnx'],
    ['a.onnx', 'A.onnx'],
    ['x/ä', 'x/a\u0308'],
    ['x/a', './x//a'],
  ])('in which two files have one name is given up: %s, %s', async (one, other) => {
    const archive = archived(file('x', Buffer.from('1'), { path: one }), file('x', Buffer.from('2'), { path: other }));
    await expect(opened(archive)).rejects.toThrow('two files have one name');
  });

  test('is given up when it is cancelled, or when nothing comes out of it for three minutes', async () => {
    const archive = gzipSync(archived(file('a', Buffer.alloc(4 * MEGABYTE))));
    await expect(opened(archive, undefined, AbortSignal.abort())).rejects.toThrow('cancelled');
    const abort = new AbortController();
    const unpacking = opened(archive, undefined, abort.signal);
    abort.abort();
    await expect(unpacking).rejects.toThrow('cancelled');
    const clock = new VirtualClock();
    const slow = expect(opened(archive, undefined, undefined, clock)).rejects.toThrow('it takes too long');
    await clock.advance(3 * 60_000);
    await slow;
    expect(clock.waiting).toBe(0);
  });

  test('names no pack by which another folder is meant', () => {
    for (const id of ['on-the-way', 'con', 'nul.x', 'com1', 'a.', '..']) expect(PackId.safeParse(id).success).toBe(false);
    expect(PackId.safeParse('piper-de').success).toBe(true);
  });
});
