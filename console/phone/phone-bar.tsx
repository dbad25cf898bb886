import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Problem } from '../components/problem.tsx';
import { callerName } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';
import { Coach } from './coach.tsx';
import { usePhone } from './phone.tsx';
import { PhoneError } from './softphone.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The telephone at the edge of every page, while this browser is in a call. */
export function PhoneBar() {
  const { words } = useLanguage();
  const phone = usePhone();
  const { calls } = useLive();
  const [keys, setKeys] = useState(false);
  const call = calls.find(({ id }) => id === phone.callId);
  if (phone.problem) return <NoPhone error={phone.problem} onClose={phone.forgetProblem} />;
  if (phone.state === 'idle') return null;
  const waits = phone.role === 'listener' && call?.lead?.announced === false;
  return (
    <section className="phone-bar" aria-label={words.phone.title}>
      {phone.role === 'person' && call && <Coach call={call} />}
      <div className="phone-line">
        <div>
          <strong>{words.phone.role[phone.role]}</strong>{' '}
          {call && phone.role !== 'caller' && (
            <Link to="/calls/$callId" params={{ callId: call.id }}>
              {callerName(call, words)}
            </Link>
          )}
          <p className="faint" role="status">
            {phone.state === 'connecting' ? words.phone.connecting : waits ? words.phone.waits : words.phone.open}
          </p>
        </div>
        <Meter speaks={phone.role !== 'listener'} />
        <div className="row">
          {phone.role !== 'listener' && (
            <>
              <button type="button" className="button quiet" aria-pressed={phone.muted} onClick={() => phone.mute(!phone.muted)}>
                {phone.muted ? words.phone.unmute : words.phone.mute}
              </button>
              <button type="button" className="button quiet" aria-expanded={keys} onClick={() => setKeys(!keys)}>
                {words.try.keys}
              </button>
            </>
          )}
          <button type="button" className="button main" onClick={phone.hangUp}>
            {phone.role === 'listener' ? words.phone.stop : words.try.hangUp}
          </button>
        </div>
      </div>
      {keys && phone.role !== 'listener' && (
        <div className="keypad">
          {KEYS.map((digit) => (
            <button key={digit} type="button" className="button" aria-label={words.try.key(digit)} onClick={() => phone.press(digit)}>
              {digit}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function NoPhone({ error, onClose }: { error: Error; onClose: () => void }) {
  const { words } = useLanguage();
  return (
    <section className="phone-bar" aria-label={words.phone.title}>
      <div className="phone-line">
        {error instanceof PhoneError ? (
          <p className="problem" role="alert">
            {words.phone.problem[error.problem]}
          </p>
        ) : (
          <Problem error={error} />
        )}
        <button type="button" className="button quiet" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </section>
  );
}

/** Both sides' loudness, drawn past React: it changes with every picture of the screen. */
function Meter({ speaks }: { speaks: boolean }) {
  const { words } = useLanguage();
  const { levels } = usePhone();
  const heard = useRef<HTMLSpanElement>(null);
  const said = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      const now = levels();
      heard.current?.style.setProperty('--level', String(now.heard));
      said.current?.style.setProperty('--level', String(now.said));
      frame = window.requestAnimationFrame(draw);
    };
    draw();
    return () => window.cancelAnimationFrame(frame);
  }, [levels]);
  return (
    <div className="meters" aria-hidden="true">
      <span>{words.phone.other}</span>
      <span ref={heard} className="meter" />
      {speaks && (
        <>
          <span>{words.phone.you}</span>
          <span ref={said} className="meter own" />
        </>
      )}
    </div>
  );
}
