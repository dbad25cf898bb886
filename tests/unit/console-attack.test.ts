import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { User } from '../../src/household/users.ts';
import type { HttpTools } from '../../src/http/routing.ts';
import { ConsoleServer } from '../../src/http/server.ts';
import { openConsole, type ConsoleApp } from '../support/console-app.ts';

const EVA = 'ein langer Satz';

let clock: VirtualClock;
let tools: ConsoleApp;
let server: ConsoleServer;
const sockets: { destroy(): unknown }[] = [];

async function serve(changed: Partial<HttpTools> = {}): Promise<void> {
  tools = await openConsole({ clock, tools: changed });
  const { app, faults } = tools;
  server = new ConsoleServer(app, { port: 0, clock, seal: null, faults, isTrustedProxy: changed.isTrustedProxy ?? (() => false) });
  await server.start(false);
}

beforeEach(async () => {
  clock = new VirtualClock();
  await serve();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.stop();
  // Whatever was open has been forgotten.
  await expect.poll(() => tools.openRequests.size).toBe(0);
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asking extends Pick<RequestOptions, 'headers' | 'method' | 'localAddress'> {
  readonly body?: string;
}

/** The head of the answer, while its body still comes. */
async function begin(path: string, { body, ...options }: Asking = {}): Promise<IncomingMessage> {
  const sent = request({ host: '127.0.0.1', port: server.port, path, agent: false, ...options });
  sockets.push(sent);
  sent.on('error', () => {});
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.on('error', () => {});
  return answer;
}

async function ask(path: string, options: Asking = {}): Promise<Answer> {
  const answer = await begin(path, options);
  let body = '';
  for await (const piece of answer.setEncoding('utf8')) body += String(piece);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body };
}

const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): Asking => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const cookie = (session: string) => ({ Cookie: `danke_session=${session}` });

/** An open event stream: what it has told, and when it ended. */
async function stream(headers: Readonly<Record<string, string>>, localAddress = '127.0.0.1') {
  const answer = await begin('/api/live', { headers, localAddress });
  let told = '';
  answer.setEncoding('utf8').on('data', (text: string) => (told += text));
  const ended = new Promise<void>((resolve) => answer.once('close', resolve));
  return { status: answer.statusCode, told: () => told, ended, answer };
}

/** It has been told that `name` is on the line. */
async function hears(one: Awaited<ReturnType<typeof stream>>, callId: string): Promise<void> {
  tools.live[0].tell({ type: 'gone', callId });
  await expect.poll(one.told).toContain(callId);
}

async function people(): Promise<{ eva: string; opa: string; owner: User }> {
  const eva = await tools.access.addFirstUser('Eva', EVA);
  const owner = (await tools.access.visitorOf(eva))?.user ?? expect.unreachable();
  await tools.access.addUser('home', owner, 'Opa', EVA, 'member');
  const { session: opa } = await tools.access.logIn('Opa', EVA, { source: 'x' });
  return { eva, opa, owner };
}

describe('event streams end with what let them in', () => {
  test('by logging out, here or everywhere, and others go on', async () => {
    const { eva, opa } = await people();
    const [evas, opas] = [await stream(cookie(eva)), await stream(cookie(opa))];
    await hears(evas, 'first-call');
    expect((await ask('/api/logout', { method: 'POST', headers: cookie(eva) })).status).toBe(200);
    await evas.ended;
    // A whole end: browsers complain of half an answer.
    expect(evas.answer.complete).toBe(true);
    tools.live[0].tell({ type: 'gone', callId: 'second-call' });
    await hears(opas, 'third-call');
    expect(evas.told()).not.toContain('second-call');
    expect((await ask('/api/logout/everywhere', { method: 'POST', headers: cookie(opa) })).status).toBe(200);
    await opas.ended;
    expect((await ask('/api/live', { headers: cookie(opa) })).status).toBe(401);
  });

  test('by a new password, that of this browser too', async () => {
    const { eva } = await people();
    const evas = await stream(cookie(eva));
    const wrong = await ask('/api/password', json({ before: 'falsch', password: 'ein anderer langer Satz' }, cookie(eva)));
    expect([wrong.status, wrong.body]).toEqual([403, '{"error":"old_password_wrong"}']);
    await hears(evas, 'still-there');
    const changed = await ask('/api/password', json({ before: EVA, password: 'ein anderer langer Satz' }, cookie(eva)));
    expect(changed.status).toBe(200);
    await evas.ended;
    const [session = ''] = changed.headers['set-cookie'] ?? [];
    await hears(await stream({ Cookie: session.split(';')[0] ?? '' }), 'later-call');
  });

  test('when their person is removed, or their program’s key', async () => {
    const { eva, opa, owner } = await people();
    const { id, token } = await tools.access.addToken('home', owner, 'x', 'member', 30);
    const [opas, programs] = [await stream(cookie(opa)), await stream({ Authorization: `Bearer ${token}` })];
    await hears(programs, 'first-call');
    const users = JSON.parse((await ask('/api/users', { headers: cookie(eva) })).body) as { id: string; name: string }[];
    const opasId = users.find(({ name }) => name === 'Opa')?.id;
    expect((await ask(`/api/users/${opasId}`, { method: 'DELETE', headers: cookie(eva) })).status).toBe(200);
    await opas.ended;
    await hears(programs, 'second-call');
    expect((await ask(`/api/tokens/${id}`, { method: 'DELETE', headers: cookie(eva) })).status).toBe(200);
    await programs.ended;
  });

  test('with the first password, for everybody who was there without one', async () => {
    const local = await stream({});
    await hears(local, 'first-call');
    expect((await ask('/api/users', json({ name: 'Eva', password: EVA, role: 'owner' }))).status).toBe(200);
    await local.ended;
  });

  test('when another process changed the password: at the next look', async () => {
    const { eva, owner } = await people();
    const evas = await stream(cookie(eva));
    await hears(evas, 'first-call');
    await tools.users.setPassword('home', owner.id, 'plain:von der Befehlszeile');
    await tools.access.refresh();
    await evas.ended;
  });
});

