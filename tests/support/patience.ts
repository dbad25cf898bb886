/**
 * How long a test waits for what another process does: a program that starts, a server that writes, a page that renders.
 * A multiple of what a slow, busy machine needs, since only a failing test waits that long.
 */
export const PATIENCE_MS = 120_000;
