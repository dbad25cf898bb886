import { createHash, randomBytes } from 'node:crypto';
import type { RemoteInfo, Socket } from 'node:dgram';
import { parseAuth } from '../../src/telephony/sip/headers.ts';
import { header, type Header, type SipMessage, type SipRequest, type SipResponse } from '../../src/telephony/sip/message.ts';
import { parseDatagram } from '../../src/telephony/sip/parser.ts';
import { responseTo } from '../../src/telephony/sip/response.ts';
import { tagOf } from '../../src/telephony/sip/dialog.ts';
import { serialize } from '../../src/telephony/sip/serializer.ts';
import { RtpPeer } from './rtp-peer.ts';
import { until } from './server.ts';
import { loopbackSocket } from './sockets.ts';

const REALM = 'fritz.box';
const ACCOUNT = { username: 'danke-nein', password: 'geheim' };

/**
 * A FRITZ!Box as our notes know it, strict about its traps: a REGISTER whose Request-URI has a user part gets silence, an
 * ACK to the 401 of a REGISTER a ban, REFER a 429. Behind it: phones (`**610` and on), and the world outside, which costs
 * money. It was written from notes on the real box, not from the box.
 */
export class FritzBox {
  readonly #socket: Socket;
  readonly #dialogs = new Map<string, Party>();
  /** Every request that the client sent, as "METHOD uri". */
  readonly requests: string[] = [];
  /** Numbers outside the house that the client dialled. Each costs money. */
  readonly dialledOutside: string[] = [];
  banned = false;
  #contact: { uri: string; at: RemoteInfo } | null = null;
  readonly #phones = new Map<string, InsidePhone>();
  readonly #joinsItself: boolean;

