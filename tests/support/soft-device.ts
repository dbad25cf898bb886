import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Place } from '../../src/http/passkeys.ts';

const PRESENT_AND_VERIFIED = 0x05;
const WITH_CREDENTIAL = 0x40;

/** A device with one passkey (WebAuthn level 2, sections 6.1, 6.5 and 8.7): ES256, no attestation, counts nothing. */
export class SoftDevice {
  readonly id = randomBytes(16).toString('base64url');
  readonly #place: Place;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(place: Place) {
    this.#place = place;
  }

  /** Answers a challenge for a new passkey. */
  registers(challenge: string): RegistrationResponseJSON {
    const id = Buffer.from(this.id, 'base64url');
    const credential = [Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#coseKey()];
    const authData = Buffer.concat([this.#authData(PRESENT_AND_VERIFIED | WITH_CREDENTIAL), ...credential]);
    // The map { fmt: 'none', attStmt: {}, authData } in CBOR (RFC 8949).
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      text('fmt'),
      text('none'),
      text('attStmt'),
      Buffer.from([0xa0]),
      text('authData'),
      bytes(authData),
    ]);
    const clientDataJSON = this.#clientData('webauthn.create', challenge).toString('base64url');
    const response = { clientDataJSON, attestationObject: attestationObject.toString('base64url') };
    return { id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} };
  }

  /** Answers a challenge for a log-in. */
  signs(challenge: string): AuthenticationResponseJSON {
    const authenticatorData = this.#authData(PRESENT_AND_VERIFIED);
    const clientData = this.#clientData('webauthn.get', challenge);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), this.#keys.privateKey);
    const response = {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    };
    return { id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} };
  }

  #authData(flags: number): Buffer {
    return Buffer.concat([sha256(Buffer.from(this.#place.host)), Buffer.from([flags, 0, 0, 0, 0])]);
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#place.origin, crossOrigin: false }));
  }

  /** The map { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y } (RFC 9053 section 7.1.1). */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const [head, beforeX, beforeY] = [Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1]), Buffer.from([0x21]), Buffer.from([0x22])];
    return Buffer.concat([head, beforeX, bytes(Buffer.from(x, 'base64url')), beforeY, bytes(Buffer.from(y, 'base64url'))]);
  }
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

function bytes(value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x58, value.length]), value]);
}
