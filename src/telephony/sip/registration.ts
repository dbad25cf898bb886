import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { every, type Clock, type Timer } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { randomToken, uuidFrom } from '../../call/ids.ts';
import type { Random } from '../../call/random.ts';
import { responseOf } from './client-transaction.ts';
import { DigestClient } from './digest.ts';
import { contactOf, isReliable, problemOf, type Flow, type LineProblem, type TransportName } from './flow.ts';
import { hostInUri, parseInteger } from './grammar.ts';
import { parseNameAddress } from './headers.ts';
import { KnownAddresses } from './known-addresses.ts';
import { defaultPort, type SipServer } from './locate.ts';
import { isPrivateAddress } from './private-networks.ts';
import { header, headerValues, type Header, type SipRequest, type SipResponse } from './message.ts';
import { requestHeaders, type TransactionLayer } from './transaction-layer.ts';

export interface Account {
  readonly lineId: string;
  /** Host name or IP address, as in the registrar's URI. */
  readonly registrar: string;
  /** Null: none is given. */
  readonly port: number | null;
  readonly transport: TransportName;
  /** Over TLS: trusted in the place of the well-known certificates, in PEM; null: those. */
  readonly ca: string | null;
  /** Whether audio that we offer is protected (RFC 3711). */
  readonly encryptMedia: boolean;
  readonly username: string;
  readonly password: string;
  /** The household's phones that may be rung: numbers behind the registrar, or SIP URIs. */
  readonly phones: readonly string[];
  /** By which this line is called from where it is registered. */
  readonly ownNumber: string;
  /** Of people who are told of a claimed emergency. */
  readonly alertPhones: readonly string[];
}

/** `refused`: the registrar does not take our name or password. `unreachable`: no answer, or no such host. */
export type RegistrationState = 'registering' | 'registered' | 'refused' | 'unreachable' | 'stopped';

export interface RegistrationStatus {
  readonly lineId: string;
  readonly state: RegistrationState;
  /** The registrar's status code, where there was one. */
  readonly code: number | null;
  /** Where there was no answer: why, as far as we can tell. */
  readonly problem: LineProblem | null;
}

export interface RegistrationTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly transactions: TransactionLayer;
  /** Where the registrar is now, in the order in which to try. Rejects when its name cannot be resolved. */
  readonly flowsTo: (server: SipServer) => Promise<readonly Flow[]>;
  readonly onStatus: (status: RegistrationStatus) => void;
  readonly faults: Faults;
  /** What contacts are derived from: secret, and the same after every restart. */
  readonly contactKey: Uint8Array;
}

/** 80 bits: nobody guesses one. */
const CONTACT_DIGITS = 20;

/** A server that restarts loses everybody at once; whoever comes back at the same moment overruns it. */
const RECONNECT_SPREAD_MS = 2_000;
const EXPIRES_SECONDS = 600;
/** Renewed when this much of the granted time has passed. */
const RENEW_AT = 0.85;
/** Back-off while the registrar is away: doubling from the first to the last, with up to half as much again (RFC 5626 section 4.5). */
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 300_000;
/**
 * Routers forget a UDP way after 30 s and more of silence (RFC 4787 section 4.3 asks for two minutes, many keep less), and
 * then no call comes in. Four bytes that every server passes over keep it open.
 */
const KEEP_ALIVE_MS = 25_000;
const KEEP_ALIVE = Buffer.from('\r\n\r\n');
/** After a wrong password: seldom, so that no registrar locks the account or the address out. */
const REFUSED_RETRY_MS = 1_800_000;

/** Keeps one account registered (RFC 3261 section 10.2). */
export class Registration {
  /** Tells which line a call comes in on. Unguessable, and the same after every restart: a registrar may still hold an older contact. */
  readonly contactUser: string;
  #account: Account;
  readonly #tools: RegistrationTools;
  readonly #callId = randomToken(16);
  readonly #fromTag = randomToken();
  readonly #digest: DigestClient;
  /** The same after a restart: the registrar then replaces our old binding by the new one. */
  readonly #instance: string;
  #cseq = 0;
  #expires = EXPIRES_SECONDS;
  #failures = 0;
  #attempts = 0;
  #timer: Timer | null = null;
  #keepAlive: Timer | null = null;
  #flow: Flow | null = null;
  #status: RegistrationStatus;
  /** Where the registrar's name leads to, and led to lately. */
  readonly addresses: KnownAddresses;

