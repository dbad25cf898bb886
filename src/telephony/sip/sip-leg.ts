import { randomBytes } from 'node:crypto';
import { randomToken } from '../../call/ids.ts';
import type { CallLeg, LegInfo } from '../leg.ts';
import { MediaLeg, type MediaTools } from '../media-leg.ts';
import { readSdp, srtpWith, writeAnswer, writeOffer, type RemoteAudio } from '../media/sdp.ts';
import { MASTER_BYTES } from '../media/srtp.ts';
import { AckWait } from './ack-wait.ts';
import { responseOf } from './client-transaction.ts';
import type { Dialog } from './dialog.ts';
import type { DigestClient } from './digest.ts';
import { contactOf, type Flow } from './flow.ts';
import type { SipRequest } from './message.ts';
import { ALLOW, CONTENT_TYPE_SDP } from './own-headers.ts';
import { responseTo } from './response.ts';
import { serialize } from './serializer.ts';
import { SessionRefresh } from './session-refresh.ts';
import { isTooShort, MIN_SE } from './session-timer.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { Transfer } from './transfer.ts';
import type { TransactionLayer } from './transaction-layer.ts';
import type { ValidRequest } from './validate.ts';

export interface SessionTools extends MediaTools {
  readonly transactions: TransactionLayer;
  /** Our own offers are of protected audio alone. */
  readonly encrypted: boolean;
  /** The peer is the line's own registrar: it may learn where our phones are, and join them itself. */
  readonly mayTransfer: boolean;
  /** Called once a dialog stands, so that requests inside it find the leg. */
  readonly onDialog: (leg: SipLeg, dialog: Dialog) => void;
  /** Called once, when the call is answered: it is no longer among those that wait. */
  readonly onAnswered: () => void;
  /** Called once, when the leg's dialog is over. */
  readonly onEnded: (leg: SipLeg) => void;
}

/**
 * A call leg over SIP, whoever began it: its media, and everything that happens inside its dialog (RFC 3261 sections 12,
 * 14, 15). How the dialog comes about, the two kinds of legs know.
 */
export abstract class SipLeg extends MediaLeg {
  protected readonly tools: SessionTools;
  /** What the peer said of its audio last; null: nothing yet. */
  protected remote: RemoteAudio | null = null;
  /** A 2xx of ours that waits for its ACK. */
  protected ackWait: AckWait | null = null;
  /** Whether the description of the exchange under way has come already; else the ACK brings it. */
  protected remoteAccepted = false;
  /** Keeps the session alive as both sides agreed (RFC 4028). */
  protected readonly refresh: SessionRefresh;
  #held = false;
  #transfer: Transfer | null = null;
  #sdpVersion = 1;
  readonly #srtpKey = randomBytes(MASTER_BYTES).toString('base64');
  readonly #sdpSessionId = Number.parseInt(randomToken(4), 16);

  constructor(info: LegInfo, tools: SessionTools) {
    super(info, tools);
    this.tools = tools;
    this.refresh = new SessionRefresh(tools, {
      way: () => (this.dialog && this.current === 'answered' ? { dialog: this.dialog, flow: this.flow } : null),
      offerPending: () => this.ackWait !== null,
      authorize: (request) => this.#authorized(request),
      challenged: (response, tries) => this.digest?.challenged(response, tries) ?? false,
      offer: () => {
        this.#sdpVersion++;
        return this.describe(null);
      },
      answered: (body) => {
        this.#useAnswer(readSdp(body));
        this.tellHold();
      },
      gone: () => this.brokenOff('session_expired'),
    });
  }

  /** Null: the dialog does not stand yet. */
  abstract get dialog(): Dialog | null;
  protected abstract get flow(): Flow;
  /** Answers challenges inside the dialog (RFC 3261 section 22.2); null: none is answered. */
  protected abstract readonly digest: DigestClient | null;
  /** An ACK came in time; `ackWait` is over. */
  protected abstract confirmed(): void;

