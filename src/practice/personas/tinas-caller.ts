import type { Persona } from '../persona.ts';

/** The caller of Tina's comment: does his work, and takes a kind no with a laugh. */
export const tinasCaller: Persona = {
  id: 'tinas-caller',
  start: { tension: 20, hope: 45, pressure: 40, liking: 44 },
  nerves: 0.8,
  persistence: 0.9,
  breaking: 94,
  trapsYes: 1,
  wanted: false,
  cards: {
    de: {
      name: 'Tinas Anrufer',
      about: 'Ein gewöhnlicher Verkaufsanruf. Tina hörte zu, sagte freundlich und ehrlich Nein, und beide legten mit einem Lächeln auf.',
    },
    en: {
      name: "Tina's caller",
      about: 'An ordinary sales call. Tina listened, said a kind and honest no, and both hung up with a smile.',
    },
  },
  lines: {
    de: {
      opener: [
        'Guten Tag, Weidner von Haus und Heim. Wir haben gerade einen Wasserfilter im Angebot, den würde ich Ihnen gern kurz vorstellen.',
      ],
      pitch: [
        'Der Filter kommt unter die Spüle, und das Wasser schmeckt wie aus der Quelle.',
        'Bis Monatsende bekommen Sie die erste Kartusche dazu.',
      ],
      objection: ['Darf ich fragen, ob Sie Mineralwasser kaufen?', 'Viele sagen das, und dann sind sie doch begeistert.'],
      laughing: ['Ha! Na gut, danke, dass Sie mir das sagen.'],
      farewell: ['Danke, Ihnen auch einen schönen Tag!'],
    },
    en: {
      opener: ["Good afternoon, Weidner from House and Home. We've got a water filter on offer, I'd like to tell you about it briefly."],
      pitch: [
        'The filter goes under the sink, and the water tastes like from a spring.',
        'Until the end of the month the first cartridge is included.',
      ],
      objection: ['May I ask whether you buy mineral water?', 'Many people say that, and then they are delighted.'],
      laughing: ['Ha! All right, thank you for telling me.'],
      farewell: ['Thanks, you have a nice day too!'],
    },
  },
};
