import type { germanPractice } from './practice-de.ts';
import { plural } from './plural.ts';

const n = (count: number, one: string, other: string): string => plural('en', count, one, other);

/** Practice, in English. */
export const englishPractice: typeof germanPractice = {
  title: 'Practise the next call',
  lead: 'Here your phone rings and you pick up. The callers are made up. They react to what you really say, and afterwards you see what each sentence did.',
  howHard: 'How hard shall it be?',
  difficulty: { gentle: 'gentle', ordinary: 'as in life', hard: 'hard' },
  pickUp: 'Pick up',
  pickUpFor: (name) => `Pick up: ${name}`,
  last: (ending) => `last time: ${ending}`,
  rings: 'It is ringing ...',
  input: 'What do you say?',
  say: 'Say it',
  hangUp: 'Hang up',
  caller: 'Caller',
  you: 'You',
  backToAll: 'To all callers',
  again: 'Once more from the start',
  ideas: 'To try out',
  ideaLines: [
    "Thank you for telling me about it. We don't need it and won't be buying it.",
    'That sounds like a long day, does it?',
    "Please make a note that we don't want sales calls. Have a nice day!",
  ],
  waitsForGoodbye: 'One last word, then the call is over.',
  readAloud: 'Read the caller aloud',
  speak: 'Speak instead of typing',
  listening: 'Listening ...',
  speakDone: 'Done speaking',
  understanding: 'One moment ...',
  speakGoesTo: (host) => `What you say goes to ${host} to become text. Is that all right with you for this practice?`,
  noMicrophone: 'The browser does not give the microphone. You can type as well.',
  needsHttps: 'Speaking needs HTTPS, or the machine itself.',
  speakConsent:
    'For you to speak, your browser turns your words into text. Some browsers send the sound to their maker for that. Is that all right with you for this practice?',
  speakFailed: 'Nothing was understood. You can say it again, or type.',
  ofCall: 'Practise this call',
  fromCall: 'After one of your calls: the same matter, the same objections, in our words.',

  ending: {
    laughed: {
      short: 'with a laugh',
      title: 'Hung up with a smile',
      text: 'The caller took your no and leaves the call lighter than he came.',
    },
    accepted: {
      short: 'in peace',
      title: 'Ended in peace',
      text: 'The caller knows where he stands, and nobody holds anything against the other.',
    },
    curt: { short: 'curtly', title: 'Ended curtly', text: 'The no has arrived. No kind word passed between you after it.' },
    slammed: {
      short: 'with a bang',
      title: 'The receiver was slammed down',
      text: 'It became too much for the caller. That happens, without anyone meaning it. See below at which moment it tipped.',
    },
    sold: {
      short: 'sold',
      title: 'That was a contract',
      text: 'The caller got what he wanted. In real life: withdraw within fourteen days.',
    },
    reached: { short: 'got through', title: 'Got through', text: 'That was a call that was meant to reach you. Good that you asked.' },
    lost: {
      short: 'turned away',
      title: 'That was no seller',
      text: 'This call was meant to reach you. One question first would have been enough.',
    },
    you_hung_up: {
      short: 'hung up',
      title: 'You hung up',
      text: 'That is allowed, too. With one sentence before it, fewer people call again.',
    },
  },

  curve: {
    title: 'How the caller was doing',
    tension: 'tension',
    hope: 'hope of a sale',
    pressure: 'pressure to sell',
    liking: 'how much he likes you',
    when: 'when',
    atFirst: 'at first',
    afterTurn: (turn) => `after your sentence ${turn}`,
    note: 'Made up for this practice. What goes on in real people no program knows.',
  },
  feedback: 'What your sentences did',
  noMoments: 'Nothing stood out, neither way. Try whole sentences.',
  helped: 'helped',
  tryDifferently: 'try differently',
  change: {
    tension: (by) => (by > 0 ? `tension up by ${by}` : `tension down by ${-by}`),
    hope: (by) => (by > 0 ? `hope up by ${by}` : `hope down by ${-by}`),
    pressure: (by) => (by > 0 ? `pressure up by ${by}` : `pressure down by ${-by}`),
    liking: (by) => (by > 0 ? `likes you ${by} more` : `likes you ${-by} less`),
    none: 'changed nothing in the caller',
  },
  better: 'For example:',
  fromHere: 'Try again from here',
  behind: (feelings, needs) => `Perhaps you were ${feelings}, because ${needs} matters to you?`,
  or: 'or',

  moments: {
    kind_no: { title: 'A clear no with thanks', why: 'Who hears thanks and no in one breath has nothing to push against.', better: null },
    kept_the_no: {
      title: 'Kept to the no',
      why: 'The same sentence, kindly, shorter each time: at some point the list of objections is over.',
      better: null,
    },
    empathy_guess: {
      title: 'You asked how the other one is',
      why: 'A guess that may be wrong almost always takes pressure out. You need not buy anything for it.',
      better: null,
    },
    wishes_well: { title: 'A good wish', why: 'With it something friendly is left of this call, on both sides.', better: null },
    asks_for_no_calls: { title: 'Asked for a block entry', why: 'A deleted number is bought again. A block entry stays.', better: null },
    calls_back_known: {
      title: 'Calling back on the known number',
      why: 'The safest sentence with everybody who claims to be somebody.',
      better: null,
    },
    asked_who: { title: 'Asked first', why: 'A call that is welcome shows itself after one friendly question.', better: null },
    own_feeling: { title: 'Said how you are', why: 'A feeling that is yours nobody has to dispute.', better: null },
    own_need: { title: 'Said what you need', why: 'Every human being knows a need. That connects, in a no as well.', better: null },
    own_request: { title: 'A request', why: 'Who asks instead of demanding gets a yes more often.', better: null },

    bare_yes: {
      title: 'A bare yes',
      why: 'A single yes can be cut out of a recording. Whole sentences cannot.',
      better: 'I can hear you well. What is it about?',
    },
    agrees: {
      title: 'An agreement',
      why: 'What was agreed on the phone has to be withdrawn later.',
      better: "I don't make contracts on the phone. Thank you, goodbye.",
    },
    gives_data: {
      title: 'Told something of yourself',
      why: 'Name, supplier, numbers: each makes the next call more credible.',
      better: "I don't say anything about that on the phone.",
    },
    insults: {
      title: 'A swear word',
      why: 'The anger is understandable. Only the word will arrive.',
      better: "I'm cross just now, because my peace and quiet matters to me. I'm hanging up now.",
    },
    mocks: {
      title: 'A barbed sentence',
      why: 'The other one hears mockery as an attack, and then it is no longer about the no.',
      better: "Thank you for calling. We don't buy anything on the phone.",
    },
    calms_down: { title: '"Calm down"', why: 'Who hears it feels told off, and gets louder.', better: "No wonder you've had enough." },
    blames: {
      title: 'A verdict, or blame',
      why: 'The other one hears: something is wrong with you. Then he defends himself, or he shouts.',
      better: "I'm hearing this for the third time today and I'm tired of it. We don't buy anything.",
    },
    demands: {
      title: 'A demand',
      why: 'To "you must" most people answer "I need not".',
      better: 'Would you be willing to block our number for advertising?',
    },
    threatens: {
      title: 'A threat',
      why: 'It ends the call and leaves two people cross. A complaint needs no announcement.',
      better: "Please make a note that we don't want sales calls.",
    },
    turned_away: {
      title: 'Turned away before it was clear who it is',
      why: 'Surgeries, offices and neighbours sometimes begin like sellers.',
      better: 'Would you tell me who you are and what it is about?',
    },
    complains_back: {
      title: 'A complaint in return',
      why: 'Your annoyance is real. The person on the phone can rarely solve it and only hears the reproach.',
      better: "We won't buy anything new. Would you be willing to pass on a fault?",
    },
    takes_back: {
      title: 'A "but" after the sympathy',
      why: 'The but takes back what sounded so good before it. Making two sentences of it is enough.',
      better: "That sounds tiring. And we don't buy anything.",
    },
    pseudo_feeling: {
      title: 'A word with a culprit in it',
      why: 'It sounds like a feeling and says what the other one did. He will object.',
      better: null,
    },
    thought_as_feeling: {
      title: 'A thought dressed as a feeling',
      why: 'After "I feel that" there almost always comes an opinion about the other one.',
      better: "I'm wary. Clarity matters to me.",
    },
    strategy_as_need: {
      title: 'A way instead of a need',
      why: 'As soon as a person or thing is in it, it is a way to something. Behind it stands something that everybody knows.',
      better: 'Quiet matters to me. Would you be willing to delete the number?',
    },
    soft_no: {
      title: 'A maybe',
      why: '"Not now" and "send me something" are booked for another call. Then it rings again.',
      better: "Thank you, we don't need it and won't be buying it.",
    },
    asks_back: {
      title: 'Asked for more',
      why: 'It is meant kindly, and it sounds like interest. The no gets harder afterwards.',
      better: "Thank you for the offer. We don't need it.",
    },
    late_no: {
      title: 'The no came late, or not at all',
      why: 'The sooner it is clear, the easier it is for both.',
      better: "Thank you for telling me about it. We don't need it and won't be buying it.",
    },
  },

  progress: {
    title: 'How you are getting on',
    none: 'Nothing practised yet. After the first call you will see here how it ended.',
    count: (count) => n(count, 'One call practised.', '# calls practised.'),
    week: (ago) => (ago === 0 ? 'this week' : n(ago, 'a week ago', '# weeks ago')),
    well: (well, all) => `${well} of ${all} ended well`,
    noInTime: (inTime, all) => `${inTime} of ${all} times the no came by the second sentence`,
    slips: 'What still came up lately',
    slip: (recent, before) => `${recent} times in the last ten, ${before} times before that`,
    private: 'Only you see this. What is remembered is how a call ended, and no word of it.',
    forget: 'Forget everything',
    forgetSure: 'Shall everything that you practised be forgotten? It cannot be brought back.',
    forgotten: 'Forgotten.',
  },
};
