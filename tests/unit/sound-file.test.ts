import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSound, SoundFileError } from '../../src/adapters/files/sound-file.ts';
import { levelDbfs, SAMPLE_RATE } from '../../src/call/audio.ts';
import { fromWav, toWav } from '../../src/call/wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'danke-nein-test-'));

function tone(rate: number, hz: number): Float32Array {
  return Float32Array.from({ length: rate }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hz * at) / rate));
}

/** A WAV file of a tone in another format, with a chunk before its sound that nobody needs. */
function wav(rate: number, channels: number, bits: number, kind: number, hz = 440): Buffer {
  const samples = tone(rate, hz);
  const data = Buffer.alloc((samples.length * channels * bits) / 8);
  for (const [at, sample] of samples.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      const to = ((at * channels + channel) * bits) / 8;
      if (kind === 3) data.writeFloatLE(sample, to);
      else if (bits === 8) data.writeUInt8(Math.round(sample * 127) + 128, to);
      else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), to, bits / 8);
    }
  }
  const head = Buffer.alloc(24);
  head.write('fmt ', 0);
  head.writeUInt32LE(16, 4);
  head.writeUInt16LE(kind, 8);
  head.writeUInt16LE(channels, 10);
  head.writeUInt32LE(rate, 12);
  head.writeUInt32LE((rate * channels * bits) / 8, 16);
  head.writeUInt16LE((channels * bits) / 8, 20);
  head.writeUInt16LE(bits, 22);
  const list = Buffer.from('LIST\x03\x00\x00\x00abc\x00', 'latin1');
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), head, list, Buffer.from('data'), size, data]);
}

describe('sound files', () => {
  test.each([
    [8_000, 1, 16, 1],
    [44_100, 2, 16, 1],
    [48_000, 1, 24, 1],
    [22_050, 1, 8, 1],
    [16_000, 6, 32, 1],
    [48_000, 2, 32, 3],
  ])('%d Hz, %d channels, %d bit, format %d: one second at the level that it had', async (rate, channels, bits, kind) => {
    const path = join(folder, `${rate}-${channels}-${bits}-${kind}.wav`);
    writeFileSync(path, wav(rate, channels, bits, kind));
    const pcm = await readSound(path);
    expect(Math.abs(pcm.length - SAMPLE_RATE)).toBeLessThanOrEqual(1);
    expect(Math.abs(levelDbfs(pcm) - -9)).toBeLessThan(0.5);
  });

  test('what lies above the telephone’s band is gone, not folded into it', async () => {
    const path = join(folder, 'high.wav');
    writeFileSync(path, wav(48_000, 1, 16, 1, 6_000));
    expect(levelDbfs(await readSound(path))).toBeLessThan(-50);
  });

  test('our own messages come back as they were', () => {
    const pcm = Int16Array.from({ length: 800 }, (_, at) => at * 40 - 16_000);
    const { samples, rate } = fromWav(toWav(pcm));
    expect(rate).toBe(SAMPLE_RATE);
    expect(Int16Array.from(samples, (sample) => Math.round(sample * 32768))).toEqual(pcm);
  });

  test.each([
    ['missing.wav', null, /no such file/u],
    ['text.mp3', Buffer.from('this is no sound'), /no WAV file|cannot read it/u],
    ['empty.wav', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), /without sound/u],
    ['gsm.wav', wav(8_000, 1, 16, 49), /of a kind that is not read/u],
    ['rate.wav', Buffer.from(wav(8_000, 1, 16, 1)).fill(0, 24, 28), /at 0 Hz/u],
  ])('%s is refused with a reason', async (name, bytes, why) => {
    const path = join(folder, name);
    if (bytes) writeFileSync(path, bytes);
    await expect(readSound(path)).rejects.toThrow(why);
    await expect(readSound(path)).rejects.toThrow(SoundFileError);
  });

  test('hostile bytes behind a good beginning never do more than be refused', () => {
    const good = wav(8_000, 1, 16, 1).subarray(0, 60);
    assert(
      property(uint8Array({ maxLength: 120 }), (bytes) => {
        for (const file of [Buffer.concat([good, bytes]), Buffer.concat([good.subarray(0, 12), bytes])]) {
          try {
            fromWav(file);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        }
      }),
    );
  });
});
