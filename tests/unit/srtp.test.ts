import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sessionKeys, SrtpReceiver, SrtpSender, type SrtpKey, type SrtpSuite } from '../../src/telephony/media/srtp.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/gu, ''), 'hex');
const KEY: SrtpKey = { suite: 'AES_CM_128_HMAC_SHA1_80', key: randomBytes(30).toString('base64'), mkiBytes: 0 };

function rtp(sequence: number, payload = Buffer.from('hello'), ssrc = 0xcafebabe): Buffer {
  const packet = Buffer.alloc(12 + payload.length);
  packet.set([0x80, 8]);
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(sequence * 160, 4);
  packet.writeUInt32BE(ssrc, 8);
  payload.copy(packet, 12);
  return packet;
}

describe('SRTP', () => {
  test('derives the session keys of RFC 3711 appendix B.3', () => {
    const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
    const { cipher, auth, salt } = sessionKeys(master, 'rtp');
    expect(cipher.toString('hex')).toBe('c61e7a93744f39ee10734afe3ff7a087');
    expect(salt.toString('hex')).toBe('30cbbc08863d8c85d49db34a9ae1');
    expect(auth.toString('hex')).toBe('cebe321f6ff7716b6fd4ab49af256a156d38baa4');
  });

  test('protects a packet as the vector that implementations share', () => {
    const key = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6').toString('base64');
    const plain = hex('800f1234decafbadcafebabe abababababababababababababababab');
    const sender = new SrtpSender({ suite: 'AES_CM_128_HMAC_SHA1_80', key, mkiBytes: 0 });
    expect(sender.protect(plain).toString('hex')).toBe('800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb');
  });

  test.each<SrtpSuite>(['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'])('%s: what one side protects the other opens', (suite) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (bytes, first, ssrc) => {
          const sender = new SrtpSender({ ...KEY, suite });
          const receiver = new SrtpReceiver({ ...KEY, suite });
          for (let i = 0; i < 3; i++) {
            const plain = rtp(first + i, Buffer.from(bytes), ssrc);
            const wire = sender.protect(plain);
            expect(wire.length).toBe(plain.length + (suite.endsWith('80') ? 10 : 4));
            if (bytes.length > 8) expect(wire.includes(Buffer.from(bytes))).toBe(false);
            expect(receiver.unprotect(wire)?.equals(plain)).toBe(true);
          }
        },
      ),
    );
  });

  test('counts on over the wrap of the sequence numbers, both ways, in disorder and with losses', () => {
    const sender = new SrtpSender(KEY);
    const receiver = new SrtpReceiver(KEY);
    const packets = Array.from({ length: 80_000 }, (_, i) => (i % 997 === 0 ? null : i + 65_000));
    const swapped: number[] = [];
    for (let i = 0; i < packets.length; i += 2)
      for (const one of [packets[i + 1], packets[i]]) if (one !== null && one !== undefined) swapped.push(one);
    // Protected in order, delivered with neighbours swapped.
    let opened = 0;
    let next = 65_000;
    const wire = new Map<number, Buffer>();
    for (const sequence of swapped) {
      while (next <= Math.max(sequence, next - 1)) {
        if (wire.size > 8) wire.delete(wire.keys().next().value ?? 0);
        wire.set(next, sender.protect(rtp(next)));
        next++;
      }
      const packet = wire.get(sequence);
      if (packet && receiver.unprotect(packet)) opened++;
    }
    expect(opened).toBe(swapped.length);
  });

  test('refuses what came before, what is too old, and what was touched', () => {
    const sender = new SrtpSender(KEY);
    const receiver = new SrtpReceiver(KEY);
    const first = sender.protect(rtp(1));
    expect(receiver.unprotect(first)).not.toBeNull();
    expect(receiver.unprotect(first)).toBeNull();
    const late = sender.protect(rtp(2));
    for (let i = 3; i < 70; i++) expect(receiver.unprotect(sender.protect(rtp(i)))).not.toBeNull();
    expect(receiver.unprotect(late)).toBeNull();
    const next = sender.protect(rtp(70));
    for (const at of [0, 3, 8, 13, next.length - 1]) {
      const touched = Buffer.from(next);
      touched[at] = (touched[at] ?? 0) ^ 1;
      expect(receiver.unprotect(touched)).toBeNull();
    }
    expect(receiver.unprotect(next)).not.toBeNull();
    expect(new SrtpReceiver({ ...KEY, key: randomBytes(30).toString('base64') }).unprotect(next)).toBeNull();
  });

  test('a forged packet moves no window: the true one is still heard', () => {
    const sender = new SrtpSender(KEY);
    const receiver = new SrtpReceiver(KEY);
    receiver.unprotect(sender.protect(rtp(1)));
    expect(receiver.unprotect(Buffer.concat([rtp(40_000), Buffer.alloc(10)]))).toBeNull();
    expect(receiver.unprotect(sender.protect(rtp(2)))).not.toBeNull();
  });

  test('a master key identifier is passed over; an extension stays in the clear', () => {
    const sender = new SrtpSender(KEY);
    const wire = sender.protect(rtp(7));
    const withMki = Buffer.concat([wire.subarray(0, -10), hex('00000001'), wire.subarray(-10)]);
    expect(new SrtpReceiver({ ...KEY, mkiBytes: 4 }).unprotect(withMki)?.toString('latin1', 12)).toBe('hello');
  });

  test('RTCP is protected with keys of its own, and a report opens once', () => {
    const sender = new SrtpSender(KEY);
    const receiver = new SrtpReceiver(KEY);
    const report = hex('80c90001 cafebabe 81ca0002 cafebabe 01016100');
    const wire = sender.protectRtcp(report);
    expect(wire.length).toBe(report.length + 14);
    expect(receiver.unprotectRtcp(wire)?.equals(report)).toBe(true);
    expect(receiver.unprotectRtcp(wire)).toBeNull();
    const second = sender.protectRtcp(report);
    second[10] = (second[10] ?? 0) ^ 1;
    expect(receiver.unprotectRtcp(second)).toBeNull();
  });

  test('no datagram makes it throw, and no stranger’s is heard', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const receiver = new SrtpReceiver({ ...KEY, mkiBytes: 4 });
        expect(receiver.unprotect(Buffer.from(bytes))).toBeNull();
        expect(receiver.unprotectRtcp(Buffer.from(bytes))).toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });
});
