import { digitsInWords, inThrees } from '../../call/spoken-numbers.ts';
import type { Utterance } from '../../call/utterance.ts';
import type { Care } from '../care/care.ts';
import { segmentOf, variantsOf, type DialoguePhraseId, type Slots } from '../phrases/catalogue.ts';
import { goodsOf } from './goods.ts';
import type { DialogueSetting, DialogueState } from './state.ts';

/** A phrase with those of its wordings that were not said yet; phrases that are used up are left out. */
export function say(state: DialogueState, ...phraseIds: readonly DialoguePhraseId[]): { state: DialogueState; utterance: Utterance } {
  const said = [...state.said];
  const utterance: Utterance[number][] = [];
  for (const phraseId of phraseIds) {
    const fresh = wordingsOf(phraseId, state.setting).find((variant) => !said.includes(`${phraseId}#${variant}`));
    if (fresh === undefined) continue;
    said.push(`${phraseId}#${fresh}`);
    utterance.push(segmentOf(phraseId, fresh, state.lang, spokenSlots(state)));
  }
  return { state: { ...state, said }, utterance };
}

/** The wordings of a phrase in the order of this call: drawn by its seed, and what this number heard last time comes last. */
export function wordingsOf(phraseId: DialoguePhraseId, { seed, heardBefore }: DialogueSetting): readonly number[] {
  const count = variantsOf(phraseId);
  const first = seed === 0 ? 0 : mixed(`${seed} ${phraseId}`) % count;
  const order = Array.from({ length: count }, (_, at) => (first + at) % count);
  const isNew = (variant: number): boolean => !heardBefore.includes(`${phraseId}#${variant}`);
  return [...order.filter(isNew), ...order.filter((variant) => !isNew(variant))];
}

/** FNV-1a, 32 bit, with its high bits mixed in: neighbouring seeds draw differently. */
function mixed(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 13)) >>> 0;
}

/** True while the phrase has a wording that was not said in this call. */
export function unsaid(state: DialogueState, phraseId: DialoguePhraseId): boolean {
  return state.said.filter((one) => one.startsWith(`${phraseId}#`)).length < variantsOf(phraseId);
}

export function wasSaid(state: DialogueState, phraseId: DialoguePhraseId): boolean {
  return state.said.some((one) => one.startsWith(`${phraseId}#`));
}

/** Everything that may stand in a phrase now: what the household released, and what the caller said of themselves. */
export function spokenSlots(state: DialogueState): Slots {
  const matter = matterOf(state);
  const offered = goodsOf(state.slots.product, state.lang);
  return {
    ...state.setting.slots,
    ...(state.slots.name === undefined ? {} : { name: state.slots.name }),
    ...(state.slots.number === undefined ? {} : { number: digitByDigit(state.slots.number) }),
    ...(offered === null ? {} : { goods: offered.goods }),
    ...(state.care === null ? {} : careSlots(state.care, state)),
    ...(matter === null ? {} : { matter }),
  };
}

/** The numbers that the phrases for people in need may hold, and nothing else holds. */
function careSlots({ need, child }: Care, { setting, lang }: DialogueState): Slots {
  const { emergency, police, despair, children, violence } = setting.careNumbers;
  const crisis = child ? children : need === 'violence' ? (violence ?? police) : despair;
  return {
    emergency,
    emergencySpoken: digitsInWords(emergency, lang),
    police,
    policeSpoken: digitsInWords(police, lang),
    crisis: digitsInWords(crisis, lang),
  };
}

/** A telephone number as it is read aloud. */
export function digitByDigit(number: string): string {
  return `${number.startsWith('+') ? '+ ' : ''}${inThrees(number)}`;
}

/** What the household released for callers of the company that is calling; null: nothing. */
export function matterOf(state: DialogueState): string | null {
  const company = state.slots.company;
  if (company === undefined) return null;
  const fault = state.setting.faults.find((one) => sameCompany(one.company, company));
  return fault?.matter[state.lang] ?? null;
}

/** Callers and households spell companies as they hear them: "Telecom" is "Telekom", "die Telekom AG" as well. */
export function sameCompany(a: string, b: string): boolean {
  const [one, other] = [companyKey(a), companyKey(b)];
  return one !== '' && other !== '' && (one === other || one.split(' ').includes(other) || other.split(' ').includes(one));
}

function companyKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\b(?:die|der|das|the|firma|deutsche[rn]?|gmbh|ag|kg|ltd|inc|co)\b/gu, ' ')
    .replaceAll('c', 'k')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
