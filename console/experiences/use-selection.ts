import { useRef, useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** Which rows of a list are ticked. A row that leaves the list leaves the selection for good, even if it comes back. */
export interface Selection {
  /** In the order of the list. */
  readonly ids: readonly string[];
  /** `range`: so are all rows between this one and the one that was set last. */
  readonly set: (id: string, ticked: boolean, range: boolean) => void;
  readonly setAll: (ticked: boolean) => void;
  readonly remove: (ids: readonly string[]) => void;
}

export function useSelection(shown: readonly string[]): Selection {
  const [ticked, setTicked] = useState(NONE);
  const last = useRef<string | null>(null);
  const ids = shown.filter((id) => ticked.has(id));
  if (ids.length < ticked.size) setTicked(new Set(ids));
  return {
    ids,
    set: (id, on, range) => {
      const [from, to] = [range && last.current !== null ? shown.indexOf(last.current) : -1, shown.indexOf(id)];
      const changed = from === -1 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
      last.current = id;
      setTicked((before) => (on ? before.union(new Set(changed)) : before.difference(new Set(changed))));
    },
    setAll: (on) => {
      last.current = null;
      setTicked(on ? new Set(shown) : NONE);
    },
    remove: (gone) => setTicked((before) => before.difference(new Set(gone))),
  };
}
