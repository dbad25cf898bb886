import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isLoopback, plainAddress } from '../call/addresses.ts';
import { AccessError, type Visitor } from './access.ts';
import type { ApiError, State } from './api.ts';
import { callRoutes } from './call-routes.ts';
import { consoleFiles } from './console-files.ts';
import { hostAskedFor, isOurHost, isOwnOrigin } from './hosts.ts';
import { commentRoutes } from './comment-routes.ts';
import { experienceRoutes, IMPORT_STORIES_PATH, MAX_PICTURE_BYTES, MAX_STORY_BYTES, PICTURES_PATH } from './experience-routes.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { expectingRoutes } from './expecting-routes.ts';
import { keyRoutes, passkeyLogInRoutes } from './key-routes.ts';
import { lineRoutes } from './line-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { callerRoutes, IMPORT_PATH, MAX_IMPORT_BYTES } from './caller-routes.ts';
import { HEAR_PATH, MAX_SOUND_BYTES, practiceRoutes } from './practice-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { SettingError } from './settings-api.ts';
import { openApi } from './openapi.ts';
import { reflectionRoutes } from './reflection-routes.ts';
import { remoteOf, sessionOf, wayOf, type Env, type HomeTools, type HttpTools } from './routing.ts';
import { guardCheck } from './unguarded.ts';
import { tryRoutes } from './try-routes.ts';
import { MAX_RECORDING_BYTES, RECORDING_PATH, voiceRoutes } from './voice-routes.ts';
import { webRoutes } from './web-routes.ts';
import { IMPORT_PACK_PATH, packRoutes } from './pack-routes.ts';
import { userRoutes } from './user-routes.ts';

const MAX_BODY_BYTES = 65_536;

const STATUS: Readonly<Record<ApiError['error'], 400 | 401 | 403 | 404 | 409 | 429 | 500 | 503>> = {
  not_logged_in: 401,
  wrong_password: 401,
  old_password_wrong: 403,
  set_password_first: 403,
  busy: 503,
  too_many_streams: 429,
  too_many_entries: 409,
  passkey_refused: 401,
  passkey_needs_name: 400,
  owner_only: 403,
  foreign_origin: 403,
  not_found: 404,
  name_taken: 409,
  last_owner: 409,
  bad_request: 400,
  no_telephone_number: 400,
  book_is_full: 409,
  setting_invalid: 400,
  no_sound: 400,
  no_picture: 400,
  call_not_there: 409,
  password_too_short: 400,
  too_many_tries: 429,
  too_many_trials: 429,
  nothing_to_practise: 409,
  voice_failed: 503,
  hearing_failed: 503,
  internal: 500,
};

/** The console's server: its API under /api, and its files. */
export function consoleApp(tools: HttpTools): Hono<Env> {
  const app = new Hono<Env>();
  app.use(securityHeaders(tools), hostCheck(tools), way(tools), sealCheck(tools), guardCheck(tools));
  app.use('/api/*', originCheck, identify(tools), sizeCheck);
  app.get('/api/state', (context) => context.json(stateFor(tools, context.var.home, context.var.visitor)));
  app.route('/api', userRoutes(tools));
  app.route('/api', passkeyLogInRoutes(tools));
  app.use('/api/*', mustBeLoggedIn, whileAllowed(tools));
  for (const kept of ['calls', 'callers', 'messages']) app.use(`/api/${kept}/*`, tellsOthers);
  app.route('/api', callRoutes(tools));
  app.route('/api', liveRoutes(tools));
  app.route('/api', tryRoutes());
  app.route('/api', expectingRoutes(tools));
  app.route('/api', lineRoutes());
  app.route('/api', practiceRoutes(tools));
  app.route('/api', callerRoutes(tools));
  app.route('/api', evidenceRoutes(tools));
  app.route('/api', reflectionRoutes(tools));
  app.route('/api', experienceRoutes(tools));
  app.route('/api', commentRoutes(tools));
  app.route('/api', keyRoutes(tools));
  app.route('/api', webRoutes());
  app.route('/api', settingsRoutes(tools));
  app.route('/api', packRoutes(tools));
  app.route('/api', voiceRoutes(tools));
  app.get('/api/openapi.json', (context) => context.json(openApi(tools.version)));
  app.all('/api/*', () => refuse('not_found'));
  app.get('*', consoleFiles(tools.consoleFolder));
  app.onError((error) => {
    if (error instanceof AccessError) return refuse(error.code);
    if (error instanceof SettingError) return refuse('setting_invalid', error.field);
    tools.log.warn({ error: error.name }, 'a request failed');
    return refuse('internal');
  });
  return app;
}

function refuse(error: ApiError['error'], field: string | null = null): Response {
  return Response.json({ error, ...(field !== null && { field }) } satisfies ApiError, { status: STATUS[error] });
}

function hostCheck(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    if (!isOurHost(hostAskedFor(context.env.incoming), tools.hosts)) return context.text('This is not a name of this server.', 421);
    return next();
  };
}

function way(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    const { source, isSealed } = wayOf(context, tools.isTrustedProxy);
    context.set('source', source);
    context.set('isSealed', isSealed);
    return next();
  };
}

/** Where we speak HTTPS, what comes from elsewhere in the clear is sent there. A proxy in front of us is this machine, or one that the household trusts. */
function sealCheck(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    const port = tools.sealedPort();
    const remote = remoteOf(context);
    if (port === null || context.var.isSealed || isLoopback(remote) || tools.isTrustedProxy(plainAddress(remote))) return next();
    const { hostname, pathname, search } = new URL(context.req.url);
    return context.redirect(`https://${hostname}:${port}${pathname}${search}`, 308);
  };
}

