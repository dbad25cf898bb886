import { Hono } from 'hono';
import { lineOf } from '../household/household.ts';
import { AccessError } from './access.ts';
import type { LineTestReply } from './api.ts';
import type { Env } from './routing.ts';

/** What can be done with a line while it is in use. */
export function lineRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/lines/:id/test', async (context) => {
    const { home } = context.var;
    const id = context.req.param('id');
    if (!lineOf(home.household, id)) throw new AccessError('not_found');
    const registered = home.lines().some((line) => line.id === id && line.state === 'registered');
    const result: LineTestReply = registered ? await home.selfTest.run(id) : { ok: false, problem: 'not_connected' };
    return context.json(result);
  });
  return routes;
}
