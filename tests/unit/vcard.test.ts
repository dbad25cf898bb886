import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { readVCards } from '../../src/household/vcard.ts';

test('reads what telephones and mail programs write', () => {
  const text = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:Öztürk;Ayşe;;Dr.;',
    'FN:Dr. Ayşe Öztürk',
    'TEL;TYPE=CELL:+49 171 234 5678',
    'item1.TEL;type=pref:040 / 12 34',
    'NOTE:viele Wort',
    ' e, die weitergehen',
    'END:VCARD',
    'begin:vcard',
    'version:4.0',
    'FN:Müller\\, Peter',
    'TEL;VALUE=uri;TYPE="voice,home":tel:+49-30-456;ext=5',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:2.1',
    'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=C3=BC=6C=6C=65=72;=4A=C3=B6=',
    '=72=67;;;',
    'TEL;HOME:030 789',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:;;;;',
    'ORG:Praxis Weber;Empfang',
    'TEL:04 0 55',
    'END:VCARD',
  ].join('\r\n');
  expect(readVCards(`\uFEFF${text}`)).toEqual({
    contacts: [
      { name: 'Dr. Ayşe Öztürk', number: '491712345678' },
      { name: 'Dr. Ayşe Öztürk', number: '49401234' },
      { name: 'Müller, Peter', number: '4930456' },
      { name: 'Jörg Müller', number: '4930789' },
      { name: 'Praxis Weber', number: '494055' },
    ],
    problems: [],
  });
});

test('says where a card has no number, or none that is one, and reads on', () => {
  const card = (...lines: readonly string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\n');
  const text = [card('FN:Ohne'), card('FN:Falsch', 'TEL:<script>'), card('FN:Gut', 'TEL:040123')].join('\n');
  expect(readVCards(text)).toEqual({
    contacts: [{ name: 'Gut', number: '4940123' }],
    problems: [
      { line: 1, problem: 'no_number' },
      { line: 4, problem: 'bad_number' },
    ],
  });
});

test('never throws, whatever a file holds', () => {
  assert(
    property(
      string({ unit: 'binary' }),
      string(),
      (a, b) => void readVCards(`BEGIN:VCARD\nTEL;ENCODING=QUOTED-PRINTABLE:${a}=\n${b}\nEND:VCARD`),
    ),
  );
});
