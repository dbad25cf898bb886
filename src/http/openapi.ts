import { readFileSync } from 'node:fs';
import { EXPERIENCE_OPERATIONS } from './openapi-experiences.ts';

/** Who may: `anyone` before logging in; `member` and `owner`, people and programs alike; `person`: no program. */
type Who = 'anyone' | 'member' | 'owner' | 'person';

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly who: Who;
  readonly summary: string;
  readonly query?: readonly string[];
  /** A type of `api.ts`, or a media type in place of JSON. */
  readonly body?: string;
  readonly reply?: string;
}

const SEARCH = ['text', 'purpose', 'outcome', 'approach', 'from', 'until'];

/** Everything under /api, in the order of what people look for. A test holds it against the routes. */
export const OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/state', who: 'anyone', summary: 'Who asks, and how the server is. A stranger learns nothing.', reply: 'State' },
  { method: 'get', path: '/today', who: 'member', summary: 'How the calls since a wall time went.', query: ['from'], reply: 'TodayReply' },
  { method: 'get', path: '/live', who: 'member', summary: 'Calls as they happen.', reply: 'text/event-stream LiveEvent' },

  {
    method: 'get',
    path: '/calls',
    who: 'member',
    summary: 'Calls, the newest first, 100 a page.',
    query: [...SEARCH, 'before'],
    reply: 'CallsPage',
  },
  {
    method: 'get',
    path: '/calls/export',
    who: 'member',
    summary: 'The calls searched for as a file.',
    query: [...SEARCH, 'format', 'lang'],
    reply: 'text/csv',
  },
  { method: 'get', path: '/calls/{id}', who: 'member', summary: 'One call with its timeline.', reply: 'CallPage' },
  { method: 'delete', path: '/calls/{id}', who: 'member', summary: 'Deletes a call; for ten minutes it can be brought back.' },
  { method: 'post', path: '/calls/{id}/restore', who: 'member', summary: 'Brings a deleted call back.' },
  { method: 'delete', path: '/calls/{id}/transcript', who: 'member', summary: 'Deletes for good what the caller said; the call stays.' },
  {
    method: 'put',
    path: '/calls/{id}/correction',
    who: 'person',
    summary: 'Whether this caller was wanted.',
    body: 'CorrectionRequest',
    reply: 'CorrectionReply',
  },
  { method: 'put', path: '/calls/{id}/parting', who: 'person', summary: 'How both parted.', body: 'PartingRequest' },
  { method: 'get', path: '/calls/{id}/mood', who: 'person', summary: 'One’s own mood before and after.', reply: 'MoodReply' },
  { method: 'put', path: '/calls/{id}/mood', who: 'person', summary: 'One’s own mood before and after.', body: 'MoodRequest' },

  { method: 'post', path: '/calls/{id}/end', who: 'member', summary: 'Of a running call: ends it kindly.' },
  { method: 'post', path: '/calls/{id}/put-through', who: 'member', summary: 'Of a running call: rings the household’s phones.' },
  {
    method: 'post',
    path: '/calls/{id}/write-along',
    who: 'member',
    summary: 'Of a call that a person has taken: the caller agrees that their words are written down.',
  },
  { method: 'post', path: '/calls/{id}/say', who: 'member', summary: 'Of a running call: what is said next.', body: 'SayWish' },
  {
    method: 'post',
    path: '/calls/{id}/approach',
    who: 'member',
    summary: 'Of a running call: how a sale is met from now on.',
    body: 'ApproachWish',
  },
  {
    method: 'post',
    path: '/calls/{id}/take',
    who: 'member',
    summary: 'Of a running call: takes it in a browser (WebRTC).',
    body: 'OfferRequest',
    reply: 'WebCallReply',
  },
  {
    method: 'post',
    path: '/calls/{id}/listen',
    who: 'member',
    summary: 'Of a running call: hears it, once the caller knows (WebRTC).',
    body: 'OfferRequest',
    reply: 'WebCallReply',
  },
  {
    method: 'post',
    path: '/web/call',
    who: 'member',
    summary: 'A trial call from a browser (WebRTC).',
    body: 'WebCallRequest',
    reply: 'WebCallReply',
  },
  { method: 'delete', path: '/web/{leg}', who: 'member', summary: 'Hangs up in a browser.' },

  {
    method: 'get',
    path: '/messages/{id}/audio',
    who: 'member',
    summary: 'A message, to hear or to download.',
    query: ['download'],
    reply: 'audio/wav',
  },
  { method: 'post', path: '/messages/{id}/heard', who: 'member', summary: 'A message is no longer new.' },
  { method: 'delete', path: '/messages/{id}', who: 'member', summary: 'Deletes a message for good; the call stays.' },

  { method: 'get', path: '/callers', who: 'member', summary: 'Whom the household knows by number.', reply: 'BookEntry[]' },
  { method: 'put', path: '/callers', who: 'member', summary: 'Adds a number, or changes it.', body: 'CallerRequest' },
  { method: 'delete', path: '/callers/{number}', who: 'member', summary: 'Removes a number.' },
  { method: 'post', path: '/callers/remove', who: 'member', summary: 'Removes several numbers.', body: 'NumbersRequest' },
  {
    method: 'post',
    path: '/callers/import',
    who: 'member',
    summary: 'Reads a vCard or CSV file.',
    body: 'application/octet-stream',
    reply: 'ImportReply',
  },
  {
    method: 'post',
    path: '/expecting',
    who: 'member',
    summary: 'A call is expected: for so long every call is left to the phones.',
    body: 'ExpectingRequest',
  },
  { method: 'post', path: '/lines/{id}/test', who: 'member', summary: 'Lets a line call itself.', reply: 'LineTestReply' },

  { method: 'post', path: '/try', who: 'member', summary: 'A typed trial call.', body: 'TryRequest', reply: 'TryReply' },
  {
    method: 'post',
    path: '/try/{id}/say',
    who: 'member',
    summary: 'What the caller of a trial says.',
    body: 'WordsRequest',
    reply: 'SayReply',
  },
  { method: 'post', path: '/try/{id}/key', who: 'member', summary: 'A key that the caller of a trial presses.', body: 'KeyRequest' },
  { method: 'delete', path: '/try/{id}', who: 'member', summary: 'The caller of a trial hangs up.' },
  {
    method: 'get',
    path: '/voice/greeting',
    who: 'member',
    summary: 'What a stranger hears first.',
    query: ['lang'],
    reply: 'GreetingReply',
  },
  {
    method: 'get',
    path: '/voice/greeting/audio',
    who: 'member',
    summary: 'The same, to listen to.',
    query: ['lang', 'of'],
    reply: 'audio/wav',
  },
  {
    method: 'get',
    path: '/voice/sentences',
    who: 'member',
    summary: 'The attendant’s sentences that somebody can record in their own voice.',
    query: ['lang'],
    reply: 'SentencesReply',
  },
  {
    method: 'get',
    path: '/voice/recording',
    who: 'member',
    summary: 'A sentence as callers hear it.',
    query: ['lang', 'words'],
    reply: 'audio/wav',
  },
  {
    method: 'put',
    path: '/voice/recording',
    who: 'person',
    summary: 'Keeps a sentence in one’s own voice (WAV).',
    query: ['lang', 'words'],
    body: 'audio/wav',
    reply: 'RecordingReply',
  },
  { method: 'delete', path: '/voice/recording', who: 'person', summary: 'Removes it.', query: ['lang', 'words'] },
  { method: 'post', path: '/voice/recording/restore', who: 'person', summary: 'Brings it back.', body: 'application/json' },

  { method: 'get', path: '/evidence', who: 'person', summary: 'Which way of answering works.', reply: 'EvidenceReply' },
  {
    method: 'get',
    path: '/practice',
    who: 'person',
    summary: 'Made-up callers, and how one’s practices went.',
    query: ['lang'],
    reply: 'PracticePage',
  },
  {
    method: 'post',
    path: '/practice/talk',
    who: 'person',
    summary: 'A practice so far, and what comes next.',
    body: 'PracticeRequest',
    reply: 'PracticeReply',
  },
  { method: 'put', path: '/practice/kept/{id}', who: 'person', summary: 'Keeps how a practice ended.', body: 'PracticeRequest' },
  { method: 'delete', path: '/practice/kept', who: 'person', summary: 'Forgets one’s practices.' },
  {
    method: 'post',
    path: '/practice/hear',
    who: 'person',
    summary: 'Words of what is said.',
    query: ['lang'],
    body: 'application/octet-stream',
    reply: 'HeardReply',
  },
  { method: 'post', path: '/practice/voice', who: 'person', summary: 'Words, spoken.', body: 'SpeakRequest', reply: 'audio/wav' },
  { method: 'get', path: '/reflections', who: 'person', summary: 'One’s own reflections.', reply: 'Reflection[]' },
  { method: 'get', path: '/reflections/{id}', who: 'person', summary: 'One of them.', reply: 'Reflection' },
  { method: 'put', path: '/reflections/{id}', who: 'person', summary: 'Keeps one.', body: 'ReflectionRequest' },
  { method: 'delete', path: '/reflections/{id}', who: 'person', summary: 'Deletes one.' },
  { method: 'get', path: '/word-lists', who: 'member', summary: 'Feelings and needs.', query: ['lang'], reply: 'WordListsReply' },
  {
    method: 'post',
    path: '/reflection-hints',
    who: 'member',
    summary: 'What in a text is a judgement.',
    body: 'HintsRequest',
    reply: 'HintsReply',
  },

  { method: 'get', path: '/settings', who: 'owner', summary: 'The settings as they hold, and who changed them.', reply: 'SettingsPage' },
  {
    method: 'put',
    path: '/settings/{section}',
    who: 'owner',
    summary: 'Changes a section as a whole; null: as in the settings file.',
    body: 'application/json',
    reply: 'SettingsReply',
  },
  { method: 'post', path: '/settings/changes/{id}/undo', who: 'owner', summary: 'Takes a change back.' },
  {
    method: 'post',
    path: '/settings/services/check',
    who: 'owner',
    summary: 'Asks a service something real.',
    body: 'ServiceCheckRequest',
    reply: 'ServiceCheckReply',
  },

  {
    method: 'get',
    path: '/packs',
    who: 'owner',
    summary: 'Speech packs: what there is, what is used, how far something is. The server’s owner alone.',
    reply: 'PacksPage',
  },
  { method: 'post', path: '/packs/{id}/install', who: 'owner', summary: 'Fetches a pack of the catalogue, or goes on fetching it.' },
  { method: 'post', path: '/packs/{id}/cancel', who: 'owner', summary: 'Stops that; what is here stays, to go on with.' },
  { method: 'delete', path: '/packs/{id}', who: 'owner', summary: 'Removes a pack, and what is here of its archive.' },
  {
    method: 'post',
    path: '/packs/import',
    who: 'owner',
    summary: 'Takes an archive; `name` (query): its file’s name.',
    body: 'application/octet-stream',
    reply: 'PackReply',
  },

  { method: 'post', path: '/login', who: 'anyone', summary: 'Logs in by password.', body: 'LogInRequest' },
  {
    method: 'post',
    path: '/login/passkey/options',
    who: 'anyone',
    summary: 'What a browser needs to log in by passkey (WebAuthn).',
    reply: 'application/json',
  },
  { method: 'post', path: '/login/passkey', who: 'anyone', summary: 'Logs in by passkey.', body: 'application/json' },
  { method: 'post', path: '/logout', who: 'anyone', summary: 'Ends the session.' },
  { method: 'post', path: '/logout/everywhere', who: 'person', summary: 'Ends all of one’s own sessions, on every device.' },
  { method: 'post', path: '/password', who: 'person', summary: 'One’s own password.', body: 'PasswordRequest' },
  { method: 'get', path: '/passkeys', who: 'person', summary: 'One’s own passkeys.', reply: 'PasskeyEntry[]' },
  {
    method: 'post',
    path: '/passkeys/options',
    who: 'person',
    summary: 'What a browser needs to make one (WebAuthn).',
    reply: 'application/json',
  },
  { method: 'post', path: '/passkeys', who: 'person', summary: 'Adds one.', body: 'application/json' },
  { method: 'delete', path: '/passkeys/{id}', who: 'person', summary: 'Removes one.' },
  { method: 'get', path: '/users', who: 'person', summary: 'Who may log in; an owner asks.', reply: 'UserEntry[]' },
  { method: 'post', path: '/users', who: 'person', summary: 'Adds somebody; an owner does.', body: 'NewUserRequest' },
  { method: 'delete', path: '/users/{id}', who: 'person', summary: 'Removes somebody; an owner does.' },
  { method: 'get', path: '/tokens', who: 'person', summary: 'Tokens for programs; an owner asks.', reply: 'ApiToken[]' },
  {
    method: 'post',
    path: '/tokens',
    who: 'person',
    summary: 'Makes one; it is told this once.',
    body: 'TokenRequest',
    reply: 'TokenReply',
  },
  { method: 'delete', path: '/tokens/{id}', who: 'person', summary: 'Takes one away.' },
  { method: 'get', path: '/openapi.json', who: 'member', summary: 'This description.', reply: 'application/json' },

  ...EXPERIENCE_OPERATIONS,
];

