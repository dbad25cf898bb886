import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api-client.ts';
import { useLanguage } from '../language.tsx';

/** What hears and speaks on this machine, and the way to more. */
export function PacksSection() {
  const { packs } = useLanguage().words;
  const page = useQuery({ queryKey: ['packs'], queryFn: api.packs });
  const used = (page.data?.packs ?? []).filter(({ usedFor, state }) => usedFor.length > 0 && state.type === 'installed');
  return (
    <section className="panel setting" aria-labelledby="packs-title">
      <div>
        <h2 id="packs-title">{packs.title}</h2>
        <p>{packs.short}</p>
      </div>
      {page.data && <p>{used.length === 0 ? packs.noneInUse : packs.inUse([...new Set(used.map(({ name }) => name))])}</p>}
      <Link to="/settings/packs" className="button">
        {packs.open}
      </Link>
    </section>
  );
}
