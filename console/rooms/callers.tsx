import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { BookEntry, ImportReply, Welcome } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { FileButton } from '../components/file-button.tsx';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';

const MOST_BYTES = 4 * 1024 * 1024;
/** So many are shown at once; whoever has more searches. */
const SHOWN = 200;
const PROBLEMS_SHOWN = 10;

/** Whom the household knows by number: who is welcome, and who no longer is. */
export function Callers() {
  const { callers, call } = useLanguage().words;
  const entries = useQuery({ queryKey: ['callers'], queryFn: api.callers });
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const digits = wanted.replaceAll(/\D/gu, '').replace(/^0+/u, '');
  const fits = ({ name, number }: BookEntry): boolean => name.toLowerCase().includes(wanted) || (digits !== '' && number.includes(digits));
  const found = entries.data?.filter(fits) ?? [];
  return (
    <>
      <p>
        <Link to="/calls">← {call.back}</Link>
      </p>
      <h1>{callers.title}</h1>
      <p className="lead">{callers.lead}</p>
      {entries.isError && <Problem error={entries.error} retry={() => void entries.refetch()} />}
      {entries.data?.length === 0 && <p>{callers.empty}</p>}
      {(entries.data?.length ?? 0) > 10 && (
        <label className="field">
          <span>{callers.search}</span>
          <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
      )}
      <ul className="people numbers">
        {found.slice(0, SHOWN).map((entry) => (
          <Entry key={entry.number} entry={entry} />
        ))}
      </ul>
      {found.length > SHOWN && <p className="faint">… {found.length - SHOWN}</p>}
      <div className="side-by-side">
        <NewEntry />
        <Import />
      </div>
      <p className="faint">{callers.fileStays('contacts.csv')}</p>
    </>
  );
}

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['callers'] });
}

function Entry({ entry }: { entry: BookEntry }) {
  const { callers } = useLanguage().words;
  const show = useToast();
  const refresh = useRefresh();
  const name = entry.name || `+${entry.number}`;
  const back = (): void => void api.putEntry(entry).then(refresh);
  const remove = useMutation({
    mutationFn: () => api.removeCaller(entry.number),
    onSuccess: async () => {
      show({ text: callers.removed(name), undo: back });
      await refresh();
    },
  });
  const change = useMutation({
    mutationFn: (welcome: Welcome) => api.putEntry({ ...entry, welcome }),
    onSuccess: async (_reply, welcome) => {
      show({ text: `${name}: ${callers[welcome]}`, undo: back });
      await refresh();
    },
  });
  const other = entry.welcome === 'wanted' ? 'unwanted' : 'wanted';
  return (
    <li>
      <span>
        {entry.name || <span className="faint">{callers.nameless}</span>}
        <span className={entry.welcome === 'wanted' ? 'badge plain' : 'badge'}>{callers[entry.welcome]}</span>
        <br />
        <span className="faint">+{entry.number}</span>
        {(remove.isError || change.isError) && <Problem error={remove.error ?? change.error ?? new Error('entry')} />}
      </span>
      <span className="row">
        <button type="button" className="button quiet" disabled={change.isPending} onClick={() => change.mutate(other)}>
          {other === 'wanted' ? callers.makeWanted : callers.makeUnwanted}
        </button>
        <button
          type="button"
          className="button quiet"
          aria-label={callers.removeNamed(name)}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {callers.remove}
        </button>
      </span>
    </li>
  );
}

function NewEntry() {
  const { callers } = useLanguage().words;
  const show = useToast();
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [welcome, setWelcome] = useState<Welcome>('wanted');
  const add = useMutation({
    mutationFn: () => api.putCaller({ name, number, welcome }),
    onSuccess: async () => {
      show({ text: callers.added(name || number) });
      setName('');
      setNumber('');
      await refresh();
    },
  });
  return (
    <form
      className="panel narrow"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h2>{callers.addTitle}</h2>
      <label className="field">
        <span>{callers.name}</span>
        <input value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="field">
        <span>{callers.number}</span>
        <input value={number} type="tel" required maxLength={60} autoComplete="off" onChange={(event) => setNumber(event.target.value)} />
      </label>
      <label className="field">
        <span>{callers.welcome}</span>
        <select value={welcome} onChange={(event) => setWelcome(event.target.value === 'unwanted' ? 'unwanted' : 'wanted')}>
          <option value="wanted">{callers.wanted}</option>
          <option value="unwanted">{callers.unwanted}</option>
        </select>
      </label>
      {add.isError && <Problem error={add.error} />}
      <button type="submit" className="button main" disabled={add.isPending}>
        {callers.add}
      </button>
    </form>
  );
}

function Import() {
  const { callers } = useLanguage().words;
  const show = useToast();
  const refresh = useRefresh();
  const [tooLarge, setTooLarge] = useState(false);
  const read = useMutation({
    mutationFn: async (file: File) => api.importCallers(await file.text()),
    onSuccess: async ({ added, renamed }) => {
      show({
        text: callers.imported(added.length, renamed),
        ...(added.length > 0 && { undo: () => void api.removeCallers(added).then(refresh) }),
      });
      await refresh();
    },
  });
  return (
    <section className="panel narrow">
      <h2>{callers.importTitle}</h2>
      <p>{callers.importHint}</p>
      <FileButton
        label={callers.importChoose}
        accept=".vcf,.csv,.txt,text/vcard,text/csv"
        disabled={read.isPending}
        onFile={(file) => {
          setTooLarge(file.size > MOST_BYTES);
          if (file.size <= MOST_BYTES) read.mutate(file);
        }}
      />
      {read.isPending && <p className="faint">{callers.importing}</p>}
      {tooLarge && <p className="problem">{callers.tooLarge}</p>}
      {read.isError && <Problem error={read.error} />}
      {read.data && read.data.problems.length > 0 && <Problems problems={read.data.problems} />}
    </section>
  );
}

function Problems({ problems }: { problems: ImportReply['problems'] }) {
  const { callers } = useLanguage().words;
  return (
    <div className="problem">
      <p>{callers.passedOver(problems.length)}</p>
      <ul>
        {problems.slice(0, PROBLEMS_SHOWN).map(({ line, problem }) => (
          <li key={`${line} ${problem}`}>{callers.problem(line, problem)}</li>
        ))}
        {problems.length > PROBLEMS_SHOWN && <li>…</li>}
      </ul>
    </div>
  );
}
