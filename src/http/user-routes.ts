import { Hono } from 'hono';
import { z } from 'zod';
import type { LogInRequest, NewUserRequest, PasswordRequest, UserEntry } from './api.ts';
import {
  bodyOf,
  deviceOf,
  forgetSession,
  householdOf,
  humanOnly,
  ownerOnly,
  parsed,
  personOf,
  remember,
  rememberDevice,
  sessionOf,
  type Env,
  type HttpTools,
} from './routing.ts';

const Name = z.string().trim().min(1).max(60);
/** With the household behind the name, where there are several. */
const LogInName = z.string().trim().min(1).max(100);
const Login: z.ZodType<LogInRequest> = z.object({ name: LogInName, password: z.string().max(1000) });
const NewUser: z.ZodType<NewUserRequest> = z.object({
  name: Name,
  password: z.string().max(1000),
  role: z.enum(['owner', 'member']).default('member'),
});
const NewPassword: z.ZodType<PasswordRequest> = z.object({ before: z.string().max(1000), password: z.string().max(1000) });

/** Logging in and out, and the people who may. */
export function userRoutes({ access, onPasswordSet }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post('/login', async (context) => {
    const { name, password } = parsed(Login, await bodyOf(context));
    const { session, device } = await access.logIn(name, password, { source: context.var.source, device: deviceOf(context) });
    remember(context, session);
    rememberDevice(context, device);
    return context.json({});
  });

  routes.post('/logout', async (context) => {
    const session = sessionOf(context);
    if (session !== undefined) await access.logOut(session);
    forgetSession(context);
    return context.json({});
  });

  routes.post('/logout/everywhere', async (context) => {
    await access.logOutEverywhere(householdOf(context), personOf(context).id);
    forgetSession(context);
    return context.json({});
  });

  routes.get('/users', async (context) => {
    ownerOnly(context);
    humanOnly(context);
    const users = await access.users(householdOf(context));
    return context.json(users.map((user): UserEntry => ({ ...user, logInName: access.logInName(householdOf(context), user.name) })));
  });

  routes.post('/users', async (context) => {
    ownerOnly(context);
    const { name, password, role } = parsed(NewUser, await bodyOf(context));
    if (context.var.visitor?.by === 'local') {
      remember(context, await access.addFirstUser(name, password));
      onPasswordSet();
    } else await access.addUser(householdOf(context), personOf(context), name, password, role);
    return context.json({});
  });

  routes.delete('/users/:id', async (context) => {
    ownerOnly(context);
    await access.removeUser(householdOf(context), personOf(context), context.req.param('id'));
    return context.json({});
  });

  routes.post('/password', async (context) => {
    const { id } = personOf(context);
    const { before, password } = parsed(NewPassword, await bodyOf(context));
    remember(context, await access.changePassword(householdOf(context), id, before, password));
    return context.json({});
  });

  return routes;
}
