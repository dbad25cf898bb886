import { describe, expect, test } from 'vitest';
import { countTests } from '../../scripts/counting.ts';

/** A report as vitest writes it, with the tests' statuses by file. */
function report(...files: { name?: string; status?: string; message?: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ name = 'a.test.ts', status, message = '', tests }) => ({
      name,
      status: status ?? (tests.includes('failed') ? 'failed' : 'passed'),
      message,
      assertionResults: tests.map((one) => ({ status: one })),
    })),
  });
}

describe('the closing line', () => {
  test('counts tests, not files', () => {
    const json = report({ tests: ['passed', 'failed', 'skipped', 'todo', 'passed'] }, { tests: ['passed'] });
    expect(countTests(json, 1)).toEqual({ passed: 3, failed: 1, skipped: 2, problems: [] });
    expect(countTests(report({ tests: ['passed', 'skipped'] }), 0)).toEqual({ passed: 1, failed: 0, skipped: 1, problems: [] });
  });

  test('a file that cannot be imported, and a hook that fails, are told beside it', () => {
    const json = report(
      { tests: ['passed'] },
      { name: 'b.test.ts', status: 'failed', message: "\nCannot find module './gone.ts'\n  at ...", tests: [] },
      { name: 'c.test.ts', status: 'failed', tests: ['passed', 'skipped'] },
    );
    expect(countTests(json, 1)).toEqual({
      passed: 2,
      failed: 0,
      skipped: 1,
      problems: [
        "b.test.ts failed outside of its tests: Cannot find module './gone.ts'",
        'c.test.ts failed outside of its tests: see above',
      ],
    });
  });

  test('a test whose process died has failed', () => {
    expect(countTests(report({ status: 'failed', tests: ['passed', 'pending', 'pending'] }), 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
      problems: [],
    });
  });

  test('an error outside of every test is no good run, though every test passed', () => {
    const { failed, problems } = countTests(report({ tests: ['passed'] }), 1);
    expect(failed).toBe(0);
    expect(problems).toEqual(['vitest ended with 1: an error outside of every test, see above']);
  });

  test.each([
    ['no file was found', report(), 1],
    ['every test was skipped', report({ tests: ['skipped'] }), 0],
  ])('no good run: %s', (_, json, code) => {
    expect(countTests(json, code)).toMatchObject({ passed: 0, failed: 0, problems: ['no test was run'] });
  });

  test.each([['none'], ['{"testResults": [']])('no good run: the report is %s', (json) => {
    expect(countTests(json === 'none' ? null : json, 137)).toEqual({
      passed: 0,
      failed: 0,
      skipped: 0,
      problems: ['vitest ended with 137, without a report'],
    });
  });
});
