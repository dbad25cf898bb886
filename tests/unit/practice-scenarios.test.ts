import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { momentsOf } from '../../src/practice/feedback.ts';
import { personaOf } from '../../src/practice/personas.ts';
import { DIFFICULTIES } from '../../src/practice/state.ts';
import { hangUp, replay, type Talk } from '../../src/practice/talk.ts';

const FOLDER = join(import.meta.dirname, '../../scenarios/practice');
const files = readdirSync(FOLDER).toSorted();
/** `UPDATE_SCENARIOS=1` writes the transcripts anew, for a person to read before they are committed. */
const UPDATE = process.env['UPDATE_SCENARIOS'] === '1';

const Scenario = z.strictObject({
  title: z.string(),
  why: z.string(),
  persona: z.string(),
  difficulty: z.enum(DIFFICULTIES),
  lang: z.enum(['de', 'en']),
  seed: z.int(),
  says: z.array(z.string()),
  ending: z.string(),
  transcript: z.string(),
});

describe.each(files)('practice: %s', (file) => {
  test('comes out as it must', () => {
    const path = join(FOLDER, file);
    const text = readFileSync(path, 'utf8');
    const { persona: id, difficulty, lang, seed, says, ending, transcript } = Scenario.parse(parse(text));
    const persona = personaOf(id);
    if (!persona) throw new Error(`nobody is called ${id}`);
    const talk = hangUp(replay({ persona, difficulty, lang, seed }, says));
    const written = transcriptOf(talk);
    if (UPDATE) writeFileSync(path, `${text.slice(0, text.indexOf('\ntranscript:') + 1)}transcript: |2\n${indented(written)}`);
    expect(talk.ending, written).toBe(ending);
    expect(talk.turns.length, `not every sentence was said:\n${written}`).toBe(says.length);
    if (!UPDATE) expect(written).toBe(transcript);
  });
});

/** The talk as a person reads it, with what each sentence did, and what the feedback picks out. */
function transcriptOf(talk: Talk): string {
  const lines = [`CALLER  ${talk.opener}`];
  for (const { said, moves, state, reply } of talk.turns) {
    lines.push(`YOU     ${said}`);
    lines.push(
      `        (${moves.map(({ move }) => move).join(', ') || 'nothing'}: tension ${state.tension}, hope ${state.hope}, pressure ${state.pressure}, liking ${state.liking})`,
    );
    if (reply !== null) lines.push(`CALLER  ${reply}`);
  }
  const moments = momentsOf(talk).map(({ kind, turn }) => `${kind} in sentence ${turn + 1}`);
  return [...lines, `ENDING  ${talk.ending}`, `LOOK    ${moments.join('; ') || 'nothing stood out'}`, ''].join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
