import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { TOKEN_DAYS } from '../household/keys.ts';
import type { PasskeyEntry, TokenReply, TokenRequest } from './api.ts';
import { hostAskedFor } from './hosts.ts';
import type { Place } from './passkeys.ts';
import {
  bodyOf,
  householdOf,
  humanOnly,
  idOf,
  ownerOnly,
  parsed,
  personOf,
  remember,
  whoAsks,
  type Env,
  type HttpTools,
} from './routing.ts';

const Name = z.string().trim().min(1).max(60);
const base64url = z.string().regex(/^[\w-]{1,20000}$/u);
/** The library looks at the rest; what is not a device's answer at all does not reach it. */
const Device = z.looseObject({ id: base64url, rawId: base64url, type: z.literal('public-key'), response: z.looseObject({}) });
const NewPasskey = z.object({ name: Name, response: Device });
const LogIn = z.object({ response: Device });
const NewToken: z.ZodType<Required<TokenRequest>, TokenRequest> = z.object({
  name: Name,
  role: z.enum(['owner', 'member']),
  days: z.literal(TOKEN_DAYS).nullable().default(365),
});

/** Logging in by passkey, before anybody is known. */
export function passkeyLogInRoutes({ access, passkeys }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post('/login/passkey/options', async (context) => context.json(await passkeys.beginToLogIn(placeOf(context))));

  routes.post('/login/passkey', async (context) => {
    const { response } = parsed(LogIn, await bodyOf(context));
    const { householdId, userId } = await passkeys.logIn(response as unknown as AuthenticationResponseJSON, placeOf(context));
    remember(context, await access.openSessionOf(householdId, userId, context.var.source));
    return context.json({});
  });

  return routes;
}

/** A person's own passkeys, and the household's tokens for programs. Programs change none of them. */
export function keyRoutes({ access, accessLog, passkeys }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/passkeys', async (context) => {
    const own = await passkeys.of(...whoAsks(context));
    return context.json(own.map(({ id, name, rpId, createdAt, lastUsedAt }): PasskeyEntry => ({ id, name, rpId, createdAt, lastUsedAt })));
  });

  routes.post('/passkeys/options', async (context) =>
    context.json(await passkeys.beginToAdd(householdOf(context), personOf(context), placeOf(context))),
  );

  routes.post('/passkeys', async (context) => {
    const person = personOf(context);
    const { name, response } = parsed(NewPasskey, await bodyOf(context));
    const made = response as unknown as RegistrationResponseJSON;
    await passkeys.add(householdOf(context), person, name, made, placeOf(context));
    accessLog.note('passkey_added', householdOf(context), person.id);
    return context.json({});
  });

  routes.delete('/passkeys/:id', async (context) => {
    await passkeys.remove(householdOf(context), personOf(context), parsed(base64url, context.req.param('id')));
    accessLog.note('passkey_removed', householdOf(context), personOf(context).id);
    return context.json({});
  });

  routes.get('/tokens', async (context) => {
    ownerOnly(context);
    humanOnly(context);
    return context.json(await access.tokens(householdOf(context)));
  });

  routes.post('/tokens', async (context) => {
    ownerOnly(context);
    const { name, role, days } = parsed(NewToken, await bodyOf(context));
    return context.json((await access.addToken(householdOf(context), personOf(context), name, role, days)) satisfies TokenReply);
  });

  routes.delete('/tokens/:id', async (context) => {
    ownerOnly(context);
    await access.removeToken(householdOf(context), personOf(context), idOf(context));
    return context.json({});
  });

  return routes;
}

/** `originCheck` has seen that the origin is this host's. */
function placeOf(context: Context<Env>): Place {
  return { host: hostAskedFor(context.env.incoming) ?? '', origin: context.req.header('Origin') ?? '' };
}
