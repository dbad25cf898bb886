import { beforeEach, describe, expect, test } from 'vitest';
import { Attendant, type AttendantTools } from '../../src/attendant/attendant.ts';
import { silentLog } from '../../src/call/log.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { contactsOf } from '../../src/household/contacts.ts';
import { HOME, type Household } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { LOCAL_USER_ID } from '../../src/household/users.ts';
import { SESSION_SECONDS } from '../../src/http/access.ts';
import { TryDesk } from '../../src/http/try-desk.ts';
import { WebDesk } from '../../src/http/web-desk.ts';
import { Journal } from '../../src/journal/journal.ts';
import { MessageBox } from '../../src/journal/message-box.ts';
import { PhraseAudio } from '../../src/speaking/phrase-audio.ts';
import type { CallLeg, LegInfo } from '../../src/telephony/leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { fromHere, openConsole, type ConsoleApp } from '../support/console-app.ts';
import { FakePhones } from '../support/fake-phones.ts';
import { FakeVoice, noCache, understandingTools } from '../support/fakes.ts';
import { MemoryStore } from '../support/memory-store.ts';

const PASSWORD = 'ein langes Passwort';
const owner = { id: LOCAL_USER_ID, name: 'local', role: 'owner' } as const;

/** A browser's leg: it notes whom it overhears. */
class BrowserLeg extends LocalLeg {
  overheard: CallLeg | null = null;

  override overhear(leg: CallLeg): void {
    this.overheard = leg;
  }
}

interface Answer {
  readonly status: number;
  readonly body: { readonly callId?: string; readonly legId?: string; readonly error?: string };
}

