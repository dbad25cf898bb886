import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../src/http/openapi.ts';
import { fromHere, openConsole, type ConsoleApp } from '../support/console-app.ts';

/** Who sends a request. `other`: the owner of another household on the same server. */
const ROLES = ['stranger', 'member', 'owner', 'memberProgram', 'ownerProgram', 'other'] as const;
type Role = (typeof ROLES)[number];

/** Who may, by the product's rules; everybody else is refused. */
const RULES = {
  everybody: ROLES,
  /** The household's calls, messages, numbers, trials, words: people and the programs that they let in, each in their own household. */
  household: ['member', 'owner', 'memberProgram', 'ownerProgram', 'other'],
  /** What belongs to a person: no program, in whichever household. */
  people: ['member', 'owner', 'other'],
  owners: ['owner', 'ownerProgram', 'other'],
  /** Who may come in: owners decide that themselves, of their own household. */
  ownersInPerson: ['owner', 'other'],
  /** What belongs to the whole server: the first household's owner. */
  serverOwner: ['owner', 'ownerProgram'],
  /** The public pages belong to the first household. */
  site: ['member', 'owner', 'memberProgram', 'ownerProgram'],
  sitePeople: ['member', 'owner'],
} as const satisfies Record<string, readonly Role[]>;

const RULE_OF: Readonly<Record<string, keyof typeof RULES>> = {
  'get /state': 'everybody',
  'post /login': 'everybody',
  'post /login/passkey/options': 'everybody',
  'post /login/passkey': 'everybody',
  'post /logout': 'everybody',

  'get /today': 'household',
  'get /live': 'household',
  'get /calls': 'household',
  'get /calls/export': 'household',
  'get /calls/{id}': 'household',
  'delete /calls/{id}': 'household',
  'post /calls/{id}/restore': 'household',
  'delete /calls/{id}/transcript': 'household',
  'put /calls/{id}/correction': 'people',
  'put /calls/{id}/parting': 'people',
  'get /calls/{id}/mood': 'people',
  'put /calls/{id}/mood': 'people',
  'post /calls/{id}/end': 'household',
  'post /calls/{id}/put-through': 'household',
  'post /calls/{id}/write-along': 'household',
  'post /calls/{id}/say': 'household',
  'post /calls/{id}/approach': 'household',
  'post /calls/{id}/take': 'household',
  'post /calls/{id}/listen': 'household',
  'post /web/call': 'household',
  'delete /web/{leg}': 'household',
  'get /messages/{id}/audio': 'household',
  'post /messages/{id}/heard': 'household',
  'delete /messages/{id}': 'household',
  'get /callers': 'household',
  'put /callers': 'household',
  'delete /callers/{number}': 'household',
  'post /callers/remove': 'household',
  'post /callers/import': 'household',
  'post /expecting': 'household',
  'post /lines/{id}/test': 'household',
  'post /try': 'household',
  'post /try/{id}/say': 'household',
  'post /try/{id}/key': 'household',
  'delete /try/{id}': 'household',
  'get /voice/greeting': 'household',
  'get /voice/greeting/audio': 'household',
  'get /voice/sentences': 'household',
  'get /voice/recording': 'household',
  'put /voice/recording': 'people',
  'delete /voice/recording': 'people',
  'post /voice/recording/restore': 'people',
  'get /evidence': 'people',
  'get /practice': 'people',
  'post /practice/talk': 'people',
  'put /practice/kept/{id}': 'people',
  'delete /practice/kept': 'people',
  'post /practice/hear': 'people',
  'post /practice/voice': 'people',
  'get /reflections': 'people',
  'get /reflections/{id}': 'people',
  'put /reflections/{id}': 'people',
  'delete /reflections/{id}': 'people',
  'get /word-lists': 'household',
  'post /reflection-hints': 'household',
  'get /openapi.json': 'household',

  'get /settings': 'owners',
  'put /settings/{section}': 'owners',
  'post /settings/changes/{id}/undo': 'owners',
  'post /settings/services/check': 'owners',
  'get /packs': 'serverOwner',
  'post /packs/{id}/install': 'serverOwner',
  'post /packs/{id}/cancel': 'serverOwner',
  'delete /packs/{id}': 'serverOwner',
  'post /packs/import': 'serverOwner',

  'post /logout/everywhere': 'people',
  'post /password': 'people',
  'get /passkeys': 'people',
  'post /passkeys/options': 'people',
  'post /passkeys': 'people',
  'delete /passkeys/{id}': 'people',
  'get /users': 'ownersInPerson',
  'post /users': 'ownersInPerson',
  'delete /users/{id}': 'ownersInPerson',
  'get /tokens': 'ownersInPerson',
  'post /tokens': 'ownersInPerson',
  'delete /tokens/{id}': 'ownersInPerson',

  'get /experiences': 'site',
  'delete /experiences/demo': 'site',
  'get /experiences/export': 'site',
  'post /experiences/import': 'site',
  'post /stories': 'site',
  'post /stories/from-reflection': 'sitePeople',
  'post /stories/preview': 'site',
  'get /stories/{id}': 'site',
  'put /stories/{id}': 'site',
  'delete /stories/{id}': 'site',
  'post /stories/{id}/restore': 'site',
  'post /stories/{id}/publish': 'site',
  'post /stories/{id}/unpublish': 'site',
  'post /pictures': 'site',
  'get /pictures/{id}': 'site',
  'get /comments': 'site',
  'post /comments': 'sitePeople',
  'put /comments/{id}': 'site',
  'post /comments/{id}/decide': 'site',
  'post /comments/decide': 'site',
  'post /comments/{id}/block': 'site',
  'post /comments/person': 'site',
  'post /comments/person/delete': 'site',
};

