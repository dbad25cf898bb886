import { changedFields } from './changed-fields.ts';
import type { Clock } from './call/clock.ts';
import type { Log } from './call/log.ts';
import type { Config, HouseholdConfig, LineConfig } from './config.ts';
import { DISCONNECTED, lineIdIn, schemaOf, withChanges } from './console-settings.ts';
import { HOME } from './household/household.ts';
import { writtenQuietHours } from './household/quiet.ts';
import type { ChangedField, SettingChangeStore, SettingSection } from './household/setting-changes.ts';
import {
  SettingError,
  type LineSettings,
  type ServiceCheckReply,
  type ServiceCheckRequest,
  type ServiceSettings,
  type ServicesSettings,
  type Settings,
  type SettingsPage,
} from './http/settings-api.ts';
import { lineId } from './line-settings.ts';

/** So many changes are shown. */
const SHOWN_CHANGES = 100;
const MOST_LINES = 50;

export interface DeskTools {
  readonly store: SettingChangeStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks a service something real. */
  readonly check: (wish: ServiceCheckRequest) => Promise<ServiceCheckReply>;
}

/** The settings as they hold: the file, and over it what people changed in the console. */
export class SettingsDesk implements Settings {
  readonly #file: Config;
  readonly #tools: DeskTools;
  readonly #changes: Map<string, Map<SettingSection, unknown>>;
  #config: Config;
  #apply: (config: Config) => Promise<void> = async () => {};
  /** Changes happen one after another. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: Config, tools: DeskTools, changes: Map<string, Map<SettingSection, unknown>>) {
    this.#file = file;
    this.#tools = tools;
    this.#changes = changes;
    this.#config = withChanges(file, changes, tools.log);
  }

  static async open(file: Config, tools: DeskTools): Promise<SettingsDesk> {
    const changes = new Map<string, Map<SettingSection, unknown>>();
    for (const { id } of file.households) changes.set(id, new Map(await tools.store.current(id)));
    return new SettingsDesk(file, tools, changes);
  }

  /** As they hold now. */
  get config(): Config {
    return this.#config;
  }

  /** Called after every change, before whoever made it hears that it holds. */
  onChange(apply: (config: Config) => Promise<void>): void {
    this.#apply = apply;
  }

