import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { admit } from '../../src/attendant/admission.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { contactsOf, readContacts } from '../../src/household/contacts.ts';
import { HOME, type Household } from '../../src/household/household.ts';
import { scryptHashing } from '../../src/household/password.ts';
import { normaliseNumber } from '../../src/household/phone-number.ts';
import { hostAskedFor, isOurHost, isOwnOrigin } from '../../src/http/hosts.ts';
import { parseRange } from '../../src/http/byte-range.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { ToldNo } from '../../src/journal/told-no.ts';
import { PLAIN_LINE } from '../support/fakes.ts';
import { allowedNetworks } from '../../src/configured-household.ts';

test.each([
  ['040 / 123-456', '4940123456'],
  ['+49 (0)40 123456', '4940123456'],
  ['0049 40 123456', '4940123456'],
  ['+43 1 234', '431234'],
  ['**610', '**610'],
  ['Oma', null],
  ['', null],
  ['+', null],
])('the number %s is %s', (written, expected) => {
  expect(normaliseNumber(written)).toBe(expected);
});

describe('contacts', () => {
  test('are read with commas, semicolons or tabs, quoted names and several numbers', () => {
    const { contacts, problems } = readContacts(
      '\uFEFFName;Nummer\r\n"Weiß, Dr.";040 1;0171 2\n\n# Nachbarn\nOma\t+43 1 9\nOhne\nFalsch,xyz\n',
    );
    expect(contacts.map((contact) => `${contact.name} ${contact.number}`)).toEqual(['Weiß, Dr. 49401', 'Weiß, Dr. 491712', 'Oma 4319']);
    expect(problems).toEqual([
      { line: 6, problem: 'no_number' },
      { line: 7, problem: 'bad_number' },
    ]);
  });

  test('are found however the number is signalled', () => {
    const contacts = contactsOf(readContacts('Oma,040 123').contacts);
    expect(['040123', '+4940123', '004940123'].map((number) => contacts.nameOf(number))).toEqual(['Oma', 'Oma', 'Oma']);
    expect(contacts.nameOf('040124')).toBeNull();
  });
});

