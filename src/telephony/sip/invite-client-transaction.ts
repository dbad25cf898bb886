import type { Clock, Timer } from '../../call/clock.ts';
import { isReliable, type Flow } from './flow.ts';
import { header, headerValues, type Header, type SipRequest, type SipResponse } from './message.ts';
import { serialize } from './serializer.ts';
import { T1, TIMER_D_MS, TRANSACTION_MS } from './timers.ts';

export type InviteClientState = 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated';
export type InviteClientInput =
  | 'response_1xx'
  | 'response_2xx'
  | 'response_3xx_to_6xx'
  | 'timer_a'
  | 'timer_b'
  | 'timer_end'
  | 'transport_error';
export type InviteClientAction =
  | 'send_request'
  | 'retransmit'
  | 'stop_timers'
  | 'pass_response'
  | 'send_ack'
  | 'timer_d'
  | 'timer_m'
  | 'timeout'
  | 'failed';

/** The INVITE client transaction: RFC 3261 section 17.1.1, with the accepted state of RFC 6026 section 7.2. */
export function inviteClient(
  state: InviteClientState,
  input: InviteClientInput,
): { state: InviteClientState; actions: readonly InviteClientAction[] } {
  const stay = { state, actions: [] };
  switch (state) {
    case 'calling':
    case 'proceeding':
      if (input === 'timer_a') return state === 'calling' ? { state, actions: ['send_request', 'retransmit'] } : stay;
      if (input === 'timer_b') return state === 'calling' ? { state: 'terminated', actions: ['timeout'] } : stay;
      // Section 9.1: cancelled, and no final response came. Nothing else ends a proceeding INVITE by time.
      if (input === 'timer_end') return state === 'proceeding' ? { state: 'terminated', actions: ['timeout'] } : stay;
      if (input === 'transport_error') return { state: 'terminated', actions: ['failed'] };
      if (input === 'response_1xx') return { state: 'proceeding', actions: ['stop_timers', 'pass_response'] };
      if (input === 'response_2xx') return { state: 'accepted', actions: ['stop_timers', 'pass_response', 'timer_m'] };
      if (input === 'response_3xx_to_6xx') return { state: 'completed', actions: ['stop_timers', 'send_ack', 'pass_response', 'timer_d'] };
      return stay;
    case 'completed':
      if (input === 'response_3xx_to_6xx') return { state, actions: ['send_ack'] };
      return input === 'timer_end' || input === 'transport_error' ? { state: 'terminated', actions: [] } : stay;
    case 'accepted':
      // A 2xx again: its ACK was lost, or another phone of a forked INVITE answered. Both are the user agent's to confirm.
      if (input === 'response_2xx') return { state, actions: ['pass_response'] };
      return input === 'timer_end' ? { state: 'terminated', actions: [] } : stay;
    case 'terminated':
      return stay;
  }
}

/** What comes of an INVITE: responses, several perhaps, or none. */
export interface InviteListener {
  onResponse(response: SipResponse): void;
  /** No answer at all (timer B), or no way to send. */
  onNone(kind: 'timeout' | 'failed'): void;
}

/** Runs the machine above for one INVITE. */
export class InviteClientTransaction {
  readonly #clock: Clock;
  readonly #flow: Flow;
  readonly #request: SipRequest;
  readonly #bytes: Buffer;
  readonly #listener: InviteListener;
  readonly #onTerminated: () => void;
  #state: InviteClientState = 'calling';
  #interval = T1;
  #response: SipResponse | null = null;
  /** Timers A and B. */
  #timers: Timer[] = [];
  /** Whatever ends the state: timer D or M, or the time after a CANCEL. */
  #endTimer: Timer | null = null;

  /** `request`: with the Via that it is sent with. */
  constructor(clock: Clock, flow: Flow, request: SipRequest, listener: InviteListener, onTerminated: () => void) {
    this.#clock = clock;
    this.#flow = flow;
    this.#request = request;
    this.#bytes = serialize(request);
    this.#listener = listener;
    this.#onTerminated = onTerminated;
  }

