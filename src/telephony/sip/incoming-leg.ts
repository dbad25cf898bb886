import { randomToken } from '../../call/ids.ts';
import type { DeclineReason, LegInfo } from '../leg.ts';
import type { RemoteAudio } from '../media/sdp.ts';
import { Dialog } from './dialog.ts';
import { contactOf, type Flow } from './flow.ts';
import { parseParameters, splitOutside } from './grammar.ts';
import { header, headerValues, type Header } from './message.ts';
import { responseTo } from './response.ts';
import { serialize } from './serializer.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { ALLOW, CONTENT_TYPE_SDP } from './own-headers.ts';
import { SipLeg, type SessionTools } from './sip-leg.ts';
import type { ValidRequest } from './validate.ts';

/** RFC 3261 section 21: what turns a caller away, and says why. */
const DECLINE_STATUS: Readonly<Record<DeclineReason, number>> = { busy: 486, gone: 480, not_acceptable: 480 };

/** An INVITE that came to us, from its first 100 to its answer (RFC 3261 section 13.3). */
export class IncomingLeg extends SipLeg {
  readonly dialog: Dialog;
  readonly #invite: ValidRequest;
  readonly #transaction: ServerTransaction;
  #answering = false;
  #hangUpAfterAck = false;

  /** A caller who challenges our BYE wants a hash of the password to guess it from: none is answered. */
  protected readonly digest = null;

  /** `offer`: what the INVITE offered; null if it came without a description. */
  constructor(invite: ValidRequest, transaction: ServerTransaction, offer: RemoteAudio | null, info: LegInfo, tools: SessionTools) {
    super(info, tools);
    this.dialog = Dialog.ofServer(invite, randomToken());
    this.#invite = invite;
    this.#transaction = transaction;
    this.remote = offer;
    tools.onDialog(this, this.dialog);
    this.#respond(100);
  }

  ring(): void {
    if (this.current !== 'offered') return;
    this.current = 'ringing';
    this.#respond(180, [contactOf(this.flow)]);
  }

  answer(): void {
    if (!this.#isOpen()) return;
    this.#answering = true;
    this.faults.contain(
      'sip_message',
      () =>
        this.openMedia().then(
          () => this.#accept(),
          () => {},
        ),
      () => this.#failed(),
    );
  }

  decline(reason: DeclineReason): void {
    if (!this.#isOpen()) return;
    this.#respond(DECLINE_STATUS[reason]);
    this.end('local', reason);
  }

  hangUp(): void {
    if (this.current === 'ended') return;
    if (this.current === 'answered') {
      this.bye();
      return this.end('local', 'hung_up');
    }
    // RFC 3261 section 15: no BYE before the ACK or its timeout.
    if (this.#answering) this.#hangUpAfterAck = true;
    else this.decline('gone');
  }

  /** RFC 3261 section 9.2. False: too late, the call is answered already. */
  cancel(reason: string): boolean {
    if (!this.#isOpen()) return false;
    this.#respond(487);
    this.end('remote', reason);
    return true;
  }

  override byeReceived(): void {
    if (!this.ackWait && this.current !== 'answered') this.#respond(487);
    super.byeReceived();
  }

  protected get flow(): Flow {
    return this.#transaction.flow;
  }

  protected mediaFailed(): void {
    if (this.current === 'ended') return;
    this.#respond(503);
    this.end('failure', 'no_media_port');
  }

  protected confirmed(): void {
    if (this.#hangUpAfterAck) {
      this.current = 'answered';
      return this.hangUp();
    }
    if (this.current !== 'answered') this.isAnswered();
  }

  /** Neither answered nor over. */
  #isOpen(): boolean {
    return this.current !== 'ended' && this.current !== 'answered' && !this.#answering;
  }

  #accept(): void {
    if (this.current === 'ended') return;
    this.remoteAccepted = this.remote !== null;
    if (this.remote) this.use(this.remote, false);
    const timer = this.refresh.agree(this.#invite.message);
    const headers = [...this.#recordRoutes(), contactOf(this.flow), ALLOW, ...timer, CONTENT_TYPE_SDP];
    const parts = { toTag: this.dialog.localTag, headers, body: this.describe(this.remote) };
    const response = serialize(responseTo(this.#invite.message, 200, parts));
    this.#transaction.respond(200, response);
    this.awaitAck(this.#transaction, response);
  }

  /** The caller still waits for an answer, and gets one; one that is out already stands. */
  #failed(): void {
    if (this.current === 'ended') return;
    this.#respond(500);
    this.end('failure', 'internal_error');
  }

  #respond(status: number, headers: readonly Header[] = []): void {
    const parts =
      status === 100 ? {} : { toTag: this.dialog.localTag, headers: [...(status < 200 ? this.#recordRoutes() : []), ...headers] };
    this.#transaction.respond(status, serialize(responseTo(this.#invite.message, status, parts)));
  }

  /** RFC 3261 section 12.1.1: copied into every response that makes the dialog. */
  #recordRoutes(): Header[] {
    return headerValues(this.#invite.message, 'Record-Route').map((value) => ({ name: 'Record-Route', value }));
  }
}

/** RFC 3326: why a CANCEL came; cause 200 means that another phone took the call. */
export function answeredElsewhere(request: ValidRequest): boolean {
  const [protocol, ...parameters] = splitOutside(header(request.message, 'Reason') ?? '', ';') ?? [];
  return protocol?.toUpperCase() === 'SIP' && parseParameters(parameters)?.get('cause') === '200';
}
