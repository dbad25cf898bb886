import type { StandingPhraseId } from './phrase.ts';

export const german: Readonly<Record<StandingPhraseId, string>> = {
  intro: 'Guten Tag, hier spricht ein Computer für {household}.',
  intro_unnamed: 'Guten Tag, hier spricht ein Computer für diesen Anschluss.',
  message_soon: 'Ihre Nachricht nehme ich gleich auf.',
  sales_no:
    'Nur falls Sie etwas verkaufen möchten: Danke für Ihren Anruf. Wir kaufen nichts am Telefon. ' +
    'Bitte vermerken Sie, dass wir keine Werbeanrufe möchten. Einen schönen Tag Ihnen.',
  after_tone: 'Alle anderen sprechen bitte nach dem Ton, ganz in Ruhe.',
  known_greeting: 'Hallo, hier ist der Computer von {household}. Gerade ist niemand am Telefon. Bitte sprechen Sie nach dem Ton.',
  known_greeting_unnamed:
    'Hallo, hier ist der Computer an diesem Anschluss. Gerade ist niemand am Telefon. Bitte sprechen Sie nach dem Ton.',
  words_lost: 'Entschuldigung, Worte verstehe ich nicht, und das eben ist nicht aufgenommen. Bitte sagen Sie es nach dem Ton noch einmal.',
  words_unclear:
    'Entschuldigung, Ihre Worte kommen gerade nicht bei mir an. Bitte sagen Sie es nach dem Ton noch einmal. Das wird aufgenommen.',
  nothing_heard: 'Ich höre gerade nichts. Sprechen Sie gern jetzt, oder rufen Sie wieder an.',
  hanging_up: 'Ich lege nun auf. Auf Wiederhören.',
  saved: 'Danke, Ihre Nachricht ist gespeichert.',
  not_saved: 'Das Speichern hat leider nicht geklappt. Bitte rufen Sie noch einmal an.',
  own_failure: 'Entschuldigung, bei mir klappt gerade etwas nicht. Bitte rufen Sie noch einmal an.',
  message_full: 'Hier endet die Aufnahme. Was Sie bis eben gesagt haben, ist gespeichert.',
  still_ringing: 'Es klingelt noch. Danke, dass Sie warten.',
  not_put_through: 'Gerade kann ich Sie nicht durchstellen. Bitte sprechen Sie nach dem Ton, ganz in Ruhe. Das wird aufgenommen.',
  still_listening: 'Ich höre noch zu.',
  taken_over: 'Einen Moment bitte, hier übernimmt jemand das Gespräch.',
  someone_listens: 'Jetzt hört jemand aus der Familie mit.',
  someone_listens_here: 'Jetzt hört hier jemand mit.',
  ended_by_household: 'Das Gespräch endet hier. Danke für Ihren Anruf.',
  goodbye: 'Auf Wiederhören.',
};
