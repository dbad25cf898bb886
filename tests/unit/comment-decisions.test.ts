import { beforeEach, describe, expect, test } from 'vitest';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import { uuidv7 } from '../../src/call/ids.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { KEPT_DAYS, type CommentState, type NewComment } from '../../src/experiences/comment.ts';
import { CommentDesk } from '../../src/experiences/comment-desk.ts';
import { Seals } from '../../src/experiences/seals.ts';
import type { HttpTools } from '../../src/http/routing.ts';
import { wordsIn } from '../../src/words/words.ts';
import { fromHere, openConsole, type ConsoleApp } from '../support/console-app.ts';
import { commentOf, storyOf } from '../support/stories.ts';

const PASSWORD = 'ein langer Satz';

describe('POST /comments/decide', () => {
  let comments: SqliteCommentStore;
  let changes: string[];
  let server: ConsoleApp;
  let waiting: NewComment[];
  let foreign: NewComment;
  let member: string;

  beforeEach(async () => {
    const [db, clock] = [await openDatabase(':memory:'), new VirtualClock()];
    const stories = new SqliteStoryStore(db);
    comments = new SqliteCommentStore(db);
    changes = [];
    const seals = new Seals(new Uint8Array(32).fill(7));
    const commentDesk = new CommentDesk('home', { comments, seals, clock, onChange: (what) => changes.push(what) });
    const experiences = { householdId: 'home', comments, commentDesk } as Partial<HttpTools['experiences']> as HttpTools['experiences'];
    server = await openConsole({ clock, tools: { experiences } });

    const [ours, theirs] = [storyOf(), storyOf()];
    await stories.keepStory('home', ours);
    await stories.keepStory('praxis', theirs);
    waiting = Array.from({ length: 3 }, () => commentOf(ours.id, { state: 'waiting', why: 'first' }));
    foreign = commentOf(theirs.id, { state: 'waiting', why: 'first' });
    for (const comment of waiting) await comments.addComment('home', comment);
    await comments.addComment('praxis', foreign);

    const { access, users } = server;
    const eva = (await access.visitorOf(await access.addFirstUser('Eva', PASSWORD)))?.user ?? expect.unreachable();
    await access.addUser('home', eva, 'Opa', PASSWORD, 'member');
    await users.addUser('praxis', { id: 'anna', name: 'Anna', role: 'owner', passwordHash: `plain:${PASSWORD}` }, 1);
    member = await cookieOf('Opa');
  });

  async function cookieOf(name: string): Promise<string> {
    return `danke_session=${(await server.access.logIn(name, PASSWORD, { source: name })).session}`;
  }

  async function decide(ids: readonly string[], state: string, cookie = member): Promise<[number, unknown]> {
    const bindings = fromHere();
    const headers = { Host: 'localhost', 'Content-Type': 'application/json', Cookie: cookie };
    const init = { method: 'POST', headers, body: JSON.stringify({ ids, state }) };
    const response = await server.app.request('http://localhost/api/comments/decide', init, bindings);
    bindings.outgoing.emit('close');
    return [response.status, await response.json()];
  }

  const states = async (): Promise<(CommentState | undefined)[]> =>
    Promise.all(waiting.map(async ({ id }) => (await comments.comment('home', id))?.state));
  const idsOf = (some: readonly NewComment[]): string[] => some.map(({ id }) => id);

  test('a member decides about several, and readers and consoles hear of it once', async () => {
    const two = idsOf(waiting.slice(0, 2));
    expect(await decide(two, 'published')).toEqual([200, { ids: two }]);
    expect(await states()).toEqual(['published', 'published', 'waiting']);
    expect(changes).toEqual(['published']);
    // The way back is the same request.
    expect(await decide(two, 'waiting')).toEqual([200, { ids: two }]);
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);
  });

  test('what is unknown is left out, what is named twice is decided once', async () => {
    const [first] = idsOf(waiting);
    const unknown = uuidv7({ wallTime: () => 1 });
    expect(await decide([unknown, first ?? '', first ?? ''], 'spam')).toEqual([200, { ids: [first] }]);
    expect(await states()).toEqual(['spam', 'waiting', 'waiting']);
    expect(await decide([unknown], 'spam')).toEqual([200, { ids: [] }]);
    expect(changes).toEqual(['queue']);
  });

  test('a hundred at most, one at least, ids and states that there are: otherwise nothing is decided', async () => {
    const [first] = idsOf(waiting);
    const unknown = (count: number) => Array.from({ length: count }, (_, nth) => uuidv7({ wallTime: () => nth }));
    const refused = [400, { error: 'bad_request' }];
    expect(await decide([first ?? '', ...unknown(100)], 'spam')).toMatchObject(refused);
    expect(await decide([], 'spam')).toMatchObject(refused);
    expect(await decide([first ?? '', 'x'], 'spam')).toMatchObject(refused);
    expect(await decide([first ?? ''], 'gone')).toMatchObject(refused);
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);
    expect(await decide([first ?? '', ...unknown(99)], 'spam')).toEqual([200, { ids: [first] }]);
  });

  test('comments of another household are not touched, and another household decides nothing here', async () => {
    const [first] = idsOf(waiting);
    expect(await decide([foreign.id, first ?? ''], 'removed')).toEqual([200, { ids: [first] }]);
    expect((await comments.comment('praxis', foreign.id))?.state).toBe('waiting');

    expect(await decide(idsOf(waiting), 'published', await cookieOf('Anna@praxis'))).toMatchObject([404, { error: 'not_found' }]);
    expect(await decide(idsOf(waiting), 'published', '')).toMatchObject([401, { error: 'not_logged_in' }]);
    expect(await states()).toEqual(['removed', 'waiting', 'waiting']);
  });
});

test.each(['de', 'en'] as const)('how long comments are kept is said as it is: %s', (lang) => {
  const { settings, experiences } = wordsIn(lang).console;
  for (const text of [settings.site.privacyTemplate, experiences.queue.kept])
    expect([...text.matchAll(/\d+(?= (?:Tagen|days)|\.$)/gu)].map(Number).toSorted((a, b) => a - b)).toEqual(Object.values(KEPT_DAYS));
});
