import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  /** PEM files. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate that vouches for itself, made by openssl. `names`: as in subjectAltName, such as DNS:sip.example. */
export function certificate(names: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-certificate-'));
  const made = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=${names}`];
  const period = ['-days', '2'];
  const files = ['-keyout', made.key, '-out', made.certificate];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', ...subject, ...period, ...files],
    {
      stdio: 'pipe',
    },
  );
  return made;
}
