import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SpokenItem } from '../../src/http/api.ts';
import { Pocketsphinx } from '../support/pocketsphinx.ts';
import { lacks } from '../support/programs.ts';
import { TestServer } from '../support/server.ts';
import { SpokenCall } from '../support/spoken-call.ts';

const SENTENCES = [
  'i am calling from the energy company',
  'i would like to offer you a new contract for electricity',
  'you can save a lot of money with our new tariff',
  'thank you goodbye',
  'hello this is the office of doctor miller',
  'it is about your appointment on monday',
  'could you please call me back',
  'no thank you',
] as const;

describe.skipIf(lacks('pocketsphinx_continuous', 'flite', 'sipp'))('words on the telephone, with a real recogniser', () => {
  let ears: Pocketsphinx;
  let server: TestServer;
  const calls: SpokenCall[] = [];
  beforeAll(async () => {
    ears = await Pocketsphinx.start(SENTENCES);
    const speechToText = { url: ears.url, model: 'pocketsphinx' };
    const conversation = { languages: ['en'] };
    server = await TestServer.start({ config: { language: 'en', household: 'the Berger family', speechToText, conversation } });
  });
  afterAll(async () => {
    await server.stop();
    ears.stop();
  });

  const purposes = (items: readonly SpokenItem[]): string[] => items.flatMap((item) => (item.kind === 'understood' ? [item.purpose] : []));

  test.concurrent('a seller is understood, hears a friendly no, and the call ends kindly', async ({ expect: check }) => {
    const call = await SpokenCall.place(server);
    calls.push(call);
    await call.says('i am calling from the energy company');
    await call.says('i would like to offer you a new contract for electricity');
    await call.says('thank you goodbye');
    const { call: kept, timeline: items } = await call.ended();
    check(purposes(items)).toContain('sales');
    const spoken = items.flatMap((item) => (item.kind === 'attendant_spoke' ? [item.words ?? ''] : []));
    check(spoken[0]).toContain('computer');
    check(spoken.join(' ')).toMatch(/thank you/iu);
    check(kept).toMatchObject({ outcome: 'ended_after_no', approach: 'friendly_no', message: null });
    check(answerTimes(items).every((ms) => ms < 3_000)).toBe(true);
  });

  test.concurrent('a doctor’s office is understood and leaves a message', async ({ expect: check }) => {
    const call = await SpokenCall.place(server);
    calls.push(call);
    await call.says('hello this is the office of doctor miller');
    await call.says('it is about your appointment on monday');
    await call.says('could you please call me back');
    const { call: kept, timeline: items } = await call.ended();
    check(purposes(items)).toContain('medical');
    check(kept).toMatchObject({ outcome: 'message_left' });
  });

  test('every turn of the attendant’s begins after the caller’s has ended, as the RTP says', () => {
    const turns = calls.flatMap((call) => call.turns());
    expect(turns).toHaveLength(6);
    for (const { over, answeredAfter } of turns) {
      expect(over).toBeLessThan(-45);
      // A goodbye may be the last word.
      if (answeredAfter !== null) expect(answeredAfter).toBeGreaterThan(300);
    }
    const waits = turns.flatMap(({ answeredAfter }) => (answeredAfter === null ? [] : [Math.round(answeredAfter)]));
    expect(waits.length).toBeGreaterThan(3);
    process.stdout.write(`answered after ${waits.join(', ')} ms\n`);
  });

  test('the recogniser heard at least nine of ten sentences as they were said', () => {
    const said = calls.flatMap((call) => call.said);
    const understood = said.filter((sentence) => ears.heard.includes(sentence));
    expect(said).toHaveLength(6);
    expect(understood.length / said.length).toBeGreaterThanOrEqual(0.9);
    process.stdout.write(`heard by pocketsphinx: ${ears.heard.join(' / ')}\n`);
  });
});

/** From each of the caller's last words to our answer, in ms. */
function answerTimes(items: readonly SpokenItem[]): number[] {
  return items.flatMap((item, index) => {
    if (item.kind !== 'caller_spoke') return [];
    const answer = items.slice(index).find(({ kind }) => kind === 'attendant_spoke');
    return answer ? [answer.fromMs - item.toMs] : [];
  });
}
