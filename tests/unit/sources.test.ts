import { describe, expect, test } from 'vitest';
import { isLoopback, networkOf, realSource } from '../../src/call/addresses.ts';
import { VirtualClock } from '../../src/call/virtual-clock.ts';
import { networks } from '../../src/configured-household.ts';
import { isOwnOrigin } from '../../src/http/hosts.ts';
import { OpenRequests } from '../../src/http/open-requests.ts';
import { Tally } from '../../src/http/tally.ts';

const DAY = 86_400_000;

describe('who sends a request', () => {
  const isTrusted = networks('http.trustedProxies', ['127.0.0.1', '10.0.0.0/8', '2001:db8:1::/48']);

  test.each([
    ['198.51.100.1', '203.0.113.9', '198.51.100.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    // What stands to the left of the address that the last trusted proxy saw was written by the sender.
    ['127.0.0.1', '127.0.0.1, 192.0.2.1, 203.0.113.9', '203.0.113.9'],
    ['127.0.0.1', '192.0.2.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['127.0.0.1', '10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['127.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['127.0.0.1', '[2001:db8:2::9]:4711', '2001:db8:2::9'],
    ['127.0.0.1', '"[2001:db8:2::9]"', '127.0.0.1'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', '203.0.113.9, , 10.1.2.3', '10.1.2.3'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['', '203.0.113.9', ''],
  ])('%s, forwarded for %s: %s', (remote, forwardedFor, source) => {
    expect(realSource(remote, forwardedFor, isTrusted)).toBe(source);
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
    ['nonsense', 'nonsense'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test('this machine is', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'].filter((one) => !isLoopback(one))).toEqual([]);
    expect(['', '128.0.0.1', '10.0.0.1', '::', '::2', '127.example.org.'].filter(isLoopback)).toEqual([]);
  });

  test('a proxy that is no network is said by the name of its setting', () => {
    expect(() => networks('http.trustedProxies', ['10.0.0.0/33'])).toThrow('http.trustedProxies: "10.0.0.0/33"');
  });
});

describe('a page of ours', () => {
  test.each([
    [undefined, undefined, 'localhost', true],
    ['same-origin', 'http://localhost:8080', 'localhost:8080', true],
    // Behind a proxy: the port that goes without saying, and the case of a name.
    ['same-origin', 'https://danke.example.org', 'danke.example.org:443', true],
    ['same-origin', 'https://danke.example.org', 'DANKE.example.org', true],
    [undefined, 'http://danke.example.org', 'danke.example.org:80', true],
    [undefined, 'https://danke.example.org', 'danke.example.org:80', false],
    [undefined, 'https://danke.example.org:8443', 'danke.example.org', false],
    [undefined, 'http://localhost:3000', 'localhost:8080', false],
    [undefined, 'https://evil.example', 'danke.example.org', false],
    ['cross-site', 'https://danke.example.org', 'danke.example.org', false],
    ['same-site', undefined, 'danke.example.org', false],
    [undefined, 'null', 'localhost', false],
    [undefined, 'http://localhost', undefined, false],
  ])('%s %s to %s: %s', (site, origin, host, isOwn) => {
    expect(isOwnOrigin(site, origin, host)).toBe(isOwn);
  });
});

describe('open requests', () => {
  function one(requests: OpenRequests, until: number | null) {
    const state = { isAllowed: true, ended: 0 };
    const leave = requests.admit({ until, isAllowed: async () => state.isAllowed, end: () => state.ended++ });
    return { state, leave };
  }

  test('end at the wall time at which what let them in ends, however far away that is', async () => {
    const clock = new VirtualClock();
    const requests = new OpenRequests(clock);
    const until = clock.wallTime() + 30 * DAY;
    const { state } = one(requests, until);
    const lasting = one(requests, null);
    await clock.advance(25 * DAY);
    expect(state.ended).toBe(0);
    state.isAllowed = false;
    await clock.advance(5 * DAY - 1);
    expect(state.ended).toBe(0);
    await clock.advance(1);
    expect([state.ended, lasting.state.ended, requests.size]).toEqual([1, 0, 1]);
  });

  test('are asked after every change; who cannot be asked is ended, and who has left is not', async () => {
    const clock = new VirtualClock();
    const requests = new OpenRequests(clock);
    const [stays, goes, left] = [one(requests, null), one(requests, null), one(requests, clock.wallTime() + DAY)];
    let broken = 0;
    requests.admit({ until: null, isAllowed: () => Promise.reject(new Error('no database')), end: () => broken++ });
    goes.state.isAllowed = false;
    left.state.isAllowed = false;
    left.leave();
    await requests.recheck();
    await requests.recheck();
    expect([stays.state.ended, goes.state.ended, left.state.ended, broken]).toEqual([0, 1, 0, 1]);
    expect([requests.size, clock.waiting]).toEqual([1, 0]);
  });
});

test('a tally counts by key, and remembers nobody who has nothing open', () => {
  const tally = new Tally();
  const [first, second] = [tally.take('a', 2), tally.take('a', 2)];
  expect(tally.take('a', 2)).toBeNull();
  expect(tally.take('b', 2)).not.toBeNull();
  first?.();
  first?.();
  expect(tally.take('a', 2)).not.toBeNull();
  expect(tally.take('a', 2)).toBeNull();
  second?.();
  expect(tally.size).toBe(2);
});
