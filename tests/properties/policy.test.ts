import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../../src/call/events.ts';
import type { Act, Approach, Purpose } from '../../src/call/names.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import { PLAIN_CALL } from '../support/fakes.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { guard } from '../../src/conversation/guard.ts';
import { everySegment } from '../../src/conversation/phrases/catalogue.ts';
import { step } from '../../src/conversation/policy.ts';
import { isAnnounced } from '../../src/conversation/wording.ts';
import { initialState, type Action, type State } from '../../src/conversation/state.ts';

const RUNS = process.env['DANKE_LONG'] === '1' ? 20_000 : 1_000;

/** What the world may do at any moment; our own playout and store answer as they please, late or never. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('speech_started', 'speech_ended', 'utterance_done', 'segment_done', 'tone_done') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('saved', 'not_saved', 'key', 'utterance_cut', 'sells', 'is_wanted', 'says_goodbye', 'words_failed'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'held',
      'resumed',
      'command',
      'wants_the_call',
      'takes_over',
      'listens',
      'wishes_no',
      'wishes_message',
      'wishes_empathy',
      'other_approach',
      'connected',
      'not_connected',
      'phone_left',
      'transferred',
      'fax',
      'caller_gone',
      'ended',
    ),
  },
);
const world = fc.array(fc.tuple(happening, fc.integer({ min: 1, max: 9_000 })), { minLength: 1, maxLength: 60 });
const CONVERSATION = dialogueSetting(
  { ...DEFAULT_PROFILE, wanted: 'put_through' },
  {
    ...PLAIN_CALL,
    spokenName: 'Familie Berger',
    transcribes: true,
    messageBy: 'tone',
  },
);

const setting = fc
  .record({
    lang: fc.constantFrom('de' as const, 'en' as const),
    approach: fc.constantFrom<Approach>('conditional_no', 'known_caller'),
    slots: fc.constantFrom({}, { household: 'Familie Berger' }),
    dialogue: fc.constantFrom(null, CONVERSATION),
    phones: fc.constantFrom(0, 2),
  })
  .map((chosen) => (chosen.dialogue ? { ...chosen, slots: chosen.dialogue.slots } : chosen));

function eventOf(name: string, atMs: number, state: State): CallEvent {
  const first = state.pending[0] ?? { phraseId: 'intro', variant: 0, lang: 'de' };
  switch (name) {
    case 'speech_started':
      return { atMs, type: 'speech_started', fromMs: atMs - 120 };
    case 'speech_ended':
      return { atMs, type: 'speech_ended', fromMs: atMs - 1_000, toMs: atMs - 200, levelDbfs: -20 };
    case 'utterance_done':
      return { atMs, type: 'utterance_ended', complete: true };
    case 'utterance_cut':
      return { atMs, type: 'utterance_ended', complete: false };
    case 'segment_done':
      return { atMs, type: 'segment_played', segment: first, fromMs: atMs - 500, playedMs: 500, ofMs: 500, complete: true };
    case 'tone_done':
      return { atMs, type: 'tone_ended', complete: true };
    case 'saved':
      return { atMs, type: 'message_saved', messageId: 'm', durationMs: 1_000 };
    case 'not_saved':
      return { atMs, type: 'message_not_saved' };
    case 'key':
      return { atMs, type: 'key', digit: '1' };
    case 'sells':
      return understood(atMs, 'sales', ['pitches']);
    case 'is_wanted':
      return understood(atMs, 'medical', ['asks_for_callback']);
    case 'says_goodbye':
      return understood(atMs, 'unclear', ['says_goodbye']);
    case 'command':
      return { atMs, type: 'command', command: 'end_kindly', userId: null };
    case 'wants_the_call':
      return { atMs, type: 'command', command: 'put_through', userId: null };
    case 'takes_over':
      return { atMs, type: 'command', command: 'take_over', userId: null };
    case 'listens':
      return { atMs, type: 'command', command: 'listen_in', userId: null };
    case 'wishes_no':
      return { atMs, type: 'command', command: { say: 'no' }, userId: null };
    case 'wishes_message':
      return { atMs, type: 'command', command: { say: 'message' }, userId: null };
    case 'wishes_empathy':
      return { atMs, type: 'command', command: { say: 'empathy' }, userId: null };
    case 'other_approach':
      return { atMs, type: 'command', command: { approach: 'redirect' }, userId: null };
    case 'connected':
      return { atMs, type: 'connected', phone: 0 };
    case 'not_connected':
      return { atMs, type: 'not_connected', why: 'no_answer' };
    case 'fax':
      return { atMs, type: 'line_sound', sound: 'fax' };
    case 'caller_gone':
      return { atMs, type: 'line_sound', sound: 'hung_up' };
    case 'ended':
      return { atMs, type: 'ended', by: 'caller', reason: 'hung_up' };
    default:
      return { atMs, type: name as 'held' | 'resumed' | 'phone_left' | 'transferred' | 'words_failed' };
  }
}

function understood(atMs: number, purpose: Purpose, acts: readonly Act[]): CallEvent {
  const heard = {
    lang: 'de' as const,
    purpose,
    confidence: 0.95,
    odds: { [purpose]: 950 },
    acts,
    topic: 'other' as const,
    remarks: [],
    slots: {},
  };
  return { atMs, type: 'understood', heard };
}

interface Trace {
  readonly actions: { readonly action: Action; readonly roomBefore: State['room'] }[];
  readonly state: State;
  readonly atMs: number;
}

/** Plays a world against the policy; wakes it when it asked for it. */
function live(start: State, happenings: readonly (readonly [string, number])[]): Trace {
  let state = start;
  let now = 0;
  const actions: Trace['actions'][number][] = [];
  const take = (event: CallEvent): void => {
    const roomBefore = state.room;
    const next = step(state, event);
    state = next.state;
    for (const action of next.actions) actions.push({ action, roomBefore });
    if (next.actions.some(({ type }) => type === 'take_person')) take({ atMs: event.atMs, type: 'connected', phone: null });
  };
  take({ atMs: 0, type: 'answered' });
  for (const [name, gap] of happenings) {
    const until = now + gap;
    while (state.wakeAt !== null && state.wakeAt <= until) {
      now = Math.max(now, state.wakeAt);
      take({ atMs: now, type: 'wake' });
    }
    now = until;
    take(eventOf(name, now, state));
  }
  return { actions, state, atMs: now };
}

