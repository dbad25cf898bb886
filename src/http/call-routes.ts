import { Hono, type Context } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import { OFFERED_SENTENCES, type HouseholdCommand } from '../call/events.ts';
import { SALES_APPROACHES } from '../call/names.ts';
import { coursesOf } from '../journal/day.ts';
import { timelineOf } from '../journal/timeline.ts';
import { withWords } from '../journal/transcript.ts';
import { AccessError } from './access.ts';
import type { CallPage, CallsPage, TodayReply } from './api.ts';
import { callsAsCsv, callsAsJson } from './call-export.ts';
import { searchOf, WallTime } from './call-search.ts';
import { bodyOf, householdOf, idOf, Lang, parsed, type Env, type HttpTools } from './routing.ts';
import { spoken } from './live.ts';
import { toWav } from '../call/wav.ts';
import { parseRange } from './byte-range.ts';

const PAGE_SIZE = 100;
const Id = z.uuid();
const Format = z.enum(['csv', 'json']);
const Say = z.object({ say: z.enum(OFFERED_SENTENCES) });
const Approach = z.object({ approach: z.enum(SALES_APPROACHES) });

/** The journal: calls, their pages, and their messages. */
export function callRoutes(tools: HttpTools): Hono<Env> {
  const { store, transcripts, clock, wordsOf } = tools;
  const routes = new Hono<Env>();

  const must = (found: boolean): Response => {
    if (!found) throw new AccessError('not_found');
    return Response.json({});
  };

  routes.get('/calls', async (context) => {
    const before = context.req.query('before');
    const search = searchOf(context);
    const filter = { ...search, limit: PAGE_SIZE + 1, ...(before !== undefined && { before: parsed(Id, before) }) };
    const found = await store.calls(householdOf(context), filter);
    const calls = found.slice(0, PAGE_SIZE);
    const count = before === undefined ? await store.countCalls(householdOf(context), search) : null;
    return context.json({ calls, next: found.length > PAGE_SIZE ? (calls.at(-1)?.id ?? null) : null, count } satisfies CallsPage);
  });

  routes.get('/today', async (context) => {
    const from = parsed(WallTime, context.req.query('from'));
    const id = householdOf(context);
    const { householdId, comments } = tools.experiences;
    const [outcomes, unheard, waitingComments] = await Promise.all([
      store.outcomesSince(id, from),
      store.unheard(id),
      id === householdId ? comments.countComments(id, 'waiting') : 0,
    ]);
    return context.json({ courses: coursesOf(outcomes), unheard, waitingComments } satisfies TodayReply);
  });

  routes.get('/calls/export', (context) => {
    const format = parsed(Format, context.req.query('format'));
    const lang = parsed(Lang, context.req.query('lang'));
    const search = searchOf(context);
    const { id, timeZone } = context.var.home.household;
    const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(clock.wallTime());
    const parts = format === 'json' ? callsAsJson(tools, id, search) : callsAsCsv(store, id, search, { lang, timeZone });
    context.header('Content-Type', format === 'json' ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8');
    context.header('Content-Disposition', `attachment; filename="danke-nein-${day}.${format}"`);
    return stream(context, async (body) => {
      for await (const part of parts) {
        if (body.aborted) return;
        await body.write(part);
      }
    });
  });

  routes.get('/calls/:id', async (context) => {
    const found = await store.call(householdOf(context), idOf(context));
    if (!found) throw new AccessError('not_found');
    const { events, policyVersion: _version, ...call } = found;
    const transcript = await transcripts.transcript(householdOf(context), call.id);
    return context.json({
      call,
      timeline: spoken(withWords(timelineOf(events), transcript?.lines ?? []), wordsOf),
      wordsKeptUntil: transcript?.expiresAt ?? null,
    } satisfies CallPage);
  });

  routes.delete('/calls/:id', async (context) => must(await store.deleteCall(householdOf(context), idOf(context), clock.wallTime())));
  routes.post('/calls/:id/restore', async (context) => must(await store.restoreCall(householdOf(context), idOf(context))));
  routes.delete('/calls/:id/transcript', async (context) => must(await transcripts.forgetWords(householdOf(context), idOf(context))));
  const asks = (command: HouseholdCommand) => (context: Context<Env>) =>
    must(context.var.home.attendant.command(idOf(context), command, context.var.user?.id ?? null));
  routes.post('/calls/:id/end', asks('end_kindly'));
  routes.post('/calls/:id/put-through', asks('put_through'));
  routes.post('/calls/:id/write-along', asks('write_along'));
  routes.post('/calls/:id/say', async (context) => asks(parsed(Say, await bodyOf(context)))(context));
  routes.post('/calls/:id/approach', async (context) => asks(parsed(Approach, await bodyOf(context)))(context));

  routes.delete('/messages/:id', async (context) => must(await store.deleteMessage(householdOf(context), idOf(context))));
  routes.post('/messages/:id/heard', async (context) => must(await store.markHeard(householdOf(context), idOf(context), clock.wallTime())));
  routes.get('/messages/:id/audio', async (context) => {
    const pcm = await store.messageAudio(householdOf(context), idOf(context));
    if (!pcm) throw new AccessError('not_found');
    return audioResponse(toWav(pcm), context.req.header('Range'), context.req.query('download') !== undefined);
  });

  return routes;
}

/** Players ask for parts, to jump within a message. */
function audioResponse(wav: Buffer<ArrayBuffer>, rangeHeader: string | undefined, download: boolean): Response {
  const range = parseRange(rangeHeader, wav.length);
  if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${wav.length}` } });
  const headers = new Headers({ 'Content-Type': 'audio/wav', 'Accept-Ranges': 'bytes' });
  if (download) headers.set('Content-Disposition', 'attachment; filename="message.wav"');
  if (!range) return new Response(wav, { headers });
  headers.set('Content-Range', `bytes ${range.first}-${range.last}/${wav.length}`);
  return new Response(wav.subarray(range.first, range.last + 1), { status: 206, headers });
}
