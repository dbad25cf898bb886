import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { MAX_LINE_CHARS, MAX_LINES, readSdp } from '../../src/telephony/media/sdp.ts';
import { parseHostPort, splitOutside, unquote } from '../../src/telephony/sip/grammar.ts';
import { parseAuth, parseBrokenVia, parseCSeq, parseNameAddress, parseVia } from '../../src/telephony/sip/headers.ts';
import { MAX_HEADERS, MAX_LISTED, MAX_MESSAGE_BYTES, MAX_VALUE_CHARS, parseDatagram } from '../../src/telephony/sip/parser.ts';
import { sessionExpires } from '../../src/telephony/sip/session-timer.ts';
import { StreamFramer } from '../../src/telephony/sip/stream-framer.ts';
import { parseUri } from '../../src/telephony/sip/uri.ts';
import { FakeFlow, OFFER, request, testAgent } from '../support/sip.ts';

const SMALL = 1_024;
const FACTOR = 32;
/** Linear work grows 32 times, quadratic 1,024 times. */
const LIMIT = 8 * FACTOR;
/** In ms. Quadratic work on 32 kB takes hundreds; what takes less than this is not judged by its noise. */
const TOO_FAST_TO_TELL = 10;

/** Time of this thread's processor in ms: what else the machine does adds nothing to it. */
function spent(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** The fastest of several runs in ms, each of them repeated until it can be measured. */
function fastest(run: () => void): number {
  let best = Infinity;
  for (let repeats = 1, rounds = 0; rounds < 3;) {
    const time = spent(() => {
      for (let i = 0; i < repeats; i++) run();
    });
    if (time < 0.3) repeats *= 2;
    else {
      rounds++;
      best = Math.min(best, time / repeats);
    }
  }
  return best;
}

/** How much longer 32 times the input takes; the least of three answers. */
function growth(run: (length: number) => () => void, small = SMALL): number {
  const large = run(small * FACTOR);
  let least = Infinity;
  for (let tries = 0; tries < 3 && least >= LIMIT; tries++) {
    if (spent(large) < TOO_FAST_TO_TELL) return 1;
    least = Math.min(least, fastest(large) / fastest(run(small)));
  }
  return least;
}

/** What text parsers stumble over, as the beginning, the piece that is repeated and the end of an input. */
const PIECES = [
  '/',
  ' ',
  '\t',
  ';',
  ',',
  '"',
  '<',
  '>',
  '\\"',
  ':',
  '=',
  '@',
  '?',
  '%',
  '0',
  '9',
  'a',
  '.',
  '-',
  '[',
  ']',
  ' / ',
  '; ',
  ';a',
  ';a=',
  'a,',
  ' \t',
  '%4',
  'a:',
  '&&',
  '"a',
  '<a>',
];
const BEGINS = [
  '',
  'SIP',
  'SIP/2.0/UDP ',
  'SIP/2.0/UDP h',
  '"',
  '<sip:',
  '<sip:a@b>',
  'sip:',
  'sip:a@',
  '[',
  'Digest a="',
  '1 ',
  '90;',
  'a',
];
const ENDS = ['', '!', '\u0000', '>', '"', ';'];

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseVia,
  parseBrokenVia,
  parseNameAddress,
  parseCSeq,
  parseAuth,
  parseUri,
  parseHostPort,
  unquote,
  splitOutside: (text) => splitOutside(text, ','),
  sessionExpires: (text) =>
    sessionExpires({
      kind: 'request',
      method: 'INVITE',
      uri: '',
      headers: [{ name: 'Session-Expires', value: text }],
      body: Buffer.alloc(0),
    }),
};

