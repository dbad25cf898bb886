import { Hono } from 'hono';
import { z } from 'zod';
import { PARTINGS } from '../call/names.ts';
import { evidenceOf } from '../journal/evidence.ts';
import { ownEvidence } from '../journal/reflection.ts';
import { AccessError } from './access.ts';
import type { EvidenceReply, MoodReply, MoodRequest, PartingRequest } from './api.ts';
import { bodyOf, idOf, parsed, whoAsks, type Env, type HttpTools } from './routing.ts';

const Tap = z.int().min(1).max(5).nullable();
const MoodBody: z.ZodType<MoodRequest> = z.strictObject({ before: Tap, after: Tap });
const PartingBody: z.ZodType<PartingRequest> = z.strictObject({ parting: z.enum(PARTINGS) });

/** How calls parted, what works, and how a person felt. */
export function evidenceRoutes({ evidence, reflections, clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/evidence', async (context) => {
    const [householdId, userId] = whoAsks(context);
    const rows = await evidence.evidence(householdId, clock.wallTime());
    // Calls that somebody wrote down are theirs alone, and so is what they add here.
    const own = ownEvidence(await reflections.reflections(householdId, userId));
    return context.json(evidenceOf([...rows, ...own]) satisfies EvidenceReply);
  });

  routes.put('/calls/:id/parting', async (context) => {
    const who = whoAsks(context);
    const { parting } = parsed(PartingBody, await bodyOf(context));
    const known = await evidence.setParting(...who, idOf(context), parting, clock.wallTime());
    if (!known) throw new AccessError('not_found');
    return context.json({});
  });

  routes.get('/calls/:id/mood', async (context) =>
    context.json((await evidence.mood(...whoAsks(context), idOf(context))) satisfies MoodReply),
  );

  routes.put('/calls/:id/mood', async (context) => {
    const who = whoAsks(context);
    const mood = parsed(MoodBody, await bodyOf(context));
    if (!(await evidence.setMood(...who, idOf(context), mood))) throw new AccessError('not_found');
    return context.json({});
  });

  return routes;
}
