import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { HintsReply, OwnCall, ReflectionContent, ReflectionRequest } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { MoodRows, PARTINGS, TapRow } from '../components/tap-row.tsx';
import { useToast } from '../components/toast.tsx';
import { WordPicker } from '../components/word-picker.tsx';
import { localInput } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';

const EMPTY: ReflectionContent = {
  said: '',
  heard: '',
  feelings: [],
  needs: [],
  theirFeelings: [],
  theirNeeds: [],
  unsaid: '',
  request: '',
  gratitude: '',
  own: { approach: null, parting: null, before: null, after: null },
};
const LONGEST = 4_000;

/** One reflection, new or kept. */
export function Reflection() {
  const { words } = useLanguage();
  const { reflectionId } = useParams({ from: '/reflections/$reflectionId' });
  const { call } = useSearch({ from: '/reflections/$reflectionId' });
  const isNew = reflectionId === 'new';
  const kept = useQuery({ queryKey: ['reflection', reflectionId], queryFn: () => api.reflection(reflectionId), enabled: !isNew });
  const ofCall = useQuery({ queryKey: ['call', call], queryFn: () => api.call(call ?? ''), enabled: isNew && call !== undefined });
  const [now] = useState(() => Date.now());
  const problem = kept.error ?? ofCall.error;
  if (problem) return <Problem error={problem} />;
  if ((!isNew && !kept.data) || (isNew && call !== undefined && !ofCall.data)) return <p className="faint">{words.loading}</p>;
  const begun: ReflectionRequest = kept.data ?? { callId: call ?? null, happenedAt: ofCall.data?.call.startedAt ?? now, content: EMPTY };
  return <ReflectionForm key={reflectionId} id={isNew ? null : reflectionId} begun={begun} />;
}

function ReflectionForm({ id, begun }: { id: string | null; begun: ReflectionRequest }) {
  const { words, lang } = useLanguage();
  const { reflection } = words;
  const show = useToast();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [happenedAt, setHappenedAt] = useState(begun.happenedAt);
  const [content, setContent] = useState(begun.content);
  const lists = useQuery({ queryKey: ['word-lists', lang], queryFn: () => api.wordLists(lang) });
  const hints = useMutation({
    mutationFn: () => api.reflectionHints({ lang, said: content.said, unsaid: content.unsaid, request: content.request }),
  });
  const refresh = () => queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('reflection') });
  const save = useMutation({
    mutationFn: (to: string) => api.keepReflection(to, { callId: begun.callId, happenedAt, content }),
    onSuccess: async () => {
      show({ text: reflection.saved });
      await refresh();
      await navigate({ to: '/reflections' });
    },
  });
  const remove = useMutation({
    mutationFn: (of: string) => api.deleteReflection(of),
    onSuccess: async (_reply, of) => {
      const again = { callId: begun.callId, happenedAt: begun.happenedAt, content: begun.content };
      // First away: asked for once more, it would not be there.
      await navigate({ to: '/reflections' });
      show({ text: reflection.deleted, undo: () => void api.keepReflection(of, again).then(refresh) });
      await refresh();
    },
  });
  const set = (part: Partial<ReflectionContent>): void => setContent((before) => ({ ...before, ...part }));
  const feelings = [
    { name: reflection.unmet, words: lists.data?.feelings.unmet ?? [] },
    { name: reflection.met, words: lists.data?.feelings.met ?? [] },
  ];
  const needs = (lists.data?.needs ?? []).map((group) => ({ name: null, words: group }));
  const area = (field: 'said' | 'heard' | 'unsaid' | 'request' | 'gratitude') => (
    <TextField
      label={reflection.fields[field]}
      value={content[field]}
      onChange={(value) => set({ [field]: value })}
      onLeave={() => hints.mutate()}
      hints={hints.data?.hints.filter((hint) => hint.field === field) ?? []}
    />
  );
  const picker = (field: 'feelings' | 'needs' | 'theirFeelings' | 'theirNeeds', from: typeof feelings | typeof needs) => (
    <WordPicker label={reflection.fields[field]} chosen={content[field]} lists={from} onChange={(value) => set({ [field]: value })} />
  );
  return (
    <form
      className="reflection"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(id ?? crypto.randomUUID());
      }}
    >
      <p>
        <Link to="/reflections">← {reflection.back}</Link>
      </p>
      <h1>{reflection.title}</h1>
      <p className="lead">{reflection.lead}</p>
      {begun.callId !== null ? (
        <p>
          <Link to="/calls/$callId" params={{ callId: begun.callId }}>
            {reflection.aboutCall}
          </Link>
        </p>
      ) : (
        <label className="field when">
          <span>{reflection.callAt}</span>
          <input
            type="datetime-local"
            value={localInput(happenedAt)}
            onChange={(event) => event.target.value !== '' && setHappenedAt(new Date(event.target.value).getTime())}
          />
        </label>
      )}
      {lists.isError && <Problem error={lists.error} retry={() => void lists.refetch()} />}
      <StepSection step="observation">
        {area('said')}
        {area('heard')}
      </StepSection>
      <StepSection step="feelings">
        {picker('feelings', feelings)}
        {picker('theirFeelings', feelings)}
      </StepSection>
      <StepSection step="needs">
        {picker('needs', needs)}
        {picker('theirNeeds', needs)}
      </StepSection>
      <StepSection step="request">
        {area('unsaid')}
        {area('request')}
        {area('gratitude')}
      </StepSection>
      {begun.callId === null && <OwnCallSection own={content.own} onChange={(own) => set({ own })} />}
      {(save.isError || remove.isError) && <Problem error={save.error ?? remove.error ?? new Error('reflection')} />}
      <p className="row">
        <button type="submit" className="button main" disabled={save.isPending}>
          {reflection.save}
        </button>
        {id !== null && (
          <button type="button" className="button" disabled={remove.isPending} onClick={() => remove.mutate(id)}>
            {reflection.delete}
          </button>
        )}
        {id !== null && <ToStory reflectionId={id} />}
      </p>
    </form>
  );
}

