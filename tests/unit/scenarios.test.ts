import { CARE_WORDS } from '../../src/journal/in-need.ts';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../../src/call/events.ts';
import type { DialogueSetting } from '../../src/conversation/dialogue/state.ts';
import { step } from '../../src/conversation/policy.ts';
import { initialState } from '../../src/conversation/state.ts';
import { play, readScenario } from '../support/scenario.ts';

const FOLDER = join(import.meta.dirname, '../../scenarios');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^(level-|put-through)/u.test(file) && file.endsWith('.yaml'))
  .toSorted();

/** `UPDATE_SCENARIOS=1` writes the transcripts anew, for a person to read before they are committed. */
const UPDATE = process.env['UPDATE_SCENARIOS'] === '1';

describe.each(files)('%s', (file) => {
  const path = join(FOLDER, file);

  test('comes out as written', async () => {
    const scenario = readScenario(path);
    const played = await play(scenario);
    if (UPDATE) rewrite(path, played.transcript, played.call.outcome ?? '');
    else
      expect({ transcript: played.transcript, outcome: played.call.outcome }).toEqual({
        transcript: scenario.transcript,
        outcome: scenario.outcome,
      });
    for (const phrase of scenario.never) expect(played.transcript).not.toContain(phrase);
    expect(played.timersLeft).toBe(0);
  });

  test('is replayed from the journal to the same decisions', async () => {
    const scenario = readScenario(path);
    const { call } = await play(scenario);
    // Of somebody in need the journal holds only that an emergency was claimed: what was decided from there on cannot be replayed.
    if (call.events.some((event) => event.type === 'segment_played' && event.segment.phraseId === CARE_WORDS)) return;
    let state = initialState({
      lang: call.lang,
      approach: call.approach,
      dialogue: settingOf(call.events),
      phones: scenario.phones,
      slots: scenario.household === null ? {} : { household: scenario.household },
    });
    const said: string[] = [];
    for (const event of call.events) {
      const next = step(state, event);
      state = next.state;
      for (const action of next.actions) if (action.type === 'say') said.push(...action.utterance.map((segment) => segment.phraseId));
    }
    expect(state.room).toBe('done');
    const played = call.events.flatMap((event) => (event.type === 'segment_played' ? [event.segment.phraseId] : []));
    expect(said).toEqual(expect.arrayContaining(played));
  });
});

/** How the conversation was led, as the journal holds it; null: no words were understood. */
function settingOf(events: readonly CallEvent[]): DialogueSetting | null {
  const set = events.find((event) => event.type === 'conversation_set');
  return set?.type === 'conversation_set' ? (set.setting as DialogueSetting) : null;
}

function rewrite(path: string, transcript: string, outcome: string): void {
  const text = readFileSync(path, 'utf8');
  const head = text.slice(0, text.indexOf('\ntranscript:') + 1);
  const never = text.match(/^never:[\s\S]*?(?=^\w|$(?![\s\S]))/mu)?.[0] ?? '';
  const body = transcript
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
  writeFileSync(path, `${head}transcript: |2\n${body}outcome: ${outcome}\n${never}`);
}
