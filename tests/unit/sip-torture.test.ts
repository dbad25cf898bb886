import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { FakeFlow, testAgent } from '../support/sip.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/sip-torture');

/**
 * RFC 4475, section 3: what a correct element answers. `null`: a response that is dropped, or one that must not be
 * answered. We are no registrar, so a well-formed REGISTER meets 405, and an unknown method 501.
 */
const EXPECTED: readonly (readonly [file: string, section: string, final: number | null, why: string])[] = [
  ['wsinv', '3.1.1.1', 481, 'valid in spite of its white space; it names a dialog that does not exist'],
  ['intmeth', '3.1.1.2', 501, 'a method of every allowed character'],
  ['esc01', '3.1.1.3', 200, 'escapes in the URI'],
  ['escnull', '3.1.1.4', 405, 'escaped NUL bytes in a URI'],
  ['esc02', '3.1.1.5', 501, 'a percent sign that escapes nothing'],
  ['lwsdisp', '3.1.1.6', 200, 'no space between display name and <'],
  ['longreq', '3.1.1.7', 200, 'long values'],
  ['dblreq', '3.1.1.8', 405, 'bytes behind the body are not a second request'],
  ['semiuri', '3.1.1.9', 200, 'a semicolon in the user part'],
  ['transports', '3.1.1.10', 200, 'unknown transports in lower Vias'],
  ['mpart01', '3.1.1.11', 405, 'a multipart MESSAGE'],
  ['unreason', '3.1.1.12', null, 'a response with a reason in UTF-8'],
  ['noreason', '3.1.1.13', null, 'a response with an empty reason'],
  ['badinv01', '3.1.2.1', 400, 'extra separators'],
  ['clerr', '3.1.2.2', 400, 'Content-Length larger than the message'],
  ['ncl', '3.1.2.3', 400, 'a negative Content-Length'],
  ['scalar02', '3.1.2.4', 400, 'numbers out of range'],
  ['scalarlg', '3.1.2.5', null, 'a response with numbers out of range'],
  ['quotbal', '3.1.2.6', 400, 'a quote that is never closed'],
  ['ltgtruri', '3.1.2.7', 400, '<> around the Request-URI'],
  ['lwsruri', '3.1.2.8', 400, 'white space in the Request-URI'],
  ['lwsstart', '3.1.2.9', 400, 'several spaces in the request line'],
  ['trws', '3.1.2.10', 400, 'white space behind the request line'],
  ['escruri', '3.1.2.11', 400, 'headers in the Request-URI'],
  ['baddate', '3.1.2.12', 200, 'a time zone other than GMT: may be ignored'],
  ['regbadct', '3.1.2.13', 400, 'a Contact with headers, without <>'],
  ['badaspec', '3.1.2.14', 400, 'white space within <>'],
  ['baddn', '3.1.2.15', 400, 'a display name that is no token'],
  ['badvers', '3.1.2.16', 505, 'SIP/7.0'],
  ['mismatch01', '3.1.2.17', 400, 'CSeq names another method'],
  ['mismatch02', '3.1.2.18', 400, 'CSeq names another, unknown method'],
  ['bigcode', '3.1.2.19', null, 'a response with a status of ten digits'],
  ['badbranch', '3.2.1', 200, 'a branch that is nothing but the cookie'],
  ['insuf', '3.3.1', 400, 'From, To and Call-ID are missing'],
  ['unkscm', '3.3.2', 416, 'an unknown scheme'],
  ['novelsc', '3.3.3', 416, 'a scheme nobody uses'],
  ['unksm2', '3.3.4', 405, 'unknown schemes in To and From'],
  ['bext01', '3.3.5', 420, 'required extensions that nobody knows'],
  ['invut', '3.3.6', 415, 'an unknown content type'],
  ['regaut01', '3.3.7', 405, 'an unknown authorization scheme'],
  ['multi01', '3.3.8', 400, 'From, To, Call-ID and CSeq twice'],
  ['mcl01', '3.3.9', 400, 'two Content-Lengths'],
  ['bcast', '3.3.10', null, 'a response to somebody else'],
  ['zeromf', '3.3.11', 200, 'Max-Forwards 0 stops proxies, not the one who is meant'],
  ['cparam01', '3.3.12', 405, 'an unknown parameter in Contact'],
  ['cparam02', '3.3.13', 405, 'an unknown URI parameter in Contact'],
  ['regescrt', '3.3.14', 405, 'an escaped Route in Contact'],
  ['sdp01', '3.3.15', 406, 'the answer is wanted in a type that nobody knows'],
  ['inv2543', '3.4.1', 200, 'an INVITE as RFC 2543 wrote it'],
];

describe.skipIf(!existsSync(FOLDER))('the messages of RFC 4475', () => {
  test('are all 49 in the table', () => {
    expect(EXPECTED).toHaveLength(49);
  });

  test.each(EXPECTED)('%s (%s) gets %s: %s', async (file, _section, final) => {
    const clock = new VirtualClock();
    const { agent } = testAgent(clock, (leg) => leg.answer());
    const flow = new FakeFlow();
    agent.receive(readFileSync(join(FOLDER, `${file}.dat`)), flow);
    await clock.advance(10);
    expect(flow.statuses.filter((status) => status >= 200)).toEqual(final === null ? [] : [final]);
    await clock.advance(200_000);
    expect(agent.busy).toBe(0);
    expect(clock.waiting).toBe(0);
  });
});
