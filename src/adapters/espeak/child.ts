import espeak from '@echogarden/espeak-ng-emscripten';
import type { Language } from '../../call/language.ts';
import { toTelephone } from '../../speaking/telephone-band.ts';

/**
 * The synthesiser's own process: eSpeak NG as WebAssembly keeps 60 MB and may crash on odd input; neither shall touch
 * a call. Takes one request at a time over IPC.
 */
export interface RenderRequest {
  readonly speaker: Speaker;
  readonly words: string;
  readonly lang: Language;
}

export type RenderReply = { readonly pcm: Int16Array } | { readonly error: string };

/** The attendant speaks more slowly than eSpeak's 175 words a minute, and lower; a typed caller has another voice. */
export type Speaker = 'attendant' | 'caller';

const VOICES: Readonly<Record<Language, string>> = { de: 'de', en: 'en-gb' };
const MANNERS: Readonly<Record<Speaker, { rate: number; pitch: number; range: number }>> = {
  attendant: { rate: 150, pitch: 42, range: 55 },
  caller: { rate: 190, pitch: 68, range: 60 },
};

const engine = await espeak();
const synthesiser = new engine.eSpeakNGWorker();

process.on('message', (request: RenderRequest) => {
  let reply: RenderReply;
  try {
    reply = { pcm: render(request) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(reply);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });

function render({ words, lang, speaker }: RenderRequest): Int16Array {
  const { rate, pitch, range } = MANNERS[speaker];
  synthesiser.set_voice(VOICES[lang]);
  synthesiser.rate = rate;
  synthesiser.pitch = pitch;
  synthesiser.range = range;
  const pieces: Int16Array[] = [];
  synthesiser.synthesize(words, (audio) => {
    if (audio) pieces.push(audio.slice());
    return false;
  });
  const speech = new Int16Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    speech.set(piece, offset);
    offset += piece.length;
  }
  if (speech.length === 0) throw new Error('no speech came out');
  return Int16Array.from(toTelephone(speech, synthesiser.samplerate));
}
