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
