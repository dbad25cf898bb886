import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Language } from '../call/language.ts';
import { toWav } from '../call/wav.ts';
import { transcribed } from '../hearing/transcriber.ts';
import { momentsOf, summaryOf } from '../practice/feedback.ts';
import { personaFromCall } from '../practice/from-call.ts';
import type { Persona } from '../practice/persona.ts';
import { PERSONAS, personaOf } from '../practice/personas.ts';
import { progressOf } from '../practice/progress.ts';
import { DIFFICULTIES } from '../practice/state.ts';
import { hangUp, MOST_TURNS, replay, type Talk } from '../practice/talk.ts';
import { AccessError } from './access.ts';
import type { HeardReply, PersonaEntry, PracticePage, PracticeReply, PracticeRequest, SpeakRequest } from './api.ts';
import { bodyOf, householdOf, humanOnly, idOf, Lang, parsed, whoAsks, type Env, type HttpTools } from './routing.ts';
import { MAX_SENTENCE_LENGTH, spoken } from './spoken.ts';

const OF_CALL = 'call-';
export const HEAR_PATH = '/api/practice/hear';
/** Thirty seconds of 16-bit linear PCM at 8 kHz, and a little. */
export const MAX_SOUND_BYTES = 500_000;
/** A person waits longer for their own words than a caller may have to. */
const HEARING_MS = 15_000;
const Body: z.ZodType<PracticeRequest> = z.strictObject({
  persona: z.string().regex(/^[a-z0-9-]{1,60}$/u),
  difficulty: z.enum(DIFFICULTIES),
  lang: Lang,
  seed: z.int().min(0).max(1_000_000),
  said: z.array(z.string().trim().min(1).max(MAX_SENTENCE_LENGTH)).max(MOST_TURNS + 1),
  hungUp: z.boolean(),
});
const Speak: z.ZodType<SpeakRequest> = z.strictObject({ lang: Lang, words: z.string().trim().min(1).max(MAX_SENTENCE_LENGTH) });

/**
 * Practice. A talk is what was said in it, so nothing of it is kept here: the console sends all of it, and gets it played
 * anew. Only the figures of a finished one are remembered, for the person alone who practised.
 */
export function practiceRoutes({ store, practices, voice, services, clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();
  const talkOf = async (context: Context<Env>): Promise<Talk> => {
    const wish = parsed(Body, await bodyOf(context));
    const persona = await personaNamed(context, wish.persona);
    const talk = replay({ persona, difficulty: wish.difficulty, lang: wish.lang, seed: wish.seed }, wish.said);
    return wish.hungUp ? hangUp(talk) : talk;
  };
  const personaNamed = async (context: Context<Env>, id: string): Promise<Persona> => {
    if (!id.startsWith(OF_CALL)) {
      const persona = personaOf(id);
      if (!persona) throw new AccessError('not_found');
      return persona;
    }
    const call = await store.call(householdOf(context), parsed(z.uuid(), id.slice(OF_CALL.length)));
    if (!call) throw new AccessError('not_found');
    const persona = personaFromCall(call.events);
    if (!persona) throw new AccessError('nothing_to_practise');
    return persona;
  };

  routes.get('/practice', async (context) => {
    const lang = parsed(Lang, context.req.query('lang'));
    const progress = progressOf(await practices.practices(...whoAsks(context)), clock.wallTime());
    return context.json({ personas: PERSONAS.map((persona) => entryOf(persona, lang)), progress } satisfies PracticePage);
  });

  routes.post('/practice/talk', async (context) => {
    humanOnly(context);
    return context.json(replyOf(await talkOf(context)));
  });

  routes.put('/practice/kept/:id', async (context) => {
    const who = whoAsks(context);
    const summary = summaryOf(await talkOf(context));
    // A call that was hung up on before a word was said is no practice.
    if (!summary || summary.turns === 0) throw new AccessError('bad_request');
    await practices.keepPractice(...who, { ...summary, id: idOf(context), at: clock.wallTime() });
    return context.json({});
  });

  routes.delete('/practice/kept', async (context) => {
    await practices.forgetPractices(...whoAsks(context));
    return context.json({});
  });

  routes.post('/practice/hear', async (context) => {
    humanOnly(context);
    const lang = parsed(Lang, context.req.query('lang'));
    const { transcriber } = services();
    if (!transcriber) throw new AccessError('not_found');
    if (context.req.header('Content-Type') !== 'application/octet-stream') throw new AccessError('bad_request');
    const bytes = await context.req.arrayBuffer();
    if (bytes.byteLength === 0 || bytes.byteLength % 2 === 1) throw new AccessError('bad_request');
    const tooLate = new AbortController();
    const limit = clock.after(HEARING_MS, () => tooLate.abort());
    try {
      return context.json({ words: await transcribed(transcriber, new Int16Array(bytes), lang, tooLate.signal) } satisfies HeardReply);
    } catch {
      throw new AccessError('hearing_failed');
    } finally {
      limit.cancel();
    }
  });

  routes.post('/practice/voice', async (context) => {
    humanOnly(context);
    const { lang, words } = parsed(Speak, await bodyOf(context));
    return new Response(toWav(await spoken(voice, words, lang)), { headers: { 'Content-Type': 'audio/wav' } });
  });

  return routes;
}

function entryOf({ id, cards }: Persona, lang: Language): PersonaEntry {
  return { id, ...cards[lang] };
}

function replyOf(talk: Talk): PracticeReply {
  return {
    persona: entryOf(talk.setting.persona, talk.setting.lang),
    opener: talk.opener,
    start: talk.start,
    turns: talk.turns.map(({ said, reply, state }) => ({ said, reply, state })),
    ending: talk.ending,
    parting: talk.parting !== null,
    moments: talk.ending === null ? [] : momentsOf(talk),
  };
}
