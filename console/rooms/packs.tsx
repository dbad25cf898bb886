import { Link } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PacksPage, Sense } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { FileButton } from '../components/file-button.tsx';
import { Problem } from '../components/problem.tsx';
import { useToast } from '../components/toast.tsx';
import { useLanguage } from '../language.tsx';
import { PackCard } from '../settings/pack-card.tsx';

/** Speech packs: what they are good for, how far one is on its way, and which are used. */
export function Packs() {
  const { words } = useLanguage();
  const { packs } = words;
  const page = useQuery({ queryKey: ['packs'], queryFn: api.packs });
  return (
    <>
      <p>
        <Link to="/settings">← {words.settings.lines.back}</Link>
      </p>
      <h1>{packs.title}</h1>
      <p className="lead">{packs.lead}</p>
      {page.isError && <Problem error={page.error} retry={() => void page.refetch()} />}
      {page.isPending && <p className="faint">{words.loading}</p>}
      {page.data && (
        <>
          <Group sense="hearing" page={page.data} />
          <Group sense="speaking" page={page.data} />
          <Bring freeBytes={page.data.freeBytes} />
        </>
      )}
    </>
  );
}

/** First those in the language of the page: they are what most people look for. */
function Group({ sense, page }: { sense: Sense; page: PacksPage }) {
  const { lang, words } = useLanguage();
  const { packs } = words;
  const mine = page.packs.filter((pack) => pack.sense === sense);
  const sorted = [...mine.filter((pack) => pack.languages.includes(lang)), ...mine.filter((pack) => !pack.languages.includes(lang))];
  return (
    <section aria-labelledby={`packs-${sense}`}>
      <h2 id={`packs-${sense}`}>{packs[sense]}</h2>
      <p>{packs[`${sense}Lead`]}</p>
      <ul className="packs">
        {sorted.map((pack) => (
          <li key={pack.id}>
            <PackCard pack={pack} choice={page.choice} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Bring({ freeBytes }: { freeBytes: number }) {
  const { packs } = useLanguage().words;
  const queries = useQueryClient();
  const show = useToast();
  const bring = useMutation({
    mutationFn: api.importPack,
    onSuccess: async (reply) => {
      if (reply.ok) show({ text: packs.brought(reply.id) });
      await queries.invalidateQueries({ queryKey: ['packs'] });
    },
  });
  return (
    <section className="panel narrow" aria-labelledby="packs-bring">
      <h2 id="packs-bring">{packs.bringTitle}</h2>
      <p>{packs.bringHint}</p>
      <FileButton
        label={packs.bring}
        accept=".tar,.bz2,.gz,.tgz,.tbz2,.zst"
        disabled={bring.isPending}
        onFile={(file) => bring.mutate(file)}
      />
      <div role="status">
        {bring.isPending && (
          <>
            <progress aria-label={packs.bring} />
            <p>{packs.bringing}</p>
          </>
        )}
        {bring.data?.ok === false && (
          <p className="problem">
            {packs.problem[bring.data.problem]} {bring.data.detail && <span className="faint">({bring.data.detail})</span>}
          </p>
        )}
      </div>
      {bring.isError && <Problem error={bring.error} />}
      <p className="faint">
        {packs.free(freeBytes)} {packs.noted}
      </p>
    </section>
  );
}
