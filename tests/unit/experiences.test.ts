import { beforeEach, describe, expect, test } from 'vitest';
import { SqliteCommentStore } from '../../src/adapters/sqlite/comment-store.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { SqliteStoryStore } from '../../src/adapters/sqlite/story-store.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { findingsIn, replaced } from '../../src/experiences/anonymise.ts';
import { CommentDesk, type FilledIn } from '../../src/experiences/comment-desk.ts';
import { draftOf } from '../../src/experiences/draft.ts';
import { commentHtml, excerptOf, picturesIn, storyHtml } from '../../src/experiences/markdown.ts';
import { verdictOn } from '../../src/experiences/moderation.ts';
import { Seals } from '../../src/experiences/seals.ts';
import { spamProbability, traitsOf } from '../../src/experiences/spam-filter.ts';
import { TEXTS } from '../../src/experiences/texts.ts';
import { MOST_FINDINGS, StoryDesk } from '../../src/experiences/story-desk.ts';
import { slugOf, type Story } from '../../src/experiences/story.ts';
import { storyOf } from '../support/stories.ts';

const PICTURE = '0192a000-0000-7000-8000-000000000001';

describe('Markdown', () => {
  test('of a story: headings below the title’s, own pictures with sizes, others as links, no markup of the author’s', () => {
    const html = storyHtml(
      `# Eins\n\n### Drei\n\n<b onclick="x()">fett</b> ![Haus "rot"](picture:${PICTURE}) ![fern](https://fern.example/x.png)`,
      () => ({
        url: '/pictures/1.webp',
        width: 30,
        height: 20,
      }),
    );
    expect(html).toContain('<h2>Eins</h2>');
    expect(html).toContain('<h3>Drei</h3>');
    expect(html).toContain(
      '<img src="/pictures/1.webp" alt="Haus &quot;rot&quot;" width="30" height="20" loading="lazy" decoding="async">',
    );
    expect(html).toContain('<a href="https://fern.example/x.png" rel="noopener">fern</a>');
    expect(html).toContain('&lt;b onclick');
    expect(picturesIn(`![a](picture:${PICTURE}) [b](picture:${PICTURE})`)).toEqual([PICTURE]);
    for (const shown of [
      `![a [b] c](picture:${PICTURE} "x")`,
      `![](<picture:${PICTURE}>)`,
      `![a][b]\n\n[b]: picture:${PICTURE}`,
      `[![a](picture:${PICTURE})](/x)`,
    ])
      expect(picturesIn(shown)).toEqual([PICTURE]);
  });

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '[x](//fern.example)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '[x](&#106;avascript:alert(1))',
    '[a]: javascript:alert(1)\n\n[a]',
    '<img src=x onerror=alert(1)>',
    '```html\n<script>alert(1)</script>\n```',
    '![x](picture:../../etc/passwd)',
  ])('leads nowhere dangerous: %s', (text) => {
    for (const html of [storyHtml(text, () => null), commentHtml(text)]) {
      expect(html).not.toMatch(/(?:href|src)="(?!https?:|\/(?!\/)|#|mailto:)/iu);
      expect(html).not.toMatch(/<(?:script|img|iframe|svg|object|form|style)/iu);
      expect(html).not.toMatch(/<[a-z]+[^>]*\son\w+=/iu);
    }
  });

  test('of a comment: little is rendered, links are no recommendation, e-mail addresses are not shown', () => {
    const html = commentHtml(
      '# Kein Titel\nund **fett** [da](https://a.example) ![b](https://b.example/x.png) anna@c.example anna&#64;d.example <anna@e.example>',
    );
    expect(html).not.toMatch(/<h1|<img|@[a-z]/u);
    expect(html).toContain('<a href="https://a.example" rel="nofollow ugc noopener noreferrer">da</a>');
    expect(html).toContain('<strong>fett</strong>');
  });

  test('an excerpt ends at a word and has no marks', () => {
    expect(excerptOf('# Titel\n\nEin **langer** [Anruf](https://a.example) am Abend, der nicht enden wollte.', 30)).toBe(
      'Titel Ein langer Anruf am …',
    );
    expect(excerptOf('Kurz.', 30)).toBe('Kurz.');
  });

  test.each([
    ['Der Anruf: „Grüße“ & Ärger!', 'der-anruf-gruesse-aerger'],
    ['  ', 'story'],
    ['../../etc', 'etc'],
    ['x'.repeat(200), 'x'.repeat(80)],
  ])('%s has the address %s', (title, slug) => expect(slugOf(title)).toBe(slug));
});

