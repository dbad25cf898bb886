import type { Persona } from '../persona.ts';

/** Somebody who should get through, and begins like a seller: the check on oneself. */
export const doctorsOffice: Persona = {
  id: 'doctors-office',
  start: { tension: 15, hope: 50, pressure: 20, liking: 45 },
  nerves: 0.6,
  persistence: 1,
  breaking: 100,
  trapsYes: 1,
  wanted: true,
  cards: {
    de: {
      name: 'Wer mag das sein?',
      about: 'Nicht jeder unbekannte Anruf will etwas verkaufen. Finden Sie freundlich heraus, wer es ist.',
    },
    en: { name: 'Who might this be?', about: 'Not every unknown caller wants to sell something. Find out kindly who it is.' },
  },
  lines: {
    de: {
      opener: [
        'Guten Tag, Sommer hier. Ich wollte Ihnen einen Termin anbieten.',
        'Guten Tag, hier ist Sommer. Haben Sie einen Moment? Es wäre wichtig.',
      ],
      pitch: ['Bei uns ist am Donnerstag etwas frei geworden.', 'Es geht um etwas Persönliches, mehr darf ich am Telefon nicht sagen.'],
      objection: ['Oh, ich möchte nichts verkaufen. Hier ist die Praxis Doktor Weber, es geht um Ihren Befund.'],
      introduction: ['Sommer, von der Praxis Doktor Weber. Es geht um Ihren Termin.'],
      reached: ['Praxis Doktor Weber noch einmal, zum Mitschreiben. Wunderbar, dann bis Donnerstag. Auf Wiederhören!'],
      lost: ['Ach so. Entschuldigen Sie. Auf Wiederhören.'],
    },
    en: {
      opener: [
        'Good afternoon, Sommer speaking. I wanted to offer you an appointment.',
        "Good afternoon, it's Sommer. Do you have a moment? It would be important.",
      ],
      pitch: ['Something has become free here on Thursday.', "It's about something personal, I'm not allowed to say more on the phone."],
      objection: ["Oh, I'm not selling anything. This is Doctor Weber's surgery, it's about your results."],
      introduction: ["Sommer, from Doctor Weber's surgery. It's about your appointment."],
      reached: ["Doctor Weber's surgery, just so you can write it down. Wonderful, see you on Thursday then. Goodbye!"],
      lost: ['I see. Excuse me. Goodbye.'],
    },
  },
};
