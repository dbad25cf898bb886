import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { durationMs, joinPcm } from '../call/audio.ts';
import { toWav } from '../call/wav.ts';
import { asSentence } from '../speaking/recording.ts';
import { AccessError } from './access.ts';
import type { GreetingReply, RecordingReply, SentencesReply } from './api.ts';
import { bodyOf, humanOnly, Lang, ownNameOf, parsed, type Env, type HttpTools } from './routing.ts';

export const RECORDING_PATH = '/api/voice/recording';

/** Half a minute at 96 kHz. */
export const MAX_RECORDING_BYTES = 6_000_000;

const Sentence = z.object({ lang: Lang, words: z.string().min(1).max(1_000) });

/** How the attendant sounds, and sentences in the household's own voice. */
export function voiceRoutes({ wordsOf, recordable, clock }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/voice/greeting', (context) => {
    const greeting = context.var.home.attendant.greeting(parsed(Lang, context.req.query('lang')));
    return context.json({ sentences: greeting.map(wordsOf) } satisfies GreetingReply);
  });

  routes.get('/voice/greeting/audio', async (context) => {
    const { attendant, ownVoice } = context.var.home;
    const greeting = attendant.greeting(parsed(Lang, context.req.query('lang')));
    const clips = await Promise.all(greeting.map((segment) => ownVoice.get(segment))).catch(() => {
      throw new AccessError('voice_failed');
    });
    return sound(joinPcm(clips));
  });

  /** What can be recorded, in this household's words. */
  const sentencesOf = (context: Context<Env>, lang: z.output<typeof Lang>) => {
    const { household } = context.var.home;
    const seen = new Set<string>();
    return recordable(lang, household).flatMap(({ group, segment }) => {
      const words = wordsOf(segment);
      if (seen.has(words)) return [];
      seen.add(words);
      return [{ group, segment, words }];
    });
  };

  /** The sentence that a request names, if it is one of the attendant's; throws AccessError. */
  const sentenceOf = (context: Context<Env>) => {
    const { lang, words } = parsed(Sentence, context.req.query());
    const found = sentencesOf(context, lang).find((one) => one.words === words);
    if (!found) throw new AccessError('not_found');
    return { lang, ...found };
  };

  routes.get('/voice/sentences', (context) => {
    const lang = parsed(Lang, context.req.query('lang'));
    const { ownVoice } = context.var.home;
    const sentences = sentencesOf(context, lang).map(({ group, words }) => {
      const recording = ownVoice.recording(lang, words);
      const about = recording && { at: recording.recordedAt, by: recording.recordedBy, ms: durationMs(recording.pcm.length) };
      return { group, words, recorded: about };
    });
    return context.json({ sentences } satisfies SentencesReply);
  });

  routes.get('/voice/recording', async (context) => {
    const { segment } = sentenceOf(context);
    const pcm = await context.var.home.ownVoice.get(segment).catch(() => {
      throw new AccessError('voice_failed');
    });
    return sound(pcm);
  });

  routes.put('/voice/recording', async (context) => {
    humanOnly(context);
    const { lang, words } = sentenceOf(context);
    const pcm = asSentence(new Uint8Array(await context.req.arrayBuffer()), words);
    if (typeof pcm === 'string') return context.json({ ok: false, problem: pcm } satisfies RecordingReply);
    const recording = { lang, words, pcm, recordedAt: clock.wallTime(), recordedBy: ownNameOf(context) ?? '' };
    await context.var.home.ownVoice.keep(recording);
    return context.json({ ok: true, ms: durationMs(pcm.length) } satisfies RecordingReply);
  });

  routes.delete('/voice/recording', async (context) => {
    humanOnly(context);
    const { lang, words } = sentenceOf(context);
    if (!(await context.var.home.ownVoice.remove(lang, words, clock.wallTime()))) throw new AccessError('not_found');
    return context.json({});
  });

  routes.post('/voice/recording/restore', async (context) => {
    humanOnly(context);
    const { lang, words } = parsed(Sentence, await bodyOf(context));
    if (!(await context.var.home.ownVoice.restore(lang, words))) throw new AccessError('not_found');
    return context.json({});
  });

  return routes;
}

function sound(pcm: Parameters<typeof toWav>[0]): Response {
  return new Response(toWav(pcm), { headers: { 'Content-Type': 'audio/wav' } });
}
