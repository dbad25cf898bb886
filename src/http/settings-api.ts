import type { Language } from '../call/language.ts';
import type { LineMode } from '../household/household.ts';
import type { Profile } from '../household/profile.ts';
import type { SiteSettings } from '../experiences/site.ts';
import type { ChangedField, KeptChange, SettingSection } from '../household/setting-changes.ts';

export type { ChangedField, Profile, SettingSection, SiteSettings };

export interface HouseholdSettings {
  /** How callers may hear it named; null: it stays unnamed. */
  readonly household: string | null;
  readonly language: Language;
  readonly countryCode: string;
  readonly timeZone: string;
}

export type ConversationSettings = Omit<Profile, 'household'>;

export interface MessageSettings {
  /** Null: until someone deletes them. */
  readonly keepMessagesDays: number | null;
  /** Of callers' words, where a recogniser hears them; 0: they are forgotten at once. */
  readonly keepTranscriptsDays: number;
}

/** A model behind an OpenAI-compatible API. A key goes to the server only; without one the earlier one stays. */
export interface ServiceSettings {
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string;
  readonly deadlineMs: number;
}

/** `voice`: as the service names its voices. */
export interface VoiceSettings extends ServiceSettings {
  readonly voice: { readonly de: string; readonly en: string };
}

export interface ServicesSettings {
  readonly languageModel: ServiceSettings | null;
  readonly speechToText: ServiceSettings | null;
  readonly textToSpeech: VoiceSettings | null;
}

/** A line as the console sends it. A password goes to the server only; without one the earlier one stays. */
export interface LineSettings {
  readonly registrar: string;
  readonly port?: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly username: string;
  readonly password?: string;
  readonly fritzbox: boolean;
  readonly mode: LineMode;
  readonly guarded: readonly string[];
  readonly whenOff?: 'mailbox_answers';
  readonly answerAfterSeconds: number;
  readonly ownNumber?: string;
  readonly phones: readonly string[];
  readonly ringPhones: 'together' | 'in_turn';
  readonly ringPhonesSeconds: number;
  readonly repeatCallMinutes: number;
  readonly language?: Language;
  /** Such as "mon,fri 20:00-07:00". */
  readonly quietHours: readonly string[];
  readonly quietForKnown: 'ring' | 'message';
}

/** A change that somebody made. */
export interface SettingsChange extends KeptChange {
  /** What held before is known, and nobody has changed this section since. */
  readonly undoable: boolean;
}

/** GET /api/settings */
export interface SettingsPage {
  readonly household: HouseholdSettings;
  readonly conversation: ConversationSettings;
  readonly messages: MessageSettings;
  /** What the whole server uses; null: another household says. */
  readonly services: ServicesSettings | null;
  /** The public pages; null: there is one site, and it is another household's. */
  readonly site: SiteSettings | null;
  readonly hasKey: { readonly [Service in keyof ServicesSettings]: boolean };
  /** Whether lines can be connected, and led elsewhere; of a further household that is for whoever runs the server. */
  readonly mayConnect: boolean;
  readonly lines: readonly { readonly id: string; readonly settings: LineSettings; readonly inFile: boolean }[];
  /** Lines of the settings file that somebody disconnected here. */
  readonly disconnected: readonly string[];
  /** What stands here and no longer in the settings file. */
  readonly changed: readonly SettingSection[];
  /** There is a settings file to go back to; else there are the defaults. */
  readonly hasFile: boolean;
  readonly changes: readonly SettingsChange[];
}

/** PUT /api/settings/SECTION with the section as a whole; PUT /api/settings/line:ID; `null`: as in the settings file. */
export interface SettingsReply {
  /** For POST /api/settings/changes/ID/undo; null: it was so already. */
  readonly change: number | null;
}

/** POST /api/settings/services/check: asks a service something real. */
export interface ServiceCheckRequest {
  readonly service: keyof ServicesSettings;
  readonly lang: Language;
  /** Of a voice, its `voice` too. */
  readonly settings: ServiceSettings & Partial<VoiceSettings>;
}

/** `heard`: what a recogniser made of our own voice, what a model took a sentence for, or how long a voice spoke, in ms. */
export type ServiceCheckReply =
  | { readonly ok: true; readonly ms: number; readonly heard: string }
  | { readonly ok: false; readonly problem: 'unreachable' | 'refused' | 'too_slow' | 'no_use' };

/** What the console changes of the settings, for all households. */
export interface Settings {
  page(householdId: string): Promise<SettingsPage>;
  /** Throws SettingError; rejects with StoreError. From then on it holds, also for the next call. */
  change(householdId: string, userName: string, section: SettingSection, sent: unknown): Promise<number | null>;
  /** Throws SettingError. */
  undo(householdId: string, userName: string, changeId: number): Promise<void>;
  check(householdId: string, wish: ServiceCheckRequest): Promise<ServiceCheckReply>;
}

/** A setting that cannot be used. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  /** Where it is wrong, such as `phones`; null: there is nothing of that kind. */
  readonly field: string | null;

  constructor(field: string | null) {
    super(field ?? 'unknown');
    this.field = field;
  }
}
