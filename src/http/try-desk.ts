import type { Attendant } from '../attendant/attendant.ts';
import type { Clock } from '../call/clock.ts';
import type { Language } from '../call/language.ts';
import type { SalesApproach } from '../call/names.ts';
import type { Voice } from '../speaking/voice.ts';
import { LocalLeg } from '../telephony/local-leg.ts';
import { AccessError } from './access.ts';
import type { TieToAccess } from './open-requests.ts';
import { spoken } from './spoken.ts';

const MAX_TRIALS = 5;

interface Trial {
  readonly leg: LocalLeg;
  readonly lang: Language;
  readonly untie: () => void;
}

/** The name under which somebody who tries out the way of a known caller is kept. */
export const KNOWN_AS: Readonly<Record<Language, string>> = { de: 'Probe: bekannter Anrufer', en: 'Trial: known caller' };

/** Calls that somebody places by typing: a local leg whose far end is a browser, voiced by the embedded voice. */
export class TryDesk {
  readonly #attendant: Attendant;
  readonly #voice: Voice;
  readonly #clock: Clock;
  readonly #legs = new Map<string, Trial>();

  constructor(attendant: Attendant, voice: Voice, clock: Clock) {
    this.#attendant = attendant;
    this.#voice = voice;
    this.#clock = clock;
  }

  /**
   * Places a trial call; resolves with its id. When the access of whoever types is gone, they have hung up. Rejects with AccessError
   * when too many run already.
   */
  async begin(tieToAccess: TieToAccess, lang: Language, knownAs: string | null, approach?: SalesApproach): Promise<string> {
    this.#forgetEnded();
    if (this.#legs.size >= MAX_TRIALS) throw new AccessError('too_many_trials');
    const leg = new LocalLeg(this.#clock, {
      from: { number: null, displayName: null },
      lineId: null,
      transport: 'typed',
      givesWords: true,
    });
    const callId = this.#attendant.take(leg, { lang, ...(knownAs !== null && { knownAs }), ...(approach && { approach }) });
    if (callId === null) throw new AccessError('too_many_trials');
    const trial = { leg, lang, untie: (): void => {} };
    this.#legs.set(callId, trial);
    trial.untie = await tieToAccess(() => leg.leave());
    return callId;
  }

  /** The caller says something; resolves with how long it takes, in ms. Throws AccessError. */
  async say(callId: string, words: string): Promise<number> {
    const { leg, lang } = this.#find(callId);
    return leg.speak(await spoken(this.#voice, words, lang), undefined, words);
  }

  pressKey(callId: string, digit: string): void {
    this.#find(callId).leg.pressKey(digit);
  }

  hangUp(callId: string): void {
    this.#find(callId).leg.leave();
  }

  #forgetEnded(): void {
    for (const [id, { leg, untie }] of this.#legs) {
      if (leg.state !== 'ended') continue;
      untie();
      this.#legs.delete(id);
    }
  }

  #find(callId: string): Trial {
    const trial = this.#legs.get(callId);
    if (!trial || trial.leg.state === 'ended') throw new AccessError('not_found');
    return trial;
  }
}
