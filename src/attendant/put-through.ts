import { Bulkhead, type BulkheadTools } from '../call/bulkhead.ts';
import type { NotConnected } from '../call/events.ts';
import type { Timer } from '../call/clock.ts';
import type { Utterance } from '../call/utterance.ts';
import { utterance, type PhraseId } from '../conversation/phrases/catalogue.ts';
import type { CallLeg, Dialler, LegEvent } from '../telephony/leg.ts';
import { FamilyVoice, type FamilyVoiceTools } from './family-voice.ts';
import type { PutThroughPlan } from './put-through-plan.ts';

/** However many phones ring in turn, a caller does not wait longer. */
const LONGEST_MS = 100_000;
/** After the words at the phone: how long a key may take, and how often the words are said. */
const KEY_MS = 6_000;
const TELLINGS = 2;

export interface PutThroughTools extends FamilyVoiceTools, BulkheadTools {
  readonly dialler: Dialler;
}

export interface PutThroughListener {
  answered(phone: number): void;
  /** The one that takes the call; whoever listens owns the leg from now on. Told once, or `failed` is. */
  accepted(phone: number, leg: CallLeg): void;
  failed(why: NotConnected): void;
}

/**
 * Rings the household's phones for one caller, together or in turn, until somebody takes the call or nobody does. A phone with
 * which something breaks counts as out of reach: the others ring on.
 */
export class PutThrough {
  readonly #plan: PutThroughPlan;
  readonly #tools: PutThroughTools;
  readonly #listener: PutThroughListener;
  readonly #phones = new Map<number, RungPhone>();
  readonly #left: number[];
  /** Several phones are being rung, of which one may be out at once. */
  #dialling = false;
  readonly #ends: NotConnected[] = [];
  #cap: Timer | null = null;
  #over = false;

  constructor(plan: PutThroughPlan, tools: PutThroughTools, listener: PutThroughListener) {
    this.#plan = plan;
    this.#tools = tools;
    this.#listener = listener;
    this.#left = Array.from({ length: tools.dialler.phonesOf(plan.lineId, plan.list) }, (_, phone) => phone);
  }

  /** How many phones will be rung. */
  get phones(): number {
    return this.#left.length + this.#phones.size;
  }

  start(): void {
    this.#cap = this.#tools.clock.after(LONGEST_MS, () => this.#fail('no_answer'));
    this.#next();
  }

  /** The caller is gone, or a message is wanted after all: phones fall silent, and who listens already is told. */
  cancel(): void {
    this.#finish(null, 'family_gone');
  }

  #next(): void {
    if (this.#over) return;
    const now = this.#plan.ring === 'together' ? this.#left.splice(0) : this.#left.splice(0, 1);
    this.#dialling = true;
    for (const phone of now)
      this.#tools.faults.contain(
        'call',
        () => this.#ring(phone),
        () => this.#out(phone, 'unreachable'),
      );
    this.#dialling = false;
    if (this.#over || this.#phones.size > 0) return;
    if (this.#left.length > 0) this.#next();
    else this.#fail(summedUp(this.#ends));
  }

  #out(phone: number, why: NotConnected): void {
    this.#phones.delete(phone);
    this.#ends.push(why);
    if (!this.#dialling) this.#next();
  }

  #ring(phone: number): void {
    const leg = this.#tools.dialler.dial(this.#plan.lineId, this.#plan.list, phone, this.#plan.wish);
    const rung: RungPhone = new RungPhone(leg, this.#plan, this.#tools, {
      answered: () => this.#listener.answered(phone),
      accepted: () => {
        this.#finish(rung, this.#plan.taken);
        this.#listener.accepted(phone, leg);
      },
      wantsMessage: () => this.#fail('message_please'),
      out: (why) => this.#out(phone, why),
    });
    this.#phones.set(phone, rung);
    rung.start();
  }

  #fail(why: NotConnected): void {
    if (this.#over) return;
    this.#finish(null, why === 'message_please' ? 'family_message' : 'family_gone');
    this.#listener.failed(why);
  }

  #finish(winner: RungPhone | null, words: PhraseId): void {
    if (this.#over) return;
    this.#over = true;
    this.#cap?.cancel();
    for (const rung of this.#phones.values()) if (rung !== winner) rung.dismiss(words);
    this.#phones.clear();
    this.#left.length = 0;
  }
}

