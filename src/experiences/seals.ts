import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a form may be when it comes back, and how young: faster than this nobody reads and writes. In ms. */
const OLDEST_MS = 24 * 3_600_000;
const YOUNGEST_MS = 3_000;

export type FormAge = 'fits' | 'too_young' | 'too_old' | 'forged';

/** Seals with a key that never leaves this installation: who writes comments, and the forms that they fill in. */
export class Seals {
  readonly #key: Uint8Array;

  /** `key`: at least 32 random bytes. */
  constructor(key: Uint8Array) {
    if (key.length < 32) throw new Error('a key of 32 bytes is needed');
    this.#key = key;
  }

  /** What stands for a person: the same for the same e-mail address, and nothing that leads back to it without the key (RFC 2104). */
  personOf(email: string): string {
    return this.#mac('person', email.trim().toLowerCase());
  }

  /** For a form about `subject` that is shown at wall time `now`, in ms. */
  form(subject: string, now: number): string {
    const at = Math.floor(now).toString(36);
    return `${at}.${this.#mac('form', `${subject} ${at}`)}`;
  }

  /** How old the form is that comes back. */
  ageOf(form: string, subject: string, now: number): FormAge {
    const [at = '', mac = ''] = form.split('.');
    if (!isSame(mac, this.#mac('form', `${subject} ${at}`))) return 'forged';
    const age = now - Number.parseInt(at, 36);
    if (age > OLDEST_MS) return 'too_old';
    return age < YOUNGEST_MS ? 'too_young' : 'fits';
  }

  #mac(purpose: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\n${text}`).digest('base64url');
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
