import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import type { Attendant } from '../attendant/attendant.ts';
import type { Clock } from '../call/clock.ts';
import type { Log } from '../call/log.ts';
import type { Segment } from '../call/utterance.ts';
import type { Household } from '../household/household.ts';
import type { User } from '../household/users.ts';
import type { JournalStore } from '../journal/store.ts';
import { AccessError, type Access } from './access.ts';
import type { ApiError, LineHealth, State } from './api.ts';
import { callRoutes } from './call-routes.ts';
import { consoleFiles } from './console-files.ts';
import { isOurHost, isOwnOrigin } from './hosts.ts';
import { liveRoutes } from './live-routes.ts';
import type { LiveCalls } from './live.ts';
import type { TryDesk } from './try-desk.ts';
import { tryRoutes } from './try-routes.ts';
import { userRoutes } from './user-routes.ts';

export interface HttpTools {
  readonly version: string;
  readonly household: Household;
  readonly access: Access;
  readonly attendant: Attendant;
  readonly store: JournalStore;
  readonly live: LiveCalls;
  readonly tryDesk: TryDesk;
  readonly clock: Clock;
  readonly log: Log;
  readonly wordsOf: (segment: Segment) => string;
  readonly lines: () => readonly LineHealth[];
  readonly sipPort: () => number;
  readonly addresses: () => readonly string[];
  /** Further host names that browsers may ask for. */
  readonly hosts: readonly string[];
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** Called when the first password was set: from now on others may come in. */
  readonly onPasswordSet: () => void;
}

export type Env = { Variables: { user: User | null } };

export const SESSION_COOKIE = 'danke_session';

const MAX_BODY_BYTES = 16_384;

const STATUS: Readonly<Record<ApiError['error'], 400 | 401 | 403 | 404 | 409 | 429 | 500 | 503>> = {
  not_logged_in: 401,
  wrong_password: 401,
  owner_only: 403,
  foreign_origin: 403,
  not_found: 404,
  name_taken: 409,
  last_owner: 409,
  bad_request: 400,
  password_too_short: 400,
  too_many_tries: 429,
  too_many_trials: 429,
  voice_failed: 503,
  internal: 500,
};

/** The console's server: its API under /api, and its files. */
export function consoleApp(tools: HttpTools): Hono<Env> {
  const app = new Hono<Env>();
  app.use(hostCheck(tools), securityHeaders);
  app.use('/api/*', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refuse('bad_request') }), originCheck, identify(tools));
  app.get('/api/state', (context) => context.json(stateFor(tools, context.var.user)));
  app.route('/api', userRoutes(tools));
  app.use('/api/*', mustBeLoggedIn);
  app.route('/api', callRoutes(tools));
  app.route('/api', liveRoutes(tools));
  app.route('/api', tryRoutes(tools));
  app.all('/api/*', () => refuse('not_found'));
  app.get('*', consoleFiles(tools.consoleFolder));
  app.onError((error) => {
    if (error instanceof AccessError) return refuse(error.code);
    tools.log.warn({ error: error.name }, 'a request failed');
    return refuse('internal');
  });
  return app;
}

/** Throws AccessError unless the user is an owner. */
export function ownerOnly(context: Context<Env>): void {
  if (context.var.user?.role !== 'owner') throw new AccessError(context.var.user ? 'owner_only' : 'not_logged_in');
}

/** The IP address that a request came from. */
export function addressOf(context: Context<Env>): string {
  return getConnInfo(context).remote.address ?? '';
}

/** The JSON body; throws AccessError if there is none. */
export async function bodyOf(context: Context<Env>): Promise<unknown> {
  if (!/^application\/json\b/iu.test(context.req.header('Content-Type') ?? '')) throw new AccessError('bad_request');
  try {
    return await context.req.json();
  } catch {
    throw new AccessError('bad_request');
  }
}

function refuse(error: ApiError['error']): Response {
  return Response.json({ error } satisfies ApiError, { status: STATUS[error] });
}

function hostCheck(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    if (!isOurHost(context.req.header('Host'), tools.hosts)) return context.text('This is not a name of this server.', 421);
    return next();
  };
}

const securityHeaders: MiddlewareHandler<Env> = async (context, next) => {
  await next();
  context.header(
    'Content-Security-Policy',
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'no-referrer');
  if (context.req.path.startsWith('/api/')) context.header('Cache-Control', 'no-store');
};

const originCheck: MiddlewareHandler<Env> = async (context, next) => {
  const { req } = context;
  const changes = req.method !== 'GET' && req.method !== 'HEAD';
  if (changes && !isOwnOrigin(req.header('Sec-Fetch-Site'), req.header('Origin'), req.header('Host'))) throw new AccessError('foreign_origin');
  return next();
};

function identify(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    context.set('user', await tools.access.userOf(getCookie(context, SESSION_COOKIE)));
    return next();
  };
}

const mustBeLoggedIn: MiddlewareHandler<Env> = async (context, next) => {
  if (!context.var.user) throw new AccessError('not_logged_in');
  return next();
};

/** A stranger on the network learns that this is the console, and nothing of the household. */
function stateFor(tools: HttpTools, user: User | null): State {
  const { household } = tools;
  return {
    version: user ? tools.version : '',
    lang: household.lang,
    household: user ? household.spokenName : null,
    me: user && { name: user.name, role: user.role },
    passwordSet: tools.access.passwordSet,
    sip: user ? { port: tools.sipPort(), addresses: tools.addresses() } : { port: 0, addresses: [] },
    lines: user ? tools.lines() : [],
    keepMessagesDays: user ? household.keepMessagesDays : null,
  };
}
