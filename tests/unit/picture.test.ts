import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PictureError, readPicture } from '../../src/experiences/picture.ts';

const bytes = (...parts: (string | number | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));
const u16 = (n: number): number[] => [n >> 8, n & 255];
const u32 = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const le32 = (n: number): number[] => u32(n).toReversed();
const text = (picture: Uint8Array): string => Buffer.from(picture).toString('latin1');

const segment = (marker: number, body: string): number[] => [0xff, marker, ...u16(2 + body.length), ...Buffer.from(body, 'latin1')];
const frame = [0xff, 0xc2, ...u16(8), 8, ...u16(20), ...u16(30), 0];
const scan = [...segment(0xda, 'scan'), 1, 2, 0xff, 0, 3, 0xff, 0xd3, 4];
const JPEG = bytes(
  [0xff, 0xd8],
  segment(0xe0, 'JFIF'),
  segment(0xe1, 'Exif GPS 53.55 N'),
  segment(0xe2, 'ICC_PROFILE\0x'),
  segment(0xe2, 'MPF\0x'),
  segment(0xfe, 'von Eva'),
  frame,
  scan,
  segment(0xc4, 'table'),
  segment(0xfe, 'noch eine'),
  scan,
  [0xff, 0xd9],
  'second picture with Exif',
);

const chunk = (type: string, body: readonly number[]): number[] => [...u32(body.length), ...Buffer.from(type), ...body, 9, 9, 9, 9];
const PNG = bytes(
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  chunk('IHDR', [...u32(30), ...u32(20), 8, 2, 0, 0, 0]),
  chunk('eXIf', [...Buffer.from('GPS')]),
  chunk('tEXt', [...Buffer.from('Author Eva')]),
  chunk('IDAT', [1, 2, 3]),
  chunk('IEND', []),
  'behind',
);

const riff = (...chunks: (readonly [string, readonly number[]])[]): Uint8Array<ArrayBuffer> => {
  const body = chunks.flatMap(([type, data]) => [
    ...Buffer.from(type),
    ...le32(data.length),
    ...data,
    ...(data.length % 2 === 1 ? [0] : []),
  ]);
  return bytes('RIFF', le32(4 + body.length), 'WEBP', body);
};
const WEBP = riff(['VP8X', [0x0c, 0, 0, 0, 29, 0, 0, 19, 0, 0]], ['VP8 ', [1, 2, 3]], ['EXIF', [...Buffer.from('GPS')]], ['XMP ', [1]]);

describe('a picture', () => {
  test.each([
    ['JPEG', JPEG, 'image/jpeg'],
    ['PNG', PNG, 'image/png'],
    ['WebP', WEBP, 'image/webp'],
  ] as const)('%s: keeps its pixels and its size, and loses what was written beside them', (_, file, type) => {
    const picture = readPicture(file);
    expect(picture).toMatchObject({ type, width: 30, height: 20 });
    expect(text(picture.bytes)).not.toMatch(/GPS|Eva|eine|MPF|Exif|EXIF|XMP|behind|second/u);
    expect(readPicture(picture.bytes).bytes).toEqual(picture.bytes);
  });

  test('of a JPEG every scan, table and colour profile stays', () => {
    const { bytes: kept } = readPicture(JPEG);
    expect(text(kept).match(/scan/gu)).toHaveLength(2);
    expect(text(kept)).toMatch(/table/u);
    expect(text(kept)).toMatch(/ICC_PROFILE/u);
    expect([...kept.slice(-2)]).toEqual([0xff, 0xd9]);
  });

  test('of a WebP the head says its own length, and that nothing stands beside', () => {
    const { bytes: kept } = readPicture(WEBP);
    expect(Buffer.from(kept).readUInt32LE(4)).toBe(kept.length - 8);
    expect(kept[20]).toBe(0);
    expect(readPicture(riff(['VP8L', [0x2f, 29, 0xc0, 4, 0]])).width).toBe(30);
    expect(readPicture(riff(['VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 30, 0, 20, 0]]))).toMatchObject({ width: 30, height: 20 });
  });

  test.each([
    ['nothing', bytes()],
    ['a text', bytes('hello world, this is no picture')],
    ['an SVG', bytes('<svg onload="alert(1)"/>')],
    ['a GIF', bytes('GIF89a', [1, 0, 1, 0])],
    [
      'a PNG that is too wide',
      bytes(PNG.slice(0, 8) as unknown as number[], chunk('IHDR', [...u32(20_000), ...u32(1), 8, 2, 0, 0, 0]), chunk('IEND', [])),
    ],
    ['a PNG without size', bytes(PNG.slice(0, 8) as unknown as number[], chunk('IEND', []))],
  ])('refuses %s', (_, file) => expect(() => readPicture(file)).toThrow(PictureError));

  test('takes any bytes, and any part of a picture, without another error', () => {
    const parts = fc.tuple(fc.constantFrom(JPEG, PNG, WEBP), fc.nat(400), fc.nat(400), fc.nat(255)).map(([file, cut, at, value]) => {
      const part = file.slice(0, Math.max(1, file.length - (cut % file.length)));
      part[at % part.length] = value;
      return part;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), parts), (file) => {
        try {
          const picture = readPicture(file);
          expect(picture.bytes.length).toBeLessThanOrEqual(file.length + 2);
        } catch (error) {
          expect(error).toBeInstanceOf(PictureError);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
