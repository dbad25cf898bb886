import { ATTACKS, type AttackName } from './attacks.ts';
import type { Target } from './target.ts';

/** A process of its own: attacks one target by the attack that its first argument names, and tells its parent what it did. */
const [name = '', target = ''] = process.argv.slice(2);
const done = await ATTACKS[name as AttackName](JSON.parse(target) as Target);
process.send?.(done, undefined, undefined, () => process.exit(0));
