import type { Pcm } from '../../call/audio.ts';
import type { Clock } from '../../call/clock.ts';
import { randomToken } from '../../call/ids.ts';
import type { CallLeg, DeclineReason, LegEvent, LegInfo, LegState } from '../leg.ts';
import type { MediaEngine, MediaEvent, MediaSession } from '../media/media-engine.ts';
import { readSdp, writeAnswer, writeOffer, type LocalAudio, type RemoteAudio } from '../media/sdp.ts';
import { AckWait } from './ack-wait.ts';
import { Dialog } from './dialog.ts';
import { hostInUri } from './grammar.ts';
import { header, headerValues, type Header } from './message.ts';
import { responseTo } from './response.ts';
import { serialize } from './serializer.ts';
import type { ServerTransaction } from './server-transaction.ts';
import type { TransactionLayer } from './transaction-layer.ts';
import type { ValidRequest } from './validate.ts';

export interface SessionTools {
  readonly clock: Clock;
  readonly media: MediaEngine;
  readonly transactions: TransactionLayer;
  /** Called once, when the session's dialog is over. */
  readonly onEnded: (session: InviteSession) => void;
}

export const ALLOW: Header = { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO' };

/** RFC 3261 section 21: what turns a caller away, and says why. */
const DECLINE_STATUS: Readonly<Record<DeclineReason, number>> = { busy: 486, gone: 480, not_acceptable: 480 };

/** An INVITE that came to us, from its first 100 to its BYE: a call leg (RFC 3261 section 13.3, 14.2, 15). */
export class InviteSession implements CallLeg {
  readonly id = randomToken();
  readonly info: LegInfo;
  readonly dialog: Dialog;
  readonly #tools: SessionTools;
  readonly #invite: ValidRequest;
  readonly #transaction: ServerTransaction;
  readonly #media: Promise<MediaSession>;
  #session: MediaSession | null = null;
  #state: LegState = 'offered';
  #listener: (event: LegEvent) => void = () => {};
  /** Null until the peer has described its audio: in the INVITE, or in the ACK to our offer. */
  #remote: RemoteAudio | null;
  /** Whether the description of the exchange under way has come already; else the ACK brings it. */
  #remoteAccepted = false;
  #answering = false;
  #ackWait: AckWait | null = null;
  #hangUpAfterAck = false;
  #held = false;
  #sdpVersion = 1;
  readonly #sdpSessionId = Number.parseInt(randomToken(4), 16);

  /** `offer`: what the INVITE offered; null if it came without a description. */
  constructor(invite: ValidRequest, transaction: ServerTransaction, offer: RemoteAudio | null, info: LegInfo, tools: SessionTools) {
    this.info = info;
    this.dialog = new Dialog(invite, randomToken());
    this.#tools = tools;
    this.#invite = invite;
    this.#transaction = transaction;
    this.#remote = offer;
    this.#respond(100);
    this.#media = tools.media.open((event) => this.#fromMedia(event));
    this.#media.then(
      (session) => this.#mediaOpened(session),
      () => this.#fail(503, 'no_media_port'),
    );
  }

  get state(): LegState {
    return this.#state;
  }

  /** The negotiated stream, for a bridge. */
  get mediaSession(): MediaSession | null {
    return this.#session;
  }

  listen(listener: (event: LegEvent) => void): void {
    this.#listener = listener;
  }

  ring(): void {
    if (this.#state !== 'offered') return;
    this.#state = 'ringing';
    this.#respond(180, [this.#contact()]);
  }

  answer(): void {
    if (this.#state === 'ended' || this.#state === 'answered' || this.#answering) return;
    this.#answering = true;
    void this.#media.then(
      () => this.#accept(),
      () => {},
    );
  }

  decline(reason: DeclineReason): void {
    if (this.#state === 'ended' || this.#state === 'answered' || this.#answering) return;
    this.#respond(DECLINE_STATUS[reason]);
    this.#end('local', reason);
  }

  hangUp(): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'answered') {
      this.#bye();
      return this.#end('local', 'hung_up');
    }
    // RFC 3261 section 15: no BYE before the ACK or its timeout.
    if (this.#answering) this.#hangUpAfterAck = true;
    else this.decline('gone');
  }

  play(clipId: number, pcm: Pcm): void {
    this.#session?.play(clipId, pcm);
  }

  stopPlaying(): void {
    this.#session?.stopPlaying();
  }

  bridge(other: CallLeg): void {
    const media = other instanceof InviteSession ? other.mediaSession : null;
    if (!media) throw new Error('only answered SIP legs can be bridged');
    this.#session?.bridge(media);
  }

  unbridge(): void {
    this.#session?.unbridge();
  }

  /** RFC 3261 section 9.2. False: too late, the call is answered already. */
  cancel(reason: string): boolean {
    if (this.#state === 'ended' || this.#state === 'answered' || this.#answering) return false;
    this.#respond(487);
    this.#end('remote', reason);
    return true;
  }

  /** A BYE came; its transaction is answered by the user agent. */
  byeReceived(): void {
    if (!this.#ackWait && this.#state !== 'answered') this.#respond(487);
    this.#end('remote', 'hung_up');
  }

  /** The ACK to the 2xx of this dialog's INVITE. */
  ackReceived(ack: ValidRequest): void {
    if (!this.#ackWait || this.#state === 'ended') return;
    this.#ackWait.stop();
    this.#ackWait = null;
    if (ack.message.body.length > 0 && !this.#remoteAccepted) this.#useAnswer(readSdp(ack.message.body));
    if (!this.#remote) return this.#brokenOff('no_answer_in_ack');
    if (this.#hangUpAfterAck) {
      this.#state = 'answered';
      return this.hangUp();
    }
    if (this.#state === 'answered') return;
    this.#state = 'answered';
    this.#listener({ type: 'answered' });
    this.#tellHold();
  }

  /** RFC 3261 section 14.2: a new offer in a running session; hold is one (RFC 3264 section 8.4). */
  reInvite(request: ValidRequest, transaction: ServerTransaction): void {
    const refuse = (status: number): void => transaction.respond(status, serialize(responseTo(request.message, status)));
    if (this.#state !== 'answered' || this.#ackWait) return refuse(491);
    const offer = request.message.body.length > 0 ? readSdp(request.message.body) : null;
    if (request.message.body.length > 0 && !offer) return refuse(488);
    this.dialog.refreshTarget(request);
    this.#sdpVersion++;
    this.#remoteAccepted = offer !== null;
    if (offer) this.#use(offer);
    const headers = [this.#contact(transaction), ALLOW, CONTENT_TYPE_SDP];
    const response = serialize(responseTo(request.message, 200, { headers, body: this.#description(offer) }));
    transaction.respond(200, response);
    this.#ackWait = new AckWait(
      this.#tools.clock,
      () => transaction.respond(200, response),
      () => this.#brokenOff('no_ack'),
    );
    this.#tellHold();
  }

  keyPressed(digit: string): void {
    if (this.#state === 'answered') this.#listener({ type: 'key', digit });
  }

  #mediaOpened(session: MediaSession): void {
    if (this.#state === 'ended') return void session.close();
    this.#session = session;
  }

  #accept(): void {
    if (this.#state === 'ended') return;
    this.#remoteAccepted = this.#remote !== null;
    if (this.#remote) this.#use(this.#remote);
    const headers = [...this.#recordRoutes(), this.#contact(), ALLOW, CONTENT_TYPE_SDP];
    const parts = { toTag: this.dialog.localTag, headers, body: this.#description(this.#remote) };
    const response = serialize(responseTo(this.#invite.message, 200, parts));
    this.#transaction.respond(200, response);
    this.#ackWait = new AckWait(
      this.#tools.clock,
      () => this.#transaction.respond(200, response),
      () => this.#brokenOff('no_ack'),
    );
  }

  #description(offer: RemoteAudio | null): Buffer {
    const local: LocalAudio = {
      address: this.#transaction.flow.local.address,
      port: this.#session?.port ?? 0,
      version: this.#sdpVersion,
      sessionId: this.#sdpSessionId,
    };
    return offer ? writeAnswer(offer, local) : writeOffer(local);
  }

  #useAnswer(answer: RemoteAudio | null): void {
    this.#remoteAccepted = true;
    if (answer) this.#use(answer);
    else if (this.#state !== 'answered') this.#remote = null;
  }

  #use(remote: RemoteAudio): void {
    this.#remote = remote;
    const held = remote.direction === 'sendonly' || remote.direction === 'inactive';
    this.#session?.connect({
      remote: { address: remote.address, port: remote.port },
      signallingSource: this.#transaction.flow.remote.address,
      codec: remote.codec,
      telephoneEventType: remote.telephoneEventType,
      send: !held,
      receive: !held && remote.direction !== 'recvonly',
    });
  }

  #tellHold(): void {
    const held = this.#remote?.direction === 'sendonly' || this.#remote?.direction === 'inactive';
    if (held === this.#held) return;
    this.#held = held;
    this.#listener({ type: held ? 'held' : 'resumed' });
  }

  #fromMedia(event: MediaEvent): void {
    if (event.type === 'media_timeout') return this.#brokenOff('media_timeout');
    if (this.#state === 'answered' || event.type === 'clip_ended') this.#listener(event);
  }

  /** The session broke: whatever is left of the dialog gets a BYE. */
  #brokenOff(reason: string): void {
    if (this.#state === 'ended') return;
    this.#bye();
    this.#end('failure', reason);
  }

  #fail(status: number, reason: string): void {
    if (this.#state === 'ended') return;
    this.#respond(status);
    this.#end('failure', reason);
  }

  #bye(): void {
    const flow = this.#transaction.flow;
    void this.#tools.transactions.send(this.dialog.request('BYE'), flow.towards(this.dialog.nextHop(flow.remote)));
  }

  #end(by: 'remote' | 'local' | 'failure', reason: string): void {
    if (this.#state === 'ended') return;
    this.#ackWait?.stop();
    this.#state = 'ended';
    this.#tools.onEnded(this);
    const ended = (): void => this.#listener({ type: 'ended', by, reason });
    // What had been played when the line went is reported before the end.
    if (this.#session) void this.#session.close().then(ended);
    else ended();
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

  #contact(transaction = this.#transaction): Header {
    const { local, transport } = transaction.flow;
    const parameter = transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`;
    return { name: 'Contact', value: `<sip:${hostInUri(local.address)}:${local.port}${parameter}>` };
  }
}

const CONTENT_TYPE_SDP: Header = { name: 'Content-Type', value: 'application/sdp' };

/** RFC 3326: why a CANCEL came; cause 200 means that another phone took the call. */
export function answeredElsewhere(request: ValidRequest): boolean {
  return /^\s*SIP\s*;(?:[^;]*;)*\s*cause\s*=\s*200\s*(?:;|$)/iu.test(header(request.message, 'Reason') ?? '');
}
