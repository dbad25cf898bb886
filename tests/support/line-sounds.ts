import { samplesIn, SAMPLE_RATE, type Pcm } from '../../src/call/audio.ts';

/** Of the standard's own loudness on a line, about -15 dBm0. */
const LOUDNESS = 0.18;

/** A tone that is on and off in turn, in ms; several frequencies sound together. */
function beeps(ms: number, frequencies: readonly number[], onMs: number, offMs: number): Pcm {
  const period = samplesIn(onMs + offMs);
  const on = samplesIn(onMs);
  return Int16Array.from({ length: samplesIn(ms) }, (_, at) =>
    at % period >= on
      ? 0
      : frequencies.reduce(
          (sum, hz) => sum + (LOUDNESS / frequencies.length) * 32_767 * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE),
          0,
        ),
  );
}

const CHORDS = [
  [262, 330, 392],
  [220, 262, 330],
  [175, 220, 262],
  [196, 247, 294],
] as const;

/** Chords, each plucked anew, over a bass: what waits on the line of many offices. */
function music(ms: number): Pcm {
  return Int16Array.from({ length: samplesIn(ms) }, (_, at) => {
    const time = at / SAMPLE_RATE;
    const beat = Math.floor(time / 0.4);
    const since = time - 0.4 * beat;
    const chord = CHORDS[Math.floor(beat / 4) % CHORDS.length] ?? CHORDS[0];
    const note = (hz: number): number =>
      [1, 2, 3].reduce((sum, harmonic) => sum + Math.sin(2 * Math.PI * hz * harmonic * time) / harmonic, 0) * Math.exp(-4 * since);
    const plucked = chord.map((hz, index) => (beat % 3 === index ? 2 : 0.6) * note(hz * 2)).reduce((sum, one) => sum + one, 0);
    return 1_600 * (plucked + 0.8 * Math.sin((2 * Math.PI * chord[0] * time) / 1));
  });
}

/** What a line sounds like by itself (ITU-T E.180 with supplement 2, T.30), for so many ms. */
export const LINE_SOUNDS = {
  /** A fax machine's call. */
  fax: (ms: number) => beeps(ms, [1_100], 500, 3_000),
  busy: (ms: number) => beeps(ms, [425], 480, 480),
  congestion: (ms: number) => beeps(ms, [425], 240, 240),
  dial: (ms: number) => beeps(ms, [425], ms, 0),
  ringback: (ms: number) => beeps(ms, [425], 1_000, 4_000),
  'american busy': (ms: number) => beeps(ms, [480, 620], 500, 500),
  'american ringback': (ms: number) => beeps(ms, [440, 480], 2_000, 4_000),
  keys: (ms: number) => beeps(ms, [770, 1_336], 120, 120),
  music,
} as const satisfies Readonly<Record<string, (ms: number) => Pcm>>;