describe('admission', () => {
  const line = { ...PLAIN_LINE, id: 'home', answerAfterSeconds: 20, fritzbox: true, repeatCallMinutes: 3, lang: 'de' } as const;
  const household: Household = {
    id: HOME,
    spokenName: null,
    lang: 'de',
    countryCode: '49',
    timeZone: 'Europe/Berlin',
    keepMessagesDays: 30,
    keepTranscriptsDays: 0,
    maxCalls: Infinity,
    lines: [line],
    profile: DEFAULT_PROFILE,
  };
  const leg = (number: string | null, displayName: string | null, lineId: string | null = 'home') => ({
    from: { number, displayName },
    lineId,
    transport: 'sip' as const,
  });
  const nobody = {
    contacts: contactsOf([]),
    toldNo: new ToldNo(),
    lot: 0,
    moment: { weekday: 1, minute: 600, day: '2026-12-01' },
    wordsLeave: false,
    secondCall: false,
    expecting: false,
    hears: () => false,
    quiet: false,
    phones: 0,
  };

  test('in quiet hours strangers let no phone ring; people who are known do, if the household likes', () => {
    const quietNow = { ...nobody, quiet: true, phones: 1 };
    const withLine = (more: object): Household => ({ ...household, lines: [{ ...line, ...more }] });
    expect(admit(leg('040123', null), household, quietNow)).toMatchObject({ ringMs: 0, quiet: true, leftToFamily: null });
    expect(admit(leg('040123', 'Oma'), household, quietNow)).toMatchObject({ ringMs: 20_000, quiet: false });
    expect(admit(leg('040123', 'Oma'), withLine({ quietForKnown: 'message' }), quietNow)).toMatchObject({ ringMs: 0, quiet: true });
    expect(admit(leg('040123', 'Oma'), withLine({ mode: 'anteroom' }), quietNow)).toMatchObject({ phonesFirst: true });
    const both = withLine({ mode: 'anteroom', quietForKnown: 'message' });
    expect(admit(leg('040123', 'Oma'), both, quietNow)).toMatchObject({ phonesFirst: false, ringMs: 0 });
    const guard = withLine({ mode: 'guard', guarded: ['+49401*'] });
    expect(admit(leg('030123', null), guard, quietNow)).toMatchObject({ leftToFamily: null, ringMs: 0 });
    expect(admit(leg('030123', 'Oma'), guard, quietNow)).toMatchObject({ leftToFamily: 'not_guarded' });
  });

  test('whoever calls again, or is expected, rings in quiet hours too', () => {
    const insists = { ...nobody, quiet: true, phones: 1, secondCall: true };
    expect(admit(leg('040123', null), household, insists)).toMatchObject({ leftToFamily: 'second_call', quiet: false });
    const expected = { ...nobody, quiet: true, phones: 1, expecting: true };
    expect(admit(leg('040123', null), household, expected)).toMatchObject({ leftToFamily: 'expecting', quiet: false });
  });

  test('a number that is not wanted is taken at once, whatever else holds; its words are heard all the same', () => {
    const contacts = { nameOf: () => null, isUnwanted: (number: string) => number === '040123' };
    const unwanted = { ...nobody, contacts, hears: () => true, phones: 1 };
    const withLine = (more: object): Household => ({ ...household, lines: [{ ...line, ...more }] });
    expect(admit(leg('040123', null), household, unwanted)).toMatchObject({ ringMs: 0, leftToFamily: null, dialogue: { unwanted: true } });
    expect(admit(leg('040124', null), household, unwanted)).toMatchObject({ ringMs: 20_000, dialogue: { unwanted: false } });
    const insists = { ...unwanted, secondCall: true, expecting: true };
    expect(admit(leg('040123', null), household, insists)).toMatchObject({ ringMs: 0, leftToFamily: null });
    expect(admit(leg('040123', null), withLine({ mode: 'guard', guarded: [] }), unwanted)).toMatchObject({ leftToFamily: null, ringMs: 0 });
    expect(admit(leg('040123', null), withLine({ mode: 'anteroom' }), insists)).toMatchObject({ phonesFirst: false });
    // A name that the FRITZ!Box sends does not make it known.
    expect(admit(leg('040123', 'Oma'), withLine({ fritzbox: true }), unwanted)).toMatchObject({ knownAs: null, ringMs: 0 });
  });

  test('a call on a line rings first, a trial does not', () => {
    expect(admit(leg('040123', null), household, nobody)).toMatchObject({ kind: 'real', ringMs: 20_000, approach: 'conditional_no' });
    expect(admit(leg('040123', null, null), household, nobody)).toMatchObject({ kind: 'try', ringMs: 0 });
  });

  test.each([
    ['040123', 'Oma', 'Oma'],
    ['040123', '040123', null],
    ['040123', 'Unbekannt', null],
    [null, 'Oma', null],
    // No phonebook holds an address as a name.
    ['040123', '<sip:0900@evil.example>', null],
  ])('on a FRITZ!Box line %s "%s" is known as %s', (number, name, knownAs) => {
    expect(admit(leg(number, name), household, nobody).knownAs).toBe(knownAs);
  });

  test.each([
    ['**610', false, 'inside_caller'],
    ['**1', true, 'inside_caller'],
    ['040123', true, 'second_call'],
    ['040123', false, null],
    [null, false, null],
  ] as const)('%s, second call: %s, is left to the family as %s', (number, secondCall, left) => {
    expect(admit(leg(number, null), household, { ...nobody, secondCall }).leftToFamily).toBe(left);
    expect(admit(leg(number, null, null), household, { ...nobody, secondCall }).leftToFamily).toBeNull();
  });

  test('an expected call leaves every call to the family; in an anteroom it rings the phones first, strangers included', () => {
    const expecting = { ...nobody, expecting: true, phones: 1 };
    const anteroom: Household = { ...household, lines: [{ ...line, mode: 'anteroom' }] };
    expect(admit(leg('040123', null), household, expecting)).toMatchObject({ leftToFamily: 'expecting', phonesFirst: false });
    expect(admit(leg('040123', null), anteroom, expecting)).toMatchObject({ leftToFamily: null, phonesFirst: true, ringMs: 0 });
    expect(admit(leg('040123', null), anteroom, { ...nobody, phones: 1 })).toMatchObject({ phonesFirst: false, ringMs: 0 });
    expect(admit(leg('040123', 'Oma'), anteroom, { ...nobody, phones: 1 })).toMatchObject({ phonesFirst: true, knownAs: 'Oma' });
    expect(admit(leg('040123', null), anteroom, { ...nobody, phones: 1, secondCall: true })).toMatchObject({ phonesFirst: true });
    expect(admit(leg('**610', null), anteroom, { ...nobody, phones: 1 }).leftToFamily).toBe('inside_caller');
    expect(admit(leg('040123', null, null), household, expecting).leftToFamily).toBeNull();
  });

  test('a guard takes listed numbers at once, however they are written, and nobody else', () => {
    const guard: Household = { ...household, lines: [{ ...line, mode: 'guard', guarded: ['+49 40 1234*', '0800 5551234'] }] };
    const met = (number: string | null, name: string | null = null) => admit(leg(number, name), guard, nobody);
    for (const number of ['04012345', '+494012349', '004940 1234', '08005551234'])
      expect(met(number)).toMatchObject({ leftToFamily: null, ringMs: 0 });
    for (const number of ['0401299', '080055512345', null]) expect(met(number).leftToFamily).toBe('not_guarded');
    expect(met('04012345', 'Oma').leftToFamily).toBe('not_guarded');
  });

  test('elsewhere a display name is only a claim', () => {
    expect(admit(leg('040123', 'Oma'), { ...household, lines: [{ ...line, fritzbox: false }] }, nobody).knownAs).toBeNull();
  });
});

