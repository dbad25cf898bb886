import { randomToken } from '../../call/ids.ts';
import type { LegInfo } from '../leg.ts';
import { readSdp } from '../media/sdp.ts';
import { Dialog, tagOf } from './dialog.ts';
import { DigestClient, type Credentials } from './digest.ts';
import { contactOf, type Flow } from './flow.ts';
import { quote } from './grammar.ts';
import { encodeText, header, type Header, type SipRequest, type SipResponse } from './message.ts';
import { SUPPORTED_TIMER } from './session-timer.ts';
import { ALLOW, CONTENT_TYPE_SDP } from './own-headers.ts';
import { SipLeg, type SessionTools } from './sip-leg.ts';
import { requestHeaders, type PendingInvite } from './transaction-layer.ts';

/** Whom an INVITE of ours rings, and as whom. */
export interface Destination {
  /** The Request-URI. */
  readonly uri: string;
  /** Our address of record there, a SIP URI. */
  readonly from: string;
  /** What a display may show as the caller; null: nothing. */
  readonly shownAs: string | null;
  /** The user part of our Contact. */
  readonly contactUser: string;
  /** Null: a challenge is not answered there. */
  readonly credentials: Credentials | null;
  /** The way there. Rejects when there is none. */
  readonly flow: Promise<Flow>;
}

/** Phones behind a fork that answer at once. Whoever is beyond that gets no ACK, and gives up (RFC 3261 section 13.3.1.4). */
export const MAX_FORKS = 8;

/** As much as a display shows. */
const LONGEST_NAME = 60;

/** RFC 3326 section 2: phones then show no missed call. */
const ANSWERED_ELSEWHERE: Header = { name: 'Reason', value: 'SIP;cause=200;text="Call completed elsewhere"' };

/** An INVITE of ours, from the first ring to the answer (RFC 3261 section 13.2). */
export class OutgoingLeg extends SipLeg {
  readonly #to: Destination;
  protected readonly digest: DigestClient | null;
  readonly #callId = randomToken(16);
  readonly #tag = randomToken();
  #cseq = 0;
  #challenges = 0;
  #flow: Flow | null = null;
  #pending: PendingInvite | null = null;
  #dialog: Dialog | null = null;
  /** Every dialog that a 2xx made, by the peer's tag: a forked INVITE may make several. */
  readonly #dialogs = new Map<string, Dialog>();
  /** The end was wanted before an answer; the CANCEL goes out as soon as it may (section 9.1). */
  #cancelling: readonly Header[] | null = null;

  constructor(to: Destination, info: LegInfo, tools: SessionTools) {
    super(info, tools);
    this.#to = to;
    this.digest = to.credentials && new DigestClient(to.credentials);
    this.faults.contain(
      'sip_message',
      () =>
        Promise.all([to.flow, this.openMedia()]).then(
          ([flow]) => this.#begin(flow),
          () => this.end('failure', 'unreachable'),
        ),
      () => this.end('failure', 'internal_error'),
    );
  }

  get dialog(): Dialog | null {
    return this.#dialog;
  }

  // The other side rings, answers and declines.
  ring(): void {}
  answer(): void {}
  decline(): void {
    this.hangUp();
  }

  hangUp(reason?: 'answered_elsewhere'): void {
    if (this.current === 'ended') return;
    if (this.#dialog) this.bye();
    else this.#cancel(reason === undefined ? [] : [ANSWERED_ELSEWHERE]);
    this.end('local', reason ?? 'hung_up');
  }

  protected get flow(): Flow {
    if (!this.#flow) throw new Error('nothing was sent yet');
    return this.#flow;
  }

  protected mediaFailed(): void {
    this.end('failure', 'no_media_port');
  }

  protected confirmed(): void {}

  #begin(flow: Flow): void {
    this.#flow = flow;
    if (this.current !== 'ended') this.#send(flow);
  }

  #send(flow: Flow): void {
    const name = this.#to.shownAs?.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST_NAME) ?? '';
    const shown = name === '' ? '' : `${quote(encodeText(name))} `;
    const from = `${shown}<${this.#to.from}>;tag=${this.#tag}`;
    const headers = [
      ...requestHeaders({ from, to: `<${this.#to.uri}>`, callId: this.#callId, cseq: ++this.#cseq, method: 'INVITE' }),
      contactOf(flow, this.#to.contactUser),
      ALLOW,
      SUPPORTED_TIMER,
      CONTENT_TYPE_SDP,
    ];
    const plain: SipRequest = { kind: 'request', method: 'INVITE', uri: this.#to.uri, headers, body: this.describe(null) };
    const invite = this.digest?.authorize(plain) ?? plain;
    this.#pending = this.tools.transactions.invite(invite, flow, {
      onResponse: (response) => this.#response(invite, response, flow),
      onNone: () => this.end('failure', 'unreachable'),
    });
  }

  #response(invite: SipRequest, response: SipResponse, flow: Flow): void {
    const { status } = response;
    if (status < 200) return this.#provisional(status);
    if (status < 300) return this.#accepted(invite, response, flow);
    if (this.#cancelling === null && this.digest?.challenged(response, this.#challenges)) {
      this.#challenges++;
      return this.#send(flow);
    }
    // A 3xx names another target (section 8.1.3.4). It is never followed: only phones of the settings are rung.
    this.end('remote', failureOf(status));
  }

  #provisional(status: number): void {
    if (this.#cancelling) return this.#cancel(this.#cancelling);
    if (status === 100 || this.current !== 'offered') return;
    this.current = 'ringing';
    this.emit({ type: 'ringing' });
  }

  /** Section 13.2.2.4: every 2xx gets its ACK; of several phones behind a fork the first has the call. */
  #accepted(invite: SipRequest, response: SipResponse, flow: Flow): void {
    const tag = tagOf(header(response, 'To') ?? '');
    const known = this.#dialogs.get(tag);
    if (!known && this.#dialogs.size >= MAX_FORKS) return;
    const dialog = known ?? Dialog.ofClient(invite, response);
    this.tools.transactions.acknowledge(dialog.ack(invite), flow.towards(dialog.nextHop(flow.remote)));
    if (known) return;
    this.#dialogs.set(tag, dialog);
    if (this.#dialog || this.current === 'ended') return this.bye(dialog);
    this.#dialog = dialog;
    const answer = readSdp(response.body);
    // What was offered protected is not taken in the clear (RFC 4568 section 7.1.3).
    if (!answer || (answer.crypto === null) === this.tools.encrypted) return this.brokenOff('no_common_codec');
    this.tools.onDialog(this, dialog);
    this.use(answer, true);
    this.isAnswered();
    this.refresh.follow(response);
  }

  #cancel(headers: readonly Header[]): void {
    this.#cancelling = headers;
    if (this.#pending?.cancel(headers)) this.#pending = null;
  }
}

/** Why nobody came to the phone, in one word. */
function failureOf(status: number): 'busy' | 'declined' | 'no_answer' | 'unreachable' {
  if (status === 486 || status === 600) return 'busy';
  if (status === 603) return 'declined';
  return status === 480 || status === 408 || status === 487 ? 'no_answer' : 'unreachable';
}
