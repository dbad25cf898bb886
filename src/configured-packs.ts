import { Pace } from './adapters/sherpa-onnx/pace.ts';
import { SherpaTranscriber } from './adapters/sherpa-onnx/transcriber.ts';
import { SherpaVoice } from './adapters/sherpa-onnx/voice.ts';
import type { Pcm } from './call/audio.ts';
import type { BulkheadTools } from './call/bulkhead.ts';
import type { Language } from './call/language.ts';
import type { Log } from './call/log.ts';
import { TranscriberError, type Transcriber } from './hearing/transcriber.ts';
import { KINDS } from './packs/model.ts';
import type { InstalledPack, PackChoice } from './packs/pack.ts';
import { chosen } from './packs/pack-desk.ts';
import { VoiceError, type Voice } from './speaking/voice.ts';
import { modelIn, threadsForModels } from './try-pack.ts';

const LANGUAGES = ['de', 'en'] as const;

type ByLanguage<One> = Partial<Record<Language, One>>;

/** The packs in use, by what for and by language. */
export interface UsedPacks {
  readonly hearing: ByLanguage<Transcriber>;
  readonly speaking: ByLanguage<Voice>;
}

interface Running {
  readonly engine: SherpaTranscriber | SherpaVoice;
  readonly pace: Pace;
  readonly packId: string;
}

/** The engines of the packs in use. One that stays in use through a change of settings runs on. */
export class PackEngines {
  readonly #tools: BulkheadTools;
  readonly #log: Log;
  readonly #folderOf: (id: string) => string;
  #running = new Map<string, Running>();

  constructor({ clock, faults, log }: BulkheadTools & { readonly log: Log }, folderOf: (id: string) => string) {
    this.#tools = { clock, faults };
    this.#log = log;
    this.#folderOf = folderOf;
  }

  /** From now on these are in use. What hears is loaded at once: a caller would wait for it. */
  use(choice: PackChoice, installed: readonly InstalledPack[]): UsedPacks {
    const before = this.#running;
    this.#running = new Map();
    const keep = <Kind extends Running['engine']>(pack: InstalledPack, lang: Language | null, make: (pace: Pace) => Kind): Kind => {
      const key = `${pack.id}/${pack.installedAt}/${lang ?? ''}`;
      const pace = new Pace();
      const running = this.#running.get(key) ?? before.get(key) ?? { engine: make(pace), pace, packId: pack.id };
      this.#running.set(key, running);
      return running.engine as Kind;
    };
    const hearing: ByLanguage<Transcriber> = {};
    const speaking: ByLanguage<Voice> = {};
    for (const lang of LANGUAGES) {
      const ear = chosen(choice, installed, 'hearing', lang);
      const told = ear && KINDS[ear.kind].oneLanguage ? lang : null;
      if (ear) hearing[lang] = keep(ear, told, (pace) => this.#ear(ear, told, pace));
      const mouth = chosen(choice, installed, 'speaking', lang);
      if (mouth)
        speaking[lang] = keep(
          mouth,
          null,
          (pace) => new SherpaVoice(`${mouth.id}/${mouth.installedAt}`, this.#optionsOf(mouth, null), pace),
        );
    }
    for (const [key, { engine }] of before) if (!this.#running.has(key)) ended(engine);
    return { hearing, speaking };
  }

  /** How fast a pack in use runs, as it was seen last; null: it has not worked yet. */
  paceOf(packId: string): number | null {
    for (const one of this.#running.values()) if (one.packId === packId && one.pace.factor !== null) return one.pace.factor;
    return null;
  }

  stop(): void {
    for (const { engine } of this.#running.values()) ended(engine);
    this.#running.clear();
  }

  #ear(pack: InstalledPack, lang: Language | null, pace: Pace): SherpaTranscriber {
    const ear = new SherpaTranscriber(lang === null ? pack.languages : [lang], this.#optionsOf(pack, lang), pace);
    ear.load().catch((error: Error) => this.#log.warn({ pack: pack.id, error: error.message }, 'a recogniser could not be loaded'));
    return ear;
  }

  #optionsOf(pack: InstalledPack, lang: Language | null) {
    return { model: modelIn(this.#folderOf(pack.id), pack), lang, threads: threadsForModels(), ...this.#tools };
  }
}

/** Each language by its own recogniser, the others by `otherwise`; null: none of them is there. */
export function hearingBy(packs: ByLanguage<Transcriber>, otherwise: Transcriber | null): Transcriber | null {
  const languages = LANGUAGES.filter((lang) => packs[lang] !== undefined || otherwise?.languages.includes(lang));
  const [first] = languages;
  if (first === undefined) return null;
  // Where it is not known what is spoken: one that knows every language, else the one of the first.
  const knowsBoth = packs.de === packs.en ? packs.de : undefined;
  const open = knowsBoth ?? otherwise ?? packs[first];
  return {
    languages,
    listen(lang, onPartial) {
      const ear = (lang === null ? open : (packs[lang] ?? otherwise)) ?? open;
      if (!ear) throw new TranscriberError('there is no recogniser of this language');
      return ear.listen(lang, onPartial);
    },
  };
}

/** Each language in its own voice, the others in `otherwise`; null: none of them is there. */
export function speakingBy(packs: ByLanguage<Voice>, otherwise: Voice | null): Voice | null {
  if (!packs.de && !packs.en) return otherwise;
  const voices = [packs.de, packs.en, otherwise].filter((voice) => voice !== undefined && voice !== null);
  return {
    identity: [packs.de, packs.en, otherwise].map((voice) => voice?.identity ?? '-').join('+'),
    async render(words: string, lang: Language): Promise<Pcm> {
      const voice = packs[lang] ?? otherwise;
      if (!voice) throw new VoiceError('there is no voice of this language but the embedded one');
      return voice.render(words, lang);
    },
    rest() {
      for (const voice of voices) voice.rest();
    },
  };
}

function ended(engine: Running['engine']): void {
  if (engine instanceof SherpaVoice) engine.rest();
  else engine.end();
}
