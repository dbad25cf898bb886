import type { Clock } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { responseOf } from './client-transaction.ts';
import type { Dialog } from './dialog.ts';
import { contactOf, type Flow } from './flow.ts';
import { ALLOW, CONTENT_TYPE_SDP } from './own-headers.ts';
import { parseInteger } from './grammar.ts';
import { header, headerValues, type Header, type SipMessage, type SipRequest, type SipResponse } from './message.ts';
import {
  agreedWith,
  MAX_SESSION_SECONDS,
  MIN_SE,
  MIN_SESSION_SECONDS,
  sessionExpires,
  SessionTimer,
  SUPPORTED_TIMER,
} from './session-timer.ts';
import type { TransactionLayer } from './transaction-layer.ts';

/** RFC 3261 section 14.1: whoever met another offer waits a few seconds. */
const RETRY_MS = 3_000;

/** The session that is kept alive, as far as that takes. */
export interface RefreshedSession {
  /** Null: it is not answered, or over. */
  way(): { readonly dialog: Dialog; readonly flow: Flow } | null;
  /** An offer of either side waits for its end (RFC 3261 section 14.1). */
  offerPending(): boolean;
  authorize(request: SipRequest): SipRequest;
  challenged(response: SipResponse, tries: number): boolean;
  /** A description like our last one, for a re-INVITE. */
  offer(): Buffer;
  /** The peer's answer to it. */
  answered(body: Buffer): void;
  /** The peer knows nothing of this session any more, or is silent. */
  gone(): void;
}

/** Keeps one session alive, or ends it, as both sides agreed (RFC 4028). */
export class SessionRefresh {
  readonly #transactions: TransactionLayer;
  readonly #faults: Faults;
  readonly #session: RefreshedSession;
  readonly #timer: SessionTimer;
  /** Whether the peer takes an UPDATE (RFC 3311). */
  #takesUpdate = false;
  #underWay = false;

  constructor(
    tools: { readonly clock: Clock; readonly faults: Faults; readonly transactions: TransactionLayer },
    session: RefreshedSession,
  ) {
    this.#transactions = tools.transactions;
    this.#faults = tools.faults;
    this.#session = session;
    this.#timer = new SessionTimer(
      tools.clock,
      () => this.#refresh(),
      () => session.gone(),
    );
  }

  /** A re-INVITE or UPDATE of ours waits for its answer. */
  get underWay(): boolean {
    return this.#underWay;
  }

  /** As the server of an INVITE or UPDATE: the headers of its 2xx. The time counts from now. */
  agree(request: SipRequest): readonly Header[] {
    this.#learn(request);
    const agreed = agreedWith(request);
    if (agreed) this.#timer.start(agreed.expiry.seconds, agreed.expiry.refresher === 'uas');
    return [SUPPORTED_TIMER, ...(agreed?.headers ?? [])];
  }

  /** As its client: what the peer's 2xx says. */
  follow(response: SipResponse): void {
    this.#learn(response);
    const expiry = sessionExpires(response);
    if (expiry) this.#timer.start(Math.max(expiry.seconds, MIN_SESSION_SECONDS), expiry.refresher !== 'uas');
    else this.#timer.stop();
  }

  stop(): void {
    this.#timer.stop();
  }

  #learn(message: SipMessage): void {
    this.#takesUpdate ||= headerValues(message, 'Allow').some((method) => method.toUpperCase() === 'UPDATE');
  }

  /** Section 7.4: an UPDATE where the peer takes one, else a re-INVITE. */
  #refresh(seconds = this.#timer.seconds, challenges = 0): void {
    const way = this.#session.way();
    if (!way) return;
    if (this.#underWay || this.#session.offerPending()) return this.#timer.retryIn(RETRY_MS);
    this.#underWay = true;
    const { dialog } = way;
    const flow = way.flow.towards(dialog.nextHop(way.flow.remote));
    const expires = { name: 'Session-Expires', value: `${seconds};refresher=uac` };
    const headers = [contactOf(way.flow), ALLOW, SUPPORTED_TIMER, MIN_SE, expires];
    if (this.#takesUpdate) {
      const update = this.#session.authorize(dialog.request('UPDATE', headers));
      return this.#faults.contain('sip_message', async () =>
        this.#refreshed(responseOf(await this.#transactions.send(update, flow)), seconds, challenges),
      );
    }
    const invite = this.#session.authorize(dialog.request('INVITE', [...headers, CONTENT_TYPE_SDP], this.#session.offer()));
    this.#transactions.invite(invite, flow, {
      onResponse: (response) => {
        if (response.status < 200) return;
        // A 2xx that comes again wants its ACK again.
        if (response.status < 300) this.#transactions.acknowledge(dialog.ack(invite), flow);
        if (!this.#underWay) return;
        if (response.status < 300) this.#session.answered(response.body);
        this.#refreshed(response, seconds, challenges);
      },
      onNone: () => this.#refreshed(null, seconds, challenges),
    });
  }

  #refreshed(response: SipResponse | null, seconds: number, challenges: number): void {
    this.#underWay = false;
    const way = this.#session.way();
    if (!way) return;
    const status = response?.status ?? 408;
    if (response && status < 300) {
      way.dialog.refreshTarget(response);
      return this.follow(response);
    }
    if (response && this.#session.challenged(response, challenges)) return this.#refresh(seconds, challenges + 1);
    // RFC 3261 section 12.2.1.2.
    if (status === 481 || status === 408) return this.#session.gone();
    const minimum = status === 422 && response ? parseInteger(header(response, 'Min-SE'), MAX_SESSION_SECONDS) : null;
    if (minimum !== null && minimum > seconds) return this.#refresh(minimum, challenges);
    this.#timer.retryIn(RETRY_MS);
  }
}
