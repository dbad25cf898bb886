import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boundedThread } from '../../src/call/bounded-thread.ts';

const SOURCES = join(import.meta.dirname, '../../src');

test('a thread that takes more memory than it may ends by itself, and the process lives on', async () => {
  const thread = boundedThread(new URL('../support/hungry-thread.ts', import.meta.url), 16);
  const error = once(thread, 'error') as Promise<[NodeJS.ErrnoException]>;
  const ended = new Promise((resolve) => thread.once('exit', resolve));
  thread.postMessage('go');
  expect((await error)[0].code).toBe('ERR_WORKER_OUT_OF_MEMORY');
  await ended;
});

test('every thread begins in the one place that gives it a bound', () => {
  const made = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && /\bnew Worker\(|resourceLimits/u.test(readFileSync(join(SOURCES, file), 'utf8')))
    .map((file) => file.replaceAll('\\', '/'));
  expect(made).toEqual(['call/bounded-thread.ts']);
});
