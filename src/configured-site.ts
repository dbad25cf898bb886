import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { secretKey } from './adapters/files/secret-key.ts';
import { SqliteCommentStore } from './adapters/sqlite/comment-store.ts';
import type { Db } from './adapters/sqlite/database.ts';
import { SqlitePictureStore } from './adapters/sqlite/picture-store.ts';
import { SqliteSettingStore } from './adapters/sqlite/setting-store.ts';
import { SqliteStoryStore } from './adapters/sqlite/story-store.ts';
import type { Clock } from './call/clock.ts';
import type { Log } from './call/log.ts';
import type { Config } from './config.ts';
import { CommentDesk } from './experiences/comment-desk.ts';
import { addDemo } from './experiences/demo.ts';
import type { Experiences } from './experiences/experiences.ts';
import { Seals } from './experiences/seals.ts';
import { missingFor } from './experiences/site.ts';
import { StoryDesk } from './experiences/story-desk.ts';
import { HOME } from './household/household.ts';
import { siteApp } from './site/app.ts';
import { Pages } from './site/pages.ts';
import { SiteServer } from './site/server.ts';
import type { SiteFiles } from './site/tools.ts';
import { ROOT } from './version.ts';

export interface PublicSite {
  readonly experiences: Experiences;
  /** Switches it on or off as the settings say. Never rejects: what went wrong stands in the status. */
  use(config: Config): Promise<void>;
  /** Deletes for good what was deleted before, and held comments and pictures that nobody wanted. */
  purge(now: number): Promise<void>;
  stop(): Promise<void>;
}

export interface SiteParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: () => Config;
  /** Names that the household knows. */
  readonly knownNames: () => Promise<readonly string[]>;
  /** Every open console asks anew. */
  readonly tellConsoles: () => void;
}

const DAY_MS = 86_400_000;
const UNDO_MS = 10 * 60_000;
const HELD_MS = 30 * DAY_MS;
/** A picture that was sent and is in no story yet: its author is writing. */
const LOOSE_PICTURE_MS = 7 * DAY_MS;
const DEMO_KEY = 'experiences_demo';

/** The public pages with all that stands behind them; they are served once the settings say so. */
export async function openSite({ db, clock, log, config, knownNames, tellConsoles }: SiteParts): Promise<PublicSite> {
  const [stories, comments, pictures] = [new SqliteStoryStore(db), new SqliteCommentStore(db), new SqlitePictureStore(db)];
  const seals = new Seals(await secretKey(join(config().dataDir, 'site.key')));
  const household = (): Config['households'][0] => config().households[0];
  const changed = (): void => {
    pages.changed();
    tellConsoles();
  };
  const commentDesk = new CommentDesk(HOME, {
    comments,
    seals,
    clock,
    onChange: (what) => (what === 'queue' ? tellConsoles() : changed()),
  });
  const storyDesk = new StoryDesk(HOME, { stories, clock, knownNames, onChange: changed });
  const origin = (): string =>
    config().site.origin ??
    `http://${config().siteHost === '127.0.0.1' ? 'localhost' : config().siteHost}:${server.port ?? config().sitePort}`;
  const tools = {
    householdId: HOME,
    stories,
    comments,
    pictures,
    desk: commentDesk,
    seals,
    clock,
    log,
    settings: () => config().site,
    timeZone: () => household().timeZone,
    origin,
    files: siteFiles(),
  };
  const pages = new Pages(tools);
  const server = new SiteServer(siteApp(tools, pages), config().siteHost, config().sitePort);
  let failed = false;

  const settings = new SqliteSettingStore(db);
  if ((await settings.setting(HOME, DEMO_KEY)) === null) {
    const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: household().timeZone }).format(clock.wallTime());
    if ((await stories.countStories(HOME, {})) === 0) await addDemo(HOME, { stories, comments, clock }, day);
    await settings.setSetting(HOME, DEMO_KEY, 'added');
  }

  return {
    experiences: {
      householdId: HOME,
      stories,
      comments,
      pictures,
      storyDesk,
      commentDesk,
      importTools: { stories, seals, clock, knownNames },
      async *readExport(pieces) {
        // Its libraries are needed once in a site's life.
        const { readWxr } = await import('./adapters/wordpress/wxr.ts');
        yield* readWxr(pieces);
      },
      status: () => ({
        enabled: config().site.enabled,
        port: server.port,
        failed,
        url: origin(),
        missing: missingFor(config().site),
      }),
      changed,
    },
    async use({ site }) {
      try {
        await server.turn(site.enabled);
        failed = false;
      } catch (error) {
        failed = true;
        log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the public pages could not be opened');
      }
      changed();
    },
    async purge(now) {
      await stories.purgeStories(HOME, now - UNDO_MS);
      await comments.purgeComments(HOME, now - HELD_MS);
      await pictures.purgePictures(HOME, now - LOOSE_PICTURE_MS);
    },
    stop: () => server.turn(false),
  };
}

const FONTS = {
  'alegreya-500.woff2': '@fontsource/alegreya/files/alegreya-latin-500-normal.woff2',
  'alegreya-sans-400.woff2': '@fontsource/alegreya-sans/files/alegreya-sans-latin-400-normal.woff2',
  'alegreya-sans-400-italic.woff2': '@fontsource/alegreya-sans/files/alegreya-sans-latin-400-italic.woff2',
  'alegreya-sans-700.woff2': '@fontsource/alegreya-sans/files/alegreya-sans-latin-700-normal.woff2',
} as const;

/** Read once: console and site share tokens, sign and type. */
function siteFiles(): SiteFiles {
  const theme = join(ROOT, 'console');
  const { resolve } = createRequire(import.meta.url);
  const folder = (name: string): string => dirname(resolve(`${name}/package.json`));
  const font = (file: string): Uint8Array<ArrayBuffer> => {
    const [scope, name, ...rest] = file.split('/');
    return Uint8Array.from(readFileSync(join(folder(`${scope}/${name}`), ...rest)));
  };
  return {
    css: [join(theme, 'theme', 'tokens.css'), join(ROOT, 'src', 'site', 'site.css')].map((file) => readFileSync(file, 'utf8')).join('\n'),
    icon: readFileSync(join(theme, 'public', 'cord.svg'), 'utf8'),
    fonts: new Map(Object.entries(FONTS).map(([name, file]) => [name, font(file)])),
  };
}
