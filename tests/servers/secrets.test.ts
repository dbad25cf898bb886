import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from '../support/server.ts';

/** Each is unmistakable, and was given to the server in another way. */
const SECRETS = {
  linePassword: 'qx1-line-password',
  insideCode: '739158264',
  modelKey: 'qx2-model-key',
  hearingKey: 'qx3-hearing-key',
  speakingKey: 'qx4-speaking-key',
  calendarToken: 'qx5-calendar-token',
  consolePassword: 'qx6-console-password',
  memberPassword: 'qx7-member-password',
  changedModelKey: 'qx8-changed-model-key',
  changedHearingKey: 'qx9-changed-hearing-key',
} as const;

interface Description {
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: Readonly<Record<string, { readonly content?: object }>> } }>
  >;
}

/** Those of the secrets that stand in a text, also where it was encoded for an address or in base64. */
function foundIn(text: string, secrets: readonly string[]): string[] {
  const encoded = (secret: string): string[] => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)];
  return secrets.filter((secret) => encoded(secret).some((one) => text.includes(one)));
}

describe('secrets', () => {
  let server: TestServer;
  let cookie = '';
  const secrets: string[] = Object.values(SECRETS);
  const calendar = createServer((_, response) => response.end('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n'));

  const ask = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${server.url}/api${path}`, {
      method,
      // The first password closes the connections of whoever was let in without one; each request here has its own.
      headers: { Origin: server.url, Cookie: cookie, Connection: 'close', ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });

  beforeAll(async () => {
    await once(calendar.listen(0, '127.0.0.1'), 'listening');
    const { port } = calendar.address() as AddressInfo;
    const service = (apiKey: string) => ({ url: `http://127.0.0.1:${port}/v1`, model: 'm', apiKey });
    server = await TestServer.start({
      config: {
        lines: [
          {
            id: 'home',
            registrar: '127.0.0.1',
            port,
            username: 'attendant',
            password: SECRETS.linePassword,
            quiet: { calendar: `http://127.0.0.1:${port}/private.ics?token=${SECRETS.calendarToken}` },
            inside: { code: SECRETS.insideCode },
          },
        ],
        languageModel: service(SECRETS.modelKey),
        speechToText: service(SECRETS.hearingKey),
        textToSpeech: { ...service(SECRETS.speakingKey), voice: { de: 'a', en: 'b' } },
      },
    });
    const added = await ask('POST', '/users', { name: 'Eva', password: SECRETS.consolePassword });
    expect(added.status).toBe(200);
    cookie = (added.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    secrets.push(cookie.split('=')[1] ?? '');
    expect((await ask('POST', '/users', { name: 'Jonas', password: SECRETS.memberPassword })).status).toBe(200);
    const token = (await (await ask('POST', '/tokens', { name: 'a program', role: 'member', days: 30 })).json()) as { token?: string };
    expect(token.token).toMatch(/.{16}/u);
    secrets.push(token.token ?? '');
    const service2 = (apiKey: string) => ({ url: `http://127.0.0.1:${port}/v1`, model: 'm', apiKey });
    const changed = await ask('PUT', '/settings/services', {
      languageModel: service2(SECRETS.changedModelKey),
      speechToText: service2(SECRETS.changedHearingKey),
      textToSpeech: null,
    });
    expect([changed.status, changed.status === 200 ? '' : await changed.text()]).toEqual([200, '']);
  });
  afterAll(async () => {
    calendar.close();
    await server?.stop();
  });

  test('stand in no answer to a GET, in no header and in no line of the log', async () => {
    const description = await server
      .get<Description>('/openapi.json')
      .catch(async () => (await (await ask('GET', '/openapi.json')).json()) as Description);
    const query: Readonly<Record<string, string>> = { '/api/today': '?from=0', '/api/practice': '?lang=de', '/api/word-lists': '?lang=de' };
    const paths = Object.keys(description.paths).filter((path) => {
      const content = description.paths[path]?.get?.responses['200']?.content;
      return content !== undefined && !path.includes('{') && !('text/event-stream' in content);
    });
    expect(paths.length).toBeGreaterThan(18);
    for (const path of paths) {
      const response = await ask('GET', path.replace('/api', '') + (query[path] ?? ''));
      const headers = JSON.stringify([...response.headers]);
      const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
      expect([path, foundIn(body + headers, secrets)]).toEqual([path, []]);
    }
    expect(foundIn(server.output, secrets)).toEqual([]);
  });

  test('are found where one does stand, so that the check can fail', async () => {
    const settings = await (await ask('GET', '/settings')).text();
    expect(foundIn(settings, ['attendant'])).toEqual(['attendant']);
    expect(foundIn(`x${Buffer.from(SECRETS.modelKey).toString('base64')}`, secrets)).toEqual([SECRETS.modelKey]);
  });

  test('are said to be there, never what they are, in the event stream of the console too', async () => {
    const aborting = new AbortController();
    const response = await fetch(`${server.url}/api/live`, { headers: { Cookie: cookie }, signal: aborting.signal });
    const reader = response.body?.getReader();
    const first = Buffer.from((await reader?.read())?.value ?? new Uint8Array()).toString('utf8');
    aborting.abort();
    expect(first).toContain('data:');
    expect(foundIn(first, secrets)).toEqual([]);
  });
});
