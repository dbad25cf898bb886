import { SAMPLE_RATE, samplesIn, type Pcm } from '../call/audio.ts';

const TONE_HZ = 950;
const TONE_MS = 400;
const FADE_MS = 12;
const LEVEL = 0.22;

/** The tone after which a caller may speak: 950 Hz, far from dial, busy and keypad tones. */
export const MESSAGE_TONE: Pcm = makeTone();

function makeTone(): Pcm {
  const tone = new Int16Array(samplesIn(TONE_MS));
  const fade = samplesIn(FADE_MS);
  for (let i = 0; i < tone.length; i++) {
    const gain = Math.min(1, i / fade, (tone.length - i) / fade);
    tone[i] = Math.round(32767 * LEVEL * gain * Math.sin((2 * Math.PI * TONE_HZ * i) / SAMPLE_RATE));
  }
  return tone;
}