  async page(householdId: string): Promise<SettingsPage> {
    const { household, language, countryCode, timeZone, keepMessagesDays, keepTranscriptsDays, conversation, lines } =
      this.#household(householdId);
    const { languageModel, speechToText, textToSpeech } = this.#config;
    const sections = this.#sectionsOf(householdId);
    const file = new Set(this.#inFile(householdId)?.lines.map(({ id }) => id));
    const isHome = householdId === HOME;
    return {
      household: { household: household ?? null, language, countryCode, timeZone },
      conversation: withoutName(conversation),
      messages: { keepMessagesDays, keepTranscriptsDays },
      services: isHome
        ? { languageModel: withoutKey(languageModel), speechToText: withoutKey(speechToText), textToSpeech: withoutKey(textToSpeech) }
        : null,
      site: isHome ? this.#config.site : null,
      hasKey: {
        languageModel: isHome && languageModel?.apiKey !== undefined,
        speechToText: isHome && speechToText?.apiKey !== undefined,
        textToSpeech: isHome && textToSpeech?.apiKey !== undefined,
      },
      mayConnect: isHome,
      lines: lines.map((line) => ({ id: line.id, settings: lineSettings(line), inFile: file.has(line.id) })),
      disconnected: [...sections].flatMap(([section, value]) => (value === DISCONNECTED ? [lineIdIn(section) ?? ''] : [])),
      changed: [...sections].flatMap(([section, value]) => (value === null ? [] : [section])),
      hasFile: this.#file.file !== null,
      changes: await this.#history(householdId),
    };
  }

  change(householdId: string, userName: string, section: SettingSection, sent: unknown): Promise<number | null> {
    return this.#afterTheLast(() => this.#change(householdId, userName, section, sent));
  }

  undo(householdId: string, userName: string, changeId: number): Promise<void> {
    return this.#afterTheLast(async () => {
      const before = await this.#tools.store.before(householdId, changeId);
      if (!before) throw new SettingError(null);
      await this.#keep(householdId, userName, before.section, before.value);
    });
  }

  async check(householdId: string, { service, settings, ...wish }: ServiceCheckRequest): Promise<ServiceCheckReply> {
    if (householdId !== HOME) throw new SettingError(null);
    return this.#tools.check({ ...wish, service, settings: withSecret(settings, this.#config[service]) });
  }

  async #change(householdId: string, userName: string, section: SettingSection, sent: unknown): Promise<number | null> {
    const id = lineIdIn(section);
    if (['services', 'packs', 'site'].includes(section) && householdId !== HOME) throw new SettingError(null);
    if (id !== null) this.#mustBeFree(householdId, id, sent);
    const inFile = id !== null && this.#inFile(householdId)?.lines.some((line) => line.id === id);
    // A line that stands nowhere else is gone when nothing stands here.
    const wanted = sent === DISCONNECTED && !inFile ? null : sent;
    const value = wanted === null ? null : this.#withSecrets(householdId, section, checked(section, wanted));
    if (id !== null && householdId !== HOME) this.#mustStayThere(householdId, id, value);
    return this.#keep(householdId, userName, section, value);
  }

  /** Whoever runs the server for others says where its packets go: to which registrar, and to which addresses beyond it. */
  #mustStayThere(householdId: string, id: string, value: unknown): void {
    if (value === null || value === DISCONNECTED) return;
    const line = value as LineSettings;
    const before = this.#household(householdId).lines.find((one) => one.id === id);
    const same = before?.registrar === line.registrar && before.port === line.port && before.transport === line.transport;
    if (!same) throw new SettingError('registrar');
    if (line.phones.some((phone) => /^sip:/iu.test(phone) && !before.phones.includes(phone))) throw new SettingError('phones');
  }

  /** Keeps it, and brings it into effect; null: it was so already. */
  async #keep(householdId: string, userName: string, section: SettingSection, value: unknown): Promise<number | null> {
    const before = this.#shown(householdId, section);
    const sections = this.#sectionsOf(householdId);
    const changes = new Map(this.#changes).set(householdId, new Map(sections).set(section, value));
    const config = withChanges(this.#file, changes, this.#tools.log);
    const fields = fieldsOf(section, before, this.#shown(householdId, section, config));
    if (fields.length === 0) return null;
    const id = await this.#tools.store.append(householdId, { section, at: this.#tools.clock.wallTime(), userName, fields, value });
    sections.set(section, value);
    this.#config = config;
    await this.#apply(config);
    return id;
  }

  /** A section as it holds, with its secrets, which only comparing sees. */
  #shown(householdId: string, section: SettingSection, config: Config = this.#config): unknown {
    const household = config.households.find(({ id }) => id === householdId);
    const id = lineIdIn(section);
    if (!household) return null;
    if (id !== null) {
      const line = household.lines.find((one) => one.id === id);
      return line ? { ...lineSettings(line), password: line.password } : null;
    }
    if (section === 'services')
      return {
        languageModel: config.languageModel ?? null,
        speechToText: config.speechToText ?? null,
        textToSpeech: config.textToSpeech ?? null,
      };
    if (section === 'site') return config.site;
    if (section === 'packs') return config.packs;
    if (section === 'messages') return { keepMessagesDays: household.keepMessagesDays, keepTranscriptsDays: household.keepTranscriptsDays };
    if (section === 'conversation') return withoutName(household.conversation);
    const { household: name, language, countryCode, timeZone } = household;
    return { household: name, language, countryCode, timeZone };
  }

  /** What a browser never got, it does not send back: then the earlier secret stays, where it goes to the same place. */
  #withSecrets(householdId: string, section: SettingSection, value: unknown): unknown {
    if (section === 'services') {
      const { languageModel = null, speechToText = null, textToSpeech = null } = value as Partial<ServicesSettings>;
      return {
        languageModel: languageModel && withSecret(languageModel, this.#config.languageModel),
        speechToText: speechToText && withSecret(speechToText, this.#config.speechToText),
        textToSpeech: textToSpeech && withSecret(textToSpeech, this.#config.textToSpeech),
      };
    }
    const id = lineIdIn(section);
    if (id === null || value === DISCONNECTED) return value;
    const line = value as LineSettings;
    if (line.password !== undefined) return line;
    const before = this.#household(householdId).lines.find((one) => one.id === id);
    if (!before || before.registrar !== line.registrar || before.username !== line.username || before.password === '')
      throw new SettingError('password');
    const earlier = this.#sectionsOf(householdId).get(section) as LineSettings | typeof DISCONNECTED | null | undefined;
    return typeof earlier === 'object' && earlier?.password !== undefined ? { ...line, password: earlier.password } : line;
  }

  #mustBeFree(householdId: string, id: string, sent: unknown): void {
    if (!lineId.safeParse(id).success) throw new SettingError('id');
    const others = this.#config.households.filter((one) => one.id !== householdId);
    if (others.some(({ lines }) => lines.some((line) => line.id === id))) throw new SettingError('id');
    const { lines } = this.#household(householdId);
    const isNew = !lines.some((line) => line.id === id);
    if (isNew && sent !== null && sent !== DISCONNECTED && lines.length >= MOST_LINES) throw new SettingError('id');
    if (isNew && sent === DISCONNECTED) throw new SettingError(null);
  }

  async #history(householdId: string): Promise<SettingsPage['changes']> {
    const changes = await this.#tools.store.changes(householdId, SHOWN_CHANGES);
    const seen = new Set<SettingSection>();
    return Promise.all(
      changes.map(async (change) => {
        const newest = !seen.has(change.section);
        seen.add(change.section);
        return { ...change, undoable: newest && (await this.#tools.store.before(householdId, change.id)) !== undefined };
      }),
    );
  }

  #household(householdId: string): HouseholdConfig {
    const household = this.#config.households.find(({ id }) => id === householdId);
    if (!household) throw new SettingError(null);
    return household;
  }

  #inFile(householdId: string): HouseholdConfig | undefined {
    return this.#file.households.find(({ id }) => id === householdId);
  }

  #sectionsOf(householdId: string): Map<SettingSection, unknown> {
    const sections = this.#changes.get(householdId) ?? new Map<SettingSection, unknown>();
    this.#changes.set(householdId, sections);
    return sections;
  }

  #afterTheLast<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }
}

