/** Rows for every table that a version has had, all made up. A fixture of an earlier version takes the columns that it knows. */
type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

const AT = Date.UTC(2026, 4, 1, 9);
const HOUSE = { household_id: 'home' };
const CALLS = Array.from({ length: 9 }, (_, nth) => `call-${nth}`);

function bytes(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17) & 0xff);
}

function change(section: string, value: unknown, nth: number): Row {
  const fields = JSON.stringify([{ field: 'password', from: '', to: '•••' }]);
  return { ...HOUSE, section, at: AT + nth, user_name: 'Anna', fields, value: value === null ? null : JSON.stringify(value), forgotten: 0 };
}

/** Passwords and keys that stand in the made-up settings in the clear, as earlier versions kept them. */
export const PLAIN_SECRETS = ['kennwort-alt', 'kennwort-neu', 'sk-modell', 'sk-stimme'] as const;

const LINE = { registrar: 'fritz.box', transport: 'udp', username: 'danke', fritzbox: true, mode: 'after_ringing', guarded: [] };

/** In an order in which each row finds what it belongs to. */
export const MADE_UP_ROWS: readonly (readonly [table: string, rows: readonly Row[]])[] = [
  [
    'household',
    [
      { id: 'home', created_at: AT },
      { id: 'praxis', created_at: AT },
    ],
  ],
  [
    'user',
    [
      { id: 'user-1', ...HOUSE, name: 'Anna', role: 'owner', password_hash: 'scrypt$made$up', created_at: AT },
      { id: 'user-2', household_id: 'praxis', name: 'Ben', role: 'member', password_hash: 'scrypt$made$up', created_at: AT },
    ],
  ],
  ['session', [{ token_hash: 'hash-1', ...HOUSE, user_id: 'user-1', expires_at: AT }]],
  [
    'call',
    CALLS.map((id, nth) => ({
      id,
      household_id: nth === 8 ? 'praxis' : 'home',
      line_id: nth % 2 === 0 ? 'home' : null,
      kind: nth === 7 ? 'try' : 'real',
      handler: 'attendant',
      approach: 'friendly_no',
      approach_assigned: 'rule',
      policy_version: 1,
      lang: nth % 3 === 0 ? 'en' : 'de',
      caller_number: nth === 3 ? null : `+4930${nth}000`,
      caller_name: nth === 4 ? 'Weiß & Söhne' : null,
      contact_name: nth === 5 ? 'Großtante Ägidia' : null,
      started_at: AT + nth * 60_000,
      answered: nth === 3 ? 0 : 1,
      ended_at: nth === 6 ? null : AT + nth * 60_000 + 30_000,
      ended_by: nth === 6 ? null : 'caller',
      end_reason: nth === 6 ? null : 'bye',
      deleted_at: nth === 2 ? AT : null,
    })),
  ],
  ['leg', CALLS.map((id, nth) => ({ id: `leg-${nth}`, ...HOUSE, call_id: id, role: 'caller', transport: 'sip' }))],
  [
    'event',
    CALLS.flatMap((call_id) =>
      ['offered', 'answered', 'ended'].map((type, seq) => ({
        ...HOUSE,
        call_id,
        seq,
        ms: seq * 900,
        type,
        version: 1,
        payload: '{"made":"up"}',
      })),
    ),
  ],
  [
    'outcome',
    CALLS.filter((_, nth) => nth !== 6).flatMap((call_id, nth) =>
      [...(nth === 0 ? ['cut_off'] : []), nth < 2 ? 'message_left' : 'ended_after_no'].map((outcome) => ({
        ...HOUSE,
        call_id,
        outcome,
        coded_by: 'attendant',
        user_id: null,
        at: AT,
      })),
    ),
  ],
  ['correction', [{ ...HOUSE, call_id: 'call-1', field: 'welcome', value: 'wanted', user_id: 'user-1', at: AT }]],
  [
    'message',
    [0, 1].map((nth) => ({
      id: `message-${nth}`,
      ...HOUSE,
      call_id: `call-${nth}`,
      created_at: AT,
      expires_at: nth === 0 ? null : AT + 1_000,
      duration_ms: nth === 0 ? 100 : null,
      heard_at: null,
    })),
  ],
  ['message_chunk', [0, 1, 2, 3].map((nth) => ({ ...HOUSE, message_id: `message-${nth % 2}`, seq: nth >> 1, pcm: bytes(1_600, nth) }))],
  ['setting', [{ ...HOUSE, key: 'experiences_demo', value: 'added' }]],
  [
    'practice',
    [
      {
        id: 'practice-1',
        ...HOUSE,
        user_id: 'user-1',
        at: AT,
        persona_id: 'seller',
        difficulty: 'easy',
        lang: 'de',
        ending: 'said_no',
        turns: 4,
        no_at: 2,
        tension_first: 3,
        tension_last: 1,
        slips: '[]',
        good: '["clear"]',
      },
    ],
  ],
  ['parting', [{ ...HOUSE, call_id: 'call-4', parting: 'friendly', topic: 'energy', coded_by: 'attendant', user_id: null, at: AT }]],
  ['mood', [{ ...HOUSE, call_id: 'call-4', user_id: 'user-1', before: 2, after: 4 }]],
  [
    'reflection',
    [null, 'call-4'].map((call_id, nth) => ({
      id: `reflection-${nth}`,
      ...HOUSE,
      user_id: 'user-1',
      call_id,
      happened_at: AT,
      updated_at: AT,
      content: '{"feelings":["müde"]}',
    })),
  ],
  ['caller', [{ ...HOUSE, number: '+49301', name: 'Großtante Ägidia', welcome: 'wanted', since: AT }]],
  [
    'setting_change',
    [
      change('line:home', { ...LINE, password: 'kennwort-alt' }, 1),
      change('line:home', { ...LINE, password: 'kennwort-neu' }, 2),
      change('line:office', 'disconnected', 3),
      change('messages', { keepMessagesDays: 30, keepTranscriptsDays: 0 }, 4),
      change('household', null, 5),
      change(
        'services',
        {
          languageModel: { url: 'http://localhost:11434/v1', model: 'small', apiKey: 'sk-modell', deadlineMs: 1_000 },
          speechToText: null,
          textToSpeech: { url: 'https://voice.example/v1', model: 'large', voice: { de: 'anna', en: 'anna' }, apiKey: 'sk-stimme' },
        },
        6,
      ),
    ],
  ],
  [
    'passkey',
    [
      {
        id: 'passkey-1',
        ...HOUSE,
        user_id: 'user-1',
        name: 'Telefon',
        public_key: bytes(77, 5),
        counter: 3,
        rp_id: 'localhost',
        created_at: AT,
        last_used_at: null,
      },
    ],
  ],
  ['api_token', [{ id: 'token-1', ...HOUSE, name: 'Heim', role: 'member', token_hash: 'hash-2', created_at: AT, last_used_at: AT }]],
  ['transcript', [{ ...HOUSE, call_id: 'call-4', at_ms: 1_200, words: 'Guten Tag, ich rufe wegen Ihres Stromtarifs an.', expires_at: AT }]],
  [
    'story',
    [1, 2, 3].map((nr) => ({
      nr,
      id: `story-${nr}`,
      ...HOUSE,
      slug: `geschichte-${nr}`,
      lang: 'de',
      state: nr === 2 ? 'draft' : 'published',
      title: `Geschichte ${nr}`,
      body: 'Am Zahnarzttermin klingelte das Telefon.',
      excerpt: 'Am Zahnarzttermin',
      author_name: 'Anna',
      dated: '2026-05-01',
      category: nr === 1 ? 'Alltag' : null,
      category_slug: nr === 1 ? 'alltag' : null,
      confirmed: '[]',
      demo: 0,
      created_at: AT,
      updated_at: AT,
      published_at: nr === 2 ? null : AT,
      deleted_at: nr === 3 ? AT : null,
    })),
  ],
  ['story_tag', [{ ...HOUSE, story_nr: 1, slug: 'geduld', tag: 'Geduld' }]],
  ['story_redirect', [{ ...HOUSE, path: '/2019/05/geschichte', story_id: 'story-1' }]],
  [
    'comment',
    [null, 'comment-0'].map((parent_id, nth) => ({
      id: `comment-${nth}`,
      ...HOUSE,
      story_id: 'story-1',
      parent_id,
      person: 'person-1',
      name: 'Leserin',
      website: null,
      body: 'Danke, das hilft mir.',
      lang: 'de',
      state: 'published',
      why: null,
      taught: 'ham',
      by_author: nth,
      edited: 0,
      created_at: AT,
    })),
  ],
  ['blocked_person', [{ ...HOUSE, person: 'person-2', at: AT }]],
  ['comment_word', [{ ...HOUSE, word: 'danke', spam: 0, ham: 2 }]],
  ['picture', [{ id: 'picture-1', ...HOUSE, type: 'image/png', width: 2, height: 2, bytes: bytes(300, 9), kept_at: AT }]],
  ['story_picture', [{ ...HOUSE, story_nr: 1, picture_id: 'picture-1' }]],
  [
    'recording',
    [
      {
        ...HOUSE,
        lang: 'de',
        words: 'Guten Tag.',
        audio: bytes(1_600, 11),
        recorded_at: AT,
        recorded_by: 'Anna',
        removed_at: null,
      },
    ],
  ],
];
