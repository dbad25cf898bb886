import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { every, type Clock, type Timer } from './call/clock.ts';
import { FAULT_PLACES, type FaultPlace } from './call/faults.ts';
import { REFUSALS } from './telephony/sip/refusals.ts';

/** What happened to parts of a running server since its start, besides contained faults; and what came by SIP and was not served. */
export const STATUS_COUNTERS = ['mediaWorkerDeaths', ...REFUSALS] as const;
type StatusCounter = (typeof STATUS_COUNTERS)[number];

/** How a running server fares, for whoever looks from outside its process. Numbers and names of our own code; nothing of a caller. */
export interface Status {
  readonly pid: number;
  readonly version: string;
  /** Wall time, ms since 1970 UTC. */
  readonly startedAt: number;
  /** How often its parent has started it again, and how it ended before: a signal or an exit code; empty: it has not. */
  readonly restarts: number;
  readonly lastEnd: string;
  readonly faults: Readonly<Partial<Record<FaultPlace, number>>>;
  readonly counters: Readonly<Partial<Record<StatusCounter, number>>>;
}

const FILE = 'status.json';
/** Faults come in floods, and a disk is slow: not written more often than that, in ms. */
const SOON_MS = 1_000;
const AT_LEAST_EVERY_MS = 60_000;

const count = z.int().nonnegative();
const StatusFileShape = z.object({
  pid: z.int().positive(),
  version: z.string().max(50),
  startedAt: z.number(),
  restarts: count,
  lastEnd: z.string().max(50),
  faults: z.partialRecord(z.enum(FAULT_PLACES), count),
  counters: z.partialRecord(z.enum(STATUS_COUNTERS), count),
});

export interface StatusTools {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly pid: number;
  readonly version: string;
  readonly past: Pick<Status, 'restarts' | 'lastEnd'>;
  readonly faults: () => Status['faults'];
}

/** Keeps `status.json` in the data folder as the running server is, for the owner's eyes alone. */
export class StatusFile {
  readonly #tools: StatusTools;
  readonly #path: string;
  readonly #startedAt: number;
  readonly #counters: Partial<Record<StatusCounter, number>> = {};
  #written = '';
  #writes: Promise<void> = Promise.resolve();
  #soon: Timer | null = null;
  #regularly: Timer | null = null;

  constructor(tools: StatusTools) {
    this.#tools = tools;
    this.#path = join(tools.dataDir, FILE);
    this.#startedAt = tools.clock.wallTime();
  }

  async start(): Promise<void> {
    this.#regularly = every(this.#tools.clock, AT_LEAST_EVERY_MS, () => this.#write());
    this.#write();
    await this.#writes;
  }

  count(what: StatusCounter): void {
    this.#counters[what] = (this.#counters[what] ?? 0) + 1;
    this.changed();
  }

  /** Something was counted; it is written within a second. */
  changed(): void {
    if (this.#regularly === null) return;
    this.#soon ??= this.#tools.clock.after(SOON_MS, () => {
      this.#soon = null;
      this.#write();
    });
  }

  /** Nothing runs any more. */
  async stop(): Promise<void> {
    this.#regularly?.cancel();
    this.#regularly = null;
    this.#soon?.cancel();
    await this.#writes;
    await rm(this.#path, { force: true });
  }

  /** Resolves when what was asked to be written is, or could not be. */
  get written(): Promise<void> {
    return this.#writes;
  }

  #write(): void {
    const { pid, version, past, faults } = this.#tools;
    const status: Status = { pid, version, startedAt: this.#startedAt, ...past, faults: faults(), counters: this.#counters };
    const text = JSON.stringify(status);
    if (text === this.#written) return;
    this.#written = text;
    // On a full disk the file is older than the server, and that is all.
    this.#writes = this.#writes.then(() => replaceFile(this.#path, text)).catch(() => {});
  }
}

/** What the server that runs on this folder says of itself. Null: none does, or what is there makes no sense. */
export function readStatus(dataDir: string, now: number): Status | null {
  try {
    const status = StatusFileShape.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')));
    // A number of a process from before this machine started is somebody else's by now.
    const machineStartedAt = now - uptime() * 1000;
    return status.startedAt >= machineStartedAt && isAlive(status.pid) ? status : null;
  } catch {
    return null;
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, path);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
