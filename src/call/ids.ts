import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** A UUIDv7 (RFC 9562 section 5.7): sorts by the time of its making, so journal pages are in order of time. */
export function uuidv7(clock: Pick<Clock, 'wallTime'>): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.floor(clock.wallTime()), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return dashed(bytes);
}

/** A UUIDv8 (RFC 9562 section 5.8) that is always the same for the same name. */
export function uuidFrom(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return dashed(bytes);
}

function dashed(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Unguessable lower-case hex, `bytes` random bytes long: tags, branches, tokens. */
export function randomToken(bytes = 8): string {
  return randomBytes(bytes).toString('hex');
}