describe('settings', () => {
  const read = (text: string, environment = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'danke-nein-config-'));
    writeFileSync(join(folder, 'danke-nein.yaml'), text);
    return readConfig(environment, folder);
  };

  test('the environment wins over the file, the file over the defaults', () => {
    const config = read('sip: { port: 5070 }\nhttp: { port: 9000 }\nhousehold: Familie Berger\n', { HTTP_PORT: '9001', DATA_DIR: 'x' });
    expect(config).toMatchObject({
      sip: { port: 5070 },
      http: { port: 9001 },
      households: [{ id: HOME, household: 'Familie Berger', language: 'de' }],
    });
    expect(config.dataDir.endsWith('/x')).toBe(true);
    expect(read('', { DANKE_CONFIG: '' }).households[0].language).toBe('de');
  });

  test.each([
    ['nonsense: 1', /Unrecognized key.*nonsense/u],
    ['sip: { port: 70000 }', /sip\.port/u],
    ['household: [', /danke-nein\.yaml/u],
    ['lines: [{ id: home, registrar: fritz.box, username: a }]', /password/u],
    ['lines:\n  - { id: a, registrar: x, username: a, password: b }\n  - { id: a, registrar: x, username: a, password: b }', /twice/u],
    ['rtp: { firstPort: 5000, lastPort: 4000 }', /lastPort/u],
    ['lines: [{ id: a, registrar: x, username: a, password: b, quiet: { hours: ["22 Uhr"] } }]', /22:00-07:00/u],
    ['lines: [{ id: a, registrar: x, username: a, password: b, quiet: {} }]', /hours or a calendar/u],
    [
      'lines: [{ id: a, registrar: x, username: a, password: b, quiet: { hours: ["22:00-07:00"], calendarWord: Ruhe } }]',
      /needs a calendar/u,
    ],
    ['timeZone: Mond/Meer', /Europe\/Berlin/u],
    ['furtherHouseholds: [{ household: Praxis Weber }]', /furtherHouseholds\.0\.id/u],
    ['furtherHouseholds: [{ id: home }]', /at the top/u],
    ['furtherHouseholds: [{ id: praxis }, { id: praxis }]', /furtherHouseholds: the id "praxis" is there twice/u],
    [
      'lines: [{ id: a, registrar: x, username: u, password: p }]\nfurtherHouseholds: [{ id: b, lines: [{ id: a, registrar: x, username: v, password: p }] }]',
      /lines: the id "a" is there twice/u,
    ],
  ])('%j is refused in one line', (text, message) => {
    expect(() => read(text)).toThrow(ConfigError);
    expect(() => read(text)).toThrow(message);
    try {
      read(text);
    } catch (error) {
      expect((error as Error).message.split('\n')).toHaveLength(1);
    }
  });

  test('quiet hours are read, and a calendar in a file is found from where the settings are', () => {
    const [{ lines, timeZone }] = read(
      'timeZone: Europe/Vienna\nlines: [{ id: a, registrar: fritz.box, username: u, password: p, quiet: { hours: ["mo-fr 22:00-07:00"], calendar: quiet.ics } }]',
    ).households;
    expect(timeZone).toBe('Europe/Vienna');
    expect(lines[0]?.quiet).toMatchObject({ hours: [{ days: [1, 2, 3, 4, 5], from: 1320, to: 420 }], known: 'ring' });
    expect(lines[0]?.quiet?.calendar).toMatch(/^\/.*\/quiet\.ics$/u);
  });

  test.each(['abc', '-1', '65536', '5060x'])('SIP_PORT=%s is refused', (port) => {
    expect(() => read('', { SIP_PORT: port })).toThrow(/SIP_PORT/u);
  });

  test('further households have settings of their own, and the defaults where they say nothing', () => {
    const { households } = read(
      'language: en\nconversation: { tone: brief }\nfurtherHouseholds: [{ id: praxis, household: Praxis Weber, maxCalls: 2, lines: [{ id: p, registrar: x, username: u, password: q }] }]',
    );
    expect(households).toHaveLength(2);
    expect(households[1]).toMatchObject({ id: 'praxis', household: 'Praxis Weber', language: 'de', maxCalls: 2, lines: [{ id: 'p' }] });
    expect(households[1]?.conversation.tone).toBe('warm');
  });

  test('a password can stand in a file of its own', () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'danke-nein-secret-')), 'pw');
    writeFileSync(secret, 'geheim\n');
    expect(read(`lines: [{ id: home, registrar: fritz.box, username: a, passwordFile: ${secret} }]`).households[0].lines[0]?.password).toBe(
      'geheim',
    );
  });
});