const ID = '01930000-0000-7000-8000-000000000000';
/** What stands in a path where it is no id of ours. */
const IN_PATH: Readonly<Record<string, string>> = {
  '/settings/{section}': '/settings/household',
  '/settings/changes/{id}/undo': '/settings/changes/7/undo',
  '/lines/{id}/test': '/lines/a-line/test',
  '/passkeys/{id}': '/passkeys/abc',
};
const QUERY = '?lang=de&name=a.tar&from=0&state=waiting&format=csv&offset=0&words=x';

const OFFER = { offer: 'v=0' };
const CONTENT = { lang: 'de', title: 'x', body: 'x', authorName: 'x', tags: [], dated: '2026-01-01', category: null };
const CHANGE = { content: CONTENT, confirmed: [], replace: [] };
const WORDS = { words: 'x' };
/** Bodies that the schemas take, so that a request is refused for nothing but who sends it. */
const BODY: Readonly<Record<string, unknown>> = {
  'put /calls/{id}/correction': { welcome: 'wanted' },
  'put /calls/{id}/parting': { parting: 'kindly' },
  'put /calls/{id}/mood': { before: 3, after: null },
  'post /calls/{id}/say': { say: 'thanks' },
  'post /calls/{id}/approach': { approach: 'friendly_no' },
  'post /calls/{id}/take': OFFER,
  'post /calls/{id}/listen': OFFER,
  'post /web/call': { ...OFFER, lang: 'de', known: false },
  'put /callers': { number: '040 1234567', name: 'x', welcome: 'wanted' },
  'post /callers/remove': { numbers: ['49401234567'] },
  'post /expecting': { minutes: 10 },
  'post /try': { lang: 'de', known: false },
  'post /try/{id}/say': WORDS,
  'post /try/{id}/key': { digit: '1' },
  'post /voice/recording/restore': { lang: 'de', words: 'x' },
  'post /practice/voice': { words: 'x', lang: 'de' },
  'post /login': { name: 'Niemand', password: 'x' },
  'post /password': { before: 'nicht das bisherige', password: 'ein ganz neuer Satz' },
  'post /users': { name: 'Neu', password: 'ein langer Satz', role: 'member' },
  'post /tokens': { name: 'x', role: 'member' },
  'post /stories': CONTENT,
  'put /stories/{id}': CHANGE,
  'post /stories/{id}/publish': CHANGE,
  'post /stories/preview': { body: 'x' },
  'post /stories/from-reflection': { reflectionId: ID, lang: 'de' },
  'post /comments': { storyId: ID, parentId: null, body: 'x' },
  'put /comments/{id}': { body: 'x' },
  'post /comments/{id}/decide': { state: 'spam' },
  'post /comments/decide': { ids: [ID], state: 'spam' },
  'post /comments/{id}/block': { blocked: true },
  'post /comments/person': { email: 'a@example.org' },
  'post /comments/person/delete': { email: 'a@example.org' },
  'put /settings/{section}': {},
  'post /settings/services/check': {
    service: 'languageModel',
    lang: 'de',
    settings: { url: 'http://localhost', model: 'x', deadlineMs: 1_000 },
  },
};