describe('what may tell who somebody is', () => {
  const kindsIn = (text: string, known: string[] = [], lang: 'de' | 'en' = 'de') =>
    findingsIn(text, known, lang).map(({ kind, text: what }) => `${kind}: ${what}`);

  test.each([
    ['Herr Müller von der Bank rief an.', ['name: Müller']],
    ['Frau Dr. von Weizsäcker und Familie Özdemir', ['name: von Weizsäcker', 'name: Özdemir']],
    ['Mein Name ist Kevin Großmann, sagte er.', ['name: Kevin Großmann']],
    ['Dann kam Sabine Schulz ans Telefon.', ['name: Sabine Schulz']],
    ['Er nannte die 040 / 123 45-67 und +49 (0)171 2345678.', ['number: 040 / 123 45-67', 'number: +49 (0)171 2345678']],
    ['Schreib an kevin.g@firma.example.', ['email: kevin.g@firma.example']],
    ['Sie wohnt Lange Straße 12a, 20095 Hamburg.', ['address: Lange Straße 12a', 'address: 20095 Hamburg']],
    ['Meine IBAN: DE89 3704 0044 0532 0130 00', ['account: DE89 3704 0044 0532 0130 00']],
  ])('is found in: %s', (text, found) => expect(kindsIn(text)).toEqual(found));

  test.each([
    'Am 24.12.2026 um 18:30 klingelte es zum 3. Mal.',
    'Es kostete 0,99 Euro statt 12.500 Euro.',
    'Der Mann sagte, er sei vom Kundendienst. Mai und Juni waren ruhig.',
    'Die Straße war leer, Platz 3 frei.',
  ])('is not found in: %s', (text) => expect(kindsIn(text)).toEqual([]));

  test('is found in English, and by what the household knows', () => {
    expect(kindsIn('Mrs Brown of 12 Baker Street, NW1 6XE, said my name is Linda.', [], 'en')).toEqual([
      'name: Brown',
      'address: 12 Baker Street',
      'address: NW1 6XE',
      'name: Linda',
    ]);
    expect(kindsIn('Da rief Zeynep an, und dann Familie Berger.', ['Zeynep Kaya', 'Familie Berger'])).toEqual([
      'name: Zeynep',
      'name: Berger',
    ]);
  });

  test('is replaced wherever it stands, as a whole word', () => {
    const text = 'Herr Klein sagte: Klein bleibt klein, Kleingeld auch. Ruf 0171 234567 an, 0171 234567!';
    const findings = findingsIn(text, [], 'de');
    expect(replaced(text, findings)).toBe('Herr N. sagte: N. bleibt klein, Kleingeld auch. Ruf [Nummer] an, [Nummer]!');
    expect(findingsIn(replaced(text, findings), [], 'de')).toEqual([]);
    expect(findingsIn('Frau Dr. N. und Herr N. lachten.', [], 'de')).toEqual([]);
  });
});

describe('a draft', () => {
  test('comes from what its author wrote, step by step, with nobody’s name', () => {
    const content = {
      said: 'Herr Klein sagte, ich sei zu weit weg.',
      heard: 'Selbst schuld.',
      feelings: ['müde', 'verärgert'],
      needs: ['Ruhe'],
      theirFeelings: [],
      theirNeeds: ['Anerkennung'],
      unsaid: '',
      request: 'Früher Nein sagen.',
      gratitude: '',
      own: { approach: null, parting: null, before: null, after: null },
    };
    const draft = draftOf({ content }, { lang: 'de', authorName: 'Eva', known: [], happenedOn: '2026-11-24' });
    expect(draft).toMatchObject({ lang: 'de', authorName: 'Eva', dated: '2026-11-24', tags: [], category: null });
    expect(draft.body).toBe(
      [
        '## Was gesagt wurde\n\nHerr N. sagte, ich sei zu weit weg.',
        '## Was ich gehört habe\n\nSelbst schuld.',
        '## Was in uns vorging\n\nIch war: müde, verärgert.\n\nMir war wichtig: Ruhe.\n\nDem anderen war vielleicht wichtig: Anerkennung.',
        '## Beim nächsten Mal\n\nFrüher Nein sagen.',
      ].join('\n\n'),
    );
  });
});

