import type { Persona } from '../persona.ts';

/** The voice that is never in charge, and that finds the cause with the customer. */
export const support: Persona = {
  id: 'support',
  start: { tension: 28, hope: 50, pressure: 50, liking: 28 },
  nerves: 1.1,
  persistence: 1.3,
  breaking: 88,
  trapsYes: 1,
  wanted: false,
  cards: {
    de: {
      name: 'Die Stimme, die ausweicht',
      about: 'Sie ruft im Namen Ihres Anbieters an, ist für nichts zuständig und sieht den Grund eher bei Ihnen.',
    },
    en: {
      name: 'The deflecting voice',
      about: 'She calls in the name of your provider, is in charge of nothing, and tends to find the cause with you.',
    },
  },
  lines: {
    de: {
      opener: ['Guten Tag, Kundenservice, Sandra Link. Ich sehe hier, Sie nutzen noch den alten Router, da müssten wir etwas tun.'],
      pitch: ['Mit dem neuen Paket wäre das alles kein Thema mehr.', 'Sie bekommen das Premiumpaket ja praktisch zum selben Preis.'],
      objection: [
        'Dann kann ich Ihnen aber nicht garantieren, dass es weiter läuft.',
        'Die meisten Störungen kommen übrigens vom eigenen Router.',
        'Das hätten Sie dann selbst zu verantworten.',
      ],
      deflecting: [
        'Das liegt dann wohl an Ihrer Hausverkabelung.',
        'Davon sehe ich hier nichts. Da hat sich niemand gemeldet.',
        'Dafür ist eine andere Abteilung da, da kann ich nichts machen.',
      ],
      irritated: ['Ich kann nur weitergeben, was im System steht.', 'In dem Ton kommen wir nicht weiter.'],
      softened: [
        'Ja, ich bekomme das alles ab, obwohl ich die Leitung nicht gebaut habe. Danke, dass Sie das sagen.',
        'Stimmt schon. Eigentlich wollte ich Ihnen ja helfen.',
      ],
    },
    en: {
      opener: [
        "Good afternoon, customer service, Sandra Link. I see you're still using the old router, we ought to do something about that.",
      ],
      pitch: ['With the new package none of that would be an issue.', 'You get the premium package for practically the same price.'],
      objection: [
        "Then I can't guarantee that it will go on working.",
        "Most faults come from people's own router, by the way.",
        'That would be your own responsibility then.',
      ],
      deflecting: [
        'That will be the wiring in your house.',
        "I don't see anything of that here. Nobody has reported it.",
        "There's another department for that, nothing I can do.",
      ],
      irritated: ["I can only pass on what's in the system.", "We won't get anywhere in that tone."],
      softened: [
        "Yes, I get all of it, though I didn't build the line. Thank you for saying that.",
        "That's true. I did want to help, actually.",
      ],
    },
  },
};
