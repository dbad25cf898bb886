import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which of these marks stand in which file of a folder, byte by byte: `file: mark`. */
export function found(folder: string, marks: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return marks.filter((mark) => bytes.includes(mark)).map((mark) => `${entry.name}: ${mark}`);
    });
}