describe('seals', () => {
  const seals = new Seals(new Uint8Array(32).fill(7));

  test('stand for a person, however they write their address, and need the key', () => {
    expect(seals.personOf(' Anna@Example.org ')).toBe(seals.personOf('anna@example.org'));
    expect(seals.personOf('anna@example.org')).not.toBe(new Seals(new Uint8Array(32).fill(8)).personOf('anna@example.org'));
    expect(() => new Seals(new Uint8Array(16))).toThrow('32 bytes');
  });

  test('say how old a form is, and whether it is ours', () => {
    const form = seals.form('story', 1_000_000);
    expect(seals.ageOf(form, 'story', 1_002_999)).toBe('too_young');
    expect(seals.ageOf(form, 'story', 1_003_000)).toBe('fits');
    expect(seals.ageOf(form, 'story', 1_000_000 + 24 * 3_600_000)).toBe('fits');
    expect(seals.ageOf(form, 'story', 1_000_001 + 24 * 3_600_000)).toBe('too_old');
    for (const other of [form.replace(/^./u, 'z'), `${form}x`, '', '.', 'abc', form.split('.')[0] ?? ''])
      expect(seals.ageOf(other, 'story', 1_010_000)).toBe('forged');
    expect(seals.ageOf(form, 'another story', 1_010_000)).toBe('forged');
  });
});

describe('moderation', () => {
  const plain = { trap: false, blocked: false, known: true, links: 0, spam: null };
  test.each([
    [{}, { state: 'published', why: null }],
    [{ known: false }, { state: 'waiting', why: 'first' }],
    [
      { known: false, links: 2 },
      { state: 'waiting', why: 'links' },
    ],
    [{ links: 3 }, { state: 'published', why: null }],
    [{ links: 4 }, { state: 'waiting', why: 'links' }],
    [{ spam: 0.79 }, { state: 'published', why: null }],
    [{ spam: 0.9 }, { state: 'waiting', why: 'words' }],
    [{ spam: 0.99 }, { state: 'spam', why: 'words' }],
    [{ trap: true }, { state: 'spam', why: 'trap' }],
    [{ blocked: true }, { state: 'spam', why: 'blocked' }],
  ] as const)('%j: %j', (more, verdict) => expect(verdictOn({ ...plain, ...more })).toEqual(verdict));

  test('the filter has no opinion before people have had some, then tells spam from others', () => {
    const counts = new Map<string, { spam: number; ham: number }>();
    const learn = (body: string, as: 'spam' | 'ham'): void => {
      for (const word of ['', ...traitsOf({ name: 'x', website: null, body })]) {
        const { spam, ham } = counts.get(word) ?? { spam: 0, ham: 0 };
        counts.set(word, as === 'spam' ? { spam: spam + 1, ham } : { spam, ham: ham + 1 });
      }
    };
    const ofBody = (body: string) => spamProbability(traitsOf({ name: 'x', website: null, body }), counts);
    for (let i = 0; i < 7; i++) learn(`Buy cheap watches now https://shop${i}.example`, 'spam');
    for (let i = 0; i < 8; i++) learn('Danke für die Geschichte, so ging es mir am Telefon auch', 'ham');
    expect(ofBody('cheap watches')).toBeNull();
    learn('cheap pills https://pills.example', 'spam');
    expect(ofBody('Buy cheap pills https://pills.example now')).toBeGreaterThan(0.98);
    expect(ofBody('Danke, so ging es mir auch')).toBeLessThan(0.1);
  });
});

