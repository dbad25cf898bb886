import type { Action, State, Step } from './state.ts';

export const tone: Action = { type: 'tone' };
export const stopSpeaking: Action = { type: 'stop_speaking' };
export const startRecording: Action = { type: 'start_recording' };
export const storeMessage: Action = { type: 'store_message' };
export const discardMessage: Action = { type: 'discard_message' };
export const hangUp: Action = { type: 'hang_up' };
export const stopRinging: Action = { type: 'stop_ringing' };

/** The state changes, and nothing is done. */
export function stay(state: State): Step {
  return { state, actions: [] };
}

/** These actions first, then the step's own. */
export function also(first: readonly Action[], next: Step): Step {
  return { state: next.state, actions: [...first, ...next.actions] };
}
