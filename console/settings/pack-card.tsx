import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PackChoice, PackEntry } from '../../src/http/api.ts';
import { api } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { useSave } from './use-settings.ts';

/** From this share of a sound's own length on, work on it makes callers wait. */
const TOO_SLOW = 0.8;

/** One speech pack: what it is, how far it is, and what can be done with it now. */
export function PackCard({ pack, choice }: { pack: PackEntry; choice: PackChoice }) {
  const { packs } = useLanguage().words;
  const { id, name, entry, state } = pack;
  const titleId = `pack-${id}`;
  return (
    <article className="panel pack" aria-labelledby={titleId}>
      <div>
        <h3 id={titleId}>{name}</h3>
        <p className="pack-languages">
          {pack.languages.map((lang) => (
            <span key={lang} className="badge plain">
              {packs.languages[lang]}
            </span>
          ))}
        </p>
        <p>{entry ? packs.goodFor[entry.goodFor] : packs.ownPack}</p>
        <p className="faint">
          {[packs.licence(pack.licence), entry && packs.needs(entry.memoryBytes)].filter(Boolean).join(' · ')}
          {pack.home !== null && (
            <>
              {' · '}
              <a href={pack.home} rel="noreferrer" target="_blank">
                {packs.source}
              </a>
            </>
          )}
        </p>
      </div>
      {state.type === 'installed' ? <Installed pack={pack} choice={choice} /> : <OnItsWay pack={pack} />}
    </article>
  );
}

/** What can be done with a pack changes with every step; after each the page asks anew. */
function usePackAction(act: (id: string) => Promise<object>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => queries.invalidateQueries({ queryKey: ['packs'] }) });
}

function OnItsWay({ pack }: { pack: PackEntry }) {
  const { packs } = useLanguage().words;
  const { id, state, entry } = pack;
  const install = usePackAction(api.installPack);
  const cancel = usePackAction(api.cancelPack);
  const remove = usePackAction(api.removePack);
  const error = install.error ?? cancel.error ?? remove.error;
  if (state.type === 'installed') return null;
  const waits = state.type === 'absent' || state.type === 'failed';
  const size = entry?.archiveBytes ?? 0;
  return (
    <>
      <div role="status">
        {state.type === 'failed' && (
          <p className="problem">
            {packs.problem[state.problem]} {state.detail && <span className="faint">({state.detail})</span>}
          </p>
        )}
        {(state.type === 'loading' || state.type === 'unpacking') && (
          <>
            <Course bytes={state.bytes} ofBytes={state.ofBytes} name={pack.name} />
            <p>{state.type === 'unpacking' ? packs.unpacking : packs.loading(state.bytes, state.ofBytes)}</p>
          </>
        )}
        {state.type === 'trying' && (
          <>
            <progress aria-label={pack.name} />
            <p>{packs.trying}</p>
          </>
        )}
      </div>
      <div className="row">
        {waits && (
          <button type="button" className="button" disabled={install.isPending} onClick={() => install.mutate(id)}>
            {state.partialBytes > 0 ? packs.goOn(state.partialBytes, size) : state.type === 'failed' ? packs.again : packs.load(size)}
          </button>
        )}
        {waits && state.partialBytes > 0 && (
          <button type="button" className="button quiet" disabled={remove.isPending} onClick={() => remove.mutate(id)}>
            {packs.discard}
          </button>
        )}
        {!waits && state.type !== 'trying' && (
          <button type="button" className="button quiet" disabled={cancel.isPending} onClick={() => cancel.mutate(id)}>
            {packs.pause}
          </button>
        )}
      </div>
      {error && <Problem error={error} />}
    </>
  );
}

function Course({ bytes, ofBytes, name }: { bytes: number; ofBytes: number | null; name: string }) {
  return ofBytes === null ? <progress aria-label={name} /> : <progress aria-label={name} max={ofBytes} value={bytes} />;
}

function Installed({ pack, choice }: { pack: PackEntry; choice: PackChoice }) {
  const { packs } = useLanguage().words;
  const { id, name, sense, state } = pack;
  const save = useSave('packs');
  const remove = usePackAction(api.removePack);
  // At once as it will be.
  const shown = save.isPending ? (save.variables.value as PackChoice) : choice;
  if (state.type !== 'installed') return null;
  const { trial, verified } = state.pack;
  const pace = pack.pace ?? trial.realTimeFactor;
  return (
    <>
      <ul className="facts">
        <li className={pace >= TOO_SLOW ? 'problem' : ''}>
          {packs.pace(pace)} {pace >= TOO_SLOW && packs.tooSlow}
        </li>
        {trial.heard !== null && <li>{trial.heard === '' ? packs.heardNothing : packs.heard(trial.heard)}</li>}
        <li className="faint">{verified ? packs.verified : packs.unverified}</li>
      </ul>
      <div className="row">
        {pack.languages.map((lang) => (
          <label key={lang} className="choice">
            <input
              type="checkbox"
              checked={shown[sense][lang] === id}
              disabled={save.isPending}
              onChange={({ target }) => {
                const value = { ...choice, [sense]: { ...choice[sense], [lang]: target.checked ? id : null } };
                save.mutate({ value, said: packs.used });
              }}
            />
            {packs.use[lang]}
          </label>
        ))}
        <button
          type="button"
          className="button quiet"
          disabled={remove.isPending}
          onClick={() => window.confirm(packs.removeSure(name)) && remove.mutate(id)}
        >
          {packs.remove}
        </button>
      </div>
      {(save.error ?? remove.error) && <Problem error={save.error ?? remove.error} />}
    </>
  );
}
