import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/call/language.ts';
import { momentsOf, summaryOf } from '../../src/practice/feedback.ts';
import { personaFromCall } from '../../src/practice/from-call.ts';
import { personaOf } from '../../src/practice/personas.ts';
import { hangUp, replay, type Talk } from '../../src/practice/talk.ts';
import { shippedUnderstanding } from '../support/fakes.ts';

function talk(id: string, lang: Language, said: readonly string[], seed = 0): Talk {
  const persona = personaOf(id);
  if (!persona) throw new Error(`nobody is called ${id}`);
  return replay({ persona, lang, difficulty: 'ordinary', seed }, said);
}
const replies = ({ turns }: Talk) => turns.map(({ reply }) => reply);
const kinds = (of: Talk) => momentsOf(of).map(({ kind }) => kind);

describe('the two calls of the story, practised', () => {
  test.each([
    [
      'de',
      'Ich habe gar keinen Fernseher, ich brauche kein neues Produkt. Schön wäre, wenn Ihr DSL nicht im entscheidenden Moment ausfallen würde.',
      'Dafür sind Sie als Firma verantwortlich, nicht ich.',
      'zu weit vom Verteiler',
      'Ich habe genug',
    ],
    [
      'en',
      "I don't have a television, I don't need a new product. It would be nice if your broadband didn't drop at the crucial moment.",
      "That is your company's responsibility, not mine. You are responsible.",
      'too far from the distributor',
      'had enough',
    ],
  ] as const)('the Telecom call ends with shouting and a slammed phone (%s)', (lang, first, second, deflects, shouts) => {
    const told = talk('telecom', lang, [first, second]);
    expect(told.ending).toBe('slammed');
    expect(told.turns[0]?.reply).toContain(deflects);
    expect(told.turns[1]?.reply).toContain(shouts);
    expect(kinds(told)).toContain('blames');
    expect(momentsOf(told).find(({ kind }) => kind === 'blames')).toMatchObject({ turn: 1, sentence: second.split('. ').at(-1) });
  });

  test.each([
    [
      'de',
      'Es tut mir leid, ich muss Ihnen sagen, dass wir das Produkt, das Sie anbieten, nicht brauchen und nicht kaufen werden. Aber vielen Dank für das Angebot.',
      'Ihnen einen schönen Tag!',
      'Ha! Na gut, danke, dass Sie mir das sagen.',
    ],
    [
      'en',
      "I'm sorry, I have to tell you that we don't need the product you offer and won't buy it. But thank you for the offer.",
      'Have a nice day!',
      'Ha! All right, thank you for telling me.',
    ],
  ] as const)('Tina’s call ends with a laugh (%s)', (lang, no, wish, laughs) => {
    const told = talk('tinas-caller', lang, [no, wish]);
    expect(told.ending).toBe('laughed');
    expect(replies(told)[0]).toBe(laughs);
    expect(kinds(told)).toEqual(['kind_no', 'wishes_well']);
  });

  test('the same Telecom call, met with empathy and a kind no, ends well', () => {
    const told = talk('telecom', 'de', [
      'Das klingt nach einem langen Tag. Danke für Ihren Anruf, wir brauchen kein Fernsehen und werden es nicht kaufen.',
      'Einen schönen Tag Ihnen!',
    ]);
    expect(told.ending).toBe('laughed');
  });
});

