import { useSyncExternalStore } from 'react';

/** How loud callers are at this moment, in dBFS, by call. It changes some times a second, so only who draws it listens. */
const levels = new Map<string, number>();
const listeners = new Set<() => void>();

export function noteLevel(callId: string, dbfs: number): void {
  levels.set(callId, dbfs);
  for (const listener of listeners) listener();
}

export function forgetLevel(callId: string): void {
  levels.delete(callId);
}

/** Null: nothing was heard yet. */
export function useCallerLevel(callId: string): number | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => levels.get(callId) ?? null,
  );
}
