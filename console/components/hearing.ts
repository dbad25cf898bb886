import type { Language } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { mayRecord, record } from './tape.ts';

/** Somebody speaks, and it becomes words. `finish` ends it; `heard` resolves with the words, empty when there were none. */
export interface Hearing {
  finish(): void;
  /** Forgets everything. */
  cancel(): void;
  readonly heard: Promise<string>;
}

/** Rejects when the microphone may not be used. */
export type Listen = (lang: Language) => Promise<Hearing>;

/** What the server's recogniser takes: 16-bit linear PCM at 8 kHz, and no more than this. */
const RATE = 8_000;
const LONGEST_SECONDS = 30;

/** By the recogniser that the household configured: the sound goes to our own server. Null: this page may use no microphone. */
export function serverHearing(): Listen | null {
  if (!mayRecord()) return null;
  return async (lang) => {
    const tape = await record(true, LONGEST_SECONDS * 1000);
    let cancelled = false;
    return {
      finish: () => tape.stop(),
      cancel() {
        cancelled = true;
        tape.stop();
      },
      heard: tape.recorded.then(async (sound) => (cancelled ? '' : (await api.practiceHear(lang, await asPcm(sound))).words)),
    };
  };
}

async function asPcm(recording: Blob): Promise<Blob> {
  const decoder = new AudioContext();
  const decoded = await decoder.decodeAudioData(await recording.arrayBuffer());
  await decoder.close();
  const length = Math.max(1, Math.ceil(Math.min(decoded.duration, LONGEST_SECONDS) * RATE));
  const resampler = new OfflineAudioContext(1, length, RATE);
  const source = resampler.createBufferSource();
  source.buffer = decoded;
  source.connect(resampler.destination);
  source.start();
  const samples = (await resampler.startRendering()).getChannelData(0);
  const bytes = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, index) => bytes.setInt16(2 * index, Math.round(32_767 * Math.max(-1, Math.min(1, sample))), true));
  return new Blob([bytes.buffer], { type: 'application/octet-stream' });
}

/** The Web Speech API's recogniser, as far as it is used here; browsers have it under one of two names, or not at all. */
interface Recogniser {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  onerror: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

const TAGS: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** By the browser's own recognition. Null: it has none. */
export function browserHearing(): Listen | null {
  const names = window as unknown as Record<string, (new () => Recogniser) | undefined>;
  const Class = names['SpeechRecognition'] ?? names['webkitSpeechRecognition'];
  if (!Class) return null;
  return async (lang) => {
    const recogniser = new Class();
    const ended = Promise.withResolvers<string>();
    let words = '';
    recogniser.lang = TAGS[lang];
    recogniser.interimResults = false;
    recogniser.onresult = ({ results }) => {
      words = results[0]?.[0]?.transcript ?? '';
    };
    recogniser.onerror = () => {
      words = '';
    };
    recogniser.onend = () => ended.resolve(words);
    recogniser.start();
    return { finish: () => recogniser.stop(), cancel: () => recogniser.abort(), heard: ended.promise };
  };
}