test('passwords: right, wrong, and a hash that is none', async () => {
  const hash = await scryptHashing.hash('ein langer Satz');
  expect(hash).not.toContain('Satz');
  expect(await scryptHashing.verify('ein langer Satz', hash)).toBe(true);
  expect(await scryptHashing.verify('ein anderer Satz', hash)).toBe(false);
  expect(await scryptHashing.verify('x', 'plain')).toBe(false);
});

test('only this machine and private networks may call by default', () => {
  const allows = allowedNetworks(['203.0.113.0/24']);
  expect(['127.0.0.1', '192.168.178.2', '10.9.8.7', '172.20.0.1', '203.0.113.5'].map(allows)).toEqual([true, true, true, true, true]);
  const wide = allowedNetworks(['2001:db8::/32', '203.0.113.9']);
  expect(['::1', 'fe80::1', 'fd00::7', '2001:db8:1::1', '203.0.113.9'].map(wide)).toEqual([true, true, true, true, true]);
  expect(['2001:db9::1', '2606:4700::1', '203.0.113.8'].map(wide)).toEqual([false, false, false]);
  for (const nonsense of ['example.org', '10.0.0.0/33', '::/129', '10.0.0.0/x'])
    expect(() => allowedNetworks([nonsense])).toThrow(/sip\.allow/u);
  expect(['8.8.8.8', '172.32.0.1', '203.0.114.1', 'nonsense', ''].map(allows)).toEqual([false, false, false, false, false]);
});

test('the host that is asked for is that of a whole URL, whatever the header says', () => {
  const asked = (url: string | undefined) => hostAskedFor({ url, headersDistinct: { host: ['localhost:8080'] } });
  expect(['/', '*', '//evil.example/', undefined].map(asked)).toEqual(Array.from({ length: 4 }, () => 'localhost:8080'));
  expect(['http://evil.example/api/state', 'HTTP://evil.example:8080'].map(asked)).toEqual(['evil.example', 'evil.example:8080']);
  expect(hostAskedFor({ url: '/', headersDistinct: { host: ['localhost:8080', 'localhost:8080'] } })).toBeUndefined();
});

test('a foreign host name or page is refused', () => {
  expect(
    ['localhost:8080', '127.0.0.1', '[::1]:8080', '192.168.178.5:8080', 'danke.example.org'].map((host) =>
      isOurHost(host, ['danke.example.org']),
    ),
  ).toEqual([true, true, true, true, true]);
  expect(['evil.example', undefined, 'localhost.evil.example'].map((host) => isOurHost(host, []))).toEqual([false, false, false]);
  expect(isOwnOrigin('cross-site', undefined, 'localhost')).toBe(false);
  expect(isOwnOrigin(undefined, 'http://evil.example', 'localhost:8080')).toBe(false);
  expect(isOwnOrigin('same-origin', 'http://localhost:8080', 'localhost:8080')).toBe(true);
});

test.each([
  ['bytes=0-9', { first: 0, last: 9 }],
  ['bytes=90-', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=0-1000', { first: 0, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['items=1-2', null],
  [undefined, null],
])('the range %s of 100 bytes is %j', (header, expected) => {
  expect(parseRange(header, 100)).toEqual(expected);
});