const RUNNING_RECORDER = (trace: Trace): boolean => {
  let running = false;
  for (const { action } of trace.actions) {
    if (action.type === 'start_recording') running = true;
    if (action.type === 'store_message' || action.type === 'discard_message') running = false;
  }
  return running;
};

describe('whatever happens, the policy', () => {
  test('never acts after the call has ended, and leaves no recorder running', () => {
    fc.assert(
      fc.property(setting, world, (chosen, happenings) => {
        const trace = live(initialState(chosen), [...happenings, ['ended', 1]]);
        expect(trace.state.room).toBe('done');
        expect(trace.state.wakeAt).toBeNull();
        expect(RUNNING_RECORDER(trace)).toBe(false);
        expect(trace.actions.some(({ roomBefore }) => roomBefore === 'done')).toBe(false);
        expect(step(trace.state, { atMs: trace.atMs + 1, type: 'speech_started', fromMs: 0 }).actions).toEqual([]);
      }),
      { numRuns: RUNS, seed: 42 },
    );
  });

  test('comes to an end by itself when the world falls silent and everything we say is heard', () => {
    fc.assert(
      fc.property(setting, world, (chosen, happenings) => {
        let { state, atMs } = live(initialState(chosen), happenings);
        for (let steps = 0; state.room !== 'done' && steps < 200; steps++) {
          const answers: string[] = [];
          if (!state.held && state.callerSpeaks) answers.push('speech_ended');
          if (!state.held && state.room === 'tone') answers.push('tone_done');
          if (state.room === 'connected') answers.push('phone_left');
          if (!state.held && ['speaking', 'prompting', 'leaving', 'closing'].includes(state.room) && state.wakeAt === null)
            answers.push('utterance_done');
          if (answers.length === 0 && state.wakeAt === null) throw new Error(`stuck in ${state.room}`);
          atMs = answers.length > 0 ? atMs + 100 : Math.max(atMs, state.wakeAt ?? atMs);
          const next = step(state, answers[0] === undefined ? { atMs, type: 'wake' } : eventOf(answers[0], atMs, state));
          const taken = next.actions.some(({ type }) => type === 'take_person');
          state = taken ? step(next.state, { atMs, type: 'connected', phone: null }).state : next.state;
        }
        expect(state.room).toBe('done');
      }),
      { numRuns: RUNS, seed: 43 },
    );
  });

  test('records only after the caller was told that a computer speaks', () => {
    fc.assert(
      fc.property(setting, world, (chosen, happenings) => {
        let heard = false;
        let state = initialState(chosen);
        for (const [name, gap] of [['answered', 0] as const, ...happenings]) {
          const atMs = (state.wakeAt ?? 0) + gap;
          const event: CallEvent = name === 'answered' ? { atMs: 0, type: 'answered' } : eventOf(name, atMs, state);
          if (event.type === 'segment_played' && /^(intro|known_greeting)/u.test(event.segment.phraseId)) heard = true;
          // An utterance that ended complete was heard in every segment.
          if (event.type === 'utterance_ended' && event.complete && state.room === 'speaking') {
            for (const segment of state.pending) {
              if (/^(intro|known_greeting)/u.test(segment.phraseId)) heard = true;
              state = step(state, { atMs, type: 'segment_played', segment, fromMs: 0, playedMs: 1, ofMs: 1, complete: true }).state;
            }
          }
          const next = step(state, event);
          if (next.actions.some((action) => action.type === 'start_recording')) expect(heard).toBe(true);
          state = next.state;
          if (state.room === 'yielding') state = step(state, { atMs: state.capAt, type: 'wake' }).state;
        }
      }),
      { numRuns: RUNS, seed: 44 },
    );
  });

  test('never says a word meant for sellers to a known caller', () => {
    fc.assert(
      fc.property(world, (happenings) => {
        const { actions } = live(initialState({ lang: 'de', approach: 'known_caller', slots: {}, dialogue: null, phones: 1 }), happenings);
        const said = actions.flatMap(({ action }) => (action.type === 'say' ? action.utterance.map((segment) => segment.phraseId) : []));
        expect(said).not.toContain('sales_no');
      }),
      { numRuns: RUNS, seed: 45 },
    );
  });

  test('is silent from the moment that two people speak, and rings no phone where there is none', () => {
    fc.assert(
      fc.property(setting, world, (chosen, happenings) => {
        const { actions } = live(initialState(chosen), happenings);
        const spoken = actions.filter(({ action }) => ['say', 'tone', 'waiting_sound', 'start_recording'].includes(action.type));
        expect(spoken.filter(({ roomBefore }) => roomBefore === 'connected')).toEqual([]);
        if (chosen.phones === 0 && !chosen.dialogue) expect(actions.map(({ action }) => action.type)).not.toContain('ring_phones');
      }),
      { numRuns: RUNS, seed: 47 },
    );
  });

  test('says nothing that the guard would not let pass', () => {
    fc.assert(
      fc.property(setting, world, (chosen, happenings) => {
        for (const { action } of live(initialState(chosen), happenings).actions) {
          if (action.type === 'say') expect(guard(action.utterance, chosen.lang, chosen.slots).rejected).toBeNull();
        }
      }),
      { numRuns: RUNS, seed: 46 },
    );
  });
});

