/** What an attacker knows, and for how long it attacks. */
export interface Target {
  readonly sipPort: number;
  readonly httpPort: number;
  readonly sitePort: number;
  /** A page of the public site that takes comments. */
  readonly story: string;
  /** The server's RTP port of somebody else's call. */
  readonly rtpPort: number;
  /** Of a logged-in owner: for what only the household can do by itself. */
  readonly cookie: string;
  readonly forMs: number;
}

/** What an attack did, in its own figures; for people who read a failure. */
export type Done = Readonly<Record<string, number>>;

export type Attack = (target: Target) => Promise<Done>;

/** The attackers of a test use loopback addresses from 127.0.0.10 on; the measured caller and monitor use 127.0.0.1. */
export const attackerAt = (nth: number): string => `127.0.0.${10 + nth}`;

/** In a row at most: a receive buffer of Linux's default size (212,992 bytes) holds twice as many messages, so that an attacker who was late himself loses nobody's. */
const BURST = 100;

/** Calls `act` with 0, 1, 2, ... so many times a second, and resolves to how many there were. After a delay at most a burst of them is made up for. */
export async function paced(perSecond: number, forMs: number, act: (nth: number) => void): Promise<number> {
  const begin = performance.now();
  let nth = 0;
  let due = 0;
  for (let last = begin; last - begin < forMs;) {
    await wait(5);
    const now = performance.now();
    due = Math.min(BURST, due + ((now - last) * perSecond) / 1_000);
    last = now;
    for (; due >= 1; due--) act(nth++);
  }
  return nth;
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
