import { defineConfig } from 'vitest/config';

/** Real programs take their time to start and to hang up. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 } as const;
/** They wait for people and for each other most of the time: two at once disturb nobody. */
const TWO_AT_ONCE = { maxWorkers: 2, sequence: { groupOrder: 1 }, ...PATIENT } as const;

export default defineConfig({
  test: {
    globalSetup: ['tests/support/shared-voice.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/{unit,contracts,properties}/**/*.test.ts'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: 'console', include: ['tests/e2e/**/*.test.ts'], ...TWO_AT_ONCE } },
      { test: { name: 'servers', include: ['tests/servers/**/*.test.ts'], ...TWO_AT_ONCE } },
      { test: { name: 'peers', include: ['tests/peers/**/*.test.ts'], ...TWO_AT_ONCE } },
      // Sound to the millisecond, memory over hours: one file after another, with nothing beside it.
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
