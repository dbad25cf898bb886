import type { Clock, Timer } from '../../call/clock.ts';
import { isReliable, type Flow } from './flow.ts';
import { backedOff, T1, T4, TRANSACTION_MS } from './timers.ts';

export type InviteServerState = 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated';
export type NonInviteServerState = 'trying' | 'proceeding' | 'completed' | 'terminated';
export type ServerInput = 'request' | 'ack' | 'send_1xx' | 'send_2xx' | 'send_3xx_to_6xx' | 'timer_end' | 'timer_g';

/** What to do besides changing state. `timer_*` (re)starts the timer that ends the state; `retransmit` starts timer G. */
export type ServerAction =
  | 'send_response'
  | 'retransmit'
  | 'pass_ack'
  | 'timer_h'
  | 'timer_i'
  | 'timer_j'
  | 'timer_l'
  | 'stop_retransmitting';

interface Next<State> {
  readonly state: State;
  readonly actions: readonly ServerAction[];
}

/** The INVITE server transaction: RFC 3261 section 17.2.1, with the accepted state of RFC 6026 section 7.1. */
export function inviteServer(state: InviteServerState, input: ServerInput, reliable: boolean): Next<InviteServerState> {
  const stay = { state, actions: [] };
  switch (state) {
    case 'proceeding':
      if (input === 'request') return { state, actions: ['send_response'] };
      if (input === 'send_1xx') return { state, actions: ['send_response'] };
      if (input === 'send_2xx') return { state: 'accepted', actions: ['send_response', 'timer_l'] };
      if (input === 'send_3xx_to_6xx') {
        return { state: 'completed', actions: reliable ? ['send_response', 'timer_h'] : ['send_response', 'retransmit', 'timer_h'] };
      }
      return stay;
    case 'completed':
      if (input === 'request') return { state, actions: ['send_response'] };
      if (input === 'timer_g') return { state, actions: ['send_response', 'retransmit'] };
      if (input === 'ack') return { state: 'confirmed', actions: ['stop_retransmitting', 'timer_i'] };
      if (input === 'timer_end') return { state: 'terminated', actions: [] };
      return stay;
    case 'confirmed':
      return input === 'timer_end' ? { state: 'terminated', actions: [] } : stay;
    case 'accepted':
      // RFC 6026: the request is absorbed, the 2xx is repeated by the user agent, the ACK goes up to it.
      if (input === 'ack') return { state, actions: ['pass_ack'] };
      if (input === 'send_2xx') return { state, actions: ['send_response'] };
      if (input === 'timer_end') return { state: 'terminated', actions: [] };
      return stay;
    case 'terminated':
      return stay;
  }
}

/** The non-INVITE server transaction: RFC 3261 section 17.2.2. */
export function nonInviteServer(state: NonInviteServerState, input: ServerInput): Next<NonInviteServerState> {
  const stay = { state, actions: [] };
  switch (state) {
    case 'trying':
      if (input === 'send_1xx') return { state: 'proceeding', actions: ['send_response'] };
      if (input === 'send_2xx' || input === 'send_3xx_to_6xx') return { state: 'completed', actions: ['send_response', 'timer_j'] };
      return stay;
    case 'proceeding':
      if (input === 'request' || input === 'send_1xx') return { state, actions: ['send_response'] };
      if (input === 'send_2xx' || input === 'send_3xx_to_6xx') return { state: 'completed', actions: ['send_response', 'timer_j'] };
      return stay;
    case 'completed':
      if (input === 'request') return { state, actions: ['send_response'] };
      return input === 'timer_end' ? { state: 'terminated', actions: [] } : stay;
    case 'terminated':
      return stay;
  }
}

/** Runs one of the two machines above: keeps the last response and the timers. */
export class ServerTransaction {
  readonly #clock: Clock;
  readonly #flow: Flow;
  readonly #isInvite: boolean;
  readonly #onTerminated: () => void;
  #state: InviteServerState | NonInviteServerState;
  #lastResponse: Buffer | null = null;
  #endTimer: Timer | null = null;
  #retransmitTimer: Timer | null = null;
  #interval = T1;

  /** Called with the ACK to a 2xx. */
  onAck: () => void = () => {};

  /** `flow`: where responses go (RFC 3261 section 18.2.2). */
  constructor(clock: Clock, flow: Flow, isInvite: boolean, onTerminated: () => void) {
    this.#clock = clock;
    this.#flow = flow;
    this.#isInvite = isInvite;
    this.#onTerminated = onTerminated;
    this.#state = isInvite ? 'proceeding' : 'trying';
  }

  get flow(): Flow {
    return this.#flow;
  }

  retransmission(): void {
    this.#input('request');
  }

  ack(): void {
    this.#input('ack');
  }

  respond(status: number, response: Buffer): void {
    const input = status < 200 ? 'send_1xx' : status < 300 ? 'send_2xx' : 'send_3xx_to_6xx';
    const before = this.#lastResponse;
    this.#lastResponse = response;
    if (!this.#input(input)) this.#lastResponse = before;
  }

  terminate(): void {
    this.#endTimer?.cancel();
    this.#retransmitTimer?.cancel();
    this.#state = 'terminated';
  }

  #input(input: ServerInput): boolean {
    const next = this.#isInvite
      ? inviteServer(this.#state as InviteServerState, input, isReliable(this.#flow))
      : nonInviteServer(this.#state as NonInviteServerState, input);
    this.#state = next.state;
    for (const action of next.actions) this.#do(action);
    if (next.state === 'terminated') {
      this.terminate();
      this.#onTerminated();
    }
    return next.actions.length > 0;
  }

  #do(action: ServerAction): void {
    switch (action) {
      case 'send_response':
        if (this.#lastResponse) this.#flow.send(this.#lastResponse);
        return;
      case 'retransmit':
        this.#retransmitTimer = this.#clock.after(this.#interval, () => this.#input('timer_g'));
        this.#interval = backedOff(this.#interval);
        return;
      case 'stop_retransmitting':
        this.#retransmitTimer?.cancel();
        return;
      case 'pass_ack':
        return this.onAck();
      case 'timer_h':
      case 'timer_l':
        return this.#endAfter(TRANSACTION_MS);
      case 'timer_i':
        return this.#endAfter(isReliable(this.#flow) ? 0 : T4);
      case 'timer_j':
        return this.#endAfter(isReliable(this.#flow) ? 0 : TRANSACTION_MS);
    }
  }

  #endAfter(delayMs: number): void {
    this.#endTimer?.cancel();
    this.#endTimer = this.#clock.after(delayMs, () => this.#input('timer_end'));
  }
}