  private constructor(socket: Socket, joinsItself: boolean) {
    this.#socket = socket;
    this.#joinsItself = joinsItself;
    socket.on('message', (bytes, from) => this.#receive(bytes, from));
  }

  /** `joinsItself`: a telephone system that takes REFER with Replaces, as a FRITZ!Box does not. */
  static async open({ joinsItself = false } = {}): Promise<FritzBox> {
    return new FritzBox(await loopbackSocket(), joinsItself);
  }

  /** Where the client wants to be called. */
  get contact(): string {
    return this.#contact?.uri ?? '';
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** The settings of a line at this box. */
  line(further: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    return { id: 'home', registrar: '127.0.0.1', port: this.port, fritzbox: true, ...ACCOUNT, ...further };
  }

  registered(): Promise<true> {
    return until(async () => (this.#contact ? (true as const) : null));
  }

  /** A telephone in the house. */
  async phone(number: string): Promise<InsidePhone> {
    const phone = new InsidePhone(this, await RtpPeer.open());
    this.#phones.set(number, phone);
    return phone;
  }

  /** Somebody outside calls the household's number. */
  async call(number: string, name: string | null = null): Promise<OutsideCall> {
    if (!this.#contact) throw new Error('nobody is registered');
    const call = new OutsideCall(this, await RtpPeer.open(), number, name, this.#contact);
    this.#dialogs.set(call.callId, call);
    call.ring();
    return call;
  }

  send(message: SipMessage, to: { port: number; address: string }): void {
    this.#socket.send(serialize(message), to.port, to.address);
  }

  close(): void {
    this.#socket.close();
  }

  #receive(bytes: Buffer, from: RemoteInfo): void {
    const message = parseDatagram(bytes);
    if (message.kind === 'failure' || this.banned) return;
    if (message.kind === 'response') return this.#dialogs.get(header(message, 'Call-ID') ?? '')?.response(message, from);
    this.#request(message, from);
  }

  #request(request: SipRequest, from: RemoteInfo): void {
    this.requests.push(`${request.method} ${request.uri}`);
    const party = this.#dialogs.get(header(request, 'Call-ID') ?? '');
    if (request.method === 'REGISTER') return this.#register(request, from);
    if (request.method === 'REFER') return this.#refer(request, from);
    if (party && request.method !== 'INVITE') return party.request(request, from);
    if (request.method === 'INVITE') return this.#invite(request, from);
    if (request.method === 'ACK') {
      // The ACK to the 401 of an INVITE is due; to a REGISTER's it is the trap.
      this.banned ||= (header(request, 'CSeq') ?? '').endsWith('REGISTER');
      return;
    }
    this.respond(request, 481, from);
  }

  #register(request: SipRequest, from: RemoteInfo): void {
    if (/^sip:[^@]+@/u.test(request.uri)) return;
    if (!authorised(request)) return this.#challenge(request, from);
    const contact = header(request, 'Contact') ?? '';
    const uri = /<([^>]+)>/u.exec(contact)?.[1] ?? '';
    this.#contact = header(request, 'Expires') === '0' ? null : { uri, at: from };
    this.respond(request, 200, from, [{ name: 'Contact', value: `<${uri}>;expires=300` }]);
  }

  /** RFC 3891: of the dialog that Replaces names, we are thrown out; the two are joined inside. */
  #refer(request: SipRequest, from: RemoteInfo): void {
    const asked = this.#dialogs.get(header(request, 'Call-ID') ?? '');
    const place = this.#placeOf(header(request, 'Refer-To') ?? '');
    if (!this.#joinsItself || !(asked instanceof OutsideCall)) return this.respond(request, 429, from);
    this.respond(request, 202, from);
    const outcome = place?.replace() === true ? 'SIP/2.0 200 OK' : 'SIP/2.0 481 Call Does Not Exist';
    asked.sends(
      'NOTIFY',
      [
        { name: 'Event', value: 'refer' },
        { name: 'Subscription-State', value: 'terminated;reason=noresource' },
        { name: 'Content-Type', value: 'message/sipfrag' },
      ],
      `${outcome}\r\n`,
    );
  }

  /** The phone whose dialog a URI or header names: its Call-ID, and both tags as the phone sees them. */
  #placeOf(replaces: string): InsidePhone | null {
    // baresip 1.0 leaves Replaces in the URI, and writes ? for every character that was escaped in it.
    const pattern = /Replaces=([^;?]+)[;?]to-tag[=?]([^;?]+)[;?]from-tag[=?]([^;?>]+)/u;
    const [, callId = '', toTag, fromTag] = pattern.exec(decodeURIComponent(replaces)) ?? [];
    const party = this.#dialogs.get(callId);
    return party instanceof InsidePhone && party.isDialog(toTag ?? '', fromTag ?? '') ? party : null;
  }

  #invite(request: SipRequest, from: RemoteInfo): void {
    const place = this.#placeOf(request.uri);
    if (place) return place.replacedBy(request, from);
    if (!authorised(request)) return this.#challenge(request, from);
    const number = /^sip:([^@]+)@/u.exec(request.uri)?.[1] ?? '';
    const phone = this.#phones.get(number);
    if (phone && !phone.busy) {
      this.#dialogs.set(header(request, 'Call-ID') ?? '', phone);
      return phone.invited(request, from);
    }
    if (!number.startsWith('*')) this.dialledOutside.push(number);
    this.respond(request, phone ? 486 : 404, from);
  }

  #challenge(request: SipRequest, from: RemoteInfo): void {
    const value = `Digest realm="${REALM}", nonce="${randomBytes(8).toString('hex').toUpperCase()}"`;
    this.respond(request, 401, from, [{ name: 'WWW-Authenticate', value }]);
  }

  respond(request: SipRequest, status: number, to: RemoteInfo, headers: readonly Header[] = [], body = ''): void {
    const tag = ownTag(request);
    const own: Header[] = [{ name: 'Contact', value: `<sip:box@127.0.0.1:${this.port}>` }];
    const all = [...(headers.length > 0 ? headers : own), ...(body === '' ? [] : [{ name: 'Content-Type', value: 'application/sdp' }])];
    this.send(responseTo(request, status, { ...(status > 100 && { toTag: tag }), headers: all, body: Buffer.from(body) }), to);
  }
}

/** RFC 2617 as the box asks for it: MD5, no qop. */
function authorised(request: SipRequest): boolean {
  const given = parseAuth(header(request, 'Authorization') ?? '')?.parameters;
  if (!given) return false;
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const secret = md5(`${ACCOUNT.username}:${REALM}:${ACCOUNT.password}`);
  return given.get('response') === md5(`${secret}:${given.get('nonce')}:${md5(`${request.method}:${given.get('uri')}`)}`);
}

