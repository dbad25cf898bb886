import { describe, expect, test } from 'vitest';
import { FRAME_SAMPLES, levelDbfs, type Pcm } from '../../src/call/audio.ts';
import { seededRandom } from '../../src/call/random.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { DtmfReceiver, DtmfSender } from '../../src/telephony/media/dtmf.ts';
import { decodeG711, encodeG711Into } from '../../src/telephony/media/g711.ts';
import { G722Decoder, G722Encoder } from '../../src/telephony/media/g722.ts';
import { JitterBuffer } from '../../src/telephony/media/jitter-buffer.ts';
import { Pacer } from '../../src/telephony/media/pacer.ts';
import { parseRtp, writeRtpHeader } from '../../src/telephony/media/rtp.ts';
import { readSdp, writeAnswer, writeOffer } from '../../src/telephony/media/sdp.ts';
import { OFFER } from '../support/sip.ts';

describe('G.722', () => {
  const coded = (pcm: Pcm): Pcm => {
    const codes = new Uint8Array(pcm.length);
    const encoder = new G722Encoder();
    for (let at = 0; at < pcm.length; at += FRAME_SAMPLES) encoder.encodeInto(pcm.subarray(at, at + FRAME_SAMPLES), codes, at);
    return new G722Decoder().decode(codes);
  };
  const sine = (hz: number, amplitude: number): Pcm =>
    Int16Array.from({ length: 8_000 }, (_, i) => Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / 8_000)));

  test.each([200, 500, 1_000, 2_000, 3_000])(
    'a tone of %i Hz comes back, loud or soft, at least 35 dB above what is wrong with it',
    (hz) => {
      for (const amplitude of [300, 3_000, 20_000]) {
        const sent = sine(hz, amplitude);
        const heard = coded(sent);
        const wrong = sent.map((sample, index) => sample - (heard[index] ?? 0));
        // The first tenth of a second it takes to adapt.
        expect(levelDbfs(sent.subarray(800)) - levelDbfs(wrong.subarray(800))).toBeGreaterThan(35);
      }
    },
  );

  test('silence stays silent, full scale neither wraps nor rings', () => {
    expect(levelDbfs(coded(new Int16Array(8_000)))).toBeLessThan(-75);
    const square = Int16Array.from({ length: 8_000 }, (_, i) => (i % 40 < 20 ? 32_767 : -32_768));
    const heard = coded(square);
    square.forEach((sample, index) => index > 800 && index % 20 > 4 && expect(Math.sign(heard[index] ?? 0)).toBe(Math.sign(sample)));
  });

  test('no octets make it lose its head: it is back a tenth of a second later', () => {
    const random = seededRandom(722);
    const noise = Uint8Array.from({ length: 4_000 }, () => random.below(256));
    const sent = sine(800, 6_000);
    const codes = new Uint8Array(sent.length);
    new G722Encoder().encodeInto(sent, codes, 0);
    const decoder = new G722Decoder();
    decoder.decode(noise);
    const heard = decoder.decode(codes);
    const wrong = sent.map((sample, index) => sample - (heard[index] ?? 0));
    expect(levelDbfs(sent.subarray(4_000)) - levelDbfs(wrong.subarray(4_000))).toBeGreaterThan(20);
  });
});

describe.each(['PCMA', 'PCMU'] as const)('%s', (codec) => {
  test('every code survives decoding and encoding', () => {
    const levels = decodeG711(
      codec,
      Uint8Array.from({ length: 256 }, (_, code) => code),
    );
    const codes = new Uint8Array(256);
    encodeG711Into(codec, levels, codes, 0);
    expect(decodeG711(codec, codes)).toEqual(levels);
  });

  test('finds the nearest level for any sample, loud ones included', () => {
    const samples = Int16Array.from([-32768, -20000, -1, 0, 1, 7, 300, 32767]);
    const codes = new Uint8Array(samples.length);
    encodeG711Into(codec, samples, codes, 0);
    const heard = decodeG711(codec, codes);
    samples.forEach((sample, index) => expect(Math.abs(heard[index]! - sample)).toBeLessThanOrEqual(Math.max(8, Math.abs(sample) * 0.035)));
  });
});

