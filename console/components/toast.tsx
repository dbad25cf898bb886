import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useLanguage } from '../language.tsx';

interface Toast {
  readonly text: string;
  readonly undo?: () => void;
}

type Show = (toast: Toast) => void;

const SHOWN_MS = 8_000;
const Context = createContext<Show>(() => {});

/** A short word about what has just happened, with a way back. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { words } = useLanguage();
  const [toast, setToast] = useState<Toast | null>(null);
  const timer = useRef<number>(undefined);
  const show = useCallback<Show>((next) => {
    window.clearTimeout(timer.current);
    setToast(next);
    timer.current = window.setTimeout(() => setToast(null), SHOWN_MS);
  }, []);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (
    <Context value={show}>
      {children}
      <div className="toast-place" role="status">
        {toast && (
          <div className="toast">
            <span>{toast.text}</span>
            {toast.undo && (
              <button
                type="button"
                className="button quiet"
                onClick={() => {
                  setToast(null);
                  toast.undo?.();
                }}
              >
                {words.undo}
              </button>
            )}
            <button type="button" className="button quiet" aria-label={words.close} onClick={() => setToast(null)}>
              ×
            </button>
          </div>
        )}
      </div>
    </Context>
  );
}

export function useToast(): Show {
  return useContext(Context);
}
