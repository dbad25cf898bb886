import { readSound, SoundFileError } from '../adapters/files/sound-file.ts';
import { loadSilero } from '../adapters/silero/silero.ts';
import { durationMs, FRAME_MS, FRAME_SAMPLES, type Frame } from '../call/audio.ts';
import { systemClock } from '../call/clock.ts';
import { turnPause, withPause } from '../conversation/turn-end.ts';
import { RaisedVoiceEar } from '../hearing/raised-voice.ts';
import type { SpeechStream } from '../hearing/speech-probability.ts';
import { VoiceActivity, type Heard } from '../hearing/voice-activity.ts';
import type { Config } from '../config.ts';
import type { Words } from '../words/words.ts';
import { printLine } from './lines.ts';
import type { Terminal } from './terminal.ts';

/** What the attendant would hear in a sound file, as JSON lines. Exit code 1 if it cannot be read, 2 if none is named. */
export async function listen(_config: Config, words: Words['terminal'], [path]: readonly string[], terminal: Terminal): Promise<number> {
  const { console } = terminal;
  if (path === undefined) {
    console.error(words.listenUsage);
    return 2;
  }
  try {
    const pcm = await readSound(path);
    const model = await loadSilero();
    const began = systemClock.now();
    const ear = new FileEar(model.open(), terminal);
    for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
      await ear.push(pcm.subarray(at, at + FRAME_SAMPLES), durationMs(at) + FRAME_MS, () => model.run());
    }
    const length = Math.round(durationMs(pcm.length));
    ear.end(length);
    const timesRealTime = Math.round(length / Math.max(1, systemClock.now() - began));
    printLine(terminal, { type: 'end', durationMs: length, speechMs: ear.speechMs, timesRealTime });
    return 0;
  } catch (error) {
    if (!(error instanceof SoundFileError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Hears as a running call does, with nobody speaking over the caller. */
class FileEar {
  speechMs = 0;
  readonly #terminal: Terminal;
  readonly #stream: SpeechStream;
  readonly #activity = new VoiceActivity();
  readonly #raised = new RaisedVoiceEar();
  /** When the last word ended; null: somebody speaks, or the turn has ended. */
  #quietSince: number | null = null;
  #ownPauses: readonly number[] = [];

  constructor(stream: SpeechStream, terminal: Terminal) {
    this.#terminal = terminal;
    this.#stream = stream;
  }

  /** Without words every turn may be complete. */
  get #pause(): number {
    return turnPause(undefined, this.#ownPauses);
  }

  async push(pcm: Frame['pcm'], atMs: number, run: () => Promise<void>): Promise<void> {
    this.#stream.push(pcm);
    await run();
    const { probability } = this.#stream;
    this.#heard(this.#activity.push({ pcm, ...(probability !== undefined && { speechProbability: probability }) }, atMs, false));
    this.#raised.push(pcm, this.#activity.voiced);
    if (this.#quietSince !== null && atMs - this.#quietSince >= this.#pause) this.#turnEnds();
  }

  /** Who has said nothing more by the end of the file has ended their turn. */
  end(lengthMs: number): void {
    this.#heard(this.#activity.end());
    this.#turnEnds(lengthMs);
  }

  #heard(heard: Heard | null): void {
    if (heard?.type === 'speech_started') {
      if (this.#quietSince !== null) this.#ownPauses = withPause(this.#ownPauses, heard.fromMs - this.#quietSince);
      this.#quietSince = null;
    }
    if (heard?.type !== 'speech_ended') return;
    this.#quietSince = heard.toMs;
    this.speechMs += heard.toMs - heard.fromMs;
    printLine(this.#terminal, { type: 'speech', fromMs: heard.fromMs, toMs: heard.toMs, levelDbfs: Math.round(heard.levelDbfs * 10) / 10 });
    const raised = this.#raised.spanEnded(heard.fromMs, heard.toMs);
    if (raised) printLine(this.#terminal, { type: 'voice_raised', ...raised });
  }

  #turnEnds(atMostMs = Infinity): void {
    if (this.#quietSince !== null)
      printLine(this.#terminal, { type: 'turn_end', atMs: Math.min(atMostMs, Math.round(this.#quietSince + this.#pause)) });
    this.#quietSince = null;
  }
}