test('G.711 levels are those of the standard: the loudest of each law', () => {
  expect(decodeG711('PCMA', Uint8Array.of(0xaa, 0xd5))).toEqual(Int16Array.of(32256, 8));
  expect(decodeG711('PCMU', Uint8Array.of(0x80, 0xff))).toEqual(Int16Array.of(32124, 0));
});

describe('RTP', () => {
  const packet = (first: number, extra = Buffer.alloc(0)): Buffer => {
    const header = Buffer.alloc(12);
    writeRtpHeader(header, { payloadType: 8, marker: true, sequence: 65535, timestamp: 4_000_000_000, ssrc: 7 });
    header[0] = first;
    return Buffer.concat([header, extra]);
  };

  test('is read as it was written', () => {
    expect(parseRtp(packet(0x80, Buffer.of(1, 2)))).toEqual({
      payloadType: 8,
      marker: true,
      sequence: 65535,
      timestamp: 4_000_000_000,
      ssrc: 7,
      payload: Buffer.of(1, 2),
    });
  });

  test('extension, contributors and padding are skipped', () => {
    expect(parseRtp(packet(0x91, Buffer.from('aaaaxx\0\u0001bbbbPAY', 'latin1')))?.payload.toString()).toBe('PAY');
    expect(parseRtp(packet(0xa0, Buffer.of(9, 0, 2)))?.payload).toEqual(Buffer.of(9));
  });

  test.each([
    ['too short', Buffer.alloc(11)],
    ['another version', packet(0x40)],
    ['padding beyond the packet', packet(0xa0, Buffer.of(200))],
    ['an extension beyond the packet', packet(0x90, Buffer.of(0, 0, 0xff, 0xff))],
    ['RTCP', Buffer.concat([Buffer.of(0x80, 200), Buffer.alloc(10)])],
  ])('%s is not RTP', (_, bytes) => {
    expect(parseRtp(bytes)).toBeNull();
  });
});

