import type { Clock } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { randomToken } from '../../call/ids.ts';
import { ClientTransaction, type RequestResult } from './client-transaction.ts';
import type { Address, Flow } from './flow.ts';
import { hostInUri, splitOutside } from './grammar.ts';
import { parseBrokenVia, parseVia, type Via } from './headers.ts';
import { header, type Header, type SipRequest, type SipResponse } from './message.ts';
import { parseDatagram, type ParseFailure } from './parser.ts';
import { cancelOf, InviteClientTransaction, type InviteListener } from './invite-client-transaction.ts';
import type { Refusals } from './refusals.ts';
import { responseTo, withFirstHeader } from './response.ts';
import { serialize } from './serializer.ts';
import { ServerTransaction } from './server-transaction.ts';
import { isRejection, validateRequest, validateResponse, type ValidRequest } from './validate.ts';

/** RFC 3261 section 8.1.1.7: the branch of whoever follows RFC 3261. */
const MAGIC_COOKIE = 'z9hG4bK';

/** Under a flood new requests are dropped, and those in progress go on. */
export const MAX_SERVER_TRANSACTIONS = 20_000;
/** The rest is left to registrars and phones of the household. */
export const MAX_STRANGERS_TRANSACTIONS = 18_000;

export interface TransactionTools {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly refusals: Refusals;
  /** One of the registrars and phones that the household has named. */
  readonly isPeer: (address: string) => boolean;
}

export interface RequestSource {
  /** Shared by an INVITE and its CANCEL. */
  readonly key: string;
  /** Where it came from. Where responses go is another matter: the Via says that, so the peer. */
  readonly address: Address;
}

/** The transaction user: whoever decides what a request means. */
export interface TransactionUser {
  /** A new request, never a retransmission. `respond` may be called several times, finally once. */
  onRequest(request: ValidRequest, transaction: ServerTransaction, from: RequestSource): void;
  /** An ACK that belongs to no failed INVITE: it confirms a 2xx. */
  onAck(request: ValidRequest): void;
}

/** RFC 3261 section 17: from bytes to requests that come once, and from requests to one result. */
export class TransactionLayer {
  readonly #tools: TransactionTools;
  readonly #user: TransactionUser;
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #clients = new Map<string, ClientTransaction | InviteClientTransaction>();
  /** Requests in progress by Call-ID, From tag and CSeq, to tell merged ones (RFC 3261 section 8.2.2.2). */
  readonly #requests = new Map<string, string>();
  #strangers = 0;

  constructor(tools: TransactionTools, user: TransactionUser) {
    this.#tools = tools;
    this.#user = user;
  }

  receive(bytes: Buffer, flow: Flow): void {
    const message = parseDatagram(bytes);
    if (message.kind === 'failure') {
      this.#tools.refusals.note('malformed');
      this.#refuse(message, flow);
    } else if (message.kind === 'response') this.#response(message);
    else this.#request(message, flow);
  }

  /** Sends a request that is no INVITE, and says what came of it. Adds the Via. */
  send(request: SipRequest, flow: Flow): Promise<RequestResult> {
    const branch = newBranch();
    return this.#sendWithVia(withVia(request, flow, branch), flow, branch);
  }

  /** Sends an INVITE. Adds the Via. */
  invite(request: SipRequest, flow: Flow, listener: InviteListener): PendingInvite {
    const branch = newBranch();
    const sent = withVia(request, flow, branch);
    const key = `${branch} INVITE`;
    const transaction = new InviteClientTransaction(this.#tools.clock, flow, sent, listener, () => this.#clients.delete(key));
    this.#clients.set(key, transaction);
    transaction.start();
    return {
      cancel: (headers) => {
        if (!transaction.provisional) return false;
        this.#tools.faults.contain('sip_message', () => this.#sendWithVia(cancelOf(sent, headers), flow, branch));
        transaction.endAfterCancel();
        return true;
      },
    };
  }

  /** The ACK to a 2xx stands outside every transaction (RFC 3261 section 13.2.2.4). Adds the Via. */
  acknowledge(ack: SipRequest, flow: Flow): void {
    flow.send(serialize(withVia(ack, flow, newBranch())));
  }

  #sendWithVia(request: SipRequest, flow: Flow, branch: string): Promise<RequestResult> {
    // RFC 3261 section 17.1.3: branch and method tell whose response it is.
    const key = `${branch} ${request.method}`;
    return new Promise((resolve) => {
      const transaction = new ClientTransaction(this.#tools.clock, flow, serialize(request), resolve, () => this.#clients.delete(key));
      this.#clients.set(key, transaction);
      transaction.start();
    });
  }

  /** How many transactions are alive. */
  get size(): number {
    return this.#servers.size + this.#clients.size;
  }

  close(): void {
    for (const transaction of [...this.#servers.values(), ...this.#clients.values()]) transaction.terminate();
    this.#servers.clear();
    this.#clients.clear();
    this.#requests.clear();
    this.#strangers = 0;
  }

  /** A request that cannot be parsed gets its answer without a transaction, if it says where to send it. */
  #refuse(failure: ParseFailure, flow: Flow): void {
    if (failure.method === null || failure.method === 'ACK') return;
    const request: SipRequest = { kind: 'request', method: failure.method, uri: '', headers: failure.headers, body: Buffer.alloc(0) };
    const via = viaForRefusal(request);
    if (!via) return;
    const reason = failure.status === 400 ? `Bad Request - ${failure.problem}` : undefined;
    this.#sendStateless(request, via, flow, responseTo(request, failure.status, { toTag: randomToken(), ...(reason && { reason }) }));
  }

  #sendStateless(request: SipRequest, via: Via, flow: Flow, response: SipResponse): void {
    const placed = withFirstHeader(response, 'Via', viaWithSource(header(request, 'Via') ?? '', via, flow));
    responseFlow(via, flow).send(serialize(placed));
  }

  #response(response: SipResponse): void {
    const valid = validateResponse(response);
    if (valid) this.#clients.get(`${valid.via.parameters.get('branch') ?? ''} ${valid.cseq.method}`)?.response(response);
  }

