import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { weriftPeer } from '../../src/adapters/werift/web-peer.ts';
import { systemClock, type Clock } from '../../src/call/clock.ts';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { WebPeer } from '../../src/telephony/web-peer.ts';
import { until } from '../support/server.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** The far end of such a connection, as a browser is one; Chromium itself is in `tests/e2e/phone.test.ts`. */
async function browserWithPeer(clock: Clock = systemClock): Promise<{ browser: RTCPeerConnection; peer: WebPeer; gone: string[] }> {
  const pcma = new RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8000, channels: 1, payloadType: 8 });
  const browser = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [pcma], video: [] },
  });
  browser.addTransceiver('audio', { direction: 'sendrecv' });
  await browser.setLocalDescription(await browser.createOffer());
  const peer = await weriftPeer(browser.localDescription?.sdp ?? '', clock);
  const gone: string[] = [];
  peer.onGone((how) => gone.push(how));
  open.push(browser, peer);
  return { browser, peer, gone };
}

/** Speaks 50 packets a second until it is told to stop. */
function speaks(browser: RTCPeerConnection): () => void {
  let sequence = 1;
  const timer = setInterval(() => {
    const packet = Buffer.alloc(172);
    packet.set([0x80, 8], 0);
    packet.writeUInt16BE(sequence++ & 0xffff, 2);
    packet.writeUInt32BE(160 * sequence, 4);
    browser
      .getTransceivers()[0]
      ?.sender.sendRtp(packet)
      .catch(() => {});
  }, 20);
  return () => clearInterval(timer);
}

/** The first byte of such a packet (RFC 7983). */
const DTLS_HANDSHAKE = 22;

/** A Binding request of the controlling side with USE-CANDIDATE (RFC 8445 section 7.1). */
function nominatingCheck(username: string): Buffer {
  const attribute = (type: number, value: Uint8Array): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
  };
  const attributes = Buffer.concat([
    attribute(0x0006, Buffer.from(username)),
    attribute(0x0024, Buffer.from([110, 126, 0, 255])),
    attribute(0x802a, randomBytes(8)),
    attribute(0x0025, Buffer.alloc(0)),
  ]);
  const head = Buffer.from([0, 1, 0, attributes.length, 0x21, 0x12, 0xa4, 0x42]);
  return Buffer.concat([head, randomBytes(12), attributes]);
}

const answer = (browser: RTCPeerConnection, peer: WebPeer) => browser.setRemoteDescription({ type: 'answer', sdp: peer.answer });

