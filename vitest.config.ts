import { defineConfig } from 'vitest/config';

/** Real programs take their time to start and to hang up. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/{unit,contracts,properties}/**/*.test.ts'], sequence: { groupOrder: 0 } } },
      // Browsers wait for people most of the time: two at once disturb nobody.
      { test: { name: 'console', include: ['tests/e2e/**/*.test.ts'], maxWorkers: 2, sequence: { groupOrder: 1 }, ...PATIENT } },
      // Whole servers, where nothing is measured by the clock.
      { test: { name: 'servers', include: ['tests/servers/**/*.test.ts'], maxWorkers: 2, sequence: { groupOrder: 1 }, ...PATIENT } },
      // Sound is measured to the millisecond: one file after another, with nothing beside it.
      { test: { name: 'peers', include: ['tests/peers/**/*.test.ts'], fileParallelism: false, sequence: { groupOrder: 2 }, ...PATIENT } },
    ],
  },
});