describe('the desks', () => {
  let clock: VirtualClock;
  let stories: SqliteStoryStore;
  let comments: SqliteCommentStore;
  let desk: CommentDesk;
  let changes: string[];
  let story: Story;
  const seals = new Seals(new Uint8Array(32).fill(7));
  beforeEach(async () => {
    const db = await openDatabase(':memory:');
    clock = new VirtualClock();
    [stories, comments] = [new SqliteStoryStore(db), new SqliteCommentStore(db)];
    changes = [];
    desk = new CommentDesk('one', { comments, seals, clock, onChange: (what) => changes.push(what) });
    story = storyOf();
    await stories.keepStory('one', story);
  });

  async function filled(more: Partial<FilledIn> = {}): Promise<FilledIn> {
    const form = seals.form(story.id, clock.wallTime());
    await clock.advance(200_000);
    return {
      storyId: story.id,
      parentId: null,
      name: 'Tina',
      email: 'tina@example.org',
      website: '',
      body: 'Das kenne ich.',
      lang: 'de',
      trap: '',
      form,
      hintSeen: false,
      source: '192.0.2.1',
      ...more,
    };
  }
  const receive = async (more: Partial<FilledIn> = {}) => desk.receive(await filled(more));
  const all = () => comments.allOf('one', story.id);

  test('a first comment waits, a known person’s next one is published, another name of theirs waits', async () => {
    const first = await receive();
    expect(first.type).toBe('waiting');
    expect(await desk.decide(['id' in first ? first.id : ''], 'published')).toHaveLength(1);
    expect(await receive({ email: 'TINA@example.org' })).toMatchObject({ type: 'published' });
    expect(await receive({ name: 'Tom' })).toMatchObject({ type: 'waiting' });
    expect(changes).toEqual(['queue', 'published', 'published', 'queue']);
  });

  test('of the e-mail address nothing is kept', async () => {
    await receive({ email: 'geheim@privat.example' });
    expect(
      JSON.stringify([await all(), await comments.queue('one', 'waiting', 9), await comments.comment('one', (await all())[0]?.id ?? '')]),
    ).not.toMatch(/geheim|privat/u);
    expect((await desk.ofPerson('Geheim@privat.example')).map(({ name }) => name)).toEqual(['Tina']);
    expect(await desk.deletePerson('geheim@privat.example')).toBe(1);
    expect(await all()).toEqual([]);
  });

  test.each([
    [{ name: '', email: '', body: ' ' }, ['name', 'email', 'body']],
    [{ name: 'x'.repeat(61) }, ['name']],
    [{ name: 'tina@example.org' }, ['name']],
    [{ email: 'tina@example' }, ['email']],
    [{ email: 'a@b.de\nBcc: c@d.de' }, ['email']],
    [{ website: 'javascript:alert(1)' }, ['website']],
    [{ website: 'ftp://a.example' }, ['website']],
    [{ website: 'https://user:pass@a.example' }, ['website']],
    [{ body: 'x'.repeat(5_001) }, ['body']],
  ])('%j: %j is missing or wrong, and nothing is kept', async (more, fields) => {
    expect(await receive(more)).toEqual({ type: 'incomplete', fields });
    expect(await all()).toEqual([]);
  });

  test('writes what was meant: a website without https, lines and control characters put right', async () => {
    await receive({ name: ' Tina\r\nX-Header: 1 ', website: 'tina.example', body: '\u0000Hallo\u202E\r\nWelt ' });
    expect(await all()).toMatchObject([{ name: 'Tina X-Header: 1', website: 'https://tina.example', body: 'Hallo\nWelt' }]);
  });

  test('a judging sentence is asked about once, and never refused', async () => {
    const body = 'Sie sind unverschämt. Ich war müde.';
    const hint = await receive({ body });
    expect(hint).toEqual({ type: 'hint', sentences: ['Sie sind unverschämt.'] });
    expect(await all()).toEqual([]);
    expect(await receive({ body, hintSeen: true })).toMatchObject({ type: 'waiting' });
  });

  test('what fills in everything, or is quicker than anybody writes, waits among spam; nobody is told', async () => {
    expect(await receive({ trap: 'x' })).toMatchObject({ type: 'waiting' });
    const quick = { ...(await filled()), form: seals.form(story.id, clock.wallTime()) };
    expect(await desk.receive(quick)).toMatchObject({ type: 'waiting' });
    expect((await all()).map(({ state, why }) => [state, why])).toEqual([
      ['spam', 'trap'],
      ['spam', 'trap'],
    ]);
  });

  test('an old or foreign form is shown again, and nothing is kept', async () => {
    const old = await filled();
    await clock.advance(25 * 3_600_000);
    expect(await desk.receive(old)).toEqual({ type: 'form_old' });
    expect(await receive({ form: 'x.y' })).toEqual({ type: 'form_old' });
    expect(await all()).toEqual([]);
  });

  test('from one place, from one person, and in all, only so many come through', async () => {
    const one = await filled();
    const types: string[] = [];
    for (let i = 0; i < 6; i++) types.push((await desk.receive(one)).type);
    expect(types).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'busy', 'busy']);
    for (let i = 0; i < 40; i++) types.push((await desk.receive({ ...one, source: `192.0.2.${i + 10}` })).type);
    expect(types.filter((type) => type === 'waiting')).toHaveLength(20);
    const many = async (nth: number): Promise<string> =>
      (await desk.receive({ ...one, email: `a${nth}@x.example`, source: `198.51.${nth % 100}.${nth}` })).type;
    for (let i = 0; i < 250; i++) types.push(await many(i));
    expect(types.slice(46).filter((type) => type === 'waiting').length).toBeLessThan(200);
    expect(types.slice(46, 146)).not.toContain('busy');
    await clock.advance(200);
    expect(await many(1_000)).toBe('waiting');
  });

  test('one place has twenty a day that wait, however patient it is', async () => {
    let waiting = 0;
    for (let i = 0; i < 60; i++) {
      if ((await desk.receive(await filled({ email: `a${i}@x.example` }))).type === 'waiting') waiting++;
      await clock.advance(120_000);
    }
    expect(waiting).toBeGreaterThan(19);
    expect(waiting).toBeLessThan(30);
  });

  test('ten thousand comments of spam, from one place or many, keep no reader out', { timeout: 120_000 }, async () => {
    const flood = await filled({ body: 'Buy cheap pills' });
    for (let i = 0; i < 10_000; i++) {
      if (i % 500 === 0) await clock.advance(3_600_000 / 4);
      await desk.receive({
        ...flood,
        email: `s${i}@spam.example`,
        source: i % 2 === 0 ? '192.0.2.1' : `10.${i % 250}.${i >> 8}.1`,
        trap: i % 3 === 0 ? 'x' : '',
      });
    }
    await clock.advance(1_000);
    const reader = await desk.receive(await filled({ email: 'leser@echt.example', source: '203.0.113.9' }));
    expect(reader.type).toBe('waiting');
    const { length } = await all();
    expect(length).toBeGreaterThan(1_000);
    expect(length).toBeLessThanOrEqual(3_000);
    expect((await comments.comment('one', 'id' in reader ? reader.id : ''))?.state).toBe('waiting');
  });

  test('a block holds what they write, and can be taken back', async () => {
    const first = await receive();
    const id = 'id' in first ? first.id : '';
    await desk.decide([id], 'published');
    expect(await desk.block(id, true)).toBe(true);
    await receive();
    expect((await all()).at(-1)).toMatchObject({ state: 'spam', why: 'blocked' });
    await desk.block(id, false);
    expect(await receive()).toMatchObject({ type: 'published' });
    expect([await desk.block(story.id, true), await desk.decide([story.id], 'spam')]).toEqual([false, []]);
  });

  test('what a decision taught is unlearnt with the next one', async () => {
    const first = await receive({ body: 'Billige Uhren' });
    const id = 'id' in first ? first.id : '';
    const counts = async () => (await comments.wordCounts('one', ['', 'uhren'])).get('uhren');
    await desk.decide([id], 'spam');
    await desk.decide([id], 'spam');
    expect(await counts()).toEqual({ spam: 1, ham: 0 });
    await desk.decide([id], 'published');
    expect(await counts()).toEqual({ spam: 0, ham: 1 });
    await desk.decide([id], 'waiting');
    expect(await counts()).toEqual({ spam: 0, ham: 0 });
  });

  test('the household’s answer is marked, at once there, and teaches nothing', async () => {
    const id = await desk.answer('eva', { storyId: story.id, parentId: null, name: 'Eva', body: 'Danke!', lang: 'de' });
    expect(await comments.commentsOf('one', story.id)).toMatchObject([{ id, byAuthor: true, name: 'Eva' }]);
    await desk.decide([id], 'removed');
    await desk.decide([id], 'published');
    expect(await comments.wordCounts('one', ['danke'])).toEqual(new Map());
    expect(await desk.block(id, true)).toBe(false);
  });

  describe('for stories', () => {
    let writing: StoryDesk;
    let seen: number;
    const content = {
      title: 'Der Anruf',
      body: 'Herr Klein rief an.',
      lang: 'de',
      authorName: 'Eva',
      dated: '2026-11-25',
      category: null,
      tags: [],
    } as const;
    const NOTHING = { confirmed: [], replace: [] };
    beforeEach(() => {
      seen = 0;
      writing = new StoryDesk('one', { stories, texts: TEXTS, clock, knownNames: async () => ['Zeynep Kaya'], onChange: () => seen++ });
    });

    test('a draft is kept with names in it; published only when each was decided about', async () => {
      const { id } = await writing.begin(content);
      expect(await writing.change(id, { ...content, body: 'Herr Klein und Zeynep.' }, NOTHING, false)).toMatchObject({ type: 'kept' });
      const asked = await writing.change(id, { ...content, body: 'Herr Klein und Zeynep.' }, NOTHING, true);
      expect(asked).toMatchObject({ type: 'names_left', findings: [{ text: 'Klein' }, { text: 'Zeynep' }] });
      expect(await stories.story('one', id)).toMatchObject({ state: 'draft', publishedAt: null });
      const half = await writing.change(id, { ...content, body: 'Herr Klein und Zeynep.' }, { confirmed: ['Zeynep'], replace: [] }, true);
      expect(half).toMatchObject({ type: 'names_left', findings: [{ text: 'Klein' }] });
      const decided = { confirmed: ['Zeynep'], replace: [{ text: 'Klein', instead: 'N.' }] };
      expect(await writing.change(id, { ...content, body: 'Herr Klein und Zeynep.' }, decided, true)).toMatchObject({
        type: 'kept',
        story: { state: 'published', body: 'Herr N. und Zeynep.', confirmed: ['Zeynep'] },
      });
    });

    test('five hundred findings are asked about at once; others come when these are decided', async () => {
      const found = Array.from({ length: MOST_FINDINGS + 30 }, (_, nth) => ({ kind: 'name', text: `Name${nth}`, instead: 'N.' }) as const);
      const texts = { ...TEXTS, findings: async () => found } as unknown as typeof TEXTS;
      const busy = new StoryDesk('one', { stories, texts, clock, knownNames: async () => [], onChange: () => {} });
      const first = await busy.findingsIn(content, []);
      expect(first).toHaveLength(500);
      const confirmed = first.map(({ text }) => text);
      expect(await busy.findingsIn(content, confirmed)).toEqual(found.slice(500));
    });

    test('a change of what readers see asks about new names, and what was decided stays decided', async () => {
      const { id } = await writing.begin(content);
      await writing.change(id, content, { confirmed: ['Klein'], replace: [] }, true);
      expect(await writing.change(id, { ...content, body: 'Herr Klein rief wieder an.' }, NOTHING, false)).toMatchObject({ type: 'kept' });
      expect(await writing.change(id, { ...content, tags: ['Frau Groß'] }, NOTHING, false)).toMatchObject({
        type: 'names_left',
        findings: [{ text: 'Groß' }],
      });
      expect(await stories.story('one', id)).toMatchObject({ body: 'Herr Klein rief wieder an.', tags: [] });
    });

    test('the address follows the title until the first publication, then stays', async () => {
      const plain = { ...content, body: 'Ein Anruf.' };
      const { id, slug } = await writing.begin(plain);
      expect(slug).toBe('der-anruf');
      expect((await writing.begin(plain)).slug).toBe('der-anruf-2');
      await writing.change(id, { ...plain, title: 'Anders' }, NOTHING, false);
      expect((await stories.story('one', id))?.slug).toBe('anders');
      await writing.change(id, { ...plain, title: 'Anders' }, NOTHING, true);
      await writing.change(id, { ...plain, title: 'Noch anders' }, NOTHING, true);
      expect((await stories.story('one', id))?.slug).toBe('anders');
      expect((await writing.begin({ ...plain, title: 'Search' })).slug).toBe('search-2');
    });

    test('is withdrawn, deleted, brought back; what is unknown is said to be', async () => {
      const plain = { ...content, body: 'Ein Anruf.' };
      const { id } = await writing.begin(plain);
      await writing.change(id, plain, NOTHING, true);
      expect(await writing.unpublish(id)).toMatchObject({ state: 'draft' });
      expect([await writing.delete(id), await writing.delete(id), await writing.restore(id), await writing.restore(id)]).toEqual([
        true,
        false,
        true,
        false,
      ]);
      expect([await writing.change(PICTURE, plain, NOTHING, true), await writing.unpublish(PICTURE)]).toEqual([null, null]);
      expect(seen).toBe(4);
    });
  });
});
