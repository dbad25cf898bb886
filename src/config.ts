import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { HOME } from './household/household.ts';
import { missingFor } from './experiences/site.ts';
import { ProfileSchema, type Profile } from './household/profile.ts';
import { isWebAddress, isZone } from './household/quiet.ts';
import { language, LineSchema, port } from './line-settings.ts';
import { CATALOGUE } from './packs/catalogue.ts';
import { CatalogueEntrySchema, PackId, type CatalogueEntry } from './packs/pack.ts';

const maxCalls = z.int().min(1).max(10_000);

/** A model behind an OpenAI-compatible API. */
const endpoint = { url: z.url({ protocol: /^https?$/u }), model: z.string().min(1), apiKey: z.string().min(1).optional() };

/** Off unless it stands there. `deadlineMs`: how long a caller may be kept waiting for it. */
export const LanguageModelSchema = z.strictObject({ ...endpoint, deadlineMs: z.int().min(100).max(10_000).default(1_500) });

/** Off unless it stands there: calls on the telephone are understood then. `deadlineMs`: how long words may take. */
export const SpeechToTextSchema = z.strictObject({ ...endpoint, deadlineMs: z.int().min(200).max(2_000).default(2_000) });

const voiceName = z.string().min(1).max(100);

/** Off unless it stands there: the attendant speaks with this voice, and with the embedded one whenever it fails. */
export const TextToSpeechSchema = z.strictObject({
  ...endpoint,
  /** As the service names its voices. */
  voice: z.strictObject({ de: voiceName, en: voiceName }),
  deadlineMs: z.int().min(200).max(10_000).default(4_000),
});

const packId = PackId.nullable().default(null);
const packByLanguage = z.strictObject({ de: packId, en: packId }).prefault({});

/** Which speech packs hear and speak, by language; null: none does. */
export const PacksSchema = z.strictObject({ hearing: packByLanguage, speaking: packByLanguage });

const longText = z.string().max(20_000);

/** What a household decided about its public pages. */
export const SiteSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    /** Where readers find them, without a path. */
    origin: z
      .url({ protocol: /^https?$/u })
      .refine((url) => new URL(url).pathname === '/' && new URL(url).search === '', 'no path, such as https://example.org')
      .transform((url) => new URL(url).origin)
      .nullable()
      .default(null),
    title: z.string().trim().max(100).default('Erlebnisse am Telefon'),
    tagline: z.string().trim().max(200).default(''),
    lang: language.default('de'),
    imprint: longText.default(''),
    privacy: longText.default(''),
    comments: z.boolean().default(true),
    accent: z
      .string()
      .regex(/^#[0-9a-f]{6}$/iu, 'a colour such as #a8412a')
      .nullable()
      .default(null),
  })
  .superRefine((site, context) => {
    for (const field of site.enabled ? missingFor(site) : [])
      context.addIssue({ code: 'custom', path: [field], message: 'is needed before anybody may read' });
  });

/** What belongs to one household. */
export const household = {
  language: language.default('de'),
  /** How callers may hear it named. */
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
  /** Of what callers say, where it becomes words; 0: nothing is kept of it. Callers are told (see `speech_is_kept`). */
  keepTranscriptsDays: z.int().min(0).max(365).default(0),
  /** At most so many of its calls at once, so that it leaves some to the others; by default as many as the server takes. */
  maxCalls: maxCalls.optional(),
  /** How conversations are led; the household's name stands above. */
  conversation: ProfileSchema.omit({ household: true }).prefault({}),
  lines: z.array(LineSchema).max(50).default([]),
};

const FurtherHouseholdSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/u, 'use lower-case letters, digits and hyphens')
    .refine((id) => id !== HOME, `"${HOME}" is the household whose settings stand at the top`),
  ...household,
});

const FileSchema = z.strictObject({
  ...household,
  /** Who else this server answers for. Nothing of one household is ever shown to another. */
  furtherHouseholds: z.array(FurtherHouseholdSchema).max(1_000).default([]),
  dataDir: z.string().min(1).default('data'),
  sip: z
    .strictObject({
      /** By default every address of this machine, of both families where it has both. */
      host: z.string().default(() => (hasIpv6() ? '::' : '0.0.0.0')),
      port: port.default(5060),
      /** Networks, besides loopback and the private ranges, that may call. */
      allow: z.array(z.string()).default([]),
      maxCalls: maxCalls.default(50),
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
      /**
       * Addresses or networks of reverse proxies of yours, such as 127.0.0.1: from these alone `X-Forwarded-For` says who asks, and
       * `X-Forwarded-Proto` that HTTPS is spoken. Without it everybody behind a proxy counts as one source.
       */
      trustedProxies: z.array(z.string()).max(50).default([]),
      /** Sealed as well, on a port of its own: by a certificate of yours (PEM files), or by one that this server makes for itself. */
      https: z
        .strictObject({ port: port.default(8443), certificate: z.string().min(1).optional(), key: z.string().min(1).optional() })
        .refine(
          ({ certificate, key }) => (certificate === undefined) === (key === undefined),
          'https needs both certificate and key, or none',
        )
        .optional(),
    })
    .prefault({}),
  site: SiteSchema.prefault({}),
  /** Where the public pages are served, once they are switched on; a reverse proxy stands before them. */
  sitePort: port.default(8090),
  siteHost: z.string().min(1).default('127.0.0.1'),
  languageModel: LanguageModelSchema.optional(),
  speechToText: SpeechToTextSchema.optional(),
  textToSpeech: TextToSpeechSchema.optional(),
  packs: PacksSchema.prefault({}),
  /** A file (YAML or JSON) with a catalogue of one's own, such as of a mirror in the house, in the place of ours. */
  packCatalogue: z.string().min(1).optional(),
});