  constructor(account: Account, tools: RegistrationTools) {
    this.#account = account;
    this.#tools = tools;
    this.contactUser = contactUserOf(account, tools.contactKey);
    this.addresses = new KnownAddresses(tools.clock);
    if (isIP(account.registrar) !== 0)
      this.addresses.learn([{ address: account.registrar, port: account.port ?? defaultPort(account.transport) }]);
    this.#instance = uuidFrom(`${account.username}@${account.registrar} ${account.lineId}`);
    this.#digest = new DigestClient(account);
    this.#status = { lineId: account.lineId, state: 'registering', code: null, problem: null };
  }

  get status(): RegistrationStatus {
    return this.#status;
  }

  get account(): Account {
    return this.#account;
  }

  /** Other phones, other words: what stands at the registrar stays. False: it would be another registration. */
  take(account: Account): boolean {
    const { lineId, registrar, port, transport, ca, username, password } = this.#account;
    const same =
      account.lineId === lineId &&
      account.registrar === registrar &&
      account.port === port &&
      account.transport === transport &&
      account.ca === ca &&
      account.username === username &&
      account.password === password;
    if (same) this.#account = account;
    return same;
  }

  /** The way to the server that registered us, or was asked last; null: none was asked yet. */
  get flow(): Flow | null {
    return this.#flow;
  }

  start(): void {
    this.#registerSoon();
  }

  /** Takes the registration back; waits for the answer, or for the transaction's end. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#keepAlive?.cancel();
    const wasRegistered = this.#status.state === 'registered';
    this.#setStatus('stopped');
    if (wasRegistered) await this.#attempt(0).catch(() => null);
  }

  /** Registers anew at once: our address has changed, or the registrar may have forgotten us. A refused account waits its time. */
  refresh(): void {
    if (this.#status.state !== 'stopped' && this.#status.state !== 'refused') this.#again(0);
  }

  /** The connection on which calls came in is gone: nothing reaches us until we have registered on a new one. */
  connectionLost(): void {
    if (this.#status.state !== 'registered') return;
    this.#setStatus('registering');
    this.#again(this.#tools.random.below(RECONNECT_SPREAD_MS));
  }

  /** After a fault it is tried again like after any failure: a line must not stay lost. */
  #registerSoon(): void {
    this.#tools.faults.contain(
      'registration',
      () => this.#register(),
      () => this.#away(null, 'no_answer'),
    );
  }

  async #register(): Promise<void> {
    const attempt = ++this.#attempts;
    let response: SipResponse | null = null;
    let problem: LineProblem = 'no_answer';
    try {
      response = await this.#attempt(this.#expires);
    } catch (error) {
      problem = problemOf(error);
    }
    if (this.#status.state === 'stopped' && response !== null && response.status < 300)
      return void (await this.#attempt(0).catch(() => null));
    // A later attempt has begun meanwhile, perhaps from another address: its answer counts.
    if (this.#status.state === 'stopped' || attempt !== this.#attempts) return;
    if (response === null || response.status === 408 || response.status >= 500)
      return this.#away(response?.status ?? null, response === null ? problem : null);
    const minimum = response.status === 423 ? parseInteger(header(response, 'Min-Expires'), 86_400) : null;
    if (minimum !== null && minimum > this.#expires) {
      this.#expires = minimum;
      return this.#register();
    }
    if (response.status < 300) return this.#registered(response);
    this.#digest.forget();
    this.#setStatus('refused', response.status);
    this.#again(REFUSED_RETRY_MS);
  }

  /** Sends a REGISTER, and once more with the answer to a challenge; twice if the nonce was stale. Null: no response. Rejects if there is no way. */
  async #attempt(expires: number): Promise<SipResponse | null> {
    const located = await this.#tools.flowsTo({ ...this.account, host: this.account.registrar });
    this.addresses.learn(located.map(({ remote }) => remote));
    let response: SipResponse | null = null;
    let problem: unknown = null;
    for (const flow of this.#lastFirst(located)) {
      this.#flow = flow;
      try {
        await flow.ready?.();
      } catch (error) {
        problem ??= error;
        continue;
      }
      response = await this.#ask(flow, expires);
      // RFC 3263 section 4.3: silence and 503 are the next server's turn.
      if (response !== null && response.status !== 503) break;
    }
    if (response === null && problem !== null) throw problem;
    return response;
  }

  /** Whoever has registered us knows us: the others come only when that one fails. */
  #lastFirst(located: readonly Flow[]): readonly Flow[] {
    const last = this.#flow?.remote;
    const isLast = ({ remote }: Flow): boolean => remote.address === last?.address && remote.port === last.port;
    return [...located.filter(isLast), ...located.filter((flow) => !isLast(flow))];
  }

