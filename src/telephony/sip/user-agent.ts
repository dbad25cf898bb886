import { isIP } from 'node:net';
import type { Clock } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { randomToken } from '../../call/ids.ts';
import type { Log } from '../../call/log.ts';
import type { Random } from '../../call/random.ts';
import { ANSWERED_ELSEWHERE } from '../../call/names.ts';
import type { CallLeg, Dialler, DialWish, LegInfo, LegSource, PhoneList } from '../leg.ts';
import type { MediaEngine } from '../media/media-engine.ts';
import { readSdp } from '../media/sdp.ts';
import { callerOf } from './caller.ts';
import { dialogId } from './dialog.ts';
import { ConnectError, ListenError, type Flow } from './flow.ts';
import { answeredElsewhere, IncomingLeg } from './incoming-leg.ts';
import { Gate } from './gate.ts';
import { hostInUri } from './grammar.ts';
import { KnownAddresses } from './known-addresses.ts';
import { placeOf } from './line-of-call.ts';
import { locate, systemNames, type Names, type SipServer } from './locate.ts';
import { header, headerValues, type Header } from './message.ts';
import { OutgoingLeg } from './outgoing-leg.ts';
import type { RateLimit } from '../../call/rate-limit.ts';
import { PendingCalls } from './pending-calls.ts';
import { Refusals, type Refusal } from './refusals.ts';
import { Registration, type Account, type RegistrationStatus } from './registration.ts';
import { responseTo, type ResponseParts } from './response.ts';
import { serialize } from './serializer.ts';
import { isTooShort, MIN_SE, SUPPORTED_TIMER } from './session-timer.ts';
import { ALLOW } from './own-headers.ts';
import type { SessionTools, SipLeg } from './sip-leg.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { StreamConnections } from './stream-connection.ts';
import { TcpTransport, type TransportTools } from './tcp-transport.ts';
import { TransactionLayer, type RequestSource, type TransactionUser } from './transaction-layer.ts';
import { UdpTransport } from './udp-transport.ts';
import { parseUri } from './uri.ts';
import type { ValidRequest } from './validate.ts';

export interface UserAgentOptions {
  readonly host: string;
  /** For UDP and TCP alike; 0 takes any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly media: MediaEngine;
  readonly faults: Faults;
  readonly log: Log;
  /** What the contacts of our lines are derived from: secret, and the same after every restart. */
  readonly contactKey: Uint8Array;
  /** Whether we answer messages from this address at all; strangers meet silence. */
  readonly allows: (address: string) => boolean;
  readonly rateLimit: RateLimit;
  readonly accounts: readonly Account[];
  readonly onRegistration: (status: RegistrationStatus) => void;
  /** Told of every message and connection that was not served; it must not throw. */
  readonly onRefused?: (refusal: Refusal) => void;
  /** The ways to a server, the best first; by default by DNS, from our own UDP port or over a connection. */
  readonly flowsTo?: (server: SipServer) => Promise<readonly Flow[]>;
}

/** So long a registrar that we leave may take to say that it knows. */
const GIVE_BACK_MS = 1_000;
const KNOWN_METHODS = new Set(['REGISTER', 'SUBSCRIBE', 'NOTIFY', 'MESSAGE', 'REFER', 'PUBLISH', 'PRACK', 'ACK']);
/** One try in ten failed where a tenth of all ports was in use: ten leave no chance to speak of. */
const FREE_PORT_TRIES = 10;
/** In seconds: what waits now is answered or over by then. */
const RETRY_AFTER: Header = { name: 'Retry-After', value: '10' };
const ACCEPT: Header = { name: 'Accept', value: 'application/sdp' };

/**
 * Our SIP user agent (RFC 3261): takes calls, rings the household's phones, answers what else is asked, and keeps the
 * lines registered.
 */
export class UserAgent implements LegSource, Dialler, TransactionUser {
  readonly #options: UserAgentOptions;
  readonly #transactions: TransactionLayer;
  readonly #gate: Gate;
  readonly #refusals: Refusals;
  readonly #pending = new PendingCalls();
  #registrations: readonly Registration[];
  /** Sessions by dialog, and those not answered yet by the key of their INVITE, for its CANCEL. */
  readonly #dialogs = new Map<string, SipLeg>();
  readonly #invites = new Map<string, IncomingLeg>();
  /** Where the phones are that we dialled, and registrars that we left: they may send requests inside their dialogs. */
  readonly #otherPeers: KnownAddresses;
  readonly #names: Names;
  /** To registrars over TCP and TLS. */
  readonly #connections: StreamConnections;
  #udp: UdpTransport | null = null;
  #tcp: TcpTransport | null = null;
  #onLeg: (leg: CallLeg) => void = (leg) => leg.decline('gone');

