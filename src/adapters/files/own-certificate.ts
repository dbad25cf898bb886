import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { cryptoProvider, PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { dateOf } from '../../call/clock.ts';

export interface SealedBy {
  readonly key: string;
  readonly certificate: string;
}

const DAY_MS = 86_400_000;
/** Longer ones some systems do not trust, even where a person has said yes. */
const VALID_MS = 800 * DAY_MS;
/** Made anew before browsers complain. */
const RENEW_MS = 30 * DAY_MS;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * A certificate that vouches for itself, kept in `folder`, so that browsers that were told to trust it go on doing so. Made anew
 * when it ends. `addresses`: of this machine, at the time when it is made. Rejects when the folder cannot be written.
 */
export async function ownCertificate(folder: string, addresses: readonly string[], now: number): Promise<SealedBy> {
  const files = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
  const kept = await keptIn(files);
  if (kept && new X509Certificate(kept.certificate).validToDate.getTime() - now > RENEW_MS) return kept;
  const made = await make(addresses, now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(files.key, made.key, { mode: 0o600 });
  await writeFile(files.certificate, made.certificate);
  return made;
}

async function keptIn(files: SealedBy): Promise<SealedBy | null> {
  try {
    const [key, certificate] = await Promise.all([readFile(files.key, 'utf8'), readFile(files.certificate, 'utf8')]);
    return { key, certificate };
  } catch {
    return null;
  }
}

async function make(addresses: readonly string[], now: number): Promise<SealedBy> {
  cryptoProvider.set(webcrypto as Crypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const own = hostname().toLowerCase();
  const names = ['localhost', own, `${own}.local`].map((value) => ({ type: 'dns' as const, value }));
  const numbers = ['127.0.0.1', '::1', ...addresses]
    .filter((address) => isIP(address) !== 0)
    .map((value) => ({ type: 'ip' as const, value }));
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex'),
    name: String.raw`CN=Danke\, nein`,
    notBefore: dateOf(now - DAY_MS),
    notAfter: dateOf(now + VALID_MS),
    signingAlgorithm: ALGORITHM,
    keys: keys as CryptoKeyPair,
    extensions: [new SubjectAlternativeNameExtension([...names, ...numbers])],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: PemConverter.encode(pkcs8, 'PRIVATE KEY'), certificate: certificate.toString('pem') };
}
