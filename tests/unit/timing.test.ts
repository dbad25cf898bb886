import { describe, expect, test } from 'vitest';
import type { CallEventBody } from '../../src/call/events.ts';
import { beginDialogue } from '../../src/conversation/dialogue/dialogue.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { step } from '../../src/conversation/policy.ts';
import { initialState, type State } from '../../src/conversation/state.ts';
import { TIMING } from '../../src/conversation/timing.ts';
import { utterance } from '../../src/conversation/phrases/catalogue.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { PLAIN_CALL } from '../support/fakes.ts';

const AT = 1_000_000;
const FAR = AT + 10_000_000;
const SPOKEN = { type: 'speech_started', fromMs: AT } as const;
const PAUSED = { type: 'speech_ended', fromMs: AT - 900, toMs: AT, levelDbfs: -20 } as const;
const SAID = { type: 'utterance_ended', complete: true } as const;
const HELD = { type: 'held' } as const;
const WAKE = { type: 'wake' } as const;
const command = (what: Extract<CallEventBody, { type: 'command' }>['command']): CallEventBody => ({
  type: 'command',
  command: what,
  userId: null,
});

type Patch = Partial<State>;
/** Of the state after the event: times are told from the event on. */
type Expected = { readonly wake?: number; readonly cap?: number; readonly left?: number };

/** Somebody in need is on the line, who was told the number so many times. */
function inNeed(numberSaid: number): Patch {
  const dialogue = beginDialogue(dialogueSetting(DEFAULT_PROFILE, PLAIN_CALL));
  return { dialogue: { ...dialogue, care: { need: 'despair', child: false, numberSaid, asked: null, invited: true } } };
}

/** In which room, with what else, which event leads to which wait, in ms. Written out: a timing that changes changes this table. */
const WAITS: readonly (readonly [timing: keyof typeof TIMING, state: Patch, event: CallEventBody, waits: Expected])[] = [
  ['settle', { room: 'idle' }, { type: 'answered' }, { wake: 700 }],
  ['settleCap', { room: 'idle' }, { type: 'answered' }, { cap: 5_000 }],
  ['yieldPause', { room: 'recording', capAt: FAR, messageFull: true, callerSpeaks: true }, PAUSED, { wake: 800 }],
  ['yieldCap', { room: 'closing', next: 'linger' }, SPOKEN, { wake: 8_000, cap: 8_000 }],
  ['yieldCap', { room: 'speaking', callerSpeaks: true }, command('end_kindly'), { wake: 8_000, cap: 8_000 }],
  ['yieldCap', { room: 'recording', capAt: AT, callerSpeaks: true }, WAKE, { wake: 8_000, cap: 8_000 }],
  ['firstSilence', { room: 'tone' }, { type: 'tone_ended', complete: true }, { wake: 8_000 }],
  ['secondSilence', { room: 'prompting' }, SAID, { wake: 7_000 }],
  ['messageSilence', { room: 'recording', capAt: FAR, callerSpeaks: true }, PAUSED, { wake: 5_000 }],
  ['messageSilence', { room: 'recording', capAt: FAR, wakeAt: FAR, callerSpeaks: true }, HELD, { left: 5_000 }],
  ['messageCap', { room: 'tone' }, { type: 'tone_ended', complete: true }, { cap: 180_000 }],
  ['messageCap', { room: 'tone', callerSpeaks: true }, { type: 'tone_ended', complete: true }, { wake: 180_000, cap: 180_000 }],
  ['typedPause', { room: 'conversing' }, { type: 'words_failed' }, { wake: 500 }],
  ['typedPause', { room: 'yielding', capAt: FAR }, { type: 'words_failed' }, { wake: 500 }],
  ['understandingCap', { room: 'conversing', callerSpeaks: true }, PAUSED, { wake: 2_500 }],
  ['stillListening', { room: 'conversing' }, SPOKEN, { wake: 20_000 }],
  ['turnCap', { room: 'speaking', next: 'words' }, SPOKEN, { wake: 30_000 }],
  ['turnCap', { room: 'conversing', callerSpeaks: true }, WAKE, { wake: 10_000 }],
  ['answerSilence', { room: 'speaking', next: 'words' }, SAID, { wake: 8_000 }],
  ['stillRinging', { room: 'connecting', capAt: FAR }, SAID, { wake: 18_000 }],
  ['takeCap', { room: 'speaking' }, command('take_over'), { wake: 10_000 }],
  ['careSilence', { room: 'speaking', next: 'words', ...inNeed(1) }, SAID, { wake: 30_000 }],
  ['careSilence', { room: 'tone', ...inNeed(2) }, { type: 'tone_ended', complete: true }, { wake: 30_000 }],
  ['careSilence', { room: 'recording', capAt: FAR, callerSpeaks: true, ...inNeed(2) }, PAUSED, { wake: 30_000 }],
  ['careCap', { room: 'speaking', next: 'words', ...inNeed(2) }, SAID, { wake: 600_000 }],
  ['careCap', { room: 'listening', ...inNeed(2) }, WAKE, { wake: 600_000 }],
  ['connectCap', { room: 'speaking' }, command('put_through'), { wake: 120_000, cap: 120_000 }],
  ['saveCap', { room: 'recording', capAt: FAR }, WAKE, { wake: 4_000 }],
  ['linger', { room: 'closing' }, SAID, { wake: 2_000 }],
  ['linger', { room: 'leaving' }, SAID, { wake: 2_000 }],
  ['lingerPause', { room: 'lingering', capAt: FAR, callerSpeaks: true }, PAUSED, { wake: 1_000 }],
  ['lingerPause', { room: 'lingering', capAt: FAR, wakeAt: FAR, callerSpeaks: true }, HELD, { left: 1_000 }],
  ['lingerCap', { room: 'closing' }, SAID, { cap: 10_000 }],
  ['lingerCap', { room: 'closing', callerSpeaks: true }, SAID, { wake: 10_000, cap: 10_000 }],
  ['holdCap', { room: 'speaking' }, HELD, { wake: 600_000 }],
  ['holdCap', { room: 'connecting', held: { left: null, capLeft: 0 } }, { type: 'not_connected', why: 'no_answer' }, { wake: 600_000 }],
];

