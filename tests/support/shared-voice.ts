import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the servers of one test run keep their rendered phrases together: each would need seconds to render its own. */
export const SHARED_VOICE = 'DANKE_TEST_VOICE';

/** Vitest's global setup; returns its teardown. */
export default function shareVoice(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'danke-nein-voice-'));
  process.env[SHARED_VOICE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