  constructor(options: UserAgentOptions) {
    this.#options = options;
    this.#names = systemNames(isIP(options.host) === 6 ? 0 : 4);
    this.#otherPeers = new KnownAddresses(options.clock);
    this.#refusals = new Refusals(options.log, options.onRefused);
    const isPeer = (address: string): boolean => this.#isPeer(address);
    this.#gate = new Gate(options.clock, { ...options, isPeer });
    this.#transactions = new TransactionLayer({ ...options, refusals: this.#refusals, isPeer }, this);
    this.#connections = new StreamConnections({
      ...this.#transportTools,
      random: options.random,
      onLost: (flow) => this.#connectionLost(flow),
    });
    this.#registrations = options.accounts.map((account) => this.#registration(account));
  }

  onLeg(handler: (leg: CallLeg) => void): void {
    this.#onLeg = handler;
  }

  /** Opens both ports and begins to register. Rejects with ListenError. */
  async start(): Promise<void> {
    await this.#openPorts(this.#options.port === 0 ? FREE_PORT_TRIES : 1);
    for (const registration of this.#registrations) registration.start();
  }

  /** UDP and TCP have one number (RFC 3261 section 18.2.1). A port that is free for UDP may be taken for TCP: then another one is tried. */
  async #openPorts(tries: number): Promise<void> {
    const { host, port } = this.#options;
    const udp = await UdpTransport.listen(host, port, this.#transportTools);
    this.#udp = udp;
    try {
      this.#tcp = await TcpTransport.listen(host, udp.port, this.#transportTools);
    } catch (error) {
      await udp.close();
      if (tries <= 1 || !(error instanceof ListenError) || error.code !== 'EADDRINUSE') throw error;
      await this.#openPorts(tries - 1);
    }
  }

  /** Takes one message as it came; strangers and floods meet silence. */
  receive(bytes: Buffer, flow: Flow): void {
    if (this.#gate.admits(flow.remote.address)) this.#received(bytes, flow);
  }

  /** What came over the wire and was not served, since the start. */
  get refused(): Refusals['counts'] {
    return this.#refusals.counts;
  }

  /** This machine's addresses have changed, or it was asleep: every line is registered anew. */
  networkChanged(): void {
    this.#udp?.forgetLocals();
    for (const registration of this.#registrations) registration.refresh();
  }

  /**
   * From now on these are our lines: those that are new are registered, those that are gone give their registration back, and the
   * others stay as they are. Calls that run go on.
   */
  async setAccounts(accounts: readonly Account[]): Promise<void> {
    const left = new Set(this.#registrations);
    const next = accounts.map((account) => {
      const kept = this.#registrations.find((registration) => registration.take(account));
      if (kept) left.delete(kept);
      return kept ?? this.#registration(account);
    });
    const added = next.filter((registration) => !this.#registrations.includes(registration));
    this.#registrations = next;
    for (const { addresses } of left) this.#otherPeers.learn(addresses.all());
    // The registrar may take the new registration for the old one (RFC 5626: same instance), so that one goes first.
    await this.#within(GIVE_BACK_MS, Promise.all([...left].map((registration) => registration.stop())));
    for (const registration of added) if (this.#registrations.includes(registration)) registration.start();
  }

  get port(): number {
    return this.#udp?.port ?? 0;
  }

  get registrations(): readonly RegistrationStatus[] {
    return this.#registrations.map((registration) => registration.status);
  }

  /** Transactions and dialogs that are alive; 0 when nothing is left of any call. */
  get busy(): number {
    return this.#transactions.size + this.#dialogs.size;
  }

  /** Takes the registrations back and closes the ports; waits at most `graceMs` for the registrars. */
  async stop(graceMs = 1_000): Promise<void> {
    await this.#within(graceMs, Promise.all(this.#registrations.map((registration) => registration.stop())));
    this.#transactions.close();
    this.#connections.close();
    await Promise.all([this.#udp?.close(), this.#tcp?.close()]);
  }

  phonesOf(lineId: string | null, list: PhoneList): number {
    return this.#phones(lineId, list).length;
  }

  dial(lineId: string | null, list: PhoneList, phone: number, { shownAs = null, wideband = false }: DialWish = {}): CallLeg {
    const line = this.#registrationOf(lineId);
    const target = this.#phones(lineId, list)[phone];
    if (!line || target === undefined) throw new RangeError(`line ${lineId} has no phone ${phone} (${list})`);
    const { registrar, username, password } = line.account;
    const host = hostInUri(registrar);
    const isUri = /^sip:/iu.test(target);
    const uri = isUri ? target : `sip:${target.replaceAll('#', '%23')}@${host}`;
    const from = `sip:${encodeURIComponent(username)}@${host}`;
    const flow = isUri ? this.#flowToUri(uri) : this.#flowTo({ ...line.account, host: registrar }, line.flow);
    flow.then(
      ({ remote }) => this.#otherPeers.learn([remote]),
      () => {},
    );
    // The password is for our registrar's eyes only, not for whatever answers at another address.
    const credentials = isUri ? null : { username, password };
    const info: LegInfo = { from: { number: null, displayName: null }, lineId, transport: 'sip', wideband };
    return new OutgoingLeg(
      { uri, from, shownAs, contactUser: line.contactUser, credentials, flow },
      info,
      this.#sessionTools(
        { encrypted: line.account.encryptMedia && !isUri, mayTransfer: false },
        { onAnswered: () => {}, onEnded: () => {} },
      ),
    );
  }

  onRequest(request: ValidRequest, transaction: ServerTransaction, from: RequestSource): void {
    const { method } = request.message;
    const respond = (status: number, parts: ResponseParts = {}): void =>
      transaction.respond(status, serialize(responseTo(request.message, status, { toTag: randomToken(), ...parts })));
    if (method === 'CANCEL') return respond(this.#cancel(request, from.key) ? 200 : 481);
    if (request.to.parameters.has('tag')) return this.#insideDialog(request, transaction, respond);
    if (method === 'INVITE') return this.#invite(request, transaction, from, respond);
    if (method === 'OPTIONS') return respond(200, { headers: [ALLOW, ACCEPT, SUPPORTED_TIMER] });
    if (method === 'BYE' || method === 'INFO' || method === 'UPDATE') return respond(481);
    respond(KNOWN_METHODS.has(method) ? 405 : 501, { headers: [ALLOW] });
  }

  onAck(request: ValidRequest): void {
    this.#dialogOf(request)?.ackReceived(request);
  }

  async #within(ms: number, done: Promise<unknown>): Promise<void> {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(ms, resolve);
    await Promise.race([done, over]);
    timer.cancel();
  }

  #connectionLost(flow: Flow): void {
    for (const registration of this.#registrations) if (registration.flow === flow) registration.connectionLost();
  }

  get #transportTools(): TransportTools {
    const handler = (bytes: Buffer, flow: Flow): void => this.#received(bytes, flow);
    return { ...this.#options, refusals: this.#refusals, gate: this.#gate, handler };
  }

  #received(bytes: Buffer, flow: Flow): void {
    this.#options.faults.contain('sip_message', () => this.#transactions.receive(bytes, flow));
  }

  /** A registrar, or a phone that we dialled. */
  #isPeer(address: string): boolean {
    return this.#otherPeers.has(address) || this.#registrations.some(({ addresses }) => addresses.has(address));
  }

  #cancel(request: ValidRequest, key: string): boolean {
    const session = this.#invites.get(key);
    if (!session) return false;
    session.cancel(answeredElsewhere(request) ? ANSWERED_ELSEWHERE : 'cancelled');
    return true;
  }

  #insideDialog(request: ValidRequest, transaction: ServerTransaction, respond: (status: number, parts?: ResponseParts) => void): void {
    const session = this.#dialogOf(request);
    if (!session) return respond(481);
    if (!session.dialog?.isNext(request)) return respond(500);
    switch (request.message.method) {
      case 'BYE':
        respond(200);
        return session.byeReceived();
      case 'INVITE':
        return session.reInvite(request, transaction);
      case 'UPDATE':
        return session.update(request, transaction);
      case 'OPTIONS':
        return respond(200, { headers: [ALLOW, ACCEPT, SUPPORTED_TIMER] });
      case 'NOTIFY':
        return respond(session.notified(request) ? 200 : 481);
      case 'INFO':
        return this.#info(request, session, respond);
      default:
        return respond(KNOWN_METHODS.has(request.message.method) ? 405 : 501, { headers: [ALLOW] });
    }
  }

  /** Keys of senders without telephone-event: "Signal=5", as older boxes send them. */
  #info(request: ValidRequest, session: SipLeg, respond: (status: number, parts?: ResponseParts) => void): void {
    if (!/^application\/dtmf-relay\b/iu.test(header(request.message, 'Content-Type') ?? ''))
      return respond(415, { headers: [{ name: 'Accept', value: 'application/dtmf-relay' }] });
    const digit = /^Signal\s*=\s*([0-9*#A-D])\s*$/imu.exec(request.message.body.toString('latin1', 0, 200))?.[1];
    respond(digit === undefined ? 400 : 200);
    if (digit !== undefined) session.keyPressed(digit);
  }

  /** RFC 3261 section 8.2.3, 13.3.1: what can be refused without asking anybody, then a leg. */
  #invite(
    request: ValidRequest,
    transaction: ServerTransaction,
    { key, address }: RequestSource,
    respond: (status: number, parts?: ResponseParts) => void,
  ): void {
    const { message } = request;
    const contentType = header(message, 'Content-Type') ?? '';
    const hasBody = message.body.length > 0;
    if (isTooShort(message)) return respond(422, { headers: [MIN_SE] });
    if (hasBody && !/^application\/sdp\b/iu.test(contentType)) return respond(415, { headers: [ACCEPT] });
    if (!acceptsSdp(headerValues(message, 'Accept'))) return respond(406);
    const offer = hasBody ? readSdp(message.body) : null;
    if (hasBody && !offer) return respond(488);
    const place = placeOf(request, address, this.#registrations);
    if (place.kind === 'unknown_number') return respond(404);
    if (place.kind === 'unknown_peer') return respond(480);
    const line = place.kind === 'line' ? place.line : undefined;
    const giveBack = this.#pending.take(address.address, line !== undefined);
    if (!giveBack) {
      this.#refusals.note('too_many_calls');
      return respond(503, { headers: [RETRY_AFTER] });
    }
    const info: LegInfo = {
      from: callerOf(request, line !== undefined),
      lineId: line?.account.lineId ?? null,
      transport: 'sip',
      wideband: offer?.codec === 'G722',
    };
    const leg: IncomingLeg = new IncomingLeg(
      request,
      transaction,
      offer,
      info,
      this.#sessionTools(
        { encrypted: line?.account.encryptMedia ?? false, mayTransfer: line !== undefined },
        {
          onAnswered: giveBack,
          onEnded: () => {
            giveBack();
            this.#invites.delete(key);
          },
        },
      ),
    );
    this.#invites.set(key, leg);
    this.#options.faults.contain(
      'call',
      () => this.#onLeg(leg),
      () => leg.hangUp(),
    );
  }

  #sessionTools(
    peer: Pick<SessionTools, 'encrypted' | 'mayTransfer'>,
    { onAnswered, onEnded }: { onAnswered: () => void; onEnded: () => void },
  ): SessionTools {
    return {
      ...peer,
      clock: this.#options.clock,
      media: this.#options.media,
      faults: this.#options.faults,
      onAnswered,
      transactions: this.#transactions,
      onDialog: (leg, dialog) => this.#dialogs.set(dialog.id, leg),
      onEnded: (leg) => {
        if (leg.dialog) this.#dialogs.delete(leg.dialog.id);
        onEnded();
      },
    };
  }

  #dialogOf(request: ValidRequest): SipLeg | undefined {
    const localTag = request.to.parameters.get('tag') ?? '';
    return this.#dialogs.get(dialogId(request.callId, localTag, request.from.parameters.get('tag') ?? ''));
  }

  #phones(lineId: string | null, list: PhoneList): readonly string[] {
    const account = this.#registrationOf(lineId)?.account;
    if (!account) return [];
    return { household: account.phones, alert: account.alertPhones, self: [account.ownNumber] }[list];
  }

  #registrationOf(lineId: string | null): Registration | undefined {
    return this.#registrations.find(({ account }) => account.lineId === lineId);
  }

  #registration(account: Account): Registration {
    return new Registration(account, {
      clock: this.#options.clock,
      random: this.#options.random,
      faults: this.#options.faults,
      contactKey: this.#options.contactKey,
      transactions: this.#transactions,
      flowsTo: (server) => this.#flowsTo(server),
      onStatus: (status) => {
        this.#options.log.info({ line: status.lineId, state: status.state, code: status.code }, 'registration');
        this.#options.onRegistration(status);
      },
    });
  }

  async #flowsTo(server: SipServer): Promise<readonly Flow[]> {
    if (this.#options.flowsTo) return this.#options.flowsTo(server);
    const { host, transport, ca } = server;
    const found = await locate(server, this.#names, this.#options.random);
    if (transport !== 'UDP')
      return found.map((address) => this.#connections.flowTo(address, transport === 'TLS' ? { name: host, ca } : null));
    const udp = this.#udp;
    if (!udp) throw new ListenError('UDP', this.#options.port, new Error('not started'));
    return Promise.all(found.map((address) => udp.flowTo(address)));
  }

  /** `known`: the way that has worked before. */
  async #flowTo(server: SipServer, known: Flow | null = null): Promise<Flow> {
    const flow = known ?? (await this.#flowsTo(server))[0];
    if (!flow) throw new ConnectError('no_such_host');
    await flow.ready?.();
    return flow;
  }

  async #flowToUri(text: string): Promise<Flow> {
    const uri = parseUri(text);
    if (typeof uri === 'string') throw new RangeError('not a SIP URI');
    return this.#flowTo({ host: uri.host, port: uri.port, transport: 'UDP', ca: null });
  }
}

/** RFC 3261 section 20.1: no Accept means SDP. */
function acceptsSdp(accepted: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  const types = accepted.map((value) => value.split(';', 1)[0]?.trim().toLowerCase() ?? '');
  return types.some((type) => ['application/sdp', 'application/*', '*/*'].includes(type));
}