describe('the far end of a browser', () => {
  test('connects also where the answer takes its time, and passes packets both ways', async () => {
    const { browser, peer } = await browserWithPeer();
    await sleep(1_500);
    await answer(browser, peer);
    await peer.connected;
    const [came, heard]: [Uint8Array[], number[]] = [[], []];
    peer.onRtp((packet) => came.push(packet));
    browser.getTransceivers()[0]?.receiver.track.onReceiveRtp.subscribe(({ payload }) => heard.push(payload.length));
    const stop = speaks(browser);
    const packet = Buffer.alloc(172);
    packet.set([0x80, 8], 0);
    for (let sequence = 1; sequence < 20; sequence++) {
      packet.writeUInt16BE(sequence, 2);
      peer.send(packet);
      await sleep(20);
    }
    stop();
    expect(came.length).toBeGreaterThan(10);
    expect(came[0]).toHaveLength(172);
    expect(heard.length).toBeGreaterThan(10);
    expect(heard[0]).toBe(160);
  });

  test('asks nobody by an address that only stands in the offer, and its answer names no other server', async () => {
    const { peer } = await browserWithPeer();
    expect(peer.answer).toContain('a=ice-lite');
    const addresses = [...peer.answer.matchAll(/^a=candidate:\S+ \d \w+ \d+ (\S+) \d+ typ (\w+)/gmu)].map(([, , type]) => type);
    expect(new Set(addresses)).toEqual(new Set(['host']));
  });

  test('whatever strangers send to its port, it goes on: nonsense, forged greetings, a forged goodbye', async () => {
    const { browser, peer, gone } = await browserWithPeer();
    const port = Number(/127\.0\.0\.1 (\d+) typ host/u.exec(peer.answer)?.[1]);
    const stranger = createSocket('udp4').bind(0, '127.0.0.1');
    open.push(stranger);
    await once(stranger, 'listening');
    const random = seededRandom(7);
    const nonsense = async (count: number): Promise<void> => {
      for (let nth = 0; nth < count; nth++) {
        const packet = Buffer.from(Array.from({ length: 1 + random.below(300) }, () => random.below(256)));
        // STUN, DTLS (an alert among it) and RTP by their first bytes (RFC 7983), the rest as it comes.
        const kind = random.below(4);
        if (kind === 0 && packet.length > 20) packet.set([0, 1, 0, random.below(200), 0x21, 0x12, 0xa4, 0x42], 0);
        if (kind === 1 && packet.length > 26)
          packet.set([20 + random.below(4), 254, 253, 0, 0, 0, 0, 0, 0, 0, nth & 255, 0, packet.length - 13], 0);
        if (kind === 2) packet[0] = 128 + random.below(64);
        stranger.send(packet, port, '127.0.0.1');
        if (nth % 50 === 0) await sleep(2);
      }
    };
    const goodbye = Buffer.from([21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0]);
    await nonsense(1_000);
    stranger.send(goodbye, port, '127.0.0.1');
    await answer(browser, peer);
    await peer.connected;
    let came = 0;
    peer.onRtp(() => came++);
    const stop = speaks(browser);
    await nonsense(3_000);
    stranger.send(goodbye, port, '127.0.0.1');
    await sleep(800);
    const before = came;
    await sleep(200);
    stop();
    expect(came).toBeGreaterThan(before);
    expect(gone).toEqual([]);
  });

  test('forged handshakes before the browser’s own, and beside it, do not spoil it', async () => {
    const { browser, peer } = await browserWithPeer();
    const port = Number(/127\.0\.0\.1 (\d+) typ host/u.exec(peer.answer)?.[1]);
    const stranger = createSocket('udp4').bind(0, '127.0.0.1');
    open.push(stranger);
    await once(stranger, 'listening');
    const random = seededRandom(1);
    const kinds = [0, 1, 2, 3, 4, 11, 12, 13, 14, 16, 20];
    const forge = async (count: number): Promise<void> => {
      for (let nth = 0; nth < count; nth++) {
        const body = Buffer.from(Array.from({ length: 1 + random.below(250) }, () => random.below(256)));
        // A record of one whole handshake message (RFC 6347 sections 4.1 and 4.2.2), of every kind in turn.
        const message = [kinds[nth % kinds.length] ?? 1, 0, 0, body.length, 0, random.below(3), 0, 0, 0, 0, 0, body.length];
        const record = [DTLS_HANDSHAKE, 254, 253, 0, 0, 0, 0, 0, 0, nth >> 8, nth & 255, 0, message.length + body.length];
        stranger.send(Buffer.from([...record, ...message, ...body]), port, '127.0.0.1');
        if (nth % 40 === 0) await sleep(2);
      }
    };
    await forge(1_500);
    await answer(browser, peer);
    await forge(1_500);
    await peer.connected;
  });

  test('follows the browser to the way that it nominates last, and answers nobody who does not know both names', async () => {
    const { browser, peer } = await browserWithPeer();
    const nameIn = (description: string | undefined): string => /^a=ice-ufrag:(\S+)/mu.exec(description ?? '')?.[1] ?? '';
    const [ours, theirs] = [nameIn(peer.answer), nameIn(browser.localDescription?.sdp)];
    const port = Number(/127\.0\.0\.1 (\d+) typ host/u.exec(peer.answer)?.[1]);
    const way = async (username: string): Promise<() => number[]> => {
      const socket = createSocket('udp4').bind(0, '127.0.0.1');
      open.push(socket);
      await once(socket, 'listening');
      const kinds: number[] = [];
      socket.on('message', (packet) => kinds.push(packet[0] ?? -1));
      socket.send(nominatingCheck(username), port, '127.0.0.1');
      return () => kinds.splice(0);
    };
    const stranger = await way(`${ours}:${theirs}x`);
    const first = await way(`${ours}:${theirs}`);
    const greeted = (came: () => number[]) => until(async () => (came().includes(DTLS_HANDSHAKE) ? true : null));
    await greeted(first);
    const second = await way(`${ours}:${theirs}`);
    await greeted(second);
    first();
    await greeted(second);
    expect([first(), stranger()]).toEqual([[], []]);
  });

  test('one of which nothing comes any more is lost, and one that never came too', async () => {
    const clock = new VirtualClock();
    const { browser, peer, gone } = await browserWithPeer(clock);
    await answer(browser, peer);
    await peer.connected;
    await clock.advance(10_000);
    expect(gone).toEqual([]);
    await clock.advance(10_000);
    expect(gone).toEqual(['lost']);
    await peer.close();
    expect(clock.waiting).toBe(0);
    const never = await browserWithPeer(clock);
    const failed = never.peer.connected.catch((error: Error) => error.message);
    await clock.advance(11_000);
    expect(await failed).toBe('no way to the browser was found');
  });
});
