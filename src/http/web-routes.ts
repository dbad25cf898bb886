import { Hono } from 'hono';
import { z } from 'zod';
import { SALES_APPROACHES } from '../call/names.ts';
import type { OfferRequest } from './api.ts';
import { bodyOf, idOf, Lang, parsed, type Env } from './routing.ts';
import { KNOWN_AS } from './try-desk.ts';

const Offer = z.string().min(1).max(32_768);
const Join: z.ZodType<OfferRequest> = z.object({ offer: Offer });
const Call = z.object({ offer: Offer, lang: Lang, known: z.boolean(), approach: z.enum(SALES_APPROACHES).optional() });
const LegId = z.string().regex(/^[\w-]{1,64}$/u);

/** Calls with the browser's own microphone and loudspeaker (WebRTC): one request with an offer, one reply with the answer. */
export function webRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post('/web/call', async (context) => {
    const { offer, lang, known, approach } = parsed(Call, await bodyOf(context));
    return context.json(await context.var.home.webDesk.call(context.var.tieToAccess, offer, lang, known ? KNOWN_AS[lang] : null, approach));
  });

  routes.post('/calls/:id/take', async (context) => {
    const { offer } = parsed(Join, await bodyOf(context));
    return context.json(await context.var.home.webDesk.take(context.var.tieToAccess, idOf(context), offer, context.var.user?.id ?? null));
  });

  routes.post('/calls/:id/listen', async (context) => {
    const { offer } = parsed(Join, await bodyOf(context));
    return context.json(await context.var.home.webDesk.listen(context.var.tieToAccess, idOf(context), offer, context.var.user?.id ?? null));
  });

  routes.delete('/web/:leg', (context) => {
    context.var.home.webDesk.hangUp(parsed(LegId, context.req.param('leg')));
    return context.json({});
  });

  return routes;
}
