import type { Persona } from '../persona.ts';

/** Late in the shift, and two sales short. */
export const tired: Persona = {
  id: 'tired',
  start: { tension: 38, hope: 50, pressure: 75, liking: 34 },
  nerves: 1.1,
  persistence: 1.2,
  breaking: 85,
  trapsYes: 1,
  wanted: false,
  cards: {
    de: {
      name: 'Der müde Agent',
      about: 'Siebte Stunde, ihm fehlen noch zwei Abschlüsse. Ob er laut wird oder aufatmet, liegt auch an Ihnen.',
    },
    en: {
      name: 'The tired agent',
      about: 'Seventh hour, two sales short of the target. Whether he gets loud or breathes out is partly up to you.',
    },
  },
  lines: {
    de: {
      opener: [
        'Tag, Schubert, Verbraucherservice. Es geht um Ihren Gasvertrag, da zahlen Sie im Moment zu viel.',
        'Guten Tag, Schubert mein Name. Ihr Gasabschlag, den könnten wir heute noch senken.',
      ],
      pitch: ['Ich brauche nur Ihre Zählernummer, dann sehe ich, was drin ist.', 'Das machen gerade alle in Ihrer Straße.'],
      objection: [
        'Das sagen alle. Dabei würden Sie jeden Monat dreißig Euro sparen.',
        'Hören Sie, ich brauche heute noch zwei Abschlüsse. Geben Sie mir eine Minute.',
        'Sie haben doch gar nichts zu verlieren.',
      ],
      irritated: ['Ich höre das heute zum sechzigsten Mal, wissen Sie.', 'Ich mache mir die Preise auch nicht selbst.'],
      shouting: ['Keiner lässt mich hier einen Satz zu Ende sagen!', 'Den ganzen Tag legt jeder auf!'],
      slamming: ['Wissen Sie was? Rutschen Sie mir doch alle den Buckel runter!'],
      softened: [
        'Puh. Ja. Sieben Stunden, und Sie sind der erste Mensch, der danach fragt.',
        'Ach ... ja, es ist einer von diesen Tagen. Danke.',
        'Sie merken das, was? Na ja, gleich ist Feierabend.',
      ],
      laughing: [
        'Jetzt muss ich lachen. Danke, das war das netteste Nein heute.',
        'Na gut. Danke, dass Sie es mir so sagen. Das tut auch mal gut.',
      ],
    },
    en: {
      opener: [
        "Afternoon, Schubert, Consumer Service. It's about your gas contract, you're paying too much at the moment.",
        'Good afternoon, Schubert speaking. Your monthly gas payment, we could lower that today.',
      ],
      pitch: ["I only need your meter number, then I can see what's in it for you.", 'Everybody in your street is doing it.'],
      objection: [
        "That's what they all say. And you'd save thirty a month.",
        'Listen, I need two more sales today. Give me one minute.',
        "You've got nothing to lose.",
      ],
      irritated: ["I'm hearing that for the sixtieth time today, you know.", "I don't make the prices either."],
      shouting: ['Nobody lets me finish a sentence here!', 'All day long everybody hangs up!'],
      slamming: ['You know what? You can all get stuffed!'],
      softened: [
        "Phew. Yes. Seven hours, and you're the first one to ask.",
        "Oh ... yes, it's one of those days. Thank you.",
        "You can tell, can you? Well, I'm off soon.",
      ],
      laughing: [
        "Now I have to laugh. Thanks, that's the nicest no today.",
        'All right. Thank you for putting it like that. That does one good.',
      ],
    },
  },
};
