import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hold, readConversation, transcriptOf } from '../support/conversation.ts';

const FOLDER = join(import.meta.dirname, '../../scenarios/conversations');
const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .toSorted();

/** `UPDATE_SCENARIOS=1` writes the transcripts anew, for a person to read before they are committed. */
const UPDATE = process.env['UPDATE_SCENARIOS'] === '1';

describe.each(files)('%s', (file) => {
  const path = join(FOLDER, file);

  test('comes out as it must', () => {
    const conversation = readConversation(path);
    const spoken = hold(conversation);
    const transcript = transcriptOf(spoken);
    if (UPDATE) rewrite(path, transcript);
    const answers = spoken.slice(1);
    for (const [turn, expected] of conversation.turns.entries()) {
      const given = answers[turn];
      expect(given, `there is no answer to "${expected.caller}":\n${transcript}`).toBeDefined();
      expect(expected.route, transcript).toContain(given?.answer?.route);
      if (expected.ended !== undefined) expect(given?.answer?.ended, transcript).toBe(expected.ended);
      if (expected.says !== undefined) expect(given?.words, transcript).toContain(expected.says);
    }
    for (const words of conversation.never) for (const { words: said } of spoken) expect(said).not.toContain(words);
    if (!UPDATE) expect(transcript).toBe(conversation.transcript);
  });

  test('says no sentence twice, and nothing that the guard holds back', () => {
    const spoken = hold(readConversation(path));
    const sentences = spoken.flatMap(({ words }) => words.match(/[^.!?]+[.!?]/gu) ?? []).map((one) => one.trim());
    const repeated = sentences.filter((one, index) => sentences.indexOf(one) !== index && !/^(Auf Wiederhören|Goodbye)\.$/u.test(one));
    expect(repeated).toEqual([]);
    expect(spoken.map(({ rejected }) => rejected).filter((one) => one !== null)).toEqual([]);
  });
});

/** The conversations that `docs/conversations.md` holds, as they really come out. */
const READ_ALOUD = [
  '01-blog-post',
  '02-tina',
  '03-blog-post-redirect',
  '15-langer-tag',
  '29-schockanruf',
  '40-zahnarzt',
  '59-stiller-name',
  '73-en-energy',
  '80-en-grandchild',
  '83-en-doctor',
];

test('ten whole conversations stand in the docs as they come out', () => {
  const path = join(import.meta.dirname, '../../docs/conversations.md');
  const parts = READ_ALOUD.map((name) => {
    const conversation = readConversation(join(FOLDER, `${name}.yaml`));
    const lines = hold(conversation).map(
      ({ caller, words }) => `${caller === null ? '' : `**Caller:** ${caller}\n\n`}**Attendant:** ${words}\n`,
    );
    return `## ${conversation.title}\n${conversation.why}\n\n${lines.join('\n')}`;
  });
  const written =
    '# Ten conversations\nAs they really come out: a test compares this page with what the attendant says today. All ninety stand in\n' +
    '[`scenarios/conversations`](../scenarios/conversations).\n\n' +
    parts.join('\n');
  if (UPDATE) writeFileSync(path, written);
  else expect(readFileSync(path, 'utf8')).toBe(written);
});

function rewrite(path: string, transcript: string): void {
  const text = readFileSync(path, 'utf8');
  const head = text.slice(0, text.indexOf('\ntranscript:') + 1);
  const body = transcript
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
  writeFileSync(path, `${head}transcript: |2\n${body}`);
}