const tooMuch = (): Response => refuse('bad_request');
const textLimit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooMuch });
const fileLimit = bodyLimit({ maxSize: MAX_IMPORT_BYTES, onError: tooMuch });
const soundLimit = bodyLimit({ maxSize: MAX_SOUND_BYTES, onError: tooMuch });
const recordingLimit = bodyLimit({ maxSize: MAX_RECORDING_BYTES, onError: tooMuch });
const pictureLimit = bodyLimit({ maxSize: MAX_PICTURE_BYTES, onError: tooMuch });
const storyLimit = bodyLimit({ maxSize: MAX_STORY_BYTES, onError: tooMuch });

/** What takes more than a text. An import is read piece by piece, and counts for itself. */
const LIMITS: Readonly<Record<string, MiddlewareHandler>> = {
  [HEAR_PATH]: soundLimit,
  [IMPORT_PATH]: fileLimit,
  [PICTURES_PATH]: pictureLimit,
  [RECORDING_PATH]: recordingLimit,
  [IMPORT_STORIES_PATH]: (_context, next) => next(),
  [IMPORT_PACK_PATH]: (_context, next) => next(),
};
/** Of a stranger nothing large is read: they are sent away, whatever it is. */
const sizeCheck: MiddlewareHandler<Env> = (context, next) => {
  const { path } = context.req;
  if (!context.var.user) return textLimit(context, next);
  return (LIMITS[path] ?? (path.startsWith('/api/stories') ? storyLimit : textLimit))(context, next);
};

const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Practice and calls in the browser use the microphone.
  'Permissions-Policy':
    'microphone=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), display-capture=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), bluetooth=(), midi=(), browsing-topics=()',
} as const;
const YEAR_SECONDS = 365 * 24 * 3600;

function securityHeaders(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
    if (context.req.path.startsWith('/api/')) context.header('Cache-Control', 'no-store');
    // With the certificate that we make ourselves nobody could get past the browser's question any more (RFC 6797 section 12.1).
    if (tools.hasOwnCertificate && context.var.isSealed) context.header('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`);
  };
}

const originCheck: MiddlewareHandler<Env> = async (context, next) => {
  const { req } = context;
  const changes = req.method !== 'GET' && req.method !== 'HEAD';
  if (changes && !isOwnOrigin(req.header('Sec-Fetch-Site'), req.header('Origin'), hostAskedFor(context.env.incoming)))
    throw new AccessError('foreign_origin');
  return next();
};

/** What tells who sends a request, each time that it is called; nothing else of the request is kept for that. */
function credentialOf(tools: HttpTools, context: Context<Env>): () => Promise<Visitor | null> {
  const bearer = /^Bearer +(\S+)$/iu.exec(context.req.header('Authorization') ?? '')?.[1];
  if (bearer !== undefined) return () => tools.access.programOf(bearer);
  const session = sessionOf(context);
  return () => tools.access.visitorOf(session);
}

function identify(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    const visitor = await credentialOf(tools, context)();
    const home = tools.homes.find(({ household }) => household.id === visitor?.householdId) ?? tools.homes[0];
    context.set('visitor', visitor);
    context.set('user', visitor?.user ?? null);
    context.set('home', home);
    return next();
  };
}

/**
 * A long answer (events, a file, an import) breaks off when whoever asked for it may not have it any more, and so does what a
 * request leaves behind.
 */
function whileAllowed(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    const { visitor } = context.var;
    const { outgoing } = context.env;
    const breakOff = (): void => void outgoing.destroy();
    const askAgain = credentialOf(tools, context);
    const isAllowed = async (): Promise<boolean> => isSame(visitor, await askAgain());
    const until = visitor?.until ?? null;
    const leave = tools.openRequests.admit({ until, isAllowed, end: () => (context.var.end ?? breakOff)() });
    outgoing.once('close', leave);
    context.set('tieToAccess', (end) => tools.openRequests.admitLate({ until, isAllowed, end: () => tools.faults.contain('http', end) }));
    return next();
  };
}

function isSame(one: Visitor | null, other: Visitor | null): boolean {
  return (
    one !== null &&
    other !== null &&
    one.householdId === other.householdId &&
    one.by === other.by &&
    one.user.id === other.user.id &&
    one.user.role === other.user.role
  );
}

const mustBeLoggedIn: MiddlewareHandler<Env> = async (context, next) => {
  if (!context.var.user) throw new AccessError('not_logged_in');
  return next();
};

/** Every open console asks anew after a change. */
const tellsOthers: MiddlewareHandler<Env> = async (context, next) => {
  await next();
  if (context.req.method !== 'GET' && context.res.ok) context.var.home.live.tell({ type: 'journal' });
};

/** A stranger on the network learns that this is the console, and nothing of the household. */
function stateFor(tools: HttpTools, home: HomeTools, visitor: Visitor | null): State {
  const user = visitor?.user ?? null;
  const { household } = home;
  return {
    version: user ? tools.version : '',
    lang: household.lang,
    household: user ? household.spokenName : null,
    me: user && { name: user.name, role: user.role, logInName: tools.access.logInName(household.id, user.name) },
    severalHouseholds: tools.homes.length > 1,
    passwordSet: tools.access.passwordSet,
    https: tools.sealedPort() !== null,
    hasSite: user !== null && household.id === tools.experiences.householdId,
    sip: user ? { port: tools.sipPort(), addresses: tools.addresses() } : { port: 0, addresses: [] },
    lines: user ? home.lines() : [],
    expectingUntil: user ? home.expecting.until : null,
    keepMessagesDays: user ? household.keepMessagesDays : null,
    hearsWords: user !== null && tools.services().transcriber !== null,
    wordsGoTo: user ? tools.services().wordsGoTo : null,
  };
}
