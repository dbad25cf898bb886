import type { Language } from '../call/language.ts';
import type { Utterance } from '../call/utterance.ts';
import { digitByDigit } from './dialogue/saying.ts';
import { utterance, type PhraseId, type Slots } from './phrases/catalogue.ts';
import { spokenMoment, spokenTime } from './phrases/spoken-time.ts';

/** A message as it is told at the household's own phone. */
export interface KeptMessage {
  readonly id: string;
  /** Wall time of the call. */
  readonly at: number;
  /** The contact, or the name that was signalled. */
  readonly name: string | null;
  readonly number: string | null;
  readonly heard: boolean;
}

export interface MenuSetting {
  readonly lang: Language;
  /** An IANA name. */
  readonly zone: string;
  /** The newest first. */
  readonly messages: readonly KeptMessage[];
  /** Asked for before anything else; null: none is. */
  readonly code: string | null;
}

export interface MenuState {
  readonly setting: MenuSetting;
  readonly room: 'idle' | 'code' | 'welcome' | 'announcing' | 'playing' | 'resting' | 'menu' | 'leaving' | 'done';
  /** What is played in this round, the oldest first, and how far it is. */
  readonly round: readonly KeptMessage[];
  readonly next: number;
  readonly heard: ReadonlySet<string>;
  /** Until when every call is left to the household; null: the attendant answers. */
  readonly pausedUntil: number | null;
  readonly typed: string;
  readonly wrongCodes: number;
  /** How often the menu was told since the last key. */
  readonly told: number;
  /** Ms of silence after which `wake` comes; null: none. Counts from the step that set it. */
  readonly wakeIn: number | null;
}

export type MenuEvent =
  | { readonly type: 'answered' }
  /** What we said was heard to its end. */
  | { readonly type: 'said' }
  /** The message was played to its end, or could not be read. */
  | { readonly type: 'played'; readonly complete: boolean }
  | { readonly type: 'key'; readonly digit: string }
  | { readonly type: 'wake' }
  | { readonly type: 'ended' };

export type MenuAction =
  | { readonly type: 'say'; readonly utterance: Utterance; readonly slots: Slots }
  | { readonly type: 'play'; readonly messageId: string }
  /** Stops whatever is heard. */
  | { readonly type: 'stop' }
  | { readonly type: 'mark_heard'; readonly messageId: string }
  /** Every call is left to the household until then; null: no more. */
  | { readonly type: 'pause'; readonly until: number | null }
  | { readonly type: 'wrong_code' }
  | { readonly type: 'hang_up' };

export interface MenuStep {
  readonly state: MenuState;
  readonly actions: readonly MenuAction[];
}

export const PAUSE_MS = 2 * 3_600_000;
/** Between two messages; a key in it still means the one before. */
const REST_MS = 1_200;
/** How long a key may take, and how often the keys are told. */
const KEY_MS = 6_000;
const TELLINGS = 2;
const WRONG_CODES = 3;

export function initialMenu(setting: MenuSetting, pausedUntil: number | null): MenuState {
  return {
    setting,
    room: 'idle',
    round: [],
    next: 0,
    heard: new Set(setting.messages.filter(({ heard }) => heard).map(({ id }) => id)),
    pausedUntil,
    typed: '',
    wrongCodes: 0,
    told: 0,
    wakeIn: null,
  };
}

/**
 * What somebody of the household hears who calls from a phone of the house: new messages first, then what the keys do.
 * 1 plays a message again, or all of them from the menu; 2 goes on to the next; 5 pauses the attendant, and ends the
 * pause. Pure; `now` is wall time.
 */
export function menuStep(state: MenuState, event: MenuEvent, now: number): MenuStep {
  const still = { ...state, wakeIn: null };
  if (state.room === 'done') return { state, actions: [] };
  if (event.type === 'ended') return { state: { ...still, room: 'done' }, actions: [] };
  if (event.type === 'key') return means(state, event.digit) ? pressed({ ...still, told: 0 }, event.digit, now) : stay(state);
  switch (state.room) {
    case 'idle':
      return event.type === 'answered' ? answered(still) : stay(state);
    case 'code':
      if (event.type === 'said') return stay({ ...state, wakeIn: KEY_MS });
      return event.type === 'wake' ? leave(still) : stay(state);
    case 'welcome':
      return event.type === 'said' ? playNext(still, now) : stay(state);
    case 'announcing': {
      if (event.type !== 'said') return stay(state);
      const message = state.round[state.next];
      return message ? { state: { ...still, room: 'playing' }, actions: [{ type: 'play', messageId: message.id }] } : menu(still);
    }
    case 'playing':
      return event.type === 'played' ? played(still, event.complete) : stay(state);
    case 'resting':
      return event.type === 'wake' || event.type === 'said' ? playNext({ ...still, next: state.next + 1 }, now) : stay(state);
    case 'menu':
      if (event.type === 'said') return stay({ ...state, wakeIn: KEY_MS });
      if (event.type !== 'wake') return stay(state);
      return state.told < TELLINGS ? menu(still) : leave(still);
    case 'leaving':
      return event.type === 'said' ? { state: { ...still, room: 'done' }, actions: [{ type: 'hang_up' }] } : stay(state);
  }
}

function answered(state: MenuState): MenuStep {
  return state.setting.code === null ? welcome(state) : say({ ...state, room: 'code' }, 'family_code');
}

