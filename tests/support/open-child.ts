/** Opens a database, which migrates it, and says so; for tests that kill it meanwhile. `node open-child.ts <path>` */
import { writeSync } from 'node:fs';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';

const [path = ''] = process.argv.slice(2);
writeSync(1, 'opening\n');
const db = await openDatabase(path);
writeSync(1, 'open\n');
await db.destroy();
