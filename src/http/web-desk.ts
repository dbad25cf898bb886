import type { Attendant } from '../attendant/attendant.ts';
import type { Language } from '../call/language.ts';
import type { SalesApproach } from '../call/names.ts';
import type { CallLeg, LegInfo } from '../telephony/leg.ts';
import { AccessError } from './access.ts';
import type { WebCallReply } from './api.ts';
import type { TieToAccess } from './open-requests.ts';

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

/**
 * Browsers that speak: as a caller who tries the attendant out, in the place of a telephone, or listening. When the access of a
 * person is gone, they have hung up, whatever they did: a call that they had taken then ends as if they had closed their browser.
 */
export class WebDesk {
  readonly #attendant: Attendant;
  readonly #open: BrowserLegs;
  readonly #legs = new Map<string, OpenedLeg & { readonly untie: () => void }>();
  #opening = 0;

  constructor(attendant: Attendant, open: BrowserLegs) {
    this.#attendant = attendant;
    this.#open = open;
  }

  /** A trial call with the browser's microphone. Throws AccessError. */
  async call(
    tieToAccess: TieToAccess,
    offer: string,
    lang: Language,
    knownAs: string | null,
    approach?: SalesApproach,
  ): Promise<WebCallReply> {
    const { leg, answer } = await this.#leg(tieToAccess, offer);
    const callId = this.#attendant.take(leg, { lang, ...(knownAs !== null && { knownAs }), ...(approach && { approach }) });
    if (callId === null) throw new AccessError('too_many_trials');
    return { legId: leg.id, callId, answer };
  }

  /** The browser takes a running call. Throws AccessError. */
  take(tieToAccess: TieToAccess, callId: string, offer: string, userId: string | null): Promise<WebCallReply> {
    return this.#join(tieToAccess, callId, offer, (leg) => this.#attendant.takeOver(callId, leg, userId));
  }

  /** The browser hears a running call, once the caller knows. Throws AccessError. */
  listen(tieToAccess: TieToAccess, callId: string, offer: string, userId: string | null): Promise<WebCallReply> {
    return this.#join(tieToAccess, callId, offer, (leg) => this.#attendant.listenIn(callId, leg, userId));
  }

  /** Throws AccessError for a leg that is not there. */
  hangUp(legId: string): void {
    const opened = this.#legs.get(legId);
    if (!opened || opened.leg.state === 'ended') throw new AccessError('not_found');
    opened.leave();
  }

  async #join(tieToAccess: TieToAccess, callId: string, offer: string, join: (leg: CallLeg) => boolean): Promise<WebCallReply> {
    const { leg, answer } = await this.#leg(tieToAccess, offer);
    if (join(leg)) return { legId: leg.id, callId, answer };
    leg.hangUp();
    throw new AccessError('call_not_there');
  }

  async #leg(tieToAccess: TieToAccess, offer: string): Promise<OpenedLeg> {
    for (const [id, { leg, untie }] of this.#legs) {
      if (leg.state !== 'ended') continue;
      untie();
      this.#legs.delete(id);
    }
    if (this.#legs.size + this.#opening >= MOST_LEGS) throw new AccessError('too_many_trials');
    this.#opening++;
    try {
      return await this.#opened(tieToAccess, offer);
    } finally {
      this.#opening--;
    }
  }

  async #opened(tieToAccess: TieToAccess, offer: string): Promise<OpenedLeg> {
    const info: LegInfo = { from: { number: null, displayName: null }, lineId: null, transport: 'browser' };
    const opened = await this.#open(offer, info).catch(() => {
      throw new AccessError('no_sound');
    });
    const untie = await tieToAccess(() => opened.leave());
    this.#legs.set(opened.leg.id, { ...opened, untie });
    // Its access went while it was being opened.
    if (opened.leg.state === 'ended') throw new AccessError('not_logged_in');
    return opened;
  }
}
