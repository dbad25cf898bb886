import { SAMPLE_RATE, samplesIn, sharedPcm, type Pcm } from '../call/audio.ts';

const TONE_HZ = 950;
const TONE_MS = 400;
const FADE_MS = 12;
const LEVEL = 0.22;
const WAITING_MS = 5_000;
const WAITING_LEVEL = 0.1;

/** The tone after which a caller may speak: 950 Hz, far from dial, busy and keypad tones. */
export const MESSAGE_TONE: Pcm = makeTone();

/** A calm loop for who waits: two soft notes a fifth apart, then quiet; far from ringing and busy tones. */
export const WAITING_SOUND: Pcm = sharedPcm(makeWaitingSound());

function makeWaitingSound(): Pcm {
  const sound = new Int16Array(samplesIn(WAITING_MS));
  for (const { hz, atMs } of [
    { hz: 392, atMs: 200 },
    { hz: 587.3, atMs: 1_100 },
  ]) {
    const from = samplesIn(atMs);
    for (let i = 0; from + i < sound.length; i++) {
      const seconds = i / SAMPLE_RATE;
      // Swells for 80 ms, so that nobody is startled, and dies away like a struck bowl.
      const gain = Math.min(1, seconds / 0.08) * Math.exp(-seconds / 0.7);
      sound[from + i] = (sound[from + i] ?? 0) + Math.round(32767 * WAITING_LEVEL * gain * Math.sin(2 * Math.PI * hz * seconds));
    }
  }
  return sound;
}

function makeTone(): Pcm {
  const tone = new Int16Array(samplesIn(TONE_MS));
  const fade = samplesIn(FADE_MS);
  for (let i = 0; i < tone.length; i++) {
    const gain = Math.min(1, i / fade, (tone.length - i) / fade);
    tone[i] = Math.round(32767 * LEVEL * gain * Math.sin((2 * Math.PI * TONE_HZ * i) / SAMPLE_RATE));
  }
  return tone;
}