  #request(message: SipRequest, flow: Flow): void {
    const valid = validateRequest(message);
    if (isRejection(valid)) {
      this.#tools.refusals.note('malformed');
      const via = viaForRefusal(message);
      if (!via || message.method === 'ACK') return;
      const { status, reason, headers } = valid;
      return this.#sendStateless(message, via, flow, responseTo(message, status, { reason, headers, toTag: randomToken() }));
    }
    const placed = withFirstHeader(message, 'Via', viaWithSource(header(message, 'Via') ?? '', valid.via, flow));
    this.#dispatch({ ...valid, message: placed }, responseFlow(valid.via, flow), flow.remote);
  }

  #dispatch(request: ValidRequest, flow: Flow, address: Address): void {
    const { method } = request.message;
    const key = transactionKey(request);
    const existing = this.#servers.get(`${key} ${method === 'ACK' ? 'INVITE' : method}`);
    if (existing) return method === 'ACK' ? existing.ack() : existing.retransmission();
    if (method === 'ACK') return this.#user.onAck(request);
    const isStranger = !this.#tools.isPeer(address.address);
    if (this.#servers.size >= MAX_SERVER_TRANSACTIONS || (isStranger && this.#strangers >= MAX_STRANGERS_TRANSACTIONS))
      return this.#tools.refusals.note('too_many_requests');
    const requestId = [request.callId, request.from.parameters.get('tag') ?? '', request.cseq.number, method].join(' ');
    const full = `${key} ${method}`;
    const merged = !request.to.parameters.has('tag') && this.#requests.has(requestId);
    if (isStranger) this.#strangers++;
    const transaction = new ServerTransaction(this.#tools.clock, flow, method === 'INVITE', () => {
      if (this.#servers.delete(full) && isStranger) this.#strangers--;
      if (this.#requests.get(requestId) === full) this.#requests.delete(requestId);
    });
    this.#servers.set(full, transaction);
    if (merged) return transaction.respond(482, serialize(responseTo(request.message, 482, { toTag: randomToken() })));
    this.#requests.set(requestId, full);
    this.#tools.faults.contain(
      'sip_message',
      () => this.#user.onRequest(request, transaction, { key, address }),
      // Without an answer the transaction would never end.
      () => transaction.respond(500, serialize(responseTo(request.message, 500, { toTag: randomToken() }))),
    );
  }
}

/** An INVITE of ours that is under way. */
export interface PendingInvite {
  /** Cancels it; false: too early (nothing has answered yet) or too late. */
  cancel(headers: readonly Header[]): boolean;
}

function newBranch(): string {
  return MAGIC_COOKIE + randomToken();
}

function withVia(request: SipRequest, flow: Flow, branch: string): SipRequest {
  const via = `SIP/2.0/${flow.transport} ${hostInUri(flow.local.address)}:${flow.local.port};rport;branch=${branch}`;
  return { ...request, headers: [{ name: 'Via', value: via }, ...request.headers] };
}

/** RFC 3261 section 17.2.3; for older clients section 17.2.3's second way, as far as an INVITE and its CANCEL and ACK share it. */
function transactionKey(request: ValidRequest): string {
  const branch = request.via.parameters.get('branch') ?? '';
  const sentBy = `${request.via.host}:${request.via.port ?? ''}`;
  if (branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length) return `${branch} ${sentBy}`;
  return [
    request.message.uri,
    request.from.parameters.get('tag') ?? '',
    request.callId,
    request.cseq.number,
    header(request.message, 'Via') ?? '',
    sentBy,
  ].join(' ');
}

function viaForRefusal(request: SipRequest): Via | null {
  const value = header(request, 'Via') ?? '';
  return parseVia(value) ?? parseBrokenVia(value);
}

/** Adds `received` and fills `rport` in the top Via (RFC 3261 section 18.2.1, RFC 3581 section 4). */
function viaWithSource(value: string, via: Via, flow: Flow): string {
  const wantsPort = via.parameters.has('rport');
  const parts = splitOutside(value, ';') ?? [value];
  let placed = parts.filter((part, index) => index === 0 || !isSource(part)).join(';');
  if (wantsPort) placed += `;rport=${flow.remote.port}`;
  if (wantsPort || via.host !== flow.remote.address) placed += `;received=${flow.remote.address}`;
  return placed;
}

function isSource(parameter: string): boolean {
  const name = parameter.split('=', 1)[0]?.trim().toLowerCase();
  return name === 'received' || name === 'rport';
}

/** Where a response goes (RFC 3261 section 18.2.2, RFC 3581 section 4). */
function responseFlow(via: Via, flow: Flow): Flow {
  if (via.parameters.has('rport')) return flow;
  return flow.towards({ address: flow.remote.address, port: via.port ?? 5060 });
}

/** The first headers of every request of ours. */
export function requestHeaders(parts: { from: string; to: string; callId: string; cseq: number; method: string }): Header[] {
  return [
    { name: 'Max-Forwards', value: '70' },
    { name: 'From', value: parts.from },
    { name: 'To', value: parts.to },
    { name: 'Call-ID', value: parts.callId },
    { name: 'CSeq', value: `${parts.cseq} ${parts.method}` },
  ];
}
