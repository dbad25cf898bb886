import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's scrypt figures for interactive logins: N 2^15, r 8, p 3 (32 MiB for about a tenth of a second). */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const KEY_BYTES = 32;

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 200;

/** How passwords become what is kept of them. */
export interface PasswordHashing {
  hash(password: string): Promise<string>;
  /** False also for a hash that is not ours. Takes the same time whether the password is right or wrong. */
  verify(password: string, hash: string): Promise<boolean>;
}

export const scryptHashing: PasswordHashing = { hash: hashPassword, verify: verifyPassword };

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64')}$${key.toString('base64')}`;
}

async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, , , , salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64');
  const given = await derive(password, Buffer.from(salt, 'base64'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
