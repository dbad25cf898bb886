import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROUTES, SALES_APPROACHES } from '../../src/call/names.ts';
import { answer, beginDialogue, expecting, greeting } from '../../src/conversation/dialogue/dialogue.ts';
import { spokenSlots } from '../../src/conversation/dialogue/saying.ts';
import { dialogueSetting } from '../../src/conversation/dialogue/setting.ts';
import type { Answer } from '../../src/conversation/dialogue/state.ts';
import { guard, type Rejection } from '../../src/conversation/guard.ts';
import { wordsOf } from '../../src/conversation/phrases/catalogue.ts';
import { ProfileSchema } from '../../src/household/profile.ts';
import { PLAIN_CALL, shippedUnderstanding as understanding } from './fakes.ts';

const route = z.enum(ROUTES);

const Conversation = z.strictObject({
  title: z.string(),
  why: z.string(),
  lang: z.enum(['de', 'en']).default('de'),
  household: z.string().nullable().default('Familie Berger'),
  approach: z.enum(SALES_APPROACHES).default('friendly_no'),
  wanted: z.enum(['message', 'put_through']).default('message'),
  faults: z.array(z.unknown()).default([]),
  toldNoBefore: z.array(z.string()).default([]),
  profile: z.record(z.string(), z.unknown()).default({}),
  raisedVoice: z.boolean().optional(),
  turns: z.array(
    z.strictObject({
      caller: z.string(),
      /** Where the answer may lead. */
      route: z.union([route.transform((one) => [one]), z.array(route)]),
      ended: z.boolean().optional(),
      /** What the answer has to contain. */
      says: z.string().optional(),
    }),
  ),
  /** What is never said in this conversation. */
  never: z.array(z.string()).default([]),
  transcript: z.string(),
});

export type Conversation = z.output<typeof Conversation>;

export function readConversation(path: string): Conversation {
  return Conversation.parse(parse(readFileSync(path, 'utf8')));
}

export interface Spoken {
  readonly caller: string | null;
  readonly words: string;
  readonly answer: Answer | null;
  readonly rejected: Rejection | null;
}

/** Holds a conversation as `converse` does, with the weights that ship. */
export function hold(conversation: Conversation): readonly Spoken[] {
  const { approach, wanted, faults, profile, toldNoBefore, lang, household } = conversation;
  const chosen = ProfileSchema.parse({ approach, wanted, faults, ...profile });
  const setting = dialogueSetting(chosen, { ...PLAIN_CALL, lang, spokenName: household, toldNoBefore });
  let state = beginDialogue(setting);
  const opening = guard(greeting(setting), lang, setting.slots);
  const spoken: Spoken[] = [{ caller: null, words: opening.utterance.map(wordsOf).join(' '), answer: null, rejected: opening.rejected }];
  for (const { caller } of conversation.turns) {
    const step = answer(state, understanding.understand(caller, state.lang, expecting(state)));
    state = step.state;
    const verdict = guard(step.answer.utterance, state.lang, spokenSlots(state));
    const words = verdict.utterance.map(wordsOf).join(' ');
    spoken.push({ caller, words, answer: step.answer, rejected: verdict.rejected });
    if (step.answer.ended) break;
  }
  return spoken;
}

/** A conversation as it is read aloud. */
export function transcriptOf(spoken: readonly Spoken[]): string {
  return spoken
    .map(({ caller, words, answer: given }) => {
      const heard = caller === null ? '' : `CALLER     ${caller === '' ? '(silence)' : caller}\n`;
      const led =
        given === null
          ? ''
          : `           (${given.purpose}, ${given.route}${given.alert ? ', the household is alerted' : ''}${given.ended ? ', ended' : ''})\n`;
      return `${heard}ATTENDANT  ${words}\n${led}`;
    })
    .join('');
}
