import { Hono } from 'hono';
import { z } from 'zod';
import { LONGEST_EXPECTATION_MS } from '../household/expecting.ts';
import type { ExpectingRequest } from './api.ts';
import { bodyOf, parsed, type Env, type HttpTools } from './routing.ts';

const MINUTE_MS = 60_000;
const Body: z.ZodType<ExpectingRequest> = z.strictObject({
  minutes: z
    .int()
    .min(1)
    .max(LONGEST_EXPECTATION_MS / MINUTE_MS)
    .nullable(),
});

/** The household expects a call, or does not any more. */
export function expectingRoutes({ clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/expecting', async (context) => {
    const { minutes } = parsed(Body, await bodyOf(context));
    await context.var.home.expecting.expect(minutes === null ? null : clock.wallTime() + minutes * MINUTE_MS);
    return context.json({});
  });
  return routes;
}
