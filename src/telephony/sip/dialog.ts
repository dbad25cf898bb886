import { header, headerValues, type Header, type SipMessage, type SipRequest, type SipResponse } from './message.ts';
import type { Address } from './flow.ts';
import { parseCSeq, parseNameAddress } from './headers.ts';
import { requestHeaders } from './transaction-layer.ts';
import { parseUri } from './uri.ts';
import type { ValidRequest } from './validate.ts';
import { isIP } from 'node:net';

interface DialogParts {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From and To of our own requests. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly routeSet: readonly string[];
  readonly remoteTarget: string;
  readonly localSeq: number;
  /** Null: the peer has sent no request yet. */
  readonly remoteSeq: number | null;
}

const NO_BODY = Buffer.alloc(0);

/** A dialog (RFC 3261 section 12). */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly #localAddress: string;
  readonly #remoteAddress: string;
  readonly #routeSet: readonly string[];
  #remoteTarget: string;
  #localSeq: number;
  #remoteSeq: number | null;

  private constructor(parts: DialogParts) {
    this.callId = parts.callId;
    this.localTag = parts.localTag;
    this.remoteTag = parts.remoteTag;
    this.#localAddress = parts.localAddress;
    this.#remoteAddress = parts.remoteAddress;
    this.#routeSet = parts.routeSet;
    this.#remoteTarget = parts.remoteTarget;
    this.#localSeq = parts.localSeq;
    this.#remoteSeq = parts.remoteSeq;
  }

  /** Section 12.1.1: from the INVITE that came. */
  static ofServer(invite: ValidRequest, localTag: string): Dialog {
    return new Dialog({
      callId: invite.callId,
      localTag,
      remoteTag: invite.from.parameters.get('tag') ?? '',
      localAddress: `${header(invite.message, 'To') ?? ''};tag=${localTag}`,
      remoteAddress: header(invite.message, 'From') ?? '',
      routeSet: headerValues(invite.message, 'Record-Route'),
      remoteTarget: contactUri(invite.message) ?? invite.from.uri,
      localSeq: 0,
      remoteSeq: invite.cseq.number,
    });
  }

  /** Section 12.1.2: from our INVITE and a response with a tag. */
  static ofClient(invite: SipRequest, response: SipResponse): Dialog {
    const from = header(invite, 'From') ?? '';
    const to = header(response, 'To') ?? '';
    return new Dialog({
      callId: header(invite, 'Call-ID') ?? '',
      localTag: tagOf(from),
      remoteTag: tagOf(to),
      localAddress: from,
      remoteAddress: to,
      routeSet: headerValues(response, 'Record-Route').toReversed(),
      remoteTarget: contactUri(response) ?? invite.uri,
      localSeq: parseCSeq(header(invite, 'CSeq') ?? '')?.number ?? 0,
      remoteSeq: null,
    });
  }

  /** What finds this dialog from a request inside it. */
  get id(): string {
    return dialogId(this.callId, this.localTag, this.remoteTag);
  }

  /** Section 12.2.2: a request inside the dialog must come later than the last one. */
  isNext(request: ValidRequest): boolean {
    if (this.#remoteSeq !== null && request.cseq.number <= this.#remoteSeq) return false;
    this.#remoteSeq = request.cseq.number;
    return true;
  }

  /**
   * As a Refer-To that has somebody else take our place (RFC 3891 section 3: the tags as the peer sees them). Null: the peer's target
   * holds headers of its own, and is not to be trusted with more.
   */
  get replaceable(): string | null {
    if (this.#remoteTarget.includes('?')) return null;
    const replaces = `${this.callId};to-tag=${this.remoteTag};from-tag=${this.localTag}`;
    return `<${this.#remoteTarget}?Replaces=${encodeURIComponent(replaces)}>`;
  }

  /** Section 12.2: a re-INVITE or UPDATE, and its 2xx, may move the peer. */
  refreshTarget(message: SipMessage): void {
    this.#remoteTarget = contactUri(message) ?? this.#remoteTarget;
  }

  /** Section 12.2.1.1, for peers whose routes are loose (RFC 3261; strict routers are RFC 2543's). */
  request(method: string, headers: readonly Header[] = [], body: Buffer = NO_BODY): SipRequest {
    this.#localSeq++;
    return this.#request(method, this.#localSeq, headers, body);
  }

  /** Section 13.2.2.4: the ACK to a 2xx has the number, and the credentials, of its INVITE. */
  ack(invite: SipRequest): SipRequest {
    const credentials = invite.headers.filter(({ name }) => name === 'Authorization' || name === 'Proxy-Authorization');
    return this.#request('ACK', parseCSeq(header(invite, 'CSeq') ?? '')?.number ?? this.#localSeq, credentials);
  }

  #request(method: string, cseq: number, headers: readonly Header[], body: Buffer = NO_BODY): SipRequest {
    const own = requestHeaders({ from: this.#localAddress, to: this.#remoteAddress, callId: this.callId, cseq, method });
    const routes = this.#routeSet.map((value) => ({ name: 'Route', value }));
    return { kind: 'request', method, uri: this.#remoteTarget, headers: [...own, ...routes, ...headers], body };
  }

  /**
   * Where a request inside the dialog goes: the first route or the target, if it is an IP address; a name would need
   * DNS, and the source of the INVITE is that hop for every proxy that records its route.
   */
  nextHop(source: Address): Address {
    const uri = parseUri(parseNameAddress(this.#routeSet[0] ?? '')?.uri ?? this.#remoteTarget);
    if (typeof uri === 'string' || isIP(uri.host) === 0) return source;
    return { address: uri.host, port: uri.port ?? 5060 };
  }
}

export function dialogId(callId: string, localTag: string, remoteTag: string): string {
  return `${callId} ${localTag} ${remoteTag}`;
}

/** The tag of a From or To, empty where there is none. */
export function tagOf(address: string): string {
  return parseNameAddress(address)?.parameters.get('tag') ?? '';
}

function contactUri(message: SipMessage): string | null {
  return parseNameAddress(header(message, 'Contact') ?? '')?.uri ?? null;
}
