import type { acknowledgeDe } from './acknowledge-de.ts';

/** One short clause that answers what this line did, before anything else is said. English. */
export const acknowledgeEn: Readonly<Record<keyof typeof acknowledgeDe, readonly string[]>> = {
  thanks_named: ['Thank you, {name}.', 'Thanks very much, {name}.', 'Hello, {name}.'],
  ack_computer: ['This is a computer, not a person.', "You're talking to a computer."],
  ack_human: ["It's only the computer answering just now.", 'At the moment only the computer picks up here.'],
  ack_not_recorded: ["This conversation isn't being recorded."],
  ack_becomes_text: ["There's no recording. Your words become text and aren't kept."],
  ack_text_kept: ["There's no recording, but your words stay as text for a while."],
  ack_who_listens: ["If anyone listens in, I'll tell you.", "As soon as anyone listens in, you'll hear it from me."],
  ack_your_words: ['I pass on who called and what it was about.'],
  ack_line: ['This is the line of {household}.'],
  ack_line_unnamed: ['This is a private line.'],
  ack_no_trouble: ["That's no trouble at all.", "There's no need to apologise.", 'No harm done.'],
  ack_small_talk: [
    'Kind of you to ask. For a computer, one day is much like another.',
    "Thanks for asking. A computer hasn't much to report.",
  ],
  ack_compliment: ["Thank you, that's kind of you.", "That's nice of you to say, thank you."],
  ack_anger: ["It isn't meant against you.", "This isn't about you."],
  ack_threat: ["I'll pass that on.", "I'll let them know you said so."],
  ack_tired: ['That sounds like a tiring day.', "It sounds as if there's a long day behind you."],
  ack_again: ["I'm sorry, I'll say it again.", 'Once more, then.'],
  ack_simpler: ['Let me put it more simply.'],
  take_your_time: ["Take all the time you need, I'll stay on the line.", "I'll wait.", "No hurry, I'll stay on."],
  ack_gift_thanks: ["That's kind, thank you. I'll let them know.", "Thank you for calling, I'll gladly pass that on."],
};
