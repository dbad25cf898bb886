import type { Persona } from '../persona.ts';

/** The caller of the story: nameless, "von der Telecom", and no friend of being told what his company is responsible for. */
export const telecom: Persona = {
  id: 'telecom',
  start: { tension: 36, hope: 55, pressure: 55, liking: 28 },
  nerves: 1.5,
  persistence: 1.1,
  breaking: 84,
  trapsYes: 1,
  wanted: false,
  cards: {
    de: {
      name: 'Der Mann von der Telecom',
      about:
        'Der Anruf, mit dem alles anfing: ein Fernsehprodukt, eine Leitung, die ausfällt, und am Ende ein knallender Hörer. Wie geht er bei Ihnen aus?',
    },
    en: {
      name: 'The man from the Telecom',
      about: 'The call with which it all began: a television product, a line that drops, and a slammed receiver. How does it end with you?',
    },
  },
  lines: {
    de: {
      opener: ['Guten Tag, ich rufe von der Telecom an. Wir haben da ein neues Fernsehprodukt für Sie.'],
      pitch: ['Damit haben Sie über hundert Sender in bester Qualität.', 'Die ersten drei Monate schenken wir Ihnen.'],
      objection: ['Aber jeder braucht doch heute Fernsehen.', 'Sie wissen ja noch gar nicht, was alles dabei ist.'],
      deflecting: ['Tja, Sie wohnen halt zu weit vom Verteiler entfernt. Da geht eben nicht mehr.'],
      irritated: ['Ich will Ihnen hier etwas verkaufen und nicht Ihre Leitung reparieren.', 'Was kann ich denn dafür?'],
      shouting: ['Immer bin ich der Dumme!'],
      slamming: ['Jetzt reicht es mir aber! Ich habe genug!'],
      softened: ['Na ja. Die Beschwerden landen halt alle bei mir.', 'Ja, schön ist das nicht, immer für die Technik geradezustehen.'],
    },
    en: {
      opener: ["Good afternoon, I'm calling from the Telecom. We've got a new television product for you."],
      pitch: ["You'd have more than a hundred channels in top quality.", 'The first three months are on us.'],
      objection: ['But everybody needs television these days.', "You don't know yet what's in it."],
      deflecting: ['Well, you live too far from the distributor. There is nothing more to be had there.'],
      irritated: ["I'm here to sell you something, not to repair your line.", "What's that got to do with me?"],
      shouting: ["It's always me who gets it!"],
      slamming: ["That's it! I've had enough!"],
      softened: ['Well. All the complaints end up with me.', "Yes, it's no fun, always answering for the technicians."],
    },
  },
};
