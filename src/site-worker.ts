import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { secretKey } from './adapters/files/secret-key.ts';
import { SqliteCommentStore } from './adapters/sqlite/comment-store.ts';
import { openDatabase } from './adapters/sqlite/database.ts';
import { SqlitePictureStore } from './adapters/sqlite/picture-store.ts';
import { SqliteStoryStore } from './adapters/sqlite/story-store.ts';
import { systemClock } from './call/clock.ts';
import { containedClock, Faults } from './call/faults.ts';
import { CommentDesk } from './experiences/comment-desk.ts';
import { Seals } from './experiences/seals.ts';
import { HOME } from './household/household.ts';
import { siteApp } from './site/app.ts';
import { Pages } from './site/pages.ts';
import { SiteServer } from './site/server.ts';
import type { FromSite, SiteThreadData, ToSite } from './site/site-thread.ts';
import type { SiteFiles } from './site/tools.ts';
import { ROOT } from './version.ts';

/** The composition root of the public pages, on a thread of their own. */
const parent = parentPort;
if (!parent) throw new Error('site-worker.ts runs as a worker thread only');

const data = workerData as SiteThreadData;
const say = (message: FromSite): void => parent.postMessage(message);
let { view } = data;

const db = await openDatabase(data.database, { migrates: false });
const [stories, comments, pictures] = [new SqliteStoryStore(db), new SqliteCommentStore(db), new SqlitePictureStore(db)];
const seals = new Seals(await secretKey(data.keyFile));
const faults = new Faults((fault) => say({ type: 'fault', fault }));
const clock = containedClock(systemClock, faults);
const warn = (what: object, message: string): void => say({ type: 'warning', what: message, error: JSON.stringify(what) });
const desk = new CommentDesk(HOME, {
  comments,
  seals,
  clock,
  onChange: (what) => {
    if (what === 'published') pages.changed();
    say({ type: 'comment' });
  },
});
const tools = {
  householdId: HOME,
  stories,
  comments,
  pictures,
  desk,
  seals,
  clock,
  log: { info: () => {}, warn },
  settings: () => view.site,
  timeZone: () => view.timeZone,
  origin: () => view.site.origin ?? `http://localhost:${server.port}`,
  files: siteFiles(),
};
const pages = new Pages(tools);
const server = new SiteServer(siteApp(tools, pages), data.host, data.port, faults);

parent.on('message', (message: ToSite) =>
  faults.contain('worker_message', () => {
    if (message.type === 'view') ({ view } = message);
    return message.type === 'stop' ? stop() : pages.changed();
  }),
);

async function stop(): Promise<void> {
  await server.stop();
  await db.destroy();
  parent?.close();
}

await server.start().then(
  (port) => say({ type: 'open', port }),
  (error: unknown) => say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
);

/** Read once: console and site share tokens, sign and type. */
function siteFiles(): SiteFiles {
  const theme = join(ROOT, 'console');
  const { resolve } = createRequire(import.meta.url);
  const font = (family: 'alegreya' | 'alegreya-sans', style: string): Uint8Array<ArrayBuffer> => {
    const folder = dirname(resolve(`@fontsource/${family}/package.json`));
    return Uint8Array.from(readFileSync(join(folder, 'files', `${family}-latin-${style}.woff2`)));
  };
  return {
    css: [join(theme, 'theme', 'tokens.css'), join(ROOT, 'src', 'site', 'site.css')].map((file) => readFileSync(file, 'utf8')).join('\n'),
    icon: readFileSync(join(theme, 'public', 'cord.svg'), 'utf8'),
    fonts: new Map([
      ['alegreya-500.woff2', font('alegreya', '500-normal')],
      ['alegreya-sans-400.woff2', font('alegreya-sans', '400-normal')],
      ['alegreya-sans-400-italic.woff2', font('alegreya-sans', '400-italic')],
      ['alegreya-sans-700.woff2', font('alegreya-sans', '700-normal')],
    ]),
  };
}
