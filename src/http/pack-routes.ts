import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { HOME } from '../household/household.ts';
import { PackId } from '../packs/pack.ts';
import { AccessError } from './access.ts';
import { allowTime } from './request-time.ts';
import { householdOf, ownerOnly, parsed, type Env, type HttpTools } from './routing.ts';

export const IMPORT_PACK_PATH = '/api/packs/import';

const FileName = z.string().trim().min(1).max(200);
/** A large archive is tried before the answer: nothing passes meanwhile. */
const QUIET_MS = 10 * 60_000;

/** Speech packs: what there is, how far something is, and bringing and taking them. The server's, so its owner's alone. */
export function packRoutes({ packs }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/packs', async (context) => {
    ownerOfAll(context);
    return context.json(await packs.page());
  });

  routes.post('/packs/import', async (context) => {
    const userName = ownerOfAll(context);
    const name = parsed(FileName, context.req.query('name'));
    const { body } = context.req.raw;
    if (!body) throw new AccessError('bad_request');
    allowTime(context.env.incoming, QUIET_MS);
    return context.json(await packs.receive(name, body, userName, context.req.raw.signal));
  });

  routes.post('/packs/:id/install', (context) => {
    packs.install(parsed(PackId, context.req.param('id')), ownerOfAll(context));
    return context.json({}, 202);
  });

  routes.post('/packs/:id/cancel', (context) => {
    ownerOfAll(context);
    packs.cancel(parsed(PackId, context.req.param('id')));
    return context.json({});
  });

  routes.delete('/packs/:id', async (context) => {
    ownerOfAll(context);
    await packs.remove(parsed(PackId, context.req.param('id')));
    return context.json({});
  });

  return routes;
}

/** The name of whoever asks; throws AccessError unless it is the owner of this server. */
function ownerOfAll(context: Context<Env>): string {
  ownerOnly(context);
  if (householdOf(context) !== HOME) throw new AccessError('owner_only');
  return context.var.user?.name ?? '';
}
