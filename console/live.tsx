import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { LiveCall, LiveEvent } from '../src/http/api.ts';
import { forgetLevel, noteLevel } from './caller-levels.ts';
import { useServer } from './server-state.ts';

interface Live {
  readonly calls: readonly LiveCall[];
  /** False while the connection to the server is interrupted. */
  readonly connected: boolean;
}

/** After which a refused stream is asked for again. */
const REFUSED_MS = 15_000;

const Context = createContext<Live>({ calls: [], connected: true });

/** Calls as they happen, by server-sent events; the browser reconnects by itself and says which event was the last. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const server = useServer();
  const loggedIn = server.data?.me != null;
  const [calls, setCalls] = useState<readonly LiveCall[]>([]);
  const [connected, setConnected] = useState(true);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!loggedIn) return;
    let again: number | undefined;
    const source = new EventSource('/api/live');
    source.onopen = () => setConnected(true);
    source.onerror = () => {
      setConnected(false);
      // A browser does not come back by itself after a refusal. The session may be over: then the state shows the log-in.
      if (source.readyState !== EventSource.CLOSED) return;
      void queries.invalidateQueries({ queryKey: ['state'] });
      again = window.setTimeout(() => setAttempt((attempt) => attempt + 1), REFUSED_MS);
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LiveEvent;
      if (event.type === 'level') return noteLevel(event.callId, event.dbfs);
      setCalls((before) => after(before, event));
      if (event.type === 'gone' || event.type === 'reset') void queries.invalidateQueries({ queryKey: ['calls'] });
      if (event.type === 'gone') forgetLevel(event.callId);
      if (event.type === 'gone') void queries.invalidateQueries({ queryKey: ['call', event.callId] });
      if (event.type === 'journal') {
        for (const key of ['calls', 'call', 'callers']) void queries.invalidateQueries({ queryKey: [key] });
      }
      if (event.type === 'experiences')
        for (const queryKey of [['experiences'], ['calls', 'today']]) void queries.invalidateQueries({ queryKey });
      if (event.type === 'packs') void queries.invalidateQueries({ queryKey: ['packs'] });
      if (event.type === 'lines' || event.type === 'state') {
        for (const key of ['state', 'settings']) void queries.invalidateQueries({ queryKey: [key] });
      }
    };
    return () => {
      window.clearTimeout(again);
      source.close();
    };
  }, [loggedIn, attempt, queries]);

  return <Context value={{ calls, connected }}>{children}</Context>;
}

export function useLive(): Live {
  return useContext(Context);
}

function after(calls: readonly LiveCall[], event: LiveEvent): readonly LiveCall[] {
  switch (event.type) {
    case 'reset':
      return event.calls;
    case 'call':
      return [...calls.filter((call) => call.id !== event.call.id), event.call].toSorted((a, b) => a.startedAt - b.startedAt);
    case 'gone':
      return calls.filter((call) => call.id !== event.callId);
    case 'level':
    case 'lines':
    case 'journal':
    case 'experiences':
    case 'packs':
    case 'state':
      return calls;
  }
}
