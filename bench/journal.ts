import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallSearch } from '../src/journal/store.ts';
import { journalWith } from '../tests/support/many-calls.ts';
import { percentile, table } from './machine.ts';

const CALLS = Number(process.env['BENCH_CALLS'] ?? 100_000);
const RUNS = 40;
const PAGE = 51;

/**
 * The journal's list, searches and filters with 100,000 calls of one household: what the server waits for, page and count.
 * The peer is the same list with a hundred calls.
 */
export async function journal(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-journal-'));
  try {
    const [small, large] = [await journalWith(100, join(folder, 'small.db')), await journalWith(CALLS, join(folder, 'large.db'))];
    const middle = (await large.store.calls('home', { limit: 1, until: large.from + (large.until - large.from) / 2 }))[0]?.id;
    const searches: Readonly<Record<string, CallSearch & { readonly before?: string }>> = {
      'the newest': {},
      'from the middle on': { ...(middle !== undefined && { before: middle }) },
      'a name that many have': { text: 'schmidt' },
      'a name and a purpose': { text: 'müller', purpose: 'medical' },
      'a number': { text: '0301 99987' },
      'what nobody is called': { text: 'quetzalcoatl' },
      'a purpose': { purpose: 'scam' },
      'an outcome': { outcome: 'put_through' },
      'an approach and a week': { approach: 'empathy', from: large.from, until: large.from + 7 * 86_400_000 },
    };
    const rows = [['', `page of ${CALLS}, median`, '99th percentile', 'count', 'the same of 100 calls', 'found', 'aim']];
    for (const [name, search] of Object.entries(searches)) {
      const page = await timed(() => large.store.calls('home', { ...search, limit: PAGE }));
      const count = await timed(() => large.store.countCalls('home', search));
      const few = await timed(() => small.store.calls('home', { ...search, limit: PAGE }));
      const found = String(await large.store.countCalls('home', search));
      rows.push([name, ms(page.median), ms(page.high), ms(count.median), ms(few.median), found, 'page and count 50 ms']);
    }
    table(`The journal with ${CALLS} calls`, rows);
    await Promise.all([small.store.close(), large.store.close()]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function timed(run: () => Promise<unknown>): Promise<{ median: number; high: number }> {
  await run();
  const times: number[] = [];
  for (let nth = 0; nth < RUNS; nth++) {
    const begin = performance.now();
    await run();
    times.push(performance.now() - begin);
  }
  return { median: percentile(times, 0.5), high: percentile(times, 0.99) };
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
