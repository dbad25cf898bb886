import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Language, LiveCall, SalesApproach, SpokenItem } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { nowWords } from '../components/live-call.tsx';
import { Problem } from '../components/problem.tsx';
import { hasWords } from '../components/timeline-list.tsx';
import { useLanguage } from '../language.tsx';
import { useLive } from '../live.tsx';
import { usePhone } from '../phone/phone.tsx';
import { useServer } from '../server-state.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** Be the caller: a telephone call, typed. */
export function Try() {
  const { words, lang: consoleLang } = useLanguage();
  const [lang, setLang] = useState<Language>(consoleLang);
  const [known, setKnown] = useState(false);
  const [approach, setApproach] = useState<SalesApproach | null>(null);
  const [callId, setCallId] = useState<string | null>(null);
  const phone = usePhone();
  const server = useServer();
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: () => api.tryBegin({ lang, known, ...(approach && { approach }) }),
    onSuccess: (reply) => setCallId(reply.callId),
  });
  const speak = async (): Promise<void> => {
    const id = await phone.call({ lang, known, ...(approach && { approach }) });
    if (id !== null) await navigate({ to: '/calls/$callId', params: { callId: id } });
  };
  if (callId !== null) return <Conversation key={callId} callId={callId} onAgain={() => setCallId(null)} />;
  return (
    <>
      <h1>{words.try.title}</h1>
      <p className="lead">{words.try.lead}</p>
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <fieldset>
          <legend>{words.try.as}</legend>
          <Choice name="known" checked={!known} onChoose={() => setKnown(false)} label={words.try.stranger} />
          <Choice name="known" checked={known} onChoose={() => setKnown(true)} label={words.try.known} />
        </fieldset>
        {!known && (
          <fieldset>
            <legend>{words.try.met}</legend>
            <Choice name="approach" checked={approach === null} onChoose={() => setApproach(null)} label={words.try.asSet} />
            {(['friendly_no', 'empathy'] as const).map((one) => (
              <Choice
                key={one}
                name="approach"
                checked={approach === one}
                onChoose={() => setApproach(one)}
                label={words.try.approach[one]}
              />
            ))}
          </fieldset>
        )}
        <fieldset>
          <legend>{words.try.spoken}</legend>
          <Choice name="lang" checked={lang === 'de'} onChoose={() => setLang('de')} label="Deutsch" />
          <Choice name="lang" checked={lang === 'en'} onChoose={() => setLang('en')} label="English" />
        </fieldset>
        {begin.isError && <Problem error={begin.error} />}
        <div className="row">
          <button type="submit" className="button main" disabled={begin.isPending}>
            {words.try.start}
          </button>
          <button type="button" className="button" disabled={phone.state !== 'idle'} onClick={() => void speak()}>
            {words.phone.speakButton}
          </button>
        </div>
        <p className="faint">
          {words.phone.speakLead} {server.data?.hearsWords === false && words.phone.speakLevelZero}
        </p>
      </form>
    </>
  );
}

function Choice({ name, checked, onChoose, label }: { name: string; checked: boolean; onChoose: () => void; label: string }) {
  return (
    <label className="choice">
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      {label}
    </label>
  );
}

/** What stands in the conversation: what was said on the line, and what the person typed. */
interface Line {
  readonly key: string;
  readonly who: 'attendant' | 'caller' | 'note';
  readonly text: string;
  readonly cut?: boolean;
}

