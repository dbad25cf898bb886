import type { Clock, Timer } from '../../call/clock.ts';
import { isReliable, type Flow } from './flow.ts';
import type { SipResponse } from './message.ts';
import { backedOff, T1, T2, T4, TRANSACTION_MS } from './timers.ts';

export type NonInviteClientState = 'trying' | 'proceeding' | 'completed' | 'terminated';
export type ClientInput = 'response_1xx' | 'response_final' | 'timer_e' | 'timer_f' | 'timer_k' | 'transport_error';
export type ClientAction = 'send_request' | 'retransmit' | 'retransmit_slowly' | 'pass_response' | 'timer_k' | 'timeout' | 'failed';

/** The non-INVITE client transaction: RFC 3261 section 17.1.2. */
export function nonInviteClient(
  state: NonInviteClientState,
  input: ClientInput,
): { state: NonInviteClientState; actions: readonly ClientAction[] } {
  switch (state) {
    case 'trying':
    case 'proceeding':
      if (input === 'timer_e') return { state, actions: ['send_request', state === 'trying' ? 'retransmit' : 'retransmit_slowly'] };
      if (input === 'timer_f') return { state: 'terminated', actions: ['timeout'] };
      if (input === 'transport_error') return { state: 'terminated', actions: ['failed'] };
      if (input === 'response_1xx') return { state: 'proceeding', actions: ['pass_response'] };
      if (input === 'response_final') return { state: 'completed', actions: ['pass_response', 'timer_k'] };
      return { state, actions: [] };
    case 'completed':
      return input === 'timer_k' ? { state: 'terminated', actions: [] } : { state, actions: [] };
    case 'terminated':
      return { state, actions: [] };
  }
}

/** What came of a request: a final response, or none. */
export type RequestResult =
  | { readonly kind: 'response'; readonly response: SipResponse }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed' };

/** The response, where there was one. */
export function responseOf(result: RequestResult): SipResponse | null {
  return result.kind === 'response' ? result.response : null;
}

/** Runs the machine above for one request. */
export class ClientTransaction {
  readonly #clock: Clock;
  readonly #flow: Flow;
  readonly #request: Buffer;
  readonly #onResult: (result: RequestResult) => void;
  readonly #onTerminated: () => void;
  #state: NonInviteClientState = 'trying';
  #interval = T1;
  #response: SipResponse | null = null;
  #timers: Timer[] = [];

  constructor(clock: Clock, flow: Flow, request: Buffer, onResult: (result: RequestResult) => void, onTerminated: () => void) {
    this.#clock = clock;
    this.#flow = flow;
    this.#request = request;
    this.#onResult = onResult;
    this.#onTerminated = onTerminated;
  }

  start(): void {
    this.#timers.push(this.#clock.after(TRANSACTION_MS, () => this.#input('timer_f')));
    if (!isReliable(this.#flow)) this.#do('retransmit');
    this.#do('send_request');
  }

  response(response: SipResponse): void {
    this.#response = response;
    this.#input(response.status < 200 ? 'response_1xx' : 'response_final');
  }

  terminate(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#state = 'terminated';
  }

  #input(input: ClientInput): void {
    if (this.#state === 'terminated') return;
    const next = nonInviteClient(this.#state, input);
    this.#state = next.state;
    for (const action of next.actions) this.#do(action);
    if (next.state === 'terminated') {
      this.terminate();
      this.#onTerminated();
    }
  }

  #do(action: ClientAction): void {
    switch (action) {
      case 'send_request':
        return this.#flow.send(this.#request, () => this.#input('transport_error'));
      case 'retransmit':
        this.#again(this.#interval);
        this.#interval = backedOff(this.#interval);
        return;
      case 'retransmit_slowly':
        return this.#again(T2);
      case 'pass_response':
        if (this.#response && this.#response.status >= 200) this.#onResult({ kind: 'response', response: this.#response });
        return;
      case 'timer_k':
        this.#timers.forEach((timer) => timer.cancel());
        this.#timers = [this.#clock.after(isReliable(this.#flow) ? 0 : T4, () => this.#input('timer_k'))];
        return;
      case 'timeout':
        return this.#onResult({ kind: 'timeout' });
      case 'failed':
        return this.#onResult({ kind: 'failed' });
    }
  }

  #again(delayMs: number): void {
    this.#timers.push(this.#clock.after(delayMs, () => this.#input('timer_e')));
  }
}
