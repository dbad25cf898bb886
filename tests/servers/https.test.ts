import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownCertificate } from '../../src/adapters/files/own-certificate.ts';
import { TestServer, until } from '../support/server.ts';

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly body: string;
}

/** Over TLS, trusting the certificate that the server made for itself, and no other one. */
function sealed(port: number, path: string, options: { method?: string; body?: unknown; ca: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', body, ca } = options;
    const headers = { 'Content-Type': 'application/json', Origin: `https://localhost:${port}` };
    const sent = request(
      { host: '127.0.0.1', servername: 'localhost', port, path, method, ca, headers: { ...headers, Host: `localhost:${port}` } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, cookie: String(response.headers['set-cookie'] ?? ''), body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

describe('the console over HTTPS', () => {
  let server: TestServer;
  let ca: string;
  let port: number;
  beforeAll(async () => {
    server = await TestServer.start({ config: { http: { https: { port: 0 } } } });
    port = Number(/https:\/\/[\d.]+:(\d+)/u.exec(server.output)?.[1]);
    ca = readFileSync(join(server.dataDir, 'tls', 'certificate.pem'), 'utf8');
  });
  afterAll(() => server.stop());

  test('is sealed by a certificate that the server made, whose key nobody else can read', async () => {
    const { status, body } = await sealed(port, '/api/state', { ca });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ household: 'Familie Berger' });
    if (process.platform !== 'win32') expect(statSync(join(server.dataDir, 'tls', 'key.pem')).mode & 0o077).toBe(0);
    expect(existsSync(join(server.dataDir, 'tls', 'key.pem'))).toBe(true);
  });

  test('marks its cookies as for sealed ways only, and over HTTP on this machine it does not', async () => {
    const set = await sealed(port, '/api/users', { method: 'POST', body: { name: 'Eva', password: 'ein langer Satz', role: 'owner' }, ca });
    expect([set.status, /;\s*Secure/u.test(set.cookie), /;\s*HttpOnly/u.test(set.cookie)]).toEqual([200, true, true]);
    const logIn = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.url },
      body: JSON.stringify({ name: 'Eva', password: 'ein langer Satz' }),
    };
    // With the first password the server takes its ports over on all interfaces, and a connection may be closed meanwhile.
    const plain = await until(() => fetch(`${server.url}/api/login`, logIn).catch(() => null));
    expect(plain.status).toBe(200);
    expect(plain.headers.get('set-cookie')).not.toMatch(/;\s*Secure/u);
  });
});

describe('a certificate of our own', () => {
  const day = 86_400_000;
  const now = Temporal.Instant.from('2026-11-26T00:00:00Z').epochMilliseconds;

  test('is kept, names this machine, and is made anew before it ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-tls-'));
    const first = await ownCertificate(folder, ['192.0.2.7', 'nonsense'], now);
    const read = new X509Certificate(first.certificate);
    expect(read.subjectAltName).toContain('DNS:localhost');
    expect(read.subjectAltName).toContain('IP Address:192.0.2.7');
    expect(read.subjectAltName).not.toContain('nonsense');
    expect(read.checkIssued(read)).toBe(true);
    expect(await ownCertificate(folder, ['192.0.2.8'], now + 700 * day)).toEqual(first);
    const next = await ownCertificate(folder, [], now + 780 * day);
    expect(next.certificate).not.toBe(first.certificate);
    expect(new X509Certificate(next.certificate).validToDate.getTime()).toBeGreaterThan(now + 1_500 * day);
  });
});
