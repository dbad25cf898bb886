import { levelDbfs } from '../call/audio.ts';
import type { Clock, Timer } from '../call/clock.ts';
import { lineOf, type Household } from '../household/household.ts';
import { MESSAGE_TONE } from '../speaking/tone.ts';
import type { CallLeg, Dialler, LegEvent } from '../telephony/leg.ts';

/** What a line's call to itself showed. */
export type SelfTestResult =
  /** Both ends heard the other; from the dialling to the call's arrival, and from a sound to its being heard, in ms. */
  { readonly ok: true; readonly arrivedMs: number; readonly soundMs: number } | { readonly ok: false; readonly problem: SelfTestProblem };

/**
 * `not_arrived`: it went out and did not come back to us. `refused`: whoever switches it said no. `one_way`, `no_sound`: it
 * stood, and one end or none heard the other. `running`: another test of this line is not over.
 */
export type SelfTestProblem = 'not_connected' | 'refused' | 'not_arrived' | 'one_way' | 'no_sound' | 'running';

export interface SelfTestTools {
  readonly clock: Clock;
  /** As its settings are now. */
  readonly household: () => Household;
  readonly dialler: Dialler;
}

const ARRIVES_MS = 10_000;
const ANSWERED_MS = 5_000;
const SOUND_MS = 3_000;
const AUDIBLE_DBFS = -40;

/** Calls a line by itself: the way of a caller's call, with its sound, from one end of us to the other. */
export class SelfTest {
  readonly #tools: SelfTestTools;
  readonly #waiting = new Map<string, (leg: CallLeg) => void>();

  constructor(tools: SelfTestTools) {
    this.#tools = tools;
  }

  /** Whether a call that came in is the one that we wait for; then it is dealt with. */
  takes(leg: CallLeg): boolean {
    const { lineId, from } = leg.info;
    const arrived = lineId === null ? undefined : this.#waiting.get(lineId);
    const own = lineOf(this.#tools.household(), lineId)?.ownNumber;
    if (!arrived || own === undefined || from.number !== own) return false;
    arrived(leg);
    return true;
  }

  async run(lineId: string): Promise<SelfTestResult> {
    if (this.#waiting.has(lineId)) return { ok: false, problem: 'running' };
    const { dialler, clock } = this.#tools;
    if (dialler.phonesOf(lineId, 'self') === 0) return { ok: false, problem: 'not_connected' };
    const dialledAt = clock.now();
    const out = new End(dialler.dial(lineId, 'self', 0));
    const arrival = new Promise<CallLeg>((resolve) => this.#waiting.set(lineId, resolve));
    try {
      const incoming = await this.#within(ARRIVES_MS, Promise.race([arrival, out.ended.then(() => null)]));
      if (!incoming) return { ok: false, problem: out.refused ? 'refused' : 'not_arrived' };
      const arrivedMs = Math.round(clock.now() - dialledAt);
      const back = new End(incoming);
      try {
        return await this.#listen(out, back, arrivedMs);
      } finally {
        back.leg.hangUp();
      }
    } finally {
      this.#waiting.delete(lineId);
      out.leg.hangUp();
    }
  }

  async #listen(out: End, back: End, arrivedMs: number): Promise<SelfTestResult> {
    back.leg.answer();
    const both = Promise.all([out.answered, back.answered]);
    if (!(await this.#within(ANSWERED_MS, both))) return { ok: false, problem: 'refused' };
    const there = await this.#sound(out, back);
    const andBack = await this.#sound(back, out);
    if (there !== null && andBack !== null) return { ok: true, arrivedMs, soundMs: Math.max(there, andBack) };
    return { ok: false, problem: there === null && andBack === null ? 'no_sound' : 'one_way' };
  }

  /** How long a tone takes from one end to the other, in ms; null: it does not come. */
  async #sound(from: End, to: End): Promise<number | null> {
    const startedAt = this.#tools.clock.now();
    const heard = to.hears();
    from.leg.play(1, MESSAGE_TONE);
    return (await this.#within(SOUND_MS, heard)) === null ? null : Math.round(this.#tools.clock.now() - startedAt);
  }

  #within<T>(ms: number, what: Promise<T>): Promise<T | null> {
    const { promise, resolve } = Promise.withResolvers<null>();
    const limit: Timer = this.#tools.clock.after(ms, () => resolve(null));
    return Promise.race([what, promise]).finally(() => limit.cancel());
  }
}

/** One end of the call. */
class End {
  readonly leg: CallLeg;
  readonly answered: Promise<true>;
  readonly ended: Promise<true>;
  /** It was declined, and not only left unanswered. */
  refused = false;
  #onSound: (() => void) | null = null;

  constructor(leg: CallLeg) {
    this.leg = leg;
    const answered = Promise.withResolvers<true>();
    const ended = Promise.withResolvers<true>();
    this.answered = answered.promise;
    this.ended = ended.promise;
    leg.listen((event: LegEvent) => {
      if (event.type === 'answered') answered.resolve(true);
      if (event.type === 'frame' && levelDbfs(event.frame.pcm) > AUDIBLE_DBFS) this.#onSound?.();
      if (event.type !== 'ended') return;
      this.refused = event.reason === 'busy' || event.reason === 'declined';
      ended.resolve(true);
    });
  }

  /** Resolves with the next sound. */
  hears(): Promise<true> {
    return new Promise((resolve) => (this.#onSound = () => resolve(true)));
  }
}
