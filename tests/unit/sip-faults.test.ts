import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { TransactionLayer } from '../../src/telephony/sip/transaction-layer.ts';
import { FakeFlow, OFFER, request, testAgent, toTagOf, transportTools } from '../support/sip.ts';

function broken(): never {
  throw new TypeError('a fault of whoever is told');
}

describe('a fault', () => {
  test('of whoever takes calls turns that call away, and touches no other', async () => {
    const clock = new VirtualClock();
    let calls = 0;
    const { agent, faults } = testAgent(clock, (leg) => (calls++ === 0 ? broken() : leg.answer()));
    const [first, second] = [new FakeFlow(), new FakeFlow()];
    agent.receive(request({ body: OFFER }), first);
    agent.receive(request({ body: OFFER, branch: 'z9hG4bK-2', callId: 'call-2' }), second);
    await clock.advance(1);
    expect([first.statuses, second.statuses]).toEqual([
      [100, 480],
      [100, 200],
    ]);
    expect(faults.counts).toEqual({ call: 1 });
    await clock.advance(100_000);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('of whoever listens to a call leaves its dialog as it should be', async () => {
    const clock = new VirtualClock();
    const { agent, legs, faults } = testAgent(clock, (leg) => leg.answer());
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER }), flow);
    await clock.advance(1);
    legs[0]?.listen(broken);
    const toTag = toTagOf(flow.responses.at(-1)!);
    agent.receive(request({ method: 'ACK', toTag, branch: 'z9hG4bK-ack' }), flow);
    expect(legs[0]?.state).toBe('answered');
    agent.receive(request({ method: 'BYE', toTag, cseq: 2, branch: 'z9hG4bK-bye' }), flow);
    await clock.advance(100_000);
    expect([flow.statuses.at(-1), legs[0]?.state, faults.counts]).toEqual([200, 'ended', { call: 2 }]);
    expect([agent.busy, clock.waiting]).toEqual([0, 0]);
  });

  test('of whoever decides what a request means is answered with 500, so that its transaction ends', async () => {
    const clock = new VirtualClock();
    const tools = transportTools(clock);
    const layer = new TransactionLayer({ ...tools, isPeer: () => false }, { onRequest: broken, onAck: broken });
    const flow = new FakeFlow();
    layer.receive(request({ method: 'OPTIONS' }), flow);
    expect([flow.statuses, tools.faults.counts]).toEqual([[500], { sip_message: 1 }]);
    await clock.advance(40_000);
    expect(layer.size).toBe(0);
  });

  test('in a step of a transaction that cannot send ends that transaction alone', async () => {
    const clock = new VirtualClock();
    const { agent, legs, faults } = testAgent(clock, (leg) => leg.answer());
    const flow = new FakeFlow();
    agent.receive(request({ body: OFFER }), flow);
    await clock.advance(1);
    agent.receive(request({ method: 'ACK', toTag: toTagOf(flow.responses.at(-1)!), branch: 'z9hG4bK-ack' }), flow);
    const towards = flow.towards.bind(flow);
    flow.towards = (remote) => Object.assign(towards(remote), { broken: true });
    legs[0]?.hangUp();
    await clock.advance(1);
    expect([agent.busy, faults.counts]).toEqual([1, {}]);
    await clock.advance(40_000);
    expect([agent.busy, clock.waiting, flow.requests]).toEqual([0, 0, []]);
  });
});
