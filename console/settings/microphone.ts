import { record } from '../components/tape.ts';

/** What was recorded or brought: one channel, samples from -1 to 1. */
export interface Take {
  readonly samples: Float32Array;
  /** In Hz. */
  readonly rate: number;
}

/** A recording that goes on. */
export interface Recorder {
  /** How loud it is now, from 0 to 1; 1 is as loud as it can be. */
  level(): number;
  /** Ends it. Resolves with what was recorded; rejects when the browser cannot read its own recording. */
  finish(): Promise<Take>;
  cancel(): void;
}

const LONGEST_MS = 30_000;

/** Rejects when the microphone may not be used. `onLimit`: it has lasted as long as a sentence may. */
export async function recordSentence(onLimit: () => void): Promise<Recorder> {
  // Echo cancelling bends a voice; a room's noise is better left out.
  const tape = await record({ echoCancellation: false, noiseSuppression: true, autoGainControl: true }, LONGEST_MS);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(tape.stream).connect(analyser);
  const heard = new Float32Array(analyser.fftSize);
  let wanted = true;
  void tape.recorded.then(() => context.close());
  void tape.recorded.then(() => wanted && onLimit());
  const stop = (): void => {
    wanted = false;
    tape.stop();
  };
  return {
    level() {
      analyser.getFloatTimeDomainData(heard);
      return Math.min(
        1,
        heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
      );
    },
    async finish() {
      stop();
      return decoded(await (await tape.recorded).arrayBuffer());
    },
    cancel: stop,
  };
}

/** Any sound file that the browser can play. Rejects when it cannot. */
export async function decoded(bytes: ArrayBuffer): Promise<Take> {
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(bytes);
    const length = Math.min(sound.length, Math.round((LONGEST_MS / 1000) * sound.sampleRate));
    const samples = new Float32Array(length);
    for (let channel = 0; channel < sound.numberOfChannels; channel++) {
      const part = sound.getChannelData(channel);
      for (let at = 0; at < length; at++) samples[at] = (samples[at] ?? 0) + (part[at] ?? 0) / sound.numberOfChannels;
    }
    return { samples, rate: sound.sampleRate };
  } finally {
    await context.close();
  }
}

/** Where somebody speaks in it, in samples, with a little air around: what is quieter than a tenth of the loudest part is not spoken. */
export function spokenPart({ samples, rate }: Take): [from: number, to: number] {
  const size = Math.round(rate / 50);
  const levels = Array.from({ length: Math.floor(samples.length / size) }, (_, at) =>
    Math.sqrt(samples.subarray(at * size, (at + 1) * size).reduce((sum, sample) => sum + sample * sample, 0) / size),
  );
  const threshold = levels.reduce((most, level) => Math.max(most, level), 0) / 10;
  const first = levels.findIndex((level) => level > threshold);
  const last = levels.findLastIndex((level) => level > threshold);
  if (first === -1) return [0, samples.length];
  return [Math.max(0, (first - 5) * size), Math.min(samples.length, (last + 8) * size)];
}

/** A part of it as a WAV file, 16 bit. */
export function asWav({ samples, rate }: Take, from: number, to: number): Blob {
  const part = samples.subarray(from, to);
  const wav = new DataView(new ArrayBuffer(44 + 2 * part.length));
  const text = (at: number, letters: string): void =>
    Array.from(letters).forEach((letter, index) => wav.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  wav.setUint32(4, 36 + 2 * part.length, true);
  text(8, 'WAVEfmt ');
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true);
  wav.setUint16(22, 1, true);
  wav.setUint32(24, rate, true);
  wav.setUint32(28, 2 * rate, true);
  wav.setUint16(32, 2, true);
  wav.setUint16(34, 16, true);
  text(36, 'data');
  wav.setUint32(40, 2 * part.length, true);
  part.forEach((sample, at) => wav.setInt16(44 + 2 * at, Math.round(32_767 * Math.max(-1, Math.min(1, sample))), true));
  return new Blob([wav.buffer], { type: 'audio/wav' });
}
