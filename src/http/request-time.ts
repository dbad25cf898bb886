import type { IncomingMessage } from 'node:http';
import type { Clock } from '../call/clock.ts';

/** A whole request has to be here by then, in ms; who sends a body drop by drop holds no connection. */
const WITHIN_MS = 30_000;
/** Of one that may take its time: so long nothing may pass in either direction. */
const STALLED_MS = 60_000;

const unhurried = new WeakSet<IncomingMessage>();

/** Ends a request that is not complete in time. Node's own `requestTimeout` would know no exception. */
export function limitTime(request: IncomingMessage, clock: Clock): void {
  const limit = clock.after(WITHIN_MS, () => {
    if (!request.complete && !unhurried.has(request)) request.destroy();
  });
  request.once('close', () => limit.cancel());
}

/** A large body may come for as long as something comes: for people who may send one, and only then. */
export function allowTime(request: IncomingMessage, stalledMs = STALLED_MS): void {
  unhurried.add(request);
  request.setTimeout(stalledMs, () => request.destroy());
}
