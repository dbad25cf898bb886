import type { State, Step } from './state.ts';
import { stay, stopSpeaking, tone } from './steps.ts';
import { TIMING } from './timing.ts';

/** The caller put us on hold: we fall silent and wait, but not forever. */
export function hold(state: State, atMs: number): Step {
  if (state.held) return stay(state);
  const capLeft = Math.max(0, state.capAt - atMs);
  const left = state.wakeAt === null ? null : Math.min(pauseLeft(state, capLeft), Math.max(0, state.wakeAt - atMs));
  return { state: { ...state, callerSpeaks: false, held: { left, capLeft }, wakeAt: atMs + TIMING.holdCap }, actions: [stopSpeaking] };
}

/** Someone who was speaking when the hold began has paused: their room's pause counts from the resume. */
function pauseLeft(state: State, capLeft: number): number {
  if (!state.callerSpeaks) return Infinity;
  if (state.room === 'recording') return Math.min(capLeft, TIMING.messageSilence);
  if (state.room === 'lingering') return Math.min(capLeft, TIMING.lingerPause);
  return Math.min(capLeft, state.pause);
}

/** Back from hold: what was cut off is said again, and what was waited for gets the time that it had left. */
export function resume(state: State, atMs: number): Step {
  if (!state.held) return stay(state);
  const { held, ...rest } = state;
  const wakeAt = held.left === null ? null : atMs + held.left;
  const back: State = { ...rest, wakeAt, capAt: atMs + held.capLeft };
  if (state.room === 'connecting') {
    const words = state.pending;
    return { state: back, actions: [words.length > 0 ? { type: 'say', utterance: words } : { type: 'waiting_sound' }] };
  }
  if (state.room === 'tone') return { state: back, actions: [tone] };
  if (wakeAt === null && state.pending.length > 0) return { state: back, actions: [{ type: 'say', utterance: state.pending }] };
  return stay(back);
}
