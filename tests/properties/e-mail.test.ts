import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailsIn } from '../../src/experiences/e-mail.ts';

/** What the walk has to find, as expressions say it; they take time that grows with the square of a text. */
const MEANT = {
  letters: /[^\s@<>()[\],;:"']+@[^\s@<>()[\],;:"']+\.[a-z]{2,}/giu,
  any: /[^\s@<>()[\],;:"']+@[^\s@<>()[\],;:"']+\.[^\s@<>()[\],;:"'.]+/gu,
} as const;

const text = fc.array(fc.constantFrom('a', 'b.', 'de', '.', '..', '@', '@', '-', '9', ' ', '(', ')', '"', 'Ä', '\n', 'tina@web.de'), {
  maxLength: 24,
});

test.each(['letters', 'any'] as const)('addresses are found as an expression finds them: last label of %s', (top) => {
  fc.assert(
    fc.property(text, (parts) => {
      const written = parts.join('');
      const meant = [...written.matchAll(MEANT[top])].map(({ 0: found, index }) => ({ at: index, text: found }));
      expect(emailsIn(written, top)).toEqual(meant);
    }),
    { numRuns: 2_000 },
  );
});
