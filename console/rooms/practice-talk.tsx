import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { PracticeReply, PracticeRequest } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { PracticeFeedback } from '../components/practice-feedback.tsx';
import { Problem } from '../components/problem.tsx';
import { SpeakButton } from '../components/speak-button.tsx';
import { useReadAloud } from '../components/use-read-aloud.ts';
import { useLanguage } from '../language.tsx';

const SEEDS = 1_000_000;

function newSeed(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % SEEDS;
}

/** A practice call: the person is called, and says what they like. */
export function PracticeTalk() {
  const { words, lang } = useLanguage();
  const { practice } = words;
  const { personaId } = useParams({ from: '/practice/$personaId' });
  const { difficulty } = useSearch({ from: '/practice/$personaId' });
  const queries = useQueryClient();
  const [talk, setTalk] = useState<PracticeReply | null>(null);
  const [request, setRequest] = useState<PracticeRequest>({
    persona: personaId,
    difficulty,
    lang,
    seed: newSeed(),
    said: [],
    hungUp: false,
  });
  const [text, setText] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const aloud = useReadAloud(request.lang);

  const play = useMutation({
    mutationFn: (wish: PracticeRequest) => api.practiceTalk(wish),
    onSuccess: (reply, wish) => {
      setTalk(reply);
      setRequest(wish);
      aloud.read(reply.turns.at(-1)?.reply ?? reply.opener);
      // A talk that ended is remembered; should that fail, the practice was no worse for it.
      if (reply.ending !== null && wish.said.length > 0)
        void api
          .keepPractice(crypto.randomUUID(), wish)
          .then(() => queries.invalidateQueries({ queryKey: ['practice'] }))
          .catch(() => {});
    },
  });
  const { mutate } = play;
  // The phone rings once; from then on only what the person does goes on with it.
  const first = useRef(request);
  useEffect(() => mutate(first.current), [mutate]);
  useEffect(() => {
    if (talk && talk.ending === null) end.current?.scrollIntoView({ block: 'nearest' });
  }, [talk]);

  const say = (line: string): void => {
    if (line.trim() === '' || play.isPending || talk?.ending !== null) return;
    mutate({ ...request, said: [...request.said, line.trim()] });
    setText('');
  };
  const from = (turn: number): void => {
    mutate({ ...request, said: request.said.slice(0, turn), hungUp: false });
    input.current?.focus();
  };
  const restart = (): void => mutate({ ...request, lang, seed: newSeed(), said: [], hungUp: false });

  if (!talk) {
    return (
      <>
        <h1>{practice.title}</h1>
        {play.isError ? <Problem error={play.error} retry={() => mutate(request)} /> : <p className="faint">{practice.rings}</p>}
        <BackToAll />
      </>
    );
  }
  return (
    <>
      <h1>{talk.persona.name}</h1>
      <p className="faint">{personaId.startsWith('call-') ? practice.fromCall : talk.persona.about}</p>
      <div className="conversation" role="log" aria-label={talk.persona.name}>
        <p className="bubble caller-voice">{talk.opener}</p>
        {talk.turns.map(({ said, reply }, index) => (
          <div key={`${index} ${said}`}>
            <p className="bubble caller">{said}</p>
            {reply !== null && <p className="bubble caller-voice">{reply}</p>}
          </div>
        ))}
        {talk.parting && talk.ending === null && <p className="bubble note">{practice.waitsForGoodbye}</p>}
        <div ref={end} />
      </div>
      {play.isError && <Problem error={play.error} />}
      {talk.ending === null ? (
        <>
          <form
            className="say"
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              say(text);
            }}
          >
            <input
              ref={input}
              aria-label={practice.input}
              placeholder={practice.input}
              value={text}
              maxLength={400}
              autoFocus
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit" className="button main" disabled={text.trim() === '' || play.isPending}>
              {practice.say}
            </button>
            <button type="button" className="button" onClick={() => mutate({ ...request, hungUp: true })}>
              {practice.hangUp}
            </button>
          </form>
          <p className="row">
            <label className="choice">
              <input
                type="checkbox"
                checked={aloud.on}
                onChange={(event) => aloud.setOn(event.target.checked, talk.turns.at(-1)?.reply ?? talk.opener)}
              />
              {practice.readAloud}
            </label>
            <SpeakButton lang={request.lang} onWords={say} />
          </p>
          {aloud.problem && <Problem error={aloud.problem} />}
          <p className="row ideas">
            <span className="faint">{practice.ideas}:</span>
            {practice.ideaLines.map((idea) => (
              <button key={idea} type="button" className="button quiet" onClick={() => say(idea)}>
                {idea}
              </button>
            ))}
          </p>
        </>
      ) : (
        <>
          <PracticeFeedback talk={talk} ending={talk.ending} onFrom={from} />
          <p className="row">
            <button type="button" className="button main" onClick={restart}>
              {practice.again}
            </button>
            <BackToAll />
          </p>
        </>
      )}
    </>
  );
}

function BackToAll() {
  const { practice } = useLanguage().words;
  return (
    <Link to="/practice" className="button">
      {practice.backToAll}
    </Link>
  );
}
