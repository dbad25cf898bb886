import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinPcm, samplesIn, type Pcm } from '../../src/call/audio.ts';
import type { CallSummary, SpokenItem } from '../../src/http/api.ts';
import { flite, Pocketsphinx } from '../support/pocketsphinx.ts';
import { lacks } from '../support/programs.ts';
import { RtpPeer } from '../support/rtp-peer.ts';
import { TestServer, until } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';

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
  const voice = new Map<string, Pcm>();
  const said: string[] = [];
  beforeAll(async () => {
    for (const sentence of SENTENCES) voice.set(sentence, flite(sentence));
    ears = await Pocketsphinx.start(SENTENCES);
    const speechToText = { url: ears.url, model: 'pocketsphinx' };
    const conversation = { languages: ['en'] };
    server = await TestServer.start({ config: { language: 'en', household: 'the Berger family', speechToText, conversation } });
  });
  afterAll(async () => {
    await server.stop();
    ears.stop();
  });

  /** A call that was just placed: its far end, and its page in the journal. */
  interface Placed {
    readonly mouth: RtpPeer;
    readonly id: string;
  }
  let placing: Promise<unknown> = Promise.resolve();

  /** One after the other, so that it is clear which call is whose. */
  function place(): Promise<Placed> {
    const placed = placing.then(async () => {
      const before = new Set((await server.calls()).map(({ id }) => id));
      const mouth = await RtpPeer.open();
      void sipp('stay', { port: server.sipPort, rtpPort: mouth.port }, 90_000);
      const { id } = await until(async () => (await server.calls()).find((call) => !before.has(call.id)) ?? null, 10_000);
      return { mouth, id };
    });
    placing = placed;
    return placed;
  }

  /** Says a sentence when the attendant has finished, and waits for an answer to begin. */
  async function says({ mouth }: Placed, sentence: (typeof SENTENCES)[number]): Promise<void> {
    await until(async () => {
      const now = mouth.nowMs;
      return now > 1_500 && mouth.levelBetween(0, now) > -45 && mouth.levelBetween(now - 700, now) < -60 ? true : null;
    }, 20_000);
    said.push(sentence);
    await mouth.speak(joinPcm([voice.get(sentence) ?? new Int16Array(0), new Int16Array(samplesIn(800))]));
    const from = mouth.nowMs;
    await until(async () => (mouth.levelBetween(from, mouth.nowMs) > -45 || mouth.nowMs - from > 10_000 ? true : null), 15_000);
  }

  async function ended({ mouth, id }: Placed): Promise<{ call: CallSummary; items: readonly SpokenItem[] }> {
    await until(async () => ((await server.call(id)).call.endedAt === null ? null : true), 40_000);
    mouth.close();
    const { call, timeline: items } = await server.call(id);
    return { call, items };
  }
  const purposes = (items: readonly SpokenItem[]): string[] => items.flatMap((item) => (item.kind === 'understood' ? [item.purpose] : []));

  test.concurrent('a seller is understood, hears a friendly no, and the call ends kindly', async ({ expect: check }) => {
    const call = await place();
    await says(call, 'i am calling from the energy company');
    await says(call, 'i would like to offer you a new contract for electricity');
    await says(call, 'thank you goodbye');
    const { call: kept, items } = await ended(call);
    check(purposes(items)).toContain('sales');
    const spoken = items.flatMap((item) => (item.kind === 'attendant_spoke' ? [item.words ?? ''] : []));
    check(spoken[0]).toContain('computer');
    check(spoken.join(' ')).toMatch(/thank you/iu);
    check(kept).toMatchObject({ outcome: 'ended_after_no', approach: 'friendly_no', message: null });
    check(answerTimes(items).every((ms) => ms < 3_000)).toBe(true);
  });

  test.concurrent('a doctor’s office is understood and leaves a message', async ({ expect: check }) => {
    const call = await place();
    await says(call, 'hello this is the office of doctor miller');
    await says(call, 'it is about your appointment on monday');
    await says(call, 'could you please call me back');
    const { call: kept, items } = await ended(call);
    check(purposes(items)).toContain('medical');
    check(kept).toMatchObject({ outcome: 'message_left' });
  });

  test('the recogniser heard at least nine of ten sentences as they were said', () => {
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