/** New messages are played at once; whoever knows the keys need not wait for them. */
function welcome(state: MenuState): MenuStep {
  const fresh = state.setting.messages.filter(({ id }) => !state.heard.has(id)).toReversed();
  const count = fresh.length;
  if (count === 0) return menu(state, 'family_none_new');
  const how = count === 1 ? 'family_one_new' : 'family_many_new';
  const phrases: PhraseId[] = [how, 'family_keys_messages'];
  return sayWith({ ...state, room: 'welcome', round: fresh, next: 0 }, { count: String(count) }, ...phrases);
}

/** Whether a key does something where we are; every one is a digit of the code. */
function means({ room }: MenuState, digit: string): boolean {
  if (room === 'idle' || room === 'leaving') return false;
  return room === 'code' || ['1', '2', '5'].includes(digit);
}

function pressed(state: MenuState, digit: string, now: number): MenuStep {
  if (state.room === 'code') return typed(state, digit);
  if (digit === '5') return also([{ type: 'stop' }], pause(state, now));
  const message = state.round[state.next];
  const inRound = ['announcing', 'playing', 'resting'].includes(state.room) && message !== undefined;
  if (digit === '1') return also([{ type: 'stop' }], inRound ? playNext(state, now) : playAll(state, now));
  if (!inRound) return also([{ type: 'stop' }], state.room === 'welcome' ? playNext(state, now) : menu(state));
  return also([{ type: 'stop' }, ...marked(state, message)], playNext({ ...noted(state, message), next: state.next + 1 }, now));
}

function typed(state: MenuState, digit: string): MenuStep {
  const code = state.setting.code ?? '';
  const soFar = state.typed + digit;
  if (soFar.length < code.length) return { state: { ...state, typed: soFar, wakeIn: KEY_MS }, actions: [{ type: 'stop' }] };
  if (soFar === code) return also([{ type: 'stop' }], welcome({ ...state, typed: '' }));
  const wrong = { ...state, typed: '', wrongCodes: state.wrongCodes + 1 };
  const said = wrong.wrongCodes < WRONG_CODES ? say(wrong, 'family_code_wrong') : leave(wrong, 'family_code_wrong');
  return also([{ type: 'stop' }, { type: 'wrong_code' }], said);
}

function playAll(state: MenuState, now: number): MenuStep {
  const { messages } = state.setting;
  if (messages.length === 0) return menu(state);
  return playNext({ ...state, round: messages.toReversed(), next: 0 }, now);
}

/** The message at `next`, announced; behind the last one the menu. */
function playNext(state: MenuState, now: number): MenuStep {
  const message = state.round[state.next];
  if (message === undefined) return menu({ ...state, round: [], next: 0 }, 'family_no_more');
  const { lang, zone } = state.setting;
  const time = spokenMoment(lang, message.at, now, zone);
  const number = message.number === null ? {} : { number: digitByDigit(message.number) };
  const slots: Slots = message.name === null ? { time, ...number } : { time, name: message.name };
  const who = message.name !== null ? 'family_message_from' : message.number !== null ? 'family_message_number' : 'family_message_unknown';
  return sayWith({ ...state, room: 'announcing' }, slots, who);
}

function played(state: MenuState, complete: boolean): MenuStep {
  const message = state.round[state.next];
  if (message === undefined) return menu(state);
  if (!complete) return say({ ...state, room: 'resting' }, 'family_message_lost');
  return { state: { ...noted(state, message), room: 'resting', wakeIn: REST_MS }, actions: marked(state, message) };
}

function menu(state: MenuState, ...first: readonly PhraseId[]): MenuStep {
  const { lang, zone, messages } = state.setting;
  const keys: PhraseId[] = [...first];
  if (messages.length > 0) keys.push('family_key_messages');
  keys.push(state.pausedUntil === null ? 'family_key_pause' : 'family_key_resume');
  const slots = state.pausedUntil === null ? {} : { time: spokenTime(lang, state.pausedUntil, zone) };
  return sayWith({ ...state, room: 'menu', told: state.told + 1 }, slots, ...keys);
}

function pause(state: MenuState, now: number): MenuStep {
  const { lang, zone } = state.setting;
  const until = state.pausedUntil === null ? now + PAUSE_MS : null;
  const paused: MenuState = { ...state, room: 'leaving', pausedUntil: until };
  const said =
    until === null
      ? say(paused, 'family_resumed', 'family_bye')
      : sayWith(paused, { time: spokenTime(lang, until, zone) }, 'family_paused', 'family_bye');
  return also([{ type: 'pause', until }], said);
}

function leave(state: MenuState, ...first: readonly PhraseId[]): MenuStep {
  return say({ ...state, room: 'leaving' }, ...first, 'family_bye');
}

function noted(state: MenuState, { id }: KeptMessage): MenuState {
  return { ...state, heard: new Set([...state.heard, id]) };
}

function marked(state: MenuState, { id }: KeptMessage): MenuAction[] {
  return state.heard.has(id) ? [] : [{ type: 'mark_heard', messageId: id }];
}

function say(state: MenuState, ...phrases: readonly PhraseId[]): MenuStep {
  return sayWith(state, {}, ...phrases);
}

function sayWith(state: MenuState, slots: Slots, ...phrases: readonly PhraseId[]): MenuStep {
  return { state, actions: [{ type: 'say', utterance: utterance(state.setting.lang, slots, ...phrases), slots }] };
}

function also(actions: readonly MenuAction[], step: MenuStep): MenuStep {
  return { state: step.state, actions: [...actions, ...step.actions] };
}

function stay(state: MenuState): MenuStep {
  return { state, actions: [] };
}
