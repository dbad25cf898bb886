import { header, headerValues, type Header, type SipRequest } from './message.ts';
import type { Address } from './flow.ts';
import { parseNameAddress } from './headers.ts';
import { requestHeaders } from './transaction-layer.ts';
import { parseUri } from './uri.ts';
import type { ValidRequest } from './validate.ts';
import { isIP } from 'node:net';

/** The UAS side of a dialog (RFC 3261 section 12). */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly #localAddress: string;
  readonly #remoteAddress: string;
  readonly #routeSet: readonly string[];
  #remoteTarget: string;
  #localSeq = 0;
  #remoteSeq: number;

  /** Section 12.1.1: from the INVITE that creates it. */
  constructor(invite: ValidRequest, localTag: string) {
    this.callId = invite.callId;
    this.localTag = localTag;
    this.remoteTag = invite.from.parameters.get('tag') ?? '';
    this.#localAddress = `${header(invite.message, 'To') ?? ''};tag=${localTag}`;
    this.#remoteAddress = header(invite.message, 'From') ?? '';
    this.#routeSet = headerValues(invite.message, 'Record-Route');
    this.#remoteTarget = contactUri(invite) ?? invite.from.uri;
    this.#remoteSeq = invite.cseq.number;
  }

  /** What finds this dialog from a request inside it. */
  get id(): string {
    return dialogId(this.callId, this.localTag, this.remoteTag);
  }

  /** Section 12.2.2: a request inside the dialog must come later than the last one. */
  isNext(request: ValidRequest): boolean {
    if (request.cseq.number <= this.#remoteSeq) return false;
    this.#remoteSeq = request.cseq.number;
    return true;
  }

  /** Section 12.2.2: a re-INVITE may move the peer. */
  refreshTarget(request: ValidRequest): void {
    this.#remoteTarget = contactUri(request) ?? this.#remoteTarget;
  }

  /** Section 12.2.1.1, for peers whose routes are loose (RFC 3261; strict routers are RFC 2543's). */
  request(method: string, headers: readonly Header[] = []): SipRequest {
    this.#localSeq++;
    const own = requestHeaders({ from: this.#localAddress, to: this.#remoteAddress, callId: this.callId, cseq: this.#localSeq, method });
    const routes = this.#routeSet.map((value) => ({ name: 'Route', value }));
    return { kind: 'request', method, uri: this.#remoteTarget, headers: [...own, ...routes, ...headers], body: Buffer.alloc(0) };
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

function contactUri(request: ValidRequest): string | null {
  return parseNameAddress(header(request.message, 'Contact') ?? '')?.uri ?? null;
}
