import type { Language } from '../../call/language.ts';
import type { SalesApproach } from '../../call/names.ts';
import type { Profile } from '../../household/profile.ts';
import { releasedSlots } from '../phrases/catalogue.ts';
import type { CareNumbers } from '../care/crisis-lines.ts';
import type { DialogueSetting } from './state.ts';

/** What is particular to one call. */
export interface CallSetting {
  readonly lang: Language;
  /** How callers may hear the household; null: unnamed. */
  readonly spokenName: string | null;
  /** A number that is as likely odd as even: which approach is taken in rotation. */
  readonly rotation: number;
  readonly toldNoBefore: readonly string[];
  /** The household said that it does not want calls from this number. */
  readonly unwanted: boolean;
  readonly transcribes: boolean;
  readonly keepsWords: boolean;
  readonly wordsLeave: boolean;
  readonly messageBy: DialogueSetting['messageBy'];
  readonly careNumbers: CareNumbers;
  readonly canRing: boolean;
  /** Draws the wordings; 0: the first ones. */
  readonly seed?: number;
  /** What this number heard in its last call, as phrase#wording. */
  readonly heardBefore?: readonly string[];
}

/** The household's decisions as the dialogue of one call needs them. */
export function dialogueSetting(profile: Profile, call: CallSetting): DialogueSetting {
  const approach: SalesApproach = profile.approach === 'rotate' ? (call.rotation % 2 === 0 ? 'friendly_no' : 'empathy') : profile.approach;
  return {
    lang: profile.languages.includes(call.lang) ? call.lang : (profile.languages[0] ?? call.lang),
    languages: profile.languages,
    slots: releasedSlots({ spokenName: call.spokenName }),
    approach,
    wanted: profile.wanted,
    faults: profile.faults.map(({ company, de, en }) => ({ company, matter: { ...(de && { de }), ...(en && { en }) } })),
    people: profile.people,
    wantedCallers: profile.wantedCallers,
    neverWanted: profile.neverWanted,
    brief: profile.tone === 'brief',
    toldNoBefore: call.toldNoBefore,
    unwanted: call.unwanted,
    transcribes: call.transcribes,
    keepsWords: call.keepsWords,
    wordsLeave: call.wordsLeave,
    messageBy: call.messageBy,
    careNumbers: call.careNumbers,
    canRing: call.canRing,
    seed: call.seed ?? 0,
    heardBefore: call.heardBefore ?? [],
  };
}
