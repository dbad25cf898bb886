import { addressFor, plainAddress } from '../../src/call/addresses.ts';
import { describe, expect, test } from 'vitest';
import { parseHostPort, splitOutside } from '../../src/telephony/sip/grammar.ts';
import { parseAuth, parseCSeq, parseNameAddress, parseVia } from '../../src/telephony/sip/headers.ts';
import { callerOf } from '../../src/telephony/sip/caller.ts';
import { parseDatagram } from '../../src/telephony/sip/parser.ts';
import { StreamFramer } from '../../src/telephony/sip/stream-framer.ts';
import { parseUri } from '../../src/telephony/sip/uri.ts';
import { isRejection, validateRequest } from '../../src/telephony/sip/validate.ts';
import { request } from '../support/sip.ts';

describe('URIs', () => {
  test.each([
    ['sip:+4940123@Example.COM:5070;user=phone', { scheme: 'sip', user: '+4940123', host: 'example.com', port: 5070 }],
    ['sips:b%6Fb@[2001:db8::1]', { scheme: 'sips', user: 'bob', host: '2001:db8::1', port: null }],
    ['sip:fritz.box', { scheme: 'sip', user: null, host: 'fritz.box' }],
    ['tel:+49-40-123;phone-context=x', { scheme: 'tel', user: '+49-40-123' }],
  ])('%s', (text, expected) => {
    expect(parseUri(text)).toMatchObject(expected);
  });

  test.each(['sip:', 'sip:@host', 'sip:a@', 'sip:a@host:99999', 'sip:a@ho st', '<sip:a@b>', ':x', 'sip:a@b;=x'])(
    '%s is malformed',
    (text) => {
      expect(parseUri(text)).toBe('malformed');
    },
  );
});

describe('headers', () => {
  test('a Via with white space everywhere', () => {
    expect(parseVia('SIP  / 2.0\t/ UDP  192.0.2.2:5060 ;branch=z9hG4bK1;rport')).toMatchObject({
      transport: 'UDP',
      host: '192.0.2.2',
      port: 5060,
    });
  });

  test('names, quoted and not', () => {
    expect(parseNameAddress('"Weiß \\"Dr.\\" <x>" <sip:a@b;lr>;tag=1')).toMatchObject({ displayName: 'Weiß "Dr." <x>', uri: 'sip:a@b;lr' });
    expect(parseNameAddress('Alice Bob <sip:a@b>')?.displayName).toBe('Alice Bob');
    expect(parseNameAddress('sip:a@b;tag=1')).toMatchObject({ displayName: null, uri: 'sip:a@b' });
    expect(parseNameAddress('Bell, Alexander <sip:a@b>')).toBeNull();
  });

  test('CSeq and credentials', () => {
    expect(parseCSeq(' 7   INVITE')).toEqual({ number: 7, method: 'INVITE' });
    expect(parseCSeq('2147483648 INVITE')).toBeNull();
    expect(parseAuth('Digest realm="a,b", nonce="x=="')?.parameters.get('realm')).toBe('a,b');
  });

  test('hosts and lists', () => {
    expect(parseHostPort('a b')).toBeNull();
    expect(splitOutside('"a,b" <c,d>, e', ',')).toEqual(['"a,b" <c,d>', 'e']);
    expect(splitOutside('"open, x', ',')).toBeNull();
  });
});

describe('who calls', () => {
  const from = (line: string, extra: string[] = []) => {
    const text = request({ headers: extra })
      .toString('latin1')
      .replace(/^From: .*$/mu, Buffer.from(`From: ${line};tag=1`, 'utf8').toString('latin1'));
    const message = parseDatagram(Buffer.from(text, 'latin1'));
    if (message.kind !== 'request') throw new Error('no request');
    const valid = validateRequest(message);
    if (isRejection(valid)) throw new Error(valid.reason);
    return valid;
  };

  test('name and number', () => {
    expect(callerOf(from('"Jürgen" <sip:040123@fritz.box>'), false)).toEqual({ number: '040123', displayName: 'Jürgen' });
  });

  test('a suppressed number is none', () => {
    expect(callerOf(from('"Anonymous" <sip:anonymous@anonymous.invalid>'), false).number).toBeNull();
  });

  test('an asserted identity counts only from our registrar', () => {
    const invite = from('<sip:anonymous@anonymous.invalid>', ['P-Asserted-Identity: <sip:+4930999@provider>']);
    expect(callerOf(invite, true).number).toBe('+4930999');
    expect(callerOf(invite, false).number).toBeNull();
  });
});

