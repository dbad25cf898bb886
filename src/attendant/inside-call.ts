import { Bulkhead, type BulkheadTools } from '../call/bulkhead.ts';
import type { Timer } from '../call/clock.ts';
import type { RateLimit, RateLimiter } from '../call/rate-limit.ts';
import type { Log } from '../call/log.ts';
import { initialMenu, menuStep, type KeptMessage, type MenuAction, type MenuEvent, type MenuState } from '../conversation/inside-menu.ts';
import type { Expecting } from '../household/expecting.ts';
import type { Household, Line } from '../household/household.ts';
import type { MessageBox } from '../journal/message-box.ts';
import type { CallLeg, LegEvent } from '../telephony/leg.ts';
import { FamilyVoice, type FamilyVoiceTools } from './family-voice.ts';

export interface InsideTools extends FamilyVoiceTools, BulkheadTools {
  readonly household: Household;
  readonly messages: MessageBox;
  readonly expecting: Pick<Expecting, 'until' | 'expect'>;
  readonly log: Log;
}

/** Wrong codes cost a try, over all calls: nine at once, then one every twenty minutes. */
export const CODE_TRIES: RateLimit = { perSecond: 1 / 1_200, burst: 9 };

/**
 * A call from one of the household's own phones to the attendant: it plays messages and pauses. It is nobody's call but
 * the household's own, so it is not in the journal, and nothing of it is heard.
 */
export class InsideCall {
  readonly #leg: CallLeg;
  readonly #line: Line;
  readonly #tools: InsideTools;
  readonly #codes: RateLimiter;
  readonly #bulkhead: Bulkhead;
  readonly #onEnded: () => void;
  readonly #voice: FamilyVoice;
  #state: MenuState | null = null;
  #ringTimer: Timer | null = null;
  #wake: Timer | null = null;
  /** Counts what was begun to be played: audio that was asked for earlier and comes later is stale. */
  #turn = 0;
  #over = false;

  /** `codes`: of all such calls together. */
  constructor(leg: CallLeg, line: Line, tools: InsideTools, codes: RateLimiter, onEnded: () => void) {
    this.#leg = leg;
    this.#line = line;
    this.#bulkhead = new Bulkhead(tools, () => this.#broken());
    this.#tools = { ...tools, clock: this.#bulkhead.clock };
    this.#codes = codes;
    this.#onEnded = onEnded;
    this.#voice = new FamilyVoice(leg, line.lang, this.#tools, () => this.#heard());
  }

  /** Rings for a moment: a call that goes to every phone of the house is for people. */
  start(): void {
    this.#bulkhead.enter(() => {
      this.#leg.listen((event) => this.#bulkhead.enter(() => this.#fromLeg(event)));
      this.#leg.ring();
      this.#ringTimer = this.#tools.clock.after(this.#line.inside.answerAfterSeconds * 1000, () =>
        this.#bulkhead.enter(() => this.#answer()),
      );
    });
  }

  hangUp(): void {
    this.#bulkhead.enter(() => this.#leg.hangUp());
  }

  /** Something of ours broke: the household calls again. */
  #broken(): void {
    if (this.#over) return;
    this.#end();
    this.#leg.hangUp();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#ringTimer?.cancel();
    this.#wake?.cancel();
    this.#onEnded();
  }

  #heard(): void {
    this.#take(this.#state?.room === 'playing' ? { type: 'played', complete: true } : { type: 'said' });
  }

  async #answer(): Promise<void> {
    if (!this.#codes.hasLeft(this.#line.id)) return this.#leg.decline('gone');
    let messages: KeptMessage[] = [];
    try {
      messages = (await this.#tools.messages.calls()).map(({ message, startedAt, contactName, callerNumber }) => ({
        id: message.id,
        at: startedAt,
        name: contactName,
        number: callerNumber,
        heard: message.heard,
      }));
    } catch (error) {
      this.#failed(error);
    }
    if (this.#leg.state === 'ended') return;
    const { lang, inside } = this.#line;
    this.#state = initialMenu({ lang, zone: this.#tools.household.timeZone, messages, code: inside.code }, this.#tools.expecting.until);
    this.#leg.answer();
  }

  #fromLeg(event: LegEvent): void {
    if (event.type === 'clip_ended') return this.#voice.clipEnded(event);
    if (event.type === 'answered') return this.#take({ type: 'answered' });
    if (event.type === 'key') return this.#take({ type: 'key', digit: event.digit });
    if (event.type !== 'ended') return;
    this.#take({ type: 'ended' });
    this.#end();
  }

  #take(event: MenuEvent): void {
    if (!this.#state || this.#over) return;
    const { state, actions } = menuStep(this.#state, event, this.#tools.clock.wallTime());
    // What changes nothing does not touch the pause that is being counted.
    if (state !== this.#state) {
      this.#wake?.cancel();
      this.#wake = state.wakeIn === null ? null : this.#tools.clock.after(state.wakeIn, () => this.#take({ type: 'wake' }));
    }
    this.#state = state;
    for (const action of actions) this.#do(action);
  }

  #do(action: MenuAction): void {
    switch (action.type) {
      case 'say':
        this.#turn++;
        return this.#bulkhead.enter(() => this.#voice.say(action.utterance, action.slots));
      case 'play':
        return this.#bulkhead.enter(() => this.#play(action.messageId));
      case 'stop':
        this.#turn++;
        return this.#voice.stop();
      case 'mark_heard':
        return this.#store(() => this.#tools.messages.markHeard(action.messageId));
      case 'pause':
        return this.#store(() => this.#tools.expecting.expect(action.until));
      case 'wrong_code':
        this.#codes.allows(this.#line.id);
        return;
      case 'hang_up':
        return this.#leg.hangUp();
    }
  }

  async #play(messageId: string): Promise<void> {
    const turn = ++this.#turn;
    const pcm = await Promise.try(() => this.#tools.messages.audio(messageId)).catch((error: unknown) => this.#failed(error));
    if (turn !== this.#turn) return;
    if (pcm) this.#voice.play(pcm);
    else this.#take({ type: 'played', complete: false });
  }

  /** A store that fails is said in the log; the menu goes on. */
  #store(write: () => Promise<unknown>): void {
    Promise.try(write).catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): null {
    this.#tools.log.warn(
      { error: error instanceof Error ? error.message : String(error) },
      'a call from inside the house met a failing store',
    );
    return null;
  }
}
