import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SECRET_FIELDS } from '../../household/setting-changes.ts';

/** AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits for each secret, and a tag of 128. */
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';

/** How a sealed secret stands in a setting's JSON; a plain one, as earlier versions kept it, is a string. */
interface Sealed {
  readonly sealed: string;
}

/** Seals the secrets in settings with a key that lies beside the database and is in no copy of it. */
export class SecretSeal {
  readonly #key: Uint8Array;

  /** `key`: 32 random bytes; what seals is derived from it for this purpose alone (HKDF, RFC 5869). */
  constructor(key: Uint8Array) {
    this.#key = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), 'danke-nein secrets in settings, version 1', 32));
  }

  /** A section's value with every secret sealed; what is sealed already stays as it is. */
  seal(householdId: string, section: string, value: unknown): unknown {
    return mapSecrets(value, '', (field, secret) =>
      typeof secret === 'string' ? this.#seal([householdId, section, field], secret) : secret,
    );
  }

  /** A section's value as it was; a secret that cannot be opened is left out, as if it had never been given. */
  open(householdId: string, section: string, value: unknown): unknown {
    return mapSecrets(value, '', (field, secret) => (isSealed(secret) ? this.#open([householdId, section, field], secret.sealed) : secret));
  }

  /** `place` is authenticated with it: a sealed secret that is moved elsewhere does not open. */
  #seal(place: readonly string[], secret: string): Sealed {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(JSON.stringify(place)));
    const bytes = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { sealed: VERSION + bytes.toString('base64url') };
  }

  #open(place: readonly string[], sealed: string): string | undefined {
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
    if (!sealed.startsWith(VERSION) || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const tagAt = bytes.length - TAG_BYTES;
    const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(JSON.stringify(place))).setAuthTag(bytes.subarray(tagAt));
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }
}

/** A value without its secrets, sealed or not. */
export function withoutSecrets(value: unknown): unknown {
  return mapSecrets(value, '', () => undefined);
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string';
}

/** Hands every secret and the way to it to `change`; what that makes undefined is left out. */
function mapSecrets(value: unknown, path: string, change: (field: string, secret: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each, index) => mapSecrets(each, `${path}${index}.`, change));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    SECRET_FIELDS.has(name) ? change(path + name, inner) : mapSecrets(inner, `${path}${name}.`, change),
  ]);
  return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined));
}
