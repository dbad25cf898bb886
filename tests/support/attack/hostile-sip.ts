/** A request whose lines can be replaced, left out (null) or added. */
function message(changes: Readonly<Record<string, string | null>> = {}, startLine = 'OPTIONS sip:a@127.0.0.1 SIP/2.0', body = ''): string {
  const lines: Record<string, string | null> = {
    Via: 'SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-hostile',
    'Max-Forwards': '70',
    From: '<sip:mallory@127.0.0.10>;tag=m',
    To: '<sip:a@127.0.0.1>',
    'Call-ID': 'hostile',
    CSeq: '1 OPTIONS',
    Contact: '<sip:mallory@127.0.0.10>',
    'Content-Length': String(Buffer.byteLength(body)),
    ...changes,
  };
  const written = Object.entries(lines).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return [startLine, ...written, '', body].join('\r\n');
}

const INVITE = 'INVITE sip:a@127.0.0.1 SIP/2.0';
const invite = (changes: Readonly<Record<string, string | null>>, body = ''): string =>
  message(
    { CSeq: '1 INVITE', 'Content-Type': 'application/sdp', ...changes, 'Content-Length': String(Buffer.byteLength(body)) },
    INVITE,
    body,
  );
const sdp = (...lines: readonly string[]): string => ['v=0', 'o=- 1 1 IN IP4 127.0.0.10', 's=-', ...lines, ''].join('\r\n');
const LONG = 30_000;

/**
 * Messages that have stopped SIP programs: ports that are none, numbers beyond 64 bits, headers that make a backtracking expression quadratic,
 * lists without end, lengths that lie. No single one may cost more than itself.
 */
export const HOSTILE_SIP: readonly string[] = [
  ...['0', '65536', '-1', '99999999999999999999', '5060junk', ''].flatMap((port) => [
    message({ Via: `SIP/2.0/UDP 127.0.0.10:${port};branch=z9hG4bK-p${port}` }),
    message({ Via: `SIP/2.0/UDP 127.0.0.10:5060;rport=${port};branch=z9hG4bK-r${port}` }),
    invite({ Contact: `<sip:m@127.0.0.10:${port}>`, 'Call-ID': `port${port}`, Via: `SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-c${port}` }),
    invite(
      { 'Call-ID': `media${port}`, Via: `SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-m${port}` },
      sdp('c=IN IP4 127.0.0.10', 't=0 0', `m=audio ${port} RTP/AVP 8`),
    ),
    invite({
      'Record-Route': `<sip:127.0.0.10:${port};lr>`,
      'Call-ID': `route${port}`,
      Via: `SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-o${port}`,
    }),
  ]),
  message({ Via: `SIP${'/'.repeat(LONG)}` }),
  message({ Via: `SIP/2.0/UDP ${' '.repeat(LONG)}x` }),
  message({ Via: `SIP/2.0/UDP 127.0.0.10${';a'.repeat(LONG / 2)}` }),
  message({ Via: `SIP/2.0/UDP [${':'.repeat(LONG)}]:5060;branch=z9hG4bK1` }),
  message({ Via: `SIP/2.0/UDP 127.0.0.10;branch="${'\\"'.repeat(LONG / 2)}` }),
  message({ From: `"${'\\'.repeat(LONG)}` }),
  message({ From: `"${'"'.repeat(LONG)}" <sip:m@127.0.0.10>;tag=1` }),
  message({ From: `${'<'.repeat(LONG)}sip:m@127.0.0.10>;tag=1` }),
  message({ From: `<sip:${'m@'.repeat(LONG / 2)}127.0.0.10>;tag=1` }),
  message({ To: `<sip:a@127.0.0.1>${';'.repeat(LONG)}` }),
  message({ To: ' \t'.repeat(LONG / 2) }),
  message({ Contact: Array.from({ length: 4_000 }, () => '<sip:m@x>').join(',') }),
  message({ 'Record-Route': Array.from({ length: 4_000 }, () => '<sip:x;lr>').join(',') }),
  message({ Require: Array.from({ length: 10_000 }, () => 'a').join(',') }),
  message({ 'X-Folded': `a${'\r\n '.repeat(LONG / 3)}b` }),
  message({ CSeq: '4294967296 OPTIONS' }),
  message({ CSeq: `${'9'.repeat(LONG)} OPTIONS` }),
  message({ CSeq: `1${' '.repeat(LONG)}` }),
  message({ 'Max-Forwards': '-1' }),
  message({ 'Max-Forwards': '9'.repeat(400) }),
  message({ 'Content-Length': '4294967295' }),
  message({ 'Content-Length': '-1' }),
  message({ 'Call-ID': '\0\u0001\u007f' }),
  message({ 'Call-ID': 'a'.repeat(LONG) }),
  message({}, `OPTIONS sip:${'%'.repeat(LONG)}@127.0.0.1 SIP/2.0`),
  message({}, `OPTIONS sip:a@127.0.0.1${';a=b'.repeat(LONG / 4)} SIP/2.0`),
  message({}, 'SIP/2.0 200 OK'),
  message({ Via: 'SIP/2.0/UDP 127.0.0.10:0;branch=z9hG4bK-resp' }, 'SIP/2.0 999999999999 ?'),
  message({ CSeq: '1 BYE', To: '<sip:a@127.0.0.1>;tag=nobody' }, 'BYE sip:a@127.0.0.1 SIP/2.0'),
  message({ CSeq: '1 CANCEL' }, 'CANCEL sip:a@127.0.0.1 SIP/2.0'),
  message({ CSeq: '1 ACK', To: '<sip:a@127.0.0.1>;tag=nobody' }, 'ACK sip:a@127.0.0.1 SIP/2.0'),
  `OPTIONS sip:a@127.0.0.1 SIP/2.0\r\n${'A: b\r\n'.repeat(5_000)}\r\n`,
  '\0'.repeat(LONG),
  '\r\n'.repeat(LONG / 2),
  invite(
    { 'Call-ID': 'streams', Via: 'SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-streams' },
    sdp('t=0 0', ...Array.from({ length: 1_000 }, () => 'm=audio 9 RTP/AVP 8')),
  ),
  invite(
    { 'Call-ID': 'own', Via: 'SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-own' },
    sdp('c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 5060 RTP/AVP 8'),
  ),
  invite(
    { 'Call-ID': 'attributes', Via: 'SIP/2.0/UDP 127.0.0.10:5060;branch=z9hG4bK-at' },
    sdp('c=IN IP4 127.0.0.10', 't=0 0', 'm=audio 9 RTP/AVP 8', `a=fmtp:8 ${'a=b;'.repeat(LONG / 4)}`, `a=${' '.repeat(LONG)}`),
  ),
];