  /** Section 9.1: before a provisional response has come, an INVITE cannot be cancelled. */
  get provisional(): boolean {
    return this.#state === 'proceeding';
  }

  start(): void {
    this.#timers.push(this.#clock.after(TRANSACTION_MS, () => this.#input('timer_b')));
    if (!isReliable(this.#flow)) this.#do('retransmit');
    this.#do('send_request');
  }

  response(response: SipResponse): void {
    this.#response = response;
    const { status } = response;
    this.#input(status < 200 ? 'response_1xx' : status < 300 ? 'response_2xx' : 'response_3xx_to_6xx');
  }

  /** A cancelled INVITE that gets no final response is over after 64*T1 (section 9.1). */
  endAfterCancel(): void {
    this.#endAfter(TRANSACTION_MS);
  }

  terminate(): void {
    this.#do('stop_timers');
    this.#endTimer?.cancel();
    this.#state = 'terminated';
  }

  #input(input: InviteClientInput): void {
    if (this.#state === 'terminated') return;
    const next = inviteClient(this.#state, input);
    this.#state = next.state;
    for (const action of next.actions) this.#do(action);
    if (next.state === 'terminated') {
      this.terminate();
      this.#onTerminated();
    }
  }

  #do(action: InviteClientAction): void {
    switch (action) {
      case 'send_request':
        return this.#flow.send(this.#bytes, () => this.#input('transport_error'));
      case 'retransmit':
        this.#timers.push(this.#clock.after(this.#interval, () => this.#input('timer_a')));
        this.#interval *= 2;
        return;
      case 'stop_timers':
        for (const timer of this.#timers) timer.cancel();
        this.#timers = [];
        return;
      case 'pass_response':
        if (this.#response) this.#listener.onResponse(this.#response);
        return;
      case 'send_ack':
        if (this.#response) this.#flow.send(serialize(ackToFailure(this.#request, this.#response)));
        return;
      case 'timer_d':
        return this.#endAfter(isReliable(this.#flow) ? 0 : TIMER_D_MS);
      case 'timer_m':
        return this.#endAfter(TRANSACTION_MS);
      case 'timeout':
        return this.#listener.onNone('timeout');
      case 'failed':
        return this.#listener.onNone('failed');
    }
  }

  #endAfter(delayMs: number): void {
    this.#endTimer?.cancel();
    this.#endTimer = this.#clock.after(delayMs, () => this.#input('timer_end'));
  }
}

/** Section 17.1.1.3: the ACK to a failure belongs to the INVITE's own transaction. */
function ackToFailure(invite: SipRequest, response: SipResponse): SipRequest {
  return sibling(invite, 'ACK', header(response, 'To') ?? '');
}

/** Section 9.1: a CANCEL is built of the INVITE that it cancels. */
export function cancelOf(invite: SipRequest, headers: readonly Header[]): SipRequest {
  const cancel = sibling(invite, 'CANCEL', header(invite, 'To') ?? '');
  return { ...cancel, headers: [...cancel.headers, ...headers] };
}

function sibling(invite: SipRequest, method: 'ACK' | 'CANCEL', to: string): SipRequest {
  const number = (header(invite, 'CSeq') ?? '').split(' ')[0] ?? '';
  const copied = (name: string): Header => ({ name, value: header(invite, name) ?? '' });
  return {
    kind: 'request',
    method,
    uri: invite.uri,
    headers: [
      copied('Via'),
      { name: 'Max-Forwards', value: '70' },
      copied('From'),
      { name: 'To', value: to },
      copied('Call-ID'),
      { name: 'CSeq', value: `${number} ${method}` },
      ...headerValues(invite, 'Route').map((value) => ({ name: 'Route', value })),
    ],
    body: Buffer.alloc(0),
  };
}
