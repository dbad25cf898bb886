import type { HouseholdCommand } from '../call/events.ts';
import { ringPhones } from './connecting.ts';
import type { Action, Room, State, Step } from './state.ts';
import {
  also,
  close,
  discardMessage,
  finish,
  hangUp,
  recorderEnds,
  recorderRuns,
  recordingFull,
  say,
  stay,
  stopRinging,
  stopSpeaking,
  takePerson,
} from './steps.ts';
import { TIMING } from './timing.ts';
import { disclosure, phrases } from './wording.ts';

/** What a person in the household asks of a running call. A sentence of theirs waits for the word, as every answer does. */
export function asked(state: State, command: HouseholdCommand, atMs: number): Step {
  if (command === 'end_kindly') return endRequested(state, atMs);
  if (command === 'put_through') return putThroughRequested(state, atMs);
  if (command === 'take_over') return takeOverRequested(state, atMs);
  if (command === 'listen_in') return listenInRequested(state);
  if (command === 'write_along') return writeAlongRequested(state);
  if (!maySay(state) || !state.dialogue) return stay(state);
  if ('approach' in command) return stay({ ...state, dialogue: { ...state.dialogue, approach: command.approach } });
  const wished: State = { ...state, wish: command.say };
  if (state.room === 'yielding' || state.callerSpeaks) return stay(wished);
  return also([stopSpeaking], stay({ ...wished, room: 'conversing', wakeAt: atMs }));
}

/** A person in the household asked for the end: what was said is kept, then a kind goodbye. */
function endRequested(state: State, atMs: number): Step {
  if (state.room === 'idle' || state.room === 'connected') return finish({ ...state, endRequested: true }, [hangUp]);
  if (state.endRequested || ['saving', 'closing', 'lingering'].includes(state.room)) return stay(state);
  const asked = { ...state, endRequested: true };
  if (state.room === 'recording') return recordingFull(asked, atMs);
  const goodbye = close(asked, atMs, phrases(state, 'ended_by_household', 'goodbye'));
  const phones: Action[] = state.room === 'connecting' ? [stopRinging] : [];
  const left: Action[] = recorderRuns(state) ? [discardMessage] : phones;
  return { state: goodbye.state, actions: [stopSpeaking, ...left, ...goodbye.actions] };
}

/** A person in the household would like to speak to the caller: what was said so far is kept, and the phones ring. */
function putThroughRequested(state: State, atMs: number): Step {
  if (state.setting.phones === 0 || ['idle', 'connecting', 'connected', 'closing', 'lingering'].includes(state.room)) return stay(state);
  const ringing = ringPhones(state, atMs, phrases(state, ...disclosure(state), 'put_through'));
  return { state: ringing.state, actions: [stopSpeaking, ...recorderEnds(state), ...ringing.actions] };
}

/** A person speaks to the caller in their browser: what was said so far is kept, and the caller hears that somebody comes. */
function takeOverRequested(state: State, atMs: number): Step {
  if (state.room === 'connected' || state.taken) return stay(state);
  if (state.room === 'idle') return { state: { ...state, taken: true }, actions: [stopRinging, takePerson] };
  const words = phrases(state, ...disclosure(state), 'taken_over');
  const left: readonly Action[] = state.room === 'connecting' ? [stopRinging] : recorderEnds(state);
  const coming: State = { ...state, room: 'connecting', taken: true, pending: words, unanswered: null, wakeAt: atMs + TIMING.takeCap };
  return { state: coming, actions: [stopSpeaking, ...left, { type: 'say', utterance: words }] };
}

/** Somebody would like to hear both. They do once the caller has heard so; while a message is taken nobody begins to. */
function listenInRequested(state: State): Step {
  if (!MAY_BEGIN_TO_LISTEN.has(state.room)) return stay(state);
  const asked: State = { ...state, listenIn: true };
  if (state.room === 'speaking' || state.room === 'closing') return also([stopSpeaking], say(asked, state.pending));
  if (state.room === 'yielding' || state.callerSpeaks || state.unanswered) return stay(asked);
  return say({ ...asked, room: 'speaking', next: 'words' }, []);
}

/** The caller has agreed, so a person says: from here on their words become text for the coach, and what they mean is noted. */
function writeAlongRequested(state: State): Step {
  if (state.room !== 'connected' || !state.dialogue?.setting.transcribes || state.along) return stay(state);
  return { state: { ...state, along: true }, actions: [{ type: 'listen_along' }] };
}

const MAY_BEGIN_TO_LISTEN: ReadonlySet<Room> = new Set(['yielding', 'speaking', 'conversing', 'closing']);

/** Whether a person who asks to listen would hear something. */
export function mayListen({ room }: State): boolean {
  return MAY_BEGIN_TO_LISTEN.has(room);
}

/** Whether a sentence, or another approach, can be asked for: where words are understood, until the goodbye. */
export function maySay({ dialogue, room }: State): boolean {
  return dialogue !== null && (room === 'yielding' || room === 'speaking' || room === 'conversing');
}
