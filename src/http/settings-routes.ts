import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { SettingSection } from '../household/setting-changes.ts';
import { AccessError } from './access.ts';
import type { SettingsReply } from './settings-api.ts';
import { bodyOf, householdOf, Lang, ownerOnly, parsed, type Env, type HttpTools } from './routing.ts';

const Section = z.custom<SettingSection>(
  (section) => typeof section === 'string' && /^(?:household|conversation|messages|services|packs|site|line:.{1,32})$/u.test(section),
);
const ChangeId = z.coerce.number().int().min(1);
const Check = z.object({
  service: z.enum(['languageModel', 'speechToText', 'textToSpeech']),
  lang: Lang,
  settings: z.object({
    url: z.url({ protocol: /^https?$/u }),
    model: z.string().min(1).max(200),
    apiKey: z.string().min(1).max(1_000).optional(),
    deadlineMs: z.int().min(100).max(10_000),
    voice: z.object({ de: z.string().max(100), en: z.string().max(100) }).optional(),
  }),
});

/** The household's settings: what holds, changes, and the way back. An owner's alone. */
export function settingsRoutes({ settings }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/settings', async (context) => {
    ownerOnly(context);
    return context.json(await settings.page(householdOf(context)));
  });

  routes.put('/settings/:section', async (context) => {
    const section = parsed(Section, context.req.param('section'));
    const change = await settings.change(householdOf(context), userNameOf(context), section, await bodyOf(context));
    return context.json({ change } satisfies SettingsReply);
  });

  routes.post('/settings/changes/:id/undo', async (context) => {
    await settings.undo(householdOf(context), userNameOf(context), parsed(ChangeId, context.req.param('id')));
    return context.json({});
  });

  routes.post('/settings/services/check', async (context) => {
    ownerOnly(context);
    return context.json(await settings.check(householdOf(context), parsed(Check, await bodyOf(context))));
  });

  return routes;
}

/** Who changes something; throws AccessError unless it is an owner. */
function userNameOf(context: Context<Env>): string {
  ownerOnly(context);
  const { user } = context.var;
  if (!user) throw new AccessError('not_logged_in');
  return user.name;
}