  async #ask(flow: Flow, expires: number): Promise<SipResponse | null> {
    let response = await this.#send(flow, expires);
    for (let tries = 0; response !== null && this.#digest.challenged(response, tries); tries++) response = await this.#send(flow, expires);
    return response;
  }

  async #send(flow: Flow, expires: number): Promise<SipResponse | null> {
    const request = this.#request(flow, expires);
    return responseOf(await this.#tools.transactions.send(request, flow));
  }

  #request(flow: Flow, expires: number): SipRequest {
    const { registrar, username } = this.account;
    const host = hostInUri(registrar);
    const name = encodeURIComponent(username);
    // RFC 3261 section 10.2: the Request-URI names the registrar alone; a FRITZ!Box is silent if it has a user.
    const uri = `sip:${host}`;
    const from = `<sip:${name}@${host}>;tag=${this.#fromTag}`;
    const headers = [
      ...requestHeaders({ from, to: `<sip:${name}@${host}>`, callId: this.#callId, cseq: ++this.#cseq, method: 'REGISTER' }),
      ...this.#contact(flow),
      { name: 'Expires', value: String(expires) },
    ];
    return this.#digest.authorize({ kind: 'request', method: 'REGISTER', uri, headers, body: Buffer.alloc(0) });
  }

  /** Over a connection the registrar learns that it leads to this one instance of ours (RFC 5626 section 4.2). */
  #contact(flow: Flow): Header[] {
    const contact = contactOf(flow, this.contactUser);
    if (!isReliable(flow)) return [contact];
    const value = `${contact.value};reg-id=1;+sip.instance="<urn:uuid:${this.#instance}>"`;
    return [
      { name: 'Supported', value: 'path, outbound' },
      { ...contact, value },
    ];
  }

  #registered(response: SipResponse): void {
    this.#failures = 0;
    this.#keepOpen();
    this.#setStatus('registered', response.status);
    this.#again(this.#grantedSeconds(response) * 1000 * RENEW_AT);
  }

  /** RFC 3261 section 10.2.4: the registrar may have shortened the time, at our contact or for all. */
  #grantedSeconds(response: SipResponse): number {
    const own = headerValues(response, 'Contact').find((value) => value.includes(`${this.contactUser}@`));
    const atContact = parseInteger(parseNameAddress(own ?? '')?.parameters.get('expires') ?? undefined, 86_400);
    return Math.max(10, atContact ?? parseInteger(header(response, 'Expires'), 86_400) ?? this.#expires);
  }

  #keepOpen(): void {
    this.#keepAlive?.cancel();
    const flow = this.#flow;
    this.#keepAlive = flow && needsKeepAlive(flow) ? every(this.#tools.clock, KEEP_ALIVE_MS, () => flow.send(KEEP_ALIVE)) : null;
  }

  #away(code: number | null, problem: LineProblem | null): void {
    this.#setStatus('unreachable', code, problem);
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#again(pause + this.#tools.random.below(Math.ceil(pause / 2)));
  }

  #again(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#tools.clock.after(delayMs, () => this.#registerSoon());
  }

  #setStatus(state: RegistrationState, code: number | null = null, problem: LineProblem | null = null): void {
    const { state: before, code: codeBefore, problem: problemBefore } = this.#status;
    if (before === state && codeBefore === code && problemBefore === problem) return;
    this.#status = { lineId: this.account.lineId, state, code, problem };
    this.#tools.onStatus(this.#status);
  }
}

function contactUserOf({ lineId, username, registrar, port }: Account, key: Uint8Array): string {
  const name = `${lineId} ${username}@${registrar}:${port ?? ''}`;
  return `line-${createHmac('sha256', key).update(name).digest('hex').slice(0, CONTACT_DIGITS)}`;
}

/** A registrar on the Internet is behind our router; one in the house is not, and a connection keeps itself open. */
function needsKeepAlive(flow: Flow): boolean {
  return !isReliable(flow) && !isPrivateAddress(flow.remote.address);
}
