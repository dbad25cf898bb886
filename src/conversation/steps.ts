import type { Segment, Utterance } from '../call/utterance.ts';
import type { Action, State, Step } from './state.ts';
import { TIMING } from './timing.ts';
import { announcement, disclosure, phrases } from './wording.ts';

export const tone: Action = { type: 'tone' };
export const stopSpeaking: Action = { type: 'stop_speaking' };
export const startRecording: Action = { type: 'start_recording' };
export const storeMessage: Action = { type: 'store_message' };
export const discardMessage: Action = { type: 'discard_message' };
export const hangUp: Action = { type: 'hang_up' };
export const takePerson: Action = { type: 'take_person' };
export const stopRinging: Action = { type: 'stop_ringing' };

/** The state changes, and nothing is done. */
export function stay(state: State): Step {
  return { state, actions: [] };
}

/** These actions first, then the step's own. */
export function also(first: readonly Action[], next: Step): Step {
  return { state: next.state, actions: [...first, ...next.actions] };
}

/** Says what is pending, in the room that fits where it leads. */
export function speak(state: State, atMs: number): Step {
  if (state.pending.length === 0 && state.next === 'linger') return linger(state, atMs);
  return say({ ...state, room: state.next === 'linger' ? 'closing' : 'speaking', spokeSince: false }, state.pending);
}

/** The words, and before them that somebody listens, where the caller has not heard it yet. */
export function announcedFirst(state: State, words: Utterance): Utterance {
  const first = announcement(state, words);
  return [...first, ...words.filter((segment) => !first.some((one) => sameSegment(one, segment)))];
}

export function say(state: State, words: Utterance): Step {
  const all = announcedFirst(state, words);
  return { state: { ...state, pending: all, wakeAt: null }, actions: [{ type: 'say', utterance: all }] };
}

/** Says a goodbye, at once or as soon as the caller pauses. */
export function close(state: State, atMs: number, words: Utterance): Step {
  const closing: State = { ...state, next: 'linger', pending: words, interruptions: 0 };
  // Whoever spoke on through the end of a full message has had that time already: what is said now is not recorded.
  if (!state.callerSpeaks || state.messageFull) return speak(closing, atMs);
  const capAt = atMs + TIMING.yieldCap;
  return stay({ ...closing, room: 'yielding', pause: TIMING.yieldPause, capAt, wakeAt: capAt });
}

export function linger(state: State, atMs: number): Step {
  const capAt = atMs + TIMING.lingerCap;
  return stay({ ...state, room: 'lingering', capAt, wakeAt: state.callerSpeaks ? capAt : atMs + TIMING.linger });
}

export function finish(state: State, actions: readonly Action[]): Step {
  const { held: _, ...rest } = state;
  return { state: { ...rest, room: 'done', wakeAt: null, pending: [] }, actions: [...recorderEnds(state), ...actions] };
}

/** What a running recorder holds is kept, if there is a word in it. */
export function recorderEnds(state: State): readonly Action[] {
  if (!recorderRuns(state)) return [];
  return [state.messageBegun ? storeMessage : discardMessage];
}

export function recorderRuns(state: State): boolean {
  return ['listening', 'prompting', 'leaving', 'recording'].includes(state.room);
}

/** The message has to end; the recorder runs on to the caller's next pause, so that every word up to the goodbye is in it. */
export function recordingFull(state: State, atMs: number): Step {
  const full = { ...state, messageFull: true, capAt: atMs + TIMING.yieldCap };
  return state.callerSpeaks ? stay({ ...full, wakeAt: full.capAt }) : save(full, atMs);
}

export function save(state: State, atMs: number): Step {
  return { state: { ...state, room: 'saving', wakeAt: atMs + TIMING.saveCap }, actions: [storeMessage] };
}

export function jumpToTone(state: State): Step {
  const first = phrases(state, ...disclosure(state));
  if (first.length > 0)
    return sameWords(first, state.pending) ? stay(state) : also([stopSpeaking], say({ ...state, next: 'tone', room: 'speaking' }, first));
  return { state: { ...state, next: 'tone', room: 'tone', pending: [], wakeAt: null }, actions: [stopSpeaking, tone] };
}

export function sameWords(a: Utterance, b: Utterance): boolean {
  return a.length === b.length && a.every((segment, index) => b[index] !== undefined && sameSegment(segment, b[index]));
}

export function sameSegment(a: Segment, b: Segment): boolean {
  return a.phraseId === b.phraseId && a.variant === b.variant && a.lang === b.lang;
}