describe('what outlives its request ends with the access that let it in', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let attendant: Attendant;
  let console: ConsoleApp;
  /** Of every browser, in the order in which they came. */
  let browsers: BrowserLeg[];
  /** What happens between an offer and its answer. */
  let whileOpening: () => Promise<unknown>;
  let eva: string;
  let opa: string;
  beforeEach(async () => {
    clock = new VirtualClock(1_800_000_000_000);
    store = new MemoryStore();
    browsers = [];
    whileOpening = async () => {};
    const household: Household = {
      id: HOME,
      spokenName: 'Familie Berger',
      lang: 'de',
      countryCode: '49',
      timeZone: 'Europe/Berlin',
      keepMessagesDays: 30,
      keepTranscriptsDays: 0,
      maxCalls: 10,
      lines: [],
      profile: DEFAULT_PROFILE,
    };
    const tools: AttendantTools = {
      clock,
      household,
      phrases: new PhraseAudio(new FakeVoice(), noCache, wordsOf),
      contacts: contactsOf([]),
      journal: new Journal({ store, transcripts: store, householdId: HOME, clock, log: silentLog }),
      messages: new MessageBox(store, HOME, clock),
      ...understandingTools(),
      dialler: new FakePhones(clock, 0),
      serverIsFull: () => false,
    };
    attendant = new Attendant(tools, []);
    const webDesk = new WebDesk(attendant, async (_offer, info) => {
      const leg = new BrowserLeg(clock, info);
      browsers.push(leg);
      await whileOpening();
      return { leg, answer: 'v=0', leave: () => leg.leave() };
    });
    console = await openConsole({ clock, home: { attendant, webDesk, tryDesk: new TryDesk(attendant, new FakeVoice(), clock) } });
    eva = await console.access.addFirstUser('Eva', PASSWORD);
    await console.access.addUser('home', owner, 'Opa', PASSWORD, 'member');
    opa = await logIn('Opa');
  });

  async function logIn(name: string): Promise<string> {
    const { session } = await console.access.logIn(name, PASSWORD, { source: '127.0.0.1' });
    return session;
  }

  async function ask(session: string, path: string, body: object | null = {}, method = 'POST'): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json', Host: 'localhost', ...credential(session) };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await console.app.request(`http://localhost/api${path}`, init, fromHere());
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  }

  const credential = (secret: string): Record<string, string> =>
    secret.startsWith('dn_') ? { Authorization: `Bearer ${secret}` } : { Cookie: `danke_session=${secret}` };
  const tryIt = { offer: 'v=0', lang: 'de', known: false };
  const userNamed = async (name: string): Promise<string> =>
    (await console.access.users('home')).find((user) => user.name === name)?.id ?? '';

  /** A stranger's call, some words into it. */
  async function call(): Promise<{ caller: LocalLeg; id: string }> {
    const info: LegInfo = { from: { number: '040123', displayName: null }, lineId: null, transport: 'sip' };
    const caller = new LocalLeg(clock, info);
    const id = attendant.take(caller) ?? '';
    await clock.advance(10_000);
    return { caller, id };
  }

  /** The leg of somebody's browser, in the state of somebody who hears the call. */
  async function listens(session: string, callId: string): Promise<BrowserLeg> {
    expect((await ask(session, `/calls/${callId}/listen`, { offer: 'v=0' })).status).toBe(200);
    await clock.advance(10_000);
    const leg = browsers.at(-1)!;
    expect(leg.overheard?.state).toBe('answered');
    return leg;
  }

  /** Every way in which somebody's access ends while others keep theirs. */
  const ENDS: Readonly<Record<string, (session: string) => Promise<unknown>>> = {
    'log-out': (session) => ask(session, '/logout'),
    'log-out everywhere, from another device': async () => ask(await logIn('Opa'), '/logout/everywhere'),
    'a new password, from another device': async () =>
      ask(await logIn('Opa'), '/password', { before: PASSWORD, password: `${PASSWORD} 2` }),
    'being removed': async () => ask(eva, `/users/${await userNamed('Opa')}`, null, 'DELETE'),
  };

  test.each(Object.keys(ENDS))('%s: who listened is hung up on, another one listens on, and the call goes on', async (how) => {
    const { caller, id } = await call();
    const [his, hers] = [await listens(opa, id), await listens(eva, id)];
    await ENDS[how]?.(opa);
    expect([his.state, hers.state, caller.state]).toEqual(['ended', 'answered', 'answered']);
    expect(hers.overheard).toBe(caller);
  });

  test('the end of a session: who listened is hung up on', async () => {
    const LAST_SECONDS_MS = 32_000;
    await clock.advance(1_000 * SESSION_SECONDS - LAST_SECONDS_MS);
    const fresh = await logIn('Eva');
    const { caller, id } = await call();
    const [his, hers] = [await listens(opa, id), await listens(fresh, id)];
    await clock.advance(1_900);
    expect(his.state).toBe('answered');
    await clock.advance(100);
    expect([his.state, hers.state, caller.state]).toEqual(['ended', 'answered', 'answered']);
  });

  test('a token that is taken away: whatever listened by it is hung up on', async () => {
    const { id } = await call();
    const { token, id: tokenId } = await console.access.addToken('home', owner, 'x', 'member', 30);
    const leg = await listens(token, id);
    await ask(eva, `/tokens/${tokenId}`, null, 'DELETE');
    expect(leg.state).toBe('ended');
  });

  test('the first password: whoever listened without one is hung up on', async () => {
    const local = await openConsole({ clock, home: { webDesk: new WebDesk(attendant, openBrowser) } });
    const { id } = await call();
    const listening = await local.app.request(
      `http://localhost/api/calls/${id}/listen`,
      { method: 'POST', headers: { 'Content-Type': 'application/json', Host: 'localhost' }, body: JSON.stringify({ offer: 'v=0' }) },
      fromHere(),
    );
    expect(listening.status).toBe(200);
    await local.access.addFirstUser('Eva', PASSWORD);
    expect(browsers.at(-1)?.state).toBe('ended');
  });

  async function openBrowser(_offer: string, info: LegInfo) {
    const leg = new BrowserLeg(clock, info);
    browsers.push(leg);
    return { leg, answer: 'v=0', leave: () => leg.leave() };
  }

  test('who had taken a call: it ends for the caller as if they had closed their browser, and the journal says the same', async () => {
    const endings: unknown[] = [];
    const ways: readonly ((leg: BrowserLeg) => Promise<unknown>)[] = [async (leg) => leg.leave(), () => ask(opa, '/logout')];
    for (const gone of ways) {
      const { caller, id } = await call();
      expect((await ask(opa, `/calls/${id}/take`, { offer: 'v=0' })).status).toBe(200);
      await clock.advance(10_000);
      expect(caller.state).toBe('answered');
      await gone(browsers.at(-1)!);
      expect(browsers.at(-1)?.state).toBe('ended');
      await clock.advance(1_000);
      expect(caller.state).toBe('ended');
      const kept = await store.call(HOME, id);
      endings.push([kept?.outcome, kept?.events.map(({ type }) => type)]);
    }
    expect(endings[0]).toEqual(['put_through', expect.arrayContaining(['connected', 'phone_left', 'ended'])]);
    expect(endings[1]).toEqual(endings[0]);
  });

  test('who was about to take a call: the attendant goes on with the caller', async () => {
    const { caller, id } = await call();
    expect((await ask(opa, `/calls/${id}/take`, { offer: 'v=0' })).status).toBe(200);
    await clock.advance(100);
    await ask(opa, '/logout');
    expect(browsers.at(-1)?.state).toBe('ended');
    await clock.advance(5_000);
    expect(caller.state).toBe('answered');
    expect((await store.call(HOME, id))?.events.map(({ type }) => type)).toContain('not_connected');
  });

  test.each(Object.keys(ENDS))(
    '%s: a trial call with the microphone, and one that is typed, are over; another one’s go on',
    async (how) => {
      for (const session of [opa, eva]) {
        expect((await ask(session, '/web/call', tryIt)).status).toBe(200);
        expect((await ask(session, '/try', tryIt)).status).toBe(200);
      }
      await clock.advance(5_000);
      expect(attendant.calls).toBe(4);
      await ENDS[how]?.(opa);
      await clock.advance(1_000);
      expect(attendant.calls).toBe(2);
      expect(browsers.map(({ state }) => state)).toEqual(['ended', 'answered']);
    },
  );

  test('access that ends while the browser is being connected: nobody hears anything', async () => {
    const { id } = await call();
    whileOpening = () => ask(opa, '/logout');
    expect(await ask(opa, `/calls/${id}/listen`, { offer: 'v=0' })).toEqual({ status: 401, body: { error: 'not_logged_in' } });
    await clock.advance(10_000);
    expect([browsers[0]?.state, browsers[0]?.overheard]).toEqual(['ended', null]);
  });

  test('a leg that breaks when it is hung up costs nobody their log-out, nor the others their end', async () => {
    const { id } = await call();
    const legs = [await listens(opa, id), await listens(opa, id)];
    legs[0]!.leave = () => {
      throw new TypeError('broken');
    };
    expect((await ask(opa, '/logout')).status).toBe(200);
    expect(legs[1]?.state).toBe('ended');
    expect(console.faults.counts).toEqual({ http: 1 });
  });

  test('what has ended is watched no longer, and ten browsers at most are there, also when they come at once', async () => {
    const { id } = await call();
    const asked = await Promise.all(Array.from({ length: 12 }, () => ask(opa, `/calls/${id}/listen`, { offer: 'v=0' })));
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(10);
    for (const leg of browsers) leg.leave();
    const before = console.openRequests.size;
    await listens(opa, id);
    // The one that listens now, and its request, which the test never closes.
    expect(console.openRequests.size).toBe(before - 10 + 2);
  });

  test('nor are typed calls watched that are over', async () => {
    const trial = await ask(opa, '/try', tryIt);
    const before = console.openRequests.size;
    await ask(opa, `/try/${trial.body.callId}`, null, 'DELETE');
    await ask(opa, '/try', tryIt);
    // Two requests more, which the test never closes, and one call in the place of another.
    expect(console.openRequests.size).toBe(before + 2);
  });
});