describe('the jitter buffer', () => {
  const piece = (value: number, length = FRAME_SAMPLES) => new Int16Array(length).fill(value);
  /** The middle of each frame: its beginning may be faded. */
  const pullAll = (buffer: JitterBuffer, count: number) => Array.from({ length: count }, () => buffer.pull()?.[80] ?? null);

  test('starts late by its delay, then plays one frame after another; after a pause nothing is left', () => {
    const buffer = new JitterBuffer();
    for (let i = 0; i < 5; i++) buffer.push(1000 + i * 160, piece(i + 1));
    expect(pullAll(buffer, 7)).toEqual([0, 0, 1, 2, 3, 4, 5]);
    expect(pullAll(buffer, 10).slice(-5)).toEqual([null, null, null, null, null]);
  });

  test('brings packets back into order, and fills what is lost with what was before', () => {
    const buffer = new JitterBuffer();
    for (const index of [0, 2, 1, 4]) buffer.push(index * 160, piece((index + 1) * 100));
    expect(pullAll(buffer, 7)).toEqual([0, 0, 100, 200, 300, 300, 500]);
    expect(buffer.statistics).toMatchObject({ frames: 7, concealed: 1, late: 0 });
  });

  test('takes packets of any length and a timestamp that wraps', () => {
    const buffer = new JitterBuffer();
    buffer.push(2 ** 32 - 80, piece(1, 80));
    buffer.push(0, piece(2, 240));
    expect(pullAll(buffer, 4)).toEqual([0, 0, 2, 2]);
  });

  test('forgets too much delay, and starts anew after a jump', () => {
    const buffer = new JitterBuffer();
    for (let i = 0; i < 30; i++) buffer.push(i * 160, piece(i + 1));
    expect(buffer.pull()?.[80]).toBeGreaterThan(25);
    buffer.push(900_000, piece(99));
    expect(pullAll(buffer, 3)).toEqual([0, 0, 99]);
  });

  /** A stream whose packets come late by `latenessMs(packet)`; a packet that is `null` never comes. */
  function stream(packets: number, latenessMs: (packet: number) => number | null, levelOf: (packet: number) => number = () => 1000) {
    const buffer = new JitterBuffer();
    const arriving = new Map<number, number[]>();
    for (let packet = 0; packet < packets; packet++) {
      const late = latenessMs(packet);
      if (late === null) continue;
      const tick = packet + Math.ceil(late / 20);
      arriving.set(tick, [...(arriving.get(tick) ?? []), packet]);
    }
    const heard: (number | null)[] = [];
    const late: number[] = [];
    for (let tick = 0; tick < packets; tick++) {
      for (const packet of arriving.get(tick) ?? []) buffer.push(packet * 160, piece(levelOf(packet)));
      heard.push(buffer.pull()?.[80] ?? null);
      late.push(buffer.statistics.late);
    }
    return { heard, late, statistics: buffer.statistics };
  }

  test('waits longer as soon as packets come too late, so that a shaky line costs a moment only', () => {
    const random = seededRandom(3);
    const { late, statistics } = stream(1_000, () => random.below(4) * 40);
    // 120 ms of jitter against 40 ms at the beginning: a few are lost, then none.
    expect(late[100]).toBeGreaterThan(0);
    expect(statistics.late).toBe(late[100]);
    expect(statistics.concealed + statistics.waited).toBeLessThan(15);
  });

  test('is quick again when the line is calm, a frame at a time, in quiet moments only', () => {
    const shaky = (packet: number): number => (packet < 200 && packet % 20 === 0 ? 140 : 0);
    const counted = stream(3_000, shaky, (packet) => (packet < 1_000 ? 8_000 : packet % 100));
    // From packet 1,000 on it is quiet, and the sample tells its packet.
    const lag = (tick: number): number => (tick - (counted.heard[tick] ?? 0)) % 100;
    expect(lag(1_050)).toBeGreaterThanOrEqual(6);
    expect(lag(2_950)).toBeLessThanOrEqual(3);
  });

  test('five lost packets in a hundred leave no hole in a voice: what is heard stays loud, and fades when more is missing', () => {
    const voice = (i: number): number =>
      6_000 * Math.sin((2 * Math.PI * 125 * i) / 8_000) + 2_000 * Math.sin((2 * Math.PI * 375 * i) / 8_000);
    const random = seededRandom(5);
    const buffer = new JitterBuffer();
    const levels: number[] = [];
    let error = 0;
    let energy = 0;
    for (let packet = 0; packet < 500; packet++) {
      const pcm = Int16Array.from({ length: 160 }, (_, i) => voice(packet * 160 + i));
      if (packet < 2 || random.below(100) >= 5) buffer.push(packet * 160, pcm);
      const frame = buffer.pull() ?? new Int16Array(160);
      if (packet < 10) continue;
      levels.push(levelDbfs(frame));
      frame.forEach((sample, i) => {
        const real = voice((packet - 2) * 160 + i);
        error += (sample - real) ** 2;
        energy += real ** 2;
      });
    }
    expect(buffer.statistics.concealed).toBeGreaterThan(15);
    expect(Math.min(...levels)).toBeGreaterThan(-22);
    // Silence in place of what is lost would be an error of 5 % of the energy, -13 dB.
    expect(10 * Math.log10(error / energy)).toBeLessThan(-25);
    const tail = Array.from({ length: 6 }, () => levelDbfs(buffer.pull() ?? new Int16Array(160)));
    expect(tail.at(-1)).toBeLessThan(-90);
  });
});

test('a jitter buffer holds a second of sound, whatever is put into it', () => {
  const buffer = new JitterBuffer();
  const loud = new Int16Array(FRAME_SAMPLES).fill(9_000);
  // No sender is seconds ahead of its own time: all but the newest is given up.
  for (let packet = 0; packet < 1_000; packet++) buffer.push(packet * FRAME_SAMPLES, loud);
  buffer.push(1_000 * FRAME_SAMPLES, new Int16Array(100_000).fill(9_000));
  let frames = 0;
  while (levelDbfs(buffer.pull() ?? new Int16Array(FRAME_SAMPLES)) > -60) frames++;
  expect(frames).toBeLessThanOrEqual(10);
});

