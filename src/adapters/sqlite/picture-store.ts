import type { Picture, PictureStore } from '../../experiences/picture.ts';
import { atomically, durably, type Db } from './database.ts';

/** Pictures on SQLite. */
export class SqlitePictureStore implements PictureStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keepPicture(householdId: string, id: string, { type, width, height, bytes }: Picture, at: number): Promise<void> {
    await durably(this.#db, async (db) => {
      await db.insertInto('picture').values({ id, household_id: householdId, type, width, height, bytes, kept_at: at }).execute();
    });
  }

  async picture(householdId: string, id: string): Promise<Picture | null> {
    const found = await this.#db
      .selectFrom('picture')
      .select(['type', 'width', 'height', 'bytes'])
      .where('household_id', '=', householdId)
      .where('id', '=', id)
      .executeTakeFirst();
    return found ? { ...found, bytes: Uint8Array.from(found.bytes) } : null;
  }

  async sizes(householdId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Omit<Picture, 'bytes'>>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('picture')
      .select(['id', 'type', 'width', 'height'])
      .where('household_id', '=', householdId)
      .where('id', 'in', ids)
      .execute();
    return new Map(rows.map(({ id, ...size }) => [id, size]));
  }

  async isShown(householdId: string, id: string): Promise<boolean> {
    const shows = await this.#db
      .selectFrom('story_picture')
      .innerJoin('story', 'story.nr', 'story_picture.story_nr')
      .select('story.nr')
      .where('story_picture.household_id', '=', householdId)
      .where('story_picture.picture_id', '=', id)
      .where('story.state', '=', 'published')
      .where('story.deleted_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return shows !== undefined;
  }

  async purgePictures(householdId: string, keptBefore: number): Promise<void> {
    await atomically(this.#db, async (db) => {
      await db
        .deleteFrom('picture')
        .where('household_id', '=', householdId)
        .where('kept_at', '<', keptBefore)
        .where('id', 'not in', db.selectFrom('story_picture').select('picture_id').where('household_id', '=', householdId))
        .execute();
    });
  }
}
