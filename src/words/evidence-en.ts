import type { germanEvidence } from './evidence-de.ts';
import { plural } from './plural.ts';

const n = (count: number, one: string, other: string): string => plural('en', count, one, other);

/** What works, in English. */
export const englishEvidence: typeof germanEvidence = {
  title: 'What works?',
  lead: 'This is how your sales calls really parted. What counts is what the caller said and did last, never the sound of a voice.',
  link: 'What works? How your calls end',
  none: 'There is nothing to count here yet. It will gather as soon as somebody wanted to sell you something on the phone, was understood, and heard a no.',
  levelZero: 'On the telephone no words are understood yet. That takes a speech pack (settings, speech packs).',
  handler: { attendant: 'The computer', person: 'You yourself' },
  topics: 'By what it was about',
  topic: {
    energy: 'electricity and gas',
    television: 'television',
    telecom: 'telephone and internet',
    insurance: 'insurance',
    money: 'investments',
    solar: 'solar power',
    home: 'house and garden',
    press: 'magazines',
    lottery: 'prize games',
    donation: 'donations',
    business: 'offers for businesses',
    health_goods: 'health goods',
    travel: 'travel',
    goods: 'goods',
    other: 'something else',
  },
  ofTopic: (count, of) => `${count} of ${of} ended kindly`,
  approach: { friendly_no: 'Friendly no', empathy: 'Empathy', redirect: 'Own matter' },
  calls: (count) => n(count, 'one call', '# calls'),
  partings: { kindly: 'thanked or wished well', neither: 'neither', hard: 'insulted or broken off' },
  share: (count, of, low, high) => `${count} of ${of} ended kindly. In the long run it would probably be ${low} to ${high}.`,
  interval: (low, high) => `with 95 % probability between ${low} and ${high}`,
  median: (minutes) => `Half of them took at most ${minutes} minutes.`,
  again: (count, of) =>
    of === 0 ? 'Whether they call again shows after thirty days.' : `Within thirty days ${count} of ${of} called again.`,
  mood: (change, calls) => `Your own mood changed by ${change} on average (${n(calls, 'one call', '# calls')}).`,
  verdict: {
    too_early: (calls) =>
      calls === 0
        ? 'Whether a friendly no or empathy does more can be told only when lots are drawn between them.'
        : `After ${n(calls, 'one call by lot', '# calls by lot')} it is too early to say.`,
    no_difference: (calls) => `After ${calls} calls by lot no difference can be seen.`,
    better: (approach, calls, probability) =>
      `After ${calls} calls by lot "${approach}" ends kindly more often (with ${probability} probability).`,
  },
  how: 'Learn faster',
  howText:
    'With "approach: rotate" under "conversation" in danke-nein.yaml the computer draws lots before each call which of the two ways it takes. Only calls by lot can be compared honestly.',
  prior: 'At first every share counts as equally likely (a Beta distribution with 1 and 1). Only real calls are counted.',

  ofCall: {
    title: 'How did it part?',
    coded: 'This is what the computer read from the last words. Not right? One click is enough.',
    saved: 'Thank you, it counts like that now.',
    moodTitle: 'And how were you?',
    moodHint: 'Voluntary, for you alone and for "What works?".',
    before: 'before the call',
    after: 'afterwards',
    mood: ['heavy', 'rather heavy', 'middling', 'rather light', 'light'],
  },
};
