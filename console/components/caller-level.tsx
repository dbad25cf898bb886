import type { CSSProperties } from 'react';
import { useCallerLevel } from '../caller-levels.ts';
import { useLanguage } from '../language.tsx';

/** The quietest that is drawn, in dBFS. */
const FLOOR_DBFS = -60;

/** How loud the caller is at this moment. */
export function CallerLevel({ callId }: { callId: string }) {
  const { words } = useLanguage();
  const level = useCallerLevel(callId);
  const share = level === null ? 0 : Math.max(0, Math.min(1, 1 - level / FLOOR_DBFS));
  return <span className="meter" role="img" aria-label={words.phone.loudness} style={{ '--level': share } as CSSProperties} />;
}
