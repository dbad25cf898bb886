import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AttackedServer } from '../support/attack/attacked-server.ts';
import { ATTACK_NAMES } from '../support/attack/attacks.ts';
import { describeFigures, problemsIn, type Figures } from '../support/attack/figures.ts';
import { KEY_FLOODER } from '../support/attack/media-attacks.ts';
import { wait } from '../support/attack/target.ts';

const FOR_MS = process.env['DANKE_LONG'] === '1' ? 15_000 : 3_000;
/** The attack, the import's four times that, and what settles afterwards. */
const LIMIT_MS = FOR_MS * 5 + 180_000;

/** A probe and a call beside each attack, by the figures that SECURITY.md promises. /proc is Linux's. */
describe.skipIf(process.platform !== 'linux')('a server under attack', () => {
  let attacked: AttackedServer | null = null;
  const figuresOf = new Map<string, Figures>();
  beforeEach(async () => {
    if (attacked?.alive) return;
    // What ended one process is one test's matter: the others get another.
    await attacked?.stop();
    attacked = await AttackedServer.start();
  }, LIMIT_MS);
  afterAll(async () => {
    await attacked?.stop();
  });
  const server = (): AttackedServer => {
    if (!attacked) throw new Error('not started');
    return attacked;
  };

  test('nothing at all: the machine is quiet enough to measure on', { timeout: LIMIT_MS }, async () => {
    const figures = await server().measure('nothing', FOR_MS, () => wait(FOR_MS).then(() => ({})));
    expect(problemsIn(figures), describeFigures(figures)).toEqual([]);
    expect([figures.probes.length > FOR_MS / 200, figures.openCallsBefore]).toEqual([true, 0]);
  });

  test('a server that stands still for a moment is noticed: the measuring can fail', { timeout: LIMIT_MS }, async () => {
    const figures = await server().measure('standstill', 2_000, async () => {
      await wait(1_000);
      await server().standStill(600);
      await wait(400);
      return {};
    });
    const found = problemsIn(figures).join('\n');
    expect(found, describeFigures(figures)).toMatch(/probe p99/u);
    expect(found, describeFigures(figures)).toMatch(/worst gap/u);
  });

  test.each(ATTACK_NAMES)('%s', { timeout: LIMIT_MS }, async (name) => {
    const figures = await server().attack(name, FOR_MS);
    figuresOf.set(name, figures);
    expect(problemsIn(figures), describeFigures(figures)).toEqual([]);
    if (!name.startsWith('keys by')) return;
    const { timeline } = await server().lastCallOf(KEY_FLOODER);
    // At most a dozen a second; beside the keys stands what was said and what happened.
    expect(timeline.length).toBeLessThan(12 * (figures.lastedMs / 1_000 + 1) + 20);
  });

  test('one source holds no more than its share of connections and streams', () => {
    const doneOf = (name: (typeof ATTACK_NAMES)[number]) => figuresOf.get(name)?.done ?? {};
    expect(doneOf('300 idle TCP connections')['held']).toBeLessThan(100);
    // 40 of the console, and 300 of the public pages, where a reverse proxy nearby speaks for many readers.
    expect(doneOf('600 idle HTTP connections')['held']).toBeLessThanOrEqual(340);
    expect(doneOf('300 event streams')['streams']).toBeLessThan(100);
  });

  test("a stranger's packets do not turn a call's sound to them", () => {
    expect(figuresOf.get('RTP of a stranger')?.done['stolen']).toBe(0);
  });

  test('a WordPress import that is asked for is done, or refused with a reason, within its time', () => {
    expect(figuresOf.get('a WordPress import of 10 MB')?.done['status']).toBeGreaterThanOrEqual(200);
  });
});
