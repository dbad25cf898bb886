import { expect, test } from 'vitest';
import { careNumbers, localMoment } from '../../src/conversation/care/crisis-lines.ts';
import { digitsInWords } from '../../src/call/spoken-numbers.ts';

const TODAY = { weekday: 2, minute: 15 * 60, day: '2026-12-01' };

test('the caller’s country decides where their number shows one that the table has, else the line’s', () => {
  const emergency = (caller: string | null, line: string) => careNumbers(caller, line, TODAY).emergency;
  expect([emergency(null, '49'), emergency(null, '44'), emergency('+441234567890', '49'), emergency('+4930123456', '44')]).toEqual([
    '112',
    '999',
    '999',
    '112',
  ]);
  expect([
    emergency('+353871234567', '49'),
    emergency('+12025550123', '49'),
    emergency('+33123456789', '44'),
    emergency('030123456', '43'),
  ]).toEqual(['999', '911', '999', '112']);
  expect(careNumbers('+41791234567', '49', TODAY)).toMatchObject({ despair: '143', children: '147', police: '117', violence: null });
  expect(careNumbers('+4366412345', '49', TODAY)).toMatchObject({ despair: '142', violence: '0800222555' });
});

test('a line that is not verified, or was last checked more than a year ago, gives way to the one that is open day and night', () => {
  expect(careNumbers(null, '49', TODAY)).toMatchObject({ despair: '116123', children: '116123', violence: '116016' });
  expect(careNumbers(null, '44', TODAY)).toMatchObject({ children: '08001111', violence: null });
  expect(careNumbers(null, '44', { ...TODAY, day: '2027-12-01' }).children).toBe('08001111');
  expect(careNumbers(null, '44', { ...TODAY, day: '2027-12-02' }).children).toBe('116123');
  expect(careNumbers(null, '49', { ...TODAY, day: '2028-01-01' })).toMatchObject({ despair: '116123', violence: null });
});

test('a country without a row gets numbers that work in the European Union', () => {
  expect(careNumbers(null, '33', TODAY)).toMatchObject({ emergency: '112', despair: '116123' });
});

test('a moment is where the line is', () => {
  expect(localMoment(Date.UTC(2026, 11, 6, 23, 30), 'Europe/Berlin')).toEqual({ weekday: 1, minute: 30, day: '2026-12-07' });
});

test('numbers are spoken so that they can be written down', () => {
  expect(digitsInWords('116123', 'de')).toBe('eins, eins, sechs, eins, zwei, drei');
  expect(digitsInWords('116123', 'en')).toBe('one one six, one two three');
  expect([digitsInWords('999', 'en'), digitsInWords('08001111', 'en')]).toEqual([
    'nine, nine, nine',
    'zero eight zero, zero one one, one one',
  ]);
});
