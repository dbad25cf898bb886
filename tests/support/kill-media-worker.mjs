import { existsSync, rmSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';

// Loaded into a test's server by NODE_OPTIONS: its media worker's thread ends as soon as the file of this name appears.
const file = process.env['TEST_KILL_MEDIA_WORKER'];
if (!isMainThread && file && workerData?.firstPort !== undefined)
  setInterval(() => {
    if (!existsSync(file)) return;
    rmSync(file);
    process.exit(3);
  }, 20).unref();