describe('who listens', () => {
  test('is announced to the caller before anybody may hear them, and before any other word', () => {
    fc.assert(
      fc.property(setting, world, (chosen, happenings) => {
        let state = initialState(chosen);
        let told = false;
        const take = (event: CallEvent): void => {
          if (event.type === 'segment_played' && event.complete && event.segment.phraseId.startsWith('someone_listens')) told = true;
          const asked = state.listenIn === true;
          const next = step(state, event);
          for (const action of next.actions) {
            if (action.type !== 'say' || !asked || isAnnounced(next.state)) continue;
            const first = action.utterance.find(({ phraseId }) => !phraseId.startsWith('intro'));
            if (next.state.room !== 'connecting') expect(first?.phraseId).toMatch(/^someone_listens/u);
          }
          state = next.state;
          if (isAnnounced(state)) expect(told).toBe(true);
        };
        take({ atMs: 0, type: 'answered' });
        let now = 0;
        for (const [name, gap] of happenings) {
          now += gap;
          if (state.wakeAt !== null && state.wakeAt <= now) take({ atMs: now, type: 'wake' });
          take(eventOf(name, now, state));
        }
      }),
      { numRuns: RUNS, seed: 48 },
    );
  });
});

describe('the guard', () => {
  const say = (phraseId: string, slots?: Record<string, string>) => [
    { phraseId, variant: 0, lang: 'de' as const, ...(slots && { slots }) },
  ];

  test('lets every phrase of the catalogue pass, in both languages', () => {
    for (const lang of ['de', 'en'] as const) {
      const slots = { household: 'Familie Berger' };
      expect(guard(everySegment(lang, slots), lang, slots).rejected).toBeNull();
    }
  });

  test.each([
    ['Ja', 'consent'],
    ['Ja, genau', 'consent'],
    ['Okay', 'consent'],
    ['0171 2345678', 'unreleased'],
    ['Familie Berger, bitte drücken Sie die Eins', 'key'],
    ['x'.repeat(400), 'too_long'],
  ])('replaces a sentence with "%s" in it (%s)', (household, rejected) => {
    const slots = { household: `x. ${household}. x` };
    const verdict = guard(say('intro', slots), 'de', slots);
    expect(verdict.rejected).toBe(rejected);
    expect(verdict.utterance.map((segment) => segment.phraseId)).toEqual(['hanging_up']);
  });

  test('replaces a name that was not released, and a phrase that does not exist', () => {
    expect(guard(say('intro', { household: 'Schmidt' }), 'de', { household: 'Berger' }).rejected).toBe('unreleased');
    expect(guard(say('intro', { household: 'Schmidt' }), 'de', {}).rejected).toBe('unreleased');
    expect(guard(say('no_such_phrase'), 'de', {}).rejected).toBe('unspeakable');
  });
});
