import { Console } from 'node:console';
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/cli.ts';

export interface Answer {
  readonly code: number;
  /** Standard output, and standard error, without the white space around them. */
  readonly said: string;
  readonly errors: string;
}

/** Runs `danke-nein <args>` in this process, with `input` as the lines on its standard input. */
export async function commandLine(args: readonly string[], { input = [], env = {} }: CommandOptions = {}): Promise<Answer> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const code = await run(args, {
    env: { ...process.env, ...env },
    stdin: Readable.from(input.map((line) => `${line}\n`)),
    stdout,
    stderr,
    console: new Console({ stdout, stderr }),
  });
  return { code, said: stdout.text.trim(), errors: stderr.text.trim() };
}

interface CommandOptions {
  readonly input?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

class Kept extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
