import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ApiProblem } from '../api-client.ts';
import { dateAndTime } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';
import { useToast } from './toast.tsx';

/** Why this page can use no passkey; null: it can. Browsers have them on secure pages with a name only. */
export function passkeyProblem(): 'insecure' | 'no_name' | 'unknown' | null {
  if (!window.isSecureContext) return 'insecure';
  if (/^(?:[\d.]+|\[.*\])$/u.test(window.location.hostname)) return 'no_name';
  return typeof window.PublicKeyCredential === 'undefined' ? 'unknown' : null;
}

/** A person's own passkeys: add one, see when it was used, take it away. */
export function OwnPasskeys() {
  const { words, lang } = useLanguage();
  const { passkeys } = words.access;
  const show = useToast();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const problem = passkeyProblem();
  const own = useQuery({ queryKey: ['passkeys'], queryFn: api.passkeys });
  const refresh = () => queries.invalidateQueries({ queryKey: ['passkeys'] });
  const add = useMutation({
    mutationFn: () => addPasskey(name.trim() || passkeys.thisDevice),
    onSuccess: async () => {
      setName('');
      show({ text: passkeys.added });
      await refresh();
    },
  });
  const remove = useMutation({ mutationFn: api.removePasskey, onSuccess: refresh });
  return (
    <section className="panel narrow" aria-labelledby="passkeys">
      <h2 id="passkeys">{passkeys.title}</h2>
      <p>{passkeys.lead}</p>
      {own.isError && <Problem error={own.error} retry={() => void own.refetch()} />}
      <ul className="people">
        {own.data?.map((passkey) => (
          <li key={passkey.id}>
            <span>
              {passkey.name}
              <br />
              <span className="faint">
                {passkey.lastUsedAt === null ? passkeys.neverUsed : passkeys.lastUsed(dateAndTime(lang, passkey.lastUsedAt))}
              </span>
            </span>
            <button
              type="button"
              className="button quiet"
              aria-label={passkeys.removeNamed(passkey.name)}
              onClick={() => window.confirm(passkeys.removeSure(passkey.name)) && remove.mutate(passkey.id)}
            >
              {words.access.remove}
            </button>
          </li>
        ))}
      </ul>
      {problem !== null && <p className="faint">{passkeys.problem[problem]}</p>}
      {problem === null && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <label className="field">
            <span>{passkeys.name}</span>
            <input value={name} maxLength={60} placeholder={passkeys.thisDevice} onChange={(event) => setName(event.target.value)} />
          </label>
          <button type="submit" className="button" disabled={add.isPending}>
            {passkeys.add}
          </button>
        </form>
      )}
      {add.isError && <PasskeyProblem error={add.error} />}
      {remove.isError && <Problem error={remove.error} />}
    </section>
  );
}

/** Logs in with a passkey of this device. */
export function PasskeyLogIn() {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const logIn = useMutation({ mutationFn: logInByPasskey, onSuccess: () => queries.invalidateQueries() });
  if (passkeyProblem() !== null) return null;
  return (
    <>
      <button type="button" className="button" disabled={logIn.isPending} onClick={() => logIn.mutate()}>
        {words.access.passkeys.logIn}
      </button>
      {logIn.isError && <PasskeyProblem error={logIn.error} />}
    </>
  );
}

/** What the server said, or that the device was not asked to the end. */
function PasskeyProblem({ error }: { error: Error }) {
  const { passkeys } = useLanguage().words.access;
  if (error instanceof ApiProblem) return <Problem error={error} />;
  return (
    <p className="problem" role="alert">
      {passkeys.notDone}
    </p>
  );
}

async function addPasskey(name: string): Promise<void> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const response = await startRegistration({ optionsJSON: await api.passkeyOptions() });
  await api.addPasskey(name, response);
}

async function logInByPasskey(): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const response = await startAuthentication({ optionsJSON: await api.passkeyLogInOptions() });
  await api.logInByPasskey(response);
}
