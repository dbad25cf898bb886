import { expect, test } from 'vitest';
import { OWN_NEEDS, type Act, type Need } from '../../src/call/names.ts';
import type { CallEventBody } from '../../src/call/events.ts';
import type { Understood } from '../../src/call/understood.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { step } from '../../src/conversation/policy.ts';
import { initialState, type Action } from '../../src/conversation/state.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { PLAIN_CALL } from '../support/fakes.ts';

const TEN_MINUTES = 600_000;

function heard(acts: readonly Act[], need?: Need): Understood {
  const nothing = {
    lang: 'de',
    purpose: 'unclear',
    confidence: 1,
    odds: { unclear: 1000 },
    topic: 'other',
    remarks: [],
    slots: {},
  } as const;
  return { ...nothing, acts, ...(need !== undefined && { need }) };
}

/** A call in which somebody says these things and is then silent: what was said to them, and when it ended, in ms after their last word. */
function silentAfter(
  lines: readonly Understood[],
  messageBy: 'words' | 'tone',
): { readonly said: readonly string[]; readonly endedAfter: number } {
  const dialogue = dialogueSetting(DEFAULT_PROFILE, { ...PLAIN_CALL, messageBy });
  let state = initialState({ lang: 'de', slots: {}, approach: 'friendly_no', dialogue, phones: 0 });
  let atMs = 0;
  let lastWordAt = 0;
  const left = [...lines];
  const said: string[] = [];
  const events: CallEventBody[] = [{ type: 'answered' }];
  const react = (action: Action): void => {
    if (action.type === 'say') said.push(...action.utterance.map(({ phraseId }) => phraseId));
    if (action.type === 'say') events.push({ type: 'utterance_ended', complete: true });
    if (action.type === 'tone') events.push({ type: 'tone_ended', complete: true });
    if (action.type === 'store_message') events.push({ type: 'message_saved', messageId: 'one', durationMs: 1_000 });
  };
  for (let turn = 0; turn < 200 && state.room !== 'done'; turn++) {
    const event = events.shift();
    if (event === undefined && state.room === 'conversing' && left.length > 0) {
      events.push({ type: 'understood', heard: left.shift() ?? heard([]) });
      lastWordAt = atMs;
      continue;
    }
    if (event === undefined) atMs = state.wakeAt ?? expect.unreachable(`nothing wakes the call in ${state.room}`);
    const next = step(state, { atMs, ...(event ?? ({ type: 'wake' } as const)) });
    state = next.state;
    next.actions.forEach(react);
  }
  expect(state.room).toBe('done');
  return { said, endedAfter: atMs - lastWordAt };
}

const AFTERWARDS: readonly (readonly Act[])[] = [[], ['says_no'], ['says_yes'], ['cannot_hear']];
const CASES = OWN_NEEDS.flatMap((need) =>
  (['words', 'tone'] as const).flatMap((messageBy) => AFTERWARDS.map((acts) => [need, messageBy, acts] as const)),
);

test.each(CASES)('a call of %s by %s, then %j and silence, is closed after ten minutes and not before', (need, messageBy, acts) => {
  const { said, endedAfter } = silentAfter([heard([], need), ...(acts.length > 0 ? [heard(acts)] : [])], messageBy);
  expect(endedAfter).toBeGreaterThanOrEqual(TEN_MINUTES);
  expect(endedAfter).toBeLessThan(TEN_MINUTES + 120_000);
  expect(said.filter((phrase) => phrase.startsWith('care_close'))).toHaveLength(1);
  // Silence is left alone: after the number, once more, and the invitation nothing is said into it.
  expect(said.filter((phrase) => phrase === 'care_open').length).toBeLessThanOrEqual(1);
  expect(said.filter((phrase) => /^care_(?:message|tone)/u.test(phrase))).toHaveLength(1);
});