describe('a simulated caller', () => {
  test('books what sounds like "not now", and catches a yes', () => {
    const stalled = talk('tired', 'de', ['Gerade passt es nicht.', 'Schicken Sie mir was.']);
    expect(replies(stalled)[0]).toMatch(/wann passt|rufe ich|schicke ich/iu);
    expect(kinds(stalled)).toEqual(expect.arrayContaining(['soft_no', 'late_no']));
    const trapped = talk('yes-trapper', 'de', ['Ja.', 'Ja.']);
    expect(trapped.ending).toBe('sold');
    expect(kinds(trapped)).toContain('bare_yes');
  });

  test('who is wanted gets through with a question, and is lost by two refusals', () => {
    expect(talk('doctors-office', 'de', ['Wer sind Sie denn?', 'Ach so, danke.']).ending).toBe('reached');
    const lost = talk('doctors-office', 'de', ['Nein danke.', 'Wir kaufen nichts am Telefon.']);
    expect(lost.ending).toBe('lost');
    expect(kinds(lost)).toContain('turned_away');
  });

  test('the false relative gives up when called back on the known number', () => {
    const told = talk('pretender', 'de', ['Wer ist denn da?', 'Ich rufe dich unter der Nummer zurück, die ich kenne.', 'Tschüss.']);
    expect(told.ending).toBe('accepted');
    expect(kinds(told)).toContain('calls_back_known');
  });

  test('"calm down" does not calm, and a guess does', () => {
    const calmed = talk('shouter', 'de', ['Jetzt beruhigen Sie sich mal.']);
    expect(calmed.ending).toBe('slammed');
    const heard = talk('shouter', 'de', ['Kein Wunder, dass Sie genug haben, wenn Sie dreimal niemanden erreichen.']);
    expect(heard.turns[0]?.state.tension).toBeLessThan(heard.start.tension);
    expect(kinds(heard)).toEqual(['empathy_guess']);
  });

  test('trying again from a moment is the same talk up to it', () => {
    const said = ['Gerade passt es nicht.', 'Sie sind unverschämt!', 'Nein danke.'];
    const first = talk('tired', 'de', said, 5);
    const again = talk('tired', 'de', [...said.slice(0, 1), 'Das klingt anstrengend. Wir brauchen es nicht, danke.'], 5);
    expect(again.turns[0]).toEqual(first.turns[0]);
    expect(again.turns[1]?.state.tension).toBeLessThan(first.turns[1]?.state.tension ?? 0);
  });

  test('a person who hangs up ends the talk, after a parting as it was meant', () => {
    expect(hangUp(talk('closer', 'de', [])).ending).toBe('you_hung_up');
    const parted = talk('tinas-caller', 'de', ['Danke für das Angebot, wir brauchen es nicht und kaufen nichts.']);
    expect(hangUp(parted).ending).toBe('laughed');
  });
});

describe('feedback', () => {
  test('explains a pseudo-feeling with what may stand behind it', () => {
    const told = talk('closer', 'de', ['Ich fühle mich übergangen.']);
    const [moment] = momentsOf(told);
    expect(moment).toMatchObject({ kind: 'pseudo_feeling', sentence: 'Ich fühle mich übergangen.' });
    expect(moment?.behind?.feelings.length).toBeGreaterThan(0);
    expect(moment?.behind?.needs.length).toBeGreaterThan(0);
  });

  test('keeps figures and kinds of a finished practice, and no word of it', () => {
    const told = talk('tinas-caller', 'de', ['Danke, wir brauchen es nicht und kaufen nichts.', 'Einen schönen Tag!']);
    const summary = summaryOf(told);
    expect(summary).toMatchObject({
      personaId: 'tinas-caller',
      ending: 'laughed',
      turns: 2,
      noAt: 1,
      slips: [],
      good: ['kind_no', 'wishes_well'],
    });
    expect(JSON.stringify(summary)).not.toContain('brauchen');
    expect(summaryOf(talk('closer', 'de', ['Hm.']))).toBeNull();
  });
});

describe('the caller of a real call', () => {
  const events = (lang: Language, ...said: string[]) =>
    said.map((words, index) => ({ atMs: index, type: 'understood' as const, heard: shippedUnderstanding.understand(words, lang) }));

  test('comes back with the same topic and objections, in our words', () => {
    const persona = personaFromCall(
      events(
        'de',
        'Guten Tag, wir haben ein neues Angebot für Ihren Stromtarif, da sparen Sie viel Geld.',
        'Das dauert nur zwei Minuten, das Angebot gilt nur heute.',
      ),
    );
    expect(persona?.lines.de.opener[0]).toContain('Strom');
    expect(persona?.lines.de.objection).toEqual(expect.arrayContaining(['Das Angebot gilt aber nur heute.']));
    expect(persona?.lines.en.opener[0]).toContain('electricity');
  });

  test('who was wanted is somebody wanted; where nothing was understood, there is nobody to practise with', () => {
    const doctor = events('de', 'Guten Tag, hier ist die Praxis Doktor Weber, es geht um Ihren Termin am Donnerstag.');
    expect(personaFromCall(doctor)?.wanted).toBe(true);
    expect(personaFromCall([{ atMs: 0, type: 'answered' }])).toBeNull();
  });
});
