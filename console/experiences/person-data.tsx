import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Comment } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { download } from '../components/download.ts';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';

/** What is kept of somebody who commented: shown, handed out, deleted, as they may ask (GDPR, Art. 15 and 17). */
export function PersonData() {
  const { person } = useLanguage().words.experiences;
  const show = useToast();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const find = useMutation({ mutationFn: () => api.commentsOfPerson(email) });
  const remove = useMutation({
    mutationFn: () => api.deletePerson(email),
    onSuccess: async ({ deleted }) => {
      show({ text: person.deleted(deleted) });
      find.reset();
      await queries.invalidateQueries({ queryKey: ['experiences'] });
    },
  });
  return (
    <form
      className="panel narrow"
      aria-labelledby="person-title"
      onSubmit={(event) => {
        event.preventDefault();
        find.mutate();
      }}
    >
      <h2 id="person-title">{person.title}</h2>
      <p>{person.lead}</p>
      <label className="field">
        <span>{person.email}</span>
        <input
          type="email"
          required
          value={email}
          autoComplete="off"
          onChange={(event) => {
            setEmail(event.target.value);
            find.reset();
          }}
        />
      </label>
      <button type="submit" className="button" disabled={find.isPending}>
        {person.find}
      </button>
      {(find.isError || remove.isError) && <Problem error={find.error ?? remove.error ?? new Error('person')} />}
      <div role="status">{find.data && <p>{find.data.length === 0 ? person.none : person.found(find.data.length)}</p>}</div>
      {find.data && find.data.length > 0 && (
        <p className="row">
          <button type="button" className="button" onClick={() => handOut(find.data)}>
            {person.download}
          </button>
          <button
            type="button"
            className="button"
            disabled={remove.isPending}
            onClick={() => window.confirm(person.sure) && remove.mutate()}
          >
            {person.delete}
          </button>
        </p>
      )}
    </form>
  );
}

function handOut(comments: readonly Comment[]): void {
  download('kommentare.json', JSON.stringify(comments, null, 2), 'application/json');
}
