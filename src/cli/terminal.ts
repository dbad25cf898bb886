import type { Readable, Writable } from 'node:stream';

/** What a command reads and writes. Tests hand in one of their own and run the command in their process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Writes lines to `stdout` and `stderr`; a reader that has gone (`| head -1`) is no error. */
  readonly console: Pick<Console, 'log' | 'error'>;
}

/** This process's own. Node opens each stream when it is first asked for. */
export const processTerminal: Terminal = {
  env: process.env,
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  console,
};
