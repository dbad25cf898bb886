import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the project: what ships with it is found from here. */
export const ROOT = join(import.meta.dirname, '..');
export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