  transferTo(other: CallLeg): Promise<boolean> {
    const place = other instanceof SipLeg ? other.dialog : null;
    if (!this.tools.mayTransfer || !this.dialog || !place || this.current !== 'answered' || this.#transfer) return Promise.resolve(false);
    this.#transfer = new Transfer(this.tools);
    return this.#transfer.run(this.dialog, this.flow, place);
  }

  /** A NOTIFY came. False: we asked for none. */
  notified({ message }: ValidRequest): boolean {
    return this.#transfer?.notified(message) ?? false;
  }

  /** A BYE came; its transaction is answered by the user agent. */
  byeReceived(): void {
    this.end('remote', 'hung_up');
  }

  /** The ACK to a 2xx of this dialog. */
  ackReceived(ack: ValidRequest): void {
    if (!this.ackWait || this.current === 'ended') return;
    this.ackWait.stop();
    this.ackWait = null;
    if (ack.message.body.length > 0 && !this.remoteAccepted) this.#useAnswer(readSdp(ack.message.body));
    if (!this.remote) return this.brokenOff('no_answer_in_ack');
    this.media?.confirm();
    this.confirmed();
  }

  /** RFC 3261 section 14.2: a new offer in a running session; hold is one (RFC 3264 section 8.4). */
  reInvite(request: ValidRequest, transaction: ServerTransaction): void {
    const offer = this.#newOffer(request, transaction, false);
    if (offer === undefined) return;
    this.remoteAccepted = offer !== null;
    this.awaitAck(transaction, this.#accept(request, transaction, this.describe(offer)));
    this.tellHold();
  }

  /** RFC 3311: an offer like a re-INVITE's that needs no ACK, or a sign of life without one. */
  update(request: ValidRequest, transaction: ServerTransaction): void {
    const offer = this.#newOffer(request, transaction, true);
    if (offer === undefined) return;
    this.#accept(request, transaction, offer && this.describe(offer));
    this.tellHold();
  }

  keyPressed(digit: string): void {
    if (this.current === 'answered') this.emit({ type: 'key', digit });
  }

  protected isAnswered(): void {
    this.current = 'answered';
    this.tools.onAnswered();
    this.emit({ type: 'answered' });
    this.tellHold();
  }

  /** Repeats a 2xx until its ACK comes; without one the session is broken. */
  protected awaitAck(transaction: ServerTransaction, response: Buffer): void {
    this.ackWait = new AckWait(
      this.tools.clock,
      () => transaction.respond(200, response),
      () => this.brokenOff('no_ack'),
    );
  }

  /** Our answer to an offer, or an offer of our own. */
  protected describe(offer: RemoteAudio | null): Buffer {
    const port = this.media?.port ?? 0;
    const { address } = this.flow.local;
    const local = { address, port, version: this.#sdpVersion, sessionId: this.#sdpSessionId, srtpKey: this.#srtpKey };
    return offer ? writeAnswer(offer, local) : writeOffer(local, { encrypted: this.#encrypts, wideband: this.info.wideband ?? false });
  }

  /** `confirmed`: no ACK is waited for. */
  protected use(remote: RemoteAudio, confirmed: boolean): void {
    this.remote = remote;
    const held = isHold(remote);
    this.media?.connect({
      remote: { address: remote.address, port: remote.port },
      rtcp: remote.rtcp,
      signallingSource: this.flow.remote.address,
      codec: remote.codec,
      telephoneEventType: remote.telephoneEventType,
      srtp: srtpWith(remote, this.#srtpKey),
      send: !held,
      receive: !held && remote.direction !== 'recvonly',
      confirmed,
    });
  }

  #authorized(request: SipRequest): SipRequest {
    return this.digest?.authorize(request) ?? request;
  }

  /** Offers of ours in a running session protect what was protected before. */
  get #encrypts(): boolean {
    return this.remote ? this.remote.crypto !== null : this.tools.encrypted;
  }

  protected tellHold(): void {
    const held = this.remote !== null && isHold(this.remote);
    if (held === this.#held || this.current !== 'answered') return;
    this.#held = held;
    this.emit({ type: held ? 'held' : 'resumed' });
  }

  /** The session broke: whatever is left of the dialog gets a BYE. */
  protected brokenOff(reason: string): void {
    if (this.current === 'ended') return;
    this.bye();
    this.end('failure', reason);
  }

  protected bye(dialog = this.dialog): void {
    if (dialog) this.faults.contain('sip_message', () => this.#sendBye(dialog));
  }

  async #sendBye(dialog: Dialog, challenges = 0): Promise<void> {
    const flow = this.flow.towards(dialog.nextHop(this.flow.remote));
    const response = responseOf(await this.tools.transactions.send(this.#authorized(dialog.request('BYE')), flow));
    if (response && this.digest?.challenged(response, challenges)) await this.#sendBye(dialog, challenges + 1);
  }

  protected end(by: 'remote' | 'local' | 'failure', reason: string): void {
    if (this.current === 'ended') return;
    this.ackWait?.stop();
    this.refresh.stop();
    this.#transfer?.stop();
    this.current = 'ended';
    this.tools.onEnded(this);
    this.closeMedia(by, reason);
  }

  /** The offer of a re-INVITE or UPDATE; null: it has none; undefined: it was refused. */
  #newOffer(request: ValidRequest, transaction: ServerTransaction, confirmed: boolean): RemoteAudio | null | undefined {
    const { message } = request;
    const offer = message.body.length > 0 ? readSdp(message.body) : null;
    const pending = this.current !== 'answered' || this.ackWait !== null || this.refresh.underWay;
    const status = pending ? 491 : isTooShort(message) ? 422 : message.body.length > 0 && !offer ? 488 : null;
    if (status !== null) {
      transaction.respond(status, serialize(responseTo(message, status, { headers: status === 422 ? [MIN_SE] : [] })));
      return undefined;
    }
    this.dialog?.refreshTarget(message);
    this.#sdpVersion++;
    if (offer) this.use(offer, confirmed);
    return offer;
  }

  #accept({ message }: ValidRequest, transaction: ServerTransaction, body: Buffer | null): Buffer {
    const headers = [contactOf(transaction.flow), ALLOW, ...this.refresh.agree(message), ...(body ? [CONTENT_TYPE_SDP] : [])];
    const response = serialize(responseTo(message, 200, { headers, ...(body && { body }) }));
    transaction.respond(200, response);
    return response;
  }

  #useAnswer(answer: RemoteAudio | null): void {
    this.remoteAccepted = true;
    if (answer) this.use(answer, true);
    else if (this.current !== 'answered') this.remote = null;
  }
}

function isHold({ direction }: RemoteAudio): boolean {
  return direction === 'sendonly' || direction === 'inactive';
}