function Conversation({ callId, onAgain }: { callId: string; onAgain: () => void }) {
  const { words } = useLanguage();
  const found = useLive().calls.find((call) => call.id === callId);
  const [last, setLast] = useState<LiveCall | null>(null);
  const [typed, setTyped] = useState<{ at: number; text: string }[]>([]);
  const [text, setText] = useState('');
  const [ended, setEnded] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found) setLast(found);
    else if (last) setEnded(true);
  }, [found, last]);
  const call = found ?? last;
  const over = ended || call?.state.ended === true;
  const say = useMutation({ mutationFn: (line: string) => api.trySay(callId, line) });
  const press = useMutation({ mutationFn: (digit: string) => api.tryKey(callId, digit) });
  const hangUp = useMutation({ mutationFn: () => api.tryHangUp(callId) });
  const lines = linesOf(call, typed, words);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines.length, call?.state.saying]);

  const speak = (line: string): void => {
    if (line.trim() === '' || over) return;
    setTyped((before) => [...before, { at: Date.now() - (call?.startedAt ?? Date.now()), text: line.trim() }]);
    say.mutate(line.trim());
    setText('');
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    speak(text);
  };

  return (
    <>
      <h1>{words.try.title}</h1>
      <div className="conversation" role="log" aria-label={words.try.title}>
        {lines.map((line) => (
          <p key={line.key} className={`bubble ${line.who}`}>
            {line.text}
            {line.cut && <em className="faint"> … ({words.call.cut})</em>}
          </p>
        ))}
        {call?.state.saying != null && !over && <p className="bubble attendant saying">{call.state.saying}</p>}
        <p className="now" aria-live="polite">
          {over ? words.try.ended : call?.state.answered ? <NowLine call={call} /> : words.try.connecting}
        </p>
        <div ref={end} />
      </div>
      {[say, press, hangUp].map((mutation, index) => mutation.isError && !over && <Problem key={index} error={mutation.error} />)}
      {over ? (
        <p className="row">
          <button type="button" className="button main" onClick={onAgain}>
            {words.try.again}
          </button>
          <Link to="/calls/$callId" params={{ callId }} className="button">
            {words.try.toJournal}
          </Link>
        </p>
      ) : (
        <>
          <form className="say" onSubmit={submit}>
            <input
              aria-label={words.try.input}
              placeholder={words.try.input}
              value={text}
              maxLength={400}
              autoFocus
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit" className="button main" disabled={text.trim() === ''}>
              {words.try.say}
            </button>
            <button type="button" className="button" onClick={() => hangUp.mutate()}>
              {words.try.hangUp}
            </button>
          </form>
          <p className="row ideas">
            <span className="faint">{words.try.ideas}:</span>
            {words.try.ideaLines.map((idea) => (
              <button key={idea} type="button" className="button quiet" onClick={() => speak(idea)}>
                {idea}
              </button>
            ))}
          </p>
          <details className="keypad">
            <summary>{words.try.keys}</summary>
            <div>
              {KEYS.map((digit) => (
                <button key={digit} type="button" className="button" aria-label={words.try.key(digit)} onClick={() => press.mutate(digit)}>
                  {digit}
                </button>
              ))}
            </div>
          </details>
        </>
      )}
    </>
  );
}

function NowLine({ call }: { call: LiveCall }) {
  const { words } = useLanguage();
  const { state } = call;
  if (state.callerSpeaks) return <>{state.recording ? `${words.try.speaking} ${words.try.recording}.` : words.try.speaking}</>;
  if (state.saying !== null) return <>{words.call.says}</>;
  if (state.recording) return <>{`${words.try.quiet} ${words.try.recording}.`}</>;
  return <>{nowWords(call, words)}</>;
}

function linesOf(
  call: LiveCall | null,
  typed: readonly { at: number; text: string }[],
  words: ReturnType<typeof useLanguage>['words'],
): Line[] {
  const heard = (call?.timeline ?? []).filter(hasWords).flatMap((item, index) => heardLine(item, index, words));
  const said = typed.map(({ at, text }, index) => ({ at, line: { key: `typed${index}`, who: 'caller' as const, text } }));
  return [...heard, ...said].toSorted((a, b) => a.at - b.at).map(({ line }) => line);
}

function heardLine(item: SpokenItem, index: number, words: ReturnType<typeof useLanguage>['words']): { at: number; line: Line }[] {
  const key = `heard${index}`;
  if (item.kind === 'attendant_spoke')
    return [{ at: item.fromMs, line: { key, who: 'attendant', text: item.words ?? '', cut: !item.complete } }];
  if (item.kind === 'tone') return [{ at: item.fromMs, line: { key, who: 'note', text: words.try.toneHeard } }];
  if (item.kind !== 'moment') return [];
  if (item.what === 'key') return [{ at: item.fromMs, line: { key, who: 'note', text: words.try.youPressed(item.digit ?? '') } }];
  const told = item.what === 'message_saved' || item.what === 'message_not_saved' || item.what === 'ended_by_attendant';
  return told ? [{ at: item.fromMs, line: { key, who: 'note', text: words.call[item.what] } }] : [];
}
