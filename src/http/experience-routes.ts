import { Hono, type Context } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import { uuidv7 } from '../call/ids.ts';
import { draftOf } from '../experiences/draft.ts';
import { exported } from '../experiences/export.ts';
import type { Experiences } from '../experiences/experiences.ts';
import { importPosts, type ImportProgress } from '../experiences/import.ts';
import { PictureError, readPicture } from '../experiences/picture.ts';
import { MAX_BODY, MAX_TAGS, MAX_TITLE, type StoryContent } from '../experiences/story.ts';
import type { Kept } from '../experiences/story-desk.ts';
import { AccessError } from './access.ts';
import type {
  DraftRequest,
  ExperiencesPage,
  ImportLine,
  PictureReply,
  PreviewReply,
  PreviewRequest,
  StoryKept,
  StoryReply,
  StoryRequest,
} from './experience-api.ts';
import { allowTime } from './request-time.ts';
import { bodyOf, householdOf, idOf, Lang, parsed, ownNameOf, whoAsks, type Env, type HttpTools } from './routing.ts';

export const IMPORT_STORIES_PATH = '/api/experiences/import';
const MAX_STORIES_BYTES = 512 * 1024 * 1024;
/** A text of 60,000 characters, as JSON. */
export const MAX_STORY_BYTES = 512 * 1024;
export const PICTURES_PATH = '/api/pictures';
export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;

const STORIES_A_PAGE = 100;
const TOLD_BYTES = 1024 * 1024;
const line = (longest: number) => z.string().trim().max(longest);
const Content: z.ZodType<StoryContent> = z.strictObject({
  title: line(MAX_TITLE).min(1),
  body: z.string().max(MAX_BODY),
  lang: Lang,
  authorName: line(60).min(1),
  dated: z.iso.date(),
  category: line(60).min(1).nullable(),
  tags: z.array(line(40).min(1)).max(MAX_TAGS),
});
const confirmed = z.array(z.string().max(500)).max(500);
const replace = z.array(z.strictObject({ text: z.string().min(1).max(500), instead: z.string().max(100) })).max(500);
const Change: z.ZodType<StoryRequest> = z.strictObject({ content: Content, confirmed, replace });
const Draft: z.ZodType<DraftRequest> = z.strictObject({ reflectionId: z.uuid(), lang: Lang });
const Preview: z.ZodType<PreviewRequest> = z.strictObject({ body: z.string().max(MAX_BODY) });
const Offset = z.coerce.number().int().min(0).max(1_000_000).default(0);

