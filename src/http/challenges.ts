import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../call/clock.ts';

/** A person may have to look for their telephone. */
const CHALLENGE_MS = 5 * 60_000;
/** Answered ones that are remembered. Each took a valid signature, and those are limited to far fewer (passkeys.ts). */
export const MOST_USED = 10_000;
const RANDOM_BYTES = 16;
const EXPIRY_BYTES = 8;

/**
 * Challenges for passkeys. None is kept while it waits: it holds its own end, and a seal with a key that lives as long as this
 * process. So whoever asks for any number of them takes nothing from anybody else. What is kept is which ones were answered, as
 * each counts once.
 */
export class Challenges {
  readonly #clock: Clock;
  readonly #key = randomBytes(32);
  /** With when they end. */
  readonly #used = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `purpose`: what its answer is for, and whose; it is good for nothing else. */
  make(purpose: string): Uint8Array<ArrayBuffer> {
    const body = Buffer.alloc(RANDOM_BYTES + EXPIRY_BYTES);
    randomBytes(RANDOM_BYTES).copy(body);
    body.writeDoubleBE(this.#clock.now() + CHALLENGE_MS, RANDOM_BYTES);
    return new Uint8Array([...body, ...this.#seal(purpose, body)]);
  }

  /** Whether one, in base64url, is ours, for this purpose, and not over; whether it was answered, `use` tells. */
  isOpen(purpose: string, challenge: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    const body = bytes.subarray(0, RANDOM_BYTES + EXPIRY_BYTES);
    const [given, expected] = [bytes.subarray(body.length), this.#seal(purpose, body)];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    // Only one way to write it counts: an answered one must not come back in another.
    if (bytes.toString('base64url') !== challenge) return false;
    return endOf(bytes) > this.#clock.now();
  }

  /** Notes that an open one was answered. False: somebody was faster with the same one, or too many have been answered. */
  use(challenge: string): boolean {
    const now = this.#clock.now();
    for (const [used, end] of this.#used) if (end <= now) this.#used.delete(used);
    if (this.#used.has(challenge) || this.#used.size >= MOST_USED) return false;
    this.#used.set(challenge, endOf(Buffer.from(challenge, 'base64url')));
    return true;
  }

  #seal(purpose: string, body: Uint8Array): Buffer {
    // The body comes first: its length is fixed, so no purpose can be taken for a part of it.
    return createHmac('sha256', this.#key).update(body).update(purpose).digest();
  }
}

/** By the clock of this process, in ms. */
function endOf(challenge: Buffer): number {
  return challenge.readDoubleBE(RANDOM_BYTES);
}
