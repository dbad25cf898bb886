/** Opening and finding out: who it is, what it is about. German. */
export const openingDe = {
  speech_becomes_text: ['Was Sie sagen, wird dafür zu Text.'],
  speech_is_kept: ['Was Sie sagen, wird dafür zu Text und eine Zeit lang aufgehoben.'],
  words_leave: ['Ihre Worte verarbeitet dabei ein Dienst außerhalb dieses Hauses.'],
  how_can_i_help: ['Wie kann ich Ihnen weiterhelfen?', 'Was kann ich für Sie tun?', 'Worum geht es bitte?'],
  ask_open: [
    'Für wen ist Ihr Anruf, und worum geht es ungefähr?',
    'Wer ruft bitte an, und worum geht es?',
    'Wen möchten Sie erreichen? Und worum geht es?',
  ],
  ask_what: ['Worum geht es denn?', 'Mögen Sie mir sagen, worum es geht? Sie müssen es nicht.', 'Was darf ich ausrichten?'],
  ask_who: ['Wer ruft bitte an?', 'Wie ist bitte Ihr Name?', 'Wen darf ich melden?'],
  ask_closed: [
    'Möchten Sie etwas anbieten, oder geht es um etwas anderes?',
    'Ist es ein Angebot, oder geht es um etwas anderes?',
    'Geht es um ein Angebot, oder um etwas anderes?',
  ],
  plain_who: ['Bitte sagen Sie mir: Wer sind Sie? Worum geht es?'],
  plain_no: ['Wir kaufen nichts. Danke für den Anruf.'],
  you_are_heard: ['Sie sind gut zu hören.', 'Ihre Worte kommen gut an.'],
  go_on: [
    'Sprechen Sie ruhig weiter, ich bleibe dran.',
    'Was möchten Sie noch sagen?',
    'Die Leitung bleibt offen, sprechen Sie gern weiter.',
    'Auch das wird weitergegeben.',
  ],
  please_repeat: [
    'Das ist bei mir nicht gut angekommen. Mögen Sie es noch einmal sagen?',
    'Leider kam es wieder nicht an. Ein, zwei Worte genügen.',
    'Das war nicht zu verstehen. Sagen Sie es bitte noch einmal?',
  ],
  still_nothing: [
    'Ich höre gerade nichts. Sprechen Sie gern, ganz in Ruhe.',
    'Es ist still bei mir. Sprechen Sie gern, wenn Sie so weit sind.',
  ],
  silence_bye: ['Es bleibt still in der Leitung, darum lege ich nun auf. Rufen Sie gern wieder an. Auf Wiederhören.'],
  noise_bye: ['Die Verbindung ist wohl zu schlecht. Bitte versuchen Sie es noch einmal. Auf Wiederhören.'],
  wrong_number: [
    'Hier ist der Anschluss von {household}. Vielleicht suchen Sie eine andere Nummer?',
    'Sie haben {household} erreicht. Kann es sein, dass Sie eine andere Nummer suchen?',
  ],
  wrong_number_unnamed: [
    'Hier ist ein privater Anschluss. Vielleicht suchen Sie eine andere Nummer?',
    'Das ist ein privater Anschluss. Kann es sein, dass Sie eine andere Nummer suchen?',
  ],
  wrong_number_offer: ['Wenn Sie doch richtig sind, richte ich gern etwas aus.'],
  wrong_number_bye: ['Das kann passieren. Einen schönen Tag, auf Wiederhören.', 'Kein Problem. Auf Wiederhören.'],
  machine_bye: ['Hier nimmt auch nur ein Computer ab. Darum beende ich das Gespräch. Auf Wiederhören.'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
