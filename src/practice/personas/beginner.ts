import type { Persona } from '../persona.ts';

/** Second week in the job, reads from the screen, glad of every kind word. */
export const beginner: Persona = {
  id: 'beginner',
  start: { tension: 22, hope: 45, pressure: 55, liking: 42 },
  nerves: 0.7,
  persistence: 0.8,
  breaking: 92,
  trapsYes: 1,
  wanted: false,
  cards: {
    de: {
      name: 'Die höfliche Anfängerin',
      about: 'Zweite Woche im Callcenter. Sie liest vom Bildschirm ab und freut sich über jedes freundliche Wort.',
    },
    en: { name: 'The polite beginner', about: 'Second week at the call centre. She reads from the screen and is glad of every kind word.' },
  },
  lines: {
    de: {
      opener: [
        'Guten Tag, mein Name ist Lena Vogt, ich rufe von der Stromwelt an. Ich hoffe, ich störe nicht? Ich würde Ihnen gern unseren neuen Tarif vorstellen.',
        'Hallo, hier ist Lena Vogt von der Stromwelt. Haben Sie vielleicht zwei Minuten? Es geht um Ihren Stromtarif.',
      ],
      pitch: [
        'Moment, ich lese es Ihnen vor: Sie sparen im ersten Jahr bis zu hundertachtzig Euro.',
        'Sie müssten nur Ja sagen, den Wechsel übernehmen wir für Sie.',
      ],
      objection: ['Oh. Darf ich trotzdem kurz sagen, was Sie sparen würden?', 'Schade. Hier steht, ich soll fragen, warum nicht.'],
      irritated: ['Ich wollte Sie nicht ärgern, wirklich nicht.', 'Entschuldigung. Ich muss das so vorlesen.'],
      shouting: ['Warum sind denn alle so gemein zu mir?'],
      slamming: ['Ich kann das nicht mehr!'],
      laughing: ['Ach, da bin ich ja froh. Danke, dass Sie so nett Nein sagen!', 'So ein freundliches Nein hatte ich noch nie. Danke!'],
    },
    en: {
      opener: [
        "Good afternoon, my name is Lena Vogt, I'm calling from Powerworld. I hope I'm not disturbing you? I'd love to tell you about our new tariff.",
        "Hello, it's Lena Vogt from Powerworld. Would you have two minutes? It's about your electricity tariff.",
      ],
      pitch: [
        "One moment, I'll read it to you: you save up to a hundred and eighty in the first year.",
        'You would only have to say yes, we take care of the switch.',
      ],
      objection: ['Oh. May I still say how much you would save?', "That's a pity. It says here I should ask why not."],
      irritated: ["I didn't mean to annoy you, really.", "I'm sorry. I have to read it out like that."],
      shouting: ['Why is everybody so mean to me?'],
      slamming: ["I can't do this any more!"],
      laughing: ['Oh, what a relief. Thank you for saying no so kindly!', "I've never had such a friendly no. Thank you!"],
    },
  },
};
