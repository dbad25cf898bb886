import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { apiSchemas, SCHEMA_FILE } from '../../scripts/openapi.ts';
import { consoleApp } from '../../src/http/app.ts';
import { openApi, OPERATIONS } from '../../src/http/openapi.ts';
import type { HttpTools } from '../../src/http/routing.ts';

describe('the description of the API', () => {
  test('names every route there is, and no other one', () => {
    const app = consoleApp({ consoleFolder: tmpdir(), hosts: [] } as unknown as HttpTools);
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
    const described = OPERATIONS.map(({ method, path }) => `${method} /api${path}`);
    expect(described.toSorted()).toEqual([...new Set(routes)].toSorted());
    expect(new Set(described).size).toBe(described.length);
  });

  test('has the types of api.ts as they are; npm run openapi makes them anew', () => {
    expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(apiSchemas());
  });

  test('refers to nothing that is not in it, and says who may', () => {
    const description = openApi('1.2.3') as { components: { schemas: Record<string, unknown> }; paths: Record<string, object> };
    const referred = [...JSON.stringify(description).matchAll(/"#\/components\/schemas\/(\w+)"/gu)].map(([, name]) => name ?? '');
    expect(referred.filter((name) => !(name in description.components.schemas))).toEqual([]);
    expect(Object.keys(description.paths)).toContain('/api/calls/{id}');
    expect(description.paths['/api/tokens']).toMatchObject({ post: { description: 'People only, no programs.' } });
    expect(JSON.stringify(description)).not.toContain('undefined');
  });
});
