import { z } from 'zod';
import type { Log } from './call/log.ts';
import {
  household,
  LanguageModelSchema,
  PacksSchema,
  SpeechToTextSchema,
  TextToSpeechSchema,
  type Config,
  type HouseholdConfig,
  SiteSchema,
  type LineConfig,
} from './config.ts';
import { HOME } from './household/household.ts';
import { ProfileSchema } from './household/profile.ts';
import type { SettingSection } from './household/setting-changes.ts';
import { ConsoleLineSchema, LineSchema } from './line-settings.ts';

type ConsoleLine = z.output<typeof ConsoleLineSchema>;

/** A line that the settings file connects, and that somebody disconnected in the console. */
export const DISCONNECTED = 'disconnected';

const { language, countryCode, timeZone, keepMessagesDays, keepTranscriptsDays } = household;

/** What the console may change; a section is always sent as a whole. */
export const SECTIONS = {
  household: z.strictObject({
    household: household.household.unwrap().nullable(),
    language: language.unwrap(),
    countryCode: countryCode.unwrap(),
    timeZone: timeZone.unwrap(),
  }),
  conversation: ProfileSchema.omit({ household: true }),
  messages: z.strictObject({ keepMessagesDays: keepMessagesDays.unwrap(), keepTranscriptsDays }),
  services: z.strictObject({
    languageModel: LanguageModelSchema.nullable(),
    speechToText: SpeechToTextSchema.nullable(),
    textToSpeech: TextToSpeechSchema.nullable().default(null),
  }),
  packs: PacksSchema,
  site: SiteSchema,
  line: z.union([ConsoleLineSchema, z.literal(DISCONNECTED)]),
} as const;

/** By household, what holds of each section that the console changed. */
export type Changes = ReadonlyMap<string, ReadonlyMap<SettingSection, unknown>>;

export function lineIdIn(section: SettingSection): string | null {
  return section.startsWith('line:') ? section.slice('line:'.length) : null;
}

export function schemaOf(section: SettingSection): z.ZodType {
  return lineIdIn(section) === null ? SECTIONS[section as Exclude<keyof typeof SECTIONS, 'line'>] : SECTIONS.line;
}

/** The settings as they hold: what the console changed, over the file. What no longer fits is left out, and the log says so. */
export function withChanges(config: Config, changes: Changes, log: Log): Config {
  const [first, ...further] = config.households;
  const sectionsOf = (id: string): ReadonlyMap<SettingSection, unknown> => changes.get(id) ?? new Map<SettingSection, unknown>();
  const services = read(SECTIONS.services, sectionsOf(HOME), 'services', log);
  const site = read(SECTIONS.site, sectionsOf(HOME), 'site', log) ?? config.site;
  const packs = read(SECTIONS.packs, sectionsOf(HOME), 'packs', log) ?? config.packs;
  const { languageModel, speechToText, textToSpeech, ...server } = config;
  const model = services ? services.languageModel : languageModel;
  const recogniser = services ? services.speechToText : speechToText;
  const voice = services ? services.textToSpeech : textToSpeech;
  const changed = (one: HouseholdConfig): HouseholdConfig => withSections(one, sectionsOf(one.id), log);
  return {
    ...server,
    site,
    packs,
    ...(model && { languageModel: model }),
    ...(recogniser && { speechToText: recogniser }),
    ...(voice && { textToSpeech: voice }),
    households: [changed(first), ...further.map(changed)],
  };
}

function withSections(file: HouseholdConfig, sections: ReadonlyMap<SettingSection, unknown>, log: Log): HouseholdConfig {
  const { household: spokenName, ...rest } = file;
  const changed = read(SECTIONS.household, sections, 'household', log) ?? { household: spokenName ?? null };
  const { household: name, ...about } = changed;
  return {
    ...rest,
    ...about,
    ...(name !== null && { household: name }),
    ...read(SECTIONS.messages, sections, 'messages', log),
    conversation: read(SECTIONS.conversation, sections, 'conversation', log) ?? file.conversation,
    lines: withLines(file.lines, sections, log),
  };
}

function withLines(file: readonly LineConfig[], sections: ReadonlyMap<SettingSection, unknown>, log: Log): LineConfig[] {
  const lines = new Map(file.map((line) => [line.id, line]));
  for (const section of sections.keys()) {
    const id = lineIdIn(section);
    const line = id === null ? null : read(SECTIONS.line, sections, section, log);
    if (id === null || line === null) continue;
    if (line === DISCONNECTED) lines.delete(id);
    else lines.set(id, lineWith(lines.get(id) ?? null, id, line));
  }
  return [...lines.values()];
}

/** What the console leaves alone stays as in the file, or as it is by default. */
function lineWith(before: LineConfig | null, id: string, { password, quietHours, quietForKnown, ...line }: ConsoleLine): LineConfig {
  const { ca, encryptMedia, alertPhones, transfer, inside, quiet } = before ?? LineSchema.parse({ id, ...line, password: 'unused' });
  const { hours: _hours, known: _known, ...calendar } = quiet ?? { hours: [], known: 'ring' as const };
  const anyQuiet = quietHours.length > 0 || 'calendar' in calendar;
  return {
    ...line,
    id,
    transfer,
    inside,
    password: password ?? (before && goesToTheSame(before, line) ? before.password : ''),
    ...(ca !== undefined && { ca }),
    ...(encryptMedia !== undefined && { encryptMedia }),
    ...(alertPhones !== undefined && { alertPhones }),
    ...(anyQuiet && { quiet: { ...calendar, hours: quietHours, known: quietForKnown } }),
  };
}

/** A password follows its line to no other registrar, not even where the line's own one is lost. */
function goesToTheSame(before: LineConfig, line: Pick<LineConfig, 'registrar' | 'username'>): boolean {
  return before.registrar === line.registrar && before.username === line.username;
}

function read<Schema extends z.ZodType>(
  schema: Schema,
  sections: ReadonlyMap<SettingSection, unknown>,
  section: SettingSection,
  log: Log,
): z.output<Schema> | null {
  const value = sections.get(section) ?? null;
  if (value === null) return null;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  log.warn({ section }, 'a setting from the console no longer fits, and is as in the settings file');
  return null;
}
