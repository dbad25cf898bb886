import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CallPage, CallsPage, LiveEvent } from '../../../src/http/api.ts';
import { TestServer, type ServerOptions } from '../server.ts';
import { OPEN_SITE, TestSite } from '../site.ts';
import type { AttackName } from './attacks.ts';
import { hasSettled, type Figures } from './figures.ts';
import { newcomerByHttp, newcomerByTcp } from './newcomer.ts';
import { OwnLateness } from './own-lateness.ts';
import { PlainCall } from './plain-call.ts';
import { Probe } from './probe.ts';
import { holdingsOf, processAtUdpPort, putFirst, weighSession, type Holdings } from './process-watch.ts';
import { wait, type Done, type Target } from './target.ts';

const ATTACKER = join(import.meta.dirname, 'attacker.ts');
/** As few as they were when an INVITE flood made a hole in a running call. */
const RTP_PORTS = { firstPort: 24_000, lastPort: 24_199 };
const PASSWORD = 'ein langer Satz zum Merken';
/** What an attack leaves in queues is part of it. */
const AFTERMATH_MS = 1_500;
/** An INVITE that nobody confirms is given up after 64 T1 = 32 s (RFC 3261 section 13.3.1.4). */
const SETTLE_MS = 45_000;

/** What is done beside the measuring; resolves when it is over. */
type Work = (target: Target) => Promise<Done>;

/** A real server with its public pages and a password, and everything that is measured beside an attack on it. */
export class AttackedServer {
  readonly server: TestServer;
  readonly #pid: number;
  readonly #cookie: string;
  readonly #sitePort: number;
  readonly #story: string;

  private constructor(server: TestServer, pid: number, cookie: string, sitePort: number, story: string) {
    this.server = server;
    this.#pid = pid;
    this.#cookie = cookie;
    this.#sitePort = sitePort;
    this.#story = story;
  }

