import type { Persona } from '../persona.ts';

/** Begins upset; one wrong word is too much, one right one is a surprise. */
export const shouter: Persona = {
  id: 'shouter',
  start: { tension: 60, hope: 45, pressure: 65, liking: 22 },
  nerves: 1.4,
  persistence: 1.2,
  breaking: 88,
  trapsYes: 1,
  wanted: false,
  cards: {
    de: {
      name: 'Der Lauteste von allen',
      about: 'Er ist schon aufgebracht, bevor Sie ein Wort gesagt haben. Ein Satz, der ihn hört, überrascht ihn.',
    },
    en: { name: 'The shouter', about: 'He is upset before you have said a word. One sentence that hears him takes him by surprise.' },
  },
  lines: {
    de: {
      opener: ['So, jetzt erreiche ich endlich mal jemanden! Krause, Versicherungsbüro. Dreimal habe ich es schon versucht!'],
      pitch: ['Es geht um Ihre Absicherung, und zwar dringend!', 'Sie hätten doch schon längst zurückrufen können!'],
      objection: ['Sie hören mir ja gar nicht zu!', 'Ich rufe doch nicht zum Spaß an!', 'Andere sind froh, wenn man sich kümmert!'],
      irritated: ['Was soll das denn heißen?', 'So redet man doch nicht mit Leuten!'],
      shouting: ['Das höre ich mir nicht länger an!', 'Den ganzen Tag diese Leute!'],
      slamming: ['Ach, lassen Sie mich doch in Ruhe!', 'Es reicht! Es reicht mir!'],
      softened: ['... Ja. Ja, ich bin geladen. Entschuldigen Sie.', 'Hm. Dass mal einer fragt. Ja, heute war es wirklich viel.'],
    },
    en: {
      opener: ["So, finally somebody picks up! Krause, insurance office. I've tried three times already!"],
      pitch: ["It's about your cover, and it's urgent!", 'You could have called back long ago!'],
      objection: ["You're not listening to me at all!", "I'm not calling for fun!", 'Other people are glad if somebody cares!'],
      irritated: ["What's that supposed to mean?", "That's no way to talk to people!"],
      shouting: ["I'm not going to listen to this any longer!", 'All day long, these people!'],
      slamming: ['Oh, leave me alone!', "That's enough! I've had enough!"],
      softened: ['... Yes. Yes, I am wound up. Excuse me.', 'Hm. Somebody asks for once. Yes, today really was a lot.'],
    },
  },
};
