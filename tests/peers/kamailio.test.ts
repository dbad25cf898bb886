import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { samplesIn } from '../../src/call/audio.ts';
import { Baresip } from '../support/baresip.ts';
import { lacks } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

describe.skipIf(lacks('kamailio', 'sipp'))('a line registered at kamailio', () => {
  let kamailio: ChildProcess;
  let port: number;
  const servers: TestServer[] = [];

  function startKamailio(): ChildProcess {
    const run = mkdtempSync(join(tmpdir(), 'danke-nein-kamailio-'));
    const config = join(import.meta.dirname, 'kamailio.cfg');
    const args = ['-f', config, '-l', `udp:127.0.0.1:${port}`, '-DD', '-E', '-Y', run, '-P', join(run, 'pid')];
    return spawn('kamailio', args, { stdio: 'ignore', detached: true, env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } });
  }
  /** With its children: it is a group of processes. */
  function endKamailio(): void {
    if (kamailio.pid !== undefined && kamailio.exitCode === null) process.kill(-kamailio.pid, 'SIGKILL');
  }
  const line = (password: string) => ({ id: 'home', registrar: '127.0.0.1', port, username: 'home', password, answerAfterSeconds: 1 });
  async function start(password: string): Promise<TestServer> {
    const server = await TestServer.start({ config: { lines: [line(password)] } });
    servers.push(server);
    return server;
  }
  const lineState = async (server: TestServer, state: string, withinMs = 10_000) =>
    until(async () => ((await server.state()).lines[0]?.state === state ? true : null), withinMs);

  beforeAll(async () => {
    port = await freePort();
    kamailio = startKamailio();
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    endKamailio();
  });

  test('answers the digest challenge, is called through the proxy, and ends with a BYE along the route', async () => {
    const server = await start('geheim');
    await lineState(server, 'registered');
    const { code, output } = await sipp('routed-call', { port, service: 'home' });
    expect(code, output).toBe(0);
    expect((await server.closedCalls(1)).at(-1)).toMatchObject({ kind: 'real', lineId: 'home', answered: true, endedBy: 'caller' });
  });

  test.skipIf(lacks('baresip'))('rings a phone through the proxy, with credentials, and stays on the route to the end', async () => {
    const phone = await Baresip.start('610', new Int16Array(samplesIn(30_000)).fill(900), { registrar: { port, password: 'geheim' } });
    await phone.says(/1 binding/u);
    const server = await TestServer.start({
      config: { lines: [{ ...line('geheim'), mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['610'] }] },
    });
    servers.push(server);
    writeFileSync(join(server.dataDir, 'contacts.csv'), 'Probe;040 123456\n');
    await lineState(server, 'registered');
    const calling = sipp('routed-call', { port, service: 'home' });
    await phone.says(/CALL_INCOMING|incoming/iu);
    phone.command('accept');
    const { code, output } = await calling;
    expect(code, output).toBe(0);
    const call = (await server.closedCalls(1)).at(-1);
    expect(call).toMatchObject({ outcome: 'put_through', endedBy: 'caller', contactName: 'Probe' });
    await phone.says(/session closed|CALL_CLOSED|terminated/iu);
    phone.stop();
  });

  test('says that the password is wrong, and does not ask on', async () => {
    const server = await start('falsch');
    await lineState(server, 'refused');
    expect((await server.state()).lines[0]).toMatchObject({ state: 'refused', code: 401 });
    expect(server.output).not.toContain('falsch');
  });

  test('comes back by itself when the registrar was away', async () => {
    endKamailio();
    await once(kamailio, 'exit');
    const server = await start('geheim');
    expect((await server.state()).lines[0]?.state).toBe('registering');
    kamailio = startKamailio();
    await lineState(server, 'registered', 60_000);
  });
});
