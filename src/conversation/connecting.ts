import type { CallEvent } from '../call/events.ts';
import type { Utterance } from '../call/utterance.ts';
import type { Action, State, Step } from './state.ts';
import { also, say, stay, stopRinging, stopSpeaking, takePerson } from './steps.ts';
import { TIMING } from './timing.ts';
import { careWords, isCaring } from './turns.ts';
import { phrases } from './wording.ts';

/** The household's phones ring while the caller hears a kind word, and then a quiet sound. */
export function ringPhones(state: State, atMs: number, words: Utterance): Step {
  const capAt = atMs + TIMING.connectCap;
  return {
    state: { ...state, room: 'connecting', next: 'tone', pending: words, unanswered: null, interruptions: 0, capAt, wakeAt: capAt },
    actions: [{ type: 'ring_phones' }, { type: 'say', utterance: words }],
  };
}

/** While the phones ring: whoever would rather leave a message presses any key. */
export function connecting(state: State, event: CallEvent): Step {
  if (state.taken) return (event.type === 'utterance_ended' && event.complete) || event.type === 'wake' ? takes(state) : stay(state);
  if (event.type === 'utterance_ended' && event.complete) {
    const wakeAt = Math.min(state.capAt, event.atMs + TIMING.stillRinging);
    return { state: { ...state, pending: [], wakeAt }, actions: [{ type: 'waiting_sound' }] };
  }
  if (event.type === 'key') return notConnected(state, event.atMs, [stopSpeaking, stopRinging]);
  if (event.type !== 'wake') return stay(state);
  if (event.atMs >= state.capAt) return notConnected(state, event.atMs, [stopRinging]);
  const words = phrases(state, 'still_ringing');
  return { state: { ...state, pending: words, wakeAt: state.capAt }, actions: [stopSpeaking, { type: 'say', utterance: words }] };
}

/** Whoever takes the call in a browser is there already; the caller has heard so. */
function takes(state: State): Step {
  return { state: { ...state, wakeAt: null }, actions: [takePerson] };
}

/** Somebody took the call: from here on two people speak, and we are silent. */
export function connected(state: State): Step {
  if (state.room !== 'connecting' && state.room !== 'idle') return { state, actions: [stopRinging] };
  const { held: _, ...rest } = state;
  return { state: { ...rest, room: 'connected', pending: [], wakeAt: null }, actions: [stopSpeaking, { type: 'connect' }] };
}

/** Nobody can take it. Why is nobody's business: the caller leaves a message, or is thanked for the one they left already. */
export function notConnected(state: State, atMs: number, first: readonly Action[] = [stopSpeaking]): Step {
  if (state.room !== 'connecting') return stay(state);
  const { dialogue, kept } = state;
  const invited = dialogue !== null && isCaring(state) ? careWords(dialogue, 'care_tone') : null;
  const words = invited ?? (kept === null ? phrases(state, 'not_put_through') : phrases(state, kept, 'goodbye'));
  const toTone = invited !== null || kept === null;
  const leading = toTone ? ({ room: 'speaking', next: 'tone' } as const) : ({ room: 'closing', next: 'linger' } as const);
  const { taken: _, ...rest } = state;
  const next: State = { ...rest, ...leading, pending: words, wakeAt: null, spokeSince: false, interruptions: 0 };
  // On hold nobody hears it; it is said when the caller is back.
  if (next.held) return { state: { ...next, held: { ...next.held, left: null }, wakeAt: atMs + TIMING.holdCap }, actions: first };
  return also(first, say(next, words));
}
