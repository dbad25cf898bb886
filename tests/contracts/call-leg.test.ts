import { describe, expect, test } from 'vitest';
import { Faults } from '../../src/call/faults.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import type { CallLeg, LegEvent } from '../../src/telephony/leg.ts';
import { BrowserLeg } from '../../src/telephony/browser-leg.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';
import { MediaEngine } from '../../src/telephony/media/media-engine.ts';
import { FakePeer } from '../support/fake-peer.ts';
import { FakeFlow, FakeMedia, OFFER, request, testAgent, toTagOf } from '../support/sip.ts';

/** A leg and the far end's side of it. */
interface Rig {
  readonly leg: CallLeg;
  readonly clock: VirtualClock;
  readonly events: LegEvent[];
  /** Lets the far end confirm an answer (an ACK), where it must. */
  confirm(): Promise<void>;
  leave(): Promise<void>;
  /** Null: this kind of leg cannot be put on hold. */
  readonly hold: ((held: boolean) => Promise<void>) | null;
  key(digit: string): Promise<void>;
}

const LEGS: Readonly<Record<string, () => Promise<Rig>>> = {
  async local() {
    const clock = new VirtualClock();
    const leg = new LocalLeg(clock, { from: { number: null, displayName: null }, lineId: null, transport: 'typed' });
    const events: LegEvent[] = [];
    leg.listen((event) => event.type !== 'frame' && events.push(event));
    return {
      leg,
      clock,
      events,
      confirm: async () => {},
      leave: async () => leg.leave(),
      hold: async (held) => leg.hold(held),
      key: async (digit) => leg.pressKey(digit),
    };
  },
  async sip() {
    const clock = new VirtualClock();
    const { agent, legs, events, media } = testAgent(clock);
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER }), flow);
    await clock.advance(1);
    let cseq = 1;
    const toTag = (): string => toTagOf(flow.responses.findLast((response) => response.status >= 180)!);
    const send = async (method: string, body = ''): Promise<void> => {
      agent.receive(
        request({ method, toTag: toTag(), cseq: method === 'ACK' ? cseq : ++cseq, branch: `z9hG4bK-${method}-${cseq}`, body }),
        flow,
      );
      await clock.advance(1);
    };
    return {
      leg: legs[0]!,
      clock,
      events,
      confirm: async () => {
        await clock.advance(1);
        await send('ACK');
      },
      leave: async () => {
        if (legs[0]!.state === 'answered') return send('BYE');
        agent.receive(request({ method: 'CANCEL' }), flow);
        await clock.advance(1);
      },
      hold: async (held) => {
        await send('INVITE', held ? OFFER.replace('a=rtpmap', 'a=sendonly\r\na=rtpmap') : OFFER);
        await send('ACK');
      },
      key: async (digit) => {
        media.report({ type: 'key', session: 1, digit });
        await clock.advance(1);
      },
    };
  },
  async browser() {
    const clock = new VirtualClock();
    const media = new FakeMedia();
    const peer = new FakePeer();
    const faults = new Faults(() => {});
    const leg = await BrowserLeg.open(
      { from: { number: null, displayName: null }, lineId: null, transport: 'browser' },
      { clock, media: new MediaEngine(media, { clock, faults }), faults },
      peer,
    );
    const events: LegEvent[] = [];
    leg.listen((event) => event.type !== 'frame' && events.push(event));
    return {
      leg,
      clock,
      events,
      confirm: () => clock.advance(1),
      leave: async () => {
        peer.gone('closed');
        await clock.advance(1);
      },
      // Browsers put nobody on hold: they mute.
      hold: null,
      key: async (digit) => {
        media.report({ type: 'key', session: 1, digit });
        await clock.advance(1);
      },
    };
  },
};

const types = (events: readonly LegEvent[]): string[] => events.map((event) => event.type);

/** What every leg must do: offered -> ringing -> answered -> ended, and nothing after that. */
describe.each(Object.entries(LEGS))('the %s leg', (_, make) => {
  test('goes from offered over ringing and answered to ended', async () => {
    const { leg, confirm, leave, events } = await make();
    expect(leg.state).toBe('offered');
    leg.ring();
    expect(leg.state).toBe('ringing');
    leg.answer();
    await confirm();
    expect(leg.state).toBe('answered');
    await leave();
    expect(leg.state).toBe('ended');
    expect(events).toEqual([{ type: 'answered' }, { type: 'ended', by: 'remote', reason: 'hung_up' }]);
  });

  test('tells hold, resume and keys', async () => {
    const { leg, confirm, hold, key, events } = await make();
    leg.answer();
    await confirm();
    await hold?.(true);
    await hold?.(false);
    await key('7');
    expect(events.slice(1)).toEqual([...(hold ? [{ type: 'held' }, { type: 'resumed' }] : []), { type: 'key', digit: '7' }]);
  });

  test('is silent after its end, and ignores every command', async () => {
    const { leg, confirm, events, clock } = await make();
    leg.answer();
    await confirm();
    leg.hangUp();
    await clock.advance(1);
    expect(events.at(-1)).toEqual({ type: 'ended', by: 'local', reason: 'hung_up' });
    const told = events.length;
    leg.ring();
    leg.answer();
    leg.decline('busy');
    leg.play(1, new Int16Array(160));
    leg.stopPlaying();
    leg.hangUp();
    await clock.advance(50_000);
    expect(events).toHaveLength(told);
    expect(clock.waiting).toBe(0);
  });

  test('ends when it is declined, or given up while it rings', async () => {
    const declined = await make();
    declined.leg.decline('busy');
    await declined.clock.advance(1);
    expect(declined.events).toEqual([{ type: 'ended', by: 'local', reason: 'busy' }]);
    const left = await make();
    left.leg.ring();
    await left.leave();
    expect(types(left.events)).toEqual(['ended']);
    expect(left.events[0]).toMatchObject({ by: 'remote' });
  });

  test('is turned away by hanging up before it was answered', async () => {
    const { leg, events, clock } = await make();
    leg.ring();
    leg.hangUp();
    await clock.advance(1);
    expect(types(events)).toEqual(['ended']);
    expect(leg.state).toBe('ended');
  });
});
