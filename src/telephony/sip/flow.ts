import type { Faults } from '../../call/faults.ts';
import { hostInUri } from './grammar.ts';
import type { Header } from './message.ts';

export interface Address {
  /** IP address, without brackets. */
  readonly address: string;
  readonly port: number;
}

export type TransportName = 'UDP' | 'TCP' | 'TLS';

/** The way on which messages to one peer travel: a UDP address pair or a connection (RFC 5626 section 3). */
export interface Flow {
  readonly transport: TransportName;
  readonly remote: Address;
  /** Where the peer reaches us. */
  readonly local: Address;
  /**
   * Best effort, and never throws. `failed` tells when it was certainly in vain: once at most, and never before `send` has returned,
   * for whoever sends is in the midst of changing its own state.
   */
  send(bytes: Buffer, failed?: () => void): void;
  /** Opens the way, where that is needed before `local` is known and anything can be sent. Rejects with ConnectError. */
  ready?(): Promise<void>;
  /** The same way to another address of the peer's; a connection leads only where it leads. */
  towards(remote: Address): Flow;
}

/** Tells the sender of a message that it did not go out, as `Flow.send` promises to. */
export function tellLater(faults: Faults, failed: (() => void) | undefined): void {
  if (failed) queueMicrotask(() => faults.contain('sip_connection', failed));
}

/** TCP and TLS retransmit by themselves; over them our own timers for that are off (RFC 3261 section 17). */
export function isReliable(flow: Flow): boolean {
  return flow.transport !== 'UDP';
}

/** The Contact by which the peer at the flow's other end reaches us. */
export function contactOf({ local, transport }: Flow, user: string | null = null): Header {
  const parameter = transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`;
  return { name: 'Contact', value: `<sip:${user === null ? '' : `${user}@`}${hostInUri(local.address)}:${local.port}${parameter}>` };
}

export type MessageHandler = (bytes: Buffer, flow: Flow) => void;

export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: string;

  constructor(transport: TransportName, port: number, cause: NodeJS.ErrnoException) {
    super(`${transport} port ${port}: ${cause.code ?? cause.message}`, { cause });
    this.code = cause.code ?? 'UNKNOWN';
  }
}

/** Why a registrar is not reached, as far as we can tell: what a person could do about it differs. */
export type LineProblem = 'no_such_host' | 'no_network' | 'no_answer' | 'connection_refused' | 'certificate';

export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly problem: LineProblem;

  constructor(problem: LineProblem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** What an error of DNS, of a socket or of TLS means for the line. */
export function problemOf(error: unknown): LineProblem {
  if (error instanceof ConnectError) return error.problem;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'ENODATA') return 'no_such_host';
  if (['EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'ETIMEOUT'].includes(code)) return 'no_network';
  if (code === 'ECONNREFUSED') return 'connection_refused';
  return /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/u.test(code) ? 'certificate' : 'no_answer';
}
