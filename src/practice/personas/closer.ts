import type { Persona } from '../persona.ts';

/** Has an answer to everything, and lets no pause come up. */
export const closer: Persona = {
  id: 'closer',
  start: { tension: 18, hope: 65, pressure: 60, liking: 30 },
  nerves: 0.8,
  persistence: 2.6,
  breaking: 95,
  trapsYes: 1.3,
  wanted: false,
  cards: {
    de: {
      name: 'Der Verkäufer mit System',
      about: 'Auf jeden Einwand hat er eine Antwort. Hier hilft derselbe Satz, freundlich und immer kürzer.',
    },
    en: {
      name: 'The pushy closer',
      about: 'He has an answer to every objection. What helps is the same sentence, kindly, and shorter each time.',
    },
  },
  lines: {
    de: {
      opener: [
        'Einen wunderschönen guten Tag, Marco Reiter, Solar Direkt! Ihr Dach ist im Satellitenbild förmlich am Leuchten, das wissen Sie, oder?',
        'Guten Tag, Marco Reiter von Solar Direkt, ich mache es ganz kurz: In Ihrer Gegend gibt es noch drei Förderplätze.',
      ],
      pitch: [
        'Stellen Sie sich vor: nie wieder eine Stromrechnung.',
        'Die Förderung läuft am Freitag aus, danach ist es vorbei.',
        'Dienstag oder Donnerstag, wann passt es Ihnen besser?',
      ],
      objection: [
        'Genau deswegen rufe ich ja an!',
        'Sie wollen doch auch sparen, oder?',
        'Was müsste denn passieren, damit Sie Ja sagen?',
        'Ihr Nachbar hat gestern unterschrieben. Der hat auch erst Nein gesagt.',
        'Wer entscheidet das denn bei Ihnen?',
        'Wir reden hier von null Euro. Null!',
      ],
      curt: ['Ihr Schaden, nicht meiner.'],
      laughing: [
        'Sie sind gut! Da beiße ich ja auf Granit. Respekt, und danke.',
        'Okay, okay. Sie haben gewonnen. So freundlich ist selten jemand standhaft.',
      ],
    },
    en: {
      opener: [
        "A very good day to you, Marco Reiter, Solar Direct! Your roof is practically glowing on the satellite picture, you know that, don't you?",
        "Good afternoon, Marco Reiter from Solar Direct, I'll keep it short: there are three funded places left in your area.",
      ],
      pitch: [
        'Imagine: never another electricity bill.',
        'The funding runs out on Friday, after that it is over.',
        'Tuesday or Thursday, which suits you better?',
      ],
      objection: [
        "That's exactly why I'm calling!",
        "You do want to save money, don't you?",
        'What would have to happen for you to say yes?',
        'Your neighbour signed yesterday. He said no at first, too.',
        'Who makes the decisions in your house?',
        "We're talking zero here. Zero!",
      ],
      curt: ['Your loss, not mine.'],
      laughing: ["You're good! That's granite. Respect, and thank you.", 'Okay, okay. You win. People rarely hold firm that kindly.'],
    },
  },
};
