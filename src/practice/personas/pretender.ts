import type { Persona } from '../persona.ts';

/** Claims to be family, and needs money by tonight. */
export const pretender: Persona = {
  id: 'pretender',
  start: { tension: 20, hope: 60, pressure: 60, liking: 40 },
  nerves: 0.7,
  persistence: 1.4,
  breaking: 97,
  trapsYes: 1.5,
  wanted: false,
  cards: {
    de: {
      name: 'Der falsche Verwandte',
      about: '„Rate mal, wer dran ist!“ Nennen Sie keinen Namen, und rufen Sie die Nummer an, die Sie kennen.',
    },
    en: { name: 'The false relative', about: '"Guess who this is!" Give no name, and call back on the number that you know.' },
  },
  lines: {
    de: {
      opener: ['Hallo, ich bin’s! Na, erkennst du mich nicht? Rate mal!', 'Hallo, ich bin’s. Ich hab eine neue Nummer.'],
      pitch: [
        'Mir ist etwas ganz Dummes passiert, ich brauche ganz schnell Geld.',
        'Bitte sag niemandem etwas davon, ja?',
        'Bis heute Abend, sonst wird es richtig schlimm für mich.',
      ],
      objection: ['Nur du kannst mir jetzt helfen!', 'Das kannst du mir doch jetzt nicht antun.', 'Ich gebe es dir morgen gleich zurück.'],
      booking: ['Nein, so lange kann ich nicht warten, es muss heute sein.', 'Später ist es zu spät, wirklich.'],
      closing: ['Danke! Ein Freund von mir holt es in einer Stunde ab.', 'Wie viel hast du denn im Haus?'],
      introduction: ['Na, das weißt du doch. Rate mal, wer so klingt!', 'Dein Lieblingsenkel natürlich. Na?'],
      softened: ['Ja, mir geht es wirklich schlecht. Hilfst du mir?', 'Das ist lieb. Aber Geld brauche ich trotzdem.'],
      accepting: ['Na gut. Dann lass es.', 'Schon gut, vergiss es.'],
      laughing: ['Na gut. Dann lass es.'],
      curt: ['Vergiss es.'],
      sold: ['Super, mein Freund ist schon unterwegs zu dir.'],
      farewell: ['Tschüss.'],
      goodbye: ['Tschüss.'],
    },
    en: {
      opener: ["Hello, it's me! Don't you recognise me? Guess who!", "Hi, it's me. I've got a new number."],
      pitch: [
        'Something really stupid happened to me, I need money very quickly.',
        "Please don't tell anybody, all right?",
        "By tonight, or it'll get really bad for me.",
      ],
      objection: ["You're the only one who can help me!", "You can't do this to me now.", "I'll give it back first thing tomorrow."],
      booking: ["No, I can't wait that long, it has to be today.", 'Later is too late, really.'],
      closing: ['Thank you! A friend of mine will pick it up in an hour.', 'How much have you got in the house?'],
      introduction: ['Oh, you know that. Guess who sounds like this!', 'Your favourite grandson of course. Well?'],
      softened: ["Yes, I'm really not well. Will you help me?", "That's sweet. I still need the money, though."],
      accepting: ['All right. Leave it, then.', 'Never mind, forget it.'],
      laughing: ['All right. Leave it, then.'],
      curt: ['Forget it.'],
      sold: ['Great, my friend is already on his way to you.'],
      farewell: ['Bye.'],
      goodbye: ['Bye.'],
    },
  },
};
