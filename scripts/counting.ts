/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What went wrong outside of every test, a line each. Nothing here and nothing failed: the run was good. */
  readonly problems: readonly string[];
}

/**
 * Counts the tests of a run, not its files.
 * @param json vitest's JSON report; null: it wrote none
 * @param code vitest's exit code
 */
export function countTests(json: string | null, code: number): Count {
  const report = parse(json);
  if (!report) return { passed: 0, failed: 0, skipped: 0, problems: [`vitest ended with ${code}, without a report`] };
  let [passed, failed, skipped] = [0, 0, 0];
  const problems: string[] = [];
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failedBefore = failed;
    for (const test of assertionResults) {
      if (test.status === 'passed') passed++;
      else if (test.status === 'skipped' || test.status === 'todo') skipped++;
      // "pending" too: its process died before the test could end.
      else failed++;
    }
    // A file that cannot be imported has no tests, and those behind a hook that fails are reported as skipped.
    if (status === 'failed' && failed === failedBefore)
      problems.push(`${name} failed outside of its tests: ${message.trim().split('\n')[0] || 'see above'}`);
  }
  if (passed + failed === 0) problems.push('no test was run');
  if (code !== 0 && failed === 0 && problems.length === 0)
    problems.push(`vitest ended with ${code}: an error outside of every test, see above`);
  return { passed, failed, skipped, problems };
}

function parse(json: string | null): Report | null {
  try {
    return json === null ? null : (JSON.parse(json) as Report);
  } catch {
    return null;
  }
}
