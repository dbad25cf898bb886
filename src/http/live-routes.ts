import { Hono } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { within, type Clock } from '../call/clock.ts';
import { AccessError } from './access.ts';
import type { NumberedEvent } from './live.ts';
import { householdOf, type Env, type HttpTools } from './routing.ts';
import { Tally } from './tally.ts';

/** Often enough for every proxy that closes silent connections. */
const HEARTBEAT_MS = 15_000;
/** A browser that reads so slowly gets a fresh start: so many events wait at most, */
const MAX_BACKLOG = 1_000;
/** and none of them waits longer than this. */
const STALLED_MS = 30_000;
/** Tabs of one person: a browser opens no more connections to one host by HTTP/1.1 anyway. */
const MOST_OF_PERSON = 6;
/** Of a household behind one address, or of everybody behind a proxy that is not trusted. */
const MOST_OF_SOURCE = 20;

/** Server-sent events: what happens in running calls. A client that comes back with Last-Event-ID misses nothing. */
export function liveRoutes({ clock, faults }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();
  const [ofPersons, ofSources] = [new Tally(), new Tally()];

  routes.get('/live', (context) => {
    const { home, user, source } = context.var;
    const { outgoing } = context.env;
    const leavePerson = ofPersons.take(`${householdOf(context)}/${user?.id}`, MOST_OF_PERSON);
    const leaveSource = ofSources.take(source, MOST_OF_SOURCE);
    if (!leavePerson || !leaveSource) {
      leavePerson?.();
      leaveSource?.();
      throw new AccessError('too_many_streams');
    }
    const backlog = new Backlog(() => outgoing.destroy());
    // A whole end: a browser then asks again, and complains of nothing.
    context.set('end', () => backlog.end());
    const lastId = Number.parseInt(context.req.header('Last-Event-ID') ?? '', 10);
    const { missed, stop } = home.live.listen(Number.isNaN(lastId) ? null : lastId, (event) => backlog.add(event));
    outgoing.once('close', () => {
      stop();
      backlog.end();
      leavePerson();
      leaveSource();
    });
    for (const event of missed) backlog.add(event);
    return streamSSE(context, async (stream) => {
      // A fault ends this one stream, and its browser begins anew.
      await tell(stream, backlog, clock, () => outgoing.destroy()).catch((error: unknown) => {
        faults.note('http', error);
        outgoing.destroy();
      });
    });
  });

  return routes;
}

/** Events that a client has not read yet. */
class Backlog {
  readonly #events: NumberedEvent[] = [];
  readonly #overflow: () => void;
  #wake = (): void => {};
  #isOver = false;

  constructor(overflow: () => void) {
    this.#overflow = overflow;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  add(event: NumberedEvent): void {
    if (this.#isOver) return;
    if (this.#events.length >= MAX_BACKLOG) {
      this.end();
      this.#overflow();
      return;
    }
    this.#events.push(event);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#events.length = 0;
    this.#wake();
  }

  next(): NumberedEvent | undefined {
    return this.#events.shift();
  }

  /** Resolves when there is something, or it is over, or after `ms` with neither: then with false. */
  async more(clock: Clock, ms: number): Promise<boolean> {
    if (this.#events.length > 0 || this.#isOver) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await within(clock, ms, promise);
    this.#wake = () => {};
    return this.#events.length > 0 || this.#isOver;
  }
}

async function tell(stream: SSEStreamingApi, backlog: Backlog, clock: Clock, stalled: () => void): Promise<void> {
  const written = async (writing: Promise<unknown>): Promise<void> => {
    const limit = clock.after(STALLED_MS, stalled);
    try {
      await writing;
    } finally {
      limit.cancel();
    }
  };
  while (!backlog.isOver) {
    if (!(await backlog.more(clock, HEARTBEAT_MS))) await written(stream.write(': still here\n\n'));
    for (let next = backlog.next(); next; next = backlog.next())
      await written(stream.writeSSE({ id: String(next.id), data: JSON.stringify(next.event) }));
  }
}