/** Stories: written, looked at, published, taken back; taken in and handed out as a whole. */
export function experienceRoutes(tools: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();
  const { clock } = tools;
  /** There is one site, and it is one household's. */
  const ours = (context: Context<Env>): Experiences => {
    if (householdOf(context) !== tools.experiences.householdId) throw new AccessError('not_found');
    return tools.experiences;
  };
  const must = (found: boolean): Response => {
    if (!found) throw new AccessError('not_found');
    return Response.json({});
  };
  const replyOf = async (experiences: Experiences, story: StoryReply['story']): Promise<StoryReply> => ({
    story,
    findings: await experiences.storyDesk.findingsIn(story, story.confirmed),
  });
  const keptOf = async (experiences: Experiences, id: string, kept: Kept | null): Promise<StoryKept> => {
    if (!kept) throw new AccessError('not_found');
    if (kept.type === 'kept') return { kept: true, ...(await replyOf(experiences, kept.story)) };
    const story = await experiences.stories.story(experiences.householdId, id);
    if (!story) throw new AccessError('not_found');
    return { kept: false, story, findings: kept.findings };
  };

  routes.get('/experiences', async (context) => {
    const { stories, comments, householdId, status } = ours(context);
    const offset = parsed(Offset, context.req.query('offset'));
    const found = await stories.stories(householdId, {}, { limit: STORIES_A_PAGE, offset });
    return context.json({
      stories: found,
      count: await stories.countStories(householdId, {}),
      waiting: await comments.countComments(householdId, 'waiting'),
      spam: await comments.countComments(householdId, 'spam'),
      hasDemo: await stories.hasDemo(householdId),
      site: status(),
    } satisfies ExperiencesPage);
  });

  routes.delete('/experiences/demo', async (context) => {
    await ours(context).storyDesk.deleteDemo();
    return context.json({});
  });

  routes.get('/experiences/export', (context) => {
    const { householdId, stories, comments, pictures } = ours(context);
    const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: context.var.home.household.timeZone }).format(
      clock.wallTime(),
    );
    context.header('Content-Type', 'application/json; charset=utf-8');
    context.header('Content-Disposition', `attachment; filename="danke-nein-erlebnisse-${day}.json"`);
    return stream(context, async (body) => {
      for await (const part of exported(householdId, { stories, comments, pictures })) {
        if (body.aborted) return;
        await body.write(part);
      }
    });
  });

  routes.post('/experiences/import', (context) => {
    const experiences = ours(context);
    const { body } = context.req.raw;
    const lang = parsed(Lang, context.req.query('lang'));
    if (!body) throw new AccessError('bad_request');
    allowTime(context.env.incoming);
    context.header('Content-Type', 'application/x-ndjson');
    return stream(context, async (answer) => {
      const say = (said: ImportLine): Promise<unknown> => answer.write(`${JSON.stringify(said)}\n`);
      let bytes = 0;
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const piece of body) {
          bytes += piece.length;
          if (bytes > MAX_STORIES_BYTES) throw new AccessError('bad_request');
          yield piece;
        }
      };
      let told = 0;
      let last: ImportProgress | null = null;
      try {
        for await (const progress of importPosts(
          experiences.householdId,
          experiences.readExport(counted(), context.req.raw.signal),
          lang,
          experiences.importTools,
        )) {
          if (answer.aborted) return;
          last = progress;
          // Some browsers read nothing until they have sent everything: what is said meanwhile must fit between them and us.
          if (bytes - told < TOLD_BYTES) continue;
          told = bytes;
          await say({ type: 'progress', bytes, ...progress });
        }
        if (last) await say({ type: 'progress', bytes, ...last });
        await say({ type: 'done' });
      } catch (error) {
        tools.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'an import of stories broke off');
        await say({ type: 'failed' });
      } finally {
        experiences.changed();
      }
    });
  });

  routes.get('/stories/:id', async (context) => {
    const experiences = ours(context);
    const story = await experiences.stories.story(experiences.householdId, idOf(context));
    if (!story) throw new AccessError('not_found');
    return context.json(await replyOf(experiences, story));
  });

  routes.post('/stories', async (context) => {
    const experiences = ours(context);
    return context.json(await replyOf(experiences, await experiences.storyDesk.begin(parsed(Content, await bodyOf(context)))));
  });

  /** No transcript and no recording is asked for here: a draft comes from what its author wrote (StGB § 201). */
  routes.post('/stories/from-reflection', async (context) => {
    const experiences = ours(context);
    const who = whoAsks(context);
    const { reflectionId, lang } = parsed(Draft, await bodyOf(context));
    const reflection = await tools.reflections.reflection(...who, reflectionId);
    if (!reflection) throw new AccessError('not_found');
    const { timeZone } = context.var.home.household;
    const happenedOn = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(reflection.happenedAt);
    const known = await experiences.importTools.knownNames();
    const content = draftOf(reflection, {
      lang,
      authorName: ownNameOf(context) ?? context.var.home.household.spokenName ?? '…',
      known,
      happenedOn,
    });
    return context.json(await replyOf(experiences, await experiences.storyDesk.begin(content)));
  });

  routes.post('/stories/preview', async (context) => {
    ours(context);
    const { body } = parsed(Preview, await bodyOf(context));
    const html = await ours(context).texts.html(body, PICTURES_PATH);
    return context.json({ html: html.replaceAll(' width="0" height="0"', '') } satisfies PreviewReply);
  });

  routes.put('/stories/:id', async (context) => {
    const experiences = ours(context);
    const { content, ...decided } = parsed(Change, await bodyOf(context));
    return context.json(
      await keptOf(experiences, idOf(context), await experiences.storyDesk.change(idOf(context), content, decided, false)),
    );
  });

  routes.post('/stories/:id/publish', async (context) => {
    const experiences = ours(context);
    const { content, ...decided } = parsed(Change, await bodyOf(context));
    return context.json(
      await keptOf(experiences, idOf(context), await experiences.storyDesk.change(idOf(context), content, decided, true)),
    );
  });

  routes.post('/stories/:id/unpublish', async (context) => {
    const experiences = ours(context);
    const story = await experiences.storyDesk.unpublish(idOf(context));
    if (!story) throw new AccessError('not_found');
    return context.json(await replyOf(experiences, story));
  });

  routes.delete('/stories/:id', async (context) => must(await ours(context).storyDesk.delete(idOf(context))));
  routes.post('/stories/:id/restore', async (context) => must(await ours(context).storyDesk.restore(idOf(context))));

  routes.post('/pictures', async (context) => {
    const { pictures, householdId } = ours(context);
    const picture = readPictureIn(new Uint8Array(await context.req.arrayBuffer()));
    const id = uuidv7(clock);
    await pictures.keepPicture(householdId, id, picture, clock.wallTime());
    return context.json({ id, width: picture.width, height: picture.height } satisfies PictureReply);
  });

  routes.get('/pictures/:id', async (context) => {
    const { pictures, householdId } = ours(context);
    const picture = await pictures.picture(householdId, idOf(context));
    if (!picture) throw new AccessError('not_found');
    return context.body(picture.bytes, 200, { 'Content-Type': picture.type });
  });

  return routes;
}

function readPictureIn(bytes: Uint8Array): ReturnType<typeof readPicture> {
  try {
    return readPicture(bytes);
  } catch (error) {
    if (error instanceof PictureError) throw new AccessError('no_picture');
    throw error;
  }
}
