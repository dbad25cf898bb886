import { Hono } from 'hono';
import { lineOf } from '../household/household.ts';
import { AccessError } from './access.ts';
import type { LineTestReply } from './api.ts';
import type { Env } from './routing.ts';

/** What can be done with a line while it is in use. */
export function lineRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/lines/:id/test', async (context) => {
    const { household, lines, selfTest } = context.var.home;
    const id = context.req.param('id');
    if (!lineOf(household, id)) throw new AccessError('not_found');
    const registered = lines().some((line) => line.id === id && line.state === 'registered');
    const result: LineTestReply = registered ? await selfTest.run(id) : { ok: false, problem: 'not_connected' };
    return context.json(result);
  });
  return routes;
}
