import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { randomToken } from '../../src/call/ids.ts';
import { treeOf } from '../../bench/machine.ts';
import type { Ended } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function danke(args: readonly string[], environment: Record<string, string> = {}, input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-cli-'));
    const env = { ...process.env, SIP_PORT: '0', HTTP_PORT: '0', DATA_DIR: dataDir, LANG: 'en_GB.UTF-8', LC_ALL: '', ...environment };
    const child = spawn(process.execPath, ['bin/danke-nein.js', ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.end(input);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}

/** Takes a port, and gives it back after the test. */
async function taken(kind: 'udp' | 'tcp'): Promise<string> {
  if (kind === 'udp') {
    const socket = createSocket('udp4');
    socket.bind(0, '0.0.0.0');
    await once(socket, 'listening');
    cleanups.push(() => socket.close());
    return String(socket.address().port);
  }
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const address = server.address();
  return String(typeof address === 'object' && address ? address.port : 0);
}

describe('what cannot start says why in one line, and ends with 1', () => {
  test('a busy SIP port', async () => {
    const port = await taken('udp');
    const { code, output } = await danke(['serve'], { SIP_PORT: port });
    expect([code, output]).toEqual([1, `Port ${port} is in use by another program. End it, or set SIP_PORT to another port.`]);
  });

  test('a busy console port', async () => {
    const port = await taken('tcp');
    const { code, output } = await danke(['serve'], { HTTP_PORT: port });
    expect([code, output]).toEqual([1, `Port ${port} is in use by another program. End it, or set HTTP_PORT to another port.`]);
  });

  test('a data folder that cannot be', async () => {
    const { code, output } = await danke(['serve'], { DATA_DIR: '/dev/null/data' });
    expect(code).toBe(1);
    expect(output).toMatch(/^The data folder \/dev\/null\/data cannot be written \(ENOTDIR\)\. .*$/u);
  });

  test('a broken settings file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'danke-nein-config-')), 'broken.yaml');
    writeFileSync(file, 'lines: [{ id: home }]\n');
    const { code, output } = await danke(['serve'], { DANKE_CONFIG: file });
    expect(code).toBe(1);
    expect(output.split('\n')).toHaveLength(1);
    expect(output).toContain(`${file}: lines.0.`);
  });

  test('a port out of range', async () => {
    expect(await danke(['serve'], { SIP_PORT: '99999' })).toEqual({
      code: 1,
      output: 'SIP_PORT: "99999" is not a port; use a number from 0 to 65535',
    });
  });

  test('an unknown command ends with 2 and shows what there is', async () => {
    const { code, output } = await danke(['dance']);
    expect(code).toBe(2);
    expect(output).toContain('There is no command "dance".');
    expect(output).toContain('doctor');
  });
});

describe('the command line', () => {
  test('doctor finds a good machine good', async () => {
    const { code, output } = await danke(['doctor']);
    expect(output).toContain('Everything is fine.');
    expect(code).toBe(0);
  });

  test('doctor names what is wrong', async () => {
    const { code, output } = await danke(['doctor'], { DATA_DIR: '/dev/null/data' });
    expect(code).toBe(1);
    expect(output).toContain('cannot be written');
  });

  test('password: too short is refused; a good one opens the console to the network', async () => {
    expect(await danke(['password', 'Eva'], {}, 'kurz\n')).toMatchObject({ code: 1 });
    const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-data-'));
    expect(await danke(['password', 'Eva'], { DATA_DIR: dataDir }, 'ein langer Satz\n')).toMatchObject({ code: 0 });
    const server = await TestServer.start({ dataDir });
    cleanups.push(() => server.stop());
    expect(await server.state()).toMatchObject({ passwordSet: true, me: null, household: null });
    const login = await fetch(`${server.url}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Eva', password: 'ein langer Satz' }),
    });
    expect(login.status).toBe(200);
    expect(login.headers.get('Set-Cookie')).toMatch(/HttpOnly; SameSite=Strict/u);
  });
});

describe('the server', () => {
  test('ends on SIGTERM with 0, and leaves nothing behind', async () => {
    const server = await TestServer.start();
    cleanups.push(() => server.stop());
    const tree = treeOf(server.pid);
    expect(tree.every((pid) => existsSync(`/proc/${pid}`))).toBe(true);
    server.kill('SIGTERM');
    expect(await server.ended(20_000)).toBe(0);
    expect(tree.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  });

  test('answers only by its own names, and to its own pages', async () => {
    const server = await TestServer.start();
    cleanups.push(() => server.stop());
    const status = (headers: Record<string, string>, method = 'GET', path = '/api/state'): Promise<number> =>
      new Promise((resolve, reject) => {
        request({ port: server.httpPort, method, path, headers }, (response) => resolve(response.resume().statusCode ?? 0))
          .on('error', reject)
          .end();
      });
    expect(await status({ Host: 'evil.example' })).toBe(421);
    expect(await status({ Host: `localhost:${server.httpPort}` })).toBe(200);
    expect(await status({ Host: 'localhost', Origin: 'http://evil.example' }, 'POST', '/api/try')).toBe(403);
    expect(await status({ Host: 'localhost', 'Sec-Fetch-Site': 'cross-site' }, 'POST', '/api/try')).toBe(403);
    expect(await status({ Host: 'localhost' }, 'POST', '/api/try')).toBe(400);
    expect(await status({ Host: 'localhost' }, 'GET', '/api/calls/nonsense')).toBe(400);
    expect(await status({ Host: 'localhost' }, 'GET', '/api/nowhere')).toBe(404);
    expect(await status({ Host: 'localhost' }, 'GET', '/..%2f..%2fpackage.json')).toBe(200);
    const page = await (await fetch(`${server.url}/..%2f..%2fpackage.json`)).text();
    expect(page).toContain('<!doctype html>');
  });

  test('goes on under a flood of nonsense, and still answers', async () => {
    const server = await TestServer.start();
    cleanups.push(() => server.stop());
    const socket = createSocket('udp4');
    cleanups.push(() => socket.close());
    for (let i = 0; i < 5_000; i++)
      socket.send(i % 2 === 0 ? 'nonsense' : `INVITE sip:a SIP/2.0\r\nVia: ${'x'.repeat(i % 500)}\r\n\r\n`, server.sipPort, '127.0.0.1');
    await until(async () => ((await server.state()).passwordSet ? null : true));
    const answered = until(async () => {
      const id = randomToken();
      const headers = ['From: <sip:a@b>;tag=1', 'To: <sip:a@b>', `Call-ID: ${id}`, 'CSeq: 1 OPTIONS'];
      const lines = ['OPTIONS sip:a@b SIP/2.0', `Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK${id}`, ...headers, '', ''];
      socket.send(lines.join('\r\n'), server.sipPort, '127.0.0.1');
      return (await Promise.race([once(socket, 'message'), new Promise<null>((resolve) => setTimeout(() => resolve(null), 200))]))
        ? true
        : null;
    });
    expect(await answered).toBe(true);
  });
});
