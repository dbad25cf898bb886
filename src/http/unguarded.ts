import type { Context, MiddlewareHandler } from 'hono';
import { isLoopback, isThisMachine } from '../call/addresses.ts';
import type { Language } from '../call/language.ts';
import { wordsIn } from '../words/words.ts';
import type { ApiError } from './api.ts';
import { hostAskedFor } from './hosts.ts';
import { remoteOf, type Env, type HttpTools } from './routing.ts';

/**
 * What reverse proxies, tunnels and content networks add to a request. A browser on this machine sends none of it.
 * Those of Cloudflare, Tailscale, Fly, Envoy, Azure, Amazon, Google, Fastly, ngrok and Authelia stand beside the general ones.
 */
const ADDED_BY_PROXIES =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|true-client-ip|client-ip|x-cluster-client-ip|x-proxyuser-ip|x-host|x-scheme|x-original-.*|x-rewrite-url|remote-(?:user|name|email|groups)|x-remote-user|cf-.*|cdn-loop|fastly-.*|fly-.*|tailscale-.*|ngrok-.*|x-envoy-.*|x-azure-.*|x-arr-.*|x-amz.*|x-cloud-trace-context|x-appengine-.*|x-request-id)$/u;

/**
 * As long as there is no password whoever gets here is the owner. So nobody gets here but a browser on this machine that asks for this
 * machine: nothing that came through a proxy, which would bring in everybody, and no name of a page that was made to point here.
 */
export function guardCheck(tools: HttpTools): MiddlewareHandler<Env> {
  return async (context, next) => {
    if (tools.access.passwordSet || isDirect(context)) return next();
    // The command line may have set one just now.
    await tools.access.refresh();
    if (tools.access.passwordSet) return next();
    return context.req.path.startsWith('/api/')
      ? context.json({ error: 'set_password_first' } satisfies ApiError, 403)
      : context.html(page(languageOf(context), tools.httpPort()), 403);
  };
}

function isDirect(context: Context<Env>): boolean {
  const { incoming } = context.env;
  const { headers, httpVersion } = incoming;
  return (
    isLoopback(remoteOf(context)) &&
    isThisMachine((hostAskedFor(incoming) ?? '').toLowerCase().replace(/:\d{1,5}$/u, '')) &&
    // nginx asks with HTTP/1.0 unless it is told otherwise, and adds no header; browsers have not done so for twenty years.
    httpVersion !== '1.0' &&
    !Object.keys(headers).some((name) => ADDED_BY_PROXIES.test(name))
  );
}

/** German where it stands before English in what the browser asks for, or English does not stand there. */
function languageOf(context: Context<Env>): Language {
  const asked = (context.req.header('Accept-Language') ?? '').toLowerCase();
  const [german, english] = [asked.indexOf('de'), asked.indexOf('en')];
  return german >= 0 && (english < 0 || german < english) ? 'de' : 'en';
}

/** No style and no script: the policy of the console allows neither inline, and its files are refused here too. */
function page(lang: Language, port: number): string {
  const { title, why, here, terminal } = wordsIn(lang).console.unguarded;
  const url = `http://localhost:${port}`;
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<h1>${title}</h1>
<p>${why}</p>
<ul>
<li>${here} <code>${url}</code></li>
<li>${terminal} <code>npm run -s danke-nein -- password</code></li>
</ul>
</html>
`;
}
