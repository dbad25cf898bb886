import { createHmac, randomBytes } from 'node:crypto';
import type { Log } from '../call/log.ts';

/** What happened to the access to the console. */
export type AccessEvent =
  | 'logged_in'
  | 'log_in_failed'
  | 'log_in_refused'
  | 'logged_in_by_passkey'
  | 'logged_out'
  | 'logged_out_everywhere'
  | 'first_password_set'
  | 'password_changed'
  | 'password_change_failed'
  | 'person_added'
  | 'person_removed'
  | 'token_added'
  | 'token_removed'
  | 'token_first_used'
  | 'passkey_added'
  | 'passkey_removed';

/**
 * Who logged in, who failed, and what of the access was changed: one line each, without a name. A person is an id; a source is eight
 * digits by a key that dies with the process, so that lines of one source can be told from those of another, and no more.
 */
export class AccessLog {
  readonly #log: Log;
  readonly #key = randomBytes(32);
  #refused = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** `userId`: null where nobody knows who it was. */
  note(event: AccessEvent, householdId: string, userId: string | null, source?: string): void {
    // Refusals cost a stranger nothing: their first is told, and then every tenfold.
    if (event === 'log_in_refused' && !Number.isInteger(Math.log10(++this.#refused))) return;
    this.#log.info(
      {
        event,
        household: householdId,
        ...(userId !== null && { user: userId }),
        ...(source !== undefined && { source: this.#digest(source) }),
        ...(event === 'log_in_refused' && { count: this.#refused }),
      },
      'access to the console',
    );
  }

  #digest(source: string): string {
    return createHmac('sha256', this.#key).update(source).digest('hex').slice(0, 8);
  }
}
