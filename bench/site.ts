import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../src/call/random.ts';
import type { ImportLine } from '../src/http/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { OPEN_SITE, TestSite } from '../tests/support/site.ts';
import { percentile, table } from './machine.ts';

const STORIES = Number(process.env['BENCH_STORIES'] ?? 10_000);
const COMMENTS_EACH = 10;
const SECONDS = 5;
const READERS = 8;
const PARTS =
  'anruf abend freund nein leitung tarif strom lachen mitgefühl zahnarzt verkauf vertrag ruhe kind essen dank stimme sorge bitte zeit haus garten brief termin nachbar'.split(
    ' ',
  );
/** German has compounds: 625 words, some frequent, most rare. */
const WORDS = PARTS.flatMap((one) => PARTS.map((other) => one + other));

/**
 * A site with 10,000 stories and 100,000 comments, brought in as a WordPress export: how long that takes, then pages per second and how
 * long readers wait, eight at once, beside a file that the same server serves from memory.
 */
export async function site(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'danke-nein-site-'));
  const server = await TestServer.start({ config: OPEN_SITE, dataDir });
  try {
    const readers = await TestSite.of(server);
    const imported = await importAll(server);
    table(`Taking in ${STORIES} posts with ${STORIES * COMMENTS_EACH} comments`, [
      ['', 'here'],
      ['file', `${(imported.bytes / 1e6).toFixed(0)} MB`],
      ['time', `${imported.seconds.toFixed(1)} s`],
      ['posts per second', (STORIES / imported.seconds).toFixed(0)],
      ['first word about how far it is', `${imported.firstWordMs.toFixed(0)} ms`],
      ['words in all', String(imported.words)],
    ]);
    const random = seededRandom(3);
    const anyStory = (): string => `/de/beitrag-${random.below(STORIES)}`;
    const kinds: readonly (readonly [string, () => string])[] = [
      ['the style sheet, from memory', () => '/site.css'],
      ['the first page', () => '/de/'],
      ['any page of the list', () => `/de/?page=${1 + random.below(Math.floor(STORIES / 12) - 1)}`],
      ['any story with its comments', anyStory],
      ['one story again and again', () => '/de/beitrag-7'],
      ['a tag', () => `/de/tag/${PARTS[random.below(PARTS.length)]?.replace('ü', 'ue') ?? ''}`],
      ['a month', () => `/de/month/20${10 + random.below(9)}-0${1 + random.below(9)}`],
      ['a search for a word', () => `/de/search?q=${encodeURIComponent(WORDS[random.below(WORDS.length)] ?? '')}`],
      ['a search for parts of two words', () => '/de/search?q=arzttermin%20gartenna'],
      ['the feed', () => '/de/feed.xml'],
    ];
    const rows = [['', 'pages per second', 'median', '99th percentile', 'beside the file']];
    let peer = 0;
    for (const [name, path] of kinds) {
      const { times, perSecond } = await read(readers.url, path);
      peer ||= perSecond;
      rows.push([
        name,
        perSecond.toFixed(0),
        ms(percentile(times, 0.5)),
        ms(percentile(times, 0.99)),
        `${((100 * perSecond) / peer).toFixed(0)} %`,
      ]);
    }
    table(`The public pages with ${STORIES} stories, ${READERS} readers at once`, rows);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function read(url: string, path: () => string): Promise<{ times: number[]; perSecond: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: READERS });
  const times: number[] = [];
  const begin = performance.now();
  const until = begin + SECONDS * 1_000;
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      while (performance.now() < until) {
        const from = performance.now();
        const status = await statusOf(`${url}${path()}`, agent);
        if (status !== 200 && status !== 404) throw new Error(`status ${status}`);
        times.push(performance.now() - from);
      }
    }),
  );
  agent.destroy();
  return { times, perSecond: times.length / ((performance.now() - begin) / 1_000) };
}

let reader = 0;

function statusOf(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    // As behind a proxy: every reader from somewhere else.
    const headers = { 'X-Forwarded-For': `198.51.${(reader >> 8) % 256}.${reader % 256}` };
    reader++;
    get(url, { agent, headers }, (answer) => {
      answer.on('end', () => resolve(answer.statusCode ?? 0)).resume();
    }).on('error', reject);
  });
}

async function importAll(server: TestServer): Promise<{ bytes: number; seconds: number; firstWordMs: number; words: number }> {
  const random = seededRandom(2);
  let bytes = 0;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder();
      const write = (text: string): void => {
        const piece = encoder.encode(text);
        bytes += piece.length;
        controller.enqueue(piece);
      };
      write('<rss xmlns:wp="w" xmlns:dc="d" xmlns:content="c"><channel>');
      for (let nth = 0; nth < STORIES; nth++) {
        write(post(nth, random));
        if (nth % 100 === 0) await sleep(0);
      }
      write('</channel></rss>');
      controller.close();
    },
  });
  const begin = performance.now();
  // A body that comes piece by piece needs it (Fetch standard); Node's types do not know it yet.
  const half = { duplex: 'half' };
  const answer = await fetch(`${server.url}/api/experiences/import?lang=de`, {
    method: 'POST',
    body,
    headers: { Origin: server.url },
    ...half,
  });
  let firstWordMs = 0;
  let words = 0;
  let last: ImportLine | null = null;
  let rest = '';
  for await (const piece of answer.body ?? []) {
    firstWordMs ||= performance.now() - begin;
    const lines = (rest + Buffer.from(piece).toString()).split('\n');
    rest = lines.pop() ?? '';
    words += lines.length;
    last = JSON.parse(lines.at(-1) ?? 'null') as ImportLine | null;
  }
  if (last?.type !== 'done') throw new Error('the import broke off');
  return { bytes, seconds: (performance.now() - begin) / 1_000, firstWordMs, words };
}

function post(nth: number, random: ReturnType<typeof seededRandom>): string {
  const some = (count: number): string =>
    Array.from({ length: count }, () => WORDS[Math.floor((random.below(1_000) / 1_000) ** 2 * WORDS.length)]).join(' ');
  const tags = Array.from(
    { length: 3 },
    () => `<category domain="post_tag"><![CDATA[${PARTS[random.below(PARTS.length)]}]]></category>`,
  ).join('');
  const day = `20${10 + random.below(9)}-0${1 + random.below(9)}-1${random.below(9)}`;
  const comments = Array.from(
    { length: COMMENTS_EACH },
    (_, one) =>
      `<wp:comment><wp:comment_id>${one + 1}</wp:comment_id><wp:comment_author>Leser ${random.below(5_000)}</wp:comment_author><wp:comment_author_email>leser${random.below(5_000)}@example.org</wp:comment_author_email><wp:comment_date_gmt>${day} 10:${10 + one}:00</wp:comment_date_gmt><wp:comment_content><![CDATA[${some(25)}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>${one > 4 ? one - 3 : 0}</wp:comment_parent></wp:comment>`,
  ).join('');
  const text = Array.from({ length: 6 }, () => `<p>${some(60)}</p>`).join('');
  return `<item><title>Beitrag ${nth}</title><link>https://alt.example/${nth}/</link><dc:creator>eva</dc:creator><content:encoded><![CDATA[${text}]]></content:encoded><wp:post_date>${day} 12:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>${tags}${comments}</item>`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
