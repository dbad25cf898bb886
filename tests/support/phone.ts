import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { LegEvent } from '../../src/telephony/leg.ts';
import { header, type SipRequest } from '../../src/telephony/sip/message.ts';
import type { Account } from '../../src/telephony/sip/registration.ts';
import { FakeFlow, testAgent, type TestAgent } from './sip.ts';

export const HOME_LINE: Account = {
  lineId: 'home',
  registrar: 'fritz.box',
  port: 5060,
  transport: 'UDP',
  ca: null,
  encryptMedia: false,
  username: 'danke',
  password: 'geheim',
  phones: ['**610', 'sip:anna@192.0.2.31:5070'],
  alertPhones: [],
  ownNumber: 'danke',
};

export const ANSWER = [
  'v=0',
  'o=- 7 7 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 7078 RTP/AVP 8 101',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n');

/** The household's phone at the far end of a dialled leg: answers what the test says. */
export interface Phone extends TestAgent {
  readonly clock: VirtualClock;
  readonly flow: FakeFlow;
  /** Hosts that a way was asked for, in order. */
  readonly hosts: string[];
  /** INVITEs that were sent, without repetitions. */
  readonly invites: () => SipRequest[];
  readonly dialled: (phone?: number) => {
    hangUp(reason?: 'answered_elsewhere'): void;
    readonly events: LegEvent[];
    readonly state: string;
  };
  /** Answers the last request of a method. */
  reply(status: number, parts?: { method?: string; toTag?: string; headers?: readonly string[]; body?: string }): Promise<void>;
  /** Sends a request inside the dialog. */
  send(method: string, parts?: { cseq?: number; toTag?: string; body?: string }): Promise<void>;
}

export function phone(line: Partial<Account> = {}): Phone {
  const clock = new VirtualClock();
  const flow = new FakeFlow('UDP', { address: '192.0.2.1', port: 5060 });
  const hosts: string[] = [];
  const made = testAgent(clock, () => {}, {
    accounts: [{ ...HOME_LINE, ...line }],
    flowsTo: async ({ host }) => {
      hosts.push(host);
      return [flow];
    },
  });
  const last = (method: string): SipRequest => {
    const found = flow.requests.findLast((request) => request.method === method);
    if (!found) throw new Error(`no ${method} was sent`);
    return found;
  };
  const invites = (): SipRequest[] => {
    const seen = new Set<string>();
    return flow.requests.filter((one) => {
      const key = `${header(one, 'Call-ID')} ${header(one, 'CSeq')}`;
      return one.method === 'INVITE' && !seen.has(key) && seen.add(key);
    });
  };
  const raw = (lines: readonly string[], body = ''): Buffer =>
    Buffer.from(
      [...lines, ...(body === '' ? [] : ['Content-Type: application/sdp']), `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(
        '\r\n',
      ),
      'latin1',
    );
  return {
    ...made,
    clock,
    flow,
    hosts,
    invites,
    dialled(which = 0) {
      const leg = made.agent.dial('home', 'household', which, { shownAs: 'Oma Weiß' });
      const events: LegEvent[] = [];
      leg.listen((event) => events.push(event));
      return {
        hangUp: (reason) => leg.hangUp(reason),
        events,
        get state() {
          return leg.state;
        },
      };
    },
    async reply(status, { method = 'INVITE', toTag = 'phone', headers = [], body = '' } = {}) {
      const request = last(method);
      const to = status === 100 ? header(request, 'To') : `${header(request, 'To')};tag=${toTag}`;
      const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(request, name)}`);
      const own = [`To: ${to}`, 'Contact: <sip:phone@192.0.2.1:5060>', ...headers];
      made.agent.receive(raw([`SIP/2.0 ${status} x`, ...copied, ...own], body), flow);
      await clock.advance(1);
    },
    async send(method, { cseq = 1, toTag = 'phone', body = '' } = {}) {
      const invite = last('INVITE');
      made.agent.receive(
        raw(
          [
            `${method} sip:line@192.0.2.10 SIP/2.0`,
            `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-${method}-${cseq}-${flow.sent.length};rport`,
            'Max-Forwards: 70',
            `From: ${header(invite, 'To')};tag=${toTag}`,
            `To: ${header(invite, 'From')}`,
            `Call-ID: ${header(invite, 'Call-ID')}`,
            `CSeq: ${cseq} ${method}`,
            'Contact: <sip:phone@192.0.2.1:5060>',
          ],
          body,
        ),
        flow,
      );
      await clock.advance(1);
    },
  };
}
