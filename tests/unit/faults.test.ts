import { describe, expect, it } from 'vitest';
import { containedClock, Faults, type Fault } from '../../src/call/faults.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { parseUri } from '../../src/telephony/sip/uri.ts';

function counting(): { faults: Faults; reported: [Fault, number][] } {
  const reported: [Fault, number][] = [];
  return { faults: new Faults((fault, count) => reported.push([fault, count])), reported };
}

describe('the fault boundary', () => {
  it('keeps what is thrown, and what is rejected, from whoever called', async () => {
    const { faults } = counting();
    const caught: unknown[] = [];
    const [thrown, rejected] = [new Error('thrown'), new TypeError('rejected')];
    faults.contain(
      'sip_message',
      () => {
        throw thrown;
      },
      (error) => caught.push(error),
    );
    faults.contain(
      'sip_message',
      () => Promise.reject(rejected),
      (error) => caught.push(error),
    );
    await Promise.resolve();
    await Promise.resolve();
    expect(caught).toEqual([thrown, rejected]);
    expect(faults.counts).toEqual({ sip_message: 2 });
  });

  it('keeps an error of the handler itself', () => {
    const { faults } = counting();
    const fail = (): never => {
      throw new Error('again');
    };
    expect(() => faults.contain('call', fail, fail)).not.toThrow();
    expect(faults.counts).toEqual({ call: 2 });
  });

  it('reports the first of a place and then every tenfold, so that a flood fills no log', () => {
    const { faults, reported } = counting();
    for (let i = 0; i < 1_234; i++) faults.note('rtp', new Error('x'));
    faults.note('http', 'a text');
    expect(reported.map(([{ place }, count]) => [place, count])).toEqual([
      ['rtp', 1],
      ['rtp', 10],
      ['rtp', 100],
      ['rtp', 1_000],
      ['http', 1],
    ]);
  });

  it('says the class, the code and our own line, and nothing of the message', () => {
    const { faults, reported } = counting();
    faults.contain('sip_message', () => parseUri(null as unknown as string));
    faults.note('sip_message', Object.assign(new RangeError('port 0 of Anna Berger'), { code: 'ERR_SOCKET_BAD_PORT' }));
    for (let i = 0; i < 8; i++) faults.note('sip_message', Object.assign(new RangeError('Anna'), { code: 'ERR_SOCKET_BAD_PORT' }));
    const [first, tenth] = reported;
    expect(first?.[0]).toMatchObject({ error: 'TypeError', at: expect.stringMatching(/^telephony\/sip\/uri\.ts:\d+$/u) });
    expect(tenth?.[0].error).toBe('RangeError ERR_SOCKET_BAD_PORT');
    expect(JSON.stringify(reported)).not.toContain('Anna');
  });

  it('holds the callbacks of timers', async () => {
    const { faults } = counting();
    const clock = new VirtualClock();
    const ended: unknown[] = [];
    const contained = containedClock(clock, faults, 'call', (error) => ended.push(error));
    contained.after(10, () => {
      throw new Error('late');
    });
    contained.after(20, () => ended.push('goes on'));
    await clock.advance(30);
    expect(ended).toEqual([expect.any(Error), 'goes on']);
    expect(faults.counts).toEqual({ call: 1 });
  });
});