type Household = z.output<typeof FurtherHouseholdSchema>;

export type LineConfig = Omit<z.output<typeof LineSchema>, 'password' | 'passwordFile'> & { readonly password: string };

export type HouseholdConfig = Omit<Household, 'lines' | 'conversation'> & {
  readonly conversation: Profile;
  readonly lines: readonly LineConfig[];
};

export type Config = Omit<z.output<typeof FileSchema>, keyof typeof household | 'furtherHouseholds' | 'packCatalogue'> & {
  /** What speech packs can be fetched. */
  readonly packCatalogue: readonly CatalogueEntry[];
  /** The first one is the owner's; calls on no line are its trials. */
  readonly households: readonly [HouseholdConfig, ...HouseholdConfig[]];
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
  const {
    furtherHouseholds,
    language,
    household,
    countryCode,
    timeZone,
    keepMessagesDays,
    keepTranscriptsDays,
    maxCalls,
    conversation,
    lines,
    packCatalogue,
    ...server
  } = settings;
  const home = {
    id: HOME,
    language,
    household,
    countryCode,
    timeZone,
    keepMessagesDays,
    keepTranscriptsDays,
    maxCalls,
    conversation,
    lines,
  };
  const withFiles = ({ lines: asWritten, ...rest }: Household): HouseholdConfig => ({
    ...rest,
    lines: asWritten.map((line) => withCa(withCalendar(withPassword(line, folder), folder), folder)),
  });
  const households = [withFiles(home), ...furtherHouseholds.map(withFiles)] as const;
  mustDiffer(file, 'furtherHouseholds', households);
  mustDiffer(
    file,
    'lines',
    households.flatMap((one) => one.lines),
  );
  if (server.rtp.lastPort <= server.rtp.firstPort) throw new ConfigError(`${file}: rtp: lastPort must be above firstPort`);
  return {
    ...server,
    packCatalogue: packCatalogue === undefined ? CATALOGUE : readSettings(resolve(folder, packCatalogue), z.array(CatalogueEntrySchema)),
    households,
    file: found ? file : null,
    dataDir: resolve(folder, environment['DATA_DIR'] ?? server.dataDir),
    sip: { ...server.sip, port: portFrom(environment, 'SIP_PORT') ?? server.sip.port },
    http: { ...withPems(server.http, folder), port: portFrom(environment, 'HTTP_PORT') ?? server.http.port },
  };
}

function mustDiffer(file: string, where: string, entries: readonly { readonly id: string }[]): void {
  const repeated = entries.find(({ id }, index) => entries.findIndex((other) => other.id === id) !== index);
  if (repeated) throw new ConfigError(`${file}: ${where}: the id "${repeated.id}" is there twice`);
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

function withPassword(line: z.output<typeof LineSchema>, folder: string): LineConfig {
  const { password, passwordFile, ...rest } = line;
  if (passwordFile === undefined) return { ...rest, password: password ?? '' };
  try {
    return { ...rest, password: readFileSync(resolve(folder, passwordFile), 'utf8').trim() };
  } catch (error) {
    throw new ConfigError(`lines: ${line.id}: passwordFile: ${firstLine(error)}`, { cause: error });
  }
}

/** What stands in the files takes the place of their names. */
function withPems<Http extends z.output<typeof FileSchema>['http']>(http: Http, folder: string): Http {
  const { https } = http;
  if (https?.certificate === undefined || https.key === undefined) return http;
  const read = (file: string, what: string): string => {
    try {
      return readFileSync(resolve(folder, file), 'utf8');
    } catch (error) {
      throw new ConfigError(`http: https: ${what}: ${firstLine(error)}`, { cause: error });
    }
  };
  return { ...http, https: { ...https, certificate: read(https.certificate, 'certificate'), key: read(https.key, 'key') } };
}

/** The certificates themselves take the place of their file's name. */
function withCa(line: LineConfig, folder: string): LineConfig {
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
function withCalendar(line: LineConfig, folder: string): LineConfig {
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
