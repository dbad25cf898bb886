import type { Persona } from '../persona.ts';

/** Needs one clear yes on tape. */
export const yesTrapper: Persona = {
  id: 'yes-trapper',
  start: { tension: 15, hope: 50, pressure: 60, liking: 30 },
  nerves: 0.6,
  persistence: 1.1,
  breaking: 96,
  trapsYes: 2.6,
  wanted: false,
  cards: {
    de: {
      name: 'Der Ja-Fänger',
      about: 'Er stellt Fragen, auf die man von selbst Ja sagt. Antworten Sie in ganzen Sätzen, oder gar nicht.',
    },
    en: { name: 'The yes trapper', about: 'He asks what one answers with yes by itself. Answer in whole sentences, or not at all.' },
  },
  lines: {
    de: {
      opener: ['Hallo, können Sie mich gut hören?', 'Guten Tag, spreche ich mit dem Anschlussinhaber?'],
      pitch: [
        'Sie sind doch an niedrigen Preisen interessiert, richtig?',
        'Sie wohnen doch noch an derselben Adresse?',
        'Und Sie entscheiden das selbst, ja?',
      ],
      objection: [
        'Aber Sie haben mich doch gut verstanden, oder?',
        'Sagen Sie einfach kurz Ja, dann sind wir fertig.',
        'Sie möchten also nichts sparen, ja?',
      ],
      closing: ['Sehr gut. Und das gilt ab sofort, ja?', 'Wunderbar. Und Sie sind einverstanden, dass wir das aufzeichnen?'],
      sold: ['Besten Dank, Ihr Ja ist aufgezeichnet. Der Vertrag kommt per Post.'],
    },
    en: {
      opener: ['Hello, can you hear me all right?', 'Good afternoon, am I speaking to the account holder?'],
      pitch: [
        'You are interested in low prices, right?',
        'You still live at the same address, do you?',
        'And you make these decisions yourself, yes?',
      ],
      objection: [
        "But you understood me well, didn't you?",
        "Just say yes quickly and we're done.",
        "So you don't want to save anything, yes?",
      ],
      closing: ['Very good. And that is from today, yes?', 'Wonderful. And you agree that we record this?'],
      sold: ['Thank you, your yes is on record. The contract comes by post.'],
    },
  },
};