describe('who may do what', () => {
  let server: ConsoleApp;
  const headers = new Map<Role, Readonly<Record<string, string>>>();

  beforeAll(async () => {
    server = await openConsole();
    const { access, users } = server;
    const session = await access.addFirstUser('Eva', 'ein langer Satz');
    const eva = (await access.visitorOf(session))?.user ?? expect.unreachable();
    const bearer = async (role: 'owner' | 'member') => {
      const { token } = await access.addToken('home', eva, role, role, null);
      return { Authorization: `Bearer ${token}` };
    };
    await access.addUser('home', eva, 'Opa', 'ein langer Satz', 'member');
    await users.addUser('praxis', { id: 'anna', name: 'Anna', role: 'owner', passwordHash: 'plain:ein langer Satz' }, 1);
    headers.set('stranger', {});
    headers.set('memberProgram', await bearer('member'));
    headers.set('ownerProgram', await bearer('owner'));
  });

  // What is asked may end a session: each question has one of its own.
  beforeEach(async () => {
    for (const [role, name] of Object.entries({ member: 'Opa', owner: 'Eva', other: 'Anna@praxis' }) as [Role, string][]) {
      const { session } = await server.access.logIn(name, 'ein langer Satz', { source: name });
      headers.set(role, { Cookie: `danke_session=${session}` });
    }
  });

  /** The status, and the code of the refusal; what was asked of the parts behind the API stands in `server.asked`. */
  async function sent(method: string, path: string, role: Role): Promise<{ status: number; error: string }> {
    server.asked.length = 0;
    const body = BODY[`${method} ${path}`] ?? {};
    const inPath = IN_PATH[path] ?? path.replaceAll('{id}', ID).replaceAll(/\{\w+\}/gu, '49401234567');
    const bindings = fromHere();
    const response = await server.app.request(
      `http://localhost/api${inPath}${QUERY}`,
      {
        method: method.toUpperCase(),
        headers: { Host: 'localhost', 'Content-Type': 'application/json', ...headers.get(role) },
        ...(method !== 'get' && { body: JSON.stringify(body) }),
      },
      bindings,
    );
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') === true;
    const reply: unknown = isJson ? await response.json().catch(() => null) : null;
    if (!isJson) await response.body?.cancel();
    bindings.outgoing.emit('close');
    const error = typeof reply === 'object' && reply !== null && 'error' in reply ? String(reply.error) : '';
    return { status: response.status, error };
  }

  test('every operation of the API has its rule, and every rule its operation', () => {
    expect(Object.keys(RULE_OF).toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  /** As the description of the API says it to programs. */
  const SAID = {
    everybody: 'anyone',
    household: 'member',
    people: 'person',
    owners: 'owner',
    ownersInPerson: 'person',
    serverOwner: 'owner',
    site: 'member',
    sitePeople: 'person',
  } as const;
  test('the description says the same', () => {
    for (const { method, path, who } of OPERATIONS)
      expect([method, path, who]).toEqual([method, path, SAID[RULE_OF[`${method} ${path}`] ?? 'everybody']]);
  });

  test.each(OPERATIONS.map(({ method, path }) => [method, path] as const))('%s %s', async (method, path) => {
    const rule = RULE_OF[`${method} ${path}`] ?? expect.unreachable();
    const may: readonly Role[] = RULES[rule];
    const isOfSite = rule === 'site' || rule === 'sitePeople';
    for (const role of ROLES) {
      const { status, error } = await sent(method, path, role);
      const refusal = ['not_logged_in', 'owner_only'].includes(error) ? status : null;
      if (may.includes(role)) expect([role, status, error, refusal]).toEqual([role, status, error, null]);
      else if (role === 'stranger') expect([role, refusal]).toEqual([role, 401]);
      // The public pages of others are not there.
      else if (isOfSite && role === 'other') expect([role, status]).toEqual([role, 404]);
      else expect([role, refusal, error]).toEqual([role, 403, 'owner_only']);

      const behind = server.asked.map(({ what, given }) => [what, given] as const);
      if (may.includes(role) && isOfSite && !['/stories/preview', '/pictures'].includes(path))
        expect([role, behind.length]).not.toEqual([role, 0]);
      // Whoever is refused has set nothing in motion.
      if (!may.includes(role)) expect([role, behind]).toEqual([role, []]);
      // And nobody reaches another household.
      const own = role === 'other' ? 'praxis' : 'home';
      const foreign = role === 'other' ? 'home' : 'praxis';
      for (const [what, given] of behind) {
        expect([role, what.startsWith(`${foreign}.`)]).toEqual([role, false]);
        if (/^(?:store|transcripts|evidence|practices|reflections)\.\w+$/u.test(what)) expect([what, given[0]]).toEqual([what, own]);
        else expect([what, given.includes(foreign)]).toEqual([what, false]);
      }
    }
  });
});
