import type { Clock } from '../../src/call/clock.ts';
import { Faults } from '../../src/call/faults.ts';
import { silentLog } from '../../src/call/log.ts';
import { seededRandom } from '../../src/call/random.ts';
import type { CallLeg, LegEvent } from '../../src/telephony/leg.ts';
import { MediaEngine, type MediaChannel } from '../../src/telephony/media/media-engine.ts';
import type { MediaCommand, MediaReport } from '../../src/telephony/media/protocol.ts';
import type { Address, Flow, TransportName } from '../../src/telephony/sip/flow.ts';
import { Gate } from '../../src/telephony/sip/gate.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../src/telephony/sip/message.ts';
import { parseDatagram } from '../../src/telephony/sip/parser.ts';
import { Refusals } from '../../src/telephony/sip/refusals.ts';
import type { TransportTools } from '../../src/telephony/sip/tcp-transport.ts';
import { UserAgent, type UserAgentOptions } from '../../src/telephony/sip/user-agent.ts';

/** A way to one peer that keeps what is sent on it. */
export class FakeFlow implements Flow {
  readonly transport: TransportName;
  readonly remote: Address;
  readonly local: Address = { address: '192.0.2.10', port: 5060 };
  readonly sent: { to: Address; message: SipMessage }[];
  /** Every send fails, as when a connection is gone. */
  broken = false;
  /** How often only the way was kept open. */
  keepAlives = 0;

  constructor(transport: TransportName = 'UDP', remote: Address = { address: '192.0.2.99', port: 5080 }, sent: FakeFlow['sent'] = []) {
    this.transport = transport;
    this.remote = remote;
    this.sent = sent;
  }

  send(bytes: Buffer, failed?: () => void): void {
    if (this.broken) {
      if (failed) queueMicrotask(failed);
      return;
    }
    if (bytes.toString('latin1') === '\r\n\r\n') return void this.keepAlives++;
    const message = parseDatagram(bytes);
    if (message.kind === 'failure') throw new Error(`we sent what we cannot read: ${message.problem}\n${bytes.toString('latin1')}`);
    this.sent.push({ to: this.remote, message });
  }

  towards(remote: Address): Flow {
    return this.transport === 'UDP' ? new FakeFlow('UDP', remote, this.sent) : this;
  }

  get responses(): SipResponse[] {
    return this.sent.map(({ message }) => message).filter((message) => message.kind === 'response');
  }

  get requests(): SipRequest[] {
    return this.sent.map(({ message }) => message).filter((message) => message.kind === 'request');
  }

  get statuses(): number[] {
    return this.responses.map((response) => response.status);
  }
}

export const CONTACT_KEY = Buffer.alloc(32, 7);

/** What a transport needs, where everybody is a friend and nobody a peer. */
export function transportTools(clock: Clock, handler: TransportTools['handler'] = () => {}): TransportTools {
  const gate = new Gate(clock, { allows: () => true, isPeer: () => false, rateLimit: { perSecond: 1_000_000, burst: 1_000_000 } });
  return { clock, faults: new Faults(() => {}), refusals: new Refusals(silentLog), gate, handler };
}

/** A media worker that opens every port, and keeps what it was told. */
export class FakeMedia implements MediaChannel {
  readonly commands: MediaCommand[] = [];
  refuses = false;
  #handler: Parameters<MediaChannel['onReport']>[0] = () => {};

  post(command: MediaCommand): void {
    this.commands.push(command);
    if (command.type === 'open') {
      if (this.refuses) this.report({ type: 'not_opened', session: command.session, reason: 'no free RTP port' });
      else this.report({ type: 'opened', session: command.session, port: 40_000 + 2 * command.session });
    }
    if (command.type === 'close') this.report({ type: 'closed', session: command.session });
  }

  onReport(handler: Parameters<MediaChannel['onReport']>[0]): void {
    this.#handler = handler;
  }

  report(report: MediaReport | { readonly type: 'worker_died' }): void {
    queueMicrotask(() => this.#handler(report));
  }

  ofType<Type extends MediaCommand['type']>(type: Type): Extract<MediaCommand, { type: Type }>[] {
    return this.commands.filter((command): command is Extract<MediaCommand, { type: Type }> => command.type === type);
  }
}

export interface TestAgent {
  readonly agent: UserAgent;
  readonly media: FakeMedia;
  readonly legs: CallLeg[];
  readonly events: LegEvent[];
  readonly faults: Faults;
}

/** A user agent without ports; `onLeg` decides what happens to a leg. */
export function testAgent(clock: Clock, onLeg: (leg: CallLeg) => void = () => {}, options: Partial<UserAgentOptions> = {}): TestAgent {
  const media = new FakeMedia();
  const legs: CallLeg[] = [];
  const events: LegEvent[] = [];
  const faults = new Faults(() => {});
  const agent = new UserAgent({
    host: '127.0.0.1',
    port: 0,
    clock,
    random: seededRandom(1),
    media: new MediaEngine(media, { clock, faults }),
    faults,
    log: silentLog,
    contactKey: CONTACT_KEY,
    allows: () => true,
    rateLimit: { perSecond: 1_000_000, burst: 1_000_000 },
    accounts: [],
    onRegistration: () => {},
    ...options,
  });
  agent.onLeg((leg) => {
    legs.push(leg);
    leg.listen((event) => events.push(event));
    onLeg(leg);
  });
  return { agent, media, legs, events, faults };
}

export const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.99',
  's=-',
  'c=IN IP4 192.0.2.99',
  't=0 0',
  'm=audio 6000 RTP/AVP 8 0 101',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n');

export interface RequestParts {
  method?: string;
  uri?: string;
  branch?: string;
  cseq?: number;
  toTag?: string;
  callId?: string;
  fromTag?: string;
  headers?: readonly string[];
  body?: string;
}

/** A request as a well-behaved peer at 192.0.2.99:5080 sends it. */
export function request(parts: RequestParts = {}): Buffer {
  const { method = 'INVITE', uri = 'sip:you@192.0.2.10', branch = 'z9hG4bK-1', cseq = 1, callId = 'call-1', fromTag = 'peer' } = parts;
  const body = parts.body ?? '';
  const type = body === '' || parts.headers?.some((line) => line.startsWith('Content-Type')) ? [] : ['Content-Type: application/sdp'];
  return Buffer.from(
    [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 192.0.2.99:5080;branch=${branch};rport`,
      'Max-Forwards: 70',
      `From: "Peer" <sip:+4940123@192.0.2.99>;tag=${fromTag}`,
      `To: <sip:you@192.0.2.10>${parts.toTag === undefined ? '' : `;tag=${parts.toTag}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      'Contact: <sip:peer@192.0.2.99:5080>',
      ...(parts.headers ?? []),
      ...type,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
    'latin1',
  );
}

export function toTagOf(response: SipResponse): string {
  return /;tag=([^;]+)/u.exec(response.headers.find((header) => header.name === 'To')?.value ?? '')?.[1] ?? '';
}
