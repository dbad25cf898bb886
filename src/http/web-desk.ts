import type { Attendant } from '../attendant/attendant.ts';
import type { Language } from '../call/language.ts';
import type { SalesApproach } from '../call/names.ts';
import type { CallLeg, LegInfo } from '../telephony/leg.ts';
import { AccessError } from './access.ts';
import type { WebCallReply } from './api.ts';

/** Opens a leg to a browser by its offer. Rejects when the offer makes no sense. */
export type BrowserLegs = (offer: string, info: LegInfo) => Promise<OpenedLeg>;

interface OpenedLeg {
  readonly leg: CallLeg;
  readonly answer: string;
  /** Its person hangs up. */
  readonly leave: () => void;
}

/** More browsers than people in a house are a mistake. */
const MOST_LEGS = 10;

/** Browsers that speak: as a caller who tries the attendant out, in the place of a telephone, or listening. */
export class WebDesk {
  readonly #attendant: Attendant;
  readonly #open: BrowserLegs;
  readonly #legs = new Map<string, OpenedLeg>();

  constructor(attendant: Attendant, open: BrowserLegs) {
    this.#attendant = attendant;
    this.#open = open;
  }

  /** A trial call with the browser's microphone. Throws AccessError. */
  async call(offer: string, lang: Language, knownAs: string | null, approach?: SalesApproach): Promise<WebCallReply> {
    const { leg, answer } = await this.#leg(offer);
    const callId = this.#attendant.take(leg, { lang, ...(knownAs !== null && { knownAs }), ...(approach && { approach }) });
    if (callId === null) throw new AccessError('too_many_trials');
    return { legId: leg.id, callId, answer };
  }

  /** The browser takes a running call. Throws AccessError. */
  take(callId: string, offer: string, userId: string | null): Promise<WebCallReply> {
    return this.#join(callId, offer, (leg) => this.#attendant.takeOver(callId, leg, userId));
  }

  /** The browser hears a running call, once the caller knows. Throws AccessError. */
  listen(callId: string, offer: string, userId: string | null): Promise<WebCallReply> {
    return this.#join(callId, offer, (leg) => this.#attendant.listenIn(callId, leg, userId));
  }

  /** Throws AccessError for a leg that is not there. */
  hangUp(legId: string): void {
    const opened = this.#legs.get(legId);
    if (!opened || opened.leg.state === 'ended') throw new AccessError('not_found');
    opened.leave();
  }

  async #join(callId: string, offer: string, join: (leg: CallLeg) => boolean): Promise<WebCallReply> {
    const { leg, answer } = await this.#leg(offer);
    if (join(leg)) return { legId: leg.id, callId, answer };
    leg.hangUp();
    throw new AccessError('call_not_there');
  }

  async #leg(offer: string): Promise<OpenedLeg> {
    for (const [id, { leg }] of this.#legs) if (leg.state === 'ended') this.#legs.delete(id);
    if (this.#legs.size >= MOST_LEGS) throw new AccessError('too_many_trials');
    const info: LegInfo = { from: { number: null, displayName: null }, lineId: null, transport: 'browser' };
    const opened = await this.#open(offer, info).catch(() => {
      throw new AccessError('no_sound');
    });
    this.#legs.set(opened.leg.id, opened);
    return opened;
  }
}