test('a key is heard once, however often its packets come (RFC 4733)', () => {
  const dtmf = new DtmfReceiver();
  const event = (digit: number, end: boolean) => Buffer.of(digit, end ? 0x8a : 0x0a, 0, 160);
  expect([
    dtmf.push(100, event(5, false)),
    dtmf.push(100, event(5, true)),
    dtmf.push(900, event(11, true)),
    dtmf.push(1800, event(40, true)),
    dtmf.push(1, Buffer.of(1)),
  ]).toEqual(['5', null, '#', null, null]);
});

describe('the pacer', () => {
  test('ticks every member once per 20 ms, spread over the slots, without drift', async () => {
    const clock = new VirtualClock();
    const ticks: [number, number][] = [];
    const pacer = new Pacer<number>(
      clock,
      (member) => ticks.push([member, clock.now()]),
      () => {},
    );
    for (let member = 0; member < 10; member++) pacer.add(member);
    await clock.advance(1_999);
    for (let member = 0; member < 10; member++) {
      const times = ticks.filter(([one]) => one === member).map(([, at]) => at);
      expect(times).toHaveLength(100);
      expect(times.every((at, index) => index === 0 || at - times[index - 1]! === 20)).toBe(true);
    }
    expect(new Set(ticks.map(([, at]) => at % 20)).size).toBe(5);
    for (let member = 0; member < 10; member++) pacer.remove(member);
    expect(clock.waiting).toBe(0);
  });
});

const LOCAL = { address: '192.0.2.10', port: 4000, version: 1, sessionId: 1, srtpKey: 'A'.repeat(40) };

