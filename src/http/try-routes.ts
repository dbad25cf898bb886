import { Hono } from 'hono';
import { z } from 'zod';
import { SALES_APPROACHES } from '../call/names.ts';
import type { KeyRequest, SayReply, TryReply, WordsRequest } from './api.ts';
import { bodyOf, Lang, parsed, type Env } from './routing.ts';
import { MAX_SENTENCE_LENGTH } from './spoken.ts';
import { KNOWN_AS } from './try-desk.ts';

const Begin = z.object({ lang: Lang, known: z.boolean(), approach: z.enum(SALES_APPROACHES).optional() });
const Say: z.ZodType<WordsRequest> = z.object({ words: z.string().trim().min(1).max(MAX_SENTENCE_LENGTH) });
const Key: z.ZodType<KeyRequest> = z.object({ digit: z.string().regex(/^[0-9*#]$/u) });

/** Be the caller: trial calls that are typed. */
export function tryRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post('/try', async (context) => {
    const { lang, known, approach } = parsed(Begin, await bodyOf(context));
    const { home, tieToAccess } = context.var;
    const callId = await home.tryDesk.begin(tieToAccess, lang, known ? KNOWN_AS[lang] : null, approach);
    return context.json({ callId } satisfies TryReply);
  });

  routes.post('/try/:id/say', async (context) => {
    const { words } = parsed(Say, await bodyOf(context));
    return context.json({ durationMs: await context.var.home.tryDesk.say(context.req.param('id'), words) } satisfies SayReply);
  });

  routes.post('/try/:id/key', async (context) => {
    context.var.home.tryDesk.pressKey(context.req.param('id'), parsed(Key, await bodyOf(context)).digit);
    return context.json({});
  });

  routes.delete('/try/:id', (context) => {
    context.var.home.tryDesk.hangUp(context.req.param('id'));
    return context.json({});
  });

  return routes;
}
