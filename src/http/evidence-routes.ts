import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { PARTINGS } from '../call/names.ts';
import { evidenceOf } from '../journal/evidence.ts';
import { ownEvidence } from '../journal/reflection.ts';
import { AccessError } from './access.ts';
import type { EvidenceReply, MoodReply, MoodRequest, PartingRequest } from './api.ts';
import { bodyOf, parsed, type Env, type HttpTools } from './routing.ts';

const Id = z.uuid();
const Tap = z.int().min(1).max(5).nullable();
const MoodBody: z.ZodType<MoodRequest> = z.strictObject({ before: Tap, after: Tap });
const PartingBody: z.ZodType<PartingRequest> = z.strictObject({ parting: z.enum(PARTINGS) });

/** How calls parted, what works, and how a person felt. */
export function evidenceRoutes({ store, reflections, clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();
  const householdOf = (context: Context<Env>): string => context.var.home.household.id;
  const userOf = (context: Context<Env>): string => context.var.user?.id ?? '';
  const idOf = (context: Context<Env>): string => parsed(Id, context.req.param('id'));

  routes.get('/evidence', async (context) => {
    const rows = await store.evidence(householdOf(context), clock.wallTime());
    // Calls that somebody wrote down are theirs alone, and so is what they add here.
    const own = ownEvidence(await reflections.reflections(householdOf(context), userOf(context)));
    return context.json(evidenceOf([...rows, ...own]) satisfies EvidenceReply);
  });

  routes.put('/calls/:id/parting', async (context) => {
    const { parting } = parsed(PartingBody, await bodyOf(context));
    const known = await store.setParting(householdOf(context), idOf(context), parting, userOf(context), clock.wallTime());
    if (!known) throw new AccessError('not_found');
    return context.json({});
  });

  routes.get('/calls/:id/mood', async (context) =>
    context.json((await store.mood(householdOf(context), idOf(context), userOf(context))) satisfies MoodReply),
  );

  routes.put('/calls/:id/mood', async (context) => {
    const mood = parsed(MoodBody, await bodyOf(context));
    if (!(await store.setMood(householdOf(context), idOf(context), userOf(context), mood))) throw new AccessError('not_found');
    return context.json({});
  });

  return routes;
}