describe('event streams are bounded', () => {
  test('six of a person, twenty of a source; one that ends makes room', async () => {
    const { eva, opa, owner } = await people();
    const evas = [];
    for (let n = 0; n < 6; n++) evas.push(await stream(cookie(eva)));
    expect((await ask('/api/live', { headers: cookie(eva) })).body).toBe('{"error":"too_many_streams"}');
    evas[0]?.answer.destroy();
    await expect.poll(async () => (await stream(cookie(eva))).status).toBe(200);
    for (let n = 0; n < 6; n++) expect((await stream(cookie(opa))).status).toBe(200);
    for (let n = 12; n < 20; n++) {
      const { token } = await tools.access.addToken('home', owner, 'x', 'member', 30);
      expect((await stream({ Authorization: `Bearer ${token}` })).status).toBe(200);
    }
    const { token } = await tools.access.addToken('home', owner, 'x', 'member', 30);
    expect((await ask('/api/live', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(429);
    expect((await stream({ Authorization: `Bearer ${token}` }, '127.0.0.2')).status).toBe(200);
  });

  /** A browser that asks for events and reads none of them. */
  async function deaf(): Promise<{ socket: Socket; closed: Promise<unknown> }> {
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.pause();
    socket.write('GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await expect.poll(() => tools.openRequests.size).toBe(1);
    return { socket, closed: once(socket, 'close') };
  }
  const LARGE = 'x'.repeat(100_000);
  /** More than what lies between two sockets of this machine. */
  const MORE_THAN_FITS = 200;

  test('one that reads nothing is ended after half a minute', async () => {
    await deaf();
    for (let n = 0; n < MORE_THAN_FITS; n++) tools.live[0].tell({ type: 'gone', callId: LARGE });
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(29_000);
    expect(tools.openRequests.size).toBe(1);
    await clock.advance(2_000);
    await expect.poll(() => tools.openRequests.size).toBe(0);
  });

  test('and at once when more than a thousand events wait for it', async () => {
    await deaf();
    for (let n = 0; n < MORE_THAN_FITS; n++) tools.live[0].tell({ type: 'gone', callId: LARGE });
    for (let n = 0; n < 900; n++) tools.live[0].tell({ type: 'gone', callId: 'x' });
    await expect.poll(() => tools.openRequests.size).toBe(0);
  });
});

describe('without a password', () => {
  const PROXIED = [
    { 'X-Forwarded-For': '198.51.100.1' },
    { 'X-Forwarded-Host': 'danke.example.org' },
    { 'X-Forwarded-Proto': 'https' },
    { Forwarded: 'for=198.51.100.1' },
    { Via: '1.1 caddy' },
    { 'X-Real-IP': '198.51.100.1' },
    { 'CF-Connecting-IP': '198.51.100.1' },
    { 'Tailscale-User-Login': 'a@example.org' },
    { Host: 'danke.example.org' },
    { Host: '192.0.2.1:8080' },
    { Host: 'localhost.example.org' },
    { Host: 'localhost:80:80' },
  ];
  test.each(PROXIED)('what came through a proxy, or by another name, is refused: %o', async (header) => {
    for (const [path, method] of [
      ['/api/state', 'GET'],
      ['/api/users', 'POST'],
      ['/', 'GET'],
    ] as const) {
      const { status } = await ask(path, { method, headers: { Host: `localhost:${server.port}`, ...header } });
      expect([400, 403, 421]).toContain(status);
    }
    expect(tools.access.passwordSet).toBe(false);
    expect(tools.asked).toEqual([]);
  });

  test('who is refused is told what to do, in their language; a program by a code', async () => {
    const at = (lang: string) => ask('/', { headers: { Via: '1.1 x', 'Accept-Language': lang } });
    const german = await at('fr, de-DE;q=0.8, en;q=0.5');
    expect([german.status, german.headers['content-type']]).toEqual([403, 'text/html; charset=UTF-8']);
    expect(german.body).toContain('<html lang="de">');
    expect(german.body).toContain('Zuerst ein Passwort, bitte');
    expect(german.body).toContain('http://localhost:8080');
    expect((await at('en-GB, de;q=0.1')).body).toContain('A password first, please');
    expect((await ask('/api/calls', { headers: { Via: '1.1 x' } })).body).toBe('{"error":"set_password_first"}');
  });

  test('nginx, which adds nothing and asks with HTTP/1.0, is refused; a browser of this machine is not', async () => {
    const raw = async (text: string): Promise<string> => {
      const socket = connect(server.port, '127.0.0.1');
      sockets.push(socket);
      socket.write(text);
      const [answer] = (await once(socket.setEncoding('utf8'), 'data')) as [string];
      return answer.split('\r\n')[0] ?? '';
    };
    expect(await raw('GET /api/state HTTP/1.0\r\nHost: 127.0.0.1:8080\r\n\r\n')).toContain('403');
    expect(await raw('GET /api/state HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n')).toContain('200');
    for (const host of ['localhost', '127.0.0.1:8080', '[::1]:8080', 'LOCALHOST'])
      expect((await ask('/api/state', { headers: { Host: host } })).status, host).toBe(200);
  });

  test('a password that the command line has set just now opens the way at once', async () => {
    await tools.users.addUser('home', { id: 'a', name: 'Eva', role: 'owner', passwordHash: 'x' }, 1);
    expect((await ask('/api/calls', { headers: { Via: '1.1 x' } })).body).toBe('{"error":"not_logged_in"}');
  });

  test('no key and no passkey can be made: it would go on opening the console', async () => {
    for (const [path, body] of [
      ['/api/tokens', { name: 'x', role: 'owner' }],
      ['/api/passkeys', { name: 'x' }],
      ['/api/password', { before: '', password: EVA }],
    ] as const)
      expect([path, (await ask(path, json(body))).body]).toEqual([path, '{"error":"set_password_first"}']);
  });

  test('two who set the first one at once: one is the owner, and the other is asked to log in', async () => {
    const both = await Promise.all(['Eva', 'Mallory'].map((name) => ask('/api/users', json({ name, password: EVA, role: 'owner' }))));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(await tools.access.users('home')).toHaveLength(1);
  });
});

describe('behind a proxy', () => {
  const wrong = (forwardedFor: string, localAddress = '127.0.0.1'): Promise<Answer> =>
    ask('/api/login', {
      ...json({ name: `x${Math.floor(clock.now())}`, password: 'x' }, { 'X-Forwarded-For': forwardedFor }),
      localAddress,
    });

  test('that is trusted everybody has tries of their own, by the address that it adds', async () => {
    await server.stop();
    await serve({ isTrustedProxy: (address) => address === '127.0.0.1' });
    await people();
    for (let n = 0; n < 5; n++) expect((await wrong(`203.0.113.${n}, 198.51.100.1`)).status).toBe(401);
    expect((await wrong('203.0.113.9, 198.51.100.1')).status).toBe(429);
    expect((await wrong('203.0.113.9, 198.51.100.2')).status).toBe(401);
  });

  test('that is not trusted nobody gets around the limit by what they write', async () => {
    await people();
    for (let n = 0; n < 5; n++) expect((await wrong(`198.51.100.${n}`)).status).toBe(401);
    expect((await wrong('198.51.100.77')).status).toBe(429);
    expect((await wrong('198.51.100.77', '127.0.0.3')).status).toBe(401);
  });

  test('a browser that has logged in before gets in although somebody else guesses through the same proxy', async () => {
    await people();
    const logIn = (headers = {}) => ask('/api/login', json({ name: 'Eva', password: EVA }, headers));
    const cookies = ((await logIn()).headers['set-cookie'] ?? []).map((one) => one.split(';')[0]);
    for (let n = 0; n < 6; n++) await ask('/api/login', json({ name: 'Eva', password: 'falsch' }));
    expect((await logIn()).status).toBe(429);
    expect((await logIn({ Cookie: cookies.join('; ') })).status).toBe(200);
  });

  test('cookies are sealed, with the prefix that nobody else can set, only where a trusted proxy speaks HTTPS', async () => {
    await people();
    const logIn = () => ask('/api/login', json({ name: 'Eva', password: EVA }, { 'X-Forwarded-Proto': 'https' }));
    expect((await logIn()).headers['set-cookie']?.[0]).toMatch(/^danke_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/u);
    await server.stop();
    await serve({ isTrustedProxy: () => true });
    await people();
    const [sealed = ''] = (await logIn()).headers['set-cookie'] ?? [];
    expect(sealed).toMatch(/^__Host-danke_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/u);
    const value = sealed.split(';')[0]?.split('=')[1] ?? '';
    const calls = (headers: Readonly<Record<string, string>>) => ask('/api/users', { headers });
    expect((await calls({ Cookie: `__Host-danke_session=${value}`, 'X-Forwarded-Proto': 'https' })).status).toBe(200);
    // One from before is good still; over a way in the clear the prefix means nothing.
    expect((await calls({ Cookie: `danke_session=${value}`, 'X-Forwarded-Proto': 'https' })).status).toBe(200);
    expect((await calls({ Cookie: `__Host-danke_session=${value}` })).status).toBe(401);
  });
});

describe('floods', () => {
  test('a source that opens as many connections as it can shuts nobody else out', async () => {
    let closed = 0;
    for (let n = 0; n < 250; n++) {
      const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.9' });
      socket.on('error', () => {}).on('close', () => closed++);
      sockets.push(socket);
    }
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(210);
    expect((await ask('/api/state')).status).toBe(200);
    for (const socket of sockets.splice(0)) socket.destroy();
    await expect.poll(async () => (await ask('/api/state', { localAddress: '127.0.0.9' }).catch(() => null))?.status).toBe(200);
  });

  test('of one source 32 requests are answered at a time, whatever connection they come by; of others more', async () => {
    await server.stop();
    const gate = Promise.withResolvers<never>();
    await serve({ settings: { page: () => gate.promise } as unknown as HttpTools['settings'] });
    const socket = connect(server.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write('GET /api/settings HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(32));
    await expect.poll(() => tools.openRequests.size).toBe(32);
    const refused = await ask('/api/state');
    expect([refused.status, refused.body, refused.headers['retry-after']]).toEqual([503, '{"error":"busy"}', '5']);
    expect((await ask('/api/state', { localAddress: '127.0.0.2' })).status).toBe(200);
    socket.destroy();
    await expect.poll(async () => (await ask('/api/state')).status).toBe(200);
  });

  test('of a stranger no large body is read', async () => {
    await people();
    const large = { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: 'x'.repeat(70_000) };
    for (const path of ['/api/pictures', '/api/callers/import', '/api/practice/hear?lang=de'])
      expect([path, (await ask(path, large)).status]).toEqual([path, 400]);
    expect((await ask('/api/packs/import?name=x', large)).status).toBe(400);
  });
});

describe('faults and headers', () => {
  test('what is thrown while a request is answered ends that request alone', async () => {
    await server.stop();
    tools.app.fetch = () => {
      throw new TypeError('what somebody sent');
    };
    server = new ConsoleServer(tools.app, { port: 0, clock, seal: null, faults: tools.faults, isTrustedProxy: () => false });
    await server.start(false);
    for (let n = 0; n < 2; n++) expect((await ask('/')).status).toBe(500);
  });

  test('a fault in an event stream ends that stream', async () => {
    const [first, second] = [await stream({}), await stream({})];
    await hears(second, 'first-call');
    const unsayable = {
      type: 'gone',
      callId: 'x',
      toJSON: () => {
        throw new TypeError('what somebody said');
      },
    } as const;
    tools.live[0].tell(unsayable);
    await Promise.all([first.ended, second.ended]);
    expect(tools.faults.counts).toEqual({ http: 2 });
    expect(JSON.stringify(tools.seen)).not.toContain('somebody');
    expect(first.told()).not.toContain('somebody');
    expect((await ask('/api/state')).status).toBe(200);
  });

  test('every answer says what a page of ours may do', async () => {
    for (const headers of [{}, { Host: 'example.org' }, { Via: 'x' }]) {
      const answer = await ask('/api/state', { headers });
      expect(answer.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      const allowed = String(answer.headers['permissions-policy']);
      expect(allowed).toContain('microphone=(self)');
      expect(allowed).toContain('camera=()');
      expect(answer.headers['strict-transport-security']).toBeUndefined();
    }
  });

  test('browsers are told to stay with HTTPS only where they trust our certificate', async () => {
    const over = async (hasOwnCertificate: boolean, proto: string): Promise<string | undefined> => {
      await server.stop();
      await serve({ hasOwnCertificate, isTrustedProxy: () => true });
      await people();
      return (await ask('/api/state', { headers: { 'X-Forwarded-Proto': proto } })).headers['strict-transport-security'];
    };
    expect(await over(true, 'https')).toBe('max-age=31536000');
    expect(await over(true, 'http')).toBeUndefined();
    expect(await over(false, 'https')).toBeUndefined();
  });
});