/** Pauses that were set for a caller who may speak: they show once the caller has paused. */
const PAUSES: readonly (readonly [timing: keyof typeof TIMING, state: Patch, event: CallEventBody, pauseMs: number])[] = [
  ['settlePause', { room: 'idle' }, { type: 'answered' }, 600],
  ['yieldPause', { room: 'closing', next: 'linger' }, SPOKEN, 800],
  ['yieldPause', { room: 'speaking', callerSpeaks: true }, command('end_kindly'), 800],
];

const fresh: State = {
  ...initialState({ lang: 'de', slots: { household: 'Familie Berger' }, approach: 'friendly_no', dialogue: null, phones: 1 }),
  pending: utterance('de', {}, 'goodbye'),
};

function after(patch: Patch, ...events: readonly CallEventBody[]): State {
  return events.reduce((state, event) => step(state, { atMs: AT, ...event }).state, { ...fresh, ...patch });
}

describe('how long is waited, to the millisecond', () => {
  test.each(WAITS)('%s: %j, %j', (_, patch, event, { wake, cap, left }) => {
    const state = after(patch, event);
    if (wake !== undefined) expect((state.wakeAt ?? Infinity) - AT).toBe(wake);
    if (cap !== undefined) expect(state.capAt - AT).toBe(cap);
    if (left !== undefined) expect(state.held?.left).toBe(left);
  });

  test.each(PAUSES)('%s: %j, %j, and a pause', (_, patch, event, pauseMs) => {
    expect((after(patch, event, PAUSED).wakeAt ?? Infinity) - AT).toBe(pauseMs);
  });

  test('no timing is left out', () => {
    const shown = [...WAITS, ...PAUSES].map(([timing]) => timing);
    expect(new Set(shown)).toEqual(new Set(Object.keys(TIMING)));
  });
});
