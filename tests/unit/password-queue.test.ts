import { describe, expect, test } from 'vitest';
import { PasswordQueue } from '../../src/http/password-queue.ts';

/** Work of a number of people, which is done when the test says so. */
function worker() {
  const queue = new PasswordQueue();
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  return {
    begun,
    run: (name: string, isKnown = false) =>
      queue.run(isKnown, () => {
        begun.push(name);
        return new Promise<string>((resolve) => finish.set(name, () => resolve(name)));
      }),
    finish: async (name: string) => {
      finish.get(name)?.();
      for (let n = 0; n < 5; n++) await Promise.resolve();
    },
  };
}

describe('hashing passwords', () => {
  test('goes on two at a time, in order; sixteen wait, and nobody else', async () => {
    const { begun, run, finish } = worker();
    const all = Array.from({ length: 18 }, (_, n) => run(`s${n}`));
    expect(await run('one too many')).toBeNull();
    expect(begun).toEqual(['s0', 's1']);
    await finish('s1');
    expect(begun).toEqual(['s0', 's1', 's2']);
    // There is room for one again.
    void run('next');
    expect(await run('one too many')).toBeNull();
    expect(await all[1]).toBe('s1');
    for (let n = 0; n < 18; n++) await finish(`s${n}`);
    expect(begun.at(-1)).toBe('next');
    await finish('next');
    void run('a');
    void run('b');
    void run('c');
    expect(begun.slice(-2)).toEqual(['a', 'b']);
  });

  test('those who are known go first, and find room of their own: eight of them', async () => {
    const { begun, run, finish } = worker();
    for (let n = 0; n < 18; n++) void run(`s${n}`);
    for (let n = 0; n < 8; n++) void run(`known ${n}`, true);
    expect(await run('one too many', true)).toBeNull();
    await finish('s0');
    await finish('s1');
    expect(begun).toEqual(['s0', 's1', 'known 0', 'known 1']);
  });

  test('work that fails makes room too', async () => {
    const queue = new PasswordQueue();
    for (let n = 0; n < 5; n++) await expect(queue.run(false, () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    expect(await queue.run(false, async () => 'done')).toBe('done');
  });
});
