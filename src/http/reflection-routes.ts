import { Hono } from 'hono';
import { z } from 'zod';
import { PARTINGS, SALES_APPROACHES } from '../call/names.ts';
import type { Language } from '../call/language.ts';
import { FEELINGS, FEELINGS_OF_MET_NEEDS } from '../nvc/feelings.ts';
import { NEEDS } from '../nvc/needs.ts';
import { stepsIn, type MixUp } from '../nvc/steps.ts';
import { AccessError } from './access.ts';
import type { HintsReply, HintsRequest, ReflectionRequest, WordListsReply } from './api.ts';
import { bodyOf, idOf, Lang, parsed, whoAsks, type Env, type HttpTools } from './routing.ts';

const text = z.string().trim().max(4_000);
const tap = z.int().min(1).max(5).nullable();
const words = z.array(z.string().trim().min(1).max(60)).max(30);
const Body: z.ZodType<ReflectionRequest> = z.strictObject({
  callId: z.uuid().nullable(),
  happenedAt: z.int().min(0),
  content: z.strictObject({
    said: text,
    heard: text,
    feelings: words,
    needs: words,
    theirFeelings: words,
    theirNeeds: words,
    unsaid: text,
    request: text,
    gratitude: text,
    own: z.strictObject({
      approach: z.enum(SALES_APPROACHES).nullable(),
      parting: z.enum(PARTINGS).nullable(),
      before: tap,
      after: tap,
    }),
  }),
});
const HintsBody: z.ZodType<HintsRequest> = z.strictObject({ lang: Lang, said: text, unsaid: text, request: text });

/** What is looked for where: a verdict among what was said, a demand among requests. */
const MIX_UPS_IN: Readonly<Record<'said' | 'unsaid' | 'request', readonly MixUp[]>> = {
  said: ['evaluation'],
  unsaid: ['evaluation', 'pseudo_feeling', 'thought_as_feeling', 'strategy_as_need'],
  request: ['demand'],
};

/** A person's own reflections, with the word lists at hand and a gentle look at what was written. */
export function reflectionRoutes({ reflections, clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/reflections', async (context) => context.json(await reflections.reflections(...whoAsks(context))));

  routes.get('/reflections/:id', async (context) => {
    const found = await reflections.reflection(...whoAsks(context), idOf(context));
    if (!found) throw new AccessError('not_found');
    return context.json(found);
  });

  routes.put('/reflections/:id', async (context) => {
    const who = whoAsks(context);
    const { callId, happenedAt, content } = parsed(Body, await bodyOf(context));
    const kept = await reflections.keepReflection(...who, {
      id: idOf(context),
      callId,
      happenedAt: Math.min(happenedAt, clock.wallTime()),
      updatedAt: clock.wallTime(),
      content,
    });
    if (!kept) throw new AccessError('not_found');
    return context.json({});
  });

  routes.delete('/reflections/:id', async (context) => {
    if (!(await reflections.deleteReflection(...whoAsks(context), idOf(context)))) throw new AccessError('not_found');
    return context.json({});
  });

  routes.get('/word-lists', (context) => context.json(wordLists(parsed(Lang, context.req.query('lang')))));

  routes.post('/reflection-hints', async (context) => {
    const body = parsed(HintsBody, await bodyOf(context));
    const hints = (['said', 'unsaid', 'request'] as const).flatMap((field) =>
      stepsIn(body[field], body.lang).flatMap(({ kind, sentence }) => {
        const mixUp = MIX_UPS_IN[field].find((one) => one === kind);
        return mixUp ? [{ field, mixUp, sentence }] : [];
      }),
    );
    return context.json({ hints } satisfies HintsReply);
  });

  return routes;
}

function wordLists(lang: Language): WordListsReply {
  const groups = Object.entries(FEELINGS).map(([kind, terms]) => ({
    met: FEELINGS_OF_MET_NEEDS.has(kind),
    words: terms.map((term) => term[lang]),
  }));
  return {
    feelings: {
      unmet: groups.filter(({ met }) => !met).flatMap((group) => group.words),
      met: groups.filter(({ met }) => met).flatMap((group) => group.words),
    },
    needs: Object.values(NEEDS).map((terms) => terms.map((term) => term[lang])),
  };
}
