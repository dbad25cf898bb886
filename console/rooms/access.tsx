import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Role, UserEntry } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { OwnPasskeys } from '../components/passkeys.tsx';
import { Problem } from '../components/problem.tsx';
import { Tokens } from '../components/tokens.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';
import { useServer } from '../server-state.ts';

const MIN_PASSWORD_LENGTH = 10;

/** Who may open the console. */
export function Access() {
  const { words } = useLanguage();
  const server = useServer();
  const state = server.data;
  if (!state?.me) return null;
  return (
    <>
      <h1>{words.access.title}</h1>
      {state.passwordSet ? (
        <>
          {state.me.role === 'owner' && <People me={state.me.name} />}
          <OwnPassword />
          <OwnPasskeys />
          {state.me.role === 'owner' && <Tokens />}
          <Sessions />
          {!state.https && <InTheClear />}
        </>
      ) : (
        <FirstPassword addresses={state.sip.addresses} https={state.https} />
      )}
    </>
  );
}

/** The first one: from then on other devices get in too. */
export function FirstPassword({ addresses, https, onDone }: { addresses: readonly string[]; https: boolean; onDone?: () => void }) {
  const { words } = useLanguage();
  const show = useToast();
  const queries = useQueryClient();
  const urls = addresses.map((address) => `http://${address}:${window.location.port}`).join(', ');
  const set = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) => api.addUser(name, password, 'owner'),
    onSuccess: async () => {
      show({ text: words.access.opened(urls) });
      onDone?.();
      await queries.invalidateQueries();
    },
  });
  return (
    <PersonForm
      title={words.access.setPassword}
      level={2}
      submit={words.access.setPassword}
      error={set.error}
      pending={set.isPending}
      onSubmit={(name, password) => set.mutate({ name, password })}
    >
      <p>{words.access.noPassword}</p>
      {!https && <InTheClear />}
    </PersonForm>
  );
}

function People({ me }: { me: string }) {
  const { words } = useLanguage();
  const show = useToast();
  const queries = useQueryClient();
  const users = useQuery({ queryKey: ['users'], queryFn: api.users });
  const [role, setRole] = useState<Role>('member');
  const refresh = () => queries.invalidateQueries({ queryKey: ['users'] });
  const add = useMutation({
    mutationFn: ({ name, password }: { name: string; password: string }) => api.addUser(name, password, role),
    onSuccess: async () => {
      show({ text: words.access.added });
      await refresh();
    },
  });
  const remove = useMutation({ mutationFn: (user: UserEntry) => api.removeUser(user.id), onSuccess: refresh });
  return (
    <section aria-labelledby="people">
      <h2 id="people">{words.access.people}</h2>
      {users.isError && <Problem error={users.error} retry={() => void users.refetch()} />}
      <ul className="people">
        {users.data?.map((user) => (
          <li key={user.id}>
            <span>
              {user.name}
              {user.name === me && <span className="faint"> ({words.access.you})</span>}
              <br />
              <span className="faint">{user.role === 'owner' ? words.access.owner : words.access.member}</span>
              {user.logInName !== user.name && (
                <>
                  <br />
                  <span className="faint">{words.access.logsInAs(user.logInName)}</span>
                </>
              )}
            </span>
            {user.name !== me && (
              <button
                type="button"
                className="button"
                onClick={() => window.confirm(words.access.removeSure(user.name)) && remove.mutate(user)}
              >
                {words.access.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {remove.isError && <Problem error={remove.error} />}
      <PersonForm
        title={words.access.add}
        level={3}
        submit={words.access.add}
        error={add.error}
        pending={add.isPending}
        onSubmit={(name, password) => add.mutate({ name, password })}
      >
        <label className="field">
          <span>{words.access.role}</span>
          <select value={role} onChange={(event) => setRole(event.target.value === 'owner' ? 'owner' : 'member')}>
            <option value="member">{words.access.roleMember}</option>
            <option value="owner">{words.access.roleOwner}</option>
          </select>
        </label>
      </PersonForm>
    </section>
  );
}

interface PersonFormProps {
  title: string;
  /** 2: it stands by itself on a page; 3: in a section. */
  level: 2 | 3;
  submit: string;
  error: Error | null;
  pending: boolean;
  onSubmit: (name: string, password: string) => void;
  children?: ReactNode;
}

function PersonForm({ title, level, submit, error, pending, onSubmit, children }: PersonFormProps) {
  const { words } = useLanguage();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <form
      className="panel narrow"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(name, password);
        setPassword('');
      }}
    >
      <Heading>{title}</Heading>
      {children}
      <label className="field">
        <span>{words.access.name}</span>
        <input value={name} autoComplete="username" required maxLength={60} onChange={(event) => setName(event.target.value)} />
      </label>
      <NewPassword label={words.access.password} value={password} onChange={setPassword} />
      {error && <Problem error={error} />}
      <button type="submit" className="button main" disabled={pending}>
        {submit}
      </button>
    </form>
  );
}

function NewPassword({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const { words } = useLanguage();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="password"
        value={value}
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD_LENGTH}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="faint">{words.access.passwordHint(MIN_PASSWORD_LENGTH)}</span>
    </label>
  );
}

function OwnPassword() {
  const { words } = useLanguage();
  const show = useToast();
  const [before, setBefore] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => api.changePassword({ before, password }),
    onSuccess: () => {
      setBefore('');
      setPassword('');
      show({ text: words.access.changed });
    },
  });
  return (
    <form
      className="panel narrow"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <h2>{words.access.changePassword}</h2>
      <label className="field">
        <span>{words.access.oldPassword}</span>
        <input
          type="password"
          value={before}
          autoComplete="current-password"
          required
          maxLength={200}
          onChange={(event) => setBefore(event.target.value)}
        />
      </label>
      <NewPassword label={words.access.newPassword} value={password} onChange={setPassword} />
      {change.isError && <Problem error={change.error} />}
      <button type="submit" className="button" disabled={change.isPending}>
        {words.access.changePassword}
      </button>
    </form>
  );
}

function Sessions() {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries();
  const logOut = useMutation({ mutationFn: api.logOut, onSuccess });
  const everywhere = useMutation({ mutationFn: api.logOutEverywhere, onSuccess });
  return (
    <section className="panel narrow" aria-labelledby="sessions">
      <h2 id="sessions">{words.access.sessions}</h2>
      <div className="row">
        <button type="button" className="button" disabled={logOut.isPending} onClick={() => logOut.mutate()}>
          {words.access.logOut}
        </button>
        <button type="button" className="button quiet" disabled={everywhere.isPending} onClick={() => everywhere.mutate()}>
          {words.access.logOutEverywhere}
        </button>
      </div>
      <p className="faint">{words.access.logOutEverywhereHint}</p>
      {everywhere.isError && <Problem error={everywhere.error} />}
    </section>
  );
}

/** Where a proxy speaks HTTPS for us the page itself came sealed, and there is nothing to say. */
function InTheClear() {
  const { inTheClear } = useLanguage().words.access;
  if (window.location.protocol === 'https:') return null;
  return (
    <details className="aside">
      <summary>{inTheClear.title}</summary>
      <p>{inTheClear.text}</p>
      <p>{inTheClear.how}</p>
      <pre>
        <code>{'http:\n  https: { port: 8443 }'}</code>
      </pre>
    </details>
  );
}
