import { join } from 'node:path';
import { secretKey } from './adapters/files/secret-key.ts';
import { SqliteCommentStore } from './adapters/sqlite/comment-store.ts';
import type { Db } from './adapters/sqlite/database.ts';
import { TextThread } from './adapters/texts/text-thread.ts';
import { readWxrOnThread } from './adapters/wordpress/wxr-thread.ts';
import { SqlitePictureStore } from './adapters/sqlite/picture-store.ts';
import { SqliteSettingStore } from './adapters/sqlite/setting-store.ts';
import { SqliteStoryStore } from './adapters/sqlite/story-store.ts';
import { BackOff } from './call/back-off.ts';
import type { Clock } from './call/clock.ts';
import type { Faults } from './call/faults.ts';
import type { Log } from './call/log.ts';
import type { Config } from './config.ts';
import { KEPT_DAYS } from './experiences/comment.ts';
import { CommentDesk } from './experiences/comment-desk.ts';
import { addDemo } from './experiences/demo.ts';
import type { Experiences } from './experiences/experiences.ts';
import { Seals } from './experiences/seals.ts';
import { missingFor } from './experiences/site.ts';
import { StoryDesk } from './experiences/story-desk.ts';
import { HOME } from './household/household.ts';
import { SiteThread } from './site/site-thread.ts';

export interface PublicSite {
  readonly experiences: Experiences;
  /** Opens or closes it as the settings say. Never rejects: what went wrong stands in the status. */
  use(): Promise<void>;
  /** Deletes for good what was deleted before, and held comments and pictures that nobody wanted. */
  purge(now: number): Promise<void>;
  stop(): Promise<void>;
}

export interface SiteParts {
  readonly db: Db;
  /** The same database's file, for the thread that serves readers. */
  readonly database: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: Faults;
  readonly config: () => Config;
  /** The thread that serves readers. */
  readonly entry: URL;
  /** Names that the household knows. */
  readonly knownNames: () => Promise<readonly string[]>;
  /** Every open console asks anew. */
  readonly tellConsoles: () => void;
}

const DAY_MS = 86_400_000;
const UNDO_MS = 10 * 60_000;
/** A picture that was sent and is in no story yet: its author is writing. */
const LOOSE_PICTURE_MS = 7 * DAY_MS;
const DEMO_KEY = 'experiences_demo';

/** What a household writes for its public pages, and the thread that shows it to readers once the settings say so. */
export async function openSite({
  db,
  database,
  clock,
  log,
  faults,
  config,
  entry,
  knownNames,
  tellConsoles,
}: SiteParts): Promise<PublicSite> {
  const [stories, comments, pictures] = [new SqliteStoryStore(db), new SqliteCommentStore(db), new SqlitePictureStore(db)];
  const keyFile = join(config().dataDir, 'site.key');
  const seals = new Seals(await secretKey(keyFile));
  const texts = new TextThread(clock);
  const timeZone = (): string => config().households[0].timeZone;
  let thread: SiteThread | null = null;
  let failed = false;
  const again = new BackOff(clock, () => void use());
  let turning: Promise<void> = Promise.resolve();
  const changed = (): void => {
    thread?.changed();
    tellConsoles();
  };

  const view = () => ({ site: config().site, timeZone: timeZone() });
  async function turn(): Promise<void> {
    again.cancel();
    if (!config().site.enabled) {
      await thread?.stop();
      thread = null;
      failed = false;
    } else if (thread) thread.show(view());
    else await start();
    tellConsoles();
  }
  async function start(): Promise<void> {
    const { siteHost: host, sitePort: port } = config();
    const watch = {
      comment: tellConsoles,
      warning: (what: string, error: string) => log.warn({ error }, what),
      died: (reason: string) => {
        log.warn({ reason }, 'the public pages ended; they are opened again');
        thread = null;
        failed = true;
        again.failed();
        tellConsoles();
      },
      faults,
    };
    try {
      thread = await SiteThread.start(entry, { database, keyFile, host, port, view: view() }, watch);
      failed = false;
      again.started();
    } catch (error) {
      failed = true;
      again.failed();
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the public pages could not be opened');
    }
  }
  /** One after the other, so that what was wished last holds. */
  function use(): Promise<void> {
    turning = turning.then(turn);
    return turning;
  }

  const settings = new SqliteSettingStore(db);
  if ((await settings.setting(HOME, DEMO_KEY)) === null) {
    const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: timeZone() }).format(clock.wallTime());
    if ((await stories.countStories(HOME, {})) === 0) await addDemo(HOME, { stories, comments, clock }, day);
    await settings.setSetting(HOME, DEMO_KEY, 'added');
  }

  return {
    experiences: {
      householdId: HOME,
      stories,
      comments,
      pictures,
      storyDesk: new StoryDesk(HOME, { stories, texts, clock, knownNames, onChange: changed }),
      commentDesk: new CommentDesk(HOME, { comments, seals, clock, onChange: changed }),
      texts,
      importTools: { stories, seals, clock, texts, knownNames },
      readExport: (pieces, signal) => readWxrOnThread(pieces, clock, signal),
      status: () => {
        const { site, sitePort } = config();
        const port = thread?.port ?? null;
        return {
          enabled: site.enabled,
          port,
          failed,
          url: site.origin ?? `http://localhost:${port ?? sitePort}`,
          missing: missingFor(site),
        };
      },
      changed,
    },
    use,
    async purge(now) {
      await stories.purgeStories(HOME, now - UNDO_MS);
      await comments.purgeComments(HOME, now - KEPT_DAYS.held * DAY_MS, now - KEPT_DAYS.waiting * DAY_MS);
      await pictures.purgePictures(HOME, now - LOOSE_PICTURE_MS);
    },
    async stop() {
      again.cancel();
      await turning;
      await Promise.all([thread?.stop(), texts.stop()]);
      thread = null;
    },
  };
}
