import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { COMMENT_STATES, MAX_COMMENT } from '../experiences/comment.ts';
import type { Experiences } from '../experiences/experiences.ts';
import { AccessError } from './access.ts';
import type {
  AnswerRequest,
  BlockRequest,
  CommentsPage,
  DecisionRequest,
  DecisionsReply,
  DecisionsRequest,
  DeletedReply,
  PersonRequest,
  WordsRequest,
} from './experience-api.ts';
import { bodyOf, householdOf, idOf, parsed, ownNameOf, whoAsks, type Env, type HttpTools } from './routing.ts';

const COMMENTS_A_PAGE = 50;
const MOST_AT_ONCE = 100;
const State = z.enum(COMMENT_STATES);
const body = z.string().trim().min(1).max(MAX_COMMENT);
const Decision: z.ZodType<DecisionRequest> = z.strictObject({ state: State });
const Decisions: z.ZodType<DecisionsRequest> = z.strictObject({ ids: z.array(z.uuid()).min(1).max(MOST_AT_ONCE), state: State });
const Words: z.ZodType<WordsRequest> = z.strictObject({ body });
const Block: z.ZodType<BlockRequest> = z.strictObject({ blocked: z.boolean() });
const Answer: z.ZodType<AnswerRequest> = z.strictObject({ storyId: z.uuid(), parentId: z.uuid().nullable(), body });
const Person: z.ZodType<PersonRequest> = z.strictObject({ email: z.string().trim().min(3).max(254) });

/** What readers wrote, and what becomes of it. Nobody's e-mail address is in any answer: none is kept. */
export function commentRoutes(tools: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();
  const ours = (context: Context<Env>): Experiences => {
    if (householdOf(context) !== tools.experiences.householdId) throw new AccessError('not_found');
    return tools.experiences;
  };
  const must = (found: boolean): Response => {
    if (!found) throw new AccessError('not_found');
    return Response.json({});
  };

  routes.get('/comments', async (context) => {
    const { comments, householdId } = ours(context);
    const before = context.req.query('before');
    const state = parsed(State, context.req.query('state'));
    const found = await comments.queue(
      householdId,
      state,
      COMMENTS_A_PAGE + 1,
      before === undefined ? undefined : parsed(z.uuid(), before),
    );
    const shown = found.slice(0, COMMENTS_A_PAGE);
    return context.json({
      comments: shown,
      next: found.length > COMMENTS_A_PAGE ? (shown.at(-1)?.id ?? null) : null,
    } satisfies CommentsPage);
  });

  routes.post('/comments', async (context) => {
    const { commentDesk, stories, householdId } = ours(context);
    const [, userId] = whoAsks(context);
    const answer = parsed(Answer, await bodyOf(context));
    const story = await stories.story(householdId, answer.storyId);
    if (!story) throw new AccessError('not_found');
    const name = ownNameOf(context) ?? story.authorName;
    return context.json({ id: await commentDesk.answer(userId, { ...answer, name, lang: story.lang }) });
  });

  routes.post('/comments/:id/decide', async (context) =>
    must((await ours(context).commentDesk.decide([idOf(context)], parsed(Decision, await bodyOf(context)).state)).length > 0),
  );
  routes.post('/comments/decide', async (context) => {
    const { ids, state } = parsed(Decisions, await bodyOf(context));
    return context.json({ ids: await ours(context).commentDesk.decide(ids, state) } satisfies DecisionsReply);
  });
  routes.put('/comments/:id', async (context) =>
    must(await ours(context).commentDesk.edit(idOf(context), parsed(Words, await bodyOf(context)).body)),
  );
  routes.post('/comments/:id/block', async (context) =>
    must(await ours(context).commentDesk.block(idOf(context), parsed(Block, await bodyOf(context)).blocked)),
  );
  routes.post('/comments/person', async (context) =>
    context.json(await ours(context).commentDesk.ofPerson(parsed(Person, await bodyOf(context)).email)),
  );
  routes.post('/comments/person/delete', async (context) =>
    context.json({
      deleted: await ours(context).commentDesk.deletePerson(parsed(Person, await bodyOf(context)).email),
    } satisfies DeletedReply),
  );

  return routes;
}
