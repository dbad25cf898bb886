import type { CallEvent } from '../call/events.ts';
import type { Language } from '../call/language.ts';
import type { Act, Purpose } from '../call/names.ts';
import type { Remark, Topic, Understood } from '../call/understood.ts';
import { REMARK_LINES, TOPIC_OPENERS } from './call-lines.ts';
import type { Persona, PersonaLines } from './persona.ts';
import { closer } from './personas/closer.ts';
import { doctorsOffice } from './personas/doctors-office.ts';
import { pretender } from './personas/pretender.ts';
import { shouter } from './personas/shouter.ts';
import { support } from './personas/support.ts';
import { tinasCaller } from './personas/tinas-caller.ts';
import { yesTrapper } from './personas/yes-trapper.ts';

const SELLS: ReadonlySet<Purpose> = new Set<Purpose>(['sales', 'survey_pretext']);
const NOBODY: ReadonlySet<Purpose> = new Set<Purpose>(['noise', 'unclear', 'wrong_number']);

/**
 * The caller of a real call, to practise with: whose temper it was, what it was about, and what they came back with, as far as the
 * journal knows. It keeps meanings and no words, so the words are ours. Null: nothing was understood in that call.
 */
export function personaFromCall(events: readonly CallEvent[]): Persona | null {
  const heard = events.flatMap((event) => (event.type === 'understood' ? [event.heard] : []));
  const purpose = purposeOf(heard);
  if (purpose === null) return null;
  const acts = new Set(heard.flatMap((one) => one.acts));
  const base = baseOf(purpose, acts);
  if (base === doctorsOffice || base === pretender) return base;
  const topic = heard.map((one) => one.topic).find((one) => one !== 'other') ?? 'other';
  const remarks = [...new Set(heard.flatMap((one) => one.remarks))];
  return { ...base, lines: { de: linesOf(base, 'de', topic, remarks), en: linesOf(base, 'en', topic, remarks) } };
}

/** What the call was most surely about. */
function purposeOf(heard: readonly Understood[]): Purpose | null {
  const sure = heard.filter(({ purpose }) => !NOBODY.has(purpose)).toSorted((a, b) => b.confidence - a.confidence)[0];
  return sure?.purpose ?? null;
}

function baseOf(purpose: Purpose, acts: ReadonlySet<Act>): Persona {
  if (purpose === 'scam') return acts.has('asks_to_guess') || acts.has('asks_for_money') ? pretender : yesTrapper;
  if (!SELLS.has(purpose)) return doctorsOffice;
  if (acts.has('shouts') || acts.has('insults')) return shouter;
  if (acts.has('deflects') || acts.has('blames')) return support;
  return acts.has('presses') ? closer : tinasCaller;
}

function linesOf(base: Persona, lang: Language, topic: Topic, remarks: readonly Remark[]): Persona['lines'][Language] {
  const own: Partial<PersonaLines> = base.lines[lang];
  const objections = remarks.flatMap((remark) => REMARK_LINES[lang][remark] ?? []);
  return {
    ...own,
    opener: [TOPIC_OPENERS[lang][topic]],
    ...(objections.length > 0 && { objection: objections }),
  };
}
