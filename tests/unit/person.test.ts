import { beforeEach, describe, expect, test } from 'vitest';
import { Person } from '../../src/attendant/person.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { LocalLeg } from '../../src/telephony/local-leg.ts';

describe('a person who has taken a call', () => {
  let clock: VirtualClock;
  let caller: LocalLeg;
  let phone: LocalLeg;
  let happened: string[];
  /** What the telephone system makes of it. */
  let outcome: PromiseWithResolvers<boolean>;
  let asked: number;
  beforeEach(() => {
    clock = new VirtualClock();
    const leg = () => new LocalLeg(clock, { from: { number: null, displayName: null }, lineId: 'home', transport: 'sip' });
    [caller, phone] = [leg(), leg()];
    caller.answer();
    phone.answer();
    happened = [];
    asked = 0;
    outcome = Promise.withResolvers();
    caller.transferTo = () => {
      asked++;
      return outcome.promise;
    };
  });
  const take = (byLine: boolean): Person => {
    const person = new Person(phone, caller, byLine, (run) => run(), {
      left: () => happened.push('left'),
      transferred: () => happened.push('transferred'),
    });
    person.begin();
    return person;
  };

  test('is joined by us, and nobody else is asked, unless the line says so', async () => {
    take(false).join();
    expect(asked).toBe(0);
    phone.leave();
    await clock.advance(1);
    expect(happened).toEqual(['left']);
  });

  test('is handed over once, however often both are joined', async () => {
    const person = take(true);
    person.join();
    person.join();
    outcome.resolve(true);
    await clock.advance(1);
    expect([asked, happened]).toEqual([1, ['transferred']]);
  });

  test('whose phone was replaced before the news came has not hung up', async () => {
    take(true).join();
    phone.leave();
    await clock.advance(1);
    expect(happened).toEqual([]);
    outcome.resolve(true);
    await clock.advance(1);
    expect(happened).toEqual(['transferred']);
  });

  test('who hangs up while the telephone system tries in vain has hung up', async () => {
    take(true).join();
    phone.leave();
    outcome.resolve(false);
    await clock.advance(1);
    expect(happened).toEqual(['left']);
  });
});
