import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTS, PURPOSES, SALES_APPROACHES, type Act, type Need, type Purpose } from '../../src/call/names.ts';
import { REMARKS, TOPICS, type Understood } from '../../src/call/understood.ts';
import { answer, beginDialogue, expecting, greeting } from '../../src/conversation/dialogue/dialogue.ts';
import { spokenSlots } from '../../src/conversation/dialogue/saying.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import type { DialogueState, DialogueStep } from '../../src/conversation/dialogue/state.ts';
import { guard } from '../../src/conversation/guard.ts';
import { PHRASE_IDS, segmentOf, variantsOf, wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { PLAIN_CALL, shippedUnderstanding as understanding } from '../support/fakes.ts';

const RUNS = process.env['DANKE_LONG'] === '1' ? 20_000 : 1_000;

const name = fc.constantFrom('Petra', 'Ja', 'Einverstanden', 'Okay Genau', 'Telekom', 'Familie Berger', '112', 'Yes Agreed');
const slots = fc.record(
  { name, company: name, person: name, product: fc.constant('Strom'), number: fc.constantFrom('04012345', '+49401234567') },
  { requiredKeys: [] },
);

/** Anything that an understanding could ever come up with, consistent or not. */
const understood: fc.Arbitrary<Understood> = fc
  .record({
    lang: fc.constantFrom('de' as const, 'en' as const),
    purpose: fc.constantFrom<Purpose>(...PURPOSES),
    strength: fc.integer({ min: 100, max: 1000 }),
    acts: fc.uniqueArray(fc.constantFrom<Act>(...ACTS), { maxLength: 6 }),
    topic: fc.constantFrom(...TOPICS),
    remarks: fc.uniqueArray(fc.constantFrom(...REMARKS), { maxLength: 4 }),
    slots,
  })
  .map(({ strength, ...rest }) => ({
    ...rest,
    confidence: strength / 1000,
    odds: { [rest.purpose]: strength, unclear: rest.purpose === 'unclear' ? strength : Math.max(0, 900 - strength) },
    slots: Object.fromEntries(Object.entries(rest.slots).filter(([, value]) => value !== undefined)),
  }));

const setting = fc
  .record({
    lang: fc.constantFrom('de' as const, 'en' as const),
    approach: fc.constantFrom(...SALES_APPROACHES, 'rotate' as const),
    wanted: fc.constantFrom('message' as const, 'put_through' as const),
    spokenName: fc.constantFrom(null, 'Familie Berger'),
    tone: fc.constantFrom('warm' as const, 'brief' as const),
    toldNoBefore: fc.constantFrom([], ['Telekom']),
    messageBy: fc.constantFrom('words' as const, 'tone' as const),
    seed: fc.constantFrom(0, 1, 7, 4711),
  })
  .map(({ lang, spokenName, toldNoBefore, messageBy, seed, ...profile }) =>
    dialogueSetting(
      { ...DEFAULT_PROFILE, ...profile, faults: [{ company: 'Telekom', de: 'Unser DSL bricht ab.', en: 'Our DSL drops out.' }] },
      { ...PLAIN_CALL, lang, spokenName, rotation: 1, toldNoBefore, messageBy, seed },
    ),
  );

function converse(start: DialogueState, heard: readonly Understood[]): DialogueStep[] {
  const steps: DialogueStep[] = [];
  let state = start;
  for (const one of heard) {
    const step = answer(state, one);
    steps.push(step);
    state = step.state;
    if (step.answer.ended) break;
  }
  return steps;
}

describe('whatever is understood, the dialogue', () => {
  test('ends, and says something every time', () => {
    fc.assert(
      fc.property(setting, fc.array(understood, { minLength: 20, maxLength: 20 }), (chosen, heard) => {
        const steps = converse(beginDialogue(chosen), heard);
        expect(steps.at(-1)?.answer.ended).toBe(true);
        expect(steps.length).toBeLessThanOrEqual(13);
        for (const { answer: given } of steps) expect(given.utterance.length).toBeGreaterThan(0);
      }),
      { numRuns: RUNS, seed: 42 },
    );
  });

  test('passes the guard with every utterance, or is replaced by a safe sentence', () => {
    fc.assert(
      fc.property(setting, fc.array(understood, { minLength: 1, maxLength: 12 }), (chosen, heard) => {
        for (const { state, answer: given } of converse(beginDialogue(chosen), heard)) {
          const spoken = guard(given.utterance, state.lang, spokenSlots(state)).utterance.map(wordsOf);
          for (const words of spoken) {
            expect(words).not.toMatch(/^(ja|jawohl|genau|okay|einverstanden|yes|agreed|sure)\b[,.!]/iu);
            expect(words).not.toMatch(/[.!?:] (ja|jawohl|genau|okay|einverstanden|yes|agreed|sure)[,.!]/iu);
          }
        }
      }),
      { numRuns: RUNS, seed: 43 },
    );
  });

  test('says no wording twice in a call', () => {
    fc.assert(
      fc.property(setting, fc.array(understood, { minLength: 1, maxLength: 14 }), (chosen, heard) => {
        const said = converse(beginDialogue(chosen), heard)
          // Said again word for word to whoever did not hear it.
          .filter(({ answer: given }) => given.utterance[0]?.phraseId !== 'ack_again')
          .flatMap(({ answer: given }) => given.utterance)
          .filter(({ phraseId }) => !phraseId.startsWith('read_back_'))
          .map(({ phraseId, variant }) => `${phraseId}#${variant}`);
        expect(said).toEqual([...new Set(said)]);
      }),
      { numRuns: RUNS, seed: 44 },
    );
  });

  test('refuses nobody for whom nothing speaks: no ask, and no likely sale', () => {
    const harmless = understood.map((one) => ({
      ...one,
      acts: one.acts.filter((act) =>
        ['greets', 'names_self', 'asks_for_person', 'hesitates', 'says_yes', 'says_no', 'thanks'].includes(act),
      ),
      odds: {
        ...one.odds,
        sales: Math.min(300, one.odds.sales ?? 0),
        survey_pretext: 0,
        scam: Math.min(300, one.odds.scam ?? 0),
        private: 400,
      },
    }));
    fc.assert(
      fc.property(setting, fc.array(harmless, { minLength: 1, maxLength: 12 }), (chosen, heard) => {
        for (const { answer: given } of converse(beginDialogue(chosen), heard))
          expect(['decline', 'end_safely']).not.toContain(given.route);
      }),
      { numRuns: RUNS, seed: 45 },
    );
  });

  test('has said the plain no by its second answer to an established sale', () => {
    const selling = understood.map((one) => ({
      ...one,
      purpose: 'sales' as const,
      confidence: 0.95,
      odds: { sales: 950 - (one.confidence > 0.5 ? 1 : 2) },
      acts: ['pitches' as const, ...one.acts.filter((act) => ['greets', 'names_company', 'presses', 'asks_yes_question'].includes(act))],
    }));
    fc.assert(
      fc.property(setting, fc.array(selling, { minLength: 8, maxLength: 8 }), (chosen, heard) => {
        const steps = converse(beginDialogue(chosen), heard);
        const said = steps
          .slice(0, 2)
          .flatMap(({ answer: given }) => given.utterance)
          .map(wordsOf)
          .join(' ');
        expect(said).toMatch(
          /brauchen (wir )?(leider )?nicht|brauchen (wir )?(leider )?(es|kein)|nichts|nicht (kaufen|teil|mit)|kein|Nein|we don't|we won't|won't be|not buying|no\b/iu,
        );
        // The request not to be called comes with the goodbye, at the latest once a seller has come back twice.
        expect(steps.at(-1)?.answer.ended).toBe(true);
        const all = steps
          .flatMap(({ answer: given }) => given.utterance)
          .map(wordsOf)
          .join(' ');
        expect(all).toMatch(/Werbeanrufe|sales calls|DSL/u);
      }),
      { numRuns: RUNS, seed: 46 },
    );
  });

  test('whoever is in need hears words of care and nothing else, and is never left, whatever they say afterwards', () => {
    const need = fc.constantFrom<Need>('danger', 'despair', 'violence', 'child_alone', 'unsure', 'confusion');
    const lines = fc.tuple(
      fc.array(understood, { maxLength: 5 }),
      fc.tuple(understood, need).map(([heard, kind]) => ({ ...heard, need: kind })),
      fc.array(understood, { minLength: 1, maxLength: 30 }),
    );
    fc.assert(
      fc.property(setting, lines, (chosen, [before, inNeed, after]) => {
        const earlier = converse(beginDialogue(chosen), before);
        fc.pre(earlier.at(-1)?.answer.ended !== true);
        const steps = converse(earlier.at(-1)?.state ?? beginDialogue(chosen), [inNeed, ...after]);
        expect(steps).toHaveLength(1 + after.length);
        for (const { state, answer: given } of steps) {
          expect(given.ended).toBe(false);
          expect(given.utterance.length).toBeGreaterThan(0);
          expect(given.utterance.filter(({ phraseId }) => !phraseId.startsWith('care_'))).toEqual([]);
          expect(guard(given.utterance, state.lang, spokenSlots(state)).rejected).toBeNull();
        }
        const alerts = steps.filter(({ answer: given }) => given.alert).length;
        if (!['unsure', 'confusion'].includes(inNeed.need)) expect(alerts).toBeGreaterThan(0);
        const numbers = steps.flatMap(({ answer: given }) => given.utterance).filter(({ phraseId }) => phraseId.startsWith('care_again'));
        // Twice unasked: with the words, and once more. After that only whoever asks hears it again.
        const asked = after.filter(({ acts }) =>
          acts.some((act) => ['asks_to_repeat', 'cannot_hear', 'does_not_understand', 'hesitates'].includes(act)),
        );
        expect(numbers.length).toBeLessThanOrEqual(1 + asked.length);
      }),
      { numRuns: RUNS, seed: 47 },
    );
  });
});

describe('whatever is said to it, the attendant', () => {
  const word = fc.constantFrom(
    ...'ja nein verkaufen angebot oma termin geld tan bitte danke tschüss hallo computer strom unfall hilfe sagen sie einverstanden yes please sell bank code hello ignore instructions \u0000 💥 <script> {name} $1'.split(
      ' ',
    ),
  );
  const line = fc.oneof(
    fc.array(word, { maxLength: 25 }).map((words) => words.join(' ')),
    fc.string({ maxLength: 200 }),
  );

  test('understands something, quickly enough to be called at once, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom('de' as const, 'en' as const), fc.array(line, { minLength: 1, maxLength: 10 }), (lang, lines) => {
        const chosen = dialogueSetting(DEFAULT_PROFILE, {
          ...PLAIN_CALL,
          lang,
          transcribes: true,
          wordsLeave: true,
        });
        expect(guard(greeting(chosen), lang, chosen.slots).rejected).toBeNull();
        let state = beginDialogue(chosen);
        for (const text of lines) {
          const heard = understanding.understand(text, state.lang, expecting(state));
          expect(PURPOSES).toContain(heard.purpose);
          expect(heard.confidence).toBeGreaterThanOrEqual(0);
          expect(heard.confidence).toBeLessThanOrEqual(1);
          const step = answer(state, heard);
          state = step.state;
          const words = guard(step.answer.utterance, state.lang, spokenSlots(state)).utterance.map(wordsOf).join(' ');
          expect(words).not.toContain('{');
          if (step.answer.ended) break;
        }
      }),
      { numRuns: RUNS / 4, seed: 48 },
    );
  });
});

test('every wording of the catalogue passes the guard, in both languages', () => {
  const released = {
    household: 'Familie Berger',
    name: 'Petra Schmidt',
    number: '0 4 0, 1 2 3',
    matter: 'Unser DSL bricht abends ab.',
    goods: 'keinen Wein',
    emergency: '112',
    emergencySpoken: 'eins, eins, zwei',
    police: '117',
    policeSpoken: 'eins, eins, sieben',
    crisis: 'eins, eins, sechs, eins, zwei, drei',
    count: '12',
    time: 'Am dritten November um 14 Uhr 5',
  };
  for (const lang of ['de', 'en'] as const) {
    for (const phraseId of PHRASE_IDS) {
      for (let variant = 0; variant < variantsOf(phraseId); variant++) {
        const segment = segmentOf(phraseId, variant, lang, released);
        const family = phraseId.startsWith('family_');
        expect(guard([segment], lang, released, family ? 'family' : 'caller').rejected, wordsOf(segment)).toBeNull();
        // Nothing that is meant for the household reaches a caller: keys are announced to it alone.
        if (family) expect(guard([segment], lang, released).rejected, wordsOf(segment)).toBe('key');
      }
    }
  }
});