/** Of several reasons the one that says most about people. */
function summedUp(ends: readonly NotConnected[]): NotConnected {
  return (['declined', 'no_answer'] as const).find((why) => ends.includes(why)) ?? 'unreachable';
}

interface RungListener {
  answered(): void;
  accepted(): void;
  wantsMessage(): void;
  out(why: NotConnected): void;
}

/** One phone that rings: picked up, it hears who calls, and a key or the handset decides. */
class RungPhone {
  readonly #leg: CallLeg;
  readonly #plan: PutThroughPlan;
  readonly #bulkhead: Bulkhead;
  readonly #listener: RungListener;
  readonly #voice: FamilyVoice;
  #timer: Timer | null = null;
  #tellings = 0;
  /** `dismissed`: what is still said is a goodbye. `over`: the leg is somebody else's, or gone. */
  #state: 'ringing' | 'telling' | 'dismissed' | 'over' = 'ringing';

  constructor(leg: CallLeg, plan: PutThroughPlan, tools: PutThroughTools, listener: RungListener) {
    this.#leg = leg;
    this.#plan = plan;
    this.#bulkhead = new Bulkhead(tools, () => this.#giveUp('unreachable'));
    this.#listener = listener;
    this.#voice = new FamilyVoice(leg, plan.lang, { ...tools, clock: this.#bulkhead.clock }, () => this.#told());
  }

  start(): void {
    this.#bulkhead.enter(() => {
      this.#leg.listen((event) => this.#bulkhead.enter(() => this.#fromLeg(event)));
      this.#timer = this.#bulkhead.clock.after(this.#plan.ringMs, () => this.#giveUp('no_answer'));
    });
  }

  /** Somebody else has the call, or there is none any more. */
  dismiss(words: PhraseId): void {
    this.#timer?.cancel();
    if (this.#state !== 'telling') return this.#release(words === this.#plan.taken ? 'answered_elsewhere' : undefined);
    this.#state = 'dismissed';
    this.#say(utterance(this.#plan.lang, {}, words));
  }

  #fromLeg(event: LegEvent): void {
    if (event.type === 'clip_ended') return this.#voice.clipEnded(event);
    if (event.type === 'answered' && this.#state === 'ringing') return this.#answered();
    if (event.type === 'key' && this.#state === 'telling') return this.#key(event.digit);
    if (event.type === 'ended') this.#ended(event);
  }

  #answered(): void {
    this.#timer?.cancel();
    this.#state = 'telling';
    this.#listener.answered();
    if (this.#state === 'telling') this.#tell();
  }

  #tell(): void {
    this.#tellings++;
    this.#say(this.#plan.words);
  }

  #say(words: Utterance): void {
    this.#bulkhead.enter(() => this.#voice.say(words, this.#plan.slots, ['family_call', 'family_keys']));
  }

  #told(): void {
    if (this.#state === 'dismissed') return this.#release();
    if (this.#state !== 'telling') return;
    if (!this.#plan.byKey) return this.#accept();
    this.#timer = this.#bulkhead.clock.after(KEY_MS, () => (this.#tellings < TELLINGS ? this.#tell() : this.#giveUp('no_answer')));
  }

  #key(digit: string): void {
    if (digit === '1') this.#accept();
    if (digit === '2' && this.#plan.messageKey) this.#listener.wantsMessage();
  }

  #accept(): void {
    this.#timer?.cancel();
    this.#voice.stop();
    this.#state = 'over';
    this.#listener.accepted();
  }

  #giveUp(why: NotConnected): void {
    if (this.#state === 'dismissed') return this.#release();
    if (this.#state === 'over') return;
    this.#release();
    this.#listener.out(why);
  }

  #release(reason?: 'answered_elsewhere'): void {
    this.#state = 'over';
    this.#timer?.cancel();
    this.#bulkhead.attempt(() => this.#leg.hangUp(reason));
  }

  #ended({ by, reason }: Extract<LegEvent, { type: 'ended' }>): void {
    const before = this.#state;
    this.#timer?.cancel();
    this.#state = 'over';
    if (before === 'telling') this.#listener.out(by === 'remote' ? 'declined' : 'unreachable');
    if (before === 'ringing') this.#listener.out(whyNot(reason));
  }
}

function whyNot(reason: string): NotConnected {
  if (reason === 'busy' || reason === 'declined') return 'declined';
  return reason === 'no_answer' ? 'no_answer' : 'unreachable';
}