  static async start(options: ServerOptions = {}): Promise<AttackedServer> {
    const server = await TestServer.start({ ...options, config: { ...OPEN_SITE, rtp: RTP_PORTS, ...options.config } });
    const site = await TestSite.of(server);
    const { slug } = await site.publish({});
    const sitePort = Number(new URL(site.url).port);
    const pid = processAtUdpPort(server.pid, server.sipPort);
    if (pid === null) throw new Error('no process holds the SIP port');
    putFirst(pid);
    putFirst(process.pid);
    const set = await fetch(`${server.url}/api/users`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.url },
      body: JSON.stringify({ name: 'Eva', password: PASSWORD, role: 'owner' }),
    });
    const attacked = new AttackedServer(server, pid, (set.headers.get('set-cookie') ?? '').split(';')[0] ?? '', sitePort, `/de/${slug}`);
    // With the first password the server takes its port over on all interfaces.
    while ((await newcomerByHttp(server.httpPort, attacked.#cookie)) === Infinity) await wait(50);
    return attacked;
  }

  get alive(): boolean {
    return processAtUdpPort(this.server.pid, this.server.sipPort) === this.#pid;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    try {
      weighSession(process.pid, 0);
    } catch {
      // As it was not weighed before.
    }
  }

  /** Freezes the server for a while, so that the measuring can be seen to fail. */
  async standStill(forMs: number): Promise<void> {
    process.kill(this.#pid, 'SIGSTOP');
    await wait(forMs);
    process.kill(this.#pid, 'SIGCONT');
  }

  attack(name: AttackName, forMs: number): Promise<Figures> {
    return this.measure(name, forMs, (target) => runAttacker(name, target));
  }

  /** A probe every 100 ms and a call beside some work, then what the server holds when all is quiet again. */
  async measure(name: string, forMs: number, work: Work): Promise<Figures> {
    const { sipPort, httpPort } = this.server;
    const lateness = new OwnLateness();
    const openCallsBefore = await this.#openCalls();
    const before = this.#holdings();
    let peakRssMb = before.rssMb;
    const watch = setInterval(() => (peakRssMb = Math.max(peakRssMb, holdingsOf(this.#pid)?.rssMb ?? 0)), 100);
    const probe = await Probe.start(sipPort, lateness);
    try {
      const call = await PlainCall.place(sipPort, '127.0.0.1', '+4940123456');
      await wait(500);
      const from = performance.now();
      const ownWaitBefore = ownWaitForCoreMs();
      const { rtpPort } = call;
      const target = { sipPort, httpPort, sitePort: this.#sitePort, story: this.#story, rtpPort, cookie: this.#cookie, forMs };
      const working = work(target);
      await wait(forMs * 0.7);
      const newcomers = Promise.all([newcomerByTcp(sipPort), newcomerByHttp(httpPort, this.#cookie)]);
      const done = await working;
      const [newcomerByTcpMs, newcomerByHttpMs] = await newcomers;
      const lastedMs = performance.now() - from;
      await wait(AFTERMATH_MS);
      const to = performance.now();
      // While either side waits for a core, others have it, and answers are late by that.
      const serverWaitMs = Math.max(0, (holdingsOf(this.#pid)?.waitedForCoreMs ?? 0) - before.waitedForCoreMs);
      const waitedForCoreMs = serverWaitMs + ownWaitForCoreMs() - ownWaitBefore;
      const probes = await probe.latencies(from, to);
      const worstGapMs = worstGap(call.arrivals, from, to, lateness);
      await call.hangUp();
      const { after, openCallsAfter } = await this.#settled(before, openCallsBefore);
      const ownLatenessMs = lateness.within(from, to);
      return {
        ...{ attack: name, lastedMs, done, probes, worstGapMs, newcomerByTcpMs, newcomerByHttpMs, alive: this.alive },
        ...{ before, peakRssMb, after, openCallsBefore, openCallsAfter, waitedForCoreMs, ownLatenessMs },
      };
    } finally {
      clearInterval(watch);
      probe.stop();
      lateness.stop();
    }
  }

  /** The last call of a number, as the journal holds it. */
  async lastCallOf(number: string): Promise<CallPage> {
    const { calls } = await this.#get<CallsPage>(`/calls?text=${encodeURIComponent(number)}`);
    return this.#get<CallPage>(`/calls/${calls[0]?.id ?? ''}`);
  }

  async #get<Reply>(path: string): Promise<Reply> {
    const answer = await fetch(`${this.server.url}/api${path}`, { headers: { Cookie: this.#cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as Reply;
  }

  #holdings(): Holdings {
    const holdings = holdingsOf(this.#pid);
    if (!holdings) throw new Error(`the process ended: ${this.server.output}`);
    return holdings;
  }

  async #settled(before: Holdings, openBefore: number): Promise<{ after: Holdings | null; openCallsAfter: number }> {
    const end = performance.now() + SETTLE_MS;
    for (;;) {
      const after = holdingsOf(this.#pid);
      const openCallsAfter = await this.#openCalls().catch(() => Number.NaN);
      if (!after || hasSettled(before, after, openBefore, openCallsAfter) || performance.now() > end) return { after, openCallsAfter };
      await wait(250);
    }
  }

  /** Calls that are going on, as the console's event stream says when it is opened. */
  async #openCalls(): Promise<number> {
    const leave = new AbortController();
    const headers = { Cookie: this.#cookie };
    const answer = await fetch(`${this.server.url}/api/live`, {
      headers,
      signal: AbortSignal.any([leave.signal, AbortSignal.timeout(5_000)]),
    });
    try {
      let text = '';
      for await (const piece of answer.body ?? []) {
        text += Buffer.from(piece).toString();
        const data = /^data: (.*)\n/mu.exec(text)?.[1];
        const event = data === undefined ? null : (JSON.parse(data) as LiveEvent);
        if (event?.type === 'reset') return event.calls.length;
      }
      throw new Error('the event stream broke off');
    } finally {
      leave.abort();
    }
  }
}

function ownWaitForCoreMs(): number {
  return holdingsOf(process.pid)?.waitedForCoreMs ?? 0;
}

/** The longest time without a packet, in ms, until the end of the span at the latest. */
function worstGap(arrivals: readonly number[], from: number, to: number, lateness: OwnLateness): number {
  const moments = [from, ...arrivals.filter((at) => at > from && at < to), to];
  return Math.max(...moments.slice(1).map((at, nth) => at - (moments[nth] ?? at) - lateness.within(moments[nth] ?? at, at)));
}

async function runAttacker(name: AttackName, target: Target): Promise<Done> {
  // Without the flags of the test runner.
  const child = fork(ATTACKER, [name, JSON.stringify(target)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), target.forMs * 5 + 120_000);
  let done: Done | null = null;
  child.on('message', (message) => (done = message as Done));
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(limit);
  if (done === null) throw new Error(`the attacker ended with ${code}`);
  return done;
}
