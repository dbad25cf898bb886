import sherpa from 'sherpa-onnx-node';
import { joinPcm, pcmOf, SAMPLE_RATE, type Pcm } from '../../call/audio.ts';
import { systemClock } from '../../call/clock.ts';
import type { Language } from '../../call/language.ts';
import { KINDS } from '../../packs/model.ts';
import { toTelephone } from '../../speaking/telephone-band.ts';
import { recogniserConfig, voiceConfig } from './configs.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

/**
 * The engine's own process: sherpa-onnx ends its process on a model that it cannot read, and holds hundreds of megabytes;
 * neither shall touch a call.
 */
interface Hearer {
  push(pcm: Pcm): void;
  finish(): Promise<string>;
}

type Load = Extract<ToEngine, { type: 'load' }>;

/** The last sounds of an utterance leave a streaming model's window only after so much more, in samples. */
const TAIL = new Float32Array(0.6 * SAMPLE_RATE);

const heard = new Map<number, { hearer: Hearer; workedMs: number }>();
let listen: (onPartial: (words: string) => void) => Hearer = () => {
  throw new Error('this model hears nothing');
};
let render: (words: string, lang: Language) => Promise<Int16Array> = () => Promise.reject(new Error('this model says nothing'));

process.on('message', (message: ToEngine) => {
  if (message.type === 'load') return load(message);
  if (message.type === 'cancel') return void heard.delete(message.id);
  answer(message).catch((error: unknown) =>
    send({ type: 'failed', id: message.id, problem: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

function load({ model, lang, threads }: Load): void {
  const { sense, streams } = KINDS[model.kind];
  if (sense === 'speaking') render = speaker(new sherpa.OfflineTts(voiceConfig(model, threads)), model.kind === 'supertonic');
  else if (streams) listen = streaming(new sherpa.OnlineRecognizer(recogniserConfig(model, lang, threads)));
  else listen = whole(new sherpa.OfflineRecognizer(recogniserConfig(model, lang, threads)));
  send({ type: 'ready' });
}

async function answer(message: Exclude<ToEngine, { type: 'load' | 'cancel' }>): Promise<void> {
  const { id } = message;
  const began = systemClock.now();
  if (message.type === 'render') {
    const pcm = await render(message.words, message.lang);
    return send({ type: 'spoken', id, pcm, tookMs: systemClock.now() - began });
  }
  if (message.type === 'listen') {
    heard.set(id, { hearer: listen((words) => send({ type: 'partial', id, words })), workedMs: 0 });
    return;
  }
  const one = heard.get(id);
  if (!one) return;
  if (message.type === 'push') {
    one.hearer.push(message.pcm);
    one.workedMs += systemClock.now() - began;
    return;
  }
  heard.delete(id);
  const words = await one.hearer.finish();
  send({ type: 'words', id, words, tookMs: one.workedMs + systemClock.now() - began });
}

function whole(recognizer: sherpa.OfflineRecognizer): () => Hearer {
  return () => {
    const stream = recognizer.createStream();
    const parts: Pcm[] = [];
    return {
      push: (pcm) => void parts.push(pcm),
      async finish() {
        stream.acceptWaveform({ samples: samplesOf(joinPcm(parts)), sampleRate: SAMPLE_RATE });
        return (await recognizer.decodeAsync(stream)).text;
      },
    };
  };
}

function streaming(recognizer: sherpa.OnlineRecognizer): (onPartial: (words: string) => void) => Hearer {
  return (onPartial) => {
    const stream = recognizer.createStream();
    let before = '';
    const decode = (): string => {
      while (recognizer.isReady(stream)) recognizer.decode(stream);
      return recognizer.getResult(stream).text.trim();
    };
    return {
      push(pcm) {
        stream.acceptWaveform({ samples: samplesOf(pcm), sampleRate: SAMPLE_RATE });
        const words = decode();
        if (words !== before) onPartial(words);
        before = words;
      },
      async finish() {
        stream.acceptWaveform({ samples: TAIL, sampleRate: SAMPLE_RATE });
        stream.inputFinished();
        return decode();
      },
    };
  };
}

function speaker(voice: sherpa.OfflineTts, isSupertonic: boolean): (words: string, lang: Language) => Promise<Int16Array> {
  return async (text, lang) => {
    // The engine's own memory cannot be handed over between processes.
    const request = { text, sid: 0, speed: 1, enableExternalBuffer: false };
    const { samples, sampleRate } = await voice.generateAsync(
      isSupertonic ? { ...request, generationConfig: { sid: 0, speed: 1, numSteps: 5, extra: { lang } } } : request,
    );
    if (samples.length === 0) throw new Error('no speech came out');
    return Int16Array.from(toTelephone(pcmOf(samples), sampleRate));
  };
}

function samplesOf(pcm: Pcm): Float32Array {
  return Float32Array.from(pcm, (sample) => sample / 32_768);
}

function send(message: FromEngine): void {
  process.send?.(message);
}
