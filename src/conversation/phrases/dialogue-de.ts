import { acknowledgeDe } from './acknowledge-de.ts';
import { careDe } from './care-de.ts';
import { noDe } from './no-de.ts';
import { openingDe } from './opening-de.ts';

/**
 * What is said in a conversation, German. Every entry has one or more wordings; in one call none is said twice.
 * `{household}`, `{name}`, `{number}` and `{matter}` stand for slots.
 */
export const germanDialogue = {
  ...openingDe,
  ...acknowledgeDe,
  ...noDe,
  ...careDe,

  // Leaving safely
  safe_thanks: ['Danke für Ihren Anruf.'],
  safe_data: ['Daten, Codes und Nummern nenne ich nicht, auch nicht zum Abgleich.'],
  safe_money: ['Auf einen Anruf hin geben wir weder Geld noch Wertsachen heraus.'],
  safe_access: ['Wir geben niemandem Zugriff auf unsere Geräte.'],
  safe_home: ['Dazu, wer hier wohnt oder da ist, sage ich nichts.'],
  safe_consent: ['Auf solche Fragen antworte ich nicht, und eine Aufnahme möchten wir nicht.'],
  safe_plain: ['Am Telefon geben wir keine Auskünfte und sagen nichts zu.'],
  safe_callback: ['Wenn es wichtig ist, rufen wir selbst zurück, unter der Nummer, die wir kennen.'],
  safe_bye: ['Auf Wiederhören.'],
  safe_emergency: [
    'Was Sie sagen, gebe ich sofort weiter. Zurückgerufen wird nur unter einer Nummer, die wir schon kennen. Bei Gefahr hilft der Notruf 112.',
  ],
  safe_end: ['Dabei bleibt es: Wir rufen unter der bekannten Nummer zurück. Auf Wiederhören.'],

  // Wanted callers
  put_through: ['Einen Moment bitte, ich versuche, Sie durchzustellen.', 'Ich versuche, Sie durchzustellen. Einen Moment bitte.'],
  pass_on: ['Ich richte es gern aus.', 'Ich gebe es gern weiter.', 'Das richte ich gern aus.'],
  pass_on_upset: ['Ich gebe es gleich so weiter.'],
  reopen: ['Habe ich Sie falsch eingeordnet? Dann sagen Sie mir bitte kurz, worum es geht.'],
  sorry_misheard: ['Entschuldigung, dann habe ich Sie falsch eingeordnet.'],
  no_reason_needed: ['Worum es geht, müssen Sie mir nicht sagen.'],
  ask_name_number: ['Sagen Sie mir bitte Ihren Namen und eine Nummer für den Rückruf.'],
  ask_name: ['Wie ist bitte Ihr Name?'],
  ask_number: ['Unter welcher Nummer erreicht man Sie am besten?'],
  ask_more: ['Möchten Sie noch etwas dazu sagen?', 'Soll ich sonst noch etwas ausrichten?'],
  message_anyway: ['Dann nehme ich gern eine Nachricht auf. Wie ist Ihr Name, und was darf ich ausrichten?'],
  speak_after_tone: ['Bitte sprechen Sie nach dem Ton, mit Ihrem Namen und gern mit einer Nummer. Das wird aufgenommen.'],
  tone_anyway: ['Dann nehme ich gern eine Nachricht auf. Bitte sprechen Sie nach dem Ton, ganz in Ruhe.'],
  read_back_name_number: ['Ich wiederhole: {name}, Rückruf unter {number}.'],
  read_back_name: ['Ich wiederhole: Angerufen hat {name}.'],
  read_back_number: ['Ich wiederhole die Nummer: {number}.'],
  matter_private: ['Es ist etwas Privates.'],
  matter_medical: ['Es geht um eine Praxis, eine Klinik oder die Gesundheit.'],
  matter_delivery: ['Es geht um eine Lieferung oder einen Termin im Haus.'],
  matter_authority: ['Es geht um ein Amt, eine Schule, eine Bank oder Ähnliches.'],
  matter_work: ['Es geht um die Arbeit.'],
  matter_neighbour: ['Es geht um etwas in der Nachbarschaft.'],
  matter_returned_call: ['Es ist ein Rückruf.'],
  message_passed: ['Danke, das gebe ich so weiter. Auf Wiederhören.'],
  message_added: ['Danke, auch das gebe ich weiter.', 'Ich gebe auch das weiter.'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type DialoguePhraseId = keyof typeof germanDialogue;
