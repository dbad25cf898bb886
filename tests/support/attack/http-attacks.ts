import { Agent, request } from 'node:http';
import { connectionsOf, stillOpen } from './tcp-attacks.ts';
import { HOSTILE_MARKDOWN } from './hostile-markdown.ts';
import { attackerAt, paced, wait, type Done, type Target } from './target.ts';
import { wordpressExport } from './wordpress-export.ts';

/** A few idle keep-alive connections are a browser's right; hundreds from one source are not. */
export async function idleHttpConnections({ httpPort, sitePort, forMs }: Target): Promise<Done> {
  const sockets = [...connectionsOf(300, httpPort, attackerAt(16)), ...connectionsOf(300, sitePort, attackerAt(16))];
  await wait(forMs);
  const held = stillOpen(sockets);
  for (const socket of sockets) socket.destroy();
  return { tried: sockets.length, held };
}

/** "Slowloris": headers that never end. */
export async function slowHeaders({ httpPort, forMs }: Target): Promise<Done> {
  const sockets = connectionsOf(200, httpPort, attackerAt(17));
  for (const socket of sockets) socket.write(`GET /api/state HTTP/1.1\r\nHost: localhost:${httpPort}\r\n`);
  const lines = await paced(10, forMs, (nth) => {
    for (const socket of sockets) if (socket.readyState === 'open') socket.write(`X-${nth}: a\r\n`);
  });
  const held = stillOpen(sockets);
  for (const socket of sockets) socket.destroy();
  return { linesEach: lines, held };
}

/** One person, one source, many pages open. */
export async function eventStreams({ httpPort, cookie, forMs }: Target): Promise<Done> {
  const sockets = connectionsOf(300, httpPort, attackerAt(18));
  let streams = 0;
  for (const socket of sockets) {
    socket.once('data', (bytes: Buffer) => (streams += bytes.includes('200 OK') ? 1 : 0));
    socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost:${httpPort}\r\nCookie: ${cookie}\r\n\r\n`);
  }
  await wait(forMs);
  for (const socket of sockets) socket.destroy();
  return { tried: sockets.length, streams };
}

interface Sent {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly address: string;
  readonly agent: Agent;
}

/** The status of a POST; 0: the connection was refused or closed. */
function post({ port, path, headers, body, address, agent }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, localAddress: address, agent }, (answer) => {
      answer.on('error', () => resolve(0)).on('end', () => resolve(answer.statusCode ?? 0));
      answer.resume();
    });
    sent.on('error', () => resolve(0)).setTimeout(60_000, () => sent.destroy());
    sent.end(body);
  });
}

/** So many at once until the time is over; how many there were, and how many of them were done (200 to 399). */
async function atOnce(count: number, forMs: number, ask: (nth: number, agent: Agent) => Promise<number>): Promise<Done> {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const end = performance.now() + forMs;
  let asked = 0;
  let done = 0;
  let slowestMs = 0;
  await Promise.race([
    wait(forMs),
    Promise.all(
      Array.from({ length: count }, async () => {
        while (performance.now() < end) {
          const from = performance.now();
          const status = await ask(asked++, agent);
          if (status >= 200 && status < 400) done++;
          else await wait(5);
          slowestMs = Math.max(slowestMs, Math.round(performance.now() - from));
        }
      }),
    ),
  ]);
  agent.destroy();
  return { asked, done, slowestMs };
}

/** Guessed passwords of an account that exists and of others; hashing them is what costs. */
export function logInFlood({ httpPort, forMs }: Target): Promise<Done> {
  const headers = { Host: `localhost:${httpPort}`, Origin: `http://localhost:${httpPort}`, 'Content-Type': 'application/json' };
  return atOnce(48, forMs, (nth, agent) =>
    post({
      ...{ port: httpPort, path: '/api/login', headers, agent, address: attackerAt(nth % 40) },
      body: JSON.stringify({ name: nth % 2 === 0 ? 'Eva' : `nobody ${nth}`, password: `guess ${nth}` }),
    }),
  );
}

/** An export of 10 MB, with what makes a converter slow in it. */
export async function wordpressImport({ httpPort, cookie, forMs }: Target): Promise<Done> {
  const body = wordpressExport(10_000_000);
  const origin = `http://localhost:${httpPort}`;
  const headers = { Host: `localhost:${httpPort}`, Origin: origin, Cookie: cookie, 'Content-Type': 'application/xml' };
  const agent = new Agent();
  const from = performance.now();
  const status = await Promise.race([
    post({ port: httpPort, path: '/api/experiences/import?lang=de', headers, body, address: attackerAt(19), agent }),
    wait(Math.max(4 * forMs, 90_000)).then(() => -1),
  ]);
  agent.destroy();
  return { bytes: body.length, status, tookMs: Math.round(performance.now() - from) };
}

/** Comments as a bot has them shown, from behind the reverse proxy, each from somewhere else. */
export async function commentPreviews({ sitePort, story, forMs }: Target): Promise<Done> {
  const page = await (await fetch(`http://localhost:${sitePort}${story}`)).text();
  const form = /name="form" value="([^"]+)"/u.exec(page)?.[1] ?? '';
  return atOnce(8, forMs, (nth, agent) => {
    const body = HOSTILE_MARKDOWN[nth % HOSTILE_MARKDOWN.length]?.(5_000) ?? '';
    const fields = { form, name: 'Mallory', email: 'm@example.org', website: '', body, do: 'preview' };
    return post({
      ...{ port: sitePort, path: `${story}/comments`, agent, address: attackerAt(20) },
      headers: {
        Host: `localhost:${sitePort}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Forwarded-For': `198.51.100.${nth % 250}`,
      },
      body: new URLSearchParams(fields).toString(),
    });
  });
}

/** A story's preview of the size that a request may have. */
export function storyPreviews({ httpPort, cookie, forMs }: Target): Promise<Done> {
  const origin = `http://localhost:${httpPort}`;
  const headers = { Host: `localhost:${httpPort}`, Origin: origin, Cookie: cookie, 'Content-Type': 'application/json' };
  return atOnce(4, forMs, (nth, agent) => {
    const body = JSON.stringify({ body: HOSTILE_MARKDOWN[nth % HOSTILE_MARKDOWN.length]?.(60_000) ?? '' });
    return post({ port: httpPort, path: '/api/stories/preview', headers, body, address: attackerAt(21), agent });
  });
}
