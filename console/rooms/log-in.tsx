import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api-client.ts';
import { PasskeyLogIn } from '../components/passkeys.tsx';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';

export function LogIn({ severalHouseholds }: { severalHouseholds: boolean }) {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const logIn = useMutation({ mutationFn: () => api.logIn(name, password), onSuccess: () => queries.invalidateQueries() });
  return (
    <form
      className="panel narrow"
      onSubmit={(event) => {
        event.preventDefault();
        logIn.mutate();
      }}
    >
      <h1>{words.access.logInTitle}</h1>
      <label className="field">
        <span>{words.access.name}</span>
        <input value={name} autoComplete="username" required maxLength={100} onChange={(event) => setName(event.target.value)} />
        {severalHouseholds && <span className="faint">{words.access.severalHouseholds}</span>}
      </label>
      <label className="field">
        <span>{words.access.password}</span>
        <input
          type="password"
          value={password}
          autoComplete="current-password"
          required
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      {logIn.isError && <Problem error={logIn.error} />}
      <button type="submit" className="button main" disabled={logIn.isPending}>
        {words.access.logIn}
      </button>
      <PasskeyLogIn />
    </form>
  );
}
