import { PlainCall, rtpPacket, socketAt } from './plain-call.ts';
import { attackerAt, paced, type Done, type Target } from './target.ts';

/** The number by which the key floods' calls are found in the journal. */
export const KEY_FLOODER = '+4940777';
const TELEPHONE_EVENT = 101;
/** Of the measured caller's codec, so that it could be theirs. */
const PCMA = 8;

/** RFC 4733: another key with every packet, in a call of the attacker's own. */
export async function keysByRtp({ sipPort, forMs }: Target): Promise<Done> {
  const call = await PlainCall.place(sipPort, attackerAt(10), KEY_FLOODER);
  // Above the sequence numbers of the call's own silence, in a stream that only rises.
  const keys = await paced(5_000, forMs, (nth) => {
    const payload = Buffer.of(nth % 12, 0x8a, 0, 160);
    call.sendMedia(rtpPacket({ payloadType: TELEPHONE_EVENT, sequence: 1_000 + nth, timestamp: 1_000_000 + nth * 160, ssrc: 7, payload }));
  });
  await call.hangUp();
  return { keys };
}

/** SIP INFO, as some telephones send keys. */
export async function keysByInfo({ sipPort, forMs }: Target): Promise<Done> {
  const call = await PlainCall.place(sipPort, attackerAt(11), KEY_FLOODER);
  const keys = await paced(1_000, forMs, (nth) =>
    call.send({ method: 'INFO', body: `Signal=${nth % 10}\r\nDuration=100\r\n`, contentType: 'application/dtmf-relay' }),
  );
  await call.hangUp();
  return { keys };
}

/** A stranger sends audio, broken packets and an RTCP BYE to the port of somebody else's call. */
export async function injectedRtp({ rtpPort, forMs }: Target): Promise<Done> {
  const socket = await socketAt(attackerAt(15));
  let stolen = 0;
  socket.on('message', () => stolen++);
  const payload = Buffer.alloc(160, 0x2a);
  // RFC 3550 section 6.6: BYE of one source.
  const bye = Buffer.from('81cb000100000007', 'hex');
  const sent = await paced(500, forMs, (nth) => {
    const packet = rtpPacket({ payloadType: PCMA, sequence: nth, timestamp: nth * 160, ssrc: nth % 5 === 0 ? nth : 7, payload });
    // CSRCs, an extension, and padding that are not there.
    if (nth % 7 === 0) packet[0] = 0xbf;
    if (nth % 11 === 0) socket.send(packet.subarray(0, nth % 16), rtpPort, '127.0.0.1');
    else socket.send(packet, rtpPort, '127.0.0.1');
    if (nth % 50 === 0) socket.send(bye, rtpPort + 1, '127.0.0.1');
  });
  socket.close();
  return { sent, stolen };
}
