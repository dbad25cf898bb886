import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from '../support/server.ts';
import { sipp } from '../support/sipp.ts';
import { lacks } from '../support/programs.ts';

interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: Readonly<Record<string, { readonly content: object }>> } }>
  >;
}

/** What the server really answers, held against its own description. */
describe.skipIf(lacks('sipp'))('the API, as it describes itself', () => {
  let server: TestServer;
  let description: Description;
  let problems: (path: string, reply: unknown) => string[];
  beforeAll(async () => {
    server = await TestServer.start();
    description = await server.get<Description>('/openapi.json');
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema({ $id: 'description', ...description });
    problems = (path, reply) => {
      const pointer = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
      const fits = ajv.compile({ $ref: `description#/paths/${pointer}/get/responses/200/content/application~1json/schema` });
      return fits(reply) ? [] : (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    };
    await sipp('call', { port: server.sipPort });
    await server.closedCalls(1);
  });
  afterAll(() => server.stop());

  test('every answer that can be asked for without more is of the shape that it says', async () => {
    const asked = Object.keys(description.paths).filter((path) => {
      const content = description.paths[path]?.get?.responses['200']?.content;
      return content !== undefined && 'application/json' in content && !path.includes('{') && path !== '/api/openapi.json';
    });
    expect(asked.length).toBeGreaterThan(12);
    const query: Readonly<Record<string, string>> = {
      '/api/today': '?from=0',
      '/api/practice': '?lang=de',
      '/api/word-lists': '?lang=de',
      '/api/voice/greeting': '?lang=de',
      '/api/voice/sentences': '?lang=de',
      '/api/comments': '?state=waiting',
    };
    for (const path of asked) {
      const reply = await server.get(path.replace('/api', '') + (query[path] ?? ''));
      expect([path, problems(path, reply)]).toEqual([path, []]);
    }
    const [call] = await server.calls();
    expect(problems('/api/calls/{id}', await server.call(call?.id ?? ''))).toEqual([]);
    // A check that can fail.
    expect(problems('/api/calls', { calls: [{ id: 7 }], next: null, count: 1 }).length).toBeGreaterThan(3);
  });
});
