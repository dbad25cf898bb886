import type { Socket } from 'node:dgram';
import { header } from '../../src/telephony/sip/message.ts';
import { parseDatagram } from '../../src/telephony/sip/parser.ts';
import { responseTo } from '../../src/telephony/sip/response.ts';
import { serialize } from '../../src/telephony/sip/serializer.ts';
import { until } from './server.ts';
import { loopbackSocket } from './sockets.ts';

/** A registrar that believes everybody, so that a line is connected and its contact known. */
export class EasyRegistrar {
  readonly #socket: Socket;
  #contactUser: string | null = null;
  /** What it was asked, in order. */
  readonly requests: { readonly expires: string | undefined }[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, from) => {
      const message = parseDatagram(bytes);
      if (message.kind !== 'request' || message.method !== 'REGISTER') return;
      this.requests.push({ expires: header(message, 'Expires') });
      const contact = header(message, 'Contact') ?? '';
      this.#contactUser = /sip:([^@]+)@/u.exec(contact)?.[1] ?? null;
      const response = responseTo(message, 200, { toTag: 'registrar', headers: [{ name: 'Contact', value: `${contact};expires=600` }] });
      socket.send(serialize(response), from.port, from.address);
    });
  }

  static async open(): Promise<EasyRegistrar> {
    return new EasyRegistrar(await loopbackSocket());
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** The user part by which the registered line is called. */
  contactUser(): Promise<string> {
    return until(async () => this.#contactUser);
  }

  close(): void {
    this.#socket.close();
  }
}
