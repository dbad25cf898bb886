import { createConnection } from 'node:net';
import { seededRandom } from '../../../src/call/random.ts';
import { mutate } from '../fuzz.ts';
import { HOSTILE_SIP } from './hostile-sip.ts';
import { socketAt } from './plain-call.ts';
import { offer, readAnswer, sipRequest } from './sip-messages.ts';
import { attackerAt, paced, wait, type Done, type Target } from './target.ts';

const SOURCES = 8;
const socketsOf = (count: number) => Promise.all(Array.from({ length: count }, (_, nth) => socketAt(attackerAt(nth))));

/** The hostile corpus as it is and a little changed, over UDP and TCP. */
export async function hostileMessages({ sipPort, forMs }: Target): Promise<Done> {
  const random = seededRandom(18);
  const sockets = await socketsOf(4);
  let connections = 0;
  const sent = await paced(150, forMs, (nth) => {
    const written = Buffer.from(HOSTILE_SIP[nth % HOSTILE_SIP.length] ?? '', 'latin1');
    // The first round goes out as it is written.
    const bytes = nth < HOSTILE_SIP.length ? written : mutate(written, random);
    sockets[nth % sockets.length]?.send(bytes, sipPort, '127.0.0.1');
    if (nth % 10 !== 0) return;
    connections++;
    const connection = createConnection({ port: sipPort, host: '127.0.0.1', localAddress: attackerAt(nth % 4) });
    connection.on('error', () => {}).on('data', () => {});
    connection.end(bytes);
    connection.setTimeout(3_000, () => connection.destroy());
  });
  await wait(200);
  for (const socket of sockets) socket.close();
  return { sent, connections };
}

/** As `sipvicious` looks for servers: one source, as fast as it can. */
export async function optionsScanner({ sipPort, forMs }: Target): Promise<Done> {
  const socket = await socketAt(attackerAt(0));
  let answered = 0;
  socket.on('message', () => answered++);
  const source = { address: attackerAt(0), port: socket.address().port };
  const sent = await paced(5_000, forMs, (nth) =>
    socket.send(sipRequest({ method: 'OPTIONS', source, port: sipPort, callId: `scan-${nth}`, user: String(nth) }), sipPort, '127.0.0.1'),
  );
  socket.close();
  return { sent, answered };
}

export async function registerFlood({ sipPort, forMs }: Target): Promise<Done> {
  const sockets = await socketsOf(SOURCES);
  let answered = 0;
  for (const socket of sockets) socket.on('message', () => answered++);
  const sent = await paced(2_000, forMs, (nth) => {
    const socket = sockets[nth % SOURCES];
    if (!socket) return;
    const source = { address: attackerAt(nth % SOURCES), port: socket.address().port };
    const headers = ['Expires: 3600', 'Authorization: Digest username="a", realm="b", nonce="c", uri="sip:d", response="e"'];
    socket.send(sipRequest({ method: 'REGISTER', source, port: sipPort, callId: `register-${nth}`, headers }), sipPort, '127.0.0.1');
  });
  for (const socket of sockets) socket.close();
  return { sent, answered };
}

/** What a caller of a flood does after its INVITE. */
type Then = 'nothing' | 'confirm' | 'cancel';

async function inviteFlood({ sipPort, forMs }: Target, perSecond: number, then: Then): Promise<Done> {
  const sockets = await socketsOf(SOURCES);
  const counts = { sent: 0, answered: 0, refused: 0 };
  const leave: (() => void)[] = [];
  sockets.forEach((socket, nth) => {
    const source = { address: attackerAt(nth), port: socket.address().port };
    const seen = new Set<string>();
    socket.on('message', (bytes) => {
      const answer = readAnswer(bytes.toString('latin1'));
      if (answer?.method !== 'INVITE' || answer.status < 200) return;
      const { callId, toTag } = answer;
      const send = (method: string, cseq: number, branch?: string): void =>
        socket.send(
          sipRequest({ method, source, port: sipPort, callId, cseq, toTag, ...(branch !== undefined && { branch }) }),
          sipPort,
          '127.0.0.1',
        );
      const accepted = answer.status < 300;
      if (!seen.has(callId)) counts[accepted ? 'answered' : 'refused']++;
      // A refusal's ACK belongs to the INVITE's transaction (RFC 3261 section 17.1.1.3).
      if (!accepted) send('ACK', 1, `z9hG4bK-${callId}`);
      else if (then === 'confirm') {
        send('ACK', 1);
        if (!seen.has(callId)) leave.push(() => send('BYE', 2));
      }
      seen.add(callId);
    });
  });
  counts.sent = await paced(perSecond, forMs, (nth) => {
    const socket = sockets[nth % SOURCES];
    if (!socket) return;
    const source = { address: attackerAt(nth % SOURCES), port: socket.address().port };
    const callId = `flood-${then}-${nth}-${source.port}`;
    const branch = `z9hG4bK-${callId}`;
    const parts = { source, port: sipPort, callId, branch };
    // Every other one without an offer: the answer then has to make one (RFC 3264 section 4).
    const body = Math.floor(nth / SOURCES) % 2 === 0 ? offer(source.address, 9) : '';
    socket.send(sipRequest({ ...parts, method: 'INVITE', body }), sipPort, '127.0.0.1');
    if (then === 'cancel') socket.send(sipRequest({ ...parts, method: 'CANCEL' }), sipPort, '127.0.0.1');
  });
  for (const hangUp of leave) hangUp();
  await wait(300);
  for (const socket of sockets) socket.close();
  return counts;
}

export const invitesNeverConfirmed = (target: Target): Promise<Done> => inviteFlood(target, 1_500, 'nothing');
export const invitesConfirmed = (target: Target): Promise<Done> => inviteFlood(target, 200, 'confirm');
export const invitesCancelled = (target: Target): Promise<Done> => inviteFlood(target, 200, 'cancel');
