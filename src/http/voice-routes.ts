import { Hono } from 'hono';
import { toWav } from '../call/wav.ts';
import { AccessError } from './access.ts';
import type { GreetingReply } from './api.ts';
import { Lang, parsed, type Env, type HttpTools } from './routing.ts';

/** How the attendant sounds. */
export function voiceRoutes({ wordsOf, audioOf }: HttpTools): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/voice/greeting', (context) => {
    const greeting = context.var.home.attendant.greeting(parsed(Lang, context.req.query('lang')));
    return context.json({ sentences: greeting.map(wordsOf) } satisfies GreetingReply);
  });

  routes.get('/voice/greeting/audio', async (context) => {
    const greeting = context.var.home.attendant.greeting(parsed(Lang, context.req.query('lang')));
    const clips = await Promise.all(greeting.map(audioOf)).catch(() => {
      throw new AccessError('voice_failed');
    });
    const pcm = new Int16Array(clips.reduce((sum, clip) => sum + clip.length, 0));
    let at = 0;
    for (const clip of clips) {
      pcm.set(clip, at);
      at += clip.length;
    }
    return new Response(toWav(pcm), { headers: { 'Content-Type': 'audio/wav' } });
  });

  return routes;
}
