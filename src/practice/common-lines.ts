import type { Language } from '../call/language.ts';
import type { PersonaLines } from './persona.ts';

/** What callers say who have no words of their own for it. */
export const COMMON_LINES: Readonly<Record<Language, PersonaLines>> = {
  de: {
    opener: ['Guten Tag, hier ist Brandt, haben Sie kurz Zeit?'],
    pitch: [
      'Dann erzähle ich Ihnen kurz, worum es geht: Sie zahlen weniger und bekommen mehr.',
      'Das rechnet sich für Sie schon im ersten Monat.',
      'Und das Beste: Sie gehen überhaupt kein Risiko ein.',
    ],
    objection: [
      'Sie wissen doch noch gar nicht, worum es geht.',
      'Darf ich fragen, woran es liegt?',
      'Das kostet Sie doch erst mal gar nichts.',
      'Es dauert wirklich nur zwei Minuten.',
    ],
    booking: [
      'Das verstehe ich. Wann passt es Ihnen denn besser, morgen Vormittag oder lieber am Abend?',
      'Gern, dann schicke ich Ihnen erst mal Unterlagen und melde mich nächste Woche wieder.',
      'Kein Problem, dann rufe ich Sie morgen noch einmal an.',
    ],
    closing: [
      'Wunderbar. Dann bräuchte ich nur noch Ihre Anschrift und die Bankverbindung.',
      'Sehr schön, das habe ich so notiert. Ihr Geburtsdatum brauche ich noch.',
      'Prima, dann gehen wir kurz die Daten durch.',
    ],
    introduction: ['Mein Name ist Brandt, ich rufe im Auftrag Ihres Anbieters an.', 'Es geht um ein Angebot, das gerade zu Ihnen passt.'],
    softened: [
      'Na ja, ehrlich gesagt: Sie sind heute der erste Mensch, der das fragt. Es ist schon viel.',
      'Hm. Ja, ganz leicht ist es heute nicht. Danke, dass Sie fragen.',
      'Ach, man gewöhnt sich dran. Aber nett von Ihnen.',
    ],
    deflecting: ['Dafür bin ich leider nicht zuständig.', 'Da müssen Sie sich an die Technik wenden.'],
    irritated: [
      'Jetzt lassen Sie mich doch erst mal ausreden.',
      'So müssen Sie mit mir auch nicht reden.',
      'Ich mache hier auch nur meine Arbeit.',
    ],
    shouting: ['Hören Sie mir eigentlich zu?', 'Den ganzen Tag muss ich mir so was anhören!'],
    laughing: [
      'Na, das ist doch mal ein Wort. Danke, dass Sie mir das so sagen.',
      'Da muss ich lachen. So nett hat heute noch keiner Nein gesagt.',
    ],
    accepting: ['Gut, dann weiß ich Bescheid.', 'In Ordnung, dann will ich Sie nicht länger aufhalten.'],
    curt: ['Dann eben nicht.', 'Gut. Wiederhören.'],
    slamming: ['Wissen Sie was? Mir reicht es!', 'Jetzt habe ich aber genug!'],
    sold: ['Perfekt, dann ist das hiermit bestellt. Die Bestätigung kommt per Post.'],
    farewell: ['Ihnen auch einen schönen Tag. Auf Wiederhören!', 'Danke, Ihnen auch. Tschüss!'],
    goodbye: ['Auf Wiederhören.', 'Dann auf Wiederhören, und einen schönen Tag noch.'],
    reached: ['Vielen Dank, dann weiß ich, dass es angekommen ist. Auf Wiederhören.'],
    lost: ['Oh. Dann entschuldigen Sie bitte die Störung.'],
  },
  en: {
    opener: ['Good afternoon, this is Brandt, do you have a moment?'],
    pitch: [
      "Then let me tell you briefly what it's about: you pay less and get more.",
      'It pays for itself in the very first month.',
      "And the best thing is, there's no risk for you at all.",
    ],
    objection: [
      "You don't even know yet what it's about.",
      'May I ask why not?',
      "It won't cost you anything to begin with.",
      'It really only takes two minutes.',
    ],
    booking: [
      'I see. When would suit you better, tomorrow morning or rather in the evening?',
      "Of course, I'll send you something first and call again next week.",
      "No problem, I'll ring you again tomorrow.",
    ],
    closing: [
      'Wonderful. Then all I need is your address and your bank details.',
      "Very good, I've noted that. I just need your date of birth.",
      'Great, let me quickly go through the details.',
    ],
    introduction: ["My name is Brandt, I'm calling on behalf of your provider.", "It's about an offer that happens to suit you."],
    softened: [
      "Well, to be honest, you're the first one today who asks. It is a lot.",
      "Hm. Yes, it's not the easiest day. Thank you for asking.",
      "Oh, you get used to it. But that's kind of you.",
    ],
    deflecting: ["I'm afraid that's not my department.", 'You would have to speak to the technicians about that.'],
    irritated: ['Let me finish first, would you.', "You don't have to talk to me like that.", "I'm only doing my job here."],
    shouting: ['Are you even listening to me?', 'All day long I have to put up with this!'],
    laughing: ["Well, that's a clear word. Thank you for telling me.", "Now I have to laugh. Nobody's said no that nicely today."],
    accepting: ['Right, now I know.', "All right, I won't keep you any longer."],
    curt: ["Fine, don't then.", 'Right. Goodbye.'],
    slamming: ["You know what? I've had it!", "That's it, I've had enough!"],
    sold: ["Perfect, that's ordered then. The confirmation comes by post."],
    farewell: ['You have a nice day too. Goodbye!', 'Thanks, you too. Bye!'],
    goodbye: ['Goodbye.', 'Goodbye then, and have a nice day.'],
    reached: ['Thank you, then I know it has got through. Goodbye.'],
    lost: ['Oh. Then please excuse the call.'],
  },
};
