import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { offer, okTo, readAnswer, sipRequest, type RequestParts, type Source } from './sip-messages.ts';

const FRAME_MS = 20;
const FRAME_BYTES = 160;
/** Silence in PCMA (ITU-T G.711). */
const SILENCE = 0xd5;
const PCMA = 8;

export interface RtpFields {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

/** RFC 3550 section 5.1, without CSRC and extension. */
export function rtpPacket({ payloadType, sequence, timestamp, ssrc, payload }: RtpFields): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = payloadType;
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  header.writeUInt32BE(ssrc >>> 0, 8);
  return Buffer.concat([header, payload]);
}

export async function socketAt(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  // What a peer that has gone away answers (ICMP) is no failure of a test.
  socket.on('error', () => {});
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

/** A call over UDP, answered and confirmed, with silence sent every 20 ms and the moments of what comes back. */
export class PlainCall {
  readonly #signalling: Socket;
  readonly #media: Socket;
  readonly #sipPort: number;
  readonly #source: Source;
  readonly #callId: string;
  readonly #user: string;
  #toTag = '';
  #cseq = 1;
  #sequence = 1;
  #speaking: NodeJS.Timeout | null = null;
  /** When packets of the server's audio came, on `performance.now()`. */
  readonly arrivals: number[] = [];
  /** The server's RTP port for this call. */
  rtpPort = 0;
  /** The server hung up. */
  ended = false;

  private constructor(signalling: Socket, media: Socket, sipPort: number, user: string) {
    this.#signalling = signalling;
    this.#media = media;
    this.#sipPort = sipPort;
    this.#user = user;
    this.#source = { address: signalling.address().address, port: signalling.address().port };
    this.#callId = `call-${user}-${this.#source.port}`;
    signalling.on('message', (bytes, from) => this.#receive(bytes.toString('latin1'), from));
    media.on('message', (bytes, from) => {
      // Of the server alone: a stranger's packets are no sign that the call lives.
      if (from.port === this.rtpPort && ((bytes[1] ?? 0) & 0x7f) === PCMA) this.arrivals.push(performance.now());
    });
  }

  /** Resolves when the server has answered and its first audio has come; rejects after 10 s. */
  static async place(sipPort: number, address: string, user: string): Promise<PlainCall> {
    const call = new PlainCall(await socketAt(address), await socketAt(address), sipPort, user);
    const body = offer(address, call.#media.address().port);
    const limit = performance.now() + 10_000;
    for (let resendAt = 0; call.arrivals.length === 0; await new Promise((resolve) => setTimeout(resolve, 10))) {
      if (performance.now() > limit) {
        call.#close();
        throw new Error(`the call of ${user} was not answered within 10 s`);
      }
      if (call.rtpPort === 0 && performance.now() > resendAt) {
        call.send({ method: 'INVITE', cseq: 1, body });
        resendAt = performance.now() + 500;
      }
    }
    return call;
  }

  /** Sends a request of this call. */
  send(parts: Pick<RequestParts, 'method'> & Partial<RequestParts>): void {
    const inDialog = this.#toTag === '' ? {} : { toTag: this.#toTag };
    const cseq = parts.cseq ?? ++this.#cseq;
    const whole = { source: this.#source, port: this.#sipPort, callId: this.#callId, user: this.#user, ...inDialog, ...parts, cseq };
    this.#signalling.send(sipRequest(whole), this.#sipPort, '127.0.0.1');
  }

  /** Sends a packet to the server's RTP port of this call. */
  sendMedia(packet: Buffer): void {
    this.#media.send(packet, this.rtpPort, '127.0.0.1');
  }

  /** Hangs up and leaves. */
  async hangUp(): Promise<void> {
    if (!this.ended) this.send({ method: 'BYE' });
    const limit = performance.now() + 1_000;
    while (!this.ended && performance.now() < limit) await new Promise((resolve) => setTimeout(resolve, 20));
    this.#close();
  }

  #close(): void {
    if (this.#speaking) clearInterval(this.#speaking);
    this.#signalling.close();
    this.#media.close();
  }

  #receive(text: string, from: RemoteInfo): void {
    const answer = readAnswer(text);
    if (!answer) {
      this.#signalling.send(okTo(text), from.port, from.address);
      if (text.startsWith('BYE ')) this.ended = true;
      return;
    }
    if (answer.method === 'BYE' && answer.status >= 200) this.ended = true;
    if (answer.method !== 'INVITE' || answer.status !== 200) return;
    this.#toTag = answer.toTag;
    this.rtpPort = answer.rtpPort ?? 0;
    this.send({ method: 'ACK', cseq: answer.cseq });
    this.#speaking ??= setInterval(() => this.#speak(), FRAME_MS);
  }

  #speak(): void {
    const sequence = this.#sequence++;
    const payload = Buffer.alloc(FRAME_BYTES, SILENCE);
    this.sendMedia(rtpPacket({ payloadType: PCMA, sequence, timestamp: sequence * FRAME_BYTES, ssrc: this.#source.port, payload }));
  }
}