/** The tag that the box gives to its end of a dialog. */
function ownTag(request: SipRequest): string {
  return createHash('md5')
    .update(header(request, 'Call-ID') ?? '')
    .digest('hex')
    .slice(0, 8);
}

interface Party {
  request(request: SipRequest, from: RemoteInfo): void;
  response(response: SipResponse, from: RemoteInfo): void;
}

function sdp(port: number, direction = 'sendrecv'): string {
  const lines = ['v=0', 'o=box 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', `m=audio ${port} RTP/AVP 8 101`];
  return [...lines, 'a=rtpmap:101 telephone-event/8000', `a=${direction}`, ''].join('\r\n');
}

/** A telephone inside, and the person at it. */
export class InsidePhone implements Party {
  readonly ear: RtpPeer;
  state: 'idle' | 'ringing' | 'talking' | 'ended' = 'idle';
  /** What its display shows while it rings. */
  display = '';
  /** Why it fell silent. */
  reason: string | null = null;
  readonly #box: FritzBox;
  #invite: { request: SipRequest; from: RemoteInfo } | null = null;
  #cseq = 1;

  constructor(box: FritzBox, ear: RtpPeer) {
    this.#box = box;
    this.ear = ear;
  }

  get busy(): boolean {
    return this.state === 'talking';
  }

  rings(): Promise<true> {
    return until(async () => (this.state === 'ringing' ? (true as const) : null));
  }

  ended(): Promise<true> {
    return until(async () => (this.state === 'ended' ? (true as const) : null));
  }

  invited(request: SipRequest, from: RemoteInfo): void {
    const again = (name: string): boolean => header(request, name) === (this.#invite && header(this.#invite.request, name));
    if (again('Call-ID') && again('CSeq')) return;
    this.#invite = { request, from };
    this.state = 'ringing';
    this.display = /^"([^"]*)"/u.exec(Buffer.from(header(request, 'From') ?? '', 'latin1').toString('utf8'))?.[1] ?? '';
    this.#box.respond(request, 100, from);
    this.#box.respond(request, 180, from);
  }

  pickUp(): void {
    const { request, from } = this.#must();
    this.state = 'talking';
    this.#box.respond(request, 200, from, [], sdp(this.ear.port));
  }

  decline(): void {
    const { request, from } = this.#must();
    this.state = 'ended';
    this.#box.respond(request, 603, from);
  }

  hangUp(): void {
    this.state = 'ended';
    this.#send('BYE');
  }

  isDialog(toTag: string, fromTag: string): boolean {
    const invite = this.#must().request;
    return toTag === ownTag(invite) && fromTag === tagOf(header(invite, 'From') ?? '');
  }

  /** Goes on talking, with somebody else. False: there is no call to go on with. */
  replace(): boolean {
    if (this.state !== 'talking') return false;
    this.#send('BYE');
    return true;
  }

  /** Somebody calls in the other side's place. */
  replacedBy(request: SipRequest, from: RemoteInfo): void {
    if (!this.replace()) return this.#box.respond(request, 481, from);
    this.#box.respond(request, 200, from, [], sdp(this.ear.port));
  }

  hold(held: boolean): void {
    this.#send('INVITE', sdp(this.ear.port, held ? 'sendonly' : 'sendrecv'));
  }

  request(request: SipRequest, from: RemoteInfo): void {
    if (request.method === 'ACK') return;
    this.reason = header(request, 'Reason') ?? null;
    this.state = 'ended';
    this.#box.respond(request, 200, from);
    const invite = this.#invite;
    if (request.method === 'CANCEL' && invite) this.#box.respond(invite.request, 487, invite.from);
  }

  response(response: SipResponse): void {
    if (response.status === 200 && (header(response, 'CSeq') ?? '').endsWith('INVITE')) this.#send('ACK');
  }

  #must(): { request: SipRequest; from: RemoteInfo } {
    if (!this.#invite) throw new Error('the phone does not ring');
    return this.#invite;
  }

  #send(method: string, body = ''): void {
    const { request, from } = this.#must();
    if (method !== 'ACK') this.#cseq++;
    const tag = ownTag(request);
    this.#box.send(
      {
        kind: 'request',
        method,
        uri: /<([^>]+)>/u.exec(header(request, 'Contact') ?? '')?.[1] ?? '',
        headers: [
          { name: 'Via', value: `SIP/2.0/UDP 127.0.0.1:${this.#box.port};branch=z9hG4bK${randomBytes(6).toString('hex')};rport` },
          { name: 'Max-Forwards', value: '70' },
          { name: 'From', value: `${header(request, 'To')};tag=${tag}` },
          { name: 'To', value: header(request, 'From') ?? '' },
          { name: 'Call-ID', value: header(request, 'Call-ID') ?? '' },
          { name: 'CSeq', value: `${this.#cseq} ${method}` },
          { name: 'Contact', value: `<sip:box@127.0.0.1:${this.#box.port}>` },
          ...(body === '' ? [] : [{ name: 'Content-Type', value: 'application/sdp' }]),
        ],
        body: Buffer.from(body),
      },
      from,
    );
  }
}

