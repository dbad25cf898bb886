import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { api, greetingUrl } from '../api-client.ts';
import { Problem } from '../components/problem.tsx';
import { useLanguage } from '../language.tsx';
import { useSettings } from './use-settings.ts';

/** What a stranger hears first, to read and to listen to. */
export function VoiceSection() {
  const { lang, words } = useLanguage();
  const { ownVoice } = words;
  const { voice } = words.settings;
  const greeting = useQuery({ queryKey: ['settings', 'greeting', lang], queryFn: () => api.greeting(lang) });
  const services = useSettings().data?.services ?? null;
  const packs = useQuery({ queryKey: ['packs'], queryFn: api.packs, enabled: services !== null });
  const pack = packs.data?.packs.find(
    ({ sense, usedFor, state }) => sense === 'speaking' && state.type === 'installed' && usedFor.includes(lang),
  );
  const spokenBy = pack?.name ?? services?.textToSpeech?.model ?? null;
  const sentences = useQuery({ queryKey: ['sentences', lang], queryFn: () => api.sentences(lang) });
  const basic = (sentences.data?.sentences ?? []).filter(({ group }) => group === 'every_call');
  const text = greeting.data?.sentences.join(' ');
  return (
    <section className="panel setting" aria-labelledby="voice-title">
      <div>
        <h2 id="voice-title">{voice.title}</h2>
        <p>{voice.lead}</p>
      </div>
      {greeting.isError && <Problem error={greeting.error} retry={() => void greeting.refetch()} />}
      {text !== undefined && (
        <>
          <p className="bubble attendant">{text}</p>
          <audio controls preload="none" aria-label={voice.listen} src={greetingUrl(lang, text)} />
        </>
      )}
      <p className="faint">{spokenBy === null ? voice.builtIn : voice.spokenBy(spokenBy)}</p>
      {sentences.data && <p>{ownVoice.short(basic.filter(({ recorded }) => recorded !== null).length, basic.length)}</p>}
      <Link to="/settings/voice" className="button">
        {ownVoice.open}
      </Link>
    </section>
  );
}
