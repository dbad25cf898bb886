import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinPcm, samplesIn, type Pcm } from '../../src/call/audio.ts';
import type { SpokenItem } from '../../src/http/api.ts';
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

  let mouth: RtpPeer;
  let stays: Promise<unknown>;
  let before: number;
  beforeEach(async () => {
    before = (await server.calls()).length;
    mouth = await RtpPeer.open();
    stays = sipp('stay', { port: server.sipPort, rtpPort: mouth.port }, 90_000);
  });
  afterEach(async () => {
    await stays;
    mouth.close();
  });

  /** Says a sentence when the attendant has finished. */
  async function says(sentence: (typeof SENTENCES)[number]): Promise<void> {
    await until(async () => {
      const now = mouth.nowMs;
      return now > 1_500 && mouth.levelBetween(0, now) > -45 && mouth.levelBetween(now - 700, now) < -60 ? true : null;
    }, 20_000);
    const from = mouth.nowMs;
    await mouth.speak(joinPcm([voice.get(sentence) ?? new Int16Array(0), new Int16Array(samplesIn(1_200))]));
    // The attendant answers within a few seconds of the last word.
    await until(
      async () => (mouth.levelBetween(mouth.nowMs - 400, mouth.nowMs) > -45 || mouth.nowMs - from > 12_000 ? true : null),
      15_000,
    );
  }
  const timeline = async (): Promise<readonly SpokenItem[]> => {
    const call = (await server.closedCalls(before + 1, 40_000)).at(-1);
    return (await server.call(call?.id ?? '')).timeline;
  };
  const purposes = (items: readonly SpokenItem[]): string[] => items.flatMap((item) => (item.kind === 'understood' ? [item.purpose] : []));

  test('a seller is understood, hears a friendly no, and the call ends kindly', async () => {
    await says('i am calling from the energy company');
    await says('i would like to offer you a new contract for electricity');
    await says('thank you goodbye');
    const items = await timeline();
    expect(purposes(items)).toContain('sales');
    const spoken = items.flatMap((item) => (item.kind === 'attendant_spoke' ? [item.words ?? ''] : []));
    expect(spoken[0]).toContain('computer');
    expect(spoken.join(' ')).toMatch(/thank you/iu);
    expect((await server.calls()).at(-1)).toMatchObject({ outcome: 'ended_after_no', approach: 'friendly_no', message: null });
    expect(ears.heard.slice(0, 2)).toEqual([
      'i am calling from the energy company',
      'i would like to offer you a new contract for electricity',
    ]);
  });

  test('a doctor’s office is understood and leaves a message', async () => {
    await says('hello this is the office of doctor miller');
    await says('it is about your appointment on monday');
    await says('could you please call me back');
    const items = await timeline();
    expect(purposes(items)).toContain('medical');
    expect((await server.calls()).at(-1)).toMatchObject({ outcome: 'message_left' });
  });
});
