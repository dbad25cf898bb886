import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { firstIssue } from '../config.ts';
import type { Terminal } from './terminal.ts';

/**
 * JSON lines from the standard input, each checked as it comes. A line that does not fit is told on the standard
 * error, with its number, and left out. Resolves with the exit code: 0, or 1 when a line was left out.
 */
export async function eachLine<T>(
  { stdin, console }: Terminal,
  schema: z.ZodType<T>,
  handle: (line: T) => void | Promise<void>,
): Promise<number> {
  let number = 0;
  let bad = 0;
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    const parsed = parse(line, schema);
    if (typeof parsed === 'string') {
      bad++;
      console.error(`line ${number}: ${parsed}`);
    } else await handle(parsed.value);
  }
  return bad === 0 ? 0 : 1;
}

function parse<T>(line: string, schema: z.ZodType<T>): { readonly value: T } | string {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    return 'this is not JSON';
  }
  const result = schema.safeParse(content);
  if (result.success) return { value: result.data };
  return firstIssue(result.error);
}

export function printLine({ console }: Terminal, value: unknown): void {
  console.log(JSON.stringify(value));
}
