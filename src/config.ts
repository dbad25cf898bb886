import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseUri } from './telephony/sip/uri.ts';
import { ProfileSchema, type Profile } from './household/profile.ts';
import { isWebAddress, isZone, readQuietHours, type QuietHours } from './household/quiet.ts';

const port = z.int().min(0).max(65_535);
const seconds = z.int().min(0).max(120);
const language = z.enum(['de', 'en']);

/** Calls to these are for people to make. */
const EMERGENCY_NUMBERS = new Set(['110', '112', '116117', '911', '999']);

/** A phone that may be rung: a number behind the line's registrar, such as `**610`, or a SIP URI. */
const phone = z.string().refine((target) => {
  if (/^[*#]{0,2}\+?\d{1,20}$/u.test(target)) return !EMERGENCY_NUMBERS.has(target);
  const uri = parseUri(target);
  return typeof uri !== 'string' && uri.scheme === 'sip' && !uri.hasHeaders && uri.parameters.size === 0;
}, 'a number such as "**610", or a SIP URI such as sip:anna@192.168.178.31; no emergency number');

const quietHours = z.string().transform((text, context): QuietHours => {
  const hours = readQuietHours(text);
  if (hours !== null) return hours;
  context.addIssue('write it like "22:00-07:00" or "mo-fr 20:00-07:00"');
  return z.NEVER;
});

const QuietSchema = z
  .strictObject({
    hours: z.array(quietHours).max(50).default([]),
    /** An iCalendar file, or an address of one. */
    calendar: z.string().min(1).max(2_000).optional(),
    /** Only events with this word in their title are quiet; without it every event is. */
    calendarWord: z.string().trim().min(1).max(100).optional(),
    /** People who are known may let the phones ring even then, or are asked for a message. */
    known: z.enum(['ring', 'message']).default('ring'),
  })
  .refine((quiet) => quiet.hours.length > 0 || quiet.calendar !== undefined, 'quiet needs hours or a calendar')
  .refine((quiet) => quiet.calendarWord === undefined || quiet.calendar !== undefined, 'calendarWord needs a calendar');

const InsideSchema = z.strictObject({
  phones: z
    .array(z.string().regex(/^[*#+\d]{1,20}$/u, 'as such a call is signalled, such as "**610"'))
    .max(50)
    .default([]),
  /** Long enough for people to pick up a call that goes to every phone of the house. */
  answerAfterSeconds: seconds.default(5),
  code: z
    .string()
    .regex(/^\d{3,12}$/u, 'three to twelve digits, in quotes')
    .optional(),
});

const LineSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,32}$/u, 'use lower-case letters, digits and hyphens'),
    registrar: z.string().regex(/^[A-Za-z0-9._-]{1,253}$/u, 'a host name or an IPv4 address'),
    /** Without it, DNS tells (SRV), else 5060. */
    port: port.min(1).optional(),
    transport: z.enum(['udp', 'tcp', 'tls']).default('udp'),
    /** For tls: a file of certificates that are trusted in the place of the well-known ones. */
    ca: z.string().min(1).optional(),
    /** Protected audio (SRTP) in what we offer; by default with tls, where its keys cannot be read on the way. */
    encryptMedia: z.boolean().optional(),
    username: z.string().min(1).max(100),
    password: z.string().min(1).max(200).optional(),
    passwordFile: z.string().optional(),
    fritzbox: z.boolean().default(false),
    mode: z.enum(['after_ringing', 'anteroom', 'guard']).default('after_ringing'),
    /** Numbers, or beginnings of numbers, whose calls the attendant takes in mode guard. */
    guarded: z
      .array(z.string().regex(/^\+?[\d\s()/.-]{3,30}\*?$/u, 'a number, or the beginning of one with * behind it'))
      .max(1_000)
      .default([]),
    /** Said by a household that has read what an anteroom means: the box's own answering machine stands behind this one. */
    whenOff: z.literal('mailbox_answers').optional(),
    answerAfterSeconds: seconds.default(20),
    /** By which this line is called from where it is registered; by default its user name. For a call to itself. */
    ownNumber: phone.optional(),
    /** Rung for wanted callers. Nothing else is ever dialled. */
    phones: z.array(phone).max(10).default([]),
    /** Rung when a caller claims an emergency; by default those above. May be outside the house. */
    alertPhones: z.array(phone).max(10).optional(),
    ringPhones: z.enum(['together', 'in_turn']).default('together'),
    ringPhonesSeconds: z.int().min(5).max(120).default(25),
    repeatCallMinutes: z.int().min(0).max(60).default(3),
    quiet: QuietSchema.optional(),
    /** Phones of the house that may hear messages and pause the attendant by calling it. */
    inside: InsideSchema.prefault({}),
    language: language.optional(),
  })
  .refine((line) => (line.password === undefined) !== (line.passwordFile === undefined), 'give either password or passwordFile')
  .refine((line) => line.ca === undefined || line.transport === 'tls', 'ca needs transport: tls')
  .refine(
    (line) => (line.mode === 'guard') === line.guarded.length > 0,
    'mode guard needs numbers in guarded, and guarded needs mode guard',
  )
  .refine((line) => line.mode !== 'anteroom' || line.phones.length > 0, 'mode anteroom needs phones: people you know are rung there')
  .refine(
    (line) => line.mode !== 'anteroom' || line.whenOff !== undefined,
    'mode anteroom: while this machine is off, nobody is reached. Let the answering machine of your box take calls then, and say so with whenOff: mailbox_answers',
  );

const FileSchema = z.strictObject({
  language: language.default('de'),
  household: z.string().trim().min(1).max(60).optional(),
  countryCode: z
    .string()
    .regex(/^[1-9]\d{0,2}$/u, 'digits, such as "49"')
    .default('49'),
  /** Where the times of day in these settings are meant; by default where this machine says it is. */
  timeZone: z
    .string()
    .refine(isZone, 'a time zone such as Europe/Berlin')
    .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  keepMessagesDays: z.int().min(1).max(3650).nullable().default(30),
  dataDir: z.string().min(1).default('data'),
  sip: z
    .strictObject({
      /** By default every address of this machine, of both families where it has both. */
      host: z.string().default(() => (hasIpv6() ? '::' : '0.0.0.0')),
      port: port.default(5060),
      /** Networks, besides loopback and the private ranges, that may call. */
      allow: z.array(z.string()).default([]),
      maxCalls: z.int().min(1).max(10_000).default(50),
      messagesPerSecond: z.int().min(1).max(1_000_000).default(200),
    })
    .prefault({}),
  hearing: z
    .strictObject({
      /** Voice activity by the Silero model; false: by loudness alone, which a very small board can do for more calls. */
      speechModel: z.boolean().default(true),
    })
    .prefault({}),
  rtp: z.strictObject({ firstPort: port.min(1024).default(40_000), lastPort: port.min(1024).default(49_999) }).prefault({}),
  http: z
    .strictObject({
      port: port.default(8080),
      /** Further names by which browsers may ask for the console. */
      hosts: z.array(z.string().toLowerCase()).default([]),
    })
    .prefault({}),
  /** How conversations are led; the household's name stands above. */
  conversation: ProfileSchema.omit({ household: true }).prefault({}),
  /** Off unless it stands here. `deadlineMs`: how long a caller may be kept waiting for it. */
  languageModel: z
    .strictObject({
      url: z.url({ protocol: /^https?$/u }),
      model: z.string().min(1),
      apiKey: z.string().min(1).optional(),
      deadlineMs: z.int().min(100).max(10_000).default(1_500),
    })
    .optional(),
  lines: z.array(LineSchema).max(50).default([]),
});

export type Config = Omit<z.output<typeof FileSchema>, 'lines' | 'conversation'> & {
  readonly conversation: Profile;
  readonly lines: readonly (Omit<z.output<typeof LineSchema>, 'password' | 'passwordFile'> & { readonly password: string })[];
  /** The file that was read; null: none is there. */
  readonly file: string | null;
};

/** A setting that cannot be used. The message is one line for the person who set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Why the server could not start; the message is one line for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_FILE = 'danke-nein.yaml';

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ family }) => family === 'IPv6') ?? false);
}

/** Environment over file over defaults. Paths are taken from `folder`. Throws ConfigError. */
export function readConfig(environment: Environment, folder: string): Config {
  const named = environment['DANKE_CONFIG'] || undefined;
  const file = resolve(folder, named ?? DEFAULT_FILE);
  if (named !== undefined && !existsSync(file)) throw new ConfigError(`DANKE_CONFIG: there is no file ${file}`);
  const found = existsSync(file);
  const settings = found ? readSettings(file, FileSchema) : FileSchema.parse({});
  const lines = settings.lines.map((line) => withCa(withCalendar(withPassword(line, folder), folder), folder));
  const repeated = lines.find((line, index) => lines.findIndex((other) => other.id === line.id) !== index);
  if (repeated) throw new ConfigError(`${file}: lines: the id "${repeated.id}" is there twice`);
  if (settings.rtp.lastPort <= settings.rtp.firstPort) throw new ConfigError(`${file}: rtp: lastPort must be above firstPort`);
  return {
    ...settings,
    lines,
    file: found ? file : null,
    dataDir: resolve(folder, environment['DATA_DIR'] ?? settings.dataDir),
    sip: { ...settings.sip, port: portFrom(environment, 'SIP_PORT') ?? settings.sip.port },
    http: { ...settings.http, port: portFrom(environment, 'HTTP_PORT') ?? settings.http.port },
  };
}

/** Reads a YAML file of settings; an empty one is an empty object. Throws ConfigError. */
export function readSettings<T>(file: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'), { prettyErrors: true }) ?? {};
  } catch (error) {
    throw new ConfigError(`${file}: ${firstLine(error)}`, { cause: error });
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new ConfigError(`${file}: ${firstIssue(result.error)}`);
}

/** What a schema found wrong first, and where, in one line. */
export function firstIssue({ issues: [issue] }: z.ZodError): string {
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');
}

function withPassword(line: z.output<typeof LineSchema>, folder: string): Config['lines'][number] {
  const { password, passwordFile, ...rest } = line;
  if (passwordFile === undefined) return { ...rest, password: password ?? '' };
  try {
    return { ...rest, password: readFileSync(resolve(folder, passwordFile), 'utf8').trim() };
  } catch (error) {
    throw new ConfigError(`lines: ${line.id}: passwordFile: ${firstLine(error)}`, { cause: error });
  }
}

/** The certificates themselves take the place of their file's name. */
function withCa(line: Config['lines'][number], folder: string): Config['lines'][number] {
  if (line.ca === undefined) return line;
  try {
    const ca = readFileSync(resolve(folder, line.ca), 'utf8');
    if (!ca.includes('-----BEGIN CERTIFICATE-----'))
      throw new Error('there is no certificate in it; it begins with -----BEGIN CERTIFICATE-----');
    return { ...line, ca };
  } catch (error) {
    throw new ConfigError(`lines: ${line.id}: ca: ${firstLine(error)}`, { cause: error });
  }
}

/** A calendar in a file is found from where the settings are read. */
function withCalendar(line: Config['lines'][number], folder: string): Config['lines'][number] {
  const { quiet } = line;
  if (quiet?.calendar === undefined || isWebAddress(quiet.calendar)) return line;
  return { ...line, quiet: { ...quiet, calendar: resolve(folder, quiet.calendar) } };
}

function portFrom(environment: Environment, name: string): number | null {
  const value = environment[name];
  if (value === undefined || value === '') return null;
  const result = port.safeParse(/^\d+$/u.test(value) ? Number(value) : null);
  if (!result.success) throw new ConfigError(`${name}: "${value}" is not a port; use a number from 0 to 65535`);
  return result.data;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