/** A call from outside, on its way through the box to us. */
export class OutsideCall implements Party {
  readonly callId = randomBytes(8).toString('hex');
  readonly ear: RtpPeer;
  /** Every status that came, with the ms since the INVITE. */
  readonly statuses: { readonly status: number; readonly atMs: number }[] = [];
  state: 'ringing' | 'talking' | 'ended' = 'ringing';
  readonly #box: FritzBox;
  readonly #from: string;
  readonly #contact: { uri: string; at: RemoteInfo };
  readonly #startedAt = performance.now();
  #to = '';
  #cseq = 1;
  #branch = '';

  constructor(box: FritzBox, ear: RtpPeer, number: string, name: string | null, contact: { uri: string; at: RemoteInfo }) {
    this.#box = box;
    this.ear = ear;
    this.#contact = contact;
    this.#from = `${name === null ? '' : `"${name}" `}<sip:${number}@fritz.box>;tag=${this.callId}`;
    this.#to = `<${contact.uri}>`;
  }

  ring(): void {
    this.#send('INVITE', sdp(this.ear.port));
  }

  hangUp(): void {
    const talking = this.state === 'talking';
    this.state = 'ended';
    this.#send(talking ? 'BYE' : 'CANCEL');
  }

  /** Sends anything inside the dialog, as a fraudster might. */
  sends(method: string, headers: readonly Header[], body = ''): void {
    this.#send(method, body, headers);
  }

  talking(): Promise<true> {
    return until(async () => (this.state === 'talking' ? (true as const) : null));
  }

  ended(): Promise<true> {
    return until(async () => (this.state === 'ended' ? (true as const) : null));
  }

  response(response: SipResponse): void {
    const isInvite = (header(response, 'CSeq') ?? '').endsWith('INVITE');
    this.statuses.push({ status: response.status, atMs: performance.now() - this.#startedAt });
    if (!isInvite || response.status < 200) return;
    this.#to = header(response, 'To') ?? '';
    this.#send('ACK');
    if (response.status < 300 && this.state === 'ringing') this.state = 'talking';
    if (response.status >= 300) this.state = 'ended';
  }

  request(request: SipRequest, from: RemoteInfo): void {
    if (request.method === 'BYE') this.state = 'ended';
    this.#box.respond(request, 200, from);
  }

  #send(method: string, body = '', headers: readonly Header[] = []): void {
    if (method !== 'ACK' && method !== 'CANCEL' && method !== 'INVITE') this.#cseq++;
    if (method !== 'CANCEL') this.#branch = `z9hG4bK${randomBytes(6).toString('hex')}`;
    this.#box.send(
      {
        kind: 'request',
        method,
        uri: this.#contact.uri,
        headers: [
          { name: 'Via', value: `SIP/2.0/UDP 127.0.0.1:${this.#box.port};branch=${this.#branch};rport` },
          { name: 'Max-Forwards', value: '70' },
          { name: 'From', value: this.#from },
          { name: 'To', value: this.#to },
          { name: 'Call-ID', value: this.callId },
          { name: 'CSeq', value: `${this.#cseq} ${method}` },
          { name: 'Contact', value: `<sip:caller@127.0.0.1:${this.#box.port}>` },
          ...(body === '' || method !== 'INVITE' ? [] : [{ name: 'Content-Type', value: 'application/sdp' }]),
          ...headers,
        ],
        body: Buffer.from(body),
      },
      this.#contact.at,
    );
  }
}
