import type { Clock, Timer } from '../../call/clock.ts';
import type { Faults } from '../../call/faults.ts';
import { responseOf } from './client-transaction.ts';
import type { Dialog } from './dialog.ts';
import { contactOf, type Flow } from './flow.ts';
import { header, type SipMessage, type SipRequest } from './message.ts';
import type { TransactionLayer } from './transaction-layer.ts';

/** As long as a subscription without news lasts (RFC 3515 section 2.4.4 leaves it open); phones ring no longer than this. */
const OUTCOME_MS = 30_000;

/**
 * Asks the peer of one dialog to take our place in another one, and hears how that went: REFER (RFC 3515) with Replaces
 * (RFC 3891), the attended transfer of RFC 5589 section 7. Whatever goes wrong, both dialogs stay as they were.
 */
export class Transfer {
  readonly #clock: Clock;
  readonly #faults: Faults;
  readonly #transactions: TransactionLayer;
  readonly #outcome = Promise.withResolvers<boolean>();
  #patience: Timer | null = null;

  constructor(tools: { readonly clock: Clock; readonly faults: Faults; readonly transactions: TransactionLayer }) {
    this.#faults = tools.faults;
    this.#clock = tools.clock;
    this.#transactions = tools.transactions;
  }

  /** `asked`, on `flow`, is to replace us in `place`. Resolves with whether it did. */
  run(asked: Dialog, flow: Flow, place: Dialog): Promise<boolean> {
    const target = place.replaceable;
    if (target === null) return Promise.resolve(false);
    this.#patience = this.#clock.after(OUTCOME_MS, () => this.#end(false));
    const headers = [contactOf(flow), { name: 'Refer-To', value: target }];
    this.#faults.contain(
      'sip_message',
      () => this.#refer(asked.request('REFER', headers), flow.towards(asked.nextHop(flow.remote))),
      () => this.#end(false),
    );
    return this.#outcome.promise;
  }

  async #refer(refer: SipRequest, flow: Flow): Promise<void> {
    const response = responseOf(await this.#transactions.send(refer, flow));
    if (!response || response.status >= 300) this.#end(false);
  }

  /** A NOTIFY inside the dialog. False: it tells nothing that we asked for. */
  notified(notify: SipMessage): boolean {
    if (!/^refer\s*(?:;|$)/iu.test(header(notify, 'Event') ?? '')) return false;
    const status = Number(/^SIP\/2\.0 (\d{3})\b/u.exec(notify.body.toString('latin1', 0, 200))?.[1] ?? '100');
    const over = /^terminated\b/iu.test(header(notify, 'Subscription-State') ?? '');
    if (status >= 200 || over) this.#end(status >= 200 && status < 300);
    return true;
  }

  stop(): void {
    this.#end(false);
  }

  #end(done: boolean): void {
    this.#patience?.cancel();
    this.#outcome.resolve(done);
  }
}
