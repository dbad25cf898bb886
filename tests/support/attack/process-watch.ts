import { setPriority } from 'node:os';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { treeOf } from '../../../bench/machine.ts';

/** What a process holds at a moment (Linux). */
export interface Holdings {
  readonly rssMb: number;
  readonly descriptors: number;
  /** How long its threads were ready to run and had no core, since their start, in ms; the worst of them. */
  readonly waitedForCoreMs: number;
}

/** Of a process tree the one that holds a UDP port: a supervisor may stand above it. Null: none does. */
export function processAtUdpPort(root: number, port: number): number | null {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set(
    ['/proc/net/udp', '/proc/net/udp6'].flatMap((file) =>
      read(file)
        .split('\n')
        .map((line) => line.trim().split(/\s+/u))
        .filter(([, local]) => local?.endsWith(hex))
        .map((fields) => `socket:[${fields[9]}]`),
    ),
  );
  return treeOf(root).find((pid) => descriptorsOf(pid).some((target) => sockets.has(target))) ?? null;
}

/** Null: the process has ended. */
export function holdingsOf(pid: number): Holdings | null {
  const rss = /^VmRSS:\s+(\d+) kB/mu.exec(read(`/proc/${pid}/status`))?.[1];
  if (rss === undefined) return null;
  const waited = entries(`/proc/${pid}/task`).map((task) => Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[1] ?? 0) / 1e6);
  return { rssMb: Number(rss) / 1024, descriptors: entries(`/proc/${pid}/fd`).length, waitedForCoreMs: Math.max(0, ...waited) };
}

/**
 * Puts all threads of a process before whatever else this machine does, as far as we may (root): a busy machine makes every program late, and what is
 * measured is the program. Its threads still compete with each other.
 */
export function putFirst(pid: number): void {
  try {
    // Linux takes the number of a thread where POSIX means a process; threads that come later inherit it.
    for (const thread of entries(`/proc/${pid}/task`)) setPriority(Number(thread), -10);
    weighSession(pid, -10);
  } catch {
    // Without the right to do so it is measured as it is.
  }
}

/** Where Linux shares processor time between sessions first (autogroup, see sched(7)), priorities count within one only; 0 is the usual weight. */
export function weighSession(pid: number, nice: number): void {
  const file = `/proc/${pid}/autogroup`;
  if (existsSync(file)) writeFileSync(file, String(nice));
}

function descriptorsOf(pid: number): string[] {
  return entries(`/proc/${pid}/fd`).map((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return '';
    }
  });
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
