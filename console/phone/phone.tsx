import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { TryRequest, WebCallReply } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { useLive } from '../live.tsx';
import { openSoftphone, type Softphone } from './softphone.ts';

export type Role = 'caller' | 'person' | 'listener';

interface Phone {
  /** The call that this browser is in; null: none. */
  readonly callId: string | null;
  readonly role: Role;
  readonly state: 'idle' | 'connecting' | 'open';
  readonly muted: boolean;
  readonly problem: Error | null;
  /** Resolves with the call's id; null: it did not come about, and `problem` says why. */
  readonly call: (wish: TryRequest) => Promise<string | null>;
  readonly take: (callId: string) => void;
  readonly listen: (callId: string) => void;
  readonly mute: (muted: boolean) => void;
  readonly press: (digit: string) => void;
  readonly hangUp: () => void;
  readonly forgetProblem: () => void;
  readonly levels: () => { readonly heard: number; readonly said: number };
}

const SILENT = { heard: 0, said: 0 };
const Context = createContext<Phone | null>(null);

interface Line {
  readonly callId: string | null;
  readonly role: Role;
  readonly state: 'idle' | 'connecting' | 'open';
}

const IDLE: Line = { callId: null, role: 'caller', state: 'idle' };

/** This browser as a telephone: one call at a time, which goes on while its person looks at other pages. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const { calls } = useLive();
  const [line, setLine] = useState<Line>(IDLE);
  const [muted, setMuted] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const phone = useRef<Softphone | null>(null);

  const begin = useCallback(async (role: Role, callId: string | null, connect: (offer: string) => Promise<WebCallReply>) => {
    if (phone.current) phone.current.hangUp();
    setProblem(null);
    setMuted(false);
    setLine({ callId, role, state: 'connecting' });
    try {
      const onEnd = (): void => {
        phone.current = null;
        setLine(IDLE);
      };
      const opened = await openSoftphone(connect, { microphone: role !== 'listener', onEnd });
      phone.current = opened;
      setLine({ callId: opened.callId, role, state: 'open' });
      return opened.callId;
    } catch (error) {
      setLine(IDLE);
      setProblem(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }, []);

  // The other side of a call says that it is over; a browser would find out by itself, much later.
  const runs = line.callId !== null && calls.some(({ id, state }) => id === line.callId && !state.ended);
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && !runs && line.state === 'open') phone.current?.leave();
    ran.current = runs;
  }, [runs, line.state]);

  const value = useMemo<Phone>(
    () => ({
      ...line,
      muted,
      problem,
      call: (wish) => begin('caller', null, (offer) => api.webCall({ ...wish, offer })),
      take: (callId) => void begin('person', callId, (offer) => api.webTake(callId, offer)),
      listen: (callId) => void begin('listener', callId, (offer) => api.webListen(callId, offer)),
      mute(next) {
        phone.current?.mute(next);
        setMuted(next);
      },
      press: (digit) => phone.current?.press(digit),
      hangUp: () => phone.current?.hangUp(),
      forgetProblem: () => setProblem(null),
      levels: () => phone.current?.levels() ?? SILENT,
    }),
    [line, muted, problem, begin],
  );
  return <Context value={value}>{children}</Context>;
}

export function usePhone(): Phone {
  const phone = useContext(Context);
  if (!phone) throw new Error('usePhone needs a PhoneProvider');
  return phone;
}