/** What one wrote for oneself, as the beginning of what others may read. */
function ToStory({ reflectionId }: { reflectionId: string }) {
  const { words, lang } = useLanguage();
  const { draftFrom } = words.experiences;
  const navigate = useNavigate();
  const hasSite = useServer().data?.hasSite ?? false;
  const begin = useMutation({
    mutationFn: () => api.storyFrom({ reflectionId, lang }),
    onSuccess: ({ story }) => navigate({ to: '/experiences/$storyId', params: { storyId: story.id }, search: {} }),
  });
  if (!hasSite) return null;
  return (
    <>
      <button type="button" className="button quiet" disabled={begin.isPending} title={draftFrom.hint} onClick={() => begin.mutate()}>
        {draftFrom.action}
      </button>
      {begin.isError && <Problem error={begin.error} />}
    </>
  );
}

function StepSection({ step, children }: { step: 'observation' | 'feelings' | 'needs' | 'request'; children: React.ReactNode }) {
  const { steps } = useLanguage().words.reflection;
  return (
    <section className="step" aria-labelledby={`step-${step}`}>
      <h2 id={`step-${step}`}>{steps[step].title}</h2>
      <p className="faint">{steps[step].hint}</p>
      {children}
    </section>
  );
}

const APPROACHES = ['friendly_no', 'empathy', 'redirect'] as const;

/** A call on one's own telephone: how one answered, how it parted, how one felt. */
function OwnCallSection({ own, onChange }: { own: OwnCall; onChange: (own: OwnCall) => void }) {
  const { reflection, evidence } = useLanguage().words;
  /** A second tap takes the first one back. */
  const tap = <Field extends keyof OwnCall>(field: Field, value: OwnCall[Field]): void =>
    onChange({ ...own, [field]: own[field] === value ? null : value });
  return (
    <section className="step" aria-labelledby="step-own">
      <h2 id="step-own">{reflection.own.title}</h2>
      <p className="faint">{reflection.own.hint}</p>
      <TapRow
        label={reflection.own.how}
        options={APPROACHES.map((value) => ({ value, name: evidence.approach[value] }))}
        chosen={own.approach}
        onTap={(value) => tap('approach', value)}
      />
      <TapRow
        label={evidence.ofCall.title}
        options={PARTINGS.map((value) => ({ value, name: evidence.partings[value] }))}
        chosen={own.parting}
        onTap={(value) => tap('parting', value)}
      />
      <MoodRows mood={own} onTap={tap} />
    </section>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hints: HintsReply['hints'];
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

function TextField({ label, value, hints, onChange, onLeave }: TextFieldProps) {
  const { reflection } = useLanguage().words;
  return (
    <label className="field">
      <span>{label}</span>
      <textarea rows={3} value={value} maxLength={LONGEST} onChange={(event) => onChange(event.target.value)} onBlur={onLeave} />
      <span aria-live="polite">
        {hints.map(({ mixUp, sentence }) => (
          <span key={sentence} className="hint">
            <q>{sentence}</q> {reflection.hints[mixUp]}
          </span>
        ))}
      </span>
    </label>
  );
}
