import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './tests/support/patience.ts';

/** A test may wait for several things in turn; the wait for each has a limit, and says what did not come. */
const PATIENT = { testTimeout: 4 * PATIENCE_MS, hookTimeout: 4 * PATIENCE_MS, expect: { poll: { timeout: PATIENCE_MS } } } as const;
/** They wait for people and for each other most of the time: four at once keep two cores busy. */
const SEVERAL_AT_ONCE = { maxWorkers: 4, sequence: { groupOrder: 1 }, ...PATIENT } as const;

export default defineConfig({
  test: {
    globalSetup: ['tests/support/shared-voice.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/{unit,contracts,properties}/**/*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          ...PATIENT,
        },
      },
      { test: { name: 'console', include: ['tests/e2e/**/*.test.ts'], ...SEVERAL_AT_ONCE } },
      { test: { name: 'servers', include: ['tests/servers/**/*.test.ts'], ...SEVERAL_AT_ONCE } },
      { test: { name: 'peers', include: ['tests/peers/**/*.test.ts'], ...SEVERAL_AT_ONCE } },
      // Sound to the millisecond: one file after another, with nothing beside it.
      {
        test: {
          name: 'measured',
          include: ['tests/measured/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...PATIENT,
        },
      },
    ],
  },
});