/** As it was sent, if it fits; throws SettingError. */
function checked(section: SettingSection, sent: unknown): unknown {
  const result = schemaOf(section).safeParse(sent);
  if (result.success) return sent;
  const [issue] = result.error.issues;
  // Where one of two shapes must fit, the line's own faults are what helps.
  const inner = issue?.code === 'invalid_union' ? issue.errors[0]?.[0] : issue;
  throw new SettingError(String(inner?.path[0] ?? section));
}

/** A line that comes or goes is named, not described. */
function fieldsOf(section: SettingSection, before: unknown, after: unknown): ChangedField[] {
  const id = lineIdIn(section);
  if (id === null || (before !== null && after !== null)) return changedFields(before, after);
  return before === after ? [] : [{ field: 'id', from: before === null ? '' : id, to: after === null ? '' : id }];
}

function withSecret<Service extends ServiceSettings>(sent: Service, before: ServiceSettings | undefined): Service {
  const same = before !== undefined && new URL(before.url).origin === new URL(sent.url).origin;
  return sent.apiKey === undefined && same && before.apiKey !== undefined ? { ...sent, apiKey: before.apiKey } : sent;
}

function withoutKey<Service extends ServiceSettings>(service: Service | undefined): Omit<Service, 'apiKey'> | null {
  if (!service) return null;
  const { apiKey: _secret, ...rest } = service;
  return rest;
}

function withoutName({ household: _name, ...conversation }: HouseholdConfig['conversation']): SettingsPage['conversation'] {
  return conversation;
}

/** What the console may know of a line. */
function lineSettings(line: LineConfig): LineSettings {
  const { registrar, port, transport, username, fritzbox, mode, guarded, whenOff, answerAfterSeconds, ownNumber } = line;
  const { phones, ringPhones, ringPhonesSeconds, repeatCallMinutes, language, quiet } = line;
  return {
    registrar,
    ...(port !== undefined && { port }),
    transport,
    username,
    fritzbox,
    mode,
    guarded,
    ...(whenOff !== undefined && { whenOff }),
    answerAfterSeconds,
    ...(ownNumber !== undefined && { ownNumber }),
    phones,
    ringPhones,
    ringPhonesSeconds,
    repeatCallMinutes,
    ...(language !== undefined && { language }),
    quietHours: quiet?.hours.map(writtenQuietHours) ?? [],
    quietForKnown: quiet?.known ?? 'ring',
  };
}
