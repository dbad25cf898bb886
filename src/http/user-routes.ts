import { Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { z } from 'zod';
import { AccessError } from './access.ts';
import type { LogInRequest, NewUserRequest, PasswordRequest, UserEntry } from './api.ts';
import {
  addressOf,
  bodyOf,
  householdOf,
  humanOnly,
  ownerOnly,
  parsed,
  remember,
  SESSION_COOKIE,
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
const NewPassword: z.ZodType<PasswordRequest> = z.object({ password: z.string().max(1000) });

/** Logging in and out, and the people who may. */
export function userRoutes({ access, onPasswordSet }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post('/login', async (context) => {
    const { name, password } = parsed(Login, await bodyOf(context));
    remember(context, await access.logIn(name, password, addressOf(context)));
    return context.json({});
  });

  routes.post('/logout', async (context) => {
    const token = getCookie(context, SESSION_COOKIE);
    if (token !== undefined) await access.logOut(token);
    deleteCookie(context, SESSION_COOKIE, { path: '/' });
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
    humanOnly(context);
    const { name, password, role } = parsed(NewUser, await bodyOf(context));
    const first = !access.passwordSet;
    const token = await access.addUser(householdOf(context), name, password, role);
    if (first) {
      remember(context, token);
      onPasswordSet();
    }
    return context.json({});
  });

  routes.delete('/users/:id', async (context) => {
    ownerOnly(context);
    humanOnly(context);
    await access.removeUser(householdOf(context), context.req.param('id'));
    return context.json({});
  });

  routes.post('/password', async (context) => {
    humanOnly(context);
    const user = context.var.user;
    if (!user) throw new AccessError('not_logged_in');
    const { password } = parsed(NewPassword, await bodyOf(context));
    remember(context, await access.changePassword(householdOf(context), user.id, password));
    return context.json({});
  });

  return routes;
}