describe('a TCP stream', () => {
  test('is cut by Content-Length, byte by byte or all at once', () => {
    const bytes = Buffer.concat([Buffer.from('\r\n\r\n'), request({ body: 'v=0\r\n' }), request({ branch: 'z9hG4bK-2' })]);
    const slow = new StreamFramer();
    const slowly = [...bytes].map((byte) => slow.push(Buffer.of(byte)));
    const atOnce = new StreamFramer().push(bytes);
    expect(atOnce.messages).toHaveLength(2);
    expect(atOnce.pings).toBe(1);
    expect(slowly.flatMap((one) => one.messages)).toEqual(atOnce.messages);
  });

  test('without Content-Length, or with an endless head, is given up', () => {
    expect(new StreamFramer().push(Buffer.from('OPTIONS sip:a SIP/2.0\r\nTo: x\r\n\r\n')).broken).toBe(true);
    expect(new StreamFramer().push(Buffer.alloc(20_000, 'a')).broken).toBe(true);
  });
});

describe('a request', () => {
  const OPTIONS = request({ method: 'OPTIONS' }).toString('latin1');
  const read = (text: string) => {
    const message = parseDatagram(Buffer.from(text, 'latin1'));
    return message.kind === 'request' ? validateRequest(message) : message;
  };

  test('may come behind empty lines', () => {
    expect(read(`\r\n\r\n\r\n${OPTIONS}`)).toEqual(read(OPTIONS));
    expect(parseDatagram(Buffer.from('\r\n\r\n'))).toMatchObject({ kind: 'failure', method: null });
  });

  test('with two lengths is none, and its stream is given up', () => {
    const two = OPTIONS.replace('Content-Length: 0', 'Content-Length: 0\r\nl: 500');
    expect(read(two)).toMatchObject({ kind: 'failure', status: 400 });
    expect(new StreamFramer().push(Buffer.from(two)).broken).toBe(true);
  });

  test('names every contact only where it registers', () => {
    const withStar = (method: string): string =>
      request({ method })
        .toString('latin1')
        .replace(/^Contact:.*\r\n/imu, '')
        .replace('\r\n', '\r\nContact: *\r\n');
    expect(['INVITE', 'OPTIONS'].map((method) => read(withStar(method)))).toMatchObject([{ status: 400 }, { status: 400 }]);
    expect(read(withStar('REGISTER'))).not.toHaveProperty('status');
  });

  test('in an encoding that we do not know is refused with those that we do, except an ACK, which nobody answers', () => {
    const encoded = (encoding: string, method = 'INVITE'): string =>
      request({ method }).toString('latin1').replace('\r\n', `\r\nContent-Encoding: ${encoding}\r\n`);
    expect(read(encoded('gzip'))).toMatchObject({ status: 415, headers: [{ name: 'Accept-Encoding', value: 'identity' }] });
    expect(read(encoded('identity, deflate'))).toMatchObject({ status: 415 });
    expect(read(encoded('Identity'))).not.toHaveProperty('status');
    expect(read(encoded('gzip', 'ACK'))).not.toHaveProperty('status');
  });
});

test.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:10.0.0.1', '10.0.0.1'],
  ['::ffff:1', '::ffff:1'],
  ['2001:db8::1', '2001:db8::1'],
  ['192.0.2.1', '192.0.2.1'],
])('%s is %s to us, and gets there on a socket for both families', (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
  expect(plainAddress(addressFor('udp6', plain))).toBe(plain);
  expect(addressFor('udp4', plain)).toBe(plain);
});