/** What the types of `api.ts` are as JSON Schema, made by `npm run openapi`. */
const SCHEMAS = new URL('api-schemas.json', import.meta.url);

const WHO: Readonly<Record<Who, string>> = {
  anyone: '',
  member: '',
  owner: 'Owners only.',
  person: 'People only, no programs.',
};

/** The API as OpenAPI 3.1. */
export function openApi(version: string): object {
  const schemas = JSON.parse(readFileSync(SCHEMAS, 'utf8')) as Record<string, unknown>;
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) (paths[`/api${operation.path}`] ??= {})[operation.method] = described(operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Danke, nein',
      version,
      description: 'A program sends its token as `Authorization: Bearer dn_...`. Times are wall times in ms since 1970 UTC.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas },
  };
}

function described({ path, who, summary, query = [], body, reply }: Operation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = query.map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
  const refused = { description: 'Refused', content: contentOf('ApiError') };
  return {
    summary,
    ...(WHO[who] !== '' && { description: WHO[who] }),
    ...(who === 'anyone' && { security: [] }),
    parameters: [...inPath, ...inQuery],
    ...(body !== undefined && { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      200: {
        description: 'Done',
        content: reply === undefined ? { 'application/json': { schema: { type: 'object' } } } : contentOf(reply),
      },
      '4XX': refused,
    },
  };
}

/** `State`, `BookEntry[]`, `audio/wav`, or a media type with what it carries: `text/event-stream LiveEvent`. */
function contentOf(what: string): object {
  const [first = '', carried] = what.split(' ');
  if (first.includes('/')) return { [first]: carried === undefined ? {} : { schema: reference(carried) } };
  return { 'application/json': { schema: reference(first) } };
}

function reference(type: string): object {
  return type.endsWith('[]') ? { type: 'array', items: reference(type.slice(0, -2)) } : { $ref: `#/components/schemas/${type}` };
}

/** The types of `api.ts` that the description names. */
export function namedTypes(): string[] {
  const named = OPERATIONS.flatMap(({ body, reply }) => [body, reply]).flatMap(
    (what) => what?.split(' ').filter((one) => !one.includes('/')) ?? [],
  );
  return [...new Set([...named.map((type) => type.replace('[]', '')), 'ApiError'])].toSorted();
}
