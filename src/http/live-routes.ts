import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Env, HttpTools } from './routing.ts';
import type { NumberedEvent } from './live.ts';

/** Often enough for every proxy that closes silent connections. */
const HEARTBEAT_MS = 15_000;
/** A browser that reads so slowly gets a fresh start. */
const MAX_BACKLOG = 1_000;

/** Server-sent events: what happens in running calls. A client that comes back with Last-Event-ID misses nothing. */
export function liveRoutes({ clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/live', (context) =>
    streamSSE(context, async (stream) => {
      const backlog: NumberedEvent[] = [];
      let wake = (): void => {};
      const lastId = Number.parseInt(context.req.header('Last-Event-ID') ?? '', 10);
      const { missed, stop } = context.var.home.live.listen(Number.isNaN(lastId) ? null : lastId, (event) => {
        backlog.push(event);
        wake();
      });
      stream.onAbort(() => {
        stop();
        wake();
      });
      backlog.unshift(...missed);
      while (!stream.aborted && backlog.length < MAX_BACKLOG) {
        for (let next = backlog.shift(); next; next = backlog.shift()) {
          await stream.writeSSE({ id: String(next.id), data: JSON.stringify(next.event) });
        }
        const { promise, resolve } = Promise.withResolvers<'woken' | 'silent'>();
        wake = () => resolve('woken');
        const heartbeat = clock.after(HEARTBEAT_MS, () => resolve('silent'));
        if (stream.aborted) resolve('woken');
        const what = await promise;
        heartbeat.cancel();
        if (what === 'silent') await stream.write(': still here\n\n');
      }
      stop();
    }),
  );

  return routes;
}