describe('SDP', () => {
  test('an answer takes the first codec that both know, and names every stream', () => {
    const offer = readSdp(Buffer.from(`${OFFER.replace('8 0 101', '18 0 8 101')}m=video 6002 RTP/AVP 31\r\n`))!;
    expect(offer).toMatchObject({ codec: 'PCMU', telephoneEventType: 101, index: 0, direction: 'sendrecv', crypto: null });
    const answer = writeAnswer(offer, { ...LOCAL, version: 3, sessionId: 5 }).toString();
    expect(answer).toContain('o=- 5 3 IN IP4 192.0.2.10\r\n');
    expect(answer).toContain('m=audio 4000 RTP/AVP 0 101\r\n');
    expect(answer.match(/^m=/gmu)).toHaveLength(2);
    expect(answer).toContain('m=video 0 RTP/AVP 31\r\n');
  });

  test.each([
    ['sendonly', 'a=recvonly'],
    ['inactive', 'a=inactive'],
    ['recvonly', 'a=sendonly'],
  ])('%s is answered by %s', (direction, mirrored) => {
    const offer = readSdp(Buffer.from(OFFER.replace('a=rtpmap', `a=${direction}\r\na=rtpmap`)))!;
    expect(writeAnswer(offer, LOCAL).toString()).toContain(mirrored);
  });

  test('wideband is taken where it is named first, and offered where it is wished for', () => {
    const offer = readSdp(Buffer.from(OFFER.replace('8 0 101', '9 8 101')))!;
    expect(offer.codec).toBe('G722');
    expect(writeAnswer(offer, LOCAL).toString()).toContain('a=rtpmap:9 G722/8000\r\n');
    expect(writeOffer(LOCAL, { wideband: true }).toString()).toContain('RTP/AVP 9 8 0 101\r\n');
    expect(writeOffer(LOCAL).toString()).toContain('RTP/AVP 8 0 101\r\n');
  });

  test('an offer of no payload type, or of none that there is, is none', () => {
    for (const types of ['', ' ', '128 -1', '8x', '0.0']) expect(readSdp(Buffer.from(OFFER.replace('8 0 101', types))), types).toBeNull();
  });

  test('a single codec without keypad events is enough', () => {
    expect(readSdp(Buffer.from(OFFER.replace('8 0 101', '0').replace(/a=.*\r\n/u, '')))).toMatchObject({
      codec: 'PCMU',
      telephoneEventType: null,
    });
  });

  test('takes a codec whose name is a number for one that we do not know', () => {
    expect(readSdp(Buffer.from(OFFER.replace('telephone-event', '7')))).toMatchObject({ codec: 'PCMA', telephoneEventType: null });
  });

  test('an address of zeros is a hold as RFC 2543 knew it', () => {
    expect(readSdp(Buffer.from(OFFER.replace('c=IN IP4 192.0.2.99', 'c=IN IP4 0.0.0.0')))?.direction).toBe('sendonly');
  });

  test.each(['224.0.0.1', '239.255.255.250', '255.255.255.255', '240.0.0.1', '0.0.0.7'])(
    'nobody makes us send to a group: %s',
    (address) => {
      expect(readSdp(Buffer.from(OFFER.replace('c=IN IP4 192.0.2.99', `c=IN IP4 ${address}`)))).toBeNull();
    },
  );

  test.each(['ff02::1', 'ff0e::101', '::ffff:224.0.0.1', '::ffff:ffff:ffff'])('nor with IPv6: %s', (address) => {
    expect(readSdp(Buffer.from(OFFER.replace('c=IN IP4 192.0.2.99', `c=IN IP6 ${address}`)))).toBeNull();
  });

  test.each(['127.0.0.1', '10.0.0.255', '223.255.255.254'])('but to one host, wherever it is: %s', (address) => {
    expect(readSdp(Buffer.from(OFFER.replace('c=IN IP4 192.0.2.99', `c=IN IP4 ${address}`)))?.address).toBe(address);
  });

  test('we can read our own offer', () => {
    expect(readSdp(writeOffer(LOCAL))).toMatchObject({
      codec: 'PCMA',
      port: 4000,
    });
  });

  const KEY = 'PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR';
  const secured = (crypto: string): string => `${OFFER.replace('RTP/AVP', 'RTP/SAVP')}a=crypto:${crypto}\r\n`;

  test.each([
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`, { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', key: KEY, mkiBytes: 0 }],
    [`7 AES_CM_128_HMAC_SHA1_32 inline:${KEY}|2^20|1:4`, { tag: 7, suite: 'AES_CM_128_HMAC_SHA1_32', key: KEY, mkiBytes: 4 }],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^31 WSH=128`, { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', key: KEY, mkiBytes: 0 }],
    [`1 AEAD_AES_256_GCM inline:${KEY}\r\na=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`, { tag: 2 }],
  ])('protected audio is taken with the first attribute that we know: %s', (crypto, expected) => {
    const offer = readSdp(Buffer.from(secured(crypto)))!;
    expect(offer.crypto).toMatchObject(expected);
    const answer = writeAnswer(offer, LOCAL).toString();
    expect(answer).toContain('m=audio 4000 RTP/SAVP 8 101\r\n');
    expect(answer).toContain(`a=crypto:${offer.crypto?.tag} ${offer.crypto?.suite} inline:${LOCAL.srtpKey}\r\n`);
  });

  test.each([
    ['a suite that we do not know', `1 F8_128_HMAC_SHA1_80 inline:${KEY}`],
    ['a parameter that weakens it', `1 AES_CM_128_HMAC_SHA1_80 inline:${KEY} UNENCRYPTED_SRTP`],
    ['a short key', '1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'],
    ['no key', '1 AES_CM_128_HMAC_SHA1_80 uri:https://example.org'],
    ['an endless identifier', `1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^20|1:999`],
  ])('%s makes protected audio impossible', (_, crypto) => {
    expect(readSdp(Buffer.from(secured(crypto)))).toBeNull();
  });

  test('of audio in the clear and protected, the protected is taken, and the other refused', () => {
    const both = `${OFFER}m=audio 6004 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}\r\n`;
    const offer = readSdp(Buffer.from(both))!;
    expect(offer).toMatchObject({ port: 6004, index: 1 });
    expect(writeAnswer(offer, LOCAL).toString()).toContain('m=audio 0 RTP/AVP 8 0 101\r\n');
  });

  test('an offer with IPv6 is taken, and answered with our address of the same kind', () => {
    const offer = readSdp(Buffer.from(OFFER.replace('c=IN IP4 192.0.2.99', 'c=IN IP6 2001:db8::9')))!;
    expect(offer.address).toBe('2001:db8::9');
    const answer = writeAnswer(offer, { ...LOCAL, address: '2001:db8::1' }).toString();
    expect(answer).toContain('c=IN IP6 2001:db8::1\r\n');
    expect(answer).toContain('IN IP6 2001:db8::1\r\ns=');
    expect(readSdp(Buffer.from(OFFER.replace('c=IN IP4 192.0.2.99', 'c=IN IP6 fe80::1%eth0')))).toBeNull();
  });

  test.each([
    ['', { port: 6001, mux: false }],
    ['a=rtcp:7000\r\n', { port: 7000, mux: false }],
    ['a=rtcp:70000\r\n', { port: 6000, mux: false }],
    ['a=rtcp-mux\r\n', { port: 6001, mux: true }],
  ])('reports go where %j says', (line, rtcp) => {
    const offer = readSdp(Buffer.from(OFFER + line))!;
    expect(offer.rtcp).toEqual(rtcp);
    expect(writeAnswer(offer, LOCAL).toString().includes('a=rtcp-mux')).toBe(rtcp.mux);
  });

  test('behind the last port there is none for reports', () => {
    expect(readSdp(Buffer.from(OFFER.replace('6000', '65535')))?.rtcp.port).toBe(65_535);
  });

  test('our own offer of protected audio is of nothing else', () => {
    expect(readSdp(writeOffer(LOCAL, { encrypted: true }))?.crypto).toEqual({
      tag: 1,
      suite: 'AES_CM_128_HMAC_SHA1_80',
      key: LOCAL.srtpKey,
      mkiBytes: 0,
    });
    expect(writeOffer(LOCAL, { encrypted: true }).toString()).not.toContain('RTP/AVP');
  });

  test.each([
    ['nothing', ''],
    ['no version', 's=-\r\n'],
    ['no codec of ours', OFFER.replace('8 0 101', '18')],
    ['a port out of range', OFFER.replace('6000', '66000')],
    ['port 0', OFFER.replace('6000', '0')],
    ['a host name', OFFER.replace('c=IN IP4 192.0.2.99', 'c=IN IP4 example.org')],
    ['protection without a key', OFFER.replace('RTP/AVP', 'RTP/SAVP')],
    ['too many streams', OFFER.repeat(1) + 'm=audio 1 RTP/AVP 8\r\n'.repeat(20)],
  ])('%s is refused', (_, text) => {
    expect(readSdp(Buffer.from(text))).toBeNull();
  });
});

describe('keys that are sent', () => {
  test('arrive one by one, each for 120 ms with three ends, and sound as Q.23 says where packets are not taken', () => {
    const sender = new DtmfSender();
    const receiver = new DtmfReceiver();
    for (const digit of '1#x5') sender.press(digit);
    const heard: string[] = [];
    const ticks: (string | null)[] = [];
    let ends = 0;
    for (let tick = 0; tick < 60; tick++) {
      const key = sender.next(1_000 + tick * 160);
      ticks.push(key === null ? null : `${key.events.length}`);
      for (const { timestamp, payload } of key?.events ?? []) {
        const digit = receiver.push(timestamp, payload);
        if (digit !== null) heard.push(digit);
        if (payload.readUInt8(1) & 0x80) ends++;
      }
    }
    expect(heard).toEqual(['1', '#', '5']);
    expect(ends).toBe(9);
    expect(ticks.slice(0, 9)).toEqual(['1', '1', '1', '1', '1', '1', '3', null, null]);
    const again = new DtmfSender();
    again.press('5');
    const tone = again.next(0)?.tone ?? new Int16Array();
    const power = (hz: number): number => {
      const parts = [Math.cos, Math.sin].map((wave) => tone.reduce((sum, x, i) => sum + x * wave((2 * Math.PI * hz * i) / 8000), 0));
      return Math.hypot(...parts);
    };
    for (const other of [697, 852, 941, 1209, 1477, 1633]) expect(power(770) / power(other)).toBeGreaterThan(2);
    expect(power(1336) / power(1477)).toBeGreaterThan(2);
  });
});
