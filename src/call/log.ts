/** Where parts of the system say what happened. Never names, numbers, addresses of callers, words, or secrets. */
export interface Log {
  info(what: Readonly<Record<string, unknown>>, message: string): void;
  warn(what: Readonly<Record<string, unknown>>, message: string): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {} };
