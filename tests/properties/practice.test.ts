import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOVES, type Move } from '../../src/practice/moves.ts';
import { PERSONAS } from '../../src/practice/personas.ts';
import { DIFFICULTIES, react } from '../../src/practice/state.ts';
import { MOST_TURNS, replay, say, beginTalk } from '../../src/practice/talk.ts';

const persona = fc.constantFrom(...PERSONAS);
const difficulty = fc.constantFrom(...DIFFICULTIES);
const lang = fc.constantFrom('de' as const, 'en' as const);
const seed = fc.nat(10_000);
const setting = fc.record({ persona, difficulty, lang, seed });
const level = fc.integer({ min: 0, max: 100 });
const state = fc.record({ tension: level, hope: level, pressure: level, liking: level });
const moves = fc.subarray<Move>([...MOVES]).map((some) => new Set(some));
const SENTENCES = [
  'Ja.',
  'Okay.',
  'Nein danke.',
  'Wir brauchen das nicht und werden es nicht kaufen, danke.',
  'Das klingt nach einem langen Tag, oder?',
  'Sie sind unverschämt!',
  'Beruhigen Sie sich.',
  'Rufen Sie später noch einmal an.',
  'Meine Adresse ist Hauptstraße 5.',
  'Einen schönen Tag! Auf Wiederhören.',
  'Was kostet das denn?',
  "No, thank you, we won't be buying it.",
  'Sounds like a long day.',
  'Calm down.',
  '',
];
const sentence = fc.oneof(fc.constantFrom(...SENTENCES), fc.string({ unit: 'binary', maxLength: 200 }));

describe('simulated callers', () => {
  test('always end, whatever is said, and then stay as they are', () => {
    fc.assert(
      fc.property(setting, fc.array(sentence, { minLength: 3 * MOST_TURNS, maxLength: 3 * MOST_TURNS }), (chosen, said) => {
        const talk = replay(chosen, said);
        expect(talk.ending).not.toBeNull();
        expect(talk.turns.length).toBeLessThanOrEqual(MOST_TURNS + 1);
        expect(say(talk, 'Hallo?')).toBe(talk);
      }),
    );
  });

  test('the same seed and words are the same talk; every state stays in its range; every reply is said', () => {
    fc.assert(
      fc.property(setting, fc.array(sentence, { maxLength: 8 }), (chosen, said) => {
        const talk = replay(chosen, said);
        expect(replay(chosen, said)).toEqual(talk);
        expect(talk.opener).not.toBe('');
        for (const { state: after, reply } of talk.turns) {
          for (const value of Object.values(after))
            expect(value).toSatisfy((one: number) => one >= 0 && one <= 100 && Number.isInteger(one));
          expect(reply).not.toBe('');
        }
      }),
    );
  });

  test('empathy never raises the tension, and a bare yes always raises the hope', () => {
    fc.assert(
      fc.property(state, moves, persona, difficulty, (before, done, caller, how) => {
        const guessed = react(before, new Set<Move>([...done, 'empathy_guess']), caller, how);
        expect(guessed.tension).toBeLessThanOrEqual(before.tension);
        const agreed = react(before, new Set<Move>([...done, 'bare_yes']), caller, how);
        expect(agreed.hope).toBeGreaterThan(Math.min(before.hope, 99));
      }),
    );
  });

  test('nothing is said twice before all of its kind was said', () => {
    for (const caller of PERSONAS)
      for (const spoken of ['de', 'en'] as const) {
        const talk = ['Hm.', 'Aha.', 'So.'].reduce(say, beginTalk({ persona: caller, difficulty: 'gentle', lang: spoken, seed: 1 }));
        const replies = talk.turns.map(({ reply }) => reply);
        const several = (caller.lines[spoken].pitch?.length ?? 3) >= 2;
        if (several) expect(new Set(replies.slice(0, 2)).size).toBe(Math.min(2, replies.length));
      }
  });
});
