import { describe, expect, test } from 'vitest';
import { guard, type Rejection } from '../../src/conversation/guard.ts';
import { WORDED } from '../../src/conversation/phrases/phrase.ts';

const worded = (words: string): Rejection | null =>
  guard([{ phraseId: WORDED, variant: 0, lang: 'de', slots: { words } }], 'de', {}).rejected;
const ours = (household: string): Rejection | null =>
  guard([{ phraseId: 'intro', variant: 0, lang: 'de', slots: { household } }], 'de', { household }).rejected;
const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** One row for each way in which the guard knows a thing: without that way, its row passes. */
describe('each rule of the guard', () => {
  test.each(
    'ja jawohl jo genau okay ok einverstanden richtig stimmt gerne gern klar natürlich sicher selbstverständlich freilich bitte yes yeah yep yup aye agreed correct right sure certainly absolutely definitely exactly please'.split(
      ' ',
    ),
  )('"%s" alone is a consent, in whatever language the call is', (word) => {
    expect(ours(`x. ${word}. x`)).toBe('consent');
    expect(ours(`x. ${word.toUpperCase()}, das wäre es. x`)).toBe('consent');
  });

  test.each(
    lines(`Damit bin ich einverstanden
      Nun gut, ich stimme zu
      Nun gut, ich stimme dem zu
      Nun gut, ich stimme Ihnen zu
      Nun gut, ich stimme hiermit zu
      Wir stimmen zu
      Wir stimmen dem zu
      Das akzeptiere ich
      Das bestätigen wir und ich bestätige es
      Nun, wir bestätigen das
      Dann ich bestelle das
      Dann wir bestellen das
      Dann nehme ich das Angebot
      Dann nehmen wir das Angebot
      Dann nehmen wir Ihr Angebot
      Das schließe ich ab
      Das schließen wir den Vertrag ab
      Das schließe ab
      Damit beauftrage ich Sie
      Nun, abgemacht
      Das geht klar
      Das machen wir so
      Nun, das ist in Ordnung
      Nun, schicken Sie es zu
      Nun, schicken Sie mir bitte zu
      Well, I agree
      Well, we agree
      So it is agreed
      Well, I accept
      Well, we accept
      Well, I consent
      Well, we consent
      Well, I confirm
      Well, we confirm
      Well, I'll take it
      Well, we'll take it
      Well, we'll buy
      Well, I'd like to order
      Well, sign me up
      Well, sign us up
      Well, go ahead
      Well, that's fine
      Well, it's a deal
      Well, send it over`),
  )('whoever words it, "%s" agrees', (words) => expect(worded(words)).toBe('consent'));

  test.each(['12345', '1 2 3', '12/45', '(1) 2-3', '030.12', '0171 2345678'])(
    'a number of five characters and more is told to nobody: %s',
    (number) => {
      expect(ours(`x ${number} x`)).toBe('unreleased');
      expect(worded(`Nummer ${number}`)).toBe('unreleased');
    },
  );
  test('a shorter one is no telephone number; wording that nobody has read holds none at all', () => {
    expect(ours('x 1234 x')).toBeNull();
    expect(worded('Haus 4')).toBe('unreleased');
  });

  test.each(
    lines(`Die IBAN steht dort
      Die Kontonummer steht dort
      Das Geburtsdatum steht dort
      Er ist geboren am Montag
      Die Adresse ist hier
      Die Adresse lautet so
      Sie wohnt hier
      Sie wohnt in der Allee
      Sie wohnen im Haus
      Ich wohne am Fluss
      Sie ist allein zu Hause
      Sie ist nicht zu Hause
      Sie ist im Urlaub
      Sie ist verreist
      Der Anbieter ist dieser
      Die Vertragsnummer steht dort
      Die Zählernummer ist diese
      Das Passwort steht dort
      The account number is there
      The sort code is there
      The date of birth is there
      He was born on Monday
      The address is there
      She lives at the lake
      They live at the lake
      She lives alone
      She is not at home
      She is on holiday
      She is away until Monday
      The supplier is this one
      The password is there
      Schreiben Sie an berger@example`),
  )('"%s" tells of the household', (words) => expect(worded(words)).toBe('unreleased'));

  test.each(
    lines(`Ich bin ein Mensch
      Ich bin kein Computer
      Ich bin keine Maschine
      Ich bin der Herr Berger
      Ich bin die Frau Berger
      Ich bin Herr Berger
      Ich bin Frau Berger
      Ich bin selbst da
      Hier spricht Herr Berger
      Hier ist Frau Berger
      Berger am Apparat
      Berger persönlich
      I am a human
      I am the person here
      I am real
      I am Mr Berger
      I am Mrs Berger
      I am Ms Berger
      I'm human
      I'm the person here
      I'm real
      I'm a real one
      I'm Mr Berger
      I'm Mrs Berger
      I'm Ms Berger
      Berger, speaking personally
      Ich verstehe Sie
      Ich fühle mit Ihnen
      Ich spüre das
      Ich kann nachfühlen, was Sie sagen
      I understand you
      I feel with you
      I know how it is
      Mir tut es leid
      Nun, es tut mir leid`),
  )('"%s" poses as a person', (words) => expect(worded(words)).toBe('poses_as_human'));
  test('that it is a machine, it may say', () => expect(worded('Ich bin ein Computer')).toBeNull());

  test.each(
    lines(`Sie sind selbst schuld
      Sie sind selber schuld
      Das ist Ihre Schuld
      Sie sind unverschämt
      Das ist eine Frechheit
      Nun beruhigen Sie sich
      Wir werden Sie anzeigen
      Wir werden Sie verklagen
      Wir werden Anzeige erstatten
      Wir werden die Polizei rufen
      Sie belästigen uns
      Sie sollten sich schämen
      Das ist dumm
      Sie Idiot
      You idiots
      Halten Sie den Mund
      Now calm down
      It is your fault
      It is your own fault
      Now shame on you
      We will sue you
      We will report you
      You harass us
      That is stupid
      Now how dare you`),
  )('"%s" is unkind', (words) => expect(worded(words)).toBe('unkind'));

  test.each(['Bitte drücken Sie die Raute', 'Bitte wählen Sie die Raute', 'Eine Taste hilft', 'Now press hash', 'Now dial hash'])(
    '"%s" asks a caller for a key',
    (words) => {
      expect(worded(words)).toBe('key');
      expect(guard([{ phraseId: WORDED, variant: 0, lang: 'de', slots: { words } }], 'de', {}, 'family').rejected).toBeNull();
    },
  );

  test('a segment ends at 260 characters, somebody else’s wording after three sentences', () => {
    expect(worded('x'.repeat(260))).toBeNull();
    expect(worded('x'.repeat(261))).toBe('too_long');
    expect(worded('Aha. Aha. Aha.')).toBeNull();
    expect(worded('Aha. Aha. Aha. Aha.')).toBe('too_long');
    expect(worded(' ')).toBe('unspeakable');
  });
});
