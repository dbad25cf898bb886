import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role, TokenRequest } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { dateAndTime, longDate } from '../format.ts';
import { useLanguage } from '../language.tsx';
import { Problem } from './problem.tsx';
import { useToast } from './toast.tsx';

const DAYS = [30, 90, 365] as const;

/** Keys for programs; each is shown once, when it is made. */
export function Tokens() {
  const { words, lang } = useLanguage();
  const { tokens } = words.access;
  const show = useToast();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [days, setDays] = useState<TokenRequest['days']>(365);
  const all = useQuery({ queryKey: ['tokens'], queryFn: api.tokens });
  const refresh = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  const add = useMutation({
    mutationFn: () => api.addToken({ name, role, ...(days !== undefined && { days }) }),
    onSuccess: async () => {
      setName('');
      await refresh();
    },
  });
  const remove = useMutation({ mutationFn: api.removeToken, onSuccess: refresh });
  const made = add.data?.token;
  const now = all.dataUpdatedAt;
  const lifeOf = (until: number | null): string => {
    if (until === null) return tokens.noEnd;
    return until <= now ? tokens.over(longDate(lang, until)) : tokens.until(longDate(lang, until));
  };
  return (
    <section className="panel narrow" aria-labelledby="tokens">
      <h2 id="tokens">{tokens.title}</h2>
      <p>
        {tokens.lead} <a href="/api/openapi.json">{tokens.description}</a>
      </p>
      {all.isError && <Problem error={all.error} retry={() => void all.refetch()} />}
      <ul className="people">
        {all.data?.map((token) => (
          <li key={token.id}>
            <span>
              {token.name}
              <br />
              <span className="faint">
                {token.role === 'owner' ? tokens.owner : tokens.member},{' '}
                {token.lastUsedAt === null
                  ? words.access.passkeys.neverUsed
                  : words.access.passkeys.lastUsed(dateAndTime(lang, token.lastUsedAt))}
              </span>
              <br />
              <span className="faint">{lifeOf(token.expiresAt)}</span>
            </span>
            <button
              type="button"
              className="button quiet"
              onClick={() => window.confirm(words.access.passkeys.removeSure(token.name)) && remove.mutate(token.id)}
            >
              {words.access.remove}
            </button>
          </li>
        ))}
      </ul>
      {made !== undefined && (
        <div className="problem" role="status">
          <p>{tokens.once}</p>
          <p>
            <code className="token">{made}</code>
          </p>
          <button
            type="button"
            className="button small"
            onClick={() => void navigator.clipboard.writeText(made).then(() => show({ text: tokens.copied }))}
          >
            {tokens.copy}
          </button>
        </div>
      )}
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <label className="field">
          <span>{tokens.name}</span>
          <input value={name} required maxLength={60} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="field">
          <span>{words.access.role}</span>
          <select value={role} onChange={(event) => setRole(event.target.value === 'owner' ? 'owner' : 'member')}>
            <option value="member">{tokens.member}</option>
            <option value="owner">{tokens.owner}</option>
          </select>
        </label>
        <label className="field">
          <span>{tokens.validFor}</span>
          <select value={days ?? ''} onChange={(event) => setDays(DAYS.find((one) => String(one) === event.target.value) ?? null)}>
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {tokens.days[one]}
              </option>
            ))}
            <option value="">{tokens.noEnd}</option>
          </select>
        </label>
        <button type="submit" className="button" disabled={add.isPending}>
          {tokens.add}
        </button>
      </form>
      {add.isError && <Problem error={add.error} />}
      {remove.isError && <Problem error={remove.error} />}
    </section>
  );
}
