import { describe, expect, test } from 'vitest';
import { SelfTest, type SelfTestResult } from '../../src/attendant/self-test.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { HOME } from '../../src/household/household.ts';
import { DEFAULT_PROFILE } from '../../src/household/profile.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { PLAIN_LINE } from '../support/fakes.ts';

/** A line whose calls come back to it, and whose sound goes as far as `hears` says. */
function setUp(hears: { out: boolean; back: boolean }) {
  const clock = new VirtualClock();
  const line = {
    ...PLAIN_LINE,
    id: 'home',
    answerAfterSeconds: 20,
    fritzbox: true,
    repeatCallMinutes: 3,
    lang: 'de',
    ownNumber: '**620',
  } as const;
  const household = {
    id: HOME,
    spokenName: null,
    lang: 'de',
    countryCode: '49',
    timeZone: 'UTC',
    keepMessagesDays: 30,
    keepTranscriptsDays: 0,
    maxCalls: Infinity,
    lines: [line],
    profile: DEFAULT_PROFILE,
  } as const;
  const dialled: LocalLeg[] = [];
  const dialler = {
    phonesOf: () => 1,
    dial: () => {
      const leg = new LocalLeg(clock, { from: { number: null, displayName: null }, lineId: 'home', transport: 'sip' });
      dialled.push(leg);
      return leg;
    },
  };
  const selfTest = new SelfTest({ clock, household: () => household, dialler });
  const incoming = (number: string | null, lineId = 'home'): LocalLeg =>
    new LocalLeg(clock, { from: { number, displayName: null }, lineId, transport: 'sip' });
  const join = (out: LocalLeg, back: LocalLeg): void => {
    const answer = back.answer.bind(back);
    back.answer = () => {
      answer();
      out.answer();
    };
    const [playOut, playBack] = [out.play.bind(out), back.play.bind(back)];
    out.play = (id, pcm) => {
      playOut(id, pcm);
      if (hears.out) clock.after(60, () => back.speak(pcm, 0));
    };
    back.play = (id, pcm) => {
      playBack(id, pcm);
      if (hears.back) clock.after(90, () => out.speak(pcm, 0));
    };
  };
  return { clock, selfTest, dialled, incoming, join };
}

async function run(hears: { out: boolean; back: boolean }): Promise<SelfTestResult | undefined> {
  const { clock, selfTest, dialled, incoming, join } = setUp(hears);
  let result: SelfTestResult | undefined;
  void selfTest.run('home').then((one) => (result = one));
  await clock.advance(300);
  const back = incoming('**620');
  join(dialled[0]!, back);
  expect(selfTest.takes(back)).toBe(true);
  await clock.advance(20_000);
  expect([dialled[0]?.state, back.state]).toEqual(['ended', 'ended']);
  expect(clock.waiting).toBe(0);
  return result;
}

describe('a line that calls itself', () => {
  test('says how long the call and its sound take', async () => {
    const result = await run({ out: true, back: true });
    expect(result).toMatchObject({ ok: true, arrivedMs: 300 });
    if (result?.ok) expect(result.soundMs).toBeGreaterThanOrEqual(90);
  });

  test.each([
    [{ out: true, back: false }, 'one_way'],
    [{ out: false, back: true }, 'one_way'],
    [{ out: false, back: false }, 'no_sound'],
  ])('with sound %j it is %s', async (hears, problem) => {
    expect(await run(hears)).toEqual({ ok: false, problem });
  });

  test.each([
    ['busy', 'refused'],
    ['declined', 'refused'],
    ['no_answer', 'not_arrived'],
    ['unreachable', 'not_arrived'],
  ])('%s: %s', async (reason, problem) => {
    const { clock, selfTest, dialled } = setUp({ out: true, back: true });
    let result: SelfTestResult | undefined;
    void selfTest.run('home').then((one) => (result = one));
    await clock.advance(100);
    dialled[0]?.leave(reason);
    await clock.advance(100);
    expect(result).toEqual({ ok: false, problem });
    expect(clock.waiting).toBe(0);
  });

  test('that nobody switches through gives up', async () => {
    const { clock, selfTest, dialled } = setUp({ out: true, back: true });
    let result: SelfTestResult | undefined;
    void selfTest.run('home').then((one) => (result = one));
    await clock.advance(10_100);
    expect(result).toEqual({ ok: false, problem: 'not_arrived' });
    expect(dialled[0]?.state).toBe('ended');
  });

  test('meanwhile takes nobody else’s call, and none when no test runs; two at once there are not', async () => {
    const { clock, selfTest, incoming } = setUp({ out: true, back: true });
    expect(selfTest.takes(incoming('**620'))).toBe(false);
    void selfTest.run('home');
    expect(selfTest.takes(incoming('+4940123'))).toBe(false);
    expect(selfTest.takes(incoming(null))).toBe(false);
    expect(selfTest.takes(incoming('**620', 'office'))).toBe(false);
    expect(await selfTest.run('home')).toEqual({ ok: false, problem: 'running' });
    await clock.advance(20_000);
  });
});

test('a telephone that cannot be dialled leaves no test running on the line', async () => {
  const { clock } = setUp({ out: true, back: true });
  const dial = (): never => {
    throw new Error('broken');
  };
  const nobody = (): never => {
    throw new Error('nobody asks');
  };
  const selfTest = new SelfTest({ clock, household: nobody, dialler: { phonesOf: () => 1, dial } });
  await expect(selfTest.run('home')).rejects.toThrow('broken');
  await expect(selfTest.run('home')).rejects.toThrow('broken');
  expect(clock.waiting).toBe(0);
});