describe('parsers take time in proportion to their input', () => {
  test.each(Object.keys(PARSERS))('%s', (name) => {
    const parse = PARSERS[name]!;
    for (const begin of BEGINS)
      for (const piece of PIECES)
        for (const end of ENDS) {
          const grown = growth((length) => {
            const text = begin + piece.repeat(Math.ceil(length / piece.length)) + end;
            return () => parse(text);
          });
          expect(grown, JSON.stringify([name, begin, piece, end])).toBeLessThan(LIMIT);
        }
  });

  test.each(['Via', 'To', 'From', 'Contact', 'Route', 'Record-Route', 'Reason', 'CSeq', 'Accept', 'Require', 'Content-Type', 'X-Unknown'])(
    'a whole message with a hostile %s',
    (name) => {
      for (const piece of PIECES) {
        const grown = growth((length) => {
          const value = piece.repeat(Math.ceil(length / piece.length));
          const bytes = request({ method: 'OPTIONS', headers: [`${name}: ${value}`] });
          const { agent } = testAgent(new VirtualClock());
          const flow = new FakeFlow();
          flow.send = () => {};
          return () => agent.receive(bytes, flow);
        });
        expect(grown, JSON.stringify([name, piece])).toBeLessThan(LIMIT);
      }
    },
    60_000,
  );

  test('a message in folded lines, in many lines, or in one that does not end', () => {
    for (const lines of ['\r\n ', '\r\n a', '\r\n', '\r\na: b', 'a\r', '\n', ':'])
      expect(
        growth((length) => {
          const bytes = Buffer.from(`OPTIONS sip:a SIP/2.0\r\nVia: x${lines.repeat(Math.ceil(length / lines.length))}\r\n\r\n`);
          return () => parseDatagram(bytes);
        }),
        JSON.stringify(lines),
      ).toBeLessThan(LIMIT);
  });

  test.each([1, 7, 1_000])('a stream that comes in pieces of %i bytes, in the head and in the body', (size) => {
    const inPieces = (bytes: Buffer) => () => {
      const framer = new StreamFramer();
      for (let at = 0; at < bytes.length; at += size) framer.push(bytes.subarray(at, at + size));
    };
    const head = (length: number): Buffer => Buffer.from(`OPTIONS sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(length / 6)}`.slice(0, length));
    const body = (length: number): Buffer =>
      Buffer.concat([Buffer.from(`OPTIONS sip:a SIP/2.0\r\nContent-Length: 60000\r\n\r\n`), Buffer.alloc(length)]);
    expect(growth((length) => inPieces(head(length)), 500)).toBeLessThan(LIMIT);
    expect(growth((length) => inPieces(body(length)))).toBeLessThan(LIMIT);
    expect(growth((length) => inPieces(Buffer.alloc(length, '\r\n')))).toBeLessThan(LIMIT);
  });

  test('a session description, up to its limits', () => {
    for (const line of [
      'a=',
      'a=x',
      'a=rid:1 send',
      'a=ssrc:1 a:b',
      'm=audio 1 RTP/AVP 8',
      'a=crypto:1 x inline:y',
      'a=candidate:1 1 UDP 1 192.0.2.1 1 typ host',
    ])
      expect(
        growth((length) => {
          const body = Buffer.from(OFFER + `${line}\r\n`.repeat(length / 54));
          return () => readSdp(body);
        }, 480),
        line,
      ).toBeLessThan(LIMIT);
    for (const name of [
      'rtpmap:',
      'fmtp:',
      'crypto:',
      'ssrc:',
      'candidate:',
      'rid:',
      'simulcast:',
      'imageattr:',
      'extmap:',
      'source-filter:',
      'rtcp:',
      'msid:',
      '',
    ])
      for (const piece of PIECES) {
        const grown = growth((length) => {
          const line = `a=${name}${piece.repeat(900 / piece.length)}!\r\n`;
          const body = Buffer.from(
            OFFER + (length < 900 ? `a=${name}${piece.repeat(length / piece.length)}!\r\n` : line.repeat(length / 920)),
          );
          return () => readSdp(body);
        }, 480);
        expect(grown, `${name} ${piece}`).toBeLessThan(LIMIT);
      }
  }, 60_000);
});

describe('what a message may hold at most', () => {
  const problemOf = (headers: readonly string[]): string | null => {
    const parsed = parseDatagram(request({ method: 'OPTIONS', headers }));
    return parsed.kind === 'failure' ? parsed.problem : null;
  };
  /** The message has eight headers of its own. */
  const room = MAX_HEADERS - 8;

  test('headers, and values of a list', () => {
    expect(problemOf(Array.from({ length: room }, () => 'X: y'))).toBeNull();
    expect(problemOf(Array.from({ length: room + 1 }, () => 'X: y'))).toBe('too many headers');
    const listed = (count: number): string[] => [`Route: ${Array.from({ length: count }, () => '<sip:a>').join(',')}`];
    expect(problemOf(listed(MAX_LISTED))).toBeNull();
    expect(problemOf(listed(MAX_LISTED + 1))).toBe('too many headers');
    expect(problemOf([`Via: ${','.repeat(MAX_VALUE_CHARS - 10)}`])).toBeNull();
  });

  test('lines, which are no headers as long as they are folded', () => {
    const folded = (count: number): string[] => [`X: y${'\r\n z'.repeat(count)}`];
    expect(problemOf(folded(700))).toBeNull();
    expect(problemOf(folded(900))).toBe('too many lines');
  });

  test('characters of a value and of the start line', () => {
    expect(problemOf([`X: ${'y'.repeat(MAX_VALUE_CHARS)}`])).toBeNull();
    expect(problemOf([`X: ${'y'.repeat(MAX_VALUE_CHARS + 1)}`])).toBe('header too long');
    expect(problemOf([`X: y${`\r\n ${'z'.repeat(1_000)}`.repeat(9)}`])).toBe('header too long');
    const startLine = (length: number) =>
      parseDatagram(request({ method: 'OPTIONS', uri: `sip:${'a'.repeat(length - 'OPTIONS sip: SIP/2.0'.length)}` }));
    expect(startLine(MAX_VALUE_CHARS).kind).toBe('request');
    expect(startLine(MAX_VALUE_CHARS + 1)).toMatchObject({ kind: 'failure', problem: 'start line too long' });
  });

  test('bytes on a connection', () => {
    const framed = (length: number) =>
      new StreamFramer().push(Buffer.from(`OPTIONS sip:a SIP/2.0\r\nContent-Length: ${length}\r\n\r\n`)).broken;
    expect([framed(MAX_MESSAGE_BYTES - 100), framed(MAX_MESSAGE_BYTES)]).toEqual([false, true]);
  });

  test('lines of a description, and their characters', () => {
    const lines = (count: number) => readSdp(Buffer.from(OFFER + 'a=x\r\n'.repeat(count - OFFER.split('\r\n').length)));
    expect(lines(MAX_LINES)).not.toBeNull();
    expect(lines(MAX_LINES + 1)).toBeNull();
    const line = (length: number) => readSdp(Buffer.from(`${OFFER}a=${'x'.repeat(length - 2)}\r\n`));
    expect(line(MAX_LINE_CHARS)).not.toBeNull();
    expect(line(MAX_LINE_CHARS + 1)).toBeNull();
  });
});
