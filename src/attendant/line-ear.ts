import type { Pcm } from '../call/audio.ts';
import type { CallEventBody } from '../call/events.ts';
import { LineSoundEar } from '../hearing/line-sounds.ts';
import { WaitingMusicEar } from '../hearing/waiting-music.ts';

/** Hears in one call what is no caller: tones of the line, and music in the place of somebody who put us on hold. */
export class LineEar {
  readonly #sounds = new LineSoundEar();
  readonly #music = new WaitingMusicEar();
  readonly #take: (event: CallEventBody) => void;
  /** It was music that put us on hold, and nothing that the line said. */
  #heldByMusic = false;

  constructor(take: (event: CallEventBody) => void) {
    this.#take = take;
  }

  /** 20 ms. `voiced`: somebody's voice is in it. `now`: how the call stands once a tone has been told of. */
  push(pcm: Pcm, voiced: boolean, now: () => { readonly weSpeak: boolean; readonly held: boolean }): void {
    const sound = this.#sounds.push(pcm);
    if (sound) this.#take({ type: 'line_sound', sound });
    const { weSpeak, held } = now();
    if (weSpeak) return this.#music.reset();
    this.#music.push(pcm, voiced);
    if (!this.#music.plays) return this.speechBegins();
    if (held) return;
    this.#heldByMusic = true;
    this.#take({ type: 'held', by: 'music' });
  }

  /** Somebody is there again: what music held goes on. */
  speechBegins(): void {
    if (!this.#heldByMusic) return;
    this.#heldByMusic = false;
    this.#music.reset();
    this.#take({ type: 'resumed' });
  }

  /** The line itself holds us, and says when that is over. */
  lineHolds(): void {
    this.#heldByMusic = false;
  }
}
